"""The folders of old releases: rendered once, then taken over from build to build.

A version's folder in the site depends on its record, the theme, the code, and on what its
notices say of the present. While these stay, the folder stays: two copies of it exist, hard
linked file by file. One stands in the site; the other, a *spare copy* in ``.rettesnor``, is
moved into the next site by a rename, and the one in the site that was replaced becomes the new
shelf. So a build costs a few renames for each old version, however large it is.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from rettesnor.model.change import Utgave
from rettesnor.model.form_template import NOT_SERVED
from rettesnor.model.progress import SILENT, Progress, steps
from rettesnor.platform import SYSTEM
from rettesnor.publishing.cache.store import Store, code_digest, digest_of
from rettesnor.publishing.documents.sources import release_stamp
from rettesnor.publishing.history.frozen_site import (
    OutdatedNotices,
    Release,
    Rendered,
    Row,
    render_release,
    renew,
)
from rettesnor.publishing.history.release_index import DamagedError, ReleaseIndex
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.workers.processes import start_context
from rettesnor.releases.changelog_dir import PICTURES, SNAPSHOT
from rettesnor.releases.manifest import NAME as MANIFEST

PAGES, DATA = "v", "api/v1/versjoner"
"""Where a site has the pages and the data of its versions, each in a folder of its own."""
_FORMAT = "2"
_SHELVED = ("sider", "data")


@dataclass(frozen=True, slots=True)
class ArchivedVersion:
    """What is known of a version's folder.

    Attributes:
        base: digest of everything it is made from but the present.
        notice: digest of what its notices say.
        mark: what tells its files apart from any others: folders with these very files are this
            one. Content is not read again, so files must not be edited in place.
        pages: how many pages it has.
        ledger: digest of the ledger's lines about it when all of them were last found there.
    """

    base: str
    notice: str
    mark: str
    pages: int
    ledger: str = ""

    def seen(self, ledger: str) -> ArchivedVersion:
        """Return the same with all of the ledger's lines found."""
        return replace(self, ledger=ledger)


@dataclass
class ArchiveResult:
    """What lies in a new site of old versions."""

    kept: dict[str, ArchivedVersion] = field(default_factory=dict)
    rendered: int = 0
    faults: list[str] = field(default_factory=list)
    outward: set[str] = field(default_factory=set)

    @property
    def pages(self) -> int:
        """How many pages all versions have."""
        return sum(kept.pages for kept in self.kept.values())


class Archive:
    """The versions' folders as earlier builds left them.

    Args:
        folder: where this and later builds keep what they need (``.rettesnor``).
        name: tells kinds of build apart.
        full: trust nothing that is there.
        formats: the formats that documents of the versions are to be made in.
    """

    def __init__(
        self, folder: Path, name: str, site: Path, *, full: bool = False,
        formats: Sequence[str] = (),
    ) -> None:
        self._formats = tuple(formats)
        self._store, self._site = Store(folder), site
        self._name = f"utgaver{name}"
        self._shelf = folder / self._name
        saved = None if full else self._store.load(self._name, _FORMAT)
        self._kept = {version: ArchivedVersion(*row) for version, row in (saved or {}).items()}

    def lay(
        self, release_index: ReleaseIndex, ways: OutdatedNotices, shell: PageLayout, fresh: Path,
        jobs: int, progress: Progress = SILENT,
    ) -> ArchiveResult:
        """Add every version's folders to the site in ``fresh``."""
        laid = ArchiveResult()
        missing: list[tuple[Utgave, str]] = []
        for parent in (PAGES, DATA) if release_index else ():
            (fresh / parent).mkdir(parents=True, exist_ok=True)
        for record in release_index.history.records:
            utgave = record.utgave
            base = digest_of(
                release_index.stamps[utgave.versjon], shell.digest, code_digest(), self._formats
            )
            kept = self._taken(utgave, base, ways, fresh)
            if kept is not None:
                laid.kept[utgave.versjon] = kept
            else:
                missing.append((utgave, base))
        progress.stage("Lager gamle utgaver", len(missing))
        versions = self._made(release_index, missing, ways, shell, fresh, jobs)
        for (utgave, base), made in steps(progress, versions):
            laid.rendered += len(made.rows)
            laid.faults += made.faults
            laid.outward |= made.outward
            if made.rows:
                laid.kept[utgave.versjon] = self._keep(utgave.versjon, base, ways, made.rows, fresh)
        return laid

    def salvage(self, laid: ArchiveResult, old: Path) -> None:
        """Put the versions' folders of the site that was replaced in the spare copies."""
        for version, kept in laid.kept.items():
            sides, shelf = _sides(old, version), self._shelf / version
            if _mark(sides) == kept.mark and not (shelf / _SHELVED[0]).exists():
                with suppress(OSError):
                    shelf.mkdir(parents=True, exist_ok=True)
                    for side, name in zip(sides, _SHELVED, strict=True):
                        SYSTEM.rename(side, shelf / name)

    def finish(self, laid: ArchiveResult) -> None:
        """Remember what is in the site now, and copy what has no spare copy yet."""
        for version in _names_in(self._shelf) - laid.kept.keys():
            shutil.rmtree(self._shelf / version, ignore_errors=True)
        for version, kept in laid.kept.items():
            shelf = self._shelf / version
            if _mark([shelf / name for name in _SHELVED]) == kept.mark:
                continue
            shutil.rmtree(shelf, ignore_errors=True)
            try:
                for side, name in zip(_sides(self._site, version), _SHELVED, strict=True):
                    _link_tree(side, shelf / name)
            except OSError:
                shutil.rmtree(shelf, ignore_errors=True)
        rows = {
            v: (k.base, k.notice, k.mark, k.pages, k.ledger) for v, k in laid.kept.items()
        }
        if laid.kept or self._kept:
            self._store.save(self._name, _FORMAT, rows)

    def _taken(
        self, utgave: Utgave, base: str, ways: OutdatedNotices, fresh: Path
    ) -> ArchivedVersion | None:
        """Take over the folders of a version, or return None when they must be made."""
        kept = self._kept.get(utgave.versjon)
        if kept is None or kept.base != base:
            return None
        new = _sides(fresh, utgave.versjon)
        shelf = self._shelf / utgave.versjon
        shelved = tuple(shelf / name for name in _SHELVED)
        standing = _sides(self._site, utgave.versjon)
        whole = [sides for sides in (shelved, standing) if _mark(sides) == kept.mark]
        if not whole:
            return None
        if kept.notice == ways.key:
            if whole[0] == shelved and _moved(shelved, new):
                return kept
            try:
                for side, target in zip(whole[-1], new, strict=True):
                    _link_tree(side, target)
            except OSError:
                _clear(new)
                return None
            return kept
        rows = self._store.load(_rows(utgave.versjon, self._name), digest_of(base, kept.notice))
        if rows is None:
            return None
        written = renew(rows, utgave, ways, whole[0][0], new[0])
        try:
            _link_tree(whole[0][1], new[1])
        except OSError:  # a file system without hard links
            _clear(new)
            return None
        return replace(
            self._keep(utgave.versjon, base, ways, written, fresh), ledger=kept.ledger
        )

    def _made(
        self, release_index: ReleaseIndex, missing: Sequence[tuple[Utgave, str]],
        ways: OutdatedNotices,
        shell: PageLayout, fresh: Path, jobs: int,
    ) -> Iterator[tuple[tuple[Utgave, str], Rendered]]:
        common = _Common(release_index, ways, shell, self._store, fresh, self._formats)
        editions = [utgave for utgave, _ in missing]
        if jobs == 1 or len(missing) < 2:
            yield from zip(missing, map(partial(_render, common), editions), strict=True)
            return
        # Pickled here and now: the executor pickles what it is given in a thread of its own, while
        # this one computes lazy values of the same objects, and both would touch one dictionary.
        data = pickle.dumps(common)
        with ProcessPoolExecutor(jobs, start_context(), _receive, (data,)) as pool:
            versions = [utgave.versjon for utgave in editions]
            yield from zip(missing, pool.map(_render_received, versions), strict=True)

    def _keep(
        self, version: str, base: str, ways: OutdatedNotices, rows: Sequence[Row], fresh: Path
    ) -> ArchivedVersion:
        self._store.save(
            _rows(version, self._name), digest_of(base, ways.key), [tuple(row) for row in rows]
        )
        return ArchivedVersion(base, ways.key, _mark(_sides(fresh, version)), len(rows))


@dataclass(frozen=True, slots=True)
class _Common:
    """What every version is rendered with."""

    release_index: ReleaseIndex
    ways: OutdatedNotices
    shell: PageLayout
    store: Store
    fresh: Path
    formats: tuple[str, ...]


_received: _Common
"""In a worker process: what it was started with."""


def _receive(data: bytes) -> None:
    global _received
    _received = pickle.loads(data)


def _render_received(version: str) -> Rendered:
    records = _received.release_index.history.records
    return _render(_received, next(r.utgave for r in records if r.utgave.versjon == version))


def _render(common: _Common, utgave: Utgave) -> Rendered:
    release_index = common.release_index
    version = utgave.versjon
    try:
        files = {name: release_index.content(version, name) for name in (SNAPSHOT, MANIFEST)}
        listed: Mapping[str, Mapping[str, str]] = json.loads(files[MANIFEST])["anbefalinger"]
        own = {id_: one["versjon"] for id_, one in listed.items()}
        edition = release_index.edition(version)
        release = Release(
            utgave, edition, own, files,
            release_index.changelog / version / PICTURES,
            release_stamp(release_index, version, utgave.dato), common.formats,
            release_index.history.until(version).post_versions(
                "maler", [one.id for one in edition.guideline.maler]
            ),
            release_index.course_changes.get(version, ()),
            release_index.history.until(version).versions_besides(NOT_SERVED),
        )
    except (DamagedError, OSError) as error:
        return Rendered(faults=[str(error)])
    return render_release(
        release, common.ways, common.shell, common.store, *_sides(common.fresh, version)
    )


def _rows(version: str, name: str) -> str:
    return f"{name}-{version}"


def _sides(site: Path, version: str) -> tuple[Path, Path]:
    """Return the folders of a version in ``site``: its pages and its data."""
    return site / PAGES / version, site / DATA / version


def _mark(sides: Iterable[Path]) -> str:
    """Return what tells the files in the folders of a version apart from any others.

    Name, inode, size and time of each: anyone who puts another file there (a checkout, say) changes
    one of them. Hard links and renames keep all four.
    """
    files = []
    for number, side in enumerate(sides):
        for folder, _, names in os.walk(side):
            for name in names:
                with suppress(OSError):
                    found = os.lstat(f"{folder}/{name}")
                    where = os.path.relpath(f"{folder}/{name}", side)
                    files.append(
                        (number, where, found.st_ino, found.st_size, found.st_mtime_ns)
                    )
    return digest_of(sorted(files))


def _moved(sides: Sequence[Path], targets: Sequence[Path]) -> bool:
    """Move folders to where they are to be, and return whether it could be done."""
    try:
        for side, target in zip(sides, targets, strict=True):
            SYSTEM.rename(side, target)
    except OSError:  # on another file system
        _clear(targets)
        return False
    return True


def _clear(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _link_tree(source: Path, target: Path) -> None:
    """Make ``target`` a copy of ``source`` whose files are the same files."""
    for folder, _, names in os.walk(source):
        inner = target / os.path.relpath(folder, source)
        os.makedirs(inner, exist_ok=True)
        for name in names:
            SYSTEM.link(f"{folder}/{name}", inner / name)


def _names_in(folder: Path) -> set[str]:
    return set(os.listdir(folder)) if folder.is_dir() else set()
