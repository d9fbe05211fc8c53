"""Slides as a presentation (PPTX, ISO/IEC 29500), by pandoc, which the Word files need as well.

Titles are title placeholders, so that a screen reader finds them; shapes are in reading order;
pictures have their description, notes are speaker notes, and every run says its language.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from rettesnor.exports.documents.course import Deck
from rettesnor.exports.documents.pandoc import Node, Tree, convert
from rettesnor.exports.documents.reproducible_zip import dated, repacked
from rettesnor.model.document_tree import DocumentTree, Heading
from rettesnor.model.look import PaperColours

_SLIDE = re.compile(r"ppt/(?:slides|notesSlides)/[A-Za-z]+[0-9]+\.xml")
_RUN = re.compile(rb"<a:(rPr|endParaRPr)(?=[ />])(?![^>]* lang=)")
_DEFAULT = re.compile(rb'lang="en-US"')
_BODY = re.compile(
    rb'(<p:sp>(?:(?!</p:sp>).)*?<p:ph (?=[^>]*(?:idx="1"|type="body"))[^>]*/>'
    rb"(?:(?!</p:sp>).)*?)<a:bodyPr\s*/>", re.S
)
_DESCRIBED = re.compile(rb'( descr="[^"]*?)\n\n[^"\n]*"')
"""A picture's description, after which pandoc puts the name of the file."""
_TEXT = re.compile(rb"<a:t[^>]*>([^<]*)</a:t>")
_FITS = ((420, ""), (600, "85000"), (850, "70000"), (1200, "55000"), (10**9, "42500"))
"""How much smaller a slide's text is set, by how many characters it has (thousandths of per cent).
"""
_OUR_COLOURS = PaperColours()


def pptx(deck: Deck, pictures: Path, colours: PaperColours = _OUR_COLOURS) -> bytes:
    """Return ``deck`` as a presentation, the same bytes each time.

    Raises:
        ConversionError: pandoc is missing or cannot write it.
    """
    tree = deck.tree
    made = convert(_document(deck), "pptx", ["--slide-level=1"], pictures)
    stamped = dated(tree.day)
    language = f"{tree.language}-NO".encode()

    def finished(name: str, content: bytes) -> bytes:
        if name == "docProps/core.xml":
            return stamped(name, content)
        if name.startswith("ppt/theme/"):
            return _coloured(content, colours)
        if not name.endswith(".xml"):
            return content
        content = _DEFAULT.sub(b'lang="' + language + b'"', content)
        if _SLIDE.fullmatch(name):
            content = _RUN.sub(rb'<a:\g<1> lang="' + language + b'"', content)
            if name.startswith("ppt/slides/"):
                content = _fitted(_DESCRIBED.sub(rb'\g<1>"', content))
        return content

    return repacked(made, finished)


def _document(deck: Deck) -> bytes:
    """Return the slides as pandoc's JSON, each with its notes."""
    tree, made, number = deck.tree, Tree(deck.tree), -1
    blocks: list[Node] = []
    for block in tree.content:
        if isinstance(block, Heading) and block.level == 1:
            blocks += _notes(deck, number)
            number += 1
        blocks += _described(made.blocks((block,)))
    blocks += _notes(deck, number)
    meta = {"title": tree.title, "subtitle": tree.part, "author": _author(tree),
            "lang": f"{tree.language}-NO"}
    return json.dumps({
        "pandoc-api-version": [1, 23, 1],
        "meta": {
            key: {"t": "MetaInlines", "c": [{"t": "Str", "c": value}]}
            for key, value in meta.items() if value
        },
        "blocks": blocks,
    }, ensure_ascii=False).encode()


def _described(node: Any) -> Any:
    """Return nodes whose pictures are described as pandoc's writer asks: by their titles.

    The words of a picture would be a caption beside it as well.
    """
    if isinstance(node, list):
        return [_described(one) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("t") == "Image":
        attributes, words, (name, _title) = node["c"]
        said = "".join(one["c"] for one in words)
        return {"t": "Image", "c": [attributes, [], [name, said]]}
    return {key: _described(value) for key, value in node.items()}


def _author(tree: DocumentTree) -> str:
    return f"{tree.author}. {tree.stamp}{f'. {tree.mark}' if tree.mark else ''}"


def _notes(deck: Deck, number: int) -> list[Node]:
    if number < 0 or number >= len(deck.notes) or not deck.notes[number]:
        return []
    text = {"t": "Para", "c": [{"t": "Str", "c": deck.notes[number]}]}
    return [{"t": "Div", "c": [["", ["notes"], []], [text]]}]


def _fitted(content: bytes) -> bytes:
    """Return a slide whose text is set so small that it fits."""
    length = sum(len(text.decode(errors="replace")) for text in _TEXT.findall(content))
    scale = next(scale for most, scale in _FITS if length <= most)
    if not scale:
        return content
    fit = f'<a:bodyPr><a:normAutofit fontScale="{scale}" lnSpcReduction="10000"/></a:bodyPr>'
    return _BODY.sub(rb"\g<1>" + fit.encode(), content)


def _coloured(content: bytes, colours: PaperColours) -> bytes:
    """Return a theme with the guideline's own colours and a font that every office has."""
    named = _named(colours.brand, colours.ink, colours.link)
    for element, value in named:
        content = re.sub(
            rb"(<a:" + element + rb">)(?:(?!</a:" + element + rb">).)*", rb"\g<1>" + value,
            content, count=1, flags=re.S,
        )
    return content


@cache
def _named(brand: str, ink: str, link: str) -> tuple[tuple[bytes, bytes], ...]:
    def colour(value: str) -> bytes:
        return f'<a:srgbClr val="{value.lstrip("#").upper()}"/>'.encode()

    return (
        (b"dk1", colour(ink)), (b"dk2", colour(brand)), (b"accent1", colour(brand)),
        (b"hlink", colour(link)),
    )

