"""Both systems do what is asked of them; the one for Windows without any POSIX function.

It runs in a process of its own, from which the functions are taken away.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rettesnor.platform import SYSTEM, windows
from rettesnor.platform.system import BusyError, System
from rettesnor.platform.windows import Windows

from tests.support.guidelines import PROJECT, put, tree

SYSTEMS = [
    pytest.param(SYSTEM, id="this"), pytest.param(Windows(), id="imitated"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    for number in range(20):
        put(tmp_path, f"one/{number}/index.html", f"{number}")
    put(tmp_path, "other/index.html", "other")
    yield tmp_path


@pytest.mark.parametrize("system", SYSTEMS)
class TestEach:
    def test_a_tree_is_flushed(self, folder: Path, system: System) -> None:
        before = tree(folder)
        system.flush_tree(folder / "one")
        system.flush_folder(folder / "one")
        assert tree(folder) == before

    def test_folders_are_exchanged(self, folder: Path, system: System) -> None:
        one, other = tree(folder / "one"), tree(folder / "other")
        (folder / "one").rename(folder / ".other.1.new")
        old = system.exchange(folder / ".other.1.new", folder / "other")
        assert (tree(folder / "other"), tree(old)) == (one, other)

    def test_a_tree_is_removed(self, folder: Path, system: System) -> None:
        os.chmod(folder / "one/3/index.html", stat.S_IREAD)
        system.remove_tree(folder / "one")
        system.settle()
        assert sorted(os.listdir(folder)) == ["other"]
        system.remove_tree(folder / "one")  # already gone
        system.settle()

    def test_a_file_is_replaced(self, folder: Path, system: System) -> None:
        system.replace(folder / "one/1/index.html", folder / "other/index.html")
        assert (folder / "other/index.html").read_bytes() == b"1"
        assert not (folder / "one/1/index.html").exists()

    def test_a_new_name_is_never_one_that_is_there(self, folder: Path, system: System) -> None:
        with pytest.raises(FileExistsError):
            system.rename_new(folder / "one/1/index.html", folder / "other/index.html")
        assert (folder / "other/index.html").read_bytes() == b"other"
        system.rename_new(folder / "one/1/index.html", folder / "other/ny")
        assert (folder / "other/ny").read_bytes() == b"1"
        assert not (folder / "one/1/index.html").exists()

    def test_a_link_is_the_same_file(self, folder: Path, system: System) -> None:
        system.link(folder / "one/1/index.html", folder / "ny")
        assert os.path.samefile(folder / "one/1/index.html", folder / "ny")

    def test_a_file_is_read_byte_by_byte(self, folder: Path, system: System) -> None:
        (folder / "data").write_bytes(b"a\r\nb\x1ac")
        descriptor = os.open(folder / "data", system.read_flags)
        try:
            assert os.read(descriptor, 100) == b"a\r\nb\x1ac"
        finally:
            os.close(descriptor)

    def test_there_is_a_folder_for_state(self, tmp_path: Path, system: System) -> None:
        found = system.state_folder({}, tmp_path)
        assert found.is_relative_to(tmp_path) and found != tmp_path
        own = tmp_path / "eget"
        names = {"LOCALAPPDATA": str(own), "XDG_STATE_HOME": str(own)}
        assert system.state_folder(names, tmp_path) == own
        relative = {name: "eget" for name in names}
        assert system.state_folder(relative, tmp_path) == found

    def test_the_numbers_are_sound(self, system: System) -> None:
        assert system.processors() >= 1 and system.threads() >= 1
        assert system.is_closed_pipe(BrokenPipeError())
        assert not system.is_closed_pipe(FileNotFoundError())


def test_an_exchange_that_fails_leaves_what_was_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(folder / "other")
    system, real = Windows(), os.rename

    def refuse(source: Path, target: Path) -> None:
        if source == folder / "one":
            raise OSError("no")
        real(source, target)

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(OSError, match="no"):
        system.exchange(folder / "one", folder / "other")
    assert tree(folder / "other") == before
    assert sorted(os.listdir(folder)) == ["one", "other"]


@pytest.mark.parametrize("step", ["rename", "replace"])
def test_windows_waits_for_a_file_that_is_open(
    folder: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refused = getattr(os, step), [1, 1, 1]
    monkeypatch.setattr(time, "sleep", lambda seconds: None)

    def sometimes(source: Path, target: Path) -> None:
        if refused:
            refused.pop()
            raise PermissionError
        real(source, target)

    monkeypatch.setattr(os, step, sometimes)
    getattr(Windows(), step)(folder / "one", folder / "ny")
    assert (folder / "ny").is_dir() and not refused


def test_windows_gives_up_in_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)

    def never(source: Path, target: Path) -> None:
        raise PermissionError("open elsewhere")

    monkeypatch.setattr(os, "rename", never)
    with pytest.raises(PermissionError, match="open elsewhere"):
        Windows().rename(folder / "one", folder / "ny")
    assert 1 < sum(waited) < 10


def test_windows_flushes_every_file_that_is_new(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.link(folder / "other/index.html", folder / "one/taken-over")
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda number: flushed.append(os.fstat(number).st_ino))
    Windows().flush_tree(folder / "one")
    new = [path for path in (folder / "one").rglob("*.html")]
    assert sorted(flushed) == sorted(path.stat().st_ino for path in new)


def test_a_file_that_cannot_be_flushed_is_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        Windows().flush_tree(folder / "one")


def test_this_system_locks(tmp_path: Path) -> None:
    with open(tmp_path / "lock", "a", encoding="utf-8") as second:
        with open(tmp_path / "lock", "a", encoding="utf-8") as first:
            SYSTEM.lock(first, wait=False)
            with pytest.raises(BusyError):
                SYSTEM.lock(second, wait=False)
            waiting = threading.Thread(target=lambda: SYSTEM.lock(second, wait=True))
            waiting.start()
            waiting.join(0.2)
            assert waiting.is_alive()
        waiting.join(10)
        assert not waiting.is_alive()


def test_windows_asks_until_it_has_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False, False, True, False]
    monkeypatch.setattr(windows, "_lock_first_byte", lambda stream: answers.pop(0))
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with open(tmp_path / "lock", "a", encoding="utf-8") as stream:
        Windows().lock(stream, wait=True)
        assert answers == [False]
        with pytest.raises(BusyError):
            Windows().lock(stream, wait=False)


def test_windows_has_no_more_processes_than_it_can_wait_for(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 128)
    assert Windows().processors() == 60


def test_windows_needs_no_posix(tmp_path: Path) -> None:
    """The same tests of the class, where POSIX functions are missing."""
    code = (
        "import sys\n"
        "from tests.support.without_posix import take_away\n"
        "take_away()\nimport pytest\n"
        "sys.exit(pytest.main(['-p', 'no:cacheprovider', '--noconftest', '-c',"
        f" {str(tmp_path / 'pytest.ini')!r}, '-k',"
        " 'TestEach and imitated and not link',"
        f" {str(Path(__file__))!r}, '--basetemp', {str(tmp_path / 't')!r}]))"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": f"{PROJECT}:{PROJECT / 'site_plugins'}",
             "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 passed" in done.stdout, done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux enforces the limit on memory.")
def test_a_process_does_not_get_more_memory_than_it_is_given() -> None:
    code = (
        "from rettesnor.platform import SYSTEM; SYSTEM.limit_this_process({}, 20); bytearray(10**9)"
    )
    for given, ended in ((4 * 10**9, True), (4 * 10**8, False)):
        done = subprocess.run(
            [sys.executable, "-c", code.format(given)], capture_output=True, text=True, check=False
        )
        assert (done.returncode == 0) == ended
        assert ended or "MemoryError" in done.stderr
