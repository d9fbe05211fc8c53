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
    assert page.locator(".rn-fold__body").count() == 4
    assert all(body.is_visible() for body in page.locator(".rn-fold__body").all())
    assert page.locator("#kilde-stromberg-2022").is_visible()
    assert page.locator("#rn-merknad").is_visible()


@pytest.mark.parametrize("width", [375, 1280])
def test_the_menu_works(visit: Any, width: int) -> None:
    page = visit(RECOMMENDATION, width=width, java_script_enabled=False)
    menu = page.get_by_role("navigation", name="Retningslinja")
    if width == 375:
        assert not menu.is_visible()
        page.get_by_role("button", name="Meny", exact=True).click()
    menu.get_by_role("link", name="Kompetanse", exact=True).click()
    page.wait_for_url("**/kompetanse/")
    assert page.locator("h1").inner_text() == "Kompetanse"


def test_terms_are_explained(visit: Any) -> None:
    page = visit(RECOMMENDATION, java_script_enabled=False)
    term = page.locator(".rn-term").first
    explanation = page.locator(f"#{term.get_attribute('popovertarget')}")
    assert not explanation.is_visible()
    term.click()
    sync_api.expect(explanation).to_be_visible()


def test_contents_open(visit: Any) -> None:
    narrow = visit(RECOMMENDATION, width=375, java_script_enabled=False)
    narrow.locator(".rn-contents summary").click()
    sync_api.expect(narrow.locator(".rn-contents a").first).to_be_visible()
    wide = visit(RECOMMENDATION, width=1280, java_script_enabled=False)
    assert wide.locator(".rn-contents a").first.is_visible()


def test_what_needs_scripts_is_not_offered(visit: Any) -> None:
    page = visit(RECOMMENDATION, java_script_enabled=False)
    for control in page.locator(".rn-js-only").all():
        assert not control.is_visible()
    assert not page.locator("#rn-sok").is_visible()


def test_paper_shows_everything(visit: Any, paper: Any) -> None:
    page = visit(RECOMMENDATION, width=375)
    assert page.locator(".rn-fold__body").first.is_hidden()
    with paper(page):
        assert page.eval_on_selector_all(".rn-fold__body *", HIDDEN.replace(
            "one.closest('[popover]')", "one.closest('[popover], .rn-pin')"
        )) == []
        for name in (".rn-nav", ".rn-tools", ".rn-contents", ".rn-steppers", ".rn-pin >> nth=0"):
            assert page.locator(name).is_hidden()
        assert page.locator("#rn-merknad").is_visible()


def test_the_system_chooses_light_or_dark(visit: Any) -> None:
    colours = {
        visit("", color_scheme=scheme, java_script_enabled=False)
        .locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert len(colours) == 2
