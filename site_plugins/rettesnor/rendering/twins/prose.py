"""Prose as common Markdown: references of our own dialect become words and ordinary links."""

from __future__ import annotations

import re
from urllib.parse import quote

from markupsafe import Markup

from rettesnor.model import legal_reference
from rettesnor.model.legal_reference import DOUBLE
from rettesnor.rendering.context import Context
from rettesnor.rendering.reference_resolver import law_address

_CITATION = re.compile(r"\[(@[^\s\[\]][^\[\]]*)\]")
_CITED = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)(?:,\s*(.+))?\Z", re.S)
_OWN_LINK = re.compile(r"\]\((anbefaling|side|bilder)[:/]([^)#\s]*)(?:#[^)\s]*)?\)")
_CODE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[ \t]*$|(`+)(?!`).+?(?<!`)\2(?!`))", re.S | re.M)
"""A listing or a piece of code, in which nothing is a reference."""
_HEADING = re.compile(r"^(#{1,6}) ", re.M)
_DEEPEST = 6


class Prose:
    """Resolves the prose of one page.

    Args:
        root: the way from the page to the root of these pages.

    Attributes:
        cited: the keys of the sources that were cited, in order.
    """

    def __init__(self, context: Context, root: str) -> None:
        self._context, self._root = context, root
        self.cited: dict[str, None] = {}

    def text(self, text: str, below: int = 0) -> str:
        """Return ``text`` with nothing of our own dialect left.

        Args:
            below: how many levels its headings are to go down.
        """
        parts = _CODE.split(str(text))
        # Three parts for each match: what is before it, the code, and the group within.
        made = [
            self._resolved(part, below) if index % 3 == 0 else part
            for index, part in enumerate(parts) if index % 3 != 2
        ]
        return "".join(made).strip()

    def line(self, text: str) -> str:
        """Return ``text``, which is no Markdown, with what Markdown would take for marks escaped.
        """
        return re.sub(r"([\\`*_\[\]<>])", r"\\\1", str(text))

    def page(self, url: str) -> str:
        """Return the way to the twin of the page ``url``."""
        return f"{self._root}{url}index.md"

    def recommendation(self, id_: str) -> str:
        """Return the way to the twin of a recommendation."""
        head = self._context.heads.get(id_)
        return self.page(head.url if head else "")

    def _resolved(self, text: str, below: int) -> str:
        text = _CITATION.sub(self._citation, text)
        text = DOUBLE.sub(self._double, text)
        text = _OWN_LINK.sub(self._link, text)
        if below:
            text = _HEADING.sub(
                lambda match: "#" * min(len(match[1]) + below, _DEEPEST) + " ", text
            )
        return text

    def _citation(self, match: re.Match[str]) -> str:
        said = []
        for part in " ".join(match[1].split()).split(";"):
            cited = _CITED.match(part.strip())
            if cited is None:
                return match[0]
            self.cited[cited[1]] = None
            citation = self._context.citations.get(cited[1])
            short = plain(citation.short) if citation else cited[1]
            said.append(f"{short}, {cited[2]}" if cited[2] else short)
        return f"({'; '.join(said)})"

    def _double(self, match: re.Match[str]) -> str:
        target = " ".join(match[1].split())
        shown = " ".join((match[2] or "").split())
        law = legal_reference.parse(target)
        if law is None:
            act = None if self._context.terms.get(target.casefold()) else self._context.act(target)
            return _linked(shown or target, act.lenke if act else "")
        known = self._context.laws.get(law.law)
        shown = shown or re.sub("§ ?", "§ ", target)
        return _linked(shown, law_address(known, law.section) if known else "")

    def _link(self, match: re.Match[str]) -> str:
        kind, target = match[1], match[2]
        if kind == "bilder":
            return f"]({self._context.pictures(self._root)}{quote(target)})"
        way = self.recommendation(target) if kind == "anbefaling" else self.page(f"{target}/")
        return f"]({way})"


def plain(html: str) -> str:
    """Return what safe HTML says, in plain text."""
    return str(Markup(html).striptags())


def _linked(text: str, address: str) -> str:
    return f"[{text}]({address})" if address else text
