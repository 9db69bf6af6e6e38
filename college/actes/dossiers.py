"""From the rows of a séance to the plain facts of a document: the bridge between rooms and templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from college import francais, horloge
from college.actes import signataires
from college.francais import majuscule
from college.organisation.modele import Institution, Organe
from college.organisation.reglages import reglages_organe
from college.points.regles import EFFETS
from college.seances import compte_rendu
from college.seances.compte_rendu import CompteRendu
from college.seances.modele import Inscription, Seance
from college.templates_docs.entree import Dossier, Etablissement, Point, Signataire

PARTIES = {"publique": "publique", "conseillers": "integrale", "integrale": "integrale", "huis_clos": "huis_clos"}


def etablissement(institution: Institution) -> Etablissement:
    """The head of documents, from the institution's settings."""
    r = institution.reglages
    lire = {champ: str(r.get(champ) or "") for champ in ("province", "arrondissement", "courriel", "telephone", "site")}
    ville = " ".join(str(r[cle]) for cle in ("code_postal", "localite") if r.get(cle))
    rue = ", ".join(str(r.get("adresse") or "").splitlines())
    armes = str(r.get("armes") or "")
    return Etablissement(
        nom=institution.nom,
        adresse=", ".join(ligne for ligne in (rue, ville) if ligne),
        lieu=str(r.get("localite") or _localite(institution.nom)),
        armes=armes if armes.startswith("data:image/") else "",
        **lire,
    )


def _localite(nom: str) -> str:
    """« Val-des-Aulnes » from « Commune de Val-des-Aulnes »."""
    for debut in ("Commune de ", "Commune d’", "Commune d'", "Ville de ", "CPAS de ", "CPAS d’"):
        if nom.startswith(debut):
            return nom.removeprefix(debut)
    return nom


def de_seance(
    seance: Seance, portee: str, projet: bool, releve: CompteRendu | None = None, *, annonce: bool = False
) -> Dossier:
    """Everything of a séance; in public scope a closed point keeps its number and legal basis only."""
    partie = "huis_clos" if portee == "huis_clos" else "integrale"
    faits = (releve or CompteRendu(seance)).dossier(partie, annonce=annonce)
    jour = horloge.locale(seance.convoquee_le).date() if seance.convoquee_le else horloge.aujourdhui()
    mains = faits.signataires or signataires.en_fonction(seance.organe, jour)
    return replace(
        faits,
        signataires=mains,
        seance=replace(faits.seance, consultation=consultation(seance.organe, mains)),
        etablissement=etablissement(seance.organe.institution),
        partie=PARTIES[portee],
        projet=projet,
    )


def consultation(organe: Organe, mains: Sequence[Signataire]) -> str:
    """Where the pieces are read and who explains them (L1122-13, § 2): the commune's own words, else the law's."""
    propre = str(organe.reglages.get("consultation") or "")
    if propre or organe.type != "conseil":
        return propre
    heures = str(organe.institution.reglages.get("heures_explications") or "pendant les heures d’ouverture des bureaux")
    dg = next((m.qualite for m in mains if m.fonction.startswith("directeur_general")), "le Directeur général")
    df = signataires.titre_en_fonction(organe, "directeur_financier", horloge.aujourdhui()) or "le directeur financier"
    return (
        "Toutes les pièces qui se rapportent aux points de l’ordre du jour sont à la disposition des membres du "
        f"Conseil, sans déplacement, dès l’envoi de la présente. {majuscule(dg)} et {df} donnent aux membres qui le "
        f"demandent des explications techniques sur ces pièces, {heures}."
    )


def d_extrait(
    inscription: Inscription,
    reference: str,
    jour: date,
    *,
    mentions: Sequence[str] = (),
    annexes: Sequence[str] = (),
    releve: CompteRendu | None = None,
) -> Dossier:
    """A certified copy: the séance's hands « (s) », then those in function on the day of the extract (L1132-3)."""
    faits = d_acte(inscription, reference, emis_le=jour, releve=releve)
    originaux = tuple(replace(s, a_signe=True, champ="") for s in faits.signataires)
    actuels = signataires.en_fonction(inscription.seance.organe, jour) or faits.signataires
    point = replace(faits.points[0], mentions=tuple(mentions), annexes=tuple(annexes))
    return replace(faits, points=(point,), signataires=(*originaux, *actuels))


def d_acte(
    inscription: Inscription,
    reference: str,
    *,
    projet: bool = False,
    emis_le: date | None = None,
    releve: CompteRendu | None = None,
) -> Dossier:
    """One point of a séance, as an act prints it; `releve` is the séance already read, for many acts."""
    releve = releve or CompteRendu(inscription.seance)
    avant = releve.incidents.de_l_acte(inscription)
    verbe = EFFETS[inscription.point.nature].verbe
    point = replace(releve.point(inscription), verbe=verbe, avant=avant, apres=())
    return replace(
        _entete(releve, inscription, point),
        etablissement=etablissement(inscription.seance.organe.institution),
        reference=reference,
        projet=projet,
        emis_le=emis_le or jour_de(inscription.seance),
        partie="huis_clos" if inscription.huis_clos else "integrale",
    )


def _entete(releve: CompteRendu, inscription: Inscription, point: Point) -> Dossier:
    """The séance's frame around one point, without reading its other points."""
    seance = releve.seance
    return Dossier(
        etablissement=Etablissement(nom=seance.organe.institution.nom),
        corps=compte_rendu.corps(seance.organe),
        seance=releve.entete(),
        points=(point,),
        signataires=tuple(releve.signataires(inscription)),
    )


def public(organe: Organe) -> bool:
    """Does the organe sit in public (then minutes have a public and a closed part)?"""
    return reglages_organe(organe.type, organe.reglages).seance_publique


def jour_de(seance: Seance) -> date:
    """The civil day of the séance in Belgium."""
    return horloge.locale(seance.debut).date()


def moment(instant: datetime) -> str:
    """« le 12 novembre 2026 à 14 h 05 », for a stamp."""
    return f"le {francais.date_longue(instant)} à {francais.heure(instant)}"
