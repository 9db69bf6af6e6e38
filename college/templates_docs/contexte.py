"""PURE: facts (`entree`) to the tree of plain values that a template prints. One function a document.

Leaves are str, int, bool, list and dict only: nothing in a template can be called. Keys ending in `_html`
hold cleaned rich text; all others are plain text that the template engine escapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from college.templates_docs import texte_acte, texte_riche
from college.templates_docs.entree import Dossier, Etablissement, Personne, Point, Signataire
from college.templates_docs.grammaire import INSECABLE, du, en_ligne, jour, le, majuscule, typographier

Contexte = dict[str, Any]
NON_PUBLIC = ("college", "bureau_permanent", "conseil_action_sociale", "comite_special")


def etablissement(e: Etablissement) -> Contexte:
    """The head: « Province imaginaire · arrondissement de X », then how to reach the house."""
    region = " · ".join(t for t in (e.province, e.arrondissement) if t)
    contact = " · ".join(t for t in (e.adresse, e.telephone) if t)
    toile = " · ".join(t for t in (e.courriel, e.site) if t)
    lignes = [ligne for ligne in (region, contact, toile) if ligne]
    return {"nom": e.nom, "lignes": lignes, "armes": e.armes, "lieu": e.lieu}


def commun(
    dossier: Dossier, titre: str, soustitre: str, references: Iterable[str], rappel: str, surtitre: str = ""
) -> Contexte:
    """What every document has: head, titles, running texts, PROJET, signatures."""
    corps = dossier.corps
    return {
        "meta": meta(dossier, titre, rappel),
        "etablissement": etablissement(dossier.etablissement),
        "organe": corps.nom,
        "organe_le": le(corps.nom, corps.genre),
        "organe_du": du(corps.nom, corps.genre),
        "titre": typographier(titre),
        "surtitre": surtitre,
        "soustitre": typographier(soustitre),
        "references": [r for r in references if r],
        "rappel": rappel,
        "pied": f"{majuscule(corps.nom)}, {rappel[:1].lower()}{rappel[1:]}" if rappel else corps.nom,
        "projet": dossier.projet,
        "jour_iso": dossier.seance.jour.isoformat(),
        "par": f"Par {le(corps.nom, corps.genre)},",
        "signataires": [signataire(s) for s in dossier.signataires],
        "verification": dossier.verification,
        "reference": dossier.reference,
    }


def meta(dossier: Dossier, titre: str, rappel: str) -> Contexte:
    """File properties, from public fields only: a closed point's title never gets into metadata."""
    ferme = dossier.partie == "huis_clos" or any(p.huis_clos for p in dossier.points[:1])
    jour_ = dossier.emis_le or dossier.seance.jour
    return {
        "titre": rappel if ferme and len(dossier.points) == 1 else typographier(titre),
        "auteur": dossier.etablissement.nom,
        "sujet": f"{majuscule(dossier.corps.nom)}, {rappel[:1].lower()}{rappel[1:]}",
        "cree_le": f"{jour_.isoformat()}T00:00:00+00:00",
    }


def signataire(s: Signataire) -> Contexte:
    """A hand: « Par délégation… » first, then the quality, the box, the name."""
    return {
        "nom": s.nom,
        "qualite": majuscule(s.qualite) + ("," if s.qualite else ""),
        "mention": s.mention,
        "champ": s.champ,
        "fonction": s.fonction,
        "mandataire_id": s.mandataire_id,
        "signe": s.a_signe,
    }


def personne(p: Personne) -> Contexte:
    """A line of a presence list."""
    return {"nom": p.nom, "qualite": p.qualite, "presence": p.presence, "groupe": p.groupe}


_TITRES = {
    "present": ("Présent", "Présente", "Présents", "Présentes"),
    "connecte": ("Connecté", "Connectée", "Connectés", "Connectées"),
    "excuse": ("Excusé", "Excusée", "Excusés", "Excusées"),
    "absent": ("Absent", "Absente", "Absents", "Absentes"),
    "retire": ("Retiré", "Retirée", "Retirés", "Retirées"),
    "secretaire": ("Secrétaire", "Secrétaire", "Secrétaires", "Secrétaires"),
}


def groupes_presence(personnes: Iterable[Personne], *, double_forme: bool = False) -> list[Contexte]:
    """Presence by heading, each agreeing with those under it; a heading without anybody is not printed."""
    liste = list(personnes)
    groupes = []
    for code, formes in _TITRES.items():
        membres = [p for p in liste if _groupe(p) == code]
        if membres:
            titre = _titre(formes, membres, double_forme)
            if code == "secretaire":
                membres = [replace(p, qualite=p.qualite.removesuffix(", secrétaire")) for p in membres]
            groupes.append({"titre": titre, "personnes": [personne(p) for p in membres]})
    return groupes


def _titre(formes: Sequence[str], membres: Sequence[Personne], double_forme: bool) -> str:
    """« Présents », or « Présente et présents » where the organe names women and men apart."""
    femmes = sum(p.genre == "f" for p in membres)
    hommes = len(membres) - femmes
    feminine, masculine = formes[3 if femmes > 1 else 1], formes[2 if hommes > 1 else 0]
    if not hommes:
        return feminine
    if femmes and double_forme and feminine != masculine:
        return f"{feminine} et {masculine.lower()}"
    return formes[2 if len(membres) > 1 else 0]


def _groupe(p: Personne) -> str:
    """Who withdrew for a point (L1122-19) is not said absent."""
    return "retire" if p.presence.startswith("retiré") else p.groupe


def entete_acte(dossier: Dossier, point: Point) -> str:
    """« Le Conseil communal, en séance publique, »; a body that never sits in public says its name only."""
    sujet = majuscule(le(dossier.corps.nom, dossier.corps.genre))
    if dossier.corps.type in NON_PUBLIC or not dossier.seance.publique:
        return f"{sujet},"
    return f"{sujet}, {'à huis clos' if point.huis_clos else 'en séance publique'},"


def texte(dossier: Dossier, point: Point) -> str:
    """The whole text of the act, as one cleaned fragment, votes in their place."""
    premiere = point.decisions[0] if point.decisions else None
    dite = bool(premiere and premiere.phrase_issue and not premiere.phrase_vote)
    decide = not dite and (point.decisionnel or bool(point.verbe and point.dispositif_html))
    entete = entete_acte(dossier, point) if point.decisionnel or decide else ""
    propres = [d for d in point.decisions if d.dispositif_html]
    phrases = [d.phrase_vote for d in point.decisions if d.phrase_vote and d not in propres]
    corps = texte_acte.composer(
        point.motivation_html,
        point.dispositif_html,
        phrases,
        entete,
        _verbe(dossier, point) if decide else "",
    )
    for decision in propres:
        libelle = [texte_acte.paragraphe(typographier(decision.libelle), "decide")] if decision.libelle else []
        vote = [decision.phrase_vote] if decision.phrase_vote else []
        corps += texte_riche.serialiser(libelle)
        corps += texte_acte.composer("", decision.dispositif_html, vote)
    return corps


def _verbe(dossier: Dossier, point: Point) -> str:
    """« DÉCIDE : » before « De … »: no other verb of ours governs an infinitive."""
    autorite = dossier.corps.type == "autorite"
    defaut = "ARRÊTE" if autorite else "DÉCIDE"
    if not autorite and texte_acte.a_l_infinitif(point.dispositif_html):
        return f"{defaut}{INSECABLE}:"
    return f"{point.verbe or defaut}{INSECABLE}:"


def point(dossier: Dossier, p: Point) -> Contexte:
    """A point as the minutes print it. In a public document a closed point is a number and its legal basis."""
    if p.huis_clos and dossier.partie == "publique":
        return _point_vide(marque(p), titre_ferme(p))
    issues = [d.phrase_issue for d in p.decisions if d.phrase_issue]
    return {
        **_point_vide(marque(p), typographier(p.titre)),
        "reference": p.reference,
        "service": p.service,
        "rubrique": p.rubrique,
        "rapporteur": p.rapporteur,
        "urgence": typographier(p.urgence),
        "montant": p.montant,
        "vers_conseil": p.vers_conseil,
        "avis": list(p.avis),
        "avant": list(p.avant),
        "apres": list(p.apres),
        "interventions": list(p.interventions),
        "issues": issues,
        "texte_html": "" if p.retire else texte(dossier, p),
        "mentions": list(p.mentions),
        "annexes": list(p.annexes),
        "retire": p.retire,
    }


def marque(p: Point) -> str:
    """The number as printed: « 9 bis (U) » for what came after the notice."""
    return f"{p.numero} (U)".strip() if p.urgent else p.numero


def titre_ferme(p: Point) -> str:
    """« Huis clos – article L1122-21 »: all that an outsider reads of a closed point."""
    base = p.base_huis_clos.removesuffix(" CDLD") or "L1122-21"
    return f"Huis clos – {'article ' if base.startswith('L') else ''}{base}"


def _point_vide(numero: str, titre: str) -> Contexte:
    listes = ("avis", "avant", "apres", "interventions", "issues", "mentions", "annexes")
    textes = ("reference", "service", "rubrique", "rapporteur", "urgence", "montant", "texte_html")
    return {
        "numero": numero,
        "titre": titre,
        **dict.fromkeys(textes, ""),
        **{cle: [] for cle in listes},
        "vers_conseil": False,
        "retire": False,
    }


def jour_seance(dossier: Dossier, heure: bool = False) -> str:
    """« séance du lundi 9 novembre 2026, salle des Tilleuls »."""
    s = dossier.seance
    quand = f"séance du {jour(s.jour, semaine=True)}" + (f" à {s.heure}" if heure and s.heure else "")
    return ", ".join(t for t in (quand, en_ligne(s.lieu)) if t)


def numero_seance(dossier: Dossier) -> str:
    """« Séance n° 9 de 2026 »."""
    s = dossier.seance
    return f"Séance n°{INSECABLE}{s.numero} de{INSECABLE}{s.annee or s.jour.year}" if s.numero else ""


_PARTIES = {"publique": "Partie publique", "huis_clos": "Partie à huis clos", "integrale": ""}


def sections(dossier: Dossier) -> list[Contexte]:
    """The points under their headings, in the order in which they were treated."""
    ouverts = [p for p in dossier.points if not p.huis_clos]
    fermes = [p for p in dossier.points if p.huis_clos]
    public = dossier.seance.publique and dossier.corps.type not in NON_PUBLIC
    titre = "Séance publique" if public else "Points"
    parties = {
        "publique": [(titre, ouverts), ("Huis clos", fermes)],
        "huis_clos": [("Huis clos", fermes)],
        "integrale": [(titre, ouverts), ("Huis clos", fermes)],
    }[dossier.partie]
    return [{"titre": t, "points": [point(dossier, p) for p in liste]} for t, liste in parties if liste]


def contexte_pv(dossier: Dossier) -> Contexte:
    """Minutes: presences, opening, points in the order treated, closing, signatures."""
    s = dossier.seance
    nature = "Procès-verbal de carence" if s.carence else "Procès-verbal"
    rappel = f"{nature} du {jour(s.jour)}"
    partie = _PARTIES[dossier.partie] if dossier.corps.type not in NON_PUBLIC and not s.carence else ""
    return {
        **commun(
            dossier,
            f"{nature} {du(dossier.corps.nom, dossier.corps.genre)}",
            majuscule(jour_seance(dossier, heure=s.carence)),
            [majuscule(dossier.corps.nom), numero_seance(dossier), partie],
            rappel + (f", {partie.lower()}" if partie else ""),
        ),
        "presences": [personne(p) for p in s.presences],
        "ouverture": list(s.ouverture),
        "motif_urgence": s.motif_urgence,
        "sections": _points_portes(dossier) if s.carence else sections(dossier),
        "cloture": list(s.cloture),
        "corrections": [],
        "approbation": s.approbation,
        "signataires": [signataire(_presidence(dossier, x)) for x in dossier.signataires],
    }


def _points_portes(dossier: Dossier) -> list[Contexte]:
    """Without its quorum an assembly treats nothing: what it was called for, by title, founds the next notice."""
    portes = []
    for p in dossier.points:
        ferme = p.huis_clos and dossier.partie == "publique"
        portes.append(_point_vide(p.numero, titre_ferme(p) if ferme else typographier(p.titre)))
    return [{"titre": "Points portés à l’ordre du jour", "points": portes}] if portes else []


def _presidence(dossier: Dossier, s: Signataire) -> Signataire:
    """A collège's minutes are signed by its « Bourgmestre-Présidente »."""
    if dossier.corps.type != "college" or s.fonction != "bourgmestre":
        return s
    president = "Présidente" if s.qualite[:3].lower() == "la " else "Président"
    return replace(s, qualite=f"{s.qualite}-{president}")


def contexte_deliberation(dossier: Dossier, certifie: bool = False) -> Contexte:
    """One act: séance, presences at that point, « Point n° … – object », full text with its vote, signatures."""
    p, corps, s = dossier.points[0], dossier.corps, dossier.seance
    reference = dossier.reference or p.reference
    hors_seance = corps.type == "autorite"
    nature = dossier.intitule if hors_seance else "Registre aux délibérations"
    if certifie:
        nature = "Extrait du registre " + ("des arrêtés" if hors_seance else "aux délibérations")
    mains = [x for x in dossier.signataires if not x.a_signe]
    vue = commun(
        dossier,
        p.titre,
        f"Du {jour(s.jour)}" if hors_seance else majuscule(seance_dite(dossier, p)),
        [
            majuscule(corps.nom),
            f"{jour(s.jour)}, point{INSECABLE}{marque(p)}" if p.numero else jour(s.jour),
            reference,
        ],
        f"{nature}, {reference}" if reference else nature,
        _surtitre(dossier, nature, reference, hors_seance and not certifie),
    )
    return {
        **vue,
        "objet": "" if hors_seance else _objet(p),
        "groupes": groupes_presence(p.presents or s.presences, double_forme=corps.double_forme),
        "point": {**point(dossier, p), "mentions": []},
        "mentions": list(p.mentions),
        "annexes": list(p.annexes),
        "recours": dossier.recours,
        "delibere": _fait(dossier) if hors_seance else "Ainsi délibéré en séance, date que dessus.",
        "certifie": certifie,
        "conforme": _conforme(dossier) if certifie else "",
        "par_original": f"Par {le(corps.nom, corps.genre)}{INSECABLE}:",
        "par": _conforme(dossier) if certifie else vue["par"],
        "originaux": [signataire(x) for x in dossier.signataires if x.a_signe],
        "signataires": [signataire(x) for x in mains],
    }


def seance_dite(dossier: Dossier, p: Point) -> str:
    """« séance publique du lundi 9 novembre 2026 », « séance à huis clos du … »: the place is in the minutes."""
    dite = f"séance du {jour(dossier.seance.jour, semaine=True)}"
    if dossier.corps.type in NON_PUBLIC or not dossier.seance.publique:
        return dite
    return dite.replace("séance", "séance à huis clos" if p.huis_clos else "séance publique", 1)


def _objet(p: Point) -> str:
    """« Point n° 7 – Redevance sur l’occupation du domaine public »."""
    titre = typographier(p.titre)
    return f"Point n°{INSECABLE}{marque(p)} – {titre}" if p.numero else titre


def _surtitre(dossier: Dossier, nature: str, reference: str, propre: bool) -> str:
    """What the paper is: « Extrait du registre aux délibérations du Conseil communal », « Arrêté n° … »."""
    if propre:
        return f"{nature} n°{INSECABLE}{reference}" if reference else nature
    return f"{nature} {du(dossier.corps.nom, dossier.corps.genre)}"


def contexte_extrait(dossier: Dossier) -> Contexte:
    """A certified copy: the original's hands « (s) », then those in function on the day of the extract."""
    return contexte_deliberation(dossier, certifie=True)


def _lieu(dossier: Dossier) -> str:
    return dossier.etablissement.lieu or dossier.etablissement.nom


def _fait(dossier: Dossier) -> str:
    return f"Fait à {_lieu(dossier)}, le {jour(dossier.seance.jour)}."


def _conforme(dossier: Dossier) -> str:
    quand = f", le {jour(dossier.emis_le)}" if dossier.emis_le else ""
    return f"Pour extrait conforme, {_lieu(dossier)}{quand},"
