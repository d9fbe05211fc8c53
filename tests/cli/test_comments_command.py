"""``rettesnor comments``: importing a result, and locating a comment."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from rettesnor.cli.main import main
from rettesnor.reading.files.decoding import HIDDEN

from tests.support.hearing_case import (
    RESULT,
    decided,
    heard_case,
    hearings,
    paragraph,
    put_result,
    result,
)
from tests.support.release_case import Case


@pytest.fixture
def case(tmp_path: Path, capsys: Any) -> Case:
    made = heard_case(Case(tmp_path / "retningslinje"))
    capsys.readouterr()
    return made


def run(case: Case, *arguments: str) -> int:
    return main(["comments", *arguments, "--root", str(case.root), "--jobs", "1",
                 "--date", "2027-03-01"])


def take(case: Case, data: Any, *more: str) -> int:
    export = case.root.parent / "eksport.json"
    export.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return run(case, "import", str(export), *more)


def test_a_result_is_taken_in_and_laid_out_to_be_read(case: Case, capsys: Any) -> None:
    data = result(case, {"vurdering": decided()}, {"tekst": "Flere innspill."})
    data["innspill"].reverse()
    assert take(case, data) == 0
    assert "2 innspill i 1 svar" in capsys.readouterr().out
    text = case.text(RESULT)
    assert text.index("H-000001-1") < text.index("H-000001-2")
    assert "Prøveforeningen" in text and text.endswith("}\n")
    before = case.tree()
    assert take(case, data) == 0
    assert case.tree() == before


@pytest.mark.parametrize(
    "fields",
    [{"format": 7}, {"utgave": "9.9.9"}, {"retningslinje": "annen"},
     {"innspill": [{"nummer": "H-000001-1", "svar": "H-000001", "adresse": {},
                    "tekst": "Skriv til meg: kari@example.no"}]},
     {"innspill": [{"nummer": "H-000001-1", "svar": "H-000001",
                    "adresse": {"anbefaling": "finnes-ikke"}}]}],
)
def test_all_or_nothing(case: Case, capsys: Any, fields: dict[str, Any]) -> None:
    before = case.tree()
    assert take(case, result(case, **fields)) == 1
    said = capsys.readouterr().err
    assert "Ingenting er hentet." in said
    assert "kari@example.no" not in said
    assert case.tree() == before


def test_what_cannot_be_used(case: Case, capsys: Any) -> None:
    before = case.tree()
    assert take(case, "{") == 1
    assert take(case, result(case, horing="annen")) == 2
    assert run(case, "import", str(case.root / "finnes-ikke.json")) == 2
    assert case.tree() == before


def test_decisions_are_never_overwritten_silently(case: Case, capsys: Any) -> None:
    first = result(case, {"vurdering": decided("ikke")}, {"tekst": "Et til."})
    assert take(case, first) == 0
    before = case.tree()
    changed = result(case, {"vurdering": decided("delvis")}, {"tekst": "Et til."})
    assert take(case, changed) == 1
    assert "H-000001-1 er vurdert som «ikke», og blir «delvis»." in capsys.readouterr().err
    assert take(case, result(case, {"vurdering": decided("ikke")})) == 1
    assert "H-000001-2 er ikke med lenger." in capsys.readouterr().err
    assert case.tree() == before
    assert take(case, changed, "--replace") == 0
    (hearing,) = hearings(case).hearings
    assert hearing.resultat is not None
    assert hearing.resultat.innspill[0].vurdering.utfall == "delvis"


def test_a_comment_is_followed_to_the_files_as_they_are(case: Case, capsys: Any) -> None:
    place = paragraph(case)
    words = " ".join(place.tekst.split()[:4])
    address = {"anbefaling": place.anbefaling, "felt": place.felt, "avsnitt": place.avsnitt,
               "sitat": {"exact": words}}
    put_result(case, result(case, {"adresse": address}))
    assert run(case, "locate", "H-000001-1") == 0
    out = capsys.readouterr().out
    assert out.startswith("Det samme") and f"Sted: skriftlig-plan#{place.avsnitt}" in out
    path = "recommendations/skole/skriftlig-plan.yml"
    case.replace(path, place.tekst.split(".")[0], "Noe helt annet står her i dag, uten likhet")
    run(case, "locate", "H-000001-1", "--format", "json")
    assert json.loads(capsys.readouterr().out)["verdict"] in ("changed", "gone")
    assert run(case, "locate", "H-000001-1", "--to", "1.0.0") == 0


def test_addresses_on_the_command_line_and_in_a_file(case: Case, capsys: Any) -> None:
    place = paragraph(case)
    assert run(case, "locate", f"skriftlig-plan#{place.avsnitt}", "--from", "1.0.0") == 0
    assert run(case, "locate", "skriftlig-plan#begrunnelse", "--from", "1.0.0") == 0
    assert run(case, "locate", "skriftlig-plan", "--from", "1.0.0") == 0
    file = case.root.parent / "sted.json"
    file.write_text(json.dumps({"utgave": "1.0.0", "adresse": {"anbefaling": "skriftlig-plan"}}))
    assert run(case, "locate", str(file)) == 0
    capsys.readouterr()
    for wrong in (["finnes-ikke", "--from", "1.0.0"], ["skriftlig-plan"], ["H-999999-1"],
                  ["skriftlig-plan", "--from", "8.0.0"]):
        assert run(case, "locate", *wrong) == 2
    assert capsys.readouterr().err.count("rettesnor: ") == 4


PROJECT = Path(__file__).resolve().parents[2]
HINT = "Hent fila på nytt fra programmet som skrev den."
AS_WRITTEN = {
    "heart": "Bra jobba! ❤\ufe0f", "family": "👨\u200d👩\u200d👧", "keycap": "1\ufe0f\u20e3",
    "soft hyphen": "skole\u00adfravær", "decomposed": "a\u030a få", "zero width space": "a\u200bb",
    "mojibake": "pÃ¥ skolen", "arabic": "مرحبا 123", "private use": "\ue000", "tag": "🏴\U000e0067",
    "merge marks": "<<<<<<< HEAD", "line separator": "en\u2028to", "mark": "a\u200fb",
    "bom": "a\ufeffb",
}
MARKED = {
    "override": ("a\u202eb", "a[U+202E]b"), "isolate": ("a\u2067b", "a[U+2067]b"),
    "nul": ("a\x00b", "a[U+0000]b"), "vertical tab": ("a\x0bb", "a[U+000B]b"),
    "c1": ("a\x85b", "a[U+0085]b"), "not a character": ("a\uffffb", "a[U+FFFF]b"),
}


def with_words(case: Case, words: str) -> dict[str, Any]:
    """Return a result with ``words`` in every field of free text: a comment for each."""
    data = result(
        case, {"tekst": words}, {"sladdet": words}, {"unntatt": words},
        {"vurdering": {**decided(), "begrunnelse": words}},
    )
    del data["innspill"][2]["tekst"]
    data["svar"][0]["avsender"] = words
    return data


@pytest.mark.parametrize("kind", [*AS_WRITTEN, *MARKED])
def test_what_a_citizen_wrote_never_stops_a_hearing(case: Case, kind: str) -> None:
    written, shown = MARKED.get(kind) or (AS_WRITTEN[kind], AS_WRITTEN[kind])
    written, shown = f"Innspill {written}", f"Innspill {shown}"
    data = with_words(case, written)
    assert take(case, data) == 0
    kept = json.loads(case.text(RESULT))
    assert (kept["svar"], kept["innspill"]) == (data["svar"], data["innspill"])
    assert not HIDDEN.search(case.text(RESULT))
    assert take(case, data) == 0, "the same result is no conflict with itself"
    (hearing,) = hearings(case).hearings
    assert hearing.resultat is not None
    said, redacted, exempt, decision = hearing.resultat.innspill
    (answer,) = hearing.resultat.svar
    assert [
        said.tekst, redacted.sladdet, exempt.unntatt, decision.vurdering.begrunnelse,
        answer.avsender,
    ] == [shown] * 5


@pytest.mark.parametrize("hide", ["\u200b", "\u00ad", "\u2060", "\ufe0f", "\u202c"])
def test_what_nobody_sees_hides_no_personal_data(case: Case, hide: str, capsys: Any) -> None:
    assert take(case, result(case, {"tekst": f"Ring 22 3{hide}3 44 55."})) == 1
    assert "H-000001-1" in capsys.readouterr().err


REFUSED = {
    "half a character": ('"\\ud83d"', "H-000001-1 («tekst»)"),
    "number": ("9" * 5000, "altfor mange sifre"),
    "deep": ("[" * 100_000, "for mange nivåer"),
    "list": ("[1]", "H-000001-1 («tekst»)"),
    "empty": ('""', "H-000001-1 («tekst»)"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refusal_names_the_file_and_the_comment(case: Case, kind: str, capsys: Any) -> None:
    value, said = REFUSED[kind]
    text = json.dumps(result(case, {"tekst": "HER"})).replace('"HER"', value)
    assert take(case, text) == 1
    err = capsys.readouterr().err
    assert said in err and "eksport.json" in err and "programmet" not in err.replace(HINT, "")
    case.write(RESULT, text)
    (problem,) = hearings(case).problems
    assert problem.path == RESULT and said in problem.message


@pytest.mark.parametrize("text", ["[]", "7", '"a"', "null", '{"format": []}', "true"])
def test_what_is_no_result_is_refused(case: Case, text: str, capsys: Any) -> None:
    assert take(case, text) == 1
    err = capsys.readouterr().err
    assert "eksport.json" in err and "Ingenting er hentet" in err


def test_only_a_regular_file_is_opened(case: Case, capsys: Any) -> None:
    pipe = case.root.parent / "kø.json"
    os.mkfifo(pipe)
    assert run(case, "import", str(pipe)) == 1
    assert "ikke en vanlig fil" in capsys.readouterr().err
    assert run(case, "import", str(case.root)) in (1, 2)


def test_the_page_isolates_what_a_citizen_wrote(case: Case) -> None:
    data = result(case, {"tekst": "a\u202eb ❤\ufe0f"})
    data["svar"][0]["avsender"] = "Navn \u202e\x00"
    assert take(case, data) == 0
    shutil.copy(PROJECT / "mkdocs.yml", case.root)
    (case.root / "schema").mkdir()  # mkdocs.yml watches it
    options = ["--root", str(case.root), "--jobs", "1", "--date", "2027-03-01"]
    assert main(["build", *options, "--site", str(case.root.parent / "site")]) == 0
    page = (case.root.parent / "site/horing/pilot/index.html").read_text(encoding="utf-8")
    assert '<p dir="auto">a[U+202E]b ❤\ufe0f</p>' in page
    assert "<bdi>Navn [U+202E][U+0000]</bdi>" in page
    for path in (case.root.parent / "site").rglob("*"):
        if path.suffix in {".html", ".json", ".xml", ".csv"}:
            assert "\u202e" not in path.read_text(encoding="utf-8"), path


def test_many_comments_that_would_be_overruled_are_counted(case: Case, capsys: Any) -> None:
    assert take(case, result(case, *[{"vurdering": decided()}] * 70)) == 0
    capsys.readouterr()
    assert take(case, result(case, *[{"vurdering": decided("delvis")}] * 70)) == 1
    said = capsys.readouterr().err
    assert said.count("er vurdert som") == 50 and "20 innspill til" in said
