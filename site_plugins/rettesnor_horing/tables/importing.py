"""What a case worker does to a table: each deed checks the right to it and leaves a trail."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from rettesnor.model.time_zone import OSLO, norwegian_day

from rettesnor_horing.desk.workflow import Actor, DeskError, reason_of, require, words
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.intake.pii import findings
from rettesnor_horing.intake.store import Delivery, StorageError, accept_all
from rettesnor_horing.letters.incoming import LetterError, safe_name
from rettesnor_horing.letters.register import RIGHT, check_time, day, round_of
from rettesnor_horing.models import AnswerTable, RoundRecord, Submission, TableRow
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.tables.judge import Judge, Problem, Read, digests
from rettesnor_horing.tables.mapping import suggested, valid
from rettesnor_horing.tables.read import read_table
from rettesnor_horing.words import say

CHOICES = ("mottatt", "maalform", "samlet", "utsatt_frist", "grunn")


@dataclass(frozen=True, slots=True)
class Trial:
    """What an import would do.

    Attributes:
        known: how many rows are answers already, from this file or an earlier one.
        digests: of the rows, by place.
    """

    reads: tuple[Read, ...]
    problems: tuple[Problem, ...]
    known: int
    digests: tuple[str, ...]


def upload(round_id: str, name: str, data: bytes, user: Actor, now: datetime) -> AnswerTable:
    """Keep a table, with what its columns are likely to be; nobody's answer yet.

    The same file once more leads to the table that waits.

    Raises:
        DeskError: the file is not taken in; nothing is kept.
    """
    actor = require(user, RIGHT)
    round_, hearing = round_of(round_id)
    digest = hashlib.sha256(data).hexdigest()
    waiting = AnswerTable.objects.filter(
        round=round_, digest=digest, imported__isnull=True, removed__isnull=True
    ).first()
    if waiting is not None:
        return waiting
    try:
        table = read_table(name, data)
    except LetterError as error:
        raise DeskError(str(error)) from error
    with transaction.atomic():
        made = AnswerTable.objects.create(
            round=round_, filnavn=safe_name(name), digest=digest, header=list(table.header),
            rows=[list(row) for row in table.rows], numbers=list(table.numbers),
            kinds=suggested(table.header, hearing, _kept(round_)),
            choices=_last(round_), uploaded_by=actor, uploaded=now,
        )
        record(actor.username, "table-upload", made.nummer, now, rows=len(table.rows))
    return made


def remember(
    table: AnswerTable, kinds: Sequence[str], choices: Mapping[str, str], user: Actor,
    now: datetime, *, seen: int,
) -> AnswerTable:
    """Keep what the columns are said to be.

    Raises:
        DeskError: the table is no longer what was seen, or one thing is said of two columns.
    """
    actor = require(user, RIGHT)
    _, hearing = round_of(table.round_id)
    with transaction.atomic():
        current = _open(table, seen)
        chosen = valid(kinds, hearing, "nb")
        if len(chosen) != len(current.header):
            raise DeskError(say("Velg hva hver kolonne er."))
        single = [kind for kind in chosen if kind and kind != "tekst"]
        twice = next((kind for kind in single if single.count(kind) > 1), "")
        if twice:
            names = [h for h, k in zip(current.header, chosen, strict=True) if k == twice]
            raise DeskError(say(
                "Kolonnene {columns} er satt til det samme. Velg én av dem.",
                columns=", ".join(f"«{name}»" for name in names),
            ))
        current.kinds = chosen
        current.choices = {
            name: words(choices.get(name, ""), 400, line=True) for name in CHOICES
        }
        current.version += 1
        current.save()
        record(actor.username, "table-columns", current.nummer, now)
    return current


def trial(table: AnswerTable, hearing: Hearing, now: datetime) -> Trial:
    """Return what importing the table would do, and everything that hinders it.

    Raises:
        DeskError: the day, or what is said of the deadline, is wrong.
    """
    said = table.choices
    received = day(said.get("mottatt", ""))
    if received is None and not _all_dated(table):
        raise DeskError(say("Skriv dagen svarene kom. Den gjelder rader som ikke har en dato."))
    extended, reason = day(said.get("utsatt_frist", "")), said.get("grunn", "")
    judge = Judge(
        hearing, table.header, table.kinds, received or norwegian_day(now),
        "nn" if said.get("maalform") == "nn" else "nb",
    )
    known = digests(table.header, table.rows)
    taken = set(TableRow.objects.filter(
        round=table.round, digest__in=known
    ).values_list("digest", flat=True)) if len(known) < 900 else set(
        TableRow.objects.filter(round=table.round).values_list("digest", flat=True)
    )
    rows = {
        place: (table.numbers[place], cells) for place, cells in enumerate(table.rows)
        if known[place] not in taken
    }
    reads = judge.answers(rows, grouped=said.get("samlet") == "ja")
    column = next((h for h, k in zip(table.header, table.kinds, strict=True) if k == "mottatt"), "")
    problems = [*judge.problems]
    for read in reads:
        if fault := _untimely(table.round, read.received, extended, reason, now):
            problems.append(Problem(table.numbers[read.rows[0]], column, fault))
    if not any(kind == "tekst" or kind.startswith("sted:") for kind in table.kinds):
        problems = [Problem(0, "", say("Velg minst én kolonne med kommentarer eller svar."))]
    problems.sort(key=lambda one: one.row)
    return Trial(tuple(reads), tuple(problems), len(known) - len(rows), tuple(known))


def _all_dated(table: AnswerTable) -> bool:
    """Return whether a column says the day of each row: then no other day is needed."""
    if "mottatt" not in table.kinds:
        return False
    at = table.kinds.index("mottatt")
    return all(at < len(cells) and cells[at].strip() for cells in table.rows)


def take_in(table: AnswerTable, user: Actor, now: datetime, *, seen: int) -> int:
    """Make the rows answers, all of them or none; return how many answers.

    Raises:
        DeskError: something hinders it; nothing is stored.
    """
    actor = require(user, RIGHT)
    _, hearing = round_of(table.round_id)
    fresh = _open(table, seen, lock=False)
    found = trial(fresh, hearing, now)
    if found.problems:
        raise DeskError(say("Ingenting er importert. Rett det som står under."))
    if not found.reads:
        raise DeskError(say("Alle radene er importert før."))
    late = bool(fresh.choices.get("utsatt_frist"))
    deliveries = []
    for read in found.reads:
        personal = tuple(findings(read.answer))
        deliveries.append(Delivery(
            read.answer, uuid.uuid4(), datetime.combine(read.received, time(12), OSLO),
            flags=("tabell", *(("utsatt frist",) if late else ()),
                   *(("personopplysninger",) if personal else ())),
            found=personal, mail=False,
        ))

    def also(submissions: Sequence[Submission]) -> None:
        """Note the rows that became answers, and let the table go, in the same transaction."""
        current = _open(fresh, seen)
        TableRow.objects.bulk_create([
            TableRow(round_id=current.round_id, digest=found.digests[place],
                     submission=submission, table=current)
            for read, submission in zip(found.reads, submissions, strict=True)
            for place in read.rows
        ], batch_size=200)
        current.rows, current.numbers, current.imported = [], [], now
        current.answers = len(submissions)
        current.version += 1
        current.save()
        record(
            actor.username, "table-import", current.nummer, now, answers=len(submissions),
            comments=sum(len(read.answer.innspill) for read in found.reads), known=found.known,
        )

    try:
        accept_all(hearing, deliveries, also)
    except IntegrityError as error:
        raise DeskError(say("Noen av radene er importert av andre. Se over på nytt.")) from error
    except StorageError as error:
        raise DeskError(say("Svaret kunne ikke lagres. Prøv igjen.")) from error
    return len(deliveries)


def remove(table: AnswerTable, reason: str, user: Actor, now: datetime, *, seen: int) -> None:
    """Remove the rows of a table that is not to be imported; that it was, and why, is kept.

    Raises:
        DeskError: no reason is given, or it is no longer what was seen.
    """
    actor = require(user, RIGHT)
    reason = reason_of(reason, say("Skriv hvorfor tabellen ikke skal importeres."))
    with transaction.atomic():
        current = _open(table, seen)
        current.removed_by, current.remove_reason = actor, reason
        record(
            actor.username, "table-remove", current.nummer, now, rows=len(current.rows),
            sha256=current.digest,
        )
        forget(current, now)


def forget(table: AnswerTable, now: datetime) -> None:
    """Remove what senders have written from a table."""
    table.rows, table.numbers, table.filnavn = [], [], ""
    table.removed = now
    table.version += 1
    table.save()


def _kept(round_: RoundRecord) -> dict[str, str]:
    """Return what columns were said to be in earlier tables of the round, by name."""
    found: dict[str, str] = {}
    for one in AnswerTable.objects.filter(round=round_, version__gt=0).only("header", "kinds"):
        found |= dict(zip(one.header, one.kinds, strict=False))
    return found


def _last(round_: RoundRecord) -> dict[str, str]:
    last = AnswerTable.objects.filter(round=round_, version__gt=0).order_by("-pk").first()
    return {"samlet": last.choices.get("samlet", "")} if last else {}


def _untimely(
    round_: RoundRecord, received: date, extended: date | None, reason: str, now: datetime
) -> str:
    try:
        check_time(round_, received, extended, reason, now, late_only=True)
    except DeskError as error:
        return str(error)
    return ""


def _open(table: AnswerTable, seen: int, *, lock: bool = True) -> AnswerTable:
    rows = AnswerTable.objects.select_for_update() if lock else AnswerTable.objects
    current = rows.get(pk=table.pk)
    if not current.open:
        raise DeskError(say("Tabellen er alt importert eller slettet."))
    if current.version != seen:
        raise DeskError(say("Noen andre har endret tabellen. Se over på nytt."))
    return current
