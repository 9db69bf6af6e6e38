"""A secret vote on devices: whoever has the base, its journals and the logs does no better than chance."""

import hashlib
import logging
import math
import re
from collections import Counter
from itertools import pairwise

import pytest
from sqlalchemy import MetaData, select, text

from college import transaction
from college.api.modele import ReponseGardee
from college.seances import depouillement, urne
from college.seances.modele import BulletinScelle, Emargement, Scrutin
from college.seances.releve import Releve
from college.transaction import ecriture, lecture, unite

from .urnes import CANARIS, fichiers, replier_le_wal, voter

TOURS = pytest.mark.parametrize("tours", [2, pytest.param(20, marks=[pytest.mark.long, pytest.mark.timeout(3600)])])


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def base(request, base_vide):
    """On both databases."""
    return base_vide(request.param)


@pytest.fixture
def scrutin(chantal, conseil_ouvert, urnes_ouvertes, comptes):
    """`scrutin()`: a new election of a person, open on the tablets."""
    (ligne,) = conseil_ouvert(1)["lignes"]
    candidats = [{"code": code, "nom": f"Candidat {n}"} for n, code in enumerate(CANARIS)]

    def faire():
        vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "election", "candidats": candidats}).json["id"]
        assert chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"}).status_code == 200
        return vote

    return faire


def _correler(vote, choisis):
    """With the key of the open urn, pair voters and boxes by each order that the base keeps: right guesses."""
    with lecture():
        votants = select(Emargement.mandataire_id).where(Emargement.scrutin_id == vote)
        boites = select(BulletinScelle.boite).where(BulletinScelle.scrutin_id == vote)
        postgresql = unite().get_bind().dialect.name == "postgresql"
        physique, ecrit = ("ctid", "xmin::text::bigint") if postgresql else ("id", "id")
        ordres = {
            "as they come": (votants, boites),
            "by id": (votants.order_by(Emargement.id), boites.order_by(BulletinScelle.id)),
            "as they lie": (votants.order_by(text(physique)), boites.order_by(text(physique))),
            "by transaction": (votants.order_by(text(ecrit)), boites.order_by(text(ecrit))),
            "by number of the voter": (votants.order_by(Emargement.mandataire_id), boites.order_by(text(physique))),
        }
        justes = {}
        for nom, (qui, quoi) in ordres.items():
            ouvertes = [urne.desceller(vote, [boite])[0] for boite in unite().scalars(quoi)]
            paires = zip(unite().scalars(qui), ouvertes, strict=True)
            justes[nom] = sum(choisis[membre] == dit for membre, dit in paires)
    return justes


@TOURS
def test_l9_aucun_correlateur_ne_fait_mieux_que_le_hasard(chantal, api, monde, scrutin, tours):
    total, justes = 0, Counter()
    for tour in range(tours):
        vote = scrutin()
        choisis = voter(api, monde, vote, tour)
        total += len(choisis)
        justes.update(_correler(vote, choisis))
        _finir(chantal, vote)
    assert total == 12 * tours and _parlants(justes, total) == {}, justes


def _finir(chantal, vote):
    for action in ("clore", "proclamer"):
        assert chantal.post(f"/scrutins/{vote}/actions", {"action": action}).status_code == 200


def _parlants(justes, essais):
    """Those that guess right, or wrong, more often than chance would once in sixteen thousand.

    Six and six paired at random are right once in two, and spread a little more than as many coins: 12/11.
    """
    combien = essais if isinstance(essais, Counter) else Counter(dict.fromkeys(justes, essais))
    parts = {nom: (n / combien[nom], 4 * math.sqrt(0.25 * 12 / 11 / combien[nom])) for nom, n in justes.items()}
    return {nom: part for nom, (part, ecart) in parts.items() if abs(part - 0.5) > ecart}


@TOURS
@pytest.mark.parametrize("base", ["sqlite"], indirect=True)
def test_l9_la_place_des_lignes_dans_les_pages_de_sqlite_ne_relie_rien(chantal, api, monde, scrutin, tmp_path, tours):
    essais, justes = Counter(), Counter()  # a page that holds them all: fewer of them as votes pile up
    for tour in range(tours):
        vote = scrutin()
        choisis = voter(api, monde, vote, tour)
        replier_le_wal()
        octets = (tmp_path / "var" / "college.sqlite").read_bytes()
        with lecture():
            ids = select(Emargement.id, Emargement.mandataire_id).where(Emargement.scrutin_id == vote)
            venus = {ident.encode(): membre for ident, membre in unite().execute(ids)}
            boites = unite().scalars(select(BulletinScelle.boite).where(BulletinScelle.scrutin_id == vote)).all()
        (posees,) = _par_page(octets, boites)
        ouvertes = [urne.desceller(vote, [boite])[0] for boite in posees]
        for rang, page in enumerate(_par_page(octets, venus)):
            paires = zip((venus[ident] for ident in page), ouvertes, strict=True)
            essais[f"page {rang}"] += len(choisis)
            justes[f"page {rang}"] += sum(choisis[membre] == dit for membre, dit in paires)
        _finir(chantal, vote)
    assert len(justes) >= 2 and _parlants(justes, essais) == {}, (justes, essais)


def _par_page(octets, reperes):
    """For each page that holds them all, their order: SQLite fills a page from its end."""
    places = {}
    for repere in reperes:
        for trouve in re.finditer(re.escape(repere), octets):
            places.setdefault(trouve.start() // 4096, []).append((-trouve.start(), repere))
    return [[repere for _, repere in sorted(vus)] for _, vus in sorted(places.items()) if len(vus) == len(reperes)]


@TOURS
def test_l9_sans_la_cle_une_copie_de_la_base_apres_chaque_vote_ne_dit_rien(chantal, api, monde, scrutin, tours):
    total, justes = 0, Counter()
    for tour in range(tours):
        vote, copies = scrutin(), [Counter()]
        choisis = voter(api, monde, vote, tour, cle=f"essai{tour}", apres=lambda c=copies, v=vote: c.append(_copier(v)))
        total += len(choisis)
        for choix, (avant, apres) in zip(choisis.values(), pairwise(copies), strict=True):
            justes.update({nom: (choix == CANARIS[0]) == bool(bit) for nom, bit in _indices(apres - avant).items()})
        _finir(chantal, vote)
    assert total == 12 * tours and set(justes) >= {"box, byte 0", "answer, bit 0"}
    assert _parlants(justes, total) == {}, justes


def _copier(vote):
    """What a copy of the base holds that a vote may change."""
    with lecture():
        boites = unite().scalars(select(BulletinScelle.boite).where(BulletinScelle.scrutin_id == vote))
        reponses = unite().execute(select(ReponseGardee.cle, ReponseGardee.empreinte, ReponseGardee.corps))
        return Counter([("box", b) for b in boites] + [("answer", f"{c}{e}{o}".encode()) for c, e, o in reponses])


def _indices(nouveaux):
    """Bits of what came with one vote: any of them would do for whoever wants to guess."""
    bits = {}
    for (quoi, octets), _ in nouveaux.items():
        empreinte = hashlib.sha256(octets).digest()
        bits |= {f"{quoi}, bit {n}": empreinte[n] & 1 for n in range(4)}
        bits |= {f"{quoi}, byte {n}": octets[n] & 1 for n in (0, 31, 32, -1)} if quoi == "box" else {}
        assert quoi != "box" or len(octets) == 144, "one size for all"
    return bits


@pytest.mark.parametrize("base", ["sqlite"], indirect=True)
def test_l9_les_boites_d_un_vote_clos_ne_sont_plus_dans_le_fichier(chantal, api, monde, scrutin, tmp_path):
    vote = scrutin()
    voter(api, monde, vote, 0)
    fichier = tmp_path / "var" / "college.sqlite"
    with lecture():
        boites = unite().scalars(select(BulletinScelle.boite).where(BulletinScelle.scrutin_id == vote)).all()
    replier_le_wal()
    assert all(boite in fichier.read_bytes() for boite in boites)
    _finir(chantal, vote)
    replier_le_wal()
    assert not any(boite in fichier.read_bytes() for boite in boites), "erased is overwritten"


def test_l9_un_depouillement_qui_echoue_laisse_la_cle_et_une_cle_oubliee_s_en_va(chantal, api, app, monde, scrutin):
    vote = scrutin()
    voter(api, monde, vote, 0)
    dossier = app.extensions["college"].data_dir / "urnes"
    cle = (dossier / f"{vote}.cle").read_bytes()
    with pytest.raises(ZeroDivisionError), ecriture():
        depouillement.ouvrir_urne(unite().get_one(Scrutin, vote), Releve(unite().get_one(Scrutin, vote).seance))
        raise ZeroDivisionError
    depouillement.detruire_les_cles_oubliees()
    assert urne.presente(vote), "the vote is still open"
    _finir(chantal, vote)
    assert not urne.presente(vote)
    (dossier / f"{vote}.cle").write_bytes(cle)  # as if the process had been killed just after its commit
    depouillement.detruire_les_cles_oubliees()
    assert not urne.presente(vote)


def test_l9_une_urne_restauree_sans_sa_cle_se_recompte_sur_papier(chantal, api, monde, scrutin):
    vote = scrutin()
    voter(api, monde, vote, 0)
    urne.detruire(vote)  # a backup holds no key
    refus = chantal.post(f"/scrutins/{vote}/actions", {"action": "clore"})
    assert refus.status_code == 409 and "Faites voter sur papier" in refus.json["detail"]
    clos = chantal.post(f"/scrutins/{vote}/depouillement", {"comptes": {CANARIS[0]: 7, CANARIS[1]: 5}})
    assert clos.status_code == 200 and clos.json["resultat"] == "adopte", clos.json
    with lecture():
        assert unite().scalars(select(BulletinScelle.id).where(BulletinScelle.scrutin_id == vote)).all() == []


def test_l9_apres_la_cloture_rien_ne_relie_un_votant_a_son_choix(
    chantal, api, app, monde, scrutin, base, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG)
    vote = scrutin()
    voter(api, monde, vote, 0, cle="essai")
    chantal.post(f"/scrutins/{vote}/actions", {"action": "clore"})
    urnes = app.extensions["college"].data_dir / "urnes"
    assert list(urnes.iterdir()) == [], "without the key no copy of a box is ever opened again"
    recit = _tout_lire()
    assert recit.pop("bulletin_scelle") == [] and len(recit.pop("emargement")) == 12
    parlants = {table for table, lignes in recit.items() if any(c in repr(lignes) for c in CANARIS)}
    assert parlants == {"scrutin"}, "the counts and the candidates, nowhere beside a voter"
    assert not [e for e in recit["journal"] if "bulletin" in repr(e) and f"'{vote}'" in repr(e)]
    assert not [m for m in caplog.messages if any(canari in m for canari in CANARIS)]
    for nom, octets in fichiers(base, tmp_path):
        assert not re.search(rb"canari-(alpha|omega)\x00{20}", octets), f"a box is never written open: {nom}"


def _tout_lire():
    """Every row of every table."""
    tables = MetaData()
    tables.reflect(transaction.moteur())
    with lecture():
        return {nom: [tuple(li) for li in unite().execute(select(table))] for nom, table in tables.tables.items()}


def test_l9_la_cle_d_un_envoi_ne_laisse_pas_deviner_le_choix(api, monde, scrutin):
    vote = scrutin()
    voter(api, monde, vote, 0, cle="essai")
    with lecture():
        gardees = unite().scalars(select(ReponseGardee)).all()
        empreintes = {g.empreinte for g in gardees if b'"recu"' in (g.corps or b"")}
    assert len(empreintes) == 1, "what was chosen leaves no print of its own"


def test_l9_a_l_ecran_un_bulletin_secret_ne_laisse_ni_cle_ni_memoire(app, client, connecter, monde, scrutin):
    vote = scrutin()
    denis = connecter(client, "denis")
    with lecture():
        seance = unite().execute(text("SELECT seance_id FROM scrutin WHERE id = :v"), {"v": vote}).scalar_one()
    page = denis.get(f"/app/seances/{seance}/membre").text
    formulaire = page[page.index('<form class="vote"') : page.index("</form>", page.index('<form class="vote"'))]
    assert 'data-vote="secret"' in formulaire and "cle_unique" not in formulaire
    assert "Scrutin secret\u00a0: élection au point 1" in page and "ne se reprend pas" in page, "said before, not after"
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', formulaire)[1]
    for attendu in (303, 409):  # a key made by hand is not kept either
        envoi = {"csrf_token": jeton, "choix": CANARIS[0], "cle_unique": "fabriquee"}
        assert denis.post(f"/app/scrutins/{vote}/vote", data=envoi).status_code == attendu
    assert "Votre bulletin secret est dans l’urne" in denis.get(f"/app/seances/{seance}/membre").text
    with lecture():
        assert unite().scalars(select(ReponseGardee).where(ReponseGardee.cle == "form:fabriquee")).all() == []


def test_l9_un_second_envoi_ne_passe_pas_pour_le_premier_et_ne_sert_a_personne_d_autre(api, monde, scrutin):
    vote, cle = scrutin(), {"Idempotency-Key": "meme-cle"}
    envoyer = lambda qui, choix: api(qui).post(f"/scrutins/{vote}/bulletins", {"choix": choix}, headers=cle)  # noqa: E731
    premier, second = envoyer("denis", CANARIS[0]), envoyer("denis", CANARIS[1])
    assert premier.status_code == 201 and "rejoue" not in premier.json
    assert second.headers["Idempotency-Replayed"] == "true" and "n’a rien changé" in second.json["rejoue"]
    autre = envoyer("zoe", CANARIS[1])
    assert autre.status_code == 201 and "Idempotency-Replayed" not in autre.headers, "a key is one person's"
    with lecture():
        assert unite().get_one(Scrutin, vote).votants == 2
