"""The contract of an index, the same over Whoosh and PostgreSQL."""

from __future__ import annotations

import datetime
import threading

import pytest

from search_index import Page, Requete, Valeur
from search_index.whoosh_fusion import PAR_ORDRE
from search_index.whoosh_index import IndexWhoosh
from tests.outillage.patience import PATIENCE


def _ids(index, texte="", **options):
    return [e.id for e in index.chercher(Requete(texte, **options)).elements]


def _trois(index, fiche):
    index.deposer(
        [
            fiche("1", "Égouttage – rue de l’Église", "Les travaux d’égouttage.", organe="conseil", date="2026-03-02"),
            fiche("2", "Taxe sur les terrasses", "La taxe de la rue Haute.", organe="conseil", date="2025-11-17"),
            fiche(
                "3", "Travaux rue Haute", "Réfection de l’égout, église voisine.", organe="college", date="2026-05-04"
            ),
        ]
    )


def test_l22_accents_elision_and_dashes_do_not_matter(index, fiche):
    _trois(index, fiche)
    assert _ids(index, "egouttage rue de l'eglise") == ["1"]
    assert _ids(index, "EGOUTTAGE") == ["1"]


def test_p61_capitals_inside_a_word_do_not_matter(index, fiche):
    index.deposer([fiche("9", "SpecialDécision")])
    assert _ids(index, "specialdecision") == ["9"]
    assert _ids(index, "SpecialDécision") == ["9"]


def test_l22_stemming_finds_the_plural(index, fiche):
    _trois(index, fiche)
    assert _ids(index, "terrasse") == ["2"]


def test_l22_a_phrase_is_found_across_stop_words_and_nowhere_else(index, fiche):
    _trois(index, fiche)
    assert _ids(index, '"rue de l’église"') == ["1"]
    assert sorted(_ids(index, "« rue haute »")) == ["2", "3"]


def test_l22_minus_leaves_out_a_word_or_a_phrase(index, fiche):
    _trois(index, fiche)
    assert _ids(index, "rue -taxe -église") == []
    assert _ids(index, "travaux -église") == []
    assert sorted(_ids(index, 'rue -"rue Haute"')) == ["1"]


def test_l22_a_dash_badly_typed_does_not_leave_out_the_title_that_holds_it(index, fiche):
    index.deposer([fiche("4", "Achat d’un rez -de-chaussée commercial"), fiche("5", "Achat d’un rez")])
    assert _ids(index, "achat rez -de-chaussée") == ["4"]
    assert _ids(index, "achat rez -chaussée") == ["5"]


def test_cards_laid_down_one_by_one_stay_in_few_segments_and_are_all_found(tmp_path, fiche):
    index = IndexWhoosh(tmp_path / "index", "publique")
    for numero in range(150):
        index.deposer([fiche(str(numero), f"Décision {numero}", "Le trottoir.")])
        if numero % 10 == 9:
            index.retirer([str(numero - 5)])
    trouves = index.chercher(Requete("trottoir", par_page=1000))
    assert {e.id for e in trouves.elements} == {str(n) for n in range(150)} - {str(n) for n in range(4, 150, 10)}
    assert len(index._actuel().segments) <= 3 * PAR_ORDRE


def test_a_segment_whose_cards_are_all_withdrawn_goes(tmp_path, fiche):
    index = IndexWhoosh(tmp_path / "index", "publique")
    index.deposer([fiche("1", "Trottoir")])
    index.deposer([fiche("2", "Trottoir")])
    index.retirer(["1"])
    index.deposer([fiche("3", "Trottoir")])
    assert sorted(e.id for e in index.chercher(Requete("trottoir")).elements) == ["2", "3"]
    assert len(index._actuel().segments) == 2


def test_l22_a_range_of_dates(index, fiche):
    _trois(index, fiche)
    du, au = datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)
    assert _ids(index, "rue", du=du, au=au) == ["1"]
    assert sorted(_ids(index, "rue", du=du)) == ["1", "3"]


def test_l22_each_facet_count_is_the_number_of_results_it_gives(index, fiche):
    _trois(index, fiche)
    tout = index.chercher(Requete("rue"))
    for champ, valeurs in tout.facettes.items():
        for v in valeurs:
            assert index.chercher(Requete("rue", filtres={champ: (v.valeur,)})).total == v.nombre, (champ, v)
    assert {v.valeur: v.nombre for v in tout.facettes["organe"]} == {"conseil": 2, "college": 1}


def test_a_facet_ignores_its_own_filter_and_obeys_the_others(index, fiche):
    _trois(index, fiche)
    vu = index.chercher(Requete("rue", filtres={"organe": ("conseil",), "annee": ("2025",)}))
    assert (vu.total, vu.sans_filtres) == (1, 3)
    assert {v.valeur: v.nombre for v in vu.facettes["organe"]} == {"conseil": 1}
    assert [(v.valeur, v.nombre, v.choisie) for v in vu.facettes["annee"]] == [("2026", 1, False), ("2025", 1, True)]
    assert vu.facettes["organe"][0].libelle == "Conseil"


def test_values_of_one_facet_are_alternatives(index, fiche):
    _trois(index, fiche)
    assert index.chercher(Requete(filtres={"annee": ("2025", "2026")})).total == 3


def test_prefixes_of_three_letters(index, fiche):
    _trois(index, fiche)
    assert sorted(_ids(index, "égou*")) == ["1", "3"]


@pytest.mark.parametrize(
    ("ecrit", "cherche"),
    [
        ("Un emprunt de 1.234.567,89 € est contracté.", "1234567,89"),
        ("Une somme de 22.000 € est liquidée.", "22 000 euros"),
        ("L’article L1124-40, § 1er, du Code.", "L 1124-40"),
        ("L’article D.IV.57 du CoDT.", "d.iv.57"),
        ("Le RGPD s’applique.", "R.G.P.D."),
        ("Des bornes Wi-Fi.", "wifi"),
        ("Le télétravail est ouvert.", "télé-travail"),
        ("Les chevaux de trait.", "cheval"),
        ("Le chef-d’œuvre du sculpteur.", "chef d'oeuvre"),
        ("Les sentiers vicinaux n° 47.", "sentier n°47 vicinal"),
        ("La période 2025-2027.", "2026 2027 -2026"),
    ],
)
def test_what_secretaries_write_is_found_as_citizens_type_it(index, fiche, ecrit, cherche):
    index.deposer([fiche("x", "Objet", ecrit), fiche("y", "Autre objet", "Rien à voir.")])
    attendu = ["x"] if "-2026" not in cherche else []
    assert _ids(index, cherche)[:1] == attendu or cherche.endswith("-2026")


def test_a_misspelt_word_is_corrected_and_said(index, fiche):
    _trois(index, fiche)
    vu = index.chercher(Requete("terasses"))
    assert (vu.niveau, [e.id for e in vu.elements]) == ("exact", ["2"])  # a doubled consonant is not a slip
    vu = index.chercher(Requete("eglyse", tri="date"))
    assert (vu.niveau, [e.id for e in vu.elements], vu.resultats_pour) == ("corrige", ["3", "1"], "église")
    assert vu.message == "Résultats pour «\u00a0église\u00a0»."


def test_an_unknown_word_is_left_out_and_said(index, fiche):
    _trois(index, fiche)
    vu = index.chercher(Requete("terrasses kxvzq"))
    assert (vu.niveau, vu.total) == ("partiel", 1)
    assert "«\u00a0kxvzq\u00a0» ne se trouve nulle part" in vu.message


def test_words_that_never_meet_are_searched_one_by_one_and_that_is_said(index, fiche):
    _trois(index, fiche)
    vu = index.chercher(Requete("égouttage terrasses"))
    assert (vu.niveau, sorted(e.id for e in vu.elements)) == ("large", ["1", "2"])
    assert vu.message.startswith("Aucun résultat ne contient tous ces mots")


def test_filters_never_change_what_is_searched(index, fiche):
    _trois(index, fiche)
    vu = index.chercher(Requete("égouttage", filtres={"organe": ("college",)}))
    assert (vu.niveau, vu.total) == ("exact", 0)
    assert [v.valeur for v in vu.facettes["organe"]] == ["conseil"]


def test_nothing_found_is_said_in_words(index, fiche):
    _trois(index, fiche)
    vu = index.chercher(Requete("kxvzq"))
    assert (vu.niveau, vu.total, vu.elements) == ("vide", 0, ())
    assert vu.message.startswith("Aucun résultat.")


def test_the_title_weighs_more_than_the_text(index, fiche):
    index.deposer([fiche("t", "Budget"), fiche("x", "Divers", "Le budget est évoqué."), fiche("z", "Rien")])
    assert _ids(index, "budget") == ["t", "x"]


def test_who_types_a_title_finds_that_card_first_whatever_others_repeat(index, fiche):
    titre = "Approbation du rapport annuel 2025 du développement rural"
    bavardes = [fiche(f"b{n}", "Développement rural – rapport", f"{titre}. " * 9 + f"Numéro {n}.") for n in range(30)]
    index.deposer([*bavardes, fiche("le", titre, "Considérant l’avis rendu sans objection par la commission. " * 30)])
    assert _ids(index, titre)[0] == "le"
    assert _ids(index, "approbation rapport annuel 2025 developpement RURAL")[0] == "le"
    trouves = [i for n in (1, 2, 3, 4) for i in _ids(index, titre, page=n, par_page=10)]
    assert sorted(trouves) == sorted(["le", *(f"b{n}" for n in range(30))])


def test_by_date_latest_first_and_an_empty_search_lists_everything(index, fiche):
    _trois(index, fiche)
    assert _ids(index) == ["3", "1", "2"]
    assert _ids(index, "rue", tri="date") == ["3", "1", "2"]


def test_pages_follow_each_other_and_the_total_is_exact(index, fiche):
    index.deposer([fiche(str(n), f"Point {n}", "voirie", date=f"2026-01-{n + 1:02d}") for n in range(25)])
    pages = [_ids(index, "voirie", page=p, par_page=10) for p in (1, 2, 3, 4)]
    assert [len(p) for p in pages] == [10, 10, 5, 0]
    assert len({i for p in pages for i in p}) == index.chercher(Requete("voirie")).total == 25


def test_a_card_deposited_again_replaces_the_former_one(index, fiche):
    index.deposer([fiche("1", "Ancien titre")])
    index.deposer([fiche("1", "Nouveau titre"), fiche("1", "Titre final")])
    assert _ids(index, "ancien") == []
    assert _ids(index, "final") == ["1"]
    assert index.etat().documents == 1


def test_l20_a_withdrawn_card_leaves_no_word_no_count_no_suggestion(index, fiche):
    index.deposer([fiche("1", "Canari jaune", organe="conseil"), fiche("2", "Voirie", organe="conseil")])
    assert index.retirer(["1", "inconnue"]) == 1
    for texte in ("canari", "canaris", "cana*", "kanari", "canari voirie", '"canari jaune"'):
        vu = index.chercher(Requete(texte))
        assert "1" not in [e.id for e in vu.elements]
        assert "canari" not in (vu.resultats_pour or "")
    assert [v.nombre for v in index.chercher(Requete()).facettes["organe"]] == [1]


def test_l20_who_may_not_see_a_card_learns_nothing_from_it(index, fiche):
    index.deposer(
        [
            fiche("1", "Canari secret", organe="cas", acces=("service:social",)),
            fiche("2", "Voirie ouverte", organe="conseil"),
        ]
    )
    dehors, dedans = frozenset({"service:travaux"}), frozenset({"service:social"})
    assert _ids(index, "canari", acces=dedans) == ["1"]
    for texte in ("canari", "kanari", "canari voirie"):
        vu = index.chercher(Requete(texte, acces=dehors))
        assert "1" not in [e.id for e in vu.elements]
        assert "canari" not in (vu.resultats_pour or "")
    assert [v.valeur for v in index.chercher(Requete(acces=dehors)).facettes["organe"]] == ["conseil"]


def test_a_card_of_another_scope_is_refused(index, fiche):
    with pytest.raises(ValueError, match="interne"):
        index.deposer([fiche("1", "Note interne", portee="interne")])
    assert index.etat().documents == 0


def test_an_institution_searches_its_own_cards(index, fiche):
    index.deposer([fiche("1", "Voirie", institution="a"), fiche("2", "Voirie", institution="b")])
    assert _ids(index, "voirie", institution="b") == ["2"]


def test_marks_are_escaped_and_neighbours_are_joined(index, fiche):
    index.deposer([fiche("1", "<b>Rue</b> Haute & place", "Dans la rue Haute, <script>alert(1)</script> l’égouttage.")])
    vu = index.chercher(Requete("rue haute égouttage")).elements[0]
    assert vu.titre_html == "&lt;b&gt;<mark>Rue</mark>&lt;/b&gt; <mark>Haute</mark> &amp; place"
    assert "<mark>rue Haute</mark>, &lt;script&gt;" in vu.extrait_html
    assert "l’<mark>égouttage</mark>" in vu.extrait_html


def test_a_hit_in_an_annex_names_its_page(index, fiche):
    pages = (Page("Plan.pdf", 1, "Légende générale."), Page("Plan.pdf", 2, "Bassin d’orage projeté.", "/annexes/1"))
    index.deposer([fiche("1", "Dossier", "Voir l’annexe.", pages=pages)])
    trouve = index.chercher(Requete("bassin orage")).elements[0]
    assert (trouve.page.annexe, trouve.page.numero, trouve.page.url) == ("Plan.pdf", 2, "/annexes/1")
    assert trouve.extrait_html.startswith("<mark>Bassin</mark> d’<mark>orage</mark>")


def test_facets_of_the_application_and_several_values(index, fiche):
    deux = {"mandataire": (Valeur("a", "Anne"), Valeur("b", "Bob"))}
    index.deposer(
        [fiche("1", "Motion", facettes=deux), fiche("2", "Motion", facettes={"mandataire": deux["mandataire"][:1]})]
    )
    comptes = index.facettes(Requete("motion", facettes=("mandataire",)))["mandataire"]
    assert [(v.valeur, v.libelle, v.nombre) for v in comptes] == [("a", "Anne", 2), ("b", "Bob", 1)]


def test_another_opening_of_the_index_sees_each_commit(ouvrir, fiche):
    ecrivain, lecteur = ouvrir(), ouvrir()
    assert _ids(lecteur, "voirie") == []
    ecrivain.deposer([fiche("1", "Voirie")])
    assert _ids(lecteur, "voirie") == ["1"]
    ecrivain.retirer(["1"])
    assert _ids(lecteur, "voirie") == []


def test_rebuilding_replaces_everything_and_keeps_what_came_meanwhile(ouvrir, fiche):
    index, autre = ouvrir(), ouvrir()
    index.deposer([fiche("vieux", "Voirie vieille"), fiche("parti", "Voirie partie")])

    def source():
        yield fiche("1", "Voirie une")
        autre.deposer([fiche("neuf", "Voirie neuve")])
        autre.retirer(["parti"])
        assert sorted(_ids(autre, "voirie")) == ["neuf", "vieux"]  # the old one serves until the switch
        yield fiche("parti", "Voirie partie")
        yield fiche("2", "Voirie deux")

    assert index.reconstruire(source()) == 3
    for ouvert in (index, autre, ouvrir()):
        assert sorted(_ids(ouvert, "voirie")) == ["1", "2", "neuf"]


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(index, fiche):
    index.deposer([fiche("1", "Voirie")])

    def source():
        yield fiche("2", "Voirie")
        raise RuntimeError("panne")

    with pytest.raises(RuntimeError, match="panne"):
        index.reconstruire(source())
    index.deposer([fiche("3", "Voirie")])
    assert sorted(_ids(index, "voirie")) == ["1", "3"]
    assert index.reconstruire([fiche("4", "Voirie")]) == 1
    assert _ids(index, "voirie") == ["4"]


def test_l24_the_inventory_tells_what_the_index_holds(index, fiche):
    une, deux = fiche("1", "Voirie"), fiche("2", "Taxe")
    index.deposer([une, deux])
    assert index.inventaire() == {"1": une.empreinte, "2": deux.empreinte}
    etat = index.etat()
    assert (etat.documents, etat.a_reconstruire) == (2, False)
    assert etat.octets > 0


def test_two_writers_at_once_lose_nothing(ouvrir, fiche):
    def ecrire(nom):
        index = ouvrir()
        for n in range(8):
            index.deposer([fiche(f"{nom}{n}", f"Voirie {nom} {n}")])

    fils = [threading.Thread(target=ecrire, args=(nom,)) for nom in "ab"]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(PATIENCE)
    assert ouvrir().etat().documents == 16
