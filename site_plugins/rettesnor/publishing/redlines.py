"""Redlines of recommendations: what record compares, as the values that rendering shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rettesnor.model.diff import Change, compare
from rettesnor.model.edition import recommendation_data
from rettesnor.model.legal_reference import DOUBLE
from rettesnor.model.sections import BEGRUNNELSE, KUNNSKAP
from rettesnor.publishing.texts import Texts
from rettesnor.record.redline import Block, Piece, redline, words
from rettesnor.record.steps import Step
from rettesnor.rendering.environment import norwegian_date
from rettesnor.rendering.history_pages import redline_body
from rettesnor.rendering.past import Kind, RedBlock, RedField, Redline
from rettesnor.rendering.told import field_name

_SOURCE = re.compile(r"\[@(.*?)\]", re.DOTALL)
_ITEMS = {
    "steg": ("hvem", "naar", "hva"), "referanser": ("lov", "paragraf", "hjemmel", "hvorfor"),
    "forskning": ("kilde", "tillit", "metode", "funn"),
    "ressurser": ("tittel", "utgiver", "lenke", "om"),
}
"""The fields of list items, in the order in which the page shows them."""
_HJEMMEL = {True: "Hjemmel", False: "Ikke hjemmel"}
_DATES = frozenset({"publisert", "faglig_oppdatert", "neste_gjennomgang"})
_WHOLE = _DATES | {"styrke", "status", "tillit"}
"""Fields whose value is one thing: it is replaced, not rewritten."""
_PROSE = frozenset({"tekst", "hva", "hvorfor", "funn", *BEGRUNNELSE, *KUNNSKAP})
"""Fields that hold prose with structure; any other is a line of words."""


def step_body(step: Step, texts: Texts) -> str:
    """Return what ``step`` changed, as the part of its page that is the same for ever."""
    now = texts.text(step.new, step.id)
    names = {**texts.names(step.old), **texts.names(step.new)}
    parts = []
    for origin in step.origins:
        before = texts.text(step.old, origin)
        changes = compare(recommendation_data(before), recommendation_data(now))
        parts.append(Redline(
            tuple(_fields(changes, names)), before.tittel if origin != step.id else ""
        ))
    return redline_body(parts)


def _fields(changes: Sequence[Change], names: Mapping[str, str]) -> Iterator[RedField]:
    for change in changes:
        if change.field == "id":
            continue
        label = field_name(change.name)
        if change.kind == "moved":
            item = names.get(change.item, change.item) or "Punktet"
            yield RedField(label, item, (change.old + 1, change.new + 1))
            continue
        old, new = (_text(value, change.name, names) for value in (change.old, change.new))
        item = change.item if len(change.field.split(".")) > 3 else ""
        yield RedField(label, names.get(item, item), blocks=tuple(_blocks(change, old, new)))


def _blocks(change: Change, old: str, new: str) -> Iterator[RedBlock]:
    name = change.name.rpartition(".")[2]
    if name in _PROSE:
        yield from map(_block, redline(old, new))
    elif name in _WHOLE:
        parts: tuple[tuple[Kind, str], ...] = (("del", old), ("ins", new))
        yield RedBlock("same", "paragraph", (tuple(part for part in parts if part[1]),))
    else:
        yield RedBlock("same", "paragraph", (_words(words(old, new)),))


def _block(block: Block) -> RedBlock:
    return RedBlock(block.kind, block.form, tuple(map(_words, block.cells)))


def _words(pieces: Sequence[Piece]) -> tuple[tuple[Kind, str], ...]:
    return tuple((piece.kind, _plain(piece.text)) for piece in pieces)


def _plain(text: str) -> str:
    """Return ``text`` without the marks of references."""
    return _SOURCE.sub(r"(\1)", DOUBLE.sub(lambda m: m[2] or m[1], text))


def _text(value: Any, name: str, names: Mapping[str, str]) -> str:
    """Return a value as text, the fields of a list item in a line."""
    last = name.rpartition(".")[2]
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _HJEMMEL[value]
    if isinstance(value, Mapping):
        order = _ITEMS.get(last, tuple(value))
        parts = (_text(value[key], f"{name}.{key}", names) for key in order if key in value)
        return " – ".join(filter(None, parts))
    if isinstance(value, list):
        return ", ".join(_text(item, name, names) for item in value)
    if last in _DATES:
        return norwegian_date(value)
    return names.get(str(value), str(value)) if " " not in str(value) else str(value)
