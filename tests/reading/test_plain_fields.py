"""Fields that are shown as they are written, and which fields those are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rettesnor.reading.content import guideline_prose as frame_prose
from rettesnor.reading.content.recommendation import prose_fields
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.fields import Fields
from rettesnor.reading.schema.plain_fields import MARKDOWN, markings, plain_texts, tidy
from rettesnor.reading.schema.validate import load
from rettesnor.reading.yaml import loader as door
from rettesnor.reading.yaml.loader import Pointer

ROOT = Path(__file__).resolve().parents[2]
RECOMMENDATION = ROOT / "recommendations" / "skolens-oppfolging" / "skriftlig-plan.yml"
GUIDELINE = ROOT / "guideline" / "guideline.yml"


def data(path: Path) -> Any:
    content, problems = door.load(path.read_text(encoding="utf-8"), path.name)
    assert not problems
    return content


def leaves(value: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*pointer, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*pointer, index))
    else:
        yield pointer


def said(field: str, text: str, kind: str = "change") -> list[str]:
    document = Document("fil.yml", f"{field}: {json.dumps(text)}\n", {field: text})
    return [problem.message for problem in markings(document, plain_texts(document.data, kind))]


@pytest.mark.parametrize(("path", "kind"), [
    (RECOMMENDATION, "recommendation"), (GUIDELINE, "guideline"),
])
def test_the_fields_that_are_rendered_are_those_the_schema_names(path: Path, kind: str) -> None:
    content = data(path)
    fields = Fields(load(kind))
    named = {at for at in leaves(content) if fields.at(at).get("contentMediaType") == MARKDOWN}
    rendered = prose_fields(content) if path == RECOMMENDATION else frame_prose.fields(content)
    assert named == {field.pointer for field in rendered}


@pytest.mark.parametrize("sign", [
    "**viktig**", "[[nærvær]]", "[@kilde-1]", "[planen](anbefaling:plan)", "`plan`", "*viktig*",
    "_viktig_", "<b>viktig</b>", "&nbsp;", "- viktig", "## Viktig", "• viktig",
])
def test_marks_are_seen(sign: str) -> None:
    assert said("hva", sign) and said("hva", f"Noe er sagt.\n{sign}")


@pytest.mark.parametrize("text", [
    "1. august", "15. august 2026", "> 10 prosent", "5 * 3 * 2", "fravær*", "§ 10-6 [1]", "AT&T",
    "a_b_c", "3 < 5", "«nærvær»", "https://a.no/?a=*b*&amp;c", "–  om våren", "(se s. 4)", "#1",
    "Se https://a.no/a_b_/*c*?d=[[x]] og (https://b.no/_a_).",
])
def test_what_is_no_mark_is_let_through(text: str) -> None:
    assert not said("hva", text)


@pytest.mark.parametrize("text", [
    "**NB** Se https://a.no/ for mer.", "[Udir](https://a.no/)", "Se https://a.no/ og [[nærvær]].",
])
def test_an_address_hides_no_marks_beside_it(text: str) -> None:
    assert said("hva", text)


def test_what_no_reader_sees_may_hold_them() -> None:
    document = Document("fil.yml", "{}", {"unntak": [{"kode": "a", "grunn": "**fordi**"}]})
    assert not markings(document, plain_texts(document.data, "recommendation"))


def test_markup_of_another_standard_is_let_be() -> None:
    document = Document("fil.yml", "{}", {"references": [{"title": "Om <i>nærvær</i>"}]})
    assert not markings(document, plain_texts(document.data, "sources"))


def test_a_plain_field_is_one_line_and_keeps_blanks_that_do_not_break() -> None:
    data = {"tittel": "Tidlig  samtale\nmed\u00a0eleven\n", "kontrollsporsmaal": [" Har skolen? "]}
    tidy(data, plain_texts(data, "recommendation"))
    assert data == {
        "tittel": "Tidlig samtale med\u00a0eleven", "kontrollsporsmaal": ["Har skolen?"],
    }
