"""Two odd looks in a browser: axe-core finds no contrast that the check let through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rettesnor.cli.main import main

from tests.support import page_checks
from tests.support.browsers import served
from tests.support.guidelines import sound_copy
from tests.support.looks import with_look

ODD = {
    "a pale header and a dark page by day": (
        'colors: {brand: "#ffe9a8", background: "#fffbe6", surface: "#fdf1d0", link: "#7a1fa2", '
        'must: "#7a1fa2", should: "#0a6b3d", border_strong: "#7d7460", found: "#ffd5ef"}\n'
        'owner: Solfylket\nsender: Fra Solfylket\n'
    ),
    "a black night": (
        'colors: {brand: "#d00026", text: "#000000", link: "#00509e", focus: "#000000"}\n'
        'dark: {background: "#000000", surface: "#111111", brand: "#ffd400", link: "#ffd400", '
        'highlight: "#1a1a00", focus: "#ffffff"}\n'
        'logo: {file: logo.svg, dark: logo-dark.svg, alt: Våpen}\n'
    ),
}
PAGES = ("samarbeid-med-hjemmet/tidlig-samtale/", "sok/?q=samtale", "faser/")


@pytest.mark.parametrize("name", ODD)
def test_axe_finds_no_contrast_that_the_check_let_through(
    name: str, tmp_path: Path, chromium: Any
) -> None:
    root = with_look(sound_copy(tmp_path), ODD[name])
    where = ["--root", str(root), "--jobs", "1", "--date", "2026-11-01"]
    assert main(["build", *where]) == 0
    with served(root / "site") as address:
        page = chromium.new_page()
        for path in PAGES:
            page.goto(address + path, wait_until="load")
            found = page_checks.axe(page, [(375, "light"), (1280, "dark")])
            assert found == [], (path, found)
        page.close()
