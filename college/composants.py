"""What every template finds without an import: the macros as `c`, icons, states, filters, ids unique on the page."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from flask import Flask, g, has_request_context
from jinja2 import Environment, TemplateRuntimeError
from wtforms import Form

from college import francais, horloge, typographie

FEUILLES = ("boutons", "formulaires", "etats", "listes", "vote")


class Etat(NamedTuple):
    """A state on screen: icon + word + colour, always the three."""

    texte: str
    couleur: str
    icone: str


ETATS = {
    # the point, from draft to decision
    "brouillon": Etat("Brouillon", "clos", "brouillon"),
    "en_validation": Etat("En validation", "info", "oeil"),
    "validation": Etat("En validation", "info", "oeil"),
    "a_l_examen": Etat("À l’examen", "info", "oeil"),
    "en_attente_avis": Etat("Avis attendu", "attente", "sablier"),
    "attendu": Etat("Attendu", "attente", "sablier"),
    "renvoye": Etat("Renvoyé", "refus", "renvoi"),
    "valide": Etat("Validé", "ok", "coche"),
    "disponible": Etat("Prêt à inscrire", "ok", "coche"),
    "inscrit": Etat("Inscrit", "info", "agenda"),
    "projet": Etat("Projet", "attente", "plume"),
    "decide": Etat("Décidé", "ok", "coche"),
    "huis_clos": Etat("Huis clos", "prive", "verrou"),
    "confidentielle": Etat("Confidentielle", "prive", "verrou"),
    "urgence": Etat("Urgence", "refus", "alerte"),
    "clos": Etat("Clos", "clos", "tiret"),
    # completeness
    "pret": Etat("Prêt", "ok", "coche"),
    "en_cours": Etat("En cours", "attente", "plume"),
    "a_faire": Etat("À faire", "clos", "rond"),
    "a_corriger": Etat("À corriger", "refus", "alerte"),
    "complet": Etat("Complet", "clos", "coche"),
    "incomplet": Etat("Incomplet", "refus", "renvoi"),
    # advice
    "favorable": Etat("Favorable", "ok", "coche"),
    "favorable_avec_remarques": Etat("Favorable avec remarques", "ok", "coche"),
    "reserve": Etat("Réservé", "attente", "alerte"),
    "defavorable": Etat("Défavorable", "refus", "stop"),
    "sans_objet": Etat("Sans objet", "clos", "tiret"),
    "remis_sans_avis": Etat("Remis sans avis", "clos", "tiret"),
    "non_rendu": Etat("Non rendu dans le délai", "clos", "histoire"),
    # the séance and its votes
    "en_preparation": Etat("En préparation", "attente", "plume"),
    "convoquee": Etat("Convoquée", "info", "envoyer"),
    "ouverte": Etat("En séance", "ici", "direct"),
    "suspendue": Etat("Suspendue", "attente", "sablier"),
    "levee": Etat("Levée", "info", "coche"),
    "arretee": Etat("Arrêtée", "info", "verrou"),
    "pv_approuve": Etat("PV approuvé", "ok", "coche"),
    "archivee": Etat("Archivée", "clos", "boite"),
    "annulee": Etat("Annulée", "clos", "interdit"),
    "ouvert": Etat("Vote ouvert", "ici", "direct"),
    "cree": Etat("À ouvrir", "clos", "rond"),
    "proclame": Etat("Proclamé", "ok", "marteau"),
    "adopte": Etat("Adopté", "ok", "coche"),
    "rejete": Etat("Rejeté", "refus", "stop"),
    "partage": Etat("Parité, rejeté", "refus", "stop"),
    # outcomes
    "accepte": Etat("Accepté", "ok", "coche"),
    "accepte_modifie": Etat("Accepté, modifié", "ok", "coche"),
    "refuse": Etat("Refusé", "refus", "stop"),
    "reporte": Etat("Reporté", "clos", "histoire"),
    "retire": Etat("Retiré", "clos", "interdit"),
    "pris_acte": Etat("Pris acte", "ok", "coche"),
    "nul_a_representer": Etat("Nul, à représenter", "attente", "retour"),
    "non_applicable": Etat("Sans vote", "clos", "info"),
    "non_examine": Etat("Non examiné", "clos", "interdit"),
    # attendance
    "present": Etat("Présent", "ok", "coche"),
    "excuse": Etat("Excusé", "clos", "tiret"),
    "absent": Etat("Absent", "clos", "tiret"),
    "sorti": Etat("Sorti", "clos", "sortie"),
    "attendu_en_seance": Etat("Attendu", "clos", "rond"),
    "se_retire": Etat("Retiré", "prive", "sortie"),
    # documents and acts
    "en_file": Etat("En file", "clos", "sablier"),
    "echec": Etat("Échec", "refus", "alerte"),
    "a_signer": Etat("À signer", "attente", "plume"),
    "signe": Etat("Signé", "ok", "bouclier"),
    "intact": Etat("Document intact", "ok", "bouclier"),
    "publie": Etat("Publié", "ok", "livre"),
    "en_vigueur": Etat("En vigueur", "info", "livre"),
    "soumis": Etat("Soumis", "info", "envoyer"),
    "approuve_avec_corrections": Etat("Approuvé avec corrections", "ok", "coche"),
    # tutelle
    "a_transmettre": Etat("À transmettre", "attente", "horloge"),
    "transmis": Etat("Transmis", "info", "envoyer"),
    "accuse_technique": Etat("Reçu par la Région", "info", "boite"),
    "complete": Etat("Complété", "info", "coche"),
    "en_instruction": Etat("À l’examen", "info", "oeil"),
    "proroge": Etat("Prorogé", "info", "sablier"),
    "approuve": Etat("Approuvé", "ok", "coche"),
    "approuve_partiellement": Etat("Approuvé en partie", "attente", "coche"),
    "reforme": Etat("Réformé", "attente", "plume"),
    "non_approuve": Etat("Non approuvé", "refus", "stop"),
    "annule": Etat("Annulé", "refus", "stop"),
    "annule_partiellement": Etat("Annulé en partie", "refus", "stop"),
    "sans_mesure": Etat("Sans mesure", "ok", "coche"),
    "executoire_par_expiration": Etat("Exécutoire par expiration", "ok", "horloge"),
    "erreur": Etat("Erreur d’envoi", "refus", "alerte"),
}


def etat_connu(code: str) -> Etat:
    """The state's word, colour and icon; a code that nobody declared is shown in its own words."""
    return ETATS.get(code) or Etat(francais.majuscule(str(code).replace("_", " ")), "clos", "tiret")


class Composants:
    """`c` in templates: `c.bouton(…)` finds the macro in the component sheets."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._macros: dict[str, Any] = {}

    def __getattr__(self, nom: str) -> Any:
        if nom.startswith("_"):
            raise AttributeError(nom)
        if nom not in self._macros or self._env.auto_reload:
            self._macros[nom] = self._trouver(nom)
        return self._macros[nom]

    def _trouver(self, nom: str) -> Any:
        for feuille in FEUILLES:
            module = self._env.get_template(f"composants/{feuille}.html").module
            if hasattr(module, nom):
                return getattr(module, nom)
        raise TemplateRuntimeError(f"No component is called {nom!r}: see templates/composants/README.md")


def ident(prefixe: str) -> str:
    """An id unique on this page (a fragment swapped in should name its own ids)."""
    if not has_request_context():
        return f"{prefixe}-{secrets.token_hex(4)}"
    compteur = g.get("_idents", 0) + 1
    g._idents = compteur
    return f"{prefixe}-{compteur}"


def cle_unique() -> str:
    """A one-time key: the same form sent twice is one act."""
    return secrets.token_urlsafe(16)


def options_wtf(champ: Any) -> list[tuple[Any, Any]]:
    """(value, label) of a WTForms choice field, whatever the version's tuple length."""
    return [(option[0], option[1]) for option in champ.iter_choices()]


def liste_erreurs(formulaire: Form) -> list[tuple[str, str]]:
    """(id of the field, first message) of every wrong field, in the form's order."""
    return [(champ.id, champ.errors[0]) for champ in formulaire if champ.errors]


def phrase_sieges(pour: int, contre: int, abstention: int, absents: int, blanc: int = 0, nul: int = 0) -> str:
    """The row of squares in words, for who does not see it."""
    votants = pour + contre + abstention + blanc + nul
    voix = ((pour, "pour", ""), (contre, "contre", ""), (abstention, "abstention", "s"))
    comptes = (*voix, (blanc, "blanc", "s"), (nul, "nul", "s"))
    detail = ", ".join(f"{n} {mot}{pluriel if n > 1 else ''}" for n, mot, pluriel in comptes if n)
    fin = f" ; {francais.compte(absents, 'siège vide', 'sièges vides')}" if absents else ""
    return f"{francais.compte(votants, 'votant')}\u00a0: {detail or 'pas de voix'}{fin}"


FILTRES = {
    "date_complete": typographie.date_complete,
    "date_longue": francais.date_longue,
    "date_courte": francais.date_courte,
    "date_numerique": francais.date_numerique,
    "heure": francais.heure,
    "heure_exacte": typographie.heure_exacte,
    "instant": typographie.instant,
    "depuis": lambda moment: typographie.depuis(moment, horloge.maintenant()),
    "duree": typographie.duree,
    "nombre": francais.nombre,
    "euros": typographie.euros,
    "octets": francais.octets,
    "compte": francais.compte,
    "enumerer": francais.enumerer,
    "en_lettres": typographie.en_lettres,
    "majuscule": francais.majuscule,
    "typo": francais.insecables,
}


def installer(app: Flask) -> None:
    """Give every template the components, filters and globals of this module."""
    app.jinja_env.globals.update(
        c=Composants(app.jinja_env),
        etat_connu=etat_connu,
        ident=ident,
        cle_unique=cle_unique,
        options_wtf=options_wtf,
        liste_erreurs=liste_erreurs,
        phrase_sieges=phrase_sieges,
    )
    app.jinja_env.filters.update(FILTRES)
