"""A validation chain as BPMN 2.0: the words that both directions share, and the way out. PURE.

Steps are user tasks; a condition is an exclusive gateway with its way round; a parallel block, a parallel gateway.
What BPMN has no word for (who holds a step, its delay) stands in attributes of our own namespace, as JSON: a chain
written and read again is the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
COLLEGE = "urn:college:chaine:1"
NOMS = {None: BPMN, "bpmndi": DI, "dc": DC, "di": DD, "college": COLLEGE}
PROPRES = ("code", "libelle", "si", "parallele")  # what BPMN says itself
LARGE, HAUT, PAS, COULOIR = 140, 80, 190, 130
MUET: Mapping[str, Any] = {}
TAILLES = {"userTask": (LARGE, HAUT), "startEvent": (36, 36), "endEvent": (36, 36)}


class Noeud(NamedTuple):
    """An element of the diagram, where it is drawn."""

    genre: str
    code: str
    libelle: str
    colonne: int
    rangee: int
    attributs: Mapping[str, Any] = MUET


class Fleche(NamedTuple):
    """A sequence flow; `condition` as it is written in the file."""

    de: str
    vers: str
    condition: str = ""


def ecrire(definition: Mapping[str, Any]) -> bytes:
    """The chain as a BPMN 2.0 file, its drawing included."""
    noeuds, fleches = _Schema(definition.get("etapes", [])).tout()
    racine = etree.Element(f"{{{BPMN}}}definitions", nsmap=NOMS, id="definitions", targetNamespace=COLLEGE)
    code = str(definition["code"])
    processus = etree.SubElement(racine, f"{{{BPMN}}}process", id=f"_{code}", isExecutable="false")
    processus.set("name", str(definition.get("libelle") or code))
    if raccourcis := definition.get("raccourcis"):
        processus.set(f"{{{COLLEGE}}}raccourcis", str(raccourcis))
    for noeud in noeuds:
        element = etree.SubElement(processus, f"{{{BPMN}}}{noeud.genre}", id=noeud.code)
        if noeud.libelle:
            element.set("name", noeud.libelle)
        for cle, valeur in noeud.attributs.items():
            ecrite = valeur if isinstance(valeur, str) else json.dumps(valeur, ensure_ascii=False)
            element.set(f"{{{COLLEGE}}}{cle}", ecrite)
    for rang, fleche in enumerate(fleches):
        flux = etree.SubElement(processus, f"{{{BPMN}}}sequenceFlow", id=f"flux_{rang}")
        flux.set("sourceRef", fleche.de)
        flux.set("targetRef", fleche.vers)
        if fleche.condition:
            etree.SubElement(flux, f"{{{BPMN}}}conditionExpression").text = fleche.condition
    _dessiner(racine, code, noeuds, fleches)
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def condition_ecrite(si: Any) -> str:
    """« montant_htva >= 30000 et urgence = true »."""
    conditions = si if isinstance(si, list) else [si]
    return " et ".join(
        f"{c['champ']} {c['operateur']} {json.dumps(c['valeur'], ensure_ascii=False)}" for c in conditions
    )


class _Schema:
    """Steps laid out in columns, with the gateways that they need."""

    def __init__(self, etapes: Sequence[Mapping[str, Any]]) -> None:
        self.etapes = etapes
        self.noeuds = [Noeud("startEvent", "_debut", "Proposé", 0, 0)]
        self.fleches: list[Fleche] = []
        self.colonne = 0

    def tout(self) -> tuple[list[Noeud], list[Fleche]]:
        dernier = "_debut"
        for lot in _lots(self.etapes):
            dernier = self._bloc(dernier, lot) if len(lot) > 1 else self._etape(dernier, lot[0], 0, self.colonne + 1)
            self.colonne = max(noeud.colonne for noeud in self.noeuds)
        self._poser("endEvent", "_fin", "Séance", self.colonne + 1)
        self.fleches.append(Fleche(dernier, "_fin"))
        return self.noeuds, self.fleches

    def _poser(
        self, genre: str, code: str, libelle: str, colonne: int, rangee: int = 0, attributs: Mapping[str, Any] = MUET
    ) -> str:
        self.noeuds.append(Noeud(genre, code, libelle, colonne, rangee, attributs))
        return code

    def _bloc(self, avant: str, lot: Sequence[Mapping[str, Any]]) -> str:
        code = str(lot[0]["parallele"])
        depart = self.colonne + 1
        ouvre = self._poser("parallelGateway", f"_ouvre_{code}", code, depart)
        self.fleches.append(Fleche(avant, ouvre))
        bouts = [self._etape(ouvre, etape, rangee, depart + 1) for rangee, etape in enumerate(lot)]
        ferme = self._poser("parallelGateway", f"_ferme_{code}", "", max(n.colonne for n in self.noeuds) + 1)
        self.fleches += [Fleche(bout, ferme) for bout in bouts]
        return ferme

    def _etape(self, avant: str, etape: Mapping[str, Any], rangee: int, colonne: int) -> str:
        code, si = str(etape["code"]), etape.get("si")
        if si:
            choix = self._poser("exclusiveGateway", f"_si_{code}", "", colonne, rangee)
            self.fleches.append(Fleche(avant, choix))
            avant, colonne = choix, colonne + 1
        attributs = {cle: valeur for cle, valeur in etape.items() if cle not in PROPRES}
        if code[0].isdigit():  # an identifier in XML does not begin with a digit
            attributs["code"], code = code, f"_{code}"
        if etape.get("parallele") and not rangee and self._seule(etape):
            attributs["parallele"] = etape["parallele"]
        self._poser("userTask", code, str(etape.get("libelle") or code), colonne, rangee, attributs)
        self.fleches.append(Fleche(avant, code, condition_ecrite(si) if si else ""))
        if not si:
            return code
        suite = self._poser("exclusiveGateway", f"_suite_{code}", "", colonne + 1, rangee)
        self.fleches += [Fleche(code, suite), Fleche(avant, suite)]
        return suite

    def _seule(self, etape: Mapping[str, Any]) -> bool:
        return sum(autre.get("parallele") == etape["parallele"] for autre in self.etapes) == 1


def _lots(etapes: Sequence[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Neighbours of one parallel block together."""
    for bloc, lot in groupby(etapes, key=lambda etape: etape.get("parallele")):
        voisines = list(lot)
        yield from [voisines] if bloc else [[etape] for etape in voisines]


def _dessiner(racine: Any, code: str, noeuds: Sequence[Noeud], fleches: Sequence[Fleche]) -> None:
    """Where things are: tools that draw BPMN show nothing without it."""
    plan = etree.SubElement(etree.SubElement(racine, f"{{{DI}}}BPMNDiagram", id="schema"), f"{{{DI}}}BPMNPlane")
    plan.set("id", "plan")
    plan.set("bpmnElement", f"_{code}")
    places = {}
    for noeud in noeuds:
        large, haut = TAILLES.get(noeud.genre, (50, 50))
        x, milieu = 40 + noeud.colonne * PAS, 100 + noeud.rangee * COULOIR
        places[noeud.code] = (x, x + large, milieu)
        forme = etree.SubElement(plan, f"{{{DI}}}BPMNShape", id=f"forme_{noeud.code}", bpmnElement=noeud.code)
        bornes = {"x": x, "y": milieu - haut // 2, "width": large, "height": haut}
        etree.SubElement(forme, f"{{{DC}}}Bounds", {cle: str(valeur) for cle, valeur in bornes.items()})
    for rang, fleche in enumerate(fleches):
        trait = etree.SubElement(plan, f"{{{DI}}}BPMNEdge", id=f"trait_{rang}", bpmnElement=f"flux_{rang}")
        (_, droite, y1), (gauche, _, y2) = places[fleche.de], places[fleche.vers]
        for x, y in ((droite, y1), (droite + 20, y1), (droite + 20, y2), (gauche, y2)):
            etree.SubElement(trait, f"{{{DD}}}waypoint", x=str(x), y=str(y))
