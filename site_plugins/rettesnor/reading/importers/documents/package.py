"""Opening a Word document: a ZIP archive from anywhere, so nothing in it is trusted.

Everything is measured before it is unpacked, and no part may have a document type: that is where
entities are declared, and no Word document has one.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

from rettesnor.reading.importers.documents.document import UnreadableError

MAX_BYTES = 50_000_000
"""No file that is imported is larger."""
_MAX_ENTRIES, _MAX_UNPACKED, _MAX_PART, _MAX_RATIO = 5_000, 300_000_000, 60_000_000, 200
_MAX_XML = 30_000_000
_SMALL = 1_000_000
"""A part that is smaller unpacked may be packed as tightly as can be."""
_MAX_DEPTH = 150
_BROKEN = "Fila er skadet og kan ikke leses. Åpne den i Word, og lagre den på nytt som .docx."
_HUGE = "Fila er for stor når den pakkes ut, og blir ikke lest."
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
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
            self._archive = zipfile.ZipFile(BytesIO(data))
            entries = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise UnreadableError(_BROKEN) from error
        if len(entries) > _MAX_ENTRIES or sum(e.file_size for e in entries) > _MAX_UNPACKED:
            raise UnreadableError(_HUGE)
        for entry in entries:
            packed = max(entry.compress_size, 1)
            if entry.file_size > _SMALL and entry.file_size / packed > _MAX_RATIO:
                raise UnreadableError(_HUGE)
            if entry.flag_bits & 1:
                raise UnreadableError(
                    "Fila er beskyttet med passord. Ta det bort i Word, og lagre på nytt."
                )
        names = [entry.filename for entry in entries]
        if len({*names}) != len(names):
            raise UnreadableError(_BROKEN)
        self.names = frozenset(names)
        self._ensure_word()

    def _ensure_word(self) -> None:
        if "[Content_Types].xml" not in self.names:
            raise UnreadableError(self._other())
        types = self.read("[Content_Types].xml")
        if b"macroEnabled" in types or any("vbaProject" in name for name in self.names):
            raise UnreadableError(
                "Dokumentet har makroer. Lagre det i Word som «Word-dokument (.docx)», uten "
                "makroer."
            )
        if _MAIN.encode() not in types or self.main not in self.names:
            raise UnreadableError("Fila er ikke et Word-dokument (.docx).")

    def _other(self) -> str:
        kind = self.read("mimetype") if "mimetype" in self.names else b""
        if b"opendocument.text" in kind:
            return "Fila er lagret som OpenDocument (.odt). Lagre den som .docx."
        return "Fila er ikke et Word-dokument (.docx)."

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
            UnreadableError: it is too large, damaged, or XML with a document type.
        """
        is_xml = name.endswith((".xml", ".rels"))
        if self._archive.getinfo(name).file_size > (_MAX_XML if is_xml else _MAX_PART):
            raise UnreadableError(_HUGE)
        try:
            data = self._archive.read(name)
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError,
                RuntimeError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
            raise UnreadableError(_BROKEN) from error
        if is_xml:
            named = _ENCODING.match(data)
            if named and named[1].lower() not in (b"utf-8", b"us-ascii"):
                raise UnreadableError(_BROKEN)
            if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise UnreadableError(_BROKEN)
            if _DOCTYPE.search(data) or b"\0" in data:
                raise UnreadableError(
                    "Dokumentet har en dokumenttype (DOCTYPE) i seg, og blir ikke lest. Åpne det i "
                    "Word, og lagre det på nytt."
                )
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
