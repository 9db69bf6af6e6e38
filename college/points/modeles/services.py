"""Writing a template, making a point of it, and making those that come back at each séance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from college import francais, journal
from college.api.validation import valider
from college.droits import Acteur, exige, verifier
from college.erreurs import Interdit, Invalide, Refus
from college.organisation.modele import Organe, Service
from college.points import copies, texte_riche
from college.points import services as points
from college.points.modele import Point
from college.points.modeles import regles
from college.points.modeles.modele import ModelePoint
from college.points.phrases import fr
from college.points.saisie import Modification, Saisie
from college.transaction import unite


@dataclass(frozen=True)
class SaisieModele:
    """What a person writes of a template."""

    code: str
    libelle: str
    organe: Organe
    service: Service | None = None
    contenu: Mapping[str, Any] = field(default_factory=dict)
    variables: tuple[regles.Variable, ...] = ()
    recurrent: bool = False
    actif: bool = True
    rang: int = 0

    @property
    def organe_id(self) -> int:
        """The right is asked on the organe."""
        return self.organe.id

    @property
    def service_id(self) -> int | None:
        """And on the service."""
        return self.service.id if self.service else None


@exige("modele_point.gerer")
def deposer(acteur: Acteur, saisie: SaisieModele) -> ModelePoint:
    """A new template, or the new words of the one that has this code; points made before keep theirs."""
    contenu = propre(saisie.contenu)
    regles.verifier(contenu, saisie.variables, saisie.recurrent)
    if fautes := copies.fautes_du_modele(saisie.organe, contenu):
        raise Invalide(fautes)
    if saisie.recurrent and not (acteur.administrateur or acteur.est_secretaire(saisie.organe.id)):
        raise Interdit(
            fr("Un point récurrent entre validé à chaque séance : c'est le secrétariat de l'organe qui l'écrit.")
        )
    if saisie.recurrent and saisie.service is None:
        raise Invalide(fr("Un point récurrent a son service : choisissez-le."), "service")
    modele = unite().scalar(
        select(ModelePoint).where(
            ModelePoint.institution_id == saisie.organe.institution_id, ModelePoint.code == saisie.code
        )
    )
    if modele is None:
        modele = ModelePoint(institution_id=saisie.organe.institution_id, code=saisie.code)
    else:
        verifier("modele_point.gerer", acteur, modele)  # a code that somebody else's template has taken
    modele.libelle, modele.contenu, modele.rang = saisie.libelle, contenu, saisie.rang
    modele.variables = [variable._asdict() | {"choix": list(variable.choix)} for variable in saisie.variables]
    modele.organe, modele.service = saisie.organe, saisie.service
    modele.recurrent, modele.actif = saisie.recurrent, saisie.actif
    unite().add(modele)
    unite().flush()
    journal.noter(acteur, "modele_point.depose", modele, code=modele.code, recurrent=modele.recurrent)
    return modele


@exige("modele_point.gerer")
def activer(acteur: Acteur, modele: ModelePoint, actif: bool) -> ModelePoint:
    """A template that is no longer offered stays: its points name it."""
    modele.actif = actif
    journal.noter(acteur, "modele_point.active" if actif else "modele_point.desactive", modele)
    return modele


@exige("point.proposer")
def proposer(acteur: Acteur, modele: ModelePoint, service: str | None, saisies: Mapping[str, Any]) -> Point:
    """A point of this template, for one's service, its blanks filled. Raises Invalide at each blank."""
    if not modele.actif:
        raise Refus(fr(f"Le modèle « {modele.libelle} » n'est plus proposé : prenez-en un autre."), motif="inactif")
    code = modele.service.code if modele.service else service
    if not code:
        raise Invalide(fr("Choisissez le service qui propose ce point."), "service")
    return _faire(acteur, modele, code, saisies, {})


@exige("point.seance")
def recurrents(acteur: Acteur, seance: Any, jour: date) -> list[Point]:
    """The points that come back at a séance (read by its organe only), validated: proposed by who creates it."""
    organe = seance.organe
    modeles = select(ModelePoint).where(
        ModelePoint.organe_id == organe.id, ModelePoint.recurrent.is_(True), ModelePoint.actif.is_(True)
    )
    faits = []
    for modele in unite().scalars(modeles.order_by(ModelePoint.rang, ModelePoint.id)):
        assert modele.service is not None  # refused otherwise when it was written
        connus = {"date_seance": francais.date_longue(jour), "organe": organe.nom}
        point = _faire(acteur, modele, modele.service.code, {}, connus)
        faits.append(points.valider_d_office(acteur, point, fr("Point récurrent : il revient à chaque séance.")))
    return faits


def _faire(
    acteur: Acteur, modele: ModelePoint, service: str, saisies: Mapping[str, Any], automatiques: Mapping[str, str]
) -> Point:
    champs = regles.remplir(modele.contenu, regles.lire(modele.variables), saisies, automatiques)
    en_copie = [champ for champ in copies.CHAMPS if champ in champs]
    champs |= {champ: copies.encore_offerts(modele.institution_id, champ, champs[champ]) for champ in en_copie}
    point = points.proposer(acteur, valider(Saisie, {**champs, "organe": modele.organe.code, "service": service}))
    point.modele_id = modele.id
    return point


def propre(contenu: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the template checked as those of a point, texts sanitised."""
    lus = valider(Modification, dict(contenu)).model_dump(mode="json", exclude_unset=True)
    if not lus.get("titre"):
        raise Invalide(fr("Donnez un titre au modèle."), "titre")
    return lus | {champ: texte_riche.nettoyer(lus[champ], champ) for champ in regles.RICHES if lus.get(champ)}
