"""Markdown as blocks for the text editor in the page: what each says, and the text it has.

Read by the product's own parser, so that the editor shows what readers will see. The script in the
page (``editor_js/``) writes Markdown again: a block that still says the same keeps its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from rettesnor.model import legal_reference
from rettesnor.model.legal_reference import DOUBLE
from rettesnor.reading.markdown.dialect import parser
from rettesnor.reading.markdown.lint.structure import too_wide
from rettesnor.reading.markdown.references import CITATION

Node = dict[str, Any]
"""A node of ProseMirror, as JSON."""

_MARKS = {"strong": "strong", "em": "em"}
_ORDER = ("link", "strong", "em", "code")
"""The order of marks in the editor's schema."""
_INSIDE = ("anbefaling:", "side:")
_CITED = re.compile(r"@([\w-]+)(?:,\s*(.+))?\Z")
_BRACKET = re.compile(r"([\\\[\]*_`<])")


@dataclass(frozen=True)
class Labels:
    """What references are called in the editor.

    Attributes:
        sources: by key, as they are cited: «Romerike, 2025».
        titles: by target, what is shown when one points at the reference.
        laws: the names of whole acts.
    """

    sources: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    laws: frozenset[str] = frozenset()


def parsed(text: str, labels: Labels | None = None) -> Node:
    """Return ``text`` as blocks, for the editor in the page.

    Returns: ``blocks``, each with its ``node``, its ``source`` and what stands ``before`` it; and
        ``end``, what stands after the last. Put together these are ``text`` again.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if too_wide(lines) is not None or "\0" in text:
        return _whole(text)
    env: dict[str, Any] = {"slots": [], "issues": [], "lines": lines, "line": 0}
    found: list[Node] = []
    at = 0
    starts = _line_starts(lines)
    reading = _Reading(labels or Labels(), text)
    for tokens in _blocks(_PARSER.parse(text, env)):
        first, last = tokens[0].map or (0, 0)
        while last > first + 1 and not lines[last - 1].strip():
            last -= 1
        start = starts[first]
        end = starts[last] - 1 if last < len(starts) else len(text)
        if start < at or end < start:
            return _whole(text)
        source = text[start:end]
        found.append({
            "node": reading.block(tokens, source), "source": source, "before": text[at:start]
        })
        at = end
    return {"blocks": found, "end": text[at:]}


def _whole(text: str) -> Node:
    return {"blocks": [{"node": _raw(text), "source": text, "before": ""}], "end": ""}


def _line_starts(lines: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def _raw(source: str) -> Node:
    """Return a block that the editor shows as it is written."""
    return {"type": "raw", **({"content": [{"type": "text", "text": source}]} if source else {})}


def _reference(state: StateInline, silent: bool) -> bool:
    """Find a reference, as the dialect does, and keep how it is written."""
    if state.src[state.pos] != "[":
        return False
    following = state.src[state.pos + 1 : state.pos + 2]
    pattern = {"@": CITATION, "[": DOUBLE}.get(following)
    match = pattern.match(state.src, state.pos) if pattern else None
    if match is None:
        return False
    if not silent:
        token = state.push("written_reference", "", 0)
        token.content = " ".join(match[0].split())
    state.pos = match.end()
    return True


def _parser() -> MarkdownIt:
    markdown = parser()
    markdown.inline.ruler.at("reference", _reference)
    return markdown


_PARSER = _parser()


class _Unshown(Exception):
    """A block has something that the editor cannot show."""


class _Reading:
    def __init__(self, labels: Labels, text: str) -> None:
        self.labels, self.text = labels, text

    def block(self, tokens: list[Token], source: str) -> Node:
        try:
            nodes, _ = self.nodes(tokens, 0)
        except _Unshown:
            return _raw(source)
        return nodes[0] if len(nodes) == 1 else _raw(source)

    def nodes(self, tokens: list[Token], at: int) -> tuple[list[Node], int]:
        """Return the nodes from ``at`` until the group they are in is closed, and where."""
        found: list[Node] = []
        while at < len(tokens) and tokens[at].nesting >= 0:
            node, at = self.node(tokens, at)
            found.append(node)
        return found, at

    def node(self, tokens: list[Token], at: int) -> tuple[Node, int]:
        token = tokens[at]
        match token.type:
            case "hr":
                return {"type": "horizontal_rule"}, at + 1
            case "paragraph_open" | "heading_open":
                name = token.type.removesuffix("_open")
                made = _made(name, self.inline(tokens[at + 1]))
                if name == "heading":
                    made["attrs"] = {"level": int(token.tag[1])}
                return made, at + 3
            case "bullet_list_open" | "ordered_list_open":
                return self.items(tokens, at)
            case "blockquote_open":
                inner, end = self.nodes(tokens, at + 1)
                return _made("blockquote", inner or [{"type": "paragraph"}]), end + 1
            case "table_open":
                return self.table(tokens, at)
            case _:
                raise _Unshown

    def items(self, tokens: list[Token], at: int) -> tuple[Node, int]:
        opened = tokens[at]
        items, tight = [], True
        at += 1
        while tokens[at].type == "list_item_open":
            if tokens[at + 1].type == "paragraph_open" and not tokens[at + 1].hidden:
                tight = False
            inner, end = self.nodes(tokens, at + 1)
            if not inner or inner[0]["type"] != "paragraph":
                inner.insert(0, {"type": "paragraph"})
            items.append(_made("list_item", inner))
            at = end + 1
        name = opened.type.removesuffix("_open")
        attrs: Node = {"tight": tight, "mark": opened.markup}
        if name == "ordered_list":
            attrs["order"] = int(opened.attrGet("start") or 1)
            if opened.attrGet("start") == 0:
                attrs["order"] = 0
        return {"type": name, "attrs": attrs, "content": items}, at + 1

    def table(self, tokens: list[Token], at: int) -> tuple[Node, int]:
        rows: list[Node] = []
        cells: list[Node] = []
        at += 1
        while tokens[at].type != "table_close":
            token = tokens[at]
            if token.type == "tr_open":
                cells = []
            elif token.type == "tr_close":
                rows.append(_made("table_row", cells))
            elif token.type in ("th_open", "td_open"):
                align = str(token.attrGet("style") or "").removeprefix("text-align:")
                cell = _made(
                    "table_header" if token.type == "th_open" else "table_cell",
                    self.inline(tokens[at + 1]),
                )
                cell["attrs"] = {"align": align or None}
                cells.append(cell)
            at += 1
        return _made("table", rows), at + 1

    def inline(self, token: Token) -> list[Node]:
        if token.meta.get("refused"):
            raise _Unshown
        found: list[Node] = []
        marks: list[Node] = []
        children = token.children or []
        at = 0
        while at < len(children):
            child = children[at]
            name = child.type.removesuffix("_open").removesuffix("_close")
            if child.type == "link_open" and (node := self.pointer(children, at)) is not None:
                found.append(_marked(node, marks))
                at += 3
                continue
            if name in _MARKS or name == "link":
                marks = [*marks, _mark(name, child)] if child.nesting > 0 else marks[:-1]
            else:
                found += [_marked(node, marks) for node in self.leaf(child)]
            at += 1
        return _joined(found)

    def leaf(self, child: Token) -> list[Node]:
        match child.type:
            case "text" | "text_special":
                return [{"type": "text", "text": child.content}] if child.content else []
            case "softbreak":
                return [{"type": "text", "text": " "}]
            case "hardbreak":
                return [{"type": "hard_break"}]
            case "code_inline":
                return [{"type": "text", "text": child.content, "marks": [{"type": "code"}]}]
            case "written_reference":
                return [self.reference(child.content)]
            case "image":
                title = child.attrGet("title")
                shown = f' "{title}"' if title else ""
                raw = f"![{_plain(child.content)}]({child.attrGet('src')}{shown})"
                return [_atom("bilde", raw, child.content or "bilde", "Bilde")]
            case _:
                raise _Unshown

    def pointer(self, children: list[Token], at: int) -> Node | None:
        """Return a link inside the guideline as one piece; None when it is another link."""
        href = str(children[at].attrGet("href") or "")
        if not href.startswith(_INSIDE) or children[at].attrGet("title"):
            return None
        if [one.type for one in children[at + 1 : at + 3]] != ["text", "link_close"]:
            return None
        shown = children[at + 1].content
        kind, _, rest = href.partition(":")
        title = self.labels.titles.get(f"{kind}:{rest.partition('#')[0]}", rest)
        if re.search(r"[\s()<>]", href):
            return None
        return _atom(kind, f"[{_plain(shown)}]({href})", shown, title)

    def reference(self, raw: str) -> Node:
        """Return a citation, or a reference to a section, an act or a term."""
        if raw.startswith("[@"):
            parts = [one.strip() for one in raw[1:-1].split(";")]
            said, titles = [], []
            for part in parts:
                match = _CITED.match(part)
                key, place = (match[1], match[2] or "") if match else (part, "")
                label = self.labels.sources.get(key, key)
                said.append(f"{label}, {place}" if place else label)
                titles.append(self.labels.titles.get(f"kilde:{key}", key))
            return _atom("kilde", raw, "; ".join(said), "; ".join(titles))
        target, _, shown = (one.strip() for one in raw[2:-2].partition("|"))
        law = legal_reference.parse(target) is not None or target in self.labels.laws
        title = self.labels.titles.get(f"lov:{target}" if law else f"term:{target}", target)
        return _atom("lov" if law else "term", raw, shown or target, title)


def _plain(text: str) -> str:
    return _BRACKET.sub(r"\\\1", text)


def _atom(kind: str, raw: str, label: str, title: str) -> Node:
    return {"type": "ref", "attrs": {"kind": kind, "raw": raw, "label": label, "title": title}}


def _mark(name: str, token: Token) -> Node:
    if name != "link":
        return {"type": _MARKS[name]}
    title = token.attrGet("title")
    return {"type": "link", "attrs": {
        "href": str(token.attrGet("href") or ""), "title": str(title) if title else None,
    }}


def _marked(node: Node, marks: Sequence[Node]) -> Node:
    own = list(node.get("marks", ()))
    wanted: list[Node] = []
    for mark in [*marks, *own]:
        if all(mark["type"] != one["type"] for one in wanted):
            wanted.append(mark)
    wanted.sort(key=lambda mark: _ORDER.index(mark["type"]))
    return {**node, "marks": wanted} if wanted else node


def _made(name: str, content: list[Node]) -> Node:
    return {"type": name, "content": content} if content else {"type": name}


def _joined(nodes: list[Node]) -> list[Node]:
    """Return ``nodes`` with texts of the same marks next to each other made one."""
    found: list[Node] = []
    for node in nodes:
        if found and node["type"] == "text" == found[-1]["type"] and (
            node.get("marks") == found[-1].get("marks")
        ):
            found[-1] = {**found[-1], "text": found[-1]["text"] + node["text"]}
        else:
            found.append(node)
    return found
