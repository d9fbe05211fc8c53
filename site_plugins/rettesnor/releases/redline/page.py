"""A comparison as a page of HTML: each field that differs, with the changed words marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from rettesnor.model.diff import Change, Comparison
from rettesnor.releases.redline.fields import Parse, field_redlines
from rettesnor.releases.redline.html import html

_STYLE = """
body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 1rem }
main { overflow-wrap: anywhere }
ins { background: #d9f2e0; text-decoration: underline 2px } del { background: #fbe0dd }
h3 { margin: 1.5rem 0 .25rem; font-size: 1rem }
table { border-collapse: collapse }
td, th { border: 1px solid; padding: .25rem .5rem; text-align: left; vertical-align: top }
pre { white-space: pre-wrap }
.rn-table { overflow-x: auto }
.rn-redline__list { list-style: none; padding-left: 1.25rem }
.rn-redline__heading { font-weight: 650 }
.rn-redline__was { font-size: .9rem; font-style: italic }
.rn-hidden { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
"""
SAME_WORDS = "Ordene er de samme. Bare mellomrom eller linjeskift er endret."


def page(
    title: str, comparison: Comparison, titles: Mapping[str, str], parse: Parse
) -> str:
    """Return the page of ``comparison``.

    Args:
        titles: names of the recommendations, by id.
    """
    return document(
        title, "".join(_sections(comparison, titles, parse)) or "<p>Ingen forskjeller.</p>"
    )


def document(title: str, body: str) -> str:
    """Return a page with the styles that redlines need, and nothing from elsewhere."""
    return (
        f'<!doctype html>\n<html lang="nb">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}</main>\n</body>\n</html>\n"
    )


def moved(change: Change) -> str:
    """Return in a sentence where a list item was and is."""
    return f"{change.item or 'Punktet'} er flyttet fra plass {change.old + 1} til {change.new + 1}."


def _sections(
    comparison: Comparison, titles: Mapping[str, str], parse: Parse
) -> Iterator[str]:
    said = {"added": " (ny)", "removed": " (tatt ut)"}
    for difference in comparison.recommendations:
        name = escape(titles.get(difference.id, difference.id))
        yield f'<section id="{escape(difference.id)}">\n'
        yield f"<h2>{name}{said.get(difference.kind, '')}</h2>\n"
        yield from _fields(difference.changes, parse)
        yield "</section>\n"
    if comparison.frame:
        yield "<section>\n<h2>Felles innhold</h2>\n"
        yield from _fields(comparison.frame, parse)
        yield "</section>\n"


def _fields(changes: Sequence[Change], parse: Parse) -> Iterator[str]:
    for found in field_redlines(changes, parse):
        change = found.change
        item = f" – {escape(change.item)}" if change.item else ""
        yield f"<h3><code>{escape(change.field)}</code>{item}</h3>\n"
        if change.kind == "moved":
            yield f"<p>{escape(moved(change))}</p>\n"
        elif any(block.changed for block in found.blocks):
            yield html(found.blocks)
        else:
            yield f"<p>{SAME_WORDS}</p>\n"
