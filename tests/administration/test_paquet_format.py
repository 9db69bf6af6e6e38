"""The paquet communal: read, checked with lines, written back."""

import json
from pathlib import Path

import pytest

import college.administration as administration
from college.administration.paquet_ecriture import exporter
from college.administration.paquet_format import Paquet, schema
from college.administration.paquet_lecture import PaquetInvalide, lire

EXEMPLE = Path(__file__).with_name("exemple.yaml").read_text()


def _fautes(texte: str) -> list[tuple[int, str]]:
    with pytest.raises(PaquetInvalide) as refus:
        lire(texte)
    return [(probleme.ligne, probleme.message) for probleme in refus.value.problemes]


def test_the_contract_example_is_read_whole():
    paquet = lire(EXEMPLE)
    assert [etape.code for etape in paquet.chaines[0].etapes] == ["chef", "df", "dg"]
    assert paquet.organes[0].seance_publique is False
    assert paquet.mandataires[0].mandats[0].du.isoformat() == "2024-12-02"


def test_an_agent_named_by_a_mandataire_is_created():
    crees = [agent.identifiant for agent in lire(EXEMPLE).tous_les_agents()]
    assert crees == ["alice", "bernard", "chantal", "emile", "denis"]


def test_export_then_read_gives_the_same_paquet():
    paquet = lire(EXEMPLE)
    texte = exporter(paquet)
    assert lire(texte) == paquet
    assert "{code: travaux, nom: Travaux}" in texte


def test_every_problem_is_told_at_once_with_its_line():
    fautif = EXEMPLE.replace("type: commune", "type: vilage").replace(
        "genre: f, courriel: alice", "genre: g, courriel: alice"
    )
    fautif = fautif.replace("fonction: bourgmestre", "fonction: roi")
    assert [ligne for ligne, _ in _fautes(fautif)] == [2, 8, 13]


def test_an_unknown_key_names_its_line():
    (faute,) = _fautes(EXEMPLE.replace("    etapes:\n", "    etape:\n"))
    assert faute == (16, "cette clé n’existe pas ici : corrigez-la ou retirez-la.")


def test_a_missing_key_names_the_line_of_its_block():
    (faute,) = _fautes(EXEMPLE.replace("{identifiant: emile, prenom: Émile", "{identifiant: emile"))
    assert faute == (11, "cette clé manque.")


@pytest.mark.parametrize(
    ("avant", "apres", "ligne", "mot"),
    [
        (
            "service: travaux}]}\n  - {identifiant: b",
            "service: voirie}]}\n  - {identifiant: b",
            8,
            "le service « voirie »",
        ),
        ("groupes: [directeur_financier]", "groupes: [direction]", 11, "le groupe « direction »"),
        ("role: chef_service}", "role: chef}", 17, "le rôle « chef »"),
        ("chaine: college", "chaine: conseil", 21, "la chaîne « conseil »"),
        ("du: 2024-12-02", "du: 2024-12-02, au: 2023-01-01", 13, "précède son début"),
        ("organe: college, fonction", "organe: conseil, fonction", 13, "l’organe « conseil »"),
        ("{code: finances, nom: Finances}", "{code: travaux, nom: Finances}", 3, "déjà pris"),
        ("valeur: 30000", "valeur: beaucoup", 18, "se compare à un nombre"),
        ("[huis_clos, urgence, service]", "[huis_clos, importance]", 21, "n’est pas un critère"),
        ("-{numero}", "-{nombre}", 21, "« {nombre} » est inconnu"),
        ("role: secretaire, organe: college", "role: secretaire", 10, "ajoutez « organe: »"),
        ("{code: relecteur,", "{code: secretaire,", 6, "rôle d’origine"),
        (
            "groupe: direction_generale}",
            "role: relecteur, groupe: direction_generale}",
            19,
            "un seul titulaire",
        ),
        ("du: 2024-12-02", "du: 2024-13-02", 13, "n’est pas une date"),
    ],
)
def test_references_between_blocks_are_checked(avant, apres, ligne, mot):
    fautes = _fautes(EXEMPLE.replace(avant, apres, 1))
    assert [numero for numero, _ in fautes] == [ligne]
    assert mot in fautes[0][1]


def test_a_key_written_twice_is_refused():
    (faute,) = _fautes(EXEMPLE + "paquet: 1\n")
    assert faute == (22, "la clé « paquet » est écrite deux fois : gardez-en une.")


@pytest.mark.parametrize(
    "texte", ["", "paquet: [1", "- 1\n", "\x00", "a: &a [*a]", "[" * 5000, "paquet: 2\ninstitution: {}\n"]
)
def test_anything_else_is_refused_with_a_sentence(texte):
    assert all(message.endswith(".") for _, message in _fautes(texte))


def test_an_unfolding_bomb_is_refused():
    bombe = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bombe += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    assert "se déplie sans fin" in _fautes(bombe)[0][1]


def test_words_stay_words_and_zero_steps_is_legal():
    paquet = lire(
        "paquet: 1\ninstitution: {code: no, nom: On, type: commune}\n"
        "chaines: [{code: vide, etapes: []}]\n"
        "organes: [{code: college, nom: Collège, type: college, chaine: vide}]\n"
    )
    assert (paquet.institution.code, paquet.institution.nom, paquet.chaines[0].etapes) == ("no", "On", [])


def test_every_organe_and_mandate_key_of_the_contract_is_accepted():
    paquet = lire(Path(__file__).with_name("cpas.yaml").read_text())
    assert paquet.organes[0].secret_social
    assert lire(exporter(paquet)) == paquet


def test_the_shipped_schema_is_the_one_of_the_code():
    fichier = Path(administration.__file__).with_name("paquet.schema.json")
    assert json.loads(fichier.read_text()) == schema()


def test_a_minimal_paquet_has_only_its_institution():
    assert lire("paquet: 1\ninstitution: {code: x, nom: X, type: commune}") == Paquet(
        paquet=1, institution={"code": "x", "nom": "X", "type": "commune"}
    )


def test_a_condition_names_a_type_of_act_of_the_list_of_the_tutelle():
    condition = "{champ: type_acte, operateur: '=', valeur: %s}"
    chaine = f"chaines: [{{code: c, etapes: [{{code: e, libelle: E, role: chef_service, si: {condition}}}]}}]"
    tete = "paquet: 1\ninstitution: {code: x, nom: X, type: commune}\n"
    with pytest.raises(PaquetInvalide) as faute:
        lire(tete + chaine % "BUDGET")
    assert "types d’actes de la tutelle" in str(faute.value.problemes[0])
    assert lire(tete + chaine % "APP-BUDGET").chaines[0].etapes[0].si[0].valeur == "APP-BUDGET"
