"""Public, closed, public again in one séance: each screen follows at once, and nobody excluded reads a word."""

import pytest

from college import repartiteur
from college.seances.compte_rendu import CompteRendu
from college.seances.modele import Seance
from college.templates_docs import documents
from college.transaction import lecture, unite

from .conftest import CONSEIL

MOT = "zibeline"  # a word of the closed point, that nobody outside may read
SECRET = {"motivation": f"<p>Vu le {MOT} ;</p>", "dispositif": f"<p>DÉCIDE de la {MOT}.</p>"}
PUBLICS = (
    "/", "/recherche?q=zibeline", "/seances", "/exemple/conseil/2026-12-14", "/exemple/conseil/2026-12-14.json",
    "/flux.atom", "/export.csv", "/sitemap.xml", "/agenda.ics", "/api/v1/public/decisions?q=zibeline",
    "/api/v1/public/seances",
)  # fmt: skip


@pytest.fixture
def seance(chantal, creer_seance, inscrire, arriver, horloge_fixe):
    """A conseil in session, its projects on line, of which the second will close its doors."""
    horloge_fixe("2026-12-01T09:00")
    numero = creer_seance("conseil", "2026-12-14T19:30")
    lignes = [
        inscrire(numero, "Budget", "conseil")["id"],
        inscrire(numero, f"Mandat de {MOT}", "conseil", titre_public="Affaire de personnel", **SECRET)["id"],
        inscrire(numero, "Voirie", "conseil")["id"],
    ]
    for action in ("convoquer", "publier_projets"):
        assert chantal.post(f"/seances/{numero}/actions", {"action": action}).status_code == 200
    horloge_fixe("2026-12-14T19:30")
    arriver(numero, *CONSEIL)
    assert chantal.post(f"/seances/{numero}/actions", {"action": "ouvrir"}).status_code == 200
    return {"id": numero, "lignes": lignes}


@pytest.fixture
def portes(chantal, seance):
    """`portes(ligne, ferme=True)`: the president closes them, or opens them."""

    def faire(ligne, ferme):
        etiquette = chantal.get(f"/seances/{seance['id']}/ordre-du-jour").headers["ETag"]
        corps = {"huis_clos": ferme, "motif": "Question de personnes." if ferme else "Plus personne n’est en cause."}
        reponse = chantal.patch(f"/inscriptions/{ligne}", corps, etiquette)
        assert reponse.status_code == 200, reponse.json
        repartiteur.vider(tolerant=True)

    return faire


@pytest.fixture
def lire(app, connecter, api, seance):
    """`lire("hugo")`: all that he can read of the séance, screens and API; `lire(None)`: the public."""

    def faire(qui):
        navigateur = app.test_client()
        if qui is None:
            return {adresse: navigateur.get(adresse).text for adresse in PUBLICS}
        connecter(navigateur, qui)
        ici, lignes = f"/app/seances/{seance['id']}", seance["lignes"]
        ecrans = [ici, *(f"{ici}/membre?point={ligne}" for ligne in lignes), f"{ici}/membre", f"{ici}/salle",
                  f"{ici}/membre/nouvelles?depuis=0", f"{ici}/salle/nouvelles?depuis=0"]  # fmt: skip
        lus = {adresse: navigateur.get(adresse).text for adresse in ecrans}
        appels = ["", "/ordre-du-jour", "/direct", "/presences"]
        lus |= {chemin: api(qui).get(f"/seances/{seance['id']}{chemin}").text for chemin in appels}
        return lus | {f"ligne {n}": api(qui).get(f"/inscriptions/{n}").text for n in lignes}

    return faire


def _ou_se_lit(lus):
    return {adresse for adresse, texte in lus.items() if MOT in texte.lower()} - {"/recherche?q=zibeline"}


def _pv(numero, partie):
    with lecture():
        return str(documents.contexte_de("pv", CompteRendu(unite().get_one(Seance, numero)).dossier(partie)))


def test_d17_public_ferme_puis_public_chaque_ecran_suit_et_nul_exclu_ne_lit_un_mot(
    chantal, client, seance, portes, lire
):
    budget, mandat, voirie = seance["lignes"]
    assert "/exemple/conseil/2026-12-14" in _ou_se_lit(lire(None)), "it was announced in public"
    chantal.post(f"/inscriptions/{budget}/decision", {"issue": "accepte", "mode": "unanimite"})
    portes(mandat, ferme=True)
    vote = chantal.post(f"/inscriptions/{mandat}/scrutins", {"mode": "public", "question": f"Écarter la {MOT}"}).json
    chantal.post(f"/scrutins/{vote['id']}/actions", {"action": "ouvrir"})
    chantal.post(f"/scrutins/{vote['id']}/bulletins", {"choix": "pour", "mandataire": "denis", "titre": "saisie"})
    for qui in (None, "hugo"):  # the public, and the agent of another service
        assert _ou_se_lit(lire(qui)) == set(), f"{qui} reads it"
    salle = client.get(f"/app/seances/{seance['id']}/salle", follow_redirects=True)
    assert MOT not in salle.text.lower()
    lues = lire("chantal")
    assert "Affaire de personnel" in lues[f"/app/seances/{seance['id']}/salle"], "the room shows the public wording"
    assert MOT not in lues[f"/app/seances/{seance['id']}/salle"].lower()
    assert MOT in lues[f"/app/seances/{seance['id']}/membre"].lower(), "who keeps the minutes reads it"
    assert MOT in lire("denis")[f"/app/seances/{seance['id']}/membre"].lower(), "a member hears it"
    for action in ("clore", "proclamer"):
        chantal.post(f"/scrutins/{vote['id']}/actions", {"action": action})
    chantal.post(f"/inscriptions/{mandat}/decision", {"issue": "accepte"})
    assert _ou_se_lit(lire("hugo")) == set() and _ou_se_lit(lire(None)) == set()
    chantal.post(f"/inscriptions/{voirie}/decision", {"issue": "accepte", "mode": "unanimite"})
    assert "Voirie" in lire("hugo")[f"/app/seances/{seance['id']}/salle"], "the doors are open again"
    chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"})
    assert MOT not in _pv(seance["id"], "publique").lower() and MOT in _pv(seance["id"], "huis_clos").lower()


def test_d17_les_portes_rouvertes_tout_revient_et_la_phrase_le_dit(chantal, seance, portes, lire):
    mandat = seance["lignes"][1]
    portes(mandat, ferme=True)
    assert _ou_se_lit(lire(None)) == set()
    portes(mandat, ferme=False)
    assert {"/exemple/conseil/2026-12-14", "/exemple/conseil/2026-12-14.json"} <= _ou_se_lit(lire(None))
    chantal.post(f"/inscriptions/{mandat}/decision", {"issue": "accepte", "mode": "unanimite"})
    assert f"/app/seances/{seance['id']}/salle" in _ou_se_lit(lire("hugo"))
    assert "Le point est traité en séance publique" in _pv(seance["id"], "publique").replace("\\xa0", " ")


def test_l11_qui_se_retire_ne_lit_plus_ni_le_texte_ni_la_question_du_vote(chantal, seance, portes, lire):
    mandat = seance["lignes"][1]
    portes(mandat, ferme=True)
    retrait = {"mandataire": "denis", "evenement": "se_retire", "inscription": mandat}
    assert chantal.post(f"/seances/{seance['id']}/presences", retrait).status_code == 200
    vote = chantal.post(f"/inscriptions/{mandat}/scrutins", {"mode": "public", "question": f"Écarter la {MOT}"}).json
    chantal.post(f"/scrutins/{vote['id']}/actions", {"action": "ouvrir"})
    assert _ou_se_lit(lire("denis")) == set()
    page = lire("denis")[f"/app/seances/{seance['id']}/membre"]
    assert "pour intérêt" in page and f"/app/scrutins/{vote['id']}/vote" not in page


def test_le_tableau_des_presences_dit_les_departs_et_les_retours(chantal, seance):
    budget, mandat, voirie = seance["lignes"]

    def bouger(membre, evenement, ligne=None):
        corps = {"mandataire": membre, "evenement": evenement} | ({"inscription": ligne} if ligne else {})
        assert chantal.post(f"/seances/{seance['id']}/presences", corps).status_code == 200

    def voter(ligne):
        assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte", "mode": "unanimite"}).json

    voter(budget)
    bouger("rose", "quitte")
    bouger("ines", "se_retire", mandat)
    voter(mandat)
    bouger("ines", "revient")
    bouger("rose", "revient", voirie)
    bouger("paul", "quitte", voirie)
    voter(voirie)
    chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"})
    with lecture():
        lus = CompteRendu(unite().get_one(Seance, seance["id"])).dossier().seance.presences
    dits = {p.nom: p.presence for p in lus}
    assert dits["Mme Rose Collard"] == "présente, sortie après le point\u00a01, rentrée au point\u00a03"
    assert dits["Mme Inès Gilles"] == "présente, retirée pour le point\u00a02", "back as soon as it was over"
    assert dits["M. Paul Wéry"] == "présent, sorti au point\u00a03"
    assert dits["M. Denis Leroy"] == "présent"
    assert "sortie après le point 1, rentrée au point 3" in _pv(seance["id"], "publique").replace("\\xa0", " ")
