"""What editors do to a comment: each deed checks the right to it and leaves a trail."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from rettesnor_horing.intake.answer import clean, too_long
from rettesnor_horing.legal_basis import MOST, Basis, BasisError, checked
from rettesnor_horing.models import (
    Comment,
    Disposition,
    Group,
    Note,
    Reason,
    Redaction,
    Tag,
)
from rettesnor_horing.models.audit_log import Deed, record, record_many
from rettesnor_horing.published import awaits_approval, covered, latest, needs_review, state
from rettesnor_horing.redaction import Added, is_empty, spans_of, whole_words, without
from rettesnor_horing.words import say

Actor = User | AbstractBaseUser | AnonymousUser


_NUMBER = re.compile("H-([0-9]{1,9})(?:-([0-9]{1,4}))?")


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


def reason_of(text: str, missing: str, most: int = 400, *, line: bool = True) -> str:
    """Return the reason that an editor gave, cleaned.

    Args:
        missing: what is said when there is none.

    Raises:
        DeskError: it is missing, or too long.
    """
    reason = words(text, most, line=line)
    if len(reason) < 3:
        raise DeskError(missing)
    return reason


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


def number_of(text: str) -> tuple[int, int | None] | None:
    """Return the answer and place that ``text`` is the number of: ``H-000012-3`` or ``H-000012``.
    """
    found = _NUMBER.fullmatch(text.strip().upper())
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


def reason_digest(outcome: str, text: str) -> str:
    """Return what tells a reason from others: its outcome and words."""
    return hashlib.sha256(json.dumps([outcome, text]).encode()).hexdigest()


def _shared_reason(outcome: str, text: str, actor: User, now: datetime) -> Reason:
    """Return the reason with these words; assessments that say the same share it."""
    digest = reason_digest(outcome, text)
    return Reason.objects.filter(digest=digest).first() or Reason.objects.create(
        utfall=outcome, tekst=text, digest=digest, by=actor, changed=now
    )


def propose(
    comment: Comment, user: Actor, outcome: str, reason: str, now: datetime, *, seen: int | None
) -> Disposition:
    """Propose an assessment in place of the one in force.

    Args:
        seen: the assessment that the proposer had before their eyes.

    Raises:
        DeskError: it says nothing, somebody else came first, the one in force is approved, or the
            comment is an answer to a closed question.
    """
    actor = require(user, "add_disposition")
    reason = check_proposal(outcome, reason)
    if comment.is_closed:
        raise DeskError(say("Svar på spørsmål med faste alternativer blir talt, ikke vurdert."))
    with transaction.atomic():
        current = Comment.objects.select_for_update().get(pk=comment.pk)
        known = in_force(current)
        if (known.pk if known else None) != seen:
            raise DeskError(
                say("Noen andre har vurdert innspillet i mellomtiden. Se over på nytt.")
            )
        if known is not None:
            if known.approved:
                raise DeskError(_approved())
            known.withdrawn = now
            known.save(update_fields=["withdrawn"])
        made = Disposition.objects.create(
            comment=current,
            utfall=outcome,
            begrunnelse=reason,
            reason=_shared_reason(outcome, reason, actor, now),
            proposed_by=actor,
            proposed=now,
        )
        _set_status(current, Comment.Status.PROPOSED)
        record(
            actor.username, "propose", comment.nummer, now, disposition=made.pk, utfall=outcome,
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


def reopen(
    comment: Comment, user: Actor, why: str, now: datetime, *, seen: int | None
) -> Disposition:
    """Open an approved assessment again, with an internal note that says why.

    Returns:
        The assessment as a proposal, which somebody else must approve.

    Raises:
        DeskError: it is no longer what was seen, or no reason is given.
    """
    actor = require(user, "approve_disposition")
    why = reason_of(why, say("Skriv hvorfor vurderingen åpnes igjen."), 4000, line=False)
    with transaction.atomic():
        current = Comment.objects.select_for_update().get(pk=comment.pk)
        known = in_force(current)
        if known is None or known.pk != seen or not known.approved:
            raise DeskError(
                say("Noen andre har vurdert innspillet i mellomtiden. Se over på nytt.")
            )
        Note.objects.create(comment=current, tekst=why, by=actor, at=now)
        return _opened(current, known, actor, now, "reopen")


def _approved() -> str:
    return say(
        "Vurderingen er godkjent. Bare en beslutter kan åpne den igjen, og må si hvorfor."
    )


def reopen_approved(
    comment: Comment, actor: User, now: datetime, deed: str, why: str = ""
) -> None:
    """Let an approved assessment wait for approval again, since what it covered has changed.

    Args:
        why: the reason that the deed itself keeps; a deed without one asks for ``reopen`` first.

    Raises:
        DeskError: the actor may not undo an approval, or has given no reason.
    """
    known = in_force(comment)
    if known is None or not known.approved:
        return
    if not why or not any(
        actor.has_perm(f"horing.{r}") for r in ("approve_disposition", "change_submission")
    ):
        raise DeskError(_approved())
    _opened(comment, known, actor, now, deed)


def _opened(
    comment: Comment, known: Disposition, actor: User, now: datetime, deed: str
) -> Disposition:
    known.withdrawn = now
    known.save(update_fields=["withdrawn"])
    made = Disposition.objects.create(
        comment=comment, utfall=known.utfall, begrunnelse=known.begrunnelse, reason=known.reason,
        proposed_by=actor, proposed=now,
    )
    _set_status(comment, Comment.Status.PROPOSED)
    record(
        actor.username, "reopen", comment.nummer, now, disposition=made.pk, was=known.pk, why=deed
    )
    return made


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


def legal_basis(basis: Basis | None) -> Basis:
    """Return what a text is exempt by, cleaned.

    Raises:
        DeskError: nothing is said of it, or it is no provision.
    """
    try:
        return checked(basis, words(basis.hjemmel, MOST, line=True) if basis else "")
    except BasisError as error:
        raise DeskError(str(error)) from error


def moderate(
    comment: Comment, user: Actor, choice: str, reason: str, now: datetime, *, looked: str,
    basis: Basis | None = None,
) -> None:
    """Say whether the comment may be published; withholding needs a reason that is published.

    Args:
        basis: what it is exempt by when it is withheld.

    Raises:
        DeskError: no such choice, no reason, no basis, or it is no longer what was seen.
    """
    actor = require(user, "add_redaction")
    withheld = choice == Comment.Moderation.WITHHELD
    reason = words(reason, 400, line=True) if withheld else ""
    if choice not in Comment.Moderation.values or (withheld and len(reason) < 3):
        raise DeskError(say("Skriv hvorfor innspillet er unntatt."))
    with transaction.atomic():
        current = _locked(comment, looked)
        kept = legal_basis(basis) if withheld else Basis()
        before = Basis(current.hjemmel, current.innsyn)
        if (current.moderation, current.withheld_reason, before) == (choice, reason, kept):
            return
        if choice == Comment.Moderation.PUBLIC and current.removals.filter(
            confirmed__isnull=False
        ).exists():
            raise DeskError(say("Teksten er slettet, og innspillet må være unntatt."))
        reopen_approved(current, actor, now, "moderate", reason)
        current.moderation, current.withheld_reason = choice, reason
        current.hjemmel, current.innsyn = kept.hjemmel, kept.innsyn
        current.save(update_fields=["moderation", "withheld_reason", "hjemmel", "innsyn"])
        record(
            actor.username, "moderate", current.nummer, now, moderation=choice,
            state=state(current), **({"basis": kept.hjemmel or "none"} if withheld else {}),
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
    comment: Comment, user: Actor, text: str, reason: str, now: datetime, *, looked: str,
    spans: str = "", basis: Basis | None = None,
) -> None:
    """Take out of the text what ``text`` leaves out; the whole text takes nothing out.

    Args:
        spans: what was marked, as JSON: start and end of each span. It counts before ``text``.
        basis: what is taken out is exempt by this; not asked for where nothing is.

    Raises:
        DeskError: no reason or basis is given, something was added, nothing was taken out,
            nothing is left (then the comment is to be withheld), or it is no longer what was seen.
    """
    actor = require(user, "add_redaction")
    reason = reason_of(reason, say("Skriv hvorfor noe er fjernet."))
    with transaction.atomic():
        current = _locked(comment, looked)
        if current.emptied is not None:
            raise DeskError(say("Teksten slik den ble sendt, er slettet, og kan ikke sladdes."))
        left_out = (
            marked_spans(current.tekst, spans) if spans else spans_left_out(current.tekst, text)
        )
        if not left_out and latest(current) is None:
            raise DeskError(say("Ingenting er fjernet. Slett ordene som ikke skal publiseres."))
        published = without(current.tekst, left_out)
        if is_empty(published):
            raise DeskError(say("Det er ingenting igjen. Unnta innspillet i stedet."))
        kept = legal_basis(basis) if left_out else Basis()
        reopen_approved(current, actor, now, "redact", reason)
        made = Redaction.objects.create(
            comment=current, spans=left_out, tekst=published, grunn=reason, by=actor, at=now,
            hjemmel=kept.hjemmel, innsyn=kept.innsyn,
        )
        record(
            actor.username, "redact", current.nummer, now, redaction=made.pk, spans=len(left_out),
            state=state(Comment.objects.get(pk=current.pk)),
        )


def marked_spans(original: str, said: str) -> list[list[int]]:
    """Return what was marked in ``original``, whole words at a time.

    Raises:
        DeskError: it is not spans of the text.
    """
    try:
        return whole_words(original, json.loads(said))
    except (ValueError, RecursionError):
        raise DeskError(say("Det som er merket, passer ikke med teksten. Merk på nytt.")) from None


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


def assign(
    comment: Comment, user: Actor, whom: User | None, now: datetime, deadline: date | None = None
) -> None:
    """Give the comment to somebody, or to nobody, with a deadline or none."""
    actor = require(user, "change_comment")
    with transaction.atomic():
        comment.assigned_to, comment.frist = whom, deadline
        if comment.status == Comment.Status.NEW and whom is not None:
            comment.status = Comment.Status.WORKING
        comment.save(update_fields=["assigned_to", "status", "frist"])
        record(
            actor.username, "assign", comment.nummer, now, to=whom.username if whom else "",
            **({"deadline": deadline.isoformat()} if deadline else {}),
        )


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
