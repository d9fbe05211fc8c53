"""Booklets as PDF, by Typst: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) in one file.

Fonts are those that Typst brings, so that the bytes are the same on every machine.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from rettesnor.model.document_tree import DocumentTree, to_tree
from rettesnor.model.look import PaperColours
from rettesnor.model.printable import shown

STANDARDS = ("ua-1", "a-2a")
_OUR_COLOURS = PaperColours()
NOTHING = Path(__file__).parent
"""A folder without pictures, for Typst to stand in when a guideline has none."""
_NO_GLYPH = re.compile(r'the text `"(?P<text>.*)"` could not be displayed', re.S)


class TypesettingError(Exception):
    """A booklet cannot be made into a file; says why in Norwegian."""


def available() -> bool:
    """Return whether what the extra ``pdf`` brings is installed."""
    return all(find_spec(name) is not None for name in ("typst", "pikepdf"))


def template() -> bytes:
    """Return the look of a booklet, as Typst source."""
    return files(__package__).joinpath("booklet.typ").read_bytes()


def pdf(
    booklet: DocumentTree, pictures: Path, colours: PaperColours = _OUR_COLOURS
) -> bytes:
    """Return ``booklet`` as PDF, the same bytes each time.

    Args:
        pictures: the folder of its pictures, and all that Typst gets to see of the disk.

    Raises:
        TypesettingError: a picture cannot be read.
    """
    import typst

    root = pictures if pictures.is_dir() else NOTHING
    # Old releases may hold characters that the check refuses today.
    inputs = {
        "booklet": shown(json.dumps(to_tree(booklet), ensure_ascii=False)),
        "colours": json.dumps(asdict(colours)),
    }
    try:
        made: bytes = compiler(str(root)).compile(
            template(), format="pdf", sys_inputs=inputs, pdf_standards=list(STANDARDS),
            timestamp=datetime.fromisoformat(booklet.day).replace(tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise TypesettingError(reason(error.message)) from error
    return packed(made)


def packed(data: bytes) -> bytes:
    """Return the same document with its objects in streams: a third of the size.

    Typst writes each tag as an object of its own (ISO 32000-1, 7.5.7 lets them share streams).
    """
    import pikepdf

    made = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        document.save(
            made, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
        )
    return made.getvalue()


@cache
def compiler(root: str) -> Any:
    """Return a compiler that reads below ``root``; only one thread at a time may use it."""
    import typst

    return typst.Compiler(root=root, ignore_system_fonts=True)


def reason(message: str) -> str:
    if match := _NO_GLYPH.search(message):
        return f"Tegnet «{match['text']}» finnes ikke i skriften som PDF-filene er satt med."
    return f"PDF-fila kan ikke lages: {message}"
