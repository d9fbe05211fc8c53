"""Takes the text out of a document from outside: ``python -m rettesnor_horing.letters.extract``.

Runs as a process of its own, without the desk's keys and with a limit on time and memory, since a
document may be made to make its reader slow or large. Reads the file from standard input and writes
JSON: ``{"avsnitt": […], "sider": [pages without text], "utelatt": [kinds]}``, or
``{"feil": code, "melding": words}``.
Nothing in the document is run, and nothing that it refers to is fetched.
"""

from __future__ import annotations

import importlib.util
import io
import json
import logging
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time
from typing import Any

from rettesnor.platform import SYSTEM
from rettesnor.reading.files.office import OfficeError, open_docx, unpacked
from rettesnor.reading.importers.documents.document import NOTE, Node, UnreadableError, text_of
from rettesnor.reading.importers.documents.word import read_word
from rettesnor.reading.importers.html_tree import Element

from rettesnor_horing.letters.mail_parts import mail_parts

SECONDS = 30
_MEMORY = 1_500_000_000
_MOST_PAGES = 500
_MOST_CHARACTERS = 2_000_000
_MOST_CELLS = 400_000
_FEWEST_LETTERS = 20
"""A page with fewer letters than this is taken for a picture of a text."""
_LEAVES = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dt", "dd"}
_ENDS = re.compile(r"[.:!?»”)]$")


class Refused(Exception):
    """The file is not read; the code says why (``text.py``)."""


def word_text(data: bytes) -> dict[str, Any]:
    """Return the paragraphs of a Word document, with its notes last.

    Raises:
        OfficeError: it holds macros, is too large when unpacked, or is no Word document.
        UnreadableError: it cannot be read.
        Refused: what reads it is not installed.
    """
    if importlib.util.find_spec("mammoth") is None:
        raise Refused("mammoth")
    open_docx(data)
    document = read_word(data)
    found = [*_blocks(document.nodes)]
    for nodes in document.notes.values():
        found += _blocks(nodes)
    kinds = sorted({aside.kind for aside in document.asides})
    if document.pictures:
        kinds.append("Bilder")
    return {"avsnitt": found, "sider": [], "utelatt": kinds}


def pdf_text(data: bytes) -> dict[str, Any]:
    """Return the paragraphs of a PDF.

    Raises:
        Refused: it is damaged, locked, too long, or has pictures of text only.
    """
    try:
        from pypdf import PdfReader  # late: nothing else needs it
        from pypdf.errors import DependencyError, PyPdfError
    except ImportError as error:
        raise Refused("pypdf") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if _is_locked(reader):
            raise Refused("pdf-locked")
        if len(reader.pages) > _MOST_PAGES:
            raise Refused("long")
        pages = [page.extract_text() or "" for page in reader.pages]
    except Refused:
        raise
    except DependencyError as error:  # it is encrypted in a way that needs a library more
        raise Refused("pdf-locked") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError,
            RecursionError, NotImplementedError, OSError, ImportError) as error:
        # a damaged document makes the reader raise anything, and so does an unknown lock
        raise Refused("pdf-locked" if b"/Encrypt" in data else "pdf-damaged") from error
    empty = [n for n, page in enumerate(pages, 1) if _letters(page) < _FEWEST_LETTERS]
    if len(empty) == len(pages) and sum(map(_letters, pages)) < _FEWEST_LETTERS:
        raise Refused("pictures" if any(map(_has_picture, reader.pages)) else "pdf-empty")
    found = [paragraph for page in pages for paragraph in _joined(page)]
    return {"avsnitt": found, "sider": empty, "utelatt": []}


def _is_locked(reader: Any) -> bool:
    """Whether a password is needed to read."""
    if not reader.is_encrypted:
        return False
    try:
        return not reader.decrypt("")
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, NotImplementedError):
        return True  # encrypted, and not in a way that the reader knows


def _has_picture(page: Any) -> bool:
    """Whether a page shows a picture: then it is one that was scanned."""
    try:
        resources = page["/Resources"].get_object() if "/Resources" in page else {}
        objects = resources["/XObject"].get_object() if "/XObject" in resources else {}
        kinds = [one.get_object().get("/Subtype") for one in objects.values()]
        contents = page.get_contents()
        inline = contents is not None and b" ID " in contents.get_data()
    except Exception:  # whatever a damaged page raises, no picture was found
        return False
    return "/Image" in kinds or inline


def sheet_rows(data: bytes) -> dict[str, Any]:
    """Return the cells of the first sheet of a workbook that has any, as they are shown.

    Raises:
        OfficeError: it holds macros, is too large when unpacked, or is no Office file.
        Refused: it is damaged or has too many cells.
    """
    if importlib.util.find_spec("openpyxl") is None:
        raise Refused("openpyxl")
    import openpyxl  # late: nothing else here needs it

    unpacked(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = list(_rows(sheet))
            if any(map(any, rows)):
                return {"rader": rows}
    except Refused:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError,
            SyntaxError, RecursionError, zipfile.BadZipFile) as error:
        raise Refused("sheet") from error
    raise Refused("sheet")


def _rows(sheet: Any) -> Iterator[list[str]]:
    left = _MOST_CELLS
    for row in sheet.iter_rows(values_only=True):
        left -= len(row)
        if left < 0:
            raise Refused("cells")
        yield [_cell(value) for value in row]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _letters(text: str) -> int:
    return sum(character.isalpha() for character in text)


def _blocks(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield each block's own words, so that no word is left out and none comes twice."""
    loose: list[Node] = []
    for node in nodes:
        block = isinstance(node, Element) and (node.tag in _LEAVES or _has_blocks(node))
        if not block:
            loose.append(node)
            continue
        yield from filter(None, [text_of(_shown(loose))])
        loose = []
        assert isinstance(node, Element)
        if _has_blocks(node):
            yield from _blocks(node.children)
        else:
            yield from filter(None, [text_of(_shown(node.children))])
    yield from filter(None, [text_of(_shown(loose))])


def _shown(nodes: Iterable[Node]) -> list[Node]:
    return [node for node in nodes if not (isinstance(node, Element) and node.tag == NOTE)]


def _has_blocks(node: Element) -> bool:
    return any(
        isinstance(child, Element) and (child.tag in _LEAVES or _has_blocks(child))
        for child in node.children
    )


def _joined(page: str) -> Iterator[str]:
    """Yield paragraphs from the lines of a page: a short line that ends a sentence ends one."""
    lines = [" ".join(line.split()) for line in page.splitlines()]
    widest = max(map(len, lines), default=0)
    parts: list[str] = []
    for line in lines:
        if line:
            parts.append(line)
        if parts and (not line or (_ENDS.search(line) and len(line) < 0.8 * widest)):
            yield " ".join(parts)
            parts = []
    if parts:
        yield " ".join(parts)


_READERS: dict[str, Callable[[bytes], dict[str, Any]]] = {
    "docx": word_text, "pdf": pdf_text, "xlsx": sheet_rows, "eml": mail_parts,
}


def main() -> int:
    """Read, take the text out, and write it."""
    SYSTEM.limit_this_process(_MEMORY, SECONDS)
    data = sys.stdin.buffer.read()
    try:
        said = _READERS[sys.argv[1]](data)
        if sum(map(len, said.get("avsnitt", ()))) > _MOST_CHARACTERS:
            said = {"feil": "long"}
    except Refused as error:
        said = {"feil": str(error)}
    except OfficeError as error:
        said = {"feil": error.fault, "melding": str(error)}
    except RecursionError:
        said = {"feil": "deep"}
    except UnreadableError as error:
        said = {"feil": "damaged", "melding": str(error)}
    sys.stdout.buffer.write(json.dumps(said).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
