"""Reads a validation chain from data (paquet, screen, JSON of `chaine_version`): PURE.

Every mistake is a French sentence that names the step; they are all told at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from college.points.definition import AUTEUR, GROUPE_DF, Chaine, Etape
from college.points.lecture_conditions import conditions
from college.points.phrases import enumerer, fr
from college.points.volets import TOUS, ordonnes

RACCOURCIS = ("aucun", "tous", "sans_le_dernier")
SEMAINE = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_CLES = frozenset(
    (
        *("code", "libelle", "type", "role", "groupe", "service", "groupe_en_charge"),
        *("delai_jours_ouvrables", "delai_jours", "si", "obligatoire", "parallele"),
        *("si_texte_change", "modifie", "modifient", "bloquant_si_negatif", "samedi_ouvrable", "fin_jamais"),
    )
)


class DefinitionInvalide(Exception):
    """The chain cannot be published; `erreurs` are the sentences, each naming its step."""

    def __init__(self, erreurs: list[str]) -> None:
        super().__init__(" ".join(erreurs))
        self.erreurs = erreurs


def lire(
    definition: Mapping[str, Any],
    *,
    roles: Collection[str] | None = None,
    groupes: Collection[str] | None = None,
    services: Collection[str] | None = None,
    version: int = 1,
) -> Chaine:
    """Read a definition; raise `DefinitionInvalide` with every mistake. Names unknown to the caller pass."""
    erreurs: list[str] = []
    brutes = definition.get("etapes") or []
    if not isinstance(brutes, list):
        raise DefinitionInvalide([fr("« etapes » doit être une liste d'étapes.")])
    lecteur = _Lecteur(erreurs, {"role": roles, "groupe": groupes, "service": services})
    etapes = tuple(lecteur.etape(rang, brute) for rang, brute in enumerate(brutes, 1))
    lecteur.ensemble(etapes)
    raccourcis = definition.get("raccourcis", "aucun")
    if raccourcis not in RACCOURCIS:
        erreurs.append(fr(f"« raccourcis » vaut {enumerer(RACCOURCIS, 'ou')}, pas « {raccourcis} »."))
    if erreurs:
        raise DefinitionInvalide(erreurs)
    code = str(definition.get("code", ""))
    return Chaine(code, str(definition.get("libelle") or code), etapes, raccourcis, version)


class _Lecteur:
    """Reads the steps and gathers the sentences."""

    def __init__(self, erreurs: list[str], connus: dict[str, Collection[str] | None]) -> None:
        self.erreurs = erreurs
        self.connus = connus
        self.nom = ""

    def refuser(self, phrase: str) -> None:
        self.erreurs.append(fr(f"Étape {self.nom} : {phrase}"))

    def etape(self, rang: int, brute: Any) -> Etape:
        self.nom = f"n° {rang}"
        if not isinstance(brute, Mapping):
            self.refuser("une étape s'écrit avec au moins « code », « libelle » et qui la tient.")
            return Etape(f"etape{rang}", "")
        code = brute.get("code")
        if not isinstance(code, str) or not _CODE.fullmatch(code) or code == AUTEUR:
            self.refuser(
                f"le code « {code} » ne convient pas ; employez des minuscules, chiffres, « _ » ou « - » "
                f"(« {AUTEUR} » est réservé)."
            )
            code = f"etape{rang}"
        self.nom = f"« {code} »"
        for cle in sorted(set(brute) - _CLES, key=str):
            self.refuser(f"la clé « {cle} » est inconnue.")
        genre = self.parmi(brute, "type", ("visa", "avis"), "visa")
        change = self.parmi(brute, "si_texte_change", ("annuler", "garder"), "garder" if genre == "avis" else "annuler")
        return Etape(
            code=code,
            libelle=str(brute.get("libelle") or code),
            type=genre,
            si=conditions(brute.get("si"), self.refuser),
            obligatoire=self.oui_non(brute, "obligatoire", True),
            parallele=self.texte(brute, "parallele"),
            garde=change == "garder",
            modifie=self.modifie(brute, genre),
            modifient=self.modifient(brute),
            bloquant=self.bloquant(brute, genre),
            **self.titulaire(brute),
            **self.delais(brute),
        )

    def bloquant(self, brute: Mapping[str, Any], genre: str) -> bool:
        """A negative advice may block, by the commune's choice; the law's own advice never does (L1124-40)."""
        bloque = self.oui_non(brute, "bloquant_si_negatif", False)
        if bloque and genre != "avis":
            self.refuser("seul un avis peut être « bloquant_si_negatif » ; un visa se refuse par un renvoi.")
        if bloque and brute.get("groupe") == GROUPE_DF:
            self.refuser(
                "l'avis de légalité du directeur financier ne bloque jamais parce qu'il est négatif "
                "(CDLD, art. L1124-40)."
            )
        return bloque

    def modifie(self, brute: Mapping[str, Any], genre: str) -> tuple[str, ...]:
        """What the holder may edit: true (all), false (nothing), or the parts; by default all, nothing for an avis."""
        valeur = brute.get("modifie")
        if valeur is None:
            valeur = genre == "visa"
        if isinstance(valeur, bool):
            return TOUS if valeur else ()
        if not isinstance(valeur, list) or not set(map(str, valeur)) <= set(TOUS):
            self.refuser(f"« modifie » vaut vrai, faux, ou une liste prise dans {enumerer(TOUS)}, pas « {valeur} ».")
            return ()
        return ordonnes([str(une) for une in valeur])

    def modifient(self, brute: Mapping[str, Any]) -> tuple[str, ...]:
        """Roles of the proposing service that edit at this step without holding it."""
        roles = brute.get("modifient") or []
        if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
            self.refuser(f"« modifient » est une liste de rôles, pas « {roles} ».")
            return ()
        connus = self.connus["role"]
        for inconnu in [role for role in roles if connus is not None and role not in connus]:
            self.refuser(f"le rôle « {inconnu} », qui modifie à cette étape, n'existe pas.")
        return tuple(roles)

    def parmi(self, brute: Mapping[str, Any], cle: str, valeurs: tuple[str, ...], defaut: str) -> str:
        valeur = brute.get(cle, defaut)
        if valeur in valeurs:
            return str(valeur)
        self.refuser(f"« {cle} » vaut {enumerer([f'« {v} »' for v in valeurs], 'ou')}, pas « {valeur} ».")
        return defaut

    def oui_non(self, brute: Mapping[str, Any], cle: str, defaut: bool) -> bool:
        valeur = brute.get(cle, defaut)
        if not isinstance(valeur, bool):
            self.refuser(f"« {cle} » est vrai ou faux, pas « {valeur} ».")
            return defaut
        return valeur

    def texte(self, brute: Mapping[str, Any], cle: str) -> str | None:
        valeur = brute.get(cle)
        if valeur is not None and not isinstance(valeur, str):
            self.refuser(f"« {cle} » est un code, pas « {valeur} ».")
            return None
        return valeur or None

    def titulaire(self, brute: Mapping[str, Any]) -> dict[str, Any]:
        tenue = {cle: self.texte(brute, cle) for cle in ("role", "groupe", "service")}
        en_charge = self.oui_non(brute, "groupe_en_charge", False)
        if sum(map(bool, (tenue["role"] or tenue["service"], tenue["groupe"], en_charge))) != 1:
            self.refuser(
                "dites qui la tient, d'une seule façon : « role » (dans le service proposant ou dans "
                "« service »), « groupe », ou « groupe_en_charge »."
            )
        noms = {"role": "le rôle", "groupe": "le groupe", "service": "le service"}
        for cle, code in tenue.items():
            connus = self.connus[cle]
            if code and connus is not None and code not in connus:
                self.refuser(f"{noms[cle]} « {code} » n'existe pas.")
        return {**tenue, "groupe_en_charge": en_charge}

    def delais(self, brute: Mapping[str, Any]) -> dict[str, Any]:
        lus: dict[str, Any] = {}
        for cle in ("delai_jours_ouvrables", "delai_jours"):
            valeur = brute.get(cle)
            juste = isinstance(valeur, int) and not isinstance(valeur, bool) and 1 <= valeur <= 365
            if valeur is not None and not juste:
                self.refuser(f"« {cle} » est un nombre de jours de 1 à 365, pas « {valeur} ».")
                valeur = None
            lus[cle] = valeur
        if all(lus.values()):
            self.refuser("un délai se compte en jours ouvrables ou en jours calendrier, pas les deux.")
        return {
            **lus,
            "samedi": self.oui_non(brute, "samedi_ouvrable", False),
            "fin_jamais": self.jours(brute.get("fin_jamais")),
        }

    def jours(self, brute: Any) -> tuple[int, ...]:
        """Days of the week on which a delay never ends: it ends on the next other one."""
        noms = [brute] if isinstance(brute, str) else brute or []
        if not isinstance(noms, list) or not set(map(str, noms)) < set(SEMAINE):
            self.refuser(f"« fin_jamais » nomme des jours de la semaine, pas tous, et non « {brute} ».")
            return ()
        return tuple(sorted(SEMAINE.index(str(nom)) for nom in noms))

    def ensemble(self, etapes: tuple[Etape, ...]) -> None:
        vues: set[str] = set()
        blocs: set[str] = set()
        precedent: str | None = None
        for etape in etapes:
            self.nom = f"« {etape.code} »"
            if etape.code in vues:
                self.refuser("ce code sert déjà à une étape précédente.")
            vues.add(etape.code)
            if etape.parallele and etape.parallele != precedent and etape.parallele in blocs:
                self.refuser(f"les étapes parallèles « {etape.parallele} » doivent se suivre.")
            precedent = etape.parallele
            blocs.add(etape.parallele or "")
