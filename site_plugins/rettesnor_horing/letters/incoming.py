"""What kind of file was uploaded: its content decides, never what it is called or says it is."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from rettesnor.reading.files.office import LIMITS

from rettesnor_horing.intake.answer import clean
from rettesnor_horing.words import say

MOST_BYTES = LIMITS.file
"""Largest file that is taken in: that of the Word documents."""
MOST_NAME = 120
DOCX, PDF, TEXT, DATA, MAIL = "docx", "pdf", "txt", "json", "eml"
CONTENT_TYPES = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PDF: "application/pdf", TEXT: "text/plain; charset=utf-8", DATA: "application/json",
    MAIL: "message/rfc822",
}
_ENDINGS = {".docx": {DOCX}, ".pdf": {PDF}, ".txt": {TEXT}, ".md": {TEXT}, ".json": {DATA}}
_HTML = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|\?xml|svg)\b",
                   re.IGNORECASE | re.DOTALL)
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class LetterError(Exception):
    """The file is not taken in; says why and what to do, in the page's written standard."""


def kind_of(name: str, data: bytes) -> str:
    """Return the kind of file that ``data`` is.

    Raises:
        LetterError: it is empty, too large, of no kind that is taken in, or called another.
    """
    if not data.strip():
        raise LetterError(say("Fila er tom."))
    if len(data) > MOST_BYTES:
        raise too_large()
    kind = _by_content(data)
    ending = PurePosixPath(name.casefold()).suffix
    if kind == TEXT and ending == ".json":
        kind = DATA  # a list, as annotations may be
    if kind not in _ENDINGS.get(ending, set()):
        raise LetterError(say(
            "Innholdet i fila passer ikke med navnet. Last opp et Word-dokument (.docx), en PDF "
            "(.pdf), ren tekst (.txt) eller et svar fra det nedlastbare skjemaet (.json)."
        ))
    return kind


def too_large() -> LetterError:
    """Return the error for a file with too many bytes."""
    return LetterError(
        say("Fila er for stor. Det er plass til {number} MB.", number=MOST_BYTES // 1_000_000)
    )


def decoded(data: bytes) -> str:
    """Return the words of a text file; Norwegian Windows files without a mark are read too.

    Raises:
        LetterError: it is no text.
    """
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            return text
    raise LetterError(say("Fila er ikke tekst, eller den er skadet."))


def safe_name(name: str) -> str:
    """Return a file name that can be shown and sent: no folders, control or direction signs."""
    name = clean(name.replace("\\", "/")).rsplit("/", 1)[-1]
    plain = "".join(c for c in name if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*;')
    plain = " ".join(plain.split())
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > MOST_NAME and dot:
        plain = f"{stem[: MOST_NAME - 1 - len(ending[:10])]}.{ending[:10]}"
    return plain[:MOST_NAME].strip(". ") or "brev"


def _by_content(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return DOCX
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(_OLD_WORD):
        raise LetterError(say(
            "Dokumentet er låst med passord eller lagret i et gammelt format. Lagre det som "
            "«Word-dokument (.docx)» uten passord."
        ))
    text = decoded(data)
    if _HTML.match(text):
        raise LetterError(say("Fila er en nettside. Lagre den som PDF eller Word-dokument."))
    return DATA if text.lstrip().startswith("{") else TEXT
