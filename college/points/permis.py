"""One rule an action: who may do it to a point, now. PURE; asked by `chaine`, which adds what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from college.droits import Acteur
from college.erreurs import Interdit, Refus
from college.points.definition import AUTEUR
from college.points.envois.regles import empechement
from college.points.phrases import enumerer, fr, jour
from college.points.position import ou_en_est, qui_peut, tient
from college.points.valeurs import Action, Etat, Liste, Phase, Statut, Titulaire, VueEtape


class Permis(NamedTuple):
    """In whose right the act is done, and on which step."""

    titulaire: Titulaire
    etape: str | None = None
    vers: str | None = None
    couvre: tuple[str, ...] = ()


def renvois_possibles(vu: Etat) -> list[tuple[str, str]]:
    """Where a point may be sent back: the author, and each step already settled."""
    courante = vu.courante
    limite = rang(vu, courante.code) if courante else len(vu.vues)
    return [(AUTEUR, "L’auteur")] + [
        (vue.code, vue.etape.libelle) for vue in vu.vues[:limite] if vue.statut is Statut.FAIT
    ]


def permettre(vu: Etat, action: Action, acteur: Acteur, vers: str | None) -> Permis:
    """The right to act, or the sentence: `Interdit` says who may, `Refus` that it is not the moment."""
    regle = PERMETTRE.get(action)
    if regle is None:
        raise Refus(fr("Cette action appartient à la séance : adressez-vous au secrétariat."), motif="action")
    return regle(vu, acteur, vers)


def _soumettre(vu: Etat, acteur: Acteur, vers: str | None) -> Permis:
    permis = _auteur(vu, acteur, "l'envoyer")
    if vu.phase is not Phase.BROUILLON:
        raise Refus(fr(f"Ce point est déjà envoyé. {ou_en_est(vu)}"), motif="phase")
    _recevable(vu)
    return Permis(permis)


def _viser(vu: Etat, acteur: Acteur, vers: str | None) -> Permis:
    if vu.phase is Phase.BROUILLON and vu.chaine.raccourcis != "aucun":
        _auteur(vu, acteur, "le viser dès à présent")
        _recevable(vu)
    elif vu.phase not in (Phase.EN_VALIDATION, Phase.VALIDE, Phase.INSCRIT):
        raise Refus(ou_en_est(vu), motif="phase")
    tenues = portee(vu, acteur)
    if vu.phase is Phase.INSCRIT:
        tenues = [vue for vue in tenues if vue.outrepassee][:1]
    if not tenues:
        raise Interdit(_refus_de_tenir(vu, acteur, avis=False))
    couvre = tenues[:1]
    if vers is not None:
        codes = [vue.code for vue in tenues]
        if vers not in codes or (vers != codes[0] and vu.chaine.raccourcis == "aucun"):
            raise Refus(fr(f"Vous ne pouvez pas viser jusqu'à « {vers} ». {ou_en_est(vu)}"), motif="vers")
        couvre = tenues[: codes.index(vers) + 1]
    titulaire = tient(couvre[0].titulaires, acteur)
    assert titulaire is not None
    return Permis(titulaire, couvre[0].code, vers, tuple(vue.code for vue in couvre))


def _rendre_avis(vu: Etat, acteur: Acteur, vers: str | None) -> Permis:
    if vu.phase in (Phase.DECIDE, Phase.RETIRE):
        raise Refus(ou_en_est(vu), motif="phase")
    for vue in vu.ouvertes:
        if vue.etape.est_avis and vers in (None, vue.code, vue.etape.groupe):
            titulaire = tient(vue.titulaires, acteur)
            if titulaire:
                return Permis(titulaire, vue.code, vue.etape.groupe, (vue.code,))
    for demande in vu.avis:
        if demande.rendu is None and vers in (None, demande.code):
            titulaire = tient(demande.titulaires, acteur)
            if titulaire:
                _delai_ouvert(vu, demande.code)
                return Permis(titulaire, None, demande.code)
    for vue in vu.vues:
        if vue.echue and tient(vue.titulaires, acteur):
            _delai_ouvert(vu, vue.code)
    if vers and (titulaire := tient(initiative_possible(vu, vers), acteur)):
        return Permis(titulaire, None, vers)
    raise Interdit(_refus_de_tenir(vu, acteur, avis=True))


def initiative_possible(vu: Etat, groupe: str) -> Liste:
    """Who may give this group's advice though nobody asks for it: not twice, not what the chain will ask."""
    if vu.phase in (Phase.DECIDE, Phase.RETIRE):
        return ()
    deja = any(avis.code == groupe for avis in vu.avis)
    attendue = any(
        v.etape.groupe == groupe and v.etape.est_avis and (v.statut is not Statut.SAUTE or v.echue) for v in vu.vues
    )
    return () if deja or attendue else vu.titulaires.initiative.get(groupe, ())


def _renvoyer(vu: Etat, acteur: Acteur, vers: str | None) -> Permis:
    cible = vers or AUTEUR
    permis: Permis | None = None
    if vu.phase is Phase.EN_VALIDATION:
        permis = next(
            (Permis(t, vue.code, cible) for vue in vu.ouvertes if (t := tient(vue.titulaires, acteur))),
            None,
        )
    elif vu.phase is Phase.VALIDE:
        secretaire = tient(vu.titulaires.secretaires, acteur)
        permis = Permis(secretaire, None, cible) if secretaire else None
    if permis is None:
        raise Interdit(fr(f"Vous ne pouvez pas renvoyer ce point. {_demandez(vu, 'de le renvoyer')}"))
    if cible not in [code for code, _ in renvois_possibles(vu)]:
        choix = enumerer([f"« {code} »" for code, _ in renvois_possibles(vu)], "ou")
        raise Refus(fr(f"« {cible} » n'est pas une étape déjà passée : renvoyez vers {choix}."), motif="vers")
    return permis


def _reprendre(vu: Etat, acteur: Acteur, vers: str | None) -> Permis:
    visa = vu.dernier_visa
    actif = vu.phase in (Phase.EN_VALIDATION, Phase.VALIDE)
    if visa and actif and vers in (None, visa.etape) and visa.acteur_id == acteur.agent_id:
        if visa.action is Action.RENDRE_AVIS and visa.empreinte != vu.faits.empreinte:
            raise Refus(
                fr(
                    "Le texte a changé depuis votre avis : il reste au dossier avec le texte sur lequel il fut rendu. "
                    "Si le nouveau texte le demande, faites-vous redemander un avis."
                ),
                motif="texte_change",
            )
        return Permis(Titulaire(acteur.agent_id, acteur.nom, visa.au_nom_de), visa.etape)
    if vu.phase in (Phase.EN_VALIDATION, Phase.RETIRE):
        return Permis(_auteur(vu, acteur, "le reprendre"))
    if vu.phase is Phase.VALIDE:
        raise Refus(fr("Ce point est validé : demandez au secrétariat de vous le renvoyer."), motif="phase")
    raise Refus(fr(f"Il n'y a rien à reprendre. {ou_en_est(vu)}"), motif="phase")


def _retirer(vu: Etat, acteur: Acteur, vers: str | None) -> Permis:
    if vu.phase is Phase.INSCRIT:
        raise Refus(
            fr("Ce point est inscrit à l'ordre du jour : le secrétariat le retire depuis la séance."),
            motif="phase",
        )
    if vu.phase in (Phase.DECIDE, Phase.RETIRE):
        raise Refus(ou_en_est(vu), motif="phase")
    return Permis(_auteur_ou_secretaire(vu, acteur, "le retirer"))


def _demander_avis(vu: Etat, acteur: Acteur, vers: str | None) -> Permis:
    if vu.phase in (Phase.DECIDE, Phase.RETIRE):
        raise Refus(ou_en_est(vu), motif="phase")
    tenants = [vue.titulaires for vue in vu.ouvertes]
    listes = (vu.titulaires.auteurs, vu.titulaires.secretaires, *tenants)
    permis = next((t for liste in listes if (t := tient(liste, acteur))), None)
    if permis is None:
        raise Interdit(fr(f"Vous ne pouvez pas demander d'avis sur ce point. {_demandez(vu, 'de le faire')}"))
    nom = _deja_demande(vu, vers)
    if nom:
        raise Refus(
            fr(f"L'avis « {nom} » est déjà demandé : attendez la réponse avant de le redemander."),
            motif="deja_demande",
        )
    return Permis(permis, None, vers)


def _deja_demande(vu: Etat, groupe: str | None) -> str:
    """The name of the advice that this group already owes, in the chain or beside it."""
    dus = [a.nom for a in vu.avis if a.code == groupe and a.rendu is None]
    pendantes = (v.etape for v in vu.vues if v.etape.est_avis and v.statut in (Statut.COURANT, Statut.A_VENIR))
    dus += [etape.libelle for etape in pendantes if groupe and etape.groupe == groupe]
    return dus[0] if dus else ""


def _dupliquer(vu: Etat, acteur: Acteur, vers: str | None) -> Permis:
    if not (acteur.a_role("redacteur") or acteur.a_role("chef_service") or acteur.est_secretaire()):
        raise Interdit(fr("Seul un rédacteur duplique un point : demandez ce rôle à l'administrateur."))
    return Permis(Titulaire(acteur.agent_id, acteur.nom))


def _passer_outre(vu: Etat, acteur: Acteur, vers: str | None) -> Permis:
    """An urgent point of the same morning: the steps left are put right afterwards (pratique §8)."""
    secretaire = tient(vu.titulaires.secretaires, acteur)
    if secretaire is None:
        raise Interdit(fr("Seul le secrétariat de cet organe passe outre la validation : adressez-vous à lui."))
    if vu.phase not in (Phase.BROUILLON, Phase.EN_VALIDATION):
        raise Refus(ou_en_est(vu), motif="phase")
    _recevable(vu)
    restantes = tuple(vue.code for vue in vu.vues if vue.statut in (Statut.COURANT, Statut.A_VENIR))
    return Permis(secretaire, None, None, restantes)


def _transmettre(vu: Etat, acteur: Acteur, vers: str | None) -> Permis:
    permis = _auteur_ou_secretaire(vu, acteur, "le transmettre à un autre organe")
    if vu.phase is not Phase.DECIDE:
        raise Refus(fr(f"Un point se transmet à un autre organe une fois décidé. {ou_en_est(vu)}"), motif="phase")
    if phrase := empechement(vu.faits.issue):
        raise Refus(phrase, motif="non_accepte")
    if vers and vers in vu.faits.transmis:
        raise Refus(fr(f"Ce point est déjà transmis à « {vers} » : ouvrez le point lié."), motif="deja_transmis")
    return Permis(permis, None, vers)


def _hors_seance(vu: Etat, acteur: Acteur, vers: str | None) -> Permis:
    if not vu.faits.hors_seance:
        raise Refus(
            fr("Cet organe décide en séance : le secrétariat inscrit le point à l'ordre du jour."),
            motif="organe",
        )
    if vu.phase is not Phase.VALIDE:
        raise Refus(ou_en_est(vu), motif="phase")
    permis = tient(vu.titulaires.autorites, acteur)
    if permis is None:
        raise Interdit(fr(f"Seule l'autorité décide hors séance. {ou_en_est(vu)}"))
    return Permis(permis)


PERMETTRE: dict[Action, Callable[[Etat, Acteur, str | None], Permis]] = {
    Action.SOUMETTRE: _soumettre,
    Action.VISER: _viser,
    Action.RENDRE_AVIS: _rendre_avis,
    Action.RENVOYER: _renvoyer,
    Action.REPRENDRE: _reprendre,
    Action.DEMANDER_AVIS: _demander_avis,
    Action.DECIDER_HORS_SEANCE: _hors_seance,
    Action.PASSER_OUTRE: _passer_outre,
    Action.TRANSMETTRE_ORGANE: _transmettre,
    Action.DUPLIQUER: _dupliquer,
    Action.RETIRER: _retirer,
}


def portee(vu: Etat, acteur: Acteur) -> list[VueEtape]:
    """The visa steps in a row that the person may settle now, from the first open one they hold."""
    en_brouillon = vu.phase is Phase.BROUILLON
    ouvertes = {vue.code for vue in vu.ouvertes}
    suite: list[VueEtape] = []
    for vue in vu.vues:
        pendante = vue.statut in (Statut.COURANT, Statut.A_VENIR)
        if not pendante:
            continue
        tenue = not vue.etape.est_avis and tient(vue.titulaires, acteur)
        if tenue and (suite or en_brouillon or vue.code in ouvertes):
            suite.append(vue)
        elif suite or en_brouillon:
            break
    if (vu.chaine.raccourcis == "sans_le_dernier" and en_brouillon) or len(suite) > 1:
        derniere = next((v.code for v in reversed(vu.vues) if v.statut is not Statut.SAUTE), None)
        if vu.chaine.raccourcis == "sans_le_dernier" and suite and suite[-1].code == derniere:
            suite.pop()
    return suite


def _auteur(vu: Etat, acteur: Acteur, faire: str) -> Titulaire:
    permis = tient(vu.titulaires.auteurs, acteur)
    if permis is None:
        qui = qui_peut(vu.titulaires.auteurs, faire)
        raise Interdit(fr(f"Le service proposant garde la main sur ce point : {qui}."))
    return permis


def _auteur_ou_secretaire(vu: Etat, acteur: Acteur, faire: str) -> Titulaire:
    secretaire = tient(vu.titulaires.secretaires, acteur)
    return secretaire or _auteur(vu, acteur, faire)


def _recevable(vu: Etat) -> None:
    if vu.faits.manques:
        raise Refus(fr(f"Il reste à compléter : {enumerer(vu.faits.manques)}."), motif="recevable")


def _delai_ouvert(vu: Etat, code: str) -> None:
    fin = vu.faits.echeances.get(code)
    if fin and fin < vu.faits.aujourdhui:
        raise Refus(
            fr(f"Le délai de cet avis est échu depuis le {jour(fin)} : le secrétariat peut le prolonger."),
            motif="delai_echu",
        )


def _refus_de_tenir(vu: Etat, acteur: Acteur, avis: bool) -> str:
    autre = next((v for v in vu.ouvertes if v.etape.est_avis is not avis and tient(v.titulaires, acteur)), None)
    if autre:
        faire = "attend un visa et non un avis : visez-la" if avis else "attend un avis : rendez-le"
        return fr(f"L'étape « {autre.etape.libelle} » {faire}.")
    quoi = "Aucun avis ne vous est demandé ici." if avis else "Vous ne tenez pas l'étape en cours."
    return fr(f"{quoi} {ou_en_est(vu)}")


def _demandez(vu: Etat, faire: str) -> str:
    """Who has the point, then whom to ask."""
    if vu.phase is Phase.VALIDE:
        return f"{ou_en_est(vu)} Demandez au secrétariat {faire}."
    tenues = [vue for vue in vu.ouvertes if vue.titulaires] if vu.phase is Phase.EN_VALIDATION else []
    suite = f" Demandez-{'lui' if len(tenues) == 1 else 'leur'} {faire}." if tenues else ""
    return ou_en_est(vu) + suite


def rang(vu: Etat, code: str) -> int:
    """Place of a step among the views."""
    return next(rang for rang, vue in enumerate(vu.vues) if vue.code == code)
