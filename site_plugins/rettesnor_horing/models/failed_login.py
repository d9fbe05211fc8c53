"""Failed sign-ins, for the lock-out."""

from __future__ import annotations

from django.db import models


class FailedLogin(models.Model):
    """A failed sign-in; the account is a keyed digest, so the row names nobody."""

    account = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
