"""Two visible signatures, judged by pyHanko and poppler; archival and accessible according to veraPDF."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from college.connecteurs.signature import ConnecteurSignature, DemandeSignature
from college.connecteurs.signature_demo import ReglagesDemo, SignatureDemo
from college.templates_docs import documents, exemple, pades, pdf
from tests.outils import verapdf

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
INSTANT = datetime(2026, 11, 12, 13, 5, tzinfo=UTC)


@pytest.fixture
def autorite(tmp_path: Path) -> SignatureDemo:
    """A demonstration authority with fresh keys."""
    return SignatureDemo(ReglagesDemo(dossier=tmp_path / "autorite"))


def _demande(signataire) -> DemandeSignature:
    return DemandeSignature(
        champ=signataire.champ,
        nom=signataire.nom,
        qualite=signataire.qualite,
        fonction=signataire.champ,
        institution="Commune de Val-des-Aulnes",
        instant=INSTANT,
        moment="le 12 novembre 2026 à 14 h 05",
    )


def _document(type_document: str) -> bytes:
    contexte = documents.contexte_de(type_document, exemple.dossier_exemple(type_document), exemple.SUITE)
    return pdf.fabriquer(type_document, contexte)[0]


def _signer_deux_fois(autorite: SignatureDemo, contenu: bytes) -> bytes:
    for signataire in exemple.SIGNATAIRES:
        contenu = autorite.signer(contenu, _demande(signataire), pades.signer)
    return contenu


def test_l_autorite_est_un_connecteur_de_signature(autorite):
    assert isinstance(autorite, ConnecteurSignature) and autorite.sonde().ok


def test_deux_signatures_valables_et_les_octets_signes_intacts(autorite):
    avant = _document("deliberation")
    apres = _signer_deux_fois(autorite, avant)
    assert apres.startswith(avant)
    verdicts = pades.verifier(apres, autorite.racines())
    assert [v["champ"] for v in verdicts] == ["directeur_general", "bourgmestre"]
    assert all(v["valable"] and v["de_confiance"] for v in verdicts)
    assert {v["le"] for v in verdicts} == {INSTANT.isoformat()}
    assert verdicts[1]["porte_sur_tout"]


def test_un_octet_change_se_voit(autorite):
    contenu = bytearray(_signer_deux_fois(autorite, _document("deliberation")))
    contenu[contenu.index(b"stream") + 40] ^= 1
    assert not any(v["valable"] for v in pades.verifier(bytes(contenu), autorite.racines()))


def test_une_autre_autorite_n_est_pas_de_confiance(autorite, tmp_path):
    contenu = autorite.signer(_document("extrait"), _demande(exemple.SIGNATAIRES[0]), pades.signer)
    autre = SignatureDemo(ReglagesDemo(dossier=tmp_path / "autre"))
    (verdict,) = pades.verifier(contenu, autre.racines())
    assert verdict["intacte"] and not verdict["de_confiance"] and not verdict["valable"]


def test_un_champ_ne_se_signe_qu_une_fois(autorite):
    demande = _demande(exemple.SIGNATAIRES[0])
    contenu = autorite.signer(_document("extrait"), demande, pades.signer)
    with pytest.raises(pades.SignatureRefusee, match="déjà signé"):
        autorite.signer(contenu, demande, pades.signer)


def test_un_fichier_casse_est_dit_altere(autorite):
    with pytest.raises(pades.SignatureRefusee, match="altéré"):
        pades.verifier(b"%PDF-1.7 rien", autorite.racines())


def test_les_cles_sont_gardees(autorite):
    un, deux = (autorite._identite(_demande(exemple.SIGNATAIRES[0])) for _ in range(2))
    assert un == deux
    assert {f.stat().st_mode & 0o777 for f in autorite.dossier.glob("*.pem")} == {0o600}


@pytest.mark.documents
@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler: apt-get install poppler-utils")
def test_poppler_juge_les_deux_signatures_valables(autorite, tmp_path):
    fichier = tmp_path / "acte.pdf"
    fichier.write_bytes(_signer_deux_fois(autorite, _document("deliberation")))
    sortie = subprocess.run(["pdfsig", "-nocert", str(fichier)], capture_output=True, text=True).stdout
    assert sortie.count("Signature is Valid.") == 2


@pytest.mark.documents
@pytest.mark.skipif(not verapdf.disponible(), reason=verapdf.MANQUE)
def test_chaque_document_est_pdf_a_3a_et_pdf_ua_1_meme_signe(autorite, tmp_path):
    for type_document in documents.TYPES:
        (tmp_path / f"{type_document}.pdf").write_bytes(_document(type_document))
    for type_document in ("pv", "deliberation"):
        signe = _signer_deux_fois(autorite, (tmp_path / f"{type_document}.pdf").read_bytes())
        (tmp_path / f"{type_document}-signe.pdf").write_bytes(signe)
    verdicts = verapdf.valider(sorted(tmp_path.glob("*.pdf")))
    assert len(verdicts) == 2 * (len(documents.TYPES) + 2)
    assert [v for v in verdicts if not v.conforme] == []
