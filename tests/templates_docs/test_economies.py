"""The economies of the layout change nothing that is written: the same bytes with and without them."""

from __future__ import annotations

import pytest
import weasyprint

from college.templates_docs import documents, economies, exemple, pdf

# WeasyPrint leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

MALAISE = """<html lang="fr"><head><title>t</title><style>
@page { size: 90mm 60mm; margin: 8mm }
.j { text-align: justify } .e { letter-spacing: 1pt; word-spacing: 3pt } .p { white-space: pre-wrap }
.l { margin-inline-start: 9mm; padding-left: 2mm } .o { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.r { direction: rtl; margin-inline-start: 4mm } .b { font-variant-caps: small-caps; text-decoration: underline dotted }
</style></head><body><p class="j">{phrase}</p><p class="e">{phrase}</p>
<p class="p">Un\n\tdeux\r\ntrois&#x2029;quatre</p>
<p class="l">{phrase}</p><p class="o">{phrase}</p><p class="r">{phrase} אבג</p><p class="b">{phrase} <s>rien</s></p>
<table><thead><tr><th>{phrase}</th></tr></thead><tbody>{rangees}</tbody></table></body></html>"""
PHRASE = "Anti&shy;consti&shy;tutionnel&shy;lement, l’assem&shy;blée décide d’approuver la conven&shy;tion."


@pytest.mark.parametrize("genre", ["deliberation", "pv", "convocation"])
def test_un_document_garde_ses_octets(genre):
    contexte = documents.contexte_de(genre, exemple.dossier_exemple(genre), exemple.SUITE)
    econome = pdf.fabriquer(genre, contexte)
    with economies.sans():
        assert pdf.fabriquer(genre, contexte) == econome


def test_une_page_malaisee_garde_ses_octets():
    """Spread out, spaced, right to left, with its own line ends, cut by an ellipsis, repeated on each page."""
    rangees = "".join(f"<tr><td>{rang} {PHRASE}</td></tr>" for rang in range(9))
    source = MALAISE.replace("{phrase}", PHRASE).replace("{rangees}", rangees)

    def imprimer() -> bytes:
        return weasyprint.HTML(string=source).write_pdf(pdf_identifier=b"essai", uncompressed_pdf=True)

    econome = imprimer()
    with economies.sans():
        assert imprimer() == econome
