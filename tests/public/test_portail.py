"""The citizen's door: what it answers, to a person, to a spreadsheet, to a robot."""

from __future__ import annotations

import csv
import io

import pytest
from icalendar import Calendar
from lxml import etree

from college.public import debit
from college.public.parametres import lire

ARTICLE = (
    '<p>Vu le Code ;</p><div class="marge"><p class="note">Article 1<sup>er</sup></p>'
    "<p>D’élaguer les tilleuls.</p></div>"
)
BIZARRES = ["page=0", "page=-1", "page=abc", "page=99999", "du=hier", "au=2026-02-30", "tri=x", "organe=%00", "q=%00"]
VOTE = {"pour": 13, "contre": 4, "abstention": 3, "blanc": 0, "nul": 0, "secret": False, "explication": ""}


def test_an_empty_register_says_so(client, app, monde):
    page = client.get("/").get_data(as_text=True)
    assert "Le registre est encore vide." in page
    assert client.get("/recherche?q=tilleul").status_code == 200


def test_l22_the_search_page_marks_what_was_found_and_counts_it(client, publier):
    publier("Élagage des tilleuls, place de l’Église", texte=ARTICLE, matiere="Cadre de vie")
    publier("Taxe sur les terrasses", numero="2", vote=VOTE)
    page = client.get("/recherche?q=tilleul eglise").get_data(as_text=True)
    assert "Une décision" in page
    assert "<mark>tilleuls</mark>" in page
    assert "Cadre de vie" in page
    assert "Taxe" not in page


def test_a_misspelt_search_is_corrected_and_said(client, publier):
    publier("Puéricultrice à mi-temps")
    page = client.get("/recherche?q=puéricultrise").get_data(as_text=True)
    assert "Résultats pour «\u00a0puéricultrice\u00a0»." in page


def test_filters_can_be_taken_away_one_by_one(client, publier):
    publier("Rue Haute")
    publier("Rue Basse", organe="college")
    page = client.get("/recherche?q=rue&organe=conseil&annee=2026").get_data(as_text=True)
    assert "Une décision" in page
    assert "sur 2 trouvées" in page
    assert 'href="?q=rue&amp;annee=2026"' in page
    assert 'name="organe" type="checkbox" value="conseil" checked' in page or "checked" in page


def test_what_is_typed_never_becomes_markup(client, publier):
    publier("<script>alert(1)</script> rue")
    page = client.get("/recherche?q=<script>alert(2)</script> rue").get_data(as_text=True)
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "chaine",
    [
        "page=0",
        "page=-1",
        "page=abc",
        "page=99999",
        "du=hier",
        "au=2026-02-30",
        "tri=x",
        "organe=%00",
        "q=%00",
        "q=" + "a" * 5000,
    ],
)
def test_a_search_never_fails_whatever_its_address(client, publier, chaine):
    publier("Rue Haute")
    assert client.get(f"/recherche?{chaine}").status_code == 200
    assert client.get(f"/export.csv?{chaine}").status_code == 200
    assert client.get(f"/flux.atom?{chaine}").status_code == 200


def test_a_search_has_one_permanent_address():
    une = lire({"annee": ["2026", "2025"], "q": ["rue "], "organe": ["conseil"], "inconnu": ["x"]})
    assert une.chaine() == "q=rue&organe=conseil&annee=2026&annee=2025"
    assert lire({"q": ["rue"], "page": ["3"]}).sans("organe", "x") == "q=rue"


def test_a_decision_reads_in_the_margin_of_the_register(client, publier):
    adresse = publier("Élagage", texte=ARTICLE, vote=VOTE, issue="accepte_modifie", masques=0)
    page = client.get(adresse).get_data(as_text=True)
    assert "Décidé avec modifications, par 13\u00a0voix\u00a0pour, 4\u00a0contre et 3\u00a0abstentions." in page
    assert "Art.\u00a01<sup>er</sup>" in page
    assert '<p class="note">Visas</p>' in page
    assert 'rel="canonical"' in page


def test_a_renumbered_or_renamed_point_answers_with_its_new_address(client, publier):
    adresse = publier("Nouveau titre", numero="3.1", limace="nouveau-titre")
    ancienne = client.get("/exemple/conseil/2026-11-09/3-1-ancien-titre")
    assert (ancienne.status_code, ancienne.headers["Location"]) == (301, adresse)
    assert client.get("/exemple/conseil/2026-11-09/3-1-x.json").headers["Location"] == adresse + ".json"
    assert client.get("/exemple/conseil/2026-11-09/31-x").status_code == 404


def test_unknown_addresses_are_404_and_reserved_words_are_not_institutions(client, publier):
    publier("Rue Haute")
    for adresse in (
        "/exemple/conseil/2025-01-01",
        "/exemple/conseil/2026-13-45",
        "/exemple/cas/2026-11-09",
        "/app/x/2026-11-09",
    ):
        assert client.get(adresse).status_code == 404


def test_d17_a_withheld_point_is_a_number_in_every_form(client, publier):
    adresse = publier(
        "Point n° 4", numero="4", retenue=True, motif_retenue="Huis clos (CDLD, art. L1122-21).", issue=None
    )
    assert "art. L1122-21" in client.get(adresse).get_data(as_text=True)
    donnees = client.get(adresse + ".json").json
    assert donnees["public"] is False
    assert "texte_html" not in donnees
    assert client.get(adresse + ".pdf").status_code == 404
    assert client.get("/api/v1/public/decisions").json["total"] == 0


def test_a_person_named_in_an_election_is_not_offered_to_robots(client, publier):
    adresse = publier("Élection d’un échevin", nature="election")
    assert 'content="noindex"' in client.get(adresse).get_data(as_text=True)
    assert adresse not in client.get("/sitemap.xml").get_data(as_text=True)
    assert adresse in client.get("/recherche?q=élection").get_data(as_text=True)


def test_the_feed_is_atom_and_follows_the_query(client, publier):
    publier("Rue Haute")
    publier("Budget", numero="2")
    flux = etree.fromstring(client.get("/flux.atom?q=budget").data)
    noms = {"a": "http://www.w3.org/2005/Atom"}
    assert flux.xpath("a:entry/a:title/text()", namespaces=noms) == ["Budget"]
    assert flux.xpath("a:updated", namespaces=noms)


def test_the_export_opens_in_a_spreadsheet_and_runs_nothing(client, publier):
    publier("=CMD()|'/c calc'!A0", matiere="+matière")
    octets = client.get("/export.csv").data
    assert octets.startswith(b"\xef\xbb\xbf")
    entete, ligne = csv.reader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";")
    assert (entete[0], entete[5]) == ("reference", "titre")
    assert ligne[5].startswith("'=")
    assert ligne[6].startswith("'+")


def test_the_calendar_announces_convened_seances_only(client, chantal, creer_seance, inscrire, horloge_fixe):
    horloge_fixe("2026-12-01T09:00")
    for organe, debut in (("conseil", "2026-12-14T19:30"), ("cas", "2026-12-15T19:30")):
        seance = creer_seance(organe, debut, lieu="Salle des Tilleuls")
        inscrire(seance, "Budget", organe)
        if organe == "conseil":
            assert "VEVENT" not in client.get("/agenda.ics").get_data(as_text=True)
        convocation = chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
        assert convocation.status_code == 200, convocation.json
    evenements = Calendar.from_ical(client.get("/agenda.ics").data).walk("VEVENT")
    assert [str(e["summary"]) for e in evenements] == ["Conseil communal"]
    assert "Salle des Tilleuls" in client.get("/seances").get_data(as_text=True)


def test_open_data_repeat_the_page(client, publier):
    adresse = publier("Élagage", texte=ARTICLE, vote=VOTE)
    element = client.get("/api/v1/public/decisions?q=élagage").json["elements"][0]
    assert element["url"] == adresse
    donnees = client.get(f"/api/v1/public/decisions/{element['id']}").json
    assert donnees == client.get(adresse + ".json").json
    assert donnees["vote"]["contre"] == 4
    assert client.get("/api/v1/public/decisions/999999").status_code == 404
    assert client.get("/api/v1/public/decisions?inconnu=1").status_code == 422


def test_too_many_searches_from_one_address_are_slowed_down(client, publier, monkeypatch):
    publier("Rue Haute")
    monkeypatch.setattr(debit, "RESERVE", 3.0)
    monkeypatch.setattr(debit, "PAR_SECONDE", 0.01)
    monkeypatch.setattr(debit, "_seaux", type(debit._seaux)())
    statuts = [client.get("/recherche?q=rue").status_code for _ in range(8)]
    assert statuts[:3] == [200, 200, 200]
    assert 429 in statuts


def test_public_pages_ask_for_no_cookie_and_are_kept_a_short_while(client, publier):
    adresse = publier("Rue Haute")
    for page in ("/", "/recherche", adresse):
        reponse = client.get(page)
        assert "Set-Cookie" not in reponse.headers
        assert "<script" not in reponse.get_data(as_text=True)


def test_an_annex_is_served_only_while_a_page_carries_it(client, publier):
    publier(
        "Rue Haute",
        pieces=[{"id": 7, "nom": "plan.pdf", "sha256": "ab" * 32, "mime": "application/pdf", "taille": 1, "url": "/x"}],
    )
    assert client.get("/annexes/7/" + "ab" * 8).status_code == 404
    assert client.get("/annexes/7/ab").status_code == 404
