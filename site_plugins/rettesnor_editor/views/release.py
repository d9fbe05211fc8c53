"""A release from the desk: what «rettesnor release --dry-run» says, and then the release."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from rettesnor.releases.changelog_dir import versions
from rettesnor.releases.version import read_version

from rettesnor_editor.config import config
from rettesnor_editor.desk import desk
from rettesnor_editor.language import say
from rettesnor_editor.store.history import HistoryError
from rettesnor_editor.views.shared import page

_TIMEOUT = 600


def release(request: HttpRequest) -> HttpResponse:
    """Ask for the version, show what the release would be, and write it."""
    if not desk().can_release:
        return page(
            request, "stop", 403, title=say("Ikke tillatt"),
            text=say("Du har ikke rollen som gir ut utgaver."),
        )
    root = desk().workspace.root
    before = versions(root / "changelog")
    context: dict[str, Any] = {
        "last": str(before[-1]) if before else "", "version": "", "said": "", "ok": False,
        "done": False, "stop": "",
    }
    if request.method == "POST":
        text = str(request.POST.get("versjon", "")).strip()
        version = read_version(text)
        context["version"] = text
        if version is None:
            context["stop"] = say(
                "«{text}» er ikke en versjon. Skriv for eksempel 1.1.0.", text=text
            )
            return page(request, "release", 422, **context)
        real = request.POST.get("gjor") == "gjor"
        with desk().alone():
            status, said = _run(str(version), dry=not real)
            context |= {"said": said, "ok": status == 0, "done": real and status == 0}
            if real and status == 0:
                context["stop"] = _committed(str(version))
    return page(request, "release", **context)


def _run(version: str, *, dry: bool) -> tuple[int, str]:
    """Run the command; it is a process of its own, so that it reads everything as it is on disk."""
    command = [
        sys.executable, "-m", "rettesnor.cli.main", "release", version,
        "--root", str(config().root),
    ]
    if dry:
        command.append("--dry-run")
    if day := config().day:
        command += ["--date", day.isoformat()]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_TIMEOUT, check=False, encoding="utf-8"
    )
    return done.returncode, f"{done.stdout}{done.stderr}".strip()


def _committed(version: str) -> str:
    """Commit a release; return what went wrong, empty for nothing."""
    root = desk().workspace.root
    folders = (root / "changelog", root / "guideline", root / "recommendations")
    paths = [
        one.relative_to(root).as_posix() for folder in folders for one in folder.rglob("*")
        if one.is_file()
    ]
    gone = [path for path in desk().workspace.files().contents if not (root / path).is_file()]
    try:
        desk().history.record([*paths, *gone], desk().person, f"Utgave {version}")
    except HistoryError as error:
        return str(error)
    return ""
