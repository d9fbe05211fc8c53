"""A hearing as its rules see it: the round, its results, and the text that is heard."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rettesnor.model.edition import Edition, in_language
from rettesnor.model.hearing import CitingChange, Comment, Place, Result, Round
from rettesnor.reading.content.comment_targets import places


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A file of results, and where it lies."""

    path: str
    resultat: Result


@dataclass(frozen=True)
class HearingSubject:
    """A round with its surroundings.

    Attributes:
        guideline: the guideline's id.
        edition: the release that is heard; None when there is no record of it.
        coming: whether the working tree is about to become that release.
        chapters: ids of the chapters in the text that is heard; None when it is not known.
        recommendations: likewise of the recommendations.
        changes: every change that cites comments, released or not.
    """

    path: str
    runde: Round
    guideline: str
    edition: Edition | None
    coming: bool
    chapters: Collection[str] | None
    recommendations: Collection[str] | None
    results: Sequence[ReadResult] = ()
    changes: Sequence[CitingChange] = ()

    @cached_property
    def comments(self) -> Sequence[tuple[str, int, Comment]]:
        """Every comment, with its file and its number there."""
        return [
            (read.path, index, comment)
            for read in self.results for index, comment in enumerate(read.resultat.innspill)
        ]

    @cached_property
    def numbers(self) -> Mapping[tuple[str, int], str]:
        """The number at each place of ``texts``."""
        found = {(path, index): comment.nummer for path, index, comment in self.comments}
        for read in self.results:
            for index, answer in enumerate(read.resultat.svar):
                found[read.path, -1 - index] = f"navnet på avsenderen av {answer.nummer}"
        return found

    @cached_property
    def cited(self) -> frozenset[str]:
        """The numbers of the comments that some change answers."""
        return frozenset(number for change in self.changes for number in change.innspill)

    @cached_property
    def _places(self) -> Mapping[str, Sequence[Place]]:
        wanted = {comment.adresse.anbefaling for _, _, comment in self.comments}
        found = self.edition.recommendations if self.edition else {}
        return {id_: places(found[id_]) for id_ in wanted if id_ in found}

    def places_of(self, recommendation: str) -> Sequence[Place]:
        """Return the paragraphs of a recommendation that some comment is about."""
        return self._places.get(recommendation, ())

    @cached_property
    def _words(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        for one in self.edition.guideline.languages if self.edition else ():
            assert self.edition is not None
            said = in_language(self.edition, one.id).recommendations
            for id_ in {c.adresse.anbefaling for _, _, c in self.comments if c.forslag.tekst}:
                if id_ in said:
                    found.setdefault(id_, set()).update(
                        (place.felt, " ".join(place.tekst.split())) for place in places(said[id_])
                    )
        return {id_: frozenset(words) for id_, words in found.items()}

    def words_of(self, recommendation: str) -> frozenset[tuple[str, str]]:
        """Return field and words of each paragraph that a proposal may be about, in any language.
        """
        return self._words.get(recommendation, frozenset())

    def texts(self) -> Iterator[tuple[str, int, str]]:
        """Yield every text that is written by or about those who answered, with its place.

        The place of an answer is negative: -1 for the first in its file.
        """
        for read in self.results:
            for index, answer in enumerate(read.resultat.svar):
                yield read.path, -1 - index, answer.avsender
                yield read.path, -1 - index, answer.hjemmel
        for path, index, c in self.comments:
            for text in (
                c.tekst, c.sladdet, c.unntatt, c.hjemmel, c.vurdering.begrunnelse,
                c.forslag.tekst,
            ):
                yield path, index, text
