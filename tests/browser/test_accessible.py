"""WCAG 2.2 A and AA in what opens, and what is told by structure (see also test_everyone.py)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

checks = pytest.importorskip("tests.support.page_checks")
sync_api = pytest.importorskip("playwright.sync_api")

KINDS = ("forside", "kapittel", "anbefaling", "side", "kilder", "lover", "ordliste", "ukjent")
RECOMMENDATION = "skolens-oppfolging/skriftlig-plan/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violations_in_what_opens(visit: Any, scheme: str) -> None:
    page = visit(RECOMMENDATION, width=375, color_scheme=scheme)
    page.get_by_role("button", name="Meny", exact=True).click()
    sync_api.expect(page.locator("#rn-meny")).to_be_visible()
    assert checks.violations(page) == []
    page.keyboard.press("Escape")
    sync_api.expect(page.locator("#rn-meny")).to_be_hidden()
    page.get_by_role("button", name="Åpne alle").click()
    sync_api.expect(page.locator(".rn-fold:not([open])")).to_have_count(0)
    page.locator(".rn-term").first.click()
    sync_api.expect(page.locator(".rn-def:popover-open")).to_be_visible()
    assert checks.violations(page) == []
    page.keyboard.press("Escape")
    sync_api.expect(page.locator(".rn-def:popover-open")).to_have_count(0)
    page.get_by_role("searchbox").fill("plan")
    page.locator(".rn-hit").first.wait_for()
    assert checks.violations(page) == []


def test_kinds_are_all_there(kinds: dict[str, str]) -> None:
    assert set(KINDS) == set(kinds)


@pytest.mark.parametrize("kind", KINDS)
def test_headings_landmarks_and_menu_under_the_policy(visit: Any, kinds: Any, kind: str) -> None:
    page = visit(kinds[kind], width=375)
    page.wait_for_load_state("networkidle")  # what comes late is not refused either: see visit
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4, h5, h6", "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1
    names = page.eval_on_selector_all("nav", "all => all.map(one => one.ariaLabel)")
    assert all(names)
    assert len(set(names)) == len(names)
    here = page.locator('.rn-nav [aria-current="page"]')
    assert here.count() == (0 if kind == "ukjent" else 1)


def test_wide_table_scrolls_inside(visit: Any) -> None:
    page = visit("tilgjengelighet/", width=320)
    table = page.locator(".rn-table").first
    assert table.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.rn-table').scrollLeft > 0")


def test_targets_are_large_enough_to_touch(visit: Any) -> None:
    page = visit(RECOMMENDATION, width=375, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Meny", exact=True).click()
    sync_api.expect(page.locator("#rn-meny")).to_be_visible()
    selector = ".rn-tool, .rn-nav a, .rn-nav summary, .rn-nav button, .rn-fold > summary"
    heights = page.eval_on_selector_all(
        selector, "all => all.map(one => one.getBoundingClientRect().height).filter(Boolean)"
    )
    assert min(heights) >= 44


def test_forced_colours_keep_strength(visit: Any) -> None:
    page = visit(RECOMMENDATION, forced_colors="active")
    badge = page.locator(".rn-lead .rn-badge")
    assert badge.inner_text() == "Bør"
    assert badge.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid"
