"""Templates as Word documents with content controls (DOCX, ISO/IEC 29500-1, 17.5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from rettesnor.exports.documents.form_sheet import Choice, Entry, FormSheet, entry_of, rows_of
from rettesnor.exports.documents.word_tables import saved
from rettesnor.model.colour import channels
from rettesnor.model.form_template import CHOICES, DAY, SCALE, TABLE, TEXT, TICK, Malfelt
from rettesnor.model.look import PaperColours
from rettesnor.model.printable import shown

_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_BOX = "\u2610"
_LONGEST_TAG = 64
"""Word takes no longer names of controls."""
_OUR_COLOURS = PaperColours()


def form_docx(sheet: FormSheet, colours: PaperColours = _OUR_COLOURS) -> bytes:
    """Return ``sheet`` as a Word document with controls to fill in, the same bytes each time."""
    document = _Document(sheet, colours)
    document.write()
    return saved(document, sheet.day)


class _Document:
    """A template as it is written to Word."""

    def __init__(self, sheet: FormSheet, colours: PaperColours) -> None:
        from docx import Document

        self._sheet, self._colours = sheet, colours
        self._docx: Any = Document()
        self._number = 0

    def save(self, to: BytesIO) -> None:
        """Write the file."""
        self._docx.save(to)

    def write(self) -> None:
        """Add everything that the template says."""
        sheet = self._sheet
        self._dress()
        self._docx.add_heading(_said(sheet.template.tittel), 1)
        for label, text in sheet.facts:
            paragraph = self._docx.add_paragraph()
            paragraph.add_run(f"{_said(label)}: ").bold = True
            paragraph.add_run(_said(text))
        for part in sheet.template.deler:
            self._docx.add_heading(_said(part.tittel), 2)
            if part.om:
                self._docx.add_paragraph(_said(part.om))
            for one in part.felter:
                self._field(one)
        if sheet.others:
            self._docx.add_heading(_said(sheet.words["others"]), 2)
            for line in sheet.others:
                self._docx.add_paragraph(_said(line), style="List Bullet")

    def _dress(self) -> None:
        """Set paper, language, fonts and what stands on every page."""
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        docx, sheet = self._docx, self._sheet
        section = docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin, section.bottom_margin = Mm(18), Mm(22)
        tag = f"{sheet.language}-NO" if sheet.language in ("nb", "nn") else sheet.language
        for lang in docx.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), tag)
        properties = docx.core_properties
        properties.language, properties.title = tag, _said(sheet.template.tittel)
        properties.author, properties.comments = _said(sheet.author), ""
        docx.styles["Normal"].font.name, docx.styles["Normal"].font.size = "Calibri", Pt(11)
        docx.styles["Normal"].paragraph_format.space_after = Pt(4)
        brand = RGBColor(*channels(self._colours.brand))
        for name, size in (("Heading 1", 20), ("Heading 2", 14)):
            style = docx.styles[name]
            style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), brand
            for fonts in style.element.iter(qn("w:rFonts")):
                for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                    fonts.attrib.pop(qn(f"w:{theme}"), None)
        foot = section.footer.paragraphs[0]
        foot.add_run(f"{_said(sheet.foot)}  ").font.size = Pt(8)
        self._page_number(foot)

    def _page_number(self, paragraph: Any) -> None:
        from docx.shared import Pt

        field = _element("w:fldSimple", instr="PAGE")
        run = paragraph.add_run("1")
        run.font.size = Pt(8)
        field.append(run._r)
        paragraph._p.append(field)

    def _label(self, one: Malfelt) -> None:
        """Write what a field is called, and the help, with the field below them."""
        from docx.shared import Pt

        paragraph = self._docx.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(8)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(_said(one.ledetekst)).bold = True
        if one.viktig:
            self._quiet(paragraph, f" ({self._sheet.words['advised']})")
        if one.hjelp:
            below = self._docx.add_paragraph()
            below.paragraph_format.keep_with_next = True
            self._quiet(below, one.hjelp)

    def _quiet(self, paragraph: Any, text: str) -> None:
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(_said(text))
        run.font.size, run.font.color.rgb = Pt(9.5), RGBColor(*channels(self._colours.quiet))

    def _field(self, one: Malfelt) -> None:
        if one.slag == TEXT:
            self._docx.add_paragraph(_said(f"{one.ledetekst} {one.hjelp}".strip()))
            return
        entry = entry_of(self._sheet.template, one)
        if one.slag == TICK:
            paragraph = self._docx.add_paragraph()
            self._box(paragraph, entry.name, entry.label)
            paragraph.add_run(f" {_said(one.ledetekst)}").bold = True
            if one.viktig:
                self._quiet(paragraph, f" ({self._sheet.words['advised']})")
            if one.hjelp:
                self._quiet(self._docx.add_paragraph(), one.hjelp)
            return
        self._label(one)
        if one.slag == TABLE:
            self._table(one)
        elif one.slag == CHOICES:
            for choice in entry.choices:
                paragraph = self._docx.add_paragraph()
                self._box(paragraph, f"{entry.name}.{choice.id}", f"{entry.label}: {choice.name}")
                paragraph.add_run(f" {_said(choice.name)}")
        else:
            if one.slag == SCALE:
                self._explained(entry.choices)
            self._control(self._docx.add_paragraph(), entry)

    def _explained(self, steps: Sequence[Choice]) -> None:
        """Write the steps of a scale, for those who fill it in on paper."""
        paragraph = self._docx.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        self._quiet(paragraph, "; ".join(str(step.name) for step in steps))

    def _table(self, one: Malfelt) -> None:
        from docx.shared import Pt

        told: set[tuple[Choice, ...]] = set()
        rows = list(rows_of(self._sheet, one))
        for cell in rows[0].cells if rows else ():
            if cell.choices and cell.choices not in told:
                told.add(cell.choices)
                self._explained(cell.choices)
        names = [*([""] if one.faste_rader else []), *(column.navn for column in one.kolonner)]
        table = self._docx.add_table(rows=1, cols=len(names), style="Table Grid")
        table._tbl.tblPr.append(_element("w:tblCaption", val=_said(one.ledetekst)))
        head = table.rows[0]
        head._tr.get_or_add_trPr().append(_element("w:tblHeader"))
        for place, name in zip(head.cells, names, strict=True):
            run = place.paragraphs[0].add_run(_said(name))
            run.bold, run.font.size = True, Pt(9.5)
        for row in rows:
            added = table.add_row()
            added._tr.get_or_add_trPr().append(_element("w:cantSplit"))
            places = list(added.cells)
            if one.faste_rader:
                run = places.pop(0).paragraphs[0].add_run(_said(row.heading))
                run.bold, run.font.size = True, Pt(9.5)
            for place, cell in zip(places, row.cells, strict=True):
                if cell.kind == TICK:
                    self._box(place.paragraphs[0], cell.name, cell.label)
                else:
                    self._control(place.paragraphs[0], cell)
        self._docx.add_paragraph().paragraph_format.space_after = Pt(0)

    def _control(self, paragraph: Any, entry: Entry) -> None:
        """Add a control to write or choose in."""
        words = self._sheet.words
        if entry.choices:
            kind = _element("w:dropDownList")
            kind.append(_element("w:listItem", displayText=_said(words["choose"]), value=""))
            for choice in entry.choices:
                kind.append(
                    _element("w:listItem", displayText=_said(choice.name), value=choice.id)
                )
            hint = words["choose"]
        elif entry.kind == DAY:
            kind = _element("w:date")
            kind.append(_element("w:dateFormat", val="dd.MM.yyyy"))
            kind.append(_element("w:lid", val=f"{self._sheet.language}-NO"))
            hint = words["day"]
        else:
            kind = _element("w:text")
            if entry.long:
                kind = _element("w:text", multiLine="1")
            hint = words["write"]
        self._add(paragraph, entry.name, entry.label, kind, hint, hinted=True)

    def _box(self, paragraph: Any, name: str, label: str) -> None:
        from lxml import etree

        kind = etree.Element(f"{{{_WORD_2010}}}checkbox", nsmap={"w14": _WORD_2010})
        for part, sign in (("checked", "0"), ("checkedState", "2612"), ("uncheckedState", "2610")):
            one = etree.SubElement(kind, f"{{{_WORD_2010}}}{part}")
            one.set(f"{{{_WORD_2010}}}val", sign)
            if part != "checked":
                one.set(f"{{{_WORD_2010}}}font", "MS Gothic")
        self._add(paragraph, name, label, kind, _BOX, hinted=False)

    def _add(
        self, paragraph: Any, name: str, label: str, kind: Any, text: str, *, hinted: bool
    ) -> None:
        from docx.shared import RGBColor

        self._number += 1
        control, properties = _element("w:sdt"), _element("w:sdtPr")
        properties.append(_element("w:alias", val=_said(label)[:_LONGEST_TAG]))
        properties.append(_element("w:tag", val=name[:_LONGEST_TAG]))
        properties.append(_element("w:id", val=str(self._number)))
        if hinted:
            properties.append(_element("w:showingPlcHdr"))
        properties.append(kind)
        control.append(properties)
        content = _element("w:sdtContent")
        run = paragraph.add_run(_said(text))
        if hinted:
            run.font.color.rgb = RGBColor(*channels(self._colours.quiet))
        content.append(run._r)
        control.append(content)
        paragraph._p.append(control)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _said(text: str) -> str:
    """Return ``text`` without what XML cannot hold; old releases may have it."""
    return shown(str(text))
