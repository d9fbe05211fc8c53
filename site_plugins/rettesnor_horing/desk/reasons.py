"""Reasons that assessments share: found again, used again, and changed in all their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from rettesnor_horing import clock
from rettesnor_horing.desk import workflow
from rettesnor_horing.models import Comment, Disposition, Reason
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.words import count, say

OFFERED = 60
"""Reasons in the list beside a comment: named ones first, then those most used for its place."""
_ON_A_PAGE = 50
_IN_FORCE = Q(dispositions__withdrawn__isnull=True)


@dataclass(frozen=True, slots=True)
class Use:
    """An assessment in force that has the reason.

    Attributes:
        older: whether its words are from before the reason was changed.
    """

    made: Disposition
    older: bool


def offered(recommendation: str = "", most: int = OFFERED) -> list[Reason]:
    """Return reasons to choose from: named ones, then those used most, for the same place first."""
    here = Q(dispositions__comment__anbefaling=recommendation) & _IN_FORCE
    found = used().annotate(
        here=Count("dispositions", filter=here) if recommendation else Count("dispositions")
    ).filter(Q(uses__gt=0) | ~Q(navn=""))
    named = list(found.exclude(navn="").order_by("navn")[:most])
    rest = found.filter(navn="").order_by("-here", "-uses", "-pk")[: most - len(named)]
    return [*named, *rest]


def used() -> QuerySet[Any]:
    """Return the reasons, each with how many assessments in force have it."""
    return Reason.objects.annotate(uses=Count("dispositions", filter=_IN_FORCE))


def chosen(post: Any) -> tuple[str, str]:
    """Return outcome and reason as a form says: typed, or those of the reason that was chosen.

    Raises:
        DeskError: the comment whose reason is asked for has none.
    """
    outcome, text = post.get("utfall", ""), post.get("begrunnelse", "")
    if text.strip():
        return outcome, text
    number, same = post.get("som", ""), post.get("som_nummer", "").strip()
    if same:
        found: Any = _of_comment(same)
        if found is None:
            raise workflow.DeskError(say("{number} har ingen vurdering.", number=same))
        return outcome or found.utfall, found.begrunnelse
    reason = Reason.objects.filter(pk=int(number[:15])).first() if number.isdecimal() else None
    return (outcome or reason.utfall, reason.tekst) if reason else (outcome, text)


def _of_comment(number: str) -> Disposition | None:
    """Return the assessment in force of the comment with ``number``."""
    found = workflow.number_of(number)
    if found is None:
        return None
    comment = Comment.objects.filter(submission_id=found[0], plass=found[1] or 1).first()
    return workflow.in_force(comment) if comment else None


def named(pk: int, user: workflow.Actor, name: str, now: datetime) -> None:
    """Give a reason a name, so that it is offered for every comment; or take the name away."""
    actor = workflow.require(user, "add_disposition")
    name = workflow.words(name, 120, line=True)
    with transaction.atomic():
        Reason.objects.filter(pk=pk).update(navn=name)
        record(actor.username, "name-reason", f"reason:{pk}", now, named=bool(name))


def change(
    reason: Reason, user: workflow.Actor, outcome: str, text: str, uses: Iterable[int],
    now: datetime, *, seen: str, why: str = "",
) -> tuple[int, list[str]]:
    """Change a reason, and with it the chosen assessments that have it.

    Each assessment that changes is proposed again, so that somebody else approves it; one that is
    approved is opened first, which only a decision maker may, with a reason.

    Args:
        uses: the numbers of the assessments to change; the others keep their words.
        seen: the ``digest`` of the reason as the editor saw it.

    Returns:
        How many assessments were changed, and the numbers of the comments that were not, though
        they were chosen: somebody has assessed them again in the meantime.

    Raises:
        DeskError: nothing is said, the reason is no longer what was seen, or an approved
            assessment is chosen by one who may not open it.
    """
    actor = workflow.require(user, "add_disposition")
    text = workflow.check_proposal(outcome, text)
    wanted = set(uses)
    with transaction.atomic():
        current = Reason.objects.select_for_update().get(pk=reason.pk)
        if current.digest != seen:
            raise workflow.DeskError(
                say("Noen andre har endret begrunnelsen i mellomtiden. Se over på nytt.")
            )
        digest = workflow.reason_digest(outcome, text)
        twin = Reason.objects.filter(digest=digest).exclude(pk=current.pk).first()
        if twin is not None:
            raise workflow.DeskError(
                say("Det finnes alt en begrunnelse med samme utfall og ord: {name}.", name=twin)
            )
        current.utfall, current.tekst, current.digest = outcome, text, digest
        current.by, current.changed = actor, now
        current.save()
        record(actor.username, "change-reason", f"reason:{current.pk}", now, chosen=len(wanted))
        done, kept = 0, []
        chosen_ones = Disposition.objects.filter(pk__in=wanted, reason=current).select_related(
            "comment"
        ).order_by("comment__submission_id", "comment__plass")
        for made in chosen_ones:
            if made.withdrawn:
                kept.append(made.comment.nummer)
                continue
            again = made.pk
            if made.approved:
                again = workflow.reopen(made.comment, actor, why, now, seen=made.pk).pk
            workflow.propose(made.comment, actor, outcome, text, now, seen=again)
            done += 1
    return done, kept


def uses_of(reason: Reason) -> list[Use]:
    """Return the assessments in force that have ``reason``."""
    found = Disposition.objects.filter(reason=reason, withdrawn__isnull=True).select_related(
        "comment__submission", "proposed_by", "approved_by"
    ).order_by("comment__submission_id", "comment__plass")
    return [
        Use(made, (made.utfall, made.begrunnelse) != (reason.utfall, reason.tekst))
        for made in found
    ]


def overview(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """List the reasons: named ones first, then by how often they are used."""
    workflow.require(request.user, "view_disposition")
    asked = request.GET.get("q", "").strip()
    found = used().filter(Q(uses__gt=0) | ~Q(navn=""))
    for word in asked.split():
        found = found.filter(Q(tekst__icontains=word) | Q(navn__icontains=word))
    ordered = found.annotate(fast=Count("pk", filter=~Q(navn=""))).order_by("-fast", "-uses", "pk")
    page = Paginator(ordered, _ON_A_PAGE).get_page(request.GET.get("side"))
    return TemplateResponse(request, "admin/horing/begrunnelser.html", {
        **context, "title": say("Begrunnelser"), "page": page, "asked": asked,
    })


def page(request: HttpRequest, pk: int, context: dict[str, Any]) -> HttpResponse:
    """Show a reason and where it is used; change it there."""
    user = workflow.require(request.user, "view_disposition")
    reason = Reason.objects.filter(pk=pk).first()
    if reason is None:
        raise Http404
    uses, fault, post = uses_of(reason), "", request.POST
    marked = {use.made.pk for use in uses if not use.made.approved}
    if request.method == "POST":
        marked = {int(said) for said in post.getlist("bruk") if said.isdecimal()}
        try:
            said = _saved(reason, user, post, marked)
        except workflow.DeskError as error:
            fault = str(error)
            reason = Reason.objects.get(pk=pk)
        else:
            return _done(request, said, reverse("admin:begrunnelse", args=[pk]))
    return TemplateResponse(request, "admin/horing/begrunnelse.html", {
        **context, "title": say("Begrunnelse"), "reason": reason, "uses": uses, "fault": fault,
        "marked": marked, "typed": post if fault else {}, "outcomes": Disposition.Outcome.choices,
        "may": {name: user.has_perm(f"horing.{name}") for name in (
            "add_disposition", "approve_disposition",
        )},
    }, status=422 if fault else 200)


def _saved(reason: Reason, user: User, post: Any, marked: set[int]) -> str:
    now = clock.now()
    outcome, text = post.get("utfall", ""), post.get("begrunnelse", "")
    with transaction.atomic():
        said = say("Begrunnelsen er lagret.")
        if workflow.words(post.get("navn", ""), 120, line=True) != reason.navn:
            named(reason.pk, user, post.get("navn", ""), now)
        if (outcome, workflow.words(text, 4000)) != (reason.utfall, reason.tekst) or any(
            use.older and use.made.pk in marked for use in uses_of(reason)
        ):
            done, kept = change(
                reason, user, outcome, text, marked, now, seen=post.get("sett", ""),
                why=post.get("hvorfor", ""),
            )
            said += " " + count(
                "Én vurdering er endret.", "{number} vurderinger er endret.", done
            )
            if kept:
                said += " " + say("Disse er ikke rørt: {numbers}", numbers=", ".join(kept))
    return said


def _done(request: HttpRequest, said: str, address: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(address, status=303)
