"""``rettesnor course``, and what moves, renames and withdrawals do to courses."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.cli.main import main

from tests.support.course_case import COURSE, FILE
from tests.support.release_case import Case

PLAN = ("--by", "Etaten", "--reason", "Rådet er ikke lenger riktig for skolene")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case(tmp_path)
    case.write(FILE, COURSE)
    return case


def test_a_course_is_begun_from_a_chapter_and_marked(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    assert case.run("course", "--new", "hjem") == 0
    text = case.text("guideline/kurs/hjem.yml")
    assert "anbefaling: snakke-tidlig" in text and "FYLL UT" in text
    assert case.run("course", "--new", "hjem") == 2, "it is there already"
    assert case.run("course", "--new", "annet", "--chapter", "skol") == 2
    assert "Mente du «skole»?" in capsys.readouterr().err
    case.run("check")
    assert "[ikke-fylt-ut]" in capsys.readouterr().out
    assert case.run("course") == 0
    told = capsys.readouterr().out
    assert "planer  4 lysbilder, 25 min, utkast" in told
    assert "ikke lest mot det de siterer: sitat og steg" in told
    assert case.run("course", "--mark", "plan") == 2
    assert case.run("course", "--mark", "planer") == 0
    assert "Merket 1 fil." in capsys.readouterr().out
    assert case.run("course", "--mark", "planer") == 0
    assert "Merket 0 filer." in capsys.readouterr().out


def test_a_course_follows_a_recommendation_and_its_chapter(case: Case) -> None:
    assert case.run("course", "--mark") == 0
    assert case.run("move", "skriftlig-plan", "--id", "plan-for-alle", *PLAN[:2]) == 0
    assert "anbefaling: plan-for-alle" in case.text(FILE)
    assert "skriftlig-plan" not in case.text(FILE)
    where = ["--id", "paa-skolen", "--root", str(case.root)]
    assert main(["rename", "chapter", "skole", *where, *PLAN[:2]]) == 0
    assert "kurskapittel: paa-skolen" in case.text(FILE)


def test_a_slide_loses_the_quote_of_what_is_withdrawn_and_says_so(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    assert case.run("withdraw", "skriftlig-plan", "--unlink", *PLAN) == 0
    assert "sitat:" not in case.text(FILE) and "tittel: Innkalling" in case.text(FILE)
    told = capsys.readouterr().out
    assert "Lysbildet «steg» siterte «skriftlig-plan»" in told
