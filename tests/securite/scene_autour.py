"""What surrounds the points of the trapped world: comments, notes, letters, tasks, measures, a vote under way."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx import Document
from sqlalchemy import select

from college import horloge, stockage
from college.actes.modele import ModeleDocument
from college.points import requetes as points
from college.points.etats import texte
from college.points.relecture import services as relecture
from college.seances import dossier_complet, requetes, services
from college.seances.modele import Convocation
from college.suites.modele import Expedition, Mesure, Tache
from college.transaction import ecriture, lecture, unite

if TYPE_CHECKING:
    from tests.securite.scene import Scene

TABLEAU = "N°;Fournisseur;Montant TVAC\n11;Tableaukanar SA;10,00\n;Total;10,00\n"
CHARGE = "<p>Article 2. De charger le service Finances de tachekanar.</p>"
DESTINATAIRE = "SA Lettrekanar, rue Haute 3, 4000 Liège"
AUX_FINANCES = "modelekanar"  # the template that only one service takes


def docx(mot: str) -> bytes:
    """A piece whose text holds a word."""
    sortie, document = io.BytesIO(), Document()
    document.add_paragraph(f"Le passage {mot} se lit dans la pièce.")
    document.save(sortie)
    return sortie.getvalue()


def tableau(scene: Scene, point: int) -> None:
    """The table of a point, as its author imports it."""
    donnees = {"fichier": (io.BytesIO(TABLEAU.encode()), "factures.csv")}
    fait = scene.api("alice").post(f"/points/{point}/tableau", data=donnees)
    assert fait.status_code == 201, fait.json


def college(scene: Scene) -> None:
    """Around the collège: its open point is discussed, tied to a closed one, annotated; a closed vote is under way."""
    seance = scene.seances["college"]
    ouvert, ferme, _ = scene.numeros["inscription"]
    point = scene.points["inscritkanar"]
    _relire(scene, point)
    notes(scene, point, "remarquekanar")
    scene.fait("chantal", f"/points/{point}/liens", point=scene.points["fermekanar"], type="fait_suite_a")
    scene.fait("denis", f"/inscriptions/{ouvert}/annotations", texte="Note notekanar.")
    scene.fait("denis", f"/inscriptions/{ouvert}/annotations", texte="Note partagekanar.", partagee=True)
    with ecriture():
        denis = scene.monde.acteur("denis")
        dossier_complet.demander(denis, requetes.seance(denis, seance))
    for nom in ("denis", "claire", "joseph", "ines", "marc"):
        scene.fait("chantal", f"/seances/{seance}/presences", mandataire=nom, evenement="arrive")
    scene.fait("chantal", f"/seances/{seance}/actions", action="ouvrir")
    vote = scene.fait("chantal", f"/inscriptions/{ferme}/scrutins", mode="public", question="Désigner votekanar ?")[
        "id"
    ]
    scene.fait("chantal", f"/scrutins/{vote}/actions", action="ouvrir")
    scene.scrutins["ouvert"] = vote
    with ecriture():
        chantal = scene.monde.acteur("chantal")
        services.appeler(chantal, requetes.inscription(chantal, ferme))


def notes(scene: Scene, point: int, remarque: str) -> None:
    """What the service keeps for itself about its point, and the secretariat about it."""
    scene.fait("alice", f"/points/{point}/notes", genre="service", texte="Note servicekanar.")
    scene.fait("chantal", f"/points/{point}/notes", genre="secretariat", texte=f"Remarque {remarque}.")


def _relire(scene: Scene, numero: int) -> None:
    """A comment of the head of service, a suggestion of the secretary."""
    with ecriture():
        bernard, chantal = scene.monde.acteur("bernard"), scene.monde.acteur("chantal")
        point = points.point(bernard, numero)
        relecture.commenter(bernard, point, "motivation", "Remarque commentkanar.")
        suggere = f'<p><ins data-s="{chantal.agent_id}-a1">suggerekanar</ins></p>'
        relecture.suggerer(chantal, point, {"motivation": texte(point).motivation + suggere}, None)


def arrete_ferme(scene: Scene) -> None:
    """A measure about a person, taken alone by the bourgmestre, behind closed doors."""
    numero = scene.fait(
        "alice", "/points", organe="bourgmestre", service="travaux", nature="ordonnance", huis_clos=True,
        titre="Ordonnance : mesurekanar", dispositif="<p>Article 1er. Est hospitalisé mesurekanar.</p>",
    )["id"]  # fmt: skip
    scene.points["mesurekanar"] = numero
    scene.fait("denis", f"/points/{numero}/actions", action="decider_hors_seance")


def modeles(scene: Scene) -> None:
    """A template of points of one service; a template of documents of one organe."""
    scene.fait(
        "chantal", "/modeles-points", code=AUX_FINANCES, libelle="Modèle modelekanar", organe="college",
        service="finances", contenu={"titre": "Point modelekanar"},
    )  # fmt: skip
    with ecriture():
        modele = ModeleDocument(
            institution_id=scene.monde.institution_id, organe_id=scene.monde.organe("college").id, type="pv",
            format="html", nom="modele.html", sha256=stockage.deposer(b"<p>{{ seance.titre }}</p>"),
            depose_par_id=scene.monde.acteur("chantal").agent_id, depose_le=horloge.maintenant(),
        )  # fmt: skip
        unite().add(modele)
        unite().flush()
        scene.numeros["modele"] = [modele.id]


def apres_le_conseil(scene: Scene, seance: int, ferme: int) -> None:
    """What a member says of the minutes; what the settled texts have made: letters, tasks, measures."""
    observation: Any = scene.fait(
        "chantal", f"/seances/{seance}/observations", texte="Lire observationkanar.", inscription=ferme
    )
    scene.numeros["observation"] = [observation["id"]]
    with lecture():
        for nom, modele in (("expedition", Expedition), ("tache", Tache), ("mesure", Mesure)):
            scene.numeros[nom] = list(unite().scalars(select(modele.id)))
            assert scene.numeros[nom], nom
        envoyees = list(unite().scalars(select(Convocation.id).order_by(Convocation.id)))
        scene.numeros["convocation"] = [envoyees[0], envoyees[-1]]
