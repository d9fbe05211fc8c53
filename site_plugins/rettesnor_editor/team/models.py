"""What the database keeps of cases. The texts themselves are in the Git repository."""

# ruff: noqa: RUF012  # Django reads Meta as plain lists
from __future__ import annotations

from django.conf import settings
from django.db import models

from rettesnor_editor.language import N_, say

BRANCHES = "sak/"
"""What the names of the cases' branches begin with."""


class State(models.TextChoices):
    """Where a case stands; ``Case.state_name`` says it in the language of the page."""

    WORK = "arbeid", N_("Under arbeid")
    REVIEW = "vurdering", N_("Til vurdering")
    APPROVED = "godkjent", N_("Godkjent")
    DROPPED = "trukket", N_("Lagt bort")


class Case(models.Model):
    """A revision of the guideline, on a branch of its own."""

    title = models.CharField("tittel", max_length=120)
    state = models.CharField("tilstand", max_length=12, choices=State, default=State.WORK)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cases", null=True
    )
    opened_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    submitted_at = models.DateTimeField(null=True)
    submitted_commit = models.CharField(max_length=64, blank=True)
    message = models.TextField("melding", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    merged = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        permissions = [
            ("write_case", "Kan skrive i saker"),
            ("approve_case", "Kan godkjenne det andre har skrevet"),
            ("release", "Kan gi ut og publisere"),
        ]

    @property
    def branch(self) -> str:
        """The name of its branch."""
        return f"{BRANCHES}{self.pk}"

    @property
    def state_name(self) -> str:
        """Where it stands, as people read it."""
        return say(State(self.state).label)


class FactCheck(models.Model):
    """A link for somebody without an account: to read a proposal and comment on it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="fact_checks")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField("navn", max_length=120)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        default_permissions = ()


class Remark(models.Model):
    """What somebody says about a field of a proposal."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="remarks")
    path = models.CharField(max_length=200, blank=True)
    field = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=300, blank=True)
    text = models.TextField("merknad")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="remarks", null=True)
    at = models.DateTimeField()
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assigned", null=True
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        default_permissions = ()

    @property
    def author(self) -> str:
        """The name of who made it."""
        if self.fact_check is not None:
            return say("{name} (faktasjekk)", name=self.fact_check.name)
        return str(self.by.get_full_name() or self.by.get_username()) if self.by else ""


class Presence(models.Model):
    """That somebody has a document open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(
            fields=["user", "case", "key"], name="one_presence"
        )]


class Draft(models.Model):
    """What somebody has written in a case and not saved."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fields = models.JSONField()
    before = models.BinaryField()
    at = models.CharField(max_length=40)
    page = models.CharField(max_length=80)
    number = models.IntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "case", "key"], name="one_draft")]


class Base(models.Model):
    """The bytes of a file that a form was made from."""

    digest = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    class Meta:
        default_permissions = ()


class Setting(models.Model):
    """What the desk remembers of somebody."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_setting")]
