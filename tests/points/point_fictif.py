"""A point as its passages tell it, in memory, and what a person may do to it: for the pure tests of the chain."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from college.droits import Acteur
from college.erreurs import Interdit, Refus
from college.points.chaine import etat
from college.points.lecture import lire
from college.points.permis import permettre
from college.points.valeurs import Action, Faits, Passage, Titulaire, Titulaires

LE = datetime(2026, 11, 21, 9, tzinfo=UTC)
ADA, BEN, CLEO, DORA, EVE, GUS = (
    Acteur(n, nom.lower(), nom, 1) for n, nom in enumerate(("Ada", "Ben", "Cléo", "Dora", "Ève", "Gus"), 1)
)
T = {acteur: Titulaire(acteur.agent_id, acteur.nom) for acteur in (ADA, BEN, CLEO, DORA, EVE, GUS)}
CHEF = {"code": "chef", "libelle": "Visa du chef", "groupe": "chefs"}
DF = {"code": "df", "libelle": "Avis de légalité", "groupe": "finances", "type": "avis"}
DG = {"code": "dg", "libelle": "Accord", "groupe": "dg"}
A, B, C = ({"code": code, "libelle": code.upper(), "groupe": code} for code in "abc")
D = {"code": "d", "libelle": "D", "groupe": "d", "type": "avis"}
CHER = {"si": {"champ": "montant_htva", "operateur": ">=", "valeur": 30000}}
TENUES = {"chef": (BEN,), "df": (DORA,), "dg": (CLEO,)}


def fait(action, acteur=ADA, etape=None, vers=None, **plus):
    """One act of the chain, on the text « t »."""
    couvre = (etape,) if etape else ()
    lu = {"empreinte": "t", "couvre": couvre, "etape": etape, "vers": vers} | plus
    return Passage(Action(action), acteur.agent_id, acteur.nom, LE, **lu)


def dossier(*etapes, passages=(), raccourcis="aucun", tenues=None, initiative=None, **faits):
    """A point of Ada's; Cléo keeps the secretariat, Dora is the authority, Ève answers for « mobilite »."""
    qui = {code: [T[acteur] for acteur in gens] for code, gens in (TENUES | (tenues or {})).items()}
    titulaires = Titulaires(
        qui, [T[ADA]], [T[CLEO]], [T[DORA]], {"mobilite": [T[EVE]]}, {"mobilite": "Mobilité"}, initiative or {}
    )
    chaine = lire({"code": "c", "etapes": list(etapes), "raccourcis": raccourcis})
    lus = Faits(**{"empreinte": "t", "aujourdhui": date(2026, 11, 21)} | faits)
    return etat(chaine, passages, lus, titulaires)


def refuse(vu, action, acteur, vers=None):
    """The kind of the refusal, its code, and its sentence with plain spaces and apostrophes."""
    with pytest.raises((Refus, Interdit)) as refus:
        permettre(vu, Action(action), acteur, vers)
    lu = refus.value
    phrase = lu.phrase.replace("\u00a0", " ").replace("’", "'")
    return (lu.motif if isinstance(lu, Refus) else "interdit"), phrase


def permet(vu, action, acteur, vers=None):
    """In whose right, on which step, towards what, and which steps are settled."""
    return tuple(permettre(vu, Action(action), acteur, vers))


ENVOI, VISA = fait("soumettre"), fait("viser", BEN, "chef")
PARCOURS = {
    "brouillon": (),
    "envoye": (ENVOI,),
    "valide": (ENVOI, VISA),
    "inscrit": (ENVOI, VISA, fait("inscrire")),
    "decide": (ENVOI, VISA, fait("decider")),
    "retire": (ENVOI, fait("retirer")),
}
PROPOSANT = "Le service proposant garde la main sur ce point : Ada peut "
