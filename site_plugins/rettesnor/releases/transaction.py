"""Putting a release in place: whole, or not at all, whatever happens meanwhile.

The order is:

1. Everything new is written aside in ``changelog/.<version>.new/`` and flushed: the record
   (``record/``), the files of the working tree as they are to stand (``tree/``), and last
   ``plan.json``, which says what goes where.
2. ``record/`` is renamed to ``changelog/<version>/``. This one step is the release.
3. The files of the tree are replaced and the fragments removed, each by one rename or unlink.
4. The folder aside is removed.

Stopped before 2, nothing is released, and what lies aside is rubbish. Stopped after it, the
release is made, and ``finish`` does what is left of 3 and 4: it can be run any number of times.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rettesnor.platform import SYSTEM
from rettesnor.releases.changelog_dir import UNRELEASED
from rettesnor.releases.manifest import sha256

_PLAN = "plan.json"
_MARK = ".new"


class TransactionError(Exception):
    """The release cannot go on; says why in Norwegian."""


@dataclass(frozen=True)
class Transaction:
    """What a release writes.

    Attributes:
        record: the files of the record by path in its folder.
        tree: new bytes of files of the working tree, by path from the root.
        before: SHA-256 of those files, and of the fragments, as they were read, by path;
            empty for a file that is not there yet.
        fragments: paths from the root of the fragments that the record has taken in.
    """

    version: str
    record: Mapping[str, bytes]
    tree: Mapping[str, bytes] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    fragments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A release that was stopped on the way.

    Attributes:
        released: whether the record is in place, so that the rest must be done.
    """

    version: str
    released: bool


def commit(root: Path, order: Transaction) -> None:
    """Make the release.

    Raises:
        CommitError: a file was changed since it was read, or the record is there already.
        OSError: something could not be written; run ``finish`` or try again.
    """
    changelog = root / "changelog"
    aside = changelog / f".{order.version}{_MARK}"
    if (changelog / order.version).exists():
        raise TransactionError(f"changelog/{order.version} finnes allerede.")
    for path, digest in order.before.items():
        if _digest(root / path) != digest:
            raise TransactionError(f"{path} ble endret mens utgaven ble laget. Prøv igjen.")
    if aside.exists():
        shutil.rmtree(aside)
    _write_all(aside / "record", order.record)
    _write_all(aside / "tree", order.tree)
    for path in order.tree:
        if (root / path).exists():
            shutil.copymode(root / path, aside / "tree" / path)
    plan = {
        "tree": {path: [order.before[path], sha256(data)] for path, data in order.tree.items()},
        "fragments": {path: order.before[path] for path in order.fragments},
    }
    _write_all(aside, {_PLAN: json.dumps(plan).encode()})
    SYSTEM.flush_folder(changelog)
    SYSTEM.rename(aside / "record", changelog / order.version)
    SYSTEM.flush_folder(changelog)
    finish(root, order.version)


def interrupted(root: Path) -> list[Interrupted]:
    """Return the releases that were stopped on the way."""
    changelog = root / "changelog"
    found = []
    for aside in sorted(changelog.glob(f".*{_MARK}")) if changelog.is_dir() else ():
        version = aside.name[1 : -len(_MARK)]
        found.append(Interrupted(version, (changelog / version).is_dir()))
    return found


def finish(root: Path, version: str) -> None:
    """Do what is left of a release whose record is in place.

    Raises:
        CommitError: a file was changed by hand after the release was stopped.
    """
    aside = root / "changelog" / f".{version}{_MARK}"
    plan_file = aside / _PLAN
    plan = json.loads(plan_file.read_bytes()) if plan_file.exists() else _NOTHING
    changed = [p for p, known in plan["tree"].items() if _digest(root / p) not in known]
    changed += [p for p, known in plan["fragments"].items() if _digest(root / p) not in (known, "")]
    if changed:
        raise TransactionError(
            f"Utgave {version} er laget, men disse filene er endret etterpå: {', '.join(changed)}. "
            f"Flytt endringene unna, og kjør kommandoen på nytt. Filene slik de skal være, ligger "
            f"i changelog/.{version}{_MARK}/tree."
        )
    for path, (_, after) in plan["tree"].items():
        if _digest(root / path) != after:
            SYSTEM.replace(aside / "tree" / path, root / path)
            SYSTEM.flush_folder((root / path).parent)
    for path in plan["fragments"]:
        (root / path).unlink(missing_ok=True)
    if plan["fragments"]:
        SYSTEM.flush_folder(root / "changelog" / UNRELEASED)
    plan_file.unlink(missing_ok=True)
    shutil.rmtree(aside, ignore_errors=True)


def discard(root: Path, version: str) -> None:
    """Remove what lies aside of a release that was stopped before it was made."""
    shutil.rmtree(root / "changelog" / f".{version}{_MARK}")


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    folders = {folder}
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        folders.update((target.parent, *target.relative_to(folder).parents))
        with open(target, "xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    for name in folders:
        SYSTEM.flush_folder(folder / name)


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, empty when it is gone."""
    try:
        return sha256(path.read_bytes())
    except FileNotFoundError:
        return ""


_NOTHING: dict[str, dict[str, Any]] = {"tree": {}, "fragments": {}}
