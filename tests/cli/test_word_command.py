"""``rettesnor word``: out, in, and what is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.release_case import Case
from tests.support.word_edits import WordFile

Out = pytest.CaptureFixture[str]


class Desk:
    """A small guideline, a document that was sent out, and the same after two edits."""

    def __init__(self, root: Path) -> None:
        self.case = Case(root / "g")
        self.sent, self.back = root / "ut.docx", root / "inn.docx"

    def edit(self) -> None:
        word = WordFile(self.sent.read_bytes(), 3)
        numbers = [number for number in word.fields() if word.runs(number)]
        word.insert(word.runs(numbers[0])[0], "førsteord")
        word.overwrite(word.runs(numbers[1])[0], "andreord")
        word.comment(word.runs(numbers[2])[0], "Er dette riktig?")
        self.back.write_bytes(word.saved())

    def words(self) -> str:
        return b"".join(self.case.tree().values()).decode(errors="replace")


@pytest.fixture
def desk(tmp_path: Path, capsys: Out) -> Desk:
    desk = Desk(tmp_path)
    assert word(desk, "out", "--to", str(desk.sent)) == 0
    desk.edit()
    capsys.readouterr()
    return desk


def word(desk: Desk, what: str, *arguments: str) -> int:
    from rettesnor.cli.main import main

    return main(["word", what, "--root", str(desk.case.root), "--jobs", "1", *arguments])


def test_what_came_back_is_shown_and_nothing_is_written(desk: Desk, capsys: Out) -> None:
    before = desk.case.tree()
    page = desk.sent.with_suffix(".html")
    assert word(desk, "in", str(desk.back), "--html", str(page)) == 0
    said = capsys.readouterr().out
    assert "førsteord" in said and "uten sporing" in said and "Er dette riktig?" in said
    assert "Ingenting er skrevet." in said
    assert desk.case.tree() == before
    html = page.read_text("utf-8")
    assert "<ins>" in html and "Er dette riktig?" in html and "<script" not in html


def test_one_is_taken(desk: Desk, capsys: Out) -> None:
    assert word(desk, "in", str(desk.back), "--accept", "1", "--dry-run") == 0
    assert "førsteord" not in desk.words()
    assert word(desk, "in", str(desk.back), "--accept", "1") == 0
    assert "førsteord" in desk.words() and "andreord" not in desk.words()
    capsys.readouterr()
    assert word(desk, "in", str(desk.back), "--accept", "alle") == 0
    assert "andreord" in desk.words() and desk.words().count("førsteord") == 1


def test_a_file_of_decisions(desk: Desk, capsys: Out) -> None:
    choices = desk.sent.with_suffix(".txt")
    assert word(desk, "in", str(desk.back), "--decisions", str(choices)) == 0
    assert "førsteord" not in desk.words()
    text = choices.read_text("utf-8")
    assert text.count(" la ") >= 2
    choices.write_text(text.replace("2 la", "2 ta"), "utf-8")
    assert word(desk, "in", str(desk.back), "--decisions", str(choices)) == 0
    assert "andreord" in desk.words() and "førsteord" not in desk.words()
    choices.write_text("2 kanskje\n", "utf-8")
    assert word(desk, "in", str(desk.back), "--decisions", str(choices)) == 2
    assert "skriv nummeret og «ta» eller «la»" in capsys.readouterr().err


@pytest.mark.parametrize("accept", ["99", "en"])
def test_what_is_not_there_cannot_be_taken(desk: Desk, accept: str) -> None:
    before = desk.case.tree()
    assert word(desk, "in", str(desk.back), "--accept", accept) == 2
    assert desk.case.tree() == before


def test_other_files_are_refused(desk: Desk, capsys: Out) -> None:
    desk.back.write_bytes(b"PK\x03\x04")
    assert word(desk, "in", str(desk.back)) == 2
    assert "ikke et Word-dokument" in capsys.readouterr().err
    assert word(desk, "in", "finnes-ikke.docx") == 2
    assert word(desk, "out", "finnes-ikke") == 2
    assert "verken en anbefaling eller et kapittel" in capsys.readouterr().err
