"""The signed ticket in each form: its key, when it was opened, and when it was last issued.

The key makes a retry store once. The opening counts against the deadline. The age since the
last issue tells people from programs: a form sent at once, or a week old, is asked for again.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

_SALT = "horing.skjema"
YOUNGEST = timedelta(seconds=3)
"""Nobody reads and answers faster."""
OLDEST = timedelta(days=3)
"""A form may lie open this long."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a form carries."""

    round: str
    key: uuid.UUID
    opened: datetime
    issued: datetime

    def sealed(self) -> str:
        """Return the ticket as the form holds it."""
        opened, issued = int(self.opened.timestamp()), int(self.issued.timestamp())
        return signing.dumps([self.round, self.key.hex, opened, issued], salt=_SALT)

    def renewed(self, now: datetime) -> Ticket:
        """Return the same form issued again: same key, same opening.

        It is old enough at once: the one who asks again has seen a page in between.
        """
        return Ticket(self.round, self.key, self.opened, now - YOUNGEST)

    def rekeyed(self) -> Ticket:
        """Return the same form for another answer."""
        return Ticket(self.round, uuid.uuid4(), self.opened, self.issued)


def new_ticket(round_: str, now: datetime) -> Ticket:
    """Return the ticket of a form opened ``now``."""
    return Ticket(round_, uuid.uuid4(), now, now)


def unseal(sealed: str) -> Ticket | None:
    """Return the ticket in ``sealed``, or None when it is not ours."""
    try:
        round_, key, opened, issued = signing.loads(sealed, salt=_SALT)
        return Ticket(round_, uuid.UUID(key), _moment(opened), _moment(issued))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
