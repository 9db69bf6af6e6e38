"""Advices in a real base: drafts hidden, texts kept, delays, negatives that block, initiatives, confidences."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from college import horloge
from college.erreurs import Interdit, Invalide, Refus
from college.points import requetes, services, taches, transmission
from college.points.avis import regles
from college.points.avis import requetes as requetes_avis
from college.points.avis import services as services_avis
from college.points.etats import avis_de, etat_de
from college.points.lecture import DefinitionInvalide, lire
from college.points.modele import Chaine
from college.points.saisie import Modification, Saisie
from college.transaction import ecriture, lecture, unite
from tests.fabriques import chaine
from tests.points.test_ecrans import page  # noqa: F401 - the browser of a person

JURISTE = {"code": "juriste", "libelle": "Avis juridique", "type": "avis", "groupe": "directeur_financier"}


@pytest.fixture
def proposer(monde):
    """A point of travaux for the collège, sent; answers its id."""

    def creer(envoye=True, **champs):
        saisie = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Haute", **champs}
        with ecriture():
            alice = monde.acteur("alice")
            point = services.proposer(alice, Saisie.model_validate(saisie))
            if envoye:
                services.agir(alice, point, "soumettre")
            return point.id

    return creer


@pytest.fixture
def agir(monde):
    """One act of the chain; answers the phase."""

    def faire(qui, point, action, **options):
        with ecriture():
            acteur = monde.acteur(qui)
            return services.agir(acteur, requetes.point(acteur, point), action, **options).phase

    return faire


@pytest.fixture
def etapes(monde):
    """Another chain for the collège: `etapes({...}, {...})`."""

    def poser(*lues):
        with ecriture():
            unite().scalars(select(Chaine).where(Chaine.code == "college")).one().code = "ancienne"
            chaine(monde.institution_id, "college", list(lues))

    return poser


def _avis(monde, point):
    with lecture():
        return avis_de(requetes.point(monde.acteur("chantal"), point))


def _inscrire(monde, point):
    with ecriture():
        chantal = monde.acteur("chantal")
        services.changer_phase(chantal, requetes.point(chantal, point), "inscrit")


def _df(proposer, agir, **champs):
    point = proposer(montant_htva=Decimal(31000), **champs)
    agir("bernard", point, "viser")
    return point


def test_p34_un_avis_en_redaction_est_cache_puis_compte_comme_non_rendu(page, proposer, agir, monde, api, horloge_fixe):  # noqa: F811
    horloge_fixe("2026-11-20T09:00")
    point = _df(proposer, agir)
    with ecriture():
        emile = monde.acteur("emile")
        lu = requetes.point(emile, point)
        services_avis.garder_brouillon(emile, lu, avis_de(lu)[0], "<p>Le crédit manque.</p>")
    assert "Le crédit manque" in page("emile").get(f"/app/points/{point}").text
    vue = page("alice").get(f"/app/points/{point}").text
    assert "Avis caché" in vue and "en cours de rédaction" in vue and "Le crédit manque" not in vue
    with ecriture():
        emile = monde.acteur("emile")
        lu = requetes.point(emile, point)
        services_avis.signaler_incomplet(emile, lu, avis_de(lu)[0], "Le rapport d’analyse.")
    vue = page("alice").get(f"/app/points/{point}").text
    assert vue.count("Le rapport d’analyse.") == 2, "what is missing is told, though a draft is being written"
    assert "dossier incomplet, le délai ne court pas" in vue and "Avis caché" not in vue
    with ecriture():
        alice = monde.acteur("alice")
        lu = requetes.point(alice, point)
        services_avis.completer(alice, lu, avis_de(lu)[0])
    lu = api("alice").get(f"/points/{point}").get_json()["avis"][0]
    assert lu["en_redaction"] and lu["valeur"] is None and "crédit" not in str(lu)
    horloge_fixe("2026-12-05T09:00")
    taches.liberer_les_delais_echus()
    assert agir("chantal", point, "viser") == "valide"
    assert "avis caché" not in page("alice").get(f"/app/points/{point}").text.lower()
    with lecture():
        lu = requetes.point(monde.acteur("chantal"), point)
        assert "l’absence d’avis" in requetes.phrase_avis_df(lu, date(2026, 12, 5))
    with pytest.raises(Refus, match="délai de cet avis est échu"):
        agir("emile", point, "rendre_avis", avis="favorable")


def test_p34_le_brouillon_d_un_groupe_n_est_pas_montre_a_l_autre(page, proposer, agir, monde, etapes):  # noqa: F811
    etapes(
        {**JURISTE, "code": "df", "parallele": "avis"},
        {**JURISTE, "code": "dg", "groupe": "direction_generale", "parallele": "avis"},
    )
    point = proposer()
    with ecriture():
        chantal = monde.acteur("chantal")
        lu = requetes.point(chantal, point)
        sien = next(a for a in avis_de(lu) if a.etape == "dg")
        services_avis.garder_brouillon(chantal, lu, sien, "<p>Trop cher.</p>")
    vue = page("emile").get(f"/app/points/{point}").text
    assert "Trop cher" not in vue and 'name="vers" value="df"' in vue


def test_p35_le_texte_de_l_avis_est_garde_et_l_avis_ne_se_reprend_plus(proposer, agir, monde):
    point = _df(proposer, agir, motivation="<p>Un.</p>")
    agir("emile", point, "rendre_avis", avis="reserve", texte_avis="<p>À revoir.</p>")
    agir("emile", point, "reprendre")
    (avis,) = _avis(monde, point)
    assert (avis.valeur, avis.rendu_le, avis.brouillon) == (None, None, "<p>À revoir.</p>")
    agir("emile", point, "rendre_avis", avis="favorable")
    with ecriture():
        chantal = monde.acteur("chantal")
        services.modifier(chantal, requetes.point(chantal, point), Modification(motivation="<p>Deux.</p>"))
    with pytest.raises(Refus, match="il reste au dossier avec le texte sur lequel il fut rendu"):
        agir("emile", point, "reprendre")
    with lecture():
        lu = requetes.point(monde.acteur("alice"), point)
        (avis,) = avis_de(lu)
        assert (avis.valeur, avis.revision.motivation) == ("favorable", "<p>Un.</p>")
        assert requetes.texte(lu).motivation == "<p>Deux.</p>"


def test_p32_un_delai_prolonge_rouvre_l_avis_et_s_ecrit(proposer, agir, monde, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    point = _df(proposer, agir)
    horloge_fixe("2026-12-07T09:00")
    with pytest.raises(Refus, match="le secrétariat peut le prolonger"):
        agir("emile", point, "rendre_avis", avis="favorable")
    with pytest.raises(Interdit), ecriture():
        alice = monde.acteur("alice")
        lu = requetes.point(alice, point)
        services_avis.prolonger(alice, lu, avis_de(lu)[0], date(2026, 12, 18), "Demande motivée.")
    with ecriture():
        chantal = monde.acteur("chantal")
        lu = requetes.point(chantal, point)
        services_avis.prolonger(chantal, lu, avis_de(lu)[0], date(2026, 12, 18), "Demande motivée du 2.")
        assert (lu.etape, str(lu.echeance)) == ("df", "2026-12-18")
    (avis,) = _avis(monde, point)
    assert (str(avis.prolonge_de), str(avis.echeance)) == ("2026-12-04", "2026-12-18")
    agir("emile", point, "rendre_avis", avis="favorable")
    assert _avis(monde, point)[0].valeur == "favorable"


def test_p37_un_avis_bloquant_et_negatif_empeche_la_presentation(proposer, agir, monde, etapes):
    bloquant = {**JURISTE, "groupe": "direction_generale", "bloquant_si_negatif": True}
    etapes(bloquant)
    point = proposer()
    assert agir("chantal", point, "rendre_avis", avis="defavorable") == "valide"
    with pytest.raises(Refus, match="Avis juridique\u00a0» bloque la présentation") as refus:
        _inscrire(monde, point)
    assert refus.value.motif == "avis_negatif"
    agir("chantal", point, "reprendre")
    agir("chantal", point, "rendre_avis", avis="reserve")
    _inscrire(monde, point)
    with lecture():
        assert requetes.point(monde.acteur("chantal"), point).phase == "inscrit"


@pytest.mark.parametrize("obligatoire", [True, False])
def test_p37_un_avis_negatif_qui_ne_bloque_pas_laisse_presenter(proposer, agir, monde, etapes, obligatoire):
    etapes({**JURISTE, "groupe": "direction_generale", "obligatoire": obligatoire})
    point = proposer()
    assert agir("chantal", point, "rendre_avis", avis="defavorable") == "valide"
    _inscrire(monde, point)
    with lecture():
        assert requetes.point(monde.acteur("chantal"), point).phase == "inscrit"


def test_p37_l_avis_de_legalite_negatif_ne_bloque_jamais(proposer, agir, monde):
    with pytest.raises(DefinitionInvalide, match="ne bloque jamais parce qu’il est négatif"):
        lire({"code": "c", "etapes": [{**JURISTE, "bloquant_si_negatif": True}]})
    with pytest.raises(DefinitionInvalide, match="seul un avis"):
        lire({"code": "c", "etapes": [{"code": "dg", "groupe": "dg", "bloquant_si_negatif": True}]})
    point = _df(proposer, agir)
    agir("emile", point, "rendre_avis", avis="defavorable")
    agir("chantal", point, "viser")
    with lecture():
        assert requetes.avis_bloquant(requetes.point(monde.acteur("chantal"), point), horloge.aujourdhui()) is None
    _inscrire(monde, point)
    with lecture():
        assert requetes.point(monde.acteur("chantal"), point).phase == "inscrit"


def test_p37_un_avis_obligatoire_non_rendu_bloque_jusqu_a_la_fin_du_delai(proposer, agir, monde, etapes, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    etapes({**JURISTE, "delai_jours": 7}, {"code": "dg", "groupe": "direction_generale", "obligatoire": False})
    point = proposer()
    with pytest.raises(Refus, match="ne peut pas être inscrit"):
        _inscrire(monde, point)
    horloge_fixe("2026-11-28T09:00")
    taches.liberer_les_delais_echus()
    _inscrire(monde, point)
    with lecture():
        assert requetes.point(monde.acteur("chantal"), point).phase == "inscrit"


def test_avis_de_legalite_numerote_et_cite_dans_les_visas(proposer, agir, monde, horloge_fixe):
    """Pratique §9: number and date in every visa; « remis sans avis » is told apart from the absence of advice."""
    horloge_fixe("2026-11-20T09:00")
    dits = []
    for valeur in ("favorable_avec_remarques", "remis_sans_avis"):
        point = _df(proposer, agir)
        agir("emile", point, "rendre_avis", avis=valeur)
        with lecture():
            dits.append(requetes.phrase_avis_df(requetes.point(monde.acteur("alice"), point), date(2026, 11, 23)))
    assert dits == [
        "Attendu l’avis favorable avec remarques n° 2026-001 du directeur financier rendu en date du 20 novembre 2026 "
        "conformément à l’article L1124-40 du Code de la démocratie locale et de la décentralisation\u00a0;",
        "Attendu que le directeur financier, consulté en date du 20 novembre 2026, a remis le dossier sans avis "
        "n° 2026-002 en date du 20 novembre 2026\u00a0;",
    ]


def test_avis_d_initiative_sous_le_seuil_une_seule_fois(proposer, agir, monde):
    """CDLD L1124-40, 4°: the financial director may speak without being asked, on what he may read."""
    point = proposer(montant_htva=Decimal(1000))
    agir("bernard", point, "viser")
    agir("chantal", point, "viser")
    _inscrire(monde, point)
    agir("emile", point, "rendre_avis", vers="directeur_financier", avis="reserve", texte_avis="Marché à scinder.")
    (avis,) = _avis(monde, point)
    assert (avis.initiative, avis.valeur, avis.echeance, avis.numero[-4:]) == (True, "reserve", None, "-001")
    with lecture():
        lu = requetes.point(monde.acteur("chantal"), point)
        assert "rendu d’initiative en date du" in requetes.phrase_avis_df(lu, horloge.aujourdhui())
    with pytest.raises(Interdit, match="Aucun avis ne vous est demandé"):
        agir("emile", point, "rendre_avis", vers="directeur_financier", avis="favorable")
    with pytest.raises(Interdit):
        agir("hugo", point, "rendre_avis", vers="directeur_financier", avis="favorable")


def test_avis_redemande_apres_reponse_et_refuse_deux_fois_pour_un_groupe(proposer, agir, monde):
    point = proposer()
    agir("bernard", point, "demander_avis", vers="directeur_financier")
    with pytest.raises(Refus, match="déjà demandé"):
        agir("bernard", point, "demander_avis", vers="directeur_financier")
    agir("emile", point, "rendre_avis", avis="reserve")
    agir("bernard", point, "demander_avis", vers="directeur_financier")
    agir("emile", point, "rendre_avis", avis="favorable")
    assert [a.valeur for a in _avis(monde, point)] == ["reserve", "favorable"]


def test_avis_confidentiel_ne_laisse_rien_a_qui_ne_prepare_pas_le_point(page, proposer, agir, monde, api):  # noqa: F811
    point = proposer()
    agir("bernard", point, "demander_avis", vers="direction_generale", confidentiel=True)
    agir("chantal", point, "rendre_avis", vers="direction_generale", avis="defavorable", texte_avis="Litige.")
    agir("bernard", point, "viser")
    agir("chantal", point, "viser")
    _inscrire(monde, point)
    for qui, lit in (("alice", True), ("chantal", True), ("hugo", False), ("denis", False)):
        dits = page(qui).get(f"/app/points/{point}").text
        dits += str([api(qui).get(f"/points/{point}{suite}").get_json() for suite in ("", "/historique")])
        assert ("défavorable" in dits.lower() or "'defavorable'" in dits, "Litige." in dits) == (lit, lit), qui
        faits = [e["action"] for e in api(qui).get(f"/points/{point}/historique").json["elements"]]
        assert ("demander_avis" in faits) == lit, qui
    for qui, lit in (("alice", True), ("hugo", False)):  # a copy of one's own opens nothing of the other point
        copie = api(qui).post(f"/points/{point}/actions", {"action": "dupliquer"}).json["id"]
        assert ("Litige." in page(qui).get(f"/app/points/{copie}").text) == lit, qui
    with pytest.raises(Invalide, match="ne peut pas être confidentiel"):
        agir("alice", proposer(), "demander_avis", vers="directeur_financier", confidentiel=True)


def test_p28_un_point_qui_continue_un_autre_montre_ses_avis_tels_qu_ils_sont(page, proposer, agir, monde):  # noqa: F811
    point = _df(proposer, agir)
    agir("emile", point, "rendre_avis", avis="favorable", texte_avis="Rien à dire.")
    with ecriture():
        alice = monde.acteur("alice")
        copie = transmission.dupliquer(alice, requetes.point(alice, point)).id
    vue = page("alice").get(f"/app/points/{copie}").text
    assert "repris de" in vue and "Rien à dire." in vue
    with ecriture():
        avis_de(requetes.point(monde.acteur("alice"), point))[0].texte = "Corrigé depuis."
    assert "Corrigé depuis." in page("alice").get(f"/app/points/{copie}").text
    with ecriture():
        chantal = monde.acteur("chantal")
        suite, source = requetes.point(chantal, proposer(envoye=False, montant_htva=Decimal(31000))), copie
        transmission.lier(suite, requetes.point(chantal, source), "reporte_de")
        assert [a.texte for a in requetes_avis.herites(suite)] == ["Corrigé depuis."]
        # the law's advice was given for another matter: it frees neither the copy nor what continues it
        assert requetes.avis_bloquant(suite, horloge.aujourdhui())
        transmission.lier(suite, requetes.point(chantal, point), "reporte_de")
        assert requetes.avis_bloquant(suite, horloge.aujourdhui()) is None


def test_changer_de_service_retire_l_avis_attendu_aussitot(proposer, agir, monde):
    point = _df(proposer, agir)
    with ecriture():
        for appartenance in list(monde.agent("emile").appartenances):
            unite().delete(appartenance)
    with lecture():
        vu = etat_de(requetes.point(monde.acteur("chantal"), point))
        assert not vu.vue("df").titulaires
        assert requetes.compteurs(monde.acteur("emile"))["avis_attendus"] == 0
    with pytest.raises(Exception, match="n’existe"):
        agir("emile", point, "rendre_avis", avis="favorable")


def test_p31_le_delai_en_jours_calendrier_et_la_fin_reportee(proposer, monde, etapes, horloge_fixe):
    """P31, whole: a calendar delay whose end falls on a Friday that the commune avoids ends on the Saturday."""
    horloge_fixe("2026-11-20T09:00")
    etapes({**JURISTE, "delai_jours": 7, "fin_jamais": ["vendredi"]})
    (avis,) = _avis(monde, proposer())
    assert avis.echeance - date(2026, 11, 20) == timedelta(days=8)


def test_d25_le_delai_echu_propose_sa_phrase_et_l_ecrit_a_la_place_de_la_precedente(app, api, connecter, horloge_fixe):
    horloge_fixe("2026-12-17T09:00")
    corps = {"organe": "college", "service": "travaux", "titre": "Toiture", "montant_htva": 31_000}
    corps |= {"motivation": "<p>Vu la loi ;</p><p>Considérant tout ;</p>"}
    point = api("alice").post("/points", corps).json["id"]
    for qui, action in (("alice", "soumettre"), ("bernard", "viser")):
        assert api(qui).post(f"/points/{point}/actions", {"action": action}).status_code == 200
    chantal, ici = connecter(app.test_client(), "chantal"), f"/app/points/{point}"

    def ecrire():
        jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', chantal.get(ici).text)[1]
        return chantal.post(f"{ici}/avis/visa", data={"csrf_token": jeton})

    assert ecrire().status_code == 403, "nobody but who holds the text writes in it"
    horloge_fixe("2027-01-05T09:00")
    taches.liberer_les_delais_echus()
    proposee = chantal.get(ici).text
    assert "Attendu l’absence d’avis du directeur financier" in proposee and "Écrire ce visa" in proposee
    assert ecrire().status_code == 303
    motivation = api("chantal").get(f"/points/{point}").json["motivation"].replace("\u00a0", " ")
    assert motivation.startswith("<p>Vu la loi ;</p><p>Attendu l’absence d’avis du directeur financier dans le délai")
    assert motivation.count("Attendu") == 1 and motivation.endswith("<p>Considérant tout ;</p>")
    assert "Écrire ce visa" not in chantal.get(ici).text, "written once, proposed no more"


def test_d25_une_phrase_anterieure_cede_la_place():
    demandee = "<p>Attendu la demande d’avis adressée au directeur financier ;</p>"
    reste = "<p>Attendu le plan ;</p>"
    assert regles.sans_attendus(f"<p>Vu la loi ;</p>{reste}{demandee}{reste}") == f"<p>Vu la loi ;</p>{reste}{reste}"
