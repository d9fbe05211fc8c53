"""What attackers have tried on files that are taken in and handed out, beside what the rooms of
letters, mails and tables test themselves."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse
from rettesnor.reading.files.office import OfficeError, open_docx, unpacked
from rettesnor_horing.afterwards.journal import journal
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.intake import shared
from rettesnor_horing.letters.annotations import parsed_annotations, read_annotations
from rettesnor_horing.letters.extract import SECONDS
from rettesnor_horing.letters.incoming import LetterError, kind_of
from rettesnor_horing.letters.mailbox import take_in
from rettesnor_horing.letters.text import text_in
from rettesnor_horing.models import Audit, Draft, Letter, RoundRecord

from tests.horing import small
from tests.horing.conftest import Clock, Fill
from tests.horing.test_annotations import SOURCE, note
from tests.horing.test_answering import text_of
from tests.horing.test_letters import Worker, pdf, registered, taken_in, with_part, word
from tests.horing.test_mailbox import mail
from tests.horing.test_tables import sheet
from tests.horing.test_together_draft import Lead

EVIL = "<script>alert(1)</script>"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">%s]>""" % b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY ut SYSTEM "file:///etc/passwd">]>"""


@pytest.fixture
def worker(desk: Any) -> Worker:
    return Worker()


def replaced(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return an Office file with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.namelist():
            body = old.read(entry)
            new.writestr(entry, change(body) if entry == name else body)
    return stream.getvalue()


def with_entity(data: bytes, part: str, entities: bytes, use: bytes) -> bytes:
    """Return an Office file one of whose parts declares entities and uses one."""
    def change(body: bytes) -> bytes:
        rest = body.partition(b"?>")[2] if body.startswith(b"<?xml") else body
        return entities + rest.replace(b"Hei", use)

    return replaced(data, part, change)


# Files that are taken in --------------------------------------------------------------------------


@pytest.mark.parametrize(("entities", "use"), [
    (LAUGHS, b"&a9;"), (OUTSIDE, b"&ut;"),
    (b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://ond.example/a.dtd">', b"Hei"),
], ids=["laughs", "file", "dtd"])
def test_entities_are_neither_expanded_nor_fetched(entities: bytes, use: bytes) -> None:
    document = with_entity(word("Hei"), "word/document.xml", entities, use)
    with pytest.raises(OfficeError):
        open_docx(document)
    sound = sheet([["Kommentar"], ["Hei"]])
    with zipfile.ZipFile(io.BytesIO(sound)) as packed:
        part = next(name for name in packed.namelist() if b"Hei" in packed.read(name))
    book = with_entity(sound, part, entities, use)
    with pytest.raises(OfficeError):
        unpacked(book)


def test_entities_in_utf_16_are_seen_too() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    data = replaced(word("Hei"), "word/document.xml", lambda _: text.encode("utf-16"))
    with pytest.raises(OfficeError):
        open_docx(data)


def test_a_docm_with_another_name_is_still_one_with_macros() -> None:
    macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = replaced(
        word("Hei"), "[Content_Types].xml", lambda body: body.replace(plain, macros)
    )
    with pytest.raises(OfficeError):
        open_docx(data)


@pytest.mark.parametrize(("name", "data"), [
    ("brev.pdf", with_part(word("Hei"), "a.txt", b"%PDF-1.7")),
    ("brev.docx", b"%PDF-1.7\n" + word("Hei")), ("brev.txt", pdf("Hei") + word("Hei")),
    ("brev.txt", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("brev.json", b"%PDF-1.7 {}"),
], ids=["docx as pdf", "pdf as docx", "both as text", "svg", "pdf as json"])
def test_a_file_of_two_kinds_is_what_its_first_bytes_say(name: str, data: bytes) -> None:
    with pytest.raises(LetterError):
        kind_of(name, data)


def pages(tree: bytes, count: int = 1) -> bytes:
    """Return a PDF with this tree of pages, without a table of where things are."""
    return (
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\ntrailer<</Root 1 0 R>>\n" % (count, tree)
    )


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> "


def bomb() -> bytes:
    """Return a PDF whose text is 90 MB when it is unpacked, in a file of 90 kB."""
    packer = zlib.compressobj(9)
    block = b"(Vi mener dette. ) Tj " * 45_000
    packed = b"".join(packer.compress(block) for _ in range(90)) + packer.flush()
    return pdf("x").replace(
        b"<</Length", b"<</Filter/FlateDecode/Length", 1
    ).replace(b"BT /F1 12 Tf 72 700 Td (x) Tj 0 -20 Td ET", packed)


@pytest.mark.parametrize("make", [
    lambda: pages(b"2 0 R", 10**9), lambda: pages(PAGE * 501, 501),
    bomb,
], ids=["a page in itself", "too many", "bomb"])
def test_a_pdf_made_to_take_long_is_refused_in_time(
    make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rettesnor_horing.letters.text.SECONDS", SECONDS / 3)
    with pytest.raises(LetterError):
        text_in("pdf", make())


def test_a_zip_with_too_many_files_or_one_in_another_is_not_followed(
    worker: Worker
) -> None:
    from tests.horing.test_mailbox import upload

    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("a.eml", mail().as_bytes())
    with zipfile.ZipFile(outer, "w") as packed:
        packed.writestr("indre.zip", inner.getvalue())
        for number in range(600):
            packed.writestr(f"{number}.eml", b" ")
    page = text_of(upload(worker, outer.getvalue(), "svar.zip"))
    assert not Letter.objects.exists()
    assert "indre.zip" in page and "Resten er ikke lest" in page


@pytest.mark.parametrize("selector", [
    {"type": "TextQuoteSelector", "exact": "å" * 2_000_000},
    {"type": "TextQuoteSelector", "exact": "samler", "prefix": "x" * 2_000_000},
    [{"type": "TextPositionSelector", "start": 0, "end": 10**300}] * 20_000,
    [{"type": "TextQuoteSelector", "exact": "samler"}] * 20_000,
    {"type": "FragmentSelector", "value": "x" * 2_000_000},
], ids=["exact", "prefix", "positions", "quotes", "fragment"])
def test_a_huge_selector_takes_no_time_and_no_room(desk: Any, selector: Any) -> None:
    data = json.dumps([note(source=SOURCE, selector=selector)]).encode()
    try:
        answer = read_annotations(parsed_annotations(data), hearings()[small.ROUND])
    except LetterError as error:
        assert len(str(error)) < 2000
    else:
        assert [one["tekst"] for one in answer.comments] == ["Bra forslag"]
        assert len(json.dumps([answer.comments, answer.whole])) < 20_000


def test_a_selector_without_a_bottom_is_no_annotation(desk: Any) -> None:
    deep = b'{"type":"FragmentSelector","value":"x","refinedBy":' * 50_000 + b"{}" + b"}" * 50_000
    data = b'[{"type":"Annotation","target":{"source":"x","selector":' + deep + b"}}]"
    assert parsed_annotations(data) == []
    half = json.dumps(note()).encode()
    nested: Any = {"type": "TextQuoteSelector", "exact": "samler"}
    for _ in range(300):
        nested = {"type": "FragmentSelector", "value": "begrunnelse", "refinedBy": nested}
    found = parsed_annotations(half.replace(b'"target": {', b'"target": {"selector": ' + json.dumps(
        nested
    ).encode() + b", "))
    assert len(read_annotations(found, hearings()[small.ROUND]).comments) == 1


# What a sender wrote, shown and handed out --------------------------------------------------------


def test_nothing_in_the_head_of_a_mail_is_read_as_html(worker: Worker, clock: Clock) -> None:
    message = mail(Subject=f"Svar {EVIL}", From=f'"{EVIL}" <kari@moss.example>')
    message.add_attachment(b"MZ\x00", maintype="application", subtype="x", filename=f"{EVIL}.exe")
    take_in(small.ROUND, [("x.eml", message.as_bytes())], worker.user, clock.now())
    letter = Letter.objects.get()
    for address in (f"/skrivebord/brev/{letter.pk}/", "/skrivebord/brev/"):
        page = text_of(worker.client.get(address))
        assert EVIL not in page and "alert(1)" in page


@pytest.mark.parametrize("name", [
    'a"; filename="x.html.txt', "a\r\nSet-Cookie: x=1.txt", "a\x00b.txt", "æ\u202egpj.txt",
    "a;b=c.txt",
])
def test_no_file_name_adds_to_the_headers(worker: Worker, name: str) -> None:
    letter = taken_in(worker)
    Letter.objects.filter(pk=letter.pk).update(filnavn=name)  # as if it had come by another way
    said = worker.client.get(f"/skrivebord/brev/{letter.pk}/original/")
    disposition = said["Content-Disposition"]
    assert disposition.startswith("attachment") and "Set-Cookie" not in said.headers
    assert not any(character in disposition for character in "\r\n\x00")
    quoted = disposition.replace('\\"', "").partition('"')[2]
    assert quoted.count('"') <= 1


def test_the_journal_computes_nothing(worker: Worker) -> None:
    registered(worker, organisasjon="=HYPERLINK(1)", saksnummer="@SUM(A1)")
    lines = csv.reader(
        io.StringIO(journal(hearings()[small.ROUND], "csv").decode("utf-8-sig")), delimiter=";"
    )
    cells = [cell for line in lines for cell in line]
    assert any("HYPERLINK" in cell for cell in cells) and any("SUM" in cell for cell in cells)
    assert not [cell for cell in cells if cell.strip().startswith(("=", "@", "+"))]
    book = openpyxl.load_workbook(io.BytesIO(journal(hearings()[small.ROUND], "xlsx")))
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value}
    assert "f" not in kinds


# Who may do what ----------------------------------------------------------------------------------


def test_every_page_of_the_desk_wants_a_token(worker: Worker) -> None:
    """Each address of our own, so that a new one is in the list by itself."""
    letter = registered(worker)
    assert letter.submission is not None
    comment = letter.submission.comments.first()
    assert comment is not None
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(worker.user)
    known = {"pk": comment.pk, "round_id": small.ROUND, "format_": "csv"}
    asked = 0
    for pattern in admin.site.get_urls():
        name = getattr(pattern, "name", None)
        if not name or name.startswith("auth_"):
            continue
        wanted = pattern.pattern.converters
        if not set(wanted) <= set(known):
            continue
        try:
            address = reverse(f"admin:{name}", kwargs={key: known[key] for key in wanted})
        except NoReverseMatch:
            continue  # of Django's own
        before = Audit.objects.count()
        answer = strict.post(address, {"handling": "x", "action": "x"})
        if name in ("logout", "jsi18n", "login"):
            continue
        assert answer.status_code in (403, 404, 405), (name, answer.status_code)
        assert Audit.objects.count() == before
        asked += 1
    assert asked > 15


def test_a_version_of_anothers_draft_cannot_be_had(desk: Any, fill: Fill) -> None:
    mine = Lead(desk, fill)
    other = shared.DraftVersion.objects.create(
        draft=Draft.objects.create(
            digest="0" * 64, round_id=small.ROUND, content={"hele": ["Hemmelig"]},
            changed=RoundRecord.objects.get().stenger,
        ), content={"hele": ["Hemmelig"]}, at=RoundRecord.objects.get().stenger,
    )
    page = f"{mine.url}versjoner/"
    assert "Hemmelig" not in text_of(desk.get(f"{page}?versjon={other.pk}"))
    assert desk.post(page, {"versjon": str(other.pk)}).status_code == 404
    assert "Hemmelig" not in json.dumps(Draft.objects.exclude(pk=other.draft_id).get().content)


@pytest.mark.parametrize(("first", "second"), [
    ("bekreft", "behold"), ("behold", "bekreft"), ("bekreft", "bekreft"), ("behold", "forkast"),
])
def test_of_two_who_decide_on_a_discarded_letter_at_once_one_does(
    worker: Worker, first: str, second: str
) -> None:
    letter = taken_in(worker)
    worker.do(letter, "forkast", hvorfor="Feil høring")
    letter.refresh_from_db()
    seen, per, ola = str(letter.version), Worker(), Worker()
    assert per.do(letter, first, versjon=seen).status_code == 303
    late = ola.do(letter, second, versjon=seen, hvorfor="Også feil")
    assert late.status_code == 422
    letter.refresh_from_db()
    assert (letter.original is None) is (first == "bekreft")
    deeds = Audit.objects.filter(subject=letter.nummer).values_list("action", flat=True)
    assert len([one for one in deeds if one.startswith("letter-discard")]) == 2


def test_a_day_far_away_is_no_fault_of_the_program(worker: Worker) -> None:
    for day in (date.min.isoformat(), date.max.isoformat(), "９９９９-01-01"):
        assert worker.upload(mottatt=day).status_code == 422
