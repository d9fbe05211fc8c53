"""The folder of records: ``changelog/<version>/`` and what lies in each."""

from __future__ import annotations

import os
from pathlib import Path

from rettesnor.model.edition import Edition
from rettesnor.releases import manifest as manifests
from rettesnor.releases import removals as removal
from rettesnor.releases import snapshot
from rettesnor.releases.manifest import Manifest
from rettesnor.releases.safe_read import read_regular
from rettesnor.releases.version import Version, read_version

UNRELEASED = "unreleased"
RELEASE = "release.yml"
SNAPSHOT = "snapshot.json"
FRAGMENTS = "fragments"
PICTURES = "bilder"


def versions(changelog: Path) -> list[Version]:
    """Return the versions that have a record, oldest first."""
    if not changelog.is_dir():
        return []
    with os.scandir(changelog) as entries:
        found = [read_version(e.name) for e in entries if e.is_dir(follow_symlinks=False)]
    return sorted(version for version in found if version is not None)


def newest(changelog: Path) -> Manifest | None:
    """Return the manifest of the last release, or None before the first.

    Raises:
        ManifestError: it was tampered with.
        OSError: it cannot be read.
    """
    all_versions = versions(changelog)
    return manifest_of(changelog, all_versions[-1]) if all_versions else None


def manifest_of(changelog: Path, version: Version) -> Manifest:
    """Return the manifest of ``version``, with what removals made of it.

    Raises:
        ManifestError: it was tampered with.
        OSError: it cannot be read.
    """
    manifest = manifests.parse(read_regular(changelog / str(version) / manifests.NAME))
    return removal.read(changelog).effective(manifest)


def edition_of(changelog: Path, version: Version) -> Edition:
    """Return what ``version`` said.

    Raises:
        SnapshotError: its snapshot cannot be read.
        OSError: it cannot be opened.
    """
    return snapshot.parse(read_regular(changelog / str(version) / SNAPSHOT))
