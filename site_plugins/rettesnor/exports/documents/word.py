"""Booklets as Word documents (DOCX, ISO/IEC 29500), for a municipality to make its own routine of.
"""

from __future__ import annotations

import tempfile
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from rettesnor.exports.documents.pandoc import Node, Tree, convert, styled
from rettesnor.exports.documents.reproducible_zip import dated, repacked
from rettesnor.model.colour import channels
from rettesnor.model.document_tree import DocumentTree, Facts, Heading
from rettesnor.model.look import PaperColours

_CONTENTS_DEPTH = 2
_FONT = "Calibri"
_OUR_COLOURS = PaperColours()


def available() -> bool:
    """Return whether pandoc is installed, which the extra ``pdf`` brings."""
    return find_spec("pypandoc") is not None


def docx(
    booklet: DocumentTree, pictures: Path, colours: PaperColours = _OUR_COLOURS
) -> bytes:
    """Return ``booklet`` as a Word document, the same bytes each time.

    Raises:
        ConversionError: pandoc is missing or cannot write it.
    """
    tree = Tree(booklet, lift=0 if booklet.cover else 1)
    front: list[Node] = [*tree.notice()]
    end = [tree.facts(Facts(booklet.facts))]
    if booklet.cover:
        front += [*end, *_contents(booklet)]
        end = []
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder) / "stiler.docx"
        draft = f" · {booklet.mark}" if booklet.mark else ""
        foot = f"{booklet.stamp}{draft} · {booklet.words['page']}"
        reference.write_bytes(_reference(foot, colours))
        made = convert(
            tree.document(front, end), "docx", [f"--reference-doc={reference}"], pictures
        )
    return repacked(made, dated(booklet.day))


def _contents(booklet: DocumentTree) -> list[Node]:
    """Return the contents as links: Word's own list would stay empty until it is asked to fill."""
    found = [
        styled("TOC Heading", [{"t": "Para", "c": [
            {"t": "Str", "c": booklet.words["contents"]}
        ]}])
    ]
    for block in booklet.content:
        if not (isinstance(block, Heading) and block.anchor and block.level <= _CONTENTS_DEPTH):
            continue
        words = "".join(one.text for one in block.content if hasattr(one, "text"))
        link = {"t": "Link", "c": [["", [], []], [
            {"t": "Str", "c": f"{block.number} {words}".strip()}
        ], [f"#{block.anchor}", ""]]}
        found.append(styled(f"TOC {block.level}", [{"t": "Para", "c": [link]}]))
    return found


@cache
def _reference(foot: str, colours: PaperColours) -> bytes:
    """Return a document whose styles the others take over, with ``foot`` at the foot of pages."""
    import pypandoc
    from docx import Document

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pandoc.docx"
        pypandoc.convert_text("", "docx", format="markdown", outputfile=str(path))
        document = Document(str(path))
    _styles(document, colours)
    _page(document, foot)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _styles(document: Any, colours: PaperColours) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    brand, quiet = (RGBColor(*channels(one)) for one in (colours.brand, colours.quiet))
    styles = document.styles
    _fonts(styles)
    _table(styles["Table"], colours)
    for name, size in (("Title", 26), ("Heading 1", 20), ("Heading 2", 15), ("Heading 3", 12.5),
                       ("Heading 4", 11.5), ("Heading 5", 11)):
        style = styles[name]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), True, brand
        style.paragraph_format.keep_with_next = True
    for name, size, colour in (
        ("Merknad", 10, None), ("Kort anbefaling", 13, None), ("Liten", 9, quiet),
        ("Oppslag", 10, None), ("TOC 1", 11, None), ("TOC 2", 11, None),
    ):
        style = _style(styles, name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Body Text"]
        style.font.size = Pt(size)
        if colour is not None:
            style.font.color.rgb = colour
    styles["Merknad"].paragraph_format.space_after = Pt(10)
    styles["Oppslag"].paragraph_format.left_indent = Pt(14)
    styles["Oppslag"].paragraph_format.first_line_indent = Pt(-14)
    styles["TOC 2"].paragraph_format.left_indent = Pt(14)
    _shade(styles["Merknad"], "FDF3D7", "8A6400")
    _shade(styles["Kort anbefaling"], _office(colours.tints[0]), _office(colours.brand))
    strength = _style(styles, "Styrke", WD_STYLE_TYPE.CHARACTER)
    strength.font.bold, strength.font.color.rgb = True, brand


def _fonts(styles: Any) -> None:
    """Set everything in a font that every office has, from the left."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for name in ("Normal", "Title", "Author", *(f"Heading {n}" for n in range(1, 7))):
        font = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        font.attrib.clear()
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            font.set(qn(script), _FONT)
    styles["Normal"].font.size = Pt(11)
    for name in ("Title", "Author"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    styles["Definition Term"].font.size = styles["Definition"].font.size = Pt(10)
    styles["Definition"].paragraph_format.space_after = Pt(2)
    styles["Compact"].font.size = Pt(10.5)


def _office(colour: str) -> str:
    """Return ``colour`` as OOXML writes it."""
    return "".join(f"{one:02X}" for one in channels(colour))


def _table(style: Any, colours: PaperColours) -> None:
    """Give tables lines between their rows, and a head that looks like one."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    for old in style.element.findall(qn("w:tblStylePr")):
        style.element.remove(old)
    properties = style.element.find(qn("w:tblPr"))
    brand, tint = _office(colours.brand), _office(colours.tint)
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{_office(colours.line)}"'
    borders = parse_xml(
        f'<w:tblBorders {nsdecls("w")}><w:bottom {line}/><w:insideH {line}/></w:tblBorders>'
    )
    properties.insert(0, borders)
    style.element.append(parse_xml(
        f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/><w:color w:val="{brand}"/>'
        '</w:rPr><w:tcPr><w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" '
        f'w:color="{brand}"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{tint}"/>'
        "</w:tcPr></w:tblStylePr>"
    ))


def _style(styles: Any, name: str, kind: Any) -> Any:
    known = {style.name for style in styles}
    return styles[name] if name in known else styles.add_style(name, kind)


def _shade(style: Any, fill: str, line: str) -> None:
    """Give a paragraph style a ground and a line at its left side."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    properties = style.element.get_or_add_pPr()
    border = (
        f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="24" w:space="8" '
        f'w:color="{line}"/></w:pBdr>'
    )
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>'
    # CT_PPr wants them in this order, before the distances (ISO/IEC 29500-1, 17.3.1.26).
    for number, xml in enumerate((border, shade)):
        properties.insert(number, parse_xml(xml))


def _page(document: Any, foot: str) -> None:
    """Make pages A4, with ``foot`` and the page number at their foot."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    paragraph = section.footer.paragraphs[0]
    run = paragraph.add_run(f"{foot} ")
    run.font.size = Pt(8.5)
    paragraph._p.append(parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:rPr><w:sz w:val="17"/></w:rPr>'
        "<w:t>1</w:t></w:r></w:fldSimple>"
    ))
