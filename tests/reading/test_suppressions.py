"""Suppressions: one rule in one file, with a reason, and only while it is needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.checks.run import ProjectCheck

from tests.support.check_case import changed, check, sound_files

TIDLIG = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.yml"
ALLE = "recommendations/samarbeid-med-hjemmet/snakke-med-alle.yml"
FIXED = [
    code for code, known in CODES.items()
    if not known.suppressible and code.replace("-", "").isalpha()  # the schema takes no digits
]
MUST = "kort_anbefaling: Skolen må snakke med eleven\n"


def found(root: Path, changes: dict[str, str]) -> ProjectCheck:
    return check(root, changed(sound_files(), changes))


def exempt(*codes: str) -> str:
    items = "".join(f"  - kode: {code}\n    grunn: Ordrett fra et vedtak.\n" for code in codes)
    return f"unntak:\n{items}"


def test_it_silences_the_code_in_its_own_file_only(tmp_path: Path) -> None:
    survey = found(tmp_path, {TIDLIG: MUST + exempt("verb-styrke"), ALLE: MUST})
    assert [(p.path, p.code) for p in survey.problems] == [(ALLE, "verb-styrke")]


def test_every_suppression_is_told_with_its_reason_and_use(tmp_path: Path) -> None:
    survey = found(tmp_path, {TIDLIG: MUST + exempt("verb-styrke", "dato-rekkefolge")})
    told = [(s.path, s.line, s.code, s.reason, s.used) for s in survey.suppressions]
    assert told == [
        ("guideline/laws.yml", 30, "lov-ubrukt",
         "Lokale planer viser fortsatt til loven fra 1998.", True),
        (TIDLIG, 46, "verb-styrke", "Ordrett fra et vedtak.", True),
        (TIDLIG, 48, "dato-rekkefolge", "Ordrett fra et vedtak.", False),
    ]


def test_it_silences_every_problem_with_the_code(tmp_path: Path) -> None:
    change = "kontrollsporsmaal:\n  - Hvordan går det med eleven?\n  - Hvem er med i møtet?\n"
    survey = found(tmp_path, {TIDLIG: change + exempt("kontrollsporsmaal-form")})
    assert not survey.problems


def test_it_works_in_a_file_of_the_frame(tmp_path: Path) -> None:
    files = sound_files()
    text = files["guideline/laws.yml"]
    assert not check(tmp_path / "with", files).problems
    files["guideline/laws.yml"] = text[: text.index("unntak:")]
    assert [p.code for p in check(tmp_path / "without", files).problems] == ["lov-ubrukt"]


def test_one_that_silences_nothing_is_a_problem(tmp_path: Path) -> None:
    survey = found(tmp_path, {TIDLIG: exempt("verb-styrke")})
    assert [p.code for p in survey.problems] == ["unntak-ubrukt"]


def test_the_second_of_two_alike_is_a_problem(tmp_path: Path) -> None:
    survey = found(tmp_path, {TIDLIG: MUST + exempt("verb-styrke", "verb-styrke")})
    assert [(p.line, p.code) for p in survey.problems] == [(48, "unntak-ubrukt")]


def test_an_unknown_code_gets_a_suggestion(tmp_path: Path) -> None:
    survey = found(tmp_path, {TIDLIG: exempt("verb-styrken")})
    assert [p.code for p in survey.problems] == ["unntak-ukjent"]
    assert survey.problems[0].hint == "Mente du «verb-styrke»?"


def test_what_keeps_text_readable_cannot_be_set_aside(tmp_path: Path) -> None:
    wrong = "begrunnelse:\n  tekst: |\n    Det haster<br> [@redd-barna-2025].\n"
    survey = found(tmp_path, {TIDLIG: wrong + exempt("prosa-html")})
    assert [p.code for p in survey.problems] == ["prosa-html", "unntak-ikke-lov"]


@pytest.mark.parametrize("code", FIXED)
def test_no_file_may_set_these_aside(code: str, tmp_path: Path) -> None:
    survey = found(tmp_path, {TIDLIG: exempt(code)})
    assert [p.code for p in survey.problems] == ["unntak-ikke-lov"]


def test_nothing_is_called_needless_while_a_file_cannot_be_read(tmp_path: Path) -> None:
    survey = found(tmp_path, {TIDLIG: exempt("verb-styrke"), ALLE: "status: tull\n"})
    assert [p.code for p in survey.problems] == ["ukjent-status"]
    survey = found(tmp_path, {TIDLIG: exempt("verb-styrke"), "guideline/terms.yml": "termer: 1\n"})
    assert {p.code for p in survey.problems} == {"felt-type"}


def test_the_rest_is_sorted_by_place(tmp_path: Path) -> None:
    survey = found(tmp_path, {TIDLIG: MUST + exempt("id-filnavn"), ALLE: MUST})
    assert list(survey.problems) == sorted(survey.problems)
    assert len(survey.problems) == 3
