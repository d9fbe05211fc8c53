"""Storing an answer: whole or not at all, once, and acknowledged only after the commit."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.intake.answer import Answer, Input
from rettesnor_horing.intake.duplicates import likeness
from rettesnor_horing.intake.form import squeezed
from rettesnor_horing.intake.pii import Finding
from rettesnor_horing.intake.wording import digest, together
from rettesnor_horing.models import Comment, Outbox, Submission

MOST_MAIL = 5
"""Receipts sent to one address in a day; more are held, since the address may be another's."""
_TRIES = 3


class StorageError(Exception):
    """The answer could not be stored, or nobody knows whether it was; sending again is safe."""


class KeyReused(Exception):
    """The key was used for another answer; carries that one."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(submission.nummer)
        self.submission = submission


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is stored: the answer, and the circumstances it came in.

    Attributes:
        found: what looks personal in it, found before the database is locked.
        mail: whether a receipt is sent; not for letters, whose sender did not ask for one.
    """

    answer: Answer
    key: uuid.UUID
    received: datetime
    late: bool = False
    flags: tuple[str, ...] = ()
    found: tuple[Finding, ...] = ()
    mail: bool = True


def already(key: uuid.UUID, answer: Answer) -> Submission | None:
    """Return the submission that a retry with ``key`` has stored: it is receipted at any time.

    Raises:
        StorageError: the database does not answer.
    """
    try:
        known = Submission.objects.filter(key=key, digest=answer.digest()).first()
    except (DatabaseError, InterfaceError) as error:
        connection.close()
        raise StorageError from error
    return known


def accept(
    hearing: Hearing, delivery: Delivery, also: Callable[[Submission], None] | None = None
) -> tuple[Submission, bool]:
    """Store ``delivery``; return the submission and whether it is new. It is on disk by then.

    A database that is busy or has gone away is tried again a few times. A commit whose outcome
    is unknown is tried again too: the key is unique, so it cannot be stored twice.

    Args:
        also: what more is written in the same transaction.

    Raises:
        StorageError: the database is full, dead or too busy.
        KeyReused: another answer was sent with the same key.
    """
    for attempt in range(_TRIES):
        try:
            return _stored(hearing, delivery, also)
        except (OperationalError, InterfaceError) as error:
            connection.close()
            if attempt == _TRIES - 1:
                raise StorageError from error
            time.sleep(0.1 * (attempt + 1))
        except DatabaseError as error:
            connection.close()
            raise StorageError from error
    raise AssertionError("unreachable")


def accept_all(
    hearing: Hearing, deliveries: Sequence[Delivery], also: Callable[[Sequence[Submission]], None]
) -> list[Submission]:
    """Store many answers, all of them or none; they are on disk when they are returned.

    What takes time is done before the database is locked.

    Args:
        also: what more is written in the same transaction.

    Raises:
        StorageError: the database is full, dead or too busy; nothing is stored.
        IntegrityError: ``also`` broke a rule; nothing is stored.
    """
    submissions, comments = [], []
    for delivery in deliveries:
        submission = _submission(hearing, delivery)
        submissions.append(submission)
        comments.append(_comments(submission, hearing, delivery))
    try:
        with transaction.atomic(durable=True):
            made = Submission.objects.bulk_create(submissions, batch_size=100)
            for submission, items in zip(made, comments, strict=True):
                for comment in items:
                    comment.submission = submission
            Comment.objects.bulk_create(
                [comment for items in comments for comment in items], batch_size=100
            )
            also(made)
            return made
    except IntegrityError:
        raise
    except (DatabaseError, InterfaceError) as error:
        connection.close()
        raise StorageError from error


def _stored(
    hearing: Hearing, delivery: Delivery, also: Callable[[Submission], None] | None
) -> tuple[Submission, bool]:
    try:
        with transaction.atomic(durable=True):
            submission = _insert(hearing, delivery)
            if also is not None:
                also(submission)
            return submission, True
    except IntegrityError:
        known = Submission.objects.filter(key=delivery.key).first()
        if known is None:
            raise
        if known.digest != delivery.answer.digest():
            raise KeyReused(known) from None
        return known, False


def _insert(hearing: Hearing, delivery: Delivery) -> Submission:
    submission = _submission(hearing, delivery)
    submission.save(force_insert=True)
    Comment.objects.bulk_create(_comments(submission, hearing, delivery))
    email = delivery.answer.avsender.epost
    if email and delivery.mail:
        day_ago = delivery.received - timedelta(days=1)
        recent = Outbox.objects.filter(submission__epost=email, created__gt=day_ago).count()
        Outbox.objects.create(
            submission=submission, created=delivery.received, next_try=delivery.received,
            held=recent >= MOST_MAIL,
        )
    return submission


def _submission(hearing: Hearing, delivery: Delivery) -> Submission:
    answer, sender = delivery.answer, delivery.answer.avsender
    return Submission(
        key=delivery.key, digest=answer.digest(), round_id=hearing.id,
        slag=sender.slag, navn=sender.navn, organisasjon=sender.organisasjon, epost=sender.epost,
        rolle=sender.rolle, offentlig_navn=sender.offentlig_navn, maalform=answer.maalform,
        received=delivery.received, late=delivery.late, flags=list(delivery.flags),
    )


def _comments(submission: Submission, hearing: Hearing, delivery: Delivery) -> list[Comment]:
    kinds: dict[int, set[str]] = {}
    for finding in delivery.found:
        kinds.setdefault(finding.place, set()).add(finding.kind)
    return [
        _comment(submission, hearing, place, item, sorted(kinds.get(place, ())))
        for place, item in enumerate(delivery.answer.innspill, 1)
    ]


def _comment(
    submission: Submission, hearing: Hearing, place: int, item: Input, flags: list[str]
) -> Comment:
    paragraph = hearing.paragraph(item.anbefaling, item.avsnitt) if item.avsnitt else None
    text, wording = _said(submission, hearing, item)
    return Comment(
        submission=submission, plass=place, utgave=hearing.nb.utgave,
        sporsmaal=item.sporsmaal, kapittel=item.kapittel, anbefaling=item.anbefaling,
        felt=item.felt, avsnitt=paragraph.anchor if paragraph else item.avsnitt,
        exact=item.exact, prefix=item.prefix, suffix=item.suffix,
        sitat_funnet=_quoted(item, hearing), tekst=text, valg=list(item.valg),
        tall=item.tall, likhet=likeness(text), flags=flags, forslag=wording,
    )


def _said(
    submission: Submission, hearing: Hearing, item: Input
) -> tuple[str, dict[str, Any] | None]:
    """Return the comment's text as people read it, and where a proposed wording stands in it."""
    if not item.forslag:
        return item.tekst, None
    words = hearing.words(item.anbefaling, item.felt, item.avsnitt)
    heard = next((text for text in words if digest(text) == item.grunnlag), words[0])
    return together(item.forslag, item.tekst, squeezed(heard), submission.maalform)


def _quoted(item: Input, hearing: Hearing) -> bool:
    """Whether the quotation stands where the comment says, in one of the languages."""
    exact = squeezed(item.exact)
    return not exact or any(
        exact in squeezed(words)
        for words in hearing.words(item.anbefaling, item.felt, item.avsnitt)
    )
