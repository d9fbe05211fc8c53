"""Comments as rows, the same for every format of the internal export."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from rettesnor.model.time_zone import OSLO
from rettesnor.model.untrusted_text import safe

from rettesnor_horing.models import Comment, Disposition

COLUMNS = (
    "nummer", "mottatt", "slag", "organisasjon", "navn", "rolle", "maalform", "utgave",
    "kapittel", "anbefaling", "felt", "avsnitt", "sitat", "sporsmaal", "tekst", "valg", "tall",
    "status", "publisering", "tildelt", "merkelapper", "gruppe", "utfall", "begrunnelse",
)


_AT_A_TIME = 500
_LABELS = Comment.tags.through.objects


def rows(comments: QuerySet[Comment]) -> Iterator[dict[str, str]]:
    """Yield each comment as text by column; e-mail addresses stay in the desk.

    Control characters, which no document can hold, are shown as markers. What belongs to the
    comments is read with a query for some hundred of them: prefetching makes a query object for
    each comment, which takes most of the time.
    """
    chosen = comments.select_related("submission", "assigned_to", "group")
    found = chosen.iterator(chunk_size=_AT_A_TIME)
    while chunk := list(islice(found, _AT_A_TIME)):
        ids = [c.pk for c in chunk]
        assessed = {
            pk: (outcome, reason)
            for pk, outcome, reason in Disposition.objects.filter(
                comment__in=ids, withdrawn__isnull=True
            ).values_list("comment_id", "utfall", "begrunnelse")
        }
        labels: dict[int, list[str]] = {}
        for pk, name in _LABELS.filter(comment__in=ids).order_by("tag__navn").values_list(
            "comment_id", "tag__navn"
        ):
            labels.setdefault(pk, []).append(name)
        for c in chunk:
            row = _row(c, labels.get(c.pk, []), *assessed.get(c.pk, ("", "")))
            # One look at the whole row: nearly none has anything to mark.
            whole = "".join(row.values())
            yield row if safe(whole) == whole else {n: safe(text) for n, text in row.items()}


def _row(c: Comment, labels: list[str], outcome: str, reason: str) -> dict[str, str]:
    s = c.submission
    return {
        "nummer": c.nummer,
        "mottatt": s.received.astimezone(OSLO).strftime("%Y-%m-%d %H:%M"),
        "slag": s.slag, "organisasjon": s.organisasjon, "navn": s.navn, "rolle": s.rolle,
        "maalform": s.maalform, "utgave": c.utgave, "kapittel": c.kapittel,
        "anbefaling": c.anbefaling, "felt": c.felt, "avsnitt": c.avsnitt, "sitat": c.exact,
        "sporsmaal": c.sporsmaal, "tekst": c.tekst, "valg": " ".join(c.valg),
        "tall": "" if c.tall is None else str(c.tall), "status": c.status,
        "publisering": c.moderation,
        "tildelt": c.assigned_to.get_username() if c.assigned_to else "",
        "merkelapper": ", ".join(labels), "gruppe": c.group.navn if c.group else "",
        "utfall": outcome, "begrunnelse": reason,
    }
