"""The real desk under gunicorn on loopback, started, killed and asked over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.horing import small
from tests.support.guidelines import sound_copy

SOURCE = Path(__file__).resolve().parents[2] / "site_plugins"
SECRET = "bare-for-testene-" + "y" * 50
PASSWORD = "et-langt-passord-42"


def open_round(folder: Path, *, needs: bool = False) -> Path:
    """Return the folder of a small guideline whose round is open for many years.

    Args:
        needs: whether it also takes in needs, at any time.
    """
    root = small.build(folder / "root")
    if needs:
        sound_copy(root)
        (root / "guideline/utvikling.yml").write_text(
            "mottak:\n  navn: Direktoratet\n  adresse: https://horing.example\n"
            "  svarfrist_dager: 60\n", encoding="utf-8",
        )
    path = root / "guideline" / "horinger" / f"{small.ROUND}.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("2026-07-01T08:00", "2026-01-01T08:00").replace("2026-10-02", "2099-10-02")
    path.write_text(text, encoding="utf-8")
    return root


def free_port() -> int:
    """Return a port on loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class DeskServer:
    """Gunicorn with two workers, in a process group of its own."""

    def __init__(self, root: Path, database: str, largest_file: int = 0) -> None:
        self.port = free_port()
        self.largest_file = largest_file
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("HORING_")},
            "DJANGO_SETTINGS_MODULE": "rettesnor_horing.settings",
            "PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1",
            "HORING_SECRET_KEY": SECRET, "HORING_ROOT": str(root), "HORING_HTTPS": "0",
            "HORING_SENDS": "100000000", "HORING_BIND": f"127.0.0.1:{self.port}",
            "DATABASE_URL": database,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def django(self, *arguments: str) -> None:
        """Run one of the desk's commands."""
        command = [sys.executable, "-m", "django", *arguments]
        subprocess.run(command, env=self.environment, check=True, timeout=120)

    def user(self, name: str, role: str) -> None:
        """Make an editor, who signs in with ``PASSWORD``."""
        command = [sys.executable, "-m", "django", "bruker", name, "--role", role]
        subprocess.run(  # of no terminal, so that the password is read from what is given
            command, env=self.environment, input=f"{PASSWORD}\n".encode(), check=True,
            start_new_session=True, capture_output=True, timeout=60,
        )

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [
            sys.executable, "-m", "gunicorn", "-c", "python:rettesnor_horing.server",
            "rettesnor_horing.wsgi",
        ]
        self._process = subprocess.Popen(
            command, env=self.environment, start_new_session=True,
            preexec_fn=self._bounded if self.largest_file else None,
        )
        for _ in range(300):
            try:
                if self.request("GET", "/api/openapi.json")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the desk does not start")

    def _bounded(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.largest_file, self.largest_file))

    def kill(self) -> None:
        """Kill master and workers at once, without warning."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill_worker(self) -> bool:
        """Kill one worker without warning; the master starts another."""
        workers = self._workers()
        if workers:
            os.kill(int(workers[0]), signal.SIGKILL)
        return bool(workers)

    def all_have_open(self, path: Path) -> bool:
        """Return whether there are two workers, and each has the file at ``path`` open."""
        opened = [
            any(os.path.realpath(link) == str(path.resolve()) for link in folder.iterdir())
            for folder in (Path(f"/proc/{worker}/fd") for worker in self._workers())
        ]
        return len(opened) == 2 and all(opened)

    def processor_time(self) -> float:
        """Return the seconds of processor time that master and workers have used so far."""
        assert self._process is not None
        spent = 0
        for pid in (str(self._process.pid), *self._workers()):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            spent += int(fields[11]) + int(fields[12])
        return spent / os.sysconf("SC_CLK_TCK")

    def _workers(self) -> list[str]:
        """Return the numbers of the worker processes."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return children.read_text().split()

    def stop(self) -> None:
        """Stop in an orderly way."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=30)

    def request(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        """Return status, headers and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body or None, dict(headers or {}))
            response = connection.getresponse()
            text = response.read().decode()
            return response.status, dict(response.getheaders()), text
        finally:
            connection.close()

    def post_json(
        self, key: uuid.UUID, text: str, avsender: dict[str, str] | None = None, **place: str
    ) -> tuple[int, dict[str, Any]]:
        """Send an answer of one comment to the JSON endpoint."""
        data = {"horing": small.ROUND, "avsender": avsender or {},
                "innspill": [{"tekst": text, **place}], "bekreftet": True}
        body = json.dumps(data).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(key)}
        status, _, answer = self.request("POST", "/api/innspill/", body, headers)
        return status, json.loads(answer)

    def post_form(self, ticket: str, text: str) -> tuple[int, dict[str, str], str]:
        """Send an answer in the form that holds ``ticket``."""
        body = urlencode({
            "skjema": ticket, "slag": "privatperson", "handling": "send", "hele": text,
        }).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.request("POST", f"/{small.ROUND}/svar/", body, headers)
