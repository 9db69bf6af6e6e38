"""The demo's points: each is proposed by its author and goes as far along its chain as it should."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from college.demo import textes, usages
from college.demo.scene import COMMUNE, Evenement, Scene, acteur
from college.points import services
from college.points.modele import Point
from college.points.saisie import Saisie
from college.transaction import unite

TITULAIRES = {
    ("chef", "travaux"): "bernard",
    ("chef", "finances"): "remy",
    ("chef", "secretariat"): "chantal",
    ("df", None): "remy",
    ("dg", None): "chantal",
}
MEMES_CLES = ("organe", "service", "nature", "categorie", "type_acte", "huis_clos", "a_discuter", "mots_cles")
ETAPES = ("chef", "df", "dg")
ARRETS = {"chef": "chef", "df": "df", "dg": "dg", "renvoye": "chef"}
FAVORABLE = {
    "valeur": "favorable",
    "texte": "Le crédit est inscrit au budget et suffisant. Aucune remarque de légalité.",
}


def evenements(scene: Scene, description: dict[str, Any], rang: int, depart: int) -> Iterator[Evenement]:
    """Propose `depart` days before or after the day, submit, then one holder a working day."""
    heure = f"{9 + rang % 7}:{(rang * 13) % 60:02d}"
    yield Evenement(scene.instant(depart, heure), rang, partial(_proposer, scene, description))
    stade = description.get("stade")
    if stade == "brouillon":
        return
    yield Evenement(scene.instant(depart, heure, 20), rang, partial(_soumettre, scene, description))
    if stade == "renvoye":
        yield Evenement(scene.instant(depart + 1, heure, 30), rang, partial(_renvoyer, scene, description))
        return
    for pas, etape in enumerate(ETAPES, start=1):
        if ARRETS.get(stade or "") == etape:
            return
        instant = scene.instant(min(depart + pas, 0), heure, 40 + pas)
        yield Evenement(instant, rang, partial(_franchir, scene, description, etape))
    if stade == "retire":
        yield Evenement(scene.instant(min(depart + 5, 0), heure), rang, partial(_retirer, scene, description))


def _qui(scene: Scene, description: dict[str, Any], identifiant: str) -> Any:
    return acteur(identifiant, description.get("institution", COMMUNE))


def _point(scene: Scene, description: dict[str, Any]) -> Point:
    return unite().get_one(Point, scene.points[description["cle"]])


def _proposer(scene: Scene, description: dict[str, Any]) -> None:
    auteur = _qui(scene, description, description["auteur"])
    point = services.proposer(auteur, saisie(scene, description))
    scene.points[description["cle"]] = point.id
    usages.completer(scene, auteur, point, description)


def saisie(scene: Scene, description: dict[str, Any]) -> Saisie:
    """What the author writes."""
    htva, tvac = description.get("montant", (None, None))
    note = [description["note"]] if "note" in description else []
    ecrits = {
        **{cle: description[cle] for cle in MEMES_CLES if cle in description},
        "titre": textes.date_et_typographie(description["titre"], scene.calendrier),
        "rapport": textes.paragraphes(description.get("rapport", []), scene.calendrier),
        "note_synthese": textes.paragraphes(note, scene.calendrier),
        "motivation": textes.paragraphes(description.get("motivation", []), scene.calendrier),
        "dispositif": textes.articles(description.get("dispositif", []), scene.calendrier),
        "groupe_en_charge": description.get("groupe"),
        "montant_htva": htva,
        "montant_tvac": tvac,
        "article_budgetaire": description.get("budget", ""),
        "date_limite": scene.jour + timedelta(days=description["limite"]) if "limite" in description else None,
        "urgence": "urgence" in description,
        "motif_urgence": textes.date_et_typographie(description.get("urgence", ""), scene.calendrier),
    }
    return Saisie.model_validate({cle: valeur for cle, valeur in ecrits.items() if valeur is not None})


def _soumettre(scene: Scene, description: dict[str, Any]) -> None:
    services.agir(_qui(scene, description, description["auteur"]), _point(scene, description), "soumettre")


def _franchir(scene: Scene, description: dict[str, Any], etape: str) -> None:
    """Whoever holds the step does what it asks; a step that the point skipped has nothing to do."""
    point = _point(scene, description)
    if point.etape != etape:
        return
    if "institution" in description:
        services.agir(_qui(scene, description, "pascale"), point, "viser")
        return
    titulaire = TITULAIRES.get((etape, description["service"])) or TITULAIRES[etape, None]
    qui = _qui(scene, description, titulaire)
    if etape == "df":
        rendu = description.get("avis_df", FAVORABLE)
        phrase = textes.date_et_typographie(rendu["texte"], scene.calendrier)
        services.agir(qui, point, "rendre_avis", avis=rendu["valeur"], texte_avis=phrase)
    else:
        services.agir(qui, point, "viser")


def _renvoyer(scene: Scene, description: dict[str, Any]) -> None:
    renvoi = description["renvoi"]
    commentaire = textes.date_et_typographie(renvoi["commentaire"], scene.calendrier)
    services.agir(
        _qui(scene, description, renvoi["par"]), _point(scene, description), "renvoyer", commentaire=commentaire
    )


def _retirer(scene: Scene, description: dict[str, Any]) -> None:
    motif = textes.date_et_typographie(description["retrait"], scene.calendrier)
    qui = _qui(scene, description, description["auteur"])
    services.agir(qui, _point(scene, description), "retirer", commentaire=motif)
