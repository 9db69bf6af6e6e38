"""What waits for people and what happens to their points: on the bell, and by a real SMTP conversation."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from college import boite_envoi, horloge
from college.boite_envoi import GESTIONNAIRES, Message
from college.connecteurs import courriel
from college.notifications import phrases, requetes, taches
from college.notifications.modele import Notification
from college.organisation.modele import Agent, Appartenance, Delegation
from college.points import services
from college.points.avis.modele import Avis
from college.points.modele import Chaine, Point
from college.points.requetes import compteurs
from college.points.saisie import Modification, Saisie
from college.settings import Settings
from college.transaction import ecriture, lecture, unite
from tests import fabriques

TEXTES = {"motivation": "Vu la loi ;", "dispositif": "Approuve."}


@pytest.fixture
def ville(monde, app, smtp, horloge_fixe, tmp_path):
    """The small world at ten in the morning, its mail leaving to a real server."""
    courriel.brancher(Settings(env="test", data_dir=tmp_path, courriel_url=smtp.url))
    horloge_fixe("2026-11-20T10:00")
    return monde


def _proposer(monde, titre="Réfection de la rue Haute", **champs):
    alice = monde.acteur("alice")
    with ecriture():
        point = services.proposer(alice, Saisie(organe="college", service="travaux", titre=titre, **TEXTES, **champs))
        services.agir(alice, point, "soumettre", "Pour vendredi.")
    return point.id


def _agir(monde, qui, point_id, action, commentaire="", **options):
    acteur = monde.acteur(qui)
    with ecriture():
        services.agir(acteur, unite().get_one(Point, point_id), action, commentaire, **options)


def _preferer(monde, qui, mode, heure=7):
    with ecriture():
        monde.agent(qui).preferences = {"courriels": mode, "courriels_heure": heure}


def _distribuer():
    """What the dispatcher does: each waiting message of the room, once."""
    taches.resumes_du_jour()
    with ecriture():
        attendent = [m for m in unite().scalars(select(Message).where(Message.etat == "a_faire"))
                     if m.sujet in ("prevenir", "resume")]  # fmt: skip
        for message in attendent:
            message.etat = "fait"
    for message in attendent:
        GESTIONNAIRES[message.sujet](message.institution_id, **message.charge)


def _lu(reponse):
    return reponse.text.replace("\u00a0", " ")


def _cloche(monde, qui):
    with lecture():
        return compteurs(monde.acteur(qui))["notifications"]


def test_la_cloche_compte_juste_apres_chaque_action(ville):
    point = _proposer(ville)
    assert (_cloche(ville, "bernard"), _cloche(ville, "alice"), _cloche(ville, "chantal")) == (1, 0, 0)
    _agir(ville, "bernard", point, "renvoyer", "Précisez.")
    assert (_cloche(ville, "bernard"), _cloche(ville, "alice")) == (0, 1)
    _agir(ville, "alice", point, "soumettre")
    assert (_cloche(ville, "bernard"), _cloche(ville, "alice")) == (1, 0), "sent again: the send-back is settled"
    _agir(ville, "bernard", point, "viser")
    assert (_cloche(ville, "bernard"), _cloche(ville, "chantal")) == (0, 1)
    _agir(ville, "chantal", point, "renvoyer", "À revoir.", vers="chef")
    assert (_cloche(ville, "bernard"), _cloche(ville, "alice")) == (1, 0), "sent back to the chef, not to its author"
    _agir(ville, "bernard", point, "viser")
    _agir(ville, "chantal", point, "viser")
    assert _cloche(ville, "chantal") == 0
    with ecriture():
        services.changer_phase(ville.acteur("chantal"), unite().get_one(Point, point), "inscrit")
    assert _cloche(ville, "alice") == 1


def test_un_avis_demande_s_attend_encore_une_fois_le_point_inscrit_et_plus_une_fois_decide(ville):
    point = _proposer(ville)
    _agir(ville, "bernard", point, "demander_avis", vers="finances")
    for qui in ("bernard", "chantal"):
        _agir(ville, qui, point, "viser")
    for phase, attendus in (("inscrit", True), ("decide", False)):
        with ecriture():
            services.changer_phase(ville.acteur("chantal"), unite().get_one(Point, point), phase)
            ouvertes = requetes.ouvertes_du_point(unite().get_one(Point, point))
            assert ("avis_attendu" in {une.genre for une in ouvertes}) is attendus


def test_tout_de_suite_avec_le_dernier_acteur_et_son_commentaire(ville, smtp):
    _preferer(ville, "bernard", "immediat")
    point = _proposer(ville)
    _distribuer()
    (recu,) = smtp.recus
    assert recu["To"] == "bernard@exemple.test"
    assert recu["Subject"].endswith("à viser – Réfection de la rue Haute")
    texte = recu.get_content()
    assert "après Alice Martin" in texte and "Pour vendredi." in texte and f"/app/points/{point}" in texte


def test_un_courriel_par_dossier_et_par_jour(ville, smtp, horloge_fixe):
    _preferer(ville, "alice", "immediat")
    point = _proposer(ville)
    for _ in range(3):
        _agir(ville, "bernard", point, "renvoyer", "Encore.")
        _distribuer()
        _agir(ville, "alice", point, "soumettre")
    _agir(ville, "bernard", point, "renvoyer", "Dernière remarque.")
    _distribuer()
    assert len(smtp.recus) == 1
    horloge_fixe("2026-11-21T07:01")
    _distribuer()
    _distribuer()
    assert len(smtp.recus) == 2 and "Dernière remarque." in smtp.recus[1].get_content()


def test_un_resume_a_l_heure_choisie_et_un_seul(ville, smtp, horloge_fixe):
    _preferer(ville, "bernard", "resume", heure=14)
    points = [_proposer(ville, f"Objet {n}") for n in range(3)]
    _distribuer()
    horloge_fixe("2026-11-20T13:59")
    _distribuer()
    assert smtp.recus == []
    horloge_fixe("2026-11-20T14:00")
    _agir(ville, "bernard", points[0], "viser")
    _distribuer()
    _proposer(ville, "Arrivé après l’heure")
    _distribuer()
    (recu,) = smtp.recus
    assert recu["Subject"] == "2\u00a0points à suivre", "what was done meanwhile is not told"
    assert "Objet 1" in recu.get_content() and "Objet 0" not in recu.get_content()


def test_jamais_de_courriel_pour_qui_n_en_veut_pas(ville, smtp, horloge_fixe):
    _preferer(ville, "bernard", "aucun")
    _proposer(ville)
    horloge_fixe("2026-11-21T08:00")
    _distribuer()
    assert smtp.recus == [] and _cloche(ville, "bernard") == 1


def test_un_huis_clos_garde_son_objet_pour_lui(ville, smtp):
    _preferer(ville, "bernard", "immediat")
    _proposer(ville, "Licenciement de M. Untel", huis_clos=True)
    _distribuer()
    (recu,) = smtp.recus
    assert recu["Subject"].endswith("un point vous attend")
    assert "Untel" not in recu.get_content() and "vendredi" not in recu.get_content()


def test_qui_est_mis_en_copie_l_apprend_une_fois_et_jamais_d_un_brouillon(ville, smtp):
    _preferer(ville, "hugo", "immediat")
    alice = ville.acteur("alice")
    with ecriture():
        saisie = Saisie(organe="college", service="travaux", titre="Licenciement de M. Untel", huis_clos=True, **TEXTES)
        point = services.proposer(alice, saisie).id
        services.modifier(alice, unite().get_one(Point, point), Modification(services_associes=["finances"]))
    assert _cloche(ville, "hugo") == 0, "a draft is sent to nobody"
    _agir(ville, "alice", point, "soumettre", "Entre nous.")
    _distribuer()
    (recu,) = smtp.recus
    assert recu["To"] == "hugo@exemple.test" and recu["Subject"].endswith(": un point vous est communiqué")
    dit = recu.get_content().replace("\u00a0", " ")
    assert "vous est communiqué pour information par Alice Martin" in dit
    assert "Untel" not in dit and "Entre nous" not in dit
    for action, qui in (("renvoyer", "bernard"), ("soumettre", "alice")):
        _agir(ville, qui, point, action, "Précisez.")
    with ecriture():
        copies = {"services_associes": ["finances"], "groupes_en_copie": ["directeur_financier"]}
        services.modifier(ville.acteur("bernard"), unite().get_one(Point, point), Modification(**copies))
    assert [_cloche(ville, qui) for qui in ("hugo", "emile", "bernard")] == [1, 1, 1], "once each, and who came later"


def test_qui_a_perdu_son_droit_ne_recoit_rien(ville, smtp):
    _preferer(ville, "bernard", "immediat")
    _proposer(ville)
    with ecriture():
        unite().delete(unite().scalars(select(Appartenance).where(Appartenance.role == "chef_service")).one())
    _distribuer()
    assert smtp.recus == [] and _cloche(ville, "bernard") == 0


def test_pendant_une_absence_le_delegue_est_prevenu(ville, smtp):
    for qui in ("bernard", "hugo"):
        _preferer(ville, qui, "immediat")
    jour = horloge.aujourdhui()
    with ecriture():
        unite().add(Delegation(
            institution_id=ville.institution_id, absent_id=ville.agent("bernard").id, delegue_id=ville.agent("hugo").id,
            du=jour, au=jour + timedelta(days=3),
        ))  # fmt: skip
    _proposer(ville)
    _distribuer()
    assert [recu["To"] for recu in smtp.recus] == ["hugo@exemple.test"]
    assert _cloche(ville, "hugo") == _cloche(ville, "bernard") == 1


def test_un_serveur_en_panne_ne_perd_rien(ville, smtp):
    _preferer(ville, "bernard", "immediat")
    _proposer(ville)
    smtp.au_texte = "451 plus tard"
    with pytest.raises(courriel.ErreurPassagere):
        _distribuer()
    with lecture():
        assert unite().scalars(select(Notification.envoyee_le)).all() == [None]
        charge = unite().scalars(select(Message).where(Message.sujet == "prevenir")).one().charge
    smtp.au_texte, premier = "250 bien", smtp.recus[0]["Message-ID"]
    GESTIONNAIRES["prevenir"](ville.institution_id, **charge)
    GESTIONNAIRES["prevenir"](ville.institution_id, **charge)
    assert [recu["Message-ID"] for recu in smtp.recus] == [premier, premier], "tried again as the same message, once"


def test_l_ecran_ouvre_lit_et_ne_montre_que_les_siennes(ville, app, connecter):
    point = _proposer(ville)
    bernard, hugo = (connecter(app.test_client(), qui) for qui in ("bernard", "hugo"))
    page = bernard.get("/app/notifications").text
    assert "Réfection de la rue Haute" in page and "Pour vendredi." in page and "Une nouvelle" in page
    adresse = re.search(r"/app/notifications/\d+/ouvrir", page)[0]
    jeton = {"csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]}
    siens = {"csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', hugo.get("/app/compte").text)[1]}
    assert hugo.post(adresse, data=siens).status_code == 404
    assert bernard.post(adresse, data=jeton).headers["Location"].endswith(f"/app/points/{point}")
    assert _cloche(ville, "bernard") == 0
    bernard.post("/app/compte/courriels", data=jeton | {"mode": "immediat", "heure": "9"})
    with lecture():
        assert ville.agent("bernard").preferences == {"courriels": "immediat", "courriels_heure": 9}


def test_ce_qui_est_trop_vieux_reste_a_l_ecran(ville, horloge_fixe, smtp):
    _proposer(ville)
    horloge_fixe("2026-12-20T08:00")
    _distribuer()
    with lecture():
        assert smtp.recus == [] and len(requetes.liste(ville.acteur("bernard"))) == 1
    assert boite_envoi.GESTIONNAIRES["resume"] is taches.resume


def test_p37_le_delai_d_un_avis_se_rappelle_avant_sa_fin_une_seule_fois(ville, horloge_fixe):
    horloge_fixe("2026-11-02T10:00")
    point = _proposer(ville, montant_htva=148_500)
    _agir(ville, "bernard", point, "viser")
    with lecture():
        fin = unite().scalar(select(Avis.echeance).where(Avis.point_id == point))
        doit = unite().scalar(select(Notification.agent_id).where(Notification.genre == "avis_attendu"))
    assert fin is not None and doit is not None
    for jours, attendues in ((5, 0), (2, 1), (2, 1), (0, 1)):
        horloge_fixe(f"{fin - timedelta(days=jours)}T10:00")
        taches.rappels()
        with lecture():
            dites = list(unite().scalars(select(Notification).where(Notification.genre == "echeance")))
            assert [une.agent_id for une in dites] == [doit] * attendues
    assert "le délai finit bientôt" in phrases.phrase("echeance", "")
    with lecture():
        qui = unite().get_one(Agent, doit).identifiant
    _agir(ville, qui, point, "rendre_avis", avis="favorable")
    with lecture():
        assert all(une.reglee_le for une in unite().scalars(select(Notification).where(Notification.agent_id == doit)))


def test_p31_le_delai_d_un_visa_se_voit_et_se_rappelle(ville, horloge_fixe, app, connecter):
    with ecriture():
        unite().scalars(select(Chaine).where(Chaine.code == "college")).one().code = "ancienne"
        fabriques.chaine(ville.institution_id, "college", [fabriques.ETAPES[0] | {"delai_jours_ouvrables": 5}])
    horloge_fixe("2026-11-02T10:00")
    point = _proposer(ville)
    with lecture():
        assert unite().get_one(Point, point).echeance == date(2026, 11, 9)
    bernard = connecter(app.test_client(), "bernard")
    assert "Délai : 9 novembre 2026" in _lu(bernard.get("/app/"))
    assert "au plus tard le lundi 9 novembre 2026" in _lu(bernard.get(f"/app/points/{point}"))
    for jour, attendues in ((5, 0), (7, 1), (8, 1)):
        horloge_fixe(f"2026-11-0{jour}T10:00")
        taches.rappels()
        with lecture():
            dites = unite().scalars(select(Notification).where(Notification.genre == "echeance")).all()
            assert [une.agent_id for une in dites] == [ville.agent("bernard").id] * attendues
    horloge_fixe("2026-11-10T10:00")
    assert "En retard : le délai finissait le 9 novembre 2026" in _lu(bernard.get("/app/"))
    _agir(ville, "bernard", point, "viser")
    with lecture():
        assert unite().get_one(Point, point).echeance is None
        assert all(une.reglee_le for une in unite().scalars(select(Notification)))


def test_qui_a_agi_se_dit_comme_il_faut():
    assert phrases.phrase("inscrit", "Chantal Henry") == "Ce point est inscrit à l’ordre du jour par Chantal Henry."
    assert phrases.phrase("decide", "Chantal Henry") == "Ce point est décidé."
    assert phrases.phrase("a_viser", "Bernard Noël") == "Ce point attend votre visa, après Bernard Noël."
    assert phrases.phrase("avis_rendu", "Inès Roi") == "Ce point a reçu un avis (Inès Roi)."
    neutres = [phrases.objet([phrases.Dite(genre, "2026-0412", "", "", "", "")]) for genre in ("renvoye", "decide")]
    assert [objet.split("\u00a0: ")[1] for objet in neutres] == [
        "un point vous attend",
        "du nouveau sur un de vos points",
    ]
