"""``rettesnor status``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten

from rettesnor.cli import common
from rettesnor.cli.course import changed
from rettesnor.cli.hearing import NOT_IN_USE, STATE
from rettesnor.cli.working_tree import Project, inspect
from rettesnor.model.development import Utvikling
from rettesnor.model.months import came_this_week
from rettesnor.model.task import HAPPENED, LAW, PENDING
from rettesnor.model.translation import State
from rettesnor.publishing.inspection import Inspection
from rettesnor.publishing.tools.courses import course_status
from rettesnor.publishing.tools.open_tasks import task_states
from rettesnor.publishing.tools.plain_versions import stale_versions
from rettesnor.reading.checks.phrases import both
from rettesnor.reading.checks.phrases import day as written
from rettesnor.reading.content.guideline_paths import DEVELOPMENT, part_path
from rettesnor.releases.requirements import MEASURING
from rettesnor.releases.review_due import Review, reviews
from rettesnor.releases.version import least_after, read_version, step_between

_HEADINGS = {
    "forfalt": "Fristen for gjennomgang er passert:",
    "snart": "Skal gjennomgås innen seks måneder:",
    "lov": "Loven er endret siden siste faglige oppdatering:",
    "uten-frist": "Har ingen frist for gjennomgang:",
}


def run(options: argparse.Namespace) -> int:
    """Print what is due for review, what is stale, and what a release needs.

    Returns:
        1 when a review is overdue, a task is open, a need is not answered, a search should be run
        again or the hearing desk cannot use the rounds' files, else 0.
    """
    as_of = common.day(options)
    found = inspect(options)
    project = found.project
    due = tree_reviews(project, as_of.isoformat())
    for kind, heading in _HEADINGS.items():
        lines = [_line(review) for review in due if review.kind == kind]
        if lines:
            print("\n".join([heading, *lines, ""]))
    if not due:
        print("Ingen frister for gjennomgang går ut de neste seks månedene.")
    tasks = open_tasks(project, as_of.isoformat())
    if tasks:
        print("\n".join(["Må avgjøres (guideline/oppgaver/):", *tasks, ""]))
    work = project.guideline.utvikling if project.guideline else Utvikling()
    reported = needs_waiting(work, as_of.isoformat()), searches_due(work, as_of.isoformat())
    for lines in filter(None, reported):
        print("\n".join([*lines, ""]))
    if held := laws_held(project):
        print(f"{held}\n")
    if stale := stale_translations(project):
        print("\n".join(["Oversettelser laget av en eldre tekst:", *stale]))
    if stale := stale_plain(project):
        print("\n".join(["Enkle versjoner skrevet fra en eldre tekst:", *stale]))
    if lines := course_lines(project):
        print("\n".join(["Kurs med endrede lysbilder:", *lines]))
    if lines := [f"  {one.path}: {one.message}" for one in found.older_templates]:
        print("\n".join(["Maler som er eldre enn anbefalingene de er laget til:", *lines]))
    if lines := local_practice(project):
        print("\n".join(["", *lines]))
    if lines := next_release(found):
        print("\n".join(["", *lines]))
    if said := rounds_not_in_use(common.root(options)):
        print(f"\n{said}")
    waits = bool(tasks or said or any(reported))
    return 1 if waits or any(review.kind in ("forfalt", "lov") for review in due) else 0


def open_tasks(project: Project, as_of: str) -> list[str]:
    """Return the lines that tell of the review tasks that nothing is decided for.

    What was found the last week is marked as new.
    """
    lines = []
    for state in task_states(project):
        task = state.task
        if state.closed:
            continue
        name = task.tittel or f"{task.lov} {task.paragraf}".strip()
        since = "fra " if task.slag == LAW else ""
        when = f" {since}{written(task.ikraft)}" if task.ikraft else (
            " (dagen er ikke bestemt)" if task.slag == LAW else ""
        )
        new = _new(task.funnet, as_of)
        what = PENDING.get(task.hendelse, "") if task.pending(as_of) else ""
        said = "" if task.says_itself else (
            f": {what or HAPPENED.get(task.hendelse, task.hendelse)}"
        )
        lines.append(f"  {name}{said}{when}{new}")
        lines.append(f"    {part_path('task', task.id)}")
        if state.open:
            lines.append(f"    for {both(state.open)}")
        elif state.places_open:
            lines.append(f"    for {both(task.steder)}" if task.steder else "    for hele teksten")
    return lines


def _new(day: str, as_of: str) -> str:
    """Return the mark of what came during the week before the day ``as_of``, or on it."""
    return " – ny denne uka" if came_this_week(day, as_of) else ""


def needs_waiting(work: Utvikling, as_of: str) -> list[str]:
    """Return the lines that tell of reported needs without an answer; none when there is none."""
    lines = []
    for one in work.unanswered:
        limit = work.answer_by(one)
        late = f" – svarfristen var {written(limit)}" if limit and limit < as_of else ""
        new = _new(one.mottatt, as_of)
        lines.append(f"  {one.id}: {shorten(one.sak, 90, placeholder=' …')}")
        lines.append(f"    meldt {written(one.mottatt)}{new}{late}")
    return [f"Meldte behov som venter på svar ({DEVELOPMENT}):", *lines] if lines else []


def searches_due(work: Utvikling, as_of: str) -> list[str]:
    """Return the lines that tell of saved searches to be run again; none when there is none."""
    lines = [
        f"  {one.id}: {one.tittel} (sist kjørt {written(one.sist_kjort)})"
        for one in work.searches_due(as_of)
    ]
    return ["Lagrede søk som skulle vært kjørt på nytt:", *lines] if lines else []


def laws_held(project: Project) -> str:
    """Return when the laws were last held against Lovdata; empty when none was."""
    guideline = project.guideline
    days = {
        law.id: law.kontrollert.dato for law in (guideline.lover if guideline else ())
        if law.type != "konvensjon" and not law.opphevet
    }
    if not any(days.values()):
        return ""
    never = [id_ for id_, day in days.items() if not day]
    oldest = min(day for day in days.values() if day)
    lack = f" Aldri: {both(never)}." if never else ""
    return f"Lovene ble sist holdt mot Lovdata {written(oldest)}.{lack}"


def rounds_not_in_use(root: Path) -> str:
    """Return why the hearing desk goes on with older rounds than those of the files, if it does."""
    try:
        why = (root / STATE / NOT_IN_USE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return f"Høringsskrivebordet bruker ikke de nyeste filene til høringsrundene: {why}"


def next_release(found: Inspection) -> list[str]:
    """Return what has changed since the last release, and what the next one needs, if known."""
    account, last = found.account, found.last
    if last is None and found.project.guideline is not None:
        return [
            "Ingenting er gitt ut ennå. Den første utgaven kan få hvilken som helst versjon, og "
            "trenger ingen endringsfiler: rettesnor release 0.1.0 --dry-run"
        ]
    if account is None or last is None:
        return []
    version = last.manifest.versjon
    if not account.comparison:
        return [f"Ingenting er endret siden utgave {version}."]
    before = read_version(version)
    assert before is not None
    least = least_after(before, account.step)
    lines = [f"Neste utgave må være minst {least} ({step_between(before, least)})."]
    if missing := [*account.unaccounted, *(MEASURING[one][0] for one in account.untold_parts)]:
        lines += ["Mangler endringsfil:", *(f"  {one}" for one in missing)]
    return lines


def stale_translations(project: Project) -> list[str]:
    """Return a line for each translation with texts that were made from an older source."""
    counts = {entry.path: len(entry.stale) for entry in project.translations}
    for translation in project.files.translations.values():
        for path, states in translation.files.items():
            counts[path] = list(states.values()).count(State.STALE)
    return [
        f"  {path}: {count} {'tekst' if count == 1 else 'tekster'}"
        for path, count in sorted(counts.items()) if count
    ]


def stale_plain(project: Project) -> list[str]:
    """Return a line for each plain version that was written from an older text."""
    return [f"  {part_path('plain', version.id)}" for version in stale_versions(project)]


def course_lines(project: Project) -> list[str]:
    """Return what changed in each course since the last release, and what must be read again."""
    lines = []
    for one in course_status(project):
        found = [*changed(one.change)]
        if one.unread:
            found.append(f"ikke lest mot det de siterer: {both(one.unread)}")
        if found:
            lines += [f"  {part_path('course', one.course.id)}", *(f"    {x}" for x in found)]
    return lines


def local_practice(project: Project) -> list[str]:
    """Return how many local plans were collected, and what they deviate from, the most first."""
    practice = project.practice
    if practice is None:
        return []
    found = practice.deviations
    count = len(practice.planer)
    return [
        f"Lokal praksis: {'1 plan' if count == 1 else f'{count} planer'} er hentet inn. "
        + ("Avvik fra:" if found else "Ingen avvik."),
        *(f"  {id_}: {number} {'plan' if number == 1 else 'planer'}"
          for id_, number in found.items()),
    ]


def tree_reviews(project: Project, as_of: str) -> Sequence[Review]:
    """Return what in the working tree is due for review on the day ``as_of``."""
    return reviews(project.guideline, project.entries, as_of)


def _line(review: Review) -> str:
    about = f": {review.about}" if review.about else ""
    date = f" ({written(review.date)})" if review.date else ""
    return f"  {review.id}{about}{date}"
