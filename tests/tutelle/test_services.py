"""From a signed act to the end of its supervision, against a real socket: the clocks, the guards, the faults."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from college import repartiteur
from college.actes.modele import ActeVersion
from college.connecteurs.etutelle_http import EtutelleHttp
from college.connecteurs.simulateur.pannes import Panne, en_file
from college.erreurs import Interdit, Invalide, Refus
from college.journal import EntreeJournal
from college.stockage import deposer
from college.transaction import ecriture, lecture, unite
from college.tutelle import passerelles, requetes, services
from college.tutelle.modele import Envoi


@pytest.fixture(autouse=True)
def aujourdhui(horloge_fixe):
    horloge_fixe("2026-12-16T10:00")


@pytest.fixture
def envoyer(monde):
    """Send an act as its secretary."""

    def faire(acte, **options) -> Envoi:
        with ecriture():
            return services.transmettre(monde.acteur("chantal"), unite().merge(acte), **options)

    return faire


@pytest.fixture
def agir(monde):
    """Call a service on an envoi as its secretary."""

    def faire(service, envoi, *args, **kwargs):
        with ecriture():
            acteur = monde.acteur("chantal")
            return service(acteur, requetes.envoi(acteur, envoi.id), *args, **kwargs)

    return faire


def test_un_budget_va_jusqu_a_son_approbation(creer_acte, tutelle, envoyer, attendre):
    autorite = tutelle()
    envoi = attendre(envoyer(creer_acte()).id, "approuve")
    assert len(autorite.depots) == 1
    assert envoi.reference.startswith("ET-2026-")
    assert envoi.tentatives == 1
    assert [a.type for a in envoi.accuses] == ["transmis", "accuse_technique"]
    assert [e.type for e in envoi.echanges] == ["transmis", "accuse_technique", "en_instruction", "approuve"]
    assert [m.texte for m in envoi.acte.mentions] == [
        f"Approuvé le 16\u00a0décembre\u00a02026 – Gouvernement wallon, SIM/{envoi.reference}/3."
    ]
    recues = autorite.depots.par_reference[envoi.reference].manifeste["pieces"]
    joints = ["pieces_justificatives", "avis_df", "rapport_l1122_23", "avis_commission_12", "preuve_syndicats"]
    assert [p["code"] for p in recues] == ["deliberation", *joints]


def test_d26_les_echeances_d_un_budget_vote_le_14_decembre(creer_acte, tutelle, envoyer, attendre):
    tutelle("silence")
    envoi = attendre(envoyer(creer_acte()).id, "en_instruction")
    echeances = {e.type: e.date for e in envoi.echeances if e.courante}
    assert echeances == {
        "transmission": date(2026, 12, 29),
        "syndicats": date(2026, 12, 19),
        "decision": date(2027, 1, 15),
    }


def test_d27_rien_ne_devient_executoire_sans_une_personne(creer_acte, tutelle, envoyer, attendre, agir, horloge_fixe):
    tutelle("silence")
    envoi = attendre(envoyer(creer_acte()).id, "en_instruction")
    with pytest.raises(Refus, match="15\u00a0janvier\u00a02027"):
        agir(services.certifier_expiration, envoi)
    horloge_fixe("2027-01-16T09:00")
    assert attendre(envoi.id, "en_instruction").etat == "en_instruction"
    agir(services.certifier_expiration, envoi)
    fini = attendre(envoi.id, "executoire_par_expiration")
    assert fini.echanges[-1].texte == "Chantal Petit certifie qu’aucune décision n’a été reçue dans le délai."
    assert fini.acte.mentions[-1].texte.startswith("Exécutoire par expiration le 16\u00a0janvier\u00a02027")


def test_d28_incomplet_puis_complete(creer_acte, tutelle, envoyer, attendre, agir, horloge_fixe, monde):
    tutelle("incomplet", delai=0.05)
    envoi = attendre(envoyer(creer_acte()).id, "incomplet")
    assert envoi.recu_complet_le is None
    assert not [e for e in envoi.echeances if e.courante and e.type == "decision"]
    horloge_fixe("2027-01-04T10:00")
    with lecture():
        annexe = requetes.annexes(unite().merge(envoi.acte))[0]
    agir(services.completer, envoi, [annexe.id], "Voici l’avis demandé.")
    fini = attendre(envoi.id, "approuve")
    assert fini.recu_complet_le == date(2027, 1, 4)
    assert [e.type for e in fini.echanges if e.sens == "envoye"] == ["transmis", "complement"]
    with pytest.raises(Refus, match="n’attend aucune pièce"):
        agir(services.completer, envoi, [annexe.id])


def test_l21_un_accuse_perdu_n_envoie_pas_deux_fois(creer_acte, tutelle, envoyer, attendre):
    autorite = tutelle(tirage=en_file([Panne.RST_APRES]))
    envoi = envoyer(creer_acte())
    repartiteur.vider(tolerant=True)
    with lecture() as session:
        rate = session.get_one(Envoi, envoi.id)
        assert (rate.etat, rate.erreur_definitive) == ("erreur", False)
        assert "coupée" in rate.derniere_erreur
    _pas_attendre()
    fini = attendre(envoi.id, "approuve")
    assert fini.tentatives == 2
    assert len(autorite.depots) == 1
    assert [a["methode"] for a in autorite.journal][:2] == ["POST", "GET"]


def test_l21_un_refus_dit_sa_raison_et_l_acte_corrige_garde_l_histoire(creer_acte, tutelle, envoyer, attendre, agir):
    autorite = tutelle()
    acte = creer_acte(annexes=())
    envoi = envoyer(acte, passer_outre="Pièces envoyées sur papier")
    autorite.depots.deposer = _refuser
    repartiteur.vider(tolerant=True)
    with lecture() as session:
        rate = session.get_one(Envoi, envoi.id)
        assert (rate.etat, rate.erreur_definitive) == ("erreur", True)
        assert rate.derniere_erreur == "L’exercice n’est pas ouvert."
    with pytest.raises(Refus, match="déjà transmis"):
        envoyer(acte, passer_outre="Encore")
    _corriger(acte)
    del autorite.depots.deposer
    second = envoyer(acte, passer_outre="Pièces envoyées sur papier")
    assert second.cle_idempotence != envoi.cle_idempotence
    attendre(second.id, "approuve")
    with lecture():
        assert [e.id for e in requetes.d_un_acte(acte.id)] == [envoi.id, second.id]


def test_une_erreur_definitive_se_relance_par_une_personne(creer_acte, tutelle, envoyer, attendre, agir):
    autorite = tutelle()
    envoi = envoyer(creer_acte())
    autorite.depots.deposer = _refuser
    repartiteur.vider(tolerant=True)
    del autorite.depots.deposer
    agir(services.relancer, envoi)
    assert attendre(envoi.id, "approuve").tentatives == 2


def test_sans_adresse_l_envoi_attend_et_dit_quel_reglage_manque(creer_acte, envoyer):
    envoi = envoyer(creer_acte())
    repartiteur.vider(tolerant=True)
    with lecture() as session:
        assert session.get_one(Envoi, envoi.id).derniere_erreur == "Le réglage COLLEGE_ETUTELLE_URL manque."


def test_les_pieces_manquantes_arretent_sauf_motif_journalise(creer_acte, envoyer):
    acte = creer_acte(annexes=("Avis DF",))
    with pytest.raises(Refus) as refus:
        envoyer(acte)
    assert refus.value.franchissable
    assert refus.value.article == "L3132-1"
    codes = [piece["code"] for piece in refus.value.complements["pieces_manquantes"]]
    assert codes == ["pieces_justificatives", "rapport_l1122_23", "avis_commission_12", "preuve_syndicats"]
    envoi = envoyer(acte, passer_outre="Urgence, pièces suivront")
    assert len(envoi.pieces_absentes) == 4
    with lecture() as session:
        entree = session.query(EntreeJournal).filter_by(evenement="envoi.prepare").one()
        assert "Urgence, pièces suivront" in entree.details


def test_un_acte_non_signe_ne_part_pas(creer_acte, envoyer):
    with pytest.raises(Refus, match="pas encore signé"):
        envoyer(creer_acte(signe=False))


def test_une_annexe_confidentielle_ne_part_que_si_on_la_nomme(creer_acte, envoyer, monde):
    acte = creer_acte()
    with ecriture() as session:
        avis = next(a for a in requetes.annexes(session.merge(acte)) if a.nom == "Avis DF.pdf")
        avis.confidentielle = True
    with pytest.raises(Refus, match="Avis du directeur financier"):
        envoyer(acte)
    with lecture():
        annexes = {a.nom: a.id for a in requetes.annexes(acte)}
    pieces = {
        "avis_df": annexes["Avis DF.pdf"],
        "pieces_justificatives": annexes["Pièces justificatives.pdf"],
        "rapport_l1122_23": annexes["Rapport L1122-23.pdf"],
        "avis_commission_12": annexes["Avis de la commission budgétaire.pdf"],
        "preuve_syndicats": annexes["Preuve syndicats.pdf"],
    }
    assert not envoyer(acte, pieces=pieces).pieces_absentes


@pytest.mark.parametrize(
    ("pieces", "phrase"), [({"avis_df": 9999}, "pas jointe"), ({"inconnue": 1}, "pas une pièce demandée")]
)
def test_une_piece_mal_choisie_est_dite(creer_acte, envoyer, pieces, phrase):
    with pytest.raises(Invalide, match=phrase):
        envoyer(creer_acte(), pieces=pieces)


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"type": "pv"}, "procès-verbal"),
        ({"issue": "refuse"}, "adoptée"),
        ({"type_acte": "INCONNU"}, "Aucune règle"),
        ({"type_acte": "TUT-CPAS-BUDGET"}, "autorité de tutelle"),
    ],
)
def test_ce_qui_ne_se_transmet_pas_dit_pourquoi(creer_acte, envoyer, champs, phrase):
    with pytest.raises(Refus, match=phrase):
        envoyer(creer_acte(**champs))


def test_un_acte_ne_part_pas_deux_fois_mais_repart_apres_un_retrait(creer_acte, tutelle, envoyer, attendre, agir):
    autorite = tutelle("silence")
    acte = creer_acte()
    envoi = attendre(envoyer(acte).id, "en_instruction")
    with pytest.raises(Refus, match="déjà transmis"):
        envoyer(acte)
    with pytest.raises(Invalide, match="motif"):
        agir(services.retirer, envoi, " ")
    agir(services.retirer, envoi, "Erreur de pièce")
    repartiteur.vider()
    assert autorite.depots.par_reference[envoi.reference].retire
    attendre(envoyer(acte).id, "en_instruction")
    assert len(autorite.depots) == 2


def test_ce_qui_est_retire_avant_son_depart_ne_part_pas_et_en_route_est_repris(
    creer_acte, tutelle, envoyer, agir, monkeypatch
):
    autorite = tutelle("silence")
    avant = agir(services.retirer, envoyer(creer_acte()), "Erreur de pièce")
    repartiteur.vider()
    assert (avant.etat, len(autorite.depots)) == ("retire", 0)
    route = envoyer(creer_acte())
    deposer_ = EtutelleHttp.deposer

    def retire_entre_temps(connecteur, dossier, *, reprise=False):
        recu = deposer_(connecteur, dossier, reprise=reprise)
        agir(services.retirer, route, "Mauvaise annexe")
        return recu

    monkeypatch.setattr(EtutelleHttp, "deposer", retire_entre_temps)
    repartiteur.vider()
    (recu,) = autorite.depots.par_reference.values()
    assert recu.retire, "the authority is told that it received what is no longer sent"
    with lecture():
        assert unite().get_one(Envoi, route.id).etat == "retire"


def test_le_depot_assiste_attend_la_main_d_une_personne(creer_acte, envoyer, agir, monde, attendre):
    envoi = envoyer(creer_acte(), connecteur="depot_assiste")
    repartiteur.vider()
    with pytest.raises(Invalide, match="référence"):
        agir(services.consigner, envoi, "transmis")
    agir(services.consigner, envoi, "transmis", datetime(2026, 12, 15, 9, tzinfo=UTC), "ATE-123")
    agir(services.consigner, envoi, "accuse_technique", datetime(2026, 12, 15, 9, tzinfo=UTC), "ATE-123/accuse")
    agir(services.consigner, envoi, "approuve", None, "SPW/1", "Arrêté du 16 décembre.")
    fini = attendre(envoi.id, "approuve")
    assert fini.reference == "ATE-123"
    assert {e.type: e.date for e in fini.echeances}["decision"] == date(2027, 1, 14)
    with pytest.raises(Refus, match="Approuvé"):
        agir(services.consigner, envoi, "en_instruction")


def test_une_date_a_venir_ne_se_consigne_pas(creer_acte, envoyer, agir):
    envoi = envoyer(creer_acte(), connecteur="depot_assiste")
    with pytest.raises(Invalide, match="pas encore arrivée"):
        agir(services.consigner, envoi, "transmis", datetime(2026, 12, 17, 9, tzinfo=UTC), "ATE-1")


def test_une_horloge_d_ailleurs_ne_deplace_pas_les_delais(creer_acte, tutelle, envoyer, attendre):
    """The authority's machine lives in another year: our deadlines do not."""
    autorite = tutelle("silence")
    autorite.depots._horloge = lambda: datetime(2031, 1, 1, tzinfo=UTC)
    envoi = attendre(envoyer(creer_acte()).id, "en_instruction")
    assert envoi.recu_complet_le == date(2026, 12, 16)


def test_seul_le_secretariat_transmet(creer_acte, monde):
    acte = creer_acte()
    with pytest.raises(Interdit, match="secrétariat"), ecriture():
        services.transmettre(monde.acteur("hugo"), unite().merge(acte))


def test_un_connecteur_hors_liste_est_refuse_au_champ(creer_acte, envoyer):
    with pytest.raises(Invalide) as refus:
        envoyer(creer_acte(), connecteur="s2low")
    assert refus.value.fautes[0].champ == "connecteur"


def test_le_tableau_montre_ce_qui_reste_a_transmettre(creer_acte, tutelle, envoyer, attendre, monde):
    tutelle()
    envoye, reste, _refuse = creer_acte(), creer_acte("APP-MB"), creer_acte(issue="refuse")
    creer_acte("NONE-SUBVENTION")
    attendre(envoyer(envoye).id, "approuve")
    with lecture():
        assert [acte.id for acte, _ in requetes.a_transmettre(monde.acteur("chantal"))] == [reste.id]
        assert [e.acte_id for e in requetes.finis(monde.acteur("chantal"))] == [envoye.id]
        assert requetes.a_transmettre(monde.acteur("fatima")) == []


def test_les_nouvelles_se_demandent_de_moins_en_moins(monde):
    from college.tutelle.taches import RELANCE_MAX, prochaine_relance

    depart = datetime(2026, 12, 16, tzinfo=UTC)
    pauses = []
    instant = depart
    for _ in range(60):
        suivante = prochaine_relance(depart, instant)
        pauses.append(suivante - instant)
        instant = suivante
    assert pauses == sorted(pauses)
    assert pauses[0].total_seconds() == 1
    assert pauses[-1] == RELANCE_MAX


def _refuser(cle, manifeste, pieces):
    from college.connecteurs.simulateur.depots import Refuse

    raise Refuse(422, "L’exercice n’est pas ouvert.")


def _corriger(acte) -> None:
    with ecriture() as session:
        version = session.query(ActeVersion).filter_by(acte_id=acte.id).one()
        version.pdf_signe_sha256 = deposer(b"%PDF-1.7 acte corrig\xc3\xa9")


def _pas_attendre() -> None:
    from college.boite_envoi import Message

    with ecriture() as session:
        for message in session.query(Message):
            message.pas_avant = message.depose_le


def test_les_connecteurs_par_defaut_sont_proposes_dans_l_ordre():
    assert passerelles.codes()[0] == "etutelle_http"
    assert passerelles.libelle("nul") == "Aucun envoi"
    assert passerelles.libelle("disparu") == "disparu"
