"""The straight line as a story, without a server: a point becomes a published act that the Region approves.

Each hop is the one of the house's drawing: propose, submit, stamp, inscribe, convene, vote, settle, write, index,
sign, publish, transmit.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from college import repartiteur, stockage
from college.actes import services as actes
from college.actes.modele import Acte
from college.horloge import BRUXELLES
from college.points import services as points
from college.points.modele import Point
from college.points.saisie import Saisie
from college.publication import index
from college.publication import services as publication
from college.publication.modele import Publication
from college.seances import services as seances
from college.seances.modele import Inscription, Seance
from college.transaction import ecriture, lecture, unite
from college.tutelle import services as tutelle
from college.tutelle.modele import Envoi
from search_index import Requete

MOTIVATION = (
    "<p>Vu le Code de la démocratie locale et de la décentralisation, l’article L1122-30 ;</p>"
    "<p>Considérant que les crédits du déneigement sont épuisés ;</p>"
)
DISPOSITIF = "<p>Article unique. D’arrêter la modification budgétaire n° 2 de 2026.</p>"
PRESENTS = ("denis", "claire", "joseph", "ines", "marc", "sophie", "louis", "nadia", "paul", "rose", "simon")


def _ici(table, numero):
    """The row, in the current unit of work."""
    return unite().get_one(table, numero)


def _lire(table, numero):
    """The row as it stands, read apart."""
    with lecture() as session:
        return session.get_one(table, numero)


def _deliberation(seance):
    with lecture() as session:
        return session.scalars(select(Acte).where(Acte.seance_id == seance, Acte.type == "deliberation")).one()


def _version(acte):
    with lecture() as session:
        return session.get_one(Acte, acte).versions[-1]


def test_de_la_proposition_a_l_approbation_de_la_region(app, monde, horloge_fixe, reponse_de_la_tutelle):
    alice, bernard, chantal, denis = map(monde.acteur, ("alice", "bernard", "chantal", "denis"))

    # 1. Alice proposes: a point, its reference for ever, its first revision.
    horloge_fixe("2026-11-24T09:00")
    with ecriture():
        saisie = Saisie(
            organe="conseil",
            service="travaux",
            titre="Modification budgétaire n° 2 de 2026",
            type_acte="APP-MB",
            motivation=MOTIVATION,
            dispositif=DISPOSITIF,
        )
        numero = points.proposer(alice, saisie).id
    assert _lire(Point, numero).reference == "2026-0001"

    # 2 and 3. She submits it; Bernard, then the directrice générale, stamp it.
    with ecriture():
        points.agir(alice, _ici(Point, numero), "soumettre")
    assert _lire(Point, numero).etape == "chef"
    with ecriture():
        points.agir(bernard, _ici(Point, numero), "viser")
        points.agir(chantal, _ici(Point, numero), "viser")
    assert _lire(Point, numero).phase == "valide"

    # 4. Chantal makes the séance and places the point on its agenda.
    horloge_fixe("2026-12-01T09:00")
    with ecriture():
        debut = datetime(2026, 12, 14, 19, 30, tzinfo=BRUXELLES)
        seance = seances.creer(chantal, seances.SaisieSeance(monde.organe("conseil"), debut, "Salle du conseil")).id
        ligne = seances.inscrire(chantal, _ici(Seance, seance), _ici(Point, numero)).id

    # 5. She convenes it with more than seven clear days; the agenda is frozen as version A.
    with ecriture():
        seances.agir(chantal, _ici(Seance, seance), "convoquer")
        seances.agir(chantal, _ici(Seance, seance), "publier_projets")
    assert _lire(Seance, seance).version_oj == "A"
    repartiteur.vider()

    # 6. The evening of the séance: who is there, the quorum, a vote aloud, the decision.
    horloge_fixe("2026-12-14T19:30")
    with ecriture():
        for nom in PRESENTS:
            seances.noter_presence(chantal, _ici(Seance, seance), monde.mandataire(nom).id, "arrive")
        seances.noter_presence(chantal, _ici(Seance, seance), monde.mandataire("zoe").id, "excuse")
        seances.agir(chantal, _ici(Seance, seance), "ouvrir")
    with ecriture():
        vote = seances.creer_scrutin(chantal, _ici(Inscription, ligne), seances.SaisieScrutin("public"))
        seances.agir_scrutin(chantal, vote, "ouvrir")
        for nom in PRESENTS:
            choix = {"paul": "contre", "rose": "abstention"}.get(nom, "pour")
            seances.voter(chantal, vote, choix, mandataire_id=monde.mandataire(nom).id, titre="saisie")
        seances.agir_scrutin(chantal, vote, "clore")
        seances.agir_scrutin(chantal, vote, "proclamer")
        assert vote.phrase == "Par 9 voix pour, une voix contre (Paul Wéry) et une abstention (Rose Collard),"
        seances.decider(chantal, _ici(Inscription, ligne), seances.SaisieDecision("accepte"))

    # 7. Closed: outcomes are locked. Two days later the texts are frozen and the acts numbered.
    with ecriture():
        seances.agir(chantal, _ici(Seance, seance), "lever")
    horloge_fixe("2026-12-16T09:00")
    with ecriture():
        seances.agir(chantal, _ici(Seance, seance), "arreter")
    acte = _deliberation(seance)
    assert (acte.numero, acte.etat) == (1, "en_preparation")

    # 8. The documents are written: bytes, hash, PDF and DOCX.
    repartiteur.vider()
    acte = _deliberation(seance)
    assert acte.etat == "a_signer"
    assert stockage.lire(_version(acte.id).pdf_sha256).startswith(b"%PDF-")

    # 10. Two hands sign the same bytes; the act is frozen.
    with ecriture():
        for qui in (denis, chantal):
            actes.signer(qui, _ici(Acte, acte.id))
    repartiteur.vider()
    assert _deliberation(seance).etat == "signe"

    # 11 and 9. Published: the page is on line, and the search finds it.
    with ecriture():
        publication.publier(chantal, _ici(Acte, acte.id), masquer_en_attente=True)
    repartiteur.vider()
    with lecture() as session:
        page = session.scalars(select(Publication).where(Publication.acte_id == acte.id)).one()
    assert (page.etat, page.chemin.startswith("/exemple/conseil/2026-12-14/1-")) == ("publiee", True)
    trouves = index.publique().chercher(Requete(texte="deneigement budget")).elements
    assert [str(trouve.id) for trouve in trouves] == [str(page.id)]

    # 12. Sent to the Region over a real socket: receipt, deadline, approval.
    with ecriture():
        envoi = tutelle.transmettre(chantal, _ici(Acte, acte.id), passer_outre="Pièces remises au guichet.").id
    recu = reponse_de_la_tutelle(envoi, "approuve")
    assert recu.reference and recu.accuses and recu.echeances

    # The minutes are approved and signed: the séance's file is complete.
    with ecriture():
        seances.agir(chantal, _ici(Seance, seance), "approuver_pv")
    repartiteur.vider()
    with ecriture() as session:
        pv = session.scalars(select(Acte).where(Acte.seance_id == seance, Acte.type == "pv")).one()
        for qui in (denis, chantal):
            actes.signer(qui, pv)
    repartiteur.vider()
    assert _lire(Acte, pv.id).etat_pv == "signe"
    assert _lire(Seance, seance).etat == "pv_approuve"
    assert _lire(Envoi, envoi).etat == "approuve"
