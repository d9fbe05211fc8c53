"""Redacting the public name of a sender: one proposes, another approves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from rettesnor_horing import clock, hearing_cache, legal_basis
from rettesnor_horing.desk import workflow
from rettesnor_horing.desk.workflow import Actor, DeskError
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.legal_basis import Basis
from rettesnor_horing.models import NameRedaction, Submission
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.published import latest_name, public_name
from rettesnor_horing.redaction import without
from rettesnor_horing.words import say


def page(request: HttpRequest, pk: int, context: Mapping[str, Any]) -> HttpResponse:
    """Show the public name of a sender; a POST redacts it, or approves that it was."""
    if not request.user.has_perm("horing.view_submission"):
        raise PermissionDenied
    submission, fault = get_object_or_404(Submission, pk=pk), ""
    if request.method == "POST":
        try:
            _do(submission, request)
        except DeskError as error:
            fault = str(error)
        else:
            return HttpResponseRedirect(request.get_full_path(), status=303)
    redaction = latest_name(submission)
    whole = submission.public_sender
    return TemplateResponse(
        request, "admin/horing/navn.html",
        {
            **context, "title": say("Navnet på avsenderen av {number}", number=submission.nummer),
            "submission": submission, "whole": whole, "published": public_name(submission),
            "left": without(whole, redaction.spans) if redaction else whole,
            "told": legal_basis.name_in_place(submission),
            "by": legal_basis.form(
                "navn", say("Hjemmel for det som er fjernet (publiseres)"), say("Sladd navnet"),
                _hearing(submission), legal_basis.of_redaction(redaction),
                request.POST if fault else None, likely=True, name=True,
            ),
            "redaction": redaction, "fault": fault, "typed": request.POST if fault else {},
            "may_redact": request.user.has_perm("horing.add_redaction"),
            "may_approve": request.user.has_perm("horing.approve_disposition"),
        },
        status=422 if fault else 200,
    )


def _hearing(submission: Submission) -> Hearing | None:
    return hearing_cache.hearings().get(submission.round_id)


def _do(submission: Submission, request: HttpRequest) -> None:
    post, now = request.POST, clock.now()
    seen = post.get("sett", "")
    match post.get("handling"):
        case "sladd":
            redact_name(
                submission, request.user, post.get("navn", ""), post.get("grunn", ""), now,
                seen=seen, basis=legal_basis.given(post, _hearing(submission)),
            )
        case "godkjenn":
            approve_name(submission, request.user, now, seen=seen)
        case _:
            raise DeskError(say("Ukjent handling."))


def redact_name(
    submission: Submission, user: Actor, text: str, reason: str, now: datetime, *, seen: str,
    basis: Basis | None = None,
) -> None:
    """Take out of the public name what ``text`` leaves out; all of it may go.

    Approved assessments of the answer's comments wait for approval again.

    Args:
        seen: the number of the redaction that the editor had before their eyes, or empty.
        basis: what is taken out is exempt by this; not asked for where nothing is.

    Raises:
        DeskError: no reason or basis is given, something was added, or somebody else came first.
    """
    actor = workflow.require(user, "add_redaction")
    reason = workflow.reason_of(reason, say("Skriv hvorfor noe er fjernet."))
    with transaction.atomic():
        current = _locked(submission, seen)
        spans = workflow.spans_left_out(current.public_sender, text)
        if not spans and latest_name(current) is None:
            raise DeskError(say("Ingenting er fjernet. Slett ordene som ikke skal publiseres."))
        kept = workflow.legal_basis(basis) if spans else Basis()
        for comment in current.comments.all():
            workflow.reopen_approved(comment, actor, now, "name", reason)
        made = NameRedaction.objects.create(
            submission=current, spans=spans, grunn=reason, hjemmel=kept.hjemmel, innsyn=kept.innsyn,
            by=actor, at=now,
        )
        record(
            actor.username, "redact-name", current.nummer, now, redaction=made.pk,
            spans=len(spans), **({"basis": kept.hjemmel or "none"} if spans else {}),
        )


def approve_name(submission: Submission, user: Actor, now: datetime, *, seen: str) -> None:
    """Approve the redaction of a name.

    Raises:
        DeskError: there is none to approve, it is one's own, or no longer what was seen.
    """
    actor = workflow.require(user, "approve_disposition")
    with transaction.atomic():
        redaction = latest_name(_locked(submission, seen))
        if redaction is None or redaction.approved:
            raise DeskError(say("Det er ingen sladding å godkjenne."))
        if redaction.by_id == actor.pk:
            raise DeskError(say("En annen enn den som sladdet, må godkjenne."))
        redaction.approved_by, redaction.approved = actor, now
        redaction.save(update_fields=["approved_by", "approved"])
        record(actor.username, "approve-name", submission.nummer, now, redaction=redaction.pk)


def _locked(submission: Submission, seen: str) -> Submission:
    current = Submission.objects.select_for_update().get(pk=submission.pk)
    redaction = latest_name(current)
    if seen != (str(redaction.pk) if redaction else ""):
        raise DeskError(
            say("Noen andre har endret det som publiseres i mellomtiden. Se over på nytt.")
        )
    return current
