"""HTML of other systems as Markdown in our dialect, with an account of what could not come along.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from rettesnor.reading.files.decoding import HIDDEN
from rettesnor.reading.importers.html_tree import Element, parse
from rettesnor.reading.markdown.lint.structure import link_issues

Linker = Callable[[str], str]
"""Gives the address a link is to have here; empty when it can lead nowhere."""
Picturer = Callable[[Element], str]
"""Gives a picture as Markdown; empty when it has no place here."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the Markdown is written.

    Attributes:
        lowest: the highest level of headings that is allowed, as a number.
        emphasis: whether bold and italic are kept.
        addresses: whether a web address in the text becomes a link, and a link whose words the
            dialect refuses gets other words.
        picture: what becomes of a picture; without it pictures are left out, and reported.
    """

    lowest: int = 3
    emphasis: bool = True
    addresses: bool = False
    picture: Picturer | None = None


_USUAL = Style()

_GROUPS = frozenset({
    "", "div", "section", "article", "main", "header", "footer", "aside", "figure", "tbody",
    "details", "center",
})
_BLOCKS = _GROUPS | {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table", "hr",
    "summary", "figcaption",
}
_STRONG, _STRESS, _CODE = {"strong", "b"}, {"em", "i", "cite", "dfn"}, {"code", "kbd", "samp", "tt"}
_PLAIN = {"span", "font", "abbr", "time", "label", "bdi", "wbr", "tbody"}
"""What is a mere carrier of words: nothing is lost without it."""
_GONE = frozenset({
    "script", "style", "iframe", "object", "embed", "form", "input", "button", "select", "textarea",
    "svg", "video", "audio", "canvas", "noscript", "template", "link", "meta", "math",
})
_PARTS = frozenset({"li", "tr", "td", "th", "dt", "dd", "caption"})
"""Parts of lists and tables: words in two of them are apart."""
_CARELESS = frozenset({"target", "rel", "lang", "dir", "id", "name", "class", "href", "title"})
"""Attributes that carry nothing a reader sees; ``href`` is looked after by itself."""
_ESCAPED = re.compile(r"([\\`*_\[\]<>])")
_OPENING = re.compile(r"(?m)^(#{1,6}(?=\s)|[-+](?=\s)|>|~~~|={3,}$|-{3,}$)")
_NUMBER = re.compile(r"(?m)^(\d{1,9})([.)])(?=\s)")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_ADDRESS = re.compile(r"(?:https?://|(?<![\w./@-])www\.)[^\s<>()\[\]«»\"]*[^\s<>()\[\]«»\".,;:!?]")
_DEEPEST = 6
_WIDEST = 100
"""Most columns or rows that a merged cell is taken to cover."""


@dataclass
class LossReport:
    """What was lost, each kind once with how often, and the line it was met at first."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: dict[str, int] = field(default_factory=dict)

    def lose(self, what: str, line: int) -> None:
        """Note that ``what`` (in Norwegian) did not come along."""
        self.counts[what] += 1
        self.lines.setdefault(what, line)

    def losses(self) -> list[tuple[int, str]]:
        """Return line and sentence of everything lost, by line."""
        return sorted(
            (self.lines[what], what if count == 1 else f"{what} ({count} ganger)")
            for what, count in self.counts.items()
        )


def markdown(html: str, linker: Linker, account: LossReport) -> str:
    """Return ``html`` as Markdown; what has no place in it is reported to ``account``."""
    return _Writer(linker, account).blocks(parse(html).children)


def markdown_of(
    nodes: Iterable[Element | str], linker: Linker, account: LossReport, style: Style = _USUAL
) -> str:
    """Return nodes of a tree as Markdown."""
    return _Writer(linker, account, style).blocks(list(nodes))


def is_block(node: Element) -> bool:
    """Whether a node stands by itself, and not inside a paragraph."""
    return node.tag in _BLOCKS


class _Writer:
    def __init__(self, linker: Linker, account: LossReport, style: Style = _USUAL) -> None:
        self._linker, self._account, self._style = linker, account, style

    def blocks(self, nodes: list[Element | str]) -> str:
        """Return nodes as blocks with an empty line between them."""
        made: list[str] = []
        loose: list[Element | str] = []

        def settle() -> None:
            text = self._paragraph(loose)
            if text:
                made.append(text)
            loose.clear()

        for node in nodes:
            if isinstance(node, str) or node.tag not in _BLOCKS:
                loose.append(node)
                continue
            settle()
            text = self._block(node)
            if text:
                made.append(text)
        settle()
        return "\n\n".join(made)

    def _block(self, node: Element) -> str:
        self._attributes(node)
        match node.tag:
            case "p" | "summary" | "figcaption":
                return self._paragraph(node.children)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                text = self._paragraph(node.children).replace("\n", " ")
                level = min(max(int(node.tag[1]), self._style.lowest), _DEEPEST)
                return f"{'#' * level} {text}" if text else ""
            case "ul" | "ol":
                return self._list(node)
            case "dl":
                return self._terms(node)
            case "blockquote":
                return "\n".join(f"> {line}".rstrip() for line in
                                 self.blocks(node.children).split("\n"))
            case "pre":
                return f"```\n{node.text().strip(chr(10))}\n```"
            case "hr":
                return "---"
            case "table":
                return self._table(node)
        return self.blocks(node.children)

    def _list(self, node: Element) -> str:
        lines: list[str] = []
        number = int(node.attributes.get("start", "1") or 1) if (
            node.attributes.get("start", "1").isdecimal()) else 1
        items = [c for c in node.children if isinstance(c, Element)]
        tight = True
        for item in items:
            text = self.blocks(item.children if item.tag == "li" else [item])
            if not text:
                continue
            close = re.sub(r"\n\n(?=- |1\. )", "\n", text)
            text = text if "\n\n" in close else close
            mark = f"{number}. " if node.tag == "ol" else "- "
            number += 1
            tight = tight and "\n\n" not in text
            indented = text.replace("\n", "\n" + " " * len(mark))
            lines.append(mark + re.sub(r"(?m)^ +$", "", indented))
        return ("\n" if tight else "\n\n").join(lines)

    def _terms(self, node: Element) -> str:
        self._account.lose("Ei ordliste (<dl>) er gjort om til avsnitt", node.line)
        parts = []
        for child in node.children:
            if isinstance(child, Element):
                text = self.blocks(child.children)
                parts.append(f"**{text}**" if child.tag == "dt" and text else text)
        return "\n\n".join(part for part in parts if part)

    def _table(self, node: Element) -> str:
        rows = [[c for c in row.children if isinstance(c, Element) and c.tag in ("td", "th")]
                for row in _rows(node)]
        rows = [row for row in rows if row]
        for cell in (cell for row in rows for cell in row):
            if {"colspan", "rowspan"} & cell.attributes.keys():
                self._account.lose("Sammenslåtte celler i en tabell er delt", cell.line)
        for child in node.children:
            if isinstance(child, Element) and child.tag == "caption" and child.text().strip():
                self._account.lose(
                    f"Tabelloverskriften «{child.text().strip()}» er utelatt", child.line)
        if not rows:
            return ""
        made = self._grid(rows)
        if any(cell.tag == "td" for cell in rows[0]):
            self._account.lose("En tabell mangler hoderad; første rad er brukt", node.line)
        lines = [f"| {' | '.join(row)} |" for row in made]
        lines.insert(1, f"| {' | '.join(['---'] * len(made[0]))} |")
        return "\n".join(lines)

    def _grid(self, rows: list[list[Element]]) -> list[list[str]]:
        """Return the words of the cells by row and column; a merged cell stands in its first."""
        filled: dict[tuple[int, int], str] = {}
        for number, row in enumerate(rows):
            column = 0
            for cell in row:
                while (number, column) in filled:
                    column += 1
                across, down = _span_of(cell, "colspan"), _span_of(cell, "rowspan")
                for below in range(min(down, len(rows) - number)):
                    for beside in range(across):
                        filled.setdefault((number + below, column + beside), "")
                filled[number, column] = self._cell(cell)
                column += across
        width = 1 + max(column for _, column in filled)
        return [
            [filled.get((number, column), "") for column in range(width)]
            for number in range(len(rows))
        ]

    def _cell(self, cell: Element) -> str:
        if any(isinstance(c, Element) and c.tag in ("ul", "ol", "table") for c in cell.children):
            self._account.lose("Lister inni en tabell er gjort om til løpende tekst", cell.line)
        return " ".join(self._inline(cell.children).split()).replace("|", "\\|")

    def _paragraph(self, nodes: list[Element | str]) -> str:
        lines = [" ".join(line.split(" ")).strip() for line in
                 re.sub(r"[ \t\r\f\v]+", " ", self._inline(nodes)).split("\n")]
        text = "\n".join(line for line in lines if line).strip()
        text = re.sub(r"\\\Z", "", text)
        return _OPENING.sub(r"\\\1", _NUMBER.sub(r"\1\\\2", text)) if text else ""

    def _inline(self, nodes: Iterable[Element | str]) -> str:
        return "".join(
            self._words(node) if isinstance(node, str) else self._span(node) for node in nodes
        )

    def _words(self, text: str) -> str:
        if HIDDEN.search(text):
            self._account.lose("Usynlige tegn er fjernet", 1)
        clean = HIDDEN.sub("", text.replace("\n", " ").replace("\r", " ").replace("\t", " "))
        clean = clean.replace("\u00a0", " ")
        if not self._style.addresses:
            return _escaped(clean)
        parts, end = [], 0
        for match in _ADDRESS.finditer(clean):
            parts += [_escaped(clean[end : match.start()]), self._address(match[0])]
            end = match.end()
        return "".join([*parts, _escaped(clean[end:])])

    def _address(self, address: str) -> str:
        """Return an address that stands in the text as a link."""
        target = self._linker(address if "://" in address else f"https://{address}")
        shown = re.sub(r"^(?:https?://)?(?:www\.)?", "", address)
        if not target or not shown or re.search(r"[\s()]", target):
            return _escaped(address)
        return f"[{_escaped(shown)}]({target})"

    def _span(self, node: Element) -> str:
        self._attributes(node)
        tag = node.tag
        if tag in _GONE:
            self._account.lose(f"<{tag}> er utelatt", node.line)
            return ""
        if tag == "img":
            if self._style.picture and (placed := self._style.picture(node)):
                return placed
            alt = node.attributes.get("alt", "")
            self._account.lose(f"Bildet «{alt or node.attributes.get('src', '')}» er utelatt",
                               node.line)
            return ""
        if tag == "br":
            return "\\\n"
        if tag == "a" and node.attributes.get("href") and self._style.addresses:
            return self._named_link(node)
        inner = self._inline(node.children)
        if tag in _STRONG | _STRESS and not self._style.emphasis:
            return inner
        if tag in _STRONG:
            return _marked(inner, "**")
        if tag in _STRESS:
            return _marked(inner, "*")
        if tag in _CODE:
            return f"`{node.text()}`" if "`" not in node.text() else inner
        if tag == "a":
            return self._link(node, inner)
        if tag == "sup" and node.text().strip().strip("[]()").isdecimal():
            self._account.lose(f"Fotnotetegnet «{node.text().strip()}» er utelatt", node.line)
            return ""
        if tag not in _PLAIN and tag not in _BLOCKS:
            self._account.lose(f"<{tag}> er ikke ført over, men teksten i det er med", node.line)
        return f" {inner} " if tag in _BLOCKS or tag in _PARTS else inner

    def _link(self, node: Element, inner: str) -> str:
        href = node.attributes.get("href", "").strip()
        if not href or not inner.strip():
            return inner
        address = self._linker(href)
        if not address:
            self._account.lose(f"Lenka til «{href}» er utelatt, men teksten er med", node.line)
            return inner
        ahead = " " if inner[:1].isspace() else ""
        after = " " if inner[-1:].isspace() else ""
        return f"{ahead}[{inner.strip()}](<{address}>){after}" if re.search(
            r"[\s()]", address) else f"{ahead}[{inner.strip()}]({address}){after}"

    def _named_link(self, node: Element) -> str:
        """Return a link whose words say where it leads; the dialect refuses «her» and addresses."""
        plain = _Writer(self._linker, self._account, replace(self._style, addresses=False))
        inner = plain._inline(node.children)
        address = self._linker(node.attributes["href"].strip())
        said = node.text().strip()
        if not address or not inner.strip() or "](" in inner:
            return plain._link(node, inner)
        if _ADDRESS.fullmatch(said):
            return self._address(address)
        if any(link_issues(said, address, 0, 0)):
            self._account.lose(
                f"Lenketeksten «{said}» sier ikke hvor lenka fører; adressen er satt etter den",
                node.line)
            return f"{inner} ({self._address(address)})"
        return plain._link(node, inner)

    def _attributes(self, node: Element) -> None:
        known = {"img": {"src", "alt", "width", "height", "loading"}, "ol": {"start"},
                 "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}
        for name in node.attributes:
            if name not in _CARELESS and name not in known.get(node.tag, ()) and (
                node.tag not in _GONE
            ):
                self._account.lose(f"Attributtet «{name}» på <{node.tag}> er utelatt", node.line)


def _escaped(text: str) -> str:
    return _ENTITY.sub(r"\\&", _ESCAPED.sub(r"\\\1", text))


def _span_of(cell: Element, name: str) -> int:
    """Return how many columns or rows a cell covers."""
    said = cell.attributes.get(name, "1").strip()
    return min(max(int(said), 1), _WIDEST) if said.isdecimal() and len(said) < 5 else 1


def _marked(inner: str, mark: str) -> str:
    """Return ``inner`` between marks, which may not stand next to a space on the inside."""
    core = inner.strip()
    if not core or core == "\\":
        return inner
    ahead, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()):]
    return f"{ahead}{mark}{core}{mark}{after}"


def _rows(node: Element) -> Iterable[Element]:
    for child in node.children:
        if isinstance(child, Element):
            if child.tag == "tr":
                yield child
            elif child.tag in ("thead", "tbody", "tfoot"):
                yield from _rows(child)
