"""What a first visit costs, and that a strict host refuses nothing."""

from __future__ import annotations

import gzip
from typing import Any

LIMIT = 60_000
"""Bytes, compressed, of a recommendation's first visit; the project's own aim is 150 kB."""


def test_every_kind_under_the_policy(visit: Any, kinds: dict[str, str]) -> None:
    for url in kinds.values():
        visit(url).wait_for_load_state("networkidle")


def test_first_visit(visit: Any) -> None:
    page = visit("skolens-oppfolging/skriftlig-plan/")
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body()))))
    page.reload(wait_until="networkidle")
    assert len(sizes) <= 12
    assert sum(sizes) < LIMIT


def test_print_style_is_not_in_the_way(visit: Any) -> None:
    page = visit("")
    assert page.locator('link[media="print"]').count() == 1
