"""click, speaking French: help headings and usage errors."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from college.francais import insecables

AIDE = "Montre cette aide."


class EnFrancais:
    """Mixed into commands and groups: the headings of their help."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line of the help."""
        morceaux = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, morceaux, prefix="Usage : ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands of a group."""
        lignes = [ligne for option in self.get_params(ctx) if (ligne := option.get_help_record(ctx))]  # type: ignore[attr-defined]
        with formatter.section("Options\u00a0"):
            formatter.write_dl([(nom, _traduire(aide)) for nom, aide in lignes])
        if isinstance(self, click.Group):
            noms = self.list_commands(ctx)
            commandes = [(nom, c.get_short_help_str(90)) for nom in noms if (c := self.get_command(ctx, nom))]
            with formatter.section("Commandes\u00a0"):
                formatter.write_dl(commandes)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, told in French."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option:
            option.help = AIDE
        return option


def _traduire(aide: str) -> str:
    return insecables(aide.replace("[required]", "[obligatoire]").replace("[default: ", "[par défaut : "))


class Commande(EnFrancais, click.Command):
    """A command."""


class Groupe(EnFrancais, click.Group):
    """A group of commands; it loads those named in `paresseuses` only when they are called."""

    command_class = Commande

    def __init__(self, *args: Any, paresseuses: dict[str, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "COMMANDE [ARGUMENTS]…")
        super().__init__(*args, **kwargs)
        self.paresseuses = paresseuses or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In alphabetical order, loaded or not."""
        return sorted({*super().list_commands(ctx), *self.paresseuses})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module that defines the command."""
        if cmd_name in self.paresseuses:
            module, _, attribut = self.paresseuses[cmd_name].partition(":")
            return getattr(import_module(module), attribut)
        return super().get_command(ctx, cmd_name)


def phrase(erreur: click.UsageError) -> str:
    """What is wrong in the way the command was written."""
    match erreur:
        case click.NoSuchOption():
            return f"L’option {erreur.option_name} n’existe pas."
        case click.MissingParameter(param=click.Parameter() as parametre):
            genre = "l’option" if isinstance(parametre, click.Option) else "l’argument"
            return f"Il manque {genre} {_nom(parametre)}."
        case click.BadParameter(param=click.Parameter() as parametre):
            return f"La valeur de {_nom(parametre)} n’est pas valide{_attendu(parametre.type)}."
        case click.BadOptionUsage():
            return f"L’option {erreur.option_name} est mal employée : il lui faut une valeur, ou n’en prend pas."
    if "No such command" in erreur.message:
        return f"Cette commande n’existe pas : {erreur.message.split(chr(39))[1]}."
    if "unexpected extra argument" in erreur.message:
        return f"Argument en trop : {erreur.message.rpartition('(')[2].rstrip(')')}."
    return erreur.message


def _nom(parametre: click.Parameter) -> str:
    return parametre.opts[-1] if isinstance(parametre, click.Option) else str(parametre.metavar)


def _attendu(genre: click.ParamType) -> str:
    match genre:
        case click.Choice():
            return f" : choisissez parmi {', '.join(map(str, genre.choices))}"
        case click.DateTime():
            return " : écrivez une date AAAA-MM-JJ"
        case click.Path():
            return " : ce fichier n’existe pas ou n’est pas lisible"
        case click.types.IntParamType() | click.types.FloatParamType():
            return " : écrivez un nombre"
    return ""
