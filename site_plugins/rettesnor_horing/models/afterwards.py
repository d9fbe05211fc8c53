"""What is made after a round: jobs, templates of answer letters, and packages for the archive."""

# ruff: noqa: RUF012  # Django reads Meta as plain lists
from __future__ import annotations

from django.conf import settings
from django.db import models

from rettesnor_horing.words import say_later as _


class LetterTemplate(models.Model):
    """The agency's own letter, in Word; there is one for each written standard."""

    maalform = models.CharField(max_length=2, primary_key=True)
    filnavn = models.CharField(max_length=120)
    original = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded = models.DateTimeField()

    class Meta:
        default_permissions = ()


class Job(models.Model):
    """A file that takes long to make: it is made by a process of its own.

    Attributes:
        beat: when the process that makes it was last seen; another takes over when it is silent.
        file: what was made, until ``expires``.
        fault: why nothing was made, in the written standard of the one who asked.
    """

    class Kind(models.TextChoices):
        """What is made."""

        LETTERS = "svarbrev", _("svarbrev")
        ARCHIVE = "arkivpakke", _("arkivpakke")
        XLSX = "xlsx", _("alle innspill som regneark (XLSX)")
        DOCX = "docx", _("alle innspill som Word-dokument (DOCX)")

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "venter", _("venter")
        RUNNING = "arbeider", _("arbeider")
        DONE = "ferdig", _("ferdig")
        FAILED = "feilet", _("feilet")
        GONE = "slettet", _("slettet")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    round = models.ForeignKey("horing.RoundRecord", models.PROTECT, related_name="+")
    maalform = models.CharField(max_length=2, default="nb")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked = models.DateTimeField()
    beat = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=2000, blank=True)
    filnavn = models.CharField(max_length=120, blank=True)
    file = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file.")
    expires = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("fil som lages")
        verbose_name_plural = _("filer som lages")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["state", "id"], name="job_due")]

    def __str__(self) -> str:
        return f"jobb:{self.pk}"


class ArchivePackage(models.Model):
    """A package for the archive, and that the archive has taken it.

    Attributes:
        covers: SHA-256 of what of the round was in it: what came in later is not.
        taken: when it was said that the archive has it; the purge waits for that.
    """

    round = models.ForeignKey("horing.RoundRecord", models.PROTECT, related_name="packages")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    size = models.PositiveBigIntegerField()
    covers = models.CharField(max_length=64)
    answers = models.PositiveIntegerField()
    made = models.DateTimeField()
    taken = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=150, blank=True)
    reference = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["round", "digest"], name="one_package_of_a_digest")
        ]
