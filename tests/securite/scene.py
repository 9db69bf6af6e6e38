"""One world with a secret word in each kind of object, played over HTTP: what the leak matrix looks for.

Each canary is one invented word; `PERMIS` says, from the rules of visibility, which faces may read it anywhere.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from college import horloge, repartiteur
from college.organisation import jetons
from college.organisation.modele import Mandataire
from college.transaction import ecriture
from tests import fabriques
from tests.fabriques import Monde
from tests.outillage.monde import ClientApi
from tests.securite import scene_autour as autour

PUBLIC = frozenset(("anonyme", "fatima"))
TOUS = PUBLIC | {"alice", "bernard", "hugo", "emile", "chantal", "secretaire_a", "secretaire_b"}
TOUS |= {"membre_a", "membre_b", "denis", "gaston", "stagiaire"}
AGENTS = TOUS - PUBLIC - {"membre_a", "membre_b", "denis", "gaston", "stagiaire"}
TRAVAUX = frozenset(("alice", "bernard"))
SECRETAIRES_A = frozenset(("chantal", "secretaire_a"))
SECRETAIRES_B = frozenset(("chantal", "secretaire_b"))
MEMBRES_A = frozenset(("denis", "membre_a"))
MEMBRES_B = frozenset(("denis", "membre_b"))
CHAINE = TRAVAUX | {"chantal"}  # who held a step

# canary → who may find it somewhere; body A is the collège, body B the conseil
PERMIS: dict[str, frozenset[str]] = {
    "brouillonkanar": TRAVAUX | SECRETAIRES_A,
    "soumiskanar": TRAVAUX | SECRETAIRES_A,
    "copiekanar": TRAVAUX | SECRETAIRES_A | {"hugo"},  # whose service is in copy
    "avisdemandekanar": TRAVAUX | SECRETAIRES_A | {"emile"},
    "avissecretkanar": frozenset(("emile",)),
    "inscritkanar": AGENTS | MEMBRES_A,
    "rapportkanar": AGENTS | MEMBRES_A,
    "fermekanar": CHAINE | SECRETAIRES_A | MEMBRES_A,
    "basculekanar": CHAINE | SECRETAIRES_A | MEMBRES_A,
    "annexekanar": CHAINE | SECRETAIRES_A | MEMBRES_A,
    "nomannexekanar": CHAINE | SECRETAIRES_A | MEMBRES_A,
    "retirekanar": CHAINE | SECRETAIRES_A,
    "reservekanar": AGENTS | MEMBRES_B,
    "fermeconseilkanar": CHAINE | SECRETAIRES_B | MEMBRES_B,
    "internekanar": AGENTS | MEMBRES_B,
    "biffekanar": AGENTS | MEMBRES_B,
    "publiekanar": TOUS,
    "voisinekanar": frozenset(("fatima",)),
    # what surrounds a point (scene_autour)
    "commentkanar": TRAVAUX | SECRETAIRES_A,
    "suggerekanar": TRAVAUX | SECRETAIRES_A,
    "extraitkanar": CHAINE | SECRETAIRES_A | MEMBRES_A,
    "tableaukanar": CHAINE | SECRETAIRES_A | MEMBRES_A,
    "votekanar": CHAINE | SECRETAIRES_A | MEMBRES_A,
    "motclekanar": AGENTS | MEMBRES_A,
    "servicekanar": TRAVAUX,
    "remarquekanar": SECRETAIRES_A,
    "remarqueconseilkanar": SECRETAIRES_B,
    "notekanar": frozenset(("denis",)),
    "partagekanar": MEMBRES_A,
    "motifkanar": CHAINE | SECRETAIRES_A,
    "lettrekanar": CHAINE | SECRETAIRES_B | MEMBRES_B,
    "tachekanar": CHAINE | SECRETAIRES_B | MEMBRES_B,
    "observationkanar": SECRETAIRES_B,
    "mesurekanar": CHAINE | {"denis"},
    "modelekanar": frozenset(("hugo", "gaston")) | SECRETAIRES_A | SECRETAIRES_B,
}
TEXTE = "<p>Vu le Code ;</p><p>Considérant {} ;</p>"
DECIDE = "<p>DÉCIDE :</p><p>Article 1er. D’approuver {}.</p>"
PRESENTS = ("denis", "claire", "joseph", "ines", "marc", "louis", "nadia", "paul", "rose", "simon", "zoe")


@dataclass
class Scene:
    """Numbers of what was made, for addresses."""

    app: Flask
    monde: Monde
    numeros: dict[str, list[int]] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    jetons: dict[str, str] = field(default_factory=dict)
    scrutins: dict[str, int] = field(default_factory=dict)
    seances: dict[str, int] = field(default_factory=dict)

    def api(self, qui: str) -> ClientApi:
        """A program acting as that person."""
        if qui not in self.jetons:
            with ecriture():
                self.jetons[qui] = jetons.creer(self.monde.agent(qui), "fuites")
        return ClientApi(self.app.test_client(), self.jetons[qui])

    def fait(self, qui: str, chemin: str, statut: tuple[int, ...] = (200, 201, 202), **corps: Any) -> Any:
        """One call that must be accepted."""
        reponse = self.api(qui).post(chemin, corps)
        assert reponse.status_code in statut, (chemin, reponse.json)
        return reponse.json

    def formulaire(self, qui: str, chemin: str, **champs: str) -> None:
        """One form that must be accepted."""
        client = self.navigateur(qui)
        jeton = client.get("/app/compte").text.split('name="csrf_token" value="')[1].split('"')[0]
        envoye = client.post(chemin, data={"csrf_token": jeton, **champs})
        assert envoye.status_code == 303, envoye.text

    def navigateur(self, qui: str) -> FlaskClient:
        """A signed-in browser; anybody when `qui` is « anonyme »."""
        client = self.app.test_client()
        if qui != "anonyme":
            formulaire = client.get("/connexion").get_data(as_text=True)
            jeton = formulaire.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
            saisie = {"identifiant": qui, "mot_de_passe": fabriques.MOT_DE_PASSE, "csrf_token": jeton}
            assert client.post("/connexion", data=saisie).status_code == 303
        return client


def jouer(app: Flask) -> Scene:
    """Play everything; the outbox is empty at the end."""
    scene = Scene(app, Monde(fabriques.peupler()))
    _gens(scene.monde)
    _instant("2026-12-01T09:00")
    _en_validation(scene)
    _college(scene)
    autour.arrete_ferme(scene)
    autour.modeles(scene)
    _instant("2026-12-04T14:00")
    autour.college(scene)
    _conseil(scene)
    _voisine(scene)
    repartiteur.vider()
    return scene


def _instant(texte: str) -> None:
    fixe = datetime.fromisoformat(texte).replace(tzinfo=horloge.BRUXELLES).astimezone(horloge.UTC)
    horloge.regler(lambda: fixe)


def _gens(monde: Monde) -> None:
    """The faces that the small world lacks: a secretary and a member of each body alone, somebody without a role."""
    college, conseil = monde.organe("college"), monde.organe("conseil")
    with ecriture():
        fabriques._agent(monde.institution_id, "stagiaire", "Sasha", "Sansrôle", "f")
        for rang, (code, organe) in enumerate((("a", college), ("b", conseil))):
            secretaire = fabriques._agent(monde.institution_id, f"secretaire_{code}", "Sacha", f"Greffe {code}", "f")
            fabriques._membre(secretaire, "secretaire", organe_id=organe.id)
            membre = fabriques._agent(monde.institution_id, f"membre_{code}", "Maxime", f"Siège {code}", "m")
            elu = Mandataire(
                institution_id=monde.institution_id, identifiant=f"elu_{code}", prenom="Maxime", nom=f"Siège {code}",
                genre="m", groupe_politique="LB", agent_id=membre.id,
            )  # fmt: skip
            fabriques._ajouter(elu)
            fabriques._mandat(elu, organe, "echevin" if code == "a" else "conseiller", 50 + rang)


def _point(scene: Scene, canari: str, organe: str = "college", jusqu_a: str = "valide", **champs: Any) -> int:
    corps = {
        "organe": organe, "service": "travaux", "titre": f"Dossier {canari}", "motivation": TEXTE.format(canari),
        "dispositif": DECIDE.format(canari), "note_synthese": f"<p>Synthèse {canari}.</p>",
    }  # fmt: skip
    numero = scene.fait("alice", "/points", **(corps | champs))["id"]
    scene.points[canari] = numero
    etapes = [("alice", "soumettre"), ("bernard", "viser"), ("chantal", "viser")]
    for qui, action in etapes[: {"brouillon": 0, "soumis": 1, "df": 2, "valide": 3}[jusqu_a]]:
        scene.fait(qui, f"/points/{numero}/actions", action=action)
    return numero


def _en_validation(scene: Scene) -> None:
    _point(scene, "brouillonkanar", jusqu_a="brouillon")
    _point(scene, "soumiskanar", jusqu_a="soumis")
    _point(scene, "copiekanar", jusqu_a="brouillon", services_associes=["finances"])
    avis = _point(scene, "avisdemandekanar", jusqu_a="df", montant_htva="50000")
    emile = scene.navigateur("emile")
    page = emile.get(f"/app/points/{avis}").get_data(as_text=True)
    jeton = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    brouillon = emile.post(
        f"/app/points/{avis}/avis", data={"csrf_token": jeton, "texte": "<p>Réserve avissecretkanar.</p>"}
    )
    assert brouillon.status_code == 303
    retire = _point(scene, "retirekanar")
    scene.fait("chantal", f"/points/{retire}/actions", action="retirer", commentaire="Motifkanar, sans objet.")


def _image(mot: str) -> bytes:
    """A picture that carries a word in its metadata: the bytes of a piece."""
    marque, tampon = PngInfo(), io.BytesIO()
    marque.add_text("Title", mot)
    Image.new("RGB", (4, 4), "white").save(tampon, "PNG", pnginfo=marque)
    return tampon.getvalue()


def _annexe(scene: Scene, point: int, nom: str, contenu: bytes, **options: str) -> int:
    donnees = {"fichier": (io.BytesIO(contenu), nom), "type": "interne", **options}
    reponse = scene.api("alice").post(f"/points/{point}/annexes", data=donnees)
    assert reponse.status_code == 201, reponse.json
    scene.numeros.setdefault("annexe", []).append(reponse.json["id"])
    return reponse.json["id"]


def _inscrire(scene: Scene, seance: int, point: int) -> int:
    ligne = scene.fait("chantal", f"/seances/{seance}/inscriptions", point=point)["id"]
    scene.numeros.setdefault("inscription", []).append(ligne)
    return ligne


def _college(scene: Scene) -> None:
    """A collège convened: an open point with a confidential piece, a closed one, one closed on the agenda only."""
    seance = scene.fait("chantal", "/seances", organe="college", debut="2026-12-04T14:00:00+01:00")["id"]
    scene.numeros.setdefault("seance", []).append(seance)
    scene.seances["college"] = seance
    ouvert = _point(
        scene,
        "inscritkanar",
        jusqu_a="brouillon",
        rapport="<p>Rapport rapportkanar.</p>",
        mots_cles="motclekanar ; trottoir",
    )
    _annexe(scene, ouvert, "plan nomannexekanar.png", _image("annexekanar"), confidentielle="true")
    _annexe(scene, ouvert, "note.docx", autour.docx("extraitkanar"), confidentielle="true")
    ferme = _point(scene, "fermekanar", jusqu_a="brouillon", huis_clos=True)
    autour.tableau(scene, ferme)
    for point in (ouvert, ferme):
        for qui, action in (("alice", "soumettre"), ("bernard", "viser"), ("chantal", "viser")):
            scene.fait(qui, f"/points/{point}/actions", action=action)
        _inscrire(scene, seance, point)
    bascule = _inscrire(scene, seance, _point(scene, "basculekanar"))
    odj = scene.api("chantal").get(f"/seances/{seance}/ordre-du-jour")
    change = scene.api("chantal").patch(f"/inscriptions/{bascule}", {"huis_clos": True}, odj.headers["ETag"])
    assert change.status_code == 200, change.json
    scene.fait("chantal", f"/seances/{seance}/actions", action="convoquer")
    for genre, format_document in (("ordre_du_jour", "pdf"), ("convocation", "docx")):
        _document(scene, "chantal", f"/seances/{seance}/documents", type=genre, format=format_document)


def _document(scene: Scene, qui: str, chemin: str, **corps: Any) -> None:
    document = scene.fait(qui, chemin, **corps)["id"]
    scene.numeros.setdefault("document", []).append(document)


def _conseil(scene: Scene) -> None:
    """A conseil held and settled: one act on line with masked words, one not, one closed with a secret vote."""
    seance = scene.fait("chantal", "/seances", organe="conseil", debut="2026-12-14T19:30:00+01:00")["id"]
    scene.numeros["seance"].append(seance)
    scene.seances["conseil"] = seance
    lignes = {
        "publie": _inscrire(scene, seance, _point(
            scene, "publiekanar", "conseil", rapport="<p>Rapport internekanar.</p>",
            motivation=TEXTE.format("la demande de M. Octave Biffekanar, tél. 0475/12.34.56"),
        )),
        "ferme": _inscrire(scene, seance, _point(
            scene, "fermeconseilkanar", "conseil", huis_clos=True, destinataires=[autour.DESTINATAIRE],
            dispositif=DECIDE.format("fermeconseilkanar") + autour.CHARGE,
        )),
        "non_publie": _inscrire(scene, seance, _point(scene, "reservekanar", "conseil")),
    }  # fmt: skip
    autour.notes(scene, scene.points["publiekanar"], "remarqueconseilkanar")
    scene.fait("chantal", f"/seances/{seance}/actions", action="convoquer")
    _instant("2026-12-14T19:30")
    for nom in PRESENTS:
        scene.fait("chantal", f"/seances/{seance}/presences", mandataire=nom, evenement="arrive")
    scene.fait("chantal", f"/seances/{seance}/actions", action="ouvrir")
    _voter(scene, lignes)
    scene.fait("chantal", f"/seances/{seance}/actions", action="lever", confirmer=True)
    scene.fait("chantal", f"/seances/{seance}/actions", action="arreter")
    autour.apres_le_conseil(scene, seance, lignes["ferme"])
    repartiteur.vider()
    _publier(scene, seance)
    for genre in ("pv", "deliberations"):
        for portee in ("integrale", "publique"):
            _document(scene, "chantal", f"/seances/{seance}/documents", type=genre, format="pdf", portee=portee)


def _voter(scene: Scene, lignes: dict[str, int]) -> None:
    for nom in ("publie", "non_publie"):
        scene.fait("chantal", f"/inscriptions/{lignes[nom]}/scrutins", mode="unanimite")
        scene.fait("chantal", f"/inscriptions/{lignes[nom]}/decision", issue="accepte")
    secret = scene.fait("chantal", f"/inscriptions/{lignes['ferme']}/scrutins", mode="secret")["id"]
    scene.scrutins["secret"] = secret
    scene.fait("chantal", f"/scrutins/{secret}/actions", action="ouvrir")
    scene.fait("chantal", f"/scrutins/{secret}/depouillement", comptes={"pour": 10, "contre": 1})
    scene.fait("chantal", f"/scrutins/{secret}/actions", action="proclamer")
    scene.fait("chantal", f"/inscriptions/{lignes['ferme']}/decision", issue="accepte")


def _publier(scene: Scene, seance: int) -> None:
    actes = scene.api("chantal").get(f"/seances/{seance}/actes").json["elements"]
    scene.numeros["acte"] = [acte["id"] for acte in actes]
    publie = next(acte["id"] for acte in actes if "publiekanar" in acte["titre"].split())
    for qui in ("chantal", "denis"):
        scene.fait(qui, f"/actes/{publie}/signatures", connecteur="demo")
    repartiteur.vider()
    scene.fait("chantal", f"/actes/{publie}/actions", action="publier", masquer_en_attente=True)
    repartiteur.vider()


def _voisine(scene: Scene) -> None:
    with ecriture():
        voisine = scene.monde.organe("college", "voisine")
        fabriques.chaine(voisine.institution_id, "voisine", [])
        voisine = fabriques.unite().merge(voisine)
        voisine.reglages = {"chaine": "voisine"}
    numero = scene.fait(
        "fatima", "/points", organe="college", service="travaux", titre="Dossier voisinekanar",
        motivation=TEXTE.format("voisinekanar"), dispositif=DECIDE.format("voisinekanar"),
    )["id"]  # fmt: skip
    scene.points["voisinekanar"] = numero


def courriels(dossier: Path) -> list[Path]:
    """The mails that were written."""
    return sorted((dossier / "courriels").glob("*.eml"))
