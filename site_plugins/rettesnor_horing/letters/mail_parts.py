"""An e-mail taken apart, in a process of its own (``extract.py``): texts, attachments, headers.

A mail may be made to make its reader slow: parts, depth and sizes have limits, and what is beyond
them is counted and said. The desk keeps the mail as it came, so nothing is lost.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any

MOST_PARTS = 100
MOST_ATTACHMENTS = 30
MOST_DEPTH = 8
_SKIPPED = {"script", "style", "head", "title", "template", "noscript", "svg", "object"}
_BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table",
           "ul", "ol", "pre", "section", "article", "header", "footer", "hr"}
_LINE = 300


def mail_parts(data: bytes) -> dict[str, Any]:
    """Return what a mail says and carries, as plain data.

    ``epost`` holds the headers; ``vedlegg`` name and bytes (base 64) of each attachment;
    ``utelatt`` how much was beyond the limits.
    """
    message = BytesParser(policy=policy.default).parsebytes(data)
    found = _Found()
    if isinstance(message, EmailMessage):
        found.take(message, 0)
    name, address = _sender(message)
    return {
        "epost": {
            "navn": name, "adresse": address, "emne": _line(message, "subject"),
            "dato": _date(message), "id": _line(message, "message-id"),
        },
        "avsnitt": found.texts, "vedlegg": found.attachments, "sider": [],
        "utelatt": found.left_out(),
    }


class _Found:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.attachments: list[dict[str, str]] = []
        self.parts = self.beyond = 0

    def left_out(self) -> list[str]:
        return [f"{self.beyond}"] if self.beyond else []

    def take(self, message: EmailMessage, depth: int) -> None:
        """Take in the text of a message, and its attachments."""
        body = None if depth > MOST_DEPTH else _body(message)
        if body is not None:
            self.texts += _paragraphs(body)
        self._walk(message, depth, body)

    def _walk(self, part: EmailMessage, depth: int, body: EmailMessage | None) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS or depth > MOST_DEPTH:
            self.beyond += 1
            return
        if part is body:
            return
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            if isinstance(inner, EmailMessage):
                self.texts += [f"{_line(inner, 'from')}: {_line(inner, 'subject')}"]
                self.take(inner, depth + 1)
            return
        if part.is_multipart():
            for inner in part.get_payload():
                if isinstance(inner, EmailMessage):
                    self._walk(inner, depth + 1, body)
            return
        if _is_other_form_of(part, body):
            return
        if len(self.attachments) == MOST_ATTACHMENTS:
            self.beyond += 1
            return
        self.attachments.append({
            "navn": (part.get_filename() or "")[:_LINE],
            "data": base64.b64encode(_bytes(part)).decode(),
        })


def _body(message: EmailMessage) -> EmailMessage | None:
    try:
        found = message.get_body(("plain", "html"))
    except (KeyError, AttributeError, ValueError, TypeError):
        return None
    return found if isinstance(found, EmailMessage) else None


def _is_other_form_of(part: EmailMessage, body: EmailMessage | None) -> bool:
    """Whether a part is the mail's text once more, as HTML or plain, and no attachment."""
    if body is None or part.get_content_disposition() == "attachment" or part.get_filename():
        return False
    kinds = {part.get_content_type(), body.get_content_type()}
    return kinds == {"text/plain", "text/html"}


def _bytes(part: EmailMessage) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, KeyError, AssertionError):
        data = None
    return data if isinstance(data, bytes) else b""


def _paragraphs(part: EmailMessage) -> list[str]:
    data = _bytes(part)
    text = _decoded(data, str(part.get_content_charset() or ""))
    if part.get_content_type() == "text/html":
        return html_paragraphs(text)
    return [one for one in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")) if one.strip()]


def _decoded(data: bytes, charset: str) -> str:
    """Return the words of ``data``; a wrong or unknown character set loses none of them."""
    if charset.lower().startswith(("utf-16", "utf-32")) and b"\0" not in data:
        charset = ""
    for name in (charset, "utf-8", "cp1252"):
        try:
            if name:
                return data.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("latin-1")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = [""]
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in _SKIPPED:
            self.skipped += 1
        elif tag in _BLOCKS:
            self.found.append("")
        elif tag == "br":
            self.found[-1] += "\n"
        elif tag in ("td", "th"):
            self.found[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self.skipped = max(self.skipped - 1, 0)
        elif tag in _BLOCKS:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.found[-1] += re.sub(r"\s+", " ", data)


def html_paragraphs(text: str) -> list[str]:
    """Return the words of a page by paragraph; scripts, styles and addresses are left out."""
    reader = _Text()
    reader.feed(text)
    reader.close()
    lines = ("\n".join(line.strip() for line in one.split("\n")) for one in reader.found)
    return [one.strip() for one in lines if one.strip()]


def _headers(message: Any, name: str) -> Iterator[Any]:
    try:
        value = message[name]
    except (ValueError, TypeError, IndexError, AttributeError, KeyError):
        return  # a header that the parser cannot make sense of
    if value is not None:
        yield value


def _line(message: Any, name: str) -> str:
    said = "".join(str(value) for value in _headers(message, name))
    return " ".join(said.split())[:_LINE]


def _sender(message: Any) -> tuple[str, str]:
    for value in _headers(message, "from"):
        addresses: tuple[Address, ...] = getattr(value, "addresses", ())
        if addresses:
            return addresses[0].display_name[:_LINE], addresses[0].addr_spec[:_LINE]
    return "", ""


def _date(message: Any) -> str:
    try:
        return parsedate_to_datetime(_line(message, "date")).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
