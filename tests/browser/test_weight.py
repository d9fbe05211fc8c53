"""What a first visit costs."""

from __future__ import annotations

import gzip
from typing import Any

from tests.support.browsers import leave

LIMIT = 60_000
"""Bytes, compressed, of a recommendation's first visit; the project's own aim is 150 kB."""


def test_first_visit(chromium: Any, site: str) -> None:
    context = chromium.new_context()  # which has nothing from earlier visits
    page = context.new_page()
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{site}skolens-oppfolging/skriftlig-plan/", wait_until="networkidle")
    sizes = [len(gzip.compress(answer.body())) for answer in answers]
    leave(context)
    assert 1 < len(sizes) <= 13
    assert sum(sizes) < LIMIT


def test_print_style_is_not_in_the_way(visit: Any) -> None:
    page = visit("")
    assert page.locator('link[media="print"]').count() == 1
