"""The legal calendar against sources of its own: the lunar tables of the Church, and lists read in the law."""

from datetime import date

from college import delais

# Easter by the tables of the Gregorian reform: golden number, solar and lunar corrections, then the Sunday letter.


def _paques_par_les_tables(annee):
    siecle, nombre_d_or = annee // 100 + 1, annee % 19 + 1
    soleil, lune = 3 * siecle // 4 - 12, (8 * siecle + 5) // 25 - 5
    dimanche = 5 * annee // 4 - soleil - 10
    epacte = (11 * nombre_d_or + 20 + lune - soleil) % 30
    if epacte == 24 or (epacte == 25 and nombre_d_or > 11):
        epacte += 1
    pleine_lune = 44 - epacte
    if pleine_lune < 21:
        pleine_lune += 30
    jour = pleine_lune + 7 - (dimanche + pleine_lune) % 7
    return date(annee, 4, jour - 31) if jour > 31 else date(annee, 3, jour)


def test_paques_suit_les_tables_jusqu_a_quatre_mille():
    assert [a for a in range(1583, 4100) if delais.paques(a) != _paques_par_les_tables(a)] == []


def test_les_dix_jours_feries_de_2026():
    jours = "1-1 4-6 5-1 5-14 5-25 7-21 8-15 11-1 11-11 12-25"
    assert delais.feries_federaux(2026) == {date(2026, *map(int, jour.split("-"))) for jour in jours.split()}


def test_les_quatre_jours_que_la_tutelle_ajoute():
    propres = delais.feries_tutelle(2026) - delais.feries_federaux(2026)
    assert propres == {date(2026, 9, 27), date(2026, 11, 2), date(2026, 11, 15), date(2026, 12, 26)}


def test_un_samedi_compte_si_on_le_demande_et_un_dimanche_jamais():
    samedi, dimanche = date(2026, 11, 21), date(2026, 11, 22)
    assert not delais.est_ouvrable(samedi) and delais.est_ouvrable(samedi, samedi=True)
    assert not delais.est_ouvrable(dimanche) and not delais.est_ouvrable(dimanche, samedi=True)
    assert not delais.est_jour_tutelle(samedi) and delais.est_jour_tutelle(date(2026, 11, 20))


def test_les_jours_francs_entre_deux_dates_et_zero_jour():
    assert delais.francs_entre(date(2026, 11, 13), date(2026, 11, 21)) == 7
    assert delais.francs(date(2026, 11, 13), 0) == date(2026, 11, 14)
    assert delais.ouvrables(date(2026, 11, 21), 0) == date(2026, 11, 21)
    assert delais.tutelle(date(2026, 11, 21), 0) == date(2026, 11, 23)
