"""The site that is to be published: built, and held against everything that may stop it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rettesnor.model.catalogue import GUIDELINES
from rettesnor.model.problem import Problem, Severity
from rettesnor.model.progress import Progress
from rettesnor.publishing.catalogue.build import build_catalogue
from rettesnor.publishing.catalogue.check import check_catalogue
from rettesnor.publishing.delivery.folder import FolderTarget
from rettesnor.publishing.delivery.rclone import RcloneTarget
from rettesnor.publishing.delivery.records import open_folder
from rettesnor.publishing.delivery.rsync import RsyncTarget
from rettesnor.publishing.delivery.target import STAMP, Target, digest_of_site, files_of
from rettesnor.publishing.documents.sources import ALL
from rettesnor.publishing.inspection import inspect
from rettesnor.publishing.options import BuildOptions, ThemeLoader
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.working_tree import PUBLIC_KEY, read_tree
from rettesnor.reading.content.catalogue import read_catalogue
from rettesnor.reading.content.publish_settings import PublishSettings
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.releases.changelog_dir import versions
from rettesnor.releases.verify import verify

_SITE = "nettsted"


@dataclass(frozen=True)
class Prepared:
    """A site that was built, or why it may not be published.

    Attributes:
        site: the folder of it.
        versjon: the newest release in it; empty when nothing has been released.
        pages: how many pages it has.
        innhold: the digest of its files.
        problems: what a check found; errors stop it.
        faults: what else stops it, in Norwegian.
        what: what it is a site of, in Norwegian.
    """

    site: Path
    versjon: str
    pages: int = 0
    innhold: str = ""
    problems: Sequence[Problem] = ()
    faults: Sequence[str] = ()
    what: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether it may be published."""
        return self.pages > 0 and not self.faults and not self.errors

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop it."""
        return [one for one in self.problems if one.severity is not Severity.WARNING]


def prepare(
    root: Path, settings: PublishSettings, theme: ThemeLoader, as_of: date, jobs: int,
    progress: Progress,
) -> Prepared:
    """Check the guideline and its records, and build the site to be published.

    The internal links are checked by the build. Addresses outside are not asked here.

    Raises:
        ManifestError: a release was tampered with.
        SnapshotError: a release cannot be read.
        ChangedError: files kept changing.
    """
    site = open_folder(root) / _SITE
    released = versions(root / "changelog")
    versjon = str(released[-1]) if released else ""
    if not released and settings.utgave == "siste":
        return Prepared(site, "", faults=(
            "Ingenting er gitt ut ennå. Gi ut en utgave med «rettesnor release», eller skriv "
            "«utgave: arbeid» i publish.yml.",
        ))
    progress.stage("Sjekker filene og utgavene")
    public = root / PUBLIC_KEY
    faults = verify(root, public.read_bytes() if public.is_file() else None, versjon).faults
    found = inspect(read_tree(root, jobs), as_of).problems
    checked = Prepared(site, versjon, problems=found, faults=tuple(map(str, faults)))
    if checked.faults or checked.errors:
        return checked
    asked = [
        name for name in ("dokumenter", "frakoblet", "utveksling") if getattr(settings, name)
    ]
    built = build(
        BuildOptions(
            root, site, as_of, jobs, released=settings.utgave == "siste",
            documents=ALL if settings.dokumenter else (), offline=settings.frakoblet,
            exchange=settings.utveksling, state="-".join(["-publish", *asked]), progress=progress,
        ),
        theme,
    )
    return Prepared(
        site, versjon, built.pages, digest_of_site(site) if built.pages else "", found,
        built.faults, f"utgave {versjon}" if versjon else "arbeidsutgaven",
    )


def prepare_catalogue(
    root: Path, settings: PublishSettings, as_of: date, jobs: int, progress: Progress
) -> Prepared:
    """Check a catalogue's guidelines and their records, and build the one site of them all.

    Raises:
        ManifestError: a release was tampered with.
        SnapshotError: a release cannot be read.
        DamagedError: files kept changing.
    """
    site = open_folder(root) / _SITE
    ids = read_catalogue(DiskFolder(root)).ids
    folders = {id_: root / GUIDELINES / id_ for id_ in ids}
    if settings.utgave == "siste" and (
        missing := [id_ for id_, one in folders.items() if not versions(one / "changelog")]
    ):
        return Prepared(site, "", faults=(
            f"Ingenting er gitt ut ennå av {', '.join(missing)}. Gi ut en utgave med «rettesnor "
            "release --guideline», eller skriv «utgave: arbeid» i publish.yml.",
        ))
    progress.stage("Sjekker filene og utgavene")
    faults = []
    for id_, folder in folders.items():
        released = versions(folder / "changelog")
        public = folder / PUBLIC_KEY
        key = public.read_bytes() if public.is_file() else None
        verdict = verify(folder, key, str(released[-1]) if released else "")
        faults += [f"{id_}: {fault}" for fault in verdict.faults]
    found = check_catalogue(root, as_of, jobs).problems
    checked = Prepared(site, "", problems=found, faults=tuple(faults))
    if checked.faults or checked.errors:
        return checked
    built = build_catalogue(BuildOptions(
        root, site, as_of, jobs, released=settings.utgave == "siste",
        documents=ALL if settings.dokumenter else (), offline=settings.frakoblet,
        exchange=settings.utveksling, state="-publish", progress=progress,
    ))
    return Prepared(
        site, "katalog", built.pages, digest_of_site(site) if built.pages else "", found,
        built.faults, f"en katalog med {built.guidelines} retningslinjer",
    )


def target_of(root: Path, settings: PublishSettings) -> Target:
    """Return the target of ``settings``.

    Raises:
        DeliveryError: it cannot be used.
    """
    match settings.maal:
        case "rsync":
            return RsyncTarget(settings)
        case "rclone":
            return RcloneTarget(settings)
        case _:
            return FolderTarget(root, (root / Path(settings.til).expanduser()).resolve())


@dataclass(frozen=True, slots=True)
class Difference:
    """How a site differs from the one before: paths of pages and files."""

    new: Sequence[str]
    changed: Sequence[str]
    gone: Sequence[str]


def compare(before: Path, now: Path) -> Difference:
    """Return how the site in ``now`` differs from the one in ``before``."""
    old, new = set(files_of(before)) - {STAMP}, set(files_of(now)) - {STAMP}
    return Difference(
        sorted(new - old),
        sorted(p for p in old & new if (before / p).read_bytes() != (now / p).read_bytes()),
        sorted(old - new),
    )
