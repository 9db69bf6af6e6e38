"""A search evaluated by PostgreSQL, inside one repeatable-read transaction."""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, cast, func, literal, or_, select, union
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.types import REAL, Text

from search_index.fiche import Fiche
from search_index.grammaire import Clause
from search_index.plan import Plan
from search_index.postgresql_lexique import Lexique
from search_index.postgresql_tables import FICHES, LIBELLES
from search_index.postgresql_texte import POIDS, phrase_de_titre, tsquery
from search_index.requete import Requete, ValeurComptee, ordonner
from search_index.stockage import lire_fiche

#: Ranking reads each matching tsvector: past this, the newest and those that match in the title are ranked.
CANDIDATS = 1_000
#: More than all that ts_rank gives.
TITRE_DIT = 100.0


class VuePostgresql:
    def __init__(self, connexion: Connection, portee: str, generation: int, lexique: Lexique) -> None:
        self._connexion = connexion
        self._portee, self._generation, self._lexique = portee, generation, lexique
        self._frequences: dict[Clause, int] = {}

    def vocabulaire(self) -> Sequence[str]:
        return self._lexique.mots(self._connexion)

    def total(self, plan: Plan) -> int:
        demande = select(func.count()).where(*self._criteres(plan))
        return int(self._connexion.scalar(demande) or 0)

    def page(self, plan: Plan, debut: int, taille: int) -> list[Fiche]:
        demande = select(FICHES.c.fiche).where(*self._criteres(plan))
        recents = (FICHES.c.jour.desc().nulls_last(), FICHES.c.cle)
        if plan.par_date:
            demande = demande.order_by(*recents)
        else:
            candidats = self._candidats(plan).cte("candidats")
            note = case((FICHES.c.cle.in_(select(candidats)), self._note(plan) + _du_titre(plan)), else_=0.0)
            demande = demande.order_by(note.desc(), *recents)
        return [lire_fiche(octets) for octets in self._connexion.scalars(demande.limit(taille).offset(debut))]

    def facettes(self, plan: Plan, champs: Sequence[str]) -> dict[str, tuple[ValeurComptee, ...]]:
        filtres = [champ for champ in champs if plan.cadre.filtres.get(champ)]
        comptes = self._compter(plan)
        for champ in filtres:
            seul = self._compter(plan, sauf=champ)
            comptes = {e: n for e, n in comptes.items() if not e.startswith(f"{champ}=")}
            comptes |= {e: n for e, n in seul.items() if e.startswith(f"{champ}=")}
        libelles = self._libelles(comptes)
        return {champ: self._facette(plan, champ, comptes, libelles) for champ in champs}

    def _facette(
        self, plan: Plan, champ: str, comptes: dict[str, int], libelles: dict[str, str]
    ) -> tuple[ValeurComptee, ...]:
        debut = f"{champ}="
        valeurs = Counter({e.removeprefix(debut): n for e, n in comptes.items() if e.startswith(debut)})
        choisies = plan.cadre.filtres.get(champ, ())
        return tuple(
            ValeurComptee(v, libelles.get(debut + v, v), n, v in choisies) for v, n in ordonner(valeurs, champ)
        )

    def _compter(self, plan: Plan, sauf: str = "") -> dict[str, int]:
        trouves = select(func.unnest(FICHES.c.etiquettes).label("e")).where(*self._criteres(plan, sauf)).subquery()
        lignes = self._connexion.execute(select(trouves.c.e, func.count()).group_by(trouves.c.e))
        return {ligne[0]: ligne[1] for ligne in lignes}

    def _libelles(self, etiquettes: dict[str, int]) -> dict[str, str]:
        lignes = self._connexion.execute(
            select(LIBELLES.c.etiquette, LIBELLES.c.libelle).where(
                LIBELLES.c.portee == self._portee, LIBELLES.c.etiquette == func.any(_tableau(list(etiquettes)))
            )
        )
        return {ligne.etiquette: ligne.libelle for ligne in lignes}

    def _criteres(self, plan: Plan, sauf: str = "") -> list[ColumnElement[bool]]:
        criteres: list[ColumnElement[bool]] = [
            FICHES.c.portee == self._portee,
            FICHES.c.generation == self._generation,
            FICHES.c.empreinte != "",
        ]
        if plan.positives:
            criteres.append(_contient(tsquery(plan.positives, "&" if plan.mode == "et" else "|")))
        criteres += [~_contient(tsquery([clause])) for clause in plan.negatives]
        return criteres + _cadre(plan.cadre, sauf)

    def _candidats(self, plan: Plan) -> Select[Any]:
        criteres = self._criteres(plan)
        recents = (FICHES.c.jour.desc().nulls_last(), FICHES.c.cle)
        clauses = plan.positives if plan.mode == "et" else self._rares(plan)
        textes = criteres if plan.mode == "et" else [*criteres, _contient(tsquery(clauses, "|"))]
        titres = [*criteres, _contient(tsquery(clauses, "&" if plan.mode == "et" else "|", "A"))]
        par_texte = select(FICHES.c.cle).where(*textes).order_by(*recents).limit(CANDIDATS).subquery()
        par_titre = select(FICHES.c.cle).where(*titres).order_by(*recents).limit(CANDIDATS).subquery()
        return select(union(select(par_texte.c.cle), select(par_titre.c.cle)).subquery().c.cle)

    def _rares(self, plan: Plan) -> list[Clause]:
        """With « ou », the rare words make the answer; the common ones only lengthen it."""
        frequences = sorted((self._frequence(clause, plan), rang) for rang, clause in enumerate(plan.positives))
        presentes = [(f, plan.positives[rang]) for f, rang in frequences if f]
        return [clause for i, (f, clause) in enumerate(presentes) if i == 0 or f <= CANDIDATS]

    def _frequence(self, clause: Clause, plan: Plan) -> int:
        if clause not in self._frequences:
            self._frequences[clause] = self.total(Plan((clause,), (), plan.sans_filtres.cadre))
        return self._frequences[clause]

    def _note(self, plan: Plan) -> ColumnElement[float]:
        poids = cast(literal(POIDS), ARRAY(REAL))
        if plan.mode == "et":
            return func.ts_rank(poids, FICHES.c.jetons, _requete(tsquery(plan.positives)))
        termes = [
            log(1 + 1_000_000 / (1 + self._frequence(clause, plan)))
            * func.ts_rank(poids, FICHES.c.jetons, _requete(tsquery([clause])))
            for clause in plan.positives
        ]
        return sum(termes[1:], termes[0])


def _du_titre(plan: Plan) -> ColumnElement[float]:
    """Who types a title gets that title first, however often other texts repeat its words."""
    if not plan.titre:
        return literal(0.0)
    return case((_contient(phrase_de_titre(plan.titre)), TITRE_DIT), else_=0.0)


def _requete(texte: str) -> ColumnElement[Any]:
    return cast(literal(texte), TSQUERY)


def _contient(texte: str) -> ColumnElement[bool]:
    return FICHES.c.jetons.bool_op("@@")(_requete(texte))


def _tableau(valeurs: Sequence[str]) -> ColumnElement[Any]:
    return cast(literal(list(valeurs), ARRAY(Text)), ARRAY(Text))


def _cadre(cadre: Requete, sauf: str) -> list[ColumnElement[bool]]:
    """What the asker may see and what the filters choose; `sauf` leaves one facet free."""
    criteres: list[ColumnElement[bool]] = []
    if cadre.institution is not None:
        criteres.append(FICHES.c.institution == cadre.institution)
    if cadre.acces is not None:
        libre = FICHES.c.acces == _tableau([])
        criteres.append(or_(libre, FICHES.c.acces.bool_op("&&")(_tableau(sorted(cadre.acces)))))
    for champ, valeurs in cadre.filtres.items():
        if valeurs and champ != sauf:
            etiquettes = _tableau([f"{champ}={v}" for v in valeurs])
            criteres.append(FICHES.c.etiquettes.bool_op("&&")(etiquettes))
    if cadre.du or cadre.au:
        criteres.append(and_(*(c for c in (_du(cadre), _au(cadre)) if c is not None)))
    return criteres


def _du(cadre: Requete) -> ColumnElement[bool] | None:
    return FICHES.c.jour >= cadre.du if cadre.du else None


def _au(cadre: Requete) -> ColumnElement[bool] | None:
    return FICHES.c.jour <= cadre.au if cadre.au else None
