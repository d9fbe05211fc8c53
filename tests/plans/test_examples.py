"""The plans below examples/ have no errors, and all that they say reaches readers."""

from __future__ import annotations

import json
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from rettesnor.exports.documents.local_plan import plan_document
from rettesnor.model.document_tree import to_tree
from rettesnor.plans.folder import open_plan
from rettesnor.plans.merge import words
from rettesnor.publishing.plan_site import build_plan
from rettesnor.reading.files.folder import DiskFolder

from tests.support.guidelines import PROJECT

EXAMPLES = sorted(path.parent for path in (PROJECT / "examples").glob("*/plan.yml"))
DAY = date(2026, 11, 30)
CODES = {"id", "forhold", "tjeneste", "status", "sprak"}
NOT_IN_DOCUMENT = {"kilde", "korttittel"}


@pytest.mark.parametrize("folder", EXAMPLES, ids=[one.name for one in EXAMPLES])
def test_it_builds_and_every_text_is_on_a_page_and_in_the_document(
    folder: Path, tmp_path: Path
) -> None:
    result = build_plan(folder, tmp_path / "site", DAY, with_pdf=False)
    assert {one.code for one in result.problems} == {"plan-ikke-vurdert"}
    assert result.pages > 20
    pages = unescape("".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "site").rglob("*.html")
    ))
    opened = open_plan(DiskFolder(folder), DAY)
    assert opened.plan is not None
    tree = plan_document(opened.plan, opened.national, {}, DAY.isoformat(), lambda text: text)
    document = json.dumps(to_tree(tree), ensure_ascii=False)
    for name, value in opened.data.items():
        if name in ("bygger_paa", *CODES):
            continue
        for text in words(_without_codes(value)):
            assert text in pages, text
            assert name in NOT_IN_DOCUMENT or " ".join(text.split()) in document, text


def _without_codes(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_codes(one) for key, one in value.items() if key not in CODES}
    return [*map(_without_codes, value)] if isinstance(value, list) else value
