"""A redline as HTML.

No ``ins`` or ``del`` reaches across blocks. Colour is never the only sign: ``ins`` is underlined
and ``del`` struck through by the style sheets, and both are announced to those who listen. The
texts are in bokmål, as the pages that show redlines are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from rettesnor.releases.redline.compare import Block, Kind, Piece, told
from rettesnor.releases.redline.units import Form, Shape

_ANNOUNCED = {"ins": "lagt til: ", "del": "fjernet: "}
_END = "(slutt)"
_PILCROW = (
    '<span aria-hidden="true">¶</span><span class="rn-hidden">skille mellom avsnitt</span>'
)
_STYLES = {"s": "strong", "e": "em", "c": "code"}
_NAMES: dict[Form, str] = {
    "paragraph": "avsnitt", "item": "punkt i liste", "heading": "overskrift",
    "head": "overskrift i tabell", "row": "rad i tabell", "code": "kode", "rule": "strek",
}


def html(blocks: Iterable[Block]) -> str:
    """Return ``blocks`` as HTML, lists and tables around items and rows."""
    parts: list[str] = []
    for (quote, container), some in groupby(blocks, _place):
        made = "".join(_CONTAINERS[container](list(some)))
        parts.append(f"{'<blockquote>' * quote}{made}{'</blockquote>' * quote}\n")
    return "".join(parts)


def inline(pieces: Sequence[Piece], *, literal: bool = False) -> str:
    """Return words inside a block as HTML.

    Args:
        literal: whether spaces count, as in code.
    """
    parts: list[str] = []
    before = ""
    for kind, run in groupby(told(pieces), lambda piece: piece.kind):
        some = list(run)
        if kind == "same":
            parts += map(_same, some)
            before = ""
            continue
        text = "".join(piece.text for piece in some)
        if not text.strip() and not literal and not any(piece.role for piece in some):
            parts.append(" " if kind == "ins" else "")  # it follows from a change next to it
            continue
        made = _marked(kind, some, literal)
        if before and not before[-1].isspace() and not text[0].isspace():
            parts.append(" ")
        parts.append(made)
        before = text if kind == "del" else ""
    return "".join(parts)


def was(before: Shape, now: Shape) -> str:
    """Return in words what a block of shape ``now`` was before."""
    name = _NAMES[before.form]
    if before.form == now.form and before.level != now.level:
        name += f" på nivå {before.level}"
    if before.quote != now.quote:
        name += " i sitat" if before.quote else " utenfor sitat"
    return f"(før: {name})"


def _place(block: Block) -> tuple[int, str]:
    form = block.shape.form
    return block.shape.quote, {"item": "list", "head": "table", "row": "table"}.get(form, "")


def _same(piece: Piece) -> str:
    return "<br>" if piece.role == "line" else _styled(piece, piece.text)


def _styled(piece: Piece, text: str) -> str:
    """Return ``text`` with its emphasis; spaces at its ends stay outside."""
    core = text.strip()
    if not core or not piece.style:
        return escape(text)
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    made = escape(core)
    for sign in piece.style:
        made = f"<{_STYLES[sign]}>{made}</{_STYLES[sign]}>"
    return f"{start}{made}{end}"


def _marked(kind: Kind, some: Sequence[Piece], literal: bool) -> str:
    start = end = tail = ""
    parts = []
    for number, piece in enumerate(some):
        text = piece.text
        if piece.role == "line":
            parts.append("↵")
            tail = "<br>" if kind == "ins" else " "
            continue
        if piece.role == "break":
            parts.append(_PILCROW)
            continue
        if not literal and number == 0 and text[:1] == " ":
            start, text = " ", text.lstrip()
        if not literal and number == len(some) - 1 and text[-1:] == " ":
            end, text = " ", text.rstrip()
        made = _styled(piece, text)
        if piece.role == "address":
            made = f'<span class="rn-redline__address">{made}</span>'
        parts.append(made)
    return (
        f'{start}<{kind}><span class="rn-hidden">{_ANNOUNCED[kind]}</span>{"".join(parts)}'
        f'<span class="rn-hidden"> {_END} </span></{kind}>{tail or end}'
    )


def _content(block: Block) -> str:
    note = ""
    if block.was is not None:
        note = f'<span class="rn-redline__was">{was(block.was, block.shape)}</span> '
    label = ""
    if block.label:
        label = f'<span class="rn-redline__label">{inline(block.label)}</span> '
    return label + note + inline(block.cells[0], literal=block.shape.form == "code")


def _plain(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        form, content = block.shape.form, _content(block)
        if form == "rule" and not block.changed:
            yield "<hr>\n"
        elif form == "code":
            yield f"<pre><code>{content}</code></pre>\n"
        elif form == "heading":
            yield f'<p class="rn-redline__heading">{content}</p>\n'
        else:
            yield f"<p>{content}</p>\n"


def _list(blocks: Sequence[Block]) -> Iterator[str]:
    depth = 0
    for block in blocks:
        level, content = block.shape.level, _content(block)
        if not block.label and depth >= level:
            yield "</li></ul>" * (depth - level)
            depth = level
            yield f"<p>{content}</p>"
            continue
        if depth >= level:
            yield "</li></ul>" * (depth - level) + "</li>\n<li>"
        else:
            yield '<ul class="rn-redline__list"><li>' * (level - depth)
        depth = level
        yield content
    yield "</li></ul>" * depth + "\n"


def _table(blocks: Sequence[Block]) -> Iterator[str]:
    tables: list[list[Block]] = []
    body = True
    for block in blocks:
        head = block.shape.form == "head"
        if not tables or (head and body):
            tables.append([])
        body = not head
        tables[-1].append(block)
    for rows in tables:
        width = max(len(row.cells) for row in rows)
        yield '<div class="rn-table" role="region" aria-label="Tabell" tabindex="0"><table>\n'
        for row in rows:
            yield f"<tr>{''.join(_cells(row, width))}</tr>\n"
        yield "</table></div>\n"


def _cells(row: Block, width: int) -> Iterator[str]:
    for number in range(width):
        cell = inline(row.cells[number]) if number < len(row.cells) else ""
        if row.was is not None and number == 0:
            cell += f' <span class="rn-redline__was">{was(row.was, row.shape)}</span>'
        heads = row.shape.form == "head" and cell
        yield f'<th scope="col">{cell}</th>' if heads else f"<td>{cell}</td>"


_CONTAINERS = {"": _plain, "list": _list, "table": _table}
