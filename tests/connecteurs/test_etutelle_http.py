"""The HTTP road on a real socket: every fault, one delivery; a receipt is believed only with our own hash."""

from __future__ import annotations

import json
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from college.connecteurs.base import Complement, ErreurDefinitive, ErreurPassagere, Piece
from college.connecteurs.simulateur.pannes import Panne, au_hasard, en_file
from college.connecteurs.simulateur.serveur import Simulateur

AVANT_TOUT = (Panne.ERREUR_500, Panne.INDISPONIBLE_503, Panne.RST_AVANT)
APRES_COUP = (Panne.TRONQUE, Panne.RST_APRES, Panne.CALAGE)


@pytest.mark.parametrize("panne", AVANT_TOUT)
def test_une_panne_avant_le_travail_ne_depose_rien(panne, dossier, joindre):
    with Simulateur(tirage=en_file([panne])) as autorite:
        route = joindre(autorite.adresse)
        with pytest.raises(ErreurPassagere):
            route.deposer(dossier())
        assert len(autorite.depots) == 0
        assert not route.deposer(dossier(), reprise=True).deja_recu
        assert len(autorite.depots) == 1


@pytest.mark.parametrize("panne", [Panne.TRONQUE, Panne.RST_APRES])
def test_l21_une_reponse_perdue_est_retrouvee_sans_second_envoi(panne, dossier, joindre):
    with Simulateur(tirage=en_file([panne])) as autorite:
        route = joindre(autorite.adresse)
        with pytest.raises(ErreurPassagere):
            route.deposer(dossier())
        assert len(autorite.depots) == 1
        recu = route.deposer(dossier(), reprise=True)
        assert recu.deja_recu
        assert [appel["methode"] for appel in autorite.journal] == ["POST", "GET"]
        assert len(autorite.depots) == 1


def test_l21_un_depot_qui_arrive_apres_la_question_ne_fait_pas_doublon(dossier, joindre):
    """The first try is still on the road when the sender asks, hears « nothing », and sends again."""
    with Simulateur(tirage=en_file([Panne.CALAGE]), calage=1.0) as autorite:
        route = joindre(autorite.adresse, delai_reponse=0.3)
        with pytest.raises(ErreurPassagere, match="pas répondu à temps"):
            route.deposer(dossier())
        recu = route.deposer(dossier(), reprise=True)
        autorite.fermer()
        assert len(autorite.depots) == 1
        assert autorite.depots.recu("envoi-1").reference == recu.reference


def test_cinquante_actes_sur_une_route_qui_tombe_une_fois_sur_deux(dossier, joindre):
    with Simulateur(tirage=au_hasard(0.5, graine=7), calage=0.5) as autorite:
        routes = [joindre(autorite.adresse, delai_reponse=0.3) for _ in range(4)]

        def _insister(rang: int) -> int:
            for essai in range(40):
                try:
                    routes[rang % 4].deposer(dossier(f"envoi-{rang}"), reprise=essai > 0)
                except ErreurPassagere:
                    continue
                return essai + 1
            return 0

        with ThreadPoolExecutor(4) as fils:
            essais = list(fils.map(_insister, range(50)))
        assert all(essais)
        assert sum(essais) > 60
        assert len(autorite.depots) == 50


def test_une_autorite_eteinte_est_une_erreur_passagere(dossier, joindre):
    with Simulateur() as autorite:
        adresse = autorite.adresse
    with pytest.raises(ErreurPassagere, match="coupée ou refusée"):
        joindre(adresse).deposer(dossier())
    assert not joindre(adresse).sonde().ok


def test_la_meme_cle_pour_un_autre_contenu_est_refusee(dossier, joindre):
    with Simulateur() as autorite:
        route = joindre(autorite.adresse)
        route.deposer(dossier())
        with pytest.raises(ErreurDefinitive, match="déjà servi pour un autre contenu"):
            route.deposer(dossier(titre="Autre titre"))
        with pytest.raises(ErreurDefinitive, match="autre contenu"):
            route.deposer(dossier(titre="Autre titre"), reprise=True)


def test_un_recu_sans_notre_empreinte_n_est_pas_cru(dossier, joindre):
    """A gateway that answers 201 for other bytes has not received ours (S²LOW: never trust 200 alone)."""

    @Request.application
    def menteuse(requete: Request) -> Response:
        corps = {"reference": "X-1", "recu_le": "2026-11-10T09:00:00+00:00", "cle": "c", "empreinte": "0" * 64}
        return Response(json.dumps(corps), 201, content_type="application/json")

    with _Servir(menteuse) as adresse, pytest.raises(ErreurDefinitive, match="autre contenu"):
        joindre(adresse).deposer(dossier())


@pytest.mark.parametrize("corps", ["", "{", "[]", '{"reference": ""}', "<html>"])
def test_un_recu_illisible_est_passager(corps, dossier, joindre):
    @Request.application
    def confuse(requete: Request) -> Response:
        return Response(corps, 201, content_type="application/json")

    with _Servir(confuse) as adresse, pytest.raises(ErreurPassagere, match="illisible"):
        joindre(adresse).deposer(dossier())


def test_une_reponse_demesuree_est_ignoree(dossier, joindre):
    @Request.application
    def bavarde(requete: Request) -> Response:
        return Response(b" " * 3_000_000, 201, content_type="application/json")

    with _Servir(bavarde) as adresse, pytest.raises(ErreurPassagere, match="démesurée"):
        joindre(adresse).deposer(dossier())


@pytest.mark.parametrize(
    ("statut", "famille"),
    [
        (400, ErreurDefinitive),
        (401, ErreurDefinitive),
        (403, ErreurDefinitive),
        (404, ErreurDefinitive),
        (408, ErreurPassagere),
        (413, ErreurDefinitive),
        (422, ErreurDefinitive),
        (429, ErreurPassagere),
        (502, ErreurPassagere),
        (302, ErreurDefinitive),
    ],
)
def test_chaque_statut_a_sa_famille(statut, famille, dossier, joindre):
    @Request.application
    def refusante(requete: Request) -> Response:
        return Response("", statut, headers={"Location": "http://127.0.0.1:9/"})

    with _Servir(refusante) as adresse, pytest.raises(famille):
        joindre(adresse).deposer(dossier())


def test_la_phrase_de_l_autorite_est_gardee(dossier, joindre):
    @Request.application
    def exigeante(requete: Request) -> Response:
        return Response(json.dumps({"detail": "Le compte 2025 n’est pas encore déposé."}), 422)

    with _Servir(exigeante) as adresse, pytest.raises(ErreurDefinitive, match="compte 2025"):
        joindre(adresse).deposer(dossier())


def test_un_complement_perdu_est_retrouve(dossier, joindre):
    with Simulateur(scenario="incomplet", delai=0.001) as autorite:
        route = joindre(autorite.adresse)
        reference = route.deposer(dossier()).reference
        while not any(e.type == "incomplet" for e in route.relever(reference)):
            pass
        complement = Complement("envoi-1/c1", reference, (Piece("avis.pdf", b"%PDF avis"),), "Voici l’avis.")
        autorite.pannes.tirage = en_file([Panne.RST_APRES])
        with pytest.raises(ErreurPassagere):
            route.completer(complement)
        assert route.completer(complement, reprise=True).deja_recu


def test_un_certificat_inconnu_est_refuse(tmp_path, dossier, joindre):
    certificat, cle = _autosigne(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificat, cle)
    with Simulateur(tls=tls) as autorite:
        with pytest.raises(ErreurPassagere, match="coupée ou refusée"):
            joindre(autorite.adresse).deposer(dossier())
        assert joindre(autorite.adresse, autorite=certificat).deposer(dossier()).reference


def test_sans_certificat_client_la_porte_reste_fermee(tmp_path, dossier, joindre):
    certificat, cle = _autosigne(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificat, cle)
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.load_verify_locations(certificat)
    with Simulateur(tls=tls) as autorite:
        with pytest.raises(ErreurPassagere):
            joindre(autorite.adresse, autorite=certificat).deposer(dossier())
        muni = joindre(autorite.adresse, autorite=certificat, certificat=certificat, cle=cle)
        assert muni.deposer(dossier()).reference
        assert len(autorite.depots) == 1


class _Servir:
    """Serve a WSGI application on a free port for the time of a block."""

    def __init__(self, application) -> None:
        self.serveur = make_server("127.0.0.1", 0, application, threaded=True)
        self.serveur.RequestHandlerClass.log_request = lambda *_: None

    def __enter__(self) -> str:
        threading.Thread(target=self.serveur.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.serveur.server_port}"

    def __exit__(self, *_) -> None:
        self.serveur.shutdown()
        self.serveur.server_close()


def _autosigne(dossier):
    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    maintenant = datetime.now(UTC)
    certificat = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(1)
        .not_valid_before(maintenant - timedelta(days=1))
        .not_valid_after(maintenant + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(cle, hashes.SHA256())
    )
    (dossier / "c.pem").write_bytes(certificat.public_bytes(serialization.Encoding.PEM))
    (dossier / "k.pem").write_bytes(
        cle.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return dossier / "c.pem", dossier / "k.pem"
