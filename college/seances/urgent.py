"""The urgent point of the same morning: created, validated over its chain, inscribed, members told; one act."""

from __future__ import annotations

from dataclasses import dataclass

from college import boite_envoi, francais
from college.boite_envoi import gestionnaire
from college.droits import Acteur, exige
from college.erreurs import Faute, Invalide
from college.points import services as points
from college.points.saisie import Saisie
from college.points.texte_simple import en_html
from college.seances import agenda, courrier, intitules
from college.seances.modele import Inscription, Seance
from college.transaction import lecture, unite


@dataclass(frozen=True)
class SaisieUrgente:
    """What the secretary has at hand: the object, the text, and why it cannot wait."""

    titre: str
    service: str
    motif: str
    motivation: str = ""
    dispositif: str = ""
    huis_clos: bool = False
    passer_outre: str = ""


@exige("seance.preparer")
def inscrire(acteur: Acteur, seance: Seance, saisie: SaisieUrgente) -> Inscription:
    """The steps of the chain are passed over, to be regularised by their holders (pratique § 8)."""
    _verifier(saisie)
    point = points.proposer(
        acteur,
        Saisie(
            organe=seance.organe.code,
            service=saisie.service,
            titre=saisie.titre,
            motivation=en_html(saisie.motivation),
            dispositif=en_html(saisie.dispositif),
            huis_clos=saisie.huis_clos,
            urgence=True,
            motif_urgence=saisie.motif,
            seance_souhaitee=seance.id,
        ),
    )
    if point.phase != "valide":
        points.agir(acteur, point, "passer_outre", commentaire=saisie.motif)
    ligne = agenda.inscrire(acteur, seance, point, motif_urgence=saisie.motif, passer_outre=saisie.passer_outre)
    boite_envoi.deposer(
        "prevenir_d_une_urgence", seance.institution_id, cle_unique=f"urgence:{ligne.id}", inscription=ligne.id
    )
    return ligne


def _verifier(saisie: SaisieUrgente) -> None:
    fautes = []
    if not saisie.titre.strip():
        fautes.append(Faute("titre", "Écrivez l’objet, comme il figurera à l’ordre du jour."))
    if not saisie.motif.strip():
        fautes.append(Faute("motif", "Dites pourquoi le point ne peut pas attendre : le motif est imprimé."))
    if not saisie.service:
        fautes.append(Faute("service", "Choisissez le service qui suivra la décision."))
    if fautes:
        raise Invalide(fautes)


@gestionnaire("prevenir_d_une_urgence")
def prevenir(institution_id: int, inscription: int) -> None:
    """A line to each member: when, which number, the public wording (never a closed title)."""
    with lecture():
        ligne = unite().get_one(Inscription, inscription)
        seance = ligne.seance
        quand = f"{francais.date_longue(seance.debut, avec_jour=True)} à {francais.heure(seance.debut)}"
        discret = bool(seance.organe.reglages.get("secret_social"))
        titre = "un point" if discret else f"« {intitules.intitule_public(ligne)} »"
        sujet = f"Point urgent : {seance.organe.nom}, {quand}"
        texte = (
            f"Un point urgent est inscrit à la séance du {quand}, au numéro {ligne.numero} : {titre}.\n\n"
            f"Le dossier se lit dans l’application :\n{courrier.dossier(seance.id)}"
        )
        envois = courrier.adresses(seance)
    courrier.distribuer(envois, sujet, texte, f"urgence-{inscription}")
