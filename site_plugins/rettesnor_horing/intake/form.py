"""The answer form: its fields, what was written in them, and the way to and from an answer.

========================  =====================================================
``hele``                  a comment on the whole guideline
``kapittel.<id>``         on a chapter
``anbefaling.<id>``       on a recommendation
``sporsmaal.<id>``        an answer to a question
``sted.<n>.<name>``       a comment on one place, as a hook opened it
========================  =====================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from rettesnor.model.hearing import Question

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.intake.answer import MAX_COMMENTS, Answer, Input, clean
from rettesnor_horing.intake.wording import digest
from rettesnor_horing.words import language, say

Values = Mapping[str, Sequence[str]]
"""What is written in the fields, by name."""

SENDER = ("slag", "navn", "organisasjon", "epost", "rolle", "offentlig_navn")
PLACE = ("anbefaling", "felt", "avsnitt", "exact", "prefix", "suffix")
WORDING = ("forslag", "grunnlag")
NONE = "ingen"
"""The field by which somebody answers that there is nothing to remark."""
SUPPLEMENT = "tillegg"
"""Carries the receipt's code of the answer that this one adds to."""
_PLACE_NAME = re.compile(r"sted\.([0-9]{1,3})\.(tekst|anbefaling|felt|avsnitt|exact|prefix|suffix|"
                         r"forslag|grunnlag)")


@dataclass(frozen=True, slots=True)
class Box:
    """One field of the form, ready to show.

    Attributes:
        others: what colleagues have written in it, each with a name.
        wrong: what must be put right.
    """

    name: str
    label: str
    help: str = ""
    value: str = ""
    chosen: tuple[str, ...] = ()
    question: Question | None = None
    others: tuple[tuple[str, str], ...] = ()
    wrong: str = ""

    @property
    def id(self) -> str:
        """The element's id."""
        return self.name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class PlaceBox:
    """A comment on one place: the address as the form carries it, and the words there.

    Attributes:
        wording: what the paragraph should say; empty when nothing else is proposed.
        heard: what it says.
        basis: what tells which words it had when the form was opened.
    """

    number: int
    address: Mapping[str, str]
    title: str
    field_title: str
    words: str
    found: bool
    value: str
    wording: str = ""
    heard: str = ""
    basis: str = ""

    @property
    def name(self) -> str:
        """The name of the text field."""
        return f"sted.{self.number}.tekst"

    @property
    def id(self) -> str:
        """The element's id."""
        return f"sted-{self.number}"


def values_of(post: QueryDict) -> dict[str, list[str]]:
    """Return what was written in fields of ours; what else was sent is not carried on."""
    known = (*SENDER, "hele", NONE, SUPPLEMENT)
    heads = ("kapittel.", "anbefaling.", "sporsmaal.", "sted.")
    return {
        name: [clean(v) for v in post.getlist(name)]
        for name in post if name in known or name.startswith(heads)
    }


def with_questions_of(
    values: Mapping[str, Sequence[str]], hearing: Hearing
) -> tuple[dict[str, list[str]], bool]:
    """Return ``values`` for the questions as they are now, and whether any words were moved.

    A round may be edited while somebody writes. Words to a question that is gone, or that is now
    answered in another way, are moved to the comment on the whole: there is no field for them.
    """
    made = {name: list(written) for name, written in values.items()}
    lost: list[str] = []
    for name in values:
        kind, _, id_ = name.partition(".")
        if kind != "sporsmaal":
            continue
        question = hearing.nb.question(id_)
        if question is not None and question.slag == "fritekst":
            continue
        options = [option.id for option in question.alternativer] if question else []
        fits = [
            value for value in values[name]
            if not value or value in options
            or (question is not None and question.slag == "skala" and value.isdecimal())
        ]
        # The id of an option says nothing without its question; a sentence does.
        lost += [v.strip() for v in values[name] if v not in fits and len(v.split()) > 1]
        made[name] = fits
        if question is None:
            del made[name]
    if lost:
        made["hele"] = ["\n\n".join(filter(None, (one(values, "hele"), *lost)))]
    return made, bool(lost)


def one(values: Values, name: str) -> str:
    """Return the last value of ``name``, or nothing."""
    found = values.get(name, ())
    return found[-1] if found else ""


def data_of(values: Values, hearing: Hearing, written_in: str) -> dict[str, Any]:
    """Return the untrusted answer that the form's ``values`` make."""
    sender: dict[str, Any] = {
        name: one(values, name) for name in SENDER if name not in ("offentlig_navn", "slag")
    }
    inferred = "organisasjon" if sender["organisasjon"].strip() else ""
    sender["slag"] = one(values, "slag") or inferred
    sender["offentlig_navn"] = one(values, "offentlig_navn") == "ja"
    return {
        "horing": hearing.id, "maalform": written_in, "avsender": sender,
        "innspill": [item for _, item in entries(values, hearing)],
    }


def entries(values: Values, hearing: Hearing) -> list[tuple[str, dict[str, Any]]]:
    """Return the comments that say something, each with the name of the field it stands in."""
    items: list[tuple[str, dict[str, Any]]] = []
    for name in values:
        kind, _, target = name.partition(".")
        text = one(values, name)
        if kind == "hele":
            items.append((name, {"tekst": text}))
        elif kind in ("kapittel", "anbefaling"):
            items.append((name, {kind: target, "tekst": text}))
        elif kind == "sporsmaal":
            items.append((name, _to_question(hearing, target, values[name])))
    items += _places(values)
    said = [(name, item) for name, item in items if _says(item)]
    if not said and one(values, NONE) == "ja":
        return [(NONE, {"tekst": say("Ingen merknader.")})]
    return said


def _says(item: Mapping[str, Any]) -> bool:
    said = str(item.get("tekst", "")).strip() or str(item.get("forslag", "")).strip()
    return bool(said or item.get("valg") or "tall" in item)


def _to_question(hearing: Hearing, id_: str, written: Sequence[str]) -> dict[str, Any]:
    question = hearing.nb.question(id_)
    item: dict[str, Any] = {"sporsmaal": id_}
    if question is None:
        return {**item, "tekst": written[-1]}
    item |= {"kapittel": question.kapittel, "anbefaling": question.anbefaling}
    filled = [value for value in written if value]
    if question.slag == "fritekst":
        item["tekst"] = written[-1]
    elif question.slag == "valg":
        item["valg"] = filled
    elif filled:
        item["tall"] = int(filled[-1]) if re.fullmatch("[0-9]{1,2}", filled[-1]) else -1
    return item


def _places(values: Values) -> list[tuple[str, dict[str, Any]]]:
    by_number: dict[int, dict[str, Any]] = {}
    for name in values:
        if match := _PLACE_NAME.fullmatch(name):
            by_number.setdefault(int(match[1]), {})[match[2]] = one(values, name)
    return [(f"sted.{number}.tekst", by_number[number]) for number in sorted(by_number)]


def values_from(answer: Answer) -> dict[str, list[str]]:
    """Return the form's values for an answer: a draft that is opened, or a form shown again."""
    s = answer.avsender
    values = {
        "slag": [s.slag], "navn": [s.navn], "organisasjon": [s.organisasjon], "epost": [s.epost],
        "rolle": [s.rolle], "offentlig_navn": ["ja"] if s.offentlig_navn else [],
    }
    number = 0
    for item in answer.innspill:
        if item.sporsmaal:
            said = [str(item.tall)] if item.tall is not None else list(item.valg) or [item.tekst]
            values[f"sporsmaal.{item.sporsmaal}"] = said
        elif item.felt or item.avsnitt or item.exact:
            number += 1
            values |= place_values(number, item)
        elif item.anbefaling:
            values[f"anbefaling.{item.anbefaling}"] = [item.tekst]
        elif item.kapittel:
            values[f"kapittel.{item.kapittel}"] = [item.tekst]
        else:
            values["hele"] = [item.tekst]
    return values


def place_values(number: int, item: Input) -> dict[str, list[str]]:
    """Return the values of one comment on a place."""
    values = {name: getattr(item, name) for name in (*PLACE, *WORDING, "tekst")}
    return {f"sted.{number}.{name}": [value] for name, value in values.items() if value}


def next_place(values: Values) -> int:
    """Return the first free number for a comment on a place."""
    numbers = [int(m[1]) for name in values if (m := _PLACE_NAME.fullmatch(name))]
    return min(max(numbers, default=0) + 1, MAX_COMMENTS)


def question_box(question: Question, values: Values) -> Box:
    """Return the field of a question."""
    name = f"sporsmaal.{question.id}"
    return Box(
        name, question.tekst, question.hjelp, one(values, name), tuple(values.get(name, ())),
        question,
    )


def place_boxes(values: Values, hearing: Hearing) -> list[PlaceBox]:
    """Return the comments on places, each with the words it is about."""
    by_number: dict[int, dict[str, str]] = {}
    for name in values:
        if match := _PLACE_NAME.fullmatch(name):
            by_number.setdefault(int(match[1]), {})[match[2]] = one(values, name)
    return [_place_box(number, by_number[number], hearing) for number in sorted(by_number)]


def _place_box(number: int, written: Mapping[str, str], hearing: Hearing) -> PlaceBox:
    section = hearing.heard(language()).sections.get(written.get("anbefaling", ""))
    place = [written.get(name, "") for name in ("anbefaling", "felt", "avsnitt")]
    field = section.fields.get(place[1]) if section else None
    paragraph = hearing.paragraph(place[0], place[2]) if section and place[2] else None
    exact = squeezed(written.get("exact", ""))
    return PlaceBox(
        number,
        {name: written[name] for name in PLACE if written.get(name)},
        section.tittel if section else "",
        field.title if field else "",
        paragraph.words if paragraph else "",
        not exact or (bool(section) and any(exact in squeezed(w) for w in hearing.words(*place))),
        written.get("tekst", ""),
        *_wording(written, place, hearing),
    )


def _wording(
    written: Mapping[str, str], place: Sequence[str], hearing: Hearing
) -> tuple[str, str, str]:
    basis = written.get("grunnlag", "")
    if not basis:
        return "", "", ""
    heard = next((text for text in hearing.words(*place) if digest(text) == basis), "")
    return written.get("forslag", heard), heard, basis


def squeezed(text: str) -> str:
    """Return ``text`` with single spaces, for comparing quotations."""
    return " ".join(text.split())
