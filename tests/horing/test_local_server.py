"""``rettesnor hearing serve``: on every system, and on loopback only."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from rettesnor_horing import command, local_server
from rettesnor_horing.letters.incoming import MOST_BYTES

from tests.horing.desk_server import SOURCE, DeskServer, open_round
from tests.support.waiting import until

PROJECT = SOURCE.parent
SITECUSTOMIZE = """
import sys
from tests.support.without_posix import take_away
take_away()
sys.modules["gunicorn"] = None
"""


class LocalDesk(DeskServer):
    """The desk as the command starts it, where there is no POSIX."""

    def __init__(self, root: Path, folder: Path) -> None:
        super().__init__(root, "")
        self.root = root
        (folder / "sitecustomize.py").write_text(SITECUSTOMIZE, encoding="utf-8")
        for name in ("DATABASE_URL", "HORING_SECRET_KEY", "HORING_BIND", "DJANGO_SETTINGS_MODULE"):
            self.environment.pop(name)
        self.environment["PYTHONPATH"] = os.pathsep.join(map(str, (folder, PROJECT, SOURCE)))
        self.log = folder / "log"

    def answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.log.read_text(encoding="utf-8")
        try:
            return self.request("GET", "/api/openapi.json")[0] == 200
        except OSError:
            return False

    def start(self) -> None:
        command = [
            sys.executable, "-m", "rettesnor", "hearing", "serve", "--port", str(self.port),
            "--unreleased", "--root", str(self.root),
        ]
        with open(self.log, "wb") as log:
            self._process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=subprocess.STDOUT,
            )
        until(self.answers, 60)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalDesk]:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "start").mkdir()
    running = LocalDesk(open_round(folder), folder / "start")
    running.start()
    yield running
    running.stop()
    with pytest.raises(OSError):
        running.request("GET", "/")
    assert "Traceback" not in running.log.read_text(encoding="utf-8")


def test_it_receives_and_keeps_an_answer(desk: LocalDesk) -> None:
    status, receipt = desk.post_json(uuid.uuid4(), "Vi er enige i dette.")
    assert status == 201, receipt
    assert (desk.root / "horingsdata" / "horing.sqlite3").exists()


def test_it_shows_the_sign_in_of_the_desk(desk: LocalDesk) -> None:
    status, headers, _ = desk.request("GET", "/skrivebord/")
    assert status in (200, 302)
    assert "server" not in {name.lower() for name in headers}  # not which version of what it is


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="asks Linux what is listened on")
def test_it_listens_on_loopback_only(desk: LocalDesk) -> None:
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    lines += Path("/proc/net/tcp6").read_text(encoding="ascii").splitlines()[1:]
    ours = {
        line.split()[1] for line in lines
        if line.split()[3] == "0A" and line.split()[1].endswith(f":{desk.port:04X}")
    }
    assert ours == {f"0100007F:{desk.port:04X}"}


def test_a_body_that_is_too_large_is_refused(desk: LocalDesk) -> None:
    body = b"x" * 2_000_001
    status, _, _ = desk.request(
        "POST", "/api/innspill/", body, {"Content-Type": "application/json"}
    )
    assert status in (400, 413)


def test_an_editor_can_be_made_there(desk: LocalDesk) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rettesnor", "hearing", "user", "ola", "--role", "saksbehandler",
         "--root", str(desk.root), "--unreleased"],
        env=desk.environment, input=b"et-langt-passord-42\n", capture_output=True, check=False,
        timeout=120, start_new_session=True,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_largest_file_that_the_desk_takes_gets_through() -> None:
    assert local_server.MAX_BODY > MOST_BYTES


def test_a_command_says_what_is_wrong_and_nothing_else(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert command.main(["arkiv", "finnes-ikke", str(tmp_path / "pakke.zip")]) == 1
    assert capsys.readouterr().err == "Runden «finnes-ikke» finnes ikke.\n"


def test_serve_says_what_is_wrong_and_nothing_else(tmp_path: Path, desk: LocalDesk) -> None:
    other = LocalDesk(open_round(tmp_path), tmp_path)
    path = next((other.root / "guideline" / "horinger").glob("*.yml"))
    path.write_text("id: [", encoding="utf-8")
    said = subprocess.run(
        [sys.executable, "-m", "rettesnor", "hearing", "serve", "--port", str(other.port),
         "--unreleased", "--root", str(other.root)],
        env=other.environment, capture_output=True, text=True, check=False, timeout=60,
    )
    assert said.returncode == 1 and said.stderr
    assert "CommandError" not in said.stderr and "Traceback" not in said.stderr
