"""Making the pages of the answer form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from rettesnor.releases.redline.compare import Pieces, words

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing.text import Section
from rettesnor_horing.hearing_cache import hearings, reading, site_page
from rettesnor_horing.intake import drafts
from rettesnor_horing.intake.answer import MAX_TEXT, Answer, Fault, Input
from rettesnor_horing.intake.form import (
    NONE,
    PLACE,
    SUPPLEMENT,
    Box,
    Values,
    entries,
    one,
    place_boxes,
    question_box,
)
from rettesnor_horing.intake.form_token import Ticket
from rettesnor_horing.intake.pii import Finding
from rettesnor_horing.intake.wording import can_be_reworded, digest, squeezed
from rettesnor_horing.mail_settings import sends_mail
from rettesnor_horing.words import language, say

_TICKET = "\x02skjema\x03"
"""Stands where the ticket goes in the empty form, which is otherwise the same for all."""


@dataclass(frozen=True, slots=True)
class Part:
    """A recommendation in the form: what it says, and the fields under it."""

    section: Section
    boxes: tuple[Box, ...]
    page: str = ""


@dataclass(frozen=True, slots=True)
class ChapterPart:
    """A chapter in the form; ``open`` when something is written in it."""

    id: str
    tittel: str
    boxes: tuple[Box, ...]
    parts: tuple[Part, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form as somebody fills it in.

    Attributes:
        single: only the comment on one place is shown, with a way to the rest.
        draft: the secret of the draft that is open.
        joinable: there is a draft in the browser that the comment may be added to.
        basis: what the draft held when the form was opened (``drafts.basis_of``).
        saved: when the draft was last saved.
        clashes: what others have written in fields that were changed here too, by field.
        others: what colleagues have written, by field, each with a name.
        wrong: what must be put right, by the id of the field.
        code: the code that a colleague writes by; empty for the one who sends.
        colleague: the colleague's name.
        names: the colleagues, and when each last saved.
        shared: the link for colleagues; empty until the draft is shared.
    """

    hearing: Hearing
    ticket: Ticket
    values: Values = field(default_factory=dict)
    single: bool = False
    draft: str = ""
    joinable: bool = False
    notices: tuple[str, ...] = ()
    basis: str = ""
    saved: datetime | None = None
    link: str = ""
    clashes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    others: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    colleague: str = ""
    names: tuple[tuple[str, datetime], ...] = ()
    shared: str = ""


def merged_sheet(sheet: Sheet, found: drafts.Merged, notice: str) -> Sheet:
    """Return ``sheet`` with what others have written since it was opened."""
    return replace(
        sheet, values=found.content, basis=found.basis, clashes=found.clashes, single=False,
        notices=(*sheet.notices, notice),
    )


def form_page(
    request: HttpRequest, sheet: Sheet, faults: Sequence[Fault] = (), status: int = 200
) -> HttpResponse:
    """Return the form with what is written in it, and what must be mended."""
    if sheet.hearing.standing:
        sheet = replace(sheet, single=True)
    found = [_in_form(fault, sheet) for fault in faults]
    sheet = replace(sheet, wrong={fault["id"]: fault["message"] for fault in found})
    known = sheet.code or sheet.draft or sheet.values
    empty = not (known or faults or sheet.notices or sheet.single)
    if empty:
        page = _empty_form(sheet.hearing.id, language(), reading())
        return HttpResponse(page.replace(_TICKET, escape(sheet.ticket.sealed())))
    context = _context(sheet, sheet.ticket.sealed())
    context["faults"] = found
    return render(request, "horing/skjema.html", context, status=status)


@lru_cache(maxsize=32)
def _empty_form(hearing_id: str, language_: str, reading_: int) -> str:
    sheet = Sheet(hearings()[hearing_id], ticket=None)  # type: ignore[arg-type]  # filled in later
    return render_to_string("horing/skjema.html", _context(sheet, _TICKET))


def _context(sheet: Sheet, ticket: str) -> dict[str, Any]:
    round_ = sheet.hearing.round(language())
    values = sheet.values
    return {
        "hearing": sheet.hearing,
        "round": round_,
        "sheet": sheet,
        "ticket": ticket,
        "general": [_shown(box, sheet) for box in (
            *(question_box(q, values) for q in round_.asked()),
            Box("hele", say("Innspill til hele retningslinja"), value=one(values, "hele")),
        )],
        "chapters": [] if sheet.single else list(_chapters(sheet)),
        "places": place_boxes(values, sheet.hearing),
        "rewordings": _rewordings(sheet) if sheet.single and not sheet.hearing.standing else [],
        "sender": {
            name: one(values, name)
            for name in ("slag", "navn", "organisasjon", "epost", "rolle", "offentlig_navn")
        },
        "hidden": _unshown(sheet) if sheet.single else [],
        "most": MAX_TEXT,
        "about": _about(sheet.hearing) if sheet.hearing.standing else [],
        "own": sheet.hearing.text.own_words(language()),
        "wrong": sheet.wrong, "none": one(values, NONE), "supplement": one(values, SUPPLEMENT),
        "faults": [],
        "path": (
            reverse("felles", args=[sheet.code]) if sheet.code
            else reverse("svar", args=[sheet.hearing.id])
        ),
        "mailed": sends_mail(), "page": site_page(round_.utgave),
        "other_path": other_path(sheet.hearing.id, sheet.code),
        "draft_id": drafts.short_id(known) if (known := sheet.draft or sheet.code) else "",
        "clashes": [
            (_field_name(name, sheet), "\n".join(theirs)) for name, theirs in sheet.clashes.items()
        ],
    }


def _about(hearing: Hearing) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the recommendations that a need can be about, by chapter: id and title of each."""
    return [
        (chapter.tittel, [(section.id, section.tittel) for section in chapter.sections])
        for chapter in hearing.heard(language()).chapters
    ]


def _rewordings(sheet: Sheet) -> list[tuple[str, str]]:
    """Return the paragraphs that another wording can be proposed of, each with where to do it."""
    values = {name: one(sheet.values, f"sted.1.{name}") for name in (*PLACE, "grunnlag")}
    section = sheet.hearing.heard(language()).sections.get(values["anbefaling"])
    if section is None or values["grunnlag"]:
        return []
    fields = [section.fields[values["felt"]]] if values["felt"] in section.fields else []
    places = [
        place for field in fields for place in field.paragraphs
        if can_be_reworded(field.anchor, place.avsnitt) and place.tekst
        and values["avsnitt"] in ("", place.avsnitt)
    ]
    if not places and (found := section.paragraph(values["avsnitt"])) is not None:
        places = [found]
    path = reverse("svar", args=[sheet.hearing.id])
    return [
        (place.tekst, f"{path}?" + urlencode({
            "anbefaling": section.id, "felt": place.felt, "avsnitt": place.avsnitt,
            "forslag": "1",
        }))
        for place in places
    ]


def other_path(round_id: str, code: str = "") -> str:
    """Return where a form is sent to be shown in the other written standard."""
    with override("nb" if language() == "nn" else "nn"):
        if code:
            return reverse("felles", args=[code])
        return reverse("svar", args=[round_id])


def _field_name(name: str, sheet: Sheet) -> str:
    """Return what people call the field ``name``."""
    sender = {
        "slag": "Hvem svarer du for?", "navn": "Navnet ditt", "organisasjon": "Organisasjon",
        "epost": "E-post", "rolle": "Rollen din",
        "offentlig_navn": "Navnet mitt kan stå ved innspillet når det publiseres",
        NONE: "Jeg har ingen merknader",
    }
    if name in sender:
        return say(sender[name])
    written = {**sheet.values, name: ["x"]}
    number = name.split(".")[1] if name.startswith("sted.") else ""
    for at, item in entries(written, sheet.hearing):
        if at == name or (number and at == f"sted.{number}.tekst"):
            known = {k: v for k, v in item.items() if k in Input.__dataclass_fields__}
            return place_name(Input(**{**known, "valg": (), "tall": None}), sheet.hearing)
    return name


def _shown(box: Box, sheet: Sheet) -> Box:
    """Return a field with what is to be said of it."""
    return replace(
        box, others=tuple(sheet.others.get(box.name, ())), wrong=sheet.wrong.get(box.id, "")
    )


def _chapters(sheet: Sheet) -> Iterator[ChapterPart]:
    hearing, values = sheet.hearing, sheet.values
    round_ = hearing.round(language())
    for chapter in hearing.heard(language()).chapters:
        name = f"kapittel.{chapter.id}"
        boxes = tuple(_shown(box, sheet) for box in (
            *(question_box(q, values) for q in round_.asked(kapittel=chapter.id)),
            Box(name, say("Innspill til hele kapitlet"), value=one(values, name)),
        ))
        parts = tuple(_part(section, sheet) for section in chapter.sections)
        shown = (*boxes, *(box for part in parts for box in part.boxes))
        written = any(box.value or box.others or box.wrong for box in shown)
        yield ChapterPart(chapter.id, chapter.tittel, boxes, parts, written)


def _part(section: Section, sheet: Sheet) -> Part:
    round_, values = sheet.hearing.round(language()), sheet.values
    name = f"anbefaling.{section.id}"
    label = say("Innspill til anbefalingen")
    return Part(
        section,
        tuple(_shown(box, sheet) for box in (
            *(question_box(q, values) for q in round_.asked(anbefaling=section.id)),
            Box(name, label, value=one(values, name)),
        )),
        site_page(round_.utgave, section.id),
    )


def _unshown(sheet: Sheet) -> list[tuple[str, str]]:
    """Return what is written in fields that the short form does not show."""
    heads = ("hele", "kapittel.", "anbefaling.", "sporsmaal.")
    return [(n, v) for n, v in pairs(sheet.values) if n.startswith(heads)]


def pairs(values: Values) -> list[tuple[str, str]]:
    """Return names and values, to carry them on in hidden fields."""
    return [(name, value) for name in values for value in values[name] if value]


def _in_form(fault: Fault, sheet: Sheet) -> dict[str, str]:
    """Return the fault with the id of the field it is about."""
    head, _, rest = fault.field.partition(".")
    if head == "avsender":
        return {"id": rest, "message": fault.message}
    number = rest.partition(".")[0]
    written = entries(sheet.values, sheet.hearing)
    if head == "innspill" and number.isdigit() and int(number) < len(written):
        return {"id": written[int(number)][0].replace(".", "-"), "message": fault.message}
    return {"id": "skjema", "message": fault.message}


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as people read it back."""

    heading: str
    quote: str
    text: str
    findings: tuple[Finding, ...] = ()
    redline: Pieces = ()


def said(answer: Answer, hearing: Hearing, findings: Sequence[Finding] = ()) -> list[Said]:
    """Return the comments of ``answer`` as people read them."""
    return [
        Said(
            place_name(item, hearing),
            item.exact,
            _words(item, hearing),
            tuple(f for f in findings if f.place == place),
            _redline(item, hearing),
        )
        for place, item in enumerate(answer.innspill, 1)
    ]


def _redline(item: Input, hearing: Hearing) -> Pieces:
    """Return the wording that a comment proposes, against the text that is heard."""
    if not item.forslag:
        return ()
    found = hearing.words(item.anbefaling, item.felt, item.avsnitt)
    heard = next((text for text in found if digest(text) == item.grunnlag), "")
    return words(squeezed(heard), squeezed(item.forslag))


def place_name(item: Input, hearing: Hearing) -> str:
    """Return where a comment belongs, in words."""
    text = hearing.heard(language())
    section = text.sections.get(item.anbefaling)
    chapter = text.chapter(item.kapittel)
    name = section.tittel if section else chapter.tittel if chapter else say("Hele retningslinja")
    if section and item.felt in section.fields:
        name = f"{name} – {say(section.fields[item.felt].title)}"
    question = hearing.round(language()).question(item.sporsmaal)
    return f"{name}: {question.tekst}" if question else name


def _words(item: Input, hearing: Hearing) -> str:
    question = hearing.round(language()).question(item.sporsmaal)
    if question and item.valg:
        chosen = [option.tekst for option in question.alternativer if option.id in item.valg]
        return "; ".join(chosen)
    if question and question.slag == "skala" and item.tall is not None:
        scale = question.skala
        return say(
            "{number} på en skala fra {low} ({low_text}) til {high} ({high_text})",
            number=item.tall,
            low=scale.fra,
            low_text=scale.fra_tekst,
            high=scale.til,
            high_text=scale.til_tekst,
        )
    return item.tekst
