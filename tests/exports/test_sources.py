"""Sources that are exported and imported again are the same, or each loss is reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from rettesnor.exports.sources import FORMATS
from rettesnor.reading.importers.sources import bibtex, csl_json, ris
from rettesnor.reading.importers.sources.result import SourceList

from tests.support.sources import lists

READERS: dict[str, Callable[[bytes], SourceList]] = {
    "csl-json": csl_json.read, "bibtex": bibtex.read, "ris": ris.read,
}
PHASES = (Phase.explicit, Phase.generate)
"""To make a failing list small takes minutes, and the message names the field."""


@given(lists())
@settings(max_examples=60, deadline=None, phases=PHASES)
def test_csl_json_gives_the_same_back(items: list[dict[str, Any]]) -> None:
    text, losses = FORMATS["csl-json"](items)
    back = csl_json.read(text.encode())
    assert (back.items, back.losses, losses) == (items, [], [])


@pytest.mark.parametrize("name", ["bibtex", "ris"])
@given(items=lists())
@settings(max_examples=60, deadline=None, phases=PHASES)
def test_what_does_not_come_back_is_reported(name: str, items: list[dict[str, Any]]) -> None:
    text, losses = FORMATS[name](items)
    back = READERS[name](text.encode())
    said = {place for place, _ in losses} | {loss.source for loss in back.losses}
    assert [one["id"] for one in back.items] == [one["id"] for one in items]
    for old, new in zip(items, back.items, strict=True):
        for field in old.keys() | new.keys():
            same = old.get(field) == new.get(field)
            assert same or f"{old['id']}.{field}" in said, (field, old.get(field), new.get(field))


def test_a_kept_source_in_bibtex() -> None:
    item = {
        "id": "berg-2021", "type": "article-journal", "title": "Fravær & <i>skole</i>",
        "author": [
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"literal": "Redd Barna"},
        ],
        "issued": {"date-parts": [[2021]], "season": 2, "circa": True},
        "container-title": "Tidsskrift", "issue": "3", "URL": "https://x.no/a_b",
    }
    assert FORMATS["bibtex"]([item]) == (
        "@article{berg-2021,\n"
        "  title = {Fravær \\& \\emph{skole}},\n"
        "  author = {family={Berg}, given={Jan}, prefix={van der} and {Redd Barna}},\n"
        "  date = {2021-22~},\n"
        "  journaltitle = {Tidsskrift},\n"
        "  number = {3},\n"
        "  url = {https://x.no/a_b},\n"
        "}\n", [],
    )
