"""Progress of long work: on stderr only, a bar on a terminal, else one line a long stage."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
from pathlib import Path

import pytest
from rettesnor.cli import common, progress
from rettesnor.cli.main import main
from rettesnor.cli.progress import QUIET, shown
from rettesnor.model.progress import SILENT, stage_of, steps
from rettesnor.publishing.documents.sources import ALL
from rettesnor.publishing.options import BuildOptions
from rettesnor.publishing.pipeline import build
from rettesnor.releases.verify import verify

from tests.support.check_case import DAY
from tests.support.guidelines import plain_dressing, sound_copy


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Shows the time it was last set to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Recorded:
    """Remembers the stages: name, total and the steps that were done."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int, int]] = []

    def stage(self, name: str, total: int = 0) -> None:
        self.stages.append((name, total, 0))

    def step(self, count: int = 1) -> None:
        name, total, done = self.stages[-1]
        self.stages[-1] = name, total, done + count


class TestLines:
    def test_one_line_for_each_long_stage(self) -> None:
        log, clock = io.StringIO(), Clock()
        with shown(log, clock) as bar:
            for name, seconds in (("Rask", 0.1), ("Lang", 1.5), ("Rask igjen", 0.1), ("Lang 2", 2)):
                bar.stage(name, 4)
                for _ in range(4):
                    clock.now += seconds
                    bar.step()
        assert log.getvalue() == "Lang …\nLang 2 …\n"

    def test_nothing_but_the_line_for_a_terminal_that_cannot_move(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TERM", "dumb")
        terminal, clock = Terminal(), Clock()
        with shown(terminal, clock) as bar:
            bar.stage("Lang", 2)
            clock.now += QUIET
            bar.step()
        assert terminal.getvalue() == "Lang …\n"


    def test_a_terminal_of_no_size(self) -> None:
        """tqdm would show nothing at all there."""
        leader, follower = pty.openpty()
        with open(follower, "w") as terminal:
            fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 0, 0, 0, 0))
            clock = Clock()
            with shown(terminal, clock) as bar:
                bar.stage("Lang", 2)
                clock.now += QUIET
                bar.step()
            assert os.read(leader, 100).decode() == "Lang …\r\n"
        os.close(leader)


class TestBar:
    @pytest.fixture(autouse=True)
    def terminal(self, monkeypatch: pytest.MonkeyPatch) -> Terminal:
        monkeypatch.setenv("TERM", "xterm")
        return Terminal()

    def test_nothing_is_shown_of_what_is_soon_done(self, terminal: Terminal) -> None:
        clock = Clock()
        with shown(terminal, clock) as bar:
            for _ in range(3):
                bar.stage("Lager sider", 10)
                clock.now += QUIET / 4
                bar.step(10)
        assert terminal.getvalue() == ""

    def test_it_shows_steps_and_is_removed(self, terminal: Terminal) -> None:
        clock = Clock()
        with shown(terminal, clock) as bar:
            bar.stage("Lager sider", 10)
            bar.step(3)
            clock.now += QUIET
            bar.step()
            assert "Lager sider: 4/10 |" in terminal.getvalue()
            bar.clear()
            assert terminal.getvalue().endswith("\r")
            bar.stage("Pakker nettstedet")
            assert "Pakker nettstedet …" in terminal.getvalue()
        lines = terminal.getvalue().split("\r")
        assert lines[-1] == "" and lines[-2].strip() == ""
        assert "\n" not in terminal.getvalue()

    def test_it_starts_no_thread(self, terminal: Terminal) -> None:
        """A build forks processes, and must not do so with threads."""
        before, clock = threading.active_count(), Clock()
        with shown(terminal, clock) as bar:
            clock.now += QUIET
            bar.stage("Lager sider", 10)
            assert terminal.getvalue() and threading.active_count() == before

    def test_an_error_leaves_no_bar(self, terminal: Terminal) -> None:
        clock = Clock()
        with pytest.raises(KeyboardInterrupt), shown(terminal, clock) as bar:
            clock.now += QUIET
            bar.stage("Lager sider", 10)
            raise KeyboardInterrupt
        assert terminal.getvalue().split("\r")[-2].strip() == ""


def test_a_fast_command_does_not_load_the_library(tmp_path: Path) -> None:
    code = (
        "import sys; from rettesnor.cli.main import main; main(sys.argv[1:]); "
        "assert not {'tqdm', 'shtab'} & set(sys.modules)"
    )
    root = sound_copy(tmp_path / "rot")
    for command in ("check", "verify"):
        done = subprocess.run(
            [sys.executable, "-c", code, command, "--root", str(root)],
            capture_output=True, check=False, text=True,
        )
        assert (done.returncode, done.stderr) == (0, "")


class TestStages:
    def test_the_steps_of_a_stage(self) -> None:
        recorded = Recorded()
        assert list(stage_of(recorded, "Teller", "abc")) == ["a", "b", "c"]
        assert recorded.stages == [("Teller", 3, 3)]
        items = steps(recorded, "de")
        assert (next(items), recorded.stages[-1][2]) == ("d", 3)  # «d» is not done yet

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_a_build_does_all_the_steps_that_it_promises(self, tmp_path: Path, jobs: int) -> None:
        root, recorded = sound_copy(tmp_path / "rot"), Recorded()
        options = BuildOptions(
            root, root / "site", DAY, jobs, documents=ALL, offline=True, progress=recorded
        )
        result = build(options, lambda _: plain_dressing(tmp_path / "tema"))
        assert result.pages
        names = [re.sub(r" \(.*\)", "", name) for name, _, _ in recorded.stages]
        assert list(dict.fromkeys(names)) == [
            "Leser filene", "Lager dokumenter", "Lager sider", "Lager søk og data",
            "Kontrollerer nettstedet", "Pakker nettstedet",
        ]
        assert all(total == done for _, total, done in recorded.stages)
        assert sum(total for _, total, _ in recorded.stages) > result.pages

    def test_verification(self) -> None:
        recorded = Recorded()
        root = Path(__file__).resolve().parents[2]
        assert verify(root, progress=recorded) == verify(root)
        (stage,) = recorded.stages
        assert stage[0] == "Kontrollerer utgavene" and stage[1] == stage[2] > 0

    def test_the_default_is_silent(self, capsys: pytest.CaptureFixture[str]) -> None:
        SILENT.stage("Lager sider", 3)
        SILENT.step()
        assert capsys.readouterr() == ("", "")


class TestCommand:
    @pytest.mark.parametrize("terminal", [False, True])
    def test_output_and_status_are_the_same(
        self, terminal: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        root = sound_copy(tmp_path / "rot")
        monkeypatch.setattr(common, "theme", lambda root, **_: plain_dressing(root / ".dressing"))
        monkeypatch.setenv("TERM", "xterm")

        def run(command: str, *more: str) -> tuple[int, str, str]:
            status = main([
                command, "--root", str(root), "--date", DAY.isoformat(), "--jobs", "1", *more
            ])
            printed = capsys.readouterr()
            return status, re.sub(r"\d+\.\d+ s|\d+ MB/s", "", printed.out), printed.err

        quick = {command: run(command) for command in ("build", "verify")}
        assert {error for _, _, error in quick.values()} == {""}
        monkeypatch.setattr(progress, "QUIET", 0.0)
        if terminal:
            monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        for command, before in quick.items():
            more = ("--full",) if command == "build" else ()
            status, out, error = run(command, *more)
            assert (status, out) == before[:2]
            if terminal:
                assert "\r" in error and "\n" not in error
            else:
                assert error.count("\n") == len(set(error.splitlines()))
        assert "Lager sider" in run("build", "--full")[2]
