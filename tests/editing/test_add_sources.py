"""Imported sources stand at the end of the guideline's list, once; nothing else changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.sources import add_sources
from rettesnor.editing.yaml_writer import read
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema import validate as schema

from tests.support.guidelines import PROJECT
from tests.support.sources import lists

BEFORE = (PROJECT / "guideline" / "sources.yml").read_bytes().replace(
    b"  - id: andrews-2022\n", b"  # en merknad\n  - id: andrews-2022  # her\n"
)
SOURCE = {
    "id": "", "type": "report", "title": "Fravær", "author": [{"family": "Øvrebø", "given": "A."}],
    "issued": {"date-parts": [[2021]]},
}


def added(before: bytes | None, *items: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the new text, and the keys that were added."""
    made = add_sources(before, items)
    text = made.plan.changes[0].after if made.plan.changes else b""
    assert text is not None
    return text.decode(), [str(item["id"]) for item in made.added]


@given(lists())
@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.generate))
def test_the_file_holds_the_sources_and_all_that_it_held(items: list[dict[str, Any]]) -> None:
    made = add_sources(BEFORE, items)
    text = made.plan.changes[0].after
    assert text is not None
    assert text.startswith(BEFORE)
    data = read(text.decode())
    assert data["references"] == [*read(BEFORE.decode())["references"], *made.added]
    assert not schema.validate(Document("guideline/sources.yml", text.decode(), data), "sources")
    again = add_sources(text, items)
    assert not again.added
    assert len(again.duplicates) == len(items)


def test_a_key_is_author_and_year() -> None:
    others = [{**SOURCE, "title": title} for title in ("Om skolen og andre", "Om skolen for alle")]
    _, keys = added(None, SOURCE, *others, {**SOURCE, "id": "Min_Nøkkel", "title": "Ny", "author": [
        {"literal": "Redd Barna"}]})
    assert keys == [
        "ovrebo-2021", "ovrebo-2021-skolen", "ovrebo-2021-skolen-alle", "redd-barna-2021",
    ]


@pytest.mark.parametrize(("same", "said"), [
    ({"DOI": "10.1000/ABC", "title": "En annen tittel"}, "DOI-en"),
    ({"ISBN": "9788202000000"}, "ISBN-et og tittelen"),
    ({"URL": "http://x.no/a/"}, "adressen og tittelen"),
    ({}, "tittelen, forfatterne og året"),
    ({"id": "kjent"}, "nøkkelen"),
    ({"id": "kjent", "title": "En annen tittel"}, "nøkkelen, men tittelen er en annen"),
])
def test_a_source_that_is_there_is_not_added(same: dict[str, Any], said: str) -> None:
    known = {**SOURCE, "id": "kjent", "DOI": "10.1000/abc", "ISBN": "978-82-02-00000-0",
             "URL": "https://x.no/a"}
    text, _ = added(None, known)
    made = add_sources(text.encode(), [{**SOURCE, **same}])
    assert not made.added
    assert [(key, why) for _, key, why in made.duplicates] == [("kjent", said)]


def test_two_sources_with_one_address_are_both_added_and_named() -> None:
    made = add_sources(None, [
        {**SOURCE, "URL": "https://x.no"}, {**SOURCE, "URL": "https://x.no", "title": "Annet"},
    ])
    assert len(made.added) == 2
    assert made.alike == (("ovrebo-2021-annet", "ovrebo-2021", "adressen"),)


@pytest.mark.parametrize("before", [b"references: [\n", b"references: 1\n", b"\xff\n"])
def test_a_file_with_errors_is_refused(before: bytes) -> None:
    with pytest.raises(NotPossible):
        add_sources(before, [SOURCE])


def test_line_ends_are_kept() -> None:
    text, _ = added(BEFORE.replace(b"\n", b"\r\n"), SOURCE)
    assert "\n" not in text.replace("\r\n", "")
