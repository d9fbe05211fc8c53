"""What editors do to a comment: each deed checks the right to it and leaves a trail."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from rettesnor_horing.models import Comment, Disposition, Group, Note, Redaction, Tag
from rettesnor_horing.models.trail import record
from rettesnor_horing.words import say

Actor = User | AbstractBaseUser | AnonymousUser


class DeskError(Exception):
    """A deed cannot be done; says why in Norwegian."""


def require(user: Actor, permission: str) -> User:
    """Return ``user`` when it has ``permission`` of this application.

    Raises:
        PermissionDenied: it has not.
    """
    if not isinstance(user, User) or not user.has_perm(f"horing.{permission}"):
        raise PermissionDenied
    return user


def in_force(comment: Comment) -> Disposition | None:
    """Return the assessment that counts, proposed or approved."""
    return comment.dispositions.filter(withdrawn__isnull=True).first()


def propose(
    comment: Comment, user: Actor, outcome: str, reason: str, now: datetime, *, seen: int | None
) -> Disposition:
    """Propose an assessment in place of the one in force.

    Args:
        seen: the assessment that the proposer had before their eyes.

    Raises:
        DeskError: it says nothing, or somebody else came first.
    """
    actor = require(user, "add_disposition")
    if outcome not in Disposition.Outcome.values or len(reason.strip()) < 3:
        raise DeskError(say("Velg et utfall og skriv en begrunnelse."))
    if len(reason) > 4000:
        raise DeskError(say("Begrunnelsen er for lang."))
    with transaction.atomic():
        current = Comment.objects.select_for_update().get(pk=comment.pk)
        known = in_force(current)
        if (known.pk if known else None) != seen:
            raise DeskError(
                say("Noen andre har vurdert innspillet i mellomtiden. Se over på nytt.")
            )
        if known is not None:
            known.withdrawn = now
            known.save(update_fields=["withdrawn"])
        made = Disposition.objects.create(
            comment=current,
            utfall=outcome,
            begrunnelse=reason.strip(),
            proposed_by=actor,
            proposed=now,
        )
        _set_status(current, Comment.Status.PROPOSED)
        record(actor.username, "propose", comment.nummer, now, disposition=made.pk, utfall=outcome)
    return made


def approve(comment: Comment, user: Actor, now: datetime, *, seen: int | None) -> None:
    """Approve the assessment in force: a second pair of eyes.

    Raises:
        DeskError: it is one's own, or it is no longer what was seen.
    """
    actor = require(user, "approve_disposition")
    with transaction.atomic():
        known = _open_proposal(comment, seen)
        if known.proposed_by_id == actor.pk:
            raise DeskError(say("En annen enn den som foreslo, må godkjenne."))
        known.approved_by, known.approved = actor, now
        known.save(update_fields=["approved_by", "approved"])
        _set_status(comment, Comment.Status.DECIDED)
        record(
            actor.username,
            "approve",
            comment.nummer,
            now,
            disposition=known.pk,
            utfall=known.utfall,
        )


def send_back(comment: Comment, user: Actor, why: str, now: datetime, *, seen: int | None) -> None:
    """Send the proposed assessment back, with an internal note that says why.

    Raises:
        DeskError: it is no longer what was seen, or no reason is given.
    """
    actor = require(user, "approve_disposition")
    if not why.strip():
        raise DeskError(say("Skriv hvorfor vurderingen sendes tilbake."))
    with transaction.atomic():
        known = _open_proposal(comment, seen)
        known.withdrawn = now
        known.save(update_fields=["withdrawn"])
        Note.objects.create(comment=comment, tekst=why.strip()[:4000], by=actor, at=now)
        _set_status(comment, Comment.Status.WORKING)
        record(actor.username, "send-back", comment.nummer, now, disposition=known.pk)


def _open_proposal(comment: Comment, seen: int | None) -> Disposition:
    known = (
        comment.dispositions.select_for_update()
        .filter(withdrawn__isnull=True, approved__isnull=True, pk=seen or 0)
        .first()
    )
    if known is None:
        raise DeskError(say("Noen andre har vurdert innspillet i mellomtiden. Se over på nytt."))
    return known


def add_note(comment: Comment, user: Actor, text: str, now: datetime) -> None:
    """Add an internal note.

    Raises:
        DeskError: it says nothing.
    """
    actor = require(user, "add_note")
    if not text.strip():
        raise DeskError(say("Notatet er tomt."))
    with transaction.atomic():
        made = Note.objects.create(comment=comment, tekst=text.strip()[:4000], by=actor, at=now)
        record(actor.username, "note", comment.nummer, now, note=made.pk)


def moderate(comment: Comment, user: Actor, choice: str, reason: str, now: datetime) -> None:
    """Say whether the comment may be published; withholding needs a reason that is published.

    Raises:
        DeskError: no such choice, or no reason.
    """
    actor = require(user, "add_redaction")
    withheld = choice == Comment.Moderation.WITHHELD
    if choice not in Comment.Moderation.values or (withheld and len(reason.strip()) < 3):
        raise DeskError(say("Skriv hvorfor innspillet er unntatt."))
    with transaction.atomic():
        comment.moderation = choice
        comment.withheld_reason = reason.strip()[:400] if withheld else ""
        comment.save(update_fields=["moderation", "withheld_reason"])
        record(actor.username, "moderate", comment.nummer, now, moderation=choice)


def redact(comment: Comment, user: Actor, text: str, reason: str, now: datetime) -> None:
    """Set the text that is published in place of what was sent.

    Raises:
        DeskError: no reason is given, or nothing is left: then the comment is to be withheld.
    """
    actor = require(user, "add_redaction")
    if len(reason.strip()) < 3 or not text.strip():
        raise DeskError(say("Skriv teksten som skal publiseres, og hvorfor noe er fjernet."))
    with transaction.atomic():
        made = Redaction.objects.create(
            comment=comment,
            tekst=text.replace("\r\n", "\n").strip(),
            grunn=reason.strip()[:400],
            by=actor,
            at=now,
        )
        record(actor.username, "redact", comment.nummer, now, redaction=made.pk)


def assign(comment: Comment, user: Actor, whom: User | None, now: datetime) -> None:
    """Give the comment to somebody, or to nobody."""
    actor = require(user, "change_comment")
    with transaction.atomic():
        comment.assigned_to = whom
        if comment.status == Comment.Status.NEW and whom is not None:
            comment.status = Comment.Status.WORKING
        comment.save(update_fields=["assigned_to", "status"])
        record(actor.username, "assign", comment.nummer, now, to=whom.username if whom else "")


def label(
    comment: Comment, user: Actor, tags: list[Tag], group: Group | None, now: datetime
) -> None:
    """Set the comment's tags and group."""
    actor = require(user, "change_comment")
    with transaction.atomic():
        comment.tags.set(tags)
        comment.group = group
        comment.save(update_fields=["group"])
        record(
            actor.username,
            "label",
            comment.nummer,
            now,
            tags=sorted(t.pk for t in tags),
            group=group.pk if group else None,
        )


def _set_status(comment: Comment, status: str) -> None:
    comment.status = status
    comment.save(update_fields=["status"])
