"""A validation chain read from BPMN 2.0: what it can say becomes steps, the rest is refused by name. PURE."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

from college.administration.bpmn import BPMN, COLLEGE
from college.erreurs import Faute, Invalide
from college.points.phrases import enumerer, fr

TACHES = ("userTask", "task", "manualTask")
PASSAGES = ("startEvent", "endEvent", "exclusiveGateway", "parallelGateway")
MUETS = ("sequenceFlow", "laneSet", "documentation", "extensionElements", "textAnnotation", "association")
REFUSES = {
    "subProcess": "un sous-processus",
    "callActivity": "un appel d'un autre processus",
    "scriptTask": "une tâche de script",
    "serviceTask": "une tâche automatique",
    "sendTask": "un envoi",
    "receiveTask": "une attente de message",
    "businessRuleTask": "une règle automatique",
    "boundaryEvent": "un événement accroché à une tâche (le délai d'un avis se dit sur l'étape)",
    "intermediateCatchEvent": "une attente",
    "intermediateThrowEvent": "un événement intermédiaire",
    "inclusiveGateway": "une branche inclusive",
    "eventBasedGateway": "une branche sur événement",
    "complexGateway": "une branche complexe",
    "dataObjectReference": "un document",
    "multiInstanceLoopCharacteristics": "une répétition",
    "standardLoopCharacteristics": "une boucle",
}
NOEUDS = 150  # far above any chain, far below what nested choices may recurse
CONDITION, VALEUR = 500, 4_000  # characters
_CODE = re.compile(r"[^a-z0-9_-]+")
_CONDITION = re.compile(r"\s*(?:\$\{)?\s*(\w+)\s*(>=|<=|!=|==|=|<|>|dans)\s*(.+?)\s*\}?\s*")


def lire_bpmn(contenu: bytes) -> dict[str, Any]:
    """The definition that the diagram says. Raises Invalide with what a chain cannot express."""
    try:
        racine = etree.fromstring(contenu, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as erreur:
        raise _faute(f"Ce fichier n'est pas du XML lisible (ligne {erreur.lineno}).") from erreur
    if racine.getroottree().docinfo.doctype:  # asked of the parser: the bytes may be in UTF-16
        raise _faute("Ce fichier déclare un type de document : exportez-le de nouveau sans cela.")
    processus = racine.findall(f"{{{BPMN}}}process")
    if len(processus) != 1:
        raise _faute(f"Un fichier BPMN décrit ici un seul processus, et celui-ci en décrit {len(processus)}.")
    _refuser_le_reste(processus[0])
    (seul,) = processus
    definition: dict[str, Any] = {"libelle": seul.get("name") or "", "etapes": _Parcours(seul).etapes()}
    if raccourcis := seul.get(f"{{{COLLEGE}}}raccourcis"):
        definition["raccourcis"] = raccourcis
    return definition


def _faute(phrase: str) -> Invalide:
    return Invalide([Faute("fichier", fr(phrase))])


def _nom(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _refuser_le_reste(processus: Any) -> None:
    fautes = []
    for element in processus.iter(f"{{{BPMN}}}*"):
        nom = _nom(element)
        if nom in REFUSES:
            titre = element.get("name") or element.get("id") or ""
            fautes.append(fr(f"« {titre} » est {REFUSES[nom]} : une chaîne de validation ne l'exprime pas."))
        elif element.getparent() is processus and nom not in (*TACHES, *PASSAGES, *MUETS):
            fautes.append(fr(f"« {nom} » n'a pas d'équivalent dans une chaîne de validation."))
    if fautes:
        raise Invalide([Faute("fichier", phrase) for phrase in fautes])


class _Parcours:
    """Walks from the start to the end; meeting a node twice is a cycle."""

    def __init__(self, processus: Any) -> None:
        self.noeuds = {e.get("id"): e for e in processus if _nom(e) in (*TACHES, *PASSAGES)}
        self.sorties: dict[str, list[tuple[str, str]]] = {}
        self.entrees: dict[str, int] = {}
        for flux in processus.findall(f"{{{BPMN}}}sequenceFlow"):
            de, vers = flux.get("sourceRef"), flux.get("targetRef")
            self.sorties.setdefault(de, []).append((vers, flux.findtext(f"{{{BPMN}}}conditionExpression") or ""))
            self.entrees[vers] = self.entrees.get(vers, 0) + 1
        self.vus: set[str] = set()
        if len(self.noeuds) > NOEUDS:
            raise _faute(f"Ce schéma compte {len(self.noeuds)} éléments : une chaîne en a {NOEUDS} au plus.")

    def etapes(self) -> list[dict[str, Any]]:
        debuts = [code for code, noeud in self.noeuds.items() if _nom(noeud) == "startEvent"]
        if len(debuts) != 1:
            raise _faute(f"Le schéma a {len(debuts)} événement(s) de départ : il en faut un seul.")
        lues: list[dict[str, Any]] = []
        code = debuts[0]
        while _nom(self._visiter(code)) != "endEvent":
            code = self._avancer(code, lues)
        oublies = [self._titre(c) for c, n in self.noeuds.items() if c not in self.vus and _nom(n) in TACHES]
        if oublies:
            raise _faute(f"Le départ ne mène pas à {enumerer(oublies)} : reliez tout le schéma.")
        return lues

    def _visiter(self, code: str) -> Any:
        if code not in self.noeuds:
            raise _faute(f"Une flèche mène à « {code} », qui n'existe pas dans le processus.")
        if code in self.vus:
            raise _faute(
                f"Le schéma tourne en rond par {self._titre(code)} : une chaîne va de l'auteur à la séance ; le renvoi "
                "vers une étape antérieure y est toujours possible sans le dessiner."
            )
        self.vus.add(code)
        return self.noeuds[code]

    def _avancer(self, code: str, lues: list[dict[str, Any]]) -> str:
        """Read one task or one block; answer the node that follows."""
        sorties, genre = self.sorties.get(code, []), _nom(self.noeuds[code])
        if genre in TACHES:
            lues.append(_etape(self.noeuds[code]))
        if len(sorties) == 1:
            return sorties[0][0]
        if genre == "parallelGateway" and len(sorties) > 1:
            return self._bloc(code, sorties, lues)
        if genre == "exclusiveGateway" and len(sorties) == 2:
            return self._choix(code, lues)
        if not sorties:
            raise _faute(f"Rien ne suit {self._titre(code)} : le parcours doit finir à l'événement de fin.")
        raise _faute(
            f"{self._titre(code)} a {len(sorties)} sorties : une étape n'en a qu'une, un choix en a deux (la condition "
            "et ce qui la contourne), une branche parallèle autant que d'étapes."
        )

    def _choix(self, code: str, lues: list[dict[str, Any]]) -> str:
        """« si … » round one or several tasks; the other way leads straight where they end."""
        conditionnelles = [sortie for sortie in self.sorties[code] if sortie[1].strip()]
        if len(conditionnelles) != 1:
            raise _faute(f"Le choix {self._titre(code)} doit porter une condition sur une seule de ses deux sorties.")
        (suite, condition), si = conditionnelles[0], _conditions(conditionnelles[0][1])
        (autre,) = (vers for vers, ecrite in self.sorties[code] if not ecrite.strip())
        ici: list[dict[str, Any]] = []
        while suite != autre:
            if _nom(self._visiter(suite)) == "endEvent":
                raise _faute(f"La sortie sans condition de {self._titre(code)} doit rejoindre l'autre.")
            suite = self._avancer(suite, ici)
        if not ici:
            raise _faute(f"Le choix {self._titre(code)} ne contourne aucune étape (condition « {condition} »).")
        lues += [{**etape, "si": [*si, *etape.get("si", [])]} for etape in ici]
        return autre

    def _bloc(self, code: str, sorties: list[tuple[str, str]], lues: list[dict[str, Any]]) -> str:
        bloc, fins = _propre(self.noeuds[code].get("name") or code), set()
        for depart, _ in sorties:
            ici: list[dict[str, Any]] = []
            suite = depart
            while not self._rejoint(suite):
                if _nom(self._visiter(suite)) == "endEvent":
                    raise _faute(f"Les branches parallèles de {self._titre(code)} doivent se rejoindre.")
                suite = self._avancer(suite, ici)
            fins.add(suite)
            if len(ici) != 1:
                raise _faute(
                    f"Une branche parallèle de {self._titre(code)} compte {len(ici)} étapes : elle en porte une seule."
                )
            lues += [{**etape, "parallele": bloc} for etape in ici]
        if len(fins) != 1:
            raise _faute(f"Les branches parallèles de {self._titre(code)} doivent se rejoindre au même endroit.")
        return fins.pop()

    def _rejoint(self, code: str) -> bool:
        noeud = self.noeuds.get(code)
        return noeud is not None and _nom(noeud) == "parallelGateway" and self.entrees[code] > 1

    def _titre(self, code: str) -> str:
        noeud = self.noeuds[code]
        return f"« {noeud.get('name') or code} »"


def _etape(tache: Any) -> dict[str, Any]:
    propres = {}
    for cle, valeur in tache.attrib.items():
        if etree.QName(cle).namespace == COLLEGE:
            propres[etree.QName(cle).localname] = _json(valeur)
    code = _propre(tache.get("id") or "")
    return {"code": code, "libelle": tache.get("name") or code, **propres}


def _propre(texte: str) -> str:
    return _CODE.sub("_", texte.lower()).strip("_-")[:40] or "etape"


def _json(texte: str) -> Any:
    if len(texte) > VALEUR:
        raise _faute(f"Une valeur du schéma dépasse {VALEUR} caractères : écrivez-la plus court.")
    try:
        return json.loads(texte)
    except (ValueError, RecursionError):  # a thousand brackets are no value either
        return texte


def _conditions(texte: str) -> list[dict[str, Any]]:
    lues = []
    if len(texte) > CONDITION:
        raise _faute(f"Une condition dépasse {CONDITION} caractères : écrivez « montant_htva >= 30000 ».")
    texte = " ".join(texte.split())
    for morceau in re.split(r"\s+et\s+|\s+and\s+|&&", texte.strip().removeprefix("${").removesuffix("}")):
        trouve = _CONDITION.fullmatch(morceau)
        if trouve is None:
            raise _faute(f"La condition « {texte.strip()} » ne se lit pas : écrivez « montant_htva >= 30000 ».")
        champ, operateur, valeur = trouve.groups()
        lues.append({"champ": champ, "operateur": "=" if operateur == "==" else operateur, "valeur": _json(valeur)})
    return lues
