"""What a case worker does to a letter: each deed checks the right to it and leaves a trail."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from rettesnor.model.time_zone import OSLO, norwegian_day

from rettesnor_horing.desk.workflow import Actor, DeskError, reason_of, require, words
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.intake.answer import MAX_TEXT, read_answer, read_sender, too_long
from rettesnor_horing.intake.pii import findings
from rettesnor_horing.intake.store import Delivery, KeyReused, StorageError, accept
from rettesnor_horing.letters.annotations import parsed_annotations, read_annotations
from rettesnor_horing.letters.incoming import DATA, LetterError, kind_of, safe_name
from rettesnor_horing.letters.places import address_of
from rettesnor_horing.letters.removal import forget
from rettesnor_horing.letters.static_form import FormAnswer, read_form
from rettesnor_horing.letters.text import text_in
from rettesnor_horing.models import Comment, Letter, RoundRecord, Segment, Submission
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.words import say

RIGHT = "add_letter"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the case worker says of a letter, as it was typed."""

    round_id: str
    sender: dict[str, Any]
    language: str
    received: str
    channel: str
    case_number: str = ""
    extended: str = ""
    reason: str = ""
    again: bool = False


def upload(arrival: Arrival, name: str, data: bytes, user: Actor, now: datetime) -> Letter:
    """Keep a letter with the text that was taken out of it; nobody's answer yet.

    Raises:
        DeskError: what is said of it is wrong, or the file is not taken in; nothing is kept.
    """
    actor = require(user, RIGHT)
    round_, hearing = round_of(arrival.round_id)
    received, extended = day(arrival.received), day(arrival.extended)
    reason = words(arrival.reason, 400, line=True)
    check_time(round_, received, extended, reason, now)
    assert received is not None
    if arrival.channel not in Letter.Channel.values or arrival.language not in ("nb", "nn"):
        raise DeskError(say("Velg hvordan svaret kom, og målform."))
    case_number = words(arrival.case_number, 60, line=True)
    try:
        kind = kind_of(name, data)
        form = _form(data, hearing) if kind == DATA else None
        text = text_in(kind, data) if form is None else None
    except LetterError as error:
        raise DeskError(str(error)) from error
    said = dict(arrival.sender)
    if form is not None and form.name and not said["organisasjon"] and not said["navn"]:
        said["slag"] = form.kind or said["slag"]
        said["organisasjon" if said["slag"] == "organisasjon" else "navn"] = form.name
    sender, faults = read_sender(said)
    if faults:
        raise DeskError(" ".join(f.message for f in faults))
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        known = Letter.objects.filter(
            round=round_, digest=digest, discarded__isnull=True, forgotten__isnull=True
        ).first()
        if known is not None and not arrival.again:
            raise DeskError(say(
                "Den samme fila er lastet opp før ({number}). Kryss av nederst hvis dette er "
                "svaret fra en annen avsender.", number=known.nummer,
            ))
        made = Letter.objects.create(
            key=uuid.uuid4(), round=round_, filnavn=safe_name(name), format=kind, size=len(data),
            digest=digest, original=data, avsnitt=list(text.paragraphs) if text else [],
            svar=form.comments if form else None,
            merknader={
                "sider": list(text.pages) if text else [],
                "utelatt": list(text.left_out) if text else [],
                **_unsure(form),
            },
            avsender=asdict(sender), maalform=arrival.language, mottatt=received,
            kanal=arrival.channel, saksnummer=case_number, utsatt_frist=extended, grunn=reason,
            uploaded_by=actor, uploaded=now,
        )
        record(
            actor.username, "letter-upload", made.nummer, now, format=kind, size=len(data),
            late=extended is not None,
        )
    return made


def _form(data: bytes, hearing: Hearing) -> FormAnswer:
    """Return the answer in a JSON file: from the downloadable form, or as annotations.

    Raises:
        LetterError: it is neither.
    """
    annotations = parsed_annotations(data)
    return read_annotations(annotations, hearing) if annotations else read_form(data, hearing)


def _unsure(form: FormAnswer | None) -> dict[str, list[str]]:
    """Return what is to be said of places: sentences of annotations, ids from the form."""
    said = list(form.whole) if form else []
    ids = [one for one in said if " " not in one]
    return {"hele": ids, "usikre": [one for one in said if " " in one]}


def mark(
    letter: Letter, chosen: Sequence[int], place: str, user: Actor, now: datetime, *, seen: int,
    skip: bool = False,
) -> None:
    """Say what some paragraphs (counted from 1) are about, or that they are no answer.

    They become one comment, in the order of the letter, also when others stand between them.

    Raises:
        DeskError: none is chosen, some are taken, or the place is not chosen.
    """
    actor = require(user, RIGHT)
    with transaction.atomic():
        current = _open(letter, seen)
        numbers = sorted(set(chosen))
        if not numbers or numbers[0] < 1 or numbers[-1] > len(current.avsnitt):
            raise DeskError(say("Kryss av for minst ett avsnitt."))
        taken = {n for s in current.segments.all() for n in s.numbers}
        if taken & set(numbers):
            raise DeskError(say("Noen av avsnittene er alt plassert."))
        address = {} if skip else address_of(_hearing(current), current.maalform, place)
        if address is None:
            raise DeskError(say("Velg stedet som avsnittene gjelder."))
        text = _words(current, numbers)
        apart = numbers[-1] - numbers[0] + 1 != len(numbers)
        if not skip and len(text) > MAX_TEXT:
            raise DeskError(too_long(len(text), MAX_TEXT))
        Segment.objects.create(
            letter=current, first=numbers[0], last=numbers[-1], skip=skip, sted=address,
            avsnitt=numbers if apart else None,
        )
        _bump(current)
        record(
            actor.username, "letter-segment", current.nummer, now, first=numbers[0],
            last=numbers[-1], skip=skip, **({"numbers": numbers} if apart else {}),
        )


def unmark(letter: Letter, first: int, user: Actor, now: datetime, *, seen: int) -> None:
    """Undo ``mark`` of the paragraphs that begin at ``first``.

    Raises:
        DeskError: the letter is no longer what was seen.
    """
    actor = require(user, RIGHT)
    with transaction.atomic():
        current = _open(letter, seen)
        current.segments.filter(first=first).delete()
        _bump(current)
        record(actor.username, "letter-unsegment", current.nummer, now, first=first)


def describe(
    letter: Letter, sender: dict[str, Any], said: Mapping[str, str], user: Actor, now: datetime,
    *, seen: int,
) -> None:
    """Say who sends a letter that came by itself, and what else the upload form asks for.

    Raises:
        DeskError: something is wrong or missing; nothing is changed.
    """
    actor = require(user, RIGHT)
    read, faults = read_sender(sender)
    if faults:
        raise DeskError(" ".join(f.message for f in faults))
    with transaction.atomic():
        current = _open(letter, seen)
        received, extended = day(said.get("mottatt", "")), day(said.get("utsatt_frist", ""))
        reason = words(said.get("grunn", ""), 400, line=True)
        check_time(current.round, received, extended, reason, now)
        assert received is not None
        if said.get("maalform") not in ("nb", "nn"):
            raise DeskError(say("Velg nb eller nn."))
        current.avsender, current.maalform = asdict(read), said["maalform"]
        current.mottatt, current.utsatt_frist, current.grunn = received, extended, reason
        current.saksnummer = words(said.get("saksnummer", ""), 60, line=True)
        current.merknader = {**current.merknader, "sett": True, "dato": ""}
        _bump(current)
        record(actor.username, "letter-sender", current.nummer, now, late=extended is not None)


def discard(letter: Letter, reason: str, user: Actor, now: datetime, *, seen: int) -> None:
    """Put away a letter that was uploaded by mistake; all of it is kept until that is confirmed.

    Raises:
        DeskError: no reason is given, or it is no longer what was seen.
    """
    actor = require(user, RIGHT)
    reason = reason_of(reason, say("Skriv hvorfor brevet ikke skal registreres."))
    with transaction.atomic():
        current = _open(letter, seen)
        current.discarded, current.discard_reason, current.discarded_by = now, reason, actor
        _bump(current)
        record(actor.username, "letter-discard", current.nummer, now, sha256=current.digest)


def confirm_discard(letter: Letter, user: Actor, now: datetime, *, seen: int) -> None:
    """Remove the file and the text of a letter that somebody else has discarded.

    Raises:
        DeskError: it is not discarded, by the same person, or no longer what was seen.
    """
    actor = require(user, RIGHT)
    with transaction.atomic():
        current = _discarded(letter, seen)
        if current.discarded_by_id == actor.pk:
            raise DeskError(say("En annen enn den som forkastet brevet, må bekrefte det."))
        current.confirmed_by = actor
        forget(current, now)
        record(actor.username, "letter-discard-confirm", current.nummer, now)


def keep(letter: Letter, user: Actor, now: datetime, *, seen: int) -> None:
    """Undo that a letter was discarded, before it is confirmed.

    Raises:
        DeskError: it is not discarded, or no longer what was seen.
    """
    actor = require(user, RIGHT)
    with transaction.atomic():
        current = _discarded(letter, seen)
        current.discarded, current.discard_reason, current.discarded_by = None, "", None
        _bump(current)
        record(actor.username, "letter-discard-undo", current.nummer, now)


def _discarded(letter: Letter, seen: int) -> Letter:
    current = Letter.objects.select_for_update().get(pk=letter.pk)
    if not current.awaits_confirmation:
        raise DeskError(say("Brevet venter ikke på bekreftelse."))
    if current.version != seen:
        raise DeskError(say("Noen andre har endret brevet. Se over på nytt."))
    return current


def register(letter: Letter, user: Actor, now: datetime, *, seen: int) -> Submission:
    """Make the letter an answer, by the intake's own rules; return the answer.

    Doing it again gives the same answer.

    Raises:
        DeskError: something is not addressed, breaks the intake's rules, or cannot be stored.
    """
    actor = require(user, RIGHT)
    fresh = Letter.objects.get(pk=letter.pk)
    if fresh.submission is not None:
        return fresh.submission
    _open(fresh, seen, lock=False)
    if fresh.mail_id and not fresh.merknader.get("sett"):
        raise DeskError(say("Se over hvem som sender svaret, og lagre det først."))
    hearing = _hearing(fresh)
    segments = [*fresh.segments.all()]
    covered = sum(len(s.numbers) for s in segments)
    if fresh.svar is None and covered != len(fresh.avsnitt):
        raise DeskError(say("Alle avsnitt må ha et sted, eller være merket «gjelder ikke»."))
    said = [s for s in segments if not s.skip]
    items = fresh.svar if fresh.svar is not None else [
        {**s.sted, "tekst": _words(fresh, s.numbers)} for s in said
    ]
    answer, faults = read_answer({
        "horing": hearing.id, "maalform": fresh.maalform, "avsender": fresh.avsender,
        "innspill": items,
    }, hearing)
    if faults:
        raise DeskError(" ".join(dict.fromkeys(f.message for f in faults)))
    found = tuple(findings(answer))
    flags = (
        fresh.kanal, *(("utsatt frist",) if fresh.utsatt_frist else ()),
        *(("personopplysninger",) if found else ()),
    )
    received = datetime.combine(fresh.mottatt, time(12), OSLO)

    def also(submission: Submission) -> None:
        """Tie the letter to its answer, in the transaction that stores it."""
        current = _open(fresh, seen)
        comments = Comment.objects.filter(submission=submission).order_by("plass")
        for segment, comment in zip(said, comments, strict=fresh.svar is None):
            segment.comment = comment
            segment.save(update_fields=["comment"])
        current.submission, current.avsender, current.svar = submission, {}, None
        _bump(current)
        record(
            actor.username, "letter-register", submission.nummer, now, letter=current.pk,
            comments=len(answer.innspill), skipped=len(segments) - len(said),
        )

    try:
        submission, _ = accept(
            hearing, Delivery(answer, fresh.key, received, flags=flags, found=found, mail=False),
            also,
        )
    except (StorageError, KeyReused) as error:
        raise DeskError(say("Svaret kunne ikke lagres. Prøv igjen.")) from error
    return submission


def opened(letter: Letter, user: User, now: datetime) -> bytes | None:
    """Return the original for download, and note that it was taken out; None when it is gone."""
    actor = require(user, RIGHT)
    if letter.original is None:
        return None
    record(actor.username, "letter-download", letter.nummer, now)
    return bytes(letter.original)


def _open(letter: Letter, seen: int, *, lock: bool = True) -> Letter:
    rows = Letter.objects.select_for_update() if lock else Letter.objects
    current = rows.get(pk=letter.pk)
    if not current.open:
        raise DeskError(say("Brevet er alt registrert eller forkastet."))
    if current.version != seen:
        raise DeskError(say("Noen andre har endret brevet. Se over på nytt."))
    return current


def _bump(letter: Letter) -> None:
    letter.version += 1
    letter.save()


def _words(letter: Letter, numbers: Sequence[int]) -> str:
    return "\n\n".join(letter.avsnitt[number - 1] for number in numbers)


def _hearing(letter: Letter) -> Hearing:
    try:
        return hearings()[letter.round_id]
    except KeyError:
        raise DeskError(say("Høringen finnes ikke.")) from None


def round_of(id_: str) -> tuple[RoundRecord, Hearing]:
    """Return a round that takes answers in, and what is heard.

    Raises:
        DeskError: there is none, or it is treated.
    """
    round_, hearing = RoundRecord.objects.filter(pk=id_).first(), hearings().get(id_)
    if round_ is None or hearing is None:
        raise DeskError(say("Høringen finnes ikke."))
    if round_.behandlet is not None:
        raise DeskError(say("Høringen er ferdig behandlet, og tar ikke imot flere svar."))
    return round_, hearing


def day(text: str) -> date | None:
    """Return the day that was typed; None where nothing was.

    Raises:
        DeskError: it is no date.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DeskError(say("Skriv datoen som åååå-mm-dd, for eksempel 2026-09-01.")) from None


def check_time(
    round_: RoundRecord, received: date | None, extended: date | None, reason: str, now: datetime,
    *, late_only: bool = False,
) -> None:
    """Judge the day that an answer came.

    Args:
        late_only: the extended deadline is said of several answers, some of them in time.

    Raises:
        DeskError: it is in the future, before the round, or after the deadline without a reason.
    """
    if received is None:
        raise DeskError(say("Skriv dagen svaret kom."))
    if received > norwegian_day(now):
        raise DeskError(say("Dagen svaret kom, kan ikke være i framtida."))
    if round_.aapner is not None and received < norwegian_day(round_.aapner):
        raise DeskError(say("Svaret kom før høringen åpnet."))
    last = norwegian_day(round_.stenger - timedelta(seconds=1)) if round_.stenger else None
    if last is not None and received > last:
        if extended is None or len(reason) < 3:
            raise DeskError(say(
                "Svaret kom etter fristen. Skriv den utsatte fristen avsenderen har fått, og "
                "hvorfor."
            ))
        if received > extended:
            raise DeskError(say("Svaret kom etter den utsatte fristen også."))
    elif extended is not None and not late_only:
        raise DeskError(say("Svaret kom innen fristen, og trenger ingen utsatt frist."))
