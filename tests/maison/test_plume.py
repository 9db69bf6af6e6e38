"""Writers of one process wait in line: none is ever told that the database is locked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from college import bail, boite_envoi
from college.transaction import ecriture


def _ecrire(institution_id: int, combien: int) -> None:
    for _ in range(combien):
        with ecriture():
            boite_envoi.deposer("essai", institution_id)


def test_seize_fils_ecrivent_sans_jamais_trouver_la_base_verrouillee(monde):
    with ThreadPoolExecutor(16) as fils:
        for fait in [fils.submit(_ecrire, monde.institution_id, 10) for _ in range(16)]:
            fait.result(timeout=120)
    assert bail.etat()["a_faire"] == 160


def test_un_message_pour_l_index_en_vaut_cent(monde):
    for _ in range(3):
        with ecriture():
            boite_envoi.deposer_un_seul("essai", monde.institution_id)
            boite_envoi.deposer_un_seul("essai", monde.institution_id)
    assert bail.etat()["a_faire"] == 1
    assert bail.prendre().sujet == "essai"
    with ecriture():
        boite_envoi.deposer_un_seul("essai", monde.institution_id)
    assert bail.etat() == {"a_faire": 1, "pris": 1}


def test_seize_fils_se_partagent_les_messages_sans_doublon(monde):
    _ecrire(monde.institution_id, 40)
    with ThreadPoolExecutor(16) as fils:
        prises = [p for p in fils.map(lambda _: bail.prendre(), range(60)) if p]
    assert len({p.id for p in prises}) == len(prises) == 40
