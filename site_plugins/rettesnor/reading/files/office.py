"""Opening Word documents from others: bounded in size, without macros, entities or network.

A DOCX file is a zip of XML (ISO/IEC 29500-2). Nothing of it is written to disk, and nothing that it
refers to is fetched: relations to files elsewhere are left as the words that they are.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

_BOMB = 1_000_000
"""Bytes of a part below which the ratio of compression says nothing."""
_CHUNK = 65_536
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_TYPES = "[Content_Types].xml"
_DOCX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ACTIVE = re.compile(r"(^|/)(vba[^/]*\.(bin|xml)|activeX/.*)$", re.IGNORECASE)
_ACTIVE_TYPES = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_DECLARES = re.compile(r"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_OLD_WORD = b"\xd0\xcf\x11\xe0"
"""How a file of Word 97-2003 begins, and one that is locked with a password."""


Fault = Literal["size", "locked", "macros", "declared", "damaged", "other"]
"""Why a file is not accepted. ``declared``: it has a document type; ``other``: it is no DOCX."""


class OfficeError(Exception):
    """The file is not accepted; says why and what to do, in Norwegian."""

    def __init__(self, message: str, fault: Fault = "damaged") -> None:
        super().__init__(message)
        self.fault: Fault = fault


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a document may hold.

    Attributes:
        file: bytes of the file.
        part: bytes of one part when it is unpacked.
        total: bytes of all parts together.
        parts: how many parts.
        ratio: how many times larger a part may be unpacked.
    """

    file: int = 20_000_000
    part: int = 50_000_000
    total: int = 100_000_000
    parts: int = 2_000
    ratio: int = 200


LIMITS = Limits()


def open_docx(data: bytes, limits: Limits = LIMITS) -> Mapping[str, bytes]:
    """Return the parts of a Word document by name («word/document.xml»).

    Raises:
        OfficeError: it is no DOCX, is too large, is damaged, or holds macros or entities.
    """
    parts = unpacked(data, limits)
    if _DOCX not in parts.get(_TYPES, b"") or "word/document.xml" not in parts:
        raise OfficeError("Fila er ikke et Word-dokument (.docx).", "other")
    return parts


def unpacked(data: bytes, limits: Limits = LIMITS) -> Mapping[str, bytes]:
    """Return the parts of an Office file by name, whatever kind of document it is.

    Raises:
        OfficeError: it is too large, is damaged, or holds macros or entities.
    """
    if len(data) > limits.file:
        raise OfficeError(
            f"Dokumentet er for stort (over {limits.file // 1_000_000} MB).", "size"
        )
    if data.startswith(_OLD_WORD):
        raise OfficeError(
            "Dokumentet er låst med passord, eller lagret i et gammelt format. Ta bort passordet, "
            "og lagre det som «Word-dokument (.docx)».", "locked",
        )
    parts = _parts(data, limits)
    types = parts.get(_TYPES, b"")
    if any(_ACTIVE.search(name) for name in parts) or _ACTIVE_TYPES.search(types):
        raise OfficeError(
            "Dokumentet har makroer eller programkode. Lagre det som «Word-dokument (.docx)» uten "
            "makroer.", "macros",
        )
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            _refuse_declarations(name, content)
    return parts


def parse_part(parts: Mapping[str, bytes], name: str) -> Any:
    """Return the root element (lxml) of an XML part.

    Raises:
        OfficeError: the part is missing, is no XML, is nested too deep, or declares entities.
    """
    from lxml import etree  # late: a command without Word files does not need it

    if name not in parts:
        raise OfficeError(f"Dokumentet er skadet: «{name}» mangler.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_pis=True, remove_comments=True,
    )
    try:
        root = etree.fromstring(parts[name], parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise OfficeError(f"Dokumentet er skadet: «{name}» kan ikke leses.") from error
    if root.getroottree().docinfo.doctype:
        raise _declared(name)
    return root


def _parts(data: bytes, limits: Limits) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
            _refuse_names(entries, limits)
            found: dict[str, bytes] = {}
            left = limits.total
            for entry in entries:
                found[entry.filename] = content = _unpacked(packed, entry, limits, left)
                left -= len(content)
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError,
            struct.error, UnicodeDecodeError, OSError) as error:
        raise OfficeError("Fila er ikke et Word-dokument (.docx), eller den er skadet.") from error


def _refuse_names(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise OfficeError(f"Dokumentet har for mange deler (over {limits.parts}).", "size")
    names = set()
    for entry in entries:
        name = entry.filename
        outside = (
            name.startswith(("/", "\\")) or "\\" in name or ":" in name
            or posixpath.normpath(name) != name or name.startswith("../")
        )
        if outside or name.casefold() in names:  # names differ by more than case (29500-2, 6.2.2)
            raise OfficeError("Dokumentet er skadet: det har deler med ugyldige navn.")
        names.add(name.casefold())
        if entry.flag_bits & 0x1:
            raise OfficeError(
                "Dokumentet er låst med passord. Ta bort passordet, og lagre det.", "locked"
            )
        if entry.compress_type not in _METHODS:
            raise OfficeError("Dokumentet er pakket på en måte som Word ikke bruker.")


def _unpacked(
    packed: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits, left: int
) -> bytes:
    """Return the bytes of a part. What the file says of its size is not relied on."""
    most = min(limits.part, left)
    size, chunks = 0, []
    with packed.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            inflated = size > _BOMB and size > limits.ratio * max(entry.compress_size, 1)
            if size > most or inflated:
                raise OfficeError("Dokumentet er for stort når det er pakket ut.", "size")
    return b"".join(chunks)


def _refuse_declarations(name: str, content: bytes) -> None:
    """Refuse entities, which can make a small file large or read other files.

    Word never declares any, so no XML parser needs to meet them.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4]:
        little = content.startswith(b"\xff\xfe") or content[1:2] == b"\0"
        text = content.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    else:
        text = content.decode("latin-1")  # the characters that are looked for are ASCII
    if _DECLARES.search(text):
        raise _declared(name)


def _declared(name: str) -> OfficeError:
    return OfficeError(
        f"Dokumentet er ikke laget av Word: «{name}» har en DOCTYPE eller ENTITY.", "declared"
    )
