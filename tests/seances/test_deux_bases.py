"""The room on SQLite and on PostgreSQL: the same story, races over real HTTP, and an urn that tells nothing."""

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import Barrier

import pytest
from sqlalchemy import select, text

from college import stockage, transaction
from college.actes.modele import Acte
from college.connecteurs import courriel
from college.seances import urne
from college.seances.modele import Bulletin, BulletinScelle, Emargement
from college.settings import Settings
from college.transaction import ecriture, lecture, unite

from .conftest import CONSEIL

ENSEMBLE = 20


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def base(request, tmp_path):
    """Each test of this file runs on both databases."""
    url = request.getfixturevalue(f"base_{request.param}")
    moteur = transaction.creer_moteur(url)
    transaction.brancher(moteur)
    stockage.brancher(tmp_path / "var" / "fichiers")
    courriel.brancher(Settings(env="test", data_dir=tmp_path / "var"))
    yield url
    moteur.dispose()


@pytest.fixture
def urnes_ouvertes(monde):
    """The conseil's ROI allows votes on devices, secret ones too."""
    with ecriture():
        organe = unite().merge(monde.organe("conseil"))
        organe.reglages = {**organe.reglages, "vote_appareils": {"public": True, "secret": True, "base": "ROI art. 40"}}


@pytest.fixture
def ensemble(serveur, jeton):
    """`ensemble([("POST", "/…", {...}), …])`: all sent at the same instant over real sockets; statuses and bodies."""
    hote = serveur.removeprefix("http://")
    entetes = {"Authorization": f"Bearer {jeton('chantal')}", "Content-Type": "application/json"}

    def envoyer(demandes, qui=None):
        barriere = Barrier(len(demandes))
        miens = entetes | ({"Authorization": f"Bearer {jeton(qui)}"} if qui else {})

        def un(demande):
            methode, chemin, corps, *autres = demande
            connexion = HTTPConnection(hote, timeout=60)
            barriere.wait(30)
            connexion.request(methode, f"/api/v1{chemin}", json.dumps(corps), miens | (autres[0] if autres else {}))
            reponse = connexion.getresponse()
            corps = reponse.read()
            connexion.close()
            return reponse.status, json.loads(corps or b"null")

        with ThreadPoolExecutor(len(demandes)) as fils:
            return list(fils.map(un, demandes))

    return envoyer


def test_un_conseil_de_la_convocation_a_l_approbation(chantal, conseil_ouvert):
    seance = conseil_ouvert(2)
    une, deux = seance["lignes"]
    exceptions = [{"mandataire": "paul", "choix": "contre"}]
    corps = {"issue": "accepte", "mode": "unanimite", "exceptions": exceptions}
    assert chantal.post(f"/inscriptions/{une}/decision", corps).status_code == 200
    vote = chantal.post(f"/inscriptions/{deux}/scrutins", {"mode": "public"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    for membre in CONSEIL:
        corps = {"choix": "contre" if membre == "rose" else "pour", "mandataire": membre, "titre": "saisie"}
        assert chantal.post(f"/scrutins/{vote}/bulletins", corps).status_code == 201
    for action in ("clore", "proclamer"):
        rendu = chantal.post(f"/scrutins/{vote}/actions", {"action": action}).json
    assert rendu["phrase"] == "Par 11 voix pour et une voix contre (Rose Collard),"
    chantal.post(f"/inscriptions/{deux}/decision", {"issue": "accepte"})
    for action in ("lever", "arreter", "approuver_pv"):
        reponse = chantal.post(f"/seances/{seance['id']}/actions", {"action": action})
        assert reponse.status_code == 200, reponse.json
    assert len(chantal.get(f"/seances/{seance['id']}/actes").json["elements"]) >= 3


def _tours(request):
    return 100 if "long" in (request.config.getoption("markexpr") or "").replace("not long", "") else ENSEMBLE


def test_vingt_votes_du_meme_membre_n_en_font_qu_un(chantal, conseil_ouvert, ensemble, urnes_ouvertes):
    seance = conseil_ouvert(1)
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "public"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    choix = [("POST", f"/scrutins/{vote}/bulletins", {"choix": ("pour", "contre")[n % 2]}) for n in range(ENSEMBLE)]
    reponses = ensemble(choix, "denis")
    assert {statut for statut, _ in reponses} == {201}, reponses
    with lecture():
        bulletins = unite().scalars(select(Bulletin).where(Bulletin.scrutin_id == vote)).all()
        assert len(bulletins) == 1, "one ballot a member; the others are its history"
    clos = chantal.post(f"/scrutins/{vote}/actions", {"action": "clore"}).json
    assert sum(clos["comptes"].values()) == clos["votants"] == 1


def test_un_second_bulletin_secret_est_refuse_meme_au_meme_instant(chantal, conseil_ouvert, ensemble, urnes_ouvertes):
    seance = conseil_ouvert(1)
    vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "secret"}).json["id"]
    chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
    reponses = ensemble([("POST", f"/scrutins/{vote}/bulletins", {"choix": "pour"})] * ENSEMBLE, "denis")
    assert sorted(statut for statut, _ in reponses) == [201] + [409] * (ENSEMBLE - 1)
    with lecture():
        assert len(unite().scalars(select(BulletinScelle.id)).all()) == 1


def test_clore_pendant_qu_on_vote_ne_perd_aucun_vote_acquitte(chantal, conseil_ouvert, ensemble, request):
    seance = conseil_ouvert(1)
    for _ in range(max(2, _tours(request) // 5)):
        vote = chantal.post(f"/inscriptions/{seance['lignes'][0]}/scrutins", {"mode": "public"}).json["id"]
        chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
        demandes = [
            ("POST", f"/scrutins/{vote}/bulletins", {"choix": "pour", "mandataire": m, "titre": "saisie"})
            for m in CONSEIL
        ]
        *votes, clos = ensemble([*demandes, ("POST", f"/scrutins/{vote}/actions", {"action": "clore"})])
        acquittes = sum(1 for statut, _ in votes if statut == 201)
        assert clos[0] == 200 and {statut for statut, _ in votes} <= {201, 409}, (votes, clos)
        assert chantal.get(f"/scrutins/{vote}").json["comptes"]["pour"] == acquittes
        chantal.post(f"/scrutins/{vote}/actions", {"action": "proclamer"})


def test_deux_deplacements_au_meme_instant_l_un_gagne_l_autre_le_sait(chantal, creer_seance, inscrire, ensemble):
    seance = creer_seance(debut="2027-01-08T14:00")
    lignes = [inscrire(seance, f"Point {n}")["id"] for n in range(4)]
    for _ in range(4):
        etiquette = chantal.get(f"/seances/{seance}/ordre-du-jour").headers["ETag"]
        demandes = [("PATCH", f"/inscriptions/{li}", {"numero": 1}, {"If-Match": etiquette}) for li in lignes[2:]]
        reponses = ensemble(demandes)
        assert sorted(statut for statut, _ in reponses) == [200, 412], reponses
        odj = chantal.get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"]
        assert [li["numero"] for li in odj] == ["1", "2", "3", "4"] and {li["id"] for li in odj} == set(lignes)


def test_arreter_en_parallele_numerote_sans_trou(chantal, conseil_ouvert, ensemble):
    seance = conseil_ouvert(6)
    for ligne in seance["lignes"]:
        chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte", "mode": "unanimite"})
    chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"})
    adresse = f"/seances/{seance['id']}/actions"
    demandes = [("POST", adresse, {"action": "arreter", "inscriptions": [li]}) for li in seance["lignes"]]
    reponses = ensemble(demandes + [("POST", adresse, {"action": "arreter"})] * 4)
    assert {statut for statut, _ in reponses} <= {200, 409}, reponses
    with lecture():
        references = unite().scalars(select(Acte.reference).where(Acte.type == "deliberation")).all()
    numeros = sorted(int(r.rsplit("/", 1)[-1]) for r in references)
    assert numeros == list(range(1, 7)), references


def test_l9_l_ordre_des_lignes_ne_relie_personne_a_son_bulletin(
    chantal, api, conseil_ouvert, urnes_ouvertes, monde, base
):
    """Even with the key of an open urn, whoever pairs voters and boxes in their order does no better than chance."""
    seance = conseil_ouvert(3)
    avec_compte = [m for m in CONSEIL if monde.mandataire(m).agent_id]
    justes = total = 0
    for tour, ligne in enumerate(seance["lignes"]):
        vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "secret"}).json["id"]
        chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
        attendu = {}
        for rang, membre in enumerate(avec_compte):
            choix = f"{('pour', 'contre')[(rang + tour) % 2]}"
            assert api(membre).post(f"/scrutins/{vote}/bulletins", {"choix": choix}).status_code == 201
            attendu[monde.mandataire(membre).id] = choix
        with lecture():
            votants = unite().scalars(select(Emargement.mandataire_id).where(Emargement.scrutin_id == vote)).all()
            boites = unite().scalars(select(BulletinScelle.boite).where(BulletinScelle.scrutin_id == vote)).all()
            ouvertes = [urne.desceller(vote, [boite])[0] for boite in boites]
            if base.startswith("postgresql"):
                instants = unite().execute(text("SELECT DISTINCT xmin::text FROM bulletin_scelle"))
                assert len(instants.all()) == 1, "one transaction for all: none came with its voter"
        assert len(votants) == len(ouvertes) == len(avec_compte)
        justes += sum(attendu[qui] == dit for qui, dit in zip(votants, ouvertes, strict=True))
        total += len(votants)
        chantal.post(f"/scrutins/{vote}/actions", {"action": "clore"})
    assert total >= 3 and (total < 30 or justes < total - 3)
