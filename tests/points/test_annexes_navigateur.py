"""Joining pieces in a real browser: many at once, each with its progress and its refusal; a plan of 40 MB."""

from __future__ import annotations

import io
import os

import pikepdf
import pytest
import weasyprint

pytestmark = pytest.mark.navigateur


@pytest.fixture
def edition(ouvrir, serveur):
    """Alice's editor on a new point, its form for pieces open."""
    page = ouvrir("alice")
    page.goto(f"{serveur}/app/points/nouveau")
    page.fill("[name=titre]", "Réfection de la rue Haute")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/modifier")
    page.get_by_text("Joindre une pièce…").click()
    return page


def _gros_pdf(octets):
    document = pikepdf.new()
    document.add_blank_page()
    document.pages[0].obj.Contents = document.make_stream(b"% " + os.urandom(octets).replace(b"\n", b" ") + b"\n")
    flux = io.BytesIO()
    document.save(flux, compress_streams=False)
    return flux.getvalue()


def _piece(nom, octets):
    return {"name": nom, "mimeType": "application/octet-stream", "buffer": octets}


def test_plusieurs_pieces_chacune_son_sort(edition, tmp_path):
    pdf = weasyprint.HTML(string="<p>a</p>").write_pdf()
    envoi = [_piece("a.pdf", pdf), _piece("menteur.pdf", b"MZ pas un pdf"), _piece("b.pdf", pdf)]
    edition.get_by_label("Fichiers").set_input_files(envoi)
    edition.get_by_role("button", name="Joindre", exact=True).click()
    edition.locator("#liste-pieces").get_by_role("link", name="b.pdf", exact=True).wait_for()
    assert edition.locator("#liste-pieces li a[href$='/pages']").count() == 2
    refus = edition.locator("[data-envois] .refusee")
    assert refus.count() == 1 and "menteur.pdf" in refus.inner_text() and "pas un PDF complet" in refus.inner_text()
    edition.locator("#liste-pieces summary").nth(1).click()
    edition.get_by_role("button", name="Monter b.pdf").click()
    edition.wait_for_url("**/modifier#s5")
    assert edition.locator("#liste-pieces > ul > li > div > a[href^='/app/annexes/']").first.inner_text() == "b.pdf"


def test_un_plan_de_40_mo_se_joint_et_un_de_61_se_refuse(edition, tmp_path):
    plan, trop = tmp_path / "plan.pdf", tmp_path / "trop.pdf"
    plan.write_bytes(_gros_pdf(40 * 1024 * 1024))
    trop.write_bytes(b"%PDF-" + bytes(61 * 1024 * 1024))
    edition.get_by_label("Fichiers").set_input_files([trop, plan])
    edition.get_by_role("button", name="Joindre", exact=True).click()
    edition.locator("#liste-pieces").get_by_role("link", name="plan.pdf", exact=True).wait_for(timeout=120_000)
    assert "une page, 41,9\u00a0Mo" in edition.locator("#liste-pieces small").inner_text()
    assert "Dépasse 60 Mo" in edition.locator("[data-envois] .refusee").inner_text()
