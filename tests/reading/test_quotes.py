"""What a slide can quote: every field that is named, in the words of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rettesnor.model.course import PHASE_FIELDS, RECOMMENDATION_FIELDS, Quoted, Sitat
from rettesnor.model.fields import CATALOGUE, field
from rettesnor.model.guideline import Fase, Tegn, Tilkobling
from rettesnor.reading.content.quotes import Broken, resolve
from rettesnor.reading.markdown.passages import passages
from rettesnor.reading.project import Project, read_project
from rettesnor.reading.schema.validate import load

from tests.rendering.test_overviews import CONTEXT

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(PROJECT)


def test_the_schema_names_the_fields_that_can_be_quoted() -> None:
    slide: Any = load("course")["properties"]["lysbilder"]["items"]["properties"]
    known = slide["sitat"]["properties"]["kildefelt"]["enum"]
    assert tuple(known) == (*RECOMMENDATION_FIELDS, *PHASE_FIELDS)
    assert all(field("recommendation", name) for name in RECOMMENDATION_FIELDS)
    left = {
        f.path for f in CATALOGUE["recommendation"]
        if f.kind == "markdown" and f.parent and "*" not in f.path
    } - {*RECOMMENDATION_FIELDS}
    assert not left, "a text that no slide could quote"


def test_every_field_can_be_quoted_whole_and_in_part(project: Project) -> None:
    assert project.guideline is not None
    found = set()
    for entry in project.entries:
        r = project.recommendation(entry)
        for name in RECOMMENDATION_FIELDS:
            whole = resolve(Sitat(r.id, kildefelt=name), project.guideline, lambda _, r=r: r)
            if isinstance(whole, Broken):
                assert whole.found == "tom"
                continue
            found.add(name)
            last = len(whole.passages)
            part = resolve(
                Sitat(r.id, kildefelt=name, avsnitt=last), project.guideline, lambda _, r=r: r
            )
            assert isinstance(part, Quoted) and part.passages == whole.passages[-1:]
            gone = resolve(
                Sitat(r.id, kildefelt=name, avsnitt=last + 1), project.guideline,
                lambda _, r=r: r,
            )
            assert gone == Broken("avsnitt", count=last)
    assert found >= {*RECOMMENDATION_FIELDS} - {"begrunnelse.likeverd"}


@pytest.mark.parametrize("name", PHASE_FIELDS)
def test_a_phase_can_be_quoted(name: str) -> None:
    from dataclasses import replace

    phase = Fase("f", "Fase", "Om.", start="Start.", maal="Mål.", videre="Videre.",
                 tegn=(Tegn("Tegn."),), kobles_paa=(Tilkobling("Hvem", "Når."),))
    guideline = replace(CONTEXT.guideline, faser=(phase,))
    found = resolve(Sitat(fase="f", kildefelt=name), guideline, lambda _: None)
    assert isinstance(found, Quoted) and found.passages[0].text


@pytest.mark.parametrize(("text", "expected"), [
    ("Ett.", ("Ett.",)),
    ("Ett\navsnitt.\n\nTo.\n", ("Ett\navsnitt.", "To.")),
    ("Før:\n\n1. En\n\n   mer\n2. To\n\nEtter.", ("Før:", "1. En\n\n   mer\n2. To", "Etter.")),
    ("| a | b |\n| - | - |\n| 1 | 2 |\n\nEtter.", ("| a | b |\n| - | - |\n| 1 | 2 |", "Etter.")),
    ("> Sitat.\n\n```\nkode\n\nmer\n```\n", ("> Sitat.", "```\nkode\n\nmer\n```")),
])
def test_a_text_is_made_of_its_blocks(text: str, expected: tuple[str, ...]) -> None:
    assert passages(text) == expected
