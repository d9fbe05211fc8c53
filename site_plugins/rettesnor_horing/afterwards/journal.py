"""The journal of a round (postjournal): a line for each answer, as CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from rettesnor.exports.workbook import workbook
from rettesnor.model.spreadsheet_cell import guarded
from rettesnor.model.time_zone import norwegian_day
from rettesnor.model.untrusted_text import safe

from rettesnor_horing.afterwards.answers import answers
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.models import Comment, Submission
from rettesnor_horing.published import public_name

HEADS = (
    "Dato", "Avsender", "Saksnummer", "Tittel", "Nummer", "Kom som", "Tilgang", "Hvorfor unntatt"
)
WITHHELD = "unntatt"
FORMATS = ("csv", "xlsx")


def journal(hearing: Hearing, format_: str) -> bytes:
    """Return the journal of a round in one of ``FORMATS``."""
    rows = list(_rows(hearing))
    if format_ == "xlsx":
        return workbook(
            HEADS, [[guarded(cell) for cell in row] for row in rows], sheet="Postjournal",
            title=f"Postjournal: {hearing.nb.tittel}", widths=(12, 40, 16, 50, 12, 12, 12, 40),
        )
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, delimiter=";")
    writer.writerow(HEADS)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def received(submission: Submission) -> str:
    """Return the day an answer came; that of the letter, where it came as one."""
    letter = getattr(submission, "letter", None)
    return (letter.mottatt if letter else norwegian_day(submission.received)).isoformat()


def withheld(submission: Submission) -> tuple[str, ...]:
    """Return why comments in the answer are withheld from publication; empty where none is."""
    return tuple(dict.fromkeys(
        c.withheld_reason for c in submission.comments.all()
        if c.moderation == Comment.Moderation.WITHHELD
    ))


def _rows(hearing: Hearing) -> Iterator[list[str]]:
    """Yield a row for each answer; only names that are public are in it."""
    for submission in answers(hearing.id):
        letter = getattr(submission, "letter", None)
        why = withheld(submission)
        yield [
            received(submission),
            safe(public_name(submission)) or "Privatperson",
            safe(letter.saksnummer) if letter else "",
            f"Høringssvar: {hearing.nb.tittel}", submission.nummer,
            letter.kanal if letter else "skjema",
            WITHHELD if why else "", safe("; ".join(why)),
        ]
