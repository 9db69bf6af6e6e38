"""What the API says of points: plain dicts, linked things as `{id, code, libelle}`."""

from __future__ import annotations

from typing import Any

from college.api import cadre
from college.droits import Acteur
from college.points import chaine, copies, masques
from college.points.annexes.modele import Annexe
from college.points.avis.modele import Avis
from college.points.avis.requetes import lisibles
from college.points.etats import avis_de, etat_de, texte
from college.points.modele import Passage, Point, Revision
from college.points.notes import requetes as notes
from college.points.requetes import liens
from college.points.suivi import Jalon, suivi
from college.points.valeurs import ActionPossible, Phase
from college.points.volets import ordonnes
from college.transaction import unite

LIBELLES = {
    Phase.BROUILLON: "Brouillon",
    Phase.EN_VALIDATION: "En validation",
    Phase.VALIDE: "Validé",
    Phase.INSCRIT: "Inscrit",
    Phase.DECIDE: "Décidé",
    Phase.RETIRE: "Retiré",
}


def etag(point: Point) -> str:
    """Changes with every act on the point."""
    return cadre.etiquette("point", point.id, point.version)


def lie(objet: Any) -> dict[str, Any] | None:
    """`{id, code, libelle}`."""
    if objet is None:
        return None
    return {"id": objet.id, "code": objet.code, "libelle": getattr(objet, "nom", None) or objet.libelle}


def point_en_liste(point: Point) -> dict[str, Any]:
    """A line of list: no text, no further query."""
    return {
        "id": point.id,
        "reference": point.reference,
        "titre": point.titre,
        "nature": point.nature,
        "organe": lie(point.organe),
        "service": lie(point.service),
        "categorie": lie(point.categorie),
        "auteur": {"id": point.auteur.id, "identifiant": point.auteur.identifiant, "libelle": point.auteur.nom_complet},
        "huis_clos": point.huis_clos,
        "urgence": point.urgence,
        "a_discuter": point.a_discuter,
        "montant_htva": point.montant_htva,
        "date_limite": point.date_limite,
        "etat": etat_court(point),
        "cree_le": point.cree_le,
        "modifie_le": point.modifie_le,
    }


def etat_court(point: Point) -> dict[str, Any]:
    """`{phase, etape, libelle}`, from the cache."""
    libelle = point.etape_libelle or LIBELLES[Phase(point.phase)]
    return {"phase": point.phase, "etape": point.etape, "libelle": libelle, "echeance": point.echeance}


def point_complet(acteur: Acteur, point: Point) -> dict[str, Any]:
    """Everything that the person may read of a point, and what they may do."""
    unite().flush()
    demandes, revision = avis_de(point), texte(point)
    vu = etat_de(point, avis=demandes)
    return {
        **point_en_liste(point),
        **masques.textes(acteur, point, revision),
        "matiere": (point.categorie.matiere or point.categorie.libelle) if point.categorie else None,
        "groupe_en_charge": lie(point.groupe_en_charge),
        **{champ: copies.lies(point, champ) for champ in copies.CHAMPS},
        "type_acte": point.type_acte or None,
        "motif_urgence": point.motif_urgence,
        "montant_tvac": point.montant_tvac,
        "incidence_financiere": point.incidence_financiere,
        "sens_financier": point.sens_financier or None,
        "article_budgetaire": point.article_budgetaire,
        "demandeur": point.demandeur,
        "destinataires": point.destinataires,
        "mots_cles": masques.mots_cles(acteur, point),
        "identifiant_externe": point.identifiant_externe,
        "dossier": point.dossier or None,
        "suite": point.suite or None,
        "seance_souhaitee": {"id": point.seance_souhaitee_id} if point.seance_souhaitee_id else None,
        "revision": {"numero": revision.numero, "empreinte": revision.empreinte, "le": revision.le},
        "modifiables": ordonnes(chaine.volets_ouverts(vu, acteur)),
        "actions": [_action(action) for action in chaine.actions_possibles(vu, acteur)],
        "suivi": [_jalon(jalon) for jalon in suivi(vu)],
        "avis": [avis_vu(avis) for avis in lisibles(acteur, point, demandes)],
        "lien": _liens(acteur, point),
        "soumis_le": point.soumis_le,
        **notes.par_champ(acteur, point),
    }


def _action(action: ActionPossible) -> dict[str, Any]:
    vu = {"code": action.code, "libelle": action.libelle, "possible": action.possible, "motif": action.motif or None}
    return vu | ({"vers": action.vers} if action.vers else {})


def _jalon(jalon: Jalon) -> dict[str, Any]:
    return jalon._asdict() | {"statut": str(jalon.statut)}


def _liens(acteur: Acteur, point: Point) -> list[dict[str, Any]]:
    lus = liens(point, acteur)
    titres = masques.titres(acteur, [autre for _, _, autre in lus])
    return [
        {"type": genre, "sens": sens, "point": {"id": p.id, "reference": p.reference, "titre": titres[p.id]}}
        for genre, sens, p in lus
    ]


def avis_vu(avis: Avis) -> dict[str, Any]:
    """An advice; its draft is never told."""
    return {
        "id": avis.id,
        "de": lie(avis.groupe or avis.service),
        "etape": avis.etape,
        "obligatoire": avis.obligatoire,
        "demande_le": avis.demande_le,
        "echeance": avis.echeance,
        "valeur": avis.valeur,
        "texte": avis.texte,
        "rendu_le": avis.rendu_le,
        "rendu_par": avis.rendu_par_nom or None,
        "numero": avis.numero or None,
        "revision": avis.revision.numero if avis.revision else None,
        "initiative": avis.initiative,
        "confidentiel": avis.confidentiel,
        "en_redaction": bool(avis.brouillon and avis.rendu_le is None),
        "motif_incomplet": avis.motif_incomplet or None,
    }


def evenement(passage: Passage, revision: Revision | None) -> dict[str, Any]:
    """One line of the history."""
    return {
        "le": passage.le,
        "action": passage.action,
        "etape": passage.etape,
        "vers": passage.vers,
        "acteur": {"id": passage.acteur_id, "libelle": passage.acteur_nom},
        "au_nom_de": passage.au_nom_de_id,
        "commentaire": passage.commentaire,
        "valeur": passage.donnees.get("valeur"),
        "sautees": passage.donnees.get("sautees", []),
        "revision": revision.numero if revision else None,
    }


def revision_vue(acteur: Acteur, point: Point, revision: Revision) -> dict[str, Any]:
    """A frozen text, as the person may read it."""
    return {
        "numero": revision.numero,
        "empreinte": revision.empreinte,
        "le": revision.le,
        "auteur": {"identifiant": revision.auteur.identifiant, "libelle": revision.auteur.nom_complet},
        **masques.textes(acteur, point, revision),
        "faits": revision.faits,
    }


def annexe_vue(annexe: Annexe) -> dict[str, Any]:
    """A piece, without its bytes."""
    return {
        "id": annexe.id,
        "nom": annexe.nom,
        "type": annexe.type,
        "confidentielle": annexe.confidentielle,
        "a_imprimer": annexe.a_imprimer,
        "taille": annexe.taille,
        "pages": annexe.pages,
        "mime": annexe.mime,
        "sha256": annexe.sha256,
        "etat": annexe.etat_antivirus,
        "etat_texte": annexe.etat_texte or None,
        "deposee_le": annexe.deposee_le,
        "contenu": f"/api/v1/annexes/{annexe.id}/contenu",
    }
