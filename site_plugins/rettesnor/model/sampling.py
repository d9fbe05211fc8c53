"""A sample of folders held against criteria: the sheet, its sums, and what of them may be shown.

The same sums are made in the reader's browser (``theme/assets/rettesnor/sampling.js``);
``tests/cases/audit/`` holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rettesnor.model.audit import IN_FOLDERS, Kriterium

YES, PARTLY, NO = "ja", "delvis", "nei"
IRRELEVANT, UNANSWERED = "ikke relevant", "ikke vurdert"
ANSWERS = (YES, PARTLY, NO, IRRELEVANT, UNANSWERED)
"""The answers, in the order in which they are counted. An empty cell is the last of them."""
ASSESSED = (YES, PARTLY, NO)
"""The answers that shares are of: the folders that were held against the criterion."""
LEAST_THRESHOLD = 3
"""A lower threshold would suppress nothing that could not be computed."""
MOST_FOLDERS = 2000
FORMAT = "stikkprove"
"""What a sheet that is saved as JSON calls itself."""


@dataclass(frozen=True, slots=True)
class Column:
    """Something that is answered for each folder.

    Attributes:
        id: the criterion, or ``criterion.part``.
        heading: short, and not the same as another's.
        plain: whether «partly» is no answer.
    """

    id: str
    criterion: str
    heading: str
    question: str
    plain: bool = False

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers that it can have."""
        return tuple(one for one in ANSWERS if not (self.plain and one == PARTLY))


def columns(criteria: Iterable[Kriterium]) -> tuple[Column, ...]:
    """Return what is answered for each folder, for the criteria that are seen in folders."""
    found: list[Column] = []
    for one in criteria:
        if one.ses_i != IN_FOLDERS:
            continue
        if not one.deler:
            found.append(Column(one.id, one.id, one.tittel, one.sporsmaal, one.bare_ja_nei))
        found += [
            Column(f"{one.id}.{part.id}", one.id, f"{one.tittel}: {part.navn}", part.sporsmaal,
                   part.bare_ja_nei)
            for part in one.deler
        ]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is filled in.

    Attributes:
        guideline: the id of the guideline whose criteria it has; empty when it does not say.
        version: the version that they were taken from; empty when it does not say.
        columns: the ids of its columns, in order.
        rows: of each folder the answers by column; a column that is missing is not answered.
    """

    guideline: str = ""
    version: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[Mapping[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Sums:
    """How often each answer was given for one column.

    Attributes:
        counts: by answer, in the order of ``ANSWERS``.
        hidden: the answers whose counts are not shown.
    """

    counts: tuple[int, ...]
    hidden: frozenset[str] = frozenset()

    @property
    def folders(self) -> int:
        """How many folders there are."""
        return sum(self.counts)

    @property
    def assessed(self) -> int:
        """How many of them were held against the criterion."""
        return sum(self.counts[: len(ASSESSED)])

    @property
    def shows_shares(self) -> bool:
        """Whether shares say nothing that is hidden: how many were assessed must be shown."""
        return not self.hidden & {IRRELEVANT, UNANSWERED}

    def of(self, answer: str) -> int:
        """Return how often ``answer`` was given."""
        return self.counts[ANSWERS.index(answer)]

    def percent(self, answer: str) -> int | None:
        """Return its share of the folders that were assessed; None when it may not be shown."""
        if answer in self.hidden or answer not in ASSESSED or not self.shows_shares:
            return None
        return share(self.of(answer), self.assessed) if self.assessed else None


def share(part: int, whole: int) -> int:
    """Return a share in whole per cent; a half is rounded up."""
    return (200 * part + whole) // (2 * whole)


def sums(sheet: Sheet, column: Column, below: int = 0) -> Sums:
    """Return the sums of a column.

    Args:
        below: counts from 1 up to this are hidden, and others with them where they could be
            computed; 0 for none.
    """
    given = [row.get(column.id, UNANSWERED) for row in sheet.rows]
    counts = tuple(given.count(answer) for answer in ANSWERS)
    return Sums(counts, hidden(counts, below, column.answers))


def hidden(
    counts: Sequence[int], below: int, answers: Sequence[str] = ANSWERS
) -> frozenset[str]:
    """Return the answers whose counts may not be shown when how many folders there are is known.

    Small counts are hidden. One hidden count alone could be computed from the others, and a few
    that are small together would be nearly known. So the smallest of the others are hidden too,
    until at least two are hidden and they are at least ``below`` together: then each of them may
    be anything from 0 up to ``below`` or more.

    Args:
        counts: by the places of ``ANSWERS``.
        answers: those that could be given.
    """
    small = [place for place, count in enumerate(counts) if 0 < count < below]
    if not small:
        return frozenset()
    others = sorted(
        (place for place in map(ANSWERS.index, answers) if place not in small),
        key=lambda place: (counts[place] == 0, counts[place], place),
    )
    while others and (len(small) < 2 or sum(counts[place] for place in small) < below):
        small.append(others.pop(0))
    return frozenset(ANSWERS[place] for place in small)
