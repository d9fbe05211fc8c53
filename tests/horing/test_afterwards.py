"""After a round: answer letters, jobs, the journal, the archive, and what the sender is told."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from docx import Document
from openpyxl import load_workbook
from rettesnor_horing import hearing_cache
from rettesnor_horing.afterwards import archive, jobs
from rettesnor_horing.afterwards.answer_letters import LettersError, letters
from rettesnor_horing.afterwards.archive import NAMESPACE, ArchiveError
from rettesnor_horing.afterwards.journal import journal
from rettesnor_horing.afterwards.letter_template import Part, TemplateFaultError, check, filled
from rettesnor_horing.desk import workflow
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.intake.receipt import receipt_code
from rettesnor_horing.models import (
    ArchivePackage,
    Comment,
    Job,
    LetterTemplate,
    RoundRecord,
    Submission,
)
from rettesnor_horing.models.audit_log import first_fault
from rettesnor_horing.published import state

from tests.horing import small, thousands
from tests.horing.conftest import Clock, Fill
from tests.horing.test_answering import text_of
from tests.horing.test_editors import BASIS, moderate, user

PAGE = "/skrivebord/etter/"


def word(*paragraphs: str, header: str = "") -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


TEMPLATE = word(
    "Til {avsender}", "Takk for svaret {nummer} om {høring}.", "{innspill}", "Hilsen oss",
    header="Sak {saksnummer}, {dato}",
)


def text_in(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    header = [p.text for s in document.sections for p in s.header.paragraphs]
    return "\n".join([*header, *(p.text for p in document.paragraphs)])


@pytest.fixture
def decide(fill: Fill, send: Any, clock: Clock) -> Callable[..., Submission]:
    """Send an answer and decide it."""

    def make(text: str = "Presiser ansvaret.", *, outcome: str = "delvis", **values: str) -> Any:
        query = "?anbefaling=skriftlig-plan&felt=begrunnelse"
        wanted = {"slag": "organisasjon", "organisasjon": "Moss kommune", **values}
        assert send({**fill(query, **wanted), "sted.1.tekst": text}).status_code in (302, 303)
        comment = Comment.objects.order_by("pk").last()
        assert comment is not None
        if outcome:
            worker, now = user("saksbehandler"), clock.now()
            moderate(comment, worker, "kan publiseres", "", now)
            comment.refresh_from_db()
            made = workflow.propose(comment, worker, outcome, "Vi er enige.", now, seen=None)
            comment = Comment.objects.get(pk=comment.pk)
            workflow.approve(
                comment, user("beslutter"), now, seen=made.pk, looked=state(comment)
            )
        return comment.submission

    return make


@pytest.fixture
def maker(desk: Any) -> Client:
    """A client that a decision maker is signed in with."""
    client = Client()
    client.force_login(user("beslutter"))
    return client


def keep(template: bytes, maalform: str = "nb") -> None:
    LetterTemplate.objects.create(
        maalform=maalform, filnavn="mal.docx", original=template, digest="",
        uploaded_by=user("beslutter"), uploaded="2026-11-01T12:00Z",
    )


def in_nynorsk(submission: Submission) -> None:
    submission.maalform = "nn"
    submission.save()


def quiet(done: int, total: int) -> None:
    pass


# The template -------------------------------------------------------------------------------


@pytest.mark.parametrize(("paragraphs", "said"), [
    (("Hei {navnet}", "{innspill}"), "{navnet}"),
    (("Hei {avsender}",), "mangler"),
    (("Her: {innspill}",), "alene"),
    (("{{ config }}", "{innspill}"), "ikke finnes"),
])
def test_a_template_with_a_fault_is_refused(paragraphs: tuple[str, ...], said: str) -> None:
    with pytest.raises(TemplateFaultError, match=said):
        check(word(*paragraphs))


def test_a_placeholder_that_word_has_cut_up_is_filled() -> None:
    document = Document()
    paragraph = document.add_paragraph("Svar ")
    for piece in ("{num", "mer", "} takk, {av", "sender}."):
        paragraph.add_run(piece).bold = piece == "mer"
    document.add_paragraph("{ INNSPILL }")
    document.add_table(1, 1).cell(0, 0).text = "{dato}"
    out = io.BytesIO()
    document.save(out)
    assert set(check(out.getvalue())) == {"nummer", "avsender", "innspill", "dato"}
    values = {"nummer": "H-000001", "avsender": "A {dato} B", "dato": "1. mai"}
    made = filled(out.getvalue(), values, [Part("H-000001-1", ("En", "To"), "Tatt til følge.")])
    assert text_in(made).split("\n")[1:] == [
        "Svar H-000001 takk, A (dato) B.", "H-000001-1", "En", "To", "Tatt til følge.",
    ]
    assert Document(io.BytesIO(made)).tables[0].cell(0, 0).text == "1. mai"


# The letters --------------------------------------------------------------------------------


def test_each_sender_gets_a_letter_in_the_answers_own_language(
    decide: Any, clock: Clock
) -> None:
    decide()
    in_nynorsk(decide("Takk.", outcome="ikke", organisasjon="Vinje kommune"))
    decide("Venter.", outcome="", organisasjon="Oslo kommune")
    keep(TEMPLATE)
    with pytest.raises(LettersError, match="nynorsk"):
        letters(hearings()[small.ROUND], clock.now(), quiet)
    keep(TEMPLATE, "nn")
    with zipfile.ZipFile(io.BytesIO(letters(hearings()[small.ROUND], clock.now(), quiet))) as made:
        assert made.namelist() == ["H-000001.docx", "H-000002.docx", "oversikt.csv"]
        first, second = (text_in(made.read(f"H-00000{n}.docx")) for n in (1, 2))
    assert "Til Moss kommune" in first and "Delvis tatt til følge. Vi er enige." in first
    assert "Presiser ansvaret." in first and "1. september 2026" in first
    assert "Til Vinje kommune" in second and "Ikkje teke til følgje." in second


def test_without_anything_decided_no_letter_is_made(decide: Any, clock: Clock) -> None:
    decide(outcome="")
    keep(TEMPLATE)
    with pytest.raises(LettersError, match="Ingen svar"):
        letters(hearings()[small.ROUND], clock.now(), quiet)


def test_the_page_takes_the_template_and_shows_one_letter(decide: Any, maker: Client) -> None:
    decide()
    bad = SimpleUploadedFile("mal.docx", word("{tullefelt}", "{innspill}"))
    answer = maker.post(PAGE, {"handling": "mal", "maalform": "nb", "fil": bad})
    assert answer.status_code == 422 and "{tullefelt}" in text_of(answer)
    assert not LetterTemplate.objects.exists()
    good = SimpleUploadedFile("mal.docx", TEMPLATE)
    assert maker.post(
        PAGE, {"handling": "mal", "maalform": "nb", "fil": good}
    ).status_code == 303
    assert "1 på bokmål" in text_of(maker.get(PAGE))
    shown = maker.get(f"{PAGE}{small.ROUND}/brev/")
    assert "Til Moss kommune" in text_in(shown.content)
    for role in ("leser", "saksbehandler", "personvernombud"):
        other = Client()
        other.force_login(user(role))
        assert other.get(PAGE).status_code == 403
        again = SimpleUploadedFile("mal.docx", TEMPLATE)
        assert other.post(PAGE, {"handling": "mal", "fil": again}).status_code in (400, 403)


# Jobs ---------------------------------------------------------------------------------------


def test_a_job_is_made_downloaded_and_forgotten(
    decide: Any, maker: Client, clock: Clock
) -> None:
    decide()
    keep(TEMPLATE)
    ask = {"handling": "lag", "runde": small.ROUND, "slag": "svarbrev"}
    assert maker.post(PAGE, ask).status_code == maker.post(PAGE, ask).status_code == 303
    job = Job.objects.get()
    assert "data-oppdater" in text_of(maker.get(PAGE))
    assert maker.get(f"{PAGE}fil/{job.pk}/").status_code == 404
    jobs.run_next(clock.now)
    assert jobs.run_next(clock.now) is None
    page = text_of(maker.get(PAGE))
    assert "svarbrev-pilot-2026.zip" in page and "data-oppdater" not in page
    assert maker.get(f"{PAGE}fil/{job.pk}/").content.startswith(b"PK")
    clock.pass_(days=3)
    assert maker.get(f"{PAGE}fil/{job.pk}/").status_code == 404
    maker.get(PAGE)
    job.refresh_from_db()
    assert (job.file, job.state) == (None, "slettet")
    assert first_fault() is None


def test_a_job_says_what_is_wrong(decide: Any, maker: Client, clock: Clock) -> None:
    decide()
    maker.post(PAGE, {"handling": "lag", "runde": small.ROUND, "slag": "svarbrev"})
    jobs.run_next(clock.now)
    assert "mangler en brevmal på bokmål" in text_of(maker.get(PAGE))


def test_a_job_whose_process_died_is_taken_over_but_not_for_ever(
    decide: Any, maker: Client, clock: Clock
) -> None:
    decide()
    maker.post(PAGE, {"handling": "lag", "runde": small.ROUND, "slag": "docx"})
    Job.objects.update(state="arbeider", beat=clock.now(), tries=1)
    assert jobs.run_next(clock.now) is None  # somebody may be at it
    clock.pass_(minutes=3)
    made = jobs.run_next(clock.now)
    assert made is not None and (made.state, made.tries) == ("ferdig", 2)
    Job.objects.update(state="arbeider", beat=clock.now(), tries=jobs.TRIES)
    clock.pass_(minutes=3)
    assert jobs.run_next(clock.now) is None
    assert Job.objects.get().state == "feilet"


# The journal and the archive ----------------------------------------------------------------


def test_the_journal_has_a_line_for_each_answer(decide: Any, clock: Clock) -> None:
    decide(organisasjon="=1+1")
    decide(slag="privatperson", navn="Ola Dunk", organisasjon="", outcome="")
    comment = Comment.objects.order_by("pk").last()
    assert comment is not None
    moderate(comment, user("saksbehandler"), "unntatt", "Helse er nevnt", clock.now())
    book = load_workbook(io.BytesIO(journal(hearings()[small.ROUND], "xlsx")))
    _, first, second = ([cell.value or "" for cell in row] for row in book.active.rows)
    assert first[0] == "2026-09-01" and first[1] == "'=1+1" and first[6:] == [
        "offentlig", "", ""
    ]
    assert second[1] == "Privatperson"
    assert second[6:] == ["unntatt", BASIS.hjemmel, "Helse er nevnt"]
    text = journal(hearings()[small.ROUND], "csv").decode("utf-8-sig")
    assert text.count("\n") == 3 and "Ola Dunk" not in text


def made_package(clock: Clock) -> bytes:
    return archive.package(hearings()[small.ROUND], "per", clock.now(), quiet)


def test_the_package_holds_each_answer_as_the_metadata_say(decide: Any, clock: Clock) -> None:
    decide("En tekst med \u202e og emoji 🙂.")
    in_nynorsk(decide(organisasjon="Vinje kommune"))
    received = clock.now() + timedelta(microseconds=123456)  # as a real clock has it
    Submission.objects.update(received=received)
    data = made_package(clock)
    assert archive.faults(data) == []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        tree = ET.fromstring(package.read("arkivstruktur.xml"))
        files = {name: package.read(name) for name in package.namelist()}
    n = {"n": NAMESPACE}
    assert tree.tag == f"{{{NAMESPACE}}}arkiv"
    entries = tree.findall("n:arkivdel/n:mappe/n:registrering", n)
    assert [e.findtext("n:registreringsID", "", n) for e in entries] == ["H-000001", "H-000002"]
    parties = [e.findtext("n:korrespondansepart/n:korrespondansepartNavn", "", n) for e in entries]
    assert parties == ["Moss kommune", "Vinje kommune"]
    for file in tree.iter(f"{{{NAMESPACE}}}dokumentobjekt"):
        content = files[file.findtext("n:referanseDokumentfil", "", n)]
        assert file.findtext("n:sjekksum", "", n) == hashlib.sha256(content).hexdigest()
        assert file.findtext("n:filstoerrelse", "", n) == str(len(content))
    with pikepdf.open(io.BytesIO(files["dokumenter/H-000001/svar.pdf"])) as document:
        meta = document.open_metadata()
        assert (meta.pdfa_status, document.docinfo["/Title"]) == ("2B", "Høringssvar H-000001")
    kept = json.loads(files["dokumenter/H-000001/svar.json"])
    assert "🙂" in json.dumps(kept, ensure_ascii=False)
    assert kept["vurderinger"][0]["utfall"] == "delvis"


SCHEMA = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{NAMESPACE}"
  elementFormDefault="qualified"><xs:element name="%s"><xs:complexType><xs:sequence>
  <xs:any maxOccurs="unbounded" processContents="skip"/></xs:sequence></xs:complexType></xs:element>
  </xs:schema>"""


def test_the_package_is_held_against_a_schema(decide: Any, clock: Clock, tmp_path: Path) -> None:
    decide()
    data = made_package(clock)
    path = tmp_path / "arkivstruktur.xsd"
    with pytest.raises(ArchiveError):
        archive.schema_faults(data, tmp_path)
    path.write_text(SCHEMA % "arkiv", encoding="utf-8")
    assert archive.schema_faults(data, tmp_path) == []
    path.write_text(SCHEMA % "mappe", encoding="utf-8")
    assert archive.schema_faults(data, tmp_path)


@pytest.mark.parametrize(("name", "said"), [
    ("dokumenter/H-000001/svar.json", "sjekksummen stemmer ikke"),
    ("arkivstruktur.xml", "sjekksummen stemmer ikke"), ("sjekksummer.sha256", "ingen sjekksum"),
])
def test_a_package_that_was_changed_is_found_out(
    decide: Any, clock: Clock, name: str, said: str
) -> None:
    decide()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made_package(clock))) as package,
        zipfile.ZipFile(out, "w") as copy,
    ):
        for part in package.namelist():
            copy.writestr(part, b"" if part == name else package.read(part))
    assert said in " ".join(archive.faults(out.getvalue()))


def test_what_is_no_package_is_said_to_be_none() -> None:
    assert archive.faults(b"PK\x03\x04") and archive.faults(word("Hei"))


def test_the_archive_has_only_what_was_in_its_package(
    decide: Any, maker: Client, clock: Clock
) -> None:
    decide()
    digest = hashlib.sha256(made_package(clock)).hexdigest()
    take = {"handling": "tatt-imot", "runde": small.ROUND, "referanse": "26/1234"}
    assert maker.post(PAGE, {**take, "sjekksum": "0" * 64}).status_code == 422
    assert maker.post(PAGE, {**take, "sjekksum": digest, "referanse": ""}).status_code == 422
    assert not archive.is_taken(small.ROUND)
    assert maker.post(PAGE, {**take, "sjekksum": digest}).status_code == 303
    assert archive.is_taken(small.ROUND)
    decide("Et svar til.")
    assert not archive.is_taken(small.ROUND)
    with pytest.raises(ArchiveError, match="endret"):
        archive.take(small.ROUND, digest, "26/1234", "per", clock.now())


def test_the_commands_make_verify_and_register(
    decide: Any, clock: Clock, tmp_path: Path, capsys: Any
) -> None:
    decide()
    path = tmp_path / "pakke.zip"
    call_command("arkiv", small.ROUND, path)
    call_command("arkiv", small.ROUND, path, "--verify")
    assert ArchivePackage.objects.get().digest in capsys.readouterr().out
    RoundRecord.objects.update(behandlet="2026-09-01")
    clock.pass_(days=200)
    call_command("rydd", "--confirm")
    assert "pilot-2026" in capsys.readouterr().err
    call_command("arkiv", small.ROUND, path, "--taken", "26/1234")
    call_command("rydd")
    assert "1 svar anonymisert" in capsys.readouterr().out
    assert Submission.objects.get().anonymised is None
    call_command("rydd", "--confirm")
    assert Submission.objects.get().anonymised is not None
    path.write_bytes(b"x")
    with pytest.raises(CommandError, match="arkivpakke"):
        call_command("arkiv", small.ROUND, path, "--verify")


# What the sender is told --------------------------------------------------------------------


def test_the_receipt_tells_what_was_done_when_the_round_is_treated(
    decide: Any, desk: Any, clock: Clock, monkeypatch: Any, settings: Any
) -> None:
    from dataclasses import replace

    address = f"/kvittering/{receipt_code(decide())}/"
    before = text_of(desk.get(address))
    assert "Vi er enige" not in before and "Alle innspill blir vurdert" in before
    hearing = hearings()[small.ROUND]
    treated = replace(hearing, nb=replace(hearing.nb, behandlet="2026-11-01"))
    monkeypatch.setattr(hearing_cache, "hearings", lambda: {small.ROUND: treated})
    settings.HORING_SITE = "https://retningslinje.example"
    page = text_of(desk.get(address))
    assert "Delvis tatt til følge. Vi er enige." in page
    assert "Alle innspill blir vurdert" not in page
    assert "https://retningslinje.example/horing/pilot-2026/svar/00000x/#H-000001" in page
    assert "Dette blei gjort" in text_of(desk.get(f"/nn{address}"))


def test_files_expire_with_the_purge(decide: Any, maker: Client, clock: Clock) -> None:
    decide()
    maker.post(PAGE, {"handling": "lag", "runde": small.ROUND, "slag": "xlsx"})
    jobs.run_next(clock.now)
    assert jobs.remove_old(clock.now() + timedelta(days=1)) == 0
    assert jobs.remove_old(clock.now() + timedelta(days=3)) == 1


def test_what_comes_after_a_round_in_short_form(desk: Any) -> None:
    """The measurement of thousands of comments, with a few; its bounds are for ten thousand."""
    found: dict[str, int] = {}

    def report(name: str, deed: Any) -> Any:
        result = deed()
        found[name] = len(result)
        return result

    thousands.stored(12)
    thousands.registered(4)
    thousands.assessed_in_bulk()
    thousands.made(report)
    assert {"publishable file", "docx", "letters", "archive", "purge"} <= found.keys()
    assert found["letters"] > 3 * 10_000
