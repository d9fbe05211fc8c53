"""Counts of what came in and what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncDate

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.models import Comment, Disposition, RoundRecord, Submission
from rettesnor_horing.words import language, say


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and rows of a name and a number."""

    heading: str
    rows: list[tuple[Any, int]]


def statistics() -> list[tuple[str, list[Table]]]:
    """Return the tables of the statistics page for each round, newest first, by its title."""
    rounds = RoundRecord.objects.order_by(F("stenger").desc(nulls_first=True))
    return [(round_.navn, _tables(round_)) for round_ in rounds]


def _tables(round_: RoundRecord) -> list[Table]:
    answers = Submission.objects.filter(round=round_)
    everything = Comment.objects.filter(submission__round=round_)
    comments = everything.filter(~Comment.CLOSED)
    approved = Disposition.objects.filter(
        comment__submission__round=round_, approved__isnull=False, withdrawn__isnull=True
    )
    hearing = hearings().get(round_.pk)
    sections = hearing.heard(language()).sections if hearing else {}
    titles = {id_: section.tittel for id_, section in sections.items()}
    return [
        Table(say("Svar etter avsender"), _counted(answers, "slag", Submission.Sender.choices)),
        Table(say("Innspill etter status"), _counted(comments, "status", Comment.Status.choices)),
        Table(say("Innspill etter anbefaling"), _counted(comments, "anbefaling", titles.items())),
        Table(say("Avgjorte innspill etter utfall"), _counted(
            approved, "utfall", Disposition.Outcome.choices
        )),
        Table(say("Svar per dag"), [
            (row["day"], row["n"]) for row in answers.annotate(day=TruncDate("received"))
            .values("day").annotate(n=Count("pk")).order_by("day")
        ]),
        *_questions(hearing, everything.filter(Comment.CLOSED)),
    ]


def _questions(hearing: Hearing | None, given: QuerySet[Comment]) -> Iterator[Table]:
    """Yield how many gave each answer to each closed question."""
    chosen: dict[str, Counter[object]] = {}
    for id_, options, number in given.values_list("sporsmaal", "valg", "tall"):
        chosen.setdefault(id_, Counter()).update(options if number is None else [number])
    for question in hearing.round(language()).sporsmaal if hearing else ():
        found = chosen.get(question.id, Counter())
        if question.slag == "skala":
            answers: list[tuple[object, str]] = [
                (n, str(n)) for n in range(question.skala.fra, question.skala.til + 1)
            ]
        else:
            answers = [(option.id, option.tekst) for option in question.alternativer]
        if answers:
            yield Table(question.tekst, [(name, found[value]) for value, name in answers])


def _counted(
    rows: Any, name: str, titles: Iterable[tuple[Any, Any]]
) -> list[tuple[Any, int]]:
    known = dict(titles)
    counts = rows.values(name).annotate(n=Count("pk")).order_by("-n", name)
    whole = say("Hele retningslinja eller kapittel")
    return [
        (known.get(row[name], row[name]) or whole, row["n"]) for row in counts
    ]
