"""Items that members file for a séance, interpellations of inhabitants, oral questions (L1122-14, L1122-24).

The law gives them their place on the agenda: no step of the administration stands in the way. Their chain is
an empty one; the secretary inscribes them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Faute, Invalide, Refus
from college.organisation import requetes as organisation
from college.organisation.modele import Institution, Mandataire, Organe, Service
from college.points import definition, etats, naissance
from college.points.modele import Chaine, ChaineVersion, Point
from college.seances import composition, cycle, droit, echeances
from college.seances.modele import Seance
from college.seances.modele_membre import Depot
from college.seances.personnes import Personne
from college.seances.verrou import verrouiller
from college.transaction import unite

NATURES = {"point": "decision", "interpellation": "interpellation", "question": "question"}
CHAINE = "depots"
AGE = 18


@dataclass(frozen=True)
class Habitant:
    """Who interpellates: the law asks for identity, address and date of birth (L1122-14, § 3)."""

    nom: str
    adresse: str
    naissance: date | None


@dataclass(frozen=True)
class SaisieDepot:
    """What is filed: its kind, title, explanatory note, draft decision."""

    genre: str
    titre: str
    note: str = ""
    dispositif: str = ""
    habitant: Habitant | None = None
    passer_outre: str = ""


@exige("seance.deposer")
def deposer(acteur: Acteur, seance: Seance, saisie: SaisieDepot) -> Depot:
    """By a member for himself; by the secretary for an inhabitant. Too late is refused with the last lawful day."""
    verrouiller(seance)
    _verifier(acteur, seance, saisie)
    _une_fois(acteur, seance, saisie)
    elu = None if saisie.habitant else unite().get(Mandataire, acteur.mandats.get(seance.organe_id, 0))
    depot = Depot(
        institution_id=seance.institution_id,
        seance_id=seance.id,
        point=_point(acteur, seance, saisie, elu),
        mandataire_id=elu.id if elu else None,
        genre=saisie.genre,
        demandeur={cle: str(v) for cle, v in asdict(saisie.habitant).items()} if saisie.habitant else {},
        depose_le=horloge.maintenant(),
    )
    unite().add(depot)
    unite().flush()
    journal.noter(
        acteur, "depot.recu", depot, seance=seance.id, genre=saisie.genre, point=depot.point_id,
        passe_outre=saisie.passer_outre,
    )  # fmt: skip
    return depot


def _verifier(acteur: Acteur, seance: Seance, saisie: SaisieDepot) -> None:
    if saisie.genre not in NATURES:
        raise Invalide("Choisissez un point, une interpellation ou une question.", "genre")
    _saisie_complete(seance, saisie)
    if seance.etat not in cycle.AVANT_SEANCE:
        raise Refus("Cette séance est déjà ouverte : déposez pour la suivante.", motif="etat")
    secretaire = acteur.est_secretaire(seance.organe_id)
    if saisie.habitant is None and not acteur.est_membre(seance.organe_id):
        raise Refus("Seul un membre dépose un point en son nom : indiquez l’habitant qui interpelle.", motif="depot")
    try:
        echeances.verifier_depot(
            seance.organe.type,
            composition.jour_de(seance),
            horloge.aujourdhui(),
            _fonction(acteur, seance),
            saisie.genre,
        )
    except Refus as refus:
        if not (secretaire and refus.franchissable and saisie.passer_outre.strip()):
            raise


def _une_fois(acteur: Acteur, seance: Seance, saisie: SaisieDepot) -> None:
    """The same words filed again by the same hand: a form sent twice."""
    demande = (
        select(Point.reference)
        .join(Depot, Depot.point_id == Point.id)
        .where(Depot.seance_id == seance.id, Depot.genre == saisie.genre, Point.phase != "retire")
        .where(Point.titre == saisie.titre.strip(), Point.auteur_id == acteur.agent_id)
    )
    if saisie.habitant:
        demande = demande.where(Point.demandeur == saisie.habitant.nom)
    reference = None if saisie.passer_outre.strip() else unite().scalar(demande.limit(1))
    if reference:
        raise Refus(
            f"Ce dépôt est déjà reçu sous la référence {reference} : pour en faire un autre, changez son titre.",
            motif="deja_depose",
        )


def _saisie_complete(seance: Seance, saisie: SaisieDepot) -> None:
    fautes = []
    if not saisie.titre.strip():
        fautes.append(Faute("titre", "Écrivez l’objet, comme il figurera à l’ordre du jour."))
    if not saisie.note.strip():
        fautes.append(Faute("note", "Joignez une note explicative : la loi la demande."))
    if saisie.genre == "point" and not saisie.dispositif.strip():
        fautes.append(Faute("dispositif", "Écrivez le projet de délibération : la loi le demande."))
    if habitant := saisie.habitant:
        if not (habitant.nom.strip() and habitant.adresse.strip()):
            fautes.append(Faute("nom", "Indiquez le nom et l’adresse de la personne qui interpelle."))
        if habitant.naissance is None or not _majeur(habitant.naissance, composition.jour_de(seance)):
            fautes.append(Faute("naissance", "L’interpellation est ouverte aux habitants de dix-huit ans au moins."))
    if fautes:
        raise Invalide(fautes)


def _majeur(naissance: date, jour: date) -> bool:
    return (jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))) >= AGE


def _fonction(acteur: Acteur, seance: Seance) -> str:
    """The function that the law looks at: somebody of the collège never files in his own name."""
    fonctions = {f for organe_id, f in acteur.fonctions if organe_id == seance.organe_id}
    return next((f for f in fonctions if f in echeances.FONCTIONS_EXCLUES), next(iter(fonctions), ""))


def _point(acteur: Acteur, seance: Seance, saisie: SaisieDepot, elu: Mandataire | None) -> Point:
    point = naissance.naitre(
        acteur,
        {
            "titre": saisie.titre.strip(),
            "nature": NATURES[saisie.genre],
            "note_synthese": saisie.note,
            "dispositif": saisie.dispositif,
            "demandeur": _designer(elu, seance) if elu else (saisie.habitant.nom if saisie.habitant else ""),
            "seance_souhaitee": seance.id,
        },
        seance.organe,
        service_du_secretariat(seance.organe),
    )
    point.chaine_version = _chaine_vide(seance.institution_id)
    point.soumis_le = point.cree_le
    etats.rafraichir(point, etats.etat_de(point))
    unite().flush()
    return point


def _designer(elu: Mandataire, seance: Seance) -> str:
    """« Mme Rose Collard, conseillère »."""
    mandat = next(m for m in organisation.mandats(seance.organe_id, horloge.aujourdhui()) if m.mandataire_id == elu.id)
    return Personne(elu.prenom, elu.nom, elu.genre, mandat.fonction, mandat.titre).designer()


def service_du_secretariat(organe: Organe) -> Service:
    """The service that keeps these files: the organe's key `service_depots`, else the first of the house."""
    code = str(organe.reglages.get("service_depots") or "")
    services = organisation.liste(Service, organe.institution_id)
    if not services:
        raise Refus("L’institution n’a aucun service : demandez à son administrateur d’en créer un.", motif="service")
    return next((s for s in services if s.code == code), services[0])


def _chaine_vide(institution_id: int) -> ChaineVersion:
    """The chain without steps of filed items, made once: two members who file the first items wait for each other."""
    ici = Chaine.institution_id == institution_id
    demande = select(ChaineVersion).join(Chaine, Chaine.id == ChaineVersion.chaine_id).where(ici, Chaine.code == CHAINE)
    if (version := unite().scalar(demande)) is not None:
        return version
    unite().execute(select(Institution.id).where(Institution.id == institution_id).with_for_update(key_share=True))
    if (version := unite().scalar(demande)) is not None:
        return version
    contenu = {"code": CHAINE, "libelle": "Points déposés par les membres", "etapes": []}
    chaine = Chaine(institution_id=institution_id, code=CHAINE, libelle=contenu["libelle"])
    version = ChaineVersion(
        institution_id=institution_id, chaine=chaine, numero=1, definition=contenu,
        empreinte=definition.empreinte(contenu), publiee_le=horloge.maintenant(),
    )  # fmt: skip
    unite().add(version)
    unite().flush()
    return version


def dernier_jour(seance: Seance, genre: str) -> echeances.Echeance | None:
    """The last lawful day to file, with its article; None where the law says nothing."""
    code = "interpellation_francs" if genre == "interpellation" else "point_conseiller_francs"
    jour = composition.jour_de(seance)
    return next((e for e in echeances.echeances(seance.organe.type, jour) if e.code == code), None)


def recu_a_temps(seance: Seance, point: Point) -> bool:
    """Was this point filed for this séance within its delay, and may the members still be told before it opens?

    The conseil is then bound to examine it: the notice is completed, nobody votes on an urgency (L1122-24, al. 3).
    """
    depot = unite().scalar(select(Depot).where(Depot.seance_id == seance.id, Depot.point_id == point.id))
    if depot is None or seance.etat not in cycle.AVANT_SEANCE:
        return False
    limite = dernier_jour(seance, depot.genre)
    return depot.genre == "question" or limite is None or horloge.locale(depot.depose_le).date() <= limite.jour


def de(acteur: Acteur, seance: Seance) -> list[Depot]:
    """All that was filed for the secretary; one's own for a member."""
    demande = (
        select(Depot)
        .options(joinedload(Depot.point), joinedload(Depot.mandataire))
        .where(Depot.seance_id == seance.id)
        .order_by(Depot.depose_le, Depot.id)
    )
    if not acteur.est_secretaire(seance.organe_id):
        demande = demande.where(Depot.mandataire_id == acteur.mandats.get(seance.organe_id, 0))
    return list(unite().scalars(demande))


def deposes(seance: Seance) -> frozenset[int]:
    """The points, questions apart, that members filed for this séance."""
    demande = select(Depot.point_id).where(Depot.seance_id == seance.id, Depot.genre == "point")
    return frozenset(unite().scalars(demande))


def recevables(seance: Seance) -> bool:
    """Does this séance take items of members: before it opens, in a deliberating assembly?"""
    regle = droit.regle("point_conseiller_francs", seance.organe.type, composition.jour_de(seance))
    return seance.etat in cycle.AVANT_SEANCE and (bool(regle.valeur) or seance.organe.type == "conseil_action_sociale")
