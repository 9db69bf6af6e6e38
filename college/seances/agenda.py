"""Building an agenda: create the séance, place points by the organe's order, move, number, remove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from college import annonces, horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Faute, Invalide, Refus
from college.organisation.modele import Organe
from college.points import requetes as points_requetes
from college.points import services as points
from college.points.modele import Point
from college.seances import composition, cycle, depots, droit, numeros, ordre, pv_precedents, requetes, urgence
from college.seances.modele import Inscription, Seance
from college.seances.verrou import toucher, verrouiller
from college.transaction import unite

RANGS = {1: "première", 2: "deuxième"}
MODIFIABLE = cycle.AVANT_SEANCE | cycle.EN_SEANCE


@dataclass(frozen=True)
class SaisieSeance:
    """What it takes to create a séance."""

    organe: Organe
    debut: datetime
    lieu: str = ""
    type: str = "ordinaire"
    convocation: int = 1
    precedente: Seance | None = None
    lien_video: str = ""

    @property
    def organe_id(self) -> int:
        """The right is asked on the organe."""
        return self.organe.id


@exige("seance.preparer")
def creer(acteur: Acteur, saisie: SaisieSeance) -> Seance:
    """A new séance; a second or third notice takes up the agenda of the one that failed (L1122-17)."""
    _verifier_saisie(saisie)
    seance = Seance(
        institution_id=saisie.organe.institution_id,
        organe_id=saisie.organe.id,
        organe=saisie.organe,
        debut=saisie.debut,
        lieu=saisie.lieu,
        lien_video=saisie.lien_video,
        type=saisie.type,
        convocation=saisie.convocation,
        precedente_id=saisie.precedente.id if saisie.precedente else None,
        cree_le=horloge.maintenant(),
        membres=[],
        inscriptions=[],
    )
    unite().add(seance)
    unite().flush()
    journal.noter(acteur, "seance.creee", seance, organe=saisie.organe.code, debut=saisie.debut.isoformat())
    if saisie.precedente is not None:
        _reprendre_ordre_du_jour(acteur, seance, saisie.precedente)
    annonces.annoncer("seance.creee", acteur=acteur, seance=seance)
    return seance


def _verifier_saisie(saisie: SaisieSeance) -> None:
    if saisie.organe.type == "autorite":
        raise Invalide("Cette autorité décide sans séance : il n’y a pas de séance à créer.", "organe")
    precedente = saisie.precedente
    if saisie.convocation == 1 and precedente is None:
        return
    if precedente is None or precedente.organe_id != saisie.organe.id:  # its points go over to the new agenda
        raise Invalide([Faute("precedente", "Indiquez la séance du même organe qui n’a pas réuni le quorum.")])
    if saisie.convocation > 1 and precedente.convocation != saisie.convocation - 1:
        raise Invalide(
            [Faute("precedente", f"La séance précédente doit être une {RANGS[saisie.convocation - 1]} convocation.")]
        )


def _reprendre_ordre_du_jour(acteur: Acteur, seance: Seance, precedente: Seance) -> None:
    """The same points in the same order, with their headings: members were called for that agenda."""
    for ancienne in sorted(precedente.inscriptions, key=lambda i: i.rang):
        if not ancienne.retiree and ancienne.point.phase == "valide":
            reprise = _ajouter(
                acteur, seance, ancienne.point, huis_clos=ancienne.huis_clos, sous_point=ancienne.sous_point,
                rang=len(seance.inscriptions),
            )  # fmt: skip
            reprise.section, reprise.a_discuter = ancienne.section, ancienne.a_discuter
    renumeroter(seance)


@exige("seance.preparer")
def inscrire(
    acteur: Acteur,
    seance: Seance,
    point: Point,
    *,
    huis_clos: bool | None = None,
    sous_point: bool = False,
    section: str = "",
    motif_urgence: str = "",
    passer_outre: str = "",
    normal: bool = False,
) -> Inscription:
    """Put a point on the agenda, where the organe's order says; a point already there is answered as it is.

    Once the agenda is sent the point is late: it takes the next number (or n bis) and is marked urgent.
    `normal` places a late point among the normal ones (P20). What a member filed in time is a complement of the agenda,
    not an urgency (L1122-24).
    """
    verrouiller(seance)
    if deja := next((i for i in seance.inscriptions if i.point_id == point.id and not i.retiree), None):
        return deja
    _inscriptible(seance, point)
    complement = depots.recu_a_temps(seance, point)
    envoye = seance.etat != "en_preparation"
    outrepasses = _gardes_inscription(seance, point, motif_urgence, passer_outre, complement)
    if normal and envoye and not complement:
        outrepasses += _sans_vote_d_urgence(seance, passer_outre)
    tardive = envoye and not normal and not complement
    inscription = _ajouter(
        acteur, seance, point, huis_clos=huis_clos, sous_point=sous_point, tardive=tardive,
        a_la_suite=complement,
    )  # fmt: skip
    inscription.section = section
    inscription.motif_urgence = motif_urgence or point.motif_urgence or passer_outre
    renumeroter(seance)
    if envoye:
        points.diffuser(acteur, point)
    journal.noter(
        acteur, "point.inscrit", seance, point=point.id, numero=inscription.numero, tardive=envoye,
        passe_outre=outrepasses, motif=passer_outre or motif_urgence,
    )  # fmt: skip
    toucher(seance, ordre_du_jour=True)
    unite().flush()
    return inscription


def _inscriptible(seance: Seance, point: Point) -> None:
    if seance.etat not in MODIFIABLE:
        raise Refus(
            f"La séance est « {cycle.ETATS[seance.etat].lower()} » : son ordre du jour ne change plus.", motif="etat"
        )
    if point.organe_id != seance.organe_id:
        raise Refus(
            f"Ce point est destiné à « {point.organe.nom} » : transmettez-le d’abord à cet organe.", motif="organe"
        )
    if point.phase == "inscrit":
        raise Refus(
            "Ce point est déjà inscrit à une autre séance : retirez-le de celle-là d’abord.", motif="deja_inscrit"
        )
    if point.phase != "valide":
        raise Refus(
            f"Ce point n’est pas validé ({point.etape_libelle or point.phase}) : "
            "il s’inscrit une fois sa chaîne terminée.",
            motif="non_valide",
        )


def _gardes_inscription(
    seance: Seance, point: Point, motif_urgence: str, passer_outre: str, complement: bool
) -> list[str]:
    """The guards of the law at inscription: the financial advice, and urgency once the conseil is convened."""
    outrepasses = []
    if (phrase := points_requetes.avis_bloquant(point, horloge.aujourdhui())) is not None:
        refus = Refus(phrase, article="L1124-40 CDLD", motif="avis_df_attendu", franchissable=True)
        if not passer_outre.strip():
            raise refus
        outrepasses.append(phrase)
    envoye = seance.etat != "en_preparation" and cycle.convocation_requise(_situation_minimale(seance))
    if envoye and not complement and not (motif_urgence or point.motif_urgence or passer_outre).strip():
        raise Refus(
            "L’ordre du jour est déjà envoyé : un point ne s’y ajoute qu’en urgence. Indiquez-en le motif.",
            article=droit.regle("urgence", seance.organe.type, composition.jour_de(seance)).article,
            motif="urgence_a_motiver",
            franchissable=True,
        )
    return outrepasses


def _sans_vote_d_urgence(seance: Seance, passer_outre: str) -> list[str]:
    """In a conseil a late item is voted urgent or not discussed: placing it as if it had been sent skips the vote."""
    if not urgence.a_voter(seance.organe.type, tardive=True):
        return []
    phrase = (
        "L’ordre du jour est déjà envoyé : dans un conseil, un point ajouté garde la marque « urgence », "
        "que les deux tiers des membres présents admettent par un vote. Ajoutez-le sans le ranger parmi les autres."
    )
    if not passer_outre.strip():
        raise Refus(phrase, article=urgence.ARTICLE, motif="urgence_a_voter", franchissable=True)
    return [phrase]


def _situation_minimale(seance: Seance) -> cycle.Situation:
    reglages = requetes.reglages(seance.organe)
    return cycle.Situation(
        seance.etat,
        seance.organe.type,
        composition.jour_de(seance),
        horloge.aujourdhui(),
        convocation=seance.convocation,
        extraordinaire=seance.type == "extraordinaire",
        convocation_requise=reglages.convocation_requise or None,
    )


def _ajouter(
    acteur: Acteur, seance: Seance, point: Point, *, huis_clos: bool | None, sous_point: bool, tardive: bool = False,
    a_la_suite: bool = False, rang: int | None = None,
) -> Inscription:  # fmt: skip
    """The row, with the text copied from the point's current revision, at `rang` or its place in the order."""
    retiree = next((i for i in seance.inscriptions if i.point_id == point.id), None)
    inscription = retiree or Inscription(institution_id=seance.institution_id, seance_id=seance.id, point_id=point.id)
    inscription.point = point
    inscription.retiree = False
    copier_texte(inscription, point)
    inscription.huis_clos = point.huis_clos if huis_clos is None else huis_clos
    inscription.urgence = point.urgence or tardive
    inscription.a_discuter = point.a_discuter
    inscription.sous_point = sous_point
    inscription.tardive = tardive
    if retiree is None:
        lignes = list(seance.inscriptions)
        if rang is None:
            rang = len(lignes) if sous_point else _place(seance, lignes, inscription, a_la_suite)
        inscription.rang = rang
        lignes.insert(rang, inscription)
        seance.inscriptions.append(inscription)
        reclasser(seance, lignes)
    pv_precedents.designer(inscription)
    points.changer_phase(acteur, point, "inscrit")
    return inscription


def copier_texte(inscription: Inscription, point: Point) -> None:
    """The line carries the point's current text (until the séance amends it)."""
    texte = points_requetes.texte(point)
    inscription.revision_id = texte.id
    inscription.revision = texte
    inscription.titre = texte.titre
    inscription.titre_public = texte.titre_public
    inscription.motivation = texte.motivation
    inscription.dispositif = texte.dispositif


def _place(seance: Seance, lignes: Sequence[Inscription], nouvelle: Inscription, a_la_suite: bool) -> int:
    """Where the organe's order says; what members filed follows the lines of its part."""
    if a_la_suite and (memes := [n for n, i in enumerate(lignes) if i.huis_clos == nouvelle.huis_clos]):
        return memes[-1] + 1
    criteres = requetes.reglages(seance.organe).ordre
    cles = [ordre.cle(criteres, rangement(i)) for i in lignes]
    rang = ordre.placer(cles, ordre.cle(criteres, rangement(nouvelle, dernier=True)))
    while rang < len(lignes) and lignes[rang].sous_point:
        rang += 1
    return rang


def rangement(inscription: Inscription, dernier: bool = False) -> ordre.Rangement:
    """What the order knows of a line."""
    point = inscription.point
    return ordre.Rangement(
        huis_clos=inscription.huis_clos,
        urgence=inscription.tardive,
        service=point.service.rang,
        groupe_en_charge=point.groupe_en_charge.rang if point.groupe_en_charge else None,
        categorie=point.categorie.rang if point.categorie else None,
        type_acte=point.type_acte,
        titre=inscription.titre,
        auteur=point.auteur.nom,
        ajout=ordre.SANS_RANG if dernier else (inscription.id or 0),
    )


def reclasser(seance: Seance, lignes: Sequence[Inscription]) -> None:
    """Write the ranks of the lines in their new order."""
    for rang, ligne in enumerate(lignes):
        ligne.rang = rang
    seance.inscriptions.sort(key=lambda i: i.rang)


def renumeroter(seance: Seance) -> None:
    """Numbers follow the order while free; once sent, only new lines receive one."""
    lignes = sorted(seance.inscriptions, key=lambda i: i.rang)
    entrees = [numeros.Entree(i.huis_clos, i.sous_point, i.numero if i.numero_fige else None) for i in lignes]
    mode = requetes.reglages(seance.organe).numerotation_huis_clos
    figee = seance.version_oj != "projet"
    calcules = numeros.completer(entrees, mode) if figee else numeros.numeroter(entrees, mode)
    for ligne, numero in zip(lignes, calcules, strict=True):
        if not ligne.numero_fige:
            ligne.numero = numero
            ligne.reference = reference(seance, numero) if figee else ""
            ligne.numero_fige = figee


def reference(seance: Seance, numero: str) -> str:
    """The reference of a line by the organe's pattern."""
    return numeros.reference(
        requetes.reglages(seance.organe).reference,
        jour=composition.jour_de(seance),
        numero=numero,
        seance=seance.numero or 0,
        organe=seance.organe.code.upper(),
        institution=seance.organe.institution.code.upper(),
    )
