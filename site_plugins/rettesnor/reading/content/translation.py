"""Reading the translation of one recommendation: a pure function of its bytes and the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rettesnor.model.edition import recommendation_data
from rettesnor.model.problem import Problem
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.translation import (
    State,
    Text,
    Translation,
    lengths,
    needed,
    overlay,
    texts,
)
from rettesnor.reading.checks import file_rules as single
from rettesnor.reading.checks.rules import translations
from rettesnor.reading.checks.subjects.translation import TranslationSubject
from rettesnor.reading.content.recommendation import Reading, prose_fields
from rettesnor.reading.content.translation_file import (
    TranslationFile,
    open_readable_translation,
    open_translation,
)
from rettesnor.reading.markdown.render import render

KIND = "recommendation"


@dataclass(frozen=True, slots=True)
class TranslatedReading:
    """The result of reading the translation of a recommendation.

    Attributes:
        translation: what the file says; None when it is not sound.
        recommendation: the source with the translated texts in it; None when either is not sound.
        fragments: the rendered text fields by dotted pointer, in the translation where there is
            one, else the source's own.
        states: the state of every text, by dotted pointer.
        problems: what is wrong with the translation, not with the source.
    """

    translation: Translation | None
    recommendation: Recommendation | None = None
    fragments: Mapping[str, Fragment] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def untranslated(self) -> frozenset[str]:
        """Pointers of the texts that stand in the source language."""
        return frozenset(p for p, state in self.states.items() if state is State.MISSING)

    @property
    def stale(self) -> frozenset[str]:
        """Pointers of the texts that were translated from an older source."""
        return frozenset(p for p, state in self.states.items() if state is State.STALE)


def read_translation(data: bytes, path: str, source: Reading) -> TranslatedReading:
    """Return the translation in ``data`` of the recommendation that ``source`` read.

    When a field breaks the schema the others are still checked.
    """
    file, problems = open_readable_translation(data, path, KIND)
    if file is None:
        return TranslatedReading(None, problems=tuple(problems))
    recommendation, unreadable = source.recommendation, file.opened.unreadable
    if recommendation is None:
        return TranslatedReading(
            None if unreadable else file.translation, problems=tuple(problems)
        )
    translated = overlay(recommendation, KIND, file.translation.texts).value
    own = _prose(file, translated, source, problems)
    fragments = {**source.fragments, **own}
    subject = TranslationSubject(
        file.translation, file.places, texts(recommendation, KIND), needed(recommendation, KIND),
        lengths(file.document.data, KIND), lengths(recommendation, KIND),
        {name: (fragment, source.fragments[name]) for name, fragment in own.items()},
    )
    problems += translations.check(subject, file.document, unreadable)
    problems += file.opened.known(single.check_translation(
        file.document, file.translation, translated, fragments, own
    ))
    if unreadable:
        return TranslatedReading(None, problems=tuple(problems))
    return TranslatedReading(
        file.translation, translated, fragments, subject.states, tuple(problems)
    )


def _prose(
    file: TranslationFile, translated: Recommendation, source: Reading, problems: list[Problem]
) -> dict[str, Fragment]:
    """Return the rendered text fields that are translated; what is wrong is added to the list."""
    made = {}
    for prose in prose_fields(recommendation_data(translated)):
        if prose.name not in file.translation.texts:
            continue
        made[prose.name], issues = render(
            prose.text, prefix=prose.prefix, min_heading=prose.min_heading,
            anchored=prose.anchored, anchors=source.fragments[prose.name].anchors,
        )
        place = file.places[prose.name]
        problems += [file.document.prose_problem(place, issue) for issue in issues]
    return made


def kept_texts(data: bytes, path: str, source: Recommendation) -> dict[str, Text]:
    """Return the texts in a translation that ``source`` has, in its order; none if not sound."""
    file, _ = open_translation(data, path, KIND)
    message = file.translation.texts if file else {}
    return {pointer: message[pointer] for pointer in texts(source, KIND) if pointer in message}
