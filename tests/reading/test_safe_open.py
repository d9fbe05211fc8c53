"""Only regular files inside the root are opened, and none that are too large."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rettesnor.model.problem import Problem
from rettesnor.reading.files.pictures import read_pictures
from rettesnor.reading.files.safe_open import MAX_BYTES, read_file

from tests.support.guidelines import build_plain, sound_copy

PATH = "recommendations/kompetanse/a.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "rot"
    (folder / PATH).parent.mkdir(parents=True)
    (tmp_path / "ute").mkdir()
    (tmp_path / "ute" / "a.yml").write_bytes(b"hemmelig")
    return folder


def refused(root: Path, path: str = PATH) -> str:
    problem = read_file(root, path)
    assert isinstance(problem, Problem)
    assert (problem.path, problem.line, problem.column) == (path, 1, 1)
    assert problem.message and problem.hint
    return problem.code


def test_a_regular_file(root: Path) -> None:
    (root / PATH).write_bytes(b"id: a\n")
    assert read_file(root, PATH) == b"id: a\n"


def test_a_link_out_of_the_root(root: Path) -> None:
    (root / PATH).symlink_to(root.parent / "ute" / "a.yml")
    assert refused(root) == "fil-uleselig"


def test_a_folder_that_leads_out_of_the_root(root: Path) -> None:
    (root / PATH).parent.rmdir()
    (root / PATH).parent.symlink_to(root.parent / "ute")
    assert refused(root) == "fil-uleselig"


def test_a_link_inside_the_root(root: Path) -> None:
    (root / "b.yml").write_bytes(b"id: b\n")
    (root / PATH).symlink_to(root / "b.yml")
    assert read_file(root, PATH) == b"id: b\n"


def test_a_root_that_is_itself_a_link(root: Path) -> None:
    (root / PATH).write_bytes(b"id: a\n")
    alias = root.parent / "alias"
    alias.symlink_to(root)
    assert read_file(alias, PATH) == b"id: a\n"


def test_a_link_to_nothing_and_one_to_itself(root: Path) -> None:
    (root / PATH).symlink_to(root / "borte.yml")
    assert refused(root) == "fil-uleselig"
    (root / PATH).unlink()
    (root / PATH).symlink_to(root / PATH)
    assert refused(root) == "fil-uleselig"


def test_a_pipe_is_refused_without_waiting_for_a_writer(root: Path) -> None:
    os.mkfifo(root / PATH)
    assert refused(root) == "fil-uleselig"


def test_a_device(root: Path) -> None:
    assert refused(Path("/dev"), "null") == "fil-uleselig"


def test_a_folder(root: Path) -> None:
    (root / PATH).mkdir()
    assert refused(root) == "fil-uleselig"


def test_a_missing_file(root: Path) -> None:
    assert refused(root) == "fil-uleselig"


def test_size(root: Path) -> None:
    (root / PATH).write_bytes(b"a" * MAX_BYTES)
    assert read_file(root, PATH) == b"a" * MAX_BYTES
    (root / PATH).write_bytes(b"a" * (MAX_BYTES + 1))
    assert refused(root) == "fil-for-stor"


def test_pictures_are_regular_files_inside_the_root(tmp_path: Path) -> None:
    root = sound_copy(tmp_path / "rot")
    secret = tmp_path / "hemmelig.svg"
    secret.write_text("hemmelig", encoding="utf-8")
    (root / "guideline/bilder/lenke.svg").symlink_to(secret)
    os.mkfifo(root / "guideline/bilder/rør.svg")
    (root / "guideline/bilder/mappe").mkdir()
    found = read_pictures(root)
    assert found.sound == {"steg.svg"}
    assert [(p.path.rpartition("/")[2], p.code) for p in found.problems] == [
        ("lenke.svg", "fil-uleselig"), ("mappe", "bilde-fil"), ("rør.svg", "fil-uleselig"),
    ]
    build_plain(root, tolerant=True)
    assert os.listdir(root / "site/bilder") == ["steg.svg"]
