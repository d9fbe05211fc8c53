"""A template on paper: no question is parted from where it is answered."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

pytest.importorskip("playwright.sync_api")
PAGE_NUMBER = re.compile(r"\d+/\d+")


@pytest.mark.parametrize("url", ["maler/kartlegging/", "maler/oppfolgingsplan/"])
def test_a_label_is_on_the_page_of_its_field(visit: Any, url: str) -> None:
    page = visit(url)
    labels = page.locator(
        ".rn-form__field > :is(label, legend), .rn-form__help, .rn-sheet caption"
    ).all_text_contents()
    page.locator(".rn-form :is(textarea, input[type=text])").evaluate_all(
        "fields => fields.forEach(one => { one.value = 'svaret'; })"
    )
    foot = squeezed(page.locator(".rn-form__foot").text_content())
    last = []
    for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages:
        lines = [squeezed(line) for line in sheet.extract_text().splitlines()]
        lines = [line for line in lines if line not in foot and not PAGE_NUMBER.fullmatch(line)]
        last.append(lines[-1])
    known = {squeezed(one) for one in labels}
    assert len(last) > 2 and known and not known.intersection(last)


def squeezed(text: str) -> str:
    return "".join(text.split())
