"""The export for publication (``schema/hearing-result.schema.json``).

Built up from what may be published, never by taking away from what is kept: a field that is not
named here cannot come out.
"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Q
from rettesnor.model.time_zone import OSLO

from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.intake.form import squeezed
from rettesnor_horing.legal_basis import name_provision
from rettesnor_horing.models import Comment, Disposition, Submission
from rettesnor_horing.published import (
    awaits_approval,
    covered,
    needs_review,
    public_name,
    published_basis,
    published_text,
    published_wording,
    redacted_why,
)


def publishable(hearing: Hearing) -> dict[str, Any]:
    """Return what may be published of a hearing; comments nobody has moderated are not in it.

    Answers to closed questions are: they hold no words of the sender's, and are counted.
    """
    comments = (
        Comment.objects.filter(submission__round_id=hearing.id)
        .filter(~Q(moderation=Comment.Moderation.WAITING) | Comment.CLOSED)
        .select_related("submission")
        .prefetch_related("redactions", "dispositions", "submission__name_redactions")
        .order_by("submission_id", "plass")
    )
    submissions: dict[int, Submission] = {}
    items = []
    for comment in comments.iterator(chunk_size=500):
        if left_out(comment):
            continue
        submissions[comment.submission_id] = comment.submission
        items.append(_comment(comment, hearing))
    return {
        "format": 1,
        "horing": hearing.id,
        "retningslinje": hearing.text.guideline,
        "utgave": hearing.nb.utgave,
        "svar": [_submission(submission) for submission in submissions.values()],
        "innspill": items,
    }


def written(data: dict[str, Any]) -> bytes:
    """Return the very bytes that are handed out."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def left_out(comment: Comment) -> bool:
    """Whether a redaction keeps the comment back: nobody else has approved it."""
    public = comment.moderation == Comment.Moderation.PUBLIC
    return public and (needs_review(comment) or awaits_approval(comment))


def _submission(submission: Submission) -> dict[str, Any]:
    data = {
        "nummer": submission.nummer,
        "mottatt": submission.received.astimezone(OSLO).date().isoformat(),
        "slag": submission.slag,
        "maalform": submission.maalform,
    }
    name = public_name(submission)
    if name:
        data["avsender"] = name
    if provision := name_provision(submission):
        data["hjemmel"] = provision
    return data


def _comment(comment: Comment, hearing: Hearing) -> dict[str, Any]:
    data: dict[str, Any] = {
        "nummer": comment.nummer,
        "svar": comment.submission.nummer,
        "adresse": _address(comment, hearing),
    }
    if comment.sporsmaal:
        data["sporsmaal"] = comment.sporsmaal
    if comment.moderation == Comment.Moderation.WITHHELD:
        data["unntatt"] = comment.withheld_reason
    else:
        proposal = published_wording(comment)
        if proposal is not None:
            data["forslag"] = {"tekst": proposal.wording, "grunnlag": proposal.heard}
        text = published_text(comment) if proposal is None else proposal.why
        said = {"tekst": text, "valg": comment.valg, "tall": comment.tall}
        data |= {name: value for name, value in said.items() if value not in ("", [], None)}
        if why := redacted_why(comment):
            data["sladdet"] = why
    if basis := published_basis(comment):
        data["hjemmel"] = basis
    if (found := decided(comment)) is not None:
        assert found.approved is not None
        data["vurdering"] = {
            "utfall": found.utfall,
            "begrunnelse": found.begrunnelse,
            "dato": found.approved.astimezone(OSLO).date().isoformat(),
        }
    return data


def decided(comment: Comment) -> Disposition | None:
    """Return the approved assessment, if what was approved is what is published."""
    found = next((d for d in comment.dispositions.all() if d.approved and not d.withdrawn), None)
    if found is not None and found.covers and found.covers != covered(comment, found):
        return None
    return found


_AROUND = 32
"""Characters of context on each side of a quotation."""


def _address(comment: Comment, hearing: Hearing) -> dict[str, Any]:
    """Return the address, with the quotation in the guideline's own words and no others."""
    names = ("kapittel", "anbefaling", "felt", "avsnitt")
    data: dict[str, Any] = {n: getattr(comment, n) for n in names if getattr(comment, n)}
    if comment.anbefaling:
        data.pop("kapittel", None)
    if quote := _quote(comment, hearing):
        data["sitat"] = quote
    return data


def _quote(comment: Comment, hearing: Hearing) -> dict[str, str]:
    """Return the quotation, with context from the text: what the sender sent may be anything."""
    exact = squeezed(comment.exact)
    if not exact or comment.anbefaling not in hearing.text.sections:
        return {}
    if not (comment.avsnitt or comment.felt):
        return {}
    for text in hearing.words(comment.anbefaling, comment.felt, comment.avsnitt):
        words = squeezed(text)
        start = words.find(exact)
        if start >= 0:
            break
    else:
        return {}
    end = start + len(exact)
    around = {
        "prefix": words[max(0, start - _AROUND) : start],
        "suffix": words[end : end + _AROUND],
    }
    return {"exact": exact, **{name: text for name, text in around.items() if text}}
