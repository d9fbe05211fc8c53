"""Rules for the evidence of a recommendation.

GRADE and the directorate's guideline method ask that the certainty of the evidence be stated
for each recommendation; silence could mean both «nothing found» and «nobody looked».
"""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.subjects.recommendation import RecommendationSubject


@rule(
    "forskning-mangler",
    summary="Forskning er verken oppgitt eller sagt å ikke være vurdert.",
    reads=("kunnskapsgrunnlag.forskning", "kunnskapsgrunnlag.forskning_ikke_vurdert"),
)
def is_given_or_declined(file: RecommendationSubject) -> Iterator[Finding]:
    """Research is given, or it is said that and why none was assessed."""
    evidence = file.recommendation.kunnskapsgrunnlag
    if not evidence.forskning and not evidence.forskning_ikke_vurdert:
        yield Finding(
            "Det er verken oppgitt forskning eller sagt at forskning ikke er vurdert.",
            "Fyll ut «forskning», eller si hvorfor i «forskning_ikke_vurdert».",
            ("kunnskapsgrunnlag",), at_key=True,
        )


@rule(
    "forskning-motsigelse",
    summary="Forskning er både oppgitt og sagt å ikke være vurdert.",
    reads=("kunnskapsgrunnlag.forskning", "kunnskapsgrunnlag.forskning_ikke_vurdert"),
)
def is_not_both_given_and_declined(file: RecommendationSubject) -> Iterator[Finding]:
    """Research is not both given and said not to be assessed."""
    evidence = file.recommendation.kunnskapsgrunnlag
    if evidence.forskning and evidence.forskning_ikke_vurdert:
        yield Finding(
            "Det er oppgitt forskning, men også sagt at forskning ikke er vurdert.",
            "Slett det ene av «forskning» og «forskning_ikke_vurdert».",
            ("kunnskapsgrunnlag", "forskning_ikke_vurdert"), at_key=True,
        )
