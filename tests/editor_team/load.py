"""Twenty editors who save again and again, two in each document: how long, and what is lost.

    python -m tests.editor_team.load --seconds 60 --database sqlite
    python -m tests.editor_team.load --seconds 60 --database postgres --processes 2

A save counts as lost when it was acknowledged and is in no commit of the case, and when it was the
last one of its field and the case no longer says it.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rettesnor.editing import yaml_writer
from rettesnor_editor.store.repository import Repository

from tests.editor_team import repository
from tests.horing.postgres import Cluster

SOURCE = Path(__file__).resolve().parents[2] / "site_plugins"
EDITORS, EVERY = 20, 10.0
FIELDS = ("tittel", "begrunnelse.tekst")


@dataclass
class Editor:
    """One who saves one field of one document, every ten seconds."""

    port: int
    cookie: str
    case: int
    name: str
    field: str
    took: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def run(self, until: float) -> None:
        """Save until it is time to stop."""
        number = 0
        while time.monotonic() < until:
            number += 1
            text = f"Tekst nummer {number} av redaktør {self.cookie[:6]}"
            begun = time.monotonic()
            page = self._ask("GET", self._page)[1]
            self.opened.append(time.monotonic() - begun)
            posted = {**form(page), self.field: text, "gjor": "lagre", "uten": "1", "likevel": "1"}
            start = time.monotonic()
            status, answer = self._ask("POST", self._page, urlencode(posted, doseq=True))
            self.took.append(time.monotonic() - start)
            if status == 302:
                self.saved.append(text)
            else:
                self.refused.append(re.sub(r"<[^>]+>", " ", answer)[-300:])
            time.sleep(max(0.0, min(EVERY - (time.monotonic() - begun), until - time.monotonic())))

    @property
    def _page(self) -> str:
        return f"/redaksjon/sak/{self.case}/rediger/anbefaling/{self.name}/"

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        token = "t" * 32
        headers = {
            "Cookie": f"horing={self.cookie}; horing-csrf={token}", "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.port}",
        }
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        answer = response.status, response.read().decode()
        connection.close()
        return answer


def form(page: str) -> dict[str, Any]:
    """Return the fields of the form in ``page``, as a browser would post them."""
    from html.parser import HTMLParser

    found: dict[str, list[str]] = {}

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.name, self.area, self.inside = "", None, False  # type: ignore[var-annotated]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            said = dict(attrs)
            if tag == "form":
                self.inside = said.get("id") == "skjema"
            if not self.inside or not (name := said.get("name")):
                if tag == "option" and self.inside and "selected" in said:
                    found.setdefault(self.name, []).append(said.get("value") or "")
                return
            if tag == "input":
                kind = said.get("type", "text")
                if kind in ("checkbox", "radio") and "checked" not in said:
                    return
                found.setdefault(name, []).append(said.get("value") or "")
            elif tag == "textarea":
                self.area = name
                found[name] = [""]
            elif tag == "select":
                self.name = name

        def handle_data(self, data: str) -> None:
            if self.area:
                found[self.area][0] += data

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                if self.area:
                    found[self.area][0] = found[self.area][0].removeprefix("\n")
                self.area = None
            if tag == "form":
                self.inside = False

    Reader().feed(page)
    return dict(found)


SETUP = """
import sys, django; django.setup()
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.utils import timezone
from rettesnor_editor.team.models import Case
from rettesnor_editor.team.desk import cases
for number in range(int(sys.argv[1])):
    user = User.objects.create(username=f"r{number}", is_staff=True)
    user.groups.set(Group.objects.filter(name="redaktor"))
    if number % 2 == 0:
        case = Case.objects.create(title=f"Sak {number}", opened_by=user, opened_at=timezone.now())
        cases().begin(case.branch)
    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store.save()
    print(store.session_key, case.pk)
"""


def team_environment(root: Path, database: str) -> dict[str, str]:
    """Return the environment of a server for the guideline in ``root``."""
    return {
        **os.environ, "DJANGO_SETTINGS_MODULE": "rettesnor_editor.team.settings",
        "PYTHONPATH": str(SOURCE), "EDITOR_ROOT": str(root), "HORING_ROOT": str(root),
        "EDITOR_KEY": secrets.token_hex(), "HORING_SECRET_KEY": secrets.token_hex(32),
        "HORING_HTTPS": "0", "DATABASE_URL": database, "EDITOR_DATE": "2026-11-29",
    }


def prepared(environment: dict[str, str], editors: int) -> list[str]:
    """Make the tables, editors and cases; return the session and the case of each editor."""
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
    return subprocess.run(
        [sys.executable, "-c", SETUP, str(editors)], env=environment, check=True,
        capture_output=True, text=True,
    ).stdout.split()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until something listens on ``port``."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)


def _used(pid: int) -> float:
    """Return the processor time of a process and its children (seconds; Linux only)."""
    ticks, total = os.sysconf("SC_CLK_TCK"), 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            own, _, rest = place.read_text().partition(" ")
        except OSError:
            continue
        values = rest.rpartition(")")[2].split()
        if pid in (int(own), int(values[1])):
            total += int(values[11]) + int(values[12])
    return total / ticks


def server(port: int, processes: int) -> list[str]:
    """Return the command that serves: the one of ``rettesnor team serve``, or gunicorn's."""
    if processes == 1:
        return [sys.executable, "-m", "rettesnor_editor.team", str(port)]
    return [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers",
        str(processes), "--threads", "4", "rettesnor_editor.team.wsgi",
    ]


def lost(root: Path, editor: Editor) -> list[str]:
    """Return what an editor's saves said, of those that are not in their case."""
    path = next(root.glob(f"recommendations/*/{editor.name}.yml")).relative_to(root).as_posix()
    git, branch = Repository(root), f"sak/{editor.case}"
    commits = [one.commit for one in git.versions(branch, path, most=None)]
    said = [_said(git.content(one, path) or b"", editor.field) for one in commits]
    found = [text for text in editor.saved if text not in said]
    return found + [text for text in editor.saved[-1:] if said[0] != text]


def _said(data: bytes, field: str) -> str:
    found: Any = yaml_writer.read(data.decode())
    for part in field.split("."):
        found = found[part]
    return str(found).strip()


def spread(seconds: list[float]) -> str:
    """Return median, 95th and 99th percentile and the worst, in words."""
    found = sorted(seconds)
    return (
        f"median {statistics.median(found):.3f} s, p95 {found[int(len(found) * 0.95)]:.3f} s, "
        f"p99 {found[int(len(found) * 0.99)]:.3f} s, worst {found[-1]:.3f} s"
    )


def main() -> None:
    """Run it, and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lag-")))
        root = repository.build(folder / "g")
        database = f"sqlite:///{folder / 'd.sqlite3'}"
        if options.database == "postgres":
            cluster = Cluster()
            stack.callback(cluster.remove)
            database = cluster.url
        environment = team_environment(root, database)
        made, port = prepared(environment, EDITORS), free_port()
        running = subprocess.Popen(
            server(port, options.processes), env=environment, stderr=subprocess.DEVNULL
        )
        stack.callback(running.wait)
        stack.callback(running.terminate)
        names = sorted(
            path.stem for path in root.glob("recommendations/*/*.yml") if "." not in path.stem
        )
        editors = [
            Editor(port, made[2 * n], int(made[2 * n + 1]), names[n // 2], FIELDS[n % 2])
            for n in range(EDITORS)
        ]
        wait_for(port)
        for editor in editors[::2]:
            editor._ask("GET", editor._page)  # each case is read once before it is timed
        before = _used(running.pid)
        until = time.monotonic() + options.seconds
        threads = []
        for editor in editors:
            threads.append(threading.Thread(target=editor.run, args=(until,)))
            threads[-1].start()
            time.sleep(EVERY / EDITORS)
        for thread in threads:
            thread.join()
        processor = _used(running.pid) - before
        gone = [one for editor in editors for one in lost(root, editor)]
        refused = [one for editor in editors for one in editor.refused]
        took = [one for editor in editors for one in editor.took]
        print(
            f"{options.database}, {options.processes} process(es): {len(took)} saves by {EDITORS} "
            f"editors: {spread(took)}; {len(refused)} refused, {len(gone)} lost; opening the form: "
            f"{spread([one for editor in editors for one in editor.opened])}; processor time of "
            f"the server for one of each: {processor / len(took):.3f} s"
        )
        for one in gone:
            print("lost:", one)
        for one in refused[:3]:
            print(one)


if __name__ == "__main__":
    main()
