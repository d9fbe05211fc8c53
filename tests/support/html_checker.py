"""The Nu Html Checker (``vnu.jar``; ``make html-checker`` fetches it), run on files."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

JAR = Path(__file__).resolve().parents[2] / ".venv" / "vnu.jar"

_BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""What suits a run of seconds: no second compiler, no threads to collect garbage. A third of the
processor time for fifty pages."""


@dataclass(frozen=True, slots=True)
class Message:
    """What the checker says about a file; ``error`` tells it from a warning."""

    path: Path
    error: bool
    text: str


def missing() -> str:
    """Return what it takes to run the checker here and is not there; empty when it can run."""
    if shutil.which("java") is None:
        return "Fant ikke Java"
    return "" if JAR.exists() else "Fant ikke Nu Html Checker (make html-checker)"


def version() -> str:
    """Return the checker's version."""
    return _java("--version").stdout.strip()


def check(paths: Iterable[Path]) -> list[Message]:
    """Return what the checker says about the HTML files ``paths``.

    Raises:
        ValueError: it gave no answer.
    """
    answer = _java("--format", "json", "--exit-zero-always", "--stdout", *map(str, paths)).stdout
    return [_message(one) for one in json.loads(answer)["messages"]]


def _message(data: dict[str, Any]) -> Message:
    path = Path(unquote(urlsplit(data.get("url", "")).path))
    error = data["type"] != "info"  # «non-document-error» too
    return Message(path, error, f"{data.get('lastLine', '')}: {data['message']}")


def _java(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["java", *_BRIEF, "-Xss8m", "-jar", str(JAR), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=200)
