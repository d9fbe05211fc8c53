"""Rules for the evidence of a recommendation.

GRADE and the directorate's guideline method ask that the certainty of the evidence be stated
for each recommendation; silence could mean both «nothing found» and «nobody looked».
"""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.fields import label
from rettesnor.model.judgement import SCALES, allowed
from rettesnor.model.problem import Severity
from rettesnor.reading.checks.phrases import either
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


@rule(
    "vurdering-skala",
    summary="En vurdering står ikke på skalaen for hensynet den gjelder.",
    reads=("begrunnelse.vurderinger",),
)
def judgements_are_on_their_scale(file: RecommendationSubject) -> Iterator[Finding]:
    """Each consideration is judged once, on its own scale."""
    seen: set[str] = set()
    for index, one in enumerate(file.recommendation.begrunnelse.vurderinger):
        place = ("begrunnelse", "vurderinger", index)
        if one.kriterium in seen:
            yield Finding(
                f"«{one.kriterium}» er vurdert mer enn én gang.",
                "Behold den vurderingen som gjelder, og slett de andre.", (*place, "kriterium"),
            )
        seen.add(one.kriterium)
        known = allowed(one.kriterium)
        if known and one.vurdering not in known:
            yield Finding(
                f"«{one.vurdering}» står ikke på skalaen for «{one.kriterium}».",
                f"Velg {either(f'«{value}»' for value in known)}.", (*place, "vurdering"),
            )


@rule(
    "vurdering-uten-tekst", severity=Severity.WARNING,
    summary="Et hensyn er vurdert på en skala, men ikke omtalt.",
    reads=("begrunnelse",),
)
def judgements_have_a_text(file: RecommendationSubject) -> Iterator[Finding]:
    """A judgement stands beside the text that explains it."""
    rationale = file.recommendation.begrunnelse
    for index, one in enumerate(rationale.vurderinger):
        if one.kriterium in SCALES and not getattr(rationale, one.kriterium):
            name = label("recommendation", f"begrunnelse.{one.kriterium}")
            yield Finding(
                f"«{name}» er vurdert, men ikke omtalt.",
                f"Skriv i «{one.kriterium}» hva vurderingen bygger på.",
                ("begrunnelse", "vurderinger", index, "kriterium"),
            )
