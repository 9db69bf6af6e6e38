"""The designer of chains: tried on a real point, who sees what, files out and in, points moved with a look first."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import yaml
from sqlalchemy import func, select

from college.administration.bpmn import ecrire
from college.administration.bpmn_lecture import lire_bpmn
from college.administration.qui_voit import qui_voit
from college.erreurs import Invalide
from college.points import requetes, services
from college.points.avis.modele import Avis
from college.points.lecture import lire
from college.points.modele import Chaine, ChaineVersion
from college.points.saisie import Saisie
from college.transaction import ecriture, lecture, unite
from tests.administration.test_ecrans import ICI, _formulaire, _jeton, _numero, _poster

RICHE = {
    "code": "college",
    "libelle": "Collège",
    "raccourcis": "tous",
    "etapes": [
        {"code": "chef", "libelle": "Visa du chef", "role": "chef_service"},
        {
            "code": "df", "libelle": "Avis de légalité", "type": "avis", "groupe": "directeur_financier",
            "delai_jours_ouvrables": 10, "parallele": "avis",
            "si": [
                {"champ": "montant_htva", "operateur": ">=", "valeur": 30000},
                {"champ": "categorie", "operateur": "dans", "valeur": ["voirie", "finances"]},
            ],
        },
        {"code": "2mob", "libelle": "Avis mobilité", "type": "avis", "service": "finances", "obligatoire": False,
         "parallele": "avis", "fin_jamais": ["vendredi"]},
        {"code": "seul", "libelle": "Seul dans son bloc", "groupe": "direction_generale", "parallele": "bloc"},
        {"code": "dg", "libelle": "Accord", "groupe_en_charge": True,
         "si": [{"champ": "huis_clos", "operateur": "=", "valeur": True}]},
    ],
}  # fmt: skip


@pytest.fixture
def gaston(client, monde, connecter):
    return connecter(client, "gaston")


@pytest.fixture
def ici(gaston):
    """The address of the collège's chain."""
    return f"/chaines/{_numero(Chaine, code='college', institution_id=1)}"


@pytest.fixture
def point(monde):
    """A point of travaux, sent to its chef."""
    with ecriture():
        alice = monde.acteur("alice")
        ne = services.proposer(alice, Saisie(organe="college", service="travaux", titre="Secret", montant_htva=50000))
        return services.agir(alice, ne, "soumettre")


def _importer(gaston, ici, contenu, nom="chaine.bpmn"):
    depot = {"fichier": (BytesIO(contenu), nom), "csrf_token": _jeton(gaston)}
    return gaston.post(f"{ICI}{ici}/importer", data=depot, content_type="multipart/form-data")


def _bpmn(noeuds, fleches):
    """A small foreign diagram: `noeuds` are (element, id, name), `fleches` (from, to[, condition])."""
    lignes = [f'<bpmn:{genre} id="{code}" name="{nom}"/>' for genre, code, nom in noeuds]
    for rang, (de, a, *si) in enumerate(fleches):
        dite = f"<bpmn:conditionExpression>{si[0]}</bpmn:conditionExpression>" if si else ""
        lignes.append(f'<bpmn:sequenceFlow id="f{rang}" sourceRef="{de}" targetRef="{a}">{dite}</bpmn:sequenceFlow>')
    tete = '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:process id="p">'
    return f"{tete}{''.join(lignes)}</bpmn:process></bpmn:definitions>".encode()


BOUTS = [("startEvent", "s", ""), ("endEvent", "e", "")]


def test_une_chaine_ecrite_en_bpmn_se_relit_la_meme():
    relue = lire_bpmn(ecrire(RICHE))
    assert {**relue, "code": "college"} == RICHE
    assert lire({**relue, "code": "college"}) == lire(RICHE)


def test_le_bpmn_ecrit_porte_son_dessin():
    ecrit = ecrire(RICHE).decode()
    assert ecrit.count("BPMNShape") // 2 == ecrit.count(' id="forme_') == 13
    assert set(re.findall(r'bpmnElement="(flux_\d+)"', ecrit)) == set(
        re.findall(r'sequenceFlow id="(flux_\d+)"', ecrit)
    )


@pytest.mark.parametrize(
    ("noeuds", "fleches", "phrase"),
    [
        ([("task", "a", "Visa")], [("s", "a"), ("a", "a2"), ("a2", "a")], "mène à «\u00a0a2\u00a0», qui n’existe pas"),
        (
            [("task", "a", "Visa"), ("task", "b", "Accord")],
            [("s", "a"), ("a", "b"), ("b", "a")],
            "tourne en rond par «\u00a0Visa",
        ),
        (
            [("task", "a", "Visa"), ("exclusiveGateway", "x", "Bon ?")],
            [("s", "a"), ("a", "x"), ("x", "a", "non &gt;= 1"), ("x", "e")],
            "tourne en rond",
        ),
        ([("task", "a", "Visa")], [("s", "a")], "Rien ne suit «\u00a0Visa"),
        ([("task", "a", "Visa"), ("task", "b", "Seul")], [("s", "a"), ("a", "e")], "ne mène pas à «\u00a0Seul"),
        ([("task", "a", "Visa")], [("s", "a"), ("a", "e"), ("a", "e")], "a 2 sorties"),
        ([("subProcess", "a", "Marché")], [("s", "a"), ("a", "e")], "un sous-processus"),
        ([("serviceTask", "a", "Robot")], [("s", "a"), ("a", "e")], "une tâche automatique"),
        ([("inclusiveGateway", "a", "Ou")], [("s", "a"), ("a", "e")], "une branche inclusive"),
        (
            [("exclusiveGateway", "x", "Cher"), ("task", "a", "Avis")],
            [("s", "x"), ("x", "a", "trop cher"), ("a", "e"), ("x", "e")],
            "ne se lit pas",
        ),
        (
            [("exclusiveGateway", "x", "Cher"), ("task", "a", "Avis")],
            [("s", "x"), ("x", "a"), ("a", "e"), ("x", "e")],
            "une condition sur une seule",
        ),
        (
            [("parallelGateway", "x", "Avis"), ("task", "a", "A"), ("task", "b", "B")],
            [("s", "x"), ("x", "a"), ("x", "b"), ("a", "e"), ("b", "e")],
            "doivent se rejoindre",
        ),
    ],
)
def test_ce_que_la_chaine_n_exprime_pas_est_refuse_d_une_phrase(noeuds, fleches, phrase):
    with pytest.raises(Invalide) as refus:
        lire_bpmn(_bpmn([*BOUTS, *noeuds], fleches))
    assert phrase in " ".join(faute.message for faute in refus.value.fautes)


@pytest.mark.parametrize("contenu", [b"<a", b"<!DOCTYPE a []><a/>", b"<a/>", _bpmn([], [])])
def test_un_fichier_qui_n_est_pas_un_schema_est_refuse(contenu):
    with pytest.raises(Invalide) as refus:
        lire_bpmn(contenu)
    assert refus.value.fautes[0].champ == "fichier" and refus.value.fautes[0].message.endswith(".")


def test_une_chaine_sort_en_yaml_et_en_bpmn_et_rentre_en_brouillon(gaston, ici):
    lu = yaml.safe_load(gaston.get(f"{ICI}{ici}/fichier.yaml").text)
    assert [etape["code"] for etape in lu["etapes"]] == ["chef", "df", "dg"]
    schema = gaston.get(f"{ICI}{ici}/fichier.bpmn")
    assert "college-v1.bpmn" in schema.headers["Content-Disposition"]
    assert gaston.get(f"{ICI}{ici}/fichier.docx").status_code == 404
    ouvert = _importer(gaston, ici, schema.data)
    assert ouvert.status_code == 200 and "Aucun changement par rapport à la version en vigueur" in ouvert.text
    lu["etapes"].append(
        {"code": "juriste", "libelle": "Avis juridique", "type": "avis", "groupe": "direction_generale"}
    )
    brouillon = _importer(gaston, ici, yaml.safe_dump(lu).encode(), "c.yaml")
    assert "« Avis juridique » est ajoutée." in brouillon.text.replace("\u00a0", " ")
    assert f'<form method="post" action="{ICI}{ici}" id="etapes"' in brouillon.text, "the draft is published from here"
    assert _poster(gaston, ici, **_formulaire(brouillon.text), geste="publier").status_code == 303
    with lecture():
        versions = unite().scalars(select(ChaineVersion).order_by(ChaineVersion.numero)).all()
        assert [len(v.definition["etapes"]) for v in versions] == [3, 4]


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "Choisissez d’abord un fichier"),
        (b"etapes: [", "ni du YAML ni du BPMN"),
        (b"bonjour: 1", "ne décrit pas une chaîne"),
        (_bpmn([*BOUTS, ("task", "a", "Visa")], [("s", "a"), ("a", "a")]), "tourne en rond"),
        (b"x" * 300_001, "dépasse 300 ko"),
    ],
)
def test_un_fichier_refuse_laisse_l_ecran_avec_sa_phrase(gaston, ici, contenu, phrase):
    refus = _importer(gaston, ici, contenu)
    assert refus.status_code == 422 and phrase in refus.text


def test_un_fait_inconnu_est_nomme_dans_le_brouillon(gaston, ici):
    noeuds = [*BOUTS, ("exclusiveGateway", "x", ""), ("task", "a", "Avis")]
    lu = _importer(gaston, ici, _bpmn(noeuds, [("s", "x"), ("x", "a", "meteo = 1"), ("a", "e"), ("x", "e")]))
    assert "le fait «\u00a0meteo\u00a0» est inconnu" in lu.text and "dites qui la tient" in lu.text
    groupe = b"etapes: [{code: a, libelle: A, groupe: fantome}, {code: b, libelle: B, role: fee}]"
    inconnus = _importer(gaston, ici, groupe, "c.yaml").text
    assert (
        "le groupe «\u00a0fantome\u00a0» n’existe pas" in inconnus and "le rôle «\u00a0fee\u00a0» n’existe" in inconnus
    )


def test_un_brouillon_s_essaie_sur_un_vrai_point_sans_le_lire(gaston, ici, point):
    champs = _formulaire(gaston.get(f"{ICI}{ici}").text)
    sans_chef = _poster(gaston, ici, **champs, geste="retirer:0").text
    vue = _poster(gaston, ici, **_formulaire(sans_chef) | {"essai": point.reference}, geste="essayer").text
    assert "Visa du chef de service\u00a0» → «\u00a0Avis de légalité" in vue and "perd «\u00a0Visa du chef" in vue
    assert "Émile Lambert" in vue and "Secret" not in vue
    inconnu = _poster(gaston, ici, **champs | {"essai": "2020-0001"}, geste="essayer").text
    assert "Aucun point ne porte cette référence." in inconnu
    with lecture():
        assert len(unite().scalars(select(ChaineVersion)).all()) == 1


def test_p5_p54_une_etape_occupee_ne_se_retire_pas_puis_bascule_avec_apercu(gaston, ici, point, monde):
    champs = _formulaire(gaston.get(f"{ICI}{ici}").text)
    brouillon = _formulaire(_poster(gaston, ici, **champs, geste="retirer:0").text)
    refus = _poster(gaston, ici, **brouillon, geste="publier")
    assert refus.status_code == 409 and point.reference in refus.text and "perd une étape" in refus.text
    with lecture():
        assert len(unite().scalars(select(ChaineVersion)).all()) == 1
    assert _poster(gaston, ici, **brouillon, geste="basculer").status_code == 303
    with lecture():
        lu = requetes.point(monde.acteur("chantal"), point.id)
        assert (lu.etape, lu.chaine_version.numero) == ("df", 2)
        assert unite().scalars(select(Avis).where(Avis.point_id == point.id)).one().echeance is not None


def test_un_point_en_cours_garde_sa_version_jusqu_a_ce_qu_on_le_passe(gaston, ici, point, monde):
    champs = _formulaire(gaston.get(f"{ICI}{ici}").text)
    brouillon = _formulaire(_poster(gaston, ici, **champs, geste="monter:1").text)
    assert _poster(gaston, ici, **brouillon, geste="publier").status_code == 303
    with lecture():
        assert requetes.point(monde.acteur("alice"), point.id).etape == "chef"
    assert "Les passer à la version 2" in gaston.get(f"{ICI}{ici}").text
    vue = gaston.get(f"{ICI}{ici}/basculer").text
    assert point.reference in vue and "→ «\u00a0Avis de légalité" in vue and "Secret" not in vue
    assert _poster(gaston, f"{ici}/basculer").location.endswith("/basculer")
    assert _poster(gaston, f"{ici}/basculer", point=point.id).status_code == 303
    with lecture():
        assert requetes.point(monde.acteur("alice"), point.id).etape == "df"
    assert "Aucun point à déplacer." in gaston.get(f"{ICI}{ici}/basculer").text


def test_une_chaine_que_personne_ne_tient_est_refusee(gaston, ici, monde):
    with ecriture():
        for qui in ("bernard", "emile", "chantal"):
            monde.agent(qui).actif = False
    champs = _formulaire(gaston.get(f"{ICI}{ici}").text)
    refus = _poster(gaston, ici, **champs | {"libelle": "Autre"}, geste="publier")
    assert refus.status_code == 422 and "Personne ne tient aucune de ces étapes" in refus.text


def test_p1_p6_qui_voit_quoi_suit_les_etapes():
    lue, qui = lire(RICHE), {"chef": "chef du service", "df": "Directeur financier", "dg": "groupe en charge"}
    moments = {m.nom: m for m in qui_voit(lue, qui, "conseil", secret=False)}
    assert moments["Brouillon"].ecrivent == "les rédacteurs du service"
    assert (moments["Visa du chef"].ecrivent, moments["Avis de légalité"].ecrivent) == ("chef du service", "personne")
    assert "Directeur financier" not in moments["Visa du chef"].lisent
    assert "chef du service" in moments["Accord"].lisent and "Directeur financier" in moments["Accord"].lisent
    assert "les membres dès la convocation" in moments["Inscrit"].lisent
    assert "tous les agents" in moments["Inscrit"].lisent
    assert "tous les agents" not in qui_voit(lue, qui, "college", secret=True)[-1].lisent
    assert "l’autorité, qui décide" in qui_voit(lue, qui, "autorite", secret=False)[-1].agissent


def test_un_formulaire_abime_ne_publie_rien(gaston, ici):
    champs = _formulaire(gaston.get(f"{ICI}{ici}").text)
    with lecture():
        avant = unite().scalar(select(func.count()).select_from(ChaineVersion))
    for abime in ({"nombre": ""}, {"nombre": "²"}, {"nombre": "61"}, {"nombre": "9" * 5000}, {"e0-reste": "7"},
                  {"e0-reste": "{"}, {"e0-reste": "[" * 9000}):  # fmt: skip
        refus = _poster(gaston, ici, **champs | abime, geste="publier")
        assert refus.status_code == 422 and "rechargez la page" in refus.text, abime
    for saisie in ({"e0-delai": "9" * 5000}, {"e0-reste": '{"si": 5, "modifie": {"a": 1}, "parallele": []}'}):
        assert _poster(gaston, ici, **champs | saisie, geste="publier").status_code == 422, saisie
    assert _poster(gaston, ici, **champs, geste="retirer:" + "9" * 5000).status_code == 200
    with lecture():
        assert unite().scalar(select(func.count()).select_from(ChaineVersion)) == avant


def test_le_formulaire_dit_tout_ce_qu_une_etape_peut_etre(gaston, ici):
    """Parallel, optional, calendar days, kept, blocking, another service: without writing a file."""
    champs = _formulaire(gaston.get(f"{ICI}{ici}").text)
    dit = _poster(gaston, ici, **champs, geste="ajouter")
    assert "Une chose à corriger" not in dit.text and "Nouvelle étape » est ajoutée" in dit.text.replace("\u00a0", " ")
    saisie = _formulaire(dit.text) | {
        "e0-change": "garder", "e0-ou": "finances", "e1-bloquant": "1", "e1-qui": "groupe:direction_generale",
        "e2-parallele": "1", "e3-parallele": "1", "e3-libelle": "Avis mobilité", "e3-type": "avis",
        "e3-qui": "service:finances", "e3-delai": "8", "e3-delai_en": "calendrier", "e3-facultatif": "1",
    }  # fmt: skip
    vue = _poster(gaston, ici, **saisie, geste="apercu").text
    assert "8 jours calendrier, facultatif" in vue and vue.count(" checked") >= 4
    deplace = _poster(gaston, ici, **_formulaire(vue), geste="descendre:0").text
    assert _poster(gaston, ici, **_formulaire(deplace), geste="publier").status_code == 303
    with lecture():
        version = unite().scalars(select(ChaineVersion).order_by(ChaineVersion.numero.desc())).first()
        df, chef, dg, mob = version.definition["etapes"]
    assert (chef["role"], chef["service"], chef["si_texte_change"]) == ("chef_service", "finances", "garder")
    assert df["bloquant_si_negatif"] and "parallele" not in chef
    assert (mob["delai_jours"], mob["obligatoire"]) == (8, False) and "delai_jours_ouvrables" not in mob
    assert dg["parallele"] == mob["parallele"] != df["parallele"], "what no longer touches its block left it"


def test_une_etape_prend_plusieurs_conditions_a_l_ecran_et_les_rend(gaston, ici):
    champs = _formulaire(gaston.get(f"{ICI}{ici}").text)
    une = {"e0-champ0": "montant_htva", "e0-operateur0": ">=", "e0-valeur0": "30 000"}
    suite = _poster(gaston, ici, **champs | une, geste="condition:0").text
    assert suite.split('name="e0-reste"')[0].rstrip().rsplit("<details", 1)[1].startswith(" open")
    deux = _formulaire(suite) | {"e0-champ1": "categorie", "e0-operateur1": "dans", "e0-valeur1": "voirie ; finances"}
    assert (deux["e0-valeur0"], deux["e0-conditions"]) == ("30000", "2")
    trois = _formulaire(_poster(gaston, ici, **deux, geste="condition:0").text)
    trois |= {"e0-champ2": "sens_financier", "e0-valeur2": "Dépense"}
    assert _poster(gaston, ici, **trois, geste="publier").status_code == 303
    publiee = gaston.get(f"{ICI}{ici}").text
    rendue = _formulaire(publiee)
    assert [rendue[f"e0-valeur{n}"] for n in range(4)] == ["30000", "voirie ; finances", "depense", ""]
    assert "est parmi « voirie » ou « finances » et le montant est une dépense" in publiee.replace("\u00a0", " ")
    reste = rendue | {"e0-champ0": "", "e0-champ1": "huis_clos", "e0-operateur1": "=", "e0-valeur1": "oui"}
    assert _poster(gaston, ici, **reste | {"e0-champ2": ""}, geste="publier").status_code == 303
    seule = _formulaire(gaston.get(f"{ICI}{ici}").text)
    assert (seule["e0-champ0"], seule["e0-valeur0"], seule["e0-conditions"]) == ("huis_clos", "oui", "2")
    faux = {"e0-champ0": "huis_clos", "e0-operateur0": ">", "e0-valeur0": "oui"}
    refus = _poster(gaston, ici, **seule | faux, geste="publier")
    assert refus.status_code == 422 and "ne convient pas à « huis_clos »" in refus.text.replace("\u00a0", " ")
    for trop in ("9" * 5000, "201", "beaucoup"):
        assert _poster(gaston, ici, **seule | {"e0-conditions": trop}, geste="publier").status_code == 422
