"""Texts as a Word document in which each is a field of its own.

Each field is a block content control (``w:sdt``) with the tag ``rn:<number>`` and a bookmark
``rn_<number>`` around it; some programs keep only the bookmark. It cannot be deleted, but edited.
Each reference is an inline control with the tag ``rn=<number>``, whose content cannot be edited,
but which can be struck or moved. Text outside of fields is there to find one's way only.

The parts are written by hand: what a library's template brings (themes, styles by the hundred) is
not wanted in a document that has to be read back exactly.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from rettesnor.editing.word.fields import Part, TextField
from rettesnor.editing.word.manifest import NAMESPACE, PROPERTY, Manifest
from rettesnor.editing.word.markdown import units_of
from rettesnor.editing.word.units import Span, Spans, Unit, tidy

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BULLETS, _FIRST_LIST = 1, 2
_EPOCH = (1980, 1, 1, 0, 0, 0)
_REFERENCE = '<w:rStyle w:val="RnHenvisning"/>'
Shown = Callable[[str], str]
"""Returns what a reference is shown as, from what is written in Markdown."""
HELP = (
    "Skriv i feltene. Bruk gjerne sporede endringer og kommentarer. Det som er skrevet utenfor "
    "feltene, kan ikke tas inn igjen. Henvisninger til kilder, lover og begreper kan flyttes og "
    "slettes, men ikke skrives om; nye skrives slik: [@kilde], [[lov § 1-1]], [[begrep]]."
)


@dataclass
class _Sent:
    """What is counted while a document is written."""

    shown: Shown
    references: list[tuple[str, str]] = field(default_factory=list)
    opaque: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    lists: list[tuple[int, int]] = field(default_factory=list)
    number: int = 1000

    def next(self) -> int:
        self.number += 1
        return self.number


def document_of(
    parts: Sequence[Part], guideline: str, title: str, version: str, sent: date, shown: Shown
) -> bytes:
    """Return the document, the same bytes for the same texts and day."""
    state = _Sent(shown)
    body = [_outside(title, "Title", state), _outside(HELP, "RnHjelp", state)]
    fields: list[TextField] = []
    for part in parts:
        body.append(_outside(part.title, f"Heading{part.level}", state))
        for one in part.fields:
            body.append(_outside(one.label, "RnFelt", state))
            if one.source:
                body.append(_outside(one.source, "RnHjelp", state))
            body.append(_field(one, len(fields), state))
            fields.append(one)
    body.append("<w:p/>")
    manifest = Manifest(
        guideline, version, sent.isoformat(), tuple(fields), tuple(state.references),
        tuple(state.opaque), tuple(state.outside),
    )
    return _packed(manifest, title, "".join(body), state)


def _outside(text: str, style: str, state: _Sent) -> str:
    state.outside.append(tidy(text))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text)}</w:p>'


def _field(one: TextField, number: int, state: _Sent) -> str:
    if one.kind == "line":
        content = f"<w:p>{_run(tidy(one.text))}</w:p>"
    else:
        content = "".join(_blocks(units_of(one.text), state)) or "<w:p/>"
    mark = state.next()
    return _control(
        f"rn:{number}", one.label,
        f'<w:bookmarkStart w:id="{mark}" w:name="rn_{number}"/>{content}'
        f'<w:bookmarkEnd w:id="{mark}"/>',
        state, "sdtLocked",
    )


def _control(tag: str, alias: str, content: str, state: _Sent, lock: str) -> str:
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(alias[:60])}/><w:tag w:val={quoteattr(tag)}/>"
        f'<w:id w:val="{state.next()}"/><w:lock w:val="{lock}"/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def _blocks(units: Sequence[Unit], state: _Sent) -> list[str]:
    found = []
    numbers: dict[int, int] = {}
    for unit in units:
        match unit.kind:
            case "table":
                found.append(_table(unit, state))
                continue
            case "opaque":
                number = len(state.opaque)
                state.opaque.append(unit.raw)
                lines = "<w:br/>".join(_text(line) for line in unit.raw.split("\n"))
                found.append(_control(
                    f"rn#{number}", "Kan ikke endres i Word",
                    f'<w:p><w:pPr><w:pStyle w:val="RnKodeblokk"/></w:pPr><w:r>{lines}</w:r></w:p>',
                    state, "contentLocked",
                ))
                continue
            case "heading":
                style, more = f"Heading{unit.level}", ""
            case "item":
                if unit.ordered and unit.start:
                    numbers[unit.level] = _FIRST_LIST + len(state.lists)
                    state.lists.append((unit.level, unit.start))
                list_ = numbers.get(unit.level, _FIRST_LIST) if unit.ordered else _BULLETS
                style = "ListParagraph"
                more = (
                    f'<w:numPr><w:ilvl w:val="{unit.level}"/><w:numId w:val="{list_}"/></w:numPr>'
                )
            case "more":
                style, more = f"RnForts{unit.level}", ""
            case "quote":
                style, more = "Quote", ""
            case "rule":
                style, more = "RnSkille", ""
            case _:
                style, more = "", ""
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        found.append(
            f"<w:p><w:pPr>{named}{more}</w:pPr>{_runs(unit.spans, state)}</w:p>"
        )
    return found


def _table(unit: Unit, state: _Sent) -> str:
    grid = "".join("<w:gridCol/>" for _ in unit.align)
    rows = []
    for place, row in enumerate(unit.rows):
        cells = []
        for cell, align in zip(row, unit.align, strict=True):
            where = f'<w:pPr><w:jc w:val="{align}"/></w:pPr>' if align else ""
            cells.append(f"<w:tc><w:tcPr/><w:p>{where}{_runs(cell, state)}</w:p></w:tc>")
        head = "<w:trPr><w:tblHeader/></w:trPr>" if not place else ""
        rows.append(f"<w:tr>{head}{''.join(cells)}</w:tr>")
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _runs(spans: Spans, state: _Sent) -> str:
    found = []
    for span in spans:
        made = _span(span, state)
        if span.href:
            made = f'<w:hyperlink r:id="{_link(span.href, state)}">{made}</w:hyperlink>'
        found.append(made)
    return "".join(found)


def _span(span: Span, state: _Sent) -> str:
    if span.kind == "break":
        return "<w:r><w:br/></w:r>"
    if span.kind == "reference":
        number = len(state.references)
        text = tidy(state.shown(span.text)) or span.text
        state.references.append((span.text, text))
        mark = state.next()
        content = (
            f'<w:bookmarkStart w:id="{mark}" w:name="rnh_{number}"/>'
            f'{_run(text, _REFERENCE)}<w:bookmarkEnd w:id="{mark}"/>'
        )
        return _control(f"rn={number}", span.text, content, state, "contentLocked")
    style = '<w:rStyle w:val="RnKode"/>' if "c" in span.marks else (
        '<w:rStyle w:val="Hyperlink"/>' if span.href else ""
    )
    return _run(span.text, style + ("<w:b/>" if "s" in span.marks else "")
                + ("<w:i/>" if "e" in span.marks else ""))


def _link(href: str, state: _Sent) -> str:
    return state.links.setdefault(href, f"rIdL{len(state.links) + 1}")


def _run(text: str, properties: str = "") -> str:
    set_ = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{set_}{_text(text)}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


# The parts of the package -----------------------------------------------------------------------


def _packed(manifest: Manifest, title: str, body: str, state: _Sent) -> bytes:
    day = f"{manifest.sent}T00:00:00Z"
    links = "".join(
        f'<Relationship Id="{id_}" Type="{_R}/hyperlink" Target={quoteattr(href)} '
        'TargetMode="External"/>'
        for href, id_ in state.links.items()
    )
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(
            ("rId1", f"{_R}/officeDocument", "word/document.xml"),
            ("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
             "core-properties", "docProps/core.xml"),
            ("rId3", f"{_R}/custom-properties", "docProps/custom.xml"),
        ),
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(title)}</dc:title><dc:language>nb-NO</dc:language>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
            "</cp:coreProperties>"
        ),
        "docProps/custom.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
            'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
            'docPropsVTypes">' + "".join(
                '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" '
                f'pid="{number}" name="{PROPERTY}-{name}"><vt:lpwstr>{escape(value)}</vt:lpwstr>'
                "</property>"
                for number, (name, value) in enumerate((
                    ("retningslinje", manifest.guideline), ("versjon", manifest.version),
                    ("sendt", manifest.sent), ("dokument", manifest.id),
                ), 2)
            ) + "</Properties>"
        ),
        "customXml/item1.xml": (
            f'<dokument xmlns="{NAMESPACE}">{escape(manifest.data)}</dokument>'
        ),
        "customXml/itemProps1.xml": (
            '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/'
            'customXml" ds:itemID="{7A1D3B52-5C0E-4F0B-9B1B-2E6B6C7D8E90}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        ),
        "customXml/_rels/item1.xml.rels": _relations(
            ("rId1", f"{_R}/customXmlProps", "itemProps1.xml"),
        ),
        "word/document.xml": (
            f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}<w:sectPr>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" '
            'w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>'
            "</w:sectPr></w:body></w:document>"
        ),
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _numbering(state.lists),
        "word/settings.xml": (
            f'<w:settings xmlns:w="{_W}"><w:trackRevisions/><w:defaultTabStop w:val="709"/>'
            '<w:compat><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
            '<w:themeFontLang w:val="nb-NO"/></w:settings>'
        ),
        "word/_rels/document.xml.rels": _relations(
            ("rId1", f"{_R}/styles", "styles.xml"), ("rId2", f"{_R}/numbering", "numbering.xml"),
            ("rId3", f"{_R}/settings", "settings.xml"),
            ("rId4", f"{_R}/customXml", "../customXml/item1.xml"),
        ).replace("</Relationships>", f"{links}</Relationships>"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), (_HEAD + content).encode(),
                            zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _relations(*found: tuple[str, str, str]) -> str:
    return f'<Relationships xmlns="{_RELS}">' + "".join(
        f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>'
        for id_, kind, target in found
    ) + "</Relationships>"


def _numbering(lists: Sequence[tuple[int, int]]) -> str:
    def sign(form: str, level: int) -> str:
        return "•" if form == "bullet" else f"%{level + 1}."

    def levels(form: str) -> str:
        return "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{sign(form, n)}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{425 * (n + 1)}" w:hanging="425"/>'
            "</w:pPr></w:lvl>"
            for n in range(9)
        )

    numbered = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="{level}">'
        f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        for number, (level, start) in enumerate(lists, _FIRST_LIST)
    )
    return (
        f'<w:numbering xmlns:w="{_W}">'
        f'<w:abstractNum w:abstractNumId="0">{levels("bullet")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{levels("decimal")}</w:abstractNum>'
        f'<w:num w:numId="{_BULLETS}"><w:abstractNumId w:val="0"/></w:num>{numbered}</w:numbering>'
    )


def _style(id_: str, name: str, kind: str = "paragraph", base: str = "Normal", paragraph: str = "",
           run: str = "") -> str:
    default = ' w:default="1"' if id_ == "Normal" else ""
    based = f'<w:basedOn w:val="{base}"/>' if kind == "paragraph" and id_ != "Normal" else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{id_}"{default}><w:name w:val="{name}"/>{based}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    ) if kind == "paragraph" else (
        f'<w:style w:type="{kind}" w:styleId="{id_}"><w:name w:val="{name}"/><w:qFormat/>'
        f"<w:rPr>{run}</w:rPr></w:style>"
    )


_BORDER = 'w:val="single" w:sz="4" w:space="0" w:color="9AA7B1"'
_STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" '
    'w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="nb-NO"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" '
    'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    + _style("Normal", "Normal")
    + _style("Title", "Title", run='<w:b/><w:color w:val="12456B"/><w:sz w:val="48"/>')
    + "".join(
        _style(f"Heading{n}", f"heading {n}", run=f'<w:b/><w:color w:val="12456B"/>'
               f'<w:sz w:val="{size}"/>',
               paragraph=f'<w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="{n - 1}"/>')
        for n, size in enumerate((36, 30, 26, 24, 22, 22), 1)
    )
    + _style("RnFelt", "Feltnavn",
             paragraph='<w:keepNext/><w:spacing w:before="200" w:after="40"/>',
             run='<w:b/><w:color w:val="4C5B67"/><w:sz w:val="18"/>')
    + _style("RnHjelp", "Hjelpetekst", run='<w:i/><w:color w:val="4C5B67"/><w:sz w:val="20"/>')
    + _style("ListParagraph", "List Paragraph", paragraph="<w:contextualSpacing/>")
    + "".join(
        _style(f"RnForts{n}", f"Fortsettelse av punkt {n + 1}",
               paragraph=f'<w:ind w:left="{425 * (n + 1)}"/>')
        for n in range(9)
    )
    + _style("Quote", "Quote", paragraph='<w:ind w:left="425" w:right="425"/>', run="<w:i/>")
    + _style("RnSkille", "Skillelinje",
             paragraph=f"<w:pBdr><w:bottom {_BORDER}/></w:pBdr>")
    + _style("RnKodeblokk", "Urørt blokk", run='<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>')
    + _style("RnKode", "Kode", "character", run='<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>')
    + _style("RnHenvisning", "Henvisning", "character",
             run='<w:color w:val="12456B"/><w:shd w:val="clear" w:color="auto" w:fill="EAF2F8"/>')
    + _style("Hyperlink", "Hyperlink", "character",
             run='<w:color w:val="12456B"/><w:u w:val="single"/>')
    + '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr>'
    f"<w:tblBorders><w:top {_BORDER}/><w:left {_BORDER}/><w:bottom {_BORDER}/><w:right {_BORDER}/>"
    f"<w:insideH {_BORDER}/><w:insideV {_BORDER}/></w:tblBorders></w:tblPr></w:style></w:styles>"
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+'
    'xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_MAIN}.numbering+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_MAIN}.settings+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.'
    'core-properties+xml"/><Override PartName="/docProps/custom.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
    '<Override PartName="/customXml/itemProps1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/></Types>'
)
