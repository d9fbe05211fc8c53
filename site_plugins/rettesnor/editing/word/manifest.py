"""What a document that was sent out says of itself, so that it can be taken in again.

It is JSON in a custom XML part, which Word keeps, and its digest is a document property. It holds
the text of every field as it was sent, so that what was changed in Word and what was changed here
meanwhile can be told apart without a repository.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from rettesnor.editing.word.fields import TextField
from rettesnor.reading.files.office import OfficeError, parse_part

FORM = 1
NAMESPACE = "urn:rettesnor:word"
PROPERTY = "rettesnor"
_NOT_OURS = (
    "Dokumentet er ikke sendt ut herfra, eller merkene i det er borte. Bare dokumenter som er "
    "laget med «rettesnor word out», kan tas inn igjen."
)


@dataclass(frozen=True)
class Manifest:
    """See the module.

    Attributes:
        guideline: the id of the guideline.
        version: its version when it was sent.
        sent: the day.
        fields: the fields; a control is tagged with the number of its field here.
        references: references as they are written in Markdown, and as they are shown; a control is
            tagged with its number.
        opaque: blocks that cannot be edited in Word; a control is tagged with its number.
        outside: the paragraphs that are outside of fields.
    """

    guideline: str
    version: str
    sent: str
    fields: tuple[TextField, ...]
    references: tuple[tuple[str, str], ...] = ()
    opaque: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    @property
    def data(self) -> str:
        """The manifest as JSON, the same for the same."""
        return json.dumps({
            "form": FORM, "retningslinje": self.guideline, "versjon": self.version,
            "sendt": self.sent, "felt": [
                [
                    one.path, list(one.pointer), one.kind, one.label, one.text, digest(one.text),
                    *([one.made_from] if one.made_from else []),
                ]
                for one in self.fields
            ],
            "henvisninger": self.references, "uendret": self.opaque, "utenfor": self.outside,
        }, ensure_ascii=False, separators=(",", ":"))

    @property
    def id(self) -> str:
        """What the document is known by."""
        return digest(self.data)


def digest(text: str) -> str:
    """Return the digest of a text (SHA-256, hexadecimal)."""
    return sha256(text.encode()).hexdigest()


def read_manifest(parts: Mapping[str, bytes]) -> Manifest:
    """Return the manifest of a document.

    Raises:
        OfficeError: it is none that we sent, or its manifest was changed.
    """
    for name in sorted(parts):
        if name.startswith("customXml/item") and NAMESPACE.encode() in parts[name]:
            root = parse_part(parts, name)
            if root.tag == f"{{{NAMESPACE}}}dokument":
                return _checked("".join(root.itertext()), parts)
    raise OfficeError(_NOT_OURS)


def _checked(text: str, parts: Mapping[str, bytes]) -> Manifest:
    known = parts.get("docProps/custom.xml", b"")
    if digest(text).encode() not in known:
        raise OfficeError(_NOT_OURS)
    try:
        data: Any = json.loads(text)
        if data["form"] != FORM:
            raise OfficeError("Dokumentet er sendt ut av en annen versjon av Rettesnor.")
        fields = tuple(
            TextField(
                str(path), tuple(p if isinstance(p, int) else str(p) for p in pointer),
                "markdown" if kind == "markdown" else "line", str(label), str(text),
                made_from="".join(map(str, made_from)),
            )
            for path, pointer, kind, label, text, known_digest, *made_from in data["felt"]
            if digest(text) == known_digest
        )
        if len(fields) != len(data["felt"]):
            raise OfficeError(_NOT_OURS)
        return Manifest(
            str(data["retningslinje"]), str(data["versjon"]), str(data["sendt"]), fields,
            tuple((str(raw), str(shown)) for raw, shown in data["henvisninger"]),
            tuple(map(str, data["uendret"])), tuple(map(str, data["utenfor"])),
        )
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise OfficeError(_NOT_OURS) from error
