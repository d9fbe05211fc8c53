"""The comments of a round by what pages ask for: made once, for there may be thousands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from rettesnor.model.hearing import Answer, CitingChange, Comment, Hearing
from rettesnor.model.hearing_text import HeardRecommendation

COMMENTS_A_PAGE = 100
CHARACTERS_A_PAGE = 200_000
"""Of comments and reasons. A page holds one comment at least, whatever its length."""


@dataclass(frozen=True, slots=True)
class CommentIndex:
    """The result of a round.

    Attributes:
        about: the comments on each recommendation, by its id.
        answers: the answers by number.
        changes: the changes that answer each comment, by its number.
        heard: the recommendations of the release that is heard, by id.
        paged: whether there are too many comments for one page.
    """

    about: Mapping[str, tuple[Comment, ...]]
    answers: Mapping[str, Answer]
    changes: Mapping[str, tuple[CitingChange, ...]]
    heard: Mapping[str, HeardRecommendation]
    paged: bool

    @classmethod
    def of(cls, hearing: Hearing) -> CommentIndex:
        """Return the index of ``hearing``."""
        about: dict[str, list[Comment]] = {}
        for comment in _comments(hearing):
            about.setdefault(comment.adresse.anbefaling, []).append(comment)
        changes: dict[str, list[CitingChange]] = {}
        for change in hearing.endringer:
            for number in change.innspill:
                changes.setdefault(number, []).append(change)
        answers = hearing.resultat.svar if hearing.resultat else ()
        return cls(
            {id_: tuple(comments) for id_, comments in about.items()},
            {answer.nummer: answer for answer in answers},
            {number: tuple(found) for number, found in changes.items()},
            {
                r.id: r for chapter in hearing.hort for r in chapter.anbefalinger
                if hearing.utgitt
            },
            next(islice(page_starts(_comments(hearing)), 1, None), None) is not None,
        )


def page_starts(comments: Sequence[Comment]) -> Iterator[int]:
    """Yield the place of the first comment of each page, so that no page is too long."""
    count = size = 0
    for place, comment in enumerate(comments):
        length = len(comment.tekst) + len(comment.vurdering.begrunnelse)
        if not place or count >= COMMENTS_A_PAGE or size + length > CHARACTERS_A_PAGE:
            yield place
            count = size = 0
        count, size = count + 1, size + length


def _comments(hearing: Hearing) -> tuple[Comment, ...]:
    """Return the comments that pages show: those that are only counted are not among them."""
    found = hearing.resultat.innspill if hearing.resultat else ()
    return tuple(comment for comment in found if not comment.is_counted)


def indexed(hearings: Iterable[Hearing]) -> Mapping[str, CommentIndex]:
    """Return the index of each round, by the round's id."""
    return {hearing.runde.id: CommentIndex.of(hearing) for hearing in hearings}
