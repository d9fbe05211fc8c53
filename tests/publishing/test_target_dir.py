"""Where a site may stand: nothing but an old site is ever lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from rettesnor.cli.main import main
from rettesnor.publishing.output.target_dir import MARK, TargetDirError, check_target

from tests.support.check_case import DAY
from tests.support.guidelines import build_plain, plain_dressing, put, sound_copy, tree
from tests.support.waiting import until

Make = Callable[[Path], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_copy(tmp_path / "rot")


@pytest.mark.parametrize("place", [
    ".", "..", "guideline", "guideline/ny", "recommendations/kompetanse", "changelog", "schema",
    ".rettesnor", ".git", "/",
])
def test_not_where_the_guideline_lies(root: Path, place: str) -> None:
    with pytest.raises(TargetDirError, match="der ligger"):
        check_target(root, root / place)


def test_not_where_a_link_leads_to_it(root: Path, tmp_path: Path) -> None:
    (tmp_path / "lenke").symlink_to(root / "guideline")
    with pytest.raises(TargetDirError):
        check_target(root, tmp_path / "lenke")


def a_file(place: Path) -> None:
    place.write_text("viktig", encoding="utf-8")


def a_folder_of_somebody(place: Path) -> None:
    put(place, "viktig.txt", "viktig")


def a_clone(place: Path) -> None:
    put(place, "index.html", "")
    put(place, ".git/HEAD", "viktig")


def a_home_page(place: Path) -> None:
    for name in ("index.html", "404.html", "sitemap.xml", "viktig.txt"):
        put(place, name, "viktig")


def an_api_of_somebody(place: Path) -> None:
    put(place, MARK, '{"versjoner": 1}')


@pytest.mark.parametrize(
    "make", [a_file, a_folder_of_somebody, a_clone, a_home_page, an_api_of_somebody]
)
def test_not_in_the_place_of_something_else(root: Path, tmp_path: Path, make: Make) -> None:
    make(tmp_path / "ute")
    dressing = plain_dressing(root / ".dressing")
    before = tree(tmp_path)
    with pytest.raises(TargetDirError, match="Nettstedet kan ikke legges i"):
        build_plain(root, tmp_path / "ute", dressing=dressing)
    assert tree(tmp_path) == before


def test_not_on_a_file_system_of_its_own(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ute").mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: path == tmp_path / "ute")
    with pytest.raises(TargetDirError, match="Velg en mappe inni den"):
        check_target(root, tmp_path / "ute")
    check_target(root, tmp_path / "ute/site")


def nothing(place: Path) -> None:
    pass


def an_empty_folder(place: Path) -> None:
    place.mkdir()


def a_site(place: Path) -> None:
    put(place, MARK, '{"retningslinje": "a", "versjoner": []}')
    put(place, "lagt-til.txt", "")


@pytest.mark.parametrize("make", [nothing, an_empty_folder, a_site])
def test_in_the_place_of_a_site(root: Path, tmp_path: Path, make: Make) -> None:
    make(tmp_path / "ute")
    assert build_plain(root, tmp_path / "ute").pages
    until(lambda: sorted(os.listdir(tmp_path)) == ["rot", "ute"])
    assert "lagt-til.txt" not in os.listdir(tmp_path / "ute")


def test_a_build_leaves_its_own_mark(root: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert build_plain(root, tmp_path / "ute").pages
        assert (tmp_path / "ute" / MARK).is_file()


def test_where_nothing_can_be_kept_a_site_is_built_elsewhere(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in a read-only checkout: nothing can be written below .rettesnor, not even its lock."""
    (root / ".rettesnor").write_text("", encoding="utf-8")
    before = tree(root)
    options = ["--root", str(root), "--site", str(tmp_path / "ute"), "--date", DAY.isoformat()]
    for _ in range(2):
        assert main(["build", *options]) == 0, capsys.readouterr().err
    assert tree(root) == before
    assert (tmp_path / "ute/index.html").is_file()


def test_the_command_says_why(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(root)
    options = ["--root", str(root), "--site", str(root), "--date", DAY.isoformat()]
    assert main(["build", *options]) == 2
    said = capsys.readouterr().err
    assert said.startswith("rettesnor: Nettstedet kan ikke legges i") and said.count("\n") == 1
    assert tree(root) == before
