"""Fixtures of every test: they live in `tests/outillage/`, one file a subject."""

pytest_plugins = [
    "tests.outillage.garde",
    "tests.outillage.bases",
    "tests.outillage.application",
    "tests.outillage.monde",
    "tests.outillage.navigateur",
    "tests.outillage.smtp",
]
