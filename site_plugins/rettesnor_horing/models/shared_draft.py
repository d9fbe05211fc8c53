"""A draft that colleagues write together, and what it has said before."""

# ruff: noqa: RUF012  # Django reads Meta as plain lists
from __future__ import annotations

from django.db import models


class SharedDraft(models.Model):
    """A draft that a lead has let colleagues write to; only the digest of their code is kept."""

    draft = models.OneToOneField("horing.Draft", models.CASCADE, related_name="shared")
    digest = models.CharField(max_length=64, unique=True)
    opened = models.DateTimeField()

    class Meta:
        default_permissions = ()


class Contribution(models.Model):
    """What one colleague has written, by field; the lead's own answer is the draft.

    Attributes:
        taken: what of it the lead has taken in: a digest by field.
    """

    shared = models.ForeignKey(SharedDraft, models.CASCADE, related_name="contributions")
    name = models.CharField(max_length=60)
    content = models.JSONField(default=dict)
    taken = models.JSONField(default=dict)
    changed = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["shared", "name"], name="one_contribution_by_name"),
        ]


class DraftVersion(models.Model):
    """What a draft said each time it was saved."""

    draft = models.ForeignKey("horing.Draft", models.CASCADE, related_name="versions")
    content = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
