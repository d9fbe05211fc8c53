"""E-mails as letters to register: one mail is one letter, with the text of its attachments.

The mail is kept as it came. An attachment that is not read is named, with why; the rest comes in.
The same mail twice (by its Message-ID) is known again.
"""

from __future__ import annotations

import base64
import hashlib
import io
import uuid
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from django.contrib.auth.models import User
from django.db import transaction
from rettesnor.model.time_zone import OSLO, norwegian_day

from rettesnor_horing.desk.workflow import Actor, DeskError, require
from rettesnor_horing.hearing.load import Hearing
from rettesnor_horing.intake.answer import EMAIL, MAX_NAME, Sender, clean
from rettesnor_horing.letters.incoming import (
    DATA,
    MAIL,
    MOST_BYTES,
    LetterError,
    kind_of,
    safe_name,
    too_large,
)
from rettesnor_horing.letters.register import RIGHT, round_of
from rettesnor_horing.letters.static_form import read_form
from rettesnor_horing.letters.text import checked, taken_apart, text_in
from rettesnor_horing.models import Letter, RoundRecord
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.words import say

MOST_MAILS = 500
MOST_UNPACKED = 200_000_000
_RATIO = 200


@dataclass
class Result:
    """What came of mails: the letters, those that were known, and what was not taken in."""

    letters: list[Letter] = field(default_factory=list)
    known: list[Letter] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def take_in_file(round_id: str, name: str, data: bytes, user: Actor, now: datetime) -> Result:
    """Take in a mail (``.eml``), or a package of them (``.zip``).

    Raises:
        DeskError: it is neither, or too large.
    """
    require(user, RIGHT)
    round_of(round_id)
    ending = PurePosixPath(name.casefold()).suffix
    if len(data) > MOST_BYTES:
        raise DeskError(str(too_large()))
    result = Result()
    if ending == ".zip" and data.startswith(b"PK\x03\x04"):
        mails = _unpacked(data, result)
    elif ending == ".eml":
        mails = iter([(name, data)])
    else:
        raise DeskError(say(
            "Last opp en e-post som fil (.eml), eller flere i en zip-fil. I Outlook: dra e-posten "
            "til en mappe, eller velg «Lagre som»."
        ))
    return take_in(round_id, mails, user, now, result)


def take_in(
    round_id: str, mails: Iterable[tuple[str, bytes]], user: Actor, now: datetime,
    result: Result | None = None,
) -> Result:
    """Take in mails, each by itself: one that is refused does not stop the others."""
    actor = require(user, RIGHT)
    round_, hearing = round_of(round_id)
    result = result or Result()
    for name, data in mails:
        try:
            made, new = _take_in(round_, hearing, data, actor, now)
        except LetterError as error:
            result.refused.append((safe_name(name), str(error)))
        else:
            (result.letters if new else result.known).extend(made)
    return result


def _unpacked(data: bytes, result: Result) -> Iterator[tuple[str, bytes]]:
    """Yield the mails of a package; everything else in it is refused by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
            left = MOST_UNPACKED
            for number, entry in enumerate(entries):
                name = safe_name(entry.filename)
                if number == MOST_MAILS:
                    result.refused.append((name, say(
                        "Zip-fila har mer enn {number} filer. Resten er ikke lest.",
                        number=MOST_MAILS,
                    )))
                    return
                if not entry.filename.casefold().endswith(".eml"):
                    result.refused.append((name, say("Fila er ikke en e-post (.eml).")))
                    continue
                large = entry.file_size > min(MOST_BYTES, left)
                if large or entry.file_size > _RATIO * max(entry.compress_size, 1000):
                    result.refused.append((name, str(too_large())))
                    continue
                with packed.open(entry) as stream:
                    body = stream.read(MOST_BYTES + 1)
                left -= len(body)
                yield entry.filename, body
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
            ValueError) as error:
        raise DeskError(say("Zip-fila er skadet eller låst med passord.")) from error


def _take_in(
    round_: RoundRecord, hearing: Hearing, data: bytes, actor: User, now: datetime
) -> tuple[list[Letter], bool]:
    """Keep a mail as a letter, with one more for each answer form in it.

    Raises:
        LetterError: it cannot be read.
    """
    if not data.strip():
        raise LetterError(say("Fila er tom."))
    if len(data) > MOST_BYTES:
        raise too_large()
    digest = hashlib.sha256(data).hexdigest()
    said = taken_apart(MAIL, data)
    head: dict[str, str] = {name: clean(str(value)) for name, value in said["epost"].items()}
    identity = hashlib.sha256((head["id"] or digest).encode()).hexdigest()
    if known := [*Letter.objects.filter(
        round=round_, mail_id=identity, forgotten__isnull=True
    ).defer("original")]:
        return known, False
    if not (head["adresse"] or head["id"] or head["dato"]):
        raise LetterError(say("Fila er ikke en e-post (.eml), eller den er skadet."))
    paragraphs: list[str] = [str(one) for one in said["avsnitt"]]
    notes: dict[str, object] = {"sider": [], "utelatt": [], "hele": [], "vedlegg": []}
    attachments: list[dict[str, str]] = []
    forms = []
    for one in said["vedlegg"]:
        name, body = safe_name(str(one["navn"])), base64.b64decode(str(one["data"]))
        why = ""
        try:
            kind = kind_of(name, body)
            if kind == DATA:
                forms.append((name, body, read_form(body, hearing)))
            else:
                text = text_in(kind, body)
                paragraphs += [say("Vedlegg: {name}", name=name), *text.paragraphs]
                if text.pages or text.left_out:
                    why = say("Noe i vedlegget er bare i originalen, for eksempel bilder.")
        except LetterError as error:
            why = str(error)
        attachments.append({"navn": name, "hvorfor": why})
    if beyond := [*said["utelatt"]]:
        attachments.append({"navn": "…", "hvorfor": say(
            "{number} deler til er ikke lest: e-posten har for mange.", number=beyond[0]
        )})
    try:
        paragraphs = list(checked(paragraphs))
    except LetterError as error:
        if not forms:
            attachments.append({"navn": "", "hvorfor": str(error)})
        paragraphs = []
    received, doubt = _day(head["dato"], now)
    notes |= {"vedlegg": attachments, "dato": doubt}
    sender = asdict(_sender(head))
    common = {
        "round": round_, "mottatt": received, "kanal": Letter.Channel.MAIL, "maalform": "nb",
        "avsender": sender, "uploaded_by": actor, "uploaded": now, "emne": head["emne"][:200],
        "mail_id": identity,
    }
    with transaction.atomic():
        made = [Letter.objects.create(
            key=uuid.uuid4(), filnavn=safe_name(f"{head['emne'][:80] or 'e-post'}.eml"),
            format=MAIL, size=len(data), digest=digest, original=data, avsnitt=paragraphs,
            merknader=notes, **common,
        )]
        for name, body, form in forms:
            own = dict(sender)
            if form.name:
                own["slag"] = form.kind or own["slag"]
                own["organisasjon" if own["slag"] == "organisasjon" else "navn"] = form.name
            made.append(Letter.objects.create(
                key=uuid.uuid4(), filnavn=name, format=DATA, size=len(body),
                digest=hashlib.sha256(body).hexdigest(), original=body, svar=form.comments,
                merknader={"sider": [], "utelatt": [], "hele": list(form.whole)},
                **{**common, "avsender": own},
            ))
        for letter in made:
            record(
                actor.username, "letter-mail", letter.nummer, now, size=letter.size,
                attachments=len(attachments),
                unread=sum(bool(one["hvorfor"]) for one in attachments),
            )
    return made, True


def _sender(head: dict[str, str]) -> Sender:
    address = head["adresse"] if EMAIL.fullmatch(head["adresse"]) else ""
    return Sender("privatperson", head["navn"][:MAX_NAME], epost=address[:MAX_NAME])


def _day(text: str, now: datetime) -> tuple[object, str]:
    """Return the day of a mail, and what must be said of it: nobody can be late by a false date."""
    today = norwegian_day(now)
    try:
        sent = datetime.fromisoformat(text)
        day = (sent if sent.tzinfo is None else sent.astimezone(OSLO)).date()
    except (ValueError, OverflowError):
        return today, say("E-posten har ingen dato som kan leses. Dagen den ble hentet, er brukt.")
    if day > today:
        return today, say("Datoen i e-posten er i framtida. Dagen den ble hentet, er brukt.")
    return day, ""
