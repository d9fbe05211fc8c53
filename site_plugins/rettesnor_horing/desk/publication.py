"""Handing a round's result over for publication: what is in it, what is not, and the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from rettesnor.reading.personal import SURE, kinds

from rettesnor_horing import clock, shelf
from rettesnor_horing.desk import decide
from rettesnor_horing.exports.publishable import publishable
from rettesnor_horing.hearing.library import Hearing
from rettesnor_horing.models import Comment, Disposition
from rettesnor_horing.models.trail import record
from rettesnor_horing.words import language, say

RIGHT = "approve_disposition"
"""Who decides may also hand over what was decided."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something in the result that looks personal, and the comment it stands in."""

    comment: Comment
    kinds: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a round is from being published.

    Attributes:
        waiting: comments that nobody has said may be published; they are left out.
        undecided: comments without an approved assessment; they are in, without one.
        hindrances: what must be redacted first: ``rettesnor innspill import`` refuses it.
    """

    id: str
    tittel: str
    total: int
    waiting: int
    undecided: int
    hindrances: tuple[Hindrance, ...]


def page(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """Show how far each round is, with a button that hands over its result."""
    if not request.user.has_perm(f"horing.{RIGHT}"):
        raise PermissionDenied
    rounds = [_readiness(hearing) for hearing in shelf.hearings().values()]
    return TemplateResponse(
        request, "admin/horing/publisering.html",
        {**context, "title": say("Publisering"), "rounds": rounds},
    )


def download(request: HttpRequest, round_id: str) -> HttpResponse:
    """Return the result of a round as a file, and note in the trail who took it out."""
    user = decide.require(request.user, RIGHT)
    hearing = shelf.hearings().get(round_id)
    if hearing is None or request.method != "POST":
        raise Http404
    data = publishable(hearing)
    if any(_hindrances(data)):
        return HttpResponse(status=409)
    body = (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
    count = len(data["innspill"])
    record(user.username, "export", "", clock.now(), format="publishable", count=count)
    return HttpResponse(body, content_type="application/json", headers={
        "Content-Disposition": f'attachment; filename="{round_id}.json"'
    })


def _readiness(hearing: Hearing) -> Readiness:
    comments = Comment.objects.filter(submission__round_id=hearing.id)
    decided = Disposition.objects.filter(
        comment__in=comments, approved__isnull=False, withdrawn__isnull=True
    )
    found = dict(_hindrances(publishable(hearing)))
    by_place = {(c.submission_id, c.plass): c for c in comments} if found else {}
    return Readiness(
        hearing.id, hearing.round(language()).tittel, comments.count(),
        comments.filter(moderation=Comment.Moderation.WAITING).count(),
        comments.exclude(pk__in=decided.values("comment")).count(),
        tuple(Hindrance(by_place[_place(number)], what) for number, what in found.items()),
    )


def _hindrances(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the numbers of comments whose published texts look personal, and what they hold."""
    for item in data["innspill"]:
        reason = item.get("vurdering", {}).get("begrunnelse", "")
        texts = (item.get("tekst", ""), item.get("sladdet", ""), item.get("unntatt", ""), reason)
        found = dict.fromkeys(kind for text in texts for kind in kinds(text) if kind in SURE)
        if found:
            yield item["nummer"], ", ".join(say(kind) for kind in found)


def _place(number: str) -> tuple[int, int]:
    """Return the keys that a comment's number (``H-000012-3``) is made of."""
    _, submission, place = number.split("-")
    return int(submission), int(place)
