"""A translation next to its source, as the rules for translations see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rettesnor.model.prose import Fragment
from rettesnor.model.translation import State, Text, Translation, Way, states


@dataclass(frozen=True)
class TranslationSubject:
    """One translation file and what it translates.

    Attributes:
        places: the way to each text in the translation's file, by the text's pointer.
        source: the source's texts by pointer.
        needed: those of them that a translation should have.
        own_lengths: how long the lists aligned by place are in the translation, by pointer.
        lengths: how long they are in the source.
        fragments: rendered prose of the translation and of the source, by the text's pointer,
            for the fields that are in both.
    """

    translation: Translation
    places: Mapping[str, Way]
    source: Mapping[str, Text]
    needed: frozenset[str]
    own_lengths: Mapping[str, int]
    lengths: Mapping[str, int]
    fragments: Mapping[str, tuple[Fragment, Fragment]]

    @property
    def path(self) -> str:
        """The translation's file."""
        return self.translation.path

    @cached_property
    def states(self) -> Mapping[str, State]:
        """The state of every text, by pointer."""
        return states(self.source, self.translation, self.needed)

    def pointers(self, state: State) -> list[str]:
        """Return the pointers of the texts that are in ``state``."""
        return [pointer for pointer, found in self.states.items() if found is state]

    @cached_property
    def uneven(self) -> Mapping[str, tuple[int, int]]:
        """Lists that are not as long as in the source, with the length here and there."""
        return {
            pointer: (length, self.lengths[pointer])
            for pointer, length in self.own_lengths.items()
            if pointer in self.lengths and length != self.lengths[pointer]
        }

    def orphans(self) -> Iterator[str]:
        """Yield the pointers of texts that the source does not have.

        Not those in uneven lists, and not marks without a text, which the next marking removes.
        """
        for pointer in self.pointers(State.ORPHAN):
            if pointer in self.places and not any(
                pointer.startswith(f"{uneven}.") for uneven in self.uneven
            ):
                yield pointer
