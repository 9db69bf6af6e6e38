"""Races over real HTTP, on both databases: a few rounds each time, a hundred with `make test-long`."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError

from college import transaction
from college.actes.modele import Acte, ActeVersion
from college.seances import requetes
from college.seances.modele import Bulletin, OrdreDuJourVersion, Scrutin
from college.transaction import ecriture, lecture, unite

from .conftest import CONSEIL

ENSEMBLE = 20
TOURS = pytest.mark.parametrize("tours", [3, pytest.param(100, marks=[pytest.mark.long, pytest.mark.timeout(3600)])])


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def base(request, base_vide):
    """Each race runs on both databases."""
    return base_vide(request.param)


@pytest.fixture
def ouvrir(chantal):
    """`ouvrir(ligne)`: a new public vote under way on that line."""

    def faire(ligne):
        vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "public"}).json["id"]
        assert chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"}).status_code == 200
        return vote

    return faire


def _finir(chantal, vote):
    for action in ("clore", "proclamer"):
        fini = chantal.post(f"/scrutins/{vote}/actions", {"action": action}).json
    return fini


@pytest.fixture
def enonces(base):
    """The statements sent to the base from now on."""
    envoyes = []
    ecouter = lambda *arguments: envoyes.append(arguments[2])  # noqa: E731
    event.listen(transaction.moteur(), "before_cursor_execute", ecouter)
    return envoyes


@TOURS
def test_vingt_votes_du_meme_membre_n_en_font_qu_un(
    chantal, conseil_ouvert, ouvrir, ensemble, urnes_ouvertes, enonces, tours
):
    (ligne,) = conseil_ouvert(1)["lignes"]
    for _ in range(tours):
        vote = ouvrir(ligne)
        choix = [("POST", f"/scrutins/{vote}/bulletins", {"choix": ("pour", "contre")[n % 2]}) for n in range(ENSEMBLE)]
        enonces.clear()
        reponses = ensemble(choix, "denis")
        assert {statut for statut, _ in reponses} == {201}, reponses
        # Ten and a half each, a little more by chance (a changed vote, a connection tried again); 13.6 if read again.
        assert len(enonces) <= ENSEMBLE * 12, "whoever waited for the séance has nothing to read again"
        with lecture():
            bulletins = unite().scalars(select(Bulletin).where(Bulletin.scrutin_id == vote)).all()
            assert len(bulletins) == 1, "one ballot a member; the others are its history"
        clos = _finir(chantal, vote)
        assert sum(clos["comptes"].values()) == clos["votants"] == 1


@TOURS
def test_clore_pendant_qu_on_vote_ne_perd_aucun_vote_acquitte(chantal, conseil_ouvert, ouvrir, ensemble, tours):
    (ligne,) = conseil_ouvert(1)["lignes"]
    for _ in range(tours):
        vote = ouvrir(ligne)
        votes = [
            ("POST", f"/scrutins/{vote}/bulletins", {"choix": "pour", "mandataire": m, "titre": "saisie"})
            for m in CONSEIL
        ]
        *recus, clos = ensemble([*votes, ("POST", f"/scrutins/{vote}/actions", {"action": "clore"})])
        acquittes = sum(1 for statut, _ in recus if statut == 201)
        assert clos[0] == 200 and {statut for statut, _ in recus} <= {201, 409}, (recus, clos)
        assert chantal.get(f"/scrutins/{vote}").json["comptes"]["pour"] == acquittes
        chantal.post(f"/scrutins/{vote}/actions", {"action": "proclamer"})


@TOURS
def test_clore_pendant_que_les_membres_votent_sur_leur_appareil(
    chantal, conseil_ouvert, ouvrir, ensemble, comptes, urnes_ouvertes, porteur, tours
):
    """Their ballots go side by side; the close waits for those that entered and keeps out the others."""
    (ligne,) = conseil_ouvert(1)["lignes"]
    for _ in range(tours):
        vote = ouvrir(ligne)
        votes = [("POST", f"/scrutins/{vote}/bulletins", {"choix": "pour"}, porteur(m)) for m in CONSEIL]
        *recus, clos = ensemble([*votes, ("POST", f"/scrutins/{vote}/actions", {"action": "clore"})])
        acquittes = [corps["votants"] for statut, corps in recus if statut == 201]
        assert clos[0] == 200 and {statut for statut, _ in recus} <= {201, 409}, (recus, clos)
        assert sorted(acquittes) == list(range(1, len(acquittes) + 1)), "each was told a count of its own"
        lu = chantal.get(f"/scrutins/{vote}").json
        assert lu["comptes"]["pour"] == lu["votants"] == len(acquittes)
        chantal.post(f"/scrutins/{vote}/actions", {"action": "proclamer"})


@pytest.mark.postgresql
@pytest.mark.parametrize("base", ["postgresql"], indirect=True)
def test_les_bulletins_partagent_la_porte_et_la_ferment_a_qui_clot(chantal, conseil_ouvert, ouvrir, monde, comptes):
    """Held by a lock that is no row's: PostgreSQL loses a shared lock on a row that is being moved."""
    vote = ouvrir(conseil_ouvert(1)["lignes"][0])

    def entrer(qui):
        with ecriture():
            unite().execute(text("SET LOCAL lock_timeout = '200ms'"))
            requetes.scrutin_a_voter(monde.acteur(qui), vote)

    with ThreadPoolExecutor(1) as ailleurs, ecriture():
        requetes.scrutin_a_voter(monde.acteur("claire"), vote)
        ailleurs.submit(entrer, "denis").result()
        with pytest.raises(OperationalError, match="lock timeout"):
            ailleurs.submit(entrer, "chantal").result()
        rangees = "relation = 'seance'::regclass AND mode = 'RowShareLock' AND pid = pg_backend_pid()"
        assert not unite().scalar(text(f"SELECT count(*) FROM pg_locks WHERE {rangees}")), "no row is locked to vote"


@TOURS
def test_un_vote_secret_de_tous_a_la_fois_compte_chacun_une_fois(
    chantal, conseil_ouvert, ensemble, comptes, urnes_ouvertes, porteur, tours
):
    (ligne,) = conseil_ouvert(1)["lignes"]
    for _ in range(tours):
        vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "secret"}).json["id"]
        chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
        votes = [("POST", f"/scrutins/{vote}/bulletins", {"choix": "pour"}, porteur(m)) for m in CONSEIL * 2]
        statuts = sorted(statut for statut, _ in ensemble(votes))
        assert statuts == [201] * len(CONSEIL) + [409] * len(CONSEIL)
        clos = _finir(chantal, vote)
        assert clos["comptes"]["pour"] == clos["votants"] == len(CONSEIL)


@TOURS
def test_l3_deux_secretaires_n_ouvrent_pas_deux_votes(chantal, conseil_ouvert, ensemble, tours):
    lignes = conseil_ouvert(2)["lignes"]
    for _ in range(tours):
        crees = [chantal.post(f"/inscriptions/{li}/scrutins", {"mode": "public"}).json["id"] for li in lignes]
        reponses = ensemble([("POST", f"/scrutins/{v}/actions", {"action": "ouvrir"}) for v in crees])
        assert sorted(statut for statut, _ in reponses) == [200, 409], reponses
        refus = next(corps for statut, corps in reponses if statut == 409)
        assert "déjà ouvert au point" in refus["detail"]
        with lecture():
            ouverts = unite().scalars(select(Scrutin.id).where(Scrutin.etat == "ouvert")).all()
        assert len(ouverts) == 1
        _finir(chantal, ouverts[0])


@TOURS
def test_p42_se_retirer_au_moment_ou_l_on_vote(
    chantal, conseil_ouvert, ouvrir, ensemble, urnes_ouvertes, porteur, tours
):
    """By turns, the secretary keys the ballot or the member casts it on his device."""
    seance = conseil_ouvert(tours)
    # Who has voted on a point cannot withdraw from it any more: a new one each round.
    for tour, ligne in enumerate(seance["lignes"]):
        vote = ouvrir(ligne)
        retrait = {"mandataire": "denis", "evenement": "se_retire", "inscription": ligne}
        saisi = {"choix": "pour", "mandataire": "denis", "titre": "saisie"}
        bulletin = [saisi] if tour % 2 else [{"choix": "pour"}, porteur("denis")]
        (parti, _), (vote_pris, _) = ensemble([
            ("POST", f"/seances/{seance['id']}/presences", retrait),
            ("POST", f"/scrutins/{vote}/bulletins", *bulletin),
        ])  # fmt: skip
        assert (parti, vote_pris) in ((200, 409), (409, 201)), "he votes or he withdraws, never both"
        clos = _finir(chantal, vote)
        assert clos["votants"] == (1 if vote_pris == 201 else 0)
        if parti == 200:
            retour = {"mandataire": "denis", "evenement": "revient"}
            assert chantal.post(f"/seances/{seance['id']}/presences", retour).status_code == 200


def test_on_ne_sort_pas_au_milieu_de_son_vote(chantal, conseil_ouvert, ouvrir):
    seance = conseil_ouvert(1)
    vote = ouvrir(seance["lignes"][0])
    chantal.post(f"/scrutins/{vote}/bulletins", {"choix": "pour", "mandataire": "denis"})
    adresse, sortie = f"/seances/{seance['id']}/presences", {"mandataire": "denis", "evenement": "quitte"}
    refus = chantal.post(adresse, sortie)
    assert refus.status_code == 409 and "vote est encore ouvert" in refus.json["detail"]
    _finir(chantal, vote)
    assert chantal.post(adresse, sortie).status_code == 200


@TOURS
def test_deux_deplacements_au_meme_instant_l_un_gagne_l_autre_le_sait(chantal, creer_seance, inscrire, ensemble, tours):
    seance = creer_seance(debut="2027-01-08T14:00")
    lignes = [inscrire(seance, f"Point {n}")["id"] for n in range(4)]
    for _ in range(tours):
        odj = chantal.get(f"/seances/{seance}/ordre-du-jour")
        etiquette, derniers = odj.headers["ETag"], [li["id"] for li in odj.json["inscriptions"][2:]]
        reponses = ensemble(
            [("PATCH", f"/inscriptions/{li}", {"numero": 1}, {"If-Match": etiquette}) for li in derniers]
        )
        assert sorted(statut for statut, _ in reponses) == [200, 412], reponses
        premier = derniers[[statut for statut, _ in reponses].index(200)]
        suite = chantal.get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"]
        assert [li["numero"] for li in suite] == ["1", "2", "3", "4"] and {li["id"] for li in suite} == set(lignes)
        assert suite[0]["id"] == premier, "the one who was told 200 is the one who is seen"


@TOURS
def test_figer_un_texte_pendant_qu_on_l_ecrit(chantal, conseil_ouvert, ensemble, tours):
    """Either the edit came first and is frozen with the text, or its author is told; what is frozen never moves."""
    for depart in range(0, tours, 10):
        seance = _levee(chantal, conseil_ouvert(min(10, tours - depart)))
        for tour, ligne in enumerate(seance["lignes"]):
            etiquette = chantal.get(f"/seances/{seance['id']}/ordre-du-jour").headers["ETag"]
            figer = {"action": "arreter", "inscriptions": [ligne]}
            ecrire = {"dispositif": f"<p>DÉCIDE :</p><p>Article unique. Main {tour}.</p>"}
            (fige, _), (ecrit, _) = ensemble(
                [
                    ("POST", f"/seances/{seance['id']}/actions", figer),
                    ("PATCH", f"/inscriptions/{ligne}", ecrire, {"If-Match": etiquette}),
                ]
            )
            assert fige == 200 and ecrit in (200, 409, 412), (fige, ecrit)
            lu = chantal.get(f"/inscriptions/{ligne}").json["dispositif"]
            with lecture():
                demande = select(ActeVersion.texte_html).join(Acte, Acte.id == ActeVersion.acte_id)
                (acte,) = unite().scalars(demande.where(Acte.inscription_id == ligne)).all()
            for texte in (lu, acte):
                assert (f"Main {tour}." in texte) is (ecrit == 200), "the act, the page and the answer say the same"
            etiquette = chantal.get(f"/seances/{seance['id']}/ordre-du-jour").headers["ETag"]
            assert chantal.patch(f"/inscriptions/{ligne}", ecrire, etiquette).status_code == 409


@TOURS
def test_figer_les_numeros_pendant_qu_on_deplace(chantal, creer_seance, inscrire, ensemble, horloge_fixe, tours):
    """Version A is what the agenda was: the same numbers for the same points, whoever went first."""
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    for n in range(3):
        inscrire(seance, f"Point {n}", "conseil")
    for _ in range(tours):
        odj = chantal.get(f"/seances/{seance}/ordre-du-jour")
        dernier = odj.json["inscriptions"][-1]["id"]
        (convoque, _), (deplace, dit) = ensemble(
            [
                ("POST", f"/seances/{seance}/actions", {"action": "convoquer"}),
                ("PATCH", f"/inscriptions/{dernier}", {"numero": 1}, {"If-Match": odj.headers["ETag"]}),
            ]
        )
        assert convoque == 200 and deplace in (200, 409, 412), dit
        with lecture():
            envoyee = (
                unite()
                .scalars(select(OrdreDuJourVersion).where(OrdreDuJourVersion.seance_id == seance).order_by("id"))
                .all()[-1]
            )
            contenu = {ligne["id"]: ligne["numero"] for ligne in envoyee.contenu}
        suite = chantal.get(f"/seances/{seance}/ordre-du-jour").json["inscriptions"]
        assert {li["id"]: li["numero"] for li in suite} == contenu and len(set(contenu.values())) == 3
        rendu = chantal.post(f"/seances/{seance}/actions", {"action": "annuler_convocation"})
        assert rendu.status_code == 200, rendu.json


@TOURS
def test_vingt_points_proposes_ensemble_se_suivent_sans_trou(api, ensemble, tours):
    corps = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Basse"}
    for tour in range(tours):
        reponses = ensemble([("POST", "/points", corps)] * ENSEMBLE, "alice")
        assert {statut for statut, _ in reponses} == {201}, reponses
        rangs = sorted(int(point["reference"].rsplit("-", 1)[-1]) for _, point in reponses)
        assert rangs == list(range(tour * ENSEMBLE + 1, (tour + 1) * ENSEMBLE + 1))


def _levee(chantal, seance):
    """Everything decided, the séance closed: its texts are finished, then frozen."""
    for ligne in seance["lignes"]:
        chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte", "mode": "unanimite"})
    close = chantal.post(f"/seances/{seance['id']}/actions", {"action": "lever"})
    assert close.status_code == 200, close.json
    return seance


@TOURS
def test_l16_arreter_en_parallele_numerote_sans_trou(chantal, conseil_ouvert, ensemble, tours):
    total = 0
    for _ in range(tours):
        seance = _levee(chantal, conseil_ouvert(3))
        adresse = f"/seances/{seance['id']}/actions"
        demandes = [("POST", adresse, {"action": "arreter", "inscriptions": [li]}) for li in seance["lignes"]]
        reponses = ensemble(demandes + [("POST", adresse, {"action": "arreter"})] * 4)
        assert {statut for statut, _ in reponses} <= {200, 409}, reponses
        total += 3
        with lecture():
            references = unite().scalars(select(Acte.reference).where(Acte.type == "deliberation")).all()
        assert sorted(int(r.rsplit("/", 1)[-1]) for r in references) == list(range(1, total + 1)), references


@TOURS
def test_d19_un_depot_envoye_quatre_fois_n_est_recu_qu_une(creer_seance, compte, ensemble, horloge_fixe, tours):
    horloge_fixe("2026-11-25T09:00")
    rose, seances = compte("rose"), [creer_seance("conseil", f"2026-12-{jour}T19:30") for jour in (14, 21)]
    for tour in range(tours):
        corps = {"genre": "question", "titre": f"Les nids-de-poule ({tour})", "note": "<p>?</p>"}
        reponses = ensemble([("POST", f"/seances/{seance}/depots", corps) for seance in seances] * 3, rose)
        assert sorted(statut for statut, _ in reponses) == [201] * 2 + [409] * 4, reponses
        assert {dit["motif"] for statut, dit in reponses if statut == 409} == {"deja_depose"}
