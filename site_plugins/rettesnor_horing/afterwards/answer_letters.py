"""Answer letters: one for each sender whose comments are all decided, in the agency's template."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from rettesnor.model.hearing import Round
from rettesnor.model.spreadsheet_cell import guarded
from rettesnor.model.time_zone import norwegian_day
from rettesnor.model.untrusted_text import safe

from rettesnor_horing.afterwards.answers import Teller, Told, answers, outcome, site_address
from rettesnor_horing.afterwards.letter_template import Part, check, filled
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing.standing import Standing
from rettesnor_horing.models import LetterTemplate, Submission
from rettesnor_horing.templatetags.horing import day_tag as day
from rettesnor_horing.words import say

Step = Callable[[int, int], None]
"""Is told how many are done, and of how many."""


class LettersError(Exception):
    """No letters can be made; says why. Nothing was made."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many letters can be made.

    Attributes:
        ready: answers whose comments are all decided, by written standard.
        waiting: numbers of the answers that have comments which are not.
        forgotten: answers whose sender's data is removed; they get no letter.
    """

    ready: dict[str, int]
    waiting: list[str]
    forgotten: int


def readiness(hearing: Hearing) -> Readiness:
    """Return how many letters can be made for a round."""
    teller, ready, waiting, forgotten = Teller(hearing), {"nb": 0, "nn": 0}, [], 0
    for submission in answers(hearing.id):
        if submission.anonymised is not None:
            forgotten += 1
        elif all(item.settled for item in teller.of(submission)):
            ready[submission.maalform] += 1
        else:
            waiting.append(submission.nummer)
    return Readiness(ready, waiting, forgotten)


def templates() -> dict[str, bytes]:
    """Return the templates by written standard."""
    return {t.maalform: bytes(t.original) for t in LetterTemplate.objects.all()}


def letters(hearing: Hearing, now: datetime, step: Step) -> bytes:
    """Return a ZIP file with a letter for each answer that is decided, and a list of them.

    Raises:
        LettersError: there is nothing to write, or a template is missing. Nothing is made.
        TemplateFaultError: a template has unknown placeholders. Nothing is made.
    """
    known, found = templates(), readiness(hearing)
    total = sum(found.ready.values())
    if not total:
        raise LettersError(say("Ingen svar er ferdig vurdert ennå."))
    for language, name in (("nb", "bokmål"), ("nn", "nynorsk")):
        if found.ready[language] and language not in known:
            raise LettersError(say("Det mangler en brevmal på {language}.", language=name))
        if language in known:
            check(known[language])
    out, rows, teller, waiting = io.BytesIO(), [], Teller(hearing), set(found.waiting)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for submission in answers(hearing.id):
            if submission.anonymised is not None or submission.nummer in waiting:
                continue
            items = teller.of(submission)
            if not all(item.settled for item in items):  # changed while this was made
                continue
            name = f"{submission.nummer}.docx"
            template = known[submission.maalform]
            archive.writestr(name, letter(submission, items, hearing, template, now))
            rows.append([submission.nummer, _sender(submission), submission.maalform, name])
            step(len(rows), total)
        archive.writestr("oversikt.csv", _list(rows))
    return out.getvalue()


def letter(
    submission: Submission, items: list[Told], hearing: Hearing, template: bytes, now: datetime
) -> bytes:
    """Return the letter to one sender, in the answer's written standard."""
    with translation.override(submission.maalform):
        round_ = hearing.round(submission.maalform)
        own = getattr(submission, "letter", None)
        values = {
            "avsender": _sender(submission), "nummer": submission.nummer,
            "mottatt": day(own.mottatt if own else norwegian_day(submission.received)),
            "dato": day(norwegian_day(now)), "høring": round_.tittel, "utgave": round_.utgave,
            "saksnummer": safe(own.saksnummer) if own else "", "antall": str(len(items)),
            "lenke": site_address(submission),
        }
        return filled(template, values, list(_parts(items, round_)))


def _parts(items: list[Told], round_: Round | Standing) -> Iterator[Part]:
    for item in items:
        heading = item.comment.nummer
        if item.place:
            heading = say("{number}, om {place}", number=heading, place=item.place)
        question = round_.question(item.comment.sporsmaal)
        names = {option.id: option.tekst for option in question.alternativer} if question else {}
        chosen = ", ".join(names.get(id_, id_) for id_ in item.comment.valg)
        said = item.comment.tekst or chosen or str(item.comment.tall or "")
        lines = [line for line in safe(said).split("\n") if line.strip()]
        yield Part(
            heading, tuple(lines) or (say("Teksten er slettet."),), outcome(item.decision)
        )


def _sender(submission: Submission) -> str:
    return safe(submission.organisasjon or submission.navn) or submission.nummer


def _list(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, delimiter=";")
    writer.writerow(["nummer", "avsender", "maalform", "fil"])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
