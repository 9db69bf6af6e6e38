"""Acts are born here: in the transaction of `arreter`, numbered without a gap, their facts frozen at once.

Only plain facts are written now; the bytes are made afterwards by `taches.rediger_acte`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from college import boite_envoi, francais, horloge, journal
from college.actes import annexes, dossiers, modeles, numerotation, regles
from college.actes.modele import Acte, ActeVersion
from college.droits import Acteur
from college.organisation import compteurs
from college.organisation.modele import Organe
from college.organisation.reglages import reglages_organe
from college.points.regles import EFFETS
from college.seances.compte_rendu import CompteRendu
from college.seances.modele import Inscription, Seance
from college.templates_docs import documents
from college.templates_docs.entree import Dossier
from college.transaction import unite


def de_seance(acteur: Acteur, seance: Seance, inscriptions: Iterable[Inscription]) -> list[Acte]:
    """The acts of the points that have just been settled, and the minutes once the whole séance is."""
    cles = reglages_organe(seance.organe.type, seance.organe.reglages)
    deja = set(unite().scalars(select(Acte.inscription_id).where(Acte.seance_id == seance.id)))
    voulues = [
        i
        for i in inscriptions
        if i.id not in deja
        and regles.fait_un_acte(EFFETS[i.point.nature].deliberation, i.issue, cles.actes, i.point.type_acte)
    ]
    releve = CompteRendu(seance)
    actes = [de_inscription(acteur, i, releve=releve) for i in voulues]
    if seance.etat == "arretee":
        actes += _proces_verbaux(acteur, seance)
    return actes


def de_inscription(
    acteur: Acteur,
    inscription: Inscription,
    type_acte: str = "deliberation",
    releve: CompteRendu | None = None,
) -> Acte:
    """The numbered act of one point of a séance."""
    seance, point = inscription.seance, inscription.point
    acte = _numeroter(
        seance.organe,
        Acte(
            seance=seance,
            inscription=inscription,
            point=point,
            type=type_acte,
            partie="huis_clos" if inscription.huis_clos else "publique",
            titre=inscription.titre,
            titre_public=inscription.titre_public,
            huis_clos=inscription.huis_clos,
            issue=inscription.issue,
            type_acte=point.type_acte,
            date_decision=inscription.decide_le or seance.debut,
        ),
        dossiers.jour_de(seance).year,
    )
    if type_acte == "extrait":
        facts = dossiers.d_extrait(inscription, acte.reference, horloge.aujourdhui(), releve=releve)
    else:
        facts = dossiers.d_acte(inscription, acte.reference, releve=releve)
    _premiere_version(acteur, acte, type_acte, facts, annexes.figer(point))
    return acte


def hors_seance(acteur: Acteur, organe: Organe, point: Any, facts: Dossier) -> Acte:
    """The act of an authority that decides alone."""
    type_acte = "ordonnance" if point.nature == "ordonnance" else "arrete"
    acte = _numeroter(
        organe,
        Acte(
            point=point,
            type=type_acte,
            partie="huis_clos" if point.huis_clos else "publique",
            titre=point.titre,
            huis_clos=point.huis_clos,
            issue="accepte",
            type_acte=point.type_acte,
            date_decision=horloge.maintenant(),
        ),
        horloge.aujourdhui().year,
    )
    facts = replace(facts, reference=acte.reference)
    _premiere_version(acteur, acte, "deliberation", facts, annexes.figer(point))
    return acte


def _numeroter(organe: Organe, acte: Acte, annee: int) -> Acte:
    acte.institution_id, acte.organe = organe.institution_id, organe
    acte.annee = annee
    acte.numero = compteurs.suivant(organe.institution_id, "acte", annee, organe.id)
    acte.reference = numerotation.reference(_prefixe(organe), annee, acte.numero)
    acte.cree_le = horloge.maintenant()
    return acte


def _proces_verbaux(acteur: Acteur, seance: Seance) -> list[Acte]:
    """One set of minutes, or two where the organe sits in public and had closed points."""
    fermes = seance.carence_le is None and any(i.huis_clos and not i.retiree for i in seance.inscriptions)
    parties = ["publique"] if dossiers.public(seance.organe) else ["integrale"]
    if parties == ["publique"] and fermes:
        parties.append("huis_clos")
    presents = set(unite().scalars(select(Acte.partie).where(Acte.seance_id == seance.id, Acte.type == "pv")))
    return [_proces_verbal(acteur, seance, partie) for partie in parties if partie not in presents]


def _proces_verbal(acteur: Acteur, seance: Seance, partie: str) -> Acte:
    jour = dossiers.jour_de(seance)
    organe = seance.organe
    acte = Acte(
        institution_id=seance.institution_id,
        organe=organe,
        seance=seance,
        type="pv",
        partie=partie,
        annee=jour.year,
        reference=_reference_libre(organe, jour, partie),
        titre=f"Procès-verbal de la séance du {francais.date_longue(jour)}"
        + (" – huis clos" if partie == "huis_clos" else ""),
        huis_clos=partie == "huis_clos",
        date_decision=seance.debut,
        etat_pv="projet",
        cree_le=horloge.maintenant(),
    )
    facts = dossiers.de_seance(seance, partie, projet=True)
    _premiere_version(acteur, acte, "pv", facts)
    return acte


def _prefixe(organe: Organe) -> str:
    return numerotation.prefixe(organe.type, organe.code, str(organe.reglages.get("prefixe_actes") or ""))


def _reference_libre(organe: Organe, jour: date, partie: str) -> str:
    prises = set(unite().scalars(select(Acte.reference).where(Acte.organe_id == organe.id, Acte.type == "pv")))
    rang = 1
    while (nom := numerotation.reference_pv(_prefixe(organe), jour, rang, partie)) in prises:
        rang += 1
    return nom


def _premiere_version(
    acteur: Acteur, acte: Acte, type_document: str, facts: Dossier, figees: Sequence[annexes.Figee] = ()
) -> None:
    unite().add(acte)
    unite().flush()
    journal.noter(acteur, "acte.cree", acte, reference=acte.reference, annexes=[f["sha256"] for f in figees])
    ajouter_version(acte, contexte_avec(type_document, facts, figees), figees=figees)


def contexte_avec(type_document: str, facts: Dossier, figees: Sequence[annexes.Figee]) -> dict[str, Any]:
    """The act's context, naming the annexes that are part of it."""
    if figees:
        nommees = tuple(annexes.lignes(figees))
        facts = replace(facts, points=(replace(facts.points[0], annexes=nommees),))
    return documents.contexte_de(type_document, facts)


def ajouter_version(
    acte: Acte, contexte: dict[str, Any], motif: str = "", figees: Sequence[annexes.Figee] = ()
) -> ActeVersion:
    """A further frozen state of the act; its bytes are asked for after the commit."""
    version = ActeVersion(
        institution_id=acte.institution_id,
        acte=acte,
        numero=len(acte.versions) + 1,
        motif=motif,
        contexte=contexte,
        texte_html=texte_html(contexte),
        annexes=list(figees),
        gabarit=modeles.en_vigueur(acte.organe, type_document(acte)),
        cree_le=horloge.maintenant(),
    )
    unite().add(version)
    unite().flush()
    boite_envoi.deposer("rediger_acte", acte.institution_id, f"rediger_acte:{version.id}", version_id=version.id)
    return version


def type_document(acte: Acte) -> str:
    """The template that an act is printed with."""
    return acte.type if acte.type in ("pv", "extrait") else "deliberation"


def texte_html(contexte: dict[str, Any]) -> str:
    """The act's own words as HTML, for renditions and the index: one text, or every point of the minutes."""
    if "point" in contexte:
        return str(contexte["point"]["texte_html"])
    morceaux = [
        morceau for section in contexte["sections"] for point in section["points"] for morceau in _point_html(point)
    ]
    return "".join(morceaux)


def _point_html(point: dict[str, Any]) -> list[str]:
    phrases = [*point["interventions"], *point["issues"]]
    return [
        f"<h3>{_echapper(point['numero'] + '. ' + point['titre'])}</h3>",
        *(f"<p>{_echapper(p)}</p>" for p in point["avant"]),
        point["texte_html"],
        *(f"<p>{_echapper(p)}</p>" for p in (*phrases, *point["apres"])),
    ]


def _echapper(texte: str) -> str:
    return texte.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
