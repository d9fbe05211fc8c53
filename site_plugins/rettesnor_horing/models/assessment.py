"""What the editors make of a comment."""

# ruff: noqa: RUF012  # Django reads Meta as plain lists
from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from rettesnor.model.development import NEEDS_INTAKE

from rettesnor_horing.redaction import takes_away, without
from rettesnor_horing.words import say_later as _

_USER = settings.AUTH_USER_MODEL


class Tag(models.Model):
    """A word that comments are sorted by."""

    navn = models.CharField(_("navn"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("merkelapp")
        verbose_name_plural = _("merkelapper")
        ordering = ["navn"]

    def __str__(self) -> str:
        return self.navn


class Group(models.Model):
    """Comments that say much the same; ``automatic`` when the desk found them."""

    navn = models.CharField(_("navn"), max_length=120)
    automatic = models.BooleanField(_("funnet av skrivebordet"), default=False)

    class Meta:
        verbose_name = _("gruppe")
        verbose_name_plural = _("grupper")
        ordering = ["navn"]

    def __str__(self) -> str:
        return self.navn


class Outcome(models.TextChoices):
    """What was done with the comment."""

    TAKEN = "tatt til følge", _("tatt til følge")
    PARTLY = "delvis", _("delvis tatt til følge")
    NOT = "ikke", _("ikke tatt til følge")
    OUTSIDE = "utenfor", _("utenfor høringen")


NEED_OUTCOMES = {
    Outcome.TAKEN: _("retningslinja blir endret"), Outcome.PARTLY: _("satt på veikartet"),
    Outcome.NOT: _("ingen endring"), Outcome.OUTSIDE: _("utenfor retningslinja"),
}
"""What the outcomes are called where a reported need is answered."""
ANSWERS = {
    "endres": NEED_OUTCOMES[Outcome.TAKEN], "på veikartet": NEED_OUTCOMES[Outcome.PARTLY],
    "ingen endring": NEED_OUTCOMES[Outcome.NOT],
    "utenfor retningslinja": NEED_OUTCOMES[Outcome.OUTSIDE],
}
"""The same by what the guideline's list of needs says (``Melding.avgjorelse``)."""


class Reason(models.Model):
    """A reason that assessments share, so that it is written once and can be found again.

    An assessment keeps its own copy of the words: what was approved does not change when the
    reason does (``desk/reasons.py``).
    """

    navn = models.CharField(_("navn"), max_length=120, blank=True)
    utfall = models.CharField(_("utfall"), max_length=15, choices=Outcome.choices)
    tekst = models.TextField(_("begrunnelse som publiseres"), max_length=4000)
    digest = models.CharField(
        max_length=64, db_index=True, help_text="SHA-256 of outcome and words."
    )
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    changed = models.DateTimeField()

    class Meta:
        verbose_name = _("begrunnelse")
        verbose_name_plural = _("begrunnelser")
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.navn or self.tekst[:60]


class Disposition(models.Model):
    """A proposed or approved assessment. Rows are never edited: a new one follows the old."""

    Outcome = Outcome

    comment = models.ForeignKey("horing.Comment", models.CASCADE, related_name="dispositions")
    utfall = models.CharField(_("utfall"), max_length=15, choices=Outcome.choices)
    begrunnelse = models.TextField(_("begrunnelse som publiseres"), max_length=4000)
    reason = models.ForeignKey(
        Reason, models.PROTECT, null=True, related_name="dispositions",
        help_text="The reason that the words are a copy of; null: an earlier version made it.",
    )
    proposed_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    proposed = models.DateTimeField()
    approved_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+")
    approved = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True, help_text="Sent back, or replaced by a new one.")
    covers = models.CharField(
        max_length=64, blank=True, default="",
        help_text="SHA-256 of what was approved; empty: an earlier version approved it.",
    )

    class Meta:
        verbose_name = _("vurdering")
        verbose_name_plural = _("vurderinger")
        ordering = ["id"]
        permissions = [("approve_disposition", "Can approve an assessment")]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="approved_by_another",
            ),
            models.UniqueConstraint(
                fields=["comment"], condition=Q(withdrawn__isnull=True), name="one_in_force"
            ),
        ]

    @property
    def said(self) -> str:
        """The outcome in words: a need is answered in other words than a comment in a round."""
        if self.comment.submission.round_id == NEEDS_INTAKE:
            return str(NEED_OUTCOMES[Outcome(self.utfall)])
        return str(self.get_utfall_display())


class Note(models.Model):
    """An internal note; never published."""

    comment = models.ForeignKey("horing.Comment", models.CASCADE, related_name="notes")
    tekst = models.TextField(_("notat"), max_length=4000)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("internt notat")
        verbose_name_plural = _("interne notater")
        ordering = ["id"]


class Redaction(models.Model):
    """What is taken out of the text before it is published, and why; the latest counts."""

    comment = models.ForeignKey("horing.Comment", models.CASCADE, related_name="redactions")
    spans = models.JSONField(
        null=True, help_text="Start and end of each span; null: free text of an earlier version."
    )
    tekst = models.TextField(_("teksten som publiseres"))
    grunn = models.CharField(_("hvorfor"), max_length=400)
    hjemmel = models.CharField(
        max_length=200, blank=True, default="",
        help_text="What it is exempt by; empty: an earlier version did not ask.",
    )
    innsyn = models.BooleanField(
        default=False, help_text="Taken out of the site, and open to those who ask for access."
    )
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    approved_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+")
    approved = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sladding")
        verbose_name_plural = _("sladdinger")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("by")),
                name="redaction_approved_by_another",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the row, with the text that its spans leave.

        Raises:
            ValueError: the redaction is new and does not only take away.
        """
        if self._state.adding:
            original, spans = self.comment.tekst, self.spans
            if not takes_away(spans, original):
                raise ValueError("a redaction takes away spans of the text, and nothing else")
            self.tekst = without(original, spans)
        super().save(*args, **kwargs)


class Reminder(models.Model):
    """A mail that told a case worker of their deadlines on a day: at most one a day."""

    user = models.ForeignKey(_USER, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_reminder_a_day")
        ]


class NameRedaction(models.Model):
    """What is taken out of the sender's public name, and why; the latest counts."""

    submission = models.ForeignKey(
        "horing.Submission", models.CASCADE, related_name="name_redactions"
    )
    spans = models.JSONField(help_text="Start and end of each span.")
    grunn = models.CharField(_("hvorfor"), max_length=400)
    hjemmel = models.CharField(
        max_length=200, blank=True, default="",
        help_text="What it is exempt by; empty: an earlier version did not ask.",
    )
    innsyn = models.BooleanField(
        default=False, help_text="Taken out of the site, and open to those who ask for access.",
    )
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    approved_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+")
    approved = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("by")),
                name="name_approved_by_another",
            ),
        ]


class Removal(models.Model):
    """A request to remove a comment's text, and who confirmed it."""

    comment = models.ForeignKey("horing.Comment", models.CASCADE, related_name="removals")
    grunn = models.CharField(_("hvorfor"), max_length=400)
    asked_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    asked = models.DateTimeField()
    confirmed_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+")
    confirmed = models.DateTimeField(null=True)
    cancelled = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")),
                name="removal_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=["comment"], condition=Q(confirmed__isnull=True, cancelled__isnull=True),
                name="one_open_removal",
            ),
        ]
