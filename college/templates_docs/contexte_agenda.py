"""PURE: the documents that go before a séance: convocation, agenda, note de synthèse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from college.francais import enumerer
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
    titre_ferme,
)
from college.templates_docs.entree import Dossier, Point
from college.templates_docs.grammaire import INSECABLE, du, en_ligne, jour, le, typographier

_RANGS = {2: "deuxième", 3: "troisième"}
_CPAS = "conformément à l’article 32 de la loi organique du 8 juillet 1976, "
_REPRISES = {
    "conseil": "conformément à l’article L1122-17 CDLD, ",
    **dict.fromkeys(("bureau_permanent", "conseil_action_sociale", "comite_special"), _CPAS),
}


def ligne(dossier: Dossier, p: Point, discret: bool = False) -> Contexte:
    """A line of an agenda: number, reference, service, title, rapporteur; a closed one, in a notice or in
    public, its public title alone."""
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
    masque = p.huis_clos and (discret or dossier.partie == "publique")
    annonce = typographier(p.titre_public) if dossier.partie != "publique" else ""
    titre = annonce or titre_ferme(p) if masque else vu["titre"]
    return {
        "numero": vu["numero"],
        "titre": titre,
        "reference": vu["reference"],
        "details": "" if masque else " · ".join(d for d in details if d),
        "retire": p.retire,
    }


_QUESTIONS = ("question", "interpellation")
_PUBLIQUE = "Séance publique"


def rubriques(dossier: Dossier, discret: bool = False) -> list[Contexte]:
    """The agenda under its headings: the conseil's in its own order, the collège's by kind of treatment."""
    points = list(_sous_leurs_intertitres(dossier.points))
    if dossier.corps.type in NON_PUBLIC:
        points.sort(key=lambda p: _rang_college(p)[0])
        titres = [_rang_college(p)[1] for p in points]
    else:
        finales = _finales(points, dossier.corps.type)
        titres = ["Huis clos" if p.huis_clos else finales.get(p.numero) or p.rubrique or _PUBLIQUE for p in points]
    vues = [
        {"titre": titre, "lignes": [ligne(dossier, p, discret) for _, p in groupe]}
        for titre, groupe in groupby(zip(titres, points, strict=True), itemgetter(0))
    ]
    if vues and dossier.corps.type not in NON_PUBLIC and titres[0] == points[0].rubrique:
        vues.insert(0, {"titre": _PUBLIQUE, "lignes": []})
    return vues


def _sous_leurs_intertitres(points: tuple[Point, ...]) -> Iterable[Point]:
    """A heading set above a point holds until the next one of its part, as on the composer's screen."""
    courant, ferme = "", False
    for p in points:
        courant = p.rubrique or (courant if p.huis_clos == ferme else "")
        ferme = p.huis_clos
        yield replace(p, rubrique=courant)


def _rang_college(p: Point) -> tuple[int, str]:
    """Minutes to approve, what is discussed, what is not, urgent, communications, closed (pratique §14)."""
    if p.huis_clos:
        return 6, "Huis clos"
    if p.nature == "pv":
        return 0, "Approbation du procès-verbal"
    if p.urgent:
        return 4, "Urgences"
    if p.rubrique:
        return 3, p.rubrique
    if p.nature in ("communication", "information"):
        return 5, "Communications"
    return (1, "Points à discuter") if p.a_discuter else (2, "Points sans débat")


def _finales(points: list[Point], type_organe: str) -> dict[str, str]:
    """What closes the public part has headings of its own: points that members filed, then questions."""
    ouverts = [p for p in points if not p.huis_clos]
    titres: dict[str, str] = {}
    while ouverts and ouverts[-1].nature in _QUESTIONS:
        titres[ouverts.pop().numero] = "Interpellations et questions"
    article = " (article L1122-24)" if type_organe == "conseil" else ""
    while ouverts and ouverts[-1].depose:
        titres[ouverts.pop().numero] = f"Points inscrits à la demande de membres{article}"
    return titres


def contexte_ordre_du_jour(dossier: Dossier) -> Contexte:
    """The agenda alone; a conseil's is its collège's work (L1122-12)."""
    s, corps = dossier.seance, dossier.corps
    version = f"Version{INSECABLE}{s.version}" if s.version and s.version != "projet" else ""
    return {
        **commun(
            dossier,
            f"Ordre du jour {du(dossier.corps.nom, dossier.corps.genre)}",
            majuscule(jour_seance(dossier, heure=True)),
            [majuscule(dossier.corps.nom), numero_seance(dossier), version],
            f"Ordre du jour du {jour(s.jour)}",
        ),
        "par": f"Par {'le Collège communal' if corps.type == 'conseil' else le(corps.nom, corps.genre)},",
        "rubriques": rubriques(dossier),
        "changements": list(s.changements),
    }


def contexte_convocation(dossier: Dossier) -> Contexte:
    """The notice: place and date, formula with its article, day, hour, room, agenda, where to consult."""
    s, corps = dossier.seance, dossier.corps
    lieu = dossier.etablissement.lieu or dossier.etablissement.nom
    rang = _RANGS.get(s.convocation, "")
    base = _base(dossier)
    formule = "Nous avons l’honneur de vous convoquer" + (f", pour la {rang} fois," if rang else "")
    conformement = f", conformément {base}" if base else ""
    moment = f"le {jour(s.jour, semaine=True)}" + (f" à {s.heure}" if s.heure else "")
    return {
        **contexte_ordre_du_jour(dossier),
        "rubriques": rubriques(dossier, discret=corps.type not in NON_PUBLIC),
        "titre": f"Convocation {du(corps.nom, corps.genre)}",
        "rappel": f"Convocation à la séance du {jour(s.jour)}",
        "pied": f"{majuscule(corps.nom)}, convocation à la séance du {jour(s.jour)}",
        "destinataire": dossier.destinataire,
        "lieu_date": ", le ".join(t for t in (lieu, jour(s.jour_convocation)) if t),
        "formule": f"{formule} à la séance {du(corps.nom, corps.genre)} qui se tiendra {moment}"
        + (f", {en_ligne(s.lieu)}" if s.lieu else "")
        + conformement
        + ".",
        "rang": _reprise(dossier, rang) if rang else "",
        "lien": s.lien,
        "motif_urgence": s.motif_urgence,
        "consultation": s.consultation,
    }


def _reprise(dossier: Dossier, rang: str) -> str:
    """Which notice it is, and on what; a point that is new in it does not stand there for the second time."""
    points = [p for p in dossier.points if not p.retire]
    numeros = [p.numero for p in points if p.repris]
    debut = majuscule(f"{_REPRISES.get(dossier.corps.type, '')}la présente convocation est la {rang}")
    fois = f"mis pour la {rang} fois à l’ordre du jour"
    if not numeros:
        return f"{debut}."
    if len(numeros) == len(points):
        return f"{debut} et porte sur les points {fois}."
    if len(numeros) == 1:
        return f"{debut}{INSECABLE}; le point {numeros[0]} est {fois}."
    return f"{debut}{INSECABLE}; les points {enumerer(numeros)} sont {fois}."


def _base(dossier: Dossier) -> str:
    """« aux articles L1122-12 et L1122-13 du Code de la démocratie locale et de la décentralisation »."""
    code = " du Code de la démocratie locale et de la décentralisation"
    if dossier.corps.type == "conseil":
        articles = "L1122-12, L1122-13 et L1122-17" if dossier.seance.convocation > 1 else "L1122-12 et L1122-13"
        return f"aux articles {articles}{code}"
    base = dossier.seance.base_convocation
    if base.startswith("L"):
        return f"à l’article {base.removesuffix(' CDLD')}{code}"
    if base.startswith("art. "):
        return f"à l’{base.replace('art. ', 'article ').replace(' LO CPAS', '')} de la loi organique du 8 juillet 1976"
    return f"au {base}" if base else ""


def contexte_note_synthese(dossier: Dossier) -> Contexte:
    """For each point: its object and context in plain words, then the project of decision."""
    s = dossier.seance
    vus = [
        {
            **point(dossier, p),
            "note_html": texte_riche.serialiser(texte_riche.blocs(texte_riche.nettoyer(p.note_html or p.rapport_html))),
            "projet_html": texte(dossier, p) if p.decisionnel or p.dispositif_html else "",
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
            f"Notes de synthèse, séance du {jour(s.jour)}",
        ),
        "points": vus,
    }
