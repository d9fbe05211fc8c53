"""What of a comment and its sender is published, and what an approval covers."""

from __future__ import annotations

import hashlib
import json

from rettesnor_horing.intake.wording import Parts, apart
from rettesnor_horing.models import Comment, Disposition, NameRedaction, Redaction, Submission
from rettesnor_horing.redaction import is_empty, takes_away, without


def latest(comment: Comment) -> Redaction | None:
    """Return the redaction that counts."""
    found = list(comment.redactions.all())
    return found[-1] if found else None


def latest_name(submission: Submission) -> NameRedaction | None:
    """Return the redaction of the sender's name that counts."""
    found = list(submission.name_redactions.all())
    return found[-1] if found else None


def needs_review(comment: Comment) -> bool:
    """Whether the redaction is not the text minus something: free text from an earlier version,
    or spans that do not fit the text."""
    redaction = latest(comment)
    return bool(
        redaction is not None and comment.emptied is None
        and not takes_away(redaction.spans, comment.tekst)
    )


def awaits_approval(comment: Comment) -> bool:
    """Whether nobody but the one who redacted has seen the redaction."""
    redaction = latest(comment)
    return bool(redaction and redaction.approved is None and comment.emptied is None)


def published_text(comment: Comment) -> str:
    """Return the text that may be published; nothing before somebody has said that it may."""
    if comment.moderation != Comment.Moderation.PUBLIC:
        return ""
    redaction = latest(comment)
    if redaction is None or comment.emptied is not None:
        return comment.tekst
    spans = redaction.spans
    return without(comment.tekst, spans) if takes_away(spans, comment.tekst) else ""


def published_wording(comment: Comment) -> Parts | None:
    """Return the wording that the comment proposes, as it may be published.

    None where it proposes none, or where something in the wording itself is taken out: then the
    text is shown with what is left of it, and never as a change of the guideline.
    """
    return apart(published_text(comment), comment.forslag)


def redacted_why(comment: Comment) -> str:
    """Return why something was taken out of the text; empty when nothing was."""
    redaction = latest(comment)
    if redaction is None or not (redaction.spans or comment.emptied):
        return ""
    return redaction.grunn


def published_basis(comment: Comment) -> str:
    """Return the provision that the text, or what was taken out of it, is exempt by."""
    if comment.moderation == Comment.Moderation.WITHHELD:
        return comment.hjemmel
    redaction = latest(comment)
    return redaction.hjemmel if redaction is not None and redacted_why(comment) else ""


def public_name(submission: Submission) -> str:
    """Return the sender's name as it is published."""
    name, redaction = submission.public_sender, latest_name(submission)
    if redaction is None:
        return name
    redacted = without(name, redaction.spans)
    return "" if is_empty(redacted) else redacted


def state(comment: Comment) -> str:
    """Return a digest of all that is published of the comment but its assessment.

    It is what an editor had before their eyes, and what an approval covers.
    """
    # A basis is added only where there is one: what was approved before there were any still holds.
    return _digest(
        published_text(comment), redacted_why(comment), needs_review(comment),
        comment.moderation, comment.withheld_reason, public_name(comment.submission),
        comment.valg, comment.tall, *_bases(comment),
    )


def _bases(comment: Comment) -> list[tuple[str, bool]]:
    redaction = latest(comment)
    found = [(comment.hjemmel, comment.innsyn)]
    found += [(redaction.hjemmel, redaction.innsyn)] if redaction else []
    name = latest_name(comment.submission)
    named = [(name.hjemmel, name.innsyn)] if name else []
    return [*(found if any(map(any, found)) else []), *(one for one in named if any(one))]


def covered(comment: Comment, assessment: Disposition) -> str:
    """Return a digest of the comment as it is published, with ``assessment``."""
    return _digest(state(comment), assessment.utfall, assessment.begrunnelse)


def _digest(*values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()
