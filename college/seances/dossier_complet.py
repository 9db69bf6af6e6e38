"""The whole dossier of a séance in one file: a bookmarked PDF, or a ZIP whose index.html reads offline.

Made in the background for one person, with the points and pieces that this person may read at that moment: who
withdrew from a point has neither its text nor its pieces (pratique § 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from college import boite_envoi, horloge, stockage
from college.boite_envoi import Abandon, gestionnaire, periodique
from college.droits import Acteur, exige
from college.erreurs import Introuvable, Invalide, Refus
from college.organisation import requetes as organisation
from college.organisation.modele import Agent
from college.points import masques
from college.points.annexes.modele import Annexe
from college.seances import dossier_membre, hors_ligne, requetes
from college.seances.compte_rendu import CompteRendu
from college.seances.dossier_membre import LigneDossier
from college.seances.modele import Seance
from college.seances.modele_membre import DossierMembre
from college.templates_docs import documents, rendu
from college.templates_docs.rendu import EchecRendu
from college.transaction import ecriture, lecture, unite

ANNEXES = ("aucune", "imprimer", "toutes")
GENRES = ("pdf", "zip")
DE_FRONT = 4
ENSEMBLE = 10
GARDE = timedelta(hours=24)
Marque = tuple[str | list[str], bytes]


@dataclass(frozen=True)
class Feuillet:
    """Some points laid out together, the pieces of the last one after them (a piece follows its point)."""

    titres: tuple[str, ...]
    contexte: dict[str, Any]
    pieces: tuple[dict[str, Any], ...] = ()


@exige("annotation.tenir")
def demander(
    acteur: Acteur, seance: Seance, genre: str = "pdf", annexes: str = "imprimer", points: Sequence[int] = ()
) -> DossierMembre:
    """Ask for a dossier; all the points, or those chosen."""
    if genre not in GENRES or annexes not in ANNEXES:
        raise Invalide("Choisissez un PDF ou un dossier hors ligne, et les annexes à y mettre.", "genre")
    if not _choisies(acteur, seance, points):
        raise Refus("Aucun de ces points ne vous est ouvert : il n’y a rien à mettre au dossier.", motif="vide")
    dossier = DossierMembre(
        institution_id=seance.institution_id,
        seance_id=seance.id,
        agent_id=acteur.agent_id,
        genre=genre,
        annexes=annexes,
        points=list(points),
        demande_le=horloge.maintenant(),
    )
    unite().add(dossier)
    unite().flush()
    boite_envoi.deposer(
        "assembler_dossier", seance.institution_id, cle_unique=f"dossier:{dossier.id}", dossier_id=dossier.id
    )
    return dossier


def _choisies(acteur: Acteur, seance: Seance, points: Sequence[int]) -> list[LigneDossier]:
    lisibles = [ligne for ligne in dossier_membre.lire(acteur, seance) if ligne.lisible]
    return [ligne for ligne in lisibles if not points or ligne.inscription.point_id in points]


def octets(acteur: Acteur, dossier: DossierMembre) -> bytes:
    """The file; refused when a point that it holds is no longer open to this person."""
    if dossier.sha256 is None:
        raise Refus("Ce dossier est en préparation : il sera prêt dans un instant.", motif="en_preparation")
    seance = requetes.seance(acteur, dossier.seance_id)
    ouverts = {ligne.inscription.point_id for ligne in _choisies(acteur, seance, ())}
    if not set(dossier.points) <= ouverts:
        raise Refus(
            "Un point de ce dossier ne vous est plus ouvert : demandez un nouveau dossier.", motif="dossier_perime"
        )
    if not stockage.chemin(dossier.sha256, passager=True).exists():  # a backup does not carry it
        raise Refus("Ce dossier n’est plus gardé : demandez-en un nouveau.", motif="dossier_perime")
    return stockage.lire(dossier.sha256, passager=True)


def de(acteur: Acteur, seance: Seance) -> list[DossierMembre]:
    """The files that this person asked for, the latest first."""
    lignes = unite().query(DossierMembre).filter_by(seance_id=seance.id, agent_id=acteur.agent_id)
    return lignes.order_by(DossierMembre.id.desc()).limit(5).all()


def un(acteur: Acteur, ref: int) -> DossierMembre:
    """One's own file, or Introuvable."""
    trouve = unite().get(DossierMembre, ref)
    if trouve is None or trouve.agent_id != acteur.agent_id:
        raise Introuvable("Ce dossier n’existe pas, ou il n’est pas à vous.")
    return trouve


def _abandonne(institution_id: int, phrase: str, dossier_id: int) -> None:
    with ecriture():
        dossier = unite().get_one(DossierMembre, dossier_id)
        dossier.etat, dossier.erreur, dossier.fini_le = "echec", phrase, horloge.maintenant()


@gestionnaire("assembler_dossier", essais=4, abandon=_abandonne)
def assembler_dossier(institution_id: int, dossier_id: int) -> None:
    """Read once, lay out outside any transaction (several sheets at once), keep the bytes."""
    with lecture():
        dossier = unite().get_one(DossierMembre, dossier_id)
        if dossier.etat == "pret":
            return
        genre, annexes = dossier.genre, dossier.annexes
        acteur = organisation.acteur_de(unite().get_one(Agent, dossier.agent_id), institution_id)
        seance = requetes.seance(acteur, dossier.seance_id)
        lignes = _choisies(acteur, seance, dossier.points)
        feuillets = _feuillets(seance, lignes, annexes, 1 if genre == "zip" else ENSEMBLE)
        garde = _contexte_de_garde(seance, lignes)
        if cache := masques.reunir(masques.masques(acteur, [ligne.inscription.point for ligne in lignes]).values()):
            garde, feuillets = masques.arbre(cache, garde), [_masque(cache, feuillet) for feuillet in feuillets]
        ids = [ligne.inscription.point_id for ligne in lignes]
    try:
        contenu, pages = hors_ligne.zipper(garde, feuillets) if genre == "zip" else _pdf(dossier_id, garde, feuillets)
    except EchecRendu as echec:
        raise Abandon(echec.phrase) from echec
    empreinte = stockage.deposer(contenu, passager=True)
    with ecriture():
        dossier = unite().get_one(DossierMembre, dossier_id)
        dossier.etat, dossier.progression, dossier.erreur = "pret", 100, ""
        dossier.sha256, dossier.pages, dossier.points = empreinte, pages, ids
        dossier.fini_le = horloge.maintenant()


def _contexte_de_garde(seance: Seance, lignes: Sequence[LigneDossier]) -> dict[str, Any]:
    """The agenda of what follows, as the first pages."""
    dossier = CompteRendu(seance).dossier(annonce=True)
    ouverts = {ligne.inscription.numero for ligne in lignes}
    return documents.contexte_de(
        "ordre_du_jour",
        replace(dossier, points=tuple(p for p in dossier.points if p.numero in ouverts), signataires=()),
    )


def _feuillets(seance: Seance, lignes: Sequence[LigneDossier], annexes: str, ensemble: int) -> list[Feuillet]:
    releve = CompteRendu(seance)
    entete = replace(releve.dossier(), points=(), signataires=())
    feuillets: list[Feuillet] = []
    groupe: list[LigneDossier] = []
    for ligne in lignes:
        groupe.append(ligne)
        pieces = tuple(_piece(p) for p in ligne.pieces if _voulue(p, annexes))
        if pieces or len(groupe) == ensemble or ligne is lignes[-1]:
            points = tuple(releve.point(li.inscription) for li in groupe)
            titres = tuple(f"{li.inscription.numero}. {li.titre}" for li in groupe)
            contexte = documents.contexte_de("note_synthese", replace(entete, points=points))
            feuillets.append(Feuillet(titres, contexte, pieces))
            groupe = []
    return feuillets


def _masque(cache: masques.Masque, feuillet: Feuillet) -> Feuillet:
    """Without the passages hidden from this member (P53); the pieces are as they were joined."""
    titres = tuple(cache(titre, False) for titre in feuillet.titres)
    return replace(feuillet, titres=titres, contexte=masques.arbre(cache, feuillet.contexte))


def _voulue(piece: Annexe, annexes: str) -> bool:
    return annexes == "toutes" or (annexes == "imprimer" and piece.a_imprimer)


def _piece(annexe: Annexe) -> dict[str, Any]:
    return {"nom": annexe.nom, "mime": annexe.mime, "sha256": annexe.sha256}


def _pdf(dossier_id: int, garde: dict[str, Any], feuillets: Sequence[Feuillet]) -> tuple[bytes, int | None]:
    """The agenda, then each point followed by its pieces; one bookmark a point, its pieces under it."""
    pieces: list[tuple[str | list[str], bytes]] = [
        ("Ordre du jour", rendu.rendre("ordre_du_jour", "pdf", garde).contenu)
    ]
    niveaux = [0]
    with ThreadPoolExecutor(DE_FRONT) as mains:
        for rang, faits in enumerate(mains.map(_mettre_en_page, feuillets), start=1):
            for niveau, (titre, contenu) in enumerate(faits):
                pieces.append((titre, contenu))
                niveaux.append(niveau)
            if rang % 5 == 0:
                _avancer(dossier_id, 90 * rang // len(feuillets))
    resultat = rendu.assembler(pieces, niveaux)
    return resultat.contenu, resultat.pages


def _mettre_en_page(feuillet: Feuillet) -> list[Marque]:
    notes = rendu.rendre("note_synthese", "pdf", feuillet.contexte).contenu
    faits: list[Marque] = [(list(feuillet.titres), notes)]
    if feuillet.pieces:
        lire = partial(map, stockage.lire)
        contenus = list(lire(piece["sha256"] for piece in feuillet.pieces))
        visa = f"Point {feuillet.titres[-1].split('. ')[0]}"
        faits.append(("Pièces", rendu.relier(list(feuillet.pieces), contenus, visa).contenu))
    return faits


def _avancer(dossier_id: int, progression: int) -> None:
    with ecriture():
        dossier = unite().get_one(DossierMembre, dossier_id)
        dossier.etat, dossier.progression = "en_cours", progression


@periodique(3600)
def oublier_les_vieux() -> None:
    """A dossier is for today's reading: after a day it is asked again, with what has changed. Files go last."""
    with ecriture() as session:
        vieux = session.query(DossierMembre).filter(DossierMembre.fini_le < horloge.maintenant() - GARDE).all()
        perimes = {d.sha256 for d in vieux if d.sha256}
        for dossier in vieux:
            session.delete(dossier)
        session.flush()
        gardes = set(session.scalars(select(DossierMembre.sha256).where(DossierMembre.sha256.in_(perimes))))
    for empreinte in perimes - gardes:
        stockage.oublier(empreinte)
