"""Who may edit what of a point, now: PURE. A step gives its holder all the parts of the point, some, or none."""

from __future__ import annotations

from collections.abc import Collection

from college.droits import Acteur
from college.erreurs import Interdit
from college.points.phrases import enumerer, fr
from college.points.position import ou_en_est, tient
from college.points.valeurs import Etat, Phase, VueEtape
from college.points.volets import TOUS, accord, noms


def volets_ouverts(vu: Etat, acteur: Acteur) -> frozenset[str]:
    """The parts that the person may edit: all for the author's draft and for the secretary once it is valid."""
    if vu.phase is Phase.EN_VALIDATION:
        return frozenset(volet for vue in _tenues(vu, acteur) for volet in vue.etape.modifie)
    tenu = tient(vu.titulaires.secretaires, acteur) if vu.phase in (Phase.VALIDE, Phase.INSCRIT) else None
    if vu.phase is Phase.BROUILLON or (vu.phase is Phase.VALIDE and not vu.chaine.etapes):
        tenu = tenu or tient(vu.titulaires.auteurs, acteur)
    return frozenset(TOUS if tenu else ())


def peut_modifier(vu: Etat, acteur: Acteur, voulus: Collection[str] = ()) -> None:
    """Raise unless the person may edit now, and `voulus` (parts) among what they may edit."""
    ouverts = volets_ouverts(vu, acteur)
    if not ouverts:
        raise Interdit(fr(f"Vous ne pouvez pas modifier ce point. {ou_en_est(vu)}"))
    if fermes := set(voulus) - ouverts:
        raise Interdit(fr(f"{limites(vu, acteur)} : vous n'y changez pas {enumerer(noms(fermes))}. {_SINON}"))


_SINON = "Renvoyez le point à son auteur avec votre commentaire, ou proposez le changement en relisant le texte."


def limites(vu: Etat, acteur: Acteur) -> str:
    """« À l'étape « Avis de légalité », seuls le budget et les annexes se modifient »; nothing where all or none is."""
    ouverts = volets_ouverts(vu, acteur)
    if len(ouverts) in (0, len(TOUS)):
        return ""
    etapes = enumerer([f"« {vue.etape.libelle} »" for vue in _tenues(vu, acteur) if vue.etape.modifie])
    fin = accord(ouverts)
    verbe = "se modifient" if fin.endswith("s") else "se modifie"
    return fr(f"À l'étape {etapes}, seul{fin} {enumerer(noms(ouverts))} {verbe}")


def _tenues(vu: Etat, acteur: Acteur) -> list[VueEtape]:
    """The open steps that the person holds, or where the chain lets their role edit beside the holder."""
    editeurs = vu.titulaires.editeurs
    return [
        vue
        for vue in vu.ouvertes
        if tient(vue.titulaires, acteur) or (vue.titulaires and tient(editeurs.get(vue.code, ()), acteur))
    ]
