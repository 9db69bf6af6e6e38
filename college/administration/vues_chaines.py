"""Validation chains: drawn, in a table, edited row by row without scripts, published as the next version."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from college.administration import bascule, chaines, chaines_saisie, requetes
from college.administration.dessin import dessiner, quand
from college.administration.qui_voit import Moment, qui_voit
from college.administration.vues import ICI, bp
from college.erreurs import Invalide, Refus
from college.organisation.modele import Agent, Appartenance, Groupe, Organe, Service
from college.points.annuaire import annuaire
from college.points.definition import CODES, MONTANTS, OPERATEURS, OUI_NON
from college.points.definition import Chaine as ChaineLue
from college.points.essai import essayer
from college.points.lecture import DefinitionInvalide, lire
from college.points.modele import Chaine, ChaineVersion, Point
from college.points.phrases import fr
from college.points.regles import EFFETS
from college.points.volets import VOLETS
from college.transaction import unite
from college.web import acteur, vers, vue

FAITS = [(code, fr(libelle)) for code, libelle in (MONTANTS | CODES).items()]
FAITS += [(code, fr(mots[0])) for code, mots in OUI_NON.items()]
FAITS.append(("sens_financier", "le montant (dépense ou recette)"))
COMPARAISONS = [(code, fr(libelle)) for code, libelle in OPERATEURS.items()]


@vue(bp, f"{ICI}/chaines", droit="administration", methods=["GET", "POST"])
def chaines_() -> Any:
    """The chains of the institution, and the form that makes a new one."""
    fautes, saisie = {}, {}
    if request.method == "POST":
        saisie = {cle: request.form.get(cle, "").strip() for cle in ("code", "libelle")}
        try:
            nouvelle = chaines.creer(acteur(), None, **saisie)
        except Invalide as erreur:
            fautes = {faute.champ: faute.message for faute in erreur.fautes}
        else:
            return vers(f"{ICI}/chaines/{nouvelle.id}")
    ici = acteur().institution_id
    toutes = unite().scalars(
        select(Chaine).options(selectinload(Chaine.versions)).where(Chaine.institution_id == ici).order_by(Chaine.code)
    )
    organes = unite().execute(select(Organe.nom, Organe.reglages).where(Organe.institution_id == ici))
    par_chaine: dict[str, list[str]] = {}
    for nom, reglages in organes:
        for code, natures in _chaines(reglages).items():
            par_chaine.setdefault(code, []).append(_sert_a(nom, natures))
    donnees = {"lignes": toutes.all(), "par_chaine": par_chaine, "fautes": fautes, "saisie": saisie}
    return render_template("administration/chaines.html", **donnees), 422 if fautes else 200


@vue(bp, f"{ICI}/chaines/<int:numero>", droit="administration", methods=["GET", "POST"])
def chaine(numero: int) -> Any:
    """The version in force, or the draft that the form carries; nothing is kept before « Publier »."""
    soi = requetes.trouver(acteur(), Chaine, numero)
    if request.method == "GET":
        return montrer(soi)
    definition = chaines_saisie.definition_saisie(soi.code, request.form)
    geste = request.form.get("geste", "apercu")
    if geste == "essayer":
        return montrer(soi, definition, essai=request.form.get("essai", "").strip())
    if geste not in ("publier", "basculer"):
        ouverte = geste.removeprefix("condition:") if geste.startswith("condition:") else ""
        return montrer(soi, chaines_saisie.deplacer(definition, geste), ouverte=ouverte)
    try:
        phrases = chaines.publier(acteur(), soi, definition, basculer=geste == "basculer")
    except Invalide as erreur:
        return montrer(soi, definition, [faute.message for faute in erreur.fautes]), 422
    except Refus as refus:
        return montrer(soi, definition, [refus.phrase], bloquee=True), 409
    flash(" ".join(phrases) or "Rien n’a changé.")
    return vers(f"{ICI}/chaines/{numero}")


def _definition(soi: Chaine, version: ChaineVersion | None) -> dict[str, Any]:
    return version.definition if version else {"code": soi.code, "libelle": soi.libelle, "etapes": []}


def montrer(
    soi: Chaine,
    brouillon: dict[str, Any] | None = None,
    problemes: list[str] | None = None,
    bloquee: bool = False,
    essai: str = "",
    ouverte: str = "",
) -> str:
    """The designer: the version in force, or a draft that nothing keeps; `essai` is the point to try it on.

    `ouverte` is the row of the step to which a condition is added.
    """
    derniere = bascule.derniere(soi)
    en_vigueur = _definition(soi, derniere)
    montree = brouillon or en_vigueur
    connus = chaines.codes_connus(soi.institution_id)
    lue, problemes = _lire(montree, problemes, connus if brouillon else {})
    organes = _organes(soi)
    noms = _noms(montree["etapes"], connus)
    return render_template(
        "administration/chaine.html",
        soi=soi,
        derniere=derniere,
        definition=montree,
        lue=lue,
        quand=quand,
        dessin=dessiner(lue, noms, organes[0].nom if organes else "organe") if lue else None,
        qui=noms,
        organes=[_sert_a(organe.nom, _chaines(organe.reglages)[soi.code]) for organe in organes],
        lues={etape.code: etape for etape in lue.etapes} if lue else {},
        porteur=chaines_saisie.porteur,
        volets_de=chaines_saisie.volets_de,
        jointe=chaines_saisie.jointe,
        si_change=chaines_saisie.si_change,
        conditions_de=chaines_saisie.conditions_de,
        ouverte=ouverte,
        services=list(connus["service"].items()),
        valeurs=_valeurs(soi.institution_id),
        porteurs=_porteurs(connus),
        faits=FAITS,
        operateurs=COMPARAISONS,
        volets=VOLETS,
        roles=connus["role"],
        changements=chaines.changements(en_vigueur, brouillon) if brouillon else [],
        brouillon=brouillon is not None,
        problemes=problemes,
        bloquee=bloquee,
        en_cours=_points_en_cours(soi.id),
        sans_titulaire=_services_sans_titulaire(soi.institution_id, lue) if lue else [],
        moments=_moments(lue, noms, organes, connus["role"]) if lue else [],
        **_essai(soi, lue, essai),
    )


def _valeurs(institution_id: int) -> list[tuple[str, str]]:
    """What a condition may be compared with, proposed as one types: yes or no, the codes of the house."""
    choix = annuaire(institution_id).choix
    connus = [(une.code, une.nom) for genre in ("c", "o", "s") for une in choix[genre]]
    return [("oui", ""), ("non", ""), ("dépense", ""), ("recette", ""), *connus]


def _organes(soi: Chaine) -> list[Organe]:
    tous = unite().scalars(select(Organe).where(Organe.institution_id == soi.institution_id).order_by(Organe.rang))
    return [organe for organe in tous if soi.code in _chaines(organe.reglages)]


def _chaines(reglages: dict[str, Any]) -> dict[str, list[str]]:
    """The chains that an organe names, with the natures that follow each; none for the one of all the others."""
    lues: dict[str, list[str]] = {str(reglages.get("chaine") or ""): []}
    for nature, code in (reglages.get("chaines") or {}).items():
        lues.setdefault(code, []).append(EFFETS[nature].libelle.lower())
    return lues


def _sert_a(nom: str, natures: list[str]) -> str:
    return f"{nom} ({', '.join(natures)})" if natures else nom


def _moments(lue: ChaineLue, noms: dict[str, str], organes: list[Organe], roles: dict[str, str]) -> list[Moment]:
    type_organe = organes[0].type if organes else "college"
    secret = bool(organes and organes[0].reglages.get("secret_social"))
    return qui_voit(lue, noms, type_organe, secret, roles)


def _essai(soi: Chaine, lue: ChaineLue | None, reference: str) -> dict[str, Any]:
    """The draft tried on a real point: its steps only, for an administrator reads no point by that role."""
    vide = {"essai": None, "saisie_essai": reference, "refus_essai": ""}
    if not reference or lue is None:
        return vide
    point = unite().scalar(
        select(Point).where(Point.institution_id == soi.institution_id, Point.reference == reference)
    )
    if point is None:
        return vide | {"refus_essai": "Aucun point ne porte cette référence."}
    return vide | {"essai": essayer(point, lue)}


def _lire(
    definition: dict[str, Any], problemes: list[str] | None, connus: dict[str, dict[str, str]]
) -> tuple[ChaineLue | None, list[str]]:
    """A step just added, of which nothing is said yet, is no mistake: it is left out of the drawing."""
    dites = [e for e in definition["etapes"] if e.get("libelle") or chaines_saisie.porteur(e)]
    roles, groupes, services = (connus.get(nom) for nom in ("role", "groupe", "service"))
    try:
        lue = lire({**definition, "etapes": dites}, roles=roles, groupes=groupes, services=services)
    except DefinitionInvalide as erreur:
        return None, problemes or erreur.erreurs
    return lue, problemes or []


def _noms(etapes: list[dict[str, Any]], connus: dict[str, dict[str, str]]) -> dict[str, str]:
    """Who holds each step, in words; what is still wrong is left out."""
    noms = {}
    for etape in etapes:
        dits = [connus[cle].get(str(etape.get(cle) or ""), "") for cle in ("role", "groupe", "service")]
        noms[etape["code"]] = "groupe en charge" if etape.get("groupe_en_charge") else ", ".join(filter(None, dits))
    return noms


def _porteurs(connus: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    lignes = [(f"role:{code}", f"{libelle} du service proposant") for code, libelle in connus["role"].items()]
    lignes += [(f"groupe:{code}", f"groupe {libelle}") for code, libelle in connus["groupe"].items()]
    lignes += [(f"service:{code}", f"service {libelle}") for code, libelle in connus["service"].items()]
    return [*lignes, ("groupe_en_charge:", "groupe politique en charge")]


def _points_en_cours(chaine_id: int) -> dict[int, int]:
    """How many points under way keep each version."""
    demande = (
        select(ChaineVersion.numero, func.count())
        .join(Point, Point.chaine_version_id == ChaineVersion.id)
        .where(ChaineVersion.chaine_id == chaine_id, Point.phase == "en_validation")
        .group_by(ChaineVersion.numero)
        .order_by(ChaineVersion.numero)
    )
    return dict(unite().execute(demande).all())


def _services_sans_titulaire(institution_id: int, lue: ChaineLue) -> list[str]:
    """« Culture : personne n’y a le rôle chef de service »: the visa will be skipped there, and it is said."""
    roles = {etape.role: etape.libelle for etape in lue.etapes if etape.role and not etape.service}
    groupes = {etape.groupe: etape.libelle for etape in lue.etapes if etape.groupe}
    tenus = unite().execute(
        select(Appartenance.role, Service.code, Groupe.code)
        .join(Agent, Agent.id == Appartenance.agent_id)
        .outerjoin(Service, Service.id == Appartenance.service_id)
        .outerjoin(Groupe, Groupe.id == Appartenance.groupe_id)
        .where(Appartenance.institution_id == institution_id, Agent.actif.is_(True))
    )
    par_service, par_groupe = set(), set()
    for role, service, groupe in tenus:
        par_service.add((role, service))
        par_groupe.add(groupe)
    noms = unite().execute(
        select(Service.code, Service.nom)
        .where(Service.institution_id == institution_id, Service.actif.is_(True))
        .order_by(Service.rang)
    )
    phrases = [
        f"Service {nom}\u00a0: personne n’y tient l’étape « {libelle} ». Elle y sera sautée, et l’historique le dira."
        for code, nom in noms
        for role, libelle in roles.items()
        if (role, code) not in par_service
    ]
    return phrases + [
        f"Étape « {libelle} »\u00a0: personne n’est dans ce groupe."
        for groupe, libelle in groupes.items()
        if groupe not in par_groupe
    ]
