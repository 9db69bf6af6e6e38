"""What the screens say of a supervised act: rows, clocks, sentences. Plain values, no query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from college import composants, francais, horloge, typographie
from college.actes.modele import Acte
from college.tutelle import delais, fil, requetes, suivi
from college.tutelle.modele import Envoi
from college.tutelle.regime import LIBELLES, Echeance, Regle
from college.tutelle.suivi import CHEZ_NOUS, COMPLETS, FINS, Etat, Execution, Situation

BIENTOT = 7


@dataclass(frozen=True)
class Cadran:
    """Days gone of days given; `dit` replaces the count where no clock runs."""

    ecoules: int
    total: int
    couleur: str
    dit: str = ""


@dataclass(frozen=True)
class Ligne:
    """One row of the board."""

    acte: Acte
    regime: str
    etat: str
    texte_etat: str | None
    cadran: Cadran | None
    terme: str
    note: str
    reste: str
    urgente: bool
    execution: Execution
    echeance: Echeance | None = None
    echue: bool = False
    envoi: Envoi | None = None

    @property
    def urgence(self) -> tuple[int, date]:
        """Sorting key: what is nearest to its end first, what has no clock last."""
        return (0, self.echeance.le) if self.echeance else (1, requetes.jour_de_decision(self.acte))


def ligne_a_transmettre(acte: Acte, regle: Regle) -> Ligne:
    """An act that nobody has sent yet."""
    decision, aujourdhui = requetes.jour_de_decision(acte), horloge.aujourdhui()
    horloges = delais.horloges(regle, decision, Situation(), aujourdhui)
    return _ligne(acte, regle, Etat.A_TRANSMETTRE, horloges, None)


def ligne_d_envoi(envoi: Envoi) -> Ligne:
    """An act on its road."""
    return _ligne(envoi.acte, fil.regle(envoi), Etat(envoi.etat), fil.horloges(envoi), envoi)


def _ligne(acte: Acte, regle: Regle, etat: Etat, horloges: delais.Horloges, envoi: Envoi | None) -> Ligne:
    aujourdhui, echeance = horloge.aujourdhui(), horloges.courante
    chez_nous = etat in CHEZ_NOUS
    echue = horloges.echue and not chez_nous
    restent = (echeance.le - aujourdhui).days if echeance else None
    return Ligne(
        acte=acte,
        regime=LIBELLES[regle.regime],
        etat="attendu" if echue else etat.value,
        texte_etat=suivi.ECHU if echue else suivi.LIBELLES[etat],
        cadran=_cadran(echeance, etat, aujourdhui, envoi),
        terme=_terme(echeance, etat, envoi),
        note=_note(echeance, etat, aujourdhui, envoi, regle),
        reste=_reste(echeance, etat, aujourdhui, regle) if echeance else "",
        urgente=chez_nous and restent is not None and restent <= 0,
        execution=suivi.execution(regle.regime, etat),
        echeance=echeance,
        echue=horloges.echue,
        envoi=envoi,
    )


def _cadran(echeance: Echeance | None, etat: Etat, aujourdhui: date, envoi: Envoi | None) -> Cadran | None:
    if etat is Etat.INCOMPLET:
        return Cadran(0, 0, "clos", f"Délai arrêté le {_jour(_dernier_jour(envoi))}")
    if etat in FINS:
        favorable = etat not in (Etat.ANNULE, Etat.ANNULE_PARTIELLEMENT, Etat.NON_APPROUVE, Etat.RETIRE)
        return Cadran(1, 1, "ok" if favorable else "clos", suivi.LIBELLES[etat])
    if echeance is None:
        return None
    depart = envoi.recu_complet_le if envoi and envoi.recu_complet_le and etat not in CHEZ_NOUS else echeance.depart
    ecoules, total = (aujourdhui - depart).days, (echeance.le - depart).days
    return Cadran(min(max(ecoules, 0), total), total, couleur(etat, (echeance.le - aujourdhui).days))


def couleur(etat: Etat, restent: int) -> str:
    """Colour goes to what needs somebody here: late or today, then this week; the authority's clock is calm."""
    if etat not in CHEZ_NOUS:
        return "attente" if restent < 0 else "info"
    return "refus" if restent <= 0 else "attente" if restent <= BIENTOT else "info"


def _terme(echeance: Echeance | None, etat: Etat, envoi: Envoi | None) -> str:
    if etat is Etat.INCOMPLET:
        return "arrêté"
    if etat in FINS:
        return _jour(_dernier_jour(envoi))
    return _jour_de_semaine(echeance.le) if echeance else "sans délai"


def _note(echeance: Echeance | None, etat: Etat, aujourdhui: date, envoi: Envoi | None, regle: Regle) -> str:
    if etat is Etat.ERREUR and envoi:
        return envoi.derniere_erreur
    if etat is Etat.INCOMPLET and envoi:
        return envoi.echanges[-1].texte
    if etat in FINS:
        return suivi.execution(regle.regime, etat).phrase
    return _reste(echeance, etat, aujourdhui, regle) if echeance else regle.condition


def _reste(echeance: Echeance, etat: Etat, aujourdhui: date, regle: Regle) -> str:
    morceaux = [dans_combien((echeance.le - aujourdhui).days)]
    if echeance.type.startswith("prorogation"):
        morceaux.append(f"prorogé de {regle.jours_prorogation}")
    elif echeance.reportee_de:
        morceaux.append(f"reporté du {_jour_nomme(echeance.reportee_de)}")
    elif etat in COMPLETS and not regle.regime.a_approuver:
        morceaux.append("puis définitif")
    return ", ".join(morceaux)


def dans_combien(restent: int) -> str:
    """« aujourd’hui », « demain », « 6 jours », « dépassé de 2 jours »."""
    if restent < 0:
        return f"dépassé de {francais.compte(-restent, 'jour')}"
    return {0: "aujourd’hui", 1: "demain"}.get(restent) or francais.compte(restent, "jour")


def resume(lignes: Sequence[Ligne]) -> str:
    """The sentence that opens the board."""
    aujourdhui = horloge.aujourdhui()
    retard = [x for x in lignes if x.echue and _chez_nous(x)]
    semaine = [x for x in lignes if _chez_nous(x) and x.echeance and 0 <= (x.echeance.le - aujourdhui).days <= BIENTOT]
    silence = [x for x in lignes if x.echue and not _chez_nous(x)]
    phrases = [
        f"{francais.majuscule(francais.compte(len(semaine), 'acte'))} à transmettre cette semaine."
        if semaine
        else "Rien à transmettre cette semaine.",
        f"{francais.majuscule(francais.compte(len(retard), 'délai'))} de transmission "
        f"{'dépassé' if len(retard) == 1 else 'dépassés'}."
        if retard
        else "Aucun délai dépassé.",
    ]
    if silence:
        phrases.append(f"{francais.majuscule(francais.compte(len(silence), 'silence'))} à confirmer.")
    return " ".join(phrases)


def _chez_nous(ligne: Ligne) -> bool:
    return ligne.envoi is None or Etat(ligne.envoi.etat) in CHEZ_NOUS


def _dernier_jour(envoi: Envoi | None) -> date:
    return envoi.echanges[-1].jour if envoi and envoi.echanges else horloge.aujourdhui()


def _jour(jour: date) -> str:
    return francais.date_courte(jour)


def _jour_de_semaine(jour: date) -> str:
    return f"{francais.JOURS[jour.weekday()][:3]}. {francais.date_courte(jour)}"


def _jour_nomme(jour: date) -> str:
    return f"{francais.JOURS[jour.weekday()]} {jour.day}"


ECHEANCES = {
    "transmission": "Transmission",
    "syndicats": "Syndicats",
    "spf_finances": "SPF Finances",
    "decision": "Décision de l’autorité",
    "prorogation": "Décision, délai prorogé",
    "prorogation_prudente": "Décision, lecture la plus tardive",
}
SENS = {"envoye": "Vous", "recu": "L’autorité", "constat": "Le secrétariat"}
DITS = {
    "transmis": "a reçu le dossier",
    "accuse_technique": "accuse réception du dépôt",
    "incomplet": "juge le dossier incomplet",
    "complete": "a reçu les pièces demandées",
    "en_instruction": "examine le dossier",
    "proroge": "proroge son délai",
    "approuve": "approuve l’acte",
    "approuve_partiellement": "approuve l’acte en partie",
    "reforme": "réforme l’acte",
    "non_approuve": "n’approuve pas l’acte",
    "annule": "annule l’acte",
    "annule_partiellement": "annule l’acte en partie",
    "sans_mesure": "ne prend aucune mesure",
    "dossier_pret": "avez un dossier prêt à déposer",
    "complement": "avez envoyé les pièces demandées",
    "retrait": "avez retiré l’envoi",
    "expiration": "constate l’expiration du délai",
}


def chronologie(envoi: Envoi) -> list[dict[str, object]]:
    """The exchanges as the chronology component draws them, latest first."""
    return [
        {
            "quand": typographie.instant(e.le),
            "qui": "L’autorité" if e.type == "transmis" else SENS[e.sens],
            "quoi": DITS.get(e.type, e.type.replace("_", " ")),
            "icone": composants.etat_connu(e.etat or "transmis").icone,
            "couleur": composants.etat_connu(e.etat or "transmis").couleur,
            "citation": e.texte,
            "detail": e.reference if e.numero or e.type == "transmis" else "",
        }
        for e in reversed(envoi.echanges)
    ]


def montants_reformes(envoi: Envoi) -> list[dict[str, str]]:
    """Old and new amounts of a réformation, as the authority gave them (pratique §9)."""
    for echange in reversed(envoi.echanges):
        if isinstance(lignes := echange.contenu.get("montants"), list):
            return [ligne for ligne in lignes if isinstance(ligne, dict)]
    return []


def consignables(etat: Etat) -> list[tuple[str, str]]:
    """What a person may record now: the steps that the state allows and that come from the authority."""
    possibles = suivi.SUITES[etat] & (suivi.CHEZ_L_AUTORITE | suivi.DECISIONS)
    if etat in CHEZ_NOUS:
        return []
    return [(e.value, suivi.LIBELLES[e]) for e in Etat if e in possibles and e is not Etat.TRANSMIS]
