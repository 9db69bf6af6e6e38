"""The séances calls of the API (contract §6)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from college.api import cadre
from college.droits import Acteur, verifier
from college.erreurs import Introuvable, Invalide
from college.organisation import requetes as organisation
from college.organisation.modele import Organe
from college.points import requetes as points
from college.points.regles import trop_tard
from college.seances import agenda, cycle, formes, intitules, numeros, requetes, services, versions
from college.seances import corps as c
from college.seances import representations as vue
from college.seances.composition import jour_de
from college.seances.modele import Inscription, Seance
from college.transaction import unite

ETIQUETTE = "Séances"
cadre.trouve("seance")(requetes.seance)
cadre.trouve("inscription")(requetes.inscription)


@cadre.post(
    "/seances",
    reponse=formes.SeanceVue,
    droit="seance.preparer",
    statut=201,
    etiquette=ETIQUETTE,
    resume="Créer une séance",
)
def creer(acteur: Acteur, corps: c.SeanceCorps) -> dict[str, Any]:
    organe = organisation.nomme(Organe, acteur.institution_id, corps.organe, "organe")
    precedente = unite().get(Seance, corps.precedente) if corps.precedente else None
    if corps.precedente is not None and (precedente is None or precedente.institution_id != acteur.institution_id):
        raise Invalide("Cette séance n’existe pas ici : indiquez celle qui n’a pas réuni le quorum.", "precedente")
    seance = services.creer(
        acteur,
        services.SaisieSeance(
            organe, corps.debut, corps.lieu, corps.type, corps.convocation, precedente, corps.lien_video
        ),
    )
    return vue.seance_vue(acteur, seance)


@cadre.get("/seances", droit="seance.lire", etiquette=ETIQUETTE, resume="Lister les séances")
def lister(acteur: Acteur, requete: c.SeancesFiltre) -> dict[str, Any]:
    demande = select(Seance).where(requetes.visibles(acteur))
    if requete.organe:
        organe = organisation.nomme(Organe, acteur.institution_id, requete.organe, "organe")
        demande = demande.where(Seance.organe_id == organe.id)
    if requete.etat:
        demande = demande.where(Seance.etat == requete.etat)
    if requete.depuis:
        demande = demande.where(Seance.debut >= requete.depuis)
    if requete.jusqu_a:
        demande = demande.where(Seance.debut <= requete.jusqu_a)
    return cadre.paginer(demande, requete, _resume, (Seance.debut, Seance.id), descendant=True)


def _resume(seance: Seance) -> dict[str, Any]:
    return {
        "id": seance.id,
        "organe": vue.organe(seance),
        "debut": seance.debut,
        "etat": seance.etat,
        "numero": seance.numero,
        "version": seance.version_oj,
    }


@cadre.get(
    "/seances/<ref:seance>",
    reponse=formes.SeanceVue,
    droit="seance.lire",
    etiquette=ETIQUETTE,
    resume="Lire une séance",
)
def lire(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    return vue.seance_vue(acteur, seance)


@cadre.post(
    "/seances/<ref:seance>/actions",
    reponse=formes.SeanceVue,
    droit="seance.conduire",
    etiquette=ETIQUETTE,
    resume="Agir sur une séance",
)
def agir(acteur: Acteur, seance: Seance, corps: c.ActionCorps) -> dict[str, Any]:
    options = services.Options(
        passer_outre=corps.passer_outre,
        motif_urgence=corps.motif_urgence,
        motif=corps.motif or corps.commentaire,
        confirmer=corps.confirmer,
        remplacer_formules=corps.remplacer_formules,
        inscriptions=corps.inscriptions,
        observations=[observation.model_dump() for observation in corps.observations],
    )
    return vue.seance_vue(acteur, services.agir(acteur, seance, corps.action, options))


@cadre.get(
    "/seances/<ref:seance>/points-disponibles",
    droit="seance.preparer",
    etiquette=ETIQUETTE,
    resume="Points disponibles pour une séance",
)
def points_disponibles(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    disponibles = requetes.points_disponibles(acteur, seance)
    return {
        "elements": [
            {
                "id": p.id,
                "reference": p.reference,
                "titre": p.titre,
                "service": {"code": p.service.code, "libelle": p.service.nom},
                "huis_clos": p.huis_clos,
                "urgence": p.urgence,
                "seance_souhaitee": p.seance_souhaitee_id,
                "tardif": seance.etat != "en_preparation",
                "date_limite": p.date_limite,
                "trop_tard": trop_tard(p.date_limite, jour_de(seance)) or None,
            }
            for p in disponibles
        ],
        "suivant": None,
        "total": len(disponibles),
    }


@cadre.post(
    "/seances/<ref:seance>/inscriptions",
    reponse=formes.LigneVue,
    droit="seance.preparer",
    statut=201,
    etiquette=ETIQUETTE,
    resume="Inscrire un point",
)
def inscrire(acteur: Acteur, seance: Seance, corps: c.InscriptionCorps) -> cadre.Reponse:
    verifier("seance.preparer", acteur, seance)
    try:
        point = points.point(acteur, corps.point)
    except Introuvable as erreur:
        raise Invalide("Ce point n’existe pas, ou vous n’y avez pas accès.", "point") from erreur
    inscription = services.inscrire(
        acteur,
        seance,
        point,
        huis_clos=corps.huis_clos,
        sous_point=corps.sous_point,
        section=corps.section,
        motif_urgence=corps.motif_urgence,
        passer_outre=corps.passer_outre,
        normal=corps.normal,
    )
    return _avec_etiquette(seance, vue.inscription_vue(acteur, inscription))


@cadre.get(
    "/inscriptions/<ref:inscription>",
    reponse=formes.LigneVue,
    droit="seance.lire",
    etiquette=ETIQUETTE,
    resume="Lire une inscription",
)
def lire_inscription(acteur: Acteur, inscription: Inscription) -> cadre.Reponse:
    return _avec_etiquette(inscription.seance, vue.inscription_vue(acteur, inscription))


@cadre.patch(
    "/inscriptions/<ref:inscription>",
    reponse=formes.LigneVue,
    droit="seance.preparer",
    versionnee=True,
    etiquette=ETIQUETTE,
    resume="Déplacer ou modifier une inscription",
)
def modifier(acteur: Acteur, inscription: Inscription, corps: c.DeplacementCorps) -> cadre.Reponse:
    """`avant`, `apres` (inscriptions) or `numero` (the place); needs the agenda's ETag in If-Match."""
    _exiger_version(acteur, inscription)
    seance = inscription.seance
    if corps.avant or corps.apres or corps.numero is not None:
        services.deplacer(
            acteur,
            inscription,
            avant=voisine(seance, corps.avant, "avant"),
            apres=voisine(seance, corps.apres, "apres"),
            place=_place(inscription, corps.numero),
        )
    ligne = corps.model_dump(include={"huis_clos", "sous_point", "section", "a_discuter"}, exclude_none=True)
    if "huis_clos" in ligne and seance.etat in cycle.EN_SEANCE:
        services.prononcer_huis_clos(acteur, inscription, ligne.pop("huis_clos"), corps.motif)
    if ligne:
        services.modifier_ligne(acteur, inscription, **ligne)
    textes = corps.model_dump(
        include={"titre", "titre_public", "motivation", "dispositif", "observations"}, exclude_none=True
    )
    if textes:
        services.amender(acteur, inscription, textes, corps.motif)
    return _avec_etiquette(seance, vue.inscription_vue(acteur, inscription))


@cadre.delete(
    "/inscriptions/<ref:inscription>",
    reponse=formes.OrdreDuJourVu,
    droit="seance.preparer",
    versionnee=True,
    etiquette=ETIQUETTE,
    resume="Retirer un point",
)
def retirer(acteur: Acteur, inscription: Inscription) -> cadre.Reponse:
    _exiger_version(acteur, inscription)
    seance = services.retirer_inscription(acteur, inscription)
    return _avec_etiquette(seance, _ordre_du_jour(acteur, seance))


@cadre.post(
    "/inscriptions/<ref:inscription>/signalements",
    droit="seance.signaler",
    etiquette=ETIQUETTE,
    resume="Demander qu’un point soit discuté",
)
def signaler(acteur: Acteur, inscription: Inscription, corps: c.SignalementCorps) -> dict[str, Any]:
    """Any member, before the point is decided (list A discussed, list B without debate)."""
    services.signaler(acteur, inscription, corps.a_discuter)
    return vue.ligne_vue(inscription, lisible=True)


def _place(inscription: Inscription, numero: int | str | None) -> int | None:
    if numero is None:
        return None
    lignes = sorted(inscription.seance.inscriptions, key=lambda i: i.rang)
    place = numeros.place([(i.numero, i.huis_clos) for i in lignes], numero, inscription.huis_clos)
    if place is None:
        raise Invalide("Écrivez un numéro de cet ordre du jour.", "numero")
    return place


def voisine(seance: Seance, ref: int | None, champ: str) -> Inscription | None:
    if ref is None:
        return None
    trouvee = next((i for i in seance.inscriptions if i.id == ref), None)
    if trouvee is None:
        raise Invalide("Cette inscription n’est pas à l’ordre du jour de cette séance.", champ)
    return trouvee


def _exiger_version(acteur: Acteur, inscription: Inscription) -> None:
    """The agenda as it is once we hold it: of two who read the same version, the second is told."""
    seance = inscription.seance
    agenda.verrouiller(seance)
    cadre.exiger_version(_etiquette(seance), lambda: _ordre_du_jour(acteur, seance))


def _etiquette(seance: Seance) -> str:
    return cadre.etiquette("odj", seance.id, seance.version)


def _avec_etiquette(seance: Seance, contenu: dict[str, Any]) -> cadre.Reponse:
    return cadre.Reponse(contenu, entetes={"ETag": _etiquette(seance)})


@cadre.get(
    "/seances/<ref:seance>/ordre-du-jour",
    reponse=formes.OrdreDuJourVu,
    droit="seance.lire",
    etiquette=ETIQUETTE,
    resume="Lire l’ordre du jour",
)
def ordre_du_jour(acteur: Acteur, seance: Seance, requete: c.OrdreDuJourFiltre) -> cadre.Reponse:
    if requete.version in (None, seance.version_oj):
        return _avec_etiquette(seance, _ordre_du_jour(acteur, seance))
    version = next((v for v in requetes.versions(seance) if v.lettre == requete.version), None)
    if version is None:
        raise Introuvable("Cette version de l’ordre du jour n’existe pas.")
    lisibles = requetes.lisibles(acteur, seance.inscriptions)
    lignes = [_ligne_figee(ligne, ligne["id"] in lisibles) for ligne in version.contenu]
    contenu = {"version": version.lettre, "inscriptions": lignes, "differences": version.differences}
    return cadre.Reponse(intitules.montrable(acteur, seance, contenu))


def _ligne_figee(ligne: dict[str, Any], lisible: bool) -> dict[str, Any]:
    if lisible:
        return ligne
    return {
        "id": ligne["id"],
        "numero": ligne["numero"],
        "reference": ligne["reference"],
        "titre": versions.intitule(ligne),
        "huis_clos": ligne["huis_clos"],
        "retire": ligne["retire"],
    }


def _ordre_du_jour(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    lisibles = requetes.lisibles(acteur, seance.inscriptions)
    lignes = sorted(seance.inscriptions, key=lambda i: i.rang)
    envoyees = requetes.versions_en_cours(seance) if seance.version_oj != versions.PROJET else ()
    contenu = {
        "version": seance.version_oj,
        "inscriptions": [vue.ligne_vue(i, i.id in lisibles, acteur) for i in lignes],
        "differences": envoyees[-1].differences if envoyees else {},
    }
    return intitules.montrable(acteur, seance, contenu)


@cadre.post(
    "/seances/<ref:seance>/presences",
    reponse=formes.PresencesVues,
    droit="seance.conduire",
    etiquette=ETIQUETTE,
    resume="Noter un mouvement",
)
def noter_presence(acteur: Acteur, seance: Seance, corps: c.PresenceCorps) -> dict[str, Any]:
    mandataire = organisation.mandataire(acteur.institution_id, corps.mandataire)
    inscription = voisine(seance, corps.inscription, "inscription")
    services.noter_presence(
        acteur, seance, mandataire.id, corps.evenement, inscription=inscription, le=corps.le, motif=corps.motif,
        a_distance=corps.a_distance,
    )  # fmt: skip
    return vue.presences_vue(seance)


@cadre.get(
    "/seances/<ref:seance>/presences",
    reponse=formes.PresencesVues,
    droit="seance.lire",
    etiquette=ETIQUETTE,
    resume="Lire les présences",
)
def presences(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    return vue.presences_vue(seance)
