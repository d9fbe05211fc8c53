"""Answers that come by letter or e-mail, from the upload until they are registered."""

# ruff: noqa: RUF012  # Django reads Meta as plain lists
from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rettesnor_horing.words import say_later as _


class Letter(models.Model):
    """A file that a case worker registers an answer from.

    The original is kept here, and not as a file: it is then in each backup, and is removed in the
    same transaction as what belongs to it.

    Attributes:
        key: the idempotency key of the answer that it becomes.
        avsnitt: the text that was taken out, by paragraph.
        svar: the comments, for an answer from the downloadable form.
        merknader: what is in the original only: ``sider``, ``utelatt``, ``hele``; of an e-mail
            ``vedlegg`` (name, and why it is not read) and ``dato``.
        avsender: who sends it, until it is registered; then the answer has it.
        version: counts the changes, so nobody overwrites what they have not seen.
    """

    class Channel(models.TextChoices):
        """How it came."""

        POST = "brev", _("brev")
        MAIL = "e-post", _("e-post")

    key = models.UUIDField(unique=True)
    round = models.ForeignKey("horing.RoundRecord", models.PROTECT, related_name="letters")
    submission = models.OneToOneField(
        "horing.Submission", models.CASCADE, null=True, related_name="letter"
    )
    filnavn = models.CharField(max_length=120, blank=True)
    format = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of the original.")
    original = models.BinaryField(null=True)
    avsnitt = models.JSONField(default=list)
    svar = models.JSONField(null=True)
    merknader = models.JSONField(default=dict)
    avsender = models.JSONField(default=dict)
    maalform = models.CharField(max_length=2, default="nb")
    mottatt = models.DateField()
    kanal = models.CharField(max_length=6, choices=Channel.choices)
    emne = models.CharField(max_length=200, blank=True)
    mail_id = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="SHA-256 of the Message-ID."
    )
    saksnummer = models.CharField(max_length=60, blank=True)
    utsatt_frist = models.DateField(null=True)
    grunn = models.CharField(max_length=400, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    discarded = models.DateTimeField(null=True)
    discard_reason = models.CharField(max_length=400, blank=True)
    discarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        help_text="Who confirmed that it is discarded.",
    )
    forgotten = models.DateTimeField(null=True, help_text="When the original was removed.")

    class Meta:
        verbose_name = _("brev")
        verbose_name_plural = _("brev")
        ordering = ["id"]
        default_permissions = ("add",)
        constraints = [
            models.CheckConstraint(
                condition=Q(submission__isnull=True) | Q(discarded__isnull=True),
                name="registered_or_discarded",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("discarded_by")),
                name="discard_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.nummer

    @property
    def nummer(self) -> str:
        """What it is called in the audit trail."""
        return f"brev:{self.pk}"

    @property
    def awaits_confirmation(self) -> bool:
        """Whether one person has discarded it, and nobody else has confirmed that."""
        return self.discarded is not None and self.forgotten is None

    @property
    def open(self) -> bool:
        """Whether it still waits to be registered."""
        return self.submission_id is None and self.discarded is None


class Segment(models.Model):
    """Paragraphs of a letter, and what they are about.

    Attributes:
        first: the first of them; ``last`` is the last.
        avsnitt: their numbers where they do not follow each other; else null.
        skip: they are no answer, such as a letterhead.
        comment: what became of them.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="segments")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    avsnitt = models.JSONField(null=True, help_text="Numbers that do not follow each other.")
    skip = models.BooleanField(default=False)
    sted = models.JSONField(default=dict)
    comment = models.OneToOneField(
        "horing.Comment", models.SET_NULL, null=True, related_name="segment"
    )

    class Meta:
        ordering = ["first"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["letter", "first"], name="one_segment_at_a_place"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="segment_forwards"),
        ]

    @property
    def numbers(self) -> list[int]:
        """The numbers of the paragraphs, in order."""
        return list(self.avsnitt or range(self.first, self.last + 1))

    @property
    def said(self) -> str:
        """The numbers as people write them: ``3–5, 8``."""
        runs: list[list[int]] = []
        for number in self.numbers:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
