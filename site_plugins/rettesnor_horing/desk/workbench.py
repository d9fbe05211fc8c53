"""Who has what, and by when: for the desk's front page, and for the mail that reminds."""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from rettesnor.model.time_zone import norwegian_day

from rettesnor_horing.desk.queue_filter import STEPS
from rettesnor_horing.mail_settings import sends_mail
from rettesnor_horing.models import Comment, Disposition, Reminder
from rettesnor_horing.words import count, say

SOON = timedelta(days=3)
"""How long before a deadline it is reminded of."""
_LOG = logging.getLogger("horing.reminders")


@dataclass(frozen=True, slots=True)
class Share:
    """What one person has, or nobody: ``person`` is None for comments that nobody has."""

    person: User | None
    left: int
    late: int
    soon: int

    @property
    def value(self) -> str:
        """The value of the queue's filter."""
        return str(self.person.pk) if self.person else "ingen"


@dataclass(frozen=True, slots=True)
class Bench:
    """What waits.

    Attributes:
        own: what the reader has.
        approve: proposals that somebody other than the reader has made.
        shares: what each has, those with most late first.
    """

    own: Share
    approve: int
    shares: tuple[Share, ...]


def bench(user: Any, today: date) -> Bench:
    """Return what waits, as ``user`` sees it."""
    counted = {
        row["assigned_to"]: (row["left"], row["late"], row["soon"])
        for row in _open().order_by().values("assigned_to").annotate(
            left=Count("pk"), late=Count("pk", filter=Q(frist__lt=today)),
            soon=Count("pk", filter=Q(frist__range=(today, today + SOON))),
        )
    }
    people = {u.pk: u for u in User.objects.filter(pk__in=[pk for pk in counted if pk])}
    shares = [Share(people.get(pk), *numbers) for pk, numbers in counted.items()]
    shares.sort(key=lambda s: (-s.late, -s.left, s.value))
    waiting = Disposition.objects.filter(
        withdrawn__isnull=True, approved__isnull=True
    ).exclude(proposed_by=user.pk)
    return Bench(Share(user, *counted.get(user.pk, (0, 0, 0))), waiting.count(), tuple(shares))


def _open() -> QuerySet[Comment]:
    """Return the comments that wait to be assessed."""
    return Comment.objects.filter(~Comment.CLOSED, status__in=STEPS["vurdere"])


def remind(now: datetime) -> int:
    """Mail those who have something due, once a day; return how many mails went.

    Nothing is sent where mail is not set up: the desk's front page says the same.
    """
    if not sends_mail():
        return 0
    today, sent = norwegian_day(now), 0
    done = Reminder.objects.filter(day=today).values("user")
    due = _open().filter(frist__lte=today + SOON)
    people = User.objects.filter(
        pk__in=due.values("assigned_to"), is_active=True
    ).exclude(email="").exclude(pk__in=done)
    for person in people:
        try:
            with transaction.atomic():  # another process may be at it: only one has the row
                Reminder.objects.create(user=person, day=today)
        except IntegrityError:
            continue
        try:  # what fails is tried again tomorrow; the desk shows the deadlines all the same
            _message(person, due.filter(assigned_to=person), today).send()
        except (OSError, smtplib.SMTPException) as error:
            _LOG.warning("a reminder failed (%s)", type(error).__name__)
        else:
            sent += 1
    Reminder.objects.filter(day__lt=today - timedelta(days=30)).delete()
    return sent


def _message(person: User, due: QuerySet[Comment], today: date) -> EmailMessage:
    """Return the mail: numbers and deadlines, never what a sender wrote."""
    rows = due.order_by("frist", "submission_id", "plass")[:50]
    lines = [
        count(
            "Du har ett innspill som skal vurderes snart:",
            "Du har {number} innspill som skal vurderes snart:", due.count(),
        ),
        "",
    ]
    for comment in rows:
        assert comment.frist is not None
        late = f" ({say('Fristen er ute').lower()})" if comment.frist < today else ""
        lines.append(f"{comment.nummer}: {comment.frist.isoformat()}{late}")
    return EmailMessage(
        say("Frister på høringsskrivebordet"), "\n".join(lines), settings.DEFAULT_FROM_EMAIL,
        [person.email], headers={"Auto-Submitted": "auto-generated"},
    )
