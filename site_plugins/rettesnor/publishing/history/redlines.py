"""Redlines of recommendations: comparisons as the values that the pages show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from rettesnor.model.diff import Change, compare
from rettesnor.model.edition import recommendation_data
from rettesnor.model.fields import CATALOGUE, below, names_of
from rettesnor.model.recommendation import Recommendation
from rettesnor.publishing.history.released_texts import Texts
from rettesnor.releases.redline.compare import Block, Kind, redline, words
from rettesnor.releases.redline.fields import PROSE, blocks_of, line
from rettesnor.releases.redline.html import html
from rettesnor.releases.revisions import Revision
from rettesnor.rendering.change_labels import field_name
from rettesnor.rendering.jinja_env import norwegian_date
from rettesnor.rendering.pages.history import redline_body
from rettesnor.rendering.pages.history_views import RedField, Redline

_LEFT_OUT = {
    "naar_i_lov": "the page shows no word of it, only how the time is introduced",
}
"""Fields of list items that are not shown in the redline of a whole item, with the reason."""
_ITEMS = {
    field.name: tuple(
        inner.name for inner in below("recommendation", f"{field.path}.*")
        if inner.name not in _LEFT_OUT
    )
    for field in CATALOGUE["recommendation"] if field.kind == "list"
}
"""The fields of list items, in the order in which the page shows them."""
_HJEMMEL = {True: "Hjemmel", False: "Ikke hjemmel"}
_DATES = names_of("date")


def step_body(step: Revision, texts: Texts) -> str:
    """Return what ``step`` changed, as the part of its page that is the same for ever."""
    names = {**texts.names(step.old), **texts.names(step.new)}
    origins = [texts.text(step.old, origin) for origin in step.origins]
    return changed_body(texts.text(step.new, step.id), origins, names)


def changed_body(
    now: Recommendation, origins: Sequence[Recommendation], names: Mapping[str, str],
    level: int = 2,
) -> str:
    """Return how ``now`` differs from each of ``origins``, as HTML.

    Args:
        names: what readers call the ids that fields hold.
        level: the level of the headings that name the fields.
    """
    parts = []
    for before in origins:
        changes = compare(recommendation_data(before), recommendation_data(now))
        parts.append(Redline(
            tuple(_fields(changes, names)), before.tittel if before.id != now.id else ""
        ))
    return redline_body(parts, level)


def _fields(changes: Sequence[Change], names: Mapping[str, str]) -> Iterator[RedField]:
    for change in changes:
        if change.field == "id":
            continue
        label = field_name(change.name)
        if label == change.name:  # a dimension
            label = names.get(label, label)
        if change.kind == "moved":
            item = names.get(change.item, change.item)
            yield RedField(label, item, (change.old + 1, change.new + 1))
            continue
        blocks = tuple(_blocks(change, names))
        item = change.item if len(change.field.split(".")) > 3 else ""
        yield RedField(
            label, names.get(item, item), html=Markup(html(blocks)),
            differs=any(block.changed for block in blocks),
        )


def _blocks(change: Change, names: Mapping[str, str]) -> Iterator[Block]:
    old, new, name = change.old, change.new, change.name
    if not isinstance(old, Mapping) and not isinstance(new, Mapping):
        before, after = (_text(value, name, names) for value in (old, new))
        yield from blocks_of(name, before, after, _parsed)
        return
    kind: Kind = "del" if new is None else "ins"
    item = new or old
    order = _ITEMS.get(name.rpartition(".")[2], tuple(item))
    there = [key for key in order if key in item]
    plain = (_text(item[key], f"{name}.{key}", names) for key in there if key not in PROSE)
    text = " – ".join(filter(None, plain))
    if text:
        yield line(words(text, "") if kind == "del" else words("", text))
    for key in there:
        if key in PROSE:
            blocks = _parsed(item[key])
            yield from redline(blocks, ()) if kind == "del" else redline((), blocks)


def _parsed(text: str) -> Sequence[Any]:
    from rettesnor.reading.markdown.blocks import blocks  # with the parser, costly to load

    return blocks(text)


def _text(value: Any, name: str, names: Mapping[str, str]) -> str:
    """Return a value that is no group as text."""
    last = name.rpartition(".")[2]
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _HJEMMEL[value]
    if isinstance(value, list):
        return ", ".join(_text(item, name, names) for item in value)
    if last in _DATES:
        return norwegian_date(value)
    return names.get(str(value), str(value)) if " " not in str(value) else str(value)
