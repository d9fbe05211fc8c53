"""The places that a part of a letter can be about, as a pick list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.words import language as page_language
from rettesnor_horing.words import say

GENERAL = "alt"
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A place: the value of its option, what it is called, and its address."""

    value: str
    name: str
    address: dict[str, str]


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices under one heading."""

    heading: str
    choices: tuple[Choice, ...]


_made: dict[tuple[str, str, str], tuple[Hearing, tuple[Choices, ...]]] = {}
"""The choices by hearing, language of the text and of the page, with the reading they are of."""


def choices(hearing: Hearing, language: str) -> tuple[Choices, ...]:
    """Return every place of the text that is heard, in the order of the text.

    They are made once for each reading of the hearing: a letter asks for them at each mark.
    """
    key = (hearing.id, language, page_language())
    kept = _made.get(key)
    if kept is None or kept[0] is not hearing:
        kept = _made[key] = (hearing, tuple(_choices(hearing, language)))
    return kept[1]


def _choices(hearing: Hearing, language: str) -> list[Choices]:
    text = hearing.heard(language)
    general = [Choice(GENERAL, say("Retningslinja som helhet"), {})]
    general += [
        Choice(f"kapittel/{c.id}", say("Kapitlet {title}", title=c.tittel), {"kapittel": c.id})
        for c in text.chapters
    ]
    general += [
        Choice(
            f"sporsmaal/{q.id}", say("Spørsmål: {question}", question=q.tekst),
            {"sporsmaal": q.id},
        )
        for q in hearing.round(language).sporsmaal
    ]
    found = [Choices(say("Generelt"), tuple(general))]
    for chapter in text.chapters:
        for section in chapter.sections:
            own = {"anbefaling": section.id}
            listed = [Choice(section.id, say("Hele anbefalingen"), own)]
            for field in section.fields.values():
                place = {**own, "felt": field.anchor}
                value = f"{section.id}/{field.anchor}"
                listed.append(Choice(value, say(field.title), place))
                listed += [
                    Choice(
                        f"{value}/{p.avsnitt}", f"— {_short(p.tekst)}",
                        {**place, "avsnitt": p.avsnitt},
                    )
                    for p in field.paragraphs if p.avsnitt
                ]
            found.append(Choices(section.tittel, tuple(listed)))
    return found


def address_of(hearing: Hearing, language: str, value: str) -> dict[str, str] | None:
    """Return the address that an option stands for; None for no option."""
    return next(
        (c.address for group in choices(hearing, language) for c in group.choices
         if c.value == value), None,
    )


def named(groups: Iterable[Choices], address: dict[str, str]) -> str:
    """Return what the place with ``address`` is called among ``choices``."""
    for group in groups:
        for choice in group.choices:
            if choice.address == address:
                head = "" if "anbefaling" not in address else f"{group.heading}: "
                return head + choice.name.removeprefix("— ")
    return "/".join(address.values())


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]} …"
