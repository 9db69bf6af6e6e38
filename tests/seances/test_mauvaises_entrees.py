"""What goes wrong in a room, over HTTP: late, double, replayed, absent, at once; the truth stays on every screen."""

import re
import uuid
from datetime import date

import pytest
from sqlalchemy import select

from college.organisation.modele import Mandat
from college.seances.modele import Bulletin
from college.transaction import ecriture, lecture, unite

from .conftest import CONSEIL


@pytest.fixture
def ouvrir(chantal):
    """`ouvrir(ligne)`: a public vote under way; gives its id."""

    def faire(ligne, mode="public"):
        vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": mode}).json["id"]
        assert chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"}).status_code == 200
        return vote

    return faire


@pytest.fixture
def tablette(app, connecter, comptes):
    """`tablette("rose")`: a browser without scripts, in which she is signed in; `.voter(page, vote, choix)`."""

    class Tablette:
        def __init__(self, qui):
            self.client = connecter(app.test_client(), qui)

        def lire(self, seance, ecran="membre"):
            return self.client.get(f"/app/seances/{seance}/{ecran}").text.replace("\u00a0", " ")

        def voter(self, page, vote, choix, **champs):
            jeton = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
            envoi = {"csrf_token": jeton, "choix": choix, **champs}
            return self.client.post(f"/app/scrutins/{vote}/vote", data=envoi, follow_redirects=True)

    return Tablette


def _clore(chantal, vote):
    for action in ("clore", "proclamer"):
        clos = chantal.post(f"/scrutins/{vote}/actions", {"action": action})
        assert clos.status_code == 200, clos.json
    return clos.json


def test_l2_la_page_ouverte_avant_la_cloture_dit_vote_clos_et_ne_change_rien(chantal, conseil_ouvert, ouvrir, tablette):
    seance = conseil_ouvert()
    vote, rose = ouvrir(seance["lignes"][0]), tablette("rose")
    page = rose.lire(seance["id"])
    assert f"/app/scrutins/{vote}/vote" in page
    chantal.post(f"/scrutins/{vote}/bulletins", {"choix": "pour", "mandataire": "rose", "titre": "saisie"})
    attendu = rose.voter(page, vote, "contre", attendu="1")
    assert attendu.status_code == 409 and "le secrétariat a noté votre vote" in attendu.text
    avant = _clore(chantal, vote)
    tard = rose.voter(page, vote, "contre")
    dit = tard.text.replace("\u00a0", " ")
    assert tard.status_code == 409 and "Le vote est clos : votre choix n’a pas été enregistré" in dit
    assert "Point 1 : votre choix n’est pas compté." in dit and "Compté pour vous : <b>oui</b>" in dit
    nouvelles = rose.lire(seance["id"], "membre/nouvelles")
    assert 'id="scrutin-membre"' in nouvelles and "refus-vote" not in nouvelles, "news leave the refusal where it is"
    assert chantal.get(f"/scrutins/{vote}").json == avant


def test_un_envoi_rejoue_apres_la_cloture_redit_ce_qui_fut_recu_et_un_nouveau_est_refuse(
    api, comptes, chantal, conseil_ouvert, ouvrir
):
    vote, rose = ouvrir(conseil_ouvert()["lignes"][0]), api("rose")
    cle = {"Idempotency-Key": str(uuid.uuid4())}
    premier = rose.post(f"/scrutins/{vote}/bulletins", {"choix": "contre"}, headers=cle)
    assert premier.status_code == 201
    _clore(chantal, vote)
    rejoue = rose.post(f"/scrutins/{vote}/bulletins", {"choix": "contre"}, headers=cle)
    assert (rejoue.status_code, rejoue.json) == (201, premier.json), "the network ate the first answer: here it is"
    neuf = rose.post(f"/scrutins/{vote}/bulletins", {"choix": "pour"}, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert neuf.status_code == 409 and neuf.json["motif"] == "vote_clos"
    assert chantal.get(f"/scrutins/{vote}").json["noms"] == {"contre": ["rose"]}


def test_un_formulaire_envoye_deux_fois_ne_fait_qu_un_bulletin(chantal, conseil_ouvert, ouvrir, tablette):
    seance = conseil_ouvert()
    vote, rose = ouvrir(seance["lignes"][0]), tablette("rose")
    page = rose.lire(seance["id"])
    cle = re.search(r'name="cle_unique" value="([^"]+)"', page)[1]
    for _ in range(2):
        assert "Votre vote : abstention" in rose.voter(page, vote, "abstention", cle_unique=cle).text.replace(
            "\u00a0", " "
        )
    with lecture():
        (bulletin,) = unite().scalars(select(Bulletin).where(Bulletin.scrutin_id == vote))
        assert (bulletin.choix, bulletin.historique) == ("abstention", [])


def test_l4_l_absent_lit_pourquoi_il_ne_vote_pas_et_son_envoi_force_est_refuse(
    chantal, conseil_ouvert, ouvrir, tablette, arriver, app, connecter
):
    seance = conseil_ouvert(membres=tuple(m for m in CONSEIL if m != "rose"))
    rose = tablette("rose")
    assert "Signaler ma présence" in rose.lire(seance["id"]), "she need not wait for a vote to say that she is there"
    vote = ouvrir(seance["lignes"][0])
    page = rose.lire(seance["id"])
    assert "Vous n’êtes pas noté" in page and f"/app/scrutins/{vote}/vote" not in page
    force = rose.voter(page, vote, "pour")
    assert force.status_code == 409 and "Rose Collard n’est pas noté" in force.text.replace("\u00a0", " ")
    assert "Vous n’êtes pas notée présente" in page and "Signaler ma présence" in page
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    envoi = {"csrf_token": jeton}
    signale = rose.client.post(f"/app/seances/{seance['id']}/membre/presence", data=envoi, follow_redirects=True)
    assert "Votre présence est signalée" in signale.text.replace("\u00a0", " ")
    membres = {m["mandataire"]: m for m in chantal.get(f"/seances/{seance['id']}/presences").json["membres"]}
    assert (membres["rose"]["etat"], membres["rose"]["signale"]) == ("attendu", True), "only the secretary notes it"
    assert rose.voter(page, vote, "pour").status_code == 409
    cockpit = connecter(app.test_client(), "chantal").get(f"/app/seances/{seance['id']}/direct").text
    assert "signale sa présence" in cockpit
    membres = {m["mandataire"]: m for m in arriver(seance["id"], "rose")["membres"]}
    assert (membres["rose"]["etat"], membres["rose"]["signale"]) == ("present", False)
    assert f"/app/scrutins/{vote}/vote" in rose.lire(seance["id"]), "noted present, she votes"


def test_l4_qui_ne_siege_pas_ne_signale_rien(api, chantal, college_ouvert, conseil_ouvert):
    college = college_ouvert()["id"]
    assert api("alice").post(f"/seances/{college}/presences/signalement", {}).status_code == 403
    chantal.post(f"/seances/{college}/actions", {"action": "lever", "confirmer": True})
    tard = api("denis").post(f"/seances/{college}/presences/signalement", {})
    assert tard.status_code == 409 and "avant sa levée" in tard.json["detail"]


def test_un_vote_au_nom_d_un_autre_est_refuse(api, comptes, chantal, conseil_ouvert, ouvrir):
    vote = ouvrir(conseil_ouvert()["lignes"][0])
    for corps in ({"choix": "pour", "mandataire": "paul"}, {"choix": "pour", "mandataire": "paul", "titre": "saisie"}):
        refus = api("rose").post(f"/scrutins/{vote}/bulletins", corps)
        assert refus.status_code == 403 and "ne votez que pour vous-même" in refus.json["detail"]
    assert chantal.get(f"/scrutins/{vote}").json["votants"] == 0


def test_le_point_retire_a_l_instant_ferme_son_vote_sur_chaque_ecran(chantal, conseil_ouvert, ouvrir, tablette):
    seance = conseil_ouvert(2)
    ligne = seance["lignes"][0]
    vote, rose = ouvrir(ligne), tablette("rose")
    page = rose.lire(seance["id"])
    ouvert = chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "retire"})
    assert ouvert.status_code == 409 and ouvert.json["motif"] == "scrutin_ouvert", "its vote first"
    _clore(chantal, vote)
    assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "retire"}).status_code == 200
    assert rose.voter(page, vote, "pour").status_code == 409
    assert f"/app/scrutins/{vote}/vote" not in rose.lire(seance["id"])
    encore = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "public"})
    assert encore.status_code == 409 and encore.json["motif"] == "point_retire"


def test_des_montres_qui_different_ne_changent_pas_l_ordre_de_ce_qui_s_est_passe(chantal, conseil_ouvert, ouvrir, api):
    seance = conseil_ouvert()
    adresse = f"/seances/{seance['id']}/presences"
    gestes = (("quitte", "2026-12-14T19:34:00+01:00"), ("revient", "2026-12-14T19:26:00+01:00"))
    for geste, montre in gestes:  # the second tablet is eight minutes late
        note = chantal.post(adresse, {"mandataire": "denis", "evenement": geste, "le": montre})
        assert note.status_code == 200, note.json
    assert "denis" in note.json["presents"], "the order of what was noted, never that of the clocks"
    for geste, montre in (
        ("quitte", "2031-01-01T00:00"),
        ("quitte", "2026-12-14T18:00"),
        ("excuse", "2025-01-01T00:00"),
    ):
        refus = chantal.post(adresse, {"mandataire": "denis", "evenement": geste, "le": montre})
        assert refus.status_code == 422 and refus.json["erreurs"][0]["champ"] == "le", refus.json
        assert "Denis Leroy" in refus.json["erreurs"][0]["message"], "who, why, what to do"
    vote = ouvrir(seance["lignes"][0])
    avance = {"choix": "pour", "le": "2031-01-01T00:00:00Z"}
    refus = api("denis").post(f"/scrutins/{vote}/bulletins", avance)
    assert refus.status_code == 422 and refus.json["erreurs"][0]["champ"] == "le", "a ballot carries no clock"
    recu = api("denis").post(f"/scrutins/{vote}/bulletins", {"choix": "pour"}).json
    assert recu["le"].startswith("2026-12-14"), "the server says when"


def test_deux_secretaires_closent_ensemble_et_l_un_apprend_ce_que_l_autre_a_fait(
    ensemble, chantal, conseil_ouvert, ouvrir
):
    vote = ouvrir(conseil_ouvert()["lignes"][0])
    chantal.post(f"/scrutins/{vote}/bulletins", {"choix": "pour", "mandataire": "denis", "titre": "saisie"})
    reponses = ensemble([("POST", f"/scrutins/{vote}/actions", {"action": "clore"})] * 2)
    assert sorted(statut for statut, _ in reponses) == [200, 409]
    refus = next(corps for statut, corps in reponses if statut == 409)
    assert "Ce vote est clos" in refus["detail"]
    assert chantal.get(f"/scrutins/{vote}").json["comptes"]["pour"] == 1


def test_deux_cockpits_ne_votent_ni_ne_decident_deux_fois_sans_s_etre_vus(app, connecter, chantal, conseil_ouvert):
    seance = conseil_ouvert()
    (ligne,) = seance["lignes"]
    client = connecter(app.test_client(), "chantal")

    def ouvrir_la_page():
        page = client.get(f"/app/seances/{seance['id']}/direct").text
        jeton = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        vus = {f: re.search(rf'id="{f}".*?name="vu" value="([^"]*)"', page, re.S)[1] for f in ("decision", "vote")}

        def presser(geste, **champs):
            forme = "decision" if geste == "decider" else "vote"
            envoi = {"csrf_token": jeton, "vu": vus[forme], **champs}
            suite = client.post(f"/app/inscriptions/{ligne}/{geste}", data=envoi, follow_redirects=True)
            return suite.text.replace("\u00a0", " ")

        return presser

    un, deux = ouvrir_la_page(), ouvrir_la_page()
    denis = re.search(r'name="v-(\d+)"', client.get(f"/app/seances/{seance['id']}/direct").text)[1]
    un("vote", mode="unanimite", **{f"v-{denis}": "contre"})
    assert "vient d’être proclamé au point 1 depuis un autre écran" in deux("vote", mode="unanimite")
    (vote,) = chantal.get(f"/inscriptions/{ligne}").json["scrutins"]
    lu = chantal.get(f"/scrutins/{vote['id'] if isinstance(vote, dict) else vote}").json
    assert lu["comptes"]["contre"] == 1, "what the other secretary noted is what stands"
    un("decider", issue="accepte")
    assert "vient d’être décidé depuis un autre écran : « Accepté »" in deux("decider", issue="reporte")
    assert chantal.get(f"/inscriptions/{ligne}").json["decision"]["issue"] == "accepte"
    ouvrir_la_page()("decider", issue="reporte")
    assert chantal.get(f"/inscriptions/{ligne}").json["decision"]["issue"] == "reporte", "once seen, it may change"


def test_deux_secretaires_decident_le_meme_point_et_rien_ne_se_double(ensemble, chantal, conseil_ouvert):
    (ligne,) = conseil_ouvert()["lignes"]
    chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite"})
    reponses = ensemble([("POST", f"/inscriptions/{ligne}/decision", {"issue": "accepte"})] * 4)
    assert {statut for statut, _ in reponses} == {200}
    assert len(chantal.get(f"/inscriptions/{ligne}").json["decisions"]) == 1


def test_un_mandat_qui_finit_aujourd_hui_vote_ce_soir_a_l_ecran_et_plus_demain(
    chantal, conseil_ouvert, ouvrir, tablette, monde, horloge_fixe
):
    with ecriture():
        rose = monde.mandataire("rose").id
        for mandat in unite().scalars(select(Mandat).where(Mandat.mandataire_id == rose)):
            mandat.au = date(2026, 12, 14)
    seance = conseil_ouvert()
    vote, elle = ouvrir(seance["lignes"][0]), tablette("rose")
    page = elle.lire(seance["id"])
    assert "Votre vote : non" in elle.voter(page, vote, "contre").text.replace("\u00a0", " ")
    horloge_fixe("2026-12-15T00:10")
    assert elle.voter(page, vote, "pour").status_code in (403, 404)
    assert _clore(chantal, vote)["noms"] == {"contre": ["rose"]}, "what she voted before midnight stands"


def test_l_absence_notee_pendant_que_l_on_vote_ne_perd_pas_le_vote_acquitte(
    api, comptes, chantal, conseil_ouvert, ouvrir
):
    seance = conseil_ouvert()
    vote = ouvrir(seance["lignes"][0])
    assert api("rose").post(f"/scrutins/{vote}/bulletins", {"choix": "contre"}).status_code == 201
    adresse = f"/seances/{seance['id']}/presences"
    sortie = chantal.post(adresse, {"mandataire": "rose", "evenement": "quitte"})
    assert sortie.status_code == 409 and "vient de voter au point 1" in sortie.json["detail"]
    retrait = chantal.post(adresse, {"mandataire": "rose", "evenement": "se_retire"})
    assert retrait.status_code == 409 and retrait.json["motif"] == "a_vote"
    assert _clore(chantal, vote)["noms"] == {"contre": ["rose"]}
