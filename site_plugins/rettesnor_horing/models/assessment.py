"""What the editors make of a comment."""

# ruff: noqa: RUF012  # Django reads Meta as plain lists
from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

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


class Disposition(models.Model):
    """A proposed or approved assessment. Rows are never edited: a new one follows the old."""

    class Outcome(models.TextChoices):
        """What was done with the comment."""

        TAKEN = "tatt til følge", _("tatt til følge")
        PARTLY = "delvis", _("delvis tatt til følge")
        NOT = "ikke", _("ikke tatt til følge")
        OUTSIDE = "utenfor", _("utenfor høringen")

    comment = models.ForeignKey("horing.Comment", models.CASCADE, related_name="dispositions")
    utfall = models.CharField(_("utfall"), max_length=15, choices=Outcome.choices)
    begrunnelse = models.TextField(_("begrunnelse som publiseres"), max_length=4000)
    proposed_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    proposed = models.DateTimeField()
    approved_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+")
    approved = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True, help_text="Sent back, or replaced by a new one.")

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
    """The text as it may be published, and why it differs; the latest counts."""

    comment = models.ForeignKey("horing.Comment", models.CASCADE, related_name="redactions")
    tekst = models.TextField(_("teksten som publiseres"))
    grunn = models.CharField(_("hvorfor"), max_length=400)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sladding")
        verbose_name_plural = _("sladdinger")
        ordering = ["id"]
