"""A team's desk as a process of its own, over a small guideline with one release and nynorsk."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rettesnor.model.translation import MADE_FROM, digest, texts
from rettesnor.reading.yaml.loader import load

from tests.editor_team.repository import committed
from tests.support.check_case import LANGUAGES
from tests.support.guidelines import put
from tests.support.release_case import FIRST, Case

SOURCE = Path(__file__).resolve().parents[2] / "site_plugins"
DAY = "2026-11-29"
VISIT = "recommendations/hjem/hjemmebesok"
TRANSLATED = """\
tittel: Heimebesøk
kort_anbefaling: Skulen kan vurdere heimebesøk
praktisk_gjennomforing:
  tekst: |
    Skulen legg ein plan saman med eleven.
begrunnelse:
  tekst: |
    Vi vurderer at fordelane er større enn ulempene.
kunnskapsgrunnlag:
  tekst: Det finst éi oversikt [@kilde-a].
juridiske_rammer:
  tekst: Skulen har plikt til å følgje opp ([[skolelova § 2-1]]).
  referanser:
    - hvorfor: Gir plikta til å følgje opp.
"""
_ACCOUNTS = """
import sys, django; django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
call_command("migrate", verbosity=0)
for one in sys.argv[1:]:
    name, role, full = one.split(":")
    user = User.objects.create(username=name, is_staff=True, last_name=full)
    user.groups.set(Group.objects.filter(name=role))
    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store.save()
    print(store.session_key)
"""


@dataclass(frozen=True)
class TeamServer:
    """A running desk, with the cookie of each who has signed in."""

    root: Path
    port: int
    sessions: Mapping[str, str]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def cookies(self, name: str) -> list[dict[str, str]]:
        """Return the cookies of somebody, as a browser takes them."""
        return [{"name": "horing", "value": self.sessions[name], "url": self.url}]


def small_guideline(root: Path) -> Path:
    """Write a released guideline with one translated recommendation, in a repository."""
    case = Case(root)
    guideline = case.text("guideline/guideline.yml")
    case.write("guideline/guideline.yml", guideline + LANGUAGES)
    source, _ = load(case.text(f"{VISIT}.yml"), f"{VISIT}.yml")
    marks = "".join(
        f"  {pointer}: {digest(text)}\n"
        for pointer, text in texts(source, "recommendation").items()
    )
    case.write(f"{VISIT}.nn.yml", f"{TRANSLATED}{MADE_FROM}:\n{marks}")
    assert case.release(FIRST[0], FIRST[1]) == 0
    shutil.rmtree(root / ".rettesnor", ignore_errors=True)
    put(root, ".gitignore", ".rettesnor/\nhoringsdata/\nredaksjonsdata/\n")
    committed(root)
    return root


@contextmanager
def running(root: Path, *accounts: str, day: str = DAY) -> Iterator[TeamServer]:
    """Yield the desk of a guideline.

    Args:
        accounts: who is signed in, as «kari:redaktor:Kari Nes».
        day: the desk's day (ISO 8601).
    """
    state = root.parent / "state"
    state.mkdir()
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "rettesnor_editor.team.settings",
        "PYTHONPATH": str(SOURCE), "EDITOR_ROOT": str(root), "HORING_ROOT": str(root),
        "EDITOR_STATE": str(state), "EDITOR_DATE": day, "EDITOR_KEY": secrets.token_hex(),
        "HORING_SECRET_KEY": secrets.token_hex(32), "HORING_HTTPS": "0",
        "HORING_HOSTS": "127.0.0.1", "DATABASE_URL": f"sqlite:///{state / 'd.sqlite3'}",
    }
    made = subprocess.run(
        [sys.executable, "-c", _ACCOUNTS, *accounts], env=environment, check=True,
        capture_output=True, text=True,
    ).stdout.split()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "rettesnor_editor.team", str(port)], env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        limit = time.monotonic() + 60
        while True:
            assert process.poll() is None and time.monotonic() < limit, "the desk did not start"
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        names = [one.partition(":")[0] for one in accounts]
        yield TeamServer(root, port, dict(zip(names, made, strict=True)))
    finally:
        process.terminate()
        process.wait()
