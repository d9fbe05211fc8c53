"""Templates as PDF that is filled in: tagged as PDF/UA-1 (ISO 14289-1), with AcroForm fields.

Typst sets the page and tags it, but knows no fields. Each place to write is set as a link, which
Typst gives a place and a tag; here the link becomes a field (ISO 32000-1, 12.7) and its tag a form
(14.8.4.5). No field holds a value, so none needs a font inside the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from rettesnor.exports.documents.form_sheet import Choice, Entry, FormSheet, entry_of, rows_of
from rettesnor.exports.documents.pdf import NOTHING, TypesettingError, compiler, packed, reason
from rettesnor.model.form_template import (
    CHOICE,
    CHOICES,
    DAY,
    NUMBER,
    PARAGRAPH,
    SCALE,
    TABLE,
    TEXT,
    TICK,
    Malfelt,
)
from rettesnor.model.look import PaperColours
from rettesnor.model.printable import shown

_ADDRESS = "https://felt.invalid/"
_MULTILINE, _COMBO, _RADIO = 1 << 12, 1 << 17, (1 << 15) | (1 << 14)
_TEXT_STYLE = "/Helv 10 Tf 0 g"
_WIDE, _NARROW = 3, 2
"""How wide a column is beside others: where much is written, and where little is."""
_OUR_COLOURS = PaperColours()


@cache
def template() -> bytes:
    """Return the look of a template, as Typst source."""
    return files(__package__).joinpath("form.typ").read_bytes()


def form_pdf(sheet: FormSheet, colours: PaperColours = _OUR_COLOURS) -> bytes:
    """Return ``sheet`` as PDF with fields, the same bytes each time.

    Raises:
        TypesettingError: it cannot be set.
    """
    import typst

    layout = _Layout(sheet)
    data = {
        "title": str(sheet.template.tittel), "author": sheet.author, "language": sheet.language,
        "foot": sheet.foot, "facts": sheet.facts, "blocks": list(layout.blocks()),
    }
    inputs = {
        "sheet": shown(json.dumps(data, ensure_ascii=False)),
        "colours": json.dumps(asdict(colours)),
    }
    try:
        made: bytes = compiler(str(NOTHING)).compile(
            template(), format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"],
            timestamp=datetime.fromisoformat(sheet.day).replace(tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise TypesettingError(reason(error.message)) from error
    return packed(_with_fields(made, layout.fields, sheet.words["choose"]))


class _Layout:
    """The blocks of a page, and the fields by the numbers that their links have."""

    def __init__(self, sheet: FormSheet) -> None:
        self._sheet = sheet
        self.fields: list[tuple[Entry, Choice | None]] = []

    def blocks(self) -> Iterator[Mapping[str, Any]]:
        """Yield what the template shows, in order; the fields are numbered on the way."""
        for part in self._sheet.template.deler:
            yield {"is": "heading", "text": part.tittel}
            if part.om:
                yield {"is": "text", "text": part.om}
            for one in part.felter:
                yield self._field(one)
        if self._sheet.others:
            yield {"is": "heading", "text": self._sheet.words["others"]}
            yield from ({"is": "note", "text": line} for line in self._sheet.others)

    def _field(self, one: Malfelt) -> Mapping[str, Any]:
        if one.slag == TEXT:
            text = f"{one.ledetekst} {one.hjelp}".strip()
            return {"is": "note", "text": text}
        common = {
            "label": one.ledetekst, "help": one.hjelp,
            "advised": self._sheet.words["advised"] if one.viktig else "",
        }
        if one.slag == TABLE:
            return {**common, **self._table(one)}
        entry = entry_of(self._sheet.template, one)
        if one.slag in (CHOICE, CHOICES, SCALE):
            return {
                **common, "is": "chosen", "round": one.slag != CHOICES,
                "choices": [
                    {"number": self._number(entry, choice), "name": choice.name,
                     "colour": choice.colour}
                    for choice in entry.choices
                ],
            }
        return {
            **common, "is": "tick" if one.slag == TICK else "written",
            "number": self._number(entry), "long": entry.long, "short": one.slag in (DAY, NUMBER),
        }

    def _table(self, one: Malfelt) -> Mapping[str, Any]:
        scales: dict[str, list[dict[str, str]]] = {}
        for column in one.kolonner:
            if column.slag == SCALE:
                scale = self._sheet.template.scale(column.skala)
                scales[scale.id] = [
                    {"name": f"{step.navn} – {step.om}" if step.om else step.navn,
                     "colour": step.farge}
                    for step in scale.trinn
                ]
            elif column.slag == CHOICE:
                names = " / ".join(str(one.navn) for one in column.alternativer)
                scales[f"{column.id}?"] = [{"name": f"{column.navn}: {names}", "colour": ""}]
        return {
            "is": "table", "columns": [column.navn for column in one.kolonner],
            "headed": bool(one.faste_rader), "scales": list(scales.values()),
            "widths": [
                _WIDE if column.slag == PARAGRAPH else _NARROW for column in one.kolonner
            ],
            "rows": [
                {"heading": row.heading, "cells": [
                    {"number": self._number(cell), "kind": cell.kind, "long": cell.long}
                    for cell in row.cells
                ]}
                for row in rows_of(self._sheet, one)
            ],
        }

    def _number(self, entry: Entry, choice: Choice | None = None) -> int:
        self.fields.append((entry, choice))
        return len(self.fields) - 1


def _with_fields(
    data: bytes, fields: list[tuple[Entry, Choice | None]], unchosen: str
) -> bytes:
    """Return the document with its links to places to write made into fields."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as document:
        made = _Fields(document, unchosen)
        for page in document.pages:
            page.Tabs = pikepdf.Name.S
            for annotation in page.Annots if "/Annots" in page else ():
                address = str(annotation.A.get("/URI", "")) if "/A" in annotation else ""
                if address.startswith(_ADDRESS):
                    made.add(annotation, *fields[int(address.removeprefix(_ADDRESS))])
        made.finish()
        written = BytesIO()
        document.save(written, deterministic_id=True)
        return written.getvalue()


class _Fields:
    """Makes links of a document into fields."""

    def __init__(self, document: Any, unchosen: str) -> None:
        import pikepdf

        self._pdf, self._name = document, pikepdf.Name
        self._dictionary, self._array = pikepdf.Dictionary, pikepdf.Array
        self._unchosen = unchosen
        self._top: list[Any] = []
        self._groups: dict[str, Any] = {}

    def add(self, widget: Any, entry: Entry, choice: Choice | None) -> None:
        """Make the link ``widget`` a field, or a part of one where ``choice`` is one of several."""
        said = f"{entry.label}: {choice.name}" if choice else entry.label
        said = f"{said}. {entry.help}" if entry.help and not choice else said
        for name in ("/A", "/Border"):
            if name in widget:
                del widget[name]
        widget.Subtype = self._name.Widget
        widget.Contents = said
        widget.F = 4  # it is printed
        if choice is None:
            self._alone(widget, entry, said)
        elif entry.kind == CHOICES:
            self._box(widget, f"{entry.name}.{choice.id}", said)
        else:
            self._one_of(widget, entry, choice, said)

    def _alone(self, widget: Any, entry: Entry, said: str) -> None:
        if entry.kind == TICK:
            self._box(widget, entry.name, said)
            return
        self._field(widget, entry.name, said)
        widget.DA = _TEXT_STYLE
        if entry.kind in (CHOICE, SCALE):
            widget.FT, widget.Ff = self._name.Ch, _COMBO
            widget.Opt = self._array([
                self._array(["", self._unchosen]),
                *(self._array([one.id, one.name]) for one in entry.choices),
            ])
        else:
            widget.FT = self._name.Tx
            if entry.long:
                widget.Ff = _MULTILINE
        widget.AP = self._dictionary(N=self._appearance(widget, b"/Tx BMC EMC"))

    def _box(self, widget: Any, name: str, said: str) -> None:
        self._field(widget, name, said)
        widget.FT, widget.V = self._name.Btn, self._name.Off
        self._states(widget, "ja", crossed=True)

    def _one_of(self, widget: Any, entry: Entry, choice: Choice, said: str) -> None:
        group = self._groups.get(entry.name)
        if group is None:
            group = self._pdf.make_indirect(self._dictionary(
                FT=self._name.Btn, Ff=_RADIO, T=entry.name, TU=entry.label, V=self._name.Off,
                Kids=self._array(),
            ))
            self._groups[entry.name] = group
            self._top.append(group)
        widget.Parent, widget.TU = group, said
        group.Kids.append(widget)
        self._states(widget, choice.id, crossed=False)

    def _field(self, widget: Any, name: str, said: str) -> None:
        widget.T, widget.TU = name.replace(".", "_"), said  # a dot would make a field within one
        self._top.append(widget)

    def _states(self, widget: Any, on: str, *, crossed: bool) -> None:
        left, bottom, right, top = (float(one) for one in widget.Rect)
        width, height = right - left, top - bottom
        if crossed:
            sign = (
                f"q 1.4 w {width * 0.2:.2f} {height * 0.2:.2f} m {width * 0.8:.2f} "
                f"{height * 0.8:.2f} l {width * 0.2:.2f} {height * 0.8:.2f} m {width * 0.8:.2f} "
                f"{height * 0.2:.2f} l S Q"
            )
        else:
            sign = (
                f"q {width * 0.25:.2f} {height * 0.25:.2f} {width * 0.5:.2f} {height * 0.5:.2f} "
                "re f Q"
            )
        widget.AP = self._dictionary(N=self._dictionary({
            f"/{on}": self._appearance(widget, sign.encode()),
            "/Off": self._appearance(widget, b""),
        }))
        widget.AS = self._name.Off

    def _appearance(self, widget: Any, content: bytes) -> Any:
        left, bottom, right, top = (float(one) for one in widget.Rect)
        stream = self._pdf.make_stream(content)
        stream.Type, stream.Subtype = self._name.XObject, self._name.Form
        stream.BBox = self._array([0, 0, round(right - left, 2), round(top - bottom, 2)])
        stream.Resources = self._dictionary()
        return stream

    def finish(self) -> None:
        """Give the document its form, and each field's tag the role of one."""
        font = self._pdf.make_indirect(self._dictionary(
            Type=self._name.Font, Subtype=self._name.Type1, BaseFont=self._name.Helvetica,
            Encoding=self._name.WinAnsiEncoding,
        ))
        self._pdf.Root.AcroForm = self._pdf.make_indirect(self._dictionary(
            Fields=self._array([
                one if one.is_indirect else self._pdf.make_indirect(one) for one in self._top
            ]),
            DR=self._dictionary(Font=self._dictionary(Helv=font)), DA=_TEXT_STYLE,
        ))
        self._retag(self._pdf.Root.StructTreeRoot.K)

    def _retag(self, element: Any) -> bool:
        """Let the tags of what were links be those of fields, and name the headings of rows.

        Typst tags only the first row of a table as headings. In the others a cell that holds text
        and nothing to fill in is the heading of its row.

        Returns: whether there is a field in it.
        """
        import pikepdf

        if isinstance(element, pikepdf.Array):
            return any([self._retag(one) for one in element])  # all of them, not up to the first
        if not isinstance(element, pikepdf.Dictionary):
            return False
        if "/Obj" in element:
            return bool(element.Obj.get("/Subtype") == self._name.Widget)
        held = "/K" in element and self._retag(element.K)
        kind = element.get("/S")
        if kind == self._name.Link and held:
            element.S = self._name.Form
        elif kind == self._name.TD and not held and "/K" in element and len(_kids(element)):
            element.S = self._name.TH
            element.A = self._dictionary(O=self._name.Table, Scope=self._name.Row)
        return held


def _kids(element: Any) -> list[Any]:
    import pikepdf

    return list(element.K) if isinstance(element.K, pikepdf.Array) else [element.K]
