"""Which comments the queue shows, and in which order: all that its address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.http import QueryDict
from rettesnor.model import collation

from rettesnor_horing import hearing_cache
from rettesnor_horing.desk.workflow import number_of
from rettesnor_horing.models import Comment, Group, RoundRecord, Submission, Tag
from rettesnor_horing.words import language, say

STEPS = {
    "vurdere": (Comment.Status.NEW, Comment.Status.WORKING),
    "godkjenne": (Comment.Status.PROPOSED,),
    "avgjort": (Comment.Status.DECIDED,),
    "alle": tuple(Comment.Status),
}
"""The steps of the queue, by the status of the comments that wait there."""
SIZES = (50, 100, 200)
NAMES = (
    "vis", "runde", "anbefaling", "kapittel", "publisering", "tildelt", "frist", "avsender",
    "merkelapp", "gruppe", "merket", "q", "rekkefolge", "antall",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, what it is called, and whether it is chosen."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the queue with its choices."""

    name: str
    label: str
    choices: tuple[Choice, ...]


class Queue:
    """The queue as an address describes it.

    Attributes:
        asked: the values of the filters that are set.
    """

    def __init__(self, asked: QueryDict, user: Any, today: date) -> None:
        """Read ``asked``; what the queue does not know is left out."""
        values = {name: str(asked.get(name, "")).strip() for name in NAMES}
        self.asked = {name: value for name, value in values.items() if value}
        self._user, self._today = user, today

    @property
    def query(self) -> str:
        """The filters as the query of an address."""
        return self.with_(**{})

    def with_(self, **changed: str) -> str:
        """Return the query with some filters changed; an empty value takes one away."""
        made = QueryDict(mutable=True)
        made.update({k: v for k, v in {**self.asked, **changed}.items() if v})
        return made.urlencode()

    @property
    def size(self) -> int:
        """How many comments a page has."""
        asked = self.asked.get("antall", "")
        return int(asked) if asked in map(str, SIZES) else SIZES[0]

    def comments(self, *, step: str = "") -> QuerySet[Comment]:
        """Return the comments, in order.

        Args:
            step: a step in place of the one asked for.
        """
        found = Comment.objects.filter(~Comment.CLOSED, *self._conditions())
        step = step or self.asked.get("vis", "alle")
        if step in STEPS and step != "alle":
            found = found.filter(status__in=STEPS[step])
        return self._ordered(found)

    def steps(self) -> list[tuple[str, str, int, bool]]:
        """Return each step: its value, name, number of comments, and whether it is shown."""
        counts = {
            row["status"]: row["n"]
            for row in self.comments(step="alle").order_by().values("status").annotate(
                n=Count("pk")
            )
        }
        names = {
            "vurdere": say("Å vurdere"), "godkjenne": say("Til godkjenning"),
            "avgjort": say("Avgjort"), "alle": say("Alle"),
        }
        now = self.asked.get("vis", "alle")
        return [
            (step, names[step], sum(counts.get(s, 0) for s in of), step == now)
            for step, of in STEPS.items()
        ]

    def around(self, comment: Comment) -> tuple[int | None, int | None]:
        """Return the comments before and after ``comment`` in the queue, whether it is in it."""
        ids = list(self.comments().values_list("pk", flat=True))
        if comment.pk not in ids:
            also = Comment.objects.filter(Q(pk__in=ids) | Q(pk=comment.pk))
            ids = list(self._ordered(also).values_list("pk", flat=True))
        here = ids.index(comment.pk)
        return (
            ids[here - 1] if here else None,
            ids[here + 1] if here + 1 < len(ids) else None,
        )

    def _ordered(self, found: QuerySet[Comment]) -> QuerySet[Comment]:
        order = self.asked.get("rekkefolge", "")
        if order == "teksten":
            whens = [
                When(anbefaling=id_, then=Value(number))
                for number, id_ in enumerate(_in_order())
            ]
            place = Case(*whens, default=Value(-1), output_field=IntegerField())
            return found.order_by(
                place, "kapittel", "felt", "avsnitt", "submission_id", "plass"
            )
        if order == "gruppe":
            return found.order_by("group_id", "submission_id", "plass")
        if order == "frist":
            return found.order_by("frist", "submission_id", "plass")
        return found.order_by("submission_id", "plass")

    def _conditions(self) -> list[Q]:
        a, found = self.asked, []
        exact = {
            "runde": "submission__round_id", "anbefaling": "anbefaling", "kapittel": "kapittel",
            "publisering": "moderation", "avsender": "submission__slag",
        }
        for name, field in exact.items():
            if name in a:
                value = "" if a[name] == "ingen" else a[name]
                found.append(Q(**{field: value}))
        for name, field in (("merkelapp", "tags"), ("gruppe", "group"), ("tildelt", "assigned_to")):
            if name in a:
                found.append(self._row(field, a[name]))
        if a.get("frist") == "ute":
            found.append(Q(frist__lt=self._today) & ~Q(status__in=STEPS["avgjort"]))
        if a.get("merket") == "ja":
            found.append(~Q(flags=[]) | ~Q(submission__flags=[]))
        if "q" in a:
            found.append(_search(a["q"]))
        return found

    def _row(self, field: str, value: str) -> Q:
        if value == "meg":
            return Q(**{field: self._user.pk})
        if value == "ingen":
            return Q(**{f"{field}__isnull": True})
        return Q(**{field: int(value)}) if value.isdecimal() and len(value) < 15 else Q(pk=None)

    def filters(self) -> list[Filter]:
        """Return the filters that the page shows, each with its choices."""
        anyone = ("", say("Alle"))
        given = Comment.objects.filter(assigned_to__isnull=False).order_by()
        shown = User.objects.filter(
            Q(pk__in=people().values("pk")) | Q(pk__in=given.values("assigned_to"))
        ).order_by("username")
        newest = F("stenger").desc(nulls_first=True)
        rounds = [(r.pk, r.navn) for r in RoundRecord.objects.order_by(newest)]
        rows: list[tuple[str, str, list[tuple[str, str]]]] = [
            ("anbefaling", say("Anbefaling"), [("ingen", say("Uten anbefaling")), *_titles()]),
            ("tildelt", say("Tildelt"), [
                ("meg", say("Meg")), ("ingen", say("Ingen")),
                *((str(u.pk), u.get_full_name() or u.username) for u in shown),
            ]),
            ("publisering", say("Publisering"), [
                (value, str(name)) for value, name in Comment.Moderation.choices
            ]),
            ("avsender", say("Avsender"), [
                (value, str(name)) for value, name in Submission.Sender.choices
            ]),
            ("gruppe", say("Gruppe"), [("ingen", say("Uten gruppe")), *_groups()]),
            ("merkelapp", say("Merkelapp"), [
                (str(t.pk), t.navn)
                for t in sorted(Tag.objects.all(), key=lambda t: collation.key(t.navn))
            ]),
            ("merket", say("Merket av programmet"), [("ja", say("Bare de som er merket"))]),
            ("frist", say("Frist"), [("ute", say("Fristen er ute"))]),
            ("runde", say("Høringsrunde"), rounds if len(rounds) > 1 else []),
            ("rekkefolge", say("Rekkefølge"), [
                ("teksten", say("Som i teksten")), ("gruppe", say("Etter gruppe")),
                ("frist", say("Etter frist")),
            ]),
            ("antall", say("På hver side"), [(str(size), str(size)) for size in SIZES[1:]]),
        ]
        first = {
            "rekkefolge": ("", say("Slik de kom inn")), "antall": ("", str(SIZES[0])),
        }
        return [
            Filter(name, label, tuple(
                Choice(value, said, value == self.asked.get(name, ""))
                for value, said in [first.get(name, anyone), *choices]
            ))
            for name, label, choices in rows if choices
        ]


def _search(text: str) -> Q:
    number = number_of(text)
    if number is not None:
        found = Q(submission_id=number[0])
        return found & Q(plass=number[1]) if number[1] is not None else found
    found = Q()
    for word in text.split():
        found &= (
            Q(tekst__icontains=word) | Q(submission__organisasjon__icontains=word)
            | Q(submission__navn__icontains=word)
        )
    return found


def _in_order() -> list[str]:
    """Return the ids of all recommendations that are heard, in the order of the text."""
    found = [
        section.id for hearing in hearing_cache.hearings().values()
        for chapter in hearing.text.chapters for section in chapter.sections
    ]
    return list(dict.fromkeys(found))


def _titles() -> list[tuple[str, str]]:
    titles: Mapping[str, str] = {
        section.id: section.tittel for hearing in hearing_cache.hearings().values()
        for chapter in hearing.heard(language()).chapters for section in chapter.sections
    }
    return list(titles.items())


def _groups() -> list[tuple[str, str]]:
    """Return the groups, those with most comments to assess first."""
    left = Count("comment", filter=Q(comment__status__in=STEPS["vurdere"]))
    rows = Group.objects.annotate(left=left, all=Count("comment")).order_by("-left", "pk")[:200]
    return [
        (str(g.pk), say("{name} ({left} av {all} å vurdere)", name=g.navn, left=g.left, all=g.all))
        for g in rows
    ]


def people() -> QuerySet[User]:
    """Return those who can have a comment to assess: their role gives the right to propose."""
    assesses = Q(content_type__app_label="horing", codename="add_disposition")
    may = Permission.objects.filter(assesses)
    return User.objects.filter(
        Q(groups__permissions__in=may) | Q(user_permissions__in=may) | Q(is_superuser=True),
        is_staff=True, is_active=True,
    ).distinct().order_by("username")
