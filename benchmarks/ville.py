"""A large town, seeded: 60 services, 300 agents, 100,000 points and their passages, written straight in the base."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text

from college.organisation import mots_de_passe
from college.organisation.modele import Agent, Appartenance, Categorie, Groupe, Institution, Organe, Service
from college.points import definition, mots
from college.points.annexes.modele import Annexe
from college.points.modele import Chaine, ChaineVersion, EtapePoint, Passage, Point, Revision
from college.transaction import ecriture, unite

SECRET = "mots-de-passe-de-mesure"
LOT, SERVICES, AGENTS = 5_000, 60, 300
FIN = datetime(2026, 11, 20, 9, tzinfo=UTC)
ETAPES = [
    {"code": "chef", "role": "chef_service", "libelle": "Visa du chef de service"},
    {"code": "df", "groupe": "directeur_financier", "libelle": "Avis financier", "type": "avis"},
    {"code": "dg", "groupe": "direction_generale", "libelle": "Validation de la direction"},
]
PERSONNES = {"agent": ("redacteur",), "chef": ("chef_service",), "secretaire": (), "nouvelle": ("conseiller_avis",)}
OBJETS = (
    "Réfection des trottoirs de la rue {rue}", "Marché de fournitures : {mot}", "Subside à l’asbl {mot}",
    "Ordonnance de circulation, rue {rue}", "Convention d’occupation, place {rue}", "Abattage d’arbres, sentier {rue}",
    "Prise d’acte : {mot}", "Égouttage de la rue de l’Église et de la rue {rue}",
)  # fmt: skip
SYLLABES = "ba be bi bo cha che co cri da de di dou fa fe fo ga ge gra la le li lo ma me mi mou na ne no pa pe pi po ra re ri ro sa se so ta te ti to tra va ve vi vo".split()  # noqa: E501, SIM905


def peupler(combien: int) -> None:
    """The town and its points."""
    with ecriture():
        lieux = _organisation()
        lexique = _lexique()
        for depart in range(0, combien, LOT):
            lots: dict[Any, list[dict[str, Any]]] = {t: [] for t in (Point, Revision, Passage, EtapePoint, Annexe)}
            for rang in range(depart, min(depart + LOT, combien)):
                _point(random.Random(rang), rang, combien, lieux, lexique, lots)
            for modele, lignes in lots.items():
                if lignes:
                    unite().execute(insert(modele), lignes)
        unite().execute(text("ANALYZE"))


def _organisation() -> dict[str, Any]:
    base = unite()
    ville = Institution(code="ville", nom="Ville de mesure", type="commune")
    base.add(ville)
    base.flush()
    ici = {"institution_id": ville.id}
    services = [Service(**ici, code=f"s{n:02}", nom=f"Service {n:02}", rang=n) for n in range(SERVICES)]
    dg, df = (
        Groupe(**ici, code=code, nom=code, rang=n)
        for n, code in enumerate(("direction_generale", "directeur_financier"))
    )
    organes = [
        Organe(**ici, code=code, nom=nom, type=code, rang=n, reglages={"chaine": "ville"})
        for n, (code, nom) in enumerate((("college", "Collège communal"), ("conseil", "Conseil communal")))
    ]
    categories = [Categorie(**ici, code=f"c{n:02}", libelle=f"Matière {n:02}", rang=n) for n in range(30)]
    chaine = Chaine(**ici, code="ville", libelle="Ville")
    contenu = {"code": "ville", "etapes": ETAPES}
    version = ChaineVersion(
        **ici, chaine=chaine, numero=1, definition=contenu, empreinte=definition.empreinte(contenu), publiee_le=FIN
    )
    empreinte = mots_de_passe.hacher(SECRET)
    noms = [*PERSONNES, *(f"agent{n:03}" for n in range(len(PERSONNES), AGENTS))]
    agents = [Agent(**ici, identifiant=nom, prenom="Camille", nom=nom.title(), mot_de_passe=empreinte) for nom in noms]
    base.add_all([*services, dg, df, *organes, *categories, version, *agents])
    base.flush()
    for rang, agent in enumerate(agents):
        service = services[0 if agent.identifiant in PERSONNES else rang % SERVICES]
        role = (*PERSONNES.get(agent.identifiant, ()), "chef_service" if rang % 5 == 0 else "redacteur")[0]
        groupe = {6: dg.id, 7: df.id}.get(rang)
        for extra in ({"role": role, "service_id": service.id}, {"role": "membre", "groupe_id": groupe}):
            if extra.get("groupe_id", True) and agent.identifiant != "secretaire":
                base.add(Appartenance(**ici, agent_id=agent.id, **extra))
        if agent.identifiant == "secretaire":
            base.add_all(Appartenance(**ici, agent_id=agent.id, role="secretaire", organe_id=o.id) for o in organes)
    base.flush()
    return {"ici": ici, "services": services, "agents": agents, "organes": organes, "categories": categories,
            "version": version.id, "dg": dg.id, "df": df.id}  # fmt: skip


def _lexique() -> list[str]:
    hasard = random.Random(7)
    return ["".join(hasard.choices(SYLLABES, k=hasard.randint(2, 4))) for _ in range(20_000)]


def _mots(hasard: random.Random, lexique: list[str], combien: int) -> Iterator[str]:
    """Some words come everywhere, most come seldom (Zipf)."""
    return (lexique[min(int(len(lexique) ** hasard.random()), len(lexique) - 1)] for _ in range(combien))


def _point(
    hasard: random.Random, rang: int, combien: int, lieux: dict[str, Any], lexique: list[str], lots: Any
) -> None:
    numero, ici = rang + 1, lieux["ici"]
    quand = FIN - timedelta(minutes=20 * (combien - rang))
    en_cours = combien - rang < combien / 40  # the last ones: years of decided points behind them
    phase = (
        hasard.choice(("brouillon", "en_validation", "en_validation", "valide", "inscrit")) if en_cours else "decide"
    )
    organe, service = lieux["organes"][hasard.random() < 0.2], hasard.choice(lieux["services"])
    auteur, categorie = hasard.choice(lieux["agents"]), hasard.choice(lieux["categories"])
    titre = hasard.choice(OBJETS).format(
        rue=lexique[hasard.randrange(3000)].title(), mot=lexique[hasard.randrange(9000)]
    )
    reference, montant = f"{quand:%Y}-{numero:06}", hasard.randrange(100, 90_000)
    corps = " ".join(_mots(hasard, lexique, 120))
    cherche = mots.indexer(
        (reference, titre, service.nom, organe.nom, auteur.nom_complet, mots.jour(quand), str(montant), corps)
    )
    lots[Point].append({
        **ici, "id": numero, "reference": reference, "organe_id": organe.id, "service_id": service.id,
        "auteur_id": auteur.id, "categorie_id": categorie.id, "nature": "decision", "huis_clos": hasard.random() < 0.1,
        "montant_htva": montant, "phase": phase, "etape": "chef" if phase == "en_validation" else None,
        "etape_libelle": ETAPES[0]["libelle"] if phase == "en_validation" else "",
        "chaine_version_id": lieux["version"], "titre": titre, "cherche": cherche,
        "cree_le": quand, "modifie_le": quand,
        "soumis_le": None if phase == "brouillon" else quand, "diffuse_le": quand if phase == "decide" else None,
    })  # fmt: skip
    lots[Revision].append({
        **ici, "id": numero, "point_id": numero, "numero": 1, "titre": titre, "motivation": f"<p>{corps}</p>",
        "dispositif": f"<p>{titre}</p>", "faits": {"montant_htva": str(montant)}, "empreinte": f"{rang:064x}",
        "empreinte_texte": f"{rang:064x}", "auteur_id": auteur.id, "le": quand,
    })  # fmt: skip
    _chaine(lots, lieux, numero, service.id, phase, quand)
    if rang % 5 == 0:
        lots[Annexe].append({
            **ici, "point_id": numero, "nom": "rapport.pdf", "sha256": f"{rang:064x}", "taille": 1,
            "mime": "application/pdf", "deposee_par_id": auteur.id, "deposee_le": quand,
            "confidentielle": rang % 50 == 0,
            "cherche": mots.indexer(_mots(hasard, lexique, 150)),
        })  # fmt: skip


def _chaine(lots: Any, lieux: dict[str, Any], numero: int, service_id: int, phase: str, quand: datetime) -> None:
    if phase == "brouillon":
        return
    fini = phase != "en_validation"
    for rang, etape in enumerate(ETAPES):
        groupe = {"df": lieux["df"], "dg": lieux["dg"]}.get(str(etape["code"]))
        statut = "fait" if fini else "courant" if rang == 0 else "a_venir"
        lots[EtapePoint].append({
            **lieux["ici"], "point_id": numero, "rang": rang, "code": etape["code"], "libelle": etape["libelle"],
            "type": etape.get("type", "visa"), "statut": statut, "role": etape.get("role", ""),
            "service_id": None if groupe else service_id, "groupe_id": groupe,
        })  # fmt: skip
    actions = ("soumettre", "renvoyer", "soumettre", "viser", "rendre_avis", "viser", "inscrire", "decider")
    faites = {"en_validation": 3, "valide": 6, "inscrit": 7, "decide": 8}[phase]
    for n, action in enumerate(actions[:faites]):
        lots[Passage].append({
            **lieux["ici"], "point_id": numero, "revision_id": numero, "action": action, "acteur_id": 6,
            "acteur_nom": "Camille", "etape": {3: "chef", 4: "df", 5: "dg"}.get(n), "donnees": {},
            "vers": "auteur" if action == "renvoyer" else None, "le": quand + timedelta(minutes=n),
        })  # fmt: skip
