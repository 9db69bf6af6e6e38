"""What is done to the lines of an agenda: move, mark, sort again, take off. Each act has its undo."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete

from college import journal
from college.droits import Acteur, exige
from college.erreurs import Refus
from college.points import services as points
from college.seances import agenda, composition, cycle, ordre, portes, requetes
from college.seances.modele import Inscription, Presence, Scrutin, Seance
from college.transaction import unite


@exige("seance.preparer")
def deplacer(
    acteur: Acteur,
    inscription: Inscription,
    *,
    avant: Inscription | None = None,
    apres: Inscription | None = None,
    place: int | None = None,
) -> Inscription:
    """Move a line, with its sub-points; numbers already sent do not change, only the order."""
    seance = inscription.seance
    agenda.verrouiller(seance)
    _lignes_modifiables(seance)
    lignes = sorted(seance.inscriptions, key=lambda i: i.rang)
    suite = ordre.deplacer(lignes, [i.sous_point for i in lignes], inscription, avant=avant, apres=apres, place=place)
    agenda.reclasser(seance, suite)
    agenda.renumeroter(seance)
    journal.noter(acteur, "point.deplace", seance, inscription=inscription.id, rang=inscription.rang + 1)
    agenda.toucher(seance, ordre_du_jour=True)
    return inscription


@exige("seance.preparer")
def modifier_ligne(
    acteur: Acteur,
    inscription: Inscription,
    *,
    huis_clos: bool | None = None,
    sous_point: bool | None = None,
    section: str | None = None,
    a_discuter: bool | None = None,
) -> Inscription:
    """Change what a line says of itself: closed session, sub-point, heading, to be discussed."""
    seance = inscription.seance
    agenda.verrouiller(seance)
    _lignes_modifiables(seance)
    voulus = {"huis_clos": huis_clos, "sous_point": sous_point, "section": section, "a_discuter": a_discuter}
    changes = {nom: valeur for nom, valeur in voulus.items() if valeur is not None}
    if huis_clos is not None and seance.etat in cycle.EN_SEANCE:
        raise Refus("En séance, prononcez le huis clos avec son motif.", article="L1122-21 CDLD", motif="motif_attendu")
    if huis_clos:
        portes.verifier_fermeture(
            inscription.numero, type_acte=inscription.point.type_acte, type_organe=seance.organe.type,
            jour=composition.jour_de(seance),
        )  # fmt: skip
    for nom, valeur in changes.items():
        setattr(inscription, nom, valeur)
    agenda.renumeroter(seance)
    journal.noter(acteur, "point.ligne_modifiee", seance, inscription=inscription.id, **changes)
    agenda.toucher(seance, ordre_du_jour=True)
    return inscription


@exige("seance.preparer")
def ranger(acteur: Acteur, seance: Seance) -> Seance:
    """« Ranger selon les règles »: sort everything again by the organe's criteria, blocks kept together."""
    agenda.verrouiller(seance)
    _lignes_modifiables(seance)
    criteres = requetes.reglages(seance.organe).ordre
    blocs: list[list[Inscription]] = []
    for ligne in sorted(seance.inscriptions, key=lambda i: i.rang):
        if ligne.sous_point and blocs:
            blocs[-1].append(ligne)
        else:
            blocs.append([ligne])
    ranges = ordre.ranger(blocs, [ordre.cle(criteres, agenda.rangement(bloc[0])) for bloc in blocs])
    agenda.reclasser(seance, [ligne for bloc in ranges for ligne in bloc])
    agenda.renumeroter(seance)
    journal.noter(acteur, "seance.rangee", seance)
    agenda.toucher(seance, ordre_du_jour=True)
    return seance


@exige("seance.preparer")
def reordonner(acteur: Acteur, seance: Seance, ids: Sequence[int]) -> Seance:
    """The order given, line by line; lines that it does not name stay behind those it names."""
    agenda.verrouiller(seance)
    _lignes_modifiables(seance)
    places = {ref: rang for rang, ref in enumerate(ids)}
    agenda.reclasser(seance, sorted(seance.inscriptions, key=lambda i: (places.get(i.id, len(places)), i.rang)))
    agenda.renumeroter(seance)
    journal.noter(acteur, "seance.reordonnee", seance)
    agenda.toucher(seance, ordre_du_jour=True)
    return seance


@exige("seance.preparer")
def retirer_inscription(acteur: Acteur, inscription: Inscription, motif: str = "") -> Seance:
    """Take a line off: it disappears before the notice, and keeps its number as « point retiré » after."""
    seance = inscription.seance
    agenda.verrouiller(seance)
    if seance.etat not in cycle.AVANT_SEANCE:
        raise Refus("La séance est ouverte : décidez « retiré » pour ce point, il gardera sa trace.", motif="etat")
    _effacer_suites(inscription)
    point, chez_son_service = inscription.point, inscription.renvoyee_le is not None
    if inscription.numero_fige:
        inscription.retiree = True
    else:
        seance.inscriptions.remove(inscription)
        unite().delete(inscription)
        agenda.reclasser(seance, sorted(seance.inscriptions, key=lambda i: i.rang))
    if chez_son_service:
        inscription.renvoyee_le = None  # its author has it already, and sends it again when it is ready
    else:
        points.changer_phase(acteur, point, "valide")
    agenda.renumeroter(seance)
    journal.noter(acteur, "point.desinscrit", seance, point=point.id, numero=inscription.numero, motif=motif)
    agenda.toucher(seance, ordre_du_jour=True)
    return seance


def _effacer_suites(inscription: Inscription) -> None:
    """A line taken off loses its votes and absences (P48); none can exist before the opening but expected ones."""
    if inscription.scrutins:
        raise Refus("Un vote existe déjà sur ce point : il ne peut plus être retiré de l’ordre du jour.", motif="vote")
    unite().execute(delete(Presence).where(Presence.inscription_id == inscription.id))
    unite().execute(delete(Scrutin).where(Scrutin.inscription_id == inscription.id))


def _lignes_modifiables(seance: Seance) -> None:
    if seance.etat not in agenda.MODIFIABLE:
        raise Refus(f"La séance est « {cycle.ETATS[seance.etat].lower()} » : l’ordre ne change plus.", motif="etat")
