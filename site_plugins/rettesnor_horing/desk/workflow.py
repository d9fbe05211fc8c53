"""What editors do to a comment: each deed checks the right to it and leaves a trail."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from rettesnor_horing.intake.answer import clean, too_long
from rettesnor_horing.models import Comment, Disposition, Group, Note, Redaction, Tag
from rettesnor_horing.models.audit_log import Deed, record, record_many
from rettesnor_horing.published import awaits_approval, covered, latest, needs_review, state
from rettesnor_horing.redaction import Added, is_empty, spans_of, without
from rettesnor_horing.words import say

Actor = User | AbstractBaseUser | AnonymousUser


class DeskError(Exception):
    """A deed cannot be done; says why in Norwegian."""


def words(text: str, most: int, *, line: bool = False) -> str:
    """Return what an editor wrote, cleaned as a sender's text is; with ``line`` on one line.

    Raises:
        DeskError: it is too long; nothing is cut off silently.
    """
    text = clean(text).strip()
    if line:
        text = " ".join(text.split("\n"))
    if len(text) > most:
        raise DeskError(too_long(len(text), most))
    return text


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


def check_proposal(outcome: str, reason: str) -> str:
    """Return the reason as it is kept.

    Raises:
        DeskError: there is no such outcome, or no reason.
    """
    reason = words(reason, 4000)
    if outcome not in Disposition.Outcome.values or len(reason) < 3:
        raise DeskError(say("Velg et utfall og skriv en begrunnelse."))
    return reason


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
    reason = check_proposal(outcome, reason)
    with transaction.atomic():
        current = Comment.objects.select_for_update().get(pk=comment.pk)
        known = in_force(current)
        if (known.pk if known else None) != seen:
            raise DeskError(
                say("Noen andre har vurdert innspillet i mellomtiden. Se over på nytt.")
            )
        if known is not None:
            if known.approved and not actor.has_perm("horing.approve_disposition"):
                raise DeskError(
                    say("Vurderingen er godkjent. Bare en beslutter kan åpne den igjen.")
                )
            known.withdrawn = now
            known.save(update_fields=["withdrawn"])
        made = Disposition.objects.create(
            comment=current,
            utfall=outcome,
            begrunnelse=reason,
            proposed_by=actor,
            proposed=now,
        )
        _set_status(current, Comment.Status.PROPOSED)
        record(
            actor.username, "propose", comment.nummer, now, disposition=made.pk, utfall=outcome,
            reopened=bool(known and known.approved),
        )
    return made


def approve(
    comment: Comment, user: Actor, now: datetime, *, seen: int | None, looked: str
) -> None:
    """Approve the assessment in force, with the text as it is published: a second pair of eyes.

    Args:
        looked: the ``state`` of the comment that the approver had before their eyes.

    Raises:
        DeskError: the assessment or the redaction is one's own, nobody has said whether the
            comment may be published, or something is no longer what was seen.
    """
    actor = require(user, "approve_disposition")
    with transaction.atomic():
        current = _locked(comment, looked)
        known = _open_proposal(current, seen)
        if known.proposed_by_id == actor.pk:
            raise DeskError(say("En annen enn den som foreslo, må godkjenne."))
        if current.moderation == Comment.Moderation.WAITING:
            raise DeskError(say("Si først om innspillet kan publiseres."))
        _approve_redaction(current, actor, now)
        known.approved_by, known.approved = actor, now
        known.covers = covered(current, known)
        known.save(update_fields=["approved_by", "approved", "covers"])
        _set_status(current, Comment.Status.DECIDED)
        record(
            actor.username, "approve", current.nummer, now,
            disposition=known.pk, utfall=known.utfall, covers=known.covers,
        )


def approve_redaction(comment: Comment, user: Actor, now: datetime, *, looked: str) -> None:
    """Approve the redaction alone, so that the comment can be published before it is assessed.

    Raises:
        DeskError: it is one's own, or no longer what was seen.
    """
    actor = require(user, "approve_disposition")
    with transaction.atomic():
        current = _locked(comment, looked)
        if not awaits_approval(current):
            raise DeskError(say("Det er ingen sladding å godkjenne."))
        _approve_redaction(current, actor, now)


def _approve_redaction(comment: Comment, actor: User, now: datetime) -> None:
    if needs_review(comment):
        raise DeskError(say("Sladdingen er fra en eldre versjon. Sladd innspillet på nytt først."))
    redaction = latest(comment)
    if redaction is None or not awaits_approval(comment):
        return
    if redaction.by_id == actor.pk:
        raise DeskError(say("En annen enn den som sladdet, må godkjenne."))
    redaction.approved_by, redaction.approved = actor, now
    redaction.save(update_fields=["approved_by", "approved"])
    record(
        actor.username, "approve-redaction", comment.nummer, now, redaction=redaction.pk,
        state=state(comment),
    )


def _locked(comment: Comment, looked: str) -> Comment:
    """Return ``comment`` as it is now, when it is still what was looked at.

    Raises:
        DeskError: somebody has changed what is published of it.
    """
    current = Comment.objects.select_for_update().get(pk=comment.pk)
    if state(current) != looked:
        raise DeskError(
            say("Noen andre har endret det som publiseres i mellomtiden. Se over på nytt.")
        )
    return current


def reopen_approved(comment: Comment, actor: User, now: datetime, why: str) -> None:
    """Let an approved assessment wait for approval again, since what it covered has changed.

    Raises:
        DeskError: the actor may not undo an approval.
    """
    known = in_force(comment)
    if known is None or not known.approved:
        return
    if not any(actor.has_perm(f"horing.{r}") for r in ("approve_disposition", "change_submission")):
        raise DeskError(say("Vurderingen er godkjent. Bare en beslutter kan åpne den igjen."))
    known.withdrawn = now
    known.save(update_fields=["withdrawn"])
    made = Disposition.objects.create(
        comment=comment, utfall=known.utfall, begrunnelse=known.begrunnelse, proposed_by=actor,
        proposed=now,
    )
    _set_status(comment, Comment.Status.PROPOSED)
    record(
        actor.username, "reopen", comment.nummer, now, disposition=made.pk, was=known.pk, why=why
    )


def send_back(comment: Comment, user: Actor, why: str, now: datetime, *, seen: int | None) -> None:
    """Send the proposed assessment back, with an internal note that says why.

    Raises:
        DeskError: it is no longer what was seen, or no reason is given.
    """
    actor = require(user, "approve_disposition")
    why = words(why, 4000)
    if not why:
        raise DeskError(say("Skriv hvorfor vurderingen sendes tilbake."))
    with transaction.atomic():
        known = _open_proposal(comment, seen)
        known.withdrawn = now
        known.save(update_fields=["withdrawn"])
        Note.objects.create(comment=comment, tekst=why, by=actor, at=now)
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
    text = words(text, 4000)
    if not text:
        raise DeskError(say("Notatet er tomt."))
    with transaction.atomic():
        made = Note.objects.create(comment=comment, tekst=text, by=actor, at=now)
        record(actor.username, "note", comment.nummer, now, note=made.pk)


def moderate(
    comment: Comment, user: Actor, choice: str, reason: str, now: datetime, *, looked: str
) -> None:
    """Say whether the comment may be published; withholding needs a reason that is published.

    Raises:
        DeskError: no such choice, no reason, or it is no longer what was seen.
    """
    actor = require(user, "add_redaction")
    withheld = choice == Comment.Moderation.WITHHELD
    reason = words(reason, 400, line=True) if withheld else ""
    if choice not in Comment.Moderation.values or (withheld and len(reason) < 3):
        raise DeskError(say("Skriv hvorfor innspillet er unntatt."))
    with transaction.atomic():
        current = _locked(comment, looked)
        if (current.moderation, current.withheld_reason) == (choice, reason):
            return
        if choice == Comment.Moderation.PUBLIC and current.removals.filter(
            confirmed__isnull=False
        ).exists():
            raise DeskError(say("Teksten er slettet, og innspillet må være unntatt."))
        reopen_approved(current, actor, now, "moderate")
        current.moderation, current.withheld_reason = choice, reason
        current.save(update_fields=["moderation", "withheld_reason"])
        record(
            actor.username, "moderate", current.nummer, now, moderation=choice,
            state=state(current),
        )


def publish_many(
    comments: QuerySet[Comment], user: Actor, now: datetime, size: int = 200
) -> tuple[int, int]:
    """Say that comments may be published, where nobody has said anything; some at a time.

    What is withheld or approved is not touched. Between the transactions answers can be received.

    Returns:
        How many were changed, and how many were kept as they are because of that.
    """
    actor = require(user, "add_redaction")
    done = kept = 0
    ids = list(comments.values_list("pk", flat=True))
    public = Comment.Moderation.PUBLIC
    for start in range(0, len(ids), size):
        with transaction.atomic():
            chunk = list(
                Comment.objects.select_for_update(of=("self",)).select_related("submission")
                .prefetch_related("redactions", "dispositions", "submission__name_redactions")
                .filter(pk__in=ids[start : start + size])
            )
            changed = []
            for comment in chunk:
                approved = any(d.approved and not d.withdrawn for d in comment.dispositions.all())
                if comment.moderation != Comment.Moderation.WAITING or approved:
                    kept += comment.moderation != public
                    continue
                comment.moderation, comment.withheld_reason = public, ""
                changed.append(comment)
            Comment.objects.bulk_update(changed, ["moderation", "withheld_reason"])
            record_many(actor.username, now, [
                Deed("moderate", c.nummer, {"moderation": public, "state": state(c)})
                for c in changed
            ])
        done += len(changed)
    return done, kept


def redact(
    comment: Comment, user: Actor, text: str, reason: str, now: datetime, *, looked: str
) -> None:
    """Take out of the text what ``text`` leaves out; the whole text takes nothing out.

    Raises:
        DeskError: no reason is given, something was added, nothing was taken out, nothing is
            left (then the comment is to be withheld), or it is no longer what was seen.
    """
    actor = require(user, "add_redaction")
    reason = words(reason, 400, line=True)
    if len(reason) < 3:
        raise DeskError(say("Skriv hvorfor noe er fjernet."))
    with transaction.atomic():
        current = _locked(comment, looked)
        if current.emptied is not None:
            raise DeskError(say("Teksten slik den ble sendt, er slettet, og kan ikke sladdes."))
        spans = spans_left_out(current.tekst, text)
        if not spans and latest(current) is None:
            raise DeskError(say("Ingenting er fjernet. Slett ordene som ikke skal publiseres."))
        published = without(current.tekst, spans)
        if is_empty(published):
            raise DeskError(say("Det er ingenting igjen. Unnta innspillet i stedet."))
        reopen_approved(current, actor, now, "redact")
        made = Redaction.objects.create(
            comment=current, spans=spans, tekst=published, grunn=reason, by=actor, at=now
        )
        record(
            actor.username, "redact", current.nummer, now, redaction=made.pk, spans=len(spans),
            state=state(Comment.objects.get(pk=current.pk)),
        )


def spans_left_out(original: str, text: str) -> list[list[int]]:
    """Return what ``text`` leaves out of ``original``.

    Raises:
        DeskError: something was added; says what.
    """
    try:
        return spans_of(original, clean(text))
    except Added as added:
        raise DeskError(
            say("Du kan bare fjerne ord. Dette står ikke der i teksten som ble sendt: «{words}»",
                words=added)
        ) from None


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
