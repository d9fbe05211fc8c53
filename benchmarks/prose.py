"""A seeded word model: sentences, titles and blocks of Norwegian-looking prose."""

from __future__ import annotations

import random
from collections.abc import Callable

from benchmarks.words import (
    ACTORS,
    ADJECTIVES,
    ADVERBIALS,
    CLAUSES,
    HEADS,
    STEMS,
    VERBS,
    Noun,
)


class Prose:
    """Prose drawn from one seed: the same seed and calls always give the same text."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)
        self._patterns: tuple[Callable[[], str], ...] = (
            self._plain,
            self._plain,
            self._paired,
            self._inverted,
            self._conditional,
            self._existential,
        )

    def sentence(self) -> str:
        """Return one sentence of 6 to 25 words with its full stop."""
        return capitalised(self.chance.choice(self._patterns)()) + "."

    def question(self) -> str:
        """Return a question that can be answered yes, partly or no."""
        actor = self.chance.choice(ACTORS)
        return f"Har {actor} en fast {self._stem()}rutine {self.chance.choice(ADVERBIALS)}?"

    def title(self) -> str:
        """Return a heading of two to five words, at most 70 characters."""
        first, second = self._compound(), self._compound()
        return self.chance.choice(
            (
                f"{capitalised(self.chance.choice(ADJECTIVES))} {first.plural}",
                f"{capitalised(first.indefinite)} og {second.indefinite}",
                f"{capitalised(first.plural)} i {second.definite}",
            )
        )

    def advice(self, verb: str) -> str:
        """Return a recommendation in one sentence with the modal ``verb``, without full stop."""
        actor = capitalised(self.chance.choice(ACTORS))
        object_ = self._compound()
        return (
            f"{actor} {verb} bruke {self.chance.choice(ADJECTIVES)} {object_.plural} "
            f"{self.chance.choice(ADVERBIALS)}"
        )

    def paragraph(self, words: int, marks: list[str]) -> str:
        """Return sentences, one a line, of at least ``words`` words; marks are taken from the list.

        A mark is the source of a reference, put at the end of every second sentence.
        """
        lines: list[str] = []
        count = 0
        while count < words:
            line = self.sentence()
            if marks and len(lines) % 2 == 0:
                line = marked(line, marks.pop(0))
            lines.append(line)
            count += len(line.split())
        return "\n".join(lines)

    def bullets(self, items: int) -> str:
        """Return a list of short phrases, the first words set in bold."""
        rows = (
            f"- **{self._compound().plural}** {self.chance.choice(ADVERBIALS)}, "
            f"{self.chance.choice(CLAUSES)}"
            for _ in range(items)
        )
        return "\n".join(rows)

    def table(self, rows: int) -> str:
        """Return a table of three columns."""
        lines = ["| Hva | Hvem | Når |", "| --- | --- | --- |"]
        for _ in range(rows):
            actor = self.chance.choice(ACTORS)
            lines.append(f"| {self._compound().plural} | {actor} | {self._adverbial()} |")
        return "\n".join(lines)

    def _plain(self) -> str:
        return f"{self._actor()} {self._verb()} {self._object()} {self._adverbial()}"

    def _paired(self) -> str:
        pair = f"{self._object()} og {self._compound().plural}"
        return f"{self._actor()} {self._verb()} {pair}, {self.chance.choice(CLAUSES)}"

    def _inverted(self) -> str:
        return f"{self._adverbial()} {self._verb()} {self._actor()} {self._object()}"

    def _conditional(self) -> str:
        subject = self._compound().definite
        start = f"når {subject} er {self.chance.choice(ADJECTIVES).removesuffix('e')}"
        return f"{start}, {self._verb()} {self._actor()} {self._object()} {self._adverbial()}"

    def _existential(self) -> str:
        plural = f"{self.chance.choice(ADJECTIVES)} {self._compound().plural}"
        return f"{plural} gir {self._object()} {self._adverbial()}, {self.chance.choice(CLAUSES)}"

    def _object(self) -> str:
        noun = self._compound()
        return self.chance.choice(
            (
                noun.definite,
                f"{self.chance.choice(ADJECTIVES)} {noun.plural}",
                f"{noun.article} {noun.indefinite}",
            )
        )

    def _compound(self) -> Noun:
        stem, head = self._stem(), self.chance.choice(HEADS)
        return Noun(stem + head.indefinite, stem + head.definite, stem + head.plural, head.article)

    def _stem(self) -> str:
        return self.chance.choice(STEMS)

    def _actor(self) -> str:
        return self.chance.choice(ACTORS)

    def _verb(self) -> str:
        return self.chance.choice(VERBS)

    def _adverbial(self) -> str:
        return self.chance.choice(ADVERBIALS)


def marked(sentence: str, mark: str) -> str:
    """Return the sentence with a reference before its full stop."""
    stem = sentence.removesuffix(".")
    return f"{stem}, jf. {mark}." if mark.startswith("[[") else f"{stem} {mark}."


def capitalised(text: str) -> str:
    """Return the text with its first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]
