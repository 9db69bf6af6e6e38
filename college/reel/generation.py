"""Invented people, votes, and the two bodies that the published agendas lack. Pure and seeded.

The real files name nobody who may vote; the reel gives each institution twenty-one members, a chain of two
visas and a legality advice. It also makes a collège of 250 points with 15 % huis clos, and a CPAS body.
"""

from __future__ import annotations

import random
from datetime import date, time
from typing import Any

from college.reel.lecture import AgendaReel, PointReel, code

PRENOMS = ("Anne", "Bruno", "Claire", "David", "Émilie", "François", "Gisèle", "Hugo", "Irène", "Jean", "Karim")
NOMS = ("Aubry", "Bastin", "Collard", "Delcourt", "Evrard", "Fontaine", "Gillet", "Hubert", "Istace", "Jacquemin")
SUITES = ("Knops", "Laurent", "Masson", "Noël", "Orban", "Pirard", "Quinet", "Renard", "Simon", "Thiry", "Urbain")
GROUPES = ("Ensemble", "Alternative", "Citoyens")
FEMININS = {"Anne", "Claire", "Émilie", "Gisèle", "Irène"}
METIERS = {"redacteur": "Rose", "chef": "Chloé", "df": "Didier", "dg": "Diane"}
MEMBRES = {"conseil": 21, "college": 7, "cas": 9}

OBJETS = (
    ("voirie", "Réfection du trottoir de la rue {rue}", 12_400),
    ("marches", "Achat de fournitures pour le service {rue}", 3_150),
    ("culture", "Subside à l’association des amis de la rue {rue}", 500),
    ("urbanisme", "Permis d’urbanisme, rue {rue} {numero}", None),
    ("police", "Occupation du domaine public, rue {rue}", None),
    ("marches", "Attribution du marché de la rue {rue}", 48_900),
    ("personnel", "Personnel communal : congé, dossier {numero}", None),
    ("finances", "Factures, liste {numero}", 86_000),
)
RUES = ("Haute", "Basse", "Neuve", "du Moulin", "de l’Église", "du Pont", "des Tilleuls", "du Lavoir", "de la Gare")
GESTION = ("Marché de denrées alimentaires", "Taxi social : tarif", "Maison de repos : travaux", "Rapport annuel")


def paquet(agenda: AgendaReel, organe: str) -> dict[str, Any]:
    """The paquet communal of an institution that sits as `organe` (conseil, college or cas)."""
    slug = agenda.slug
    return {
        "paquet": 1,
        "institution": {"code": slug, "nom": agenda.institution, "type": "cpas" if organe == "cas" else "commune"},
        "services": [{"code": "secretariat", "nom": "Secrétariat"}],
        "groupes": [
            {"code": "dg", "nom": "Direction générale"},
            {"code": "directeur_financier", "nom": "Direction financière"},
        ],
        "categories": [{"code": code(m), "libelle": m} for m in matieres(agenda)],
        "agents": _agents(slug, organe),
        "mandataires": [_mandataire(slug, organe, rang) for rang in range(MEMBRES[organe])] + [_dg(slug, organe)],
        "chaines": [{"code": "chaine", "etapes": CHAINE}],
        "organes": [_organe(organe)],
    }


GROUPES_FIXES = [
    {"code": "dg", "nom": "Direction générale"},
    {"code": "directeur_financier", "nom": "Direction financière"},
]
CHAINE = [
    {"code": "chef", "libelle": "Visa du chef de service", "role": "chef_service"},
    {
        "code": "df",
        "libelle": "Avis de légalité",
        "type": "avis",
        "groupe": "directeur_financier",
        "delai_jours_ouvrables": 10,
        "si": {"champ": "montant_htva", "operateur": ">=", "valeur": 30_000},
    },
    {"code": "dg", "libelle": "Validation de la directrice générale", "groupe": "dg"},
]
ORGANES: dict[str, dict[str, Any]] = {
    "conseil": {
        "nom": "Conseil communal",
        "type": "conseil",
        "vote_appareils": {"public": True, "base": "ROI art. 41"},
    },
    "college": {"nom": "Collège communal", "type": "college", "publication": "decisions"},
    "cas": {"nom": "Conseil de l’action sociale", "type": "conseil_action_sociale", "mention_vote": "resultat"},
}


def _organe(organe: str) -> dict[str, Any]:
    return {"code": organe, "chaine": "chaine", "reference": "{date:%Y%m%d}-{numero}", **ORGANES[organe]}


def matieres(agenda: AgendaReel) -> list[str]:
    """The subjects of an agenda, each once, in order of appearance."""
    return list(dict.fromkeys(point.matiere or "Administration générale" for point in agenda.points))


def identifiant(slug: str, metier: str) -> str:
    """Sign-in names are unique in the installation: « namur.dg »."""
    return f"{slug}.{metier}"


def _agents(slug: str, organe: str) -> list[dict[str, Any]]:
    roles: dict[str, dict[str, Any]] = {
        "redacteur": {"roles": [{"role": "redacteur", "service": "secretariat"}]},
        "chef": {"roles": [{"role": "chef_service", "service": "secretariat"}]},
        "df": {"groupes": ["directeur_financier"]},
        "dg": {"groupes": ["dg"], "roles": [{"role": "secretaire", "organe": organe}]},
    }
    return [
        {"identifiant": identifiant(slug, metier), "prenom": prenom, "nom": slug.title(), "genre": _genre(prenom)}
        | {"courriel": f"{metier}@{slug}.example"}
        | roles[metier]
        for metier, prenom in METIERS.items()
    ]


def _genre(prenom: str) -> str:
    return "f" if prenom in FEMININS | {"Rose", "Chloé", "Diane"} else "m"


def _mandataire(slug: str, organe: str, rang: int) -> dict[str, Any]:
    sort = random.Random(f"{slug}-{rang}")  # noqa: S311 - invented people, not secrets
    prenom = sort.choice(PRENOMS)
    fonction = _fonction(organe, rang)
    elu = {
        "identifiant": f"{slug}.m{rang + 1}",
        "prenom": prenom,
        "nom": (NOMS + SUITES)[(rang + len(slug)) % len(NOMS + SUITES)],
        "genre": _genre(prenom),
        "naissance": date(1950 + sort.randrange(50), 1 + sort.randrange(12), 1 + sort.randrange(28)),
        "groupe_politique": GROUPES[0 if rang < 12 else 1 if rang < 18 else 2],
        "mandats": [{"organe": organe, "fonction": fonction, "rang": rang + 1, "du": date(2024, 12, 2)}],
    }
    return elu | ({"agent": identifiant(slug, "president")} if rang == 0 else {})


def _fonction(organe: str, rang: int) -> str:
    if organe == "cas":
        return "membre" if rang else "president"
    if rang == 0:
        return "bourgmestre"
    return "echevin" if rang < 6 or organe == "college" else "conseiller"


def _dg(slug: str, organe: str) -> dict[str, Any]:
    mandat = {"organe": organe, "fonction": "directeur_general", "rang": 90, "du": date(2019, 3, 1)}
    qui = identifiant(slug, "dg")
    return {"identifiant": qui, "prenom": "Diane", "nom": slug.title(), "genre": "f", "agent": qui, "mandats": [mandat]}


def college_de(nombre: int = 250, jour: date = date(2026, 3, 20)) -> AgendaReel:
    """A collège as busy as a real one: `nombre` short points, 15 % of them closed."""
    points = tuple(_point_du_college(rang) for rang in range(nombre))
    return AgendaReel("Commune d’Essai", "essai", "Collège communal", jour, time(9, 0), points)


def _point_du_college(rang: int) -> PointReel:
    categorie, titre, montant = OBJETS[rang % len(OBJETS)]
    rue = RUES[rang % len(RUES)]
    huis_clos = categorie == "personnel" or rang % 40 == 7  # 12,5 % + 2,5 %
    dit = f"{titre.format(rue=rue, numero=rang + 1)} ({rang + 1})"
    somme = f" pour {montant} €" if montant else ""
    return PointReel(
        numero=str(rang + 1),
        numero_imprime=str(rang + 1),
        titre=dit,
        matiere=categorie.title(),
        rapport="",
        motivation=f"<p>Vu le Code de la démocratie locale et de la décentralisation, l’article L1123-23 ;</p>"
        f"<p>Considérant la demande relative au dossier {rang + 1} ;</p>",
        dispositif=f"<p>Article unique. D’approuver le dossier « {dit} »{somme}.</p>",
        montant_htva=montant,
        huis_clos=huis_clos,
    )


def conseil_action_sociale(nombre: int = 20, jour: date = date(2026, 3, 24)) -> AgendaReel:
    """A CPAS body: individual aid behind closed doors, a few points of management."""
    points = tuple(_aide(rang) if rang >= 4 else _gestion(rang) for rang in range(nombre))
    return AgendaReel("CPAS d’Essai", "cpas-essai", "Conseil de l’action sociale", jour, time(18, 0), points)


def _gestion(rang: int) -> PointReel:
    titre = GESTION[rang]
    return PointReel(
        numero=str(rang + 1),
        numero_imprime=None,
        titre=titre,
        matiere="Finances",
        rapport="",
        motivation="<p>Vu la loi organique du 8 juillet 1976 des centres publics d’action sociale ;</p>",
        dispositif=f"<p>Article unique. D’approuver : {titre.lower()}.</p>",
    )


def _aide(rang: int) -> PointReel:
    return PointReel(
        numero=str(rang + 1),
        numero_imprime=None,
        titre=f"Dossier 2026/{rang + 300} : aide sociale",
        matiere="Aide sociale",
        rapport="",
        motivation="<p>Vu la loi organique du 8 juillet 1976, les articles 1<sup>er</sup>, 57 et 60 ;</p>",
        dispositif=f"<p>Article unique. D’accorder une aide de {100 + rang * 10} €.</p>",
        huis_clos=True,
    )


def mode_de_vote(rang: int) -> str:
    """One point in fifty secret, one in ten nominal, the rest `unanimite`."""
    if rang % 50 == 27:
        return "secret"
    return "public" if rang % 10 == 4 else "unanimite"


def choix(slug: str, rang: int, membre: int) -> str:
    """What an invented member votes on a point: the opposition is often against."""
    sort = random.Random(f"{slug}-{rang}-{membre}").random()  # noqa: S311
    if membre < 12:
        return "pour" if sort < 0.97 else "abstention"
    return "pour" if sort < 0.45 else "contre" if sort < 0.8 else "abstention"


def comptes_secrets(votants: int, rang: int) -> dict[str, int]:
    """The ballots of a secret vote, counted: they sum to the voters."""
    contre, blanc = rang % 4, rang % 3 % 2
    return {"pour": votants - contre - blanc, "contre": contre, "abstention": 0, "blanc": blanc, "nul": 0}
