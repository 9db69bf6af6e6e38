"""Templates are typed with plain spaces: what a person reads has no-break ones, quoted in a tag or not."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from college.gabarits import Typographie

INSECABLE = "\u00a0"


@pytest.mark.parametrize(
    ("source", "lu"),
    [
        ("Où en est-on ?", f"Où en est-on{INSECABLE}?"),
        ("{{ 'Il ne change plus : relisez.' }}", f"Il ne change plus{INSECABLE}: relisez."),
        ("{{ '« ' ~ nom ~ ' »' }}", f"«{INSECABLE}a : b{INSECABLE}»"),
        ("{{ '{% for p in presences %}' }}", "{% for p in presences %}"),
    ],
    ids=["text", "quoted in a tag", "around what a person wrote", "a tag to copy"],
)
def test_a_template_s_own_words_get_no_break_spaces(source, lu):
    assert Environment(extensions=[Typographie], autoescape=True).from_string(source).render(nom="a : b") == lu
