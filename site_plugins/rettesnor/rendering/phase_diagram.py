"""The figure of how a case unfolds: the phases from left to right, and how long each thing lasts.

Its words are all in the list below it too, so that nobody needs the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from markupsafe import Markup

from rettesnor.model.strength import DUTY
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.filters import list_item_of

_LABEL, _WIDTH, _TOP, _ROW, _LINE = 300, 1000, 72, 36, 17
"""Width of the titles and of the whole, height of the phases, of a row and of a line of text;
in the figure's own units, about a CSS pixel each."""
_LETTERS = 36
"""How many letters of a title fit on a line."""


def figure(context: Context, root: str, heads: Sequence[Head]) -> Markup:
    """Return the figure as inline SVG; without ``heads`` it shows the phases alone."""
    phases = context.guideline.faser
    if not phases:
        return Markup()
    label = _LABEL if heads else 0
    width = (_WIDTH - label) / len(phases)
    parts = list(_phases(context, label, width))
    y = _TOP + 12
    for head in _in_order(context, heads):
        lines = wrap(head.tittel, _LETTERS) or [""]
        height = _ROW + _LINE * (len(lines) - 1)
        parts.append(_row(context, root, head, lines, y, height, label, width))
        y += height
    height = y + 4 if heads else _TOP
    lines_down = Markup("").join(
        Markup('<path class="rn-flow__grid" d="M{0} {1}V{2}"/>').format(
            _n(label + width * i), _TOP + 8, _n(height)
        )
        for i in range(len(phases) + 1)
    ) if heads else Markup()
    return Markup(
        '<svg class="rn-flow" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>'
    ).format(
        _WIDTH, _n(height), context.gettext("Fasene i en sak, og anbefalingene i hver"),
        lines_down, Markup("").join(parts),
    )


def _phases(context: Context, left: float, width: float) -> Iterator[Markup]:
    """Yield an arrow for each phase, with its name in it and a link to what is said of it."""
    letters, point = max(int(width / 10), 8), 14
    for number, phase in enumerate(context.guideline.faser):
        x = left + width * number
        shape = (
            f"M{_n(x)} 0H{_n(x + width - point)}L{_n(x + width - 3)} {_TOP / 2:.0f}"
            f"L{_n(x + width - point)} {_TOP}H{_n(x)}"
            + (f"L{_n(x + point - 3)} {_TOP / 2:.0f}Z" if number else "Z")
        )
        lines = wrap(phase.navn, letters, break_long_words=False)
        first = _TOP / 2 + 5 - _LINE * (len(lines) - 1) / 2
        words = _lines(lines, x + width / 2 + (2 if number else -4), first)
        yield Markup(
            '<a class="rn-flow__phase" href="#fase-{}"><path d="{}"/>'
            '<text text-anchor="middle">{}</text></a>'
        ).format(phase.id, shape, words)


def _row(
    context: Context, root: str, head: Head, lines: Sequence[str], y: float, height: float,
    left: float, width: float,
) -> Markup:
    phases = context.guideline.faser
    there = [i for i, phase in enumerate(phases) if phase.id in list_item_of(context, head).faser]
    strength = context.strength(head.styrke)
    word = strength.label
    bars = Markup("").join(
        Markup('<rect x="{}" y="{}" width="{}" height="22" rx="{}"/>'
               '<text class="rn-flow__word" x="{}" y="{}">{}</text>')
        .format(
            _n(left + width * first + 5), _n(y + height / 2 - 11),
            _n(width * (last - first + 1) - 10), 0 if strength.grad == DUTY else 11,
            _n(left + width * first + 18), _n(y + height / 2 + 5), word,
        )
        for first, last in _runs(there)
    )
    said = f"{head.tittel}. {word}: " + ", ".join(phases[i].navn for i in there)
    text = _lines(lines, 4, y + height / 2 + 5 - _LINE * (len(lines) - 1) / 2)
    return Markup(
        '<a class="rn-flow__row rn-flow__row--{}" href="{}{}" aria-label="{}">'
        '<rect class="rn-flow__ground" x="0" y="{}" width="{}" height="{}"/>'
        '<text class="rn-flow__title">{}</text>{}</a>'
    ).format(
        strength.look, root, head.url, said, _n(y), _WIDTH, _n(height), text, bars,
    )


def _in_order(context: Context, heads: Sequence[Head]) -> list[Head]:
    """Return those of ``heads`` that have a phase: by where they begin, then by where they end."""
    place = {phase.id: i for i, phase in enumerate(context.guideline.faser)}
    found = []
    for number, head in enumerate(heads):
        there = [place[id_] for id_ in list_item_of(context, head).faser if id_ in place]
        if there:
            found.append((min(there), max(there), number, head))
    return [head for *_, head in sorted(found, key=lambda one: one[:3])]


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each unbroken run in the sorted ``numbers``."""
    start = None
    for index, number in enumerate(numbers):
        start = number if start is None else start
        if index + 1 == len(numbers) or numbers[index + 1] != number + 1:
            yield start, number
            start = None


def _lines(lines: Sequence[str], x: float, y: float) -> Markup:
    return Markup(" ").join(
        Markup('<tspan x="{}" y="{}">{}</tspan>').format(_n(x), _n(y + _LINE * i), line)
        for i, line in enumerate(lines)
    )


def _n(number: float) -> str:
    """Return a coordinate, short."""
    return f"{number:.1f}".removesuffix(".0")
