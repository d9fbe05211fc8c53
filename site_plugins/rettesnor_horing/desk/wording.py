"""A wording that a comment proposes: as a change of the text, and as a file to take it in from."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from rettesnor.releases.redline.compare import Pieces, words

from rettesnor_horing import clock
from rettesnor_horing.desk.workflow import require
from rettesnor_horing.intake.wording import apart, squeezed
from rettesnor_horing.models import Comment
from rettesnor_horing.models.audit_log import record


def redline(comment: Comment) -> Pieces:
    """Return the proposed wording against what was heard; empty where there is none."""
    parts = apart(comment.tekst, comment.forslag)
    return words(parts.heard, squeezed(parts.wording)) if parts else ()


def proposal(comment: Comment) -> dict[str, Any] | None:
    """Return what ``rettesnor comments take`` reads; None where nothing is proposed."""
    parts = apart(comment.tekst, comment.forslag)
    if parts is None:
        return None
    names = ("anbefaling", "felt", "avsnitt")
    return {
        "nummer": comment.nummer, "utgave": comment.utgave,
        "maalform": comment.submission.maalform,
        "adresse": {n: getattr(comment, n) for n in names if getattr(comment, n)},
        "forslag": {"tekst": parts.wording, "grunnlag": parts.heard},
    }


def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the proposal as a file, and note that it was taken out."""
    user = require(request.user, "view_comment")
    comment = get_object_or_404(Comment.objects.select_related("submission"), pk=pk)
    data = proposal(comment)
    if data is None:
        raise Http404
    record(user.username, "wording-download", comment.nummer, clock.now())
    body = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    return HttpResponse(body, content_type="application/json", headers={
        "Content-Disposition": f'attachment; filename="forslag-{comment.nummer}.json"',
    })
