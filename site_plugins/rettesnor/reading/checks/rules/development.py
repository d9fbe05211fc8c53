"""Rules for the work on the guideline: road map, reports, involvement and saved searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rettesnor.model.development import ON_ROADMAP, PERSON, PUBLISHED
from rettesnor.model.evidence import Belegg
from rettesnor.model.problem import Severity
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.phrases import day
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.rules.dates import are_in_order, are_not_ahead
from rettesnor.reading.checks.rules.references import recommendations_exist, sources_exist
from rettesnor.reading.content.guideline_paths import DEVELOPMENT, SOURCES
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml.loader import Pointer

_LISTS = ("veikart", "meldinger", "medvirkning", "sammenheng", "utenfor", "innforing",
          "litteratursok")


@recommendations_exist.also
def recommendations_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """What the work is about are recommendations of the guideline."""
    for name in _LISTS:
        for number, item in enumerate(getattr(project.guideline.utvikling, name)):
            for index, id_ in enumerate(item.anbefalinger):
                if id_ not in project.recommendations:
                    yield Finding(
                        f"Anbefalingen «{id_}» finnes ikke.",
                        project.recommendation_names.suggestion(
                            id_, "Rett id-en, eller slett linja."
                        ),
                        (name, number, "anbefalinger", index), DEVELOPMENT,
                    )


@sources_exist.also
def sources_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """What the work is known from are sources of the guideline."""
    if not project.knows(SOURCES, "references.id") or SOURCES not in project.whole.documents:
        return
    known = project.guideline.kilder
    for key, place in cited(project):
        if key not in known:
            yield Finding(
                f"Kilden «{key}» finnes ikke i {SOURCES}.",
                Names(known).suggestion(key, "Legg til kilden, eller rett nøkkelen."), place,
                DEVELOPMENT,
            )


def cited(project: ProjectIndex) -> Iterator[tuple[str, Pointer]]:
    """Yield the source that each place in the file about the work names, and the pointer to it."""
    work = project.guideline.utvikling
    given: list[tuple[Pointer, Sequence[Belegg]]] = [
        ((name, number), item.belegg)
        for name in ("veikart", "medvirkning", "sammenheng", "utenfor", "innforing")
        for number, item in enumerate(getattr(work, name))
    ]
    given += [
        (("innforing", number, "resultater", index), found.belegg)
        for number, measure in enumerate(work.innforing)
        for index, found in enumerate(measure.resultater)
    ]
    for place, evidence in given:
        for index, one in enumerate(evidence):
            yield one.kilde, (*place, "belegg", index, "kilde")


@rule(
    "veikart-ukjent", summary="Et spørsmål det vises til, står ikke på veikartet.",
    reads=("veikart",),
)
def questions_exist(project: ProjectIndex) -> Iterator[Finding]:
    """What a report or a search belongs to is on the road map."""
    work = project.guideline.utvikling
    known = {question.id for question in work.veikart}
    named: list[tuple[str, int, str]] = [
        ("meldinger", index, one.paa_veikartet) for index, one in enumerate(work.meldinger)
    ]
    named += [
        ("litteratursok", index, one.paa_veikartet)
        for index, one in enumerate(work.litteratursok)
    ]
    for name, index, id_ in named:
        if id_ and id_ not in known:
            yield Finding(
                f"Spørsmålet «{id_}» står ikke på veikartet.",
                Names(known).suggestion(id_, "Rett id-en, eller legg til spørsmålet i «veikart»."),
                (name, index, "paa_veikartet"), DEVELOPMENT,
            )


@rule(
    "veikart-uten-sted", severity=Severity.WARNING,
    summary="Leserne får ikke vite hvor på veikartet eller i retningslinja noe er.",
    reads=("veikart.anbefalinger", "meldinger.paa_veikartet"),
)
def readers_are_led_on(project: ProjectIndex) -> Iterator[Finding]:
    """What was published, or put on the road map, says where readers find it."""
    work = project.guideline.utvikling
    for index, question in enumerate(work.veikart):
        if question.tilstand == PUBLISHED and not question.anbefalinger:
            yield Finding(
                "Spørsmålet er publisert, men viser ikke til noen anbefaling.",
                "Skriv id-en til anbefalingen som svarer på det, i «anbefalinger».",
                ("veikart", index, "tilstand"), DEVELOPMENT,
            )
    for index, report in enumerate(work.meldinger):
        if report.avgjorelse == ON_ROADMAP and not report.paa_veikartet:
            yield Finding(
                "Behovet er satt på veikartet, men viser ikke til noe spørsmål der.",
                "Skriv id-en til spørsmålet i «paa_veikartet».",
                ("meldinger", index, "avgjorelse"), DEVELOPMENT,
            )


@rule(
    "navn-uten-samtykke", suppressible=False,
    summary="En person er navngitt uten at det står at hun eller han har sagt ja.",
    reads=("meldinger.samtykke", "medvirkning.medlemmer.samtykke"),
)
def persons_have_agreed(project: ProjectIndex) -> Iterator[Finding]:
    """A person is named with consent only."""
    work = project.guideline.utvikling
    named: list[Pointer] = [
        ("meldinger", index, "navn") for index, one in enumerate(work.meldinger)
        if one.melder == PERSON and one.navn and not one.samtykke
    ]
    named += [
        ("medvirkning", number, "medlemmer", index, "person")
        for number, group in enumerate(work.medvirkning)
        for index, member in enumerate(group.medlemmer) if member.person and not member.samtykke
    ]
    for place in named:
        yield Finding(
            "Navnet på en person står uten at det er krysset av for samtykke.",
            f"Slett «{place[-1]}». Har personen sagt ja til å stå her med navn, skriv "
            "«samtykke: true» i stedet.",
            place, DEVELOPMENT,
        )


@are_in_order.also
def answers_come_after_reports(project: ProjectIndex) -> Iterator[Finding]:
    """A report is answered after it came."""
    for index, one in enumerate(project.guideline.utvikling.meldinger):
        if one.besvart and one.besvart < one.mottatt:
            yield Finding(
                f"«besvart» ({day(one.besvart)}) er før «mottatt» ({day(one.mottatt)}).",
                "Rett den av dem som er feil.", ("meldinger", index, "besvart"), DEVELOPMENT,
            )


@are_not_ahead.also
def the_work_has_happened(project: ProjectIndex) -> Iterator[Finding]:
    """What is said to have happened in the work has happened."""
    work = project.guideline.utvikling
    days: list[tuple[Pointer, str]] = [
        (("veikart", index, "siden"), one.siden) for index, one in enumerate(work.veikart)
    ]
    for index, report in enumerate(work.meldinger):
        days.append((("meldinger", index, "mottatt"), report.mottatt))
        days.append((("meldinger", index, "besvart"), report.besvart))
    for number, measure in enumerate(work.innforing):
        days += [
            (("innforing", number, "resultater", index, "dato"), one.dato)
            for index, one in enumerate(measure.resultater)
        ]
    for number, search in enumerate(work.litteratursok):
        days.append((("litteratursok", number, "sist_kjort"), search.sist_kjort))
        days += [
            (("litteratursok", number, "treff", index, "funnet"), one.funnet)
            for index, one in enumerate(search.treff)
        ]
    for place, iso in days:
        if iso > project.as_of:
            yield Finding(
                f"«{place[-1]}» er {day(iso)}, som ikke er kommet ennå.",
                "Rett datoen, eller utelat den til den er kjent.", place, DEVELOPMENT,
            )


@rule(
    "melding-ubesvart", severity=Severity.WARNING,
    summary="Et meldt behov har ikke fått svar innen fristen.", reads=("mottak",),
)
def reports_are_answered_in_time(project: ProjectIndex) -> Iterator[Finding]:
    """A report is answered as soon as readers are promised."""
    work = project.guideline.utvikling
    for index, one in enumerate(work.meldinger):
        limit = "" if one.besvart else work.answer_by(one)
        if limit and limit < project.as_of:
            yield Finding(
                f"Meldingen fra {day(one.mottatt)} skulle ha hatt svar senest {day(limit)}.",
                "Avgjør saken, og skriv «besvart», «avgjorelse» og «svar».",
                ("meldinger", index, "mottatt"), DEVELOPMENT,
            )


@rule(
    "sok-forfalt", severity=Severity.WARNING,
    summary="Det er for lenge siden et lagret søk ble kjørt.", reads=("litteratursok.sist_kjort",),
)
def searches_are_run(project: ProjectIndex) -> Iterator[Finding]:
    """A saved search is run as often as is decided."""
    for index, one in enumerate(project.guideline.utvikling.litteratursok):
        if one.run_by and one.run_by < project.as_of:
            yield Finding(
                f"Søket ble sist kjørt {day(one.sist_kjort)}, og skulle vært kjørt på nytt.",
                "Kjør søket, og hent treffene inn med «rettesnor evidence results».",
                ("litteratursok", index, "sist_kjort"), DEVELOPMENT,
            )
