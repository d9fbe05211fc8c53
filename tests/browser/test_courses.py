"""The slides of a course, one at a time, by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import page_checks as checks

sync_api = pytest.importorskip("playwright.sync_api")

COURSE = "kurs/skolens-oppfolging/"


def test_slides_are_shown_one_at_a_time_by_keyboard(visit: Any) -> None:
    page = visit(COURSE)
    start = page.get_by_role("button", name="Vis ett lysbilde om gangen")
    start.focus()
    page.keyboard.press("Enter")
    show = page.get_by_role("dialog", name="Lysbilder")
    place = show.get_by_role("status")
    sync_api.expect(place).to_have_text("Lysbilde 1 av 9: Fra bekymring til plan")
    sync_api.expect(show.locator(".rn-show__slide")).to_be_focused()
    for key, number in (("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("End", 9),
                        ("ArrowRight", 9), ("Home", 1), ("ArrowLeft", 1)):
        page.keyboard.press(key)
        sync_api.expect(place).to_contain_text(f"Lysbilde {number} av 9")
    notes = show.get_by_role("button", name="Notater")
    spoken = show.get_by_text("Ønsk velkommen og si hvorfor temaet er valgt.")
    sync_api.expect(spoken).to_be_hidden()
    notes.focus()
    page.keyboard.press("Enter")
    sync_api.expect(spoken).to_be_visible()
    sync_api.expect(notes).to_have_attribute("aria-pressed", "true")
    next_ = show.get_by_role("button", name="Neste")
    next_.focus()
    page.keyboard.press("Enter")
    sync_api.expect(place).to_contain_text("Lysbilde 2 av 9")
    sync_api.expect(next_).to_be_focused()
    assert page.evaluate(
        "() => [...document.querySelectorAll('[id]')].length"
        " === new Set([...document.querySelectorAll('[id]')].map((one) => one.id)).size"
    ), "no id twice"
    page.keyboard.press("Escape")
    sync_api.expect(show).to_be_hidden()
    sync_api.expect(start).to_be_focused()


def test_without_scripts_the_slides_follow_each_other(visit: Any) -> None:
    page = visit(COURSE, java_script_enabled=False)
    sync_api.expect(page.locator(".rn-slide")).to_have_count(9)
    sync_api.expect(page.locator(".rn-slide__notes").last).to_be_visible()
    sync_api.expect(page.get_by_role("button", name="Vis ett lysbilde")).to_have_count(0)


def test_the_show_is_accessible_while_it_is_open(visit: Any) -> None:
    page = visit(COURSE)
    page.get_by_role("button", name="Vis ett lysbilde om gangen").press("Enter")
    show = page.get_by_role("dialog", name="Lysbilder")
    sync_api.expect(show).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    sync_api.expect(show.get_by_role("heading", level=3)).to_have_text("Emil på åttende trinn")
    assert show.locator("h4").count() == 0, "no level is left out"
    show.get_by_role("button", name="Notater").press("Enter")
    assert checks.axe(page, [(375, "light"), (1280, "dark")]) == []
