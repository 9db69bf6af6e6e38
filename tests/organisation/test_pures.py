"""Pure pieces of the room: codes of the authenticator, the commune's colour, titles, screen typography."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college import composants, references, typographie
from college.organisation import devinables, teinte, titres, totp

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # « 12345678901234567890 », RFC 6238 appendix B


@pytest.mark.parametrize(("instant", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")])
def test_les_codes_sont_ceux_de_la_rfc_6238(instant, code):
    assert totp.code(SECRET, instant) == code


def test_un_code_vaut_un_pas_avant_et_apres_et_ne_sert_qu_une_fois():
    code = totp.code(SECRET, 90)
    assert totp.pas_reconnu(SECRET, code, 119) == 3
    assert totp.pas_reconnu(SECRET, f"{code[:3]} {code[3:]}", 149) == 3
    assert totp.pas_reconnu(SECRET, code, 180) is None
    assert totp.pas_reconnu(SECRET, code, 119, dernier=3) is None


@pytest.mark.parametrize("saisi", ["²", "٣٣٣٣٣٣", "é", "\x00", "9" * 5000, ""])
def test_ce_qui_n_est_pas_un_code_est_refuse_sans_faute(saisi):
    assert totp.pas_reconnu(SECRET, saisi, 90) is None


DEVINES = """
123456789012 passwordpassword Motdepasse2026! p@ssw0rd-123 azertyuiop123 qwertyuiop1234 iloveyou1234
aaaaaaaaaaaaaa abcabcabcabcabc Bienvenue-2026 C0mmune-d-Exemple-26 alice.martin.1985 Soleil!Soleil!1
1q2w3e4r5t6y administrateur1 college-communal Noel-2025-janvier exemple_EXEMPLE
"""


@pytest.mark.parametrize("mot", DEVINES.split())
def test_un_mot_de_passe_que_tout_le_monde_essaie_se_devine(mot):
    assert devinables.se_devine(mot, ("alice", "Alice Martin", "Commune d’Exemple"))


def test_quatre_mots_sans_rapport_ne_se_devinent_pas():
    for mot in (
        "lavoir-tilleuls-2026",
        "cheval pile agrafe correct",
        "kX9#vQ2mLw!r",
        "pommier-lanterne-42",
        "Ωμέγα-вода-水-火-12",
    ):
        assert not devinables.se_devine(mot, ("alice", "Alice Martin", "Commune d’Exemple")), mot
    assert not devinables.se_devine("lavoir-" * 18 + "tilleuls", ("x",))


def test_un_numero_de_ligne_est_ce_qu_une_colonne_peut_tenir():
    assert [references.numero(ref) for ref in ("7", 7, "0007", "0", "00", 2**31 - 1)] == [7, 7, 7, 0, 0, 2**31 - 1]
    for ref in ("", "²", "٣", "-1", "1.0", "x", 2**31, "9" * 5000):
        assert references.numero(ref) is None, ref


def _luminance(hexa: str) -> float:
    def lineaire(x: float) -> float:
        return x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4

    r, g, b = (lineaire(int(hexa[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contraste(a: str, b: str) -> float:
    clair, fonce = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (clair + 0.05) / (fonce + 0.05)


@given(st.integers(0, 0xFFFFFF))
def test_toute_couleur_de_commune_donne_des_accents_lisibles(entier):
    clarte, chroma, angle = teinte.vers_oklch(f"{entier:06x}")
    clair = teinte.vers_hexa(min(clarte, 0.40), min(chroma, 0.12), angle)
    sombre = teinte.vers_hexa(0.82, min(chroma, 0.09), angle)
    assert _contraste(clair, "ffffff") >= 7
    assert _contraste(sombre, "111719") >= 7


def test_la_feuille_de_teinte_ne_contient_que_la_couleur():
    feuille = teinte.feuille("0b4f5c")
    assert "--commune: #0b4f5c;" in feuille
    assert feuille.count("{") == feuille.count("}")


def test_un_aller_retour_garde_la_couleur():
    assert teinte.vers_hexa(*teinte.vers_oklch("0b4f5c")) == "0b4f5c"


def test_les_titres_s_accordent():
    assert titres.fonction("echevin", "f") == "échevine"
    assert titres.fonction("directeur_general", "m") == "directeur général"
    assert titres.role("expert_voirie", "f") == "expert voirie"
    assert titres.initiales("Émile", "Lambert") == "ÉL"


@pytest.mark.parametrize(
    ("heures", "dit"),
    [(1, "aujourd’hui, 9 h 00"), (24, "hier, 10 h 00"), (72, "mercredi, 10 h 00"), (24 * 30, "22 oct., 11 h 00")],
)
def test_une_date_proche_se_dit_comme_on_la_dit(heures, dit):
    maintenant = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    assert typographie.depuis(maintenant - timedelta(hours=heures), maintenant).replace("\u00a0", " ") == dit


def test_les_durees_et_les_petits_nombres():
    assert typographie.duree(timedelta(days=1)) == "1\u00a0jour"
    assert typographie.duree(timedelta(hours=30)) == "1\u00a0jour"
    assert typographie.duree(timedelta(minutes=95)) == "1\u00a0heure"
    assert (typographie.en_lettres(2), typographie.en_lettres(17)) == ("deux", "17")


def test_les_sieges_se_disent_en_mots():
    dit = composants.phrase_sieges(13, 4, 3, 1).replace("\u00a0", " ")
    assert dit == "20 votants : 13 pour, 4 contre, 3 abstentions ; un siège vide"


def test_un_etat_inconnu_se_montre_dans_ses_mots():
    assert composants.etat_connu("jamais_vu").texte == "Jamais vu"
