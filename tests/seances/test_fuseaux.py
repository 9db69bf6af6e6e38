"""The machine's zone changes nothing: the same deadlines across a change of clock, a year end and a leap day."""

import time
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from college.cli import cli

ZONES = ("UTC", "Europe/Brussels", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Kiritimati")
# A conseil's notice leaves seven clear days: the séance, its last minute of notice, and the first lawful day after it.
DELAIS = {
    "the clocks go forward": ("2027-04-05T19:30", "2027-03-28T23:59", "2027-03-29T00:01", "2027-04-06"),
    "the clocks go back": ("2026-11-02T19:30", "2026-10-25T23:59", "2026-10-26T00:01", "2026-11-03"),
    "the year ends": ("2027-01-08T19:30", "2026-12-31T23:59", "2027-01-01T00:01", "2027-01-09"),
    "a leap day": ("2028-03-08T19:30", "2028-02-29T23:59", "2028-03-01T00:01", "2028-03-09"),
}
COMMANDES = {
    "francs --depuis 2028-02-28 --jours 1": "2028-03-01",
    "francs --depuis 2027-04-05 --jours 7 --avant": "2027-03-28",
    "ouvrables --depuis 2026-12-24 --jours 5": "2027-01-04",
    "tutelle --depuis 2026-10-25 --jours 30": "2026-11-24",
    "tutelle --depuis 2027-02-26 --jours 30": "2027-03-30",
}


@pytest.fixture(params=ZONES)
def zone(request, monkeypatch):
    """The whole process lives there."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_la_zone_de_la_machine_ne_deplace_aucune_echeance(zone, chantal, creer_seance, inscrire, horloge_fixe):
    for nom, (debut, dernier, trop_tard, premier) in DELAIS.items():
        horloge_fixe(f"{dernier[:4]}-{dernier[5:7]}-01T09:00")
        seance = creer_seance("conseil", debut)
        inscrire(seance, f"Point : {nom}", "conseil")
        horloge_fixe(trop_tard)
        refus = chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"})
        assert (refus.status_code, refus.json["premiere_date"]) == (409, premier), (zone, nom)
        horloge_fixe(dernier)
        assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).status_code == 200, (zone, nom)
        lu = datetime.fromisoformat(chantal.get(f"/seances/{seance}").json["debut"])
        assert lu.astimezone(UTC).hour == (17 if nom == "the clocks go forward" else 18), "half past seven, in Belgium"


def test_la_zone_de_la_machine_ne_change_ni_l_annee_d_une_reference_ni_la_commande(zone, api, horloge_fixe):
    corps = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Basse"}
    references = []
    for instant in ("2026-12-31T22:59:00+00:00", "2026-12-31T23:01:00+00:00"):  # one minute on each side, in Belgium
        horloge_fixe(instant)
        references.append(api("alice").post("/points", corps).json["reference"])
    assert references == ["2026-0001", "2027-0001"]
    for commande, attendue in COMMANDES.items():
        dite = CliRunner().invoke(cli, ["delais", *commande.split()])
        assert (dite.exit_code, dite.output.strip()) == (0, attendue), (zone, commande)
