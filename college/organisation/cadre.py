"""What the frame of every page shows: authority, person, rail, bodies. Nothing is queried unless shown."""

from __future__ import annotations

import base64
import hmac
from functools import cached_property
from typing import Any

from flask import current_app, g, request, session, url_for
from sqlalchemy import func, select

from college.droits import peut
from college.organisation import titres
from college.organisation.identite import Identite
from college.organisation.modele import Institution
from college.panneaux import panneaux_de
from college.transaction import lecture, unite
from college.web import acteur_courant

RAIL = (
    ("a_faire", "À faire", "boite", "/app/", False),
    ("points", "Points", "liste", "/app/points", False),
    ("seances", "Séances", "agenda", "/app/seances", False),
    ("documents", "Documents", "doc", "/app/documents", False),
    ("recherche", "Recherche", "chercher", "/app/recherche", False),
)
RAIL_SECRETARIAT = (
    ("suites", "Suites", "envoyer", "/app/suites", True),
    ("tutelle", "Tutelle", "mairie", "/app/tutelle", True),
)
RAIL_ADMINISTRATION = (("administration", "Administration", "reglages", "/app/administration/", True),)


def identite() -> Identite | None:
    """The signed-in session of this request."""
    return getattr(session, "identite", None)


class Cadre:
    """`cadre` in templates; made anew at each request, read lazily."""

    langue = "fr-BE"

    def _adresse(self, chemin: str) -> str:
        return f"{request.script_root}{chemin}"

    @cached_property
    def _qui(self) -> Identite | None:
        return identite()

    @cached_property
    def _preferences(self) -> dict[str, Any]:
        return self._qui.preferences if self._qui else {}

    @property
    def theme(self) -> str:
        return str(self._preferences.get("theme", ""))

    @property
    def densite(self) -> str:
        return str(self._preferences.get("densite", ""))

    @property
    def cle_locale(self) -> str:
        """What ciphers the copies that this person’s browser keeps; said to a signed-in page only."""
        if not self._qui:
            return ""
        secret = current_app.config["SECRET_KEY"].encode()
        agent = f"brouillons:{self._qui.acteur.agent_id}"
        return base64.b64encode(hmac.digest(secret, agent.encode(), "sha256")).decode()

    @property
    def sans_raccourcis(self) -> bool:
        return bool(self._preferences.get("sans_raccourcis"))

    @cached_property
    def institution(self) -> Any:
        """The authority of the page: set by a public view in `g.institution`, the person's, or the only one."""
        if montree := getattr(g, "institution", None):
            return montree
        if self._qui:
            return _Lue(self._qui.institution_nom, self._qui.institution_code, self._qui.institution_reglages)
        return _seule()

    @property
    def nom(self) -> str:
        return self.institution.nom if self.institution else "Registre des décisions"

    @property
    def nom_public(self) -> str:
        return self.nom

    @property
    def adresse(self) -> list[str]:
        reglages = self.institution.reglages if self.institution else {}
        localite = f"{reglages.get('code_postal', '')} {reglages.get('localite', '')}".strip()
        return [ligne for ligne in (*str(reglages.get("adresse", "")).splitlines(), localite) if ligne]

    @property
    def teinte(self) -> str | None:
        couleur = str((self.institution.reglages if self.institution else {}).get("couleur", "")).lstrip("#").lower()
        return url_for("organisation.teinte", couleur=couleur) if len(couleur) == 6 else None

    @property
    def demo(self) -> bool:
        return bool(current_app.extensions["college"].demo)

    @cached_property
    def moi(self) -> dict[str, str] | None:
        if not self._qui:
            return None
        acteur = self._qui.acteur
        return {
            "nom": acteur.nom,
            "initiales": titres.initiales(acteur.prenom, acteur.nom.removeprefix(acteur.prenom).strip()),
            "titre": self._titre(),
        }

    def _titre(self) -> str:
        acteur = self._qui.acteur if self._qui else None
        if acteur is None:
            return ""
        if acteur.fonctions:
            return titres.fonction(sorted(acteur.fonctions)[0][1], acteur.genre)
        if acteur.secretariats:
            return titres.role("secretaire", acteur.genre)
        if acteur.roles:
            return titres.role(sorted(acteur.roles)[0][0], acteur.genre)
        return titres.role("administrateur", acteur.genre) if acteur.administrateur else ""

    @cached_property
    def rail(self) -> list[dict[str, Any]]:
        acteur = acteur_courant()
        if acteur is None:
            return []
        entrees = RAIL + (RAIL_SECRETARIAT if acteur.est_secretaire() else ())
        entrees += RAIL_ADMINISTRATION if peut("administration", acteur) else ()
        return [
            {
                "code": code,
                "libelle": libelle,
                "icone": icone,
                "url": self._adresse(url),
                "large": large,
                "nombre": self._nombres.get(code),
            }
            for code, libelle, icone, url, large in entrees
        ]

    @cached_property
    def _nombres(self) -> dict[str, int]:
        """The numbers beside the entries, counted by the rooms that own them."""
        vus = panneaux_de("menu", acteur_courant(), None) if acteur_courant() else []
        return {panneau.titre: panneau.donnees["nombre"] for panneau in vus}

    @property
    def cloche(self) -> int:
        """How many notifications are new."""
        return self._nombres.get("notifications", 0)

    @property
    def organes(self) -> list[dict[str, Any]]:
        if not self._qui:
            return []
        choisi = request.args.get("organe", type=int)
        tous = [{"nom": "Tous les organes", "url": self._adresse("/app/seances"), "ici": choisi is None}]
        return tous + [
            {"nom": nom, "url": f"{self._adresse('/app/seances')}?organe={numero}", "ici": numero == choisi}
            for numero, nom in self._qui.organes
        ]

    @property
    def organe(self) -> str | None:
        choisi = request.args.get("organe", type=int)
        return dict(self._qui.organes).get(choisi) if self._qui and choisi else None

    accueil = property(lambda self: self._adresse("/app/"))
    public = property(lambda self: self._adresse("/"))
    recherche = property(lambda self: self._adresse("/app/recherche"))
    aller = property(lambda self: self._adresse("/app/aller"))
    notifications = property(lambda self: self._adresse("/app/notifications"))
    compte = property(lambda self: url_for("organisation.compte"))
    connexion = property(lambda self: url_for("organisation.connexion"))
    deconnexion = property(lambda self: url_for("organisation.deconnexion"))
    affichage = property(lambda self: url_for("organisation.affichage"))
    accessibilite = property(lambda self: url_for("organisation.accessibilite"))

    @property
    def rail_public(self) -> list[dict[str, str]]:
        return [
            {"code": "accueil", "libelle": "Accueil", "url": self.public},
            {"code": "recherche", "libelle": "Décisions", "url": self._adresse("/recherche")},
            {"code": "seances", "libelle": "Séances", "url": self._adresse("/seances")},
            {"code": "reglements", "libelle": "Règlements", "url": self._adresse("/recherche?type=reglement")},
        ]

    @property
    def pied_public(self) -> list[dict[str, str]]:
        return [
            {"libelle": "Flux Atom des décisions", "url": self._adresse("/flux.atom")},
            {"libelle": "Agenda des séances (ICS)", "url": self._adresse("/agenda.ics")},
            {"libelle": "Données ouvertes et API", "url": self._adresse("/api/v1/")},
        ]


class _Lue:
    """The three things that the frame needs of an authority."""

    def __init__(self, nom: str, code: str, reglages: dict[str, Any]) -> None:
        self.nom, self.code, self.reglages = nom, code, reglages


def _seule() -> _Lue | None:
    """The authority of an installation that has only one; None where there are several."""
    with lecture():
        lignes = (
            unite()
            .execute(select(Institution.nom, Institution.code, Institution.reglages, func.count().over()).limit(1))
            .all()
        )
    return _Lue(*lignes[0][:3]) if lignes and lignes[0][3] == 1 else None
