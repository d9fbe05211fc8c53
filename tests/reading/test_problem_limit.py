"""Reports stay readable: causes come first, and thousands of one kind are a number."""

from __future__ import annotations

import json
import os

from rettesnor.model.problem import Problem
from rettesnor.model.spreadsheet_cell import guarded
from rettesnor.reading.checks.limit import MOST, causes_first, few
from rettesnor.reading.checks.reporters import github, machine, people, sarif
from rettesnor.reading.yaml.json_loader import load


def test_many_of_a_kind_in_a_file_are_a_number() -> None:
    problems = [Problem("a.md", line, 1, "prosa-lenke", f"Nr. {line}.") for line in range(1, 501)]
    kept = few([*problems, Problem("b.md", 1, 1, "prosa-lenke", "Én.")])
    assert len(kept) == MOST + 1
    assert kept[MOST - 1].message == f"Nr. {MOST}. Det er {500 - MOST} til av samme slag i fila."
    assert few(problems[:MOST]) == tuple(problems[:MOST])


def test_causes_come_first() -> None:
    effect = Problem("a.yml", 1, 1, "kilde-ubrukt", "")
    cause = Problem("z", 1, 1, "fil-ikke-lest", "")
    assert causes_first([effect, cause]) == [cause, effect]


def test_a_name_that_is_not_utf8_breaks_no_report() -> None:
    name = os.fsdecode(b"recommendations/\xe5.yml")
    problem = Problem(name, 1, 1, "fil-ikke-lest", f"Fila {name} leses ikke.")
    log = json.loads(sarif.render([problem]).encode())
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "recommendations/%E5.yml"
    machine.render([problem]).encode()
    people.render([problem], lambda path: None).encode()
    github.render([problem]).encode()


def test_annotations_hold_no_control_characters() -> None:
    shown = github.render([Problem("a\x1b[31m.yml", 1, 1, "fil-ikke-lest", "b\x1b[0m")])
    assert "\x1b" not in shown


def test_a_log_has_an_end() -> None:
    problems = [Problem("a", 1, 1, "prosa-lenke", "b")] * (sarif.MAX_RESULTS + 1)
    run = json.loads(sarif.render(problems))["runs"][0]
    assert len(run["results"]) == sarif.MAX_RESULTS
    assert str(len(problems)) in json.dumps(run["invocations"])


def test_hints_of_several_lines_can_be_copied() -> None:
    problem = Problem("a", 1, 1, "felt-mangler", "b", "Legg til:\nc:\n  d")
    shown = people.render([problem], lambda path: "")
    assert "= Legg til:\n        c:\n          d\n" in shown


def test_full_width_signs_are_formulas_too() -> None:
    for sign in "=+-@＝＋－＠":
        assert guarded(f"{sign}1+1") == f"'{sign}1+1" and guarded(f" {sign}1") == f"' {sign}1"
    assert guarded("Skolen – bør") == "Skolen – bør"


def test_json_that_cannot_be_kept_is_refused_in_words() -> None:
    for text in (r'{"a": "\ud83d"}', '{"a": ' + "9" * 5000 + "}", "[" * 100_000):
        data, (problem,) = load(text, "innspill.json")
        assert data is None and problem.path == "innspill.json" and problem.hint
    assert load(r'{"a": "\ud83d\ude00"}', "innspill.json") == ({"a": "😀"}, [])
