"""Suggesting and commenting. What is suggested stays beside the text until somebody who may edit accepts it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Invalide, Perime, Refus
from college.points import chaine
from college.points.etats import etat_de, texte
from college.points.modele import Point
from college.points.phrases import fr
from college.points.relecture import regles, requetes
from college.points.relecture.modele import Commentaire, Relecture
from college.points.revisions import RICHES
from college.points.valeurs import Phase
from college.points.volets import DU_CHAMP
from college.transaction import unite

_LONGUEUR, _CITATION = 5_000, 300


@exige("point.relire")
def suggerer(acteur: Acteur, point: Point, saisis: Mapping[str, str], version: int | None) -> None:
    """Keep the suggestions of somebody who does not write the text: words proposed, nothing changed."""
    _ouvert(point)
    if version is not None and version != point.version and not _deja_garde(point, saisis):
        raise Perime(
            fr(
                "Ce point a changé depuis que vous l’avez ouvert : rechargez la page, "
                "puis reprenez votre texte gardé ici."
            ),
            courant=point,
        )
    revision = texte(point)
    for champ in RICHES:
        if champ in saisis and regles.texte_seul(saisis[champ], champ) != getattr(revision, champ):
            phrase = "À cette étape, vous proposez des changements sans écrire le texte : passez en mode « Suggérer »."
            raise Refus(fr(phrase), motif="suggerer")
    garder(acteur, point, saisis, requetes.perimees(point))


def _deja_garde(point: Point, saisis: Mapping[str, str]) -> bool:
    """One's own suggestions, sent again since the network lost the first answer: they say what is there."""
    vives = requetes.en_vigueur(point, requetes.relectures(point))
    lus = {champ: regles.annoter(saisis[champ], champ) or regles.texte_seul(saisis[champ], champ) for champ in saisis}
    return all(lus[champ] == (vives.get(champ) or getattr(texte(point), champ)) for champ in lus)


@exige("point.relire")
def garder(acteur: Acteur, point: Point, saisis: Mapping[str, str], perimees: Collection[str]) -> None:
    """Keep the marks of the given texts. `perimees`: whose marks were already of an earlier text, before this save."""
    volets = chaine.volets_ouverts(etat_de(point), acteur)
    connues = requetes.relectures(point)
    marques = {champ: regles.annoter(saisis[champ], champ) for champ in RICHES if champ in saisis}
    if not connues and not any(marques.values()):
        return
    ouverts = requetes.fils_ouverts(point)
    for champ, html in marques.items():
        annote = regles.annoter(regles.sans_fils(html, ouverts), champ)
        connue = connues.get(champ)
        if annote == (connue.html if connue else "") or (champ in perimees and not annote):
            continue
        avant = regles.suggestions(connue.html if connue else "")
        if champ in perimees:
            _en_commentaires(point, champ, avant)
            avant = {}
        apres = regles.suggestions(annote)
        regles.verifier(acteur.agent_id, avant, apres, DU_CHAMP[champ] in volets)
        _poser(point, champ, connue, annote)
        journal.noter(acteur, "point.relu", point, champ=champ, suggestions=sorted(apres))


def _poser(point: Point, champ: str, connue: Relecture | None, annote: str) -> None:
    point.modifie_le = horloge.maintenant()  # a new version: who has the older page is told
    if connue is None:
        connue = Relecture(institution_id=point.institution_id, point_id=point.id, champ=champ)
    connue.html, connue.modifie_le = annote, horloge.maintenant()
    unite().add(connue)
    if not annote:
        unite().delete(connue)


def _en_commentaires(point: Point, champ: str, avant: Mapping[str, regles.Suggestion]) -> None:
    for suggestion in avant.values():
        unite().add(
            Commentaire(
                institution_id=point.institution_id,
                point_id=point.id,
                champ=champ,
                fil=secrets.token_hex(8),
                citation=suggestion.retire[:_CITATION],
                texte=fr(f"Suggestion sur un texte qui a changé depuis : {suggestion.phrase}."),
                auteur_id=suggestion.auteur_id,
                le=horloge.maintenant(),
            )
        )


@exige("point.relire")
def commenter(
    acteur: Acteur, point: Point, champ: str, texte_dit: str, fil: str = "", citation: str = ""
) -> Commentaire:
    """Open a thread on a passage, or answer in one."""
    _ouvert(point)
    if champ not in RICHES:
        raise Invalide(fr("Ce commentaire ne vise aucun texte du point : rechargez la page."), "champ")
    dit = texte_dit.replace("\r\n", "\n").strip()
    if not dit or len(dit) > _LONGUEUR:
        raise Invalide(fr("Écrivez votre commentaire, en 5 000 caractères au plus."), "commentaire")
    fil = fil or secrets.token_hex(8)
    if not regles.CLE_DE_FIL.fullmatch(fil):
        raise Invalide(fr("Ce fil de commentaires n'existe pas : rechargez la page."), "fil")
    message = Commentaire(
        institution_id=point.institution_id,
        point_id=point.id,
        champ=champ,
        fil=fil,
        citation=" ".join(citation.split())[:_CITATION],
        texte=dit,
        auteur_id=acteur.agent_id,
        le=horloge.maintenant(),
    )
    unite().add(message)
    unite().flush()
    journal.noter(acteur, "point.commente", point, commentaire=message.id, fil=fil)
    return message


@exige("point.relire")
def resoudre(acteur: Acteur, point: Point, message: Commentaire) -> None:
    """Close a thread: it stays readable, its anchor leaves the text. Asked again, it opens anew."""
    _ouvert(point)
    ouvert = message.resolu_le is None
    message.resolu_le = horloge.maintenant() if ouvert else None
    message.resolu_par_id = acteur.agent_id if ouvert else None
    if ouvert:
        for relue in requetes.relectures(point).values():
            relue.html = regles.sans_fils(relue.html, regles.fils(relue.html) - {message.fil})
    journal.noter(acteur, "point.commentaire_resolu" if ouvert else "point.commentaire_rouvert", point, fil=message.fil)


@exige("point.relire")
def ecarter(acteur: Acteur, point: Point) -> None:
    """Suggestions made on a text that has changed become resolved comments: read, and out of the way."""
    _ouvert(point)
    relues = requetes.relectures(point)
    vives = requetes.en_vigueur(point, relues)
    for champ in set(relues) - set(vives):
        _en_commentaires(point, champ, regles.suggestions(relues[champ].html))
        unite().delete(relues[champ])
    journal.noter(acteur, "point.suggestions_ecartees", point, champs=sorted(set(relues) - set(vives)))


def _ouvert(point: Point) -> None:
    if etat_de(point).phase in (Phase.DECIDE, Phase.RETIRE):
        raise Refus(fr("Ce point est clos : ses commentaires se lisent encore, sans suite."), motif="phase")
