"""Booklets as EPUB 3 (ISO/IEC 23761 asks for its accessibility metadata), for reading devices."""

from __future__ import annotations

import re
import tempfile
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

from rettesnor.exports.documents.pandoc import Tree, convert
from rettesnor.exports.documents.reproducible_zip import repacked
from rettesnor.model.document_tree import DocumentTree, Facts
from rettesnor.model.look import PaperColours

_OUR_COLOURS = PaperColours()
_MODIFIED = re.compile(rb'(<meta property="dcterms:modified">)[^<]*')
_MODES = (
    ("accessMode", "textual"), ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "structuralNavigation"), ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"), ("accessibilityHazard", "none"),
)


def epub(
    booklet: DocumentTree, identifier: str, pictures: Path, colours: PaperColours = _OUR_COLOURS
) -> bytes:
    """Return ``booklet`` as EPUB 3, the same bytes each time.

    Args:
        identifier: the publication's unique identifier, a URI.

    Raises:
        ConversionError: pandoc is missing or cannot write it.
    """
    tree = Tree(booklet)
    front = [*tree.notice(), tree.facts(Facts(booklet.facts))]
    with tempfile.TemporaryDirectory() as folder:
        metadata, style = Path(folder) / "metadata.xml", Path(folder) / "stil.css"
        metadata.write_text(_metadata(booklet, identifier), encoding="utf-8", newline="\n")
        css = files(__package__).joinpath("epub.css").read_text(encoding="utf-8")
        style.write_text(
            css.replace(_OUR_COLOURS.brand, colours.brand), encoding="utf-8", newline="\n"
        )
        made = convert(tree.document(front), "epub3", [
            f"--epub-metadata={metadata}", f"--css={style}", "--toc", "--toc-depth=2",
            "--split-level=1", f"--metadata=toc-title:{booklet.words['contents']}",
        ], pictures)
    day = f"{booklet.day}T00:00:00Z".encode()

    def mend(name: str, content: bytes) -> bytes:
        return _MODIFIED.sub(rb"\g<1>" + day, content) if name.endswith(".opf") else content

    return repacked(made, mend, first=("mimetype",))


def _metadata(booklet: DocumentTree, identifier: str) -> str:
    meta = "".join(f'<meta property="schema:{name}">{value}</meta>\n' for name, value in _MODES)
    return (
        f'<dc:identifier id="epub-id-1">{escape(identifier)}</dc:identifier>\n'
        f"<dc:date>{booklet.day}</dc:date>\n"
        f"<dc:publisher>{escape(booklet.publisher)}</dc:publisher>\n{meta}"
    )
