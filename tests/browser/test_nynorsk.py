"""The site in nynorsk: as fit for all as in bokmål, and the way between them keeps the place."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

RECOMMENDATION = "skolens-oppfolging/skriftlig-plan/"
PAGES = {
    "forside": "nn/", "kapittel": "nn/skolens-oppfolging/", "anbefaling": f"nn/{RECOMMENDATION}",
    "side": "nn/om/", "kilder": "nn/kilder/", "lover": "nn/lover/", "ordliste": "nn/ordliste/",
    "endringer": "nn/endringer/", "hoeringer": "nn/horing/", "roller": "nn/for/",
    "oversikt": "nn/oversikt/", "faser": "nn/faser/",
}
"""Pages of every kind that the tree has."""


@pytest.mark.parametrize("kind", PAGES)
def test_the_page_is_in_nynorsk_and_the_switch_leads_to_the_same_in_bokmål_and_back(
    visit: Any, kind: str
) -> None:
    page = visit(PAGES[kind])
    assert page.evaluate("document.documentElement.lang") == "nn"
    assert page.get_by_role("link", name="Hopp til innhaldet").count() == 1
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4, h5, h6", "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
    start = page.url
    page.get_by_role("link", name="Bokmål", exact=True).click()
    page.wait_for_url(start.replace("/nn/", "/"))
    assert page.evaluate("document.documentElement.lang") == "nb"
    page.get_by_role("link", name="Nynorsk", exact=True).click()
    page.wait_for_url(start)


def test_the_switch_keeps_the_paragraph(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    anchor = page.locator(".rn-section p[id]:not([class])").nth(2).get_attribute("id")
    page.evaluate("id => (location.hash = id)", anchor)
    switch = page.get_by_role("link", name="Nynorsk", exact=True)
    sync_api.expect(switch).to_have_attribute("href", re.compile(f"#{anchor}$"))
    switch.click()
    page.wait_for_url(re.compile(rf"/nn/{RECOMMENDATION}#{anchor}$"))
    assert page.locator(f"#{anchor}").count() == 1


def test_the_switch_says_its_language(visit: Any) -> None:
    for url, name, code in ((RECOMMENDATION, "Nynorsk", "nn"), ("nn/", "Bokmål", "nb")):
        link = visit(url).get_by_role("link", name=name, exact=True)
        assert link.get_attribute("lang") == link.get_attribute("hreflang") == code


def test_the_switch_works_without_scripts(visit: Any) -> None:
    page = visit(RECOMMENDATION, java_script_enabled=False)
    page.get_by_role("link", name="Nynorsk", exact=True).click()
    page.wait_for_url(f"**/nn/{RECOMMENDATION}")


def test_by_keyboard(visit: Any) -> None:
    page = visit(f"nn/{RECOMMENDATION}", width=375)
    page.keyboard.press("Tab")
    sync_api.expect(page.locator(":focus")).to_have_text("Hopp til innhaldet")
    page.get_by_role("button", name="Meny", exact=True).press("Enter")
    page.get_by_role("link", name="Bokmål", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"^(?!.*/nn/).*/{RECOMMENDATION}$"))


def test_a_lost_reader_finds_both_languages(visit: Any, kinds: dict[str, str]) -> None:
    page = visit(kinds["ukjent"])
    page.get_by_role("link", name="Nynorsk", exact=True).click()
    page.wait_for_url("**/nn/")


def test_what_scripts_say_is_in_nynorsk(visit: Any) -> None:
    page = visit(f"nn/{RECOMMENDATION}", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Opne alle").click()
    page.get_by_role("button", name="Kopier lenkje").first.click()
    said = page.locator("#rn-said")
    sync_api.expect(said).to_have_text("Lenkja til denne staden er kopiert.")


def test_links_stay_in_the_language(visit: Any) -> None:
    page = visit("nn/", width=1280)
    page.locator(".rn-nav").get_by_role("link", name="Skulen si oppfølging").click()
    page.wait_for_url("**/nn/skolens-oppfolging/")
    page.locator(".rn-brand").click()
    page.wait_for_url("**/nn/")


def test_words_in_another_language_are_marked(visit: Any) -> None:
    laws = visit("nn/lover/").locator("main")
    assert laws.locator('[lang="nb"]').count() > 0 and laws.locator('[lang="nn"]').count() == 0
