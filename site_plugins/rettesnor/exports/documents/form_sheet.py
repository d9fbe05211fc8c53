"""A template to fill in, as a document shows it: the same for Word and PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rettesnor.model.form_template import (
    CHOICE,
    CHOICES,
    PARAGRAPH,
    SCALE,
    TABLE,
    TEXT,
    Mal,
    Malfelt,
    Malkolonne,
)


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A template with all that its documents say.

    Attributes:
        day: the day that the document says it is from (ISO 8601).
        foot: what stands on every page.
        facts: label and text of what is said of the template before the form.
        others: the instruments of others, a line each.
        words: words of the interface by the names that this module knows: ``advised``, ``row``
            (with ``{n}``), ``choose``, ``others``.
    """

    template: Mal
    language: str
    author: str
    day: str
    foot: str
    facts: Sequence[tuple[str, str]] = ()
    others: Sequence[str] = ()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: what is stored, what is shown, and the colour beside it."""

    id: str
    name: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to write or to choose in.

    Attributes:
        name: the same in every language and every version: ``plan.2.hvem`` in a table.
        label: what it is for, also where its place on the page says it.
        kind: see ``model.form_template``.
        help: what belongs in it.
    """

    name: str
    label: str
    kind: str
    choices: tuple[Choice, ...] = ()
    help: str = ""

    @property
    def long(self) -> bool:
        """Whether there is room for several lines."""
        return self.kind == PARAGRAPH


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its heading, empty for a row that begins with nothing, and its cells."""

    heading: str
    cells: tuple[Entry, ...]


def choices_of(template: Mal, one: Malfelt | Malkolonne) -> tuple[Choice, ...]:
    """Return what can be chosen in a field or a column; nothing for those that are written in."""
    if one.slag == SCALE:
        return tuple(
            Choice(step.id, f"{step.navn} – {step.om}" if step.om else step.navn, step.farge)
            for step in template.scale(one.skala).trinn
        )
    if one.slag in (CHOICE, CHOICES):
        return tuple(Choice(choice.id, choice.navn) for choice in one.alternativer)
    return ()


def entry_of(template: Mal, one: Malfelt) -> Entry:
    """Return the place to write of a field that is no table and no text."""
    return Entry(one.id, one.ledetekst, one.slag, choices_of(template, one), one.hjelp)


def rows_of(sheet: FormSheet, one: Malfelt) -> Iterator[Row]:
    """Yield the rows of a table."""
    template = sheet.template
    named = [(row.id, row.navn, row.navn) for row in one.faste_rader]
    named += [
        (str(n), "", sheet.words["row"].format(n=n)) for n in range(1, one.empty_rows + 1)
    ]
    for id_, heading, said in named:
        yield Row(heading, tuple(
            Entry(
                f"{one.id}.{id_}.{column.id}", f"{one.ledetekst}: {column.navn}, {said}",
                column.slag, choices_of(template, column),
            )
            for column in one.kolonner
        ))


def entries(sheet: FormSheet) -> Iterator[Entry]:
    """Yield every place to write of a template, in order."""
    for _, one in sheet.template.fields():
        if one.slag == TABLE:
            yield from (cell for row in rows_of(sheet, one) for cell in row.cells)
        elif one.slag != TEXT:
            yield entry_of(sheet.template, one)
