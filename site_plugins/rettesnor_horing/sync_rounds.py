"""Taking the rounds' files into the database, where answers refer to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.models import RoundRecord, Submission


class ChangedTextError(Exception):
    """The text of a round is another than the one that was answered; says which."""


def take_in(found: Mapping[str, Hearing] | None = None) -> int:
    """Store the rounds as their files are; return how many.

    Args:
        found: the rounds; those of this process unless given.

    Raises:
        ChangedTextError: the text differs and there are answers to the old one.
    """
    rounds = hearings() if found is None else found
    for hearing in rounds.values():
        known = RoundRecord.objects.filter(pk=hearing.id).first()
        values = _values(hearing)
        if known and all(getattr(known, name) == value for name, value in values.items()):
            continue  # several processes take the same file in
        answered = Submission.objects.filter(round_id=hearing.id).exists()
        needs = hearing.standing
        if needs is not None and not needs.open and known is None:
            continue
        # Needs are always about the newest release; each is stored with the release it was sent to.
        if needs is None and known and answered and known.fingerprint != hearing.text.fingerprint:
            raise ChangedTextError(hearing.id)
        RoundRecord.objects.update_or_create(id=hearing.id, defaults=values)
    return len(rounds)


def _values(hearing: Hearing) -> dict[str, Any]:
    r, round_ = hearing.nb, hearing.heard_round
    treated = round_.behandlet if round_ else ""
    return {
        "tittel": r.tittel, "tittel_nn": hearing.nn.tittel, "utgave": r.utgave,
        "aapner": r.opens, "stenger": round_.closes if round_ else None,
        "behandlet": date.fromisoformat(treated) if treated else None,
        "fingerprint": hearing.text.fingerprint,
    }
