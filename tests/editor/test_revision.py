"""A small revision as an editor makes it, in a browser: no YAML, no Git, no terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rettesnor.publishing.inspection import inspect
from rettesnor.reading.project import read_project

from tests.editor.desk_server import DAY, Server, running

pytest.importorskip("playwright")
from tests.support.browsers import launched

pytestmark = pytest.mark.browser
VIEWS = (
    "/", "/rediger/anbefaling/skriftlig-plan/", "/rediger/oversettelse/skriftlig-plan.nn/",
    "/rediger/kapitler/kapitler/", "/rediger/lov/opplaeringslova/", "/rediger/side/om/",
    "/rediger/endring/ny/", "/gjor/ta-ut/", "/utgivelse/",
    "/rediger/anbefaling/skriftlig-plan/historikk/", "/liste/kilde/", "/word/", "/publisering/",
    "/rediger/kilde/ny/", "/rediger/begrep/ny/", "/gjor/del/",
    "/rediger/retningslinje/retningslinje/", "/liste/endring/", "/finnes-ikke/",
)
MOST_CLICKS = 20


class Editor:
    """An editor at the desk, whose clicks are counted."""

    def __init__(self, page: Any, desk: Server) -> None:
        self.page, self.clicks = page, 0
        self.base = f"http://127.0.0.1:{desk.port}"

    def click(self, what: str) -> None:
        """Click on something."""
        self.clicks += 1
        self.page.locator(what).first.click()

    def choose(self, field: str, value: str) -> None:
        """Choose from a list: one click to open, one to choose."""
        self.clicks += 2
        self.page.locator(f'[id="{field}"]').select_option(value)

    def write(self, field: str, text: str) -> None:
        """Write into a field that the keyboard has reached."""
        self.page.locator(f'[id="{field}"]').fill(text)


def test_a_revision(root: Path) -> None:
    """The strength of one is changed, and another is new, both with what the readers are told."""
    with running(root) as desk, launched() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(desk.entry)
        editor = Editor(page, desk)
        editor.write("navn", "Kari Redaktør")
        editor.click("text=Lagre navnet")
        editor.click("text=Tilbud om hjemmebesøk")
        editor.choose("styrke", "bør")
        page.locator('[id="kort_anbefaling-m"] .message--feil').wait_for()
        words = page.locator('[id="kort_anbefaling"]').input_value()
        editor.write("kort_anbefaling", words.replace(" kan ", " bør "))
        page.locator('[id="kort_anbefaling-m"] .message').wait_for(state="detached")
        editor.click(".savebar button[value=lagre]")
        page.locator("[name=likevel], [id='notat.slag']").first.wait_for()
        if page.locator("[name=likevel]").count():  # the reasons speak of the old strength
            editor.click("[name=likevel]")
            editor.click(".savebar button[value=lagre]")
        editor.choose("notat.slag", "endret")
        editor.write("notat.hva", "Rådet er sterkere: skolen bør nå tilby hjemmebesøk.")
        editor.choose("notat.hvorfor.0.type", "erfaring")
        editor.write("notat.hvorfor.0.tekst", "Erfaringene fra pilotskolene er gode.")
        editor.write("notat.besluttet_av", "Avdeling for skolemiljø")
        editor.click('[name="notat.vesentlig"][value="ja"]')
        editor.click("text=Lagre med notatet")
        page.wait_for_selector(".notice--good")
        editor.click("text=Forside")
        editor.click("text=Ny anbefaling")
        editor.write("tittel", "Trygg start etter ferien")
        editor.choose("styrke", "kan")
        editor.choose("kapittel", "samarbeid-med-hjemmet")
        editor.write("hvorfor", "Skolene ber om råd for de første ukene.")
        editor.click(".savebar button[value=vis]")
        editor.click(".savebar button[value=gjor]")
        page.wait_for_selector(".notice--good")
        assert page.locator("h1").inner_text() == "Trygg start etter ferien"
        assert editor.clicks <= MOST_CLICKS, editor.clicks
    project = read_project(root)
    made = {entry.id: entry.styrke for entry in project.entries}
    assert made["hjemmebesok"] == "bør" and made["trygg-start-etter-ferien"] == "kan"
    notes = {f.change.slag for f in inspect(project, date.fromisoformat(DAY)).fragments}
    assert notes == {"endret", "ny"}


@pytest.mark.parametrize("width, scheme", [(360, "light"), (1280, "dark")])
def test_every_view_is_accessible_and_fits(root: Path, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with running(root) as desk, launched() as browser:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.goto(desk.entry)
        for view in VIEWS[width < 400 :: 2]:
            page.goto(f"http://127.0.0.1:{desk.port}{view}")
            page.wait_for_load_state("networkidle")
            found = Axe().run(page).response["violations"]
            assert not found, (view, [(one["id"], one["nodes"][0]["html"]) for one in found])
            assert page.evaluate("document.documentElement.scrollWidth") <= width, view
        lost = [one for one in complaints if "404" in one]  # the browser tells of «finnes-ikke»
        assert complaints == lost and len(lost) <= 1


def test_without_scripts_a_list_is_changed_and_saved(root: Path) -> None:
    with running(root) as desk, launched() as browser:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(desk.entry)
        page.goto(f"http://127.0.0.1:{desk.port}/rediger/anbefaling/skriftlig-plan/")
        first = page.locator('[id="kontrollsporsmaal.0"]').input_value()
        page.locator('button[value="ned:kontrollsporsmaal.0"]').click()
        assert page.locator('[id="kontrollsporsmaal.1"]').input_value() == first
        page.locator('button[value="ny:kontrollsporsmaal"]').click()
        page.locator('[id="kontrollsporsmaal.7"]').fill("Vet eleven hvem planen gjelder?")
        page.locator(".savebar button[value=lagre]").click()
        page.locator("text=Lagre, og skriv notatet senere").click()
        page.locator(".notice--good").wait_for()
    file = root / "recommendations/skolens-oppfolging/skriftlig-plan.yml"
    assert "  - Vet eleven hvem planen gjelder?" in file.read_text(encoding="utf-8")
