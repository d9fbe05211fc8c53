"""The HTML of every kind of page obeys the standard, as far as the Nu Html Checker can tell."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.support import html_checker
from tests.support.guidelines import PROJECT
from tests.support.hearing_case import decided, heard_case, paragraph, put_result, result
from tests.support.kinds_of_page import KINDS, file_of, published
from tests.support.release_case import SECOND, Case


@pytest.fixture(autouse=True)
def checker() -> None:
    """Skip where the checker cannot run."""
    if said := html_checker.missing():
        pytest.skip(f"{said}; HTML-koden er ikke kontrollert.")


def test_every_kind_of_page(tmp_path: Path) -> None:
    site = published(tmp_path)
    paths = {file_of(site, url): kind for kind, url in KINDS.items()}
    messages = html_checker.check(paths)
    for one in messages:
        if not one.error:
            print(*paths[one.path], one.text, file=sys.stderr)
    assert [(*paths[one.path], one.text) for one in messages if one.error] == []


def test_the_checker_sees_errors_and_warnings(tmp_path: Path) -> None:
    page = tmp_path / "feil.html"
    page.write_text(
        '<!doctype html><html lang="nb"><title>Prøve</title><p id="a"></p><p id="a"></p>'
        "<section><p>Uten overskrift</p></section>", encoding="utf-8",
    )
    found = html_checker.check([page])
    assert {one.path for one in found} == {page}
    assert sorted(one.error for one in found) == [False, False, True]


def test_what_only_the_past_and_a_hearing_have(tmp_path: Path) -> None:
    case = heard_case(Case(tmp_path / "retningslinje"))
    shutil.copy(PROJECT / "mkdocs.yml", case.root)
    (case.root / "schema").mkdir()  # mkdocs.yml watches it
    place = paragraph(case)
    address = {"anbefaling": place.anbefaling, "felt": place.felt, "avsnitt": place.avsnitt}
    put_result(case, result(
        case, {"adresse": address, "vurdering": decided()},
        {"tekst": "Om alt.", "vurdering": decided("utenfor")},
    ))
    case.revise()
    case.replace(
        "changelog/unreleased/plan-er-plikt.yml", "2026-014, 2026-027", "H-000001-1, H-000001-2"
    )
    for path in (case.root / "changelog/unreleased").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        if "vesentlig: true" in text and "uten_horing" not in text:
            why = "Den er ikke større enn det som var på høring."
            path.write_text(f"{text}uten_horing: {why}\n", encoding="utf-8")
    assert case.release(*SECOND) == 0
    site = tmp_path / "site"
    assert case.run("build", "--site", str(site), "--date", "2027-03-02") == 0
    pages = sorted(
        path for path in site.rglob("*.html") if path.name != "innbygging.html"  # no page
    )
    assert {"v", "historikk", "1.0.0-2.0.0", "horing"} <= {
        part for page in pages for part in page.relative_to(site).parts
    }
    assert any("Om alt." in page.read_text(encoding="utf-8") for page in pages)
    messages = html_checker.check(pages)
    assert [(one.path, one.text) for one in messages if one.error] == []
