"""Removing the text of a comment: one asks with a reason, another confirms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from rettesnor_horing import clock
from rettesnor_horing.desk import workflow
from rettesnor_horing.desk.workflow import Actor, DeskError
from rettesnor_horing.letters.removal import forget_of
from rettesnor_horing.models import Comment, Removal
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.words import say

RIGHTS = ("change_submission", "approve_disposition")
"""One of these is needed to ask, and to confirm: the privacy officer's or the decision maker's."""


def open_request(comment: Comment) -> Removal | None:
    """Return the request that waits for another person."""
    return comment.removals.filter(confirmed__isnull=True, cancelled__isnull=True).first()


def page(request: HttpRequest, pk: int, context: Mapping[str, Any]) -> HttpResponse:
    """Show what would be removed; a POST asks for it, confirms it or withdraws the request."""
    _actor(request.user)
    comment, fault = get_object_or_404(Comment, pk=pk), ""
    if request.method == "POST":
        try:
            _do(comment, request)
        except DeskError as error:
            fault = str(error)
        else:
            return HttpResponseRedirect(request.get_full_path(), status=303)
    return TemplateResponse(
        request, "admin/horing/slett.html",
        {
            **context, "title": say("Slett teksten i {number}", number=comment.nummer),
            "comment": comment, "waiting": open_request(comment), "fault": fault,
            "done": comment.removals.filter(confirmed__isnull=False).last(),
            "typed": request.POST if fault else {},
        },
        status=422 if fault else 200,
    )


def _do(comment: Comment, request: HttpRequest) -> None:
    post, now = request.POST, clock.now()
    match post.get("handling"):
        case "be-om":
            ask(comment, request.user, post.get("grunn", ""), now)
        case "bekreft":
            if post.get("forstatt") != "ja":
                raise DeskError(say("Kryss av for at du vil slette teksten."))
            confirm(comment, request.user, now, seen=post.get("sett", ""))
        case "trekk":
            cancel(comment, request.user, now, seen=post.get("sett", ""))
        case _:
            raise DeskError(say("Ukjent handling."))


def ask(comment: Comment, user: Actor, reason: str, now: datetime) -> Removal:
    """Ask for the text to be removed; nothing goes before another person confirms it.

    Raises:
        DeskError: no reason is given, somebody has asked already, or there is no text.
    """
    actor = _actor(user)
    reason = workflow.reason_of(reason, say("Skriv hvorfor teksten skal slettes."))
    with transaction.atomic():
        current = Comment.objects.select_for_update().get(pk=comment.pk)
        if open_request(current) is not None:
            raise DeskError(say("Noen har alt bedt om at teksten blir slettet."))
        if not current.tekst:
            raise DeskError(say("Innspillet har ingen tekst."))
        made = Removal.objects.create(comment=current, grunn=reason, asked_by=actor, asked=now)
        record(actor.username, "ask-removal", current.nummer, now, removal=made.pk)
    return made


def confirm(comment: Comment, user: Actor, now: datetime, *, seen: str) -> None:
    """Remove the text and the words quoted; the comment is withheld with the reason given.

    What was decided about it waits for approval again; what was not assessed still has to be.

    Raises:
        DeskError: it is one's own request, or no longer what was seen.
    """
    actor = _actor(user)
    with transaction.atomic():
        current = Comment.objects.select_for_update().get(pk=comment.pk)
        waiting = _seen(current, seen)
        if waiting.asked_by_id == actor.pk:
            raise DeskError(say("En annen enn den som ba om det, må bekrefte."))
        workflow.reopen_approved(current, actor, now, "removal", waiting.grunn)
        waiting.confirmed_by, waiting.confirmed = actor, now
        waiting.save(update_fields=["confirmed_by", "confirmed"])
        current.redactions.all().delete()
        current.tekst = current.exact = current.prefix = current.suffix = current.likhet = ""
        current.moderation = Comment.Moderation.WITHHELD
        current.withheld_reason = waiting.grunn
        current.hjemmel, current.innsyn = "", False
        current.emptied = now
        current.save()
        original = forget_of(current.submission, now)  # a letter has the same words
        record(
            actor.username, "remove-text", current.nummer, now, removal=waiting.pk,
            asked_by=waiting.asked_by.username, **({"original": True} if original else {}),
        )


def cancel(comment: Comment, user: Actor, now: datetime, *, seen: str) -> None:
    """Withdraw the request, or say no to it; the text stays.

    Raises:
        DeskError: it is no longer there.
    """
    actor = _actor(user)
    with transaction.atomic():
        waiting = _seen(Comment.objects.select_for_update().get(pk=comment.pk), seen)
        waiting.cancelled = now
        waiting.save(update_fields=["cancelled"])
        record(actor.username, "cancel-removal", comment.nummer, now, removal=waiting.pk)


def _seen(comment: Comment, seen: str) -> Removal:
    waiting = open_request(comment)
    if waiting is None or str(waiting.pk) != seen:
        raise DeskError(say("Ønsket om å slette teksten er ikke der lenger. Se over på nytt."))
    return waiting


def _actor(user: Actor) -> User:
    if isinstance(user, User) and any(user.has_perm(f"horing.{right}") for right in RIGHTS):
        return user
    raise PermissionDenied
