"""The rules that one recommendation file can be held to by itself."""

from __future__ import annotations

from collections.abc import Mapping

from rettesnor.model.problem import Problem
from rettesnor.model.prose import Fragment
from rettesnor.model.recommendation import Recommendation
from rettesnor.reading.document import Document
from rettesnor.reading.rules import anchors, evidence, identity, laws, wording
from rettesnor.reading.rules.file import File
from rettesnor.reading.rules.rule import Rule, problem

RULES: tuple[Rule[File], ...] = (
    Rule("id-filnavn", identity.id_is_file_name),
    Rule("verb-styrke", wording.verb_agrees_with_strength),
    Rule("verb-mangler", wording.has_modal_verb),
    Rule("kort-flere-setninger", wording.is_one_sentence),
    Rule("kontrollsporsmaal-form", wording.questions_are_closed),
    Rule("forskning-mangler", evidence.is_given_or_declined),
    Rule("forskning-motsigelse", evidence.is_not_both_given_and_declined),
    Rule("skal-uten-hjemmel", laws.duty_has_legal_basis),
    Rule("anker-ukjent", anchors.resolve_in_recommendation),
)


def check(
    document: Document, recommendation: Recommendation, fragments: Mapping[str, Fragment]
) -> list[Problem]:
    """Return what the single-file rules find in a recommendation."""
    file = File(document.path, recommendation, fragments)
    return [
        problem(rule.code, finding, document, document.path)
        for rule in RULES
        for finding in rule.find(file)
    ]
