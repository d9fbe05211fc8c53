"""``rettesnor import document``, as an editor runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rettesnor.cli.main import main

from tests.support.guidelines import sound_copy
from tests.support.word_files import item, paragraph, word

BODY = "".join([
    paragraph("1 Før oppstart", 1), paragraph("Ingressen."),
    paragraph("1.1 Avtale", 2), paragraph("Alle bør ha en avtale."),
    paragraph("Begrunnelse", 3), paragraph("Fordi det er ryddig."), item("punkt"),
    paragraph("Litteratur", 1), paragraph("En bok."),
])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A guideline, and ``ny.docx`` next to it."""
    (tmp_path / "ny.docx").write_bytes(word(BODY))
    return sound_copy(tmp_path / "rot")


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*")
        if path.is_file() and ".rettesnor" not in path.parts
    }


def test_a_document_becomes_drafts_by_an_edited_mapping(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["import", "document", str(root.parent / "ny.docx"), "--root", str(root),
               "--date", "2026-11-01"]
    before = tree(root)
    assert main([*command, "--dry-run"]) == 0
    assert tree(root) == before
    assert main(command) == 0
    mapping = root / "import" / "ny.yml"
    text = mapping.read_text(encoding="utf-8")
    assert "Koblinga er skrevet til" in capsys.readouterr().out
    mapping.write_text(
        text.replace("    blir: side\n", "    blir: utelat\n").replace(
            "    blir: anbefaling\n", "    blir: anbefaling\n    id: avtalen\n"),
        encoding="utf-8", newline="\n",
    )
    before = tree(root)
    assert main([*command, "--dry-run"]) == 1
    assert tree(root) == before
    assert main(command) == 1
    out = capsys.readouterr().out
    assert "«Litteratur»: Teksten er utelatt, slik koblinga sier (2 ord)" in out
    new = root / "recommendations" / "for-oppstart" / "avtalen.yml"
    data = yaml.safe_load(new.read_text(encoding="utf-8"))
    assert (data["id"], data["tittel"], data["status"]) == ("avtalen", "Avtale", "utkast")
    assert data["begrunnelse"]["tekst"] == "Fordi det er ryddig.\n\n- punkt\n"
    assert "FYLL UT:" in data["juridiske_rammer"]["tekst"]
    guideline = yaml.safe_load((root / "guideline/guideline.yml").read_text(encoding="utf-8"))
    assert guideline["kapitler"][-1] == {
        "id": "for-oppstart", "tittel": "Før oppstart", "ingress": "Ingressen.\n",
        "anbefalinger": ["avtalen"],
    }
    changed = {path for path, old in before.items() if tree(root).get(path) != old}
    assert changed == {"guideline/guideline.yml"}
    assert "En bok." in (root / "import/ny-rapport.md").read_text(encoding="utf-8")
    assert main(["check", "--root", str(root), "--date", "2026-11-01"]) == 0
    assert "ikke-fylt-ut" in capsys.readouterr().out
    after = tree(root)
    assert main(command) == 2  # imported already
    assert "Dokumentet er hentet inn før" in capsys.readouterr().err
    assert tree(root) == after


def test_what_is_there_is_not_written_over(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root.parent / "ny.docx").write_bytes(word(
        paragraph("Om", 1) + paragraph("Tidlig samtale", 2) + paragraph("Begrunnelse", 3)))
    before = tree(root)
    command = ["import", "document", str(root.parent / "ny.docx"), "--root", str(root), "--yes"]
    assert main(command) == 2
    assert "Disse anbefalingene finnes fra før: «tidlig-samtale»" in capsys.readouterr().err
    assert tree(root) == before


@pytest.mark.parametrize(("old", "new", "message"), [
    ("blir: begrunnelse", "blir: begrunelse",
     ":33: «Begrunnelse» kan ikke bli «begrunelse». Mente du «begrunnelse»?"),
    ("blir: anbefaling", "blir: side", "men det er ingen anbefaling over"),
    ("overskrift: Litteratur", "overskrift: Kilder", "borte fra dokumentet: «Kilder»"),
    ("nivaa: 3", "niva: 3", "«Begrunnelse» har «niva», som ikke kan stå her. Mente du «nivaa»?"),
    ("overskrifter:", "overskrifter", "ny.yml:"),
])
def test_a_mapping_that_does_not_fit(
    root: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    command = ["import", "document", str(root.parent / "ny.docx"), "--root", str(root)]
    assert main(command) == 0
    mapping = root / "import" / "ny.yml"
    text = mapping.read_text(encoding="utf-8")
    assert old in text
    mapping.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    before = tree(root)
    assert main(command) == 2
    assert message in capsys.readouterr().err
    assert tree(root) == before


def test_a_file_that_is_no_document(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root.parent / "ny.docx").write_bytes(b"%PDF-1.7")
    assert main(["import", "document", str(root.parent / "ny.docx"), "--root", str(root)]) == 2
    assert "Fila er en PDF" in capsys.readouterr().err
