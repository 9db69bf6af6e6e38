"""Marks on a text: proposed by detection, added by a person, settled before or at publication."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from college import horloge, journal
from college.actes.modele import Acte
from college.droits import Acteur, exige
from college.erreurs import Invalide, Refus
from college.organisation.modele import Institution, Mandataire
from college.points.modele import Point
from college.publication.biffures import requetes
from college.publication.biffures.detection import TOUJOURS, Trouvaille, detecter
from college.publication.biffures.masquage import mots_entiers, texte_brut
from college.publication.modele import Biffure
from college.transaction import unite

Objet = Point | Acte


@exige("biffure.marquer")
def proposer(acteur: Acteur, objet: Objet) -> list[Biffure]:
    """Look for personal data in the present text; what a person already settled is not asked again."""
    nouvelles = _chercher(objet, requetes.marques(objet))
    unite().add_all(nouvelles)
    unite().flush()
    if nouvelles:
        journal.noter(acteur, "biffures.proposees", objet, nombre=len(nouvelles))
    return requetes.marques(objet)


def _chercher(objet: Objet, marques: Iterable[Biffure]) -> list[Biffure]:
    connues = {b.extrait for b in marques}
    noms, publics = _noms_publics(objet.institution_id), _contacts(objet.institution_id)
    nouvelles: dict[str, Biffure] = {}
    for champ, html in requetes.champs(objet).items():
        for trouvaille in detecter(texte_brut(html), noms, publics):
            if trouvaille.extrait not in connues:
                nouvelles.setdefault(trouvaille.extrait, _biffure(objet, champ, trouvaille))
    return list(nouvelles.values())


@exige("biffure.marquer")
def lire(acteur: Acteur, objet: Objet) -> list[Biffure]:
    """The marks of a text, with what detection would propose today (those have no number yet)."""
    marques = requetes.marques(objet)
    return marques + _chercher(objet, marques)


@exige("biffure.marquer")
def marquer(acteur: Acteur, objet: Objet, champ: str, debut: int, fin: int, motif: str) -> Biffure:
    """A person marks a passage: it is masked from now on."""
    textes = requetes.champs(objet)
    if champ not in textes:
        raise Invalide(f"Choisissez un champ parmi : {', '.join(textes)}.", "champ")
    texte = texte_brut(textes[champ])
    if not 0 <= debut < fin <= len(texte):
        raise Invalide(f"Le passage sort du texte, qui compte {len(texte)} caractères.", "fin")
    debut, fin = mots_entiers(texte, debut, fin)
    extrait = texte[debut:fin]
    if not extrait.strip():
        raise Invalide("Ce passage est vide : marquez des mots.", "debut")
    biffure = _biffure(objet, champ, Trouvaille(debut, fin, extrait, motif), "personne")
    _decider(biffure, "validee", acteur)
    unite().add(biffure)
    unite().flush()
    journal.noter(acteur, "biffure.marquee", biffure, champ=champ)
    return biffure


@exige("biffure.marquer")
def marquer_mots(acteur: Acteur, objet: Objet, mots: str, motif: str) -> Biffure:
    """The same, from words copied out of the text."""
    cherches = " ".join(mots.split())
    for champ, html in requetes.champs(objet).items():
        trouve = re.search(r"\s+".join(map(re.escape, cherches.split(" "))), texte_brut(html)) if cherches else None
        if trouve:
            return marquer(acteur, objet, champ, trouve.start(), trouve.end(), motif)
    raise Invalide("Ces mots ne sont pas dans le texte : recopiez-les tels qu’ils y sont écrits.", "mots")


@exige("biffure.decider")
def valider(acteur: Acteur, objet: Objet, ecarter: Collection[int | str] = ()) -> list[Biffure]:
    """Settle every proposal: masked, except those set aside, named by their number or by their words.

    A register number cannot be set aside.
    """
    marques = requetes.marques(objet)
    gardees = [b for b in marques if b.id in ecarter or b.extrait in ecarter]
    if {*ecarter} - {b.id for b in gardees} - {b.extrait for b in gardees}:
        raise Invalide("Une des marques à écarter n’est pas de ce texte : relisez la liste.", "ecarter")
    if any(b.motif in TOUJOURS for b in gardees):
        raise Refus(
            "Un numéro de registre national n’est jamais publié : il reste masqué.", motif="niss", article="L3221-4"
        )
    for biffure in marques:
        if biffure in gardees:
            _decider(biffure, "ecartee", acteur)
        elif biffure.etat == "proposee":
            _decider(biffure, "validee", acteur)
    journal.noter(acteur, "biffures.validees", objet, ecartees=len(gardees))
    return marques


def en_attente(marques: Iterable[Biffure]) -> int:
    return sum(1 for b in marques if b.etat == "proposee")


def a_masquer(marques: Iterable[Biffure]) -> tuple[str, ...]:
    """What the public rendition hides: what is validated, and what still waits for an answer."""
    ecartees = {b.extrait for b in marques if b.etat == "ecartee"}
    return tuple({b.extrait for b in marques if b.etat == "validee" or b.extrait not in ecartees})


def _decider(biffure: Biffure, etat: str, acteur: Acteur) -> None:
    biffure.etat, biffure.decidee_par_id, biffure.decidee_le = etat, acteur.agent_id, horloge.maintenant()


def _biffure(objet: Objet, champ: str, trouvaille: Trouvaille, origine: str = "detection") -> Biffure:
    lien: Mapping[str, int] = {"acte_id": objet.id} if isinstance(objet, Acte) else {"point_id": objet.id}
    return Biffure(
        institution_id=objet.institution_id,
        champ=champ,
        debut=trouvaille.debut,
        fin=trouvaille.fin,
        extrait=trouvaille.extrait,
        motif=trouvaille.motif,
        origine=origine,
        etat="proposee",
        **lien,
    )


def _noms_publics(institution_id: int) -> list[str]:
    """Elected people and officers: their names stay (art. L3221-4)."""
    lignes = unite().execute(
        select(Mandataire.prenom, Mandataire.nom).where(Mandataire.institution_id == institution_id)
    )
    return [f"{prenom} {nom}" for prenom, nom in lignes]


def _contacts(institution_id: int) -> list[str]:
    institution = unite().get_one(Institution, institution_id)
    return [str(v) for cle in ("courriel", "telephone") if (v := institution.reglages.get(cle))]
