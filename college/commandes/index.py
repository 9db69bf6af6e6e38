"""`college index`: the search index is a cache, checked and rebuilt from the database."""

from __future__ import annotations

import click

from college.commandes.application import avec_application
from college.commandes.francais import Groupe
from college.erreurs import Refus
from college.francais import compte, octets
from college.points import reindexation as points
from college.publication import index as public

LIBELLES = {"manquantes": "manquent", "en_trop": "sont de trop", "differentes": "ont changé depuis"}


@click.group(cls=Groupe)
def index() -> None:
    """Regarde, vérifie et reconstruit l’index de recherche."""


@index.command()
@avec_application
def reconstruire() -> None:
    """Refait l’index public à côté de celui qui sert, et relit les mots par lesquels se trouvent les points."""
    click.echo(f"Index reconstruit : {public.reconstruire()} pages.")
    if relus := points.reindexer():
        click.echo(f"Mots des points : {compte(relus, 'point')} à jour de nouveau.")


@index.command()
@avec_application
def verifier() -> None:
    """Compare l’index et la base, page par page et point par point."""
    ecarts = {genre: ids for genre, ids in public.ecarts().items() if ids}
    for genre, ids in ecarts.items():
        click.echo(f"{len(ids)} pages {LIBELLES[genre]} : {', '.join(ids[:10])}{'…' if len(ids) > 10 else ''}")
    if perimes := points.ecarts():
        click.echo(f"Mots des points : {compte(perimes, 'point')} à relire, un nom a changé depuis.")
    if ecarts or perimes:
        raise Refus("L’index ne dit pas la même chose que la base : lancez « college index reconstruire ».")
    click.echo("L’index dit la même chose que la base.")


@index.command()
@avec_application
def etat() -> None:
    """Dit quel moteur sert et combien de pages il tient."""
    constat = public.publique().etat()
    click.echo(f"{constat.nature} : {compte(constat.documents, 'page', feminin=True)}, {octets(constat.octets)}.")
    if constat.a_reconstruire:
        raise Refus("Un autre analyseur l’a écrit : lancez « college index reconstruire ».")
