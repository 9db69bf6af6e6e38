"""Votes over HTTP: public, secret, election, the law of ties, provenance, devices."""

import threading

import httpx
import pytest
from sqlalchemy import select

from college.seances import urne
from college.seances.compte_rendu import entree_point
from college.seances.modele import Bulletin, BulletinScelle, Emargement, Inscription
from college.transaction import lecture, unite
from tests.outillage.patience import PATIENCE


@pytest.fixture
def ouvrir(chantal):
    """`ouvrir(ligne, "secret")`: a vote under way; gives its id."""

    def faire(ligne, mode="public", **champs):
        vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": mode, **champs})
        assert vote.status_code == 201, vote.json
        ouvert = chantal.post(f"/scrutins/{vote.json['id']}/actions", {"action": "ouvrir"})
        assert ouvert.status_code == 200, ouvert.json
        return vote.json["id"]

    return faire


@pytest.fixture
def saisir(chantal):
    """`saisir(vote, denis="pour", …)`: ballots keyed by the secretary."""

    def faire(vote, **choix):
        for membre, voulu in choix.items():
            recu = chantal.post(f"/scrutins/{vote}/bulletins", {"choix": voulu, "mandataire": membre})
            assert recu.status_code == 201, recu.json

    return faire


@pytest.fixture
def clore(chantal):
    """Close and proclaim; gives the vote."""

    def faire(vote):
        chantal.post(f"/scrutins/{vote}/actions", {"action": "clore"})
        return chantal.post(f"/scrutins/{vote}/actions", {"action": "proclamer"}).json

    return faire


PARITE = {"denis": "pour", "claire": "pour", "joseph": "pour", "ines": "contre", "marc": "contre", "sophie": "contre"}


def test_un_bulletin_public_est_garde_avec_sa_provenance(chantal, conseil_ouvert, ouvrir, saisir, api):
    seance = conseil_ouvert()
    vote = ouvrir(seance["lignes"][0])
    avant = chantal.get(f"/seances/{seance['id']}").json["revision"]
    assert api("denis").post(f"/scrutins/{vote}/bulletins", {"choix": "pour"}).json["titre"] == "personnel"
    saisir(vote, claire="contre")
    assert chantal.get(f"/seances/{seance['id']}").json["revision"] == avant + 2, "who polls sees each ballot"
    lu = chantal.get(f"/scrutins/{vote}").json
    assert {(b["mandataire"], b["choix"], b["titre"]) for b in lu["bulletins"]} == {
        ("denis", "pour", "personnel"),
        ("claire", "contre", "saisie"),
    }
    assert lu["votants"] == 2 and lu["comptes"] is None
    pour_denis = api("denis").get(f"/scrutins/{vote}").json
    assert "bulletins" not in pour_denis and pour_denis["votants"] == 2


def test_un_bulletin_public_change_jusqu_a_la_cloture(chantal, conseil_ouvert, ouvrir, api, clore):
    vote = ouvrir(conseil_ouvert()["lignes"][0])
    denis = api("denis")
    for choix in ("pour", "contre"):
        assert denis.post(f"/scrutins/{vote}/bulletins", {"choix": choix}).json["votants"] == 1
    with lecture():
        historique = unite().scalars(select(Bulletin.historique)).one()
        assert [h["choix"] for h in historique] == ["pour"]
    assert clore(vote)["noms"] == {"contre": ["denis"]}


def test_l2_un_vote_tardif_est_refuse(chantal, conseil_ouvert, ouvrir, api, clore):
    vote = ouvrir(conseil_ouvert()["lignes"][0])
    clore(vote)
    tard = api("denis").post(f"/scrutins/{vote}/bulletins", {"choix": "pour"})
    assert tard.status_code == 409 and tard.json["motif"] == "vote_clos"


def test_l3_un_seul_vote_ouvert_par_seance(chantal, conseil_ouvert, ouvrir):
    une, deux = conseil_ouvert(2)["lignes"]
    ouvrir(une)
    second = chantal.post(f"/inscriptions/{deux}/scrutins", {"mode": "public"}).json["id"]
    refus = chantal.post(f"/scrutins/{second}/actions", {"action": "ouvrir"})
    assert refus.status_code == 409 and "point 1" in refus.json["detail"]


def test_l4_un_absent_ne_vote_pas_et_sait_pourquoi(chantal, conseil_ouvert, ouvrir):
    seance = conseil_ouvert(membres=("denis", "claire", "joseph", "ines", "marc", "sophie", "louis"))
    refus = chantal.post(f"/scrutins/{ouvrir(seance['lignes'][0])}/bulletins", {"choix": "pour", "mandataire": "zoe"})
    assert refus.status_code == 409 and refus.json["motif"] == "non_present"


def test_une_cle_d_envoi_ne_sert_pas_a_deux_votes_differents(chantal, conseil_ouvert, ouvrir):
    vote = ouvrir(conseil_ouvert()["lignes"][0])
    cle = {"Idempotency-Key": "un-seul-envoi"}
    envoi = {"choix": "pour", "mandataire": "zoe", "titre": "saisie"}
    envoyer = lambda **autre: chantal.post(f"/scrutins/{vote}/bulletins", envoi | autre, headers=cle)  # noqa: E731
    premier = envoyer()
    assert (premier.status_code, envoyer().json) == (201, premier.json)
    assert envoyer(choix="contre").status_code == 422, "« pour » is no receipt for a « contre »"
    assert envoyer(mandataire="claire").status_code == 422, "nor Zoé's for Claire"
    bulletins = chantal.get(f"/scrutins/{vote}").json["bulletins"]
    assert [b["choix"] for b in bulletins] == ["pour"]


def test_l8_la_procuration_est_refusee(chantal, conseil_ouvert, ouvrir):
    vote = ouvrir(conseil_ouvert()["lignes"][0])
    corps = {"choix": "pour", "mandataire": "zoe", "titre": "procuration"}
    assert chantal.post(f"/scrutins/{vote}/bulletins", corps).json["motif"] == "procuration"


def test_l8_aucun_ecran_ne_propose_la_procuration(app, connecter, conseil_ouvert, ouvrir):
    seance = conseil_ouvert()
    vote = ouvrir(seance["lignes"][0])
    for qui, page in (("chantal", "direct"), ("denis", "membre")):
        lue = connecter(app.test_client(), qui).get(f"/app/seances/{seance['id']}/{page}").text
        assert f"/scrutins/{vote}/" in lue and "procuration" not in lue.lower()


def test_le_vote_sur_appareil_est_ferme_par_defaut(chantal, college_ouvert, ouvrir, api):
    vote = ouvrir(college_ouvert()["lignes"][0])
    refus = api("denis").post(f"/scrutins/{vote}/bulletins", {"choix": "pour"})
    assert refus.status_code == 409 and refus.json["motif"] == "vote_appareils"


def test_d3_college_a_parite_le_point_est_reporte(chantal, college_ouvert, ouvrir, saisir, clore):
    ligne = college_ouvert()["lignes"][0]
    vote = ouvrir(ligne)
    saisir(vote, **PARITE)
    clos = clore(vote)
    assert (clos["resultat"], clos["issue_proposee"], clos["article"]) == ("partage", "reporte", "L1123-22 CDLD")
    tard = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite", "objet": "urgence"})
    assert (tard.status_code, tard.json["motif"]) == (409, "urgence_trop_tard"), "not once the tie is known"
    assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"}).json["motif"] == "contredit_le_vote"
    assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "reporte"}).status_code == 200
    with lecture():
        dite = entree_point(unite().get_one(Inscription, ligne)).decisions[0].phrase_issue
    assert dite.replace("\u00a0", " ") == "Il y a parité de voix : l’affaire est remise à une autre séance."


def test_d4_urgence_reconnue_avant_la_discussion(chantal, college_ouvert, saisir, clore):
    ligne = college_ouvert()["lignes"][0]
    vote = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "public"}).json["id"]  # made ready beforehand
    urgence = chantal.post(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite", "objet": "urgence"})
    assert urgence.json["resultat"] == "adopte"
    assert chantal.post(f"/scrutins/{vote}/actions", {"action": "ouvrir"}).status_code == 200
    saisir(vote, **PARITE)
    clos = clore(vote)
    assert clos["resultat"] == "adopte" and clos["voix_preponderante"]
    assert "L’urgence a été reconnue" in clos["phrase"] and "la voix du bourgmestre est décisive" in clos["phrase"]
    decision = chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"}).json
    assert "décisive" in decision["phrase"], "a casting vote is always printed"


def test_d13_tous_s_abstiennent_le_point_est_a_representer(chantal, conseil_ouvert, ouvrir):
    ligne = conseil_ouvert()["lignes"][0]
    vote = ouvrir(ligne)
    clos = chantal.post(f"/scrutins/{vote}/depouillement", {"comptes": {"abstention": 12}}).json
    assert (clos["resultat"], clos["issue_proposee"]) == ("nul", "nul_a_representer")
    rendue = chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "nul_a_representer"})
    assert rendue.status_code == 200, rendue.json


@pytest.mark.parametrize(
    ("comptes", "refus"),
    [({"pour": 13}, (409, "trop_de_bulletins")), ({"pour": 1.5}, (422, None)), ({"oui": 3}, (409, "compte_inconnu"))],
)
def test_p43_un_depouillement_faux_est_refuse_et_le_vote_reste_ouvert(chantal, conseil_ouvert, ouvrir, comptes, refus):
    vote = ouvrir(conseil_ouvert()["lignes"][0], "secret")
    reponse = chantal.post(f"/scrutins/{vote}/depouillement", {"comptes": comptes})
    assert (reponse.status_code, reponse.json.get("motif")) == refus
    assert chantal.get(f"/scrutins/{vote}").json["etat"] == "ouvert"


def test_p46_la_phrase_d_un_secret_sur_papier(chantal, conseil_ouvert, ouvrir):
    vote = ouvrir(conseil_ouvert()["lignes"][0], "secret")
    clos = chantal.post(f"/scrutins/{vote}/depouillement", {"comptes": {"pour": 8, "contre": 1, "blanc": 1}}).json
    assert clos["phrase"] == "Au scrutin secret, par 8 voix pour, une voix contre et un bulletin blanc,"
    assert "noms" not in clos and clos["votants"] == 10


def test_l9_un_secret_sur_appareil_ne_garde_que_des_comptes(chantal, urnes_ouvertes, conseil_ouvert, ouvrir, api, app):
    vote = ouvrir(conseil_ouvert()["lignes"][0], "secret")
    denis = api("denis")
    recu = denis.post(f"/scrutins/{vote}/bulletins", {"choix": "contre"})
    assert recu.status_code == 201 and "choix" not in recu.json and recu.json["votants"] == 1
    with lecture():
        boites = unite().scalars(select(BulletinScelle.boite)).all()
        assert len(boites) == 1 and b"contre" not in boites[0]
    encore = denis.post(f"/scrutins/{vote}/bulletins", {"choix": "pour"})
    assert encore.status_code == 409 and encore.json["motif"] == "deja_vote"
    assert chantal.post(f"/scrutins/{vote}/bulletins", {"choix": "pour", "mandataire": "zoe"}).json["motif"] == "secret"
    clos = chantal.post(f"/scrutins/{vote}/actions", {"action": "clore"}).json
    assert clos["comptes"]["contre"] == 1 and "noms" not in clos
    with lecture():
        assert unite().scalars(select(BulletinScelle.id)).all() == []
        assert len(unite().scalars(select(Emargement.id)).all()) == 1
    assert list((app.extensions["college"].data_dir / "urnes").iterdir()) == []


def test_l9_les_boites_ont_toutes_la_meme_taille():
    cle = "q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng="
    tailles = {len(urne.sceller(cle, choix)) for choix in ("pour", "abstention", "c1", "nul")}
    assert len(tailles) == 1
    assert urne.sceller(cle, "pour") != urne.sceller(cle, "pour")


def test_d15_une_election_a_deux_tours(chantal, conseil_ouvert, ouvrir):
    ligne = conseil_ouvert(nature="election")["lignes"][0]
    candidats = [
        {"code": "a", "nom": "Anne Petit", "genre": "f", "naissance": "1960-01-01"},
        "Bruno Colin",
        "Carla Zanetti",
    ]
    vote = ouvrir(ligne, "election", candidats=candidats)
    premier = chantal.post(f"/scrutins/{vote}/depouillement", {"comptes": {"a": 4, "c2": 4, "c3": 3, "blanc": 1}}).json
    assert premier["ballottage"] == ["a", "c2"] and premier["elus"] == []
    chantal.post(f"/scrutins/{vote}/actions", {"action": "proclamer"})
    assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"}).status_code == 409
    second = ouvrir(ligne, "election", candidats=candidats[:2], tour=2)
    egalite = {"comptes": {"a": 6, "c2": 6}}
    refus = chantal.post(f"/scrutins/{second}/depouillement", egalite)
    assert (
        refus.status_code == 409 and refus.json["motif"] == "age_inconnu" and "de Bruno Colin" in refus.json["detail"]
    )
    elue = chantal.post(f"/scrutins/{second}/depouillement", egalite | {"naissances": {"c2": "1970-05-01"}}).json
    assert elue["elus"] == ["a"]
    assert elue["phrase"] == (
        "Au scrutin secret, Mme Anne Petit (6 voix) est élue au second tour, au bénéfice de l’âge\u00a0; "
        "Bruno Colin obtient 6 voix."
    )
    chantal.post(f"/scrutins/{second}/actions", {"action": "proclamer"})
    assert chantal.post(f"/inscriptions/{ligne}/decision", {"issue": "accepte"}).status_code == 200


def test_ne_pas_prendre_part_n_est_ni_une_voix_ni_une_absence(chantal, conseil_ouvert):
    ligne = conseil_ouvert()["lignes"][0]
    corps = {"mode": "unanimite", "exceptions": [{"mandataire": "paul", "choix": "ne_participe_pas"}]}
    vote = chantal.post(f"/inscriptions/{ligne}/scrutins", corps).json
    assert vote["phrase"] == "M. Paul Wéry, conseiller, ne prend pas part au vote. À l’unanimité,"
    assert vote["votants"] == 11 and vote["comptes"]["pour"] == 11


def test_plusieurs_decisions_pour_un_meme_point(chantal, conseil_ouvert):
    ligne = conseil_ouvert()["lignes"][0]
    for libelle, exceptions in (("Comptes 2025", []), ("Décharge", [{"mandataire": "rose", "choix": "contre"}])):
        vote = chantal.post(f"/inscriptions/{ligne}/scrutins",
                            {"mode": "unanimite", "question": libelle, "exceptions": exceptions}).json  # fmt: skip
        rendue = chantal.post(f"/inscriptions/{ligne}/decision",
                              {"issue": "accepte", "libelle": libelle, "scrutin": vote["id"]})  # fmt: skip
        assert rendue.status_code == 200, rendue.json
    lues = chantal.get(f"/inscriptions/{ligne}").json["decisions"]
    assert [d["libelle"] for d in lues] == ["Comptes 2025", "Décharge"]
    assert lues[1]["phrase"] == "Par 11 voix pour et une voix contre (Rose Collard),"


def test_l1_vingt_votes_paralleles_du_meme_membre_font_un_bulletin(serveur, jeton, chantal, conseil_ouvert, ouvrir):
    vote = ouvrir(conseil_ouvert()["lignes"][0])
    entete = {"Authorization": f"Bearer {jeton('denis')}"}
    adresse, codes = f"{serveur}/api/v1/scrutins/{vote}/bulletins", []

    def tirer(n):
        choix = ("pour", "contre")[n % 2]
        reponse = httpx.post(adresse, json={"choix": choix}, headers=entete, timeout=PATIENCE)
        codes.append((reponse.status_code, reponse.json()["choix"] == choix))

    fils = [threading.Thread(target=tirer, args=(n,)) for n in range(20)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert codes == [(201, True)] * 20, "each answer says the value that it left there"
    with lecture():
        assert len(unite().scalars(select(Bulletin.id)).all()) == 1
    assert chantal.get(f"/scrutins/{vote}").json["votants"] == 1


def test_l1_deux_membres_au_meme_instant_comptent_chacun_une_fois(serveur, jeton, chantal, conseil_ouvert, ouvrir):
    vote = ouvrir(conseil_ouvert()["lignes"][0])
    entetes = {q: {"Authorization": f"Bearer {jeton(q)}"} for q in ("denis", "chantal")}
    corps = {"denis": {"choix": "pour"}, "chantal": {"choix": "contre", "mandataire": "claire"}}
    adresse = f"{serveur}/api/v1/scrutins/{vote}/bulletins"
    fils = [
        threading.Thread(
            target=httpx.post, args=(adresse,), kwargs={"json": corps[q], "headers": entetes[q], "timeout": 60}
        )
        for q in corps
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    clos = chantal.post(f"/scrutins/{vote}/actions", {"action": "clore"}).json
    assert clos["noms"] == {"pour": ["denis"], "contre": ["claire"]}
