"""The audit trail: who did what, when; each row is chained to the one before with a key.

Details hold ids, states and counts, never what a sender wrote, so the trail stays whole when
personal data is removed. Digests are HMACs under ``HORING_AUDIT_KEY``, so who can write the table
cannot rewrite it. ``AuditHead`` says how many rows there are and which is the last: rows cut off
at the end are missed. The head itself is written down outside the database from time to time
(``anchors.py``), so that an older copy of the whole table is found too.
"""

# ruff: noqa: RUF012  # Django reads Meta as plain lists
from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

from rettesnor_horing import anchors
from rettesnor_horing.words import say_later as _

_LOCK = 0x52_4E_48_44
"""PostgreSQL's advisory lock that makes the chain's writers take turns (any fixed number)."""
_HEAD = 1


class Audit(models.Model):
    """One deed; ``keyed`` is false in rows of versions whose digest had no key."""

    at = models.DateTimeField(_("tidspunkt"))
    actor = models.CharField(_("hvem"), max_length=150)
    action = models.CharField(_("hva"), max_length=40, db_index=True)
    subject = models.CharField(_("gjelder"), max_length=40, db_index=True, blank=True)
    details = models.JSONField(_("detaljer"), default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    keyed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("spor")
        verbose_name_plural = _("revisjonsspor")
        ordering = ["id"]
        default_permissions = ("view",)

    def computed(self, key: bytes) -> str:
        """Return the digest that the row should have."""
        at = self.at.astimezone(UTC).isoformat()
        row = [at, self.actor, self.action, self.subject, self.details, self.previous]
        text = json.dumps(row, sort_keys=True).encode()
        return mac(key, text) if self.keyed else hashlib.sha256(text).hexdigest()


class AuditHead(models.Model):
    """The end of the trail: a single row, sealed with the key.

    Attributes:
        keyed_from: the first row that must be keyed.
    """

    last = models.BigIntegerField()
    rows = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    keyed_from = models.BigIntegerField()
    seal = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def computed(self, key: bytes) -> str:
        """Return the seal that the head should have."""
        return mac(key, json.dumps([self.last, self.rows, self.digest, self.keyed_from]).encode())


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed that is to be written in the trail."""

    action: str
    subject: str
    details: Mapping[str, object]


def record(actor: str, action: str, subject: str, at: datetime, **details: object) -> None:
    """Add a deed to the trail; call it in the transaction of the deed itself."""
    record_many(actor, at, [Deed(action, subject, details)])


def record_many(actor: str, at: datetime, deeds: Iterable[Deed]) -> None:
    """Add deeds of one person to the trail, in the transaction of the deeds themselves."""
    key = keys()[0]
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        previous = _last_digest()
        rows = []
        for deed in deeds:
            row = Audit(
                at=at, actor=actor, action=deed.action, subject=deed.subject,
                details=deed.details, previous=previous, keyed=True,
            )
            previous = row.digest = row.computed(key)
            rows.append(row)
        if not rows:
            return
        Audit.objects.bulk_create(rows, batch_size=100)
        last = Audit.objects.values_list("pk", flat=True).order_by("-pk")[0]
        head = AuditHead.objects.filter(pk=_HEAD).first() or AuditHead(
            pk=_HEAD, rows=0, keyed_from=last - len(rows) + 1
        )
        head.last, head.rows, head.digest = last, head.rows + len(rows), previous
        head.seal = head.computed(key)
        head.save()
    sealed = (head.last, head.rows, head.digest)
    transaction.on_commit(lambda: anchors.note(*sealed, at))


def first_fault() -> int | None:
    """Return the id of the first row that was changed, or whose predecessor is gone, or None.

    For rows missing at the end it is the id of the first of them, as far as that is known.
    """
    previous, count, last = "", 0, 0
    head = AuditHead.objects.filter(pk=_HEAD).first()
    known = keys()
    anchored = anchors.read()
    for row in Audit.objects.order_by("id").iterator():
        count, last = count + 1, int(row.pk)
        unkeyed = not row.keyed and head is not None and last >= head.keyed_from
        right = any(hmac.compare_digest(row.digest, row.computed(key)) for key in known)
        if row.previous != previous or unkeyed or not right:
            return last
        if anchored.pop(last, row.digest) != row.digest:
            return last
        previous = row.digest
    if anchored:
        return min(anchored)
    if head is None:
        return last if count else None  # each trail has had a head since there are keys
    sealed = any(hmac.compare_digest(head.seal, head.computed(key)) for key in known)
    if not sealed or (head.last, head.rows, head.digest) != (last, count, previous):
        return max(last + 1, head.last) if sealed else last
    return None


def keys() -> list[bytes]:
    """Return the key of the trail, and then the earlier ones that rows may be sealed with."""
    names: Any = [settings.HORING_AUDIT_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [b"revisjonsspor:" + name.encode() for name in dict.fromkeys(filter(None, names))]


def _last_digest() -> str:
    last = Audit.objects.order_by("-id").values_list("digest", flat=True).first()
    return last or ""


def mac(key: bytes, text: bytes) -> str:
    """Return the digest of ``text`` under ``key``."""
    return hmac.new(key, text, hashlib.sha256).hexdigest()
