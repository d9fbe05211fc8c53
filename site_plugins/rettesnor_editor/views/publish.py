"""Publishing from the desk: what it would do, then doing it, and going back in one step."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from rettesnor.model.time_zone import OSLO
from rettesnor.publishing.delivery import records
from rettesnor.reading.content.publish_settings import read_publish_settings
from rettesnor.reading.files.folder import DiskFolder

from rettesnor_editor.config import config
from rettesnor_editor.desk import desk
from rettesnor_editor.language import N_, say
from rettesnor_editor.views.shared import page

_TIMEOUT = 1800
_LOGGED = 10
_DEEDS = {
    "prov": ("--dry-run",), "publiser": (), "prov-tilbake": ("--rollback", "--dry-run"),
    "tilbake": ("--rollback",),
}
"""What the buttons ask the command for."""
_HANDLINGS = {
    records.PUBLISHED: N_("publisert"), records.ROLLED_BACK: N_("rullet tilbake"),
    records.STOPPED: N_("avbrutt"),
}
_SAME = "Ingenting å publisere."
"""What the command says when the site would be the same."""


def publish(request: HttpRequest) -> HttpResponse:
    """Show what is published, what a publication would change, and publish or go back."""
    if not desk().can_release:
        return page(
            request, "stop", 403, title=say("Ikke tillatt"),
            text=say("Du har ikke rollen som publiserer."),
        )
    root = config().root
    settings, problems = read_publish_settings(DiskFolder(root))
    context: dict[str, Any] = {
        "to": settings.til if settings else "", "said": "", "ok": False, "deed": "",
        "problems": [f"{one.message} {one.hint}".strip() for one in problems],
    }
    asked = str(request.POST.get("gjor", ""))
    if request.method == "POST" and settings is not None:
        if asked not in _DEEDS:
            return page(request, "publish", 422, **context, log=_log())
        with desk().alone():
            status, said = _run(*_DEEDS[asked])
        context |= {"said": said, "ok": status == 0, "deed": asked, "differs": _SAME not in said}
    return page(request, "publish", **context, log=_log())


def _log() -> list[dict[str, str]]:
    """Return the last publications, the last one first, with their time in Norway."""
    return [
        {
            **asdict(one), "at": _at(one.tid),
            "handling": say(_HANDLINGS.get(one.handling, one.handling)),
        }
        for one in records.read_log(config().root / records.FOLDER)[: -_LOGGED - 1 : -1]
    ]


def _run(*arguments: str) -> tuple[int, str]:
    """Run the command; it is a process of its own, so that it reads everything as it is on disk."""
    command = [
        sys.executable, "-m", "rettesnor.cli.main", "publish", *arguments,
        "--root", str(config().root), "--by", desk().person.name or "redaksjonen",
    ]
    if day := config().day:
        command += ["--date", day.isoformat()]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_TIMEOUT, check=False,
            encoding="utf-8",
        )
    except subprocess.TimeoutExpired:
        return 2, say("Det tok for lang tid, og ble stoppet. Det leserne ser, er helt.")
    said = done.stdout if done.returncode == 0 else f"{done.stdout}{done.stderr}"
    return done.returncode, said.strip()


def _at(time: str) -> str:
    return f"{datetime.fromisoformat(time).astimezone(OSLO):%d.%m.%Y kl. %H.%M}"
