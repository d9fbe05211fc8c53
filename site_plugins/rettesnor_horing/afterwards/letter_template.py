"""The agency's own letter in Word: which placeholders it has, and filling them in.

A placeholder is a name in braces, ``{nummer}``, in the body, a table, a header or a footer. It is
replaced by text and nothing else: the template holds no code.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from rettesnor_horing.words import say
from rettesnor_horing.words import say_later as _

FIELDS: dict[str, Any] = {
    "avsender": _("Navnet på den som svarte"),
    "nummer": _("Nummeret på svaret, for eksempel H-000123"),
    "mottatt": _("Dagen svaret kom"),
    "dato": _("Dagen brevet blir laget"),
    "høring": _("Tittelen på høringen"),
    "utgave": _("Utgaven som var på høring"),
    "saksnummer": _("Saksnummeret, der svaret kom som brev eller e-post"),
    "antall": _("Hvor mange innspill svaret har"),
    "lenke": _("Adressen til svaret på nettstedet"),
}
"""Placeholders and what each stands for."""
BLOCK = "innspill"
BLOCK_SAID = _(
    "Alle innspillene i svaret, med hva som ble gjort og hvorfor. Må stå alene i et avsnitt."
)
_NAME = re.compile(r"\{([^{}\n]{1,60})\}")
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One comment in the letter: its heading, what was written, and what was done."""

    heading: str
    lines: tuple[str, ...]
    done: str


class TemplateFaultError(Exception):
    """A template cannot be used; says why."""


def check(data: bytes) -> list[str]:
    """Return the placeholders of a template, each once.

    Raises:
        TemplateFaultError: it has unknown ones, none at all, or the block is not by itself.
    """
    found: dict[str, None] = {}
    for paragraph in _paragraphs(_opened(data)):
        text = _text(paragraph)
        names = [name.strip().casefold() for name in _NAME.findall(text)]
        found |= dict.fromkeys(names)
        if BLOCK in names and _NAME.fullmatch(text.strip()) is None:
            raise TemplateFaultError(
                say("«{innspill}» må stå alene i et avsnitt.", innspill=f"{{{BLOCK}}}")
            )
    if unknown := [name for name in found if name not in FIELDS and name != BLOCK]:
        raise TemplateFaultError(say(
            "Malen har felt som ikke finnes: {names}.",
            names=", ".join(f"{{{name}}}" for name in unknown[:_MOST_SHOWN]),
        ))
    if BLOCK not in found:
        raise TemplateFaultError(say(
            "Malen mangler «{innspill}», og ville ikke sagt noe om innspillene.",
            innspill=f"{{{BLOCK}}}",
        ))
    return list(found)


def filled(data: bytes, values: Mapping[str, str], parts: Sequence[Part]) -> bytes:
    """Return the letter for one answer; ``data`` has passed ``check``."""
    document = _opened(data)
    for paragraph in list(_paragraphs(document)):
        text = _text(paragraph)
        if _NAME.search(text) is None:
            continue
        if _NAME.fullmatch(text.strip()) and text.strip()[1:-1].strip().casefold() == BLOCK:
            _put_parts(paragraph, parts)
        else:
            _replace(paragraph, values)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _opened(data: bytes) -> Any:
    try:
        return Document(io.BytesIO(data))
    except Exception as error:  # python-docx raises what its parts raise
        raise TemplateFaultError(
            say("Fila er ikke et Word-dokument, eller den er skadet.")
        ) from error


def _paragraphs(document: Any) -> Iterator[Any]:
    """Yield every paragraph: of the body, tables and text boxes, headers and footers."""
    yield from document.element.body.iter(qn("w:p"))
    for relation in document.part.rels.values():
        if relation.reltype.rsplit("/", 1)[-1] in ("header", "footer"):
            yield from relation.target_part.element.iter(qn("w:p"))


def _words(paragraph: Any) -> list[Any]:
    """Return the texts of a paragraph, without those of a text box in it."""
    return [
        one for one in paragraph.iter(qn("w:t"))
        if next(one.iterancestors(qn("w:p"))) is paragraph
    ]


def _text(paragraph: Any) -> str:
    return "".join(one.text or "" for one in _words(paragraph))


def _replace(paragraph: Any, values: Mapping[str, str]) -> None:
    """Fill the placeholders in; Word splits a line into pieces, and a name may be in several."""
    while (found := _NAME.search(_text(paragraph))) is not None:
        said = values[found[1].strip().casefold()].replace("{", "(").replace("}", ")")
        place = 0
        for one in _words(paragraph):
            text = one.text or ""
            start, end = found.start() - place, found.end() - place
            place += len(text)
            if end <= 0 or start >= len(text):
                continue
            one.text = text[: max(start, 0)] + said + text[max(end, 0) :]
            one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            said = ""


def _put_parts(paragraph: Any, parts: Sequence[Part]) -> None:
    for part in parts:
        lines = [(part.heading, True), *((line, False) for line in part.lines), (part.done, False)]
        for text, bold in lines:
            paragraph.addprevious(_like(paragraph, text, bold))
    paragraph.getparent().remove(paragraph)


def _like(paragraph: Any, text: str, bold: bool) -> Any:
    """Return a paragraph with the look of ``paragraph``, and of its first words."""
    made = OxmlElement("w:p")
    if (look := paragraph.find(qn("w:pPr"))) is not None:
        made.append(copy.deepcopy(look))
    run = OxmlElement("w:r")
    first = next(paragraph.iter(qn("w:r")), None)
    properties = None if first is None else first.find(qn("w:rPr"))
    own = OxmlElement("w:rPr") if properties is None else copy.deepcopy(properties)
    if bold and own.find(qn("w:b")) is None:
        own.append(OxmlElement("w:b"))
    run.append(own)
    words = OxmlElement("w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    made.append(run)
    return made
