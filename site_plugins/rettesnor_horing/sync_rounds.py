"""Taking the rounds' files into the database, where answers refer to them."""

from __future__ import annotations

from datetime import date

from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.models import RoundRecord, Submission


class ChangedTextError(Exception):
    """The text of a round is another than the one that was answered; says which."""


def take_in() -> int:
    """Store the rounds as their files are; return how many.

    Raises:
        ChangedTextError: the text differs and there are answers to the old one.
    """
    for hearing in hearings().values():
        known = RoundRecord.objects.filter(pk=hearing.id).first()
        answered = Submission.objects.filter(round_id=hearing.id).exists()
        if known and answered and known.fingerprint != hearing.text.fingerprint:
            raise ChangedTextError(hearing.id)
        r = hearing.nb
        RoundRecord.objects.update_or_create(id=r.id, defaults={
            "tittel": r.tittel, "utgave": r.utgave, "aapner": r.opens, "stenger": r.closes,
            "behandlet": date.fromisoformat(r.behandlet) if r.behandlet else None,
            "fingerprint": hearing.text.fingerprint,
        })
    return len(hearings())
