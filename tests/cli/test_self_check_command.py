"""``rettesnor self-check``: sheets are made, checked, compared, gathered and followed up."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from openpyxl import load_workbook
from rettesnor.cli.main import main
from rettesnor.exports.self_check import sheet_workbook
from rettesnor.model.self_check import Egenkontroll, Kontrollsporsmaal
from rettesnor.model.self_check_sheet import (
    Ark,
    Kontrollfunn,
    Svar,
    collect,
    compare,
    new_sheet,
    open_findings,
    spoken,
    wordings,
)
from rettesnor.reading.content.guideline import read_guideline
from rettesnor.reading.content.self_check_sheet import read_sheet
from rettesnor.rendering.i18n import language

from tests.rendering.test_self_check import CHECK, PLAN, WASH
from tests.support.guidelines import put, sound_copy

WORDS = wordings([CHECK])
FILE = """nivaaer:
  - id: avdeling
    navn: Avdeling
  - id: sykehus
    navn: Sykehus
svarskala:
  - {id: ja, navn: Ja, regnes_som: oppfylt}
  - {id: litt, navn: Litt, regnes_som: delvis}
  - {id: nei, navn: Nei, regnes_som: ikke oppfylt}
plikter:
  - id: oppfolging
    tittel: Følge opp
    hjemler: [{lov: opplæringslova, paragraf: § 10-6}]
    sporsmaal:
      - {id: vask, ordlyd: Vasker alle hendene?, nivaaer: [avdeling, sykehus], kriterier: [saape]}
      - {id: plan, ordlyd: Er det laget en plan?, nivaaer: [sykehus]}
"""


CRITERIA = """kriterier:
  - id: saape
    tittel: Såpe på plass
    krav: Enheten bør ha såpe.
    sporsmaal: Er det såpe?
    hvordan: Se etter såpen.
    ses_i: virksomhet
    rettsgrunnlag: [{lov: opplæringslova, paragraf: § 10-6}]
"""


def sheet(**answers: str) -> Ark:
    made = new_sheet(CHECK, "g", "1.0.0", "sykehus", "nb")
    return replace(made, svar=tuple(
        replace(one, svar=answers.get(one.sporsmaal, "")) for one in made.svar
    ))


def other_words(check: Egenkontroll, question: Kontrollsporsmaal, words: str) -> Egenkontroll:
    (duty,) = check.plikter
    asked = tuple(replace(one, ordlyd=words) if one == question else one for one in duty.sporsmaal)
    return replace(check, plikter=(replace(duty, sporsmaal=asked),))


@pytest.mark.parametrize(("then", "now", "kind"), [
    ("nei", "litt", "bedre"), ("ja", "litt", "dårligere"), ("ja", "ja", "som sist"),
    ("uaktuelt", "ja", "et annet svar"), ("uaktuelt", "uaktuelt", "som sist"),
    ("", "ja", "ikke besvart"), ("ja", "", "ikke besvart"),
])
def test_an_answer_is_held_against_last_time(then: str, now: str, kind: str) -> None:
    (first, _) = compare(CHECK, WORDS, sheet(vask=then), sheet(vask=now))
    assert first.kind == kind


def test_an_answer_to_other_words_is_shown_and_does_not_count() -> None:
    check = other_words(CHECK, PLAN, "Er planen kjent for alle?")
    words = wordings([check])
    old = sheet(plan="ja")
    row = compare(check, words, old, new_sheet(check, "g", "2.0.0", "sykehus", "nb"))[1]
    assert (row.kind, row.then, row.now, row.then_words) == ("ny ordlyd", "Ja", "", PLAN.ordlyd)
    stale = compare(check, words, old, old)[1]
    assert stale.now == "", "the old answer is not this time's"
    counted = {row.question.id: row.answered for row in collect(check, words, "sykehus", [old])
               if row.question}
    assert counted == {"vask": 0, "plan": 0}


def test_words_in_another_language_are_the_same_question() -> None:
    nynorsk = other_words(CHECK, PLAN, "Er det ein plan?")
    answered = replace(sheet(plan="ja"), svar=(Svar("plan", "Er det ein plan?", "ja"),))
    rows = compare(CHECK, wordings([CHECK, nynorsk]), answered, sheet(plan="nei"))
    assert [row.kind for row in rows] == ["nytt spørsmål", "dårligere"]


def test_questions_come_and_go() -> None:
    old = replace(sheet(), svar=(Svar("borte", "Er noe borte?", "ja"),))
    rows = compare(CHECK, WORDS, old, sheet())
    assert [row.kind for row in rows] == ["nytt spørsmål", "nytt spørsmål", "ikke med lenger"]
    assert rows[-1].words == "Er noe borte?"


def test_shares_are_of_what_counts_and_small_numbers_are_left_out() -> None:
    sheets = [sheet(vask="ja", plan=plan) for plan in ("ja", "ja", "nei", "uaktuelt")]
    vask, plan, duty = collect(CHECK, WORDS, "sykehus", sheets)
    assert (vask.share, plan.share, duty.share) == (100, 67, 86)
    assert plan.counts == {"ja": 2, "litt": 0, "nei": 1, "uaktuelt": 1} and plan.answered == 4
    vask, plan, duty = collect(CHECK, WORDS, "sykehus", sheets, 2)
    assert vask.counts["ja"] == 4 and plan.suppressed
    assert duty.suppressed, "the duty would give the question away"
    assert plan.share is duty.share is None


def test_findings_that_are_open_come_earliest_first() -> None:
    found = replace(sheet(), funn=(
        Kontrollfunn("sent", "vask", frist="2027-05-01"), Kontrollfunn("uten", "vask"),
        Kontrollfunn("snart", "plan", frist="2026-12-01"),
        Kontrollfunn("gjort", "plan", status="lukket", lukket="2026-11-01"),
    ))
    listed = [(one.id, late) for _, one, late in open_findings([found], "2027-01-01")]
    assert listed == [("snart", True), ("sent", False), ("uten", False)]
    again = new_sheet(CHECK, "g", "1.0.0", "sykehus", "nb", found)
    assert [one.id for one in again.funn] == ["sent", "uten", "snart"]
    assert not any(one.svar for one in again.svar), "answers are never taken over"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(sound_copy(tmp_path / "g"), "guideline/egenkontroll.yml", FILE)
    put(tmp_path / "g", "guideline/kriterier.yml", CRITERIA)
    return tmp_path


def run(root: Path, *words: str) -> int:
    what, *rest = words
    return main(["self-check", what, "--root", str(root / "g"), *rest])


def filled(root: Path, name: str, answers: dict[str, str], **more: Any) -> Path:
    """Make a sheet by the command, and fill it in."""
    path = root / name
    assert run(root, "new", "--level", "sykehus", "-o", str(path)) == 0
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for one in data["svar"]:
        if answers.get(one["sporsmaal"]):
            one["svar"] = answers[one["sporsmaal"]]
    path.write_text(json.dumps({**data, **more}), encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["yml", "json", "xlsx"])
def test_a_sheet_that_is_made_can_be_read(
    root: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / f"ark.{ending}"
    assert run(root, "new", "--level", "sykehus", "-o", str(path)) == 0
    assert run(root, "check", str(path)) == 0
    said = capsys.readouterr().out
    assert "Ingen problemer." in said and "0 av 2 spørsmål er besvart." in said
    assert run(root, "new", "--level", "sykehus", "-o", str(path)) == 2, "it is never overwritten"
    assert run(root, "new", "--level", "sykehu", "-o", str(root / "b.yml")) == 2
    assert "Mente du «sykehus»?" in capsys.readouterr().err


def test_a_yaml_sheet_says_what_may_be_written_and_that_can_be_read(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "ark.yml"
    run(root, "new", "--level", "sykehus", "-o", str(path))
    text = path.read_text(encoding="utf-8")
    comments = [line.removeprefix("#") for line in text.splitlines() if line.startswith("#")]
    example = [line[5:] for line in comments if line.startswith("     ")]
    assert [line for line in example if line.startswith("svar: ")] == [
        "svar: ja", "svar: litt", "svar: nei",
    ]
    facts, _, findings = "\n".join(example).partition("funn:\n")
    head = facts.split("svar: ")[0].replace("(bare", "# (bare")
    path.write_text(
        text.replace("sprak: nb", f"sprak: nb\n{head}".rstrip())
        + "funn:\n" + findings.replace("id-en til spørsmålet", "vask"), encoding="utf-8",
    )
    assert run(root, "check", str(path)) == 0, capsys.readouterr().out


def test_a_workbook_says_the_same_as_the_other_forms(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "ark.xlsx"
    run(root, "new", "--level", "sykehus", "-o", str(path))
    book = load_workbook(path)
    page = book.worksheets[0]
    heads = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        cells = dict(zip(heads, row, strict=True))
        if cells["Id"].value == "vask":
            cells["Svar"].value, cells["Funn"].value = "Nei", "Mangler såpe."
            cells["Ansvarlig rolle"].value, cells["Frist"].value = "Kari Hansen", "2026-12-01"
        if cells["Id"].value == "plan":
            cells["Svar"].value = "Kanskje"
        if cells["Id"].value == "#samtykke":
            cells["Svar"].value = "Ja"
    book.save(path)
    assert run(root, "check", str(path)) == 1
    said = capsys.readouterr().out
    assert "Svaret «kanskje» finnes ikke" in said or "ark.xlsx:11:1: feil" in said
    page[11][heads.index("Svar")].value = "Ja"
    book.save(path)
    capsys.readouterr()
    assert run(root, "check", str(path)) == 0
    said = capsys.readouterr().out
    assert "[ark-funn]" in said and "mangler tiltak" in said
    assert "«Kari Hansen» kan være navnet på en person." in said and "ark.xlsx:10:1" in said
    assert run(root, "follow-up", "--date", "2027-01-01", str(path)) == 1
    assert "OVER FRISTEN frist 2026-12-01, Kari Hansen: Mangler såpe." in capsys.readouterr().out


@pytest.mark.parametrize(("change", "said"), [
    ({"nivaa": "sykehuse"}, "Mente du «sykehus»?"),
    ({"retningslinje": "annen"}, "hører til «annen»"),
    ({"svar": [{"sporsmaal": "vask", "svar": "jaa"}]}, "Mente du «ja»?"),
    ({"svar": [{"sporsmaal": "vask"}, {"sporsmaal": "vask"}]}, "er besvart to ganger"),
    ({"egenkontroll": 2}, "egenkontroll"),
    ({"ukjent": 1}, "ukjent"),
    ({"funn": [{"id": "a", "kriterium": "vask", "frist": "i morgen"}]}, "frist"),
])
def test_what_is_wrong_is_said_and_nothing_is_written(
    root: Path, change: dict[str, Any], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(root, "a.json", {}, **change)
    assert run(root, "check", str(path)) == 1
    assert said in capsys.readouterr().out
    out = root / "samlet.xlsx"
    assert run(root, "collect", str(path), "-o", str(out)) == 2 and not out.exists()


def test_a_file_that_is_no_sheet_is_refused(root: Path) -> None:
    for name, data in (("a.xlsx", b"PK\x03\x04nei"), ("b.json", b"[1, 2"), ("c.yml", b"\xff\xfe")):
        (root / name).write_bytes(data)
        assert run(root, "check", str(root / name)) == 1


@pytest.mark.parametrize("ending", ["yml", "json", "xlsx"])
def test_a_sheet_in_another_form_says_the_same(
    root: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first = filled(
        root, "a.json", {"vask": "litt", "plan": "ja"}, samtykke=True, dato="2026-11-01",
        virksomhet="Enheten", fylt_ut_av="leder",
        funn=[{"id": "f", "kriterium": "vask", "funn": "Mangler såpe.", "status": "aapen"},
              {"id": "g", "kriterium": "vask", "funn": "Rettet.", "status": "lukket",
               "lukket": "2026-11-02", "merknad": "Kjøpt."}],
    )
    other, back = root / f"b.{ending}", root / "c.json"
    assert run(root, "convert", str(first), "-o", str(other)) == 0
    assert run(root, "convert", str(other), "-o", str(back)) == 0
    assert json.loads(back.read_bytes()) == json.loads(first.read_bytes())
    assert run(root, "convert", str(other), "-o", str(back)) == 2, "it is never overwritten"
    assert "er ikke rørt" in capsys.readouterr().err


def test_a_workbook_in_another_language_or_order_can_be_read(root: Path) -> None:
    check = other_words(CHECK, WASH, "Vasker alle hendene?")
    said = spoken([check], [lambda text: text, language("nn").gettext])
    new = new_sheet(check, "g", "1.0.0", "sykehus", "nb")
    answers = (replace(new.svar[0], svar="litt"), new.svar[1])
    asked = replace(new, svar=answers, samtykke=True, funn=(
        Kontrollfunn("f", "vask", "Manglar såpe.", status="lukket", lukket="2026-11-01"),
    ))
    own = read_guideline(root / "g").guideline
    assert own is not None
    own = replace(own, id="g", egenkontroll=check)
    data = sheet_workbook(asked, own, language("nn").gettext)
    book = load_workbook(BytesIO(data))
    page = book.worksheets[0]
    assert "Ansvarleg rolle" in [cell.value for cell in page[1]]
    assert read_sheet(data, "a.xlsx", own, said)[0] == asked
    page.move_range(f"F1:F{page.max_row}", cols=14)  # the answers last
    out = BytesIO()
    book.save(out)
    assert read_sheet(out.getvalue(), "a.xlsx", own, said)[0] == asked
    page.delete_cols(5)  # as workbooks were before criteria could be named
    book.save(out)
    assert read_sheet(out.getvalue(), "a.xlsx", own, said)[0] == asked
    page.delete_cols(1)
    book.save(out)
    assert [one.code for one in read_sheet(out.getvalue(), "a.xlsx", own, said)[1]] == ["ark-ulest"]


def test_a_line_of_the_file_is_shown_where_something_is_wrong(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(root, "a.json", {}, funn=[{"id": "a", "kriterium": "vask", "frist": "snart"}])
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=1), encoding="utf-8")
    assert run(root, "check", str(path)) == 1
    said = capsys.readouterr().out
    assert '"frist": "snart"' in said and "rettesnor check --explain" in said


def test_two_years_side_by_side(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last = filled(root, "2025.json", {"vask": "nei", "plan": "ja"}, dato="2025-11-01")
    this = filled(root, "2026.json", {"vask": "ja", "plan": "litt"}, dato="2026-11-01", funn=[
        {"id": "f", "kriterium": "plan", "funn": "Ikke kjent for alle.", "tiltak": "Henge opp",
         "ansvarlig": "leder", "frist": "2026-12-31"},
    ])
    capsys.readouterr()
    assert run(root, "compare", str(last), str(this)) == 0
    said = capsys.readouterr().out
    assert "▲ Vasker alle hendene?" in said and "Sist: Nei. Nå: Ja. (bedre)" in said
    assert "1 bedre, 1 dårligere, 0 som sist" in said
    out = root / "sammenlignet.docx"
    assert run(root, "compare", str(last), str(this), "-o", str(out)) == 0
    document = Document(BytesIO(out.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(cell.endswith("\nKriterium: Såpe på plass") for cell in cells)
    assert "▲ bedre" in cells and "Henge opp" in cells and "leder" in cells
    again = root / "2027.yml"
    assert run(root, "new", "--level", "sykehus", "--last", str(this), "-o", str(again)) == 0
    assert yaml.safe_load(again.read_text(encoding="utf-8"))["funn"][0]["id"] == "f"


def test_findings_of_an_audit_are_followed_up_too(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit = root / "tilsyn.yml"
    audit.write_text(yaml.safe_dump({"funn": [
        {"id": "f", "kriterium": "plan", "funn": "Planen mangler.", "ansvarlig": "leder",
         "frist": "2026-12-01", "status": "aapen"},
        {"id": "g", "kriterium": "vask", "funn": "Ble rettet.", "status": "lukket",
         "lukket": "2026-11-01"},
    ]}), encoding="utf-8")
    own = filled(root, "eget.json", {"vask": "nei"}, funn=[
        {"id": "h", "kriterium": "vask", "funn": "Såpe mangler.", "frist": "2027-03-01"},
        {"id": "i", "kriterium": "plan"},
    ])
    capsys.readouterr()
    assert run(root, "follow-up", "--date", "2026-12-02", str(own), str(audit)) == 1
    said = capsys.readouterr().out
    assert said.startswith("OVER FRISTEN frist 2026-12-01, leder: Tilsyn: Planen mangler.")
    assert "Såpe mangler." in said and "Ble rettet." not in said
    assert "Er det laget en plan?" in said, "what has no words of its own is named by its question"
    assert "3 funn er ikke lukket, og 1 av dem er over fristen." in said


def test_only_those_who_agreed_are_gathered_and_nobody_is_named(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [
        filled(root, f"{n}.json", {"vask": "ja", "plan": "nei" if n else "ja"}, samtykke=n < 3,
               virksomhet=f"Hemmelig {n}") for n in range(4)
    ]
    out = root / "samlet.xlsx"
    assert run(root, "collect", *map(str, paths), "--least", "2", "-o", str(out)) == 0
    said = capsys.readouterr().out
    assert "3.json er ikke med" in said and "3 ark er samlet" in said
    rows = [
        [cell.value for cell in row] for row in load_workbook(out).worksheets[0].iter_rows()
    ]
    assert rows[0] == [
        "Plikt", "Spørsmål", "Kriterier for tilsyn", "Besvart", "Ja", "Litt", "Nei",
        "Andel oppfylt (%)",
    ]
    assert rows[1][1:] == ["Vasker alle hendene?", "Såpe på plass", "3", "3", "0", "0", "100"]
    assert rows[2][4] == "færre enn 2" and rows[3][4] == "færre enn 2"
    assert "Hemmelig" not in str(rows)


def test_a_guideline_without_a_self_check_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound_copy(tmp_path / "g")
    assert run(tmp_path, "new", "--level", "sykehus", "-o", str(tmp_path / "a.yml")) == 2
    assert "har ingen egenkontroll" in capsys.readouterr().err


def test_the_questions_of_the_page_are_those_of_the_sheet() -> None:
    assert [one.sporsmaal for one in sheet().svar] == [WASH.id, PLAN.id]
