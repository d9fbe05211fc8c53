"""What goes on at the desk while it is killed: letters, e-mails, tables, shared drafts, and more.

Each deed is repeated until it is acknowledged, as a careful person would: what they see on the page
decides the next step. A ``Ledger`` holds what was sent and what was acknowledged, and ``faults``
compares that with the database.
"""

from __future__ import annotations

import hashlib
import io
import re
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from html import unescape
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.horing import small
from tests.horing.desk_server import PASSWORD, DeskServer

_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_PARAGRAPHS, _ROWS, _COLLEAGUES = 3, 4, 3
_PATIENCE = 400.0
_CSRF = "k" * 32
Step = Callable[[], Any]


def word() -> str:
    """Return a word that is nowhere else, and looks like nobody's number."""
    return f"ord{uuid.uuid4().hex.translate(_LETTERS)}"


@dataclass
class Ledger:
    """What was sent and what the desk acknowledged.

    Attributes:
        files: the words in each file that was sent, by the file's digest.
        kept: digests of files whose upload was acknowledged.
        registered: digests of those whose registration as an answer was acknowledged.
        rows: the words of the rows of each table, by the table's own number of sending.
        imported: the tables whose import was acknowledged.
        withdrawn: numbers of answers whose withdrawal was acknowledged.
        written: by colleague of a draft (its key and the name): the last text that was
            acknowledged, and the one that was tried.
        sent: the words that an answer written together must hold, by key.
        refused: how many times the desk said that it could not.
        broken: how many times the connection broke.
        wrong: answers that a person would not know what to do with.
    """

    files: dict[str, list[str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    registered: set[str] = field(default_factory=set)
    rows: dict[int, list[str]] = field(default_factory=dict)
    imported: set[int] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    answers: dict[uuid.UUID, str] = field(default_factory=dict)
    written: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    sent: dict[uuid.UUID, list[str]] = field(default_factory=dict)
    refused: int = 0
    broken: int = 0
    wrong: list[str] = field(default_factory=list)

    def filed(self) -> int:
        """Return how many deeds with letters were acknowledged."""
        return len(self.kept) + len(self.registered)


class Unsure(Exception):
    """The desk could not answer, or said that nothing is confirmed: try again."""


class Person:
    """Somebody at a browser who does not give up."""

    def __init__(self, desk: DeskServer, ledger: Ledger, stop: threading.Event) -> None:
        self.desk, self.ledger, self.stop = desk, ledger, stop
        self.session = ""

    def until_done(self, step: Step) -> Any:
        """Do ``step`` until it gives something.

        Raises:
            TimeoutError: it did not for a long time.
        """
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            try:
                if (found := step()) is not None:
                    return found
            except Unsure:
                self.ledger.refused += 1
            except (OSError, HTTPException, ValueError):
                self.ledger.broken += 1
            time.sleep(0.05)
        raise TimeoutError

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = ""
    ) -> tuple[int, str, str]:
        """Return status, where it leads, and the page.

        Raises:
            Unsure: 500 or 503.
        """
        headers = {"Cookie": f"horing-csrf={_CSRF}; horing={self.session}", "X-CSRFToken": _CSRF}
        connection = HTTPConnection("127.0.0.1", self.desk.port, timeout=30)
        try:
            connection.request(
                method, path, body or None, {**headers, **({"Content-Type": kind} if kind else {})}
            )
            response = connection.getresponse()
            page = response.read().decode()
            for value in response.headers.get_all("Set-Cookie") or ():
                if value.startswith("horing="):
                    self.session = value.split("=", 1)[1].split(";")[0]
            if response.status in (500, 503):
                raise Unsure(response.status)
            return response.status, response.headers.get("Location") or "", page
        finally:
            connection.close()

    def form(self, path: str, data: list[tuple[str, str]]) -> tuple[int, str, str]:
        """Send a form."""
        return self.ask(
            "POST", path, urlencode(data).encode(), "application/x-www-form-urlencoded"
        )

    def file(self, path: str, data: dict[str, str], name: str, content: bytes) -> tuple[
        int, str, str
    ]:
        """Send a form with a file."""
        parts = b"".join(
            f'--grense\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in data.items()
        )
        parts += (
            f'--grense\r\nContent-Disposition: form-data; name="fil"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode() + content + b"\r\n--grense--\r\n"
        return self.ask("POST", path, parts, "multipart/form-data; boundary=grense")

    def sign_in(self, name: str) -> None:
        """Sign in as ``name``."""
        def step() -> bool | None:
            self.session = ""
            status, _, _ = self.form(
                "/skrivebord/login/?next=/skrivebord/", [("username", name), ("password", PASSWORD)]
            )
            return True if status == 302 else None

        self.until_done(step)


def document(kind: str, words: list[str]) -> bytes:
    """Return a file of the ``kind`` with a paragraph for each of the words."""
    lines = [f"Vi har lest forslaget, og mener {one} om det." for one in words]
    if kind == "docx":
        from docx import Document

        made = Document()
        for line in lines:
            made.add_paragraph(line)
        stream = io.BytesIO()
        made.save(stream)
        return stream.getvalue()
    if kind == "pdf":
        from tests.horing.test_letters import pdf

        return pdf(*lines)
    if kind == "eml":
        message = EmailMessage()
        message["From"], message["Subject"] = "Kari <kari@moss.example>", words[0]
        message["Date"] = "Mon, 03 Aug 2026 10:30:00 +0000"
        message["Message-ID"] = f"<{words[0]}@moss.example>"
        message.set_content("\n\n".join(lines))
        return message.as_bytes()
    return "\n\n".join(lines).encode()


def letters(person: Person, kinds: tuple[str, ...]) -> None:
    """Upload files, place what they say, and register them as answers, one after the other."""
    ledger = person.ledger
    number = 0
    while not person.stop.is_set():
        kind, words = kinds[number % len(kinds)], [word() for _ in range(_PARAGRAPHS)]
        number += 1
        data = document(kind, words)
        digest = hashlib.sha256(data).hexdigest()
        ledger.files[digest] = words
        place = person.until_done(lambda kind=kind, data=data: _uploaded(person, kind, data))
        ledger.kept.add(digest)
        person.until_done(lambda place=place: _registered(person, place))
        ledger.registered.add(digest)


def _uploaded(person: Person, kind: str, data: bytes) -> str | None:
    """Return the page of the letter that the file has become."""
    if kind == "eml":
        status, _, page = person.file(
            "/skrivebord/e-post/", {"runde": small.ROUND}, "svar.eml", data
        )
        found = re.search(r'<li><a href="(/skrivebord/brev/\d+/)"', page)
        place = found[1] if found else ""
    else:
        status, place, page = person.file("/skrivebord/brev/ny/", {
            "runde": small.ROUND, "slag": "organisasjon", "organisasjon": "Moss kommune",
            "navn": "", "epost": "", "mottatt": "2026-08-03", "kanal": "brev",
            "maalform": "nb", "saksnummer": "2026/12",
        }, f"brev.{kind}", data)
        if known := re.search(r"lastet opp før \(brev:(\d+)\)", page):
            place = f"/skrivebord/brev/{known[1]}/"
    if not place:
        person.ledger.wrong.append(f"upload of {kind}: {status} {_fault(page)}")
    return place or None


def _registered(person: Person, place: str) -> bool | None:
    """Do what the letter's page asks for next; true when it says that it is registered."""
    _, _, page = person.ask("GET", place)
    if "Svaret er registrert som" in page:
        return True
    version = re.search(r'name="versjon" value="(\d+)"', page)
    if version is None:
        person.ledger.wrong.append(f"{place}: {_fault(page)}")
        return None
    said = [("versjon", version[1])]
    free = re.findall(r'name="avsnitt" value="(\d+)"', page)
    if free:
        deed = [("handling", "plasser"), ("sted", "alt"), *(("avsnitt", one) for one in free)]
    else:
        deed = [("handling", "registrer")]
    status, _, answer = person.form(place, [*said, *deed])
    if status == 422 and "Se over hvem" in answer:
        person.form(place, [
            *said, ("handling", "avsender"), ("slag", "organisasjon"),
            ("organisasjon", "Moss kommune"), ("navn", ""), ("mottatt", "2026-08-03"),
            ("maalform", "nb"),
        ])
    return None


def tables(person: Person) -> None:
    """Upload tables and import them, one after the other."""
    number = 0
    while not person.stop.is_set():
        number += 1
        words = [word() for _ in range(_ROWS)]
        person.ledger.rows[number] = words
        text = "Virksomhet;Mottatt;Kommentar\n" + "".join(
            f"Kommune {one};2026-08-03;Vi mener {one} om det.\n" for one in words
        )

        def uploaded(text: str = text) -> str | None:
            status, place, page = person.file(
                "/skrivebord/tabell/", {"runde": small.ROUND}, "svar.csv", text.encode()
            )
            if not place:
                person.ledger.wrong.append(f"table: {status} {_fault(page)}")
            return place or None

        place = person.until_done(uploaded)
        person.until_done(lambda place=place: _imported(person, place))
        person.ledger.imported.add(number)


def _imported(person: Person, place: str) -> bool | None:
    """Do what the table's page asks for next; true when it says that it is imported."""
    _, _, page = person.ask("GET", place)
    if "svar er importert." in page:
        return True
    version = re.search(r'name="versjon" value="(\d+)"', page)
    if version is None:
        person.ledger.wrong.append(f"{place}: {_fault(page)}")
        return None
    ready = 'value="importer"' in page
    person.form(place, [
        ("versjon", version[1]), ("handling", "importer" if ready else "prov"),
        *(("kolonne", one) for one in ("organisasjon", "mottatt", "tekst")),
        ("mottatt", "2026-08-03"), ("maalform", "nb"),
    ])
    return None


def withdrawals(person: Person) -> None:
    """Send answers and ask for them to be withdrawn, one after the other."""
    while not person.stop.is_set():
        key = uuid.uuid4()
        text = person.ledger.answers[key] = f"Vi mener {word()}"

        def receipted(key: uuid.UUID = key, text: str = text) -> dict[str, Any] | None:
            status, answer = person.desk.post_json(key, text)
            return answer if status in (200, 201) else None

        receipt = person.until_done(receipted)
        path = urlsplit(receipt["kvittering"]).path + "trekk/"
        person.until_done(lambda path=path: person.form(path, [])[0] == 303 or None)
        person.ledger.withdrawn.add(receipt["nummer"])


def shared_drafts(person: Person) -> None:
    """Write answers together, and send each once, one after the other."""
    from rettesnor_horing.intake.form_token import Ticket
    from rettesnor_horing.intake.shared import code_of

    from tests.horing.conftest import fields

    ledger = person.ledger
    form = f"/{small.ROUND}/svar/"
    while not person.stop.is_set():
        own = word()
        opened = datetime.now(UTC) - timedelta(minutes=1)
        ticket = Ticket(small.ROUND, uuid.uuid4(), opened, opened).sealed()

        def begun(own: str = own, ticket: str = ticket) -> str | None:
            status, place, _ = person.form(form, [
                ("skjema", ticket), ("slag", "privatperson"), ("hele", own), ("handling", "del"),
            ])
            return place if status == 303 else None

        page_of = urlsplit(person.until_done(begun)).path
        secret = page_of.strip("/").rpartition("/")[2]
        shared = f"/felles/{code_of(secret)}/"
        for name in (f"Kollega {n}" for n in range(_COLLEAGUES)):
            text = ""
            for _ in range(2):
                text = f"{text} {word()}".strip()
                done, _ = ledger.written.get((secret, name), ("", ""))
                ledger.written[secret, name] = (done, text)

                def kept(name: str = name, text: str = text, shared: str = shared) -> bool | None:
                    _, _, page = person.ask("GET", f"{shared}?{urlencode({'kollega': name})}")
                    status, _, answer = person.form(shared, [
                        *fields(page).items(), ("kollega", name), ("hele", text),
                        ("handling", "lagre"),
                    ])
                    if status not in (303, 409):
                        ledger.wrong.append(f"colleague: {status} {_fault(answer)}")
                    return True if status == 303 else None

                person.until_done(kept)
                ledger.written[secret, name] = (text, text)
        texts = [ledger.written[secret, f"Kollega {n}"][0] for n in range(_COLLEAGUES)]

        def taken(page_of: str = page_of) -> str | None:
            """Take in what the colleagues wrote; return what the lead's field then holds."""
            _, _, page = person.ask("GET", page_of)
            status, _, _ = person.form(form, [
                *fields(page).items(), ("slag", "privatperson"), ("hele", _typed(page)),
                ("handling", "hent"),
            ])
            return _typed(person.ask("GET", page_of)[2]) or None if status == 303 else None

        whole = person.until_done(taken)
        key = uuid.UUID(bytes=hashlib.sha256(b"utkast:" + secret.encode()).digest()[:16])
        sealed = Ticket(small.ROUND, key, opened, opened).sealed()
        _, _, page = person.until_done(lambda page_of=page_of: person.ask("GET", page_of))
        hidden = {**fields(page), "skjema": sealed}

        def sent(hidden: dict[str, str] = hidden, whole: str = whole) -> bool | None:
            status, _, answer = person.form(form, [
                *hidden.items(), ("slag", "privatperson"), ("hele", whole), ("samtykke", "ja"),
                ("handling", "send"),
            ])
            if status != 303:
                ledger.wrong.append(f"sending: {status} {_fault(answer)}")
            return True if status == 303 else None

        person.until_done(sent)
        for n in range(_COLLEAGUES):  # the draft is removed when the answer is sent
            del ledger.written[secret, f"Kollega {n}"]
        ledger.sent[key] = [own, *(one for text in texts for one in text.split())]


def _typed(page: str) -> str:
    found = re.search(r'<textarea[^>]*name="hele"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return unescape(found[1]) if found else ""


def _fault(page: str) -> str:
    found = re.search(r'(?:errornote|role="alert")[^>]*>(.*?)<', page, re.DOTALL)
    return (found[1] if found else page[:120]).strip()


def faults(ledger: Ledger, *, ended: bool) -> list[str]:
    """Return what was acknowledged and is not there once and unaltered.

    Args:
        ended: nobody writes any more, so that nothing half done may be there either.
    """
    kept, registered = set(ledger.kept), set(ledger.registered)
    imported, withdrawn = set(ledger.imported), set(ledger.withdrawn)
    sent, written = dict(ledger.sent), dict(ledger.written)
    from django.db import connection

    connection.close()
    found = _letter_faults(ledger, kept, registered)
    found += _text_faults(ledger, registered, imported, sent, ended=ended)
    found += _other_faults(withdrawn, written if ended else {})
    return found + (_half(ledger) if ended else [])


def _letter_faults(ledger: Ledger, kept: set[str], registered: set[str]) -> list[str]:
    from rettesnor_horing.models import Letter

    found, seen, answered = [], Counter[str](), set()
    for digest, original, answer in Letter.objects.values_list(
        "digest", "original", "submission"
    ).iterator(200):
        seen[digest] += 1
        if answer is not None:
            answered.add(digest)
        if original is None or hashlib.sha256(bytes(original)).hexdigest() != digest:
            found.append(f"file altered or gone: {digest}")
        if digest not in ledger.files:
            found.append(f"file that nobody sent: {digest}")
    found += [f"file lost: {one}" for one in kept if not seen[one]]
    found += [f"file {number} times: {one}" for one, number in seen.items() if number > 1]
    return found + [f"registration lost: {one}" for one in registered - answered]


def _text_faults(
    ledger: Ledger, registered: set[str], imported: set[int], sent: dict[uuid.UUID, list[str]], *,
    ended: bool,
) -> list[str]:
    """Return words that are not in exactly one place; of what was not acknowledged, in none."""
    from rettesnor_horing.models import Comment

    words = Counter(
        one for text in Comment.objects.values_list("tekst", flat=True).iterator(500)
        for one in re.findall(r"\bord[a-p]{32}\b", text)
    )
    must = [one for digest in registered for one in ledger.files[digest]]
    must += [one for number in imported for one in ledger.rows[number]]
    must += [one for said in sent.values() for one in said]
    found = [f"word {words[one]} times: {one}" for one in must if words[one] != 1]
    found += [f"word {number} times: {one}" for one, number in words.items() if number > 1]
    if ended:
        whole = [*ledger.files.values(), *ledger.rows.values()]
        found += [f"half an answer: {said}" for said in whole
                  if len({words[one] for one in said}) > 1]
    return found


def _other_faults(
    withdrawn: set[str], written: dict[tuple[str, str], tuple[str, str]]
) -> list[str]:
    from rettesnor_horing.intake import shared
    from rettesnor_horing.models import Audit, Submission
    from rettesnor_horing.views.pages import WITHDRAWN

    deeds = Counter(
        Audit.objects.filter(action="withdraw-request").values_list("subject", flat=True)
    )
    flagged = {one.nummer for one in Submission.objects.all() if WITHDRAWN in one.flags}
    found = [f"withdrawal lost: {one}" for one in withdrawn if one not in flagged or not deeds[one]]
    found += [f"withdrawal {number} times: {one}" for one, number in deeds.items() if number > 1]
    for (secret, name), (done, tried) in written.items():
        draft = shared.find(shared.code_of(secret))
        own = draft.contributions.filter(name=name).first() if draft else None
        text = own.content.get("hele", [""])[0] if own else ""
        if draft is not None and text not in (done, tried):
            found.append(f"colleague's text lost: {name}")
    return found


def _half(ledger: Ledger) -> list[str]:
    """Return rows that lack what belongs to them, and faults in the audit trail."""
    from rettesnor_horing.models import AnswerTable, Comment, Letter, Submission, TableRow
    from rettesnor_horing.models.audit_log import first_fault

    found = []
    if (fault := first_fault()) is not None:
        found.append(f"audit trail: {fault}")
    whole = set(Comment.objects.values_list("submission", flat=True))
    found += [f"answer without comments: {one}" for one in
              set(Submission.objects.values_list("pk", flat=True)) - whole]
    lettered = set(Letter.objects.exclude(submission=None).values_list("submission", flat=True))
    rowed = set(TableRow.objects.values_list("submission", flat=True))
    for one in Submission.objects.all():
        if {"brev", "e-post"} & {*one.flags} and one.pk not in lettered:
            found.append(f"answer without its letter: {one.nummer}")
        if "tabell" in one.flags and one.pk not in rowed:
            found.append(f"answer without its row: {one.nummer}")
    for letter in Letter.objects.exclude(submission=None).prefetch_related("segments"):
        if letter.submission is None or letter.submission.key != letter.key:
            found.append(f"letter with another's answer: {letter.nummer}")
        if any(one.comment_id is None for one in letter.segments.all() if not one.skip):
            found.append(f"paragraphs without their comment: {letter.nummer}")
    for table in AnswerTable.objects.all():
        taken = TableRow.objects.filter(table=table).count()
        if taken != (_ROWS if table.imported else 0) or bool(table.rows) != table.open:
            found.append(f"half a table: {table.nummer}")
    return found + [f"not understood: {one}" for one in ledger.wrong]
