"""The member's page with the vote, and the room screen; both follow by polling, woken by the bell."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from flask import Response, make_response, render_template, request, url_for

from college.erreurs import Refus
from college.seances import bulletins, contexte_direct, representations, requetes, services
from college.seances.cliche import Cliche, cliches
from college.seances.essai import essayer, essayer_et_dire
from college.seances.modele import Bulletin, Scrutin
from college.seances.vues_direct import bp
from college.web import acteur, sans_trace, vers, veut_fragment, vue


@vue(bp, "/app/seances/<int:seance_id>/membre", droit="seance.lire")
def membre(seance_id: int) -> str:
    """The member's page: the dossier, the point in discussion, the vote."""
    return render_template("seances/membre.html", **_contexte_membre(cliches.lire(acteur(), seance_id)))


def _contexte_membre(cliche: Cliche) -> dict[str, Any]:
    return contexte_direct.membre(acteur(), cliche.seance, request.values.get("point", type=int), cliche.releve)


@vue(bp, "/app/seances/<int:seance_id>/membre/nouvelles", droit="seance.lire")
def nouvelles_membre(seance_id: int) -> Response:
    """The parts of the member's page that changed."""

    def rendre(cliche: Cliche) -> bytes:
        page = lambda: render_template("seances/_membre_fragments.html", **_contexte_membre(cliche))  # noqa: E731
        siege = acteur().mandats.get(cliche.seance.organe_id) in {m.id for m in cliche.releve.membres}
        return page().encode() if siege else cliche.rendre(_audience(cliche), page)

    return _depuis(seance_id, rendre)


def _audience(cliche: Cliche) -> Hashable:
    """Who has no ballot here sees what others with the same readable lines see; alone, where some read masked."""
    lisibles = frozenset(requetes.lisibles(acteur(), cliche.seance.inscriptions))
    masquees = representations.decisions_masquees(acteur(), cliche.seance)
    seul = acteur().agent_id if requetes.reglages(cliche.seance.organe).lecture_masquee else 0
    return ("membre", request.args.get("point", type=int), lisibles, masquees, seul)


@vue(bp, "/app/seances/<int:seance_id>/salle", droit="seance.lire")
def salle(seance_id: int) -> str:
    """The room screen: what is discussed, what was voted."""
    cliche = cliches.lire(acteur(), seance_id)
    return render_template("seances/salle.html", **contexte_direct.salle(acteur(), cliche.seance, cliche.releve))


@vue(bp, "/app/seances/<int:seance_id>/salle/nouvelles", droit="seance.lire")
def nouvelles_salle(seance_id: int) -> Response:
    """The room screen follows: one rendering a revision for all who look."""

    def page(cliche: Cliche) -> str:
        contexte = contexte_direct.salle(acteur(), cliche.seance, cliche.releve)
        return render_template("seances/_salle.html", **contexte)

    def cle(cliche: Cliche) -> Hashable:
        return ("salle", representations.decisions_masquees(acteur(), cliche.seance))

    return _depuis(seance_id, lambda cliche: cliche.rendre(cle(cliche), lambda: page(cliche)))


@vue(bp, "/app/seances/<int:seance_id>/membre/presence", droit="seance.signaler", ecrit=True)
def signaler_presence(seance_id: int) -> Any:
    """« Signaler ma présence »: the cockpit shows it, the secretary notes it."""
    qui = acteur()
    seance = requetes.seance(qui, seance_id)
    essayer_et_dire(lambda: services.signaler_presence(qui, seance))
    return vers(url_for("direct.membre", seance_id=seance_id))


def _depuis(seance_id: int, rendre: Callable[[Cliche], bytes]) -> Response:
    """What changed since the revision that the screen shows."""
    cliche = cliches.depuis(acteur(), seance_id, request.args.get("depuis", -1, type=int))
    if cliche is None:
        return Response(status=204)
    return Response(rendre(cliche), mimetype="text/html", headers={"X-Revision": str(cliche.revision)})


@vue(bp, "/app/scrutins/<int:scrutin_id>/vote", droit="seance.voter", ecrit=True)
def voter(scrutin_id: int) -> Any:
    """A member's own ballot: the answer is what the server holds."""
    trouve = requetes.scrutin_a_voter(acteur(), scrutin_id)
    if bulletins.est_secret(trouve):
        sans_trace()
    depose: list[Bulletin | None] = []
    attendu = "attendu" in request.form
    choix = request.form.get("choix", "")
    refus = (_note_entre_temps(trouve) if attendu else None) or essayer(
        lambda: depose.append(services.voter(acteur(), trouve, choix))
    )
    if refus is not None and attendu and refus.motif == "deja_vote":
        refus, depose = None, [None]  # the answer was lost on its way, not the ballot
    if refus is None and not veut_fragment():
        return vers(url_for("direct.membre", seance_id=trouve.seance_id))
    if refus is None:
        return render_template("seances/_membre_vote.html", **contexte_direct.acquitte(trouve, depose[0]))
    return _refuser(trouve, refus.phrase)


def _note_entre_temps(trouve: Scrutin) -> Refus | None:
    """A ballot that waited on the tablet does not undo what the secretary has noted meanwhile, of his own voice."""
    note = contexte_direct.mien(trouve, acteur().mandats.get(trouve.seance.organe_id))
    if trouve.etat != "ouvert" or note is None or note.titre != "saisie":
        return None
    return Refus(
        "Pendant que ce choix attendait le réseau, le secrétariat a noté votre vote. "
        "Votez à nouveau si vous voulez le changer.",
        motif="note_entre_temps",
    )


def _refuser(trouve: Scrutin, phrase: str) -> Any:
    """The sentence stays on his screen, whatever comes next; with it, what is counted for him."""
    tenu = contexte_direct.mien(trouve, acteur().mandats.get(trouve.seance.organe_id))
    refuse = {"numero": trouve.inscription.numero, "phrase": phrase, "tenu": tenu.choix if tenu else ""}
    contexte = contexte_direct.membre(acteur(), requetes.seance(acteur(), trouve.seance_id), None, refuse=refuse)
    gabarit = "seances/_membre_vote.html" if veut_fragment() else "seances/membre.html"
    return make_response(render_template(gabarit, **contexte), 409)
