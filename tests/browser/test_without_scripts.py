"""Everything but search works without JavaScript, and on paper."""

from __future__ import annotations

from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

RECOMMENDATION = "skolens-oppfolging/skriftlig-plan/"
SECTIONS = (
    "praktisk_gjennomforing", "kontrollsporsmaal", "juridiske_rammer", "begrunnelse",
    "kunnskapsgrunnlag", "referanser", "om-anbefalingen",
)
HIDDEN = """all => all.filter(one => !one.checkVisibility({contentVisibilityAuto: true})
    && !one.closest('[popover]')).map(one => one.textContent)"""
"""The texts of an article that do not show."""


@pytest.mark.parametrize("width", [375, 1280])
def test_the_whole_recommendation_shows(visit: Any, width: int) -> None:
    page = visit(RECOMMENDATION, width=width, java_script_enabled=False)
    for section in SECTIONS:
        assert page.locator(f"#{section}").is_visible()
    assert page.locator("#steg-1").is_visible()
    source = page.locator("#kilde-stromberg-2022")
    assert not source.is_visible()
    page.locator("summary", has_text="Kilder").last.click()
    sync_api.expect(source).to_be_visible()
    assert page.locator("#rn-merknad").is_visible()


@pytest.mark.parametrize("width", [375, 1280])
def test_the_menu_works(visit: Any, width: int) -> None:
    page = visit(RECOMMENDATION, width=width, java_script_enabled=False)
    menu = page.get_by_role("navigation", name="Retningslinja")
    if width == 375:
        assert not menu.is_visible()
        page.get_by_role("button", name="Meny", exact=True).click()
    about = menu.get_by_role("link", name="Ordliste", exact=True)
    sync_api.expect(about).to_be_hidden()
    menu.get_by_text("Bakgrunn", exact=True).click()
    sync_api.expect(about).to_be_visible()
    menu.get_by_role("link", name="Kompetanse", exact=True).click()
    page.wait_for_url("**/kompetanse/")
    assert page.locator("h1").inner_text() == "Kompetanse"


def test_terms_lead_to_the_glossary(visit: Any) -> None:
    page = visit(RECOMMENDATION, java_script_enabled=False)
    page.locator("summary", has_text="Mer om gjennomføringen").click()
    term = page.locator(".rn-fold--small .rn-term").first
    sync_api.expect(term).to_be_visible()
    anchor = term.get_attribute("href").partition("#")[2]
    term.click()
    page.wait_for_url(f"**/ordliste/#{anchor}")


def test_a_link_opens_the_section_that_it_leads_into(visit: Any) -> None:
    page = visit(f"{RECOMMENDATION}#kilde-stromberg-2022", java_script_enabled=False)
    sync_api.expect(page.locator("#kilde-stromberg-2022")).to_be_visible()


def test_the_field_of_search_leads_to_its_page(visit: Any) -> None:
    page = visit(RECOMMENDATION, width=375, java_script_enabled=False)
    page.get_by_role("searchbox").fill("plan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok/?q=plan")
    assert page.get_by_text("Søket trenger JavaScript").is_visible()


def test_what_needs_scripts_is_not_offered(visit: Any) -> None:
    page = visit(RECOMMENDATION, java_script_enabled=False)
    for control in page.locator(".rn-js-only").all():
        assert not control.is_visible()
    assert page.locator("[data-rn-scheme], .rn-copy, .rn-all, .rn-pin").count() == 0


def test_paper_shows_everything(visit: Any, paper: Any) -> None:
    page = visit(RECOMMENDATION, width=375, java_script_enabled=False)
    assert not page.locator("#kilde-stromberg-2022").is_visible()
    with paper(page):
        assert page.eval_on_selector_all(".rn-fold *", HIDDEN) == []
        for name in (".rn-nav", ".rn-tools", ".rn-seek", ".rn-steppers", ".rn-up-again"):
            assert page.locator(name).is_hidden()
        assert page.locator("#rn-merknad").is_visible()


def test_the_system_chooses_light_or_dark(visit: Any) -> None:
    colours = {
        visit("", color_scheme=scheme, java_script_enabled=False)
        .locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert len(colours) == 2
