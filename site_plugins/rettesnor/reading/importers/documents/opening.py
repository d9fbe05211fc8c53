"""What kind of document a file is, by what is in it and not by its name."""

from __future__ import annotations

from rettesnor.reading.importers.documents.document import Document, UnreadableError
from rettesnor.reading.importers.documents.html_file import Beside, read_html
from rettesnor.reading.importers.documents.package import MAX_BYTES
from rettesnor.reading.importers.documents.word import read_word

__all__ = ["MAX_BYTES", "read_document"]

_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "Fila er lagret i det gamle Word-formatet (.doc), eller er beskyttet med "
     "passord. Åpne den i Word, og lagre den som .docx."),
    (b"%PDF", "Fila er en PDF. Bruk Word-dokumentet som den er laget av, eller åpne den i Word og "
     "lagre som .docx."),
    (b"{\\rtf", "Fila er lagret som RTF. Åpne den i Word, og lagre den som .docx."),
)


def read_document(data: bytes, beside: Beside) -> Document:
    """Return what a Word document or an HTML file holds.

    Raises:
        UnreadableError: it is neither, or is damaged or dangerous.
    """
    if not data.strip():
        raise UnreadableError("Fila er tom.")
    for start, said in _OTHERS:
        if data.startswith(start):
            raise UnreadableError(said)
    if data.startswith(b"PK"):
        return read_word(data)
    if len(data) > _MAX_HTML:
        raise UnreadableError("Fila er for stor.")
    return read_html(data, beside)


_MAX_HTML = 20_000_000
