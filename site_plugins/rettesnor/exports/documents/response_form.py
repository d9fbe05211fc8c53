"""The answer form of a hearing as a Word document, for those who answer on paper or offline."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from rettesnor.exports.documents.word_tables import saved

_STYLES = {"title": "Title", "h1": "Heading 1", "h2": "Heading 2", "p": "Normal"}


def response_form(html: str, language: str, day: str) -> bytes:
    """Return the form in ``html`` as DOCX, the same bytes each time: no clock is read.

    Args:
        html: a page of ``title``, ``h1``, ``h2`` and ``p``, with ``strong`` inside.
        language: its BCP 47 tag.
        day: the day that the document is dated, ``2026-12-01``.
    """
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Mm

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    tag = f"{language}-NO" if language in ("nb", "nn") else language
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), tag)
    document.core_properties.language = tag
    document.core_properties.author = document.core_properties.comments = ""
    reader = _Reader(document)
    reader.feed(html)
    reader.close()
    return saved(document, day)


class _Reader(HTMLParser):
    """Adds the paragraphs of a page to a document."""

    def __init__(self, document: Any) -> None:
        super().__init__(convert_charrefs=True)
        self._document = document
        self._tag, self._parts, self._strong = "", list[tuple[str, bool]](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _STYLES:
            self._tag, self._parts, self._strong = tag, [], False
        elif tag == "strong":
            self._strong = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "strong":
            self._strong = False
        elif tag == self._tag:
            self._add()
            self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._tag:
            self._parts.append((re.sub(r"[ \t\n]+", " ", data), self._strong))

    def _add(self) -> None:
        if self._tag == "title":
            self._document.core_properties.title = "".join(text for text, _ in self._parts).strip()
        paragraph = self._document.add_paragraph(style=_STYLES[self._tag])
        last = len(self._parts) - 1
        for number, (text, strong) in enumerate(self._parts):
            text = text.lstrip(" ") if number == 0 else text
            text = text.rstrip(" ") if number == last else text
            if text:
                paragraph.add_run(text).bold = strong or None
