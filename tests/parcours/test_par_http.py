"""The same straight line as outsiders walk it: only HTTP calls on a real socket, only the names of the contract."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from pypdfium2 import PdfDocument

from college import repartiteur
from college.api import cadre
from college.tutelle.modele import Envoi
from tests.outillage.patience import PATIENCE

PRESENTS = ("denis", "claire", "joseph", "ines", "marc", "sophie", "louis", "nadia", "paul", "rose", "simon")
POINT = {
    "organe": "conseil",
    "service": "travaux",
    "nature": "reglement",
    "titre": "Redevance sur les terrasses, exercices 2027 à 2031",
    "type_acte": "APP-REDEVANCE",
    "categorie": "voirie",
    "note_synthese": "<p>24 € par mètre carré et par an.</p>",
    "motivation": "<p>Vu la Constitution, les articles 41, 162 et 173 ;</p>",
    "dispositif": "<p>Article 1er. Il est établi une redevance.</p><p>Article 2. Elle est de 24 € le mètre carré.</p>",
}


def _conforme(reponse: httpx.Response) -> Any:
    """The body, once it is what the served document promises."""
    chemin = reponse.request.url.path.removeprefix("/api/v1")
    operations = (o for o in cadre.operations.values() if o.methode == reponse.request.method)
    dites = (o for o in operations if re.fullmatch(re.sub("<[^>]+>", "[^/]+", o.chemin), chemin))
    appelee = min(dites, key=lambda operation: operation.chemin.count("<"))
    if appelee.vue:
        appelee.vue.model_validate_json(reponse.content)
    return reponse.json()


class Personne:
    """Somebody at a keyboard: calls that must succeed, and calls that must be refused."""

    def __init__(self, adresse: str, jeton: str | None) -> None:
        entetes = {"Authorization": f"Bearer {jeton}"} if jeton else {}
        self.http = httpx.Client(base_url=f"{adresse}/api/v1", headers=entetes, timeout=PATIENCE)

    def lit(self, chemin: str, **parametres: Any) -> Any:
        reponse = self.http.get(chemin, params=parametres)
        assert reponse.status_code == 200, reponse.text
        return _conforme(reponse)

    def fait(self, chemin: str, **corps: Any) -> Any:
        reponse = self.http.post(chemin, json=corps)
        assert reponse.status_code in (200, 201, 202), f"{chemin} {corps} → {reponse.text}"
        return _conforme(reponse)

    def est_refuse(self, statut: int, chemin: str, **corps: Any) -> dict[str, Any]:
        reponse = self.http.post(chemin, json=corps)
        assert reponse.status_code == statut, reponse.text
        assert reponse.headers["Content-Type"].startswith("application/problem+json")
        return reponse.json()


@pytest.fixture
def gens(serveur: str, jeton: Callable[[str], str]) -> dict[str, Personne]:
    """The people of the story, and anybody."""
    noms = ("alice", "bernard", "chantal", "denis")
    return {nom: Personne(serveur, jeton(nom)) for nom in noms} | {"public": Personne(serveur, None)}


def _agir(personne: Personne, seance: int, action: str, **options: Any) -> Any:
    return personne.fait(f"/seances/{seance}/actions", action=action, **options)


def test_de_la_proposition_a_l_approbation_par_http(
    serveur: str,
    gens,
    horloge_fixe,
    reponse_de_la_tutelle: Callable[[int, str], Envoi],
):
    alice, bernard, chantal, denis, public = gens.values()

    # 1. Proposed: a reference, an empty state, what can be done next.
    horloge_fixe("2026-11-24T09:00")
    point = alice.fait("/points", **POINT)
    assert point["reference"] == "2026-0001" and point["etat"]["phase"] == "brouillon"
    actions = f"/points/{point['id']}/actions"

    # 2 and 3. Submitted, sent back, corrected, stamped twice; who may not is told who may.
    alice.fait(actions, action="soumettre")
    assert "Bernard" in alice.est_refuse(403, actions, action="viser")["detail"]
    alice_etat = bernard.fait(actions, action="renvoyer", commentaire="Préciser le tarif.")["etat"]
    assert alice_etat["phase"] == "brouillon"
    alice.fait(actions, action="soumettre")
    bernard.fait(actions, action="viser")
    assert chantal.fait(actions, action="viser")["etat"]["phase"] == "valide"

    # 4. A séance, and the point on its agenda.
    horloge_fixe("2026-12-01T09:00")
    seance = chantal.fait("/seances", organe="conseil", debut="2026-12-14T19:30:00+01:00")["id"]
    ligne = chantal.fait(f"/seances/{seance}/inscriptions", point=point["id"])["id"]

    # 5. Convened in time; nobody opens a conseil that was not. The projects are on line.
    assert chantal.est_refuse(409, f"/seances/{seance}/actions", action="ouvrir")["motif"]
    _agir(chantal, seance, "convoquer")
    assert chantal.lit(f"/seances/{seance}/ordre-du-jour")["version"] == "A"
    _agir(chantal, seance, "publier_projets")
    repartiteur.vider()
    assert public.lit("/public/decisions", q="terrasses")["total"] == 1

    # 6. Presences, quorum, a vote: Denis on his own device, the others keyed by the secretary.
    horloge_fixe("2026-12-14T19:30")
    for nom in PRESENTS:
        chantal.fait(f"/seances/{seance}/presences", mandataire=nom, evenement="arrive")
    chantal.fait(f"/seances/{seance}/presences", mandataire="zoe", evenement="excuse")
    assert chantal.lit(f"/seances/{seance}/presences")["quorum"]["atteint"]
    _agir(chantal, seance, "ouvrir")
    vote = chantal.fait(f"/inscriptions/{ligne}/scrutins", mode="public")["id"]
    chantal.fait(f"/scrutins/{vote}/actions", action="ouvrir")
    denis.fait(f"/scrutins/{vote}/bulletins", choix="pour")
    for nom in PRESENTS[1:]:
        choix = {"paul": "contre", "rose": "abstention"}.get(nom, "pour")
        chantal.fait(f"/scrutins/{vote}/bulletins", choix=choix, mandataire=nom, titre="saisie")
    chantal.fait(f"/scrutins/{vote}/actions", action="clore")
    assert chantal.est_refuse(409, f"/scrutins/{vote}/bulletins", choix="pour", mandataire="zoe")
    chantal.fait(f"/scrutins/{vote}/actions", action="proclamer")
    resultat = chantal.lit(f"/scrutins/{vote}")
    assert (resultat["resultat"], resultat["comptes"]["pour"]) == ("adopte", 9)
    assert chantal.est_refuse(409, f"/inscriptions/{ligne}/decision", issue="refuse")
    chantal.fait(f"/inscriptions/{ligne}/decision", issue="accepte")

    # 7. Closed, then settled two days later: the act exists as soon as `arreter` has answered.
    _agir(chantal, seance, "lever")
    horloge_fixe("2026-12-16T09:00")
    _agir(chantal, seance, "arreter")
    actes = {acte["type"]: acte for acte in chantal.lit(f"/seances/{seance}/actes")["elements"]}
    acte, pv = actes["deliberation"], actes["pv"]
    assert acte["etat"] == "en_preparation"

    # 8. The minutes on demand, in both formats.
    demandes = [
        chantal.fait(f"/seances/{seance}/documents", type="pv", format=forme, portee="integrale")
        for forme in ("pdf", "docx")
    ]
    repartiteur.vider()
    for demande, debut in zip(demandes, (b"%PDF-", b"PK\x03\x04"), strict=True):
        assert chantal.lit(f"/documents/{demande['id']}")["etat"] == "pret"
        assert chantal.http.get(f"/documents/{demande['id']}/contenu").content.startswith(debut)
    with PdfDocument(chantal.http.get(f"/documents/{demandes[0]['id']}/contenu").content) as pdf:
        texte = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "Par 9 voix pour, une voix contre (Paul Wéry) et une abstention (Rose Collard)" in " ".join(texte.split())

    # 10. Signed by two hands, not twice by one; minutes only once approved.
    assert chantal.est_refuse(409, f"/actes/{pv['id']}/signatures", connecteur="demo")["article"] == "L1122-16"
    for signataire in (denis, chantal):
        signataire.fait(f"/actes/{acte['id']}/signatures", connecteur="demo")
    assert denis.est_refuse(409, f"/actes/{acte['id']}/signatures", connecteur="demo")
    repartiteur.vider()
    assert chantal.lit(f"/actes/{acte['id']}")["etat"] == "signe"

    # 11 and 9. Published in place of its project, and found.
    chantal.fait(f"/actes/{acte['id']}/actions", action="publier", masquer_en_attente=True)
    repartiteur.vider()
    (trouve,) = public.lit("/public/decisions", q="redevance terrasse")["elements"]
    assert trouve["date"] == "2026-12-14"
    page = httpx.get(urljoin(serveur, trouve["url"]))
    assert page.status_code == 200 and "Redevance sur les terrasses" in page.text

    # 12. Sent to the Region; without its pieces only with a reason; answered.
    assert chantal.est_refuse(409, f"/actes/{acte['id']}/envois")["pieces_manquantes"]
    envoi = chantal.fait(f"/actes/{acte['id']}/envois", passer_outre="Pièces remises au guichet.")["id"]
    reponse_de_la_tutelle(envoi, "approuve")
    suivi = chantal.lit(f"/envois/{envoi}")
    assert (suivi["etat"], bool(suivi["accuses"]), bool(suivi["echeances"])) == ("approuve", True, True)

    # The minutes approved and signed: the séance's file is complete.
    _agir(chantal, seance, "approuver_pv", observations=[])
    repartiteur.vider()
    for signataire in (denis, chantal):
        signataire.fait(f"/actes/{pv['id']}/signatures", connecteur="demo")
    repartiteur.vider()
    assert chantal.lit(f"/actes/{pv['id']}")["etat_pv"] == "signe"
    assert chantal.lit(f"/seances/{seance}")["etat"] == "pv_approuve"
