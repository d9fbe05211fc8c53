"""``rettesnor innspill``: taking a result in, and following a comment's place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rettesnor.cli.main import main

from tests.hearing_case import (
    RESULT,
    decided,
    heard_case,
    hearings,
    paragraph,
    put_result,
    result,
)
from tests.release_case import Case


@pytest.fixture
def case(tmp_path: Path, capsys: Any) -> Case:
    made = heard_case(Case(tmp_path / "retningslinje"))
    capsys.readouterr()
    return made


def run(case: Case, *arguments: str) -> int:
    return main(["innspill", *arguments, "--root", str(case.root), "--jobs", "1",
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
