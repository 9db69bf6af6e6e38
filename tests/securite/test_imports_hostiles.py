"""Tables and chains that people bring: bombs, entities, damaged files; a sentence each, at once, no fault (T6, T8)."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from college.administration.bpmn import BPMN, COLLEGE
from college.administration.vues_chaines_outils import lire_fichier
from college.erreurs import Invalide
from college.points.tableaux import lecture

FEUILLE = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
PLEIN = FEUILLE.format("<row><c><v>1</v></c></row>" * 3)
LOL = "<!DOCTYPE d [<!ENTITY a 'lol'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip
DROIT = '<startEvent id="s"/>{}<endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="t"/>'
DROIT += '<sequenceFlow sourceRef="t" targetRef="e"/>'


def _xlsx(feuille: str = PLEIN) -> bytearray:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as paquet:
        paquet.writestr("xl/worksheets/sheet1.xml", feuille)
    return bytearray(tampon.getvalue())


def _touche(*touches: tuple[bytes, int, int]) -> bytes:
    """A workbook whose headers were changed: after this mark, at this place, that byte."""
    octets = _xlsx()
    for marque, place, valeur in touches:
        octets[octets.find(marque) + place] = valeur
    return bytes(octets)


LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"
TABLEAUX = {
    "chiffre.xlsx": _touche((LOCAL, 6, 1), (CENTRAL, 8, 1)),
    "autre-methode.xlsx": _touche((LOCAL, 8, 99), (CENTRAL, 10, 99)),
    "abime.xlsx": _touche(*((b"sheet1.xml", 10 + n, 255) for n in range(8))),
    "lignes-vides.xlsx": bytes(_xlsx(FEUILLE.format("<row/>" * 1_500_000))),
    "entites.xlsx": bytes(_xlsx(LOL + FEUILLE.format("<row><c><v>&i;</v></c></row>" * 3))),
    "chaine-negative.xlsx": bytes(_xlsx(FEUILLE.format('<row><c t="s"><v>-9</v></c></row>' * 3))),
    "cellule.csv": b"a;b\n1;" + b"x" * 200_000,
    "sans-fin.csv": b"a;b\n" + b"1;2\n" * 4_000_000,
    "longue.csv": b"a;b\n" + b"1;2\n" * 100_000,
}


@pytest.mark.parametrize("nom", TABLEAUX)
def test_t6_a_hostile_table_is_refused_at_once_with_its_sentence(nom: str):
    depart = time.process_time()
    with pytest.raises(Invalide) as refus:
        lecture.lire(nom, TABLEAUX[nom])
    assert refus.value.fautes[0].champ == "fichier"
    assert len(refus.value.fautes[0].message) > 30
    assert time.process_time() - depart < 5


def test_t6_a_cell_is_one_line_of_words_that_any_database_holds():
    rangees = lecture.lire("f.csv", b'Nom;Montant\n"a\x00b\x07\n  c";12\n')
    assert rangees[1] == ["ab c", "12"]


def _bpmn(processus: str, codage: str = "utf-8", entete: str = "") -> bytes:
    ouvre = f'<definitions xmlns="{BPMN}" xmlns:college="{COLLEGE}"><process id="p">'
    return f'<?xml version="1.0" encoding="{codage}"?>{entete}{ouvre}{processus}</process></definitions>'.encode(codage)


def _fleche(de: str, vers: str, condition: str = "") -> str:
    si = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow sourceRef="{de}" targetRef="{vers}">{si}</sequenceFlow>'


def _emboites(combien: int) -> str:
    choix = [
        f'<exclusiveGateway id="g{n}"/>' + _fleche(f"g{n}", f"g{n + 1}", "a = 1") + _fleche(f"g{n}", "e")
        for n in range(combien)
    ]
    fin = f'<userTask id="g{combien}"/><endEvent id="e"/>' + _fleche(f"g{combien}", "e")
    return '<startEvent id="s"/>' + _fleche("s", "g0") + "".join(choix) + fin


CHAINES = {
    "une entité": _bpmn(DROIT.format('<userTask id="t" name="&a;"/>'), "utf-8", "<!DOCTYPE d [<!ENTITY a 'lol'>]>"),
    "une entité en UTF-16": _bpmn(
        DROIT.format('<userTask id="t" name="&a;"/>'), "utf-16", "<!DOCTYPE d [<!ENTITY a 'lol'>]>"
    ),
    "mille rires": _bpmn(DROIT.format('<userTask id="t" name="&i;"/>'), "utf-16", LOL),
    "un fichier du serveur": _bpmn(
        DROIT.format('<userTask id="t"><documentation>&a;</documentation></userTask>'), "utf-8",
        "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
    ),
    "deux mille choix": _bpmn(_emboites(1_000)),
    "une branche vers rien": _bpmn('<startEvent id="s"/><parallelGateway id="g"/>' + _fleche("s", "g")
                                  + _fleche("g", "x") + _fleche("g", "y")),
    "une flèche sans but": _bpmn('<startEvent id="s"/><sequenceFlow sourceRef="s"/>'),
    "des crochets": _bpmn(DROIT.format(f'<userTask id="t" college:si="{"[" * 20_000}"/>')),
    "une condition sans fin": _bpmn('<startEvent id="s"/><exclusiveGateway id="g"/><endEvent id="e"/>'
                                   + _fleche("s", "g") + _fleche("g", "e", "a = x" + " " * 5_000 + "\n}x")
                                   + _fleche("g", "e")),
    "des alias YAML": ("a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
                       for a, b in zip("acdefghij", "cdefghijk", strict=True))
                       + "etapes: [{code: b, si: *k}]\n").encode(),
    "une étiquette YAML": b"etapes: !!python/object/apply:os.system ['true']\n",
    "mille listes YAML": b"etapes: " + b"[" * 3_000,
    "un nombre YAML": b"etapes: [{code: " + b"9" * 5_000 + b"}]",
    "un jour YAML": b"etapes: [{code: 2026-13-45}]",
}  # fmt: skip


@pytest.mark.parametrize("cas", CHAINES)
def test_t6_a_hostile_chain_is_refused_at_once_with_its_sentence(cas: str):
    depart = time.process_time()
    with pytest.raises(Invalide) as refus:
        lire_fichier(CHAINES[cas])
    assert len(refus.value.fautes[0].message) > 30
    assert time.process_time() - depart < 5


def test_a_chain_with_as_many_choices_as_one_may_draw_is_read():
    assert len(lire_fichier(_bpmn(_emboites(140)))["etapes"]) == 1
