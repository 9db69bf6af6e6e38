"""A whole set of minutes read aloud: every sentence of a difficult evening, as it is printed."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from college.actes.modele import ActeVersion
from college.seances.compte_rendu import CompteRendu
from college.seances.modele import Seance
from college.templates_docs import documents
from college.transaction import lecture, unite
from tests.seances.conftest import CONSEIL

TEXTE_VIDE = {"motivation": "", "dispositif": ""}
A_L_HEURE = tuple(m for m in CONSEIL if m not in ("simon", "zoe"))
CANDIDATS = [{"code": "claire", "nom": "Mme Claire Dupont"}, {"code": "paul", "nom": "M. Paul Wéry"}]

CONTRE = [{"mandataire": m, "choix": "contre"} for m in CONSEIL if m not in ("paul", "rose")]


class Soiree:
    """The evening, one gesture after the other, over the API."""

    def __init__(self, chantal, seance: int) -> None:
        self.chantal, self.id = chantal, seance

    def poster(self, chemin: str, corps: dict) -> dict:
        reponse = self.chantal.post(chemin, corps)
        assert reponse.status_code < 300, (chemin, reponse.json)
        return reponse.json

    def agir(self, action: str) -> None:
        self.poster(f"/seances/{self.id}/actions", {"action": action})

    def bouger(self, membre: str, evenement: str, ligne: int | None = None) -> None:
        corps = {"mandataire": membre, "evenement": evenement} | ({"inscription": ligne} if ligne else {})
        self.poster(f"/seances/{self.id}/presences", corps)

    def voter(self, ligne: int, issue: str = "accepte", **choix: str) -> None:
        exceptions = [{"mandataire": m, "choix": c} for m, c in choix.items()]
        self.poster(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite", "exceptions": exceptions})
        self.decider(ligne, issue)

    def decider(self, ligne: int, issue: str) -> None:
        self.poster(f"/inscriptions/{ligne}/decision", {"issue": issue})

    def depouiller(self, ligne: int, comptes: dict, issue: str = "accepte", **champs) -> None:
        vote = self.poster(f"/inscriptions/{ligne}/scrutins", champs)["id"]
        self.poster(f"/scrutins/{vote}/actions", {"action": "ouvrir"})
        self.poster(f"/scrutins/{vote}/depouillement", {"comptes": comptes})
        self.poster(f"/scrutins/{vote}/actions", {"action": "proclamer"})
        if issue:
            self.decider(ligne, issue)


@pytest.fixture
def soiree(chantal, creer_seance, inscrire, arriver, horloge_fixe, valider):
    """Two late arrivals, an exit, a withdrawal, a tie, a secret vote, an amendment, an urgency, a suspension,
    a change of chair, an election, a postponement."""
    horloge_fixe("2026-12-01T09:00")
    s = Soiree(chantal, creer_seance("conseil", "2026-12-14T19:30"))

    def point(titre: str, **champs) -> int:
        return inscrire(s.id, titre, "conseil", **champs)["id"]

    pv = point("Procès-verbal de la séance du 16 novembre 2026", nature="pv", **TEXTE_VIDE)
    budget, vente, sens = point("Budget 2027"), point("Vente d’une parcelle"), point("Sens unique rue Haute")
    police = point("Règlement de police", nature="reglement")
    charge = {"motivation": "", "dispositif": "<p>Charge le Collège de l’exécution.</p>"}
    delegue = point("Désignation d’une déléguée", nature="election", **charge)
    plan, compte = point("Plan de mobilité"), point("Compte du bourgmestre")
    agent = point("Nomination d’un agent", huis_clos=True)
    s.agir("convoquer")
    horloge_fixe("2026-12-14T19:30")
    arriver(s.id, *A_L_HEURE)
    s.bouger("simon", "excuse")
    s.agir("ouvrir")
    tardif = {"point": valider("Réparation urgente de la toiture de l’école", "conseil")}
    tardif["motif_urgence"] = "le vent l’a arrachée"
    toiture = s.poster(f"/seances/{s.id}/inscriptions", tardif)["id"]
    urgence = {"mode": "unanimite", "objet": "urgence", "exceptions": [{"mandataire": "paul", "choix": "contre"}]}
    s.poster(f"/inscriptions/{toiture}/scrutins", urgence)
    s.decider(pv, "accepte")
    s.bouger("simon", "arrive", budget)
    s.voter(budget, paul="contre", rose="abstention", nadia="abstention")
    s.bouger("zoe", "arrive", vente)
    s.bouger("ines", "se_retire", vente)
    s.voter(vente)
    s.bouger("ines", "revient")
    s.agir("suspendre")
    s.agir("reprendre")
    s.voter(sens, "refuse", **dict.fromkeys(("denis", "claire", "joseph", "ines", "marc", "sophie"), "contre"))
    etag = chantal.get(f"/seances/{s.id}/ordre-du-jour").headers["ETag"]
    amende = {"dispositif": "<p>ARRÊTE :</p><p>Le stationnement est interdit rue Haute.</p>"}
    assert chantal.patch(f"/inscriptions/{police}", amende, etag).status_code == 200
    amendement = {"mode": "unanimite", "objet": "amendement", "question": "Amendement de M. Wéry : la rue Basse"}
    s.poster(f"/inscriptions/{police}/scrutins", {**amendement, "exceptions": CONTRE})
    s.voter(police, "accepte_modifie", louis="contre")
    tour = {"mode": "election", "candidats": CANDIDATS}
    s.depouiller(delegue, {"claire": 5, "paul": 5, "blanc": 1, "nul": 1}, issue="", **tour)
    s.depouiller(delegue, {"claire": 8, "paul": 3, "blanc": 1}, tour=2, **tour)
    s.decider(plan, "reporte")
    s.bouger("denis", "se_retire", compte)
    s.voter(compte)
    s.voter(toiture)
    s.bouger("marc", "quitte", agent)
    s.depouiller(agent, {"pour": 7, "contre": 1, "blanc": 1, "nul": 1}, mode="secret")
    s.agir("lever")
    return s


def _dire(seance_id: int, partie: str) -> list[str]:
    """The minutes from top to bottom, a line a sentence, tags and no-break spaces left out."""
    with lecture():
        contexte = documents.contexte_de("pv", CompteRendu(unite().get_one(Seance, seance_id)).dossier(partie))
    lignes = [*contexte["ouverture"]]
    for section in contexte["sections"]:
        for p in section["points"]:
            lignes += [
                f"{p['numero']} {p['titre']}",
                *p["avant"],
                *_phrases(p["texte_html"]),
                *p["issues"],
                *p["apres"],
            ]
    lignes += [*contexte["cloture"], *(f"{s['qualite']} {s['nom']}" for s in contexte["signataires"])]
    return [ligne.replace("\u00a0", " ").replace("\u202f", " ") for ligne in lignes]


def _phrases(html: str) -> list[str]:
    blocs = re.findall(r"<(p|li|div)\b[^>]*>(.*?)</\1>", html, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", dedans)).split()) for _, dedans in blocs]


EN_TETE = "Le Conseil communal, en séance publique,"
VOTE = [EN_TETE, "Vu la loi ;"]
DECIDE = ["DÉCIDE :", "Article unique D’approuver."]
CODE = "du Code de la démocratie locale et de la décentralisation."
PUBLIC = [
    "Le président ouvre la séance.",
    "L’urgence est admise pour le point « Réparation urgente de la toiture de l’école » (le vent l’a arrachée), "
    "par 9 voix pour (Denis Leroy, Claire Dupont, Joseph Maréchal, Inès Gilles, Marc Delvaux, Sophie Thiry, "
    "Louis Bastin, Nadia Haddad et Rose Collard) et une voix contre (Paul Wéry).",
    "1 Procès-verbal de la séance du 16 novembre 2026",
    "Le Conseil communal approuve le procès-verbal.",
    "2 Budget 2027",
    "M. Simon Étienne, conseiller, entre en séance avant la discussion du point 2.",
    *VOTE,
    "Par 8 voix pour, une voix contre (Paul Wéry) et 2 abstentions (Nadia Haddad et Rose Collard),",
    *DECIDE,
    "3 Vente d’une parcelle",
    "Mme Zoé Jacquet, conseillère, entre en séance avant la discussion du point 3.",
    f"Mme Inès Gilles, échevine, se retire pour le point 3, en application de l’article L1122-19 {CODE}",
    *VOTE,
    "À l’unanimité,",
    *DECIDE,
    "Mme Inès Gilles, échevine, rentre en séance après la discussion du point 3.",
    "Le président suspend la séance.",
    "Le président reprend la séance.",
    "4 Sens unique rue Haute",
    "Par 6 voix pour et 6 voix contre (Denis Leroy, Claire Dupont, Joseph Maréchal, Inès Gilles, Marc Delvaux et "
    "Sophie Thiry), la proposition n’est pas adoptée : il y a parité de voix.",
    "5 Règlement de police",
    "Amendement de M. Wéry : la rue Basse – par 2 voix pour et 10 voix contre (Denis Leroy, Claire Dupont, Joseph "
    "Maréchal, Inès Gilles, Marc Delvaux, Sophie Thiry, Louis Bastin, Nadia Haddad, Simon Étienne et Zoé Jacquet), "
    "la proposition n’est pas adoptée.",
    *VOTE,
    "Par 11 voix pour et une voix contre (Louis Bastin),",
    "ARRÊTE :",
    "Le stationnement est interdit rue Haute.",
    "6 Désignation d’une déléguée",
    EN_TETE,
    "Au scrutin secret, Mme Claire Dupont obtient 5 voix, M. Paul Wéry obtient 5 voix et il y a un bulletin blanc et "
    "un bulletin nul ; personne n’ayant la majorité absolue (6 voix), il y a ballottage entre Mme Claire Dupont et "
    "M. Paul Wéry. Au scrutin secret, Mme Claire Dupont (8 voix) est élue au second tour ; M. Paul Wéry obtient 3 voix "
    "et il y a un bulletin blanc.",
    "Charge le Collège de l’exécution.",
    "7 Plan de mobilité",
    "Le Conseil communal décide de reporter le point.",
    "8 Compte du bourgmestre",
    f"M. Denis Leroy, bourgmestre, se retire pour le point 8, en application de l’article L1122-19 {CODE}",
    "Mme Claire Dupont, échevine, prend la présidence.",
    *VOTE,
    "À l’unanimité,",
    *DECIDE,
    "8 bis (U) Réparation urgente de la toiture de l’école",
    *VOTE,
    "À l’unanimité,",
    *DECIDE,
    "La présidente lève la séance.",
    "La Directrice générale, Chantal Petit",
    "Le Bourgmestre, Denis Leroy",
]
FERME = [
    "La présidente prononce le huis clos.",
    "9 Nomination d’un agent",
    "M. Marc Delvaux, échevin, quitte la séance avant la discussion du point 9.",
    "Le Conseil communal, à huis clos,",
    "Vu la loi ;",
    "Au scrutin secret, par 7 voix pour, une voix contre, un bulletin blanc et un bulletin nul,",
    *DECIDE,
    "La présidente lève la séance.",
    "La Directrice générale, Chantal Petit",
    "Le Bourgmestre, Denis Leroy",
]


def test_le_pv_d_une_soiree_difficile_se_lit_a_voix_haute(soiree):
    assert _dire(soiree.id, "publique") == PUBLIC
    assert _dire(soiree.id, "huis_clos") == FERME


def test_l_acte_ne_garde_que_le_retrait_et_il_est_signe_de_qui_presidait_ce_point(soiree, chantal):
    soiree.agir("arreter")
    actes = {a["titre"]: a["id"] for a in chantal.get(f"/seances/{soiree.id}/actes").json["elements"]}
    with lecture():
        vente, compte = (_contexte(actes[titre]) for titre in ("Vente d’une parcelle", "Compte du bourgmestre"))
    assert len(vente["point"]["avant"]) == 1 and "Inès Gilles" in vente["point"]["avant"][0]
    assert vente["point"]["apres"] == [], "a suspension after the vote is no part of the act"
    assert [s["nom"] for s in vente["signataires"]] == ["Chantal Petit", "Denis Leroy"]
    assert [(s["qualite"], s["nom"]) for s in compte["signataires"]][1] == ("La Présidente,", "Claire Dupont")


def _contexte(acte_id: int) -> dict:
    return unite().scalars(select(ActeVersion.contexte).where(ActeVersion.acte_id == acte_id)).one()


def test_l_urgence_votee_plus_tard_se_dit_apres_l_arrivee_de_qui_l_a_votee(chantal, conseil_ouvert, valider):
    seance = conseil_ouvert(2, membres=A_L_HEURE)
    s = Soiree(chantal, seance["id"])
    un, deux = seance["lignes"]
    s.bouger("simon", "arrive", un)
    s.voter(un)
    tardif = {"point": valider("Toiture", "conseil"), "motif_urgence": "le vent l’a arrachée"}
    ligne = s.poster(f"/seances/{s.id}/inscriptions", tardif)["id"]
    s.poster(f"/inscriptions/{ligne}/scrutins", {"mode": "unanimite", "objet": "urgence"})
    s.voter(deux)
    s.voter(ligne)
    s.agir("lever")
    dit = _dire(s.id, "publique")
    arrivee, urgence, suite = (
        next(n for n, phrase in enumerate(dit) if debut in phrase)
        for debut in ("Simon Étienne, conseiller, entre", "L’urgence est admise", "2 Point 2")
    )
    assert dit[0] == "Le président ouvre la séance." and arrivee < urgence < suite
    assert "Simon Étienne" in dit[urgence]
