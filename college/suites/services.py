"""Letters and tasks: prepared when the texts are settled, then sent, received, done, each with its proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from college import francais, horloge, journal
from college.actes.modele import Acte
from college.droits import Acteur, exige
from college.erreurs import Refus
from college.organisation.modele import Service
from college.seances.modele import Inscription, Seance
from college.suites import elus, regles
from college.suites.modele import CANAUX, Expedition, Tache
from college.suites.verrou import tenir
from college.transaction import unite

DECIDEES = ("accepte", "accepte_modifie", "refuse", "pris_acte")


@exige("suite.expedier")
def preparer(acteur: Acteur, seance: Seance, inscriptions: Sequence[Inscription]) -> None:
    """The letters and tasks of the points just settled, read together; asked twice, nothing is doubled."""
    lignes = [i for i in inscriptions if i.issue in DECIDEES]
    ids = [i.id for i in lignes]
    services = _services(seance.institution_id)
    deja = _deja_prepares(ids)
    en_charge = elus.en_charge(ids)
    actes = dict(
        unite().execute(
            select(Acte.inscription_id, Acte.id).where(Acte.inscription_id.in_(ids), Acte.type != "pv")
        ).all()
    )  # fmt: skip
    for ligne in lignes:
        if ligne.id in deja:
            continue
        elu = [en_charge[ligne.id]] if ligne.id in en_charge else []
        unite().add_all(_expeditions(ligne, services, actes.get(ligne.id), elu))
        if ligne.issue != "refuse":
            unite().add_all(_taches(ligne, services))
    unite().flush()


def _services(institution_id: int) -> dict[str, Service]:
    lus = unite().scalars(select(Service).where(Service.institution_id == institution_id))
    return {service.code: service for service in lus}


def _deja_prepares(ids: Sequence[int]) -> set[int | None]:
    return set(unite().scalars(select(Expedition.inscription_id).where(Expedition.inscription_id.in_(ids))))


def _expeditions(
    inscription: Inscription, services: dict[str, Service], acte_id: int | None, elu: list[regles.Destinataire]
) -> list[Expedition]:
    point = inscription.point
    noms = {code: service.nom for code, service in services.items()}
    affaire = regles.Affaire(point.destinataires, point.demandeur, noms, point.service.code)
    return [
        Expedition(
            institution_id=inscription.institution_id, seance_id=inscription.seance_id,
            inscription_id=inscription.id, point_id=point.id, acte_id=acte_id, genre=vise.genre,
            destinataire=vise.nom[:200], adresse=vise.adresse, canal=vise.canal, piece=vise.piece,
            service_id=services[vise.service].id if vise.service in services else None,
            cree_le=horloge.maintenant(),
        )
        for vise in [*regles.destinataires(affaire), *elu]
    ]  # fmt: skip


def _taches(inscription: Inscription, services: dict[str, Service]) -> list[Tache]:
    point = inscription.point
    libelles = [("charge", phrase) for phrase in regles.charges(inscription.dispositif)]
    if regles.de_principe(inscription.titre, inscription.dispositif):
        libelles.append(("principe", "En attente de la décision définitive."))
    return [
        Tache(
            institution_id=inscription.institution_id, point_id=point.id, inscription_id=inscription.id,
            rang=rang, genre=genre, libelle=libelle, cree_le=horloge.maintenant(),
            service_id=(_service_nomme(libelle, services) or point.service).id,
        )
        for rang, (genre, libelle) in enumerate(libelles, start=1)
    ]  # fmt: skip


def _service_nomme(phrase: str, services: dict[str, Service]) -> Service | None:
    """The service that the sentence names, the longest name first."""
    dite = phrase.casefold()
    noms = sorted(services.values(), key=lambda s: -len(s.nom))
    return next((s for s in noms if s.nom.casefold() in dite), None)


@dataclass(frozen=True)
class Depart:
    """How letters left: the day, the channel, the number of the recommandé, the proof."""

    le: date
    canal: str = ""
    numero: str = ""
    preuve: str = ""


@exige("suite.expedier")
def expedier(acteur: Acteur, expedition: Expedition, depart: Depart) -> Expedition:
    """Sent: the day to appeal runs from it, until the receipt is known."""
    if tenir(expedition).etat not in ("a_expedier", "expediee"):
        raise Refus("Cet envoi est déjà clos : sa preuve est gardée.", motif="etat")
    canal = depart.canal or expedition.canal
    if canal not in CANAUX:
        raise Refus(f"« {canal} » n’est pas un canal d’envoi : {', '.join(CANAUX)}.", motif="canal")
    if canal == "recommande" and not (depart.numero or expedition.numero_recommande).strip():
        raise Refus(
            f"Écrivez le numéro du recommandé envoyé à {expedition.destinataire} : il prouve l’envoi.", motif="numero"
        )
    _deja_la(depart.le, "Cet envoi", "notez-le le jour où il part")
    expedition.canal = canal
    expedition.numero_recommande = (depart.numero or expedition.numero_recommande).strip()
    expedition.expedie_le, expedition.etat = depart.le, "expediee"
    expedition.preuve = depart.preuve or expedition.preuve
    if expedition.piece == "notification":
        expedition.recours_le = regles.date_recours(depart.le)
    journal.noter(acteur, "suite.expediee", expedition, canal=canal, le=depart.le.isoformat())
    return expedition


def _deja_la(le: date, quoi: str, conseil: str) -> None:
    """What is noted has happened: the day to appeal is counted from it and printed."""
    if le > horloge.aujourdhui():
        raise Refus(f"{quoi} porte la date du {francais.date_longue(le)}, qui est à venir : {conseil}.", motif="date")


@exige("suite.expedier")
def constater(acteur: Acteur, expedition: Expedition, etat: str, le: date, preuve: str = "") -> Expedition:
    """Received or come back: the appeal runs from the receipt."""
    if tenir(expedition).etat not in ("expediee", "recue") or etat not in ("recue", "retournee"):
        raise Refus("On note la réception ou le retour d’un envoi qui est parti.", motif="etat")
    if expedition.expedie_le and le < expedition.expedie_le:
        raise Refus("La réception ne peut pas précéder l’envoi : vérifiez la date.", motif="date")
    _deja_la(le, "Cette réception" if etat == "recue" else "Ce retour", "vérifiez la date")
    expedition.etat, expedition.recu_le = etat, le
    expedition.preuve = preuve or expedition.preuve
    if etat == "recue" and expedition.piece == "notification":
        expedition.recours_le = regles.date_recours(le)
    journal.noter(acteur, f"suite.{etat}", expedition, le=le.isoformat())
    return expedition


@exige("suite.expedier")
def ajouter(acteur: Acteur, inscription: Inscription, vise: regles.Destinataire) -> Expedition:
    """One more addressee for a settled point."""
    if inscription.arrete_le is None:
        raise Refus("Ce point n’est pas encore arrêté : ses envois se préparent avec lui.", motif="non_arrete")
    if not vise.nom.strip():
        raise Refus("Écrivez à qui l’envoi est destiné.", motif="destinataire")
    ajoutee = Expedition(
        institution_id=inscription.institution_id, seance_id=inscription.seance_id, inscription_id=inscription.id,
        point_id=inscription.point_id, genre=vise.genre, destinataire=vise.nom.strip()[:200], adresse=vise.adresse,
        canal=vise.canal, piece=vise.piece, cree_le=horloge.maintenant(),
    )  # fmt: skip
    unite().add(ajoutee)
    unite().flush()
    journal.noter(acteur, "suite.ajoutee", ajoutee)
    return ajoutee


@exige("suite.executer")
def finir(acteur: Acteur, tache: Tache, etat: str, preuve: str) -> Tache:
    """Done with its evidence, or given up with its reason."""
    if etat not in ("faite", "sans_suite"):
        raise Refus("Une tâche est faite, ou classée sans suite.", motif="etat")
    if not preuve.strip():
        raise Refus("Dites ce qui prouve que c’est fait, ou pourquoi il n’y a pas de suite.", motif="preuve")
    if tenir(tache).etat != "a_faire":
        raise Refus(f"Cette tâche est déjà close : « {tache.preuve} ». Sa preuve est gardée.", motif="deja_close")
    tache.etat, tache.preuve, tache.fini_le = etat, preuve.strip(), horloge.maintenant()
    journal.noter(acteur, "tache.finie", tache, etat=etat, preuve=preuve.strip())
    return tache


@exige("suite.executer")
def fixer(acteur: Acteur, tache: Tache, echeance: date | None, service: Service | None = None) -> Tache:
    """By when, and by whom."""
    tache.echeance = echeance
    if service is not None:
        tache.service_id, tache.service = service.id, service
    journal.noter(acteur, "tache.fixee", tache, echeance=echeance.isoformat() if echeance else None)
    return tache
