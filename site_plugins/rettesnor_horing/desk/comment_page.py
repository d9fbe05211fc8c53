"""The page where one comment is assessed next to the text it is about."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from rettesnor.model import collation
from rettesnor.model.development import NEEDS_INTAKE, Melding
from rettesnor.model.time_zone import norwegian_day
from rettesnor.model.untrusted_text import safe

from rettesnor_horing import clock, hearing_cache, legal_basis
from rettesnor_horing.desk import queue, reasons, together, workflow
from rettesnor_horing.desk.cited_places import cited
from rettesnor_horing.desk.queue_filter import Queue, people
from rettesnor_horing.desk.side_by_side import beside
from rettesnor_horing.legal_basis import Basis
from rettesnor_horing.models import Comment, Disposition, Group, Tag
from rettesnor_horing.models.assessment import NEED_OUTCOMES
from rettesnor_horing.published import (
    awaits_approval,
    latest,
    needs_review,
    public_name,
    published_text,
    state,
)
from rettesnor_horing.redaction import without
from rettesnor_horing.words import say

FILTERS = "ko"
"""The parameter that holds the queue's filters, so that one comes back to the same place."""


def page(request: HttpRequest, object_id: str, context: dict[str, Any]) -> HttpResponse:
    """Show a comment next to its text; a POST does what its button says.

    What cannot be done is shown again with what was written: nobody loses a reason.
    """
    if not request.user.has_perm("horing.view_comment"):
        raise PermissionDenied
    number = int(object_id[:15]) if object_id.isdecimal() else 0
    comment = Comment.objects.select_related("submission", "assigned_to", "group").filter(
        pk=number
    ).first()
    if comment is None:
        raise Http404
    fault, post = "", request.POST
    if request.method == "POST":
        try:
            said = _do(comment, request)
        except workflow.DeskError as error:
            fault = str(error)
        else:
            messages.success(request, f"{comment.nummer}: {said}")
            return HttpResponseRedirect(_onward(request), status=303)
    found = Queue(
        QueryDict(request.GET.get(FILTERS, "")), request.user, norwegian_day(clock.now())
    )
    previous, following = found.around(comment)
    may, current = queue.rights(request.user), workflow.in_force(comment)
    return TemplateResponse(
        request,
        "admin/horing/innspill.html",
        {
            **context,
            "title": comment.nummer,
            "comment": comment,
            "place": cited(comment),
            "beside": beside(comment),
            "current": current,
            "state": state(comment),
            "published": published_text(comment),
            "redaction": latest(comment),
            "review": needs_review(comment),
            "unapproved": awaits_approval(comment),
            "left": _left(comment),
            "spans": (post.get("spenn") if fault else "") or _spans(comment),
            "markable": safe(comment.tekst) == comment.tekst,
            "flagged": together.flagged(comment),
            "name": public_name(comment.submission),
            "outcomes": NEED_OUTCOMES.items() if _is_need(comment) else Disposition.Outcome.choices,
            "need": _answered(comment) if _is_need(comment) else None,
            "moderations": Comment.Moderation.choices,
            "withhold_by": _choices(
                comment, False, post if fault and post.get("handling") == "moderer" else None
            ),
            "redact_by": _choices(
                comment, True, post if fault and post.get("handling") == "sladd" else None
            ),
            "reasons": reasons.offered(comment.anbefaling) if may["add_disposition"] else [],
            "users": people() if may["change_comment"] else [],
            "tags": sorted(Tag.objects.all(), key=lambda tag: collation.key(tag.navn)),
            "groups": Group.objects.order_by("-pk")[:200],
            "own_tags": set(comment.tags.all()),
            "may": may,
            "others": _others(comment),
            "queue": _address("horing_comment_changelist", found.query),
            "following": following or "",
            "next": _comment_address(following, request),
            "previous": _comment_address(previous, request),
            "fault": fault,
            "typed": post if fault else {},
        },
        status=422 if fault else 200,
    )


def _is_need(comment: Comment) -> bool:
    return comment.submission.round_id == NEEDS_INTAKE


def _answered(comment: Comment) -> Melding | None:
    """Return a need as it is in the guideline's own list, if it is answered there."""
    hearing = hearing_cache.hearings().get(NEEDS_INTAKE)
    known = hearing.standing.published if hearing and hearing.standing else {}
    found = known.get(hearing_cache.need_id(comment.nummer))
    return found if found and found.besvart else None


def _address(name: str, query: str) -> str:
    address = reverse(f"admin:{name}")
    return f"{address}?{query}" if query else address


def _comment_address(pk: int | None, request: HttpRequest) -> str:
    """Return the address of a comment in the same queue; empty for none."""
    if pk is None:
        return ""
    made, filters = QueryDict(mutable=True), request.GET.get(FILTERS, "")
    if filters:
        made[FILTERS] = filters
    address = reverse("admin:horing_comment_change", args=[pk])
    return f"{address}?{made.urlencode()}" if filters else address


def _onward(request: HttpRequest) -> str:
    """Return where the button leads: the next comment, the queue after the last, or here."""
    if request.POST.get("videre") != "ja":
        return request.get_full_path()
    number = request.POST.get("neste", "")
    if number.isdecimal() and Comment.objects.filter(pk=int(number[:15])).exists():
        return _comment_address(int(number[:15]), request)
    messages.info(request, say("Det var det siste innspillet i utvalget."))
    return _address("horing_comment_changelist", request.GET.get(FILTERS, ""))


def _others(comment: Comment) -> QuerySet[Comment]:
    """Return other comments in the same words or the same group."""
    others = Comment.objects.exclude(pk=comment.pk)
    if comment.group_id:
        return others.filter(group=comment.group_id)[:20]
    return others.filter(likhet=comment.likhet).exclude(likhet="")[:20]


def _left(comment: Comment) -> str:
    """Return the text to redact from: with the words taken out that are out now."""
    redaction = latest(comment)
    return without(comment.tekst, redaction.spans or []) if redaction else comment.tekst


def _spans(comment: Comment) -> str:
    redaction = latest(comment)
    return json.dumps((redaction.spans or []) if redaction else [])


def _basis(comment: Comment, post: QueryDict) -> Basis | None:
    """Return what the form says that a text is exempt by; None for nothing."""
    return legal_basis.given(post, hearing_cache.hearings().get(comment.submission.round_id))


def _choices(comment: Comment, redacted: bool, typed: QueryDict | None) -> dict[str, object]:
    """Return the bases to choose from in one of the two forms, and what is written in it."""
    hearing = hearing_cache.hearings().get(comment.submission.round_id)
    if redacted:
        return legal_basis.form(
            "sladd", say("Hjemmel for det som er fjernet (publiseres)"), say("Sladding"), hearing,
            legal_basis.of_redaction(latest(comment)), typed, likely=True,
        )
    return legal_basis.form(
        "unntak", say("Hjemmel når det er unntatt (publiseres)"), say("Publisering"), hearing,
        legal_basis.of_withheld(comment), typed,
    )


def _do(comment: Comment, request: HttpRequest) -> str:
    """Do what the form says, and return what was done.

    Raises:
        DeskError: it cannot be done.
    """
    post, now, user = request.POST, clock.now(), request.user
    number, looked = post.get("sett", ""), post.get("tilstand", "")
    seen = int(number[:15]) if number.isdecimal() else None
    match post.get("handling"):
        case "foresla":
            outcome, reason = reasons.chosen(post)
            with transaction.atomic():
                if post.get("publiser") == "ja":
                    workflow.moderate(
                        comment, user, Comment.Moderation.PUBLIC, "", now, looked=looked
                    )
                made = workflow.propose(comment, user, outcome, reason, now, seen=seen)
                if made.reason_id and post.get("navn", "").strip():
                    reasons.named(made.reason_id, user, post["navn"], now)
            return say("Vurderingen er foreslått.")
        case "godkjenn":
            workflow.approve(comment, user, now, seen=seen, looked=looked)
            return say("Vurderingen er godkjent.")
        case "apne":
            workflow.reopen(comment, user, post.get("hvorfor", ""), now, seen=seen)
            return say("Vurderingen er åpnet igjen, og må godkjennes av en annen.")
        case "godkjenn-sladd":
            workflow.approve_redaction(comment, user, now, looked=looked)
            return say("Sladdingen er godkjent.")
        case "tilbake":
            workflow.send_back(comment, user, post.get("hvorfor", ""), now, seen=seen)
            return say("Vurderingen er sendt tilbake.")
        case "notat":
            workflow.add_note(comment, user, post.get("notat", ""), now)
            return say("Notatet er lagt til.")
        case "moderer":
            withheld = post.get("valg") == Comment.Moderation.WITHHELD
            workflow.moderate(
                comment, user, post.get("valg", ""), post.get("grunn", ""), now, looked=looked,
                basis=_basis(comment, post) if withheld else None,
            )
            return say("Lagret.")
        case "sladd":
            workflow.redact(
                comment, user, post.get("tekst", ""), post.get("grunn", ""), now, looked=looked,
                spans=post.get("spenn", ""), basis=_basis(comment, post),
            )
            return say("Sladdingen er lagret.")
        case "tildel":
            workflow.assign(comment, user, queue.whom(post), now, queue.deadline(post))
            return say("Fordelingen er lagret.")
        case "merk":
            tags = Tag.objects.filter(
                pk__in=[int(pk[:15]) for pk in post.getlist("merker") if pk.isdecimal()]
            )
            workflow.label(comment, user, list(tags), queue.group_of(post), now)
            return say("Lagret.")
        case _:
            raise workflow.DeskError(say("Ukjent handling."))
