"""Tables of answers that are taken in by saying what each column is."""

# ruff: noqa: RUF012  # Django reads Meta as plain lists
from __future__ import annotations

from django.conf import settings
from django.db import models

from rettesnor_horing.words import say_later as _


class AnswerTable(models.Model):
    """A table that was uploaded; its rows are here until they are answers, and then gone.

    Attributes:
        numbers: the number of each row in the file.
        kinds: what each column is (``tables/mapping.py``).
        choices: what else was said of it: the day, the written standard, and so on.
        version: counts the changes, so nobody overwrites what they have not seen.
        remove_reason: why it is not imported, in an editor's words. The audit trail holds no
            words, so that it stays whole when personal data is removed.
    """

    round = models.ForeignKey("horing.RoundRecord", models.PROTECT, related_name="tables")
    filnavn = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of the file.")
    header = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    numbers = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    imported = models.DateTimeField(null=True)
    removed = models.DateTimeField(null=True, help_text="When its rows were removed.")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        help_text="Who removed the rows; nobody when they were purged.",
    )
    remove_reason = models.CharField(max_length=400, blank=True)
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tabell med svar")
        verbose_name_plural = _("tabeller med svar")
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.nummer

    @property
    def nummer(self) -> str:
        """What it is called in the audit trail."""
        return f"tabell:{self.pk}"

    @property
    def open(self) -> bool:
        """Whether it waits to be imported."""
        return self.imported is None and self.removed is None


class TableRow(models.Model):
    """A row that has become an answer, so that it does not become one again."""

    round = models.ForeignKey("horing.RoundRecord", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    submission = models.ForeignKey("horing.Submission", models.CASCADE, related_name="rows")
    table = models.ForeignKey(AnswerTable, models.CASCADE, related_name="taken")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["round", "digest"], name="a_row_is_taken_once"),
        ]
