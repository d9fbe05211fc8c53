"""Letters: hostile files, the way to an answer, rights and removal."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from docx import Document
from pypdf import PdfWriter
from rettesnor_horing import retention
from rettesnor_horing.desk import removal
from rettesnor_horing.desk.workflow import DeskError
from rettesnor_horing.exports.publishable import publishable
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.intake.answer import MAX_TEXT
from rettesnor_horing.letters import incoming, register, text
from rettesnor_horing.letters.incoming import LetterError, kind_of, safe_name
from rettesnor_horing.letters.places import choices
from rettesnor_horing.letters.text import text_in
from rettesnor_horing.models import (
    Audit,
    Comment,
    Letter,
    Outbox,
    RoundRecord,
    Segment,
    Submission,
)
from rettesnor_horing.models.audit_log import first_fault

from tests.horing import small
from tests.horing.conftest import Clock
from tests.horing.test_answering import text_of
from tests.horing.test_editors import decided, moderate, user
from tests.horing.test_privacy import archived

PARAGRAPHS = [
    "Moss kommune, 1. august", "Vi støtter planen.", "Men den må være kort.", "Hilsen oss",
]
LETTER = "\n\n".join(PARAGRAPHS).encode()
PLACE = "skriftlig-plan/begrunnelse"


def word(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def pdf(*lines: str, scanned: bool = False) -> bytes:
    """Return a PDF of one page; one that is scanned has a picture and no text."""
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    stream = f"BT /F1 12 Tf 72 700 Td {shown}ET".encode("latin-1")
    if scanned:
        stream = b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


# What is taken in ---------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "data", "said"), [
    ("brev.docx", b"<!DOCTYPE html><html><script>alert(1)</script>", "nettside"),
    ("brev.txt", b"\n<!-- x --><html>", "nettside"),
    ("brev.docx", b"Bare tekst", "passer ikke"),
    ("brev.pdf", b"PK\x03\x04", "passer ikke"),
    ("brev.txt", b"%PDF-1.4", "passer ikke"),
    ("brev.docx", b"\xd0\xcf\x11\xe0", "gammelt format"),
    ("brev.txt", b"MZ\x00\x01\x02", "ikke tekst"),
    ("brev.exe", b"Hei", "passer ikke"),
    ("brev", b"Hei", "passer ikke"),
    ("brev.txt", b" \n ", "tom"),
    ("brev.txt", b"a" * (incoming.MOST_BYTES + 1), "for stor"),
])
def test_the_content_decides_what_a_file_is(name: str, data: bytes, said: str) -> None:
    with pytest.raises(LetterError, match=said):
        kind_of(name, data)


@pytest.mark.parametrize(("name", "safe"), [
    ("../../etc/passwd", "passwd"), ("C:\\brev\\svar.docx", "svar.docx"),
    ('<img src=x onerror="a">.txt', "img src=x onerror=a.txt"),
    ("svar\u202efdp.docx", "svarfdp.docx"), ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
    ("..", "brev"), ("", "brev"), ("å" * 300 + ".docx", "å" * 115 + ".docx"),
])
def test_file_names_can_be_shown_and_sent(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_by_paragraph(encoding: str) -> None:
    data = "Vi støtter\r\nplanen.\r\n\r\n \r\nTakk – «snart».".encode(encoding)
    assert text_in("txt", data).paragraphs == ("Vi støtter\nplanen.", "Takk – «snart».")


def test_a_long_paragraph_is_cut_where_there_is_room_and_loses_no_word() -> None:
    words = "ord " * MAX_TEXT
    found = text_in("txt", words.encode()).paragraphs
    assert max(map(len, found)) <= MAX_TEXT
    assert " ".join(found).split() == words.split()
    with pytest.raises(LetterError, match="for lang"):
        text_in("txt", b"a\n\n" * (text.MOST_PARAGRAPHS + 1))


def test_a_word_document_is_read_with_what_is_left_out() -> None:
    document = Document()
    document.add_heading("Svar fra Moss")
    document.add_paragraph("Første <b>punkt</b>", style="List Bullet")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Kapittel", "Merknad"
    document.sections[0].header.paragraphs[0].text = "Saksnr. 12"
    stream = io.BytesIO()
    document.save(stream)
    found = text_in("docx", stream.getvalue())
    assert found.paragraphs == ("Svar fra Moss", "Første <b>punkt</b>", "Kapittel", "Merknad")
    assert found.left_out == ("Topptekst",)


@pytest.mark.parametrize(("make", "said"), [
    (lambda: with_part(word("Hei"), "word/bomb.xml", b"0" * 40_000_000), "pakket ut"),
    (lambda: with_part(word("Hei"), "word/vbaProject.bin", b"x"), "makroer"),
    (lambda: b"PK\x03\x04 ikke noe", "ikke et Word-dokument"),
    (lambda: word(""), "ingen tekst"),
], ids=["bomb", "macros", "damaged", "empty"])
def test_hostile_word_documents_are_refused(make: Callable[[], bytes], said: str) -> None:
    with pytest.raises(LetterError, match=said):
        text_in("docx", make())


def test_a_pdf_is_read_and_a_scanned_one_is_told() -> None:
    lines = [
        "Vi ber om at planen blir enda kortere enn i", "dag.", "Det er viktig for alle skoler.",
    ]
    assert text_in("pdf", pdf(*lines)).paragraphs == (f"{lines[0]} dag.", lines[2])
    with pytest.raises(LetterError, match="bare bilder"):
        text_in("pdf", pdf(scanned=True))


def locked(algorithm: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("hemmelig", algorithm=algorithm)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("make", "said"), [
    (lambda: b"%PDF-1.7\nxxxx", "skadet og kan ikke"),
    (lambda: pdf("Vi støtter planen, og den er kort.")[:300], "skadet"),
    (lambda: pdf(), "verken tekst"),
    (lambda: locked("RC4-128"), "låst"),
    (lambda: pdf("Hei").replace(b"/Root", b"/Encrypt<</Filter/Ukjent>>/Root"), "låst"),
], ids=["no", "cut", "empty", "locked", "unknown lock"])
def test_why_a_pdf_is_not_read_is_said(make: Callable[[], bytes], said: str) -> None:
    with pytest.raises(LetterError, match=said):
        text_in("pdf", make())


def test_the_reader_of_documents_gets_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> Any:
        seen.update(options)
        raise OSError

    monkeypatch.setattr(text.subprocess, "run", run)
    with pytest.raises(LetterError, match="for lang tid"):
        text_in("pdf", b"%PDF-")
    assert not [name for name in seen["env"] if name.startswith(("HORING", "DATABASE"))]
    assert seen["timeout"]


# From a letter to an answer -------------------------------------------------------------------


class Worker:
    """A case worker at the desk."""

    def __init__(self, role: str = "saksbehandler") -> None:
        self.user: User = user(role)
        self.client = Client()
        self.client.force_login(self.user)

    def upload(self, data: bytes = LETTER, name: str = "brev.txt", **values: str) -> Any:
        """Send the form with a file."""
        return self.client.post("/skrivebord/brev/ny/", {
            "runde": small.ROUND, "slag": "organisasjon", "organisasjon": "Moss kommune",
            "navn": "", "epost": "post@moss.example", "mottatt": "2026-08-03", "kanal": "brev",
            "maalform": "nb", "saksnummer": "2026/12", **values,
            "fil": SimpleUploadedFile(name, data),
        })

    def do(self, letter: Letter, deed: str, *numbers: int, **values: Any) -> Any:
        """Press a button on the letter's page."""
        letter.refresh_from_db()
        return self.client.post(f"/skrivebord/brev/{letter.pk}/", {
            "versjon": letter.version, "handling": deed, "avsnitt": [*map(str, numbers)], **values,
        })


@pytest.fixture
def worker(desk: Any) -> Worker:
    """A case worker, with the round taken in."""
    return Worker()


def taken_in(worker: Worker, **values: Any) -> Letter:
    answer = worker.upload(**values)
    assert answer.status_code == 303, text_of(answer)
    return Letter.objects.latest("pk")


def registered(worker: Worker, **values: Any) -> Letter:
    letter = taken_in(worker, **values)
    for deed, numbers, place in (
        ("gjelder-ikke", (1,), ""), ("plasser", (2, 3), PLACE), ("plasser", (4,), "alt"),
    ):
        assert worker.do(letter, deed, *numbers, sted=place).status_code == 303
    assert worker.do(letter, "registrer").status_code == 303
    letter.refresh_from_db()
    return letter


def test_paragraphs_with_others_between_become_one_comment(worker: Worker) -> None:
    letter = taken_in(worker)
    assert worker.do(letter, "gjelder-ikke", 1, 3).status_code == 303
    assert worker.do(letter, "plasser", 3, sted=PLACE).status_code == 422  # taken
    assert "avsnitt 1, 3" in text_of(worker.client.get(f"/skrivebord/brev/{letter.pk}/"))
    assert worker.do(letter, "angre:1").status_code == 303
    assert worker.do(letter, "plasser", 2, 4, sted=PLACE).status_code == 303
    assert worker.do(letter, "registrer").status_code == 422  # the rest has no place
    assert worker.do(letter, "gjelder-ikke", 1, 3).status_code == 303
    assert worker.do(letter, "registrer").status_code == 303
    comment = Comment.objects.get()
    assert comment.tekst == "Vi støtter planen.\n\nHilsen oss"
    assert "Fra brevet, avsnitt 2, 4" in text_of(
        worker.client.get(f"/skrivebord/horing/comment/{comment.pk}/change/")
    )


def test_a_letter_becomes_an_answer_like_any_other(worker: Worker, clock: Clock) -> None:
    letter = registered(worker)
    submission = Submission.objects.get()
    assert (letter.submission, letter.avsender) == (submission, {})
    assert (submission.organisasjon, submission.flags) == ("Moss kommune", ["brev"])
    first, second = Comment.objects.all()
    assert (first.anbefaling, first.felt) == ("skriftlig-plan", "begrunnelse")
    assert first.tekst == "Vi støtter planen.\n\nMen den må være kort."
    assert (second.anbefaling, second.tekst) == ("", "Hilsen oss")
    assert not Outbox.objects.exists()
    assert [a.action for a in Audit.objects.order_by("pk")][-5:] == [
        "letter-upload", "letter-segment", "letter-segment", "letter-segment", "letter-register",
    ]
    assert first_fault() is None
    assert not any("Moss" in json.dumps(a.details) for a in Audit.objects.all())
    shown = text_of(worker.client.get(f"/skrivebord/horing/comment/{first.pk}/change/"))
    assert "Fra brevet, avsnitt 2–3" in shown
    page = text_of(worker.client.get(f"/skrivebord/brev/{letter.pk}/"))
    assert submission.nummer in page
    assert "/kvittering/" in page
    assert publishable(hearings()[small.ROUND])["innspill"] == []
    moderate(first, worker.user, "kan publiseres", "", clock.now())
    data = publishable(hearings()[small.ROUND])
    assert data["svar"][0]["mottatt"] == "2026-08-03"
    assert [item["tekst"] for item in data["innspill"]] == [first.tekst]


def test_registering_twice_gives_one_answer(worker: Worker, clock: Clock) -> None:
    letter = registered(worker)
    again = register.register(letter, worker.user, clock.now(), seen=0)
    assert again == Submission.objects.get()


def test_every_paragraph_is_shown_and_every_place_can_be_chosen(worker: Worker) -> None:
    letter = taken_in(worker)
    page = text_of(worker.client.get(f"/skrivebord/brev/{letter.pk}/"))
    assert all(paragraph in page for paragraph in PARAGRAPHS)
    groups = choices(hearings()[small.ROUND], "nb")
    values = [choice.value for group in groups for choice in group.choices]
    assert len(values) == len(set(values))
    assert {"alt", "kapittel/hjem", "sporsmaal/mangler", "skriftlig-plan", PLACE} <= set(values)
    field = hearings()[small.ROUND].text.sections["skriftlig-plan"].fields["begrunnelse"]
    assert {f"{PLACE}/{p.avsnitt}" for p in field.paragraphs} <= set(values)
    assert all(f'value="{value}"' in page for value in values)


@pytest.mark.parametrize(("deed", "numbers", "place", "said"), [
    ("plasser", (), PLACE, "minst ett"),
    ("plasser", (2,), "finnes-ikke", "Velg stedet"),
    ("plasser", (2,), "", "Velg stedet"),
    ("plasser", (9,), PLACE, "minst ett"),
    ("plasser", (4,), PLACE, "alt plassert"),
    ("registrer", (), "", "Alle avsnitt"),
    ("noe", (), "", "Ukjent handling"),
    ("forkast", (), "", "hvorfor"),
])
def test_what_cannot_be_done_is_said_and_keeps_what_was_chosen(
    worker: Worker, deed: str, numbers: tuple[int, ...], place: str, said: str
) -> None:
    letter = taken_in(worker)
    worker.do(letter, "gjelder-ikke", 4)
    answer = worker.do(letter, deed, *numbers, sted=place)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert Segment.objects.count() == 1
    if 2 in numbers:
        assert 'value="2" checked' in text_of(answer)
    assert not Submission.objects.exists()


def test_a_place_can_be_undone_and_two_do_not_overwrite_each_other(worker: Worker) -> None:
    letter = taken_in(worker)
    worker.do(letter, "plasser", 1, 2, sted=PLACE)
    old = worker.do(letter, "angre:1", versjon="0")
    assert old.status_code == 422
    assert "Noen andre har endret" in text_of(old)
    assert worker.do(letter, "angre:1").status_code == 303
    assert not Segment.objects.exists()


def test_nothing_of_a_sender_is_read_as_html(worker: Worker) -> None:
    evil = "<script>alert(1)</script>"
    letter = taken_in(
        worker, data=f"Hei {evil}\n\n\u202eomvendt".encode(), name=f"{evil}.txt",
        organisasjon=f"Moss {evil}", saksnummer=evil,
    )
    for address in (f"/skrivebord/brev/{letter.pk}/", "/skrivebord/brev/"):
        page = text_of(worker.client.get(address))
        assert evil not in page
        assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)" in text_of(worker.client.get(f"/skrivebord/brev/{letter.pk}/"))


def test_the_original_is_only_ever_downloaded(worker: Worker) -> None:
    letter = taken_in(worker, name="svar æ.txt")
    answer = worker.client.get(f"/skrivebord/brev/{letter.pk}/original/")
    assert answer.content == LETTER
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Audit.objects.latest("pk").action == "letter-download"


@pytest.mark.parametrize(("values", "said"), [
    ({"mottatt": "2026-09-02"}, "framtida"),
    ({"mottatt": "2026-06-01"}, "før høringen"),
    ({"mottatt": ""}, "Skriv dagen"),
    ({"mottatt": "i går"}, "åååå-mm-dd"),
    ({"utsatt_frist": "2026-11-01"}, "innen fristen"),
    ({"kanal": "due"}, "hvordan svaret kom"),
    ({"runde": "finnes-ikke"}, "finnes ikke"),
    ({"organisasjon": ""}, "navnet på organisasjonen"),
    ({"epost": "feil"}, "E-postadressen"),
    ({"name": "brev.docx"}, "passer ikke"),
])
def test_what_is_wrong_with_a_letter_is_said_and_nothing_is_kept(
    worker: Worker, values: dict[str, str], said: str
) -> None:
    answer = worker.upload(**{"saksnummer": "2026/99", **values})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="2026/99"' in text_of(answer)
    assert not Letter.objects.exists()


def test_a_late_letter_needs_a_deadline_of_its_own_and_a_reason(
    worker: Worker, clock: Clock
) -> None:
    clock.pass_(days=60)
    late = {"mottatt": "2026-10-20"}
    for values, said in (
        ({}, "etter fristen"), ({"utsatt_frist": "2026-10-25"}, "etter fristen"),
        ({"grunn": "Politisk behandling"}, "etter fristen"),
        ({"utsatt_frist": "2026-10-19", "grunn": "Politisk behandling"}, "fristen også"),
    ):
        assert said in text_of(worker.upload(**late, **values))
    assert taken_in(worker, mottatt="2026-10-02").utsatt_frist is None
    letter = registered(
        worker, **late, utsatt_frist="2026-10-25", grunn="Politisk behandling", likevel="ja",
    )
    assert letter.submission is not None
    assert letter.submission.flags == ["brev", "utsatt frist"]


def test_the_same_file_is_taken_in_twice_only_when_it_is_meant(worker: Worker) -> None:
    taken_in(worker)
    assert "lastet opp før" in text_of(worker.upload())
    taken_in(worker, likevel="ja", organisasjon="Råde kommune")


def test_a_treated_round_takes_nothing_in(worker: Worker) -> None:
    RoundRecord.objects.update(behandlet="2026-08-30")
    assert "ferdig behandlet" in text_of(worker.upload())


def test_a_file_that_is_too_large_is_told(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rettesnor_horing.letters.upload_handler.MOST_BYTES", 1000)
    answer = worker.upload(data=b"a" * 1001)
    assert answer.status_code == 422
    assert "for stor" in text_of(answer)
    assert worker.upload(data=b"a" * 4000).status_code == 400


# The form that is downloaded --------------------------------------------------------------------


def form(**changes: Any) -> bytes:
    answers = {
        "slag": "organisasjon", "navn": "Elevene", "sporsmaal:nytte": "4",
        "sporsmaal:mangler": "Mer om SFO.", "sporsmaal:plan-i-praksis": ["tid", "mal"],
        "sporsmaal:roller": "nei", "retningslinja": "Bra.",
        "innspill:skriftlig-plan": "Presiser.", "felt:skriftlig-plan": "begrunnelse",
        "sitat:skriftlig-plan": "samler arbeidet",
    }
    data = {"horing": small.ROUND, "utgave": small.VERSION, "svar": answers}
    return json.dumps({**data, **changes}).encode()


def test_the_downloaded_form_is_registered_as_it_was_filled_in(worker: Worker) -> None:
    letter = taken_in(worker, data=form(), name="svar-pilot.json", organisasjon="")
    assert "Presiser." in text_of(worker.client.get(f"/skrivebord/brev/{letter.pk}/"))
    assert worker.do(letter, "registrer").status_code == 303
    submission = Submission.objects.get()
    assert submission.organisasjon == "Elevene"
    found = {c.sporsmaal or c.anbefaling: c for c in Comment.objects.all()}
    assert found["nytte"].tall == 4
    assert found["plan-i-praksis"].valg == ["tid", "mal"]
    assert found["roller"].valg == ["nei"]
    assert found["mangler"].tekst == "Mer om SFO."
    assert found[""].tekst == "Bra."
    plan = found["skriftlig-plan"]
    assert (plan.felt, plan.exact, plan.sitat_funnet) == ("begrunnelse", "samler arbeidet", True)


@pytest.mark.parametrize(("data", "said"), [
    (form(horing="en-annen"), "annen høring"),
    (form(utgave="0.0.9"), "annen utgave"),
    (form(svar=[]), "ikke et svar"),
    (form(svar={"ukjent": "x"}), "ikke et svar"),
    (form(svar={"innspill:finnes-ikke": "x"}), "Stedet finnes ikke"),
    (form(svar={"sporsmaal:nytte": "9"}), "passer ikke til spørsmålet"),
    (form(svar={"sporsmaal:nytte": {"a": 1}}), "må være et tall"),
    (form(svar={"retningslinja": "x" * (MAX_TEXT + 1)}), "plass til"),
    (form(svar={}), "Svaret er tomt"),
    (b"{" * 50_000, "ikke et svar"),
    (b'{"svar": ' + b"1" * 100_000 + b"}", "ikke et svar"),
])
def test_a_form_that_breaks_the_rules_is_refused(worker: Worker, data: bytes, said: str) -> None:
    answer = worker.upload(data=data, name="svar.json")
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_a_part_that_the_recommendation_lacks_is_told(worker: Worker) -> None:
    data = form(svar={"innspill:skriftlig-plan": "x", "felt:skriftlig-plan": "finnes-ikke"})
    letter = taken_in(worker, data=data, name="svar.json")
    assert "som anbefalingen ikke har" in text_of(
        worker.client.get(f"/skrivebord/brev/{letter.pk}/")
    )


# Rights and removal -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["leser", "personvernombud"])
def test_others_than_case_workers_are_refused(worker: Worker, role: str) -> None:
    letter = taken_in(worker)
    other = Worker(role)
    assert other.upload(data=b"Nytt").status_code == 403
    assert other.do(letter, "gjelder-ikke", 1).status_code == 403
    for page in ("", "ny/", f"{letter.pk}/", f"{letter.pk}/original/"):
        assert other.client.get(f"/skrivebord/brev/{page}").status_code == 403
    assert "skrivebord/brev/" not in text_of(other.client.get("/skrivebord/"))
    assert (Letter.objects.count(), Segment.objects.count()) == (1, 0)


def test_nobody_else_can_send_files_anywhere(worker: Worker) -> None:
    taken_in(worker)
    stranger = Client()
    for page, status in (
        ("/skrivebord/brev/ny/", 302), (f"/{small.ROUND}/svar/", 400), ("/skrivebord/login/", 400),
    ):
        sent = {"fil": SimpleUploadedFile("brev.txt", LETTER)}
        assert stranger.post(page, sent).status_code == status
    assert stranger.get("/skrivebord/brev/1/original/").status_code == 302
    checked = Client(enforce_csrf_checks=True)
    checked.force_login(worker.user)
    assert checked.post("/skrivebord/brev/ny/", {
        "fil": SimpleUploadedFile("brev.txt", LETTER)
    }).status_code == 403


def test_a_letter_uploaded_by_mistake_is_put_away_with_a_reason(worker: Worker) -> None:
    letter = taken_in(worker)
    assert worker.do(letter, "forkast", hvorfor="Feil høring").status_code == 303
    letter.refresh_from_db()
    assert letter.original is not None and not letter.open
    assert "venter på at en annen" in text_of(worker.client.get("/skrivebord/brev/"))
    assert worker.do(letter, "registrer").status_code == 422
    alone = worker.do(letter, "bekreft")
    assert alone.status_code == 422 and "En annen" in text_of(alone)
    other = Worker()
    assert other.do(letter, "behold").status_code == 303
    letter.refresh_from_db()
    assert letter.open
    worker.do(letter, "forkast", hvorfor="Feil høring")
    assert other.do(letter, "bekreft").status_code == 303
    letter.refresh_from_db()
    assert (letter.original, letter.avsnitt, letter.filnavn) == (None, [], "")
    assert [a.action for a in Audit.objects.filter(subject=letter.nummer)][-2:] == [
        "letter-discard", "letter-discard-confirm",
    ]
    assert other.do(letter, "behold").status_code == 422
    taken_in(worker)


def test_the_original_goes_with_the_senders_data(worker: Worker, clock: Clock) -> None:
    letter = registered(worker)
    assert letter.submission is not None
    retention.anonymise(letter.submission, "pia", clock.now())
    letter.refresh_from_db()
    assert (letter.original, letter.avsnitt, letter.filnavn) == (None, [], "")
    assert all(c.tekst for c in Comment.objects.all())
    assert worker.client.get(f"/skrivebord/brev/{letter.pk}/original/").status_code == 404
    assert "er slettet" in text_of(worker.client.get(f"/skrivebord/brev/{letter.pk}/"))


def test_the_original_goes_with_a_text_that_is_removed(worker: Worker, clock: Clock) -> None:
    letter = registered(worker)
    comment = Comment.objects.all()[0]
    asked = removal.ask(comment, user("personvernombud"), "Et barn er nevnt", clock.now())
    removal.confirm(comment, user("beslutter"), clock.now(), seen=str(asked.pk))
    letter.refresh_from_db()
    assert letter.original is None


def test_the_purge_removes_originals_and_lists_what_nobody_registered(
    worker: Worker, clock: Clock
) -> None:
    letter = registered(worker)
    waiting = taken_in(worker, data=b"Enda et svar")
    for comment in Comment.objects.all():
        decided(comment, clock)
    RoundRecord.objects.update(behandlet="2026-09-01")
    retention.purge(clock.now() + timedelta(days=170))
    letter.refresh_from_db()
    assert letter.original is not None
    later = clock.now() + timedelta(days=200)
    archived(clock)
    retention.purge(later)
    letter.refresh_from_db()
    waiting.refresh_from_db()
    assert letter.original is None
    assert waiting.original is not None
    assert retention.unassessed(later) == [waiting.nummer]


def test_the_pages_are_in_nynorsk_too(worker: Worker) -> None:
    letter = taken_in(worker)
    assert "Last opp" in text_of(worker.client.get("/nn/skrivebord/brev/ny/"))
    assert "Plasser avsnitta" in text_of(worker.client.get(f"/nn/skrivebord/brev/{letter.pk}/"))


def test_a_failure_while_storing_leaves_the_letter_as_it_was(
    worker: Worker, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = taken_in(worker)
    worker.do(letter, "plasser", 1, 2, 3, 4, sted="alt")
    letter.refresh_from_db()

    def fail(*_: Any, **__: Any) -> None:
        raise DeskError("Nei")

    monkeypatch.setattr(register, "record", fail)
    with pytest.raises(DeskError):
        register.register(letter, worker.user, clock.now(), seen=letter.version)
    assert not Submission.objects.exists()
    letter.refresh_from_db()
    assert letter.open


def test_the_places_are_made_once_for_each_reading(worker: Worker) -> None:
    hearing = hearings()[small.ROUND]
    first = choices(hearing, "nb")
    assert choices(hearing, "nb") is first
    with override("nn"):
        other = choices(hearing, "nb")
    assert other is not first and other[0].choices[0].name != first[0].choices[0].name
    again = replace(hearing, nb=replace(hearing.nb, sporsmaal=()))
    assert len(choices(again, "nb")[0].choices) < len(first[0].choices)
