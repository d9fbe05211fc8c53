"""Carrying out a planned edit: whole, or not at all, whatever happens meanwhile.

The new files are first written and flushed in ``.rettesnor/editing/``, and last a journal that says
what goes where. Stopped before the journal is in place, nothing has been changed. Stopped after it,
``finish`` does the rest; it can be run any number of times.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from pathlib import Path

from rettesnor.editing.plan import Plan, digest
from rettesnor.platform import SYSTEM

STATE, LOCK = ".rettesnor", "editing.lock"
"""Where the lock is that keeps two edits apart, and its name."""
FOLDER = f"{STATE}/editing"
_JOURNAL = "journal.json"


class ConflictError(Exception):
    """A file is not as it was when the edit was planned; says which, in Norwegian."""


class UnfinishedError(OSError):
    """Some files are changed and some are not yet; says what happens, in Norwegian."""


def apply(plan: Plan, root: Path) -> None:
    """Write the files of ``plan`` below ``root``.

    The caller keeps other processes from doing the same at the same time.

    Raises:
        ConflictError: a file was changed since the edit was planned; nothing is written.
        UnfinishedError: some files were written and some were not; ``finish`` does the rest.
        OSError: something could not be written; nothing is changed.
    """
    finish(root)
    for change in plan.changes:
        if _digest(root / change.path) != change.before:
            raise ConflictError(
                f"{change.path} ble endret mens endringen ble planlagt. Ingenting er gjort. Prøv "
                "igjen."
            )
    aside = root / FOLDER
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    steps = []
    for number, change in enumerate(plan.changes):
        name = str(number) if change.after is not None else ""
        if change.after is not None:
            _write(aside / name, change.after)
            if (root / (change.moved_from or change.path)).exists():
                shutil.copymode(root / (change.moved_from or change.path), aside / name)
        after = digest(change.after) if change.after is not None else ""
        steps.append([change.path, change.before, after, name])
    _write(aside / f"{_JOURNAL}.new", json.dumps(steps).encode())
    SYSTEM.replace(aside / f"{_JOURNAL}.new", aside / _JOURNAL)
    try:
        SYSTEM.flush_folder(aside)
        finish(root)
    except OSError as error:
        now = {path: _digest(root / path) for path, *_ in steps}
        if all(now[path] == before for path, before, *_ in steps):
            (aside / _JOURNAL).unlink()  # nothing is changed, and nothing will be
            raise
        if any(now[path] != after for path, _, after, _ in steps):
            raise UnfinishedError(
                "Endringen er bare delvis skrevet. Den blir fullført av seg selv når det er plass."
            ) from error


def is_interrupted(root: Path) -> bool:
    """Whether an edit was stopped after it had begun to change files."""
    return (root / FOLDER / _JOURNAL).is_file()


def finish(root: Path) -> bool:
    """Do what is left of an edit that was stopped; return whether there was one.

    Raises:
        ConflictError: a file was changed by hand after the edit was stopped.
    """
    aside = root / FOLDER
    if not is_interrupted(root):
        return False
    steps = json.loads((aside / _JOURNAL).read_bytes())
    changed = [
        path for path, before, after, _ in steps if _digest(root / path) not in (before, after)
    ]
    if changed:
        raise ConflictError(
            f"En endring ble avbrutt, og disse filene er endret etterpå: {', '.join(changed)}. "
            f"Flytt dem unna, og kjør kommandoen på nytt. Skal den avbrutte endringen ikke "
            f"fullføres, slett mappa {FOLDER}."
        )
    folders = set()
    for path, before, after, name in steps:
        target = root / path
        if name and _digest(target) != after:
            target.parent.mkdir(parents=True, exist_ok=True)
            SYSTEM.replace(aside / name, target)
        elif not name and before:
            target.unlink(missing_ok=True)
        folders.add(target.parent)
    for folder in filter(Path.is_dir, folders):
        SYSTEM.flush_folder(folder)
    (aside / _JOURNAL).unlink()
    shutil.rmtree(aside, ignore_errors=True)
    for folder in folders:
        with suppress(OSError):  # a folder that is not empty stays
            folder.rmdir()
    return True


def _write(path: Path, data: bytes) -> None:
    with open(path, "xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, empty when there is none."""
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return ""
