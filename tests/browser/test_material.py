"""Material, the other theme: usable by everybody, under the same policy as our own look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support import html_checker
from tests.support.browsers import follow, leave, served
from tests.support.kinds_of_page import KINDS, file_of, published

checks = pytest.importorskip("tests.support.page_checks")
sync_api = pytest.importorskip("playwright.sync_api")

PLAN = "skolens-oppfolging/skriftlig-plan/"
SEEN = {**{kind: url for (kind, code), url in KINDS.items() if code == "nb"}, "nn": f"nn/{PLAN}"}
WHOLE = ("forside", "anbefaling")
"""The kinds that are looked at in every combination; the others in one, by turns narrow and dark or
wide and light: their content is that of our own look, where they are seen in both."""
HIDDEN = "md-option"
"""Material's radio buttons of light and dark: what shows their focus is the label after them."""


@pytest.fixture(scope="module")
def folder(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real guideline's site, in Material."""
    return published(tmp_path_factory.mktemp("material"), "--theme", "material")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as host:
        yield host


@pytest.fixture
def visit(chromium: Any, address: str) -> Any:
    """Open a page; at its end nothing may have failed, been refused or been fetched elsewhere."""

    @contextmanager
    def opened(url: str, **options: Any) -> Iterator[Any]:
        faults: list[str] = []
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = chromium.new_context(reduced_motion="reduce", **options)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("request", lambda request: None if request.url.startswith(address)
                else faults.append(request.url))
        page.goto(address + url, wait_until="load")
        yield page
        assert not faults
        leave(context)

    return opened


@pytest.mark.parametrize("kind", SEEN)
def test_everybody_can_use_it(visit: Any, kind: str) -> None:
    with visit(SEEN[kind], color_scheme="dark") as page:
        look = page.locator("body")
        sync_api.expect(look).to_have_attribute("data-md-color-scheme", "slate")
        even = [*SEEN].index(kind) % 2 == 0
        narrow = checks.WIDTHS if kind in WHOLE else (375,) if even else ()
        wide = checks.WIDTHS if kind in WHOLE else () if even else (1280,)
        found = checks.axe(page, [(width, "dark") for width in narrow])
        page.locator("#__palette_0").evaluate("one => one.click()")
        sync_api.expect(look).to_have_attribute("data-md-color-scheme", "default")
        found += checks.axe(page, [(width, "light") for width in wide])
        if kind in (*WHOLE, "lover", "oversikt"):
            found += [*checks.zoom(page), *checks.names(page)]
        assert found == []


def test_keyboard_reaches_all(visit: Any) -> None:
    with visit(PLAN) as page:
        assert [fault for fault in checks.keyboard(page) if HIDDEN not in fault[1]] == []


@pytest.mark.parametrize("width", checks.WIDTHS)
def test_search_by_keyboard(visit: Any, width: int) -> None:
    with visit(PLAN, viewport={"width": width, "height": 800}) as page:
        page.keyboard.press("/")
        sync_api.expect(page.locator("#rn-sok-felt")).to_be_focused()
        page.keyboard.type("taushetsplikt")
        page.locator(".rn-box .rn-hit").first.wait_for()
        assert checks.axe(page, [(width, "light")]) == []
        page.keyboard.press("Escape")
        sync_api.expect(page.locator(".rn-box")).to_be_hidden()
        page.keyboard.press("/")
        sync_api.expect(page.locator("#rn-sok-felt")).to_be_focused()
        page.keyboard.press("ArrowDown")
        hit = page.locator(".rn-box .rn-hit").first
        sync_api.expect(hit).to_be_focused()
        way = hit.get_attribute("href")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.wait_for_url(way)


def test_navigation_without_scripts(visit: Any) -> None:
    small = {"width": 375, "height": 800}
    with visit(PLAN, java_script_enabled=False, viewport=small) as page:
        way = page.locator(".md-nav--primary").get_by_role("link", name="Involvere PP-tjenesten")
        sync_api.expect(way).to_be_hidden()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")  # the drawer's checkbox is the first that has the focus
        sync_api.expect(way).to_be_visible()
        follow(way)
        sync_api.expect(page.locator("h1")).to_have_text(re.compile("PP-tjenesten"))
    with visit(PLAN, java_script_enabled=False) as page:
        for name in ("Skolens oppfølging", "Involvere PP-tjenesten"):
            way = page.locator(".md-nav--primary").get_by_role("link", name=name)
            sync_api.expect(way).to_be_visible()
        tabs = page.get_by_role("navigation", name="Hoveddeler").get_by_role("link")
        sync_api.expect(tabs.first).to_have_text("Gjør")
        sync_api.expect(page.locator(".md-search")).to_be_hidden()


def test_the_choice_of_light_or_dark_is_kept(visit: Any) -> None:
    with visit(PLAN) as page:
        page.locator("label[for='__palette_1']").click()
        page.goto(page.url.replace(PLAN, "kilder/"))
        sync_api.expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_the_other_language_has_the_same_page_and_place(visit: Any) -> None:
    with visit(f"{PLAN}#begrunnelse") as page:
        follow(page.get_by_role("link", name="Nynorsk"))
        assert page.url.endswith(f"nn/{PLAN}#begrunnelse")
        assert page.locator("html").get_attribute("lang") == "nn"
        sync_api.expect(page.get_by_role("link", name="Bokmål")).to_be_visible()


def test_paper_has_the_text_and_none_of_the_rest(visit: Any) -> None:
    with visit(PLAN, color_scheme="dark") as page:
        page.emulate_media(media="print")
        for part in (".md-header", ".md-tabs", ".md-sidebar", ".md-search", ".rn-skip"):
            sync_api.expect(page.locator(part).first).to_be_hidden()
        sync_api.expect(page.locator(".rn-printed")).to_be_visible()
        ink = page.locator("h1").evaluate("one => getComputedStyle(one).color")
        assert sum(map(int, ink[4:-1].split(","))) < 200


@pytest.mark.parametrize(("url", "kind", "ours"), [
    ("veikart/", ".rn-work > li", {"listStyleType": "none", "marginLeft": "0px"}),
    ("faser/begynnende/kontaktlaerer/", ".rn-further > li", {"marginLeft": "0px"}),
    ("innbygging/", ".rn-formats > summary::before", {"maskImage": "none", "position": "static"}),
    (PLAN, ".rn-fold > summary::after", {"maskImage": "none", "position": "static"}),
    (PLAN, ".rn-footer summary", {"paddingLeft": "0px"}),
])
def test_our_lists_and_summaries_have_nothing_of_materials(
    visit: Any, url: str, kind: str, ours: dict[str, str]
) -> None:
    element, _, pseudo = kind.partition("::")
    with visit(url) as page:
        found = page.locator(element).first.evaluate(
            "(one, [pseudo, names]) => { const style = getComputedStyle(one, pseudo);"
            " return Object.fromEntries(names.map((name) => [name, style[name]])); }",
            [f"::{pseudo}" if pseudo else None, [*ours]],
        )
    assert found == ours


def test_html_is_valid(folder: Path) -> None:
    if said := html_checker.missing():
        pytest.skip(said)
    messages = html_checker.check([file_of(folder, url) for url in SEEN.values()])
    assert [message for message in messages if message.error] == []
