"""Two hands on one text of a séance, in the cockpit and in the drafting: nobody's words are written over."""

import re

import pytest

TEXTE = "<p>Article unique. D’approuver le {}.</p>"


@pytest.fixture
def ouverte(app, connecter, conseil_ouvert):
    """A secretary's page on a line, opened before the text changes: (line, `poster(fields)`)."""
    seance = conseil_ouvert()
    (ligne,) = seance["lignes"]
    client = connecter(app.test_client(), "chantal")

    def ouvrir(adresse, action):
        page = client.get(adresse.format(seance=seance["id"], ligne=ligne)).text
        formulaire = page.split(f'action="/app/inscriptions/{ligne}/{action}"')[1].split("</form>")[0]
        lus = dict(re.findall(r'name="(csrf_token|marques)" value="([^"]*)"', formulaire))
        return lambda **champs: client.post(f"/app/inscriptions/{ligne}/{action}", data={**lus, **champs})

    return seance["id"], ligne, ouvrir


def _amender(chantal, seance, ligne, **textes):
    etag = chantal.get(f"/seances/{seance}/ordre-du-jour").headers["ETag"]
    assert chantal.patch(f"/inscriptions/{ligne}", textes, etag).status_code == 200


@pytest.mark.parametrize(
    ("adresse", "action"),
    [("/app/seances/{seance}/direct", "texte"), ("/app/inscriptions/{ligne}/redaction", "redaction/texte")],
)
def test_deux_mains_sur_un_texte_de_la_seance_n_ecrasent_rien(chantal, ouverte, adresse, action):
    seance, ligne, ouvrir = ouverte
    poster = ouvrir(adresse, action)
    _amender(chantal, seance, ligne, dispositif=TEXTE.format("pont"))
    conflit = poster(dispositif=TEXTE.format("gué"))
    assert conflit.status_code == 412 and "a changé depuis que vous l’avez ouvert" in conflit.text
    assert "<del>pont" in conflit.text and "<ins>gué" in conflit.text, "both, word by word"
    assert chantal.get(f"/inscriptions/{ligne}").json["dispositif"] == TEXTE.format("pont")
    assert poster(dispositif=TEXTE.format("pont")).status_code == 303, "the same words are nobody's conflict"
    reunis = poster(dispositif=TEXTE.format("gué"), reunir="1")
    assert reunis.status_code == 200 and "Enregistrer le texte réuni" in reunis.text
    marques = re.search(r'name="marques" value="([^"]*)"', reunis.text)[1]
    assert poster(dispositif=TEXTE.format("gué") + TEXTE.format("pont"), marques=marques).status_code == 303
    gardes = chantal.get(f"/inscriptions/{ligne}").json["dispositif"]
    assert "gué" in gardes and "pont" in gardes


def test_ce_que_je_n_ai_pas_touche_reste_comme_l_autre_l_a_ecrit(chantal, ouverte):
    seance, ligne, ouvrir = ouverte
    avant = chantal.get(f"/inscriptions/{ligne}").json
    poster = ouvrir("/app/inscriptions/{ligne}/redaction", "redaction/texte")
    _amender(chantal, seance, ligne, motivation="<p>Vu le plan ;</p>", observations="M. Leroy demande la parole.")
    saisis = {champ: avant[champ] for champ in ("motivation", "dispositif")} | {"titre": "Le pont"}
    assert poster(**saisis).status_code == 303
    lue = chantal.get(f"/inscriptions/{ligne}").json
    assert (lue["titre"], lue["motivation"]) == ("Le pont", "<p>Vu le plan ;</p>")
    tard = ouvrir("/app/seances/{seance}/direct?volet=suivi", "texte")
    _amender(chantal, seance, ligne, observations="M. Leroy demande la parole.\nElle lui est donnée.")
    lignes = tard(observations="M. Leroy demande la parole.\nIl renonce.")
    assert lignes.status_code == 412 and "Elle lui est donnée." in lignes.text and "Il renonce." in lignes.text
    trop = poster(titre="Pont " * 300, dispositif=TEXTE.format("gué tapé"))
    assert trop.status_code == 409 and "1000 caractères au plus" in trop.text and "gué tapé" in trop.text
