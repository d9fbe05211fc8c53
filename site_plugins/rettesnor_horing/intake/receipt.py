"""The receipt: a link that only the sender has, and the answer read back from the database."""

from __future__ import annotations

from typing import Any

from django.core import signing

from rettesnor_horing.intake.answer import Answer, Input, Sender
from rettesnor_horing.intake.wording import apart, digest
from rettesnor_horing.models import Comment, Submission

_SALT = "horing.kvittering"


def receipt_code(submission: Submission) -> str:
    """Return the code in the receipt's address: signed, so it cannot be guessed from a number."""
    return signing.Signer(salt=_SALT).sign(f"{submission.pk}")


def submission_of(code: str) -> Submission | None:
    """Return the submission with the receipt ``code``."""
    try:
        pk = signing.Signer(salt=_SALT).unsign(code)
    except signing.BadSignature:
        return None
    return Submission.objects.filter(pk=int(pk)).select_related("round").first()


def answer_of(submission: Submission) -> Answer:
    """Return the answer as it is stored."""
    s = submission
    sender = Sender(s.slag, s.navn, s.organisasjon, s.epost, s.rolle, s.offentlig_navn)
    return Answer(s.round_id, sender, s.maalform, tuple(_input(c) for c in s.comments.all()))


def _input(c: Comment) -> Input:
    parts = apart(c.tekst, c.forslag)
    said = (parts.why, parts.wording, digest(parts.heard)) if parts else (c.tekst, "", "")
    return Input(
        c.sporsmaal, c.kapittel, c.anbefaling, c.felt, c.avsnitt, c.exact, c.prefix, c.suffix,
        said[0], tuple(c.valg), c.tall, *said[1:],
    )


def edition_of(submission: Submission) -> str:
    """Return the version that was answered: that of a round, or the newest when a need came."""
    first = submission.comments.first()
    return first.utgave if first else submission.round.utgave


def receipt_data(submission: Submission) -> dict[str, Any]:
    """Return the receipt as data: number, time, version, and the whole answer."""
    return {
        "nummer": submission.nummer,
        "mottatt": submission.received.isoformat(timespec="seconds"),
        "utgave": edition_of(submission),
        "svar": answer_of(submission).data(),
    }
