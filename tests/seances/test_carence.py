"""A séance without its quorum (L1122-17): its minutes say that nothing was treated, the next notice takes it up."""

import re
from html import unescape

from college.seances.compte_rendu import entree_seance
from college.seances.modele import Seance
from college.templates_docs.contexte import contexte_pv
from college.transaction import lecture, unite


def test_d9_la_carence_ne_decide_rien_et_la_convocation_suivante_reprend_le_meme_ordre(
    client, connecter, chantal, creer_seance, inscrire, arriver, horloge_fixe
):
    """Order, heading and sub-number as sent; the minutes name the points and carry none of their texts."""
    horloge_fixe("2026-12-01T09:00")
    seance = creer_seance("conseil", "2026-12-14T19:30")
    lignes = {t: inscrire(seance, t, "conseil", huis_clos=t == "Clos") for t in ("Budget", "Voirie", "Clos", "Annexe")}
    navigateur = connecter(client, "chantal")

    def poster(adresse: str, **champs: str) -> str:
        jeton = re.search(r'name="csrf_token" value="([^"]+)"', navigateur.get("/app/").get_data(as_text=True))[1]
        reponse = navigateur.post(adresse, data={"csrf_token": jeton, **champs}, follow_redirects=True)
        return unescape(reponse.get_data(as_text=True))

    poster(f"/app/inscriptions/{lignes['Voirie']['id']}/deplacer", place="1")
    poster(f"/app/inscriptions/{lignes['Annexe']['id']}/ligne", sous_point="1")
    poster(f"/app/inscriptions/{lignes['Budget']['id']}/ligne", section="Finances")
    envoye = [("1", "Voirie"), ("2", "Budget"), ("2.1", "Annexe"), ("3", "Clos")]
    assert _ordre(chantal, seance) == envoye
    assert chantal.post(f"/seances/{seance}/actions", {"action": "convoquer"}).status_code == 200
    horloge_fixe("2026-12-14T19:30")
    arriver(seance, "claire", "joseph", "ines")

    page = poster(f"/app/seances/{seance}/actions", action="constater_carence")
    assert "Carence constatée le 14 décembre 2026" in _simple(page)
    assert "Rouvrir la séance" not in page and "Arrêter le procès-verbal" in page
    refus = chantal.post(f"/seances/{seance}/actions", {"action": "rouvrir", "passer_outre": "Erreur"})
    assert (refus.status_code, refus.json["motif"]) == (409, "carence")
    redaction = navigateur.get(f"/app/seances/{seance}/redaction").get_data(as_text=True)
    assert "aucun point n’a été traité" in redaction and "Relire" not in redaction and "<table" not in redaction
    with lecture():
        imprime = contexte_pv(entree_seance(unite().get_one(Seance, seance)))
    assert imprime["titre"] == "Procès-verbal de carence du Conseil communal" and "19 h 30" in _simple(
        imprime["soustitre"]
    )
    assert imprime["signataires"][-1]["nom"] == "Claire Dupont", "the first échevine chaired in the bourgmestre's place"
    (portes,) = imprime["sections"]
    assert [(p["numero"], p["titre"], p["texte_html"]) for p in portes["points"]] == [(*p, "") for p in envoye]
    assert "Le procès-verbal de carence est arrêté." in poster(f"/app/seances/{seance}/actions", action="arreter")
    assert [a["type"] for a in chantal.get(f"/seances/{seance}/actes").json["elements"]] == ["pv"], "no closed part"

    suite = {"organe": "conseil", "convocation": 2, "precedente": seance, "debut": "2026-12-21T19:30"}
    deuxieme = chantal.post("/seances", suite).json["id"]
    assert _ordre(chantal, deuxieme) == envoye
    assert "Finances" in navigateur.get(f"/app/seances/{deuxieme}").get_data(as_text=True)


def _ordre(chantal, seance: int) -> list[tuple[str, str]]:
    odj = chantal.get(f"/seances/{seance}/ordre-du-jour").json
    return [(i["numero"], i["titre"]) for i in odj["inscriptions"]]


def _simple(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")
