"""Counts of what came in and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate

from rettesnor_horing.models import Comment, Disposition, Submission
from rettesnor_horing.words import say


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and rows of a name and a number."""

    heading: str
    rows: list[tuple[Any, int]]


def statistics() -> list[Table]:
    """Return the tables of the statistics page."""
    approved = Disposition.objects.filter(approved__isnull=False, withdrawn__isnull=True)
    return [
        Table(say("Svar etter avsender"), _counted(Submission.objects, "slag")),
        Table(say("Innspill etter status"), _counted(Comment.objects, "status")),
        Table(say("Innspill etter anbefaling"), _counted(Comment.objects, "anbefaling")),
        Table(say("Avgjorte innspill etter utfall"), _counted(approved, "utfall")),
        Table(say("Svar per dag"), [
            (row["day"], row["n"]) for row in Submission.objects.annotate(day=TruncDate("received"))
            .values("day").annotate(n=Count("pk")).order_by("day")
        ]),
    ]


def _counted(rows: Any, name: str) -> list[tuple[Any, int]]:
    counts = rows.values(name).annotate(n=Count("pk")).order_by("-n", name)
    return [(row[name] or say("Hele retningslinja eller kapittel"), row["n"]) for row in counts]
