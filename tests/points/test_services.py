"""Points in a real base: propose, validate, send back, read, and what other rooms rely on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from college import annonces, horloge
from college.erreurs import Interdit, Introuvable, Invalide, Perime, Refus
from college.organisation.modele import Delegation, Institution
from college.points import recherche, requetes, services, taches, transmission
from college.points.envois.organes import ailleurs, offerts
from college.points.etats import avis_de
from college.points.saisie import Modification, Saisie
from college.transaction import ecriture, lecture, unite


@pytest.fixture
def proposer(monde):
    """A point of the small world, in its own unit of work; answers its id."""

    def creer(qui="alice", **champs):
        saisie = {"organe": "college", "service": "travaux", "titre": "Réfection de la rue Haute", **champs}
        with ecriture():
            return services.proposer(monde.acteur(qui), Saisie.model_validate(saisie)).id

    return creer


@pytest.fixture
def agir(monde):
    """One act by one person; answers (phase, step)."""

    def faire(qui, point, action, **options):
        with ecriture():
            acteur = monde.acteur(qui)
            fait = services.agir(acteur, requetes.point(acteur, point), action, **options)
            return fait.phase, fait.etape

    return faire


def _voit(monde, qui, point):
    with lecture():
        try:
            requetes.point(monde.acteur(qui), point)
        except Introuvable:
            return False
        return True


def test_hop_1_a_3_de_la_proposition_a_la_validation(proposer, agir, monde):
    point = proposer(dispositif="<p>Approuve.</p>")
    assert agir("alice", point, "soumettre") == ("en_validation", "chef")
    assert agir("bernard", point, "viser") == ("en_validation", "dg")
    assert agir("chantal", point, "viser") == ("valide", None)
    with lecture():
        lu = requetes.point(monde.acteur("alice"), point)
        assert lu.reference.endswith("-0001")
        assert lu.chaine_version_id is not None
        assert [p.action for p in requetes.passages_de(lu)] == ["soumettre", "viser", "viser"]
        assert {p.revision_id for p in requetes.passages_de(lu)} == {requetes.texte(lu).id}


def test_p1_un_autre_service_ne_voit_rien_avant_l_inscription(proposer, agir, monde):
    point = proposer()
    assert _voit(monde, "alice", point)
    assert _voit(monde, "bernard", point)
    assert _voit(monde, "chantal", point)
    for etranger in ("hugo", "emile", "denis", "gaston", "fatima"):
        assert not _voit(monde, etranger, point), etranger
    agir("alice", point, "soumettre")
    agir("bernard", point, "viser")
    agir("chantal", point, "viser")
    assert not _voit(monde, "hugo", point)
    with ecriture():
        acteur = monde.acteur("chantal")
        services.changer_phase(acteur, requetes.point(acteur, point), "inscrit")
    assert _voit(monde, "hugo", point)
    assert _voit(monde, "denis", point), "members of a collège see from the inscription"
    assert not _voit(monde, "fatima", point)


def test_p49_huis_clos_reste_au_service_au_secretariat_et_aux_membres(proposer, agir, monde):
    point = proposer(huis_clos=True)
    agir("alice", point, "soumettre")
    agir("bernard", point, "viser")
    agir("chantal", point, "viser")
    with ecriture():
        acteur = monde.acteur("chantal")
        services.changer_phase(acteur, requetes.point(acteur, point), "inscrit")
    assert not _voit(monde, "hugo", point)
    assert _voit(monde, "denis", point)
    assert _voit(monde, "bernard", point)


def test_conseil_les_membres_lisent_des_la_convocation(proposer, monde):
    point = proposer(organe="conseil")
    assert not _voit(monde, "denis", point)
    with ecriture():
        acteur = monde.acteur("chantal")
        services.diffuser(acteur, requetes.point(acteur, point))
    assert _voit(monde, "denis", point)


def test_le_montant_appelle_le_directeur_financier(proposer, agir, monde, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    point = proposer(montant_htva=Decimal(31000))
    agir("alice", point, "soumettre")
    assert not _voit(monde, "emile", point)
    assert agir("bernard", point, "viser") == ("en_validation", "df")
    assert _voit(monde, "emile", point)
    with lecture():
        lu = requetes.point(monde.acteur("emile"), point)
        assert str(lu.echeance) == "2026-12-04"
        assert "n’est pas rendu" in requetes.avis_bloquant(lu, lu.echeance)
        assert requetes.compteurs(monde.acteur("emile"))["avis_attendus"] == 1
    assert agir("emile", point, "rendre_avis", avis="reserve", texte_avis="Crédit à prévoir.") == (
        "en_validation",
        "dg",
    )
    with lecture():
        lu = requetes.point(monde.acteur("alice"), point)
        assert requetes.avis_bloquant(lu, lu.modifie_le.date()) is None
        assert "avis réservé" in requetes.phrase_avis_df(lu, lu.modifie_le.date())
        assert requetes.compteurs(monde.acteur("emile"))["avis_attendus"] == 0


def test_d24_d25_avis_obligatoire_jusqu_au_terme_du_delai(proposer, agir, monde, horloge_fixe):
    horloge_fixe("2026-12-17T09:00")
    point = proposer(montant_htva=Decimal(31000))
    agir("alice", point, "soumettre")
    agir("bernard", point, "viser")
    with lecture():
        lu = requetes.point(monde.acteur("chantal"), point)
        assert str(lu.echeance) == "2027-01-04"
        assert requetes.avis_bloquant(lu, date(2026, 12, 22))
        assert requetes.avis_bloquant(lu, date(2027, 1, 5)) is None
        assert "l’absence d’avis" in requetes.phrase_avis_df(lu, date(2027, 1, 5))
    urgent = proposer(montant_htva=Decimal(31000), urgence=True, motif_urgence="Toit ouvert.")
    agir("alice", urgent, "soumettre")
    agir("bernard", urgent, "viser")
    with lecture():
        assert str(requetes.point(monde.acteur("chantal"), urgent).echeance) == "2026-12-24"


def test_renvoi_puis_correction_fait_une_nouvelle_revision(proposer, agir, monde):
    point = proposer(motivation="<p>Vu.</p>")
    agir("alice", point, "soumettre")
    assert agir("bernard", point, "renvoyer", commentaire="Préciser l’article.") == ("brouillon", None)
    with lecture():
        assert requetes.compteurs(monde.acteur("alice"))["renvoyes"] == 1
    with ecriture():
        acteur = monde.acteur("alice")
        services.modifier(acteur, requetes.point(acteur, point), Modification(motivation="<p>Vu l’article 2.</p>"))
    agir("alice", point, "soumettre")
    with lecture():
        lu = requetes.point(monde.acteur("alice"), point)
        assert [r.numero for r in requetes.revisions(lu)] == [2, 1]
        assert requetes.revision(lu, 1).motivation == "<p>Vu.</p>"
        assert len({p.revision_id for p in requetes.passages_de(lu)}) == 2


def test_edition_perimee_et_edition_interdite(proposer, agir, monde):
    point = proposer()
    with ecriture():
        acteur = monde.acteur("alice")
        lu = requetes.point(acteur, point)
        ancienne = lu.version
        services.modifier(acteur, lu, Modification(titre="Un"), version=ancienne)
    with ecriture(), pytest.raises(Perime, match="peut-être dans un autre onglet"):
        lu = requetes.point(acteur, point)
        services.modifier(acteur, lu, Modification(titre="Deux"), version=ancienne)
    agir("alice", point, "soumettre")
    with ecriture(), pytest.raises(Interdit, match="Bernard Noël"):
        services.modifier(acteur, requetes.point(acteur, point), Modification(titre="Trois"))


def test_saisies_fautives_nomment_le_champ(proposer):
    with pytest.raises(Invalide) as refus:
        proposer(organe="inconnu", service="rien", categorie="nulle")
    assert {faute.champ for faute in refus.value.fautes} == {"organe", "service", "categorie"}
    with pytest.raises(Interdit, match="Finances"):
        proposer(service="finances")
    with pytest.raises(ValidationError):
        proposer(titre="  ")
    with pytest.raises(Invalide, match="200"):
        proposer(motivation="é" * 150_000)


def test_lecteur_et_administrateur_ne_proposent_pas(proposer):
    with pytest.raises(Interdit, match="rédacteurs"):
        proposer(qui="gaston")


def test_p4_zero_etape_nait_valide_et_l_autorite_decide_hors_seance(proposer, agir):
    point = proposer(organe="bourgmestre", dispositif="<p>Article 1. Le stationnement est interdit.</p>")
    assert agir("denis", point, "decider_hors_seance") == ("decide", None)


def test_p26_hors_seance_sans_texte_est_refuse(proposer, agir):
    point = proposer(organe="bourgmestre")
    with pytest.raises(Refus, match=r"20\d\d-0001 n’a ni motivation ni dispositif"):
        agir("denis", point, "decider_hors_seance")


def test_identifiant_externe_unique_par_expediteur(proposer):
    proposer(identifiant_externe="URB/12")
    with pytest.raises(Refus, match="déjà proposé"):
        proposer(identifiant_externe="URB/12")


def test_p55_transmettre_au_conseil_une_seule_fois_lie_dans_les_deux_sens(proposer, agir, monde):
    point = proposer(organe="bourgmestre", dispositif="<p>Ordonne.</p>", categorie="voirie")
    agir("denis", point, "decider_hors_seance")
    with ecriture():
        acteur = monde.acteur("chantal")
        source = requetes.point(acteur, point)
        suite = transmission.transmettre_organe(acteur, source, "conseil")
        assert suite.organe.code == "conseil"
        assert suite.categorie.code == "voirie"
        assert [(g, s, p.id) for g, s, p in requetes.liens(source, acteur)] == [("transmis_de", "vers", suite.id)]
        assert [(g, s, p.id) for g, s, p in requetes.liens(suite, acteur)] == [("transmis_de", "de", source.id)]
    with ecriture(), pytest.raises(Refus, match="déjà transmis"):
        transmission.transmettre_organe(acteur, requetes.point(acteur, point), "conseil")


def test_transmettre_a_une_autre_institution(proposer, agir, monde):
    point = proposer(organe="bourgmestre", dispositif="<p>Ordonne.</p>", categorie="voirie")
    agir("denis", point, "decider_hors_seance")
    with ecriture():
        source = requetes.point(monde.acteur("chantal"), point)
        assert not [code for code, _ in offerts(source) if "/" in code], "a stranger is not offered"
        for institution in unite().scalars(select(Institution)):
            institution.reglages = institution.reglages | {"localite": "Exemple"}
        assert "voisine/college" in dict(offerts(source)) and "conseil" in dict(offerts(source))
        assert "bourgmestre" not in dict(offerts(source))
    with ecriture():
        acteur = monde.acteur("chantal")
        suite = transmission.transmettre_organe(acteur, requetes.point(acteur, point), "voisine/college")
        assert suite.institution_id != acteur.institution_id
        assert [sens for sens, *_ in ailleurs(requetes.point(acteur, point)) + ailleurs(suite)] == ["vers", "de"]
        assert ailleurs(requetes.point(acteur, point))[0][3] == suite.reference
        numero = suite.id
    assert _voit(monde, "fatima", numero)
    assert not _voit(monde, "chantal", numero)
    with ecriture():  # the collège of the house has the same code as the neighbour's, and is another one
        assert transmission.transmettre_organe(acteur, requetes.point(acteur, point), "exemple/college").organe.nom
    for deja in ("college", "voisine/college"):
        with ecriture(), pytest.raises(Refus, match=f"déjà transmis à «.{deja}.»"):
            transmission.transmettre_organe(acteur, requetes.point(acteur, point), deja)


def test_p58_dupliquer_garde_le_service_du_redacteur(proposer, monde):
    point = proposer(dispositif="<p>Approuve.</p>")
    with ecriture():
        acteur = monde.acteur("alice")
        copie = transmission.dupliquer(acteur, requetes.point(acteur, point))
        assert copie.phase == "brouillon"
        assert copie.service.code == "travaux"
        assert requetes.texte(copie).dispositif == "<p>Approuve.</p>"
        assert copie.reference.endswith("-0002")


def test_p61_recherche_sans_accents_ni_casse(proposer, monde):
    proposer(titre="SpécialDécision de l’Œuvre")
    with lecture():
        for q in ("specialdecision", "SpécialDécision", "oeuvre", f"{horloge.aujourdhui().year} special", "travaux"):
            trouves = unite().scalars(recherche.liste(monde.acteur("alice"), recherche.Filtre(q=q))).all()
            assert len(trouves) == 1, q
        assert not unite().scalars(recherche.liste(monde.acteur("hugo"), recherche.Filtre(q="special"))).all()


def test_changer_de_service_prend_effet_aussitot(proposer, monde):
    point = proposer()
    with ecriture():
        for appartenance in monde.agent("alice").appartenances:
            appartenance.service_id = monde.service("finances").id
    assert not _voit(monde, "alice", point)


def test_delegation_le_remplacant_voit_et_vise_au_nom_de_l_absent(proposer, agir, monde):
    point = proposer()
    agir("alice", point, "soumettre")
    assert not _voit(monde, "hugo", point)
    with ecriture():
        absent, delegue = monde.agent("bernard"), monde.agent("hugo")
        jour = horloge.aujourdhui()
        unite().add(
            Delegation(
                institution_id=absent.institution_id, absent_id=absent.id, delegue_id=delegue.id, du=jour, au=jour
            )
        )
    assert _voit(monde, "hugo", point)
    with lecture():
        assert requetes.compteurs(monde.acteur("hugo"))["a_viser"] == 1
    agir("hugo", point, "viser")
    with lecture():
        visa = requetes.passages_de(requetes.point(monde.acteur("alice"), point))[-1]
        assert (visa.acteur_nom, visa.au_nom_de_id) == ("Hugo Simon", monde.agent("bernard").id)


def test_p54_une_categorie_desactivee_reste_et_ne_se_choisit_plus(proposer, monde):
    point = proposer(categorie="voirie")
    with ecriture():
        requetes.point(monde.acteur("alice"), point).categorie.actif = False
    with pytest.raises(Invalide, match="plus actif"):
        proposer(categorie="voirie")
    with ecriture():
        acteur = monde.acteur("alice")
        lu = services.modifier(acteur, requetes.point(acteur, point), Modification(titre="Deux", categorie="voirie"))
        assert lu.categorie.code == "voirie"


def test_un_titulaire_qui_disparait_fait_avancer_le_point(proposer, agir, monde):
    point = proposer()
    agir("alice", point, "soumettre")
    with ecriture():
        monde.agent("bernard").actif = False
        annonces.annoncer("organisation.changee", institution_id=monde.institution_id)
    with lecture():
        assert requetes.point(monde.acteur("chantal"), point).etape == "dg"


def test_un_delai_echu_libere_le_point_sans_que_personne_n_agisse(proposer, agir, monde, horloge_fixe):
    horloge_fixe("2026-11-20T09:00")
    point = proposer(montant_htva=Decimal(31000))
    agir("alice", point, "soumettre")
    agir("bernard", point, "viser")
    horloge_fixe("2026-12-05T09:00")
    taches.liberer_les_delais_echus()
    with lecture():
        assert requetes.point(monde.acteur("chantal"), point).etape == "dg"
    with pytest.raises(Refus, match="4 décembre 2026"):
        agir("emile", point, "rendre_avis", avis="favorable")


def test_p35_l_avis_garde_le_texte_sur_lequel_il_fut_rendu(proposer, agir, monde):
    point = proposer(montant_htva=Decimal(31000), motivation="<p>Un.</p>")
    agir("alice", point, "soumettre")
    agir("bernard", point, "viser")
    agir("emile", point, "rendre_avis", avis="favorable")
    agir("chantal", point, "renvoyer", commentaire="Complétez.")
    with ecriture():
        acteur = monde.acteur("alice")
        services.modifier(acteur, requetes.point(acteur, point), Modification(motivation="<p>Deux.</p>"))
    with lecture():
        lu = requetes.point(monde.acteur("alice"), point)
        avis = avis_de(lu)[0]
        assert avis.revision.motivation == "<p>Un.</p>"
        assert requetes.texte(lu).motivation == "<p>Deux.</p>"


def test_compteurs_en_une_requete(proposer, agir, monde):
    for _ in range(3):
        agir("alice", proposer(), "soumettre")
    with lecture():
        comptes = requetes.compteurs(monde.acteur("bernard"))
        assert (comptes["a_viser"], comptes["a_traiter"]) == (3, 3)
        assert len(requetes.a_faire(monde.acteur("bernard"))["a_viser"]) == 3
