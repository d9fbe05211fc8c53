"""Stars that were meant as stars, and the parser took for emphasis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rettesnor.reading.markdown.issue import Issue

if TYPE_CHECKING:
    from markdown_it.token import Token


def cuts_a_word(children: Sequence[Token], index: int) -> bool:
    """Return whether the emphasis that opens at ``index`` does so between two letters."""
    before, after = (
        children[at].content if 0 <= at < len(children) and children[at].type == "text" else ""
        for at in (index - 1, index + 1)
    )
    return before[-1:].isalnum() and after[:1].isalnum()


def issue(markup: str, place: tuple[int, int]) -> Issue:
    """Return the issue of emphasis by ``markup`` that cuts a word in two."""
    return Issue(
        "prosa-utheving", *place, f"«{markup}» inne i et ord blir borte, og uthever resten.",
        f"Skriv {''.join(chr(92) + sign for sign in markup)} når stjernen skal stå i teksten.",
    )
