"""``rettesnor build`` with documents: what an editor asks for, and is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.cli import common
from rettesnor.cli.main import main
from rettesnor.publishing.documents import render as documents

from tests.support.check_case import DAY
from tests.support.guidelines import plain_dressing, sound_copy


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(
        common, "theme", lambda root, **options: plain_dressing(root / ".dressing")
    )
    return sound_copy(tmp_path)


def run(root: Path, *options: str) -> int:
    return main([
        "build", "--root", str(root), "--date", DAY.isoformat(), "--jobs", "1", *options
    ])


def suffixes(site: Path) -> set[str]:
    return {path.suffix for path in site.rglob("*")} & {".pdf", ".docx", ".epub", ".zip"}


@pytest.mark.parametrize(("option", "made"), [
    ("--pdf", {".pdf"}),
    ("--documents", {".pdf", ".docx", ".epub"}),
    ("--offline", {".zip"}),
])
def test_what_is_asked_for_is_made(root: Path, option: str, made: set[str]) -> None:
    assert run(root, option) == 0
    assert suffixes(root / "site") == made


def test_says_where_the_offline_copy_is(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "--offline") == 0
    assert "pakk ut" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--pdf", "--documents"])
def test_says_what_to_install(
    root: Path, option: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "available", lambda: False)
    assert run(root, option) == 2
    said = capsys.readouterr().err
    assert '-m pip install "rettesnor[documents]"' in said and "Traceback" not in said
    assert not (root / "site").exists()
