"""Files are made and signed by several threads at once: each act once, its hands after each other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from college import repartiteur, stockage
from college.actes import preparation, redaction, taches, tour
from college.actes.connecteurs import ouvrir
from college.actes.modele import ActeVersion, Document, Signature
from college.boite_envoi import options
from college.templates_docs import rendu
from college.transaction import lecture, unite
from tests.outillage.patience import PATIENCE


def test_une_cle_attend_son_tour_les_autres_passent():
    journal, entre, sort = [], threading.Event(), threading.Event()

    def tenir(cle: str, nom: str) -> None:
        with tour.tour(cle):
            journal.append(nom)
            if nom == "premier":
                entre.set()
                sort.wait(PATIENCE)

    with ThreadPoolExecutor(3) as fils:
        premier = fils.submit(tenir, "a", "premier")
        entre.wait(PATIENCE)
        second = fils.submit(tenir, "a", "second")
        fils.submit(tenir, "b", "autre").result(PATIENCE)
        assert journal == ["premier", "autre"] and not second.done()
        sort.set()
        premier.result(PATIENCE), second.result(PATIENCE)
    assert journal == ["premier", "autre", "second"] and tour._files == {}


def test_les_mains_de_plusieurs_actes_signent_ensemble(chantal, api, conseil_arrete):
    assert not options("signer_acte").seul
    repartiteur.vider()
    actes = [a for a in chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"] if a["type"] != "pv"]
    for acte in actes:
        for main in (chantal, api("denis")):
            assert main.post(f"/actes/{acte['id']}/signatures", {"connecteur": "demo"}).status_code == 202
    with lecture():
        demandees = [(s.institution_id, s.id) for s in unite().scalars(select(Signature))]
    with ThreadPoolExecutor(4) as fils:
        list(fils.map(lambda demande: taches.signer_acte(*demande), demandees))
    assert len(demandees) == 4
    for acte in chantal.get(f"/seances/{conseil_arrete}/actes").json["elements"]:
        if acte["type"] != "pv":
            verdicts = rendu.verifier(stockage.lire(acte["sha256"]), ouvrir("demo").racines())
            assert acte["etat"] == "signe" and [v["valable"] for v in verdicts] == [True, True]


def test_un_pv_demande_avant_d_etre_redige_n_est_fait_qu_une_fois(chantal, conseil_arrete, monkeypatch):
    faits: list[str] = []
    rendre = rendu.rendre
    monkeypatch.setattr(rendu, "rendre", lambda genre, *a: faits.append(genre) or rendre(genre, *a))
    corps = {"type": "pv", "format": "pdf", "portee": "publique"}
    numero = chantal.post(f"/seances/{conseil_arrete}/documents", corps).json["id"]
    with lecture():
        commande = preparation.commande(unite().get_one(Document, numero))
        version = unite().scalars(select(ActeVersion).where(ActeVersion.pdf_sha256.is_(None))).all()[-1]
    with ThreadPoolExecutor(3) as fils:
        redige = fils.submit(redaction.rediger, version.id)
        contenu = fils.submit(commande.produire).result(PATIENCE).contenu
        redige.result(PATIENCE)
    with lecture():
        assert contenu == stockage.lire(unite().get_one(ActeVersion, version.id).pdf_sha256 or "")
    assert faits == ["pv", "pv"]
