"""Run the console script in this process, on a fresh data folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from college import cli, horloge, transaction


@pytest.fixture
def college(tmp_path, monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    """`college("agents", "lister")` gives (exit status, what it said, what it said on stderr)."""
    monkeypatch.setenv("COLLEGE_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("COLLEGE_ENV", "test")
    monkeypatch.chdir(tmp_path)

    def lancer(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as sortie:
            cli.main([str(argument) for argument in arguments])
        dit = capsys.readouterr()
        return int(sortie.value.code or 0), dit.out, dit.err

    yield lancer
    if transaction._fabrique is not None:
        transaction.moteur().dispose()
    horloge.regler(horloge.systeme)
