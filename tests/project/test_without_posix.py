"""The whole way of an editor on a system without POSIX: imitated, in processes of their own.

No more than an imitation: see ``tests/support/without_posix.py``.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from http.client import RemoteDisconnected
from pathlib import Path
from urllib.error import URLError

import pytest
import rettesnor.platform
from rettesnor.platform.windows import Windows

from tests.support.guidelines import PROJECT, edit, tree
from tests.support.past_site import PastSite, released_once
from tests.support.waiting import until

SITECUSTOMIZE = """
from tests.support.without_posix import take_away
take_away()
"""
DAY, EPOCH = "2027-03-02", "1803988800"
"""The day of the commands, and that day in seconds since 1970."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Machine:
    """A machine without POSIX, and a guideline on it that was released once."""

    def __init__(self, folder: Path) -> None:
        self.case: PastSite = released_once(folder / "g")
        self.root = self.case.root
        start = folder / "start"
        start.mkdir()
        (start / "sitecustomize.py").write_text(SITECUSTOMIZE, encoding="utf-8")
        self.environment = {
            "PYTHONPATH": os.pathsep.join(
                map(str, (start, PROJECT, PROJECT / "site_plugins"))
            ),
            "PATH": "", "LOCALAPPDATA": str(folder / "local"), "HOME": str(folder / "home"),
            "PYTHONIOENCODING": "cp1252", "SOURCE_DATE_EPOCH": EPOCH,
        }

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "rettesnor", *arguments, "--root", str(self.root)]

    def run(self, *arguments: str, status: int = 0) -> str:
        """Run a command; return what it printed."""
        done = subprocess.run(
            self.command(*arguments), env=self.environment, capture_output=True, check=False,
            encoding="utf-8" if "--format" in arguments else "cp1252", cwd=self.root.parent,
        )
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr and "Noe gikk galt" not in done.stderr, done.stderr
        return done.stdout


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_it_is_another_system_than_this(machine: Machine) -> None:
    code = (
        "import os, rettesnor.platform as p; print(type(p.SYSTEM).__name__, hasattr(os, 'fork'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=machine.environment, capture_output=True, text=True,
        check=True,
    )
    assert done.stdout.split() == ["Windows", "False"]
    if sys.platform != "win32":
        assert not isinstance(rettesnor.platform.SYSTEM, Windows)


def test_from_check_to_release(machine: Machine) -> None:
    """Check, build, change, release and verify; the site is the one that POSIX builds."""
    machine.run("check", "--date", DAY)
    machine.run("build", "--date", DAY)
    machine.case.revise()
    assert json.loads(machine.run("check", "--date", DAY, "--format", "json"))["problems"] == []
    machine.run("build", "--date", DAY, "--jobs", "2")
    before = tree(machine.root / "changelog")
    assert "2.0.0" in machine.run("release", "2.0.0", "--date", DAY, "--dry-run")
    assert tree(machine.root / "changelog") == before
    machine.run("release", "2.0.0", "--date", DAY)
    assert (machine.root / "changelog/2.0.0/manifest.json").exists()
    machine.run("verify")
    machine.run("build", "--date", DAY, "--jobs", "2")
    left = [path.name for path in machine.root.iterdir() if path.name.startswith(".site.")]
    assert left == []
    assert [*(machine.root / "changelog").glob(".*")] == []
    built = tree(machine.root / "site")
    shutil.rmtree(machine.root / "site")
    shutil.rmtree(machine.root / ".rettesnor")
    here = subprocess.run(
        machine.command("build", "--date", DAY),
        env={**os.environ, "PYTHONPATH": str(PROJECT / "site_plugins")}, capture_output=True,
        text=True, check=False,
    )
    assert here.returncode == 0, here.stderr
    assert tree(machine.root / "site") == built


@pytest.fixture
def served(machine: Machine) -> Iterator[tuple[Machine, str]]:
    port = free_port()
    process = subprocess.Popen(
        machine.command("serve", "--port", str(port), "--date", DAY), env=machine.environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="cp1252",
    )
    try:
        yield machine, f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        assert process.stderr is not None
        said = process.stderr.read()
        process.wait(30)
    assert "Traceback" not in said and "Noe gikk galt" not in said, said


def test_the_preview_follows_an_edit(served: tuple[Machine, str]) -> None:
    machine, address = served
    page = f"{address}hjem/snakke-tidlig/"

    def shown() -> str:
        try:
            with urllib.request.urlopen(page, timeout=10) as answer:
                return str(answer.read().decode())
        except (URLError, RemoteDisconnected, ConnectionError):
            return ""

    assert until(lambda: shown()).startswith("<!")
    edit(
        machine.root, "recommendations/hjem/snakke-tidlig.yml", "samme dag",
        "samme uke",
    )
    until(lambda: "samme uke" in shown())
