"""The text of a new translation file: every text of the source, to be translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rettesnor.model.translated_fields import Branch, Leaf, shape


def skeleton(data: Mapping[str, Any], kind: str, source: str, language: str) -> str:
    """Return a translation file with nothing translated, and each text as a comment.

    Args:
        data: the plain data of the source.
        kind: its kind (see ``model.fields.FILES``).
        source: the path of the source.
        language: what the language is called.
    """
    head = (
        f"Oversettelse av {source} til {language}.",
        "Skriv oversettelsen etter kolonet. Det som ikke er fylt ut, vises på originalspråket.",
        "Lang tekst: skriv | etter kolonet, og teksten på linjene under, to mellomrom lenger inn "
        "enn feltet.",
    )
    lines = [*(f"# {line}" for line in head), "", *_group(data, shape(kind), "")]
    return "\n".join(lines) + "\n"


def _group(data: Mapping[str, Any], node: Branch, indent: str) -> Iterator[str]:
    for name, below in node.fields.items():
        value = data.get(name)
        if not value:
            continue
        if isinstance(below, Leaf):
            yield from _comment(value, indent)
            yield f"{indent}{name}:"
            continue
        deeper = _items(value, below, indent) if below.item else _group(value, below, f"{indent}  ")
        inner = list(deeper)
        if inner:
            yield f"{indent}{name}:"
            yield from inner


def _items(values: Any, node: Branch, indent: str) -> Iterator[str]:
    assert node.item is not None
    key, below = node.item
    for item in values:
        if isinstance(below, Leaf):
            yield from _comment(item, f"{indent}  ")
            yield f"{indent}  -"
            continue
        lines = list(_group(item, below, f"{indent}    "))
        if key:
            if lines:
                yield f"{indent}  - {key}: {_quoted(str(item[key]))}"
                yield from lines
        elif not lines:
            yield f"{indent}  - {{}}"
        else:
            yield from _first(lines, indent)


def _first(lines: list[str], indent: str) -> Iterator[str]:
    """Yield the lines of an item with the dash where its first field stands."""
    start = next(i for i, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from lines[:start]
    yield f"{indent}  - {lines[start].lstrip()}"
    yield from lines[start + 1 :]


def _comment(text: Any, indent: str) -> Iterator[str]:
    said = text if isinstance(text, str) else ", ".join(text)
    for line in said.rstrip("\n").split("\n"):
        yield f"{indent}# {line}".rstrip()


def _quoted(text: str) -> str:
    return f'"{text}"' if text.startswith("§") else text
