"""What looks like personal data in an answer, to ask before it is sent; it never forbids."""

from __future__ import annotations

from dataclasses import dataclass

from rettesnor.reading.content.personal_data import in_text

from rettesnor_horing.intake.answer import Answer


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that looks personal: its kind, the words, and which comment it stands in."""

    kind: str
    words: str
    place: int


def findings(answer: Answer) -> list[Finding]:
    """Return what looks personal in the comments; the sender's own fields are theirs to fill."""
    return [
        Finding(kind, words, place)
        for place, item in enumerate(answer.innspill, 1)
        for kind, words in (*in_text(item.tekst), *in_text(item.forslag))
    ]
