"""A catalogue in a browser: its own pages for everybody, its filters, and search in all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support import html_checker
from tests.support.browsers import HALF, OTHER_HALF, follow, leave, served
from tests.support.catalogue_case import HYGIENE, SCHOOL, build_all, catalogue_copy
from tests.support.page_checks import axe, keyboard, names, zoom

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser


def test_everybody_can_find_a_guideline(chromium: Any, tmp_path: Path) -> None:
    root = catalogue_copy(tmp_path)
    assert build_all(root).pages
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: "Policy" in said.text and refused.append(said.text))
    with served(root / "site") as base:
        page.goto(base)
        cards = page.locator(".rn-listing:visible")
        page.get_by_label("Emne", exact=True).select_option("smittevern")
        sync_api.expect(cards).to_have_count(1)
        sync_api.expect(page.locator("#rn-treff")).to_have_text("1 av 2 retningslinjer")
        assert page.url.endswith("?emne=smittevern")
        page.go_back()
        sync_api.expect(cards).to_have_count(2)
        for url, looks in (("", HALF), ("nn/", OTHER_HALF), ("sok/?q=ringer", HALF)):
            page.goto(f"{base}{url}", wait_until="load")
            assert axe(page, looks) + names(page) + zoom(page) == [], url
            assert url or keyboard(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{base}sok/?q=rings")
        hit = page.locator(".rn-find__hit").first
        hit.get_by_text("Håndhygiene").wait_for()
        follow(hit.locator("a").first)
        assert f"/{HYGIENE}/nb/" in page.url
        follow(page.locator(".rn-up a").first)
        assert page.url == base
        follow(page.locator(f"#r-{SCHOOL} h3 a"))
        assert page.url == f"{base}{SCHOOL}/"
    leave(context)
    assert refused == []
    if not html_checker.missing():
        own = [root / "site" / name / "index.html" for name in ("", "nn", "sok", HYGIENE)]
        said = html_checker.check([*own, root / "site" / "404.html"])
        assert [one for one in said if one.error] == []
