"""Answers from a spreadsheet: read, said what each column is, tried, and taken in whole or not."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from rettesnor_horing import retention
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.letters.incoming import LetterError
from rettesnor_horing.models import (
    AnswerTable,
    Audit,
    Comment,
    Outbox,
    RoundRecord,
    Submission,
    TableRow,
)
from rettesnor_horing.models.audit_log import first_fault
from rettesnor_horing.tables.mapping import suggested
from rettesnor_horing.tables.read import read_table

from tests.horing import small
from tests.horing.conftest import Clock
from tests.horing.test_answering import text_of
from tests.horing.test_letters import Worker, with_part

CSV = """\
Navn;Virksomhet;E-post;Mottatt;Kapittel;Anbefaling;Kommentar;Er det tydelig hvem som har ansvaret?
Kari;;kari@skole.example;1.9.2026;;Om skriftlig-plan;"Bra; æøå";Delvis
;Moss kommune;;2026-09-01;2;;=HYPERLINK("x");Nei
;;;;;;;
;Moss kommune;;2026-09-01;;1.1;Mer tid;
"""
NAMES = ["navn", "organisasjon", "epost", "mottatt", "kapittel", "anbefaling", "tekst",
         "sted:sporsmaal/roller"]


def sheet(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def worker(desk: Any) -> Worker:
    return Worker()


def upload(worker: Worker, text: str = CSV) -> Any:
    return worker.client.post("/skrivebord/tabell/", {
        "runde": small.ROUND, "fil": SimpleUploadedFile("svar.csv", text.encode("cp1252")),
    })


def table(worker: Worker, text: str = CSV) -> AnswerTable:
    answer = upload(worker, text)
    assert answer.status_code == 303, text_of(answer)
    return AnswerTable.objects.latest("pk")


def do(worker: Worker, one: AnswerTable, deed: str, **values: Any) -> Any:
    one.refresh_from_db()
    return worker.client.post(f"/skrivebord/tabell/{one.pk}/", {
        "versjon": one.version, "handling": deed, "kolonne": one.kinds, "mottatt": "2026-08-31",
        "maalform": "nb", **values,
    })


@pytest.mark.parametrize("data", [
    CSV.encode("cp1252"), CSV.encode("utf-8-sig"), CSV.encode("utf-16"),
    ("sep=;\r\n" + CSV.replace("\n", "\r\n")).encode(),
], ids=["cp1252", "utf-8", "utf-16", "sep"])
def test_csv_is_read_as_norwegian_excel_writes_it(data: bytes) -> None:
    found = read_table("svar.csv", data)
    assert found.header[:2] == ("Navn", "Virksomhet") and len(found.rows) == 3
    assert found.rows[0][6] == "Bra; æøå"


def test_commas_and_tabs_separate_too_and_a_column_without_a_name_gets_one() -> None:
    found = read_table("a.csv", b'a,b\n"x;y",2,ekstra\n')
    assert (found.header, found.rows) == (("a", "b", "Kolonne 3"), (("x;y", "2", "ekstra"),))
    assert read_table("a.csv", b"a\tb\n1\t2\n").header == ("a", "b")


def test_a_workbook_is_read_with_days_and_numbers_as_they_are_shown() -> None:
    data = sheet([["Dag", "Tall", "Ja"], [datetime(2026, 9, 1), 4.0, True], [None, 2.5, False]])
    found = read_table("svar.xlsx", data)
    assert found.rows == (("2026-09-01", "4", "ja"), ("", "2.5", "nei"))


@pytest.mark.parametrize(("name", "data", "said"), [
    ("a.csv", b" \n", "tom"), ("a.csv", b"a;b\n", "ingen rader"),
    ("a.csv", b'a;b\n"x;y\n', "anførselstegn"), ("a.xlsx", b"a;b\n1;2\n", "passer ikke"),
    ("a.csv", sheet([["a"], ["b"]]), "passer ikke"), ("a.csv", b"a\n" + b"x\n" * 2001, "for stor"),
    ("a.csv", b";" * 100 + b"x\n1\n", "for stor"), ("a.csv", b"MZ\x00\x01", "ikke tekst"),
    ("a.xlsx", b"PK\x03\x04 nei", "skadet"), ("a.xlsx", sheet([]), "ingen ark"),
    ("a.xlsx", with_part(sheet([["a"]]), "xl/vbaProject.bin", b"x"), "makroer"),
    ("a.xlsx", with_part(sheet([["a"]]), "xl/bomb.xml", b"0" * 40_000_000), "pakket ut"),
], ids=lambda value: value if isinstance(value, str) else "fil")
def test_what_is_no_table_is_refused(name: str, data: bytes, said: str) -> None:
    with pytest.raises(LetterError, match=said):
        read_table(name, data)


def test_headers_suggest_what_columns_are(worker: Worker) -> None:
    one = table(worker)
    assert one.kinds == NAMES
    page = text_of(worker.client.get(f"/skrivebord/tabell/{one.pk}/"))
    assert 'value="tekst" selected' in page and "Bra; æøå" in page
    hearing = hearings()[small.ROUND]
    kept = {"Fritekst": "sted:skriftlig-plan/begrunnelse"}
    assert suggested(["Fritekst", "Navn", "Avsender"], hearing, kept) == [
        "sted:skriftlig-plan/begrunnelse", "navn", "",
    ]


def test_no_other_day_is_asked_for_where_each_row_has_one(worker: Worker) -> None:
    dated = table(worker, "Dato;Navn;Kommentar\n30.8.2026;Kari;Bra\n31.8.2026;Ola;Mer\n")
    do(worker, dated, "prov", mottatt="")
    assert "2 svar med 2 innspill" in text_of(
        worker.client.get(f"/skrivebord/tabell/{dated.pk}/")
    )
    do(worker, dated, "importer")
    assert [s.received.day for s in Submission.objects.all()] == [30, 31]
    page = text_of(worker.client.get(f"/skrivebord/tabell/{dated.pk}/"))
    assert page.count("/skrivebord/horing/comment/?vis=vurdere") == 2  # the menu, and the way on
    gap = table(worker, "Dato;Navn;Kommentar\n29.8.2026;Kari;Bra\n;Ola;Mer\n")
    do(worker, gap, "prov", mottatt="")
    assert "rader som ikke har en dato" in text_of(
        worker.client.get(f"/skrivebord/tabell/{gap.pk}/")
    )


def test_a_table_becomes_answers_all_at_once(worker: Worker) -> None:
    one = table(worker)
    assert do(worker, one, "prov", samlet="ja").status_code == 303
    page = text_of(worker.client.get(f"/skrivebord/tabell/{one.pk}/"))
    assert "2 svar med 5 innspill kan importeres" in page and not Submission.objects.exists()
    assert do(worker, one, "importer").status_code == 303
    kari, moss = Submission.objects.all()
    assert (kari.slag, kari.navn, kari.epost) == ("privatperson", "Kari", "kari@skole.example")
    assert (moss.organisasjon, moss.flags) == ("Moss kommune", ["tabell"])
    assert kari.received.date().isoformat() == "2026-09-01"
    found = [
        (c.anbefaling, c.kapittel, c.sporsmaal, c.tekst, c.valg) for c in Comment.objects.all()
    ]
    assert found == [
        ("skriftlig-plan", "", "", "Bra; æøå", []), ("", "oppfolging", "roller", "", ["delvis"]),
        ("", "hjem", "", '=HYPERLINK("x")', []), ("", "oppfolging", "roller", "", ["nei"]),
        ("skriftlig-plan", "", "", "Mer tid", []),
    ]
    one.refresh_from_db()
    assert (one.rows, one.answers) == ([], 2) and not Outbox.objects.exists()
    assert [a.action for a in Audit.objects.all()] == [
        "table-upload", "table-columns", "table-import",
    ]
    assert first_fault() is None


def test_the_same_file_again_gives_nothing_and_a_new_row_gives_that_one(worker: Worker) -> None:
    one = table(worker)
    do(worker, one, "prov")
    do(worker, one, "importer")
    assert Submission.objects.count() == 3
    again = table(worker, CSV + "Ola;;;1.9.2026;;;Ny;\n")
    assert again.pk != one.pk and again.kinds == NAMES
    do(worker, again, "prov")
    page = text_of(worker.client.get(f"/skrivebord/tabell/{again.pk}/"))
    assert "1 svar med 1 innspill" in page and "3 rader er importert før" in page
    do(worker, again, "importer")
    assert Submission.objects.count() == 4 and TableRow.objects.count() == 4
    same = table(worker)
    do(worker, same, "prov")
    answer = do(worker, same, "importer")
    assert answer.status_code == 422 and "Alle radene er importert før" in text_of(answer)


def test_two_equal_rows_of_a_file_are_two(worker: Worker) -> None:
    one = table(worker, "Kommentar\nBra forslag\nBra forslag\n")
    do(worker, one, "prov")
    assert do(worker, one, "importer").status_code == 303
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(("row", "column", "said"), [
    ("Kari;;nei;1.9.2026;;;Hei;", "E-post", "ikke riktig ut"),
    ("Kari;;;31.2.2026;;;Hei;", "Mottatt", "er ikke en dato"),
    ("Kari;;;1.9.2027;;;Hei;", "Mottatt", "i framtida"),
    ("Kari;;;;9;;Hei;", "Kapittel", "«9» finnes ikke"),
    ("Kari;;;;;Ukjent;Hei;", "Anbefaling", "«Ukjent» finnes ikke"),
    ("Kari;;;;1;2.1;Hei;", "Anbefaling", "ikke i kapitlet"),
    ("Kari;;;;;;Hei;Kanskje", "ansvaret?", "«Kanskje» er ikke et svar"),
    ("Kari;;;;;;;", "–", "ingen kommentar"),
    (f"Kari;;;;;;{'a' * 20_001};", "Kommentar", "20001 tegn"),
])
def test_what_is_wrong_is_said_by_row_and_column_and_nothing_is_taken_in(
    worker: Worker, row: str, column: str, said: str
) -> None:
    one = table(worker, f"{CSV}{row}\n")
    do(worker, one, "prov")
    page = text_of(worker.client.get(f"/skrivebord/tabell/{one.pk}/"))
    line = next(line for line in page.split("<tr>") if said in line)
    assert "<td>6</td>" in line and column in line
    answer = do(worker, one, "importer")
    assert answer.status_code == 422 and "Ingenting er importert" in text_of(answer)
    assert not Submission.objects.exists()


def test_a_late_answer_needs_a_reason(worker: Worker, clock: Clock) -> None:
    clock.time = datetime(2026, 10, 20, 10, tzinfo=UTC)
    one = table(worker, "Kommentar;Dato\nHei;10.10.2026\nDu;1.9.2026\n")
    do(worker, one, "prov")
    assert "etter fristen" in text_of(worker.client.get(f"/skrivebord/tabell/{one.pk}/"))
    do(worker, one, "prov", utsatt_frist="2026-10-15", grunn="Ferie")
    assert do(worker, one, "importer").status_code == 303
    assert Submission.objects.first().flags == ["tabell", "utsatt frist"]  # type: ignore[union-attr]


def test_one_thing_is_not_two_columns_and_others_changes_are_seen(worker: Worker) -> None:
    one = table(worker)
    answer = do(worker, one, "prov", kolonne=["navn", *one.kinds[:1], *one.kinds[2:]])
    assert answer.status_code == 422 and "satt til det samme" in text_of(answer)
    do(worker, one, "prov")
    assert "Noen andre har endret" in text_of(do(worker, one, "importer", versjon="0"))


def test_a_fault_in_the_middle_leaves_nothing(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = table(worker)
    do(worker, one, "prov")

    def full(*_: Any, **__: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("rettesnor_horing.intake.store.connection.close", lambda: None)
    monkeypatch.setattr(TableRow.objects, "bulk_create", full)
    answer = do(worker, one, "importer")
    assert answer.status_code == 422 and "Prøv igjen" in text_of(answer)
    monkeypatch.undo()
    assert not Submission.objects.exists() and AnswerTable.objects.get().open


def test_a_table_is_removed_with_a_reason_and_purged_with_its_round(
    worker: Worker, clock: Clock
) -> None:
    one = table(worker)
    assert do(worker, one, "slett", hvorfor="").status_code == 422
    assert do(worker, one, "slett", hvorfor="Feil fil").status_code == 303
    one.refresh_from_db()
    assert (one.rows, one.filnavn, one.removed is None) == ([], "", False)
    assert (one.remove_reason, one.removed_by) == ("Feil fil", worker.user)
    two = table(worker)
    assert two.pk != one.pk
    RoundRecord.objects.update(behandlet="2026-10-10")
    clock.pass_(days=300)
    assert retention.purge(clock.now())["tables"] == 1
    two.refresh_from_db()
    assert two.rows == []


def test_why_a_table_was_removed_is_shown_where_one_would_look_for_it(
    worker: Worker, clock: Clock
) -> None:
    one, other = table(worker), table(worker, "Kommentar\nHei\n")
    do(worker, one, "slett", hvorfor="Lastet opp to ganger <b>")
    clock.pass_(minutes=1)
    do(worker, other, "slett", hvorfor="Feil runde")
    escaped = "Lastet opp to ganger &lt;b&gt;"
    for address in ("/skrivebord/tabell/", f"/skrivebord/tabell/{one.pk}/"):
        page = text_of(worker.client.get(address))
        assert escaped in page and worker.user.username in page
    trail = text_of(Worker("personvernombud").client.get("/skrivebord/horing/audit/"))
    rows = [row for row in trail.split("<tr>") if "table-remove" in row]
    assert ["Feil runde" in row for row in rows] == [False, True]
    assert [escaped in row for row in rows] == [True, False]


@pytest.mark.parametrize("role", ["leser", "personvernombud"])
def test_only_those_who_may_register_take_tables_in(desk: Any, role: str) -> None:
    assert upload(Worker(role)).status_code == 403
    assert Worker(role).client.get("/skrivebord/tabell/").status_code == 403


def test_nothing_in_a_table_is_read_as_html(worker: Worker) -> None:
    evil = "<script>alert(1)</script>"
    one = table(worker, f"{evil};Kommentar;Anbefaling\n{evil};{evil};{evil}\n")
    do(worker, one, "prov")
    page = text_of(worker.client.get(f"/skrivebord/tabell/{one.pk}/"))
    assert evil not in page and "&lt;script&gt;" in page
