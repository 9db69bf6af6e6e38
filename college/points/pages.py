"""What the point's page, the editor and the conflict page are made of."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from college.droits import Acteur
from college.erreurs import Erreur, Invalide, Perime
from college.organisation import requetes as organisation
from college.organisation.modele import Categorie, Groupe, Organe, Service
from college.panneaux import panneaux_de
from college.points import ecrans, formulaires, requetes
from college.points.annexes import requetes as annexes
from college.points.annexes.regles import MIMES, TYPES
from college.points.droits import services_proposants
from college.points.etats import avis_de, etat_de, texte
from college.points.modele import Point
from college.points.regles import TEXTES
from college.points.valeurs import AVIS

NOMS = {
    "titre": "Objet",
    "titre_public": "Titre public",
    "rapport": "Rapport",
    "note_synthese": "Résumé en clair",
    "motivation": "Motivation",
    "dispositif": "Dispositif",
}


def page(qui: Acteur, point: Point, refus: Erreur | None = None, action: str = "") -> str:
    vu, avis = etat_de(point), avis_de(point)
    revision, passages = texte(point), requetes.passages_de(point)
    return render_template(
        "points/voir.html",
        point=point, revision=revision, vu=vu, avis=avis, textes=NOMS, moi=qui,
        modifiable=ecrans.peut_modifier(vu, qui) is None,
        reponse=ecrans.reponse(vu, point, qui),
        parcours=ecrans.parcours(vu, qui, point),
        boutons=ecrans.boutons(vu, qui), icones=ecrans.ICONES,
        chrono=ecrans.chronologie(point, passages, requetes.revisions(point), avis, vu),
        avis_attendu=ecrans.avis_en_attente(avis, qui, vu), valeurs_avis=AVIS,
        renvois=ecrans.renvois(vu), consultables=_consultables(qui, point), organes=_autres_organes(qui, point),
        pieces=annexes.de(qui, point), types_annexes=TYPES,
        liens=requetes.liens(point, qui), panneaux=panneaux_de("point", qui, point),
        refus=refus, action=action, saisie=request.form,
        nom_avis=lambda a: (a.groupe or a.service).nom if (a.groupe or a.service) else "Avis",
    )  # fmt: skip


def _consultables(qui: Acteur, point: Point) -> list[tuple[str, str]]:
    lieux = [(groupe.code, groupe.nom) for groupe in organisation.liste(Groupe, qui.institution_id)]
    autres = (s for s in organisation.liste(Service, qui.institution_id) if s.id != point.service_id)
    return lieux + [(service.code, f"Service {service.nom}") for service in autres]


def _autres_organes(qui: Acteur, point: Point) -> list[tuple[str, str]]:
    return [(o.code, o.nom) for o in organisation.liste(Organe, qui.institution_id) if o.id != point.organe_id]


def formulaire(qui: Acteur, point: Point | None, valeurs: dict[str, Any], refus: Erreur | None = None) -> str:
    fautes = {faute.champ: faute.message for faute in refus.fautes} if isinstance(refus, Invalide) else {}
    vu = etat_de(point) if point else None
    pieces = annexes.de(qui, point) if point else []
    return render_template(
        "points/editeur.html",
        point=point, v=valeurs, fautes=fautes, refus=None if fautes else refus, vu=vu,
        services=_services(qui, point),
        organes=[(o.code, o.nom) for o in organisation.liste(Organe, qui.institution_id)],
        categories=[(c.code, c.libelle) for c in organisation.liste(Categorie, qui.institution_id)],
        groupes=[(x.code, x.nom) for x in organisation.liste(Groupe, qui.institution_id) if x.genre == "politique"],
        natures=formulaires.NATURES,
        taches=ecrans.taches(point, texte(point), len(pieces)) if point else [],
        parcours=ecrans.parcours(vu, qui, point) if point and vu else [],
        boutons=ecrans.boutons(vu, qui) if vu else None,
        pieces=pieces, types_annexes=TYPES, extensions=",".join(f".{e}" for e in MIMES),
        renvoi=vu.renvoi if vu else None,
    )  # fmt: skip


def _services(qui: Acteur, point: Point | None) -> list[tuple[str, str]]:
    """Those for which the person proposes; a secretary proposes for all."""
    miens = services_proposants(qui) | ({point.service_id} if point else set())
    tous = organisation.liste(Service, qui.institution_id)
    return [(service.code, service.nom) for service in tous if service.id in miens or qui.secretariats]


def conflit(point: Point, perime: Perime) -> str:
    actuelle, saisi = texte(point), formulaires.retenues(request.form)
    lots = [(NOMS[nom], saisi.get(nom, ""), getattr(actuelle, nom), nom) for nom in TEXTES if nom in saisi]
    ecarts = [lot for lot in lots if formulaires.meme_texte(lot[1], lot[2]) is False]
    return render_template(
        "points/conflit.html", point=point, perime=perime, ecarts=ecarts, saisie=saisi, auteur=actuelle.auteur
    )
