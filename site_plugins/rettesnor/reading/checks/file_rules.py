"""The rules that one recommendation file can be held to by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rettesnor.model.problem import Code, Problem
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.translation import Translation
from rettesnor.reading.checks.rule import Finding, Rule, problem
from rettesnor.reading.checks.rules import anchors, evidence, identity, wording
from rettesnor.reading.checks.subjects.recommendation import RecommendationSubject
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.readable_part import overlap, unnumbered

WORDING: tuple[Rule[RecommendationSubject], ...] = (
    wording.is_one_sentence,
    wording.questions_are_closed,
)
"""Rules about Norwegian words, that hold in both written standards."""
RULES: tuple[Rule[RecommendationSubject], ...] = (
    identity.id_is_file_name,
    *WORDING,
    evidence.is_given_or_declined,
    evidence.is_not_both_given_and_declined,
    evidence.judgements_are_on_their_scale,
    evidence.judgements_have_a_text,
    anchors.resolve_in_recommendation,
)

_NORWEGIAN = frozenset({"nb", "nn", "no"})


def check(
    document: Document, recommendation: Recommendation, fragments: Mapping[str, Fragment],
    unreadable: Sequence[str] = (),
) -> list[Problem]:
    """Return what the single-file rules find in a recommendation.

    Args:
        unreadable: dotted pointers of the fields that could not be read. Rules that compare one
            of them with others say nothing.
    """
    file = RecommendationSubject(document.path, recommendation, fragments)
    unknown = list(map(unnumbered, unreadable))
    return [
        problem(rule.declared, finding, document, document.path)
        for rule in RULES if not (unknown and overlap(rule.reads, unknown))
        for finding in rule.find(file)
    ]


def check_translation(
    document: Document, translation: Translation, recommendation: Recommendation,
    fragments: Mapping[str, Fragment], own: Mapping[str, Fragment],
) -> list[Problem]:
    """Return what the single-file rules find in the texts of a translation.

    Args:
        recommendation: the translated one.
        fragments: its rendered prose, the source's where nothing is translated.
        own: the translated part of it.
    """
    file = RecommendationSubject(document.path, recommendation, fragments)
    norwegian = translation.language.split("-")[0] in _NORWEGIAN
    found: list[tuple[Code, Finding]] = [
        (rule.declared, finding) for rule in (WORDING if norwegian else ())
        for finding in rule.find(file) if _dotted(finding) in translation.texts
    ]
    local = anchors.resolve_in_recommendation
    found += [
        (local.declared, finding) for finding in local.find(file)
        if _dotted(finding) in own
    ]
    return [problem(code, finding, document, document.path) for code, finding in found]


def _dotted(finding: Finding) -> str:
    return ".".join(map(str, finding.pointer or ()))
