"""E-mails become letters to register; a hostile one harms nobody, and nothing is lost."""

from __future__ import annotations

import imaplib
import io
import json
import socket
import ssl
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from rettesnor_horing.letters.mail_parts import html_paragraphs, mail_parts
from rettesnor_horing.letters.mailbox import take_in
from rettesnor_horing.management.commands import innboks
from rettesnor_horing.models import Audit, Letter, Submission

from tests.horing import small
from tests.horing.conftest import Clock
from tests.horing.test_answering import text_of
from tests.horing.test_letters import Worker, pdf, word

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def mail(text: str = "Vi støtter planen.\n\nHilsen oss", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {
        "From": "Kari Æsen <kari@moss.example>", "Subject": "Høringssvar",
        "Date": "Mon, 03 Aug 2026 23:30:00 +0000", "Message_ID": "<1@moss.example>", **headers,
    }.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def attached(message: EmailMessage, name: str, data: bytes, kind: str = "application/x") -> None:
    message.add_attachment(data, *kind.split("/"), filename=name)  # type: ignore[call-arg]


@pytest.fixture
def worker(desk: Any) -> Worker:
    return Worker()


def upload(worker: Worker, data: bytes, name: str = "svar.eml") -> Any:
    return worker.client.post("/skrivebord/e-post/", {
        "runde": small.ROUND, "fil": SimpleUploadedFile(name, data),
    })


def describe(worker: Worker, letter: Letter, **values: str) -> Any:
    return worker.do(letter, "avsender", slag="organisasjon", organisasjon="Moss kommune",
                     navn="Kari", mottatt="2026-08-04", maalform="nb", **values)


def test_a_mail_with_attachments_becomes_one_letter_and_an_answer(worker: Worker) -> None:
    message = mail()
    attached(message, "svar.docx", word("Planen bør være kort."), WORD)
    attached(message, "virus.exe", b"MZ\x00\x01")
    attached(message, "skannet.pdf", pdf(scanned=True))
    page = upload(worker, message.as_bytes())
    assert page.status_code == 200 and "Høringssvar" in text_of(page)
    letter = Letter.objects.get()
    assert letter.avsnitt == [
        "Vi støtter planen.", "Hilsen oss", "Vedlegg: svar.docx", "Planen bør være kort.",
    ]
    assert letter.avsender["navn"] == "Kari Æsen" and letter.mottatt.isoformat() == "2026-08-04"
    assert bytes(letter.original) == message.as_bytes()
    whole = text_of(worker.client.get(f"/skrivebord/brev/{letter.pk}/"))
    assert "virus.exe" in whole and "er ikke tekst" in whole and "bare bilder" in whole
    worker.do(letter, "plasser", 1, 2, 3, 4, sted="alt")
    refused = worker.do(letter, "registrer")
    assert refused.status_code == 422 and "Se over hvem" in text_of(refused)
    assert describe(worker, letter).status_code == 303
    assert worker.do(letter, "registrer").status_code == 303
    answer = Submission.objects.get()
    assert (answer.organisasjon, answer.flags) == ("Moss kommune", ["e-post"])
    assert not any("moss" in json.dumps(a.details).lower() for a in Audit.objects.all())


def test_the_same_mail_is_known_again_by_its_id(worker: Worker) -> None:
    upload(worker, mail().as_bytes())
    again = upload(worker, mail(Received="from elsewhere").as_bytes())
    assert "Hentet før" in text_of(again) and Letter.objects.count() == 1
    upload(worker, mail(Message_ID="<2@moss.example>").as_bytes())
    assert Letter.objects.count() == 2


def test_an_answer_form_in_a_mail_is_an_answer_of_its_own(worker: Worker) -> None:
    form = {"horing": small.ROUND, "utgave": small.VERSION, "svar": {
        "slag": "organisasjon", "navn": "Moss kommune", "retningslinja": "Godt arbeid.",
    }}
    message = mail("Se vedlegget.")
    attached(message, "svar.json", json.dumps(form).encode(), "application/json")
    upload(worker, message.as_bytes())
    text, data = Letter.objects.all()
    assert text.avsnitt == ["Se vedlegget."] and data.svar == [{"tekst": "Godt arbeid."}]
    assert data.avsender["organisasjon"] == "Moss kommune"


def test_a_package_is_taken_in_and_each_fault_is_said(worker: Worker) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../1.eml", mail().as_bytes())
        packed.writestr("mappe/2.eml", mail(Message_ID="<2@x>", Subject="Nummer to").as_bytes())
        packed.writestr("bombe.eml", b"0" * 30_000_000)
        packed.writestr("bilde.png", b"x")
        packed.writestr("tom.eml", b" ")
    page = text_of(upload(worker, stream.getvalue(), "svar.zip"))
    assert Letter.objects.count() == 2
    assert "Nummer to" in page
    assert all(word in page for word in ("bombe.eml", "for stor", "bilde.png", "tom.eml"))


@pytest.mark.parametrize(("name", "data", "said"), [
    ("svar.msg", b"x", "som fil (.eml)"), ("svar.zip", b"x", "som fil (.eml)"),
    ("svar.zip", b"PK\x03\x04 nei", "skadet eller låst"),
])
def test_what_is_no_mail_is_refused(worker: Worker, name: str, data: bytes, said: str) -> None:
    page = upload(worker, data, name)
    assert page.status_code == 422 and said in text_of(page)


def nested(depth: int) -> bytes:
    inner = b"Content-Type: text/plain\r\n\r\nInnerst\r\n"
    for n in range(depth):
        mark = b"b%d" % n
        inner = (b"Content-Type: multipart/mixed; boundary=" + mark + b"\r\n\r\n--" + mark + b"\r\n"
                 + inner + b"\r\n--" + mark + b"--\r\n")
    return b"From: a@b.no\r\n" + inner


def many(parts: int) -> bytes:
    part = (b"--x\r\nContent-Type: text/plain\r\n"
            b"Content-Disposition: attachment; filename=a.txt\r\n\r\na\r\n")
    head = b"From: a@b.no\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head + part * parts + b"--x--"


@pytest.mark.parametrize("data", [
    nested(500), many(1000), b"From: a@b.no\r\nContent-Type: multipart/mixed\r\n\r\nuten grense",
    b"From: " + b"a" * 100_000 + b"\r\n\r\nhei", b"From: =?utf-8?b?////?= <x@y.no>\r\n\r\nhei",
    b"From: a@b.no\r\nContent-Type: text/plain; charset=finnes-ikke\r\n\r\nbl\xe5b\xe6r",
    b"From: a@b.no\r\nContent-Type: text/html; charset=utf-8\r\n\r\nbl\xe5b\xe6r",
    b"From: a@b.no\r\nSubject: a\r\n\tBcc: x@y\r\nDate: i morgen\r\n\r\nhei",
    b"From: a@b.no\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%%",
], ids=["deep", "many", "no boundary", "long", "bad word", "charset", "wrong", "folded", "base64"])
def test_a_hostile_mail_is_reduced_and_kept(worker: Worker, data: bytes, clock: Clock) -> None:
    found = take_in(small.ROUND, [("x.eml", data)], worker.user, clock.now())
    assert len(found.letters) + len(found.refused) == 1
    for letter in found.letters:
        assert bytes(letter.original) == data
        assert "\n" not in letter.emne and len(letter.merknader["vedlegg"]) <= 32
        assert worker.client.get(f"/skrivebord/brev/{letter.pk}/").status_code == 200


def test_a_wrong_character_set_loses_no_word() -> None:
    head = b"From: a@b.no\r\nContent-Type: text/plain; charset="
    for charset in (b"finnes-ikke", b"utf-8", b"utf-16"):
        assert mail_parts(head + charset + b"\r\n\r\nbl\xe5b\xe6r")["avsnitt"] == ["blåbær"]


def test_html_is_read_as_words_only() -> None:
    page = ("<head><style>p{}</style><title>x</title></head><p>Vi <b>støtter</b>\n planen.<br>Ja"
            "<script>alert(1)</script><ul><li>En<li>To</ul><table><tr><td>a<td>b</table>"
            "<img src='http://evil/x.gif'>&lt;script&gt;")
    assert html_paragraphs(page) == [
        "Vi støtter planen.\nJa", "En", "To", "a b", "<script>",
    ]


def test_a_late_mail_is_taken_in_and_needs_a_reason_to_be_registered(
    worker: Worker, clock: Clock
) -> None:
    clock.time = datetime(2026, 10, 20, 10, tzinfo=UTC)
    upload(worker, mail(Date="Mon, 12 Oct 2026 10:00:00 +0200").as_bytes())
    letter = Letter.objects.get()
    assert letter.mottatt.isoformat() == "2026-10-12"
    late = {"mottatt": "2026-10-12", "maalform": "nb", "slag": "privatperson", "navn": "Kari"}
    refused = worker.do(letter, "avsender", **late)
    assert refused.status_code == 422 and "utsatte fristen" in text_of(refused)
    done = worker.do(letter, "avsender", **late, utsatt_frist="2026-10-15", grunn="Ferie")
    assert done.status_code == 303
    upload(worker, mail(Message_ID="<9@x>", Date="Mon, 12 Oct 2099 10:00:00 +0200").as_bytes())
    later = Letter.objects.latest("pk")
    assert later.mottatt.isoformat() == "2026-10-20" and "framtida" in later.merknader["dato"]


@pytest.mark.parametrize("role", ["leser", "personvernombud"])
def test_only_those_who_may_register_take_mails_in(desk: Any, role: str) -> None:
    assert upload(Worker(role), mail().as_bytes()).status_code == 403


class Server:
    """A mailbox as imaplib shows it."""

    def __init__(self, host: str, port: int, *, ssl_context: Any, timeout: int) -> None:
        assert ssl_context.check_hostname and port == 993 and timeout
        self.mails = {b"7": mail().as_bytes(), b"9": b" "}
        self.asked: list[tuple[str, ...]] = []
        Server.last = self

    last: Server

    def login(self, user: str, password: str) -> None:
        assert (user, password) == ("ola", "p/w")

    def select(self, name: str) -> tuple[str, list[bytes]]:
        return ("OK" if name == '"INBOX"' else "NO"), [b""]

    def uid(self, command: str, *arguments: str) -> tuple[str, list[Any]]:
        self.asked.append((command, *arguments))
        if command == "SEARCH":
            return "OK", [b"7 9"]
        data = self.mails[arguments[0].encode()]
        if "RFC822.SIZE" in arguments[1]:
            return "OK", [b"1 (UID 7 RFC822.SIZE %d)" % len(data)]
        return "OK", [(b"1 (UID 7 BODY[] {9}", data), b")"]

    def logout(self) -> None:
        pass


def test_a_mailbox_is_read_over_tls_and_only_what_came_in_is_marked(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(innboks.imaplib, "IMAP4_SSL", Server)
    monkeypatch.setenv("HORING_IMAP", "imaps://ola:p%2Fw@post.example/INBOX")
    call_command("innboks", small.ROUND, user=worker.user.username)
    said = capsys.readouterr()
    assert "1 hentet, 0 hentet før, 1 ikke hentet" in said.out and "9.eml" in said.err
    marked = [one for one in Server.last.asked if one[0] == "STORE"]
    assert marked == [("STORE", "7", "+FLAGS", "(\\Seen)")]
    assert all("PEEK" in one[2] or "SIZE" in one[2] for one in Server.last.asked
               if one[0] == "FETCH")
    for url, why in (("imap://x/INBOX", "imaps://"), ("imaps://ola:p%2Fw@x/annet", "ingen mappe")):
        monkeypatch.setenv("HORING_IMAP", url)
        with pytest.raises(CommandError, match=why):
            call_command("innboks", small.ROUND, user=worker.user.username)


@pytest.mark.parametrize(("folder", "written"), [
    ("INBOX", "INBOX"), ("Høring", "H&APg-ring"), ("Svar & innspill", "Svar &- innspill"),
    ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
])
def test_a_folder_is_named_as_the_protocol_writes_it(folder: str, written: str) -> None:
    """The last is the example of RFC 3501, 5.1.3."""
    assert innboks.mailbox_name(folder) == written


def emptied(monkeypatch: pytest.MonkeyPatch, worker: Worker, url: str = "") -> None:
    monkeypatch.setenv("HORING_IMAP", url or "imaps://ola:p%2Fw@post.example/INBOX")
    call_command("innboks", small.ROUND, user=worker.user.username)


@pytest.mark.parametrize(("fault", "said"), [
    (ssl.SSLCertVerificationError(), "ikke stoler på"),
    (ssl.SSLError(), "ikke med TLS på port 993"),
    (socket.gaierror(), "Finner ikke tjeneren «post.example»"), (TimeoutError(), "30 sekunder"),
    (ConnectionRefusedError(), "tar ikke imot på port 993"),
    (imaplib.IMAP4.abort("EOF"), "ble brutt"), (imaplib.IMAP4.error("BAD"), "feil: BAD"),
])
def test_a_mailbox_that_cannot_be_reached_says_why(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, fault: Exception, said: str
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise fault

    monkeypatch.setattr(innboks.imaplib, "IMAP4_SSL", refuse)
    with pytest.raises(CommandError, match=said):
        emptied(monkeypatch, worker)


@pytest.mark.parametrize("url", [
    "imaps://ola:p@post.example:99930/INBOX", "imaps://[x/INBOX", "imaps:///INBOX", "",
])
def test_an_address_that_is_none_is_refused(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("HORING_IMAP", url)
    with pytest.raises(CommandError, match="imaps://bruker"):
        call_command("innboks", small.ROUND, user=worker.user.username)


def test_a_wrong_password_is_said_and_one_in_norwegian_can_be_right(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Norwegian(Server):
        def login(self, user: str, password: str) -> None:
            raise imaplib.IMAP4.error("NO")

        def authenticate(self, mechanism: str, answer: Any) -> None:
            if (mechanism, answer(b"")) != ("PLAIN", "\0ola\0blå".encode()):
                raise imaplib.IMAP4.error("NO")

    monkeypatch.setattr(innboks.imaplib, "IMAP4_SSL", Norwegian)
    for password in ("galt", "gr%C3%A5"):
        with pytest.raises(CommandError, match="brukernavnet eller passordet"):
            emptied(monkeypatch, worker, f"imaps://ola:{password}@post.example/INBOX")
    emptied(monkeypatch, worker, "imaps://ola:bl%C3%A5@post.example/INBOX")
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("fault", [imaplib.IMAP4.abort("EOF"), ConnectionResetError()])
@pytest.mark.parametrize("when", ["FETCH", "STORE"])
def test_a_connection_that_breaks_loses_nothing_and_takes_nothing_twice(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, fault: Exception, when: str
) -> None:
    class Two(Server):
        breaks = True

        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.mails[b"9"] = mail(Message_ID="<2@moss.example>").as_bytes()

        def uid(self, command: str, *arguments: str) -> tuple[str, list[Any]]:
            late = command == "STORE" or arguments[0] == "9"
            if Two.breaks and command == when and late:
                raise fault
            return super().uid(command, *arguments)

    monkeypatch.setattr(innboks.imaplib, "IMAP4_SSL", Two)
    with pytest.raises(CommandError, match="ble brutt"):
        emptied(monkeypatch, worker)
    assert Letter.objects.count() == 1
    Two.breaks = False
    emptied(monkeypatch, worker)
    assert Letter.objects.count() == 2


def test_what_is_not_handed_out_and_what_is_too_much_for_one_run_is_said(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    class Odd(Server):
        def uid(self, command: str, *arguments: str) -> tuple[str, list[Any]]:
            if command == "FETCH" and arguments[1] == "(BODY.PEEK[])":
                return "OK", [None]
            return super().uid(command, *arguments)

    monkeypatch.setattr(innboks.imaplib, "IMAP4_SSL", Odd)
    monkeypatch.setattr(innboks, "MOST_MAILS", 1)
    emptied(monkeypatch, worker)
    said = capsys.readouterr().err
    assert "7.eml: Postkassen ga ikke e-posten fra seg." in said and "1 til er uleste" in said


def test_a_folder_of_mails_is_taken_in(worker: Worker, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "a.eml").write_bytes(mail().as_bytes())
    (tmp_path / "b.txt").write_bytes(b"ikke med")
    call_command("innboks", small.ROUND, str(tmp_path), user=worker.user.username)
    assert "1 hentet" in capsys.readouterr().out
    with pytest.raises(CommandError, match="kan ikke registrere"):
        call_command("innboks", small.ROUND, str(tmp_path), user=Worker("leser").user.username)
