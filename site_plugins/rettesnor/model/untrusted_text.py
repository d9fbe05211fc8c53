"""Text that somebody outside the editorial staff wrote, such as a comment in a hearing.

It is kept as it was written: emoji, letters in several parts, soft hyphens and text that was
decoded wrongly before it came here are not for an editor to correct. What could change how the
text around it reads, or cannot stand in HTML or XML, is shown as a named marker.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rettesnor.model.hearing import Answer, Comment, Quote, Result, Wording

_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u206a-\u206f"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, overrides and isolates of direction, and what is not a character."""
_UNSEEN = re.compile(
    "[\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    """Return ``text`` to be shown: every unsafe character as a marker such as ``[U+202E]``."""
    return _UNSAFE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def bare(text: str) -> str:
    """Return ``text`` without the characters nobody sees, to look for something in it."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def safe_result(result: Result) -> Result:
    """Return ``result`` with every text in it as it is shown."""
    return replace(
        result,
        svar=tuple(_answer(answer) for answer in result.svar),
        innspill=tuple(_comment(comment) for comment in result.innspill),
    )


def _answer(answer: Answer) -> Answer:
    return replace(answer, avsender=safe(answer.avsender), hjemmel=safe(answer.hjemmel))


def _comment(c: Comment) -> Comment:
    texts = (c.tekst, c.sladdet, c.unntatt, c.hjemmel, c.vurdering.begrunnelse,
             c.adresse.sitat.exact, c.adresse.sitat.prefix, c.adresse.sitat.suffix,
             c.forslag.tekst, c.forslag.grunnlag)
    if not any(_UNSAFE.search(text) for text in texts):
        return c
    tekst, sladdet, unntatt, hjemmel, begrunnelse, *quote, wording, heard = map(safe, texts)
    return replace(
        c, tekst=tekst, sladdet=sladdet, unntatt=unntatt, hjemmel=hjemmel,
        vurdering=replace(c.vurdering, begrunnelse=begrunnelse),
        adresse=replace(c.adresse, sitat=Quote(*quote)), forslag=Wording(wording, heard),
    )
