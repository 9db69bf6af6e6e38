"""Screens of the templates: choose one, fill its blanks, write it."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for

from college.droits import Acteur, peut, verifier
from college.erreurs import Erreur, Interdit, Invalide, Refus
from college.organisation import requetes as organisation
from college.organisation.modele import Organe, Service
from college.points import copies, formulaires
from college.points.annuaire import annuaire
from college.points.droits import services_proposants
from college.points.modeles import regles, requetes, services
from college.points.modeles.modele import ModelePoint
from college.points.pages import copiables
from college.points.texte_simple import en_html
from college.points.vues import bp
from college.transaction import unite
from college.web import acteur, vers, vue

ICI = "/app/points/modeles"
LIGNES_VIDES = 3


@vue(bp, ICI, droit="connecte")
def modeles() -> str:
    """Those that one may take, and those that one writes."""
    qui = acteur()
    return render_template(
        "points/modeles.html",
        offerts=requetes.offerts(qui),
        ecrits=requetes.tous(qui),
        ecrit=peut("modele_point.gerer", qui),
    )


@vue(bp, f"{ICI}/<code>/prendre", droit="point.proposer", methods=["GET", "POST"])
def prendre_modele(code: str) -> Any:
    """Fill the blanks, and the point is there to be read again and sent."""
    qui, modele = acteur(), requetes.a_prendre(acteur(), code)
    if request.method == "GET":
        return _blancs(qui, modele)
    saisies = {v.code: request.form.get(f"v-{v.code}", "") for v in regles.lire(modele.variables)}
    try:
        with unite().begin_nested():
            point = services.proposer(qui, modele, request.form.get("service"), saisies)
    except (Invalide, Refus, Interdit) as refus:
        return _blancs(qui, modele, refus), refus.statut
    flash(f"Le point {point.reference} est créé d’après « {modele.libelle} ».")
    return vers(url_for("points.modifier", point_id=point.id))


def _blancs(qui: Acteur, modele: ModelePoint, refus: Erreur | None = None) -> str:
    fautes = {faute.champ: faute.message for faute in refus.fautes} if isinstance(refus, Invalide) else {}
    tous = annuaire(qui.institution_id).choix["s"]
    miens = [(s.code, s.nom) for s in tous if s.id in services_proposants(qui) or qui.secretariats]
    return render_template(
        "points/modele_prendre.html", modele=modele, variables=regles.lire(modele.variables), fautes=fautes,
        refus=None if fautes else refus, saisie=request.form, services=miens,
        paires=lambda choix: [(un, un) for un in choix],
    )  # fmt: skip


@vue(bp, f"{ICI}/nouveau", droit="modele_point.gerer", methods=["GET", "POST"])
def nouveau_modele() -> Any:
    """An empty template."""
    return _ecrire(None)


@vue(bp, f"{ICI}/<code>", droit="modele_point.gerer", methods=["GET", "POST"])
def modele(code: str) -> Any:
    """The words of a template; those of the points made of it do not change."""
    ancien = requetes.modele(acteur(), code)
    verifier("modele_point.gerer", acteur(), ancien)
    return _ecrire(ancien)


def _ecrire(ancien: ModelePoint | None) -> Any:
    qui = acteur()
    if request.method == "GET":
        return _formulaire(qui, _valeurs(ancien), ancien)
    try:
        with unite().begin_nested():
            ecrit = services.deposer(qui, _saisie(qui, ancien))
    except (Invalide, Refus, Interdit) as refus:
        return _formulaire(qui, _retenues(), ancien, refus), refus.statut
    flash(f"Le modèle « {ecrit.libelle} » est enregistré.")
    return vers(url_for("points.modeles"))


def _saisie(qui: Acteur, ancien: ModelePoint | None) -> services.SaisieModele:
    champs = request.form
    code = ancien.code if ancien else champs.get("code", "").strip()
    if not regles.CODE.fullmatch(code):
        raise Invalide("Écrivez un nom court sans espace ni accent, par exemple marche_public.", "code")
    if not champs.get("libelle", "").strip():
        raise Invalide("Donnez un nom au modèle.", "libelle")
    simples = ("titre", "nature", "categorie")
    montres = (*simples, *regles.RICHES, *copies.CHAMPS, "destinataires", "mots_cles")
    contenu = {nom: valeur for nom, valeur in (ancien.contenu if ancien else {}).items() if nom not in montres}
    contenu |= {nom: champs.get(nom, "").strip() for nom in (*simples, "mots_cles") if champs.get(nom)}
    contenu |= {nom: en_html(champs[nom].replace("\r\n", "\n")) for nom in regles.RICHES if champs.get(nom)}
    contenu |= {nom: lus for nom in copies.CHAMPS if (lus := formulaires.en_copie(champs, nom))}
    contenu["destinataires"] = [
        ligne.strip() for ligne in champs.get("destinataires", "").splitlines() if ligne.strip()
    ]
    organe = organisation.nomme(Organe, qui.institution_id, champs.get("organe", ""), "organe")
    service = champs.get("service")
    return services.SaisieModele(
        code, champs["libelle"].strip(), organe,
        organisation.nomme(Service, qui.institution_id, service, "service") if service else None,
        contenu, _variables(), "recurrent" in champs, "actif" in champs, champs.get("rang", 0, type=int),
    )  # fmt: skip


def _variables() -> tuple[regles.Variable, ...]:
    """One line a blank; a line without a name is nothing."""
    noms = ("code", "libelle", "type", "defaut", "choix", "champ")
    listes = [request.form.getlist(f"var-{nom}") for nom in noms]
    obligatoires = set(request.form.getlist("var-obligatoire"))
    return tuple(
        regles.Variable(
            code.strip(), libelle.strip() or code.strip(), genre or "texte", str(rang) in obligatoires, defaut.strip(),
            tuple(un.strip() for un in choix.split(";") if un.strip()), champ or None,
        )
        for rang, (code, libelle, genre, defaut, choix, champ) in enumerate(zip(*listes, strict=True))
        if code.strip()
    )  # fmt: skip


def _valeurs(ancien: ModelePoint | None) -> dict[str, Any]:
    if ancien is None:
        return {"variables": [], "nature": "decision", "actif": True}
    contenu = ancien.contenu
    return {
        **contenu,
        **{nom: formulaires.en_texte(contenu.get(nom, "")) for nom in regles.RICHES},
        "destinataires": "\n".join(map(str, contenu.get("destinataires", []))),
        "mots_cles": formulaires.en_ligne(contenu.get("mots_cles", [])),
        **{nom: " ".join(contenu.get(nom, [])) for nom in copies.CHAMPS},
        "code": ancien.code, "libelle": ancien.libelle, "organe": ancien.organe.code,
        "service": ancien.service.code if ancien.service else "",
        "variables": regles.lire(ancien.variables), "recurrent": ancien.recurrent, "actif": ancien.actif,
    }  # fmt: skip


def _retenues() -> dict[str, Any]:
    cases = {nom: nom in request.form for nom in ("recurrent", "actif")}
    cochees = {nom: " ".join(formulaires.en_copie(request.form, nom) or []) for nom in copies.CHAMPS}
    return {**request.form.to_dict(), **cases, **cochees, "variables": _variables()}


def _formulaire(qui: Acteur, valeurs: dict[str, Any], ancien: ModelePoint | None, refus: Erreur | None = None) -> str:
    fautes = {faute.champ: faute.message for faute in refus.fautes} if isinstance(refus, Invalide) else {}
    choix = annuaire(qui.institution_id).choix
    return render_template(
        "points/modele.html", v=valeurs, ancien=ancien, fautes=fautes, refus=refus,
        lignes=[*valeurs["variables"], *[None] * LIGNES_VIDES], types=list(regles.TYPES.items()),
        champs=list(regles.CHAMPS.items()),
        organes=[(o.code, o.nom) for o in choix["o"]], services=[(s.code, s.nom) for s in choix["s"]],
        categories=[(x.code, x.nom) for x in choix["c"]], natures=formulaires.NATURES,
        copies=copiables(None, annuaire(qui.institution_id)),
    )  # fmt: skip
