"""Sending the mail that waits in the outbox: at least once, later when it fails."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override
from rettesnor.model.development import NEEDS_INTAKE

from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.intake.receipt import answer_of
from rettesnor_horing.mail_settings import sends_mail
from rettesnor_horing.models import Outbox
from rettesnor_horing.templatetags.horing import moment
from rettesnor_horing.views.form_page import said
from rettesnor_horing.words import say

MOST_ATTEMPTS = 8
"""After the last one, about five hours on, the mail stays in the outbox for people to see."""
_LOG = logging.getLogger("horing.outbox")


def deliver(now: datetime, most: int = 200) -> tuple[int, int]:
    """Send what is due; return how many went and how many failed.

    A process killed between the sending and the note of it sends again: twice is better than
    never. The message's id is the same both times, so mail programs show one.
    """
    if not sends_mail():
        return 0, 0
    due = (
        Outbox.objects.filter(
            sent__isnull=True, held=False, next_try__lte=now, attempts__lt=MOST_ATTEMPTS
        )
        .select_related("submission__round")
        .order_by("id")[:most]
    )
    sent = failed = 0
    for mail in due:
        try:
            _message(mail).send()
        except (OSError, smtplib.SMTPException) as error:
            mail.attempts += 1
            mail.next_try = now + timedelta(minutes=2**mail.attempts)
            failed += 1
            _LOG.warning("mail %d failed (%s)", mail.pk, type(error).__name__)
        else:
            mail.sent = now
            sent += 1
        mail.save(update_fields=["attempts", "next_try", "sent"])
    return sent, failed


def _message(mail: Outbox) -> EmailMessage:
    submission = mail.submission
    with override(submission.maalform):
        number, need = submission.nummer, submission.round_id == NEEDS_INTAKE
        title = submission.round.navn
        lines = [
            say("Vi har mottatt meldingen din.") if need else say("Vi har mottatt svaret ditt."),
            "",
            say("Nummer: {number}", number=number),
            say("Mottatt: {time}", time=moment(submission.received)),
            say("Gjelder: {title}", title=title) if need else say("Høring: {title}", title=title),
            "",
            say("Dette har du meldt:") if need else say("Dette har du svart:"),
            "",
        ]
        for item in said(answer_of(submission), hearings()[submission.round_id]):
            quote = [f"> {line}" for line in item.quote.split("\n")] if item.quote else []
            lines += [item.heading, *quote, item.text, ""]
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        return EmailMessage(
            say("Kvittering {number}", number=number),
            "\n".join(lines),
            to=[submission.epost],
            headers={"Message-ID": _message_id(number, domain), "Auto-Submitted": "auto-generated"},
        )


def _message_id(number: str, domain: str) -> str:
    """Return the id of the message about ``number``: the same however often it is sent."""
    return f"<kvittering-{number}@{domain}>"
