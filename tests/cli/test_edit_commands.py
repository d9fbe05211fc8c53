"""The commands that change files: what they show, what they write, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from rettesnor.cli.main import main
from rettesnor.editing import transaction

from tests.support.release_case import FIRST, Case

Run = Callable[..., tuple[int, str, str]]
DAY = "2027-02-01"


@pytest.fixture
def case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Case:
    found = Case(tmp_path)
    assert found.release(*FIRST) == 0
    capsys.readouterr()
    return found


@pytest.fixture
def run(case: Case, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--root", str(case.root), "--jobs", "1", "--date", DAY])
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return call


NEW = ("new", "recommendation", "Trygg start", "--chapter", "skole", "--strength", "bør")


def test_a_new_recommendation_can_be_built_but_not_released(case: Case, run: Run) -> None:
    status, out, err = run(*NEW, "--by", "Etaten", "--reason", "Det trengs.")
    assert status == 0 and "[horing-grunn]" in err  # the reason why it is not heard is for people
    assert out.startswith("Ny anbefaling «Trygg start» (trygg-start) i kapitlet «skole».\n")
    assert "  endret   guideline/guideline.yml\n      linje" in out
    assert "      +      - trygg-start\n" in out
    assert "Fyll ut recommendations/skole/trygg-start.yml: 6 tekster har «FYLL UT:»." in out
    status, out, err = run("check")
    assert status == 0 and "feil" not in out and out.count("[ikke-fylt-ut]") == 6
    assert case.release("2.0.0", DAY) == 1
    for path in case.root.glob("recommendations/skole/trygg-start.yml"):
        path.write_text(path.read_text().replace("FYLL UT: ", "Noe om "))
    case.replace("recommendations/skole/trygg-start.yml", "Noe om Hvem", "Skolen")
    assert case.release("2.0.0", DAY) == 1
    change = "changelog/unreleased/trygg-start.yml"
    case.replace(change, "vesentlig: true", "vesentlig: true\nuten_horing: Den er hørt i rommet.")
    assert case.release("2.0.0", DAY) == 0


def test_a_dry_run_shows_the_same_and_writes_nothing(case: Case, run: Run) -> None:
    before = case.tree()
    status, dry, _ = run(*NEW, "--dry-run")
    assert status == 0 and case.tree() == before
    assert dry.endswith("Prøve: ingenting er skrevet.\n")
    assert run(*NEW)[1].startswith(dry.removesuffix("Prøve: ingenting er skrevet.\n"))


@pytest.mark.parametrize("typed, said", [
    (("withdraw", "hjemmebesok"), "--reason"),
    (("withdraw", "hjemmebesøk", "--reason", "Gjelder ikke lenger."),
     "Mente du «hjemmebesok»?"),
    (("move", "hjemmebesok", "--chapter", "skolen"), "Mente du «skole»?"),
    (("merge", "hjemmebesok"), "minst to"),
    (("split", "hjemmebesok", "--into", "Bare en"), "--keep"),
    (("new", "chapter", "Tomt kapittel"), "minst én anbefaling"),
    (("new", "chapter", "Nytt", "--recommendation", "Noe nytt"), "--strength"),
    (("rename", "chapter", "skole"), "--title"),
])
def test_what_is_not_possible_is_said_and_nothing_done(
    case: Case, run: Run, typed: tuple[str, ...], said: str
) -> None:
    before = case.tree()
    status, _, err = run(*typed)
    assert status == 2 and said in err and err.startswith("rettesnor: ")
    assert case.tree() == before


def test_an_edit_that_would_cause_an_error_is_not_made(case: Case, run: Run) -> None:
    before = case.tree()
    status, _, err = run(
        "new", "recommendation", "Meld fra", "--chapter", "skole", "--strength", "skal",
        "--basis", "ukjentlov § 1",
    )
    assert status == 1 and case.tree() == before
    assert "[lov-ukjent]" in err and "Ingenting ble endret" in err


def test_an_edit_that_was_stopped_is_finished_by_the_next_command(case: Case, run: Run) -> None:
    calls: list[object] = []
    real = transaction.os.replace

    def stopped(*args: str) -> None:
        if transaction.FOLDER in str(args[0]):
            calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(*args)

    with mock.patch("rettesnor.editing.transaction.os.replace", stopped):
        assert run(*NEW)[0] == 2
    assert transaction.is_interrupted(case.root)
    status, _, err = run("check")
    assert (status, err) == (0, "En endring som ble avbrutt, er nå fullført.\n")
    assert (case.root / "recommendations/skole/trygg-start.yml").is_file()
    assert run("check")[2] == ""


HEARING = ("new", "hearing", "host-2027", "--closes", "2027-06-01T12:00")


def test_a_new_hearing_is_of_the_newest_release_and_needs_only_its_texts(
    case: Case, run: Run
) -> None:
    status, out, err = run(*HEARING, "--opens", "2027-02-02", "--email", "horing@example.no")
    assert (status, err) == (0, "")
    assert "Fyll ut guideline/horinger/host-2027.yml: 3 tekster har «FYLL UT:»." in out
    path = "guideline/horinger/host-2027.yml"
    text = (case.root / path).read_text("utf-8")
    assert f"utgave: {FIRST[0]}\n" in text and "stenger: 2027-06-01T12:00\n" in text
    case.replace(path, "# sporsmaal:", "sporsmaal:")
    text = (case.root / path).read_text("utf-8")
    head, _, questions = text.partition("sporsmaal:\n")
    questions = "\n".join(line.removeprefix("# ") for line in questions.splitlines())
    (case.root / path).write_text(f"{head}sporsmaal:\n{questions}\n".replace("FYLL UT: ", ""))
    status, out, _ = run("check")
    assert status == 0 and path not in out, out


@pytest.mark.parametrize(("arguments", "message"), [
    (("Høst 27", "--closes", "2027-06-01"), "for eksempel «host-27»"),
    (("h", "--closes", "2027-13-01"), "[horing-tidspunkt]"),
    (("h", "--closes", "i morgen"), "[felt-monster]"),
    (("h", "--opens", "2027-02-01", "--closes", "2027-02-20"), "[horing-for-kort]"),
    (("h", "--closes", "2027-06-01", "--answers", "epost"), "--address"),
    (("h", "--closes", "2027-06-01", "--title", "Kort"), "5 til 120 tegn"),
])
def test_a_hearing_that_would_not_be_sound_is_refused(
    arguments: tuple[str, ...], message: str, case: Case, run: Run
) -> None:
    before = case.tree()
    status, _, err = run("new", "hearing", *arguments)
    assert status and message in err and case.tree() == before


def test_a_hearing_is_never_written_over(case: Case, run: Run) -> None:
    run(*HEARING)
    before = case.tree()
    status, _, err = run(*HEARING)
    assert status == 2 and "finnes fra før" in err and case.tree() == before
