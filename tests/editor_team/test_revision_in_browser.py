"""A whole revision in a browser, from the case to the release: no YAML, no Git, no terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rettesnor.cli.main import main
from rettesnor.editing import yaml_writer

pytest.importorskip("playwright")
from playwright.sync_api import expect

from tests.editor_team.team_server import TeamServer, running, small_guideline
from tests.support.browsers import launched

pytestmark = pytest.mark.browser
MOST_CLICKS, MOST_LOADS = 53, 33
"""What the whole revision takes of all three together. A choice from a list counts as two."""
ACCOUNTS = ("kari:redaktor:Kari Nes", "ola:godkjenner:Ola Berg", "per:utgiver:Per Li")
TITLE = "Sterkere råd om hjemmebesøk"
UNHEARD = "Skolene er spurt i et eget møte om rådet."
SOURCE = "kunnskapsgrunnlag.forskning.1"
SECTION = "juridiske_rammer.referanser.1"
FRESH = {
    "praktisk_gjennomforing.tekst": "Lag en plan for de to første ukene.",
    "begrunnelse.tekst": "Vi vurderer at en trygg start gir mindre fravær.",
    "kunnskapsgrunnlag.tekst": "Erfaringen er beskrevet i en oversikt.",
    "juridiske_rammer.tekst": "Skolen har plikt til å følge opp.",
}


OUTSIDE = """() => [...document.querySelectorAll("body *")].filter(
  (one) => one.getBoundingClientRect().right > window.innerWidth + 1 && !one.closest(".unseen")
).map((one) => one.outerHTML.slice(0, 200))"""


class Person:
    """Somebody in a browser of their own, whose clicks and page loads are counted."""

    def __init__(
        self, browser: Any, desk: TeamServer, name: str, width: int = 1280, scheme: str = "light"
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        self.context.add_cookies(desk.cookies(name))
        self.clicks = self.loads = 0
        self.complaints: list[str] = []
        self.context.on("page", self._watch)
        self.page = self.context.new_page()
        self.page.goto(f"{desk.url}/redaksjon/")

    def _watch(self, page: Any) -> None:
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("load", lambda _: self._loaded())
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _loaded(self) -> None:
        self.loads += 1

    def click(self, what: str) -> None:
        """Click on something that stays on the page."""
        self.clicks += 1
        self.page.locator(what).first.click()

    def go(self, what: str) -> None:
        """Click on what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.click(what)

    def choose(self, field: str, value: str) -> None:
        """Choose from a list: one click to open, one to choose."""
        self.clicks += 2
        self.page.locator(f'[id="{field}"]').select_option(value)

    def write(self, field: str, text: str) -> None:
        """Write into a field that the keyboard has reached."""
        self.page.locator(f'[id="{field}"]').fill(text)

    def prose(self, field: str, text: str) -> None:
        """Write over what is in a text editor."""
        box = self.page.locator(".field--markdown", has=self.page.locator(f'[id="{field}"]'))
        box.scroll_into_view_if_needed()
        self.click(f'.prose__text[id="{field}"]')
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def add(self, list_: str, first: str) -> None:
        """Add an item to a list."""
        self.click(f'button[value="ny:{list_}"]')
        self.page.locator(f'[id="{first}"]').wait_for()

    @contextmanager
    def beside(self, field: str) -> Iterator[None]:
        """Make something new for a list in the page that opens beside the form."""
        form = self.page
        with self.context.expect_page() as opening:
            self.click(f'[data-new][data-field="{field}"]')
        self.page = opening.value
        self.page.wait_for_load_state()
        yield
        with self.page.expect_event("close"):
            self.click(".savebar button[value=lagre]")
        self.page = form


def accessible(person: Person) -> None:
    """The page has no violations, and fits in the window."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(person.page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    assert not person.page.evaluate(OUTSIDE)


def text(person: Person) -> str:
    return " ".join(person.page.locator("main").inner_text().split())


def write_the_case(kari: Person) -> None:
    """One is stronger, with a new source and a new section; one is new, and one is taken out."""
    kari.write("tittel", TITLE)
    kari.go("text=Opprett saken")
    kari.go('main a:text-is("Hjemmebesøk")')
    kari.choose("styrke", "bør")
    kari.write("kort_anbefaling", "Skolen bør vurdere hjemmebesøk")
    kari.add("kunnskapsgrunnlag.forskning", f"{SOURCE}.kilde")
    with kari.beside(f"{SOURCE}.kilde"):
        kari.choose("type", "report")
        kari.write("id", "oversikt-2026")
        kari.write("title", "Oversikt over hjemmebesøk")
        kari.write("publisher", "Instituttet")
        kari.write("issued.date-parts", "2026")
    expect(kari.page.locator(f'[id="{SOURCE}.kilde"]')).to_have_value("oversikt-2026")
    kari.choose(f"{SOURCE}.tillit", "ikke vurdert")
    kari.add("juridiske_rammer.referanser", f"{SECTION}.lov")
    kari.choose(f"{SECTION}.lov", "skolelova")
    with kari.beside(f"{SECTION}.paragraf"):
        kari.write("paragrafer.2.paragraf", "§ 3-2")
        kari.write("paragrafer.2.overskrift", "Samarbeid med hjemmet")
    expect(kari.page.locator(f'[id="{SECTION}.paragraf"]')).to_have_value("§ 3-2")
    kari.write(f"{SECTION}.hvorfor", "Gir plikt til samarbeid.")
    kari.go(".savebar button[value=lagre]")
    accessible(kari)
    assert kari.page.locator('[id="notat.slag"]').input_value() == "endret", "the strength changed"
    kari.write("notat.hva", "Rådet er sterkere: skolen bør nå vurdere hjemmebesøk.")
    kari.choose("notat.hvorfor.0.type", "erfaring")
    kari.write("notat.hvorfor.0.tekst", "Erfaringene fra skolene er gode.")
    kari.write("notat.besluttet_av", "Avdeling for skolemiljø")
    kari.write("notat.uten_horing", UNHEARD)
    kari.go("text=Lagre med notatet")

    kari.go("main >> text=Nynorsk")
    assert "Teksten på bokmål er endret" in text(kari) or "er laget av en eldre tekst" in text(kari)
    kari.write("kort_anbefaling", "Skulen bør vurdere heimebesøk")
    kari.write(f"{SECTION}.hvorfor", "Gir plikt til samarbeid.")
    expect(kari.page.locator("#oppsummering")).to_be_hidden()
    kari.go(".savebar button[value=lagre]")

    kari.go("text=Ny anbefaling")
    kari.write("tittel", "Trygg start etter ferien")
    kari.choose("styrke", "kan")
    kari.choose("kapittel", "hjem")
    kari.write("hvorfor", "Skolene ber om råd for de første ukene.")
    kari.write("uten_horing", UNHEARD)
    kari.go(".savebar button[value=vis]")
    kari.go(".savebar button[value=gjor]")
    kari.write("kort_anbefaling", "Skolen kan lage en plan for de første ukene etter ferien")
    kari.choose("status", "gjeldende")
    for field, words in FRESH.items():
        kari.prose(field, words)
    kari.write("kunnskapsgrunnlag.forskning_ikke_vurdert", "Forskning er ikke vurdert.")
    kari.go(".savebar button[value=lagre]")
    assert kari.page.locator("#oppsummering").is_hidden(), text(kari)

    kari.go("text=Rediger")
    assert "Du har ingen utkast" in text(kari), "what is saved is no draft"
    kari.go('main a:text-is("Én hovedansvarlig")')
    kari.go("main >> text=Ta ut")
    kari.write("hvorfor", "Rådet er tatt inn i «Skriftlig plan».")
    kari.write("uten_horing", UNHEARD)
    kari.choose("i_stedet", "skriftlig-plan")
    kari.go(".savebar button[value=vis]")
    kari.go(".savebar button[value=gjor]")
    kari.go("text=Forslaget")
    shown = text(kari)
    for said in ("Endret Hjemmebesøk", "Ny Trygg start etter ferien", "Tatt ut Én hovedansvarlig",
                 "Oversikt over hjemmebesøk", "§ 3-2", "Skulen kan bør vurdere heimebesøk"):
        assert said in shown, (said, shown)
    assert "Endret: rådet eller grunnlaget er et annet" in shown, "values have the form's labels"
    kari.go("button[value=send]")


def decide(kari: Person, ola: Person) -> None:
    """Another remarks on a field, on a telephone; it is closed; then the case is approved."""
    accessible(ola)
    ola.go(f"text={TITLE}")
    ola.click("summary:has-text('Kort anbefaling')")
    ola.page.locator("details[open] textarea").fill("Er det nok erfaring?")
    ola.go("details[open] button[value=skriv]")
    assert "1 merknad er åpen." in text(ola)
    accessible(ola)
    kari.page.reload()
    kari.go("button[value=lukk]")
    ola.page.goto(f"{ola.page.url.split('forslag')[0]}forslag/")
    ola.go("button[value=godkjenn]")
    assert "Saken er godkjent" in text(ola)


def release(per: Person) -> None:
    per.go("text=Ny utgave")
    per.write("versjon", "2.0.0")
    per.page.set_default_timeout(120_000)
    per.go("button[value=prov]")
    per.go("button[value=gjor]")
    assert "Utgave 2.0.0 er gitt ut." in text(per)


def test_a_whole_revision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_guideline(tmp_path / "g")
    with running(root, *ACCOUNTS) as desk, launched() as browser:
        kari = Person(browser, desk, "kari")
        write_the_case(kari)
        ola = Person(browser, desk, "ola", 360, "dark")
        decide(kari, ola)
        per = Person(browser, desk, "per")
        release(per)
    people = (kari, ola, per)
    assert not [one.complaints for one in people if one.complaints]
    clicks, loads = sum(one.clicks for one in people), sum(one.loads for one in people)
    with capsys.disabled():
        print(f"\n{clicks} clicks, {loads} page loads", end=" ")
    assert clicks <= MOST_CLICKS and loads <= MOST_LOADS, (clicks, loads)

    assert main(["verify", "--root", str(root)]) == 0
    record: Any = yaml_writer.read((root / "changelog/2.0.0/release.yml").read_text("utf-8"))
    done = {one["slag"]: one for one in record["endringer"]}
    assert record["steg"] == "hovedversjon" and set(done) == {"endret", "ny", "opphevet"}
    assert done["endret"]["anbefalinger"] == ["hjemmebesok"]
    assert done["endret"]["ramme"] == ["kilder", "lover"], "made on the spot"
    assert done["endret"]["hvorfor"][0]["tekst"] == "Erfaringene fra skolene er gode."
    assert done["ny"]["anbefalinger"] == ["trygg-start-etter-ferien"]
    assert done["opphevet"]["i_stedet"] == ["skriftlig-plan"]
    changed = next(one for one in record["anbefalinger"] if one["id"] == "hjemmebesok")
    assert {"styrke", "kunnskapsgrunnlag.forskning", "oversettelser.nn.kort_anbefaling"} <= {
        *changed["felt"]
    }
