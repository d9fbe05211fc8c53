"""``rettesnor course``: the courses, and which of their slides changed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from rettesnor.cli import common
from rettesnor.cli.working_tree import guideline_of, read_tree
from rettesnor.model.course import CASE, NEW, NOTES, QUOTE, TEXT, CourseChange
from rettesnor.publishing.tools.courses import (
    CourseStatus,
    course_status,
    mark_courses,
    start_course,
)
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.reading.checks.phrases import both

_WHY = {
    NEW: "nytt lysbilde", TEXT: "teksten på lysbildet", QUOTE: "det som siteres",
    CASE: "eksemplet", NOTES: "notatene",
}


def run(options: argparse.Namespace) -> int:
    """Show, start or mark courses; return the exit status.

    Raises:
        UsageError: the guideline cannot be read, or what is named does not exist.
    """
    project = read_tree(options)
    guideline_of(project)
    try:
        if options.new:
            path = start_course(project, options.new, options.chapter or options.new)
            print(f"Laget {path}. Fyll det ut, og kjør så\n  rettesnor check")
            return 0
        if options.mark is not None:
            number = mark_courses(project, options.mark)
            print(f"Merket {number} {'fil' if number == 1 else 'filer'}.")
            return 0
    except ToolError as error:
        raise common.UsageError(str(error)) from error
    found = course_status(project)
    print("\n".join(_table(found)) if found else "Retningslinja har ingen kurs.")
    return 0


def _table(found: Sequence[CourseStatus]) -> Iterator[str]:
    yield "Kurs"
    for one in found:
        course, minutes = one.course, one.course.minutes
        time = f", {minutes} min" if minutes else ""
        state = "gjennomgått" if course.gjennomlesing.done else "utkast"
        yield f"  {course.id}  {len(course.lysbilder)} lysbilder{time}, {state}"
        if one.unread:
            yield f"    ikke lest mot det de siterer: {both(one.unread)}"
        yield from (f"    {line}" for line in changed(one.change))


def changed(change: CourseChange | None) -> Iterator[str]:
    """Yield what changed in a course since the last release: a line, and one for each slide."""
    if change is None:
        return
    if change.new:
        yield f"nytt siden versjon {change.since}"
    elif change.slides:
        yield (
            f"{len(change.slides)} av {change.total} lysbilder er endret siden versjon "
            f"{change.since}:"
        )
        for one in change.slides:
            about = f" («{one.quoted}»)" if one.quoted else ""
            yield f"  {one.number}. {one.title}: {both([_WHY[why] for why in one.why])}{about}"
    if change.removed:
        yield f"tatt ut siden versjon {change.since}: {both(change.removed)}"
