"""The parser of the dialect: which Markdown is allowed, and what references look like.

========================================  ====================================================
``[@key]``, ``[@key, s. 12]``, ``[@a; @b]``  citations of sources
``[[opplæringslova § 10-6]]``              a section of a law (``kapittel 12``, ``artikkel 3`` too)
``[[opplæringslova]]``                     a whole act
``[[nærvær]]``, ``[[nærvær|vist]]``        a term of the glossary, with other words shown
``[tekst](anbefaling:id#felt)``            another recommendation
``[tekst](side:metode)``                   a prose page
``![alt](bilder/figur.svg)``               a picture in ``guideline/bilder/``
========================================  ====================================================

Left out of CommonMark, because they surprise editors: headings by underlining (a line of dashes
under a paragraph is a thematic break here), code by indentation, raw HTML, and definitions of links
(«[Merk]: ring» is text here; CommonMark 4.7 lets it vanish from the page).
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from rettesnor.model.legal_reference import DOUBLE
from rettesnor.model.problem import Code
from rettesnor.model.prose import Reference
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.markdown.limits import too_costly
from rettesnor.reading.markdown.references import CITATION, cited, referred, slot

CODES = (
    Code("prosa-html", "Teksten har HTML-kode.", suppressible=False),
)
"""The codes of what is found here."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--|<\?|<!\[CDATA\[")


def parser() -> MarkdownIt:
    """Return a parser of the dialect; keep it, it is costly to make.

    ``env`` must hold ``slots`` (references), ``issues`` and ``lines`` (the field's lines).
    """
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})
    markdown.enable("table").disable(["lheading", "code", "html_block", "reference"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # judged by inspection
    markdown.inline.ruler.before("link", "reference", _reference)
    markdown.inline.ruler.after("autolink", "raw_html", _raw_html)
    markdown.core.ruler.at("inline", _inline_with_lines)
    markdown.add_render_rule("reference", _render_reference)
    return markdown


def _inline_with_lines(state: StateCore) -> None:
    """Parse inline content, letting the rules know on which line it starts."""
    for token in state.tokens:
        if token.type == "inline":
            state.env["line"] = token.map[0] if token.map else 0
            token.children = []
            issue = too_costly(token.content, state.env["line"])
            if issue is not None:  # refused, and still shown: an old release may hold such text
                state.env["issues"].append(issue)
                token.meta = {"refused": True}
                text = Token("text", "", 0)
                text.content = token.content
                token.children.append(text)
                continue
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def locate(state: StateInline, raw: str) -> tuple[int, int]:
    """Return the 0-based line and column of ``raw``, met at the state's position."""
    line = state.env["line"] + state.src.count("\n", 0, state.pos)
    lines = state.env["lines"]
    first = raw.split("\n", 1)[0]
    column = lines[line].find(first) if line < len(lines) else -1
    return line, max(column, 0)


def _reference(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    following = state.src[state.pos + 1 : state.pos + 2]
    if following == "@":
        match = CITATION.match(state.src, state.pos)
    elif following == "[":
        match = DOUBLE.match(state.src, state.pos)
    else:
        return False
    if match is None:
        return False
    if not silent:
        line, column = locate(state, match[0])
        if following == "@":
            _cite(state, match[1], line, column)
        else:
            reference, issue = referred(match[1], match[2] or "", line, column)
            if issue is not None:
                state.env["issues"].append(issue)
            _push(state, reference)
    state.pos = match.end()
    return True


def _cite(state: StateInline, content: str, line: int, column: int) -> None:
    references, issue = cited(content, line, column)
    if issue is not None:
        state.env["issues"].append(issue)
    _push_text(state, "(")
    for number, reference in enumerate(references):
        if number:
            _push_text(state, "; ")
        if reference is not None:
            _push(state, reference)
    _push_text(state, ")")


def _push(state: StateInline, reference: Reference) -> None:
    token = state.push("reference", "", 0)
    token.meta = {"index": len(state.env["slots"]), "reference": reference}
    state.env["slots"].append(reference)


def _push_text(state: StateInline, text: str) -> None:
    token = state.push("text", "", 0)
    token.content = text


def _render_reference(
    renderer: object, tokens: list[Token], index: int, options: object, env: object
) -> str:
    return slot(tokens[index].meta["index"])


def _raw_html(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    match = _TAG.match(state.src, state.pos)
    if match is None:
        return False
    closes = match[0].startswith("</") and state.env.get("html", False)
    if not silent and not closes:
        state.env["html"] = True
        line, column = locate(state, match[0])
        state.env["issues"].append(
            Issue(
                "prosa-html", line, column, f"HTML-koden «{match[0]}» er ikke lov i teksten.",
                "Bruk Markdown, eller skriv \\< for et vanlig mindre enn-tegn.",
            )
        )
    if not silent:
        _push_text(state, match[0])
    state.pos = match.end()
    return True
