"""Rules for review tasks (``guideline/oppgaver/``)."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.legal_reference import canonical
from rettesnor.model.task import EVIDENCE, LAW, Oppgave
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.phrases import day, either
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.rules.laws import laws_exist, sections_exist
from rettesnor.reading.checks.rules.references import recommendations_exist, sources_exist
from rettesnor.reading.content.guideline_paths import DEVELOPMENT, LAWS, SOURCES, part_path
from rettesnor.reading.schema.did_you_mean import Names

_EVENTS = {
    LAW: ("endret", "ny", "opphevet", "flyttet", "loven-erstattes"),
    EVIDENCE: ("trukket", "rettet", "ny-versjon", "nye-treff", "lenke-borte"),
    "behov": ("meldt",),
}
"""What can have happened, by the kind of task."""


def _tasks(project: ProjectIndex) -> Iterator[tuple[Oppgave, str]]:
    """Yield the tasks whose files have the right names, with their paths."""
    for task in project.guideline.oppgaver:
        if (path := part_path("task", task.id)) in project.whole.documents:
            yield task, path


@recommendations_exist.also
def recommendations_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A task that is open for a recommendation names one that there is.

    What is decided stays as it was, also when the recommendation is taken out later.
    """
    known, names = project.recommendations, project.recommendation_names
    for task, path in _tasks(project):
        for index, id_ in enumerate(task.anbefalinger):
            if id_ not in known and task.decision(id_) is None:
                yield Finding(
                    f"Anbefalingen «{id_}» finnes ikke.",
                    names.suggestion(id_, "Rett id-en, eller ta den ut av lista."),
                    ("anbefalinger", index), path,
                )


@laws_exist.also
def laws_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A task is about a law in laws.yml."""
    if not project.knows(LAWS, "lover.id"):
        return
    for task, path in _tasks(project):
        if task.lov and task.lov not in project.laws:
            yield Finding(
                f"Loven «{task.lov}» finnes ikke i {LAWS}.",
                Names(project.laws).suggestion(task.lov, "Legg til loven, eller rett navnet."),
                ("lov",), path,
            )


@sections_exist.also
def sections_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A task is about a section in laws.yml, in force or not."""
    if not project.knows(LAWS, "lover.paragrafer.paragraf"):
        return
    for task, path in _tasks(project):
        law = project.laws.get(task.lov)
        sections = [section.paragraf for section in law.paragrafer] if law else []
        if law and task.paragraf and canonical(task.paragraf) not in map(canonical, sections):
            yield Finding(
                f"{law.id} {task.paragraf} finnes ikke i {LAWS}.",
                Names(sections).suggestion(task.paragraf, "Legg til paragrafen der."),
                ("paragraf",), path,
            )


@sources_exist.also
def sources_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A task is about a source in sources.yml."""
    if not project.knows(SOURCES, "references.id"):
        return
    known = project.guideline.kilder
    for task, path in _tasks(project):
        if task.kilde and task.kilde not in known:
            yield Finding(
                f"Kilden «{task.kilde}» finnes ikke i {SOURCES}.",
                Names(known).suggestion(task.kilde, "Legg til kilden, eller rett nøkkelen."),
                ("kilde",), path,
            )


@rule(
    "melding-ukjent", summary="Det meldte behovet som en oppgave er laget av, står ikke på lista.",
    reads=("melding",),
)
def needs_exist(project: ProjectIndex) -> Iterator[Finding]:
    """A task is made of a reported need that is in the list."""
    if not project.knows(DEVELOPMENT, "meldinger.id"):
        return
    known = [one.id for one in project.guideline.utvikling.meldinger]
    for task, path in _tasks(project):
        if task.melding and task.melding not in known:
            yield Finding(
                f"Det meldte behovet «{task.melding}» står ikke i {DEVELOPMENT}.",
                Names(known).suggestion(task.melding, "Rett id-en, eller slett linja."),
                ("melding",), path,
            )


@rule(
    "oppgave-ufullstendig", summary="En oppgave sier ikke hva den gjelder.",
    suppressible=False, reads=("slag", "hendelse", "lov", "tittel", "anbefalinger", "steder"),
)
def says_what_it_is_about(project: ProjectIndex) -> Iterator[Finding]:
    """A task has a name, something that can have happened, and something to decide it for."""
    for task, path in _tasks(project):
        allowed = _EVENTS.get(task.slag, ())
        if task.hendelse and allowed and task.hendelse not in allowed:
            yield Finding(
                f"«{task.hendelse}» hører ikke til slaget «{task.slag}».",
                f"Velg {either(f'«{one}»' for one in allowed)}, eller et annet slag.",
                ("hendelse",), path,
            )
        if task.slag == LAW and not task.lov:
            yield Finding(
                "Oppgaven sier ikke hvilken lov den gjelder.", "Fyll ut «lov» og «paragraf».",
                ("slag",), path,
            )
        if task.slag != LAW and not task.tittel:
            yield Finding(
                "Oppgaven har ingen tittel.", "Fyll ut «tittel».", ("slag",), path,
            )


@rule(
    "oppgave-avgjorelse", summary="En avgjørelse stemmer ikke med oppgaven.",
    suppressible=False, reads=("anbefalinger", "avgjorelser", "funnet"),
)
def decisions_fit(project: ProjectIndex) -> Iterator[Finding]:
    """A decision is about recommendations that the task names, and made when it was known."""
    for task, path in _tasks(project):
        for place, one in enumerate(task.avgjorelser):
            for index, id_ in enumerate(one.anbefalinger):
                if id_ not in task.anbefalinger:
                    yield Finding(
                        f"Avgjørelsen nevner «{id_}», som oppgaven ikke gjelder.",
                        Names(task.anbefalinger).suggestion(id_, "Rett id-en."),
                        ("avgjorelser", place, "anbefalinger", index), path,
                    )
            if one.dato and one.dato > project.as_of:
                yield Finding(
                    f"Avgjørelsen er datert {day(one.dato)}, som ikke er kommet ennå.",
                    "Rett datoen.", ("avgjorelser", place, "dato"), path,
                )
            elif one.dato and task.funnet and one.dato < task.funnet:
                yield Finding(
                    f"Avgjørelsen er datert {day(one.dato)}, før oppgaven ble funnet "
                    f"({day(task.funnet)}).", "Rett den av datoene som er feil.",
                    ("avgjorelser", place, "dato"), path,
                )
