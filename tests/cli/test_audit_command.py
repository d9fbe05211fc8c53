"""``rettesnor audit``, as an auditor runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rettesnor.cli.main import main

from tests.support.guidelines import put, sound_copy
from tests.support.release_case import FIRST, Case

CRITERIA = """kriterier:
  - id: plan
    tittel: Plan
    krav: Det bør være en plan.
    sporsmaal: Er det en plan?
    hvordan: Se etter planen i mappa.
    ses_i: mappe
    fra_anbefalinger:
      - anbefaling: tidlig-samtale
  - id: rutine
    tittel: Rutine
    krav: Det bør være en rutine.
    sporsmaal: Er det en rutine?
    hvordan: Les rutinen i virksomheten.
    ses_i: virksomhet
    fra_anbefalinger:
      - anbefaling: tidlig-samtale
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A guideline with two criteria, one of which is seen in folders."""
    made = sound_copy(tmp_path / "rot")
    put(made, "guideline/kriterier.yml", CRITERIA)
    return made


def audit(root: Path, *arguments: str) -> int:
    return main(["audit", *arguments, "--root", str(root), "--date", "2026-11-30"])


def test_a_sheet_is_made_filled_in_and_reported(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, report, found = (tmp_path / name for name in ("s.csv", "r.docx", "funn.json"))
    assert audit(root, "sheet", "--folders", "3", "-o", str(sheet)) == 0
    assert capsys.readouterr().out.endswith("s.csv: 3 mapper, 1 spørsmål.\n")
    lines = sheet.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1] == "Mappe;Plan [plan]" and lines[0].startswith("# ")
    lines[2:5] = ["1;ja", "2;nei", "Kari;delvis"]
    sheet.write_text("\n".join(lines), encoding="utf-8")
    made = audit(root, "report", str(sheet), "-o", str(report), "--findings", str(found))
    printed = capsys.readouterr()
    assert made == 0 and report.read_bytes()[:2] == b"PK"
    assert "Rad 5, kolonne A: dette ser ut som et navn." in printed.err
    assert "Kari" not in printed.err
    findings = json.loads(found.read_text(encoding="utf-8"))["funn"]
    assert [one["kriterium"] for one in findings] == ["plan"]
    again = tmp_path / "igjen.docx"
    assert audit(root, "report", str(sheet), "-o", str(again), "--findings", str(found)) == 2, (
        "what was followed up is not written over"
    )
    assert not again.exists(), "and nothing else is written either"


def test_a_sheet_with_a_fault_gives_no_report(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, report = tmp_path / "s.csv", tmp_path / "r.xlsx"
    sheet.write_text("Mappe;Plan\n1;kanskje\n", encoding="utf-8")
    assert audit(root, "report", str(sheet), "-o", str(report)) == 1
    assert "Rad 2, kolonne B («Plan»): «kanskje» er ikke et svar her." in capsys.readouterr().err
    assert not report.exists()


@pytest.mark.parametrize(("arguments", "said"), [
    (("sheet", "--folders", "0", "-o", "s.csv"), "fra 1 til"),
    (("sheet", "--folders", "3", "-o", "s.txt"), ".xlsx eller .csv"),
    (("sheet", "--folders", "3", "--criteria", "rutine", "-o", "s.csv"), "ses ikke i mapper"),
    (("sheet", "--folders", "3", "--criteria", "pln", "-o", "s.csv"), "Mente du «plan»?"),
    (("report", "s.csv", "-o", "r.pdf"), ".docx eller .xlsx"),
    (("report", "s.csv", "-o", "r.docx", "--suppress-below", "2"), "minst 3"),
])
def test_what_cannot_be_made_is_said(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert audit(root, *arguments) == 2
    assert said in capsys.readouterr().err


def test_a_guideline_without_criteria_has_no_sheet(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "guideline/kriterier.yml").unlink()
    assert audit(root, "sheet", "--folders", "3", "-o", "s.csv") == 2
    assert "ingen kriterier" in capsys.readouterr().err


def test_an_auditor_needs_only_the_release(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = Case(tmp_path / "g")
    case.write("guideline/kriterier.yml", CRITERIA.replace("tidlig-samtale", "skriftlig-plan"))
    case.release(*FIRST)
    outside, record = tmp_path / "s.csv", str(case.root / "changelog" / FIRST[0])
    common = ["audit", "sheet", "--folders", "2", "-o", str(outside), "--from"]
    assert main([*common, record]) == 0
    assert outside.read_text(encoding="utf-8-sig").splitlines()[0].endswith("| 1.0.0")
    assert main(["audit", "report", str(outside), "-o", str(tmp_path / "r.docx"),
                 "--from", record]) == 0
    assert "advarsel" not in capsys.readouterr().err
    assert main([*common, str(tmp_path)]) == 2
    assert main([*common, record, "--language", "se"]) == 2
    assert "ikke oversatt til «se»" in capsys.readouterr().err
