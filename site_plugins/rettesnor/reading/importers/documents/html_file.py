"""An HTML file, perhaps a saved web page, as a tree of its text, with the rest of it beside."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from html import unescape
from urllib.parse import unquote

from rettesnor.reading.importers.documents.document import (
    INLINE,
    NOTE,
    PICTURE,
    Aside,
    Document,
    Node,
    Picture,
    UnreadableError,
    lost_words,
    raised,
    shortened,
    text_of,
)
from rettesnor.reading.importers.html_tree import TOKEN, Element, parse
from rettesnor.reading.importers.result import Loss

Beside = Callable[[str], bytes | None]
"""Gives a file that lies beside the document, by its relative address; None without one."""

_DROPPED = {
    "script": "Skript", "style": "Stilark", "link": "Henvisninger til stilark",
    "meta": "Opplysninger om siden", "template": "Maler", "base": "Grunnadresser",
}
_ASIDE = frozenset({
    "button", "select", "textarea", "svg", "canvas", "video", "audio", "object", "noscript", "nav",
})
_FRAMES = frozenset({"iframe", "embed", "frame", "frameset", "input", "map"})
_UNWRAPPED = frozenset({"html", "body", "form", "fieldset", "main", "picture", "hgroup"})
_UNSEEN = frozenset({"script", "style", "head", "template", "title"})
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_LINK = re.compile(
    r"""<a\s[^<>]*?href\s*=\s*["']?#([^"'\s<>]+)[^<>]*>(?:[^<]|<(?!/?a\b)){0,200}</a\s*>""",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_DATA = re.compile(r"data:image/(png|jpe?g|gif|webp|svg\+xml);base64,(.*)", re.DOTALL)
_NUMBERED = re.compile(r"[\[(]?(?:[0-9]{1,3}|\*)[\])]?")
"""What a reference to a note says."""
_LONGEST_PICTURE = 7_000_000


def read_html(data: bytes, beside: Beside = lambda name: None) -> Document:
    """Return what an HTML file holds.

    Raises:
        UnreadableError: it holds no HTML.
    """
    losses: list[Loss] = []
    text = _decoded(data, losses)
    if not re.search(r"<(?:html|body|h[1-6]|p|div|table|ul|ol)[\s>]", text, re.IGNORECASE):
        raise UnreadableError("Fila er ikke et Word-dokument (.docx) eller ei HTML-fil.")
    return _Reader(text, beside, losses).document


def _decoded(data: bytes, losses: list[Loss]) -> str:
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
                       (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    named = _CHARSET.search(data[:4096])
    names = ["utf-8"]
    if named:
        name = named[1].decode("ascii", "replace").casefold()
        names.insert(0, "windows-1252" if name in ("iso-8859-1", "latin1") else name)
    for name in names:
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    losses.append(_loss("Tegnsettet er ikke oppgitt eller er feil; Windows-1252 er brukt. Se over "
                        "æ, ø og å"))
    return data.decode("windows-1252", "replace")


class _Reader:
    def __init__(self, text: str, beside: Beside, losses: list[Loss]) -> None:
        self._beside = beside
        self._counts: Counter[str] = Counter()
        self._heading = ""
        self.document = Document([], _seen(text), losses=losses)
        root = parse(text)
        self._targets = {
            one.attributes["id"]: one for one in _all(root)
            if "id" in one.attributes and one.tag in ("li", "p", "div", "aside")
        }
        self._notes: set[int] = set()
        self._find_notes(root)
        if self.document.notes:
            self.document.text = _seen(_without_links(text, self._targets))
        self._title(root)
        core = self._core(root)
        if core is None:
            self.document.nodes = self._tidy(root.children)
        else:
            self.document.nodes = self._tidy(core.children)
            core.children = []
            outside = text_of(self._tidy(root.children))
            self._aside("Tekst utenfor hovedinnholdet på siden (menyer og annet)", outside, "")
        for what, count in self._counts.items():
            losses.append(_loss(what if count == 1 else f"{what} ({count} ganger)"))
        there = [text_of(self.document.nodes), *map(text_of, self.document.notes.values()),
                 *(aside.text for aside in self.document.asides if aside.is_shown)]
        lost = lost_words(self.document.text, there)
        if lost:
            self._aside("Ord som ikke kunne plasseres", " ".join(lost.elements()), "")

    def _find_notes(self, root: Element) -> None:
        """Take what raised numbers lead to out of the text, as notes."""
        found = [one for one in _all(root) if (note := self._note(one))
                 and _has_way_back(self._targets[note], one)]
        for one in found:
            target = self._targets[self._note(one)]
            self._notes.add(id(target))
        ids = {id_ for id_, target in self._targets.items() if id(target) in self._notes}
        self._targets = {id_: self._targets[id_] for id_ in ids}
        for id_, target in self._targets.items():
            self.document.notes[id_] = self._tidy(_without_way_back(target.children))

    def _note(self, node: Element) -> str:
        """Return the id of the note that a link leads to; empty for other nodes."""
        href = node.attributes.get("href", "")
        is_note = node.tag == "a" and href.startswith("#") and href[1:] in self._targets
        return href[1:] if is_note and _NUMBERED.fullmatch(node.text().strip()) else ""

    def _title(self, root: Element) -> None:
        found = next(_found(root, "title"), None)
        if found is not None and found.text().strip():
            self.document.asides.append(
                Aside("Tittelen på siden", "", " ".join(found.text().split())))

    def _core(self, root: Element) -> Element | None:
        """Return the main part of a web page, when there is one with most of the words."""
        for tag, least in (("main", 0.0), ("article", 0.5)):
            found = [*_found(root, tag)]
            if len(found) == 1 and len(text_of(found)) >= least * len(text_of([root])):
                return found[0]
        return None

    def _tidy(self, nodes: list[Node]) -> list[Node]:
        made: list[Node] = []
        for node in nodes:
            if isinstance(node, str):
                made.append(node)
                continue
            made += self._tidied(node)
        return made

    def _tidied(self, node: Element) -> list[Node]:
        tag = node.tag
        if tag in ("head", "title"):
            for child in node.children:
                if isinstance(child, Element):
                    self._tidied(child)
            return []
        if tag in _DROPPED:
            if tag in ("script", "style"):
                self._counts[f"{_DROPPED[tag]} er utelatt"] += 1
            return []
        if "hidden" in node.attributes or re.search(
            r"display\s*:\s*none", node.attributes.get("style", ""), re.IGNORECASE
        ):
            self._aside("Skjult tekst", text_of([node]), self._place())
            return []
        if tag in _FRAMES:
            where = node.attributes.get("src", "")
            self._counts[f"<{tag}> er utelatt{f' ({where})' if where else ''}"] += 1
            return []
        if tag in _ASIDE:
            self._aside(f"Tekst i <{tag}>", text_of([node]), self._place())
            self._counts[f"<{tag}> er utelatt"] += 1
            return []
        if tag == "math":
            self._counts["En formel er skrevet som løpende tekst; se over den"] += 1
            return [f" {text_of(node.children)} "]
        if id(node) in self._notes:
            return []
        if note := self._note(node):
            return [Element(NOTE, {"id": note}, node.line)]
        if tag == "img":
            return [self._picture(node)]
        if re.fullmatch("h[1-6]", tag):
            self._heading = text_of([node])
        children = self._tidy(node.children)
        if sign := raised(node):
            return [sign]
        if tag in ("pre", "code", "kbd", "samp", "tt") and any(
            isinstance(child, Element) for child in children
        ):
            tag = "div" if tag == "pre" else "span"
        if tag == "sup" and len(children) == 1 and isinstance(children[0], Element) and (
            children[0].tag == NOTE
        ):
            return children
        if tag in _UNWRAPPED or (tag == "a" and not node.attributes.get("href")):
            return children
        kept = {name: value for name, value in node.attributes.items()
                if name in ("href", "start", "colspan", "rowspan", "scope")}
        return [Element(tag, kept, node.line, children)]

    def _picture(self, node: Element) -> Element:
        source, alt = node.attributes.get("src", ""), node.attributes.get("alt", "")
        found, suffix = None, source.rpartition(".")[2].casefold()[:4]
        if match := _DATA.match(source):
            suffix = {"jpeg": "jpg", "svg+xml": "svg"}.get(match[1], match[1])
            if len(match[2]) < _LONGEST_PICTURE:
                try:
                    found = base64.b64decode(match[2])
                except (binascii.Error, ValueError):
                    found = None
        elif "://" not in source and not source.startswith(("//", "data:")):
            found = self._beside(unquote(source.partition("?")[0]))
        if not found:
            shown = source if len(source) < 200 else f"{source[:40]}…"
            self._counts[f"Bildet «{alt or shown}» ligger ikke i fila ({shown}) og er utelatt"] += 1
            return Element("span")
        id_ = f"{len(self.document.pictures) + 1}"
        self.document.pictures[id_] = Picture(found, suffix, " ".join(alt.split()))
        return Element(PICTURE, {"id": id_}, node.line)

    def _aside(self, kind: str, text: str, place: str) -> None:
        if text.strip():
            self.document.asides.append(Aside(kind, place, " ".join(text.split()), True))

    def _place(self) -> str:
        return f"under «{shortened(self._heading)}»" if self._heading else "før første overskrift"


def _without_links(text: str, ids: Collection[str]) -> str:
    """Return HTML without the links to notes, whose numbers would be a part of the word before."""
    def kept(match: re.Match[str]) -> str:
        return " " if match[1] in ids else match[0]

    return _LINK.sub(kept, text)


def _seen(text: str) -> str:
    """Return the words that a browser would show, without making a tree."""
    kept: list[str] = []
    end, lower = 0, text.lower()
    while match := TOKEN.match(text, end):
        end = match.end()
        if not match[0].startswith("<") or match[0] == "<":
            kept.append(match[0])
            continue
        name = _NAME.match(match[0])
        tag = name[1].lower() if name else ""
        if tag in _UNSEEN and not match[0].startswith("</"):
            found = lower.find(f"</{tag}", end)
            end = found if found >= 0 else len(text)
        if tag and tag not in INLINE:
            kept.append(" ")
    kept.append(text[end:])
    return " ".join(unescape("".join(kept)).split())


def _all(node: Element) -> Iterator[Element]:
    for child in node.children:
        if isinstance(child, Element):
            yield child
            yield from _all(child)


def _has_way_back(target: Element, link: Element) -> bool:
    """Whether a target leads back, or the link says that it leads to a note."""
    said = f"{link.attributes.get('role', '')} {link.attributes.get('class', '')}"
    return "noteref" in said or "footnote" in said or any(map(_is_way_back, _all(target)))


def _is_way_back(node: Element) -> bool:
    return node.tag == "a" and node.attributes.get("href", "").startswith("#") and (
        not re.search(r"[^\W\d_]", node.text()))


def _without_way_back(nodes: list[Node]) -> list[Node]:
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, Element):
            if _is_way_back(node) and not _NUMBERED.fullmatch(node.text().strip()):
                continue
            node.children = _without_way_back(node.children)
        made.append(node)
    return made


def _found(node: Element, tag: str) -> Iterator[Element]:
    for child in node.children:
        if isinstance(child, Element):
            if child.tag == tag:
                yield child
            else:
                yield from _found(child, tag)


def _loss(message: str) -> Loss:
    return Loss("dokumentet", 0, f"{message}.")
