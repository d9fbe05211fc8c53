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
from rettesnor_horing.legal_basis import access
from rettesnor_horing.models import Submission
from rettesnor_horing.published import public_name
from rettesnor_horing.words import language, say, say_later

HEADS = (
    say_later("Dato"), say_later("Avsender"), say_later("Saksnummer"), say_later("Tittel"),
    say_later("Nummer"), say_later("Kom som"), say_later("Tilgang"), say_later("Hjemmel"),
    say_later("Hvorfor unntatt"),
)
FORMATS = ("csv", "xlsx")


def journal(hearing: Hearing, format_: str) -> bytes:
    """Return the journal of a round in one of ``FORMATS``, in the language that is in force."""
    rows, heads = list(_rows(hearing)), [str(head) for head in HEADS]
    if format_ == "xlsx":
        return workbook(
            heads, [[guarded(cell) for cell in row] for row in rows], sheet="Postjournal",
            title=f"Postjournal: {hearing.round(language()).tittel}",
            widths=(12, 40, 16, 50, 12, 12, 14, 40, 40),
        )
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, delimiter=";")
    writer.writerow(heads)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def received(submission: Submission) -> str:
    """Return the day an answer came; that of the letter, where it came as one."""
    letter = getattr(submission, "letter", None)
    return (letter.mottatt if letter else norwegian_day(submission.received)).isoformat()


def _rows(hearing: Hearing) -> Iterator[list[str]]:
    """Yield a row for each answer; only names that are public are in it."""
    for submission in answers(hearing.id):
        letter = getattr(submission, "letter", None)
        found = access(submission)
        yield [
            received(submission),
            safe(public_name(submission)) or say("Privatperson"),
            safe(letter.saksnummer) if letter else "",
            say("Høringssvar: {title}", title=hearing.round(language()).tittel),
            submission.nummer, str(letter.get_kanal_display()) if letter else say("skjema"),
            found.level, "; ".join(found.provisions), "; ".join(found.reasons),
        ]
