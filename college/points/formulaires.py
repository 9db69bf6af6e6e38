"""From a form to a `Saisie`: Belgian amounts, ticked boxes, and everything typed kept for the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import escape
from werkzeug.datastructures import MultiDict

from college import francais
from college.api.validation import valider
from college.erreurs import Invalide
from college.points import copies
from college.points.modele import Point, Revision
from college.points.regles import EFFETS
from college.points.revisions import RICHES
from college.points.saisie import Modification, Saisie, mots_cles
from college.points.texte_riche import nettoyer, texte_brut
from college.points.texte_simple import en_html, en_lignes

LIBELLES_CASES = {
    "huis_clos": "Huis clos",
    "urgence": "Urgence",
    "a_discuter": "À discuter en séance",
    "incidence_financiere": "Ce point a une incidence financière",
}
CASES = tuple(LIBELLES_CASES)
LIBELLES = LIBELLES_CASES | {
    "titre": "Objet",
    "titre_public": "Titre public",
    "organe": "Organe qui décide",
    "service": "Service qui propose",
    "nature": "Nature",
    "categorie": "Catégorie",
    "groupe_en_charge": "Groupe en charge",
    "type_acte": "Type d’acte (tutelle)",
    "demandeur": "Demandeur",
    **copies.LIBELLES,
    "seance_souhaitee": "Séance souhaitée",
    "mots_cles": "Mots-clés",
    "date_limite": "Décision attendue pour le",
    "note_synthese": "Résumé en clair",
    "rapport": "Rapport",
    "motivation": "Motivation",
    "dispositif": "Dispositif",
    "montant_htva": "Montant hors TVA",
    "montant_tvac": "TVA comprise",
    "sens_financier": "Recette ou dépense",
    "article_budgetaire": "Article budgétaire",
    "motif_urgence": "Motif de l’urgence",
    "destinataires": "Destinataires",
}
MONTANTS = ("montant_htva", "montant_tvac")
TEXTES = (
    "titre",
    "titre_public",
    "nature",
    "organe",
    "service",
    "categorie",
    "groupe_en_charge",
    "demandeur",
    "rapport",
    "note_synthese",
    "motivation",
    "dispositif",
    "article_budgetaire",
    "sens_financier",
    "motif_urgence",
    "type_acte",
)
SENS = [("depense", "Dépense"), ("recette", "Recette")]
NATURES = [(code, effets.libelle) for code, effets in EFFETS.items()]


def lues(formulaire: MultiDict[str, str]) -> dict[str, Any]:
    """The form as fields of a `Saisie`. A box counts as unticked only where its form was shown."""
    donnees: dict[str, Any] = {nom: formulaire[nom].replace("\r\n", "\n") for nom in TEXTES if nom in formulaire}
    donnees |= {nom: en_html(donnees[nom]) for nom in RICHES if nom in donnees}
    for nom in MONTANTS:
        if nom in formulaire:
            donnees[nom] = montant(formulaire[nom])
    if "seance_souhaitee" in formulaire:
        donnees["seance_souhaitee"] = formulaire["seance_souhaitee"] or None
    if "date_limite" in formulaire:
        donnees["date_limite"] = formulaire["date_limite"] or None
    if "mots_cles" in formulaire:
        donnees["mots_cles"] = en_ligne(mots_cles(formulaire["mots_cles"]))
    donnees |= {champ: cochees for champ in copies.CHAMPS if (cochees := en_copie(formulaire, champ)) is not None}
    if "destinataires" in formulaire:
        donnees["destinataires"] = [
            ligne for ligne in map(str.strip, formulaire["destinataires"].splitlines()) if ligne
        ]
    if "cases" in formulaire:
        donnees |= {nom: nom in formulaire for nom in CASES}
        if donnees.get("montant_htva") or donnees.get("montant_tvac"):
            donnees["incidence_financiere"] = True
    return donnees


def en_copie(formulaire: Mapping[str, str], champ: str) -> list[str] | None:
    """The codes whose boxes are ticked, or that a page sends back as one text; None where they were not shown."""
    if champ in formulaire:
        return sorted(formulaire[champ].split())
    cases = f"{champ}-"
    cochees = sorted(nom.removeprefix(cases) for nom in formulaire if nom.startswith(cases))
    return cochees if "copies" in formulaire else None


def riches(formulaire: Mapping[str, str]) -> dict[str, str]:
    """The rich texts of a form, marks and all; plain lines become paragraphs."""
    return {nom: en_html(formulaire[nom].replace("\r\n", "\n")) for nom in RICHES if nom in formulaire}


def montant(texte: str) -> str | None:
    """« 148 500,50 € » → « 148500.50 »; what is not an amount stays as typed, and is refused at its field."""
    propre = re.sub(r"[\s\u00a0\u202f€]", "", texte)
    if not propre:
        return None
    if "," in propre:
        propre = propre.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+", propre):
        propre = propre.replace(".", "")
    return propre


def nouvelle(formulaire: MultiDict[str, str]) -> Saisie:
    """A new point. Raises Invalide, a sentence a field."""
    return valider(Saisie, {nom: valeur for nom, valeur in lues(formulaire).items() if valeur != ""})


def changement(formulaire: MultiDict[str, str], actuels: Sequence[Any] = ()) -> Modification:
    """A change of what the form shows. Raises Invalide. `actuels`: the recipients, of which a program may say more."""
    donnees, connus = lues(formulaire), {destinataire(brut): brut for brut in actuels}
    if "destinataires" in donnees:
        donnees["destinataires"] = [connus.get(ligne, ligne) for ligne in donnees["destinataires"]]
    for nom in ("organe", "service"):
        if not donnees.get(nom):
            donnees.pop(nom, None)
    return valider(Modification, donnees)


def destinataire(brut: Any) -> str:
    """One line: a name, then its address; or the code of a service."""
    if not isinstance(brut, Mapping):
        return str(brut).strip()
    return str(brut.get("service") or ", ".join(str(brut[nom]) for nom in ("nom", "adresse") if brut.get(nom)))


def en_ligne(mots: Sequence[str]) -> str:
    """The keywords as they are typed: « voirie ; subside »."""
    return " ; ".join(mots)


def nommees(refus: Invalide) -> list[tuple[str, str]]:
    """Each fault with the name of its field, for who reads it away from the field."""
    return [
        (faute.champ, francais.insecables(f"{LIBELLES[faute.champ]} : {faute.message}"))
        if faute.champ in LIBELLES
        else (faute.champ, faute.message)
        for faute in refus.fautes
    ]


def en_texte(texte_html: str) -> str:
    """Plain lines where they say it all; otherwise the text as it is written, tags and all."""
    lignes = en_lignes(texte_html)
    return texte_html if lignes is None else lignes


def balises(valeurs_lues: Mapping[str, Any]) -> bool:
    """True when a field shows tags: the page then says why."""
    return any(
        en_lignes(str(valeurs_lues.get(nom) or "")) is None for nom in RICHES if "<" in str(valeurs_lues.get(nom))
    )


def valeurs(point: Point, revision: Revision) -> dict[str, Any]:
    """What the form shows of a point."""
    return {
        **{nom: getattr(revision, nom, None) or getattr(point, nom, "") for nom in TEXTES},
        **{nom: en_texte(getattr(revision, nom)) for nom in RICHES},
        **{nom: getattr(point, nom) for nom in (*CASES, *MONTANTS)},
        "organe": point.organe.code,
        "service": point.service.code,
        "categorie": point.categorie.code if point.categorie else "",
        "groupe_en_charge": point.groupe_en_charge.code if point.groupe_en_charge else "",
        "seance_souhaitee": point.seance_souhaitee_id,
        "mots_cles": en_ligne(point.mots_cles),
        "date_limite": point.date_limite.isoformat() if point.date_limite else "",
        "destinataires": "\n".join(map(destinataire, point.destinataires)),
        **{champ: " ".join(sorted(copies.codes(point, champ))) for champ in copies.CHAMPS},
    }


def retenues(formulaire: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, to show again after a refusal."""
    cochees = {champ: " ".join(lus) for champ in copies.CHAMPS if (lus := en_copie(formulaire, champ)) is not None}
    cases = tuple(f"{champ}-" for champ in copies.CHAMPS)
    autres = {nom: valeur for nom, valeur in formulaire.items() if nom != "copies" and not nom.startswith(cases)}
    return {**autres, **cochees, **{nom: nom in formulaire for nom in CASES}}


def meme_texte(saisi: str, garde: str) -> bool:
    """True when what was typed says the same as what is kept."""
    return nettoyer(en_html(saisi), annote=True) == nettoyer(garde, annote=True) if saisi or garde else True


def non_garde(formulaire: Mapping[str, str], revision: Revision, nom: str) -> str:
    """The rich text that was typed and is not kept, as a refused page may show it; empty when it says the same."""
    saisi = riches(formulaire).get(nom, "")
    try:
        return "" if meme_texte(saisi, getattr(revision, nom)) else nettoyer(saisi, nom)
    except Invalide:  # over a limit: its words alone can be shown
        return str(escape(texte_brut(saisi)))
