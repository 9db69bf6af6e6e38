"""What notifications say, on screen and by mail: PURE French."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from college.francais import compte, insecables

TITRES = {
    "a_viser": "À viser",
    "avis_attendu": "On attend votre avis",
    "echeance": "Délai qui finit",
    "renvoye": "Renvoyé",
    "avis_rendu": "Avis rendu",
    "inscrit": "Inscrit à l’ordre du jour",
    "decide": "Décidé",
    "retire": "Retiré",
    "copie": "En copie",
}
_FAITS = {
    "a_viser": "attend votre visa",
    "avis_attendu": "attend votre avis",
    "echeance": "vous attend toujours, et le délai finit bientôt",
    "renvoye": "vous est renvoyé",
    "avis_rendu": "a reçu un avis",
    "inscrit": "est inscrit à l’ordre du jour",
    "decide": "est décidé",
    "retire": "est retiré",
    "copie": "vous est communiqué pour information",
}
# What the last actor did: before a wait, they came « after »; the rest is theirs.
_LIAISONS = {"renvoye": " par ", "inscrit": " par ", "retire": " par ", "copie": " par "}
_ATTENDENT = ("a_viser", "avis_attendu", "echeance", "renvoye")


class Dite(NamedTuple):
    """One thing to tell: `titre` and `commentaire` are empty for what a mail must not carry."""

    genre: str
    reference: str
    titre: str
    acteur: str
    commentaire: str
    adresse: str


def phrase(genre: str, acteur: str) -> str:
    """« Ce point attend votre visa, après Bernard Noël. »"""
    return insecables(f"Ce point {_fait(genre, acteur)}.")


def _fait(genre: str, acteur: str) -> str:
    """What happened, and by whom; a decision is the organe's, not that of who recorded it."""
    if not acteur or genre == "decide":
        return _FAITS[genre]
    if genre == "avis_rendu":
        return f"{_FAITS[genre]} ({acteur})"
    return f"{_FAITS[genre]}{_LIAISONS.get(genre, ', après ')}{acteur}"


def objet(dites: Sequence[Dite]) -> str:
    """The subject: neutral as soon as one of the points is confidential."""
    if len({dite.reference for dite in dites}) > 1:
        return f"{compte(len({dite.reference for dite in dites}), 'point')} à suivre"
    dite = dites[-1]
    if not all(une.titre for une in dites):
        return insecables(f"{dite.reference} : {_neutre(dite.genre)}")
    return insecables(f"{dite.reference} : {TITRES[dite.genre].lower()} – {' '.join(dite.titre.split())[:120]}")


def _neutre(genre: str) -> str:
    if genre in _ATTENDENT:
        return "un point vous attend"
    return "un point vous est communiqué" if genre == "copie" else "du nouveau sur un de vos points"


def corps(prenom: str, dites: Sequence[Dite], reglages: str) -> str:
    """The text of a mail: one paragraph a thing, last actor and comment, then how to receive less."""
    paragraphes = [f"Bonjour {prenom},", *(_paragraphe(dite) for dite in dites)]
    pied = f"--\nPour choisir quand recevoir ces courriels, ou n’en recevoir aucun : {reglages}"
    return insecables("\n\n".join(paragraphes)) + f"\n\n{insecables(pied)}\n"


def _paragraphe(dite: Dite) -> str:
    nom = f"{dite.reference}, « {dite.titre} »," if dite.titre else dite.reference
    lignes = [f"Le point {nom} {_fait(dite.genre, dite.acteur)}."]
    if dite.commentaire:
        lignes.append(f"« {dite.commentaire} »")
    return "\n".join([*lignes, dite.adresse])
