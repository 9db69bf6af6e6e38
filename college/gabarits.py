"""Templates are typed with plain spaces; French typography's no-break ones are put in as they are compiled."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from jinja2.ext import Extension
from jinja2.lexer import TOKEN_DATA, TOKEN_STRING, Token, TokenStream

from college.francais import insecables


class Typographie(Extension):
    """Only the template's own text changes: what people wrote passes through as it is."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Every piece of text, between tags or quoted in one, once, when the template is compiled."""
        for jeton in stream:
            yield Token(jeton.lineno, jeton.type, insecables(jeton.value)) if _se_lit(jeton) else jeton


def _se_lit(jeton: Token) -> bool:
    """A quoted example of a template's own tags is copied by hand: it stays as it is typed."""
    return jeton.type == TOKEN_DATA or (jeton.type == TOKEN_STRING and "%}" not in jeton.value)


def installer(app: Flask) -> None:
    """Teach it to the application's templates."""
    app.jinja_env.add_extension(Typographie)
    app.jinja_env.filters["phrase"] = insecables  # for a sentence that comes from the code
