"""Opening a Word document to import it: what ``office`` lets in, with limits of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

from rettesnor.reading.files.office import Limits, OfficeError, unpacked
from rettesnor.reading.importers.documents.document import UnreadableError

MAX_BYTES = 50_000_000
"""No file that is imported is larger."""
_LIMITS = Limits(file=MAX_BYTES, part=60_000_000, total=300_000_000, parts=5_000)
_MAX_XML = 30_000_000
_MAX_DEPTH = 150
_BROKEN = "Fila er skadet og kan ikke leses. Åpne den i Word, og lagre den på nytt som .docx."
_HUGE = "Fila er for stor når den pakkes ut, og blir ikke lest."
_MESSAGES = {
    "size": _HUGE, "damaged": _BROKEN, "other": "Fila er ikke et Word-dokument (.docx).",
    "locked": "Fila er beskyttet med passord. Ta det bort i Word, og lagre på nytt.",
    "macros": (
        "Dokumentet har makroer. Lagre det i Word som «Word-dokument (.docx)», uten makroer."
    ),
    "declared": (
        "Dokumentet har en dokumenttype (DOCTYPE) i seg, og blir ikke lest. Åpne det i Word, og "
        "lagre det på nytt."
    ),
}
_ENCODING = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_MAIN = "wordprocessingml.document.main"


class Package:
    """The parts of a Word document."""

    def __init__(self, data: bytes) -> None:
        """Open the archive.

        Raises:
            UnreadableError: it is damaged, too large, or no Word document.
        """
        try:
            self._parts = unpacked(data, _LIMITS)
        except OfficeError as error:
            raise UnreadableError(_MESSAGES[error.fault]) from error
        self.names = frozenset(self._parts)
        self._ensure_word()

    def _ensure_word(self) -> None:
        if "[Content_Types].xml" not in self.names:
            raise UnreadableError(self._other())
        types = self.read("[Content_Types].xml")
        if _MAIN.encode() not in types or self.main not in self.names:
            raise UnreadableError(_MESSAGES["other"])

    def _other(self) -> str:
        kind = self.read("mimetype") if "mimetype" in self.names else b""
        if b"opendocument.text" in kind:
            return "Fila er lagret som OpenDocument (.odt). Lagre den som .docx."
        return _MESSAGES["other"]

    @property
    def main(self) -> str:
        """The name of the part with the text."""
        for relation in self.relations(""):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
        return "word/document.xml"

    def beside(self, name: str) -> str:
        """Return the name of a part that stands in the folder of the text."""
        folder = self.main.rpartition("/")[0]
        return f"{folder}/{name}" if folder else name

    def read(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            UnreadableError: it is too large, or in an encoding that Word does not use.
        """
        data = self._parts[name]
        if name.endswith((".xml", ".rels")):
            if len(data) > _MAX_XML:
                raise UnreadableError(_HUGE)
            named = _ENCODING.match(data)
            if named and named[1].lower() not in (b"utf-8", b"us-ascii"):
                raise UnreadableError(_BROKEN)
            if b"\0" in data:
                raise UnreadableError(_BROKEN)
        return data

    def tree(self, name: str) -> ElementTree.Element | None:
        """Return a part as XML; None when there is none with that name.

        Raises:
            UnreadableError: it cannot be read.
        """
        if name not in self.names:
            return None
        data = self.read(name)
        depth = 0
        try:
            root = None
            for event, element in ElementTree.iterparse(BytesIO(data), ("start", "end")):
                root = element if root is None else root
                depth += 1 if event == "start" else -1
                if depth > _MAX_DEPTH:
                    raise UnreadableError(_BROKEN)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise UnreadableError(_BROKEN) from error
        return root

    def relations(self, part: str) -> Iterator[ElementTree.Element]:
        """Yield the relations of a part; of the whole document when it has no name."""
        folder, _, file = part.rpartition("/")
        root = self.tree(f"{folder}/_rels/{file}.rels".lstrip("/"))
        yield from () if root is None else root


def local(element: ElementTree.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: ElementTree.Element, name: str) -> str:
    """Return an attribute by its name without namespace; empty when it is not there."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""
