"""Mandates that begin or end during a séance (pratique §7; L1122-9, L1126-1), from the quorum to the minutes."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import select

from college.organisation.modele import Mandat, Mandataire
from college.seances.compte_rendu import entree_seance
from college.seances.modele import Seance
from college.suites import presences
from college.transaction import ecriture, lecture, unite

JOUR = date(2026, 12, 14)
NATURES = ("decision", "installation", "decision", "installation", "decision")
DEMISSION, INSTALLATION = 1, 3  # their places on the agenda
SEPT = ("denis", "claire", "joseph", "ines", "marc", "sophie", "louis")
UNANIME = {"issue": "accepte", "mode": "unanimite"}


@pytest.fixture
def tenue(chantal, creer_seance, inscrire, arriver, horloge_fixe):
    """A conseil of twelve in session with seven present: a resignation at point 2, an installation at point 4."""
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    lignes = [inscrire(seance, f"Point {n}", "conseil", nature=nature)["id"] for n, nature in enumerate(NATURES, 1)]
    assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).status_code == 200
    horloge_fixe("2026-12-14T19:30")
    arriver(seance, *SEPT)
    assert chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"}).status_code == 200
    return seance, lignes


def _simple(texte):
    return unescape(texte).replace("\u00a0", " ").replace("\u202f", " ")


def _mandat(monde, qui, du, au=None, **autres):
    """A mandate in the conseil, as the administrator enters it."""
    with ecriture():
        elu = unite().scalar(select(Mandataire).where(Mandataire.identifiant == qui))
        if elu is None:
            elu = Mandataire(institution_id=monde.institution_id, identifiant=qui, prenom=qui.title(), nom="Adam",
                             genre="m")  # fmt: skip
        champs = {"fonction": "conseiller", "rang": 20, "voix": "deliberative", "titre": "", "interim": {}} | autres
        mandat = Mandat(institution_id=monde.institution_id, mandataire=elu, organe_id=monde.organe("conseil").id,
                        du=du, au=au, **champs)  # fmt: skip
        unite().add(mandat)


def test_p7_une_demission_puis_un_serment_changent_la_base_les_votants_et_le_proces_verbal(tenue, chantal, monde):
    """Base 12, then 11, then 12 again; each vote keeps the members of its own point."""
    seance, lignes = tenue

    def faire(numero, quoi, corps, attendu=200):
        reponse = chantal.post(f"/inscriptions/{lignes[numero]}/{quoi}", corps)
        assert reponse.status_code == attendu, reponse.json
        return reponse.json

    def voter(numero, **corps):
        faire(numero, "decision", UNANIME | corps)
        return chantal.get(f"/seances/{seance}/direct").json

    voter(0)
    vu = faire(DEMISSION, "fins-de-mandat", {"mandataire": "paul"})["quorum"]
    assert (vu["requis"], vu["presents"]) == (6, 7)
    assert "11 membres en fonction depuis le point 2 (démission acceptée : Paul Wéry)" in _simple(vu["explication"])
    assert faire(DEMISSION, "decision", {"issue": "reporte"}, 409)["motif"] == "mandat_note"
    faire(DEMISSION, "annulation-mandat", {"mandataire": "paul"})
    assert chantal.get(f"/seances/{seance}/presences").json["quorum"]["requis"] == 7
    faire(DEMISSION, "fins-de-mandat", {"mandataire": "paul"})
    faire(DEMISSION, "decision", {"issue": "pris_acte"})
    chantal.post(f"/seances/{seance}/presences", {"mandataire": "louis", "evenement": "quitte"})
    voter(2)  # six of eleven
    assert faire(DEMISSION, "fins-de-mandat", {"mandataire": "rose"}, 409)["motif"] == "deja_vote_ensuite"

    nouveau = {"prenom": "Yves", "nom": "Adam", "genre": "m", "groupe": "AVENIR"}
    vu = faire(INSTALLATION, "installations", nouveau)
    assert "yves.adam" in vu["presents"] and vu["quorum"]["requis"] == 7 and vu["quorum"]["presents"] == 7
    contre = {"exceptions": [{"mandataire": "yves.adam", "choix": "contre"}]}
    for numero in (0, INSTALLATION):
        refus = faire(numero, "scrutins", {"mode": "unanimite"} | contre, 409)
        assert refus["motif"] == "exception_absente", "he was no member yet at this point"
    urne = faire(INSTALLATION, "scrutins", {"mode": "public"}, 201)["id"]
    chantal.post(f"/scrutins/{urne}/actions", {"action": "ouvrir"})
    saisie = {"choix": "pour", "mandataire": "yves.adam", "titre": "saisie"}
    assert chantal.post(f"/scrutins/{urne}/bulletins", saisie).json["motif"] == "non_present"
    assert chantal.post(f"/scrutins/{urne}/depouillement", {"comptes": {"pour": 7}}).status_code in (409, 422)
    assert chantal.post(f"/scrutins/{urne}/depouillement", {"comptes": {"pour": 6}}).status_code == 200
    faire(INSTALLATION, "decision", {"issue": "pris_acte"})
    voter(4, **contre)

    with lecture():
        tenue_ = unite().get_one(Seance, seance)
        votes = {i.numero: i.scrutins[-1].instantane for i in tenue_.inscriptions if i.scrutins}
        assert [len(votes[n]["ayants_droit"]) for n in "1345"] == [12, 11, 11, 12]
        assert [len(votes[n]["votants"]) or len(votes[n]["presents"]) for n in "1345"] == [7, 6, 6, 7]
        finis = dict(unite().execute(select(Mandataire.identifiant, Mandat.au).join(Mandat.mandataire).where(
            Mandat.organe_id == tenue_.organe_id, Mandat.au.isnot(None))).all())  # fmt: skip
        assert finis == {"paul": JOUR}
    assert chantal.post(f"/seances/{seance}/actions", {"action": "lever"}).status_code == 200
    with lecture():
        dossier = entree_seance(unite().get_one(Seance, seance))
        apres = {p.numero: _simple(" ".join(p.apres)) for p in dossier.points}
        listes = {p.numero: {q.nom for q in p.presents} for p in dossier.points}
        dits = {p.nom: _simple(p.presence) for p in dossier.seance.presences}
        etat = presences.etat(tenue_.organe, JOUR, JOUR)
    assert "La démission de M. Paul Wéry, conseiller, est acceptée, conformément à l’article L1122-9" in apres["2"]
    assert apres["4"] == (
        "M. Yves Adam prête entre les mains du président le serment prescrit par l’article L1126-1 du Code de la "
        "démocratie locale et de la décentralisation : « Je jure fidélité au Roi, obéissance à la Constitution et aux "
        "lois du peuple belge. » Il est installé dans ses fonctions de conseiller."
    ), "his arrival is not told twice"
    assert dits["M. Paul Wéry"] == "absent, démissionnaire au point 2"
    assert dits["M. Yves Adam"] == "installé comme conseiller au point 4"
    assert ["M. Paul Wéry" in listes[n] for n in "12345"] == [True, True, False, False, False]
    assert ["M. Yves Adam" in listes[n] for n in "12345"] == [False, False, False, False, True]
    compte = {ligne["nom"]: ligne["presences"] for ligne in etat}
    assert (compte["Yves Adam"], compte["Paul Wéry"], compte["Denis Leroy"]) == (1, 0, 1)


def test_p7_le_secretariat_installe_a_l_ecran_le_membre_dont_le_mandat_commence_ce_jour(
    monde, client, connecter, chantal, creer_seance, inscrire, arriver, horloge_fixe
):
    """Entered the day before, he counts nowhere until his oath; whose mandate ends today sits to the end; the échevine
    who stands in for the bourgmestre has one seat and the chair."""
    horloge_fixe("2026-12-01T09:00")
    _mandat(monde, "yves", JOUR)
    _mandat(monde, "zoe", JOUR - timedelta(days=9), JOUR, fonction="echevin", rang=3)
    _mandat(monde, "claire", JOUR, JOUR + timedelta(days=30), fonction="bourgmestre", rang=1,
            interim={"remplace": "denis", "titre": "f.f.", "base": "L1123-5"})  # fmt: skip
    _mandat(monde, "renaud", JOUR - timedelta(days=30), interim={"remplace": "nadia", "base": "L1122-6"})
    with ecriture():
        ancien = unite().scalars(select(Mandat).join(Mandat.mandataire).where(
            Mandataire.identifiant == "zoe", Mandat.fonction == "conseiller")).one()  # fmt: skip
        ancien.au = JOUR - timedelta(days=10)
    seance = creer_seance("conseil", "2026-12-14T19:30")
    lignes = [inscrire(seance, titre, "conseil", nature=nature)["id"]
              for titre, nature in (("Installation", "installation"), ("Budget", "decision"))]  # fmt: skip
    assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).status_code == 200
    horloge_fixe("2026-12-14T19:30")
    refus = chantal.post(f"/seances/{seance}/presences", {"mandataire": "yves", "evenement": "arrive"})
    assert (refus.status_code, refus.json["motif"]) == (409, "hors_mandat")
    vu = arriver(seance, *SEPT[1:], "zoe")
    assert (vu["quorum"]["base"], vu["quorum"]["presents"]) == (12, 7), "neither Yves, nor Nadia who is on leave"
    assert {"renaud", "nadia"} & {m["mandataire"] for m in vu["membres"]} == {"renaud"}
    assert vu["president"] == "claire" and sum(m["mandataire"] == "claire" for m in vu["membres"]) == 1
    assert chantal.post(f"/seances/{seance}/actions", {"action": "ouvrir"}).status_code == 200
    contre = {"exceptions": [{"mandataire": "yves", "choix": "contre"}], "mode": "unanimite"}
    assert chantal.post(f"/inscriptions/{lignes[1]}/scrutins", contre).json["motif"] == "exception_absente"

    navigateur = connecter(client, "chantal")
    cockpit = f"/app/seances/{seance}/direct?point={lignes[0]}"
    page = _simple(navigateur.get(cockpit).text)
    choisi = re.search(r'<option value="(\d+)" selected>Yves Adam, son mandat commence aujourd’hui', page)
    jeton = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    formulaire = {"csrf_token": jeton, "mandataire": choisi[1], "fonction": "conseiller", "rang": ""}
    adresse = f"/app/inscriptions/{lignes[0]}/installation"
    page = _simple(navigateur.post(adresse, data=formulaire, follow_redirects=True).text)
    assert "M. Yves Adam prête entre les mains de la présidente le serment" in page
    assert "Quorum : 7 requis, 8 présents, 13 membres en fonction depuis le point 1 (installation : Yves Adam)" in page
    vu = chantal.get(f"/seances/{seance}/presences").json
    assert (vu["quorum"]["requis"], vu["quorum"]["presents"]) == (7, 8) and "yves" in vu["presents"]
    assert chantal.post(f"/inscriptions/{lignes[1]}/decision", {"issue": "accepte"} | contre).status_code == 200
    with lecture():
        dernier = unite().get_one(Seance, seance).inscriptions[1].scrutins[-1]
        assert len(dernier.instantane["votants"]) == 8 and len(dernier.noms["contre"]) == 1
        mandats = unite().scalars(select(Mandat).join(Mandat.mandataire).where(Mandataire.identifiant == "yves")).all()
        assert [(m.du, m.au) for m in mandats] == [(JOUR, None)], "his own mandate, not a second one"
