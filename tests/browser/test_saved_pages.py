"""Pages that a reader saved: shown when the site does not answer, and never as if they were new."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from rettesnor.publishing.output.offline_copies import worker

from tests.support.browsers import leave, served
from tests.support.release_case import Case
from tests.support.waiting import until

playwright = pytest.importorskip("playwright.sync_api")

CONFIGURATION = """\
site_name: Prøve
docs_dir: guideline
theme: {name: rettesnor}
plugins:
  - rettesnor
"""
IN_A_CATALOGUE = "retningslinje/"
"""The site lies in a folder, as in a catalogue: what is saved must keep to that folder."""
PLAN = f"{IN_A_CATALOGUE}skole/skriftlig-plan/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("uten-nett")
    case = Case(root)
    (root / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    folder = root / "rot" / IN_A_CATALOGUE
    assert case.run("build", "--site", str(folder), "--date", "2026-11-22") == 0
    return folder


def test_saved_pages_say_that_they_are(chromium: Any, site: Path) -> None:
    expect = playwright.expect
    context = chromium.new_context(locale="nb-NO")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    host = ExitStack()
    address = host.enter_context(served(site.parent))
    port = urlsplit(address).port or 0
    note = page.locator("[data-rn-saved]")
    kept = page.locator('[data-rn-place="offline"]')

    page.goto(address + PLAN)
    assert page.evaluate("caches.keys()") == []  # nothing is saved by itself
    kept.locator("summary").click()
    kept.get_by_role("button", name="Lagre for bruk uten nett (").click()
    expect(kept.get_by_role("button", name="Fjern det som er lagret")).to_be_visible()
    scopes = "navigator.serviceWorker.getRegistrations().then(all => all.map(one => one.scope))"
    assert page.evaluate(scopes) == [address + IN_A_CATALOGUE]

    host.close()
    page.reload()
    expect(note).to_contain_text("Dette er teksten slik den var da den ble lagret på denne")
    expect(note.locator("time")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    position = note.evaluate("one => getComputedStyle(one).position")
    assert position == "sticky"  # the style sheets were saved too
    page.goto(f"{address}{IN_A_CATALOGUE}endringer/")
    expect(page.locator("h1")).to_have_text("Denne siden er ikke lagret")
    page.goto(address + PLAN)
    expect(note).to_be_visible()

    with served(site.parent, port):
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(note).to_have_count(0)
        expect(page.locator("h1")).to_be_visible()

    page.reload()
    expect(note).to_contain_text("Du er uten nett")
    file = site / "skole/skriftlig-plan/index.html"
    changed = file.read_text(encoding="utf-8").replace("</h1>", " (endret)</h1>")
    file.write_text(changed, encoding="utf-8")
    with served(site.parent, port):
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(note).to_contain_text("denne siden er endret")
        note.get_by_role("link", name="Vis siden slik den er nå").click()
        expect(page.locator("h1")).to_contain_text("(endret)")
        expect(note).to_have_count(0)

        # A new build replaces what is saved, and leaves nothing old.
        listed = site / "uten-nett.json"
        new = {**json.loads(listed.read_bytes()), "id": "ny"}
        new["files"]["skole/skriftlig-plan/"] = "ny"
        listed.write_text(json.dumps(new), encoding="utf-8")
        page.reload()
        name = f"rettesnor {address}{IN_A_CATALOGUE} ny"
        until(lambda: page.evaluate("caches.keys()") == [name])
        text = page.evaluate("url => caches.match(url).then(one => one.text())", address + PLAN)
        assert text == changed
        kept.locator("summary").click()
        kept.get_by_role("button", name="Fjern det som er lagret").click()
        expect(kept.get_by_role("button", name="Lagre for bruk uten nett (")).to_be_visible()
        assert page.evaluate("caches.keys()") == []
        assert page.evaluate(scopes) == []

        # A site that no longer wants it removes what is saved.
        kept.get_by_role("button", name="Lagre for bruk uten nett (").click()
        expect(kept.get_by_role("button", name="Fjern det som er lagret")).to_be_visible()
        (site / "sw.js").write_bytes(worker(saves=False))
        page.evaluate(
            "navigator.serviceWorker.getRegistrations().then(all => all[0].update())"
        )
        until(lambda: page.evaluate("caches.keys()") == [])
        leave(context)
    assert faults == []
