"""Search as a reader meets it: the dialog, the page of search, without a server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.support.browsers import follow

checks = pytest.importorskip("tests.support.page_checks")
sync_api = pytest.importorskip("playwright.sync_api")

RECOMMENDATION = "skolens-oppfolging/skriftlig-plan/"


def open_search(page: Any) -> Any:
    page.keyboard.press("/")
    page.locator(".rn-seek__panel").wait_for(state="attached")
    sync_api.expect(page.locator("#rn-sok-felt")).to_be_focused()
    return page.locator(".rn-seek__panel")


def write(page: Any, words: str) -> None:
    """Write in the field, and wait until what it shows answers all the words.

    Each letter is a search of its own, whose hits may be shown before those of the last.
    """
    page.keyboard.type(words)
    whole = re.compile(rf"\?{re.escape(urlencode({'q': words}))}$")
    sync_api.expect(page.locator("#rn-sok [data-rn-all]")).to_have_attribute("href", whole)


def hits(page: Any) -> Any:
    return page.locator(".rn-find__hit")


def found(page: Any, number: int) -> None:
    """Wait until so many hits are announced."""
    said = re.compile(rf"^{number} treff\b")
    page.get_by_role("status").filter(has_text=said).wait_for()


def asked(page: Any, **values: str) -> None:
    """Wait until the address keeps just this of the search."""
    wanted = {name: [value] for name, value in values.items()}
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == wanted)


@pytest.mark.parametrize("width", [375, 1280])
def test_a_hit_tells_what_and_where_it_is(visit: Any, width: int) -> None:
    page = visit(RECOMMENDATION, width=width)
    dialog = open_search(page)
    write(page, "ulemper ved hjemmebesøk")
    first = hits(page).first
    first.get_by_text("Samarbeid med hjemmet · Begrunnelse").wait_for()
    assert first.locator(".rn-badge").inner_text() == "Kan"
    assert first.locator(".rn-hit__title mark").all_inner_texts() == ["hjemmebesøk"]
    assert first.locator(".rn-hit__text mark").count() >= 1
    assert first.locator(".rn-hit").get_attribute("href").endswith("hjemmebesok/#begrunnelse")
    others = first.locator(".rn-hit__more a")
    assert 1 <= others.count() <= 3
    assert all("hjemmebesok/#" in way.get_attribute("href") for way in others.all())
    sync_api.expect(hits(page)).to_have_count(6)
    assert dialog.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert checks.violations(page, tags=()) == []


def test_slash_opens_search_but_is_a_letter_in_a_field(visit: Any) -> None:
    page = visit("")
    open_search(page)
    page.keyboard.type("a/b")
    sync_api.expect(page.locator("#rn-sok-felt")).to_have_value("a/b")


def test_the_number_of_hits_is_announced(visit: Any) -> None:
    page = visit("")
    dialog = open_search(page)
    write(page, "skriftlig plan")
    said = re.compile(r"^\d+ treff, de 6 beste vises")
    dialog.get_by_role("status").filter(has_text=said).wait_for()
    sync_api.expect(hits(page)).to_have_count(6)


def test_a_misspelt_word_is_taken_for_the_nearest(visit: Any) -> None:
    page = visit("")
    open_search(page)
    write(page, "hjemmebesøkk")
    page.get_by_text("Viser treff på «hjemmebesøk».").wait_for()
    sync_api.expect(hits(page).first).to_contain_text("Tilbud om hjemmebesøk")


def test_nothing_found_offers_another_word(visit: Any) -> None:
    page = visit("sok/?q=kompettttansse")
    page.get_by_text("Ingen treff på «kompettttansse».").wait_for()
    page.get_by_role("button", name="Mente du «kompetanse»?").click()
    hits(page).first.wait_for()
    asked(page, q="kompetanse")


@pytest.mark.parametrize("address", ["sok/", "nn/sok/"])
def test_nothing_found_leads_somewhere(visit: Any, address: str) -> None:
    page = visit(f"{address}?q=asdfgh")
    ways = page.locator("main .rn-find__ways")
    ways.wait_for()
    links = ways.locator("li a")
    assert links.count() >= 4
    assert not page.locator("main [data-rn-instead]").is_visible()  # no word is like it
    page.get_by_role("main").get_by_role("searchbox").fill("fravær")
    hits(page).first.wait_for()
    sync_api.expect(ways).to_be_hidden()
    page.get_by_role("main").get_by_role("searchbox").fill("asdfgh")
    ways.wait_for()
    follow(links.nth(1))
    assert page.locator("h1").count() == 1


def test_words_that_begin_alike_are_offered(visit: Any) -> None:
    page = visit("sok/?q=taushetsbrist")
    page.get_by_text("Ingen treff på «taushetsbrist».").wait_for()
    page.locator("main .rn-find__ways").get_by_role("button", name="taushetsplikt").click()
    asked(page, q="taushetsplikt")


def test_filters_narrow_the_hits(visit: Any) -> None:
    page = visit("sok/?q=fravær")
    hits(page).first.wait_for()
    page.get_by_role("main").get_by_label("Styrke").select_option("kan")
    found(page, 2)
    sync_api.expect(hits(page).locator(".rn-badge")).to_have_text(["Kan", "Kan"])
    page.get_by_role("main").get_by_label("Målgruppe").select_option("Skoleeier")
    found(page, 1)
    sync_api.expect(hits(page).first).to_contain_text("Team som arbeider med skolefravær")
    asked(page, q="fravær", strength="kan", group="Skoleeier")


def test_the_address_of_a_search_can_be_passed_on(visit: Any) -> None:
    page = visit("sok/?q=plan&chapter=Rutiner+og+planer")
    found(page, 3)
    assert page.get_by_role("main").get_by_label("Kapittel").input_value() == "Rutiner og planer"
    hits(page).first.locator("a").first.click()
    page.wait_for_url("**/rutiner-og-planer/**")
    page.go_back()
    found(page, 3)
    sync_api.expect(page.get_by_role("main").get_by_role("searchbox")).to_have_value("plan")


def test_more_hits_are_shown_when_asked_for(visit: Any) -> None:
    page = visit("sok/?q=skolen")
    hits(page).nth(19).wait_for()
    page.get_by_role("button", name="Vis flere treff").click()
    sync_api.expect(hits(page).nth(20).locator("a").first).to_be_focused()


def test_the_panel_leads_to_the_page_with_the_same_search(visit: Any) -> None:
    page = visit(RECOMMENDATION)
    dialog = open_search(page)
    write(page, "taushetsplikt")
    dialog.get_by_role("link", name="Se alle treff på en egen side").click()
    page.wait_for_url("**/sok/?q=taushetsplikt")
    hits(page).first.wait_for()


@pytest.mark.parametrize("width", [375, 1280])
def test_the_page_of_search_is_accessible(visit: Any, width: int) -> None:
    page = visit("sok/?q=hjemmebesøk", width=width)
    hits(page).first.wait_for()
    assert checks.violations(page, tags=()) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_page_shows_other_ways(visit: Any) -> None:
    page = visit("sok/", java_script_enabled=False)
    assert page.get_by_text("Søket trenger JavaScript").is_visible()
    assert not page.get_by_role("main").get_by_role("searchbox").is_visible()
    page.get_by_role("main").get_by_role("link", name="Ordlista").click()
    page.wait_for_url("**/ordliste/")


def test_nynorsk_pages_search_the_nynorsk_text(visit: Any) -> None:
    page = visit("nn/sok/?q=heimebesøk")
    first = hits(page).first
    first.wait_for()
    address = first.locator("a").first.get_attribute("href")
    assert "/nn/samarbeid-med-hjemmet/hjemmebesok/" in address


def test_a_site_in_a_folder_searches(chromium: Any, folder: Path) -> None:
    context = chromium.new_context()
    try:
        page = context.new_page()
        page.goto((folder / RECOMMENDATION / "index.html").as_uri())
        open_search(page)
        write(page, "taushetsplikt")
        hits(page).first.locator("a").first.click()
        page.wait_for_url("file:**/ordliste/index.html#taushetsplikt")
        assert page.locator("h1").inner_text() == "Ordliste"
        menu = page.get_by_role("navigation", name="Retningslinja")
        menu.get_by_text("Anbefalinger", exact=True).click()
        menu.get_by_role("link", name="Kompetanse").click()
        page.wait_for_url("file:**/kompetanse/index.html")
    finally:
        context.close()


def test_the_focus_stays_on_a_hit_while_more_are_fetched(visit: Any) -> None:
    page = visit("")
    open_search(page)
    write(page, "skolen")
    sync_api.expect(hits(page)).to_have_count(6)
    page.keyboard.press("ArrowDown")
    second = hits(page).nth(1).locator("a").first
    page.keyboard.press("ArrowDown")
    sync_api.expect(second).to_be_focused()
    page.evaluate("""() => {
      const load = rnSearch.load;
      let asked = 0;
      const held = new Promise((go) => { window.go = go; });
      rnSearch.load = async (page) => { if (++asked > 3) await held; return load(page); };
      document.getElementById("rn-sok-felt").dispatchEvent(new Event("input", { bubbles: true }));
    }""")
    sync_api.expect(hits(page)).to_have_count(3)
    sync_api.expect(second).to_be_focused()
    page.evaluate("go()")
    sync_api.expect(hits(page)).to_have_count(6)
    sync_api.expect(second).to_be_focused()
