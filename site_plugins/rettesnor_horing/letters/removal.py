"""Removing the original of a letter: by the rules of retention, or at somebody's request."""

from __future__ import annotations

from datetime import datetime

from rettesnor_horing.models import Letter, Submission


def forget(letter: Letter, now: datetime) -> None:
    """Remove the original, the text and who sent it; what the answer has, is not touched."""
    letter.original = None
    letter.avsnitt, letter.svar, letter.avsender = [], None, {}
    letter.filnavn = letter.grunn = letter.emne = ""
    letter.merknader = {}
    letter.forgotten = now
    letter.version += 1
    letter.save()


def forget_of(submission: Submission, now: datetime) -> bool:
    """Remove the original that ``submission`` was registered from; return whether there was one."""
    letter = Letter.objects.filter(submission=submission, forgotten__isnull=True).first()
    if letter is not None:
        forget(letter, now)
    return letter is not None
