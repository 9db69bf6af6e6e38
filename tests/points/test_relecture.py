"""Suggestions and comments: beside the text, signed, never in what the point says until accepted."""

from __future__ import annotations

import pytest

from college.erreurs import Interdit, Invalide, Perime, Refus
from college.points import requetes as points
from college.points import services as services_points
from college.points.etats import texte
from college.points.relecture import regles, requetes, services
from college.points.saisie import Modification, Saisie
from college.transaction import ecriture, lecture, unite

MARQUE = (
    '<p>Vu <del data-s="{0}-a1">la loi</del><ins data-s="{0}-a1">le décret</ins> du 6 février ;</p>'
    '<p><ins data-s="{0}-b2">Vu l’urgence ;</ins></p>'
)
SEUL = "<p>Vu la loi du 6 février ;</p>"


@pytest.mark.parametrize(
    ("saisi", "seul"),
    [
        (MARQUE.format(1), SEUL),
        ('<ul><li>un</li><li><ins data-s="1-a">deux</ins></li></ul>', "<ul><li>un</li></ul>"),
        ('<ul><li><ins data-s="1-a">deux</ins></li></ul><p>suite</p>', "<p>suite</p>"),
        ('<p>a<ins data-s="1-a">b<strong>c</strong></ins><mark data-fil="abcdef12">d</mark></p>', "<p>ad</p>"),
        ('<p>a<ins data-s="pas une clé">b</ins><ins>c</ins></p>', "<p>a<ins>b</ins><ins>c</ins></p>"),
        ('<p>a<mark data-fil="abcdef12"><ins data-s="1-a">b</ins>c</mark></p>', "<p>ac</p>"),
        ("<p>rien</p>", "<p>rien</p>"),
    ],
)
def test_le_texte_est_celui_d_avant_les_suggestions(saisi, seul):
    assert regles.texte_seul(saisi) == seul
    assert regles.texte_seul(regles.annoter(saisi)) == seul or not regles.annoter(saisi)


def test_une_marque_est_nettoyee_comme_le_texte():
    sale = '<p onclick=x><ins data-s="1-a" style="x" data-autre=1>b</ins><mark data-fil="abcdef12" class=y>c</mark></p>'
    assert regles.annoter(sale) == '<p><ins data-s="1-a">b</ins><mark data-fil="abcdef12">c</mark></p>'
    assert regles.annoter('<p><ins data-s="1-A;">b</ins></p>') == ""


def test_une_suggestion_se_dit_en_une_phrase():
    lues = list(regles.suggestions(MARQUE.format(7)).values())
    dites = [s.phrase.replace("\u00a0", " ") for s in lues]
    assert dites == ["remplacer « la loi » par « le décret »", "ajouter « Vu l’urgence ; »"]
    assert {s.auteur_id for s in lues} == {7}


def test_on_ne_signe_pas_pour_un_autre_et_on_ne_touche_pas_a_la_sienne():
    de_sept = regles.suggestions(MARQUE.format(7))
    with pytest.raises(Interdit, match="porte le nom"):
        regles.verifier(8, {}, de_sept, modifie=True)
    with pytest.raises(Interdit, match="ni accepter ni refuser"):
        regles.verifier(8, de_sept, {}, modifie=False)
    assert regles.verifier(8, de_sept, {}, modifie=True) is None
    assert regles.verifier(7, de_sept, {}, modifie=False) is None


@pytest.fixture
def point(monde):
    """A point of Alice's, at the step that Bernard holds."""
    alice = monde.acteur("alice")
    with ecriture():
        saisie = Saisie(organe="college", service="travaux", titre="Rue", motivation=SEUL, dispositif="<p>Oui.</p>")
        neuf = services_points.proposer(alice, saisie)
        services_points.agir(alice, neuf, "soumettre")
        return neuf.id


def _lu(monde, qui, numero):
    return points.point(monde.acteur(qui), numero)


def _suggerer(monde, qui, numero, motivation, version=None):
    acteur = monde.acteur(qui)
    with ecriture():
        services.suggerer(acteur, _lu(monde, qui, numero), {"motivation": motivation}, version)


def test_une_suggestion_reste_hors_du_texte_et_survit(monde, point):
    alice = monde.acteur("alice")
    _suggerer(monde, "alice", point, MARQUE.format(alice.agent_id))
    _suggerer(monde, "alice", point, MARQUE.format(alice.agent_id), version=0)  # the network lost the first answer
    with lecture():
        relu = _lu(monde, "bernard", point)
        assert texte(relu).motivation == SEUL and "décret" not in relu.cherche
        assert requetes.en_vigueur(relu, requetes.relectures(relu))["motivation"] == MARQUE.format(alice.agent_id)


def test_qui_ne_fait_que_suggerer_ne_change_pas_le_texte(monde, point):
    with pytest.raises(Refus, match="vous proposez des changements"):
        _suggerer(monde, "alice", point, "<p>Autre texte.</p>")
    with pytest.raises(Perime, match="a changé depuis"):
        _suggerer(monde, "alice", point, MARQUE.format(monde.acteur("alice").agent_id), version=0)
    with pytest.raises(Interdit, match="préparent ou examinent"):
        _suggerer_sans_y_travailler(monde, point)


def _suggerer_sans_y_travailler(monde, numero):
    chantal = monde.acteur("chantal")
    with ecriture():
        bernard = monde.acteur("bernard")
        services_points.agir(bernard, _lu(monde, "bernard", numero), "viser")
        services_points.agir(chantal, _lu(monde, "chantal", numero), "viser")
        services_points.changer_phase(chantal, _lu(monde, "chantal", numero), "inscrit")
    _suggerer(monde, "hugo", numero, SEUL)


def test_accepter_change_le_texte_et_le_reste_demeure(monde, point):
    alice, bernard = monde.acteur("alice"), monde.acteur("bernard")
    _suggerer(monde, "alice", point, MARQUE.format(alice.agent_id))
    accepte = f'<p>Vu le décret du 6 février ;</p><p><ins data-s="{alice.agent_id}-b2">Vu l’urgence ;</ins></p>'
    with ecriture():
        relu = _lu(monde, "bernard", point)
        perimees = requetes.perimees(relu)
        services_points.modifier(bernard, relu, Modification(motivation=accepte))
        services.garder(bernard, relu, {"motivation": accepte}, perimees)
    with lecture():
        relu = _lu(monde, "bernard", point)
        assert texte(relu).motivation == "<p>Vu le décret du 6 février ;</p>"
        assert requetes.en_vigueur(relu, requetes.relectures(relu)) == {"motivation": accepte}


def test_une_suggestion_sur_un_texte_change_par_l_api_devient_un_commentaire(monde, point, api):
    alice = monde.acteur("alice")
    _suggerer(monde, "alice", point, MARQUE.format(alice.agent_id))
    version = api("bernard").get(f"/points/{point}").headers["ETag"]
    change = {"motivation": MARQUE.format(alice.agent_id).replace("6 février", "7 mars")}
    repondu = api("bernard").patch(f"/points/{point}", change, version)
    assert repondu.status_code == 200 and repondu.json["motivation"] == "<p>Vu la loi du 7 mars ;</p>"
    with ecriture():
        relu = _lu(monde, "bernard", point)
        assert len(requetes.anterieures(relu, requetes.relectures(relu))) == 2
        services.ecarter(monde.acteur("bernard"), relu)
    with lecture():
        dits = [m.texte for m in requetes.commentaires(_lu(monde, "bernard", point))]
        assert len(dits) == 2 and all("a changé depuis" in dit for dit in dits)
        assert not unite().scalars(requetes.select(requetes.Relecture)).all()


def test_un_fil_se_repond_se_resout_et_son_ancre_quitte_le_texte(monde, point):
    alice, bernard = monde.acteur("alice"), monde.acteur("bernard")
    ancre = '<p>Vu <mark data-fil="abcdef1234">la loi</mark> du 6 février ;</p>'
    with ecriture():
        relu = _lu(monde, "alice", point)
        premier = services.commenter(alice, relu, "motivation", "Laquelle ?", "abcdef1234", "la loi")
        services.suggerer(alice, relu, {"motivation": ancre}, None)
        services.commenter(bernard, relu, "motivation", "Celle de 2014.", "abcdef1234")
        unite().flush()
        (fil,) = requetes.en_fils(requetes.commentaires(relu), requetes.en_vigueur(relu, requetes.relectures(relu)))
        assert fil.ancre and [m.texte for m in fil.messages] == ["Laquelle ?", "Celle de 2014."]
        services.resoudre(bernard, relu, premier)
        assert requetes.relectures(relu)["motivation"].html == SEUL
        services.suggerer(alice, relu, {"motivation": ancre}, None)
        assert "motivation" not in requetes.relectures(relu), "the anchor of a closed thread does not come back"
    with ecriture(), pytest.raises(Invalide, match="Écrivez"):
        services.commenter(alice, _lu(monde, "alice", point), "motivation", "  ")


def test_un_point_decide_ne_se_commente_plus(monde, point):
    with ecriture():
        chantal = monde.acteur("chantal")
        relu = _lu(monde, "chantal", point)
        services_points.agir(monde.acteur("bernard"), relu, "viser")
        services_points.agir(chantal, relu, "viser")
        for phase in ("inscrit", "decide"):
            services_points.changer_phase(chantal, relu, phase)
    with ecriture(), pytest.raises(Refus, match="clos"):
        services.commenter(monde.acteur("alice"), _lu(monde, "alice", point), "motivation", "Trop tard")
