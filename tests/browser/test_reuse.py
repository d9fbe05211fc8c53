"""What others do with the guideline: check a release, and show a recommendation elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.browsers import leave, served
from tests.support.release_case import FIRST, SECOND, Case

playwright = pytest.importorskip("playwright.sync_api")


CONFIGURATION = """\
site_name: Prøve
site_url: https://retningslinje.test/
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


PLAN = "skole/skriftlig-plan/"
GUIDELINE = "https://retningslinje.test/"
POLICY = f"default-src 'none'; script-src {GUIDELINE}; connect-src {GUIDELINE}"


@pytest.mark.parametrize(("since", "dated", "state", "said"), [
    ({}, True, "now", "Kontrollert nå"),
    ({"siste": "9.0.0"}, True, "now", "Kontrollert nå"),  # the grounds, and not what is quoted
    ({"siste": "9.0.0", "sitert": "annet"}, True, "old", "Utdatert"),
    ({"siste": "9.0.0"}, False, "old", "Utdatert"),  # pasted in before it said what it quotes
    ({"siste": None}, True, "unreleased", "ikke utgitt"),
])
def test_an_embedded_recommendation_says_when_it_is_outdated(
    chromium: Any, past: tuple[str, Path], since: dict[str, str | None], dated: bool, state: str,
    said: str,
) -> None:
    """On another site, below a strict policy.

    Args:
        since: what the site says that differs from when the quote was pasted in.
        dated: whether the quote says what it quotes.
    """
    site = past[1]
    code = (site / PLAN / "innbygging.html").read_text(encoding="utf-8")
    code = code if dated else re.sub(' sitert="[0-9a-f]{12}"', "", code, count=1)
    context = chromium.new_context()
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text) if m.type == "error" else None)

    def guideline(route: Any) -> None:
        address = route.request.url
        data = (site / address.removeprefix(GUIDELINE)).read_bytes()
        if address.endswith(".json"):
            data = json.dumps({**json.loads(data), **since}).encode()
        kind = "text/javascript" if address.endswith(".js") else "application/json"
        route.fulfill(body=data, content_type=kind, headers={"Access-Control-Allow-Origin": "*"})

    page.route(f"{GUIDELINE}**", guideline)
    page.route("https://vert.test/", lambda route: route.fulfill(
        body=f"<!doctype html><title>Vert</title>{code}", content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": POLICY},
    ))
    page.goto("https://vert.test/")
    element = page.locator("rettesnor-anbefaling")
    playwright.expect(element).to_have_attribute("data-tilstand", state)
    playwright.expect(element.locator("p[part=status]")).to_contain_text(said)
    playwright.expect(element.locator("blockquote a").first).to_have_attribute(
        "href", f"{GUIDELINE}{PLAN}"
    )
    assert not [text for text in refused if "favicon" not in text]
    leave(context)
