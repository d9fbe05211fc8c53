"""A template on paper: no question is parted from where it is answered."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

pytest.importorskip("playwright.sync_api")


@pytest.mark.parametrize("url", ["maler/kartlegging/", "maler/oppfolgingsplan/"])
def test_a_label_is_on_the_page_of_its_field(visit: Any, url: str) -> None:
    page = visit(url)
    labels = page.locator(
        ".rn-form__field > :is(label, legend), .rn-form__help, .rn-sheet caption"
    ).all_text_contents()
    last = [
        "".join(line.split())
        for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages
        for line in [
            text for text in sheet.extract_text().splitlines()
            if text.strip() and "/" not in text
        ][-1:]
    ]
    known = {"".join(one.split()) for one in labels}
    assert len(last) > 2 and known and not known.intersection(last)
