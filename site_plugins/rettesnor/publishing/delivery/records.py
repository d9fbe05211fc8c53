"""What this machine keeps of publications: the journal of the one that goes on, and the log.

They are in ``publiseringsdata/`` in the guideline's folder, which no clean or build touches. The
log has one line of JSON for each thing that was done: what, when, by whom, and which site was there
before. Lines are only added.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rettesnor.platform import SYSTEM

FOLDER = "publiseringsdata"
_JOURNAL, _LOG = "journal.json", "logg.jsonl"
PUBLISHED, ROLLED_BACK, STOPPED = "publisert", "rullet tilbake", "avbrutt"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that was done.

    Attributes:
        tid: when (ISO 8601, UTC).
        handling: ``publisert``, ``rullet tilbake``, or ``avbrutt`` (the old site stayed).
        av: who did it.
        til: where.
        id: the published site.
        versjon: the newest release in it.
        innhold: the digest of its files.
        fra: the site that was there before; empty for none.
    """

    tid: str
    handling: str
    av: str
    til: str
    id: str
    versjon: str
    innhold: str
    fra: str = ""


def open_folder(root: Path) -> Path:
    """Return the folder of the records; make it the first time."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("# Hører til denne maskinen.\n*\n", encoding="utf-8", newline="\n")
    return folder


def begin(folder: Path, entry: LogEntry) -> None:
    """Write down what is about to be done, before readers see any of it."""
    new = folder / f"{_JOURNAL}.new"
    _write(new, json.dumps(asdict(entry), ensure_ascii=False).encode())
    SYSTEM.replace(new, folder / _JOURNAL)
    SYSTEM.flush_folder(folder)


def begun(folder: Path) -> LogEntry | None:
    """Return what was begun and not finished."""
    try:
        return _entry(json.loads((folder / _JOURNAL).read_bytes()))
    except FileNotFoundError:
        return None


def finish(folder: Path, entry: LogEntry) -> None:
    """Add ``entry`` to the log, if it is not there yet, and forget that it was begun."""
    if entry not in read_log(folder)[-1:]:
        line = json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n"
        path = folder / _LOG
        whole = not path.exists() or path.stat().st_size == 0 or path.read_bytes().endswith(b"\n")
        _write(path, line if whole else b"\n" + line, add=True)
    (folder / _JOURNAL).unlink(missing_ok=True)
    SYSTEM.flush_folder(folder)


def read_log(folder: Path) -> list[LogEntry]:
    """Return the log. A line that was not written whole is left out."""
    try:
        lines = (folder / _LOG).read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    found = []
    for line in filter(None, lines):
        try:
            found.append(_entry(json.loads(line)))
        except (ValueError, KeyError):
            continue
    return found


def _entry(data: Mapping[str, Any]) -> LogEntry:
    return LogEntry(**{name: str(data[name]) for name in LogEntry.__dataclass_fields__})


def _write(path: Path, data: bytes, *, add: bool = False) -> None:
    with open(path, "ab") if add else open(path, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
