"""No text of the demo cites what had not happened yet: a date of the past is before the day of its point."""

from __future__ import annotations

import json
import re
from datetime import datetime

from college import horloge
from college.demo import scenario
from college.demo.scene import Scene, lire, points
from college.settings import Settings

_PASSE = re.compile(r"\{j-(\d+)\}")
_SEANCE = re.compile(r"\{seance:([a-z-]+)\}")


def _scene(jour: str) -> Scene:
    return Scene(Settings(env="test"), datetime.fromisoformat(jour).replace(tzinfo=horloge.BRUXELLES))


def _departs(scene: Scene) -> dict[str, int]:
    seances = lire("seances.yaml")
    scene.placer(seances)
    departs = scenario._departs(scene, seances)
    return {cle: departs.get(cle, scenario._en_chemin(rang)) for rang, cle in enumerate(points())}


def test_a_text_cites_only_what_came_before_its_proposal():
    fautes = []
    for jour in ("2026-11-21T10:00", "2026-11-23T10:00", "2027-01-01T10:00", "2027-05-06T10:00"):
        departs = _departs(_scene(jour))
        for cle, description in points().items():
            textes = {nom: valeur for nom, valeur in description.items() if nom not in ("renvoi", "retrait", "avis_df")}
            cites = [-int(ecart) for ecart in _PASSE.findall(json.dumps(textes, ensure_ascii=False))]
            fautes += [
                f"{cle} ({jour[:10]}) cites j{cite}, proposed j{departs[cle]}" for cite in cites if cite > departs[cle]
            ]
    assert not fautes, "\n".join(sorted(set(fautes)))
