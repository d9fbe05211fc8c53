"""Word documents made from the XML of their text, so that a test shows what it is about."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="Overskrift{level}"><w:name w:val="heading {level}"/>'
    "</w:style>" for level in range(1, 7)
) + '<w:style w:type="paragraph" w:styleId="INNH1"><w:name w:val="toc 1"/></w:style>'
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{number}">' + "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/></w:lvl>' for level in range(4)
    ) + "</w:abstractNum>" for number, form in enumerate(("bullet", "decimal"))
) + "".join(
    f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>'
    for number in range(2)
)


def paragraph(text: str, level: int = 0) -> str:
    """Return a paragraph, or a heading of a level."""
    style = f'<w:pPr><w:pStyle w:val="Overskrift{level}"/></w:pPr>' if level else ""
    return f"<w:p>{style}{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, level: int = 0, ordered: bool = False) -> str:
    """Return an item of a list."""
    number = 2 if ordered else 1
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        f"</w:pPr>{run(text)}</w:p>"
    )


def table(*rows: str) -> str:
    """Return a table of rows, each made of cells (``<w:tc>``)."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    """Return a cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def word(
    body: str, parts: Mapping[str, str | bytes] | None = None, relations: str = "",
    types: str = "", main: str = "document.main",
) -> bytes:
    """Return a document.

    Args:
        body: the XML inside ``<w:body>``.
        parts: other parts below ``word/``; of XML what is inside its root.
    """
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.{main}+xml"/>'
            f"{types}</Types>"
        ))
        archive.writestr("_rels/.rels", (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
        ))
        archive.writestr("word/_rels/document.xml.rels", (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
        ))
        archive.writestr("word/document.xml", root("document", f"<w:body>{body}</w:body>"))
        archive.writestr("word/styles.xml", root("styles", _STYLES))
        archive.writestr("word/numbering.xml", root("numbering", _NUMBERING))
        for name, inner in (parts or {}).items():
            made = inner if isinstance(inner, bytes) else root(_ROOTS[name.split(".")[0]], inner)
            archive.writestr(f"word/{name}", made)
    return stream.getvalue()


_ROOTS = {
    "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments", "header1": "hdr",
    "footer1": "ftr",
}


def root(name: str, inner: str) -> str:
    """Return a part."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_SPACES}>{inner}</w:{name}>'


def relation(id_: str, kind: str, target: str, outside: bool = False) -> str:
    """Return a relation of the document."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{id_}" Type="{_RELATION}/{kind}" Target="{target}"{mode}/>'


def picture(attributes: str, alt: str = "") -> str:
    """Return a paragraph with a picture; ``attributes`` say which (``r:embed="…"``)."""
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr descr="{alt}"/><a:graphic><a:graphicData>'
        f"<pic:pic><pic:blipFill><a:blip {attributes}/></pic:blipFill></pic:pic></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
