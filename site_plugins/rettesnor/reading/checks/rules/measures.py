"""Rules for the measures of quality (``guideline/kvalitetsmaal.yml``)."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.phrases import either
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.rules.references import recommendations_exist, sources_exist
from rettesnor.reading.content.guideline_paths import MEASURES, SOURCES
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml.loader import Pointer

_LIST = "kvalitetsmaal"


@recommendations_exist.also
def recommendations_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A measure belongs to recommendations of the guideline."""
    for number, measure in enumerate(project.guideline.kvalitetsmaal):
        for index, id_ in enumerate(measure.anbefalinger):
            if id_ not in project.recommendations:
                yield Finding(
                    f"Anbefalingen «{id_}» finnes ikke.",
                    project.recommendation_names.suggestion(id_, "Rett id-en, eller slett linja."),
                    (_LIST, number, "anbefalinger", index), MEASURES,
                )


@sources_exist.also
def sources_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """What a measure is known from is a source of the guideline."""
    if not project.knows(SOURCES, "references.id") or SOURCES not in project.whole.documents:
        return
    known = project.guideline.kilder
    for key, place in cited(project):
        if key not in known:
            yield Finding(
                f"Kilden «{key}» finnes ikke i {SOURCES}.",
                Names(known).suggestion(key, "Legg til kilden, eller rett nøkkelen."), place,
                MEASURES,
            )


def cited(project: ProjectIndex) -> Iterator[tuple[str, Pointer]]:
    """Yield the sources that measures name, each with the pointer to it."""
    for number, measure in enumerate(project.guideline.kvalitetsmaal):
        for index, one in enumerate(measure.belegg):
            yield one.kilde, (_LIST, number, "belegg", index, "kilde")


@rule(
    "maal-uten-brok", summary="Et kvalitetsmål sier ikke hva som telles, eller hva det deles på.",
    reads=("kvalitetsmaal.teller", "kvalitetsmaal.nevner"),
)
def can_be_counted(project: ProjectIndex) -> Iterator[Finding]:
    """A measure says what is counted and what it is divided by: else two count differently."""
    for number, measure in enumerate(project.guideline.kvalitetsmaal):
        lacking = [
            f"«{name}»" for name in ("teller", "nevner") if not getattr(measure, name)
        ]
        if lacking:
            yield Finding(
                f"Kvalitetsmålet «{measure.tittel}» har ingen {either(lacking)}.",
                "Skriv hva som telles, og hva det deles på.", (_LIST, number, "tittel"), MEASURES,
            )


@rule(
    "maal-uten-forbehold",
    summary="Et kvalitetsmål sier ikke hva det ikke kan brukes til, eller hva som gjøres med små "
            "tall.",
    reads=("kvalitetsmaal.ikke_til", "kvalitetsmaal.smaa_tall"),
)
def limits_are_said(project: ProjectIndex) -> Iterator[Finding]:
    """A measure says what it must not be used for, and how nobody is recognised by it."""
    for number, measure in enumerate(project.guideline.kvalitetsmaal):
        if not measure.ikke_til:
            yield Finding(
                f"Kvalitetsmålet «{measure.tittel}» sier ikke hva det ikke kan brukes til.",
                "Skriv det i «ikke_til», ett punkt på hver linje.", (_LIST, number, "tittel"),
                MEASURES,
            )
        if not measure.smaa_tall.regel:
            yield Finding(
                f"Kvalitetsmålet «{measure.tittel}» sier ikke hva som gjøres med små tall.",
                "Skriv «regel» under «smaa_tall».", (_LIST, number, "tittel"), MEASURES,
            )
