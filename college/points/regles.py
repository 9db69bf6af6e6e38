"""What a point must say, what its nature brings about, and the fingerprints of what it says. PURE."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from college.points.phrases import fr, jour
from college.points.texte_riche import texte_brut

TEXTES = ("titre", "titre_public", "rapport", "note_synthese", "motivation", "dispositif")
TITRE_MAX = 1000  # real agendas have titles of six hundred characters


class Effets(NamedTuple):
    """What a nature fixes (contract §8): a vote, a délibération, its verb, whether it may have no text."""

    libelle: str
    vote: bool
    deliberation: bool
    verbe: str
    texte_vide: bool
    publication: bool


EFFETS: dict[str, Effets] = {
    "decision": Effets("Décision", True, True, "DÉCIDE", False, True),
    "prise_acte": Effets("Prise d’acte", False, True, "PREND ACTE", True, True),
    "communication": Effets("Communication", False, False, "PREND CONNAISSANCE", True, True),
    "information": Effets("Information", False, False, "PREND CONNAISSANCE", True, False),
    "avis": Effets("Avis", True, True, "ÉMET UN AVIS", False, True),
    "ratification": Effets("Ratification", True, True, "RATIFIE", False, True),
    "election": Effets("Élection ou désignation", True, True, "DÉSIGNE", False, True),
    "installation": Effets("Installation, serment ou démission", False, True, "PREND ACTE", True, True),
    "question": Effets("Question", False, False, "ENTEND", True, True),
    "interpellation": Effets("Interpellation", False, False, "ENTEND", True, True),
    "motion": Effets("Motion", True, True, "ADOPTE", False, True),
    "reglement": Effets("Règlement", True, True, "ARRÊTE", False, True),
    "ordonnance": Effets("Ordonnance", True, True, "ORDONNE", False, True),
    "pv": Effets("Approbation d’un procès-verbal", False, False, "APPROUVE", True, False),
    "urgence": Effets("Admission de l’urgence", True, False, "DÉCLARE L’URGENCE", True, True),
}


class Rubrique(NamedTuple):
    """One line of the editor's task list; `etat` is pret, en_cours, a_faire, a_corriger or sans_objet."""

    code: str
    libelle: str
    etat: str
    detail: str


def manques(contenu: Mapping[str, Any]) -> tuple[str, ...]:
    """What keeps a point from being proposed: said in the sentence of the greyed button.

    An empty text is no obstacle here: it is one when the point is decided (scenario P26), for the natures
    that ask for a text; until then the task list shows it.
    """
    reste = []
    if not str(contenu.get("titre") or "").strip():
        reste.append("le titre")
    if contenu.get("urgence") and not str(contenu.get("motif_urgence") or "").strip():
        reste.append("le motif de l'urgence")
    htva, tvac = contenu.get("montant_htva"), contenu.get("montant_tvac")
    if htva is not None and tvac is not None and tvac < htva:
        reste.append("un montant TVA comprise au moins égal au montant hors TVA")
    return tuple(fr(manque) for manque in reste)


def recevable(contenu: Mapping[str, Any]) -> bool:
    """True when the point may be proposed."""
    return not manques(contenu)


def texte_manquant(nature: str, motivation: str, dispositif: str) -> bool:
    """True when a decision may not be taken for want of a text (scenario P26)."""
    return not EFFETS[nature].texte_vide and not (texte_brut(motivation) or texte_brut(dispositif))


def completude(contenu: Mapping[str, Any], annexes: int = 0) -> list[Rubrique]:
    """The editor's task list, in the order of the page."""
    vide_permis = EFFETS[contenu.get("nature") or "decision"].texte_vide
    lues = [_objet(contenu)]
    for champ, libelle in (("motivation", "Motivation"), ("dispositif", "Dispositif")):
        mots = len(texte_brut(contenu.get(champ) or "").split())
        if mots:
            etat, detail = "pret", "Prêt"
        elif vide_permis:
            etat, detail = "sans_objet", "Facultatif"
        else:
            etat, detail = "a_faire", "À faire"
        lues.append(Rubrique(champ, libelle, etat, detail))
    lues.append(_budget(contenu))
    pieces = f"{annexes} pièce{'s' if annexes > 1 else ''}" if annexes else "Aucune"
    lues.append(Rubrique("annexes", "Annexes", "pret" if annexes else "sans_objet", fr(pieces)))
    lues.append(Rubrique("publicite", "Publicité", "pret", "Huis clos" if contenu.get("huis_clos") else "Public"))
    return lues


def _objet(contenu: Mapping[str, Any]) -> Rubrique:
    if not str(contenu.get("titre") or "").strip():
        return Rubrique("objet", "Objet et résumé", "a_faire", "À faire")
    if contenu.get("urgence") and not contenu.get("motif_urgence"):
        return Rubrique("objet", "Objet et résumé", "a_corriger", "Urgence à motiver")
    if not texte_brut(contenu.get("note_synthese") or ""):
        return Rubrique("objet", "Objet et résumé", "en_cours", "Sans résumé")
    return Rubrique("objet", "Objet et résumé", "pret", "Prêt")


def _budget(contenu: Mapping[str, Any]) -> Rubrique:
    if not contenu.get("incidence_financiere"):
        return Rubrique("budget", "Budget", "sans_objet", "Sans incidence")
    htva, tvac = contenu.get("montant_htva"), contenu.get("montant_tvac")
    if htva is not None and tvac is not None and tvac < htva:
        return Rubrique("budget", "Budget", "a_corriger", "À corriger")
    if htva is None and tvac is None:
        return Rubrique("budget", "Budget", "a_faire", "Montant à dire")
    if not contenu.get("article_budgetaire"):
        return Rubrique("budget", "Budget", "en_cours", "Article à dire")
    return Rubrique("budget", "Budget", "pret", "Prêt")


def faits(contenu: Mapping[str, Any]) -> dict[str, Any]:
    """The declared facts of a revision, as the conditions of the chain read them; amounts as exact text."""
    montants = {cle: contenu.get(cle) for cle in ("montant_htva", "montant_tvac")}
    return {
        **{cle: None if valeur is None else str(valeur) for cle, valeur in montants.items()},
        **{cle: contenu.get(cle) or None for cle in ("categorie", "type_acte", "organe", "service")},
        "huis_clos": bool(contenu.get("huis_clos")),
        "urgence": bool(contenu.get("urgence")),
        "incidence_financiere": bool(contenu.get("incidence_financiere")),
        **({"sens_financier": contenu["sens_financier"]} if contenu.get("sens_financier") else {}),
    }


def faits_lus(enregistres: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as stored in a revision, amounts back to exact numbers."""
    lus = dict(enregistres)
    for cle in ("montant_htva", "montant_tvac"):
        if lus.get(cle) is not None:
            lus[cle] = Decimal(str(lus[cle]))
    return lus


def trop_tard(limite: date | None, seance: date) -> str:
    """What is said of a séance held after the day by which the decision is needed; empty otherwise."""
    if limite is None or seance <= limite:
        return ""
    return fr(f"Décision attendue pour le {jour(limite)} : cette séance est trop tardive.")


def empreinte(contenu: Mapping[str, Any], declares: Mapping[str, Any]) -> str:
    """Fingerprint of a whole revision: its texts and its facts."""
    return _hacher({"textes": {cle: contenu.get(cle) or "" for cle in TEXTES}, "faits": dict(declares)})


def empreinte_texte(contenu: Mapping[str, Any]) -> str:
    """Fingerprint of what a visa approves: the text. Facts have their own way back, the conditions."""
    return _hacher({cle: contenu.get(cle) or "" for cle in TEXTES})


def _hacher(valeur: Any) -> str:
    canonique = json.dumps(valeur, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonique.encode("utf-8", "surrogatepass")).hexdigest()
