"""A comparison as a page of HTML: each field that differs, with what came and what went.

Colour is never the only sign: ``ins`` is underlined, ``del`` struck through, and both are said
aloud to those who listen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from rettesnor.model.diff import Change, Comparison
from rettesnor.record.redline import Block, Piece, redline, words

_SAID = {
    "ins": ("lagt til: ", " slutt på lagt til "),
    "del": ("tatt bort: ", " slutt på tatt bort "),
}
_TAGS = {"paragraph": "p", "heading": "h5", "code": "pre"}
_STYLE = """
body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 1rem }
ins { background: #d9f2e0; text-decoration: underline 2px } del { background: #fbe0dd }
h4 { margin: 1.5rem 0 .25rem }
table { border-collapse: collapse }
td { border: 1px solid; padding: .25rem .5rem }
.sagt { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
"""


def page(title: str, comparison: Comparison, titles: Mapping[str, str]) -> str:
    """Return the page of ``comparison``.

    Args:
        titles: names of the recommendations, by id.
    """
    body = "".join(_sections(comparison, titles)) or "<p>Ingen forskjeller.</p>"
    return (
        f'<!doctype html>\n<html lang="nb">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}</main>\n</body>\n</html>\n"
    )


def field(change: Change) -> str:
    """Return what differs in one field as HTML."""
    if change.kind == "moved":
        item = escape(change.item or "Punktet")
        return f"<p>{item} er flyttet fra plass {change.old + 1} til {change.new + 1}.</p>\n"
    old, new = _text(change.old), _text(change.new)
    return "".join(_listed(redline(old, new)))


def inline(old: str, new: str) -> str:
    """Return the redline of two short texts as HTML inside a line."""
    return "".join(map(_piece, words(old, new)))


def _sections(comparison: Comparison, titles: Mapping[str, str]) -> Iterator[str]:
    said = {"added": " (ny)", "removed": " (tatt ut)"}
    for difference in comparison.recommendations:
        name = escape(titles.get(difference.id, difference.id))
        yield f'<section id="{escape(difference.id)}">\n'
        yield f"<h2>{name}{said.get(difference.kind, '')}</h2>\n"
        yield from _fields(difference.changes)
        yield "</section>\n"
    if comparison.frame:
        yield "<section>\n<h2>Felles innhold</h2>\n"
        yield from _fields(comparison.frame)
        yield "</section>\n"


def _fields(changes: tuple[Change, ...]) -> Iterator[str]:
    for change in changes:
        item = f" – {escape(change.item)}" if change.item else ""
        yield f"<h4><code>{escape(change.field)}</code>{item}</h4>\n{field(change)}"


def _listed(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Yield the blocks, items and rows inside a list or table of their own."""
    around, open_ = {"item": "ul", "row": "table"}, ""
    for block in blocks:
        wanted = around.get(block.form, "")
        if wanted != open_:
            yield (f"</{open_}>\n" if open_ else "") + (f"<{wanted}>\n" if wanted else "")
            open_ = wanted
        yield _block(block)
    yield f"</{open_}>\n" if open_ else ""


def _block(block: Block) -> str:
    cells = ["".join(map(_piece, cell)) for cell in block.cells]
    if block.form == "row":
        return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"
    tag = "li" if block.form == "item" else _TAGS[block.form]
    return f"<{tag}>{' '.join(cells)}</{tag}>\n"


def _piece(piece: Piece) -> str:
    if piece.kind == "same":
        return escape(piece.text)
    before, after = _SAID[piece.kind]
    space = " " if piece.text.startswith(" ") else ""
    return (
        f'{space}<{piece.kind}><span class="sagt">{before}</span>{escape(piece.text.strip())}'
        f'<span class="sagt">{after}</span></{piece.kind}>'
    )


def _text(value: Any) -> str:
    """Return a value as text with one block for each part."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "\n\n".join(f"{key}: {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "\n".join(f"- {' '.join(_text(item).split())}" for item in value)
    if isinstance(value, bool):
        return "ja" if value else "nei"
    return str(value)
