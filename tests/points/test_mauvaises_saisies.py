"""« Bad input » of the points room, on its screens: each gets a sentence, and nothing typed is lost.

The others stand with their rules: cycles and unknown facts in `test_chaines_concepteur`, pastes and tables in
`test_texte_riche` and `test_navigateur`, two people saving in `test_conflits`, an absence in `test_compte`.
"""

from __future__ import annotations

import io

import pytest

from tests.points.test_ecrans import POINT, _creer, page

__all__ = ["page"]


@pytest.fixture
def envoye(page, horloge_fixe):
    """A point of alice's, sent the day before; answers its number."""
    horloge_fixe("2026-11-20T09:00")
    alice = page("alice")
    point = _creer(alice, motivation="Vu la loi ;")
    alice.poster(f"/app/points/{point}/actions", {"action": "soumettre"})
    return point


def test_une_action_sur_une_page_ouverte_hier_dit_ce_qui_est_arrive_et_garde_le_commentaire(page, envoye, horloge_fixe):
    bernard, alice = page("bernard"), page("alice")
    assert "Viser" in bernard.get(f"/app/points/{envoye}").text
    alice.poster(f"/app/points/{envoye}/actions", {"action": "reprendre"})
    horloge_fixe("2026-11-21T08:30")
    vieux = {"action": "renvoyer", "commentaire": "Il manque le plan de la place.", "vers": "auteur"}
    refus = bernard.poster(f"/app/points/{envoye}/actions", vieux)
    dit = refus.text.replace("\u00a0", " ")
    assert refus.status_code == 403
    assert "Vous ne pouvez pas renvoyer ce point. Ce point est un brouillon : Alice Martin" in dit
    assert "Il manque le plan de la place." in dit, "the comment is still there to be sent otherwise"
    autre = bernard.poster(f"/app/points/{envoye}/actions", {"action": "viser"})
    assert autre.status_code in (403, 409) and "brouillon" in autre.text


@pytest.mark.parametrize(
    ("octets", "dit"),
    [(b"MZ\x90\x00" + b"\0" * 200, "plan.pdf"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "plan.pdf"), (b"", "vide")],
)
def test_une_annexe_renommee_pdf_est_refusee_et_les_autres_restent(page, envoye, octets, dit):
    alice = page("alice")
    alice.poster(f"/app/points/{envoye}/actions", {"action": "reprendre"})
    envoi = {"fichier": [(io.BytesIO(b"Notes"), "notes.txt"), (io.BytesIO(octets), "plan.pdf")], "type": "interne"}
    fait = alice.poster(
        f"/app/points/{envoye}/annexes", envoi, content_type="multipart/form-data", follow_redirects=True
    )
    lu = fait.text.replace("\u00a0", " ")
    assert fait.status_code == 200 and "« notes.txt » est jointe" in lu and dit in lu
    assert lu.count('class="piece') <= 2 and "annexe 2" not in lu


def test_une_delegation_de_pouvoir_qui_en_chevauche_une_autre_est_refusee(page, horloge_fixe):
    horloge_fixe("2026-11-21T10:00")
    chantal = page("chantal")
    ligne = {"matiere": "Marchés publics", "de": "conseil", "vers": "college", "acte_du": "2025-03-12"}
    dates = {"du": "2025-04-01", "au": "2026-12-31"}
    assert chantal.poster("/app/delegations", ligne | dates, "/app/delegations").status_code in (200, 302, 303)
    refus = chantal.poster("/app/delegations", ligne | {"du": "2026-12-31", "au": ""}, "/app/delegations")
    dit = refus.text.replace("\u00a0", " ")
    assert refus.status_code == 422 and "déjà déléguée à cet organe depuis le 1" in dit
    assert 'value="Marchés publics"' in dit, "what was typed stays"
    suite = chantal.poster("/app/delegations", ligne | {"du": "2027-01-01", "au": ""}, "/app/delegations")
    assert suite.status_code in (302, 303)


def test_ce_qui_ne_peut_etre_garde_revient_avec_une_phrase_et_ce_qui_etait_tape(page):
    alice = page("alice")
    for champ, tape, dit in (
        ("titre", "Trottoirs " * 130, "caractères"),
        ("montant_htva", "9" * 40, "montant"),
        ("montant_htva", "1e400", "montant"),
        ("montant_htva", "-1", "montant"),
        ("motivation", "<p>" + "mots " * 45_000 + "</p>", "200"),
    ):
        envoi = POINT | {"cases": "1", "dispositif": "Article 1er. Décide.", champ: tape}
        refus = alice.poster("/app/points/nouveau", envoi, "/app/points/nouveau")
        assert refus.status_code == 422 and dit in refus.text, (champ, tape[:20])
        assert tape.strip("<p>/ ")[:30] in refus.text and "Article 1er. Décide." in refus.text, "what was typed stays"


def test_un_titre_de_300_signes_passe_et_le_signe_nul_s_efface(page):
    alice, titre = page("alice"), ("Réfection de l’égouttage et des trottoirs, " * 7)[:300].strip()
    point = _creer(alice, titre=f"{titre}\0", demandeur="Anne-Charlotte-Élisabeth van den Steen de Jehay")
    lu = alice.get(f"/app/points/{point}").text.replace("\u00a0", " ")
    assert titre[:80] in lu and "van den Steen de Jehay" in lu and "\0" not in lu
    fait = alice.poster(f"/app/points/{point}/actions", {"action": "retirer", "commentaire": "Dou\0blon."})
    assert fait.status_code == 303 and "Doublon." in alice.get(f"/app/points/{point}").text
