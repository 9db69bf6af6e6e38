"""The séance itself: presences, votes, decisions, closing; then the texts are frozen."""

from __future__ import annotations

from typing import Any

from college.reel import generation
from college.reel.chantier import MOTIF, Chantier, Suivi
from college.reel.client import AppelRefuse
from college.reel.motscles import NATURES_SANS_ACTE

ISSUES = {"adopte": "accepte", "rejete": "refuse", "nul": "nul_a_representer", "partage": "reporte"}
SANS_VOTE = (*(nature for nature in NATURES_SANS_ACTE if nature not in ("pv", "motion")), "installation")


def tenir(chantier: Chantier) -> None:
    """Note who is there, open, then take the points one after the other."""
    _presences(chantier)
    _agir(chantier, "ouvrir")
    if chantier.organe == "college":
        _exceptions(chantier)
        return
    for suivi in chantier.suivis:
        try:
            _traiter(chantier, suivi)
        except AppelRefuse as refus:
            chantier.ennui(f"point {suivi.point.numero} : {refus}")


def _presences(chantier: Chantier) -> None:
    excuse = chantier.membres[-1]
    for membre in chantier.membres:
        evenement = "excuse" if membre == excuse else "arrive"
        corps = {"mandataire": membre, "evenement": evenement}
        chantier.secretaire.post(f"/seances/{chantier.seance}/presences", **corps)
    liste = chantier.secretaire.get(f"/seances/{chantier.seance}/presences")
    if not liste["quorum"]["atteint"]:
        chantier.ennui(f"quorum non atteint : {liste['quorum']['explication']}")


def _agir(chantier: Chantier, action: str, **options: Any) -> Any:
    chemin = f"/seances/{chantier.seance}/actions"
    return chantier.secretaire.passer_outre(chemin, MOTIF, action=action, **options)


def _exceptions(chantier: Chantier) -> None:
    """A collège has no formal vote: a dozen exceptions by hand, the organe's default for the rest."""
    reportes = [suivi.inscription for suivi in chantier.suivis[::25]]
    reponse = chantier.secretaire.post(f"/seances/{chantier.seance}/decisions", inscriptions=reportes, issue="reporte")
    chantier.comptes["exceptions"] = len(reponse["faits"])
    for refus in reponse["refuses"]:
        chantier.ennui(f"report refusé : {refus['motif']}")


def _traiter(chantier: Chantier, suivi: Suivi) -> None:
    if suivi.point.sans_texte or suivi.nature in SANS_VOTE:
        _decider(chantier, suivi, "pris_acte")
        return
    mode = generation.mode_de_vote(suivi.rang)
    chantier.comptes["votes"] += 1
    chantier.comptes[mode] += 1
    if mode == "unanimite":
        chantier.secretaire.post(f"/inscriptions/{suivi.inscription}/scrutins", mode="unanimite")
        _decider(chantier, suivi, "accepte")
        return
    scrutin = chantier.secretaire.post(f"/inscriptions/{suivi.inscription}/scrutins", mode=mode)
    resultat = _voter(chantier, suivi, scrutin["id"], mode)
    _decider(chantier, suivi, ISSUES[resultat])


def _voter(chantier: Chantier, suivi: Suivi, scrutin: int, mode: str) -> str:
    actions = f"/scrutins/{scrutin}/actions"
    chantier.secretaire.post(actions, action="ouvrir")
    presents = chantier.membres[:-1]
    if mode == "secret":
        comptes = generation.comptes_secrets(len(presents), suivi.rang)
        chantier.secretaire.post(f"/scrutins/{scrutin}/depouillement", comptes=comptes)
    else:
        _bulletins(chantier, suivi, scrutin, presents)
        chantier.secretaire.post(actions, action="clore")
    chantier.secretaire.post(actions, action="proclamer")
    return str(chantier.secretaire.get(f"/scrutins/{scrutin}")["resultat"])


def _bulletins(chantier: Chantier, suivi: Suivi, scrutin: int, presents: list[str]) -> None:
    """The president votes on his own device where the standing orders allow it; the secretary keys the rest."""
    for rang, membre in enumerate(presents):
        choix = generation.choix(chantier.agenda.slug, suivi.rang, rang)
        if rang == 0 and chantier.organe == "conseil":
            chantier.api("president").post(f"/scrutins/{scrutin}/bulletins", choix=choix)
        else:
            corps = {"choix": choix, "mandataire": membre, "titre": "saisie"}
            chantier.secretaire.post(f"/scrutins/{scrutin}/bulletins", **corps)
        chantier.comptes["bulletins"] += 1


def _decider(chantier: Chantier, suivi: Suivi, issue: str) -> None:
    chantier.secretaire.post(f"/inscriptions/{suivi.inscription}/decision", issue=issue)
    chantier.comptes[issue] += 1


def lever(chantier: Chantier) -> None:
    """Close; points left untouched take the organe's default after the list is confirmed."""
    chemin = f"/seances/{chantier.seance}/actions"
    try:
        chantier.secretaire.post(chemin, action="lever")
    except AppelRefuse as refus:
        confirmes = refus.probleme.get("a_confirmer")
        if not confirmes:
            raise
        chantier.comptes["par_defaut"] = len(confirmes)
        chantier.secretaire.post(chemin, action="lever", confirmer=True)


def arreter(chantier: Chantier) -> None:
    """Freeze the texts and number the acts; printed blanks of the real texts are passed over with a reason."""
    _agir(chantier, "arreter")
    etat = chantier.secretaire.get(f"/seances/{chantier.seance}")["etat"]
    if etat != "arretee":
        chantier.ennui(f"séance {etat} après « arrêter ».")
