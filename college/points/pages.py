"""What the point's page, the editor and the conflict page are made of."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from markupsafe import Markup

from college.droits import Acteur
from college.erreurs import Erreur, Invalide
from college.panneaux import Panneau, panneaux_de
from college.points import chaine, copies, ecrans, formulaires, masques, requetes
from college.points.annexes import requetes as annexes
from college.points.annexes.regles import MIMES, TYPES
from college.points.annexes.textes import DITS
from college.points.annuaire import Annuaire, annuaire
from college.points.avis import ecrans as ecrans_avis
from college.points.avis.requetes import passages_lisibles
from college.points.clauses.offertes import clauses
from college.points.droits import services_proposants
from college.points.etats import avis_de, etat_de, texte
from college.points.liens.regles import libelle
from college.points.modele import Point
from college.points.notes import requetes as notes
from college.points.pages_conflit import NOMS, marques, non_gardes, seances, types_acte
from college.points.relecture import requetes as relecture
from college.points.relecture.pages import en_attente, pour_relire, relisible
from college.points.volets import DU_CHAMP, TOUS


def page(qui: Acteur, point: Point, refus: Erreur | None = None, action: str = "", geste: str = "") -> str:
    """`action` (of the chain) or `geste` (on an advice): what was refused, shown again beside its button."""
    passages, avis = requetes.passages_de(point), avis_de(point)
    revision = masques.montrable(qui, point, lue := texte(point))
    vu = etat_de(point, passages, avis)
    parcours, liens = ecrans.parcours(vu, qui, point), requetes.liens(point, qui)
    lus = passages_lisibles(qui, point, passages, avis)
    return render_template(
        "points/voir.html",
        point=point, revision=revision, vu=vu, textes=NOMS, moi=qui, en_relecture=en_attente(qui, point, vu),
        relisible=relisible(qui, point, vu),
        volets=chaine.volets_ouverts(vu, qui),
        reponse=ecrans.reponse(vu, parcours, point), parcours=parcours,
        boutons=ecrans.boutons(vu, qui), icones=ecrans.ICONES,
        chrono=ecrans.chronologie(point, lus, requetes.revisions(point), avis, vu),
        renvois=ecrans.renvois(vu), consultables=_consultables(point),
        organes=_autres_organes(point), organes_noms=dict(_autres_organes(point)), libelle_lien=libelle,
        pieces=annexes.de(qui, point), types_annexes=TYPES, textes_pieces=DITS,
        liens=liens, titres=masques.titres(qui, [autre for _, _, autre in liens]),
        panneaux=[dessiner(panneau) for panneau in panneaux_de("point", qui, point)],
        refus=refus, action=action, geste=geste, saisie=request.form, file=_file(qui, point),
        natures=dict(formulaires.NATURES), sens=dict(formulaires.SENS), notes=notes.section(qui, point),
        mots_cles=point.mots_cles if revision is lue else masques.mots_cles(qui, point),
        destinataires=[formulaires.destinataire(un) for un in point.destinataires if revision is lue],
        copies=[(nom, " ; ".join(copies.noms(point, champ)) or None) for champ, nom in copies.LIBELLES.items()],
        modifiable_service=point.service_id in services_proposants(qui) or qui.est_secretaire(point.organe_id),
        **ecrans_avis.section(qui, point, avis, vu, liens),
    )  # fmt: skip


def _file(qui: Acteur, point: Point) -> dict[str, Any] | None:
    """Where the person is among the points to examine, when they came for these (`?file=1`)."""
    if "file" not in request.values:
        return None
    tous = requetes.file(qui)
    rang = tous.index(point.id) if point.id in tous else -1
    avant, apres = (tous[rang - 1] if rang > 0 else None), next(iter(tous[rang + 1 :]), None)
    return {"rang": rang + 1, "total": len(tous), "avant": avant, "apres": apres}


def dessiner(panneau: Panneau) -> tuple[str, Markup]:
    """A panel of an upper room, drawn blind."""
    dessin = render_template(panneau.gabarit, donnees=panneau.donnees, **panneau.donnees)
    return panneau.titre, Markup(dessin)  # noqa: S704  # nosec B704 - a template of ours


def _consultables(point: Point) -> list[tuple[str, str]]:
    choix = annuaire(point.institution_id).choix
    services = [(service.code, f"Service {service.nom}") for service in choix["s"] if service.id != point.service_id]
    return [(groupe.code, groupe.nom) for groupe in choix["g"]] + services


def _autres_organes(point: Point) -> list[tuple[str, str]]:
    """Those of this institution; the page of the links offers the neighbours' too."""
    return [(o.code, o.nom) for o in annuaire(point.institution_id).choix["o"] if o.id != point.organe_id]


def formulaire(qui: Acteur, point: Point | None, valeurs: dict[str, Any], refus: Erreur | None = None) -> str:
    fautes = {faute.champ: faute.message for faute in refus.fautes} if isinstance(refus, Invalide) else {}
    vu, choix = etat_de(point) if point else None, annuaire(qui.institution_id).choix
    pieces = annexes.de(qui, point) if point else []
    relues = relecture.relectures(point) if point else {}
    volets = chaine.volets_ouverts(vu, qui) if vu else frozenset(TOUS)
    if point and refus:
        gardees = formulaires.valeurs(point, texte(point))
        valeurs |= {nom: lue for nom, lue in gardees.items() if DU_CHAMP[nom] not in volets}
    elif point:
        valeurs |= {nom: formulaires.en_texte(html) for nom, html in relecture.en_vigueur(point, relues).items()}
    return render_template(
        "points/editeur.html",
        point=point, v=valeurs, fautes=fautes, refus=None if fautes else refus, vu=vu,
        nommees=formulaires.nommees(refus) if isinstance(refus, Invalide) else [],
        services=_services(qui, point),
        organes=[(o.code, o.nom) for o in choix["o"]],
        categories=_avec(point.categorie if point else None, [(x.code, x.nom) for x in choix["c"]]),
        groupes=_avec(
            point.groupe_en_charge if point else None,
            [(x.code, x.nom) for x in choix["g"] if x.genre == "politique"],
        ),
        seances=seances(qui, point), natures=formulaires.NATURES, sens=formulaires.SENS,
        copies=copiables(point, annuaire(qui.institution_id)), balises=formulaires.balises(valeurs),
        clauses=clauses(point.organe.type if point else ""), types_acte=types_acte(point),
        taches=ecrans.taches(point, texte(point), len(pieces)) if point else [],
        parcours=ecrans.parcours(vu, qui, point) if point and vu else [],
        boutons=ecrans.boutons(vu, qui) if vu else None,
        pieces=pieces, types_annexes=TYPES, textes_pieces=DITS, extensions=",".join(f".{e}" for e in MIMES),
        renvoi=vu.renvoi if vu else None, lus=texte(point) if point else None,
        tape=lambda nom: formulaires.non_garde(request.form, texte(point), nom) if point and refus else "",
        volets=volets, perdus=non_gardes(qui, point, volets) if point and refus else [],
        marques=marques(point, relues) if point else "",
        limites=chaine.limites(vu, qui) if vu else "", **(pour_relire(qui, point, relues) if point else {}),
    )  # fmt: skip


def avancement(qui: Acteur, point: Point) -> str:
    """The parts of the editor that follow from what was just kept: what misses, the way of the point, sending it."""
    vu = etat_de(point)
    return render_template(
        "points/_avancement.html",
        point=point, vu=vu, taches=ecrans.taches(point, texte(point), len(annexes.de(qui, point))),
        parcours=ecrans.parcours(vu, qui, point), boutons=ecrans.boutons(vu, qui),
    )  # fmt: skip


def _avec(actuel: Any, offerts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The offered ones, and the point's own even when it is no longer offered."""
    if actuel is None or any(code == actuel.code for code, _ in offerts):
        return offerts
    return [*offerts, (actuel.code, getattr(actuel, "libelle", None) or actuel.nom)]


def copiables(point: Point | None, lieux: Annuaire) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Who may be put in copy, kind by kind, and who already is."""
    lots = []
    for champ, nom in copies.LIBELLES.items():
        deja = [(lie["code"], lie["libelle"]) for lie in copies.lies(point, champ)] if point else []
        offerts = [(choix.code, choix.nom) for choix in copies.choisis(lieux, champ)]
        lots.append((champ, nom, offerts + [paire for paire in deja if paire not in offerts]))
    return lots


def _services(qui: Acteur, point: Point | None) -> list[tuple[str, str]]:
    """Those for which the person proposes; a secretary proposes for all."""
    miens = services_proposants(qui) | ({point.service_id} if point else set())
    tous = annuaire(qui.institution_id).choix["s"]
    offerts = [(service.code, service.nom) for service in tous if service.id in miens or qui.secretariats]
    return _avec(point.service if point else None, offerts)
