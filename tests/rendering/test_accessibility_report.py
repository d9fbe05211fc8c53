"""What the site says of its accessibility: what tests showed, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.cli.main import main
from rettesnor.model.accessibility import AccessibilityReport, Fault, ManualTest, PageResult, Tool
from rettesnor.reading.content.accessibility_report import read_report
from rettesnor.reading.content.guideline import read_guideline
from rettesnor.reading.content.guideline_paths import ACCESSIBILITY
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.accessibility import TESTS, accessibility_page

from tests.support.guidelines import PROJECT, sound_copy
from tests.support.kinds_of_page import KINDS

REPORT = AccessibilityReport(
    "2026-11-22", ("axe", "html"), (375, 1280), ("lyst", "mørkt"), (Tool("axe-core", "4.12.1"),),
    (
        PageResult("forside", "nb", ""),
        PageResult("anbefaling", "nb", "skole/plan/", (Fault("axe", "color-contrast", 2),)),
    ),
)


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Context:
    guideline = read_guideline(sound_copy(tmp_path_factory.mktemp("ramme"))).guideline
    assert guideline is not None
    return Context(guideline, {}, {}, {}, "")


def test_without_results_nothing_was_tested(around: Context) -> None:
    body = accessibility_page(around, None).body
    assert "Ingenting er prøvd" in body
    assert "<table" not in body and "mailto:" not in body


def test_what_was_found_is_told(around: Context) -> None:
    body = accessibility_page(around, REPORT).body
    assert "22. november 2026 på 2 sider" in body
    assert "1 av dem hadde ingen feil" in body
    link = '<a href="../skole/plan/">skole/plan/</a>'
    assert f"{link}: axe-core, <code>color-contrast</code> (2)" in body
    assert "2 feil</td>" in body and "Ingen feil</td>" in body


def test_what_people_wrote_is_told(around: Context) -> None:
    report = AccessibilityReport(
        REPORT.dato, REPORT.prover, REPORT.bredder, REPORT.utseender, REPORT.verktoy, REPORT.sider,
        ("Figuren er <ikke> prøvd.",),
        (ManualTest("2026-11-23", "Lest med skjermleser.", "Alt ble lest."),),
        "post@example.no", "https://uustatus.no/x",
    )
    body = accessibility_page(around, report).body
    assert "Figuren er &lt;ikke&gt; prøvd." in body
    assert "23. november 2026: Lest med skjermleser. Alt ble lest." in body
    assert 'href="mailto:post@example.no"' in body and 'href="https://uustatus.no/x"' in body
    assert "Ingen prøver med skjermleser" not in body


def test_the_projects_own_results_are_of_every_kind_of_page() -> None:
    report, problems = read_report(PROJECT)
    assert problems == [] and report is not None
    assert {(page.slag, page.sprak): page.adresse for page in report.sider} == KINDS
    assert set(report.prover) == set(TESTS)


@pytest.mark.parametrize("text", ["dato: i går\n", "dato: [\n", "- a\n", ""])
def test_a_file_that_is_not_sound_is_told_of(tmp_path: Path, text: str) -> None:
    (tmp_path / "guideline").mkdir()
    (tmp_path / ACCESSIBILITY).write_text(text, encoding="utf-8")
    report, problems = read_report(tmp_path)
    assert report is None and problems
    assert {problem.path for problem in problems} == {ACCESSIBILITY}


def test_check_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sound_copy(tmp_path)
    (tmp_path / ACCESSIBILITY).write_text("dato: 2026-11-22\n", encoding="utf-8")
    assert main(["check", "--root", str(tmp_path), "--date", "2026-11-22", "--jobs", "1"]) == 1
    assert ACCESSIBILITY in capsys.readouterr().out
