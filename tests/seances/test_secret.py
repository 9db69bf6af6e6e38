"""A secret vote on devices: whoever has the base, its journals and the logs does no better than chance."""

import logging
import math
import re
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select, text

from college import transaction
from college.api.modele import ReponseGardee
from college.seances import urne
from college.seances.modele import BulletinScelle, Emargement
from college.transaction import lecture, unite

from .conftest import CONSEIL

CANARIS = ("canari-alpha", "canari-omega")  # codes of candidates: words that must be found nowhere
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


def _choix(rang, tour):
    """What each one votes: no pattern that an order could hold by itself."""
    return CANARIS[(rang * 7 + rang // 3 + tour) % 2]


def _voter(api, monde, vote, tour, cle=""):
    """Everybody votes, in an order that changes; gives who chose what."""
    choisis = {}
    for rang, qui in enumerate(CONSEIL[tour % 5 :] + CONSEIL[: tour % 5]):
        choix = _choix(rang, tour)
        entetes = {"Idempotency-Key": f"{cle}-{qui}-{vote}"} if cle else {}
        recu = api(qui).post(f"/scrutins/{vote}/bulletins", {"choix": choix}, headers=entetes)
        assert recu.status_code == 201 and "choix" not in recu.json, recu.json
        choisis[monde.mandataire(qui).id] = choix
    return choisis


def _correler(vote, choisis):
    """With the key of the open urn, pair voters and boxes by each order that the base keeps: right guesses."""
    with lecture():
        votants = select(Emargement.mandataire_id).where(Emargement.scrutin_id == vote)
        boites = select(BulletinScelle.boite).where(BulletinScelle.scrutin_id == vote)
        physique = "ctid" if unite().get_bind().dialect.name == "postgresql" else "id"
        ordres = {
            "as they come": (votants, boites),
            "by id": (votants.order_by(Emargement.id), boites.order_by(BulletinScelle.id)),
            "as they lie": (votants.order_by(text(physique)), boites.order_by(text(physique))),
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
    total, justes = 0, {}
    for tour in range(tours):
        vote = scrutin()
        choisis = _voter(api, monde, vote, tour)
        total += len(choisis)
        for nom, nombre in _correler(vote, choisis).items():
            justes[nom] = justes.get(nom, 0) + nombre
        for action in ("clore", "proclamer"):
            assert chantal.post(f"/scrutins/{vote}/actions", {"action": action}).status_code == 200
    hasard = 0.5 + 3.5 * math.sqrt(0.25 / total)
    assert total == 12 * tours and {nom for nom, n in justes.items() if n / total > hasard} == set(), (justes, total)


def test_l9_apres_la_cloture_rien_ne_relie_un_votant_a_son_choix(
    chantal, api, app, monde, scrutin, base, tmp_path, caplog
):
    caplog.set_level(logging.DEBUG)
    vote = scrutin()
    _voter(api, monde, vote, 0, cle="essai")
    chantal.post(f"/scrutins/{vote}/actions", {"action": "clore"})
    urnes = app.extensions["college"].data_dir / "urnes"
    assert list(urnes.iterdir()) == [], "without the key no copy of a box is ever opened again"
    recit = _tout_lire()
    assert recit.pop("bulletin_scelle") == [] and len(recit.pop("emargement")) == 12
    parlants = {table for table, lignes in recit.items() if any(c in repr(lignes) for c in CANARIS)}
    assert parlants == {"scrutin"}, "the counts and the candidates, nowhere beside a voter"
    assert not [e for e in recit["journal"] if "bulletin" in repr(e) and f"'{vote}'" in repr(e)]
    assert not [m for m in caplog.messages if any(canari in m for canari in CANARIS)]
    for fichier in _fichiers(base, tmp_path):
        assert not re.search(rb"canari-(alpha|omega)\x00", fichier.read_bytes()), "a box is never written open"


def _tout_lire():
    """Every row of every table."""
    tables = MetaData()
    tables.reflect(transaction.moteur())
    with lecture():
        return {nom: [tuple(li) for li in unite().execute(select(table))] for nom, table in tables.tables.items()}


def _fichiers(base, tmp_path):
    """The files of a SQLite base: the table pages, and the journal of what was written in which order."""
    return [Path(f) for f in (tmp_path / "var").glob("college.sqlite*")] if base.startswith("sqlite") else []


def test_l9_la_cle_d_un_envoi_ne_laisse_pas_deviner_le_choix(api, monde, scrutin):
    vote = scrutin()
    _voter(api, monde, vote, 0, cle="essai")
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
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', formulaire)[1]
    for attendu in (303, 409):  # a key made by hand is not kept either
        envoi = {"csrf_token": jeton, "choix": CANARIS[0], "cle_unique": "fabriquee"}
        assert denis.post(f"/app/scrutins/{vote}/vote", data=envoi).status_code == attendu
    assert "Votre bulletin secret est dans l’urne" in denis.get(f"/app/seances/{seance}/membre").text
    with lecture():
        assert unite().scalars(select(ReponseGardee).where(ReponseGardee.cle == "form:fabriquee")).all() == []
