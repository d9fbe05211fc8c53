"""A finished folder takes the old one's place at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rettesnor.platform.system import System
from rettesnor.platform.windows import Windows
from rettesnor.publishing.output import atomic_swap as place

from tests.support.guidelines import PROJECT, put, tree
from tests.support.waiting import until


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "dypt" / "nede" / "site"


def filled(target: Path, text: str) -> Path:
    fresh = place.aside(target)
    put(fresh, "index.html", text)
    put(fresh, f"{text}/index.html", text)
    return fresh


def others(target: Path) -> list[str]:
    return sorted(name for name in os.listdir(target.parent) if name != target.name)


def test_the_first(target: Path) -> None:
    place.put(filled(target, "ny"), target)
    assert tree(target) == {"index.html": b"ny", "ny/index.html": b"ny"}
    assert others(target) == []


@pytest.mark.parametrize("system", [place.SYSTEM, Windows()], ids=["this system", "Windows"])
def test_the_next_takes_its_place_whole(
    target: Path, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "SYSTEM", system)
    place.put(filled(target, "gammel"), target)
    old: list[dict[str, bytes]] = []
    place.put(filled(target, "ny"), target, lambda folder: old.append(tree(folder)))
    assert tree(target) == {"index.html": b"ny", "ny/index.html": b"ny"}
    assert old == [{"index.html": b"gammel", "gammel/index.html": b"gammel"}]
    until(lambda: others(target) == [])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such step")
def test_there_is_no_moment_without_a_site(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.put(filled(target, "gammel"), target)

    def refuse(*_: object) -> None:
        raise AssertionError("two renames where one exchange would do")

    monkeypatch.setattr(os, "rename", refuse)
    place.put(filled(target, "ny"), target)
    assert (target / "index.html").read_bytes() == b"ny"


def test_everything_is_flushed_before_it_is_shown(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put(filled(target, "gammel"), target)
    seen: list[bytes] = []
    monkeypatch.setattr(
        place, "_flush", lambda folder: seen.append((target / "index.html").read_bytes())
    )
    place.put(filled(target, "ny"), target)
    assert seen == [b"gammel"]


def test_what_a_killed_build_left_is_removed(target: Path) -> None:
    for name in (".site.1-2.new", ".site.1-3.new"):
        put(target.parent, f"{name}/index.html", "halv")
    put(target.parent, "site.new/index.html", "en annens")
    put(target.parent, ".annet.1-2.new/index.html", "en annens")
    fresh = place.aside(target)
    until(lambda: others(target) == sorted([".annet.1-2.new", "site.new", fresh.name]))
    assert list(fresh.iterdir()) == []


def test_a_site_moved_away_by_a_killed_build_is_removed_when_there_is_another(
    target: Path,
) -> None:
    place.put(filled(target, "ny"), target)
    put(target.parent, ".site.1-2.old/index.html", "gammel")
    fresh = place.aside(target)
    until(lambda: others(target) == [fresh.name])


def test_a_site_moved_away_by_a_killed_build_comes_back(target: Path) -> None:
    put(target.parent, ".site.1-2.old/index.html", "gammel")
    place.aside(target)
    assert tree(target) == {"index.html": b"gammel"}


def test_folders_aside_are_never_the_same(target: Path) -> None:
    first = place.aside(target)
    assert place.aside(target) != first


def test_a_process_ends_when_the_old_site_is_removed(target: Path) -> None:
    """Whatever runs after a build (git, rsync) must not meet a half-removed folder."""
    script = (
        "import sys; from pathlib import Path\n"
        "from rettesnor.publishing.output import atomic_swap as place\n"
        "target = Path(sys.argv[1]); fresh = place.aside(target); (fresh / 'ny').touch()\n"
        "place.put(fresh, target)"
    )
    for number in range(2000):
        (target / f"{number}").mkdir(parents=True)
    env = {"PYTHONPATH": str(PROJECT / "site_plugins"), "PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-c", script, str(target)], check=True, env=env)
    assert os.listdir(target) == ["ny"]
    assert others(target) == []
