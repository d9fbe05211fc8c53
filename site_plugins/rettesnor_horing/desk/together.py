"""Assessing many comments alike, and approving many: one page, and each comment in the trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from rettesnor_horing import clock
from rettesnor_horing.desk import workflow
from rettesnor_horing.models import Comment, Disposition
from rettesnor_horing.published import public_name, state
from rettesnor_horing.words import count, say

MOST = 200
"""Comments that can be assessed alike or approved on one page: all of them are read there."""


@dataclass(frozen=True, slots=True)
class Line:
    """A comment on the page.

    Attributes:
        seen: the assessment in force when the page was made; empty for none.
        looked: what was published of it then (``published.state``).
        hindrance: why nothing will be done with it.
    """

    comment: Comment
    name: str
    current: Disposition | None
    looked: str
    hindrance: str = ""

    @property
    def seen(self) -> str:
        """The number of the assessment in force."""
        return str(self.current.pk) if self.current else ""


def propose(
    request: HttpRequest, chosen: QuerySet[Comment], context: dict[str, Any]
) -> HttpResponse | str:
    """Ask for an outcome and a reason for all the chosen comments, and then propose it.

    Returns:
        The page; or the sentence that says what was done.
    """
    workflow.require(request.user, "add_disposition")
    lines = _lines(chosen, _cannot_propose)
    typed, fault = request.POST, ""
    if typed.get("bekreft") == "ja":
        now = clock.now()
        outcome, reason = typed.get("utfall", ""), typed.get("begrunnelse", "")
        try:
            workflow.check_proposal(outcome, reason)
        except workflow.DeskError as error:
            fault = str(error)
        else:
            return _carried_out(lines, typed, lambda line, seen, _: workflow.propose(
                line.comment, request.user, outcome, reason, now, seen=seen
            ))
    return _page(request, lines, context, "assess_together", fault)


def approve(
    request: HttpRequest, chosen: QuerySet[Comment], context: dict[str, Any]
) -> HttpResponse | str:
    """Show the proposals for the chosen comments, and then approve those that may be approved.

    Returns:
        The page; or the sentence that says what was done.
    """
    user = workflow.require(request.user, "approve_disposition")
    lines = _lines(chosen, lambda comment, known: _cannot_approve(comment, known, user))
    if request.POST.get("bekreft") == "ja":
        now = clock.now()
        return _carried_out(lines, request.POST, lambda line, seen, looked: workflow.approve(
            line.comment, user, now, seen=seen, looked=looked
        ))
    return _page(request, lines, context, "approve_together", "")


def _lines(
    chosen: QuerySet[Comment], hindrance: Callable[[Comment, Disposition | None], str]
) -> list[Line]:
    comments = chosen.select_related("submission").prefetch_related(
        "redactions", "dispositions__proposed_by", "submission__name_redactions"
    ).order_by("submission_id", "plass")[: MOST + 1]
    lines = []
    for comment in comments:
        known = next((d for d in comment.dispositions.all() if d.withdrawn is None), None)
        lines.append(Line(
            comment, public_name(comment.submission), known, state(comment),
            hindrance(comment, known),
        ))
    return lines


def _cannot_propose(comment: Comment, known: Disposition | None) -> str:
    return say("Vurdert fra før.") if known is not None else ""


def _cannot_approve(comment: Comment, known: Disposition | None, user: User) -> str:
    if known is None or known.approved:
        return say("Ingen vurdering å godkjenne.")
    if known.proposed_by_id == user.pk:
        return say("En annen enn den som foreslo, må godkjenne.")
    if comment.moderation == Comment.Moderation.WAITING:
        return say("Si først om innspillet kan publiseres.")
    return ""


def _carried_out(
    lines: list[Line], post: Any, deed: Callable[[Line, int | None, str], object]
) -> str:
    """Do ``deed`` with the comments that were shown as possible and are as they were shown."""
    shown = {}
    for said in post.getlist("vist"):
        pk, _, rest = said.partition(":")
        shown[pk] = rest.partition(":")
    done, kept = 0, []
    for line in lines:
        seen, _, looked = shown.get(str(line.comment.pk), ("", "", ""))
        if line.hindrance or not looked:
            kept.append(line.comment.nummer)
            continue
        try:
            deed(line, int(seen) if seen.isdecimal() else None, looked)
        except workflow.DeskError:
            kept.append(line.comment.nummer)
        else:
            done += 1
    said = count("Ett innspill er behandlet.", "{number} innspill er behandlet.", done)
    if kept:
        said += " " + say("Disse er ikke rørt: {numbers}", numbers=", ".join(kept[:50]))
    return said


def _page(
    request: HttpRequest, lines: list[Line], context: dict[str, Any], action: str, fault: str
) -> HttpResponse:
    too_many = len(lines) > MOST
    return TemplateResponse(request, "admin/horing/sammen.html", {
        **context, "lines": [] if too_many else lines, "action": action, "fault": fault,
        "too_many": too_many, "most": MOST, "typed": request.POST if fault else {},
        "outcomes": Disposition.Outcome.choices,
        "possible": sum(not line.hindrance for line in lines),
        "title": say("Foreslå samme vurdering") if action == "assess_together"
        else say("Godkjenn vurderinger"),
    }, status=422 if fault else 200)
