"""The reports: text for people, annotations, SARIF and JSON."""

from __future__ import annotations

import json

import pytest
from rettesnor.model.problem import Problem, Severity, Suppression
from rettesnor.reading.checks import explain
from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.checks.reporters import github, machine, people, sarif, totals

PROBLEM = Problem(
    "recommendations/a/b.yml", 2, 9, "ukjent-styrke", "«sterkt» er ikke skal | bør | kan.",
    "Mente du «bør»?", field="styrke",
)
WARNING = Problem(
    "guideline/terms.yml", 1, 1, "term-ubrukt", "Ingen tekst viser til «x».", "",
    Severity.WARNING,
)
TEXTS = {"recommendations/a/b.yml": "id: b\nstyrke: sterkt\n", "guideline/terms.yml": "termer:\n"}


def test_people_see_place_line_caret_and_mend() -> None:
    assert people.render([PROBLEM, WARNING], TEXTS.get) == (
        "recommendations/a/b.yml:2:9: feil: «sterkt» er ikke skal | bør | kan. [ukjent-styrke]\n"
        "  2 | styrke: sterkt\n"
        "    |         ^\n"
        "    = Mente du «bør»?\n"
        "\n"
        "guideline/terms.yml:1:1: advarsel: Ingen tekst viser til «x». [term-ubrukt]\n"
        "  1 | termer:\n"
        "    | ^\n"
        "\n"
        "1 feil og 1 advarsel i 2 filer.\n"
        "Les mer om et problem med koden i klammene: rettesnor check --explain ukjent-styrke\n"
    )


def test_people_hear_when_nothing_is_wrong() -> None:
    assert people.render([], TEXTS.get) == "Ingen problemer.\n"


def test_people_see_no_line_of_a_file_that_is_not_there() -> None:
    report = people.render([PROBLEM], lambda path: None)
    assert " | " not in report.split("\n")[1]
    assert "= Mente du «bør»?" in report


def test_colour_only_when_asked() -> None:
    assert "\x1b" not in people.render([PROBLEM, WARNING], TEXTS.get)
    coloured = people.render([PROBLEM, WARNING], TEXTS.get, colour=True)
    assert "\x1b[1;31mfeil\x1b[0m" in coloured
    assert "\x1b[1;33madvarsel\x1b[0m" in coloured


def test_content_cannot_reach_the_terminal() -> None:
    nasty = "a\x1b[31m\u202eb\r\x07\x9b"
    problem = Problem(f"x{nasty}.yml", 1, 3, "skjult-tegn", nasty, nasty)
    report = people.render([problem], lambda path: nasty)
    assert not set(report) & set("\x1b\u202e\r\x07\x9b")


@pytest.mark.parametrize("column", [1, 50, 51, 200, 399, 400, 401, 500])
def test_long_lines_are_cut_around_the_caret(column: int) -> None:
    line = "".join(chr(0x4100 + n) if n == -1 else str(n % 10) for n in range(400))
    piece, caret = people.window(line, column)
    assert len(piece) <= people.WIDTH + 2
    assert caret <= len(piece)
    if column <= len(line):
        assert piece[caret] == line[column - 1]


def test_caret_counts_cells_of_the_terminal() -> None:
    assert people.window("\tå漢e\u0301x", 5) == (" å漢e\u0301x", 5)
    assert people.window("\tå漢e\u0301x", 6) == (" å漢e\u0301x", 5)


@pytest.mark.parametrize(
    ("errors", "warnings", "said"),
    [
        (1, 0, "1 feil i 1 fil."),
        (2, 0, "2 feil i 2 filer."),
        (0, 1, "1 advarsel i 1 fil."),
        (0, 2, "2 advarsler i 2 filer."),
        (2, 2, "2 feil og 2 advarsler i 4 filer."),
    ],
)
def test_totals_in_words(errors: int, warnings: int, said: str) -> None:
    graves = [Severity.ERROR] * errors + [Severity.WARNING] * warnings
    problems = [Problem(f"{n}", 1, 1, "x", "", "", grave) for n, grave in enumerate(graves)]
    assert str(totals.count(problems)) == said


def test_github_annotations_escape_what_would_end_them() -> None:
    problem = Problem("a,b:c%.yml", 3, 4, "felt-tom", "100 %\r\n::error::x", "mend")
    assert github.render([problem, WARNING]) == (
        "::error file=a%2Cb%3Ac%25.yml,line=3,col=4,title=felt-tom::"
        "100 %25%0D%0A::error::x%0Amend\n"
        "::warning file=guideline/terms.yml,line=1,col=1,title=term-ubrukt::"
        "Ingen tekst viser til «x».\n"
        "1 feil og 1 advarsel i 2 filer.\n"
    )


def test_machine_report_has_its_documented_shape() -> None:
    suppression = Suppression("a.yml", 3, "verb-styrke", "Fordi det er slik.", True)
    assert json.loads(machine.render([PROBLEM], [suppression])) == {
        "format": "rettesnor-check",
        "version": 1,
        "strict": False,
        "passed": False,
        "totals": {"errors": 1, "warnings": 0, "files": 1},
        "problems": [
            {
                "path": "recommendations/a/b.yml", "line": 2, "column": 9, "severity": "feil",
                "code": "ukjent-styrke", "message": "«sterkt» er ikke skal | bør | kan.",
                "hint": "Mente du «bør»?", "field": "styrke",
            }
        ],
        "suppressions": [
            {"path": "a.yml", "line": 3, "code": "verb-styrke", "reason": "Fordi det er slik.",
             "used": True}
        ],
    }


@pytest.mark.parametrize(("problems", "strict", "passed"), [
    ([], False, True), ([], True, True), ([WARNING], False, True), ([WARNING], True, False),
    ([PROBLEM], False, False), ([PROBLEM, WARNING], True, False),
])
def test_reports_say_whether_the_check_passed(
    problems: list[Problem], strict: bool, passed: bool
) -> None:
    report = json.loads(machine.render(problems, strict=strict))
    assert (report["strict"], report["passed"]) == (strict, passed)
    (run,) = json.loads(sarif.render(problems, strict=strict))["runs"]
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 0 if passed else 1}]


def test_sarif_has_what_the_specification_requires() -> None:
    log = json.loads(sarif.render([PROBLEM, WARNING], version="1.2.3"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "Rettesnor" and driver["version"] == "1.2.3"
    rules = driver["rules"]
    assert [rule["id"] for rule in rules] == list(CODES)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["markdown"] == rule["help"]["text"] == explain.page(rule["id"])
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")
    first, second = run["results"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "ukjent-styrke"
    assert (first["level"], second["level"]) == ("error", "warning")
    assert first["message"]["text"] == "«sterkt» er ikke skal | bør | kan. Mente du «bør»?"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "recommendations/a/b.yml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 2, "startColumn": 9}
    assert first["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "styrke"}]
    assert "logicalLocations" not in second["locations"][0]  # it is about the file as a whole
    assert "%SRCROOT%" in run["originalUriBaseIds"]


def test_sarif_paths_are_uri_references() -> None:
    problem = Problem("guideline/a b å.md", 1, 1, "side-tittel", "x")
    (run,) = json.loads(sarif.render([problem]))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "guideline/a%20b%20%C3%A5.md"


def test_sarif_fingerprints_stay_when_lines_move_and_tell_twins_apart() -> None:
    def prints(*lines: int) -> list[str]:
        problems = [Problem("a.yml", line, 1, "felt-tom", "«x» er tom.") for line in lines]
        (run,) = json.loads(sarif.render(problems))["runs"]
        return [r["partialFingerprints"]["rettesnorProblem/v1"] for r in run["results"]]

    assert prints(1, 2) == prints(7, 9)
    assert len(set(prints(1, 2))) == 2
