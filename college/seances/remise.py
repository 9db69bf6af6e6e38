"""How each member received his notice: by mail, accepted by its server; or on paper, noted by a person (L1122-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Faute, Introuvable, Invalide, Refus
from college.francais import date_longue, heure
from college.seances import affichage, requetes
from college.seances.echeances import Echeance
from college.seances.modele import Convocation, Seance
from college.transaction import unite

MOYENS = {
    "main_propre": "Remise en mains propres",
    "domicile": "Portée au domicile",
    "recommande": "Recommandé",
}
LIBELLES = {"courriel": "Courriel", **MOYENS}


@dataclass(frozen=True)
class Remise:
    """What a person saw: by which means, when, and what shows it (a receipt, a number, who took it)."""

    moyen: str
    le: datetime | None
    preuve: str


def de_seance(seance: Seance) -> Sequence[Convocation]:
    """The notices of a séance, version by version, by the rank in which members were called."""
    demande = select(Convocation).options(joinedload(Convocation.mandataire))
    return unite().scalars(demande.where(Convocation.seance_id == seance.id).order_by(Convocation.id)).all()


def convocation(acteur: Acteur, ref: int | str) -> Convocation:
    """One notice, for whoever sees its séance. Raises Introuvable."""
    trouvee = unite().get(Convocation, int(ref)) if str(ref).isdecimal() else None
    if trouvee is None:
        raise Introuvable("Cette convocation n’existe pas, ou vous n’y avez pas accès.")
    requetes.seance_conduite(acteur, trouvee.seance_id)
    return trouvee


@exige("seance.conduire")
def constater(acteur: Acteur, convocation: Convocation, remise: Remise) -> Convocation:
    """Handed over on paper: the proof stands beside the mail's; what was received by mail keeps its own."""
    _verifier(convocation, remise)
    convocation.remise, convocation.recue_le = remise.moyen, remise.le
    convocation.preuve, convocation.constatee_par_id = remise.preuve.strip(), acteur.agent_id
    convocation.envoyee_le = convocation.envoyee_le or remise.le
    journal.noter(
        acteur, "convocation.remise", convocation.seance, membre=convocation.mandataire_id, lettre=convocation.lettre,
        moyen=remise.moyen, le=remise.le.isoformat() if remise.le else "", preuve=remise.preuve.strip(),
    )  # fmt: skip
    return convocation


def _verifier(convocation: Convocation, remise: Remise) -> None:
    if convocation.recue_le is not None and convocation.remise == "courriel":
        raise Refus(
            f"{convocation.mandataire.nom_complet} a reçu cette convocation par courriel le "
            f"{date_longue(convocation.recue_le)} à {heure(convocation.recue_le)} : cette preuve reste.",
            motif="deja_recue",
        )
    fautes = []
    if remise.moyen not in MOYENS:
        fautes.append(Faute("moyen", "Dites comment la convocation a été remise."))
    if not remise.preuve.strip():
        fautes.append(Faute("preuve", "Dites ce qui le prouve : accusé signé, numéro du recommandé, témoin."))
    envoyee = _envoyee_le(convocation)
    if remise.le is None or remise.le > horloge.maintenant() or (envoyee and remise.le < envoyee):
        fautes.append(Faute("le", "Écrivez quand elle a été remise : après l’envoi, avant maintenant."))
    if fautes:
        raise Invalide(fautes)


def _envoyee_le(convocation: Convocation) -> datetime | None:
    """The minute at which the agenda of that notice was frozen: a paper has no seconds."""
    versions = requetes.versions(convocation.seance)
    return next((v.le.replace(second=0, microsecond=0) for v in versions if v.lettre == convocation.lettre), None)


@dataclass(frozen=True)
class Bilan:
    """How many have received the last notice, who waits, and until when it counts."""

    lettre: str
    recues: int
    nombre: int
    limite: date | None
    premiere: str

    def tardive(self, envoi: Convocation) -> bool:
        """Received after the last lawful day."""
        return bool(self.limite and envoi.recue_le and horloge.locale(envoi.recue_le).date() > self.limite)


def bilan(seance: Seance, envois: Sequence[Convocation]) -> Bilan | None:
    """The state of the last notice; None before any."""
    if not envois or seance.version_oj == "projet":
        return None
    derniers = [envoi for envoi in envois if envoi.lettre == seance.version_oj]
    dues = (e for e, _ in affichage.echeances_de(seance, horloge.aujourdhui()) if e.code == "convocation")
    limite = next((e.jour for e in dues), None)
    # A complementary agenda has no delay of its own: urgency founds it (L1122-24).
    premiere = requetes.versions_en_cours(seance)[0].lettre
    recues = sum(1 for e in derniers if e.recue_le)
    return Bilan(seance.version_oj, recues, len(derniers), limite if premiere == seance.version_oj else None, premiere)


def tenue(
    seance: Seance, envois: Sequence[Convocation], bilan: Bilan | None, echeance: Echeance, restant: int
) -> tuple[str, str, str]:
    """How a date stands; that of the notice is kept once every member has received it in time, not once it left."""
    if echeance.code != "convocation" or bilan is None:
        return affichage.tenue(seance, echeance, restant)
    attendues = [envoi for envoi in envois if envoi.lettre == bilan.premiere]
    a_temps = sum(1 for e in attendues if e.recue_le and horloge.locale(e.recue_le).date() <= echeance.jour)
    if a_temps == len(attendues):
        return "tenu", "ok", "coche"
    dit = f"reçue à temps par {a_temps} sur {len(attendues)}"
    return (f"{dit}, dépassé", "refus", "alerte") if restant < 0 else (f"{dit}, J-{restant}", "attente", "sablier")
