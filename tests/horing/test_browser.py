"""The pages in a real browser: accessible, without errors, and with the autosave."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.horing import small
from tests.horing.desk_server import DeskServer, open_round
from tests.support.browsers import HALF, follow, launched, leave

pytestmark = pytest.mark.browser
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
from tests.horing.desk_pages import PICTURES, judges, note  # noqa: E402  # it needs the tool

sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def server() -> Iterator[DeskServer]:
    with tempfile.TemporaryDirectory(prefix="horing-") as name:
        desk = DeskServer(open_round(Path(name)), f"sqlite:///{name}/horing.sqlite3")
        desk.django("migrate", "--verbosity", "0")
        desk.django("runder")
        desk.start()
        yield desk
        desk.stop()


@pytest.fixture
def page(chromium: Any, server: DeskServer, request: pytest.FixtureRequest) -> Iterator[Any]:
    width, look = getattr(request, "param", (1280, "light"))
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=look, reduced_motion="reduce",
        base_url=f"http://127.0.0.1:{server.port}", java_script_enabled=True,
    )
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda m: faults.append(m.text) if "Content Security" in m.text else None)
    yield opened
    leave(context)
    assert faults == []


def judge(page: Any, name: str) -> None:
    """Check that axe finds nothing, nothing runs over the side, and targets are large enough."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-{page.viewport_size['width']}.png", full_page=True)
    note(page)
    result = axe.Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("page", HALF, indirect=True)
@judges("runder", "runde", "personvern", "svar", "utkast", "kvittering")
def test_the_way_through_is_accessible(page: Any) -> None:
    for address in ("/", f"/{small.ROUND}/", "/personvern/", f"/nn/{small.ROUND}/svar/"):
        page.goto(address)
        judge(page, "side" + address.replace("/", "-"))
    page.goto(f"/{small.ROUND}/svar/")
    for summary in page.query_selector_all("summary"):
        summary.click()
    sync_api.expect(page.locator("details:not([open])")).to_have_count(0)
    judge(page, "skjema")
    page.get_by_label("Innspill til hele retningslinja").fill("Ring 22 33 44 55\nHilsen")
    page.get_by_label("En organisasjon").check()
    follow(page.get_by_role("button", name="Se over før du sender"))
    judge(page, "feil")
    page.get_by_label("Organisasjon (", exact=False).fill("Elevene")
    follow(page.get_by_role("button", name="Lagre utkast"))
    judge(page, "utkast")
    follow(page.get_by_role("button", name="Se over før du sender"))
    judge(page, "forhandsvis")
    page.wait_for_timeout(3200)
    follow(page.get_by_role("button", name="Send svaret"))
    judge(page, "sporsmal")
    follow(page.get_by_role("button", name="Send svaret slik det er"))
    assert "Svaret er mottatt" in page.inner_text("h1")
    judge(page, "kvittering")


def test_a_hook_page_is_accessible_and_the_place_is_shown(page: Any) -> None:
    page.goto(f"/{small.ROUND}/svar/?anbefaling=skriftlig-plan&felt=begrunnelse&exact=samler+arbeidet")
    assert page.inner_text("blockquote") == "samler arbeidet"
    judge(page, "krok")


def test_the_keyboard_is_enough(page: Any) -> None:
    page.goto(f"/{small.ROUND}/svar/?anbefaling=skriftlig-plan")
    page.keyboard.press("Tab")
    sync_api.expect(page.locator('[class="skip"]')).to_be_focused()
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#innhold")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Skrevet med tastatur")
    sync_api.expect(page.locator("textarea:focus")).to_have_value("Skrevet med tastatur")
    for _ in range(20):  # press ends when the browser has done what the key does
        if page.evaluate("document.activeElement.value") == "forhandsvis":
            break
        if page.evaluate("document.activeElement.name") == "slag":
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("main").get_by_text("Skrevet med tastatur").wait_for()


def test_what_was_written_is_there_after_a_crash_and_gone_when_sent(page: Any) -> None:
    page.goto(f"/{small.ROUND}/svar/")
    page.get_by_label("Innspill til hele retningslinja").fill("Ikke mist dette")
    page.wait_for_function("() => localStorage.length")
    page.goto("about:blank")
    page.goto(f"/{small.ROUND}/svar/")
    assert page.get_by_label("Innspill til hele retningslinja").input_value() == "Ikke mist dette"
    judge(page, "gjenopprettet")
    page.get_by_label("Meg selv, som privatperson").check()
    page.wait_for_timeout(3200)
    follow(page.get_by_role("button", name="Se over før du sender"))
    follow(page.get_by_role("button", name="Send svaret"))
    assert "Svaret er mottatt" in page.inner_text("h1")
    assert page.evaluate("localStorage.length") == 0


def test_the_copy_in_the_browser_holds_places_and_never_replaces_text(page: Any) -> None:
    whole, place = f"/{small.ROUND}/svar/", "?anbefaling=skriftlig-plan&felt=begrunnelse"
    page.goto(f"{whole}{place}&exact=samler+arbeidet")
    page.get_by_label("Innspillet ditt").fill("Om stedet")
    follow(page.get_by_role("button", name="Svar på mer av retningslinja"))
    page.get_by_label("Innspill til hele retningslinja").fill("Om det hele")
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.endsWith('hele'))")
    page.goto("about:blank")
    page.goto(whole)
    assert page.get_by_label("Innspill til hele retningslinja").input_value() == "Om det hele"
    assert page.locator("textarea[name='sted.1.tekst']").input_value() == "Om stedet"
    assert page.locator("input[name='sted.1.felt']").input_value() == "begrunnelse"
    page.get_by_label("Meg selv, som privatperson").check()
    page.get_by_label("Navnet ditt").press("Enter")  # the first button is the preview
    page.get_by_role("heading", name="Se over svaret").wait_for()
    page.locator("main").get_by_text("Om stedet").wait_for()
    follow(page.get_by_role("button", name="Nynorsk"))
    assert page.get_by_label("Innspel til heile retningslinja").input_value() == "Om det hele"
    page.goto(f"{whole}{place}")  # another place, with nothing kept
    assert page.get_by_label("Innspillet ditt").input_value() == ""
    page.goto(f"{whole}{place}&exact=samler+arbeidet")
    assert page.get_by_label("Innspillet ditt").input_value() == "Om stedet"
    page.get_by_role("button", name="Slett det som er lagret i nettleseren").click()
    page.wait_for_function("() => localStorage.length === 0")


def test_a_draft_is_kept_in_the_browser_too(page: Any) -> None:
    page.goto(f"/{small.ROUND}/svar/")
    page.get_by_label("Innspill til hele retningslinja").fill("Lagret")
    follow(page.get_by_role("button", name="Lagre utkast"))
    address = page.url
    judge(page, "utkast")
    page.get_by_label("Innspill til hele retningslinja").fill("Lagret, og så mer")
    page.wait_for_function(
        "() => Object.entries(localStorage).some(([key, kept]) => key.includes('utkast')"
        " && kept.includes('mer'))"
    )
    page.goto("about:blank")
    page.goto(address)
    field = page.get_by_label("Innspill til hele retningslinja")
    assert field.input_value() == "Lagret, og så mer"
    assert "hentet fram" in page.inner_text("main")


def test_without_scripts_the_way_is_the_same(chromium: Any, server: DeskServer) -> None:
    context = chromium.new_context(
        java_script_enabled=False, base_url=f"http://127.0.0.1:{server.port}"
    )
    page = context.new_page()
    page.goto(f"/nn/{small.ROUND}/svar/")
    page.get_by_label("Innspel til heile retningslinja").fill("Utan skript")
    page.get_by_label("Meg sjølv, som privatperson").check()
    page.wait_for_timeout(3200)
    follow(page.get_by_role("button", name="Sjå over før du sender"))
    follow(page.get_by_role("button", name="Send svaret"))
    assert "Svaret er motteke" in page.inner_text("h1")
    leave(context)
