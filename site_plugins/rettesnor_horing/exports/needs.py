"""The needs that may be published, in the shape of the guideline's own list of them.

Built from what may be published and nothing else, as the result of a round is
(``exports/publishable.py``): it is open to everybody, and the editor's desk fetches it.
"""

from __future__ import annotations

from typing import Any

from rettesnor.model.time_zone import OSLO

from rettesnor_horing.exports.publishable import decided, left_out
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing_cache import need_id
from rettesnor_horing.models import Comment, Disposition, Submission
from rettesnor_horing.published import public_name, published_text

_DECISIONS = {
    Disposition.Outcome.TAKEN: "endres", Disposition.Outcome.PARTLY: "på veikartet",
    Disposition.Outcome.NOT: "ingen endring", Disposition.Outcome.OUTSIDE: "utenfor retningslinja",
}


def needs(hearing: Hearing) -> dict[str, Any]:
    """Return the needs that may be published, with the answer where there is one."""
    comments = (
        Comment.objects.filter(
            submission__round_id=hearing.id, moderation=Comment.Moderation.PUBLIC
        )
        .select_related("submission")
        .prefetch_related("redactions", "dispositions", "submission__name_redactions")
        .order_by("submission_id", "plass")
    )
    return {
        "retningslinje": hearing.text.guideline,
        "meldinger": [
            _need(comment, hearing) for comment in comments.iterator(chunk_size=500)
            if not left_out(comment) and published_text(comment).strip()
        ],
    }


def _need(comment: Comment, hearing: Hearing) -> dict[str, Any]:
    submission = comment.submission
    private = submission.slag == Submission.Sender.PRIVATE
    name = " ".join(public_name(submission).split())[:160]
    data: dict[str, Any] = {
        "id": need_id(comment.nummer),
        "mottatt": submission.received.astimezone(OSLO).date().isoformat(),
        "melder": "privatperson" if private else "virksomhet",
    }
    if len(name) > 1:
        data |= {"navn": name, **({"samtykke": True} if private else {})}
    if comment.anbefaling in hearing.text.sections:
        data["anbefalinger"] = [comment.anbefaling]
    data["sak"] = published_text(comment).strip()
    if (answer := decided(comment)) is not None and answer.approved is not None:
        data |= {
            "besvart": answer.approved.astimezone(OSLO).date().isoformat(),
            "avgjorelse": _DECISIONS[Disposition.Outcome(answer.utfall)],
            "svar": answer.begrunnelse.strip(),
        }
    return data
