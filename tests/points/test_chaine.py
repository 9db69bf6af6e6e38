"""The validation chain, scenario by scenario: pure, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from college.droits import Acteur
from college.erreurs import Interdit, Invalide, Refus
from college.points.chaine import actions_possibles, decider, etat, peut_modifier, renvois_possibles
from college.points.lecture import lire
from college.points.suivi import suivi
from college.points.valeurs import Action, Faits, Phase, Statut, Titulaire, Titulaires

DEBUT = datetime(2026, 11, 21, 9, tzinfo=UTC)
CHEF = {"code": "chef", "libelle": "Visa du chef de service", "role": "chef_service"}
DF = {
    "code": "df",
    "libelle": "Avis de légalité",
    "type": "avis",
    "groupe": "directeur_financier",
    "si": {"champ": "montant_htva", "operateur": ">=", "valeur": 30000},
}
DG = {"code": "dg", "libelle": "Validation du directeur général", "groupe": "direction_generale"}


def _acteur(numero, prenom, role="redacteur"):
    return Acteur(numero, prenom.lower(), prenom, 1, roles=frozenset({(role, 1)}))


ALICE, BERNARD, CHANTAL, EMILE, PIERRE = (
    _acteur(1, "Alice"),
    _acteur(2, "Bernard", "chef_service"),
    _acteur(3, "Chantal", "secretaire"),
    _acteur(4, "Émile", "conseiller_avis"),
    _acteur(5, "Pierre", "lecteur"),
)


def _tient(*acteurs):
    return [Titulaire(acteur.agent_id, acteur.nom) for acteur in acteurs]


class _Dossier:
    """A point in memory: its passages, its text, its amount, and who holds what."""

    def __init__(self, *etapes, raccourcis="aucun", **tenues):
        self.chaine = lire({"code": "college", "etapes": list(etapes), "raccourcis": raccourcis})
        self.passages = []
        self.texte, self.montant = "texte 1", 1000
        self.faits = {}
        self.echeances, self.jour = {}, date(2026, 11, 21)
        self.manques, self.hors_seance = (), False
        tenues = {"chef": (BERNARD,), "df": (EMILE,), "dg": (CHANTAL,), **tenues}
        self.tenues = {code: _tient(*qui) for code, qui in tenues.items()}
        self.avis = {"mobilite": _tient(PIERRE)}

    @property
    def etat(self):
        faits = Faits(
            {"montant_htva": Decimal(self.montant), **self.faits},
            self.texte,
            self.manques,
            self.echeances,
            self.jour,
            self.hors_seance,
        )
        titulaires = Titulaires(self.tenues, _tient(ALICE), _tient(CHANTAL), _tient(CHANTAL), self.avis)
        return etat(self.chaine, self.passages, faits, titulaires)

    def agir(self, acteur, action, **options):
        le = DEBUT + timedelta(minutes=len(self.passages))
        self.passages.append(decider(self.etat, Action(action), acteur, le=le, **options))
        return self.etat

    def bouton(self, acteur, action):
        return next(b for b in actions_possibles(self.etat, acteur) if b.code == action and b.vers is None)


def test_p1_auteur_lit_mais_ne_modifie_plus_apres_envoi():
    dossier = _Dossier(CHEF, DG)
    peut_modifier(dossier.etat, ALICE)
    dossier.agir(ALICE, "soumettre")
    with pytest.raises(Interdit, match="que tient Bernard"):
        peut_modifier(dossier.etat, ALICE)
    assert not dossier.bouton(ALICE, "viser").possible
    assert "Bernard" in dossier.bouton(ALICE, "viser").motif
    assert dossier.bouton(BERNARD, "viser").possible
    assert dossier.bouton(BERNARD, "renvoyer").possible
    peut_modifier(dossier.etat, BERNARD)


def test_p2_etape_sans_titulaire_est_sautee_et_le_bouton_dit_valider():
    dossier = _Dossier(CHEF, chef=())
    assert dossier.bouton(ALICE, "soumettre").libelle == "Valider"
    vu = dossier.agir(ALICE, "soumettre")
    assert vu.phase is Phase.VALIDE
    jalon = suivi(vu)[1]
    assert jalon.statut is Statut.SAUTE
    assert "personne ne tient" in jalon.motif


@pytest.mark.parametrize(
    ("raccourcis", "attendus"),
    [
        ("tous", [("soumettre", None), ("viser", None), ("viser", "chef")]),
        ("sans_le_dernier", [("soumettre", None), ("viser", None)]),
        ("aucun", [("soumettre", None)]),
    ],
)
def test_p3_raccourcis_de_qui_tient_plusieurs_etapes(raccourcis, attendus):
    pre = {"code": "pre", "libelle": "Relecture", "role": "relecteur"}
    dossier = _Dossier(pre, CHEF, raccourcis=raccourcis, pre=(ALICE,), chef=(ALICE,))
    boutons = [(b.code, b.vers) for b in actions_possibles(dossier.etat, ALICE) if b.possible]
    assert [b for b in boutons if b[0] in ("soumettre", "viser")] == attendus
    if raccourcis == "tous":
        assert dossier.agir(ALICE, "viser", vers="chef").phase is Phase.VALIDE


def test_p4_chaine_sans_etape_nait_valide_et_ne_propose_pas_soumettre():
    dossier = _Dossier()
    assert dossier.etat.phase is Phase.VALIDE
    assert "soumettre" not in {b.code for b in actions_possibles(dossier.etat, ALICE)}
    peut_modifier(dossier.etat, ALICE)


def test_p6_seuls_les_titulaires_de_l_etape_modifient():
    dossier = _Dossier(CHEF, DG)
    dossier.agir(ALICE, "soumettre")
    peut_modifier(dossier.etat, BERNARD)
    for autre in (ALICE, CHANTAL, PIERRE):
        with pytest.raises(Interdit):
            peut_modifier(dossier.etat, autre)


def test_le_montant_fait_venir_l_etape_du_directeur_financier():
    dossier = _Dossier(CHEF, DF, DG)
    dossier.agir(ALICE, "soumettre")
    vu = dossier.agir(BERNARD, "viser")
    assert vu.etape == "dg"
    assert "30 000 €" in vu.vue("df").motif.replace("\u00a0", " ")
    dossier.montant = 31000
    assert dossier.etat.etape == "df"
    dossier.montant = 29999
    assert dossier.etat.etape == "dg"


def test_avis_sans_titulaire_attend_et_le_dit():
    dossier = _Dossier(DF, DG, df=())
    dossier.montant = 50000
    vu = dossier.agir(ALICE, "soumettre")
    assert vu.etape == "df"
    assert "personne ne tient" in dossier.bouton(CHANTAL, "viser").motif


def test_p32_un_delai_echu_libere_le_point_et_ferme_l_avis():
    dossier = _Dossier(DF, DG)
    dossier.montant = 50000
    dossier.agir(ALICE, "soumettre")
    dossier.echeances = {"df": date(2026, 12, 4)}
    dossier.jour = date(2026, 12, 4)
    assert dossier.etat.etape == "df"
    dossier.jour = date(2026, 12, 5)
    assert dossier.etat.etape == "dg"
    assert "délai" in dossier.etat.vue("df").motif
    with pytest.raises(Refus, match="4 décembre 2026"):
        dossier.agir(EMILE, "rendre_avis", valeur="favorable")
    dossier.echeances = {"df": date(2026, 12, 18)}
    assert dossier.agir(EMILE, "rendre_avis", valeur="favorable").etape == "dg"


def test_renvoyer_vers_l_auteur_recommence_la_chaine():
    dossier = _Dossier(CHEF, DG)
    dossier.agir(ALICE, "soumettre")
    dossier.agir(BERNARD, "viser")
    vu = dossier.agir(CHANTAL, "renvoyer", commentaire="Préciser l’article budgétaire.")
    assert vu.phase is Phase.BROUILLON
    assert vu.renvoi.commentaire == "Préciser l’article budgétaire."
    assert suivi(vu)[0].motif == "renvoyé par Chantal"
    assert dossier.agir(ALICE, "soumettre").etape == "chef"


def test_renvoyer_vers_une_etape_deja_passee_seulement():
    dossier = _Dossier(CHEF, DF, DG)
    dossier.agir(ALICE, "soumettre")
    dossier.agir(BERNARD, "viser")
    assert renvois_possibles(dossier.etat) == [("auteur", "L’auteur"), ("chef", "Visa du chef de service")]
    for cible in ("df", "dg", "inconnue"):
        with pytest.raises(Refus, match="déjà passée"):
            dossier.agir(CHANTAL, "renvoyer", commentaire="Non", vers=cible)
    assert dossier.agir(CHANTAL, "renvoyer", commentaire="À revoir", vers="chef").etape == "chef"


@pytest.mark.parametrize("action", ["renvoyer", "retirer"])
def test_commentaire_obligatoire(action):
    dossier = _Dossier(CHEF, DG, chef=(BERNARD, ALICE))
    dossier.agir(ALICE, "soumettre")
    with pytest.raises(Invalide, match="commentaire") as refus:
        dossier.agir(ALICE, action, commentaire="  ")
    assert refus.value.fautes[0].champ == "commentaire"


def test_un_texte_change_annule_les_visas_sauf_ceux_qui_se_gardent():
    garde = {**CHEF, "code": "garde", "si_texte_change": "garder"}
    dossier = _Dossier(CHEF, garde, DG, garde=(PIERRE,))
    dossier.agir(ALICE, "soumettre")
    dossier.agir(BERNARD, "viser")
    assert dossier.agir(PIERRE, "viser").etape == "dg"
    dossier.texte = "texte 2"
    assert dossier.etat.etape == "chef"
    assert dossier.etat.vue("garde").statut is Statut.FAIT
    dossier.texte = "texte 1"
    assert dossier.etat.etape == "dg"
    dossier.agir(CHANTAL, "viser")
    dossier.texte = "relu par le secrétariat"
    assert dossier.etat.phase is Phase.VALIDE


def test_un_titulaire_nomme_apres_coup_ne_ramene_pas_le_point():
    dossier = _Dossier(CHEF, DG, chef=())
    dossier.agir(ALICE, "soumettre")
    dossier.agir(CHANTAL, "viser")
    dossier.tenues["chef"] = _tient(BERNARD)
    assert dossier.etat.phase is Phase.VALIDE
    dossier.agir(CHANTAL, "renvoyer", commentaire="Le chef est nommé.")
    assert dossier.agir(ALICE, "soumettre").etape == "chef"


def test_etapes_paralleles_ouvertes_ensemble():
    a = {**CHEF, "code": "a", "parallele": "relecture"}
    b = {**CHEF, "code": "b", "parallele": "relecture"}
    dossier = _Dossier(a, b, DG, a=(BERNARD,), b=(PIERRE,))
    vu = dossier.agir(ALICE, "soumettre")
    assert [vue.code for vue in vu.ouvertes] == ["a", "b"]
    assert dossier.agir(PIERRE, "viser").etape == "a"
    assert dossier.agir(BERNARD, "viser").etape == "dg"


def test_etape_facultative_ne_retient_pas():
    dossier = _Dossier({**CHEF, "obligatoire": False}, DG)
    vu = dossier.agir(ALICE, "soumettre")
    assert vu.etape == "dg"
    assert {vue.code for vue in vu.ouvertes} == {"chef", "dg"}
    assert dossier.agir(CHANTAL, "viser").phase is Phase.VALIDE
    assert dossier.bouton(BERNARD, "viser").possible


def test_reprendre_son_point_ou_son_dernier_visa():
    dossier = _Dossier(CHEF, DG)
    dossier.agir(ALICE, "soumettre")
    dossier.agir(BERNARD, "viser")
    assert dossier.agir(BERNARD, "reprendre").etape == "chef"
    assert dossier.agir(ALICE, "reprendre").phase is Phase.BROUILLON
    dossier.agir(ALICE, "retirer", commentaire="Sans objet.")
    assert dossier.etat.phase is Phase.RETIRE
    assert dossier.agir(ALICE, "reprendre").phase is Phase.BROUILLON


def test_delegation_agit_au_nom_de_l_absent():
    dossier = _Dossier(CHEF)
    dossier.tenues["chef"] = [Titulaire(BERNARD.agent_id, "Bernard"), Titulaire(PIERRE.agent_id, "Pierre", 2)]
    dossier.agir(ALICE, "soumettre")
    dossier.agir(PIERRE, "viser")
    assert dossier.passages[-1].au_nom_de == BERNARD.agent_id


def test_avis_demande_hors_chaine_une_seule_fois_a_la_fois():
    dossier = _Dossier(CHEF)
    dossier.agir(ALICE, "demander_avis", vers="mobilite")
    with pytest.raises(Refus, match="déjà demandé"):
        dossier.agir(ALICE, "demander_avis", vers="mobilite")
    vu = dossier.agir(PIERRE, "rendre_avis", valeur="reserve", commentaire="Attention au bus.")
    assert vu.avis[0].rendu.valeur == "reserve"
    assert dossier.agir(ALICE, "demander_avis", vers="mobilite").avis[0].rendu is None
    with pytest.raises(Invalide, match="favorable avec remarques"):
        dossier.agir(PIERRE, "rendre_avis", valeur="peut-être")


def test_avis_de_la_chaine_ne_se_demande_pas_deux_fois():
    dossier = _Dossier(DF)
    dossier.montant = 40000
    with pytest.raises(Refus, match="Avis de légalité"):
        dossier.agir(ALICE, "demander_avis", vers="directeur_financier")


def test_avis_rendu_sur_un_texte_anterieur_reste_et_se_voit():
    dossier = _Dossier(DF, DG)
    dossier.montant = 40000
    dossier.agir(ALICE, "soumettre")
    dossier.agir(EMILE, "rendre_avis", valeur="favorable")
    dossier.texte = "texte 2"
    jalon = next(j for j in suivi(dossier.etat) if j.code == "df")
    assert jalon.statut is Statut.FAIT
    assert "texte antérieur" in jalon.motif


def test_viser_un_avis_ou_rendre_un_visa_dit_quoi_faire():
    dossier = _Dossier(DF, CHEF)
    dossier.montant = 40000
    dossier.agir(ALICE, "soumettre")
    with pytest.raises(Interdit, match="rendez-le"):
        dossier.agir(EMILE, "viser")
    dossier.agir(EMILE, "rendre_avis", valeur="favorable")
    with pytest.raises(Interdit, match="visez-la"):
        dossier.agir(BERNARD, "rendre_avis", valeur="favorable")


def test_un_point_incomplet_ne_part_pas():
    dossier = _Dossier(CHEF)
    dossier.manques = ("le titre", "le motif de l’urgence")
    bouton = dossier.bouton(ALICE, "soumettre")
    assert not bouton.possible
    assert "le titre et le motif de l’urgence" in bouton.motif


def test_autorite_decide_hors_seance_et_personne_d_autre():
    dossier = _Dossier()
    dossier.hors_seance = True
    with pytest.raises(Interdit, match="autorité"):
        dossier.agir(ALICE, "decider_hors_seance")
    assert dossier.agir(CHANTAL, "decider_hors_seance").phase is Phase.DECIDE
    dossier.hors_seance = False
    assert "decider_hors_seance" not in {b.code for b in actions_possibles(dossier.etat, CHANTAL)}


def test_p55_transmettre_une_fois_decide_et_une_seule_fois():
    dossier = _Dossier()
    assert not dossier.bouton(ALICE, "transmettre_organe").possible
    dossier.hors_seance = True
    dossier.agir(CHANTAL, "decider_hors_seance")
    assert dossier.bouton(ALICE, "transmettre_organe").possible
    with pytest.raises(Invalide, match="organe"):
        dossier.agir(ALICE, "transmettre_organe")


def test_inscrire_appartient_a_la_seance():
    dossier = _Dossier()
    with pytest.raises(Refus, match="secrétariat"):
        dossier.agir(CHANTAL, "inscrire")


def test_point_inscrit_ne_se_retire_pas_depuis_le_point():
    dossier = _Dossier()
    faux = dossier.passages
    dossier.agir(ALICE, "demander_avis", vers="mobilite")
    faux.append(faux[0]._replace(action=Action.INSCRIRE, vers=None))
    assert dossier.etat.phase is Phase.INSCRIT
    with pytest.raises(Refus, match="depuis la séance"):
        dossier.agir(ALICE, "retirer", commentaire="x")
    peut_modifier(dossier.etat, CHANTAL)
    dossier.agir(PIERRE, "rendre_avis", valeur="favorable")
