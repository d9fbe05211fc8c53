"""Rules for the glossary."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.translation import translated_path
from rettesnor.reading.checks.index import ProjectIndex, folded
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.content.guideline_paths import TERMS

_RENAME = "Velg et annet ord, eller gi loven en annen id."


@rule(
    "term-tvetydig",
    summary="To termer i ordlista gjør krav på samme ord.",
    reads=("termer.term", "termer.synonymer"),
)
def words_are_unambiguous(project: ProjectIndex) -> Iterator[Finding]:
    """A word in double brackets leads to one thing: no two terms claim it, and no law as well."""
    owner: dict[str, int] = {}
    for number, term in enumerate(project.guideline.termer):
        for index, word in enumerate((term.term, *term.synonymer)):
            first = owner.setdefault(folded(word), number)
            if first != number:
                place = ("synonymer", index - 1) if index else ("term",)
                yield Finding(
                    f"«{word}» hører alt til termen «{project.guideline.termer[first].term}».",
                    "La ordet stå hos bare én av dem.", ("termer", number, *place), TERMS,
                )
            if word.casefold() in project.laws:
                place = ("synonymer", index - 1) if index else ("term",)
                yield Finding(
                    _also_law(word), _RENAME, ("termer", number, *place), TERMS,
                )
    for language, guideline in project.whole.translated.items():
        taken = dict(owner)
        for number, term in enumerate(guideline.termer):
            for word in (term.term, *term.synonymer):
                first = taken.setdefault(folded(word), number)
                if word.casefold() in project.laws and folded(word) not in owner:
                    yield Finding(
                        _also_law(word), _RENAME, ("termer",),
                        translated_path(TERMS, language), words=word,
                    )
                if first != number:
                    yield Finding(
                        f"«{word}» hører alt til termen «{project.guideline.termer[first].term}».",
                        "La ordet stå hos bare én av dem.", ("termer",),
                        translated_path(TERMS, language), words=word,
                    )


def _also_law(word: str) -> str:
    return f"«{word}» er også id-en til en lov: [[{word}]] kan bety begge deler."
