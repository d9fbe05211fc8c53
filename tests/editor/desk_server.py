"""A desk on loopback, over a copy of the guideline, as an editor's browser meets it."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
TOKEN, KEY, DAY = "bare-for-proven", "bare-for-prøven-" * 4, "2026-11-29"
_TOKEN_FIELD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


REPORTED = """meldinger:
  - id: mer-om-overganger
    mottatt: 2026-09-01
    melder: virksomhet
    sak: Rådet om overganger sier lite om bytte av skole midt i året.
litteratursok:
  - id: oversikter-om-fravaer
    tittel: Oversikter om fravær
    om: Systematiske oversikter om tiltak mot fravær.
"""
"""What the work on the guideline does not hold yet: a reported need and a saved search."""


def with_reports(root: Path) -> Path:
    """Add to the work on the guideline below ``root`` the lists that are still empty."""
    with open(root / "guideline" / "utvikling.yml", "a", encoding="utf-8", newline="") as file:
        file.write(REPORTED)
    return root


def copy_of_the_guideline(to: Path) -> Path:
    """Return ``to``, with a copy of the guideline in it, but not of what the next release says."""
    for name in ("guideline", "recommendations", "schema", "changelog"):
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("unreleased"))
    shutil.copy(ROOT / "mkdocs.yml", to)
    return to


@dataclass
class Answer:
    """What the desk answered."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass
class Server:
    """A running desk."""

    root: Path
    port: int
    process: subprocess.Popen[bytes]
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def entry(self) -> str:
        """The one-time address."""
        return f"http://127.0.0.1:{self.port}/inn/{TOKEN}/"

    def enter(self) -> Server:
        """Use the one-time token."""
        answer = self.get(f"/inn/{TOKEN}/")
        assert answer.status == 302, answer.text
        return self

    def get(self, path: str, **headers: str) -> Answer:
        """Return the answer to a GET."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: Mapping[str, object], **headers: str) -> Answer:
        """Return the answer to a form as a browser posts it."""
        return self._ask("POST", path, urlencode(dict(fields), doseq=True).encode(), headers)

    def form(self, path: str) -> dict[str, object]:
        """Return the hidden fields of the form at ``path`` that every post of it must have."""
        page = self.get(path).text
        found: dict[str, object] = {"csrfmiddlewaretoken": _TOKEN_FIELD.findall(page)[0]}
        for name in ("@grunnlag", "side", "nr"):
            if match := re.search(rf'name="{name}" value="([^"]*)"', page):
                found[name] = match[1]
        return found

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            sent |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.port}",
            }
        connection.request(method, path, body, sent | dict(headers))
        response = connection.getresponse()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        answer = Answer(
            response.status, dict(response.getheaders()), response.read().decode(errors="replace")
        )
        connection.close()
        return answer


def start(
    root: Path, token: str = TOKEN, settings: str = "rettesnor_editor.settings"
) -> Server:
    """Start a desk over ``root`` and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    state = root / "redaksjonsdata"
    state.mkdir(exist_ok=True)
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": settings,
        "EDITOR_ROOT": str(root), "EDITOR_STATE": str(state), "EDITOR_TOKEN": token,
        "EDITOR_PORT": str(port), "EDITOR_KEY": KEY, "EDITOR_DATE": DAY,
        "PYTHONPATH": str(ROOT / "site_plugins"),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "rettesnor_editor"], env=environment, stderr=subprocess.DEVNULL
    )
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        assert process.poll() is None, "the desk did not start"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return Server(root, port, process)
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the desk does not answer")


@contextmanager
def running(root: Path, settings: str = "rettesnor_editor.settings") -> Iterator[Server]:
    """Yield a desk over ``root``."""
    server = start(root, settings=settings)
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait()
