"""The events go forward only; the generated bodies are as the contract says."""

from datetime import timedelta
from pathlib import Path

from college.administration.paquet_coherence import incoherences
from college.administration.paquet_format import Paquet
from college.reel import generation
from college.reel.lancement import FONCTIONS, seances
from college.reel.plan import ETAPES, evenements

AGENDAS = Path(__file__).parents[1] / "reference" / "agendas"


def test_the_clock_of_the_reel_only_goes_forward():
    agendas = [agenda for agenda, _ in seances(AGENDAS)]
    instants = [evenement.instant for evenement in evenements(agendas)]
    assert instants == sorted(instants)
    assert len(instants) == len(ETAPES) * len(agendas)


def test_each_seance_meets_its_stages_in_the_order_of_the_law():
    agendas = [agenda for agenda, _ in seances(AGENDAS)]
    for rang in range(len(agendas)):
        siens = {e.etape: e.instant for e in evenements(agendas) if e.rang == rang}
        assert list(siens) == [etape for etape, *_ in ETAPES]
        assert siens["tenir"] - siens["convoquer"] > timedelta(days=9)
        assert siens["tenir"] - siens["publier_projets"] > timedelta(days=6)
        assert siens["envoyer"] - siens["tenir"] < timedelta(days=15)


def test_every_stage_has_its_function():
    assert list(FONCTIONS) == [etape for etape, *_ in ETAPES]


def test_the_generated_college_has_250_points_and_15_percent_closed():
    points = generation.college_de().points
    assert len(points) == 250
    assert 0.14 <= sum(point.huis_clos for point in points) / len(points) <= 0.16


def test_the_paquets_of_the_reel_hold_together():
    for agenda, organe in seances(AGENDAS):
        paquet = Paquet.model_validate(generation.paquet(agenda, organe))
        assert not incoherences(paquet)
        assert len(paquet.mandataires) == generation.MEMBRES[organe] + 1


def test_one_point_in_ten_is_nominal_and_one_in_fifty_secret():
    modes = [generation.mode_de_vote(rang) for rang in range(1000)]
    assert modes.count("public") == 100
    assert modes.count("secret") == 20


def test_secret_counts_sum_to_the_voters():
    for rang in range(60):
        assert sum(generation.comptes_secrets(20, rang).values()) == 20
