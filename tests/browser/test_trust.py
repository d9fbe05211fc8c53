"""Readers check a release in the browser; one changed byte is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.browsers import leave, served
from tests.support.release_case import FIRST, SECOND, Case

playwright = pytest.importorskip("playwright.sync_api")


CONFIGURATION = """\
site_name: Prøve
docs_dir: guideline
theme: {name: rettesnor}
plugins:
  - rettesnor
"""


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address and the folder of a site with two releases."""
    root: Path = tmp_path_factory.mktemp("tillit")
    case = Case(root)
    (root / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    assert case.release(*FIRST) == 0
    case.revise()
    assert case.release(*SECOND) == 0
    assert case.run("build", "--date", "2027-03-02") == 0
    with served(root / "site") as address:
        yield address, root / "site"


def test_a_changed_byte_is_found(chromium: Any, past: tuple[str, Path]) -> None:
    address, site = past
    context = chromium.new_context(viewport={"width": 375, "height": 900})
    page = context.new_page()
    page.goto(f"{address}tillit/")
    results = page.locator("[data-rn-result]")
    sum_ = page.locator("[data-rn-verified]")
    page.locator("[data-rn-verify]").click()
    playwright.expect(sum_).to_have_text("Alle utgavene stemmer med kontrollsummene.")
    newest, oldest = page.locator("[data-rn-release]").evaluate_all(
        "all => all.map(one => one.dataset.rnRelease)"
    )
    file = site / "api/v1/versjoner" / oldest / "snapshot.json"
    data = bytearray(file.read_bytes())
    data[100] ^= 1
    file.write_bytes(bytes(data))
    page.locator("[data-rn-verify]").click()
    playwright.expect(sum_).to_contain_text("Minst én utgave stemmer ikke.")
    playwright.expect(results.nth(1)).to_contain_text("snapshot.json er endret")
    assert results.nth(0).get_attribute("data-state") == "good"
    assert results.nth(1).get_attribute("data-state") == "bad"

    manifest = page.locator("[data-rn-release]").first.get_attribute("data-manifest")
    page.locator("#kontrollsum").fill(f" {manifest.upper()} ")
    page.locator("[data-rn-compare] button").click()
    compared = page.locator("[data-rn-compared]")
    playwright.expect(compared).to_contain_text(f"den til versjon {newest}.")
    page.locator("#kontrollsum").fill("0" * 64)
    page.locator("[data-rn-compare] button").click()
    playwright.expect(compared).to_have_text("Ingen utgave her har denne kontrollsummen.")
    leave(context)
