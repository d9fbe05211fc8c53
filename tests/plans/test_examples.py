"""The plans below examples/ have no errors, and build."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rettesnor.publishing.plan_site import build_plan

from tests.support.guidelines import PROJECT

EXAMPLES = sorted(path.parent for path in (PROJECT / "examples").glob("*/plan.yml"))


@pytest.mark.parametrize("folder", EXAMPLES, ids=[one.name for one in EXAMPLES])
def test_it_builds_with_no_more_than_what_is_not_assessed(folder: Path, tmp_path: Path) -> None:
    result = build_plan(folder, tmp_path / "site", date(2026, 11, 30), with_pdf=False)
    assert {one.code for one in result.problems} == {"plan-ikke-vurdert"}
    assert result.pages > 20
