"""What it costs to assess a hearing, in short form (``assessment_walk`` does it with 200)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.horing.assessment_walk import desk_with, walk
from tests.support.browsers import launched

pytestmark = pytest.mark.browser
COMMENTS = 20


def test_a_comment_costs_few_clicks_and_loads() -> None:
    with tempfile.TemporaryDirectory(prefix="horing-") as name, launched() as browser:
        desk = desk_with(Path(name), COMMENTS)
        try:
            cost = walk(browser, desk)
        finally:
            desk.stop()
    # With few comments each group and page is shared by few: 600 and 400 for 200 is 3 and 2.
    assert cost.clicks <= 4.5 * COMMENTS
    assert cost.loads <= 2 * COMMENTS
    assert len(cost.typed) == len(set(cost.typed))
