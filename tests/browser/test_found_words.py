"""The words that were searched for, on the page that a hit leads to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.browsers import follow

sync_api = pytest.importorskip("playwright.sync_api")

MARKED = "() => [...(CSS.highlights.get('rn-funn') ?? [])].map(range => range.toString())"
NO_HIGHLIGHTS = "delete window.Highlight"


def to_the_hit(page: Any) -> None:
    """Follow the hit on the pupil's own meetings, on an open page of search."""
    hit = page.locator("main .rn-hit[href*='egne-moter']").first
    hit.wait_for()
    follow(hit)


def unmark(page: Any) -> Any:
    return page.get_by_role("button", name="Fjern utheving")


def test_the_words_are_marked_and_the_marks_can_be_taken_away(visit: Any) -> None:
    page = visit("sok/?q=referat+fra+møte")
    to_the_hit(page)
    unmark(page).wait_for()
    marked = {word.lower() for word in page.evaluate(MARKED)}
    assert "referatet" in marked and "fra" not in marked
    assert "q=" not in page.url  # no server is told
    assert page.locator("main mark").count() == 0  # the page itself is as it was
    assert page.locator("#rn-said").inner_text() == ""  # and nothing is read aloud
    unmark(page).click()
    sync_api.expect(unmark(page)).to_have_count(0)
    assert page.evaluate(MARKED) == []


def test_a_browser_without_highlights_gets_marks(visit: Any) -> None:
    page = visit("sok/?q=referat+fra+møte")
    page.add_init_script(NO_HIGHLIGHTS)
    to_the_hit(page)
    unmark(page).wait_for()
    text = page.locator(".rn-article").inner_text()
    assert page.locator("main mark.rn-funn").count() > 1
    page.keyboard.press("Escape")
    sync_api.expect(page.locator("main mark.rn-funn")).to_have_count(0)
    assert page.locator(".rn-article").inner_text() == text


def test_folded_sections_with_the_words_are_opened(visit: Any) -> None:
    page = visit("sok/?q=referat+fra+møte", width=375)
    to_the_hit(page)
    unmark(page).wait_for()
    assert page.evaluate("""() => [...CSS.highlights.get("rn-funn")]
        .every(({ startContainer }) => !startContainer.parentElement.closest("[hidden]"))""")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_hit_on_the_same_page_is_marked_too(visit: Any) -> None:
    page = visit("elevens-medvirkning/egne-moter/")
    page.keyboard.press("/")
    page.locator(".rn-seek__panel").wait_for(state="attached")
    page.locator("#rn-sok-felt").fill("referat fra møte")
    page.locator(".rn-hit[href*='egne-moter']").first.click()
    unmark(page).wait_for()
    assert page.evaluate(MARKED)


def test_other_pages_are_left_alone(visit: Any) -> None:
    page = visit("sok/?q=referat+fra+møte")
    to_the_hit(page)
    unmark(page).wait_for()
    page.goto(page.url.split("elevens-medvirkning")[0] + "bruk/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(MARKED) == []
