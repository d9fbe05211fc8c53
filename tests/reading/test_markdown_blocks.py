"""Prose as blocks: the same words as on the page, and nothing but blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rettesnor.model.document_tree import (
    Code,
    Heading,
    Items,
    Link,
    Listing,
    Paragraph,
    Picture,
    Pointer,
    Table,
    Text,
)
from rettesnor.reading.markdown.blocks import blocks
from rettesnor.reading.markdown.render import render

CASES = sorted((Path(__file__).parents[1] / "cases" / "prose").glob("*.yml"))


def said(value: Any) -> Iterator[str]:
    """Yield the words of blocks as the search text of a page has them."""
    if isinstance(value, tuple):
        for one in value:
            yield from said(one)
    elif isinstance(value, Text | Code | Listing):
        yield value.text
    elif isinstance(value, Pointer):
        yield from said(value.content) if value.content else [value.reference.target]
    elif isinstance(value, Picture):
        yield value.alt or value.name
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from said(getattr(value, field.name))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_says_what_the_page_says(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    fragment, _ = render(case["markdown"], prefix="", min_heading=2, anchored=False)
    assert squeezed("".join(said(blocks(case["markdown"])))) == squeezed(fragment.text)


@given(st.text(st.sampled_from("ab \n#*_`[]()|-<>!&1.@§"), max_size=60))
def test_loses_no_word_of_any_text(text: str) -> None:
    fragment, _ = render(text, prefix="", min_heading=1, anchored=False)
    assert squeezed("".join(said(blocks(text)))) == squeezed(fragment.text)


def test_blocks_have_their_shape() -> None:
    found = blocks(
        "### Tittel\n\nEn [lenke](https://example.test/) og [planen](anbefaling:plan#steg).\n\n"
        "3. tre\n4. fire\n\n| A | B |\n|:--|--:|\n| a | b |\n"
    )
    heading, paragraph, items, table = found
    assert isinstance(heading, Heading) and heading.level == 3
    assert isinstance(paragraph, Paragraph)
    link, pointer = (one for one in paragraph.content if not isinstance(one, Text))
    assert link == Link("https://example.test/", (Text("lenke"),))
    assert isinstance(pointer, Pointer)
    assert (pointer.reference.target, pointer.reference.detail) == ("plan", "steg")
    assert isinstance(items, Items) and items.start == 3 and len(items.items) == 2
    assert isinstance(table, Table) and table.align == ("left", "right")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "../../etc/passwd", "file:///etc"])
def test_an_address_that_is_refused_is_no_link(address: str) -> None:
    (paragraph,) = blocks(f"Se [her]({address}).")
    assert isinstance(paragraph, Paragraph)
    assert not [one for one in paragraph.content if isinstance(one, Link)]
    assert "her" in "".join(said(paragraph))
