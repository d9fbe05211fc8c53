"""The queue: every comment with its text, and what can be done with one or with many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from rettesnor.model import collation
from rettesnor.model.development import NEEDS_INTAKE
from rettesnor.model.time_zone import norwegian_day

from rettesnor_horing import clock
from rettesnor_horing.desk import reasons, together, workflow
from rettesnor_horing.desk.queue_filter import Queue, people
from rettesnor_horing.exports.delivery import FORMATS, delivery
from rettesnor_horing.models import Comment, Disposition, Group, Tag
from rettesnor_horing.models.assessment import NEED_OUTCOMES
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.words import say

RIGHTS = (
    "add_disposition", "approve_disposition", "add_note", "add_redaction", "change_comment",
    "change_submission",
)


def rights(user: Any) -> dict[str, bool]:
    """Return what ``user`` may do, by the name of the permission."""
    return {name: user.has_perm(f"horing.{name}") for name in RIGHTS}


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the queue; a POST does what its button says with the chosen comments.

    What cannot be done is shown again with what was written and chosen.
    """
    user = workflow.require(request.user, "view_comment")
    queue = Queue(request.GET, user, norwegian_day(clock.now()))
    fault = ""
    if request.method == "POST":
        try:
            done = _do(request, user, queue)
        except workflow.DeskError as error:
            fault = str(error)
        else:
            if isinstance(done, HttpResponse):
                return done
            messages.success(request, done)
            return HttpResponseRedirect(request.get_full_path(), status=303)
    return _page(request, user, queue, context, fault)


def _page(
    request: HttpRequest, user: User, queue: Queue, context: dict[str, Any], fault: str
) -> HttpResponse:
    comments = queue.comments()
    shown = Paginator(comments, queue.size).get_page(request.GET.get("side"))
    chosen = request.POST.getlist("_selected_action") if fault else ()
    found = together.lines(shown.object_list, chosen)  # type: ignore[arg-type]
    may = rights(user)
    return TemplateResponse(request, "admin/horing/ko.html", {
        **context, "title": say("Innspill"), "queue": queue, "page": shown, "lines": found,
        "total": shown.paginator.count, "filters": queue.filters(), "steps": [
            (name, number, now, queue.with_(vis=step)) for step, name, number, now in queue.steps()
        ],
        "all_chosen": request.GET.get("valgt") == "alle", "fault": fault, "may": may,
        "typed": request.POST if fault else {}, "outcomes": _outcomes(found),
        "reasons": reasons.offered(queue.asked.get("anbefaling", "")) if may["add_disposition"]
        else [],
        "users": people() if may["change_comment"] else [],
        "tags": sorted(Tag.objects.all(), key=lambda tag: collation.key(tag.navn)),
        "groups": Group.objects.order_by("-pk")[:200], "formats": FORMATS,
        "today": norwegian_day(clock.now()),
    }, status=422 if fault else 200)


def _outcomes(shown: Iterable[together.Line]) -> list[tuple[str, str]]:
    """Return the outcomes in the words of what is shown: needs have their own."""
    kinds = {one.comment.submission.round_id == NEEDS_INTAKE for one in shown}
    return [
        (value, " / ".join(
            str(NEED_OUTCOMES[value] if need else value.label) for need in sorted(kinds or {False})
        ))
        for value in Disposition.Outcome
    ]


def _do(request: HttpRequest, user: User, queue: Queue) -> str | HttpResponse:
    """Do what the form says, and return what was done.

    Raises:
        DeskError: it cannot be done.
    """
    post, now, action = request.POST, clock.now(), request.POST.get("action", "")
    ids = [int(said[:15]) for said in post.getlist("_selected_action") if said.isdecimal()]
    every = post.get("hele") == "ja" or (action == "ligner" and not ids)
    chosen = queue.comments() if every else Comment.objects.filter(pk__in=ids).order_by(
        "submission_id", "plass"
    )
    if not chosen.exists():
        raise workflow.DeskError(together.nothing())
    match action:
        case "foresla":
            return together.propose(chosen, user, post, now)
        case "godkjenn":
            return together.approve(chosen, user, post, now)
        case "tilbake":
            return together.send_back(chosen, user, post, now)
        case "publiser":
            done, kept = workflow.publish_many(chosen, user, now)
            said = say("{number} innspill kan nå publiseres.", number=done)
            return said + (" " + say(
                "{number} innspill er unntatt eller godkjent fra før, og ble ikke endret.",
                number=kept,
            ) if kept else "")
        case "tildel":
            return together.assign(chosen, user, whom(post), deadline(post), now)
        case "merk":
            tags = Tag.objects.filter(pk__in=[n for n in post.getlist("merker") if n.isdecimal()])
            return together.label(chosen, user, list(tags), group_of(post), now)
        case "samle":
            return together.put_together(chosen, user, post.get("gruppenavn", ""), now)
        case "ligner":
            return together.find_alike(chosen, user, now)
        case _ if action.startswith("to_") and action[3:] in FORMATS:
            return _export(action[3:], chosen, user)
        case _:
            raise workflow.DeskError(say("Ukjent handling."))


def whom(post: Any) -> User | None:
    """Return the person that a form names; None for nobody."""
    number = post.get("til", "")
    return people().filter(pk=int(number[:15])).first() if number.isdecimal() else None


def group_of(post: Any) -> Group | None:
    """Return the group that a form names; None for no group."""
    number = post.get("gruppe", "")
    return Group.objects.filter(pk=int(number[:15])).first() if number.isdecimal() else None


def deadline(post: Any) -> date | None:
    """Return the deadline that a form says; None for none.

    Raises:
        DeskError: it is no date.
    """
    text = post.get("frist", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise workflow.DeskError(
            say("Skriv fristen som år-måned-dag, for eksempel 2027-01-31.")
        ) from None


def _export(name: str, comments: QuerySet[Comment], user: User) -> HttpResponse:
    record(user.username, "export", "", clock.now(), format=name, count=comments.count())
    body, content_type = delivery(comments, name)
    headers = {"Content-Disposition": f'attachment; filename="innspill.{name}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)
