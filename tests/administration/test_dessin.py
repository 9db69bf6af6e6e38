"""The chain drawn: nothing overlaps, everything is said in words."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from college.administration.dessin import dessiner, en_lignes
from college.points.lecture import lire


def _chaine(*etapes):
    return lire({"code": "c", "libelle": "C", "etapes": [{"libelle": e["code"], "groupe": "g", **e} for e in etapes]})


def test_une_chaine_vide_va_droit_a_la_seance():
    dessin = dessiner(_chaine(), {}, "Collège")
    assert [boite.titre[0] for boite in dessin.boites] == ["Proposé", "Séance"]
    assert "séance\u00a0: Collège" in dessin.description


def test_une_etape_conditionnelle_est_contournee_et_dit_sa_condition():
    si = {"champ": "montant_htva", "operateur": ">=", "valeur": 30000}
    dessin = dessiner(_chaine({"code": "df", "type": "avis", "si": si}), {"df": "Finances"}, "Collège")
    assert dessin.boites[1].conditionnelle
    assert len(dessin.contours) == 1
    assert "atteint 30" in dessin.description


def test_des_etapes_paralleles_partagent_une_colonne():
    dessin = dessiner(
        _chaine({"code": "a", "parallele": "p"}, {"code": "b", "parallele": "p"}, {"code": "d"}), {}, "Collège"
    )
    assert dessin.boites[1].x == dessin.boites[2].x != dessin.boites[3].x


@given(st.lists(st.sampled_from(["", "p", "q"]), max_size=8))
def test_aucune_boite_n_en_couvre_une_autre_ni_ne_sort_du_cadre(blocs):
    etapes = [{"code": f"e{rang}"} | ({"parallele": bloc} if bloc else {}) for rang, bloc in enumerate(sorted(blocs))]
    dessin = dessiner(_chaine(*etapes), {}, "Collège")
    for a, b in combinations(dessin.boites, 2):
        assert abs(a.x - b.x) >= dessin.large or abs(a.y - b.y) >= dessin.haut
    assert all(b.x >= 0 and b.x + dessin.large <= dessin.largeur and b.y >= 0 for b in dessin.boites)
    assert all(b.y + dessin.haut <= dessin.hauteur for b in dessin.boites)


@given(st.text(alphabet="abc é", max_size=90))
def test_un_libelle_tient_en_deux_lignes(texte):
    lignes = en_lignes(texte, 21)
    assert len(lignes) <= 2
    assert all(len(ligne) <= 21 for ligne in lignes)
