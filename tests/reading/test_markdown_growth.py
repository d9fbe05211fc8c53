"""The work with a text grows with its length, whatever stands in it. Steps are counted."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
from rettesnor.reading.markdown.limits import MAX_OF_A_KIND, MAX_PARAGRAPH
from rettesnor.reading.markdown.render import render

PATTERNS = [
    r"\\[", "[", "[a]", "[^a]", "~~a ", "</<!--", "<![CDATA[", "![[]()", "[x](y ", "**a *", "_a ",
    "[[a]] ", "[@a_] ", "`a ", "abc\n\n~d~\n\n", "- a\n\ntekst\n\n", "|a|\n|-|\n|b|\n\n",
    "- a.\nB c\n", "> a\nB\n", "### a_b\n\n", "Trinn 1: a\n", "==a", ":a", "[ ] ", "&amp;",
    "1. a\n",
    "[[[[[[[[a]]]]]]]] ", "x [x](https://a.no) ", "o a\n", "{{ a }} ", "{.a} ", "www.a.no ",
]


def steps(text: str) -> int:
    """Return how many functions are called to render ``text``, those in C included."""
    count = 0

    def seen(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        render(text, prefix="avsnitt", min_heading=2, anchored=True)
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """Render something of everything, so that what is only done once is not counted."""
    for pattern in PATTERNS:
        render(pattern * 200, prefix="avsnitt", min_heading=2, anchored=True)


@pytest.mark.parametrize("split", [False, True], ids=["ett-avsnitt", "flere-avsnitt"])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_twice_the_text_is_twice_the_work(pattern: str, split: bool) -> None:
    text = pattern * (2_400 // len(pattern))
    once, twice = (text, text * 2) if not split else (f"{text}\n\n" * 2, f"{text}\n\n" * 4)
    assert steps(twice) < 2.6 * steps(once) + 2_000


def test_a_paragraph_without_end_is_refused_and_shown() -> None:
    text = "[a_b " * (MAX_PARAGRAPH // 5 + 1)
    made, issues = render(text, prefix="", min_heading=2, anchored=False)
    assert [issue.code for issue in issues] == ["prosa-for-langt"]
    assert made.text.count("a_b") == text.count("a_b")


def test_open_brackets_are_refused_and_shown() -> None:
    made, issues = render("Se [[[[[[[[[ her", prefix="", min_heading=2, anchored=False)
    assert [issue.code for issue in issues] == ["prosa-for-dyp"] and "her" in made.text


def test_many_issues_of_a_kind_are_a_number() -> None:
    _, issues = render("[^a] " * 500, prefix="", min_heading=2, anchored=False)
    assert len(issues) == MAX_OF_A_KIND and f"{500 - MAX_OF_A_KIND} til" in issues[-1].message
