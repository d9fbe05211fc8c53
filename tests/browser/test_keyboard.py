"""A walk through the site by keyboard alone, and what scripts add."""

from __future__ import annotations

import re
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

RECOMMENDATION = "skolens-oppfolging/skriftlig-plan/"


def focused(page: Any) -> Any:
    """Return what has the focus."""
    return page.locator(":focus")


def test_skip_link(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    page.keyboard.press("Tab")
    sync_api.expect(focused(page)).to_have_text("Hopp til innholdet")
    sync_api.expect(page.locator(".rn-skip")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("#rn-hovedinnhold")).to_be_focused()
    page.keyboard.press("Tab")
    sync_api.expect(page.locator("main :focus")).to_have_count(1)


@pytest.mark.parametrize("presses", [1, 4])
def test_the_search_does_not_take_the_focus_back(visit: Any, presses: int) -> None:
    page = visit("om/")
    waiting: list[Any] = []
    page.route("**/search*.js", lambda route: waiting.append(route))  # a slow network
    page.locator("#rn-sok-felt").focus()
    page.wait_for_function("() => document.querySelectorAll('script[src*=search]').length > 4")
    for _ in range(presses):
        page.keyboard.press("Tab")
    page.wait_for_function("""() => (window.rnHere = document.activeElement)
        && rnHere.id !== "rn-sok-felt" && rnHere !== document.body""")
    for route in waiting:
        route.continue_()
    page.wait_for_function("() => window.rnFind")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert page.evaluate("() => document.activeElement === rnHere")


def test_menu_on_a_phone(visit: Any) -> None:
    page = visit(RECOMMENDATION, width=375)
    menu = page.get_by_role("navigation", name="Retningslinja")
    page.get_by_role("button", name="Meny", exact=True).focus()
    page.keyboard.press("Enter")
    sync_api.expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    sync_api.expect(focused(page)).to_have_text("Lukk menyen")
    page.keyboard.press("Escape")
    sync_api.expect(menu).to_be_hidden()
    sync_api.expect(focused(page)).to_have_text("Meny")
    page.keyboard.press("Enter")
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/samarbeid-med-hjemmet/")


def test_term(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    page.get_by_role("button", name="Åpne alle").click()
    term = page.locator(".rn-term").first
    explanation = page.locator(".rn-def")
    term.focus()
    page.keyboard.press("Enter")
    sync_api.expect(explanation).to_be_visible()
    page.keyboard.press("Tab")
    sync_api.expect(focused(page)).to_contain_text("i ordlista")
    page.keyboard.press("Escape")
    sync_api.expect(explanation).to_be_hidden()
    sync_api.expect(term).to_be_focused()


@pytest.mark.parametrize("start", ["", "kompetanse/", RECOMMENDATION, "404.html"])
def test_search(visit: Any, start: str) -> None:
    page = visit(start)
    page.keyboard.press("/")
    sync_api.expect(page.locator("#rn-sok-felt")).to_be_focused()
    page.keyboard.type("skriftlige planer for oppfølging")
    page.locator(".rn-hit >> nth=0", has_text="Skriftlig plan for oppfølging").wait_for()
    whole = re.compile("skriftlige[+]planer[+]for[+]oppf%C3%B8lging")  # no search of a part is left
    sync_api.expect(page.locator("#rn-sok [data-rn-all]")).to_have_attribute("href", whole)
    page.keyboard.press("ArrowDown")
    sync_api.expect(focused(page)).to_contain_text("Skriftlig plan for oppfølging")
    page.keyboard.press("ArrowUp")
    sync_api.expect(page.locator("#rn-sok-felt")).to_be_focused()
    page.keyboard.press("ArrowDown")
    sync_api.expect(focused(page)).to_contain_text("Skriftlig plan for oppfølging")
    with page.expect_navigation(url=f"**/{RECOMMENDATION}"):
        page.keyboard.press("Enter")


def test_enter_in_the_field_leads_to_all_hits(visit: Any) -> None:
    page = visit("kompetanse/")
    page.get_by_role("searchbox").fill("samtale")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok/?q=samtale")
    page.locator(".rn-find--page .rn-hit").first.wait_for()


def test_search_leads_to_a_folded_section(visit: Any) -> None:
    page = visit("", width=375)
    page.locator("#rn-sok-felt").fill("trepartstabellen")
    page.locator(".rn-hit").first.click()
    page.wait_for_url(f"**/{RECOMMENDATION}#kunnskapsgrunnlag")
    sync_api.expect(page.locator("details:has(> summary #kunnskapsgrunnlag)")).to_have_attribute(
        "open", ""
    )


def test_search_says_when_there_is_nothing_and_closes(visit: Any) -> None:
    page = visit("")
    page.locator("#rn-sok-felt").fill("xyzzy")
    page.get_by_text("Ingen treff på «xyzzy».").wait_for()
    page.keyboard.press("Escape")
    page.locator(".rn-seek__panel").wait_for(state="hidden")
    sync_api.expect(page.locator("#rn-sok-felt")).to_be_focused()


def test_a_link_opens_a_folded_section(visit: Any) -> None:
    page = visit(f"{RECOMMENDATION}#kilde-stromberg-2022", width=375)
    source = page.locator("#kilde-stromberg-2022")
    source.wait_for(state="visible")
    page.wait_for_function(
        "() => { const box = document.getElementById('kilde-stromberg-2022')"
        ".getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }"
    )
    assert page.locator("details:has(#begrunnelse)").get_attribute("open") is None


@pytest.mark.parametrize("width", [375, 1280])
def test_folding_by_keyboard(visit: Any, width: int) -> None:
    page = visit(RECOMMENDATION, width=width)
    body = page.locator("details:has(#begrunnelse) > p[id]").first
    summary = page.locator("summary:has(#begrunnelse)")
    assert body.is_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    sync_api.expect(body).to_be_visible()
    page.get_by_role("button", name="Åpne alle").click()
    sync_api.expect(page.locator(".rn-fold:not([open])")).to_have_count(0)
    page.get_by_role("button", name="Lukk alle").click()
    sync_api.expect(page.locator(".rn-fold[open]")).to_have_count(0)


def test_the_header_stays_and_covers_no_place(visit: Any) -> None:
    page = visit(f"{RECOMMENDATION}#begrunnelse")
    header = page.locator(".rn-header")
    page.wait_for_function("() => scrollY > 100")
    below = header.bounding_box()["height"]
    assert header.bounding_box()["y"] == 0
    assert page.locator("#begrunnelse").bounding_box()["y"] >= below
    page.set_viewport_size({"width": 320, "height": 256})  # as with 400 % zoom
    sync_api.expect(header).to_have_css("position", "static")


def test_light_and_dark_are_remembered(visit: Any) -> None:
    page = visit(RECOMMENDATION, color_scheme="light")
    button = page.get_by_role("button", name="Mørk visning")
    assert button.get_attribute("aria-pressed") == "false"
    before = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    button.click()
    sync_api.expect(button).to_have_attribute("aria-pressed", "true")
    after = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert before != after
    page.reload()
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == after


def test_links_to_places_are_copied_and_said(visit: Any, site: str) -> None:
    page = visit(RECOMMENDATION, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Åpne alle").click()
    page.get_by_role("button", name="Kopier lenke: Begrunnelse").press("Enter")
    page.get_by_role("status").filter(has_text="Lenka til dette stedet er kopiert").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{site}{RECOMMENDATION}#begrunnelse"
    page.get_by_role("button", name="Kopier teksten").click()
    page.get_by_role("status").filter(has_text="Teksten er kopiert").wait_for()
    assert "Skriftlig plan for oppfølging" in page.evaluate("navigator.clipboard.readText()")
