"""Failed sign-ins, for the lock-out."""

from __future__ import annotations

from django.db import models


class FailedLogin(models.Model):
    """A failed sign-in; account and network are keyed digests, so the row names nobody.

    Attributes:
        network: the neighbourhood of the net that it came from.
        device: the browser that has signed in to the account before; empty for any other.
    """

    account = models.CharField(max_length=64, db_index=True)
    network = models.CharField(max_length=64, db_index=True, default="")
    device = models.CharField(max_length=64, default="")
    at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()


class Heartbeat(models.Model):
    """The last time the desk was seen to be able to write; a single row."""

    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
