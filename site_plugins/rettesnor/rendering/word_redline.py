"""Two texts in one: what was removed and added, word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from rettesnor.model.gettext_marker import gettext_noop as N_

_LIKE = 0.35
"""Texts that share less than this are shown one after the other, not word by word."""


def alike(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether two texts have enough in common for a redline to be readable."""
    old, new = _words("\n".join(before)), _words("\n".join(after))
    return bool(old and new) and SequenceMatcher(None, old, new, autojunk=False).ratio() >= _LIKE


def redline(
    before: Sequence[str], after: Sequence[str], gettext: Callable[[str], str]
) -> list[Markup]:
    """Return the paragraphs of two texts as one text, with ``del`` and ``ins``.

    Both are announced to those who listen, since colour and lines say nothing there.
    """
    old, new = _words("\n".join(before)), _words("\n".join(after))
    said = {"ins": gettext(N_("lagt til: ")), "del": gettext(N_("fjernet: "))}
    parts: list[str] = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            parts.append(str(escape("".join(old[a:b]))))
            continue
        for tag, words in (("del", old[a:b]), ("ins", new[c:d])):
            for piece in _pieces(words):
                parts.append("\n" if piece == "\n" else (
                    f'<{tag}><span class="rn-hidden">{escape(said[tag])}</span>{escape(piece)}'
                    f"</{tag}>"
                ))
    # A paragraph that was joined or split is shown where the new text has its ends.
    return [Markup(one) for one in "".join(parts).split("\n") if one.strip()]


def _words(text: str) -> list[str]:
    return re.findall(r"\n|[^\S\n]+|\w+|[^\w\s]", text)


def _pieces(words: Sequence[str]) -> list[str]:
    """Return a run of words, with the ends of paragraphs apart."""
    return [one for one in re.split(r"(\n)", "".join(words)) if one]
