"""The outbox is emptied: once each, again after a failure, aside when hopeless, and by whoever is still alive."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from college import bail, boite_envoi, horloge, repartiteur, reprises
from college.boite_envoi import Abandon, Message, deposer, gestionnaire
from college.transaction import ecriture, lecture
from tests.outillage.patience import PATIENCE

pytestmark = pytest.mark.usefixtures("registre")


def _message(ident: int) -> Message:
    with lecture() as session:
        return session.get_one(Message, ident)


def _vieillir(ident: int) -> None:
    """Let the message's lease and waiting time run out."""
    with ecriture() as session:
        message = session.get_one(Message, ident)
        passe = horloge.systeme() - timedelta(hours=1)
        message.pas_avant, message.bail_jusqu_a = passe, passe


def _attendre(vrai, secondes=PATIENCE):
    limite = time.monotonic() + secondes
    while not vrai():
        assert time.monotonic() < limite, "never came"
        time.sleep(0.01)


def test_un_message_est_traite_une_fois_avec_sa_charge(laisser, monde):
    recus = []
    gestionnaire("essai")(lambda institution_id, **charge: recus.append((institution_id, charge)))
    ident = laisser("essai", numero=7)
    assert repartiteur.vider() == 1
    assert repartiteur.vider() == 0
    assert recus == [(monde.institution_id, {"numero": 7})]
    assert (_message(ident).etat, _message(ident).tentatives) == ("fait", 1)


def test_rien_ne_part_si_la_transaction_echoue(monde):
    gestionnaire("essai")(lambda institution_id: None)
    with pytest.raises(ZeroDivisionError), ecriture():
        deposer("essai", monde.institution_id)
        raise ZeroDivisionError
    assert repartiteur.vider() == 0


def test_une_cle_unique_ne_laisse_qu_un_message(monde):
    gestionnaire("essai")(lambda institution_id: None)
    for _ in range(3):
        with ecriture():
            deposer("essai", monde.institution_id, cle_unique="essai/1")
    assert repartiteur.vider() == 1


def test_un_echec_est_leve_par_vider_puis_retente_plus_tard(laisser):
    essais = []

    @gestionnaire("essai")
    def fragile(institution_id: int) -> None:
        essais.append(1)
        if len(essais) < 3:
            raise OSError("disque plein")

    ident = laisser("essai")
    with pytest.raises(OSError, match="disque plein"):
        repartiteur.vider()
    assert "disque plein" in _message(ident).erreur
    for _ in range(2):
        _vieillir(ident)
        repartiteur.vider(tolerant=True)
    assert (_message(ident).etat, _message(ident).tentatives, _message(ident).erreur) == ("fait", 3, None)


def test_sans_espoir_le_message_est_mis_de_cote_et_l_echec_ecrit_ou_on_le_voit(laisser):
    ecrits = []

    @gestionnaire("essai", abandon=lambda institution_id, phrase, numero: ecrits.append((numero, phrase)))
    def refuse(institution_id: int, numero: int) -> None:
        raise Abandon("Le modèle est illisible.")

    ident = laisser("essai", numero=4)
    repartiteur.vider(tolerant=True)
    assert _message(ident).etat == "mort"
    assert ecrits == [(4, "Le modèle est illisible.")]
    assert bail.etat()["mort"] == 1


def test_apres_le_dernier_essai_le_message_est_mort_et_une_personne_peut_le_rejouer(laisser):
    recus = []

    @gestionnaire("essai", essais=2)
    def echoue(institution_id: int) -> None:
        recus.append(1)
        if len(recus) <= 2:
            raise OSError("non")

    ident = laisser("essai")
    for _ in range(2):
        repartiteur.vider(tolerant=True)
        _vieillir(ident)
    assert _message(ident).etat == "mort"
    assert repartiteur.vider() == 0
    assert bail.rejouer(ident) == 1
    assert repartiteur.vider() == 1
    assert _message(ident).etat == "fait"


def test_un_sujet_sans_gestionnaire_n_est_pas_perdu(laisser):
    ident = laisser("inconnu")
    with pytest.raises(repartiteur.GestionnaireInconnu):
        repartiteur.vider()
    assert _message(ident).etat == "mort"


def test_ce_qui_doit_attendre_attend(monde):
    gestionnaire("essai")(lambda institution_id: None)
    with ecriture():
        deposer("essai", monde.institution_id, pas_avant=horloge.systeme() + timedelta(hours=1))
    assert repartiteur.vider() == 0


def test_un_message_pris_ne_l_est_pas_deux_fois_mais_le_bail_d_un_mort_finit(laisser):
    gestionnaire("essai")(lambda institution_id: None)
    ident = laisser("essai")
    premier = bail.prendre()
    assert bail.prendre() is None
    _vieillir(ident)
    second = bail.prendre()
    assert (second.id, second.tentatives) == (ident, 2)
    bail.finir(premier)  # the late one does not close its successor's claim
    assert _message(ident).etat == "pris"
    bail.finir(second)
    assert _message(ident).etat == "fait"


def test_renouveler_garde_le_bail(laisser):
    gestionnaire("essai")(lambda institution_id: None)
    ident = laisser("essai")
    bail.prendre()
    _vieillir(ident)
    bail.renouveler([ident])
    assert bail.prendre() is None


def test_un_sujet_seul_travaille_un_message_a_la_fois(laisser):
    gestionnaire("index", seul=True)(lambda institution_id: None)
    gestionnaire("autre")(lambda institution_id: None)
    premier, second, autre = laisser("index"), laisser("index"), laisser("autre")
    prise = bail.prendre()
    assert prise.id == premier
    assert bail.prendre().id == autre
    assert bail.prendre() is None
    bail.finir(prise)
    assert bail.prendre().id == second


@pytest.mark.parametrize("souffle", [0.3, 3600.0])
def test_un_sujet_qui_souffle_laisse_venir_sans_retenir_les_autres(laisser, souffle):
    faits = []
    gestionnaire("index", seul=True, souffle=souffle)(lambda institution_id: faits.append(("index", time.monotonic())))
    gestionnaire("autre")(lambda institution_id: faits.append(("autre", time.monotonic())))
    with repartiteur.Repartiteur():
        laisser("index")
        _attendre(lambda: faits)
        laisser("index")
        laisser("autre")
        _attendre(lambda: len(faits) == (3 if souffle < 1 else 2))
        assert "autre" in [sujet for sujet, _ in faits], "not held back, even by a pause without end"
    if souffle < 1:
        premier, second = (instant for sujet, instant in faits if sujet == "index")
        assert second - premier >= souffle
    laisser("index")
    repartiteur.vider()  # who empties the box by hand does not wait
    assert len(faits) == 4


def test_les_fils_vident_la_boite_et_se_reveillent_au_commit(laisser, monkeypatch):
    monkeypatch.setattr(repartiteur, "REPOS", 3600.0)  # woken, not polled: nobody looks by himself
    recus, deux = [], threading.Barrier(2)

    @gestionnaire("essai")
    def noter(institution_id: int, numero: int) -> None:
        if numero in (0, 1):
            deux.wait(PATIENCE)  # broken unless two threads work at once
        recus.append(numero)

    with repartiteur.Repartiteur():
        laisser("essai", numero=-1)
        _attendre(lambda: recus)
        for numero in range(30):
            laisser("essai", numero=numero)
        _attendre(lambda: len(recus) == 31)
    assert sorted(recus) == list(range(-1, 30))
    assert bail.etat() == {"fait": 31}


@pytest.mark.postgresql
def test_sur_postgresql_deux_repartiteurs_ne_font_rien_deux_fois_et_un_sujet_seul_reste_seul(postgres):
    faits, ensemble, pire = [], [0], [0]
    verrou = threading.Lock()

    @gestionnaire("parallele")
    def parallele(institution_id: int, numero: int) -> None:
        with verrou:
            faits.append(numero)

    @gestionnaire("index", seul=True)
    def index(institution_id: int, numero: int) -> None:
        with verrou:
            ensemble[0] += 1
            pire[0] = max(pire[0], ensemble[0])
        time.sleep(0.01)
        with verrou:
            ensemble[0] -= 1
            faits.append(numero)

    with ecriture():
        for numero in range(60):
            deposer("index" if numero % 3 == 0 else "parallele", postgres, numero=numero)
    with repartiteur.Repartiteur(), repartiteur.Repartiteur():
        _attendre(lambda: len(faits) == 60)
    assert sorted(faits) == list(range(60))
    assert pire == [1]
    assert bail.etat() == {"fait": 60}


def test_les_fonctions_periodiques_reviennent_meme_apres_un_echec(monde):
    passages = []

    def compter() -> None:
        passages.append(1)
        raise OSError("une fois n’est pas coutume")

    boite_envoi.PERIODIQUES.clear()
    boite_envoi.periodique(10)(compter)
    dernieres = {}
    for instant in (100.0, 105.0, 111.0):
        repartiteur.periodiques(dernieres, instant)
    assert len(passages) == 2


def test_l_attente_croit_reste_sous_la_minute_et_n_est_jamais_la_meme():
    assert reprises.attente(1, lambda: 1.0) == timedelta(seconds=2)
    assert reprises.attente(3, lambda: 1.0) == timedelta(seconds=8)
    assert reprises.attente(50, lambda: 1.0) == timedelta(minutes=1)
    assert len({reprises.attente(6) for _ in range(20)}) > 10
