"""The pieces on screen: order, names, pages as images, everything in one download, no trace for the excluded."""

from __future__ import annotations

import io
import json
import re
import socketserver
import threading
import zipfile

import pikepdf
import pytest
import weasyprint
from PIL import Image
from pypdfium2 import PdfDocument
from sqlalchemy import select

from college import repartiteur
from college.erreurs import Refus
from college.journal import EntreeJournal
from college.points import requetes, services
from college.points.annexes import antivirus
from college.points.annexes import requetes as annexes
from college.points.annexes.modele import Annexe
from college.points.annexes.services import deplacer, joindre
from college.points.saisie import Saisie
from college.transaction import ecriture, lecture, unite

CHAMPS = {"organe": "college", "service": "travaux", "motivation": "Vu la loi ;", "dispositif": "Approuve."}
DEUX_PAGES = "<p>Le lavoir</p><p style='page-break-before: always'>La vanne</p>"


@pytest.fixture(scope="module")
def pdf():
    return weasyprint.HTML(string=DEUX_PAGES).write_pdf()


@pytest.fixture
def dossier(monde, app, pdf):
    """An inscribed point of Alice's with two public pieces and a confidential one between them."""
    alice, chantal = monde.acteur("alice"), monde.acteur("chantal")
    with ecriture():
        point = services.proposer(alice, Saisie(titre="Vanne", **CHAMPS))
        image = io.BytesIO()
        Image.new("RGB", (40, 30), "teal").save(image, "PNG")
        pieces = [
            joindre(alice, point, "plan.pdf", pdf, "publiable"),
            joindre(alice, point, "bilan-medical.pdf", pdf, confidentielle=True),
            joindre(alice, point, "vue.png", image.getvalue()),
        ]
        services.agir(alice, point, "soumettre")
        for qui in (monde.acteur("bernard"), chantal):
            services.agir(qui, point, "viser")
        services.changer_phase(chantal, point, "inscrit")
    repartiteur.vider()
    return point.id, [piece.id for piece in pieces]


def test_p51_une_annexe_confidentielle_ne_laisse_aucune_trace(dossier, app, connecter):
    point, (_, cachee, _) = dossier
    hugo, chantal = connecter(app.test_client(), "hugo"), connecter(app.test_client(), "chantal")
    page = hugo.get(f"/app/points/{point}").text
    assert "plan.pdf" in page and "annexe 2" in page
    assert "bilan" not in page and f"/app/annexes/{cachee}" not in page and "annexe 3" not in page
    assert "bilan-medical.pdf" in chantal.get(f"/app/points/{point}").text
    inconnue = hugo.get("/app/annexes/999999")
    for adresse in (f"/app/annexes/{cachee}", f"/app/annexes/{cachee}/pages", f"/app/annexes/{cachee}/pages/1.webp"):
        assert hugo.get(adresse).status_code == inconnue.status_code == 404
        assert chantal.get(adresse).status_code == 200
        assert app.test_client().get(adresse).status_code in (303, 401)
    assert "bilan" not in hugo.get(f"/app/annexes/{cachee}").text
    lu = zipfile.ZipFile(io.BytesIO(hugo.get(f"/app/points/{point}/annexes.zip").data))
    assert lu.namelist() == ["01 plan.pdf", "02 vue.png"]
    tous = zipfile.ZipFile(io.BytesIO(chantal.get(f"/app/points/{point}/annexes.zip").data))
    assert tous.namelist() == ["01 plan.pdf", "02 vue.png", "03 bilan-medical.pdf"] and tous.testzip() is None


def test_chaque_lecture_d_une_piece_confidentielle_est_au_journal(dossier, app, monde, connecter):
    point, (publique, cachee, _) = dossier
    chantal = connecter(app.test_client(), "chantal")
    for adresse in (f"annexes/{cachee}", f"annexes/{cachee}/pages", f"annexes/{cachee}/pages/2.webp"):
        chantal.get(f"/app/{adresse}")
    chantal.get(f"/app/points/{point}/annexes.zip")
    chantal.get(f"/app/annexes/{publique}")
    connecter(app.test_client(), "hugo").get(f"/app/points/{point}/annexes.zip")
    with lecture():
        lues = list(unite().scalars(select(EntreeJournal).where(EntreeJournal.evenement == "annexe.consultee")))
    assert [json.loads(ligne.details)["par"] for ligne in lues] == ["telechargement", "pages", "image", "zip"]
    assert {(ligne.acteur_id, ligne.objet_id) for ligne in lues} == {(monde.acteur("chantal").agent_id, cachee)}


def test_tout_en_un_pdf_avec_son_plan_et_ses_numeros(dossier, app, connecter):
    point, _ = dossier
    reponse = connecter(app.test_client(), "chantal").get(f"/app/points/{point}/annexes.pdf")
    with pikepdf.open(io.BytesIO(reponse.data)) as lu, lu.open_outline() as plan:
        assert [entree.title for entree in plan.root] == [
            "Annexe 1 : plan.pdf",
            "Annexe 2 : vue.png",
            "Annexe 3 : bilan-medical.pdf",
        ]
        assert len(lu.pages) == 5


def test_chaque_page_a_son_adresse_son_image_et_ses_mots(dossier, app, connecter):
    _, (plan, _, vue) = dossier
    chantal = connecter(app.test_client(), "chantal")
    page = chantal.get(f"/app/annexes/{plan}/pages").text
    assert 'id="page-2"' in page and "annexe 1, page 2" in page
    assert re.search(r'id="page-2".*?La vanne', page, re.S) and not re.search(r'id="page-2".*?Le lavoir', page, re.S)
    image = chantal.get(f"/app/annexes/{plan}/pages/2.webp")
    assert Image.open(io.BytesIO(image.data)).width == 1100 and image.mimetype == "image/webp"
    assert chantal.get(f"/app/annexes/{plan}/pages/3.webp").status_code == 404
    assert chantal.get(f"/app/annexes/{vue}/pages").status_code == 404


def test_une_piece_retenue_garde_son_numero_et_se_dit(dossier, app, connecter):
    point, (plan, *_) = dossier
    with ecriture():
        unite().get_one(Annexe, plan).etat_antivirus = "infecte"
    chantal = connecter(app.test_client(), "chantal")
    lu = zipfile.ZipFile(io.BytesIO(chantal.get(f"/app/points/{point}/annexes.zip").data))
    assert lu.namelist() == ["02 vue.png", "03 bilan-medical.pdf", "pièces retenues.txt"]
    recu = chantal.get(f"/app/points/{point}/annexes.pdf").data
    assert "retenue par l’analyse antivirus" in PdfDocument(recu)[0].get_textpage().get_text_range()
    with pikepdf.open(io.BytesIO(recu)) as lu, lu.open_outline() as plan:
        assert [entree.title for entree in plan.root] == [
            "Annexe 1 : plan.pdf",
            "Annexe 2 : vue.png",
            "Annexe 3 : bilan-medical.pdf",
        ]
        assert len(lu.pages) == 4, "a sheet in its place"


@pytest.fixture
def brouillon(monde, app, pdf):
    """A draft with three pieces: a, b, c."""
    alice = monde.acteur("alice")
    with ecriture():
        point = services.proposer(alice, Saisie(titre="Vanne", **CHAMPS))
        return point.id, [joindre(alice, point, f"{nom}.pdf", pdf).id for nom in "abc"]


def _ordre(monde, numero):
    alice = monde.acteur("alice")
    with lecture():
        return "".join(piece.nom[0] for piece in annexes.de(alice, requetes.point(alice, numero)))


@pytest.mark.parametrize(("piece", "avant", "attendu"), [(2, 0, "cab"), (0, None, "bca"), (0, 2, "bac"), (1, 1, "acb")])
def test_les_pieces_se_rangent(brouillon, monde, piece, avant, attendu):
    numero, pieces = brouillon
    alice = monde.acteur("alice")
    with ecriture():
        point = requetes.point(alice, numero)
        deplacer(alice, point, annexes.annexe(alice, pieces[piece]), None if avant is None else pieces[avant])
    assert _ordre(monde, numero) == attendu


def test_monter_descendre_renommer_sans_scripts(brouillon, monde, app, connecter):
    numero, (a, b, _) = brouillon
    alice = connecter(app.test_client(), "alice")
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', alice.get(f"/app/points/{numero}/modifier").text)[1]

    def poster(adresse, **champs):
        return alice.post(adresse, data=champs | {"csrf_token": jeton})

    assert poster(f"/app/points/{numero}/annexes/ordre", id=a, sens="bas").status_code == 303
    assert _ordre(monde, numero) == "bac"
    poster(f"/app/points/{numero}/annexes/ordre", id=a, sens="haut")
    assert _ordre(monde, numero) == "abc"
    poster(f"/app/annexes/{b}/modifier", nom="Devis", type="publiable", confidentielle="1")
    with lecture():
        piece = annexes.annexe(monde.acteur("alice"), b)
        assert (piece.nom, piece.type, piece.confidentielle) == ("Devis.pdf", "publiable", True)
    assert _ordre(monde, numero) == "acD", "a confidential piece comes last: no gap in the numbers"
    refusee = poster(f"/app/annexes/{b}/modifier", nom="", type="publiable")
    assert refusee.status_code == 303


class _Clamav(socketserver.BaseRequestHandler):
    def handle(self):
        recu = b""
        while not recu.endswith(bytes(4)):  # the empty piece that ends a stream
            recu += self.request.recv(1 << 20)
        self.request.sendall(b"stream: Eicar FOUND\0")


def test_un_scanner_muet_ou_alarme_ne_laisse_rien_sortir(monde, app, connecter, pdf):
    alice, bernard = monde.acteur("alice"), monde.acteur("bernard")
    with socketserver.TCPServer(("127.0.0.1", 0), _Clamav) as scanner:
        threading.Thread(target=scanner.serve_forever, daemon=True).start()
        antivirus.brancher(f"tcp://127.0.0.1:{scanner.server_address[1]}")
        try:
            with ecriture():
                point = services.proposer(alice, Saisie(titre="Vanne", **CHAMPS))
                numero = joindre(alice, point, "plan.pdf", pdf).id
            navigateur = connecter(app.test_client(), "bernard")
            assert navigateur.get(f"/app/annexes/{numero}").status_code == 409, "not cleared yet"
            assert navigateur.get(f"/app/annexes/{numero}/pages").status_code == 409
            assert navigateur.get(f"/app/points/{point.id}/annexes.zip").status_code == 404
            repartiteur.vider()
        finally:
            scanner.shutdown()
            antivirus.brancher("")
    with lecture(), pytest.raises(Refus, match="infectée"):
        annexes.octets(bernard, annexes.annexe(bernard, numero))
    with lecture(), pytest.raises(Refus, match="infectée"):
        annexes.octets(alice, annexes.annexe(alice, numero))
