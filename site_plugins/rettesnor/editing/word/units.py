"""A text as units: what stands as a paragraph in Word, and as lines in Markdown.

Units are flat, as in Word: a list item says how deep it stands. Two texts are the same when their
units are, however their lines are broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

Kind = Literal["paragraph", "heading", "item", "more", "quote", "rule", "table", "opaque"]
"""``more`` is a further paragraph of a list item. ``opaque`` is what Word cannot edit: it is shown
as it is written, and comes back as it was."""
_SPACE = re.compile(r"[ \t\n\r\f\v]+")


class Span(NamedTuple):
    """A piece of text.

    Attributes:
        kind: a reference is written as in Markdown; a break ends the line.
        marks: ``s`` strong, ``e`` emphasis, ``c`` code; several in the order of the alphabet.
        href: where it leads; empty for text that is no link.
    """

    text: str
    kind: Literal["text", "reference", "break"] = "text"
    marks: str = ""
    href: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Unit:
    """See the module.

    Attributes:
        level: of a heading, or how deep in lists (0 is the outermost).
        ordered: of an item.
        start: the number of the first item of an ordered list; 0 for the others.
        rows: of a table, the head first.
        align: of a table, by column: "" (left), center or right.
        raw: of what is opaque.
        lines: where it stands in its source: the first line, and the one after the last.
    """

    kind: Kind
    spans: Spans = ()
    level: int = 0
    ordered: bool = False
    start: int = 0
    rows: tuple[tuple[Spans, ...], ...] = ()
    align: tuple[str, ...] = ()
    raw: str = ""
    lines: tuple[int, int] = field(default=(0, 0), compare=False)


def tidy(text: str) -> str:
    """Return ``text`` on one line, with single blanks; a hard blank stays what it is."""
    return _SPACE.sub(" ", text).strip(" ")


def plain(spans: Iterable[Span]) -> str:
    """Return the words of ``spans``."""
    return "".join("\n" if span.kind == "break" else span.text for span in spans)


def words(unit: Unit) -> str:
    """Return the words of a unit."""
    if unit.kind == "table":
        return "\n".join(" | ".join(plain(cell) for cell in row) for row in unit.rows)
    return unit.raw or plain(unit.spans)


def normal(spans: Iterable[Span]) -> Spans:
    """Return ``spans`` in the form in which the same text is always the same.

    White space is one blank, there is none at the ends, and a blank has only the marks that the
    words on both sides of it have: whether «**ord **» or «**ord** » was written cannot be seen.
    """
    atoms = list(_atoms(spans))
    while atoms and _is_blank(atoms[0]):
        atoms.pop(0)
    while atoms and _is_blank(atoms[-1]):
        atoms.pop()
    found: list[Span] = []
    for place, atom in enumerate(atoms):
        if atom.text == " " and atom.kind == "text" and "c" not in atom.marks:
            before, after = atoms[place - 1], atoms[place + 1]
            if before.kind == "break" or after.kind == "break":
                continue
            marks = "".join(m for m in before.marks if m in after.marks and m != "c")
            atom = Span(" ", "text", marks, before.href if before.href == after.href else "")
        last = found[-1] if found else None
        joins = last is not None and last.kind == atom.kind == "text" and last[1:] == atom[1:]
        if joins and last is not None:
            found[-1] = last._replace(text=last.text + atom.text)
        else:
            found.append(atom)
    return tuple(found)


def _is_blank(atom: Span) -> bool:
    return atom.kind == "break" or (atom.text == " " and "c" not in atom.marks)


def _atoms(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield words, single blanks, code, references and breaks."""
    blank = False
    for span in spans:
        if span.kind == "break":
            yield Span("", "break")
        elif span.kind == "reference":
            yield Span(_SPACE.sub(" ", span.text), "reference")
        elif "c" in span.marks:
            if span.text:
                yield span
        else:
            for part in re.split(r"([ \t\n\r\f\v]+)", span.text):
                if not part:
                    continue
                if part.isspace() and _SPACE.fullmatch(part):
                    if not blank:
                        yield span._replace(text=" ")
                    blank = True
                    continue
                blank = False
                yield span._replace(text=part)
            continue
        blank = False


def softened(spans: Spans) -> Spans:
    """Return ``spans`` without marks on punctuation at the ends of marked words.

    CommonMark cannot set «**Merk:**slik» in strong type (its rules of flanking).
    """
    found: list[Span] = []
    for span in spans:
        if span.kind != "text" or not span.marks or "c" in span.marks:
            found.append(span)
            continue
        match = re.fullmatch(r"([^\w]*)(.*?)([^\w]*)", span.text, re.DOTALL)
        assert match is not None
        for text, marks in ((match[1], ""), (match[2], span.marks), (match[3], "")):
            if text:
                found.append(span._replace(text=text, marks=marks))
    return normal(found)


def soft(unit: Unit) -> Unit:
    """Return a unit with ``softened`` spans."""
    rows = tuple(tuple(softened(cell) for cell in row) for row in unit.rows)
    return replace(unit, spans=softened(unit.spans), rows=rows)


def with_starts(units: Iterable[Unit]) -> list[Unit]:
    """Return ``units`` in which exactly the items that begin an ordered list say its first number.

    A list that begins without a number begins with 1; one that goes on says none.
    """
    found: list[Unit] = []
    last: dict[int, bool] = {}
    for unit in units:
        if unit.kind not in ("item", "more"):
            last.clear()
        elif unit.kind == "item":
            goes_on = last.get(unit.level) == unit.ordered
            last = {level: kind for level, kind in last.items() if level < unit.level}
            last[unit.level] = unit.ordered
            start = 0 if goes_on or not unit.ordered else unit.start or 1
            unit = replace(unit, start=start)
        found.append(unit)
    return found
