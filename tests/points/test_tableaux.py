"""Tables of lines: imported from the accounting, totals checked, exceptions a line, annexed as part of the act."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import pytest

from college.erreurs import Invalide
from college.points.tableaux import lecture, regles

CSV = "N°;Fournisseur;Montant TVAC\n11;Sel SA;1.234,50\n12;Grès SPRL;100,00\n40;Bois;65,50\n;Total;1.400,00\n"
FEUILLE = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Montant</t></is></c></row>
<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2"><v>12.5</v></c></row>
<row r="3"><c r="A3" t="inlineStr"><is><t>Bois</t></is></c><c r="C3"><v>7.5</v></c></row></sheetData></worksheet>"""
CHAINES = """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<si><t>Fournisseur</t></si><si><r><t>Sel</t></r><r><t> SA</t></r></si></sst>"""


def _xlsx(feuille=FEUILLE):
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w") as paquet:
        paquet.writestr("[Content_Types].xml", "<Types/>")
        paquet.writestr("xl/workbook.xml", "<workbook/>")
        paquet.writestr("xl/worksheets/sheet1.xml", feuille)
        paquet.writestr("xl/sharedStrings.xml", CHAINES)
    return flux.getvalue()


def _fichier():
    envoi = {"fichier": (io.BytesIO(CSV.encode()), "factures.csv")}
    return {"data": envoi, "content_type": "multipart/form-data"}


def _lu():
    return regles.comprendre(lecture.lire("factures.csv", CSV.encode()))


def test_un_csv_se_lit_avec_ses_numeros_ses_montants_et_son_total():
    lu = _lu()
    assert (lu.numeros, lu.montants, lu.annonce) == (["11", "12", "40"], 2, Decimal("1400.00"))
    assert regles.total(lu) == Decimal("1400.00")
    assert regles.total(lu, ["12", "40"]) == Decimal("1234.50")


@pytest.mark.parametrize("codage", ["utf-8-sig", "cp1252"])
def test_un_csv_du_tableur_garde_ses_accents(codage):
    assert lecture.lire("f.csv", CSV.encode(codage))[2][1] == "Grès SPRL"


def test_un_xlsx_se_lit_sans_rien_calculer():
    rangees = lecture.lire("f.xlsx", _xlsx())
    assert rangees == [["Fournisseur", "", "Montant"], ["Sel SA", "", "12.5"], ["Bois", "", "7.5"]]
    assert regles.total(regles.comprendre(rangees)) == Decimal("20.00")


@pytest.mark.parametrize(
    ("nom", "octets", "dit"),
    [
        ("f.ods", b"x", "ni un CSV ni un XLSX"),
        ("f.csv", b"", "ne contient pas de tableau"),
        ("f.xlsx", b"PK rien", "ne s’ouvre pas"),
        ("f.xlsx", _xlsx("<worksheet"), "ne s’ouvre pas"),
        ("f.xlsx", _xlsx(FEUILLE.replace("<v>1</v>", "<v>99</v>")), "ne s’ouvre pas"),
        ("f.csv", b"A;B\n" + b"1;2\n" * 2_001, "dépasse 2000 lignes"),
    ],
)
def test_un_mauvais_fichier_a_sa_phrase(nom, octets, dit):
    with pytest.raises(Invalide) as refus:
        lecture.lire(nom, octets)
    assert refus.value.fautes[0].champ == "fichier"
    assert dit in refus.value.fautes[0].message.replace("\u00a0", " ")


def test_un_total_qui_n_est_pas_la_somme_est_refuse_avec_les_deux():
    with pytest.raises(Invalide) as refus:
        regles.comprendre(lecture.lire("f.csv", CSV.replace("1.400,00", "1.500,00").encode()))
    dit = refus.value.fautes[0].message.replace("\u00a0", " ").replace("\u202f", " ")
    assert "(1 500 €) n’est pas la somme des lignes (1 400 €)" in dit


@pytest.mark.parametrize("faux", ["NaN", "1e400", "Infinity", "1e12"])
def test_un_faux_montant_est_refuse_avec_sa_ligne(faux):
    with pytest.raises(Invalide) as refus:
        regles.comprendre([["Fournisseur", "Montant"], ["Sel SA", "12,50"], ["Grès", faux]])
    dit = refus.value.fautes[0].message.replace("\u00a0", " ")
    assert f"À la ligne 2, « {faux} » (colonne « Montant ») n’est pas un montant" in dit


def test_un_mot_parmi_les_montants_laisse_le_tableau_sans_total():
    lu = regles.comprendre([["Fournisseur", "Montant"], ["Sel SA", "12,50"], ["Grès", "pour mémoire"]])
    assert lu.montants is None, "words are words: nothing is added up, nothing is refused"


@pytest.mark.parametrize(
    ("ecrites", "attendu", "phrase"),
    [
        ("", [], "(3 lignes, 1 400 €) est approuvé."),
        ("12", ["12"], "(2 lignes, 1 300 €) est approuvé, sauf la ligne 12."),
        ("40 et 12", ["12", "40"], "(une ligne, 1 234,50 €) est approuvé, sauf les lignes 12 et 40."),
        ("11-12", ["11", "12"], "(une ligne, 65,50 €) est approuvé, sauf les lignes 11 et 12."),
    ],
)
def test_approuve_sauf_les_lignes(ecrites, attendu, phrase):
    lu = _lu()
    sauf = regles.exceptions(ecrites, lu.numeros)
    assert sauf == attendu
    dite = regles.phrase(lu, sauf).replace("\u00a0", " ").replace("\u202f", " ")
    assert dite == f"Le tableau annexé {phrase}"


def test_une_ligne_inconnue_est_nommee():
    with pytest.raises(Invalide, match="99"):
        regles.exceptions("12, 99", ["12"])


def test_le_tableau_d_un_point_est_annexe_et_sa_phrase_suit(app, api, connecter):
    point = api("alice").post("/points", {"organe": "college", "service": "travaux", "titre": "Factures"}).json["id"]
    importe = api("alice").post(f"/points/{point}/tableau", **_fichier())
    assert importe.status_code == 201, importe.json
    (piece,) = api("alice").get(f"/points/{point}/annexes").json["elements"]
    assert (piece["type"], piece["sha256"]) == ("integrante", importe.json["sha256"])
    sauf = api("alice").post(f"/points/{point}/tableau/exceptions", {"exceptions": "12, 40", "ecrire": True})
    assert sauf.json["exceptions"] == ["12", "40"]
    assert sauf.json["phrase"] in api("alice").get(f"/points/{point}").json["dispositif"]
    api("alice").post(f"/points/{point}/tableau/exceptions", {"exceptions": "40"})
    dispositif = api("alice").get(f"/points/{point}").json["dispositif"]
    assert "sauf la ligne 40" in dispositif.replace("\u00a0", " ") and dispositif.count("Le tableau annexé") == 1
    assert api("hugo").get(f"/points/{point}/tableau").status_code == 404
    alice = connecter(app.test_client(), "alice")
    page = alice.get(f"/app/points/{point}/tableau").text
    assert "non approuvée" in page and "Grès SPRL" in page
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    refus = alice.post(f"/app/points/{point}/tableau", data={"csrf_token": jeton, "exceptions": "77"})
    assert (refus.status_code, "n’est pas dans le tableau" in refus.text) == (422, True)


def test_un_tableau_n_est_lu_que_de_qui_lit_le_fichier_dont_il_vient(app, api, connecter):
    alice, hugo = api("alice"), api("hugo")
    corps = {"organe": "college", "service": "travaux", "titre": "Factures", "services_associes": ["finances"]}
    point = alice.post("/points", corps).json["id"]
    alice.post(f"/points/{point}/tableau", **_fichier())
    assert hugo.get(f"/points/{point}/tableau").json["lignes"][1]["cellules"][1] == "Grès SPRL", "he is in copy"
    (piece,) = alice.get(f"/points/{point}/annexes").json["elements"]
    navigateur = connecter(app.test_client(), "alice")
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', navigateur.get(f"/app/points/{point}/tableau").text)[1]
    dits = {"csrf_token": jeton, "nom": piece["nom"], "type": "integrante", "confidentielle": "1"}
    navigateur.post(f"/app/annexes/{piece['id']}/modifier", data=dits)
    cache = hugo.get(f"/points/{point}/tableau")
    assert cache.status_code == 404 and "n’a pas de tableau" in cache.json["detail"]
    essai = hugo.post(f"/points/{point}/tableau/exceptions", {"exceptions": "12"})
    assert essai.json == cache.json, "to try and change it tells nothing either"
    page = connecter(app.test_client(), "hugo").get(f"/app/points/{point}/tableau").text
    assert "Grès" not in page and "Pas encore de tableau" in page
    assert alice.get(f"/points/{point}/tableau").status_code == 200
    alice.post(f"/points/{point}/tableau", **_fichier())
    assert [une["confidentielle"] for une in alice.get(f"/points/{point}/annexes").json["elements"]] == [True, True]
    for une in alice.get(f"/points/{point}/annexes").json["elements"]:
        assert alice.delete(f"/annexes/{une['id']}").status_code < 300
    assert hugo.get(f"/points/{point}/tableau").status_code == 404, "withdrawn, it gives its lines back to nobody"
