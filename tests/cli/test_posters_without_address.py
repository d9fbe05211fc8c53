"""A poster is to lead to the page it is of: where that cannot be, the build says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.cli import build as command
from rettesnor.cli.main import main

from tests.support.guidelines import edit, sound_copy


@pytest.mark.parametrize("known", [False, True])
def test_a_build_with_posters_says_when_the_address_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    root = sound_copy(tmp_path)
    if known:
        edit(root, "mkdocs.yml", "plugins:", "site_url: https://a.no/\nplugins:")
    monkeypatch.setattr(command, "_formats", lambda _: ())  # the posters themselves take seconds
    assert main(["build", "--root", str(root), "--date", "2026-11-22", "--jobs", "1",
                 "--posters"]) == 0
    assert (command.NO_ADDRESS in capsys.readouterr().err) is not known
