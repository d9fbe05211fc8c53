"""Every kind of page, in both languages, put to everything that everybody needs of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from tests.support.browsers import HALF, OTHER_HALF, served
from tests.support.kinds_of_page import KINDS, published

everyone = pytest.importorskip("tests.support.page_checks")


@pytest.fixture(scope="module")
def site(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the guideline with its releases and its hearing."""
    with served(published(tmp_path_factory.mktemp("alle"))) as address:
        yield address


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_page(chromium: Any, site: str, kind: str, language: str) -> None:
    looks = HALF[:1] if language == "nn" else OTHER_HALF
    tests = {**everyone.TESTS, "axe": partial(everyone.axe, looks=looks)}
    if language == "nn":
        del tests["tastatur"]  # hundreds of presses; the template is that of bokmål
    with everyone.opened(chromium, site + KINDS[kind, language]) as page:
        found = {id_: faults for id_, test in tests.items() if (faults := test(page))}
    assert found == {}


BAD = """<!doctype html><html lang="nb"><title>Prøve</title><style>
@media (prefers-reduced-motion: reduce) { p { transition: color 2s } }
.naken:focus { outline: none }
.lokk { position: fixed; inset: 0 0 auto 0; height: 400px; background: #fff }
</style><main><h1>Prøve</h1><p style="color: #ccc">Svakt</p>
<button></button><button class="naken">En</button><a href="#a" tabindex="-1">To</a>
<nav aria-label="Vei"><a href="#a">a</a></nav><nav aria-label="Vei"><a href="#b">b</a></nav>
<button style="width: 9px; height: 9px; padding: 0; border: 0">x</button
><button style="width: 9px; height: 9px; padding: 0; border: 0">y</button>
<i id="a"></i><i id="a"></i>
<div style="width: 700px">Bred</div><div class="lokk">Lokk</div></main>"""


def test_the_tests_find_what_is_wrong(chromium: Any, site: str) -> None:
    with everyone.opened(chromium, f"{site}robots.txt") as page:
        page.set_content(BAD)
        rules = {id_: {rule for rule, _ in test(page)} for id_, test in everyone.TESTS.items()}
    assert {"button-name", "color-contrast", "target-size"} <= rules["axe"]
    assert rules["navn"] == {"uten-navn", "samme-navn", "samme-id"}
    assert rules["zoom"] == {"bredere-enn-320"}
    assert rules["ro"] == {"beveger-seg"}
    assert rules["tastatur"] == {"fokus-uten-ramme", "fokus-skjult", "ikke-naadd"}


FORCED = ("forside", "anbefaling", "oversikt", "faser", "sok")


@pytest.mark.parametrize("kind", FORCED)
def test_forced_colours(chromium: Any, site: str, kind: str) -> None:
    with everyone.opened(chromium, site + KINDS[kind, "nb"]) as page:
        page.emulate_media(forced_colors="active")
        assert everyone.keyboard(page) == []  # a frame around what has focus
        badges = page.locator("main .rn-badge:visible")
        styles = badges.evaluate_all(
            """all => all.map(one => [one.textContent.trim() !== "",
                getComputedStyle(one).borderTopStyle !== "none"])"""
        )
        assert all(text and border for text, border in styles)
        assert styles or kind == "sok"


SHIFTS = """window.rnShifts = [];
new PerformanceObserver(list => list.getEntries().forEach(one => rnShifts.push(one.value)))
    .observe({type: "layout-shift", buffered: true});"""


@pytest.mark.parametrize("kind", ["forside", "anbefaling", "sok", "horing", "horinger"])
def test_what_is_shown_stays_in_place(chromium: Any, site: str, kind: str) -> None:
    with everyone.opened(chromium, f"{site}robots.txt") as page:
        page.set_viewport_size({"width": 412, "height": 823})
        page.add_init_script(SHIFTS)
        page.goto(site + KINDS[kind, "nb"], wait_until="networkidle")
        assert sum(page.evaluate("rnShifts")) < 0.05
