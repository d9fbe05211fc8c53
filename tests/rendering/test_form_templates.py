"""Templates to fill in: whatever one asks for is in everything that is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor.model.convert import from_data, to_data
from rettesnor.model.form_template import (
    CHOICE,
    CHOICES,
    SCALE,
    TABLE,
    TEXT,
    Mal,
    Malfelt,
    Malkolonne,
    newer,
)
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.form_templates import template_makers

from tests.rendering.test_overviews import CONTEXT

ID = CONTEXT.order[0]
KINDS = ("linje", "avsnitt", "dato", "tall", "kryss", CHOICE, CHOICES, SCALE, TABLE, TEXT)


def column(id_: str, kind: str) -> dict[str, Any]:
    choices = [{"id": "a", "navn": f"Valg {id_}"}] if kind == CHOICE else []
    return {
        "id": id_, "navn": f"Kolonne <{id_}>", "slag": kind, "alternativer": choices,
        "skala": "s" if kind == SCALE else "",
    }


def field(id_: str, kind: str, *, rows: int = 0, fixed: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": id_, "slag": kind, "ledetekst": f"Felt & {id_}", "hjelp": f"Hjelp til {id_}",
    }
    if kind in (CHOICE, CHOICES):
        made["alternativer"] = [{"id": "a", "navn": f"Ja {id_}"}, {"id": "b", "navn": f"Nei {id_}"}]
    if kind == SCALE:
        made["skala"] = "s"
    if kind == TABLE:
        made["kolonner"] = [
            column(f"{id_}-{n}", one)
            for n, one in enumerate(("linje", "avsnitt", "dato", "tall", "kryss", CHOICE, SCALE))
        ]
        made["rader"] = rows
        if fixed:
            made["faste_rader"] = [{"id": "en", "navn": f"Rad {id_}"}]
    return made


def template(fields: list[dict[str, Any]], **more: Any) -> Mal:
    return from_data(Mal, {
        "id": "prove", "tittel": "En <mal>", "brukes_til": "Til å prøve.", "anbefalinger": [ID],
        "fylles_ut_av": "Noen.", "skriv_ikke": "Navn.", "oppbevares": "I et skap.",
        "andres": [{"tittel": "Deres skjema", "lenke": "https://eksempel.no/", "om": "Et annet."}],
        "skalaer": [{"id": "s", "navn": "Skala", "trinn": [
            {"id": "r", "navn": "Rødt: vanskelig", "farge": "rød", "om": "Det er tungt."},
            {"id": "g", "navn": "Grønt: lett", "farge": "grønn"},
        ]}],
        "deler": [{"id": "del", "tittel": "En del", "om": "Om delen.", "felter": fields}],
    } | more)


@st.composite
def templates(draw: st.DrawFn) -> Mal:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5))
    return template([
        field(f"f{n}", kind, rows=draw(st.integers(0, 3)), fixed=draw(st.booleans()))
        for n, kind in enumerate(kinds)
    ])


EVERYTHING = template(
    [field(f"f{n}", kind) for n, kind in enumerate(KINDS)]
    + [field("fast", TABLE, fixed=True), field("rader", TABLE, rows=2, fixed=True)]
)


def words(one: Mal) -> Iterator[str]:
    """Yield every text of a template that readers must see."""
    yield from (one.tittel, one.brukes_til, one.fylles_ut_av, one.skriv_ikke, one.oppbevares)
    for other in one.andres:
        yield from (other.tittel, other.om)
    for part in one.deler:
        yield from (part.tittel, part.om)
    for _, field_ in one.fields():
        yield from asked(one, field_)
        yield from (row.navn for row in field_.faste_rader)
        for column_ in field_.kolonner:
            yield column_.navn
            yield from asked(one, column_)


def asked(one: Mal, field_: Malfelt | Malkolonne) -> Iterator[str]:
    if isinstance(field_, Malfelt):
        yield from (field_.ledetekst, field_.hjelp)
    yield from (choice.navn for choice in field_.alternativer)
    if field_.slag == SCALE:
        yield from (step.navn for step in one.scale(field_.skala).trinn)


def context_of(one: Mal, **more: Any) -> Context:
    guideline = replace(CONTEXT.guideline, maler=(one,))
    return replace(CONTEXT, guideline=guideline, memo={}, **more)


def shown(one: Mal, **more: Any) -> str:
    return template_makers(context_of(one, **more))["maler/prove/"]().body


def entries(one: Mal) -> int:
    """Return how many places to write in a template has."""
    found = 0
    for _, field_ in one.fields():
        if field_.slag == TABLE:
            found += len(field_.kolonner) * (len(field_.faste_rader) + field_.empty_rows)
        elif field_.slag in (CHOICE, CHOICES):
            found += len(field_.alternativer)
        elif field_.slag == SCALE:
            found += len(one.scale(field_.skala).trinn)
        else:
            found += field_.slag != TEXT
    return found


@given(templates())
@settings(max_examples=25, deadline=None)
def test_the_page_has_every_text_and_a_labelled_entry_for_every_field(one: Mal) -> None:
    html = shown(one)
    text = unescape(re.sub(r"<[^>]+>", "", html))
    assert [word for word in words(one) if word not in text] == []
    form = html[html.index('role="form"'):]
    assert len(re.findall(r"<(?:input|select|textarea)\b", form)) == entries(one)
    ids = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', form)
    assert len(ids) == len(set(ids))
    alone = re.findall(r'<label for="([^"]+)"', form)
    wrapped = re.findall(r'<label class="rn-form__choice"[^>]*><input[^>]*', form)
    assert len(alone) + len(wrapped) == entries(one), "each entry has a label of its own"
    assert set(alone) <= set(ids)


def test_nothing_can_be_sent() -> None:
    html = shown(EVERYTHING)
    assert "<form" not in html and "action=" not in html and "<script" not in html
    assert " onclick" not in html and " style=" not in html, "as a strict policy demands"
    lines = re.findall(r"<input[^>]*type=.text[^>]*", html)
    assert lines and all('autocomplete="off"' in tag for tag in lines)


def test_data_survives_the_snapshot() -> None:
    assert from_data(Mal, to_data(EVERYTHING)) == EVERYTHING


def test_a_template_says_when_what_it_serves_is_newer() -> None:
    head = CONTEXT.heads[ID]
    heads = {**CONTEXT.heads, ID: replace(head, versjon="0.10.0")}
    late = shown(EVERYTHING, heads=heads, template_versions={"prove": "0.9.0"})
    assert f"«{head.tittel}» er endret i 0.10.0; malen er sist endret i 0.9.0." in unescape(late)
    seen = replace(EVERYTHING, gjennomgatt="0.10.0")
    html = shown(seen, heads=heads, template_versions={"prove": "0.9.0"})
    assert "malen er sist endret i" not in html
    assert "Den er sist gjennomgått mot versjon 0.10.0." in html
    assert "Malen er ikke utgitt ennå." in shown(EVERYTHING, heads=heads)
    paper = late[late.index("rn-form__foot"):]
    assert f"{head.tittel} (0.10.0)" in paper and "sist endret i versjon 0.9.0" in paper


def test_versions_are_numbers() -> None:
    one = replace(EVERYTHING, anbefalinger=("a", "b", "c"))
    assert newer(one, "0.9.0", {"a": "0.10.0", "b": "0.9.0"}) == (("a", "0.10.0"),)
    assert newer(one, "", {"a": "1.0.0"}) == (), "not released: nothing is older"


def test_a_guideline_without_templates_has_no_page_of_them() -> None:
    assert template_makers(CONTEXT) == {}
