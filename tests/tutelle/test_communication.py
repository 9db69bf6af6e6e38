"""The decisions of the supervision, gathered as one point of the organe that they concern (RGCC, art. 4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from college import horloge
from college.transaction import ecriture
from college.tutelle.modele import Echange, Envoi

RECU = datetime(2027, 1, 15, 9, tzinfo=UTC)
REFORME = [{"libelle": "Boni présumé", "ancien": "1 284,00 €", "nouveau": "900,00 €"}]


@pytest.fixture
def decidee(creer_acte, horloge_fixe):
    """`decidee("reforme", titre="…")`: an act whose authority has spoken."""
    horloge_fixe("2027-01-20T09:00")

    def faire(etat: str, termine: datetime = RECU, montants=(), **champs) -> None:
        acte = creer_acte(**champs)
        with ecriture() as session:
            envoi = Envoi(
                institution_id=acte.institution_id, acte_id=acte.id, version_id=1, connecteur="depot_assiste",
                cle_idempotence=f"c-{acte.id}", regime="approbation", etat=etat, sha256="0" * 64,
                termine_le=termine, cree_par_id=1, cree_le=RECU,
            )  # fmt: skip
            session.add(envoi)
            session.flush()
            session.add(
                Echange(
                    institution_id=acte.institution_id,
                    envoi_id=envoi.id,
                    sens="recu",
                    type=etat,
                    reference="r",
                    jour=date(2027, 1, 14),
                    contenu={"montants": list(montants)},
                    le=RECU,
                    etat=etat,
                )
            )

    return faire


@pytest.fixture
def offres(api):
    """`offres("conseil")`: a new séance, and what waits for it by code."""
    chantal = api("chantal")

    def lire(organe: str, debut: str = "2027-01-25T19:30"):
        seance = chantal.post("/seances", {"organe": organe, "debut": debut}).json["id"]
        lus = chantal.get(f"/seances/{seance}/rassemblements").json["elements"]
        return seance, {e["code"]: e["libelle"] for e in lus if e["code"].startswith("tutelle")}

    return lire


def test_les_decisions_recues_font_un_point_du_conseil_avec_les_montants_reformes(api, decidee, offres):
    decidee("reforme", montants=REFORME, titre="Budget 2027")
    decidee("approuve", titre="Taxe sur les terrasses")
    decidee("en_instruction", titre="Encore à l'examen")
    seance, attendues = offres("conseil")
    assert attendues == {"tutelle": "2\u00a0décisions de tutelle à communiquer"}
    ligne = api("chantal").post(f"/seances/{seance}/rassemblements", {"code": "tutelle"}).json
    texte = unescape(ligne["dispositif"]).replace("\u00a0", " ")
    assert "« Budget 2027 » : réformée le 14 janvier 2027 ; Boni présumé : 1 284,00 € → 900,00 €." in texte
    assert "« Taxe sur les terrasses » : approuvée le 14 janvier 2027." in texte
    assert "article 4 du règlement général de la comptabilité" in unescape(ligne["motivation"]).replace("\u00a0", " ")
    assert offres("conseil", "2027-02-22T19:30")[1] == {}, "told once"
    assert "tutelle" in offres("college")[1], "the collège has not been told"


def test_un_acte_ferme_se_communique_a_huis_clos(api, decidee, offres):
    decidee("approuve", titre="Licenciement d'un agent", huis_clos=True)
    seance, attendues = offres("conseil")
    assert list(attendues) == ["tutelle_huis_clos"]
    ligne = api("chantal").post(f"/seances/{seance}/rassemblements", {"code": "tutelle_huis_clos"}).json
    assert ligne["huis_clos"] is True


def test_ce_qui_date_de_plus_d_un_an_n_est_plus_propose(decidee, offres):
    decidee("approuve", termine=horloge.maintenant() - timedelta(days=366), titre="Ancienne")
    assert offres("conseil")[1] == {}


def test_le_conseil_n_apprend_pas_ce_que_le_college_seul_a_decide(decidee, offres):
    decidee("annule", organe="college", titre="Marché du collège")
    assert offres("conseil")[1] == {}
    assert offres("college")[1] == {"tutelle": "une décision de tutelle à communiquer"}
