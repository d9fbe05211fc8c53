"""What has changed since the last release, told from hashes alone where that will do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from rettesnor.model.entry import Entry
from rettesnor.model.problem import Problem, Severity
from rettesnor.record.demand import untold
from rettesnor.record.manifest import Manifest

Hasher = Callable[[Entry], str]
"""Gives the SHA-256 of a recommendation's canonical JSON; only asked when its file differs."""


def changed(
    manifest: Manifest, entries: Sequence[Entry], hasher: Hasher
) -> Iterator[tuple[Entry, str]]:
    """Yield the recommendations that are not as released, each with ``added`` or ``changed``."""
    for entry in entries:
        listed = manifest.anbefalinger.get(entry.id)
        if not entry.sound or (listed and listed.fil_sha256 == entry.digest
                               and listed.fil == entry.path):
            continue
        if listed is None:
            yield entry, "added"
        elif listed.sha256 != hasher(entry):
            yield entry, "changed"


def untold_changes(
    manifest: Manifest, entries: Sequence[Entry], hasher: Hasher, told: Collection[str]
) -> list[Problem]:
    """Return a warning for each change since the last release that no fragment tells of.

    Args:
        told: the ids that fragments name.
    """
    problems = [
        untold(entry.path, entry.id, kind)
        for entry, kind in changed(manifest, entries, hasher) if entry.id not in told
    ]
    present = {entry.id for entry in entries}
    problems += [
        untold(listed.fil, id_, "removed")
        for id_, listed in manifest.anbefalinger.items()
        if id_ not in present and id_ not in told and id_ not in manifest.tatt_ut
    ]
    return [replace(problem, severity=Severity.WARNING) for problem in problems]
