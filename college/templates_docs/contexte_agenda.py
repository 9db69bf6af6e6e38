"""PURE: the documents that go before a séance: convocation, agenda, note de synthèse."""

from __future__ import annotations

from itertools import groupby

from college.templates_docs import texte_riche
from college.templates_docs.contexte import (
    NON_PUBLIC,
    Contexte,
    commun,
    jour_seance,
    majuscule,
    numero_seance,
    point,
    texte,
)
from college.templates_docs.entree import Dossier, Point
from college.templates_docs.grammaire import INSECABLE, du, jour, le

_RANGS = {2: "deuxième", 3: "troisième"}


def ligne(dossier: Dossier, p: Point) -> Contexte:
    """A line of an agenda: number, reference, service, title, rapporteur; a closed one its public title."""
    vu = point(dossier, p)
    details = [
        f"Rapport{INSECABLE}: {p.rapporteur}" if p.rapporteur else "",
        p.service,
        f"Demandé par {p.demandeur}" if p.demandeur else "",
        p.montant,
        *p.avis,
        "→ conseil" if p.vers_conseil else "",
        f"Urgence{INSECABLE}: {p.urgence}" if p.urgence else "",
        "Point retiré" if p.retire else "",
    ]
    masque = p.huis_clos and dossier.partie == "publique"
    return {
        "numero": p.numero,
        "titre": vu["titre"],
        "reference": vu["reference"],
        "details": "" if masque else " · ".join(d for d in details if d),
        "retire": p.retire,
    }


def rubriques(dossier: Dossier) -> list[Contexte]:
    """The agenda under its headings, kept in the agenda's own order."""

    def titre(p: Point) -> str:
        if p.huis_clos:
            return "Huis clos"
        if p.rubrique:
            return p.rubrique
        if dossier.corps.type in NON_PUBLIC:
            return "Points à discuter" if p.a_discuter else "Points sans débat"
        return "Séance publique"

    return [
        {"titre": nom, "lignes": [ligne(dossier, p) for p in liste]}
        for nom, liste in groupby(dossier.points, key=titre)
    ]


def contexte_ordre_du_jour(dossier: Dossier) -> Contexte:
    """The agenda alone."""
    s = dossier.seance
    version = f"Version{INSECABLE}{s.version}" if s.version and s.version != "projet" else ""
    return {
        **commun(
            dossier,
            f"Ordre du jour {du(dossier.corps.nom, dossier.corps.genre)}",
            ", ".join(t for t in (majuscule(jour_seance(dossier)), s.heure) if t),
            [majuscule(dossier.corps.nom), numero_seance(dossier), version],
            f"Ordre du jour du {jour(s.jour)}",
        ),
        "rubriques": rubriques(dossier),
        "changements": list(s.changements),
    }


def contexte_convocation(dossier: Dossier) -> Contexte:
    """The notice: place and date, formula with its article, day, hour, room, agenda, where to consult."""
    s, corps = dossier.seance, dossier.corps
    lieu = dossier.etablissement.lieu or dossier.etablissement.nom
    rang = _RANGS.get(s.convocation, "")
    base = s.base_convocation or ("articles L1122-12 et L1122-13 CDLD" if corps.type == "conseil" else "")
    formule = "Nous avons l’honneur de vous convoquer" + (f", pour la {rang} fois," if rang else "")
    conformement = f", conformément aux {base}" if base.startswith("articles") else f", conformément à l’{base}"
    moment = f"le {jour(s.jour, semaine=True)}" + (f" à {s.heure}" if s.heure else "")
    reprise = f"Conformément à l’article L1122-17 CDLD, la présente convocation est la {rang}" if rang else ""
    return {
        **contexte_ordre_du_jour(dossier),
        "titre": f"Convocation {du(corps.nom, corps.genre)}",
        "rappel": f"Convocation à la séance du {jour(s.jour)}",
        "pied": f"{majuscule(corps.nom)}, convocation à la séance du {jour(s.jour)}",
        "destinataire": dossier.destinataire,
        "lieu_date": ", le ".join(t for t in (lieu, jour(s.jour_convocation)) if t),
        "formule": f"{formule} à la séance {du(corps.nom, corps.genre)} qui se tiendra {moment}"
        + (f", {s.lieu}" if s.lieu else "")
        + (conformement if base else "")
        + ".",
        "rang": f"{reprise} et porte sur les points mis pour la {rang} fois à l’ordre du jour." if rang else "",
        "lien": s.lien,
        "motif_urgence": s.motif_urgence,
        "consultation": s.consultation,
    }


def contexte_note_synthese(dossier: Dossier) -> Contexte:
    """For each point: its object and context in plain words, then the project of decision."""
    s = dossier.seance
    vus = [
        {
            **point(dossier, p),
            "note_html": texte_riche.serialiser(texte_riche.blocs(texte_riche.nettoyer(p.note_html or p.rapport_html))),
            "projet_html": texte(dossier, p),
        }
        for p in dossier.points
        if not (p.huis_clos and dossier.partie == "publique")
    ]
    return {
        **commun(
            dossier,
            "Notes de synthèse explicatives et projets de délibération",
            majuscule(jour_seance(dossier)),
            [majuscule(dossier.corps.nom), numero_seance(dossier)],
            f"Notes de synthèse, {le(dossier.corps.nom, dossier.corps.genre)} du {jour(s.jour)}",
        ),
        "points": vus,
    }
