"""The audit trail: who did what, when; each row is chained to the one before.

Details hold ids, states and counts, never what a sender wrote, so the trail stays whole when
personal data is removed.
"""

# ruff: noqa: RUF012  # Django reads Meta as plain lists
from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from django.db import connection, models, transaction

from rettesnor_horing.words import say_later as _

_LOCK = 0x52_4E_48_44
"""PostgreSQL's advisory lock that makes the chain's writers take turns (any fixed number)."""


class Audit(models.Model):
    """One deed."""

    at = models.DateTimeField(_("tidspunkt"))
    actor = models.CharField(_("hvem"), max_length=150)
    action = models.CharField(_("hva"), max_length=40, db_index=True)
    subject = models.CharField(_("gjelder"), max_length=40, db_index=True, blank=True)
    details = models.JSONField(_("detaljer"), default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("spor")
        verbose_name_plural = _("revisjonsspor")
        ordering = ["id"]
        default_permissions = ("view",)

    def computed(self) -> str:
        """Return the digest that the row should have."""
        at = self.at.astimezone(UTC).isoformat()
        row = [at, self.actor, self.action, self.subject, self.details, self.previous]
        return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def record(actor: str, action: str, subject: str, at: datetime, **details: object) -> None:
    """Add a deed to the trail; call it in the transaction of the deed itself."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = Audit.objects.order_by("-id").first()
        row = Audit(
            at=at, actor=actor, action=action, subject=subject, details=details,
            previous=last.digest if last else "",
        )
        row.digest = row.computed()
        row.save(force_insert=True)


def first_fault() -> int | None:
    """Return the id of the first row that was changed or whose predecessor is gone, or None."""
    previous = ""
    for row in Audit.objects.order_by("id").iterator():
        if row.previous != previous or row.digest != row.computed():
            return int(row.pk)
        previous = row.digest
    return None
