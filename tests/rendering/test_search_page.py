"""The page of search asks for what it needs at once."""

from __future__ import annotations

import json
import re
from pathlib import Path

import rettesnor
from rettesnor.rendering.pages.search import SCRIPTS, search_page

from tests.rendering.test_overviews import CONTEXT

SITE = Path(rettesnor.__file__).parent / "rendering/theme/assets/rettesnor/site.js"


def test_the_page_preloads_what_the_script_brings() -> None:
    found = re.search(r"const SEARCH = (\[.*?\]);", SITE.read_text(encoding="utf-8"))
    assert found and tuple(json.loads(found[1])) == SCRIPTS
    assert re.findall(r'rel="preload" as="script" href="([^"]+)"', search_page(CONTEXT).head) == [
        *(f"../assets/rettesnor/{name}" for name in SCRIPTS), "indeks/ord.js",
    ]
