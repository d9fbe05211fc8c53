"""What Lovdata's files say, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CHANGED, NEW, REPEALED, MOVED = "endret", "ny", "opphevet", "flyttet"
"""What an amendment does to a provision."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """That an act or a regulation changes a provision of another.

    Attributes:
        by: the document that changes, by Lovdata's id: «lov/2025-06-20-39».
        target: the document that is changed.
        section: the provision (``model.legal_reference.canonical``); empty for all of it.
        event: ``CHANGED``, ``NEW``, ``REPEALED`` or ``MOVED``.
        part: the place in the provision that is changed: «ledd/2/bokstav/c»; empty for all of it.
        to: of ``MOVED``, the provision's new number.
        in_force: the day it applies from; empty when that is not decided, or not known.
        decided: whether the day is known for certain. Otherwise it is left to a person.
        text: what it says, by paragraphs, the instruction first.
        applied: of what an act says of itself, whether its text is already the new one.
    """

    by: str
    target: str
    section: str
    event: str = CHANGED
    part: str = ""
    to: str = ""
    in_force: str = ""
    decided: bool = True
    text: tuple[str, ...] = ()
    applied: bool = True


@dataclass(frozen=True, slots=True)
class Provision:
    """A section, a chapter or an article of an act in force.

    Attributes:
        section: canonical.
        chapter: the chapter that it is in (canonical); empty for none.
        text: by paragraphs.
        changes: what the act says of its own changes, in order.
        repealed: whether only its number is left.
    """

    section: str
    heading: str = ""
    chapter: str = ""
    text: tuple[str, ...] = ()
    changes: tuple[Amendment, ...] = ()
    repealed: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """An act or a regulation in force.

    Attributes:
        id: «lov/2023-06-09-30».
        in_force: the day it came into force; empty when not known.
        provisions: by their canonical numbers.
    """

    id: str
    title: str
    short: str = ""
    in_force: str = ""
    provisions: Mapping[str, Provision] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Announced:
    """A document in Norsk Lovtidend.

    Attributes:
        id: «lov/2025-06-20-39».
        published: the day it was announced.
        amendments: what it changes in the acts that were asked for.
    """

    id: str
    title: str
    published: str = ""
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """All that was read.

    Attributes:
        acts: acts and regulations in force, by id; only those that were asked for.
        announced: documents of Norsk Lovtidend that change one of them, by id.
        acts_dated: the day the acts are from; empty when the files do not say.
        gazette_dated: the day of the last announcement that was read; empty for none.
        gazette_from: and of the first.
        sources: the names of the files.
        unreadable: names of documents that could not be made sense of.
        total: how many documents there were.
    """

    acts: Mapping[str, Act]
    announced: Mapping[str, Announced]
    acts_dated: str = ""
    gazette_dated: str = ""
    gazette_from: str = ""
    sources: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    total: int = 0

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        """Every amendment in Norsk Lovtidend."""
        return tuple(one for doc in self.announced.values() for one in doc.amendments)
