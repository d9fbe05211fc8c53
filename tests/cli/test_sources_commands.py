"""``rettesnor import sources`` and ``rettesnor export sources``, as an editor runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rettesnor.cli.main import main

from tests.support.guidelines import sound_copy

ITEM = {
    "id": "Testesen2021", "type": "article-journal", "title": "Fravær i skolen",
    "author": [{"family": "Testesen", "given": "T."}], "issued": {"date-parts": [[2021]]},
    "source": "Basen",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A guideline, and ``ut.json`` next to it with a source."""
    (tmp_path / "ut.json").write_text(json.dumps([ITEM]), encoding="utf-8")
    return sound_copy(tmp_path / "rot")


def test_sources_are_added_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, given = root / "guideline" / "sources.yml", str(root.parent / "ut.json")
    before = path.read_bytes()
    assert main(["import", "sources", given, "--root", str(root), "--dry-run"]) == 1
    assert path.read_bytes() == before
    assert main(["import", "sources", given, "--root", str(root)]) == 1
    after = path.read_bytes()
    assert after.startswith(before) and b"- id: testesen-2021\n" in after
    assert b"date-parts: [[2021]]\n" in after
    assert main(["import", "sources", given, "--root", str(root)]) == 1
    assert path.read_bytes() == after
    out = capsys.readouterr().out
    assert "nøkkel   «Testesen2021» heter «testesen-2021» her." in out
    assert "Testesen2021.source: Feltet er ikke ført over: «Basen»." in out
    assert "finnes   «Testesen2021» er ikke lagt til" in out


@pytest.mark.parametrize("name", ["csl-json", "bibtex", "ris"])
def test_exported_sources_are_known_when_they_come_back(root: Path, name: str) -> None:
    where = ["--root", str(root), "--format", name]
    path, given = root / "guideline" / "sources.yml", root.parent / "igjen"
    before = path.read_bytes()
    assert main(["export", "sources", *where, "--to", str(given)]) == 0
    assert main(["export", "sources", *where, "--to", str(given)]) == 2  # is there already
    assert main(["import", "sources", *where, str(given)]) == 0
    assert path.read_bytes() == before


def test_a_file_that_is_none(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = root.parent / "ut.txt"
    wrong.write_text("ingenting", encoding="utf-8")
    where = ["--root", str(root)]
    assert main(["import", "sources", str(wrong), *where]) == 2
    assert main(["import", "sources", str(wrong), *where, "--format", "ris"]) == 2
    said = capsys.readouterr().err
    assert "Oppgi det med --format" in said and "ingen poster i RIS" in said
