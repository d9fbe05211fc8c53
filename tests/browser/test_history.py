"""The pages about the past in a real browser: for everyone, by keyboard, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rettesnor.rendering.pages import changelog

from tests.support.browsers import HALF, leave, served
from tests.support.release_case import FIRST, SECOND, Case

checks = pytest.importorskip("tests.support.page_checks")
sync_api = pytest.importorskip("playwright.sync_api")

Opener = Callable[..., Any]

CONFIGURATION = """site_name: Prøveretningslinje
docs_dir: guideline
exclude_docs: "*"
theme: {name: rettesnor}
plugins:
  - rettesnor
"""
PLAN = "skole/skriftlig-plan/"
KINDS = {
    "historikk": f"{PLAN}historikk/",
    "redlinje": f"{PLAN}historikk/1.0.0-2.0.0/",
    "endringer": "endringer/",
    "utgave": "endringer/2.0.0/",
    "siden": "endringer/siden/1.0.0/",
    "versjon": f"v/1.0.0/{PLAN}",
    "dato": "dato/",
    "gjennomgang": "gjennomgang/",
    "tatt-ut": "hjem/hjemmebesok/",
}


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with two releases."""
    root: Path = tmp_path_factory.mktemp("historie")
    case = Case(root)
    (root / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    assert case.release(*FIRST) == 0
    case.revise()
    assert case.release(*SECOND) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changelog, "_MANY", 0)  # the filters of a long log
        assert case.run("build", "--date", "2027-03-02") == 0
    with served(root / "site") as address:
        yield address


@pytest.fixture
def look(chromium: Any, past: str) -> Iterator[Opener]:
    """Open pages of the site; at the end, nothing may have been refused."""
    faults: list[str] = []

    with ExitStack() as contexts:
        def open_page(url: str, *, width: int = 1280, **options: Any) -> Any:
            viewport = {"width": width, "height": 900}
            context = chromium.new_context(
                viewport=viewport, reduced_motion="reduce", **options
            )
            contexts.callback(leave, context)
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
            page.goto(past + url)
            return page

        yield open_page
    assert not faults


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_can_use_it(look: Opener, kind: str) -> None:
    page = look(KINDS[kind])
    assert checks.axe(page, HALF) + checks.zoom(page) == []
    levels = page.eval_on_selector_all(
        "main h1, main h2, main h3, main h4", "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


class TestWithoutScripts:
    def test_the_steps_are_plain_pages(self, look: Opener) -> None:
        page = look(KINDS["historikk"], java_script_enabled=False)
        assert not page.locator("[data-rn-compare]").is_visible()
        page.get_by_role("link", name="Fra versjon 1.0.0 til 2.0.0").click()
        page.wait_for_url("**/1.0.0-2.0.0/")
        assert page.locator("ins").first.is_visible()

    def test_the_change_log_is_whole(self, look: Opener) -> None:
        page = look(KINDS["endringer"], java_script_enabled=False)
        assert not page.locator("[data-rn-filter]").is_visible()
        assert all(one.is_visible() for one in page.locator("[data-rn-change]").all())

    def test_a_day_is_found_in_the_list(self, look: Opener) -> None:
        page = look(KINDS["dato"], java_script_enabled=False)
        assert not page.locator("[data-rn-day]").is_visible()
        page.get_by_role("link", name="Versjon 1.0.0").click()
        page.wait_for_url("**/v/1.0.0/")

    def test_a_moved_page_leads_on(self, look: Opener) -> None:
        page = look("skole/hovedansvarlig/", java_script_enabled=False)
        page.wait_for_url("**/skole/kontaktperson/")


class TestRedline:
    def test_colour_is_not_the_only_sign(self, look: Opener) -> None:
        page = look(KINDS["redlinje"])
        line = "one => getComputedStyle(one).textDecorationLine"
        assert page.locator(".rn-redline ins").first.evaluate(line) == "underline"
        assert page.locator(".rn-redline del").first.evaluate(line) == "line-through"
        said = page.locator(".rn-redline ins .rn-hidden").first
        assert said.text_content() == "lagt til: "
        assert said.bounding_box()["width"] <= 1

    def test_any_two_by_keyboard(self, look: Opener) -> None:
        page = look(KINDS["historikk"])
        page.get_by_label("Fra versjon").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        compared = page.locator("[data-rn-compared]")
        compared.locator("h3").first.wait_for()
        assert "Styrke" in compared.locator("h3").all_text_contents()
        assert compared.locator("ins", has_text="skal").first.is_visible()
        assert compared.locator("del", has_text="bør").first.is_visible()
        assert checks.violations(page) == []

    def test_backwards_the_words_are_compared_in_the_browser(self, look: Opener) -> None:
        page = look(KINDS["historikk"])
        page.get_by_label("Fra versjon").select_option("2.0.0")
        page.get_by_label("Til versjon").select_option("1.0.0")
        page.get_by_role("button", name="Vis forskjellene").click()
        compared = page.locator("[data-rn-compared]")
        compared.locator("h3").first.wait_for()
        spoken = compared.locator("p", has_text="Innen").first.inner_text()
        assert "to" in spoken and "fire" in spoken and " uker" in spoken
        assert compared.locator("del", has_text="§ 10-9").first.is_visible()
        assert compared.locator("ins", has_text="§ 2-1").first.is_visible()

    def test_the_same_version_twice(self, look: Opener) -> None:
        page = look(KINDS["historikk"])
        page.get_by_label("Fra versjon").select_option("2.0.0")
        page.get_by_role("button", name="Vis forskjellene").click()
        page.get_by_text("Teksten er den samme.").wait_for()


class TestChangeLog:
    def test_the_filter_stands_in_the_address(self, look: Opener, past: str) -> None:
        page = look(KINDS["endringer"])
        page.locator("main").get_by_label("Kapittel").select_option("kompetanse")
        sync_api.expect(page).to_have_url(re.compile(r"\?kapittel=kompetanse$"))
        sync_api.expect(page.locator("[data-rn-change]:visible")).to_have_count(1)
        sync_api.expect(page.locator("[data-rn-count]")).to_have_text("Én endring.")
        page.goto(f"{past}endringer/?slag=delt")
        assert page.get_by_label("Type endring").input_value() == "delt"
        assert page.locator("[data-rn-change]:visible").count() == 1
        assert page.locator("[data-rn-release]:visible").count() == 1

    def test_since_a_day(self, look: Opener) -> None:
        page = look(KINDS["endringer"])
        page.get_by_label("Hva er endret siden").fill("2027-01-14")
        page.get_by_role("button", name="Vis", exact=True).click()
        page.wait_for_url("**/endringer/siden/1.0.0/")


class TestDay:
    def test_it_leads_to_the_version(self, look: Opener) -> None:
        page = look(KINDS["dato"])
        page.get_by_label("Dato").fill("2027-01-14")
        page.get_by_role("button", name="Finn versjonen").click()
        page.wait_for_url("**/v/1.0.0/")
        assert "Dette er versjon 1.0.0" in page.locator(".rn-notice").inner_text()

    def test_before_the_first(self, look: Opener) -> None:
        page = look(KINDS["dato"])
        page.get_by_label("Dato").fill("2020-01-01")
        page.get_by_role("button", name="Finn versjonen").click()
        page.get_by_text("Ingen versjon var gitt ut her den dagen.").wait_for()


def test_the_notice_leads_to_what_applies(look: Opener) -> None:
    page = look("v/1.0.0/skole/hovedansvarlig/", width=375)
    page.locator(".rn-notice a").click()
    page.wait_for_url("**/skole/kontaktperson/")
    assert page.url.count("/v/") == 0


def test_the_front_page_shows_what_changed_since_a_version(look: Opener) -> None:
    page = look("?siden=1.0.0")
    versions = page.locator("#rn-liste .rn-card").evaluate_all(
        "all => all.map(one => [one.dataset.versjon, !one.hidden])"
    )
    assert versions and all(one == ["2.0.0", True] for one in versions)
    assert page.locator("#rn-filter").get_by_label("Endret siden").is_visible()
    newest = look("?siden=2.0.0")
    assert newest.locator("#rn-treff").inner_text() == "Ingen anbefalinger passer. Fjern et filter."
    old = look("v/1.0.0/?styrke=kan")
    assert "av" in old.locator("#rn-treff").inner_text()
