"""Handing a round's result over for publication: what is in it, what is not, and the file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from rettesnor.model.problem import Severity
from rettesnor.reading.content.hearing_rounds import judge_result

from rettesnor_horing import clock, hearing_cache
from rettesnor_horing.desk import workflow
from rettesnor_horing.exports.publishable import left_out, publishable, written
from rettesnor_horing.hearing import load as library
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.models import Audit, Comment, Disposition, NameRedaction, Submission
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.published import latest_name, needs_review
from rettesnor_horing.words import language, say

RIGHT = "approve_disposition"
"""Who decides may also hand over what was decided."""
_found: dict[str, tuple[object, tuple[Hindrance, ...]]] = {}
"""What was found last, by round, with what it was found at."""
_NUMBER = re.compile("H-([0-9]{6,9})(?:-([0-9]{1,4}))?")


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something that the import would refuse, and where it is put right.

    Attributes:
        number: the comment or answer; empty when it is about the file as a whole.
        url: the page where it is redacted or changed; empty likewise.
    """

    number: str
    url: str
    message: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a round is from being published.

    Attributes:
        waiting: comments that nobody has said may be published; they are left out.
        held_back: comments whose redaction nobody else has approved, or that is from an earlier
            version; they are left out.
        undecided: comments without an approved assessment; they are in, without one.
        counted: answers to closed questions, which are in the file and are not assessed.
        hindrances: what must be put right first: ``rettesnor comments import`` refuses it.
    """

    id: str
    tittel: str
    total: int
    waiting: int
    held_back: tuple[Hindrance, ...]
    undecided: int
    counted: int
    hindrances: tuple[Hindrance, ...]


def page(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """Show how far each round is, with a button that hands over its result."""
    if not request.user.has_perm(f"horing.{RIGHT}"):
        raise PermissionDenied
    known = hearing_cache.hearings().values()
    rounds = [_readiness(hearing) for hearing in known if hearing.heard_round]
    needs = next((_readiness(hearing) for hearing in known if hearing.standing), None)
    return TemplateResponse(
        request, "admin/horing/publisering.html",
        {**context, "title": say("Publisering"), "rounds": rounds,
         "needs": needs if needs and needs.total else None},
    )


def download(request: HttpRequest, round_id: str) -> HttpResponse:
    """Return the result of a round as a file, and note in the trail who took it out."""
    user = workflow.require(request.user, RIGHT)
    hearing = hearing_cache.hearings().get(round_id)
    if hearing is None or hearing.heard_round is None or request.method != "POST":
        raise Http404
    data = publishable(hearing)
    body = written(data)
    if hindrances(hearing, body):
        return HttpResponse(status=409)
    count = len(data["innspill"])
    record(user.username, "export", "", clock.now(), format="publishable", count=count)
    return HttpResponse(body, content_type="application/json", headers={
        "Content-Disposition": f'attachment; filename="{round_id}.json"'
    })


def _readiness(hearing: Hearing) -> Readiness:
    everything = Comment.objects.filter(submission__round_id=hearing.id)
    comments = everything.filter(~Comment.CLOSED)
    decided = Disposition.objects.filter(
        comment__in=comments, approved__isnull=False, withdrawn__isnull=True
    )
    redacted = comments.filter(
        moderation=Comment.Moderation.PUBLIC, redactions__isnull=False
    ).distinct().prefetch_related("redactions")
    held = tuple(
        Hindrance(c.nummer, _comment_url(c.pk), say("Sladdingen må gjøres på nytt.")
                  if needs_review(c) else say("Sladdingen venter på at en annen godkjenner den."))
        for c in redacted if left_out(c)
    )
    return Readiness(
        hearing.id, hearing.round(language()).tittel, comments.count(),
        comments.filter(moderation=Comment.Moderation.WAITING).count(), held,
        comments.exclude(pk__in=decided.values("comment")).count(),
        everything.filter(Comment.CLOSED).count(),
        _known_hindrances(hearing),
    )


def _known_hindrances(hearing: Hearing) -> tuple[Hindrance, ...]:
    """Return what keeps the round's file from being taken in, as of the last deed or answer.

    Every deed at the desk has a row in the trail, so its end tells whether anything has changed.
    """
    deed = Audit.objects.order_by("-pk").values_list("pk", "digest").first()
    answer = Submission.objects.order_by("-pk").values_list("pk", "key").first()
    now = (deed, answer, connection.settings_dict["NAME"])
    known = _found.get(hearing.id)
    if known is None or known[0] != now:
        known = now, tuple(hindrances(hearing, written(publishable(hearing))))
        _found[hearing.id] = known
    return known[1]


def hindrances(hearing: Hearing, body: bytes) -> list[Hindrance]:
    """Return what keeps ``body``, the file itself, from being taken in: by the import's rules."""
    if (round_ := hearing.heard_round) is None:
        return []
    heard = library.heard(settings.HORING_ROOT, hearing, round_)
    found = [
        _hindrance(problem.message)
        for problem in judge_result(body, f"{hearing.id}.json", heard)
        if problem.severity is Severity.ERROR
    ]
    handed_out = {answer["nummer"] for answer in json.loads(body)["svar"]}
    for name in NameRedaction.objects.filter(
        submission__round_id=hearing.id, approved__isnull=True
    ).select_related("submission"):
        newest = latest_name(name.submission)
        if newest == name and name.submission.nummer in handed_out:
            found.append(Hindrance(
                name.submission.nummer, _name_url(name.submission_id),
                say("Sladdingen av navnet venter på at en annen godkjenner den."),
            ))
    return found


def _hindrance(message: str) -> Hindrance:
    """Return a problem as a hindrance, with the page of the comment or answer it names."""
    number = _NUMBER.search(message)
    if number is None:
        return Hindrance("", "", message)
    if number[2] is None:
        return Hindrance(number[0], _name_url(int(number[1])), message)
    comment = Comment.objects.filter(submission_id=int(number[1]), plass=int(number[2])).first()
    return Hindrance(number[0], _comment_url(comment.pk) if comment else "", message)


def _comment_url(pk: int) -> str:
    return reverse("admin:horing_comment_change", args=[pk])


def _name_url(pk: int) -> str:
    return reverse("admin:navn", args=[pk])
