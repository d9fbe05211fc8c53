"""What is kept, why and for how long, and the purge that keeps to it.

``RETENTION`` is the one table: the public page shows it, and ``purge`` does what it says. Who
owns the desk decides the periods with its data protection officer before the first round; an
answer to a public hearing may also fall under the Archives Act, so the answers are to be taken
to the agency's archive before they are purged here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from rettesnor.model.development import NEEDS_INTAKE, Melding
from rettesnor.model.time_zone import OSLO, norwegian_day

from rettesnor_horing.afterwards.archive import is_taken
from rettesnor_horing.afterwards.jobs import remove_old
from rettesnor_horing.hearing_cache import hearings, need_id
from rettesnor_horing.letters.removal import forget_of
from rettesnor_horing.models import (
    AnswerTable,
    ArchivePackage,
    Comment,
    Draft,
    FailedLogin,
    Letter,
    Note,
    Outbox,
    RoundRecord,
    Submission,
)
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.published import awaits_approval, latest, needs_review, published_text
from rettesnor_horing.tables.importing import forget
from rettesnor_horing.words import say_later as _

DRAFT_DAYS = 14
MAIL_DAYS = 30
TREATED_DAYS = 180
LOGIN_DAYS = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table."""

    what: Any
    why: Any
    how_long: Any


RETENTION = (
    Rule(
        _("Utkast til svar, tidligere versjoner av dem, og det kolleger har skrevet i dem"),
        _("For at du skal kunne skrive videre."),
        _("Til svaret er sendt, og aldri lenger enn 14 dager etter at høringen er stengt."),
    ),
    Rule(
        _("Teksten i svaret, slik den ble sendt"),
        _("For at alle innspill skal bli vurdert."),
        _("Til 180 dager etter at høringen er behandlet, men aldri før innspillet er vurdert. "
          "Deretter står bare det som er publisert."),
    ),
    Rule(
        _("Navn, e-post og rolle"),
        _("For å sende kvittering og vite hvem som svarer."),
        _("Til 180 dager etter at høringen er behandlet. Navn som er publisert, blir stående."),
    ),
    Rule(
        _("Meldte behov: teksten slik den ble sendt, navn, e-post, rolle og brev"),
        _("For at behovet skal bli vurdert, og for å sende kvittering."),
        _("Til 180 dager etter at behovet er besvart, og utkast til 14 dager etter at de sist ble "
          "lagret. Svaret og det som er publisert, blir stående."),
    ),
    Rule(
        _("Brev og e-post med svar, slik de kom"),
        _("For å registrere svaret, og se at det er gjengitt riktig."),
        _("Til 180 dager etter at høringen er behandlet, eller til opplysningene om avsenderen "
          "blir fjernet."),
    ),
    Rule(
        _("Tabeller med svar"),
        _("For å importere svarene."),
        _("Til svarene er importert, og aldri lenger enn 180 dager etter at høringen er "
          "behandlet."),
    ),
    Rule(
        _("Filer laget ved skrivebordet: svarbrev, arkivpakker og eksporter"),
        _("For at saksbehandleren skal kunne laste dem ned."), _("To døgn."),
    ),
    Rule(
        _("Køen av e-post"),
        _("For at kvitteringen skal komme fram."),
        _("Til 30 dager etter at e-posten er sendt."),
    ),
    Rule(
        _("Interne notater"),
        _("For arbeidet med vurderingen."),
        _("Til 180 dager etter at høringen er behandlet, men aldri før innspillet er vurdert."),
    ),
    Rule(_("Vurderinger og begrunnelser"), _("De er publisert."), _("Så lenge de er publisert.")),
    Rule(
        _("Revisjonssporet: hvilken saksbehandler som gjorde hva"),
        _("For at behandlingen skal kunne etterprøves."),
        _("Så lenge skrivebordet er i bruk. Sporet inneholder ikke det noen har skrevet."),
    ),
    Rule(
        _("Nøkkelen til engangskodene til en saksbehandler"),
        _("For at passordet alene ikke skal være nok."),
        _("Til saksbehandleren slår på nye, eller brukeren blir fjernet."),
    ),
    Rule(
        _("Mislykkede innlogginger, uten navn og nettadresse"),
        _("For å stanse gjetting av passord."), _("Ett døgn."),
    ),
)


def rehearse(now: datetime) -> dict[str, int]:
    """Return how many of each ``purge`` would remove; nothing is removed."""
    with transaction.atomic():
        counts = purge(now, "rehearsal")
        transaction.set_rollback(True)
    return counts


def purge(now: datetime, actor: str = "purge") -> dict[str, int]:
    """Remove what has been kept long enough; return how many of each.

    Doing it again does nothing. Nothing of a round's answers is removed before the archive has
    taken a package with all of it.
    """
    with transaction.atomic():
        counts = {
            "drafts": Draft.objects.filter(
                Q(round__stenger__lt=now - timedelta(days=DRAFT_DAYS))
                | Q(round__stenger=None, changed__lt=now - timedelta(days=DRAFT_DAYS))
            ).delete()[0],
            "mail": Outbox.objects.filter(sent__lt=now - timedelta(days=MAIL_DAYS)).delete()[0],
            "logins": FailedLogin.objects.filter(at__lt=now - timedelta(days=LOGIN_DAYS)).delete()[
                0
            ],
            "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
            "submissions": _anonymise_treated(now),
            "comments": _empty_treated(now),
            "tables": _forget_tables(now),
            "files": remove_old(now),
        }
        if any(counts.values()):
            record(actor, "purge", "", now, **counts)
    return counts


def unassessed(now: datetime) -> list[str]:
    """Return the comments in rounds treated long ago that the purge leaves whole, by number.

    Letters that nobody has registered are among them. Nothing is emptied before it is assessed,
    and what a redaction from an earlier version says is published is not known.
    """
    waiting = Letter.objects.filter(
        round__in=_over(now), submission__isnull=True, forgotten__isnull=True
    )
    left = [c.nummer for c in _old_comments(_over(now)) if not _settled(c)]
    return left + [letter.nummer for letter in waiting]


def not_archived(now: datetime) -> list[str]:
    """Return the rounds treated long ago that the archive does not have all of, by id.

    Nothing of them is removed. A round without answers has nothing to archive.
    """
    return [
        round_.pk for round_ in _over(now)
        if round_.submission_set.filter(anonymised__isnull=True).exists()
        and not is_taken(round_.pk)
    ]


def _over(now: datetime) -> QuerySet[RoundRecord]:
    day: date = norwegian_day(now) - timedelta(days=TREATED_DAYS)
    return RoundRecord.objects.filter(behandlet__lt=day)


def _treated(now: datetime) -> QuerySet[RoundRecord]:
    """Return the rounds whose answers are to be removed: the archive has them."""
    return _over(now).exclude(pk__in=not_archived(now))


def _answered_needs(now: datetime) -> list[int]:
    """Return the reported needs (submissions) answered long ago that the archive has, by key."""
    day = norwegian_day(now) - timedelta(days=TREATED_DAYS)
    hearing = hearings().get(NEEDS_INTAKE)
    published = hearing.standing.published if hearing and hearing.standing else {}
    taken = ArchivePackage.objects.filter(round_id=NEEDS_INTAKE, taken__isnull=False)
    archived = max((package.made for package in taken), default=None)
    if archived is None:
        return []
    found = Submission.objects.filter(round_id=NEEDS_INTAKE).filter(
        Q(anonymised__isnull=True) | Q(comments__emptied__isnull=True)
    ).distinct().prefetch_related("comments__dispositions", "comments__redactions")
    return [
        need.pk for need in found
        if (last := _last_word(need, published)) is not None
        and last < archived and norwegian_day(last) < day
    ]


def _last_word(need: Submission, published: Mapping[str, Melding]) -> datetime | None:
    """Return when the last was said of a need, here or in the guideline's own list.

    None while one of its comments is not answered, or nobody has said what of it is published.
    """
    times = [need.received]
    for comment in need.comments.all():
        known = published.get(need_id(comment.nummer))
        answered = known.besvart if known else ""
        if comment.moderation == Comment.Moderation.WAITING or not (answered or _settled(comment)):
            return None
        if needs_review(comment) or awaits_approval(comment):
            return None
        if answered:
            times.append(datetime.combine(date.fromisoformat(answered), time(23, 59), OSLO))
        times += [d.approved for d in comment.dispositions.all() if d.approved]
        times += [r.approved or r.at for r in comment.redactions.all()]
    return max(times)


def _old_comments(rounds: QuerySet[RoundRecord]) -> QuerySet[Comment]:
    return (
        Comment.objects.filter(submission__round__in=rounds, emptied__isnull=True)
        .select_related("submission").prefetch_related("redactions")
    )


def _settled(comment: Comment) -> bool:
    """Whether it is decided what was done with a comment and what is published of it.

    Answers to closed questions are counted as they are.
    """
    if comment.is_closed:
        return True
    decided = comment.status == Comment.Status.DECIDED
    said = comment.moderation != Comment.Moderation.WAITING
    return decided and said and not (needs_review(comment) or awaits_approval(comment))


def _anonymise_treated(now: datetime) -> int:
    done = 0
    for submission in Submission.objects.filter(
        Q(round__in=_treated(now)) | Q(pk__in=_answered_needs(now)), anonymised__isnull=True
    ):
        _anonymise(submission, now)
        done += 1
    return done


def _forget_tables(now: datetime) -> int:
    waiting = AnswerTable.objects.filter(
        round__in=_treated(now), imported__isnull=True, removed__isnull=True
    )
    for table in waiting:
        forget(table, now)
    return len(waiting)


def _empty_treated(now: datetime) -> int:
    done = 0
    for comment in _old_comments(_treated(now)):
        if _settled(comment):
            empty(comment, now)
            done += 1
    needs = Comment.objects.filter(
        submission__in=_answered_needs(now), emptied__isnull=True
    ).select_related("submission").prefetch_related("redactions")
    for comment in needs:
        empty(comment, now)
        done += 1
    return done


def anonymise(submission: Submission, actor: str, now: datetime) -> None:
    """Remove what tells who sent ``submission``, at the sender's own request.

    The text of its comments stays; the original of a letter goes, for it names the sender.
    """
    with transaction.atomic():
        if submission.anonymised is None:
            _anonymise(submission, now)
            record(actor, "anonymise", submission.nummer, now)


def _anonymise(submission: Submission, now: datetime) -> None:
    s = submission
    if not s.offentlig_navn or s.slag == Submission.Sender.ORGANISATION:
        s.navn = ""
    if s.slag != Submission.Sender.ORGANISATION:
        s.organisasjon = ""
    s.epost = s.rolle = s.digest = ""
    s.anonymised = now
    s.save()
    Outbox.objects.filter(submission=s).delete()
    forget_of(s, now)  # the letter says who wrote it; its comments are kept


def empty(comment: Comment, now: datetime) -> None:
    """Remove the text as it was sent, and notes; what is published stays."""
    redaction = latest(comment)
    comment.tekst = published_text(comment)
    if redaction is not None:
        comment.redactions.exclude(pk=redaction.pk).delete()
        comment.redactions.update(tekst="", spans=[])
        if not redaction.spans:
            comment.redactions.all().delete()
    if not comment.sitat_funnet:
        comment.exact = comment.prefix = comment.suffix = ""
    comment.likhet = ""
    comment.emptied = now
    comment.save()
    Note.objects.filter(comment=comment).delete()
