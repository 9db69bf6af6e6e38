"""The demo's texts are dated, typeset and complete."""

from datetime import date
from pathlib import Path

import yaml

from college.demo.textes import Calendrier, articles, date_et_typographie, paragraphes
from college.points.modele import NATURES

DEMO = Path(__file__).parents[2] / "college" / "demo"
JOUR = Calendrier(date(2026, 11, 21), {"college-passe": date(2026, 11, 13), "conseil-passe": date(2026, 11, 9)})


def _points():
    return [
        point for fichier in sorted((DEMO / "points").glob("*.yaml")) for point in yaml.safe_load(fichier.read_text())
    ]


def _seances():
    return yaml.safe_load((DEMO / "seances.yaml").read_text())


def test_dates_apostrophes_and_no_break_spaces():
    texte = date_et_typographie("Vu l'avis du {j-12} : 21 500 € au budget {annee+1} ;", JOUR)
    assert texte == "Vu l’avis du 9\u00a0novembre\u00a02026\u00a0: 21\u00a0500\u00a0€ au budget 2027\u00a0;"


def test_articles_are_numbered_and_a_lone_one_is_unique():
    assert articles(["De voter."], JOUR) == "<p><strong>Article unique.</strong> De voter.</p>"
    deux = articles(["De voter.", {"tableau": [["a"], ["b"]]}, "De signer."], JOUR)
    assert "<strong>Article 1<sup>er</sup>.</strong> De voter." in deux
    assert "<strong>Article 2.</strong> De signer." in deux
    assert "<th>a</th>" in deux and "<td>b</td>" in deux


def test_everything_is_escaped():
    assert paragraphes(["a < b & c"], JOUR) == "<p>a &lt; b &amp; c</p>"


def test_the_demo_has_sixty_points_each_once_of_known_nature():
    points = _points()
    assert len(points) == 60
    assert len({point["cle"] for point in points}) == 60
    assert {point.get("nature", "decision") for point in points} <= set(NATURES)


def test_every_seance_names_points_that_exist_and_votes_on_its_own():
    cles = {point["cle"] for point in _points() if "stade" not in point}
    for seance in _seances():
        assert set(seance["points"]) <= cles
        assert set(seance.get("votes", {})) <= set(seance["points"])
    assert sorted(cle for seance in _seances() for cle in seance["points"]) == sorted(cles)


def test_no_ascii_quote_is_left_in_what_people_read():
    for point in _points():
        assert '"' not in date_et_typographie(point["titre"], JOUR)
        assert "'" not in paragraphes(point.get("motivation", []), JOUR)
