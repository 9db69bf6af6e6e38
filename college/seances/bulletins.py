"""Casting a ballot: public ones are signed rows that may change until the close; secret ones are sealed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Interdit, Invalide, Refus
from college.seances import permis, propositions, requetes, urne
from college.seances import scrutin as regles
from college.seances.modele import Bulletin, BulletinScelle, Emargement, Scrutin
from college.seances.releve import Releve
from college.seances.verrou import compter, un_a_la_fois, verrouiller
from college.transaction import unite

HORS_MEMOIRE = {"synchronize_session": False}  # nobody holds these rows as objects


def est_secret(vote: Scrutin) -> bool:
    """Persons are always chosen in secret (L1122-27)."""
    return vote.mode in ("secret", "election")


@exige("seance.voter")
def voter(
    acteur: Acteur, vote: Scrutin, choix: str, *, mandataire_id: int | None = None, titre: str = ""
) -> Bulletin | None:
    """One ballot of one member: his own device, or keyed by the secretary. None for a secret one."""
    verrouiller(vote.seance, bulletin=True)
    if vote.etat != "ouvert":
        raise Refus(
            "Le vote n’est pas encore ouvert : attendez l’annonce du président."
            if vote.etat == "cree"
            else "Le vote est clos : votre choix n’a pas été enregistré. Le secrétariat peut le noter s’il y a lieu.",
            motif="vote_clos",
        )
    membre_id = _membre(acteur, vote, mandataire_id)
    titre = _titre(acteur, vote, membre_id, titre)
    _admis(vote, membre_id, choix)
    nouveau, bulletin = 1, None
    if est_secret(vote):
        _deposer_secret(vote, membre_id, choix)
    else:
        nouveau, bulletin = _deposer_public(acteur, vote, membre_id, choix, titre)
        journal.noter(acteur, "scrutin.bulletin", vote, membre=membre_id, choix=choix, titre=titre)
    # What the secretary keys for somebody shows on that person's screen too; a closed door lets no number out.
    discret = titre == "saisie" or vote.inscription.huis_clos
    compter(vote, nouveau, discret=discret)
    return bulletin


def _membre(acteur: Acteur, vote: Scrutin, mandataire_id: int | None) -> int:
    if mandataire_id is not None:
        return mandataire_id
    propre = acteur.mandats.get(vote.seance.organe_id)
    if propre is None:
        raise Invalide("Indiquez le membre dont vous saisissez le vote.", "mandataire")
    return propre


def _titre(acteur: Acteur, vote: Scrutin, membre_id: int, titre: str) -> str:
    """By what right: himself on his device, or the secretary's hand. No proxy in these organes."""
    if titre == "procuration":
        raise Refus("Le vote par procuration n’est pas admis dans cet organe : chaque membre vote lui-même.",
                    motif="procuration")  # fmt: skip
    organe_id = vote.seance.organe_id
    if acteur.mandats.get(organe_id) == membre_id and titre != "saisie":
        _appareil_admis(vote)
        return "personnel"
    if not permis.est_secretaire(acteur, organe_id):
        raise Interdit("Vous ne votez que pour vous-même ; le secrétariat peut saisir le vote d’un autre membre.")
    if est_secret(vote):
        raise Refus(
            "Un vote secret ne se saisit pas au nom d’un membre : donnez le dépouillement des bulletins.",
            motif="secret",
        )
    return "saisie"


def sur_appareil(vote: Scrutin) -> bool:
    """Do the members vote themselves, on their devices? On paper where several names are written on one ballot."""
    return _organe_l_admet(vote) and _postes(vote) == 1


def _organe_l_admet(vote: Scrutin) -> bool:
    admis = requetes.reglages(vote.seance.organe).vote_appareils
    return admis.secret if est_secret(vote) else admis.public


def _postes(vote: Scrutin) -> int:
    return int(vote.regle.get("postes", 1))


def _appareil_admis(vote: Scrutin) -> None:
    if sur_appareil(vote):
        return
    if not _organe_l_admet(vote):
        raise Refus(
            "Le vote secret sur appareil n’est pas activé pour cet organe : votez sur un bulletin de papier."
            if est_secret(vote)
            else "Le vote sur appareil n’est pas activé pour cet organe : votez à voix haute, le secrétariat note.",
            article=requetes.reglages(vote.seance.organe).vote_appareils.base or None,
            motif="vote_appareils",
        )
    raise Refus(
        f"Cette élection pourvoit {_postes(vote)} postes : votez sur un bulletin de papier, qui porte plusieurs noms.",
        motif="plusieurs_postes",
    )


def _admis(vote: Scrutin, membre_id: int, choix: str) -> None:
    if vote.mode == "election":
        codes = [c["code"] for c in vote.candidats]
        if choix not in [*codes, "blanc", "nul"]:
            raise Refus(f"« {choix} » n’est pas candidat à cette élection.", motif="choix_inconnu")
    else:
        regles.verifier_choix(choix, secret=est_secret(vote))
    releve = Releve(vote.seance)
    if membre_id not in releve.votants(vote.inscription):
        membre = releve.par_id.get(membre_id)
        note = "notée présente" if membre and membre.genre == "f" else "noté présent"
        raise Refus(
            f"{releve.nom(membre_id)} n’est pas {note} avec voix délibérative à ce point : "
            "le secrétariat note les présences.",
            motif="non_present",
        )
    propositions.refuser_second_choix(vote, membre_id, releve.nom(membre_id))


def _deposer_public(acteur: Acteur, vote: Scrutin, membre_id: int, choix: str, titre: str) -> tuple[int, Bulletin]:
    """How many voters more (one, or none who changes his mind), and his ballot."""
    bulletin = unite().scalar(
        select(Bulletin).where(Bulletin.scrutin_id == vote.id, Bulletin.mandataire_id == membre_id)
    )
    maintenant = horloge.maintenant()
    if bulletin is None:
        bulletin = Bulletin(
            institution_id=vote.institution_id,
            scrutin=vote,
            mandataire_id=membre_id,
            choix=choix,
            titre=titre,
            par_id=acteur.agent_id,
            le=maintenant,
            historique=[],
        )
        unite().add(bulletin)
        return 1, bulletin
    if (bulletin.choix, bulletin.titre) != (choix, titre):
        ancien = {
            "choix": bulletin.choix,
            "titre": bulletin.titre,
            "par": bulletin.par_id,
            "le": bulletin.le.isoformat(),
        }
        bulletin.historique = [*bulletin.historique, ancien]
        bulletin.choix, bulletin.titre, bulletin.par_id, bulletin.le = choix, titre, acteur.agent_id, maintenant
    return 0, bulletin


def _deposer_secret(vote: Scrutin, membre_id: int, choix: str) -> None:
    """Two rows that nothing links: who voted, and a sealed box. A second ballot is refused by the database."""
    refus = Refus("Vous avez déjà voté : un bulletin secret ne se reprend pas.", motif="deja_vote")
    assert vote.cle_publique is not None
    un_a_la_fois(vote)
    try:
        with unite().begin_nested():
            unite().add(
                Emargement(
                    id=str(uuid4()),
                    institution_id=vote.institution_id,
                    scrutin_id=vote.id,
                    mandataire_id=membre_id,
                )
            )
    except IntegrityError as erreur:
        raise refus from erreur
    boite = urne.sceller(vote.cle_publique, choix)
    unite().add(BulletinScelle(id=str(uuid4()), institution_id=vote.institution_id, scrutin_id=vote.id, boite=boite))
    unite().flush()
    _melanger(vote)


def _melanger(vote: Scrutin) -> None:
    """Write the urn again, boxes in a random order and voters by number.

    PostgreSQL keeps rows in the order of their coming and stamps each with its transaction; SQLite sorts them by
    their random id, but lays them in a page one above the other as they come. Both would tell which box came with
    which voter. Written together, they tell nothing.
    """
    for table, ordre in ((Emargement, Emargement.mandataire_id), (BulletinScelle, BulletinScelle.boite)):
        colonnes = table.__table__.columns
        lignes = [dict(li._mapping) for li in unite().execute(
            select(*colonnes).where(colonnes.scrutin_id == vote.id).order_by(ordre))]  # fmt: skip
        unite().execute(delete(table).where(colonnes.scrutin_id == vote.id), execution_options=HORS_MEMOIRE)
        unite().execute(insert(table), [li | {"id": str(uuid4())} for li in lignes])


def deposer_tous(acteur: Acteur, vote: Scrutin, choix: Mapping[int, str]) -> None:
    """The ballots of « à l’unanimité, sauf… », all keyed by the secretary, in the order of precedence."""
    commun = {
        "institution_id": vote.institution_id,
        "scrutin_id": vote.id,
        "titre": "saisie",
        "par_id": acteur.agent_id,
        "le": horloge.maintenant(),
        "historique": [],
    }
    lignes = [commun | {"mandataire_id": membre, "choix": voulu} for membre, voulu in choix.items()]
    unite().execute(insert(Bulletin), lignes)  # one statement for all
    unite().expire(vote, ["bulletins"])


def deposes(vote: Scrutin) -> int:
    """Ballots cast on devices: counting paper over them would forget voters. An urn that no key opens holds none."""
    if est_secret(vote) and not urne.presente(vote.id):
        return 0
    if est_secret(vote):
        demande = select(func.count()).select_from(Emargement).where(Emargement.scrutin_id == vote.id)
        return unite().scalar(demande) or 0
    return len(vote.bulletins)
