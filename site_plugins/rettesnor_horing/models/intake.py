"""What comes in: rounds, submissions and their comments, drafts, and mail that goes out."""

# ruff: noqa: RUF012  # Django reads Meta as plain lists
from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rettesnor_horing.models.assessment import Group, Tag
from rettesnor_horing.words import language
from rettesnor_horing.words import say_later as _


class RoundRecord(models.Model):
    """A round that the desk has received answers to, as its file was when last read.

    The intake of needs is one too; it has no day to open or close.
    """

    id = models.CharField(primary_key=True, max_length=60)
    tittel = models.CharField(_("tittel"), max_length=120)
    tittel_nn = models.CharField(max_length=120, blank=True, default="", editable=False)
    utgave = models.CharField(_("utgave"), max_length=30)
    aapner = models.DateTimeField(_("åpner"), null=True, blank=True)
    stenger = models.DateTimeField(_("stenger"), null=True, blank=True)
    behandlet = models.DateField(_("behandlet"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the snapshot.")

    class Meta:
        verbose_name = _("høringsrunde")
        verbose_name_plural = _("høringsrunder")

    def __str__(self) -> str:
        return self.navn

    @property
    def navn(self) -> str:
        """The title in the written standard of the page."""
        return self.tittel_nn or self.tittel if language() == "nn" else self.tittel


class Submission(models.Model):
    """One answer from one sender; its comments are written in the same transaction."""

    class Sender(models.TextChoices):
        """Who answers."""

        PRIVATE = "privatperson", _("privatperson")
        ORGANISATION = "organisasjon", _("organisasjon")

    key = models.UUIDField(unique=True, help_text="Idempotency key: a retry is stored once.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the answer as it was sent.")
    round = models.ForeignKey(RoundRecord, models.PROTECT, verbose_name=_("høringsrunde"))
    slag = models.CharField(_("avsender"), max_length=12, choices=Sender.choices)
    navn = models.CharField(_("navn"), max_length=200, blank=True)
    organisasjon = models.CharField(_("organisasjon"), max_length=200, blank=True)
    epost = models.CharField(_("e-post"), max_length=254, blank=True, db_index=True)
    rolle = models.CharField(_("rolle"), max_length=200, blank=True)
    offentlig_navn = models.BooleanField(_("navnet kan publiseres"), default=False)
    maalform = models.CharField(_("målform"), max_length=2, default="nb")
    received = models.DateTimeField(_("mottatt"), db_index=True)
    late = models.BooleanField(_("i slingringsmonnet etter fristen"), default=False)
    flags = models.JSONField(_("merker"), default=list, blank=True)
    anonymised = models.DateTimeField(_("anonymisert"), null=True, blank=True)

    class Meta:
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.nummer

    @property
    def nummer(self) -> str:
        """The number on the receipt."""
        return f"H-{self.pk:06d}"

    @property
    def public_sender(self) -> str:
        """The sender's name where it may be published; organisations answer in public."""
        if self.slag == self.Sender.ORGANISATION:
            return self.organisasjon
        return self.navn if self.offentlig_navn else ""


class Comment(models.Model):
    """One answer to one address (DESIGN.md, "The hearing")."""

    class Status(models.TextChoices):
        """How far the assessment has come."""

        NEW = "ny", _("ny")
        WORKING = "under arbeid", _("under arbeid")
        PROPOSED = "foreslått", _("foreslått")
        DECIDED = "avgjort", _("avgjort")

    class Moderation(models.TextChoices):
        """Whether it may be published: nothing is before somebody has said so."""

        WAITING = "venter", _("venter")
        PUBLIC = "kan publiseres", _("kan publiseres")
        WITHHELD = "unntatt", _("unntatt")

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="comments", verbose_name=_("svar")
    )
    plass = models.PositiveSmallIntegerField(_("plass i svaret"))
    sporsmaal = models.CharField(_("spørsmål"), max_length=60, blank=True)
    kapittel = models.CharField(_("kapittel"), max_length=60, blank=True)
    anbefaling = models.CharField(_("anbefaling"), max_length=60, blank=True, db_index=True)
    felt = models.CharField(_("felt"), max_length=80, blank=True)
    avsnitt = models.CharField(_("avsnitt"), max_length=100, blank=True)
    utgave = models.CharField(_("utgave"), max_length=30)
    exact = models.TextField(_("sitat"), blank=True)
    prefix = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=200, blank=True)
    sitat_funnet = models.BooleanField(_("sitatet finnes i utgaven"), default=True)
    tekst = models.TextField(_("innspill"), blank=True)
    valg = models.JSONField(_("valg"), default=list, blank=True)
    tall = models.SmallIntegerField(_("tall"), null=True, blank=True)
    likhet = models.CharField(max_length=16, blank=True, db_index=True)
    forslag = models.JSONField(
        null=True, blank=True, editable=False,
        help_text="Where a proposed wording stands in the text (``intake/wording.py``).",
    )
    flags = models.JSONField(_("merker"), default=list, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.NEW, db_index=True
    )
    moderation = models.CharField(
        _("publisering"), max_length=14, choices=Moderation.choices, default=Moderation.WAITING,
        db_index=True,
    )
    withheld_reason = models.CharField(_("hvorfor unntatt"), max_length=400, blank=True)
    hjemmel = models.CharField(
        _("hjemmel"), max_length=200, blank=True, default="",
        help_text="What a withheld text is exempt by; empty: an earlier version did not ask.",
    )
    innsyn = models.BooleanField(
        default=False, editable=False,
        help_text="Withheld from the site, and open to those who ask for access.",
    )
    emptied = models.DateTimeField(
        null=True, blank=True,
        help_text="When the text as sent was removed; what is published stays.",
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("tildelt")
    )
    frist = models.DateField(
        _("frist for vurderingen"), null=True, blank=True, db_index=True
    )
    tags = models.ManyToManyField(Tag, blank=True, verbose_name=_("merkelapper"))
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, verbose_name=_("gruppe")
    )

    CLOSED = Q(tekst="") & (Q(tall__isnull=False) | ~Q(valg=[]))
    """Answers to closed questions: they are counted, and nobody assesses them one by one."""

    class Meta:
        verbose_name = _("innspill")
        verbose_name_plural = _("innspill")
        ordering = ["submission_id", "plass"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "plass"], name="one_comment_per_place")
        ]

    def __str__(self) -> str:
        return self.nummer

    @property
    def is_closed(self) -> bool:
        """Whether it is an answer to a closed question (``CLOSED``)."""
        return not self.tekst and (self.tall is not None or bool(self.valg))

    @property
    def nummer(self) -> str:
        """The number that change fragments cite."""
        return f"H-{self.submission_id:06d}-{self.plass}"


class Draft(models.Model):
    """An answer that is being written; anyone who has the secret link has the draft.

    Only the SHA-256 of the secret is kept, so a copy of the database opens no drafts.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    round = models.ForeignKey(RoundRecord, models.CASCADE)
    content = models.JSONField()
    changed = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("utkast")
        verbose_name_plural = _("utkast")
        default_permissions = ()


class Outbox(models.Model):
    """Mail to be sent; written in the transaction of what it tells about."""

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="mail")
    created = models.DateTimeField()
    next_try = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True)
    held = models.BooleanField(default=False, help_text="Too many to one address: not sent.")

    class Meta:
        verbose_name = _("e-post")
        verbose_name_plural = _("e-post")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["sent", "held", "next_try"], name="outbox_due")]
