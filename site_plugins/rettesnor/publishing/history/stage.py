"""The history part of a site while it is being built: old versions, timelines, feeds, data."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from rettesnor.model.progress import SILENT, Progress
from rettesnor.publishing.cache.store import Store, code_digest, digest_of
from rettesnor.publishing.data.versions_and_feeds import id_of, small_files, text_file, text_files
from rettesnor.publishing.history.archive import DATA, PAGES, Archive, ArchiveResult
from rettesnor.publishing.history.locations import CurrentLocations
from rettesnor.publishing.history.redirects import gone_pages, published
from rettesnor.publishing.history.redlines import step_body
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.publishing.history.released_texts import Texts
from rettesnor.publishing.history.targets import HistoryTarget, page_jobs
from rettesnor.publishing.history.unreleased_changes import UnreleasedChanges
from rettesnor.publishing.incremental.reuse import OutputReuse
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.output.page_file import PageFile, path_of, write
from rettesnor.publishing.page_contexts import PageContexts
from rettesnor.releases import published_urls as ledger
from rettesnor.releases.revisions import Revision

_VERSIONED = (f"{PAGES}/", f"{DATA}/")
_REDLINES = "redlinjer"


class HistoryStage:
    """What the site tells of the releases in ``release_index``, seen from what applies.

    Attributes:
        data: key and digest of the files of all texts, by path, once they are made.

    Args:
        archive: where old versions' folders are taken from and kept.
        unreleased: what is changed since the last release; None when nothing is.
    """

    def __init__(
        self, release_index: ReleaseIndex, applying: PageContexts, shell: PageLayout, store: Store,
        archive: Archive, unreleased: UnreleasedChanges | None = None,
    ) -> None:
        context = applying.context
        self._release_index, self._context, self._shell = release_index, context, shell
        self._store, self._archive = store, archive
        self._places = CurrentLocations(release_index, context, unreleased)
        self._trees = [
            self._places,
            *(CurrentLocations(release_index, other.context) for other in applying.others),
        ]
        self._published = published(release_index.changelog)
        common = digest_of(context.fingerprint, shell.digest, code_digest())
        self._jobs = [*applying.jobs, *page_jobs(self._places, common)]
        self._laid = ArchiveResult()
        self.data: dict[str, tuple[str, str]] = {}

    @property
    def wanted(self) -> dict[str, str]:
        """The pages that may be taken over, each with its key."""
        return {job.url: job.key for job in self._jobs if job.key}

    @property
    def pages(self) -> int:
        """How many pages the old versions have."""
        return self._laid.pages

    @property
    def rendered(self) -> int:
        """How many of them had to be made."""
        return self._laid.rendered

    def make(
        self, fresh: Path, have: Collection[str], reuse: OutputReuse
    ) -> list[PageFile]:
        """Write the pages not in ``have``, and every text of each recommendation as data.

        Raises:
            DamagedError: a snapshot is not as it was released.
        """
        missing = [job for job in self._jobs if job.url not in have]
        wanted = text_files(self._release_index, self._context.guideline)
        self.data = reuse.files(wanted)
        absent = [path for path in wanted if path not in self.data]
        bodies = self._bodies(missing, absent, fresh, wanted)
        return [
            write(job.make(bodies.get(job.url, "")), job.key, self._context, self._shell, fresh)
            for job in missing
        ]

    def lay_files(self, fresh: Path) -> set[str]:
        """Write the feeds and the API's small files; return every file that is data."""
        files = small_files(self._places, self._shell.site_url)
        for path, content in files.items():
            target = fresh / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return {*files, *self.data}

    def lay_versions(
        self, fresh: Path, jobs: int, progress: Progress = SILENT
    ) -> list[str]:
        """Add the old versions to the site; return what is wrong with them."""
        if not self._release_index:
            return []
        ways = self._places.ways()
        self._laid = self._archive.lay(
            self._release_index, ways, self._shell, fresh, jobs, progress
        )
        return self._laid.faults

    def answers(self, fresh: Path, present: Collection[str]) -> tuple[list[PageFile], list[str]]:
        """Write what answers at addresses of before; return that, and what is wrong.

        Args:
            present: every page and file of the site outside the versions' folders.
        """
        faults = self._versioned_faults(fresh)
        plain = [url for url in self._published if not url.startswith(_VERSIONED)]
        kept = {url for url in self._published if url.startswith(_VERSIONED)}
        pages, lost = gone_pages(self._trees, plain, present, kept)
        made = [write(one.page, "", one.context, self._shell, fresh) for one in pages]
        faults += [
            f"adressen «/{url}» er publisert før (changelog/{ledger.NAME}), men fører ikke til noe."
            for url in lost
        ]
        return made, faults

    def standing(self, fresh: Path, pages: Sequence[PageFile]) -> set[str]:
        """Return the links of ``pages`` into the versions' folders that lead to something."""
        links = set[str]().union(*(page.links for page in pages))
        versioned = {link.partition("#")[0] for link in links if link.startswith(_VERSIONED)}
        return {link for link in versioned if _exists(fresh, link)}

    def outward_faults(self, fresh: Path) -> list[str]:
        """Return the links out of new version pages that lead to nothing."""
        outward = {link.partition("#")[0] for link in self._laid.outward}
        return [
            f"en gammel versjon har en lenke til «/{link}», som ikke fører til noe."
            for link in sorted(outward) if not _exists(fresh, link)
        ]

    def salvage(self, old: Path) -> None:
        """Take what the next build can use out of the site that was replaced."""
        self._archive.salvage(self._laid, old)

    def finish(self) -> None:
        """Remember what was built."""
        self._archive.finish(self._laid)

    def _bodies(
        self, missing: Iterable[HistoryTarget], absent: Iterable[str], fresh: Path,
        keys: dict[str, str],
    ) -> dict[str, str]:
        """Write the absent data files, and return the lasting part of the missing redlines."""
        steps = {job.url: job.step for job in missing if job.step}
        known: dict[str, str] = {}
        if steps:
            known = self._store.load(_REDLINES, code_digest()) or {}
        names = {url: self._unique(step) for url, step in steps.items()}
        unknown = {url: step for url, step in steps.items() if names[url] not in known}
        own = self._release_index.own_versions
        texts = Texts(self._release_index, [
            *((step.new, step.id) for step in unknown.values()),
            *((step.old, origin) for step in unknown.values() for origin in step.origins),
            *((version, id_of(path)) for path in absent for version, _ in own[id_of(path)]),
        ])
        for path in absent:
            content = text_file(self._release_index, self._context.guideline, id_of(path), texts)
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_bytes(content)
            self.data[path] = (keys[path], sha256(content).hexdigest())
        if unknown:
            known |= {names[url]: step_body(step, texts) for url, step in unknown.items()}
            self._store.save(_REDLINES, code_digest(), known)
        return {url: known[name] for url, name in names.items()}

    def _unique(self, step: Revision) -> str:
        """Return what stands for the text of ``step``: manifests are chained, so one is enough."""
        return f"{step.id} {step.name} {self._release_index.stamps[step.new]}"

    def _versioned_faults(self, fresh: Path) -> list[str]:
        """Return what is wrong with the ledger's addresses in the versions' folders.

        A version whose part of the ledger is as it was when last looked at, and whose folder was
        taken over whole, is not looked at again.
        """
        by_version: dict[str, list[str]] = {}
        faults = []
        for url in self._published:
            if url.startswith(_VERSIONED):
                version = url.removeprefix(f"{PAGES}/").removeprefix(f"{DATA}/").split("/")[0]
                by_version.setdefault(version, []).append(url)
        for version, urls in by_version.items():
            seen = digest_of(urls)
            kept = self._laid.kept.get(version)
            if kept is not None and kept.ledger == seen:
                continue
            lost = [url for url in urls if not _exists(fresh, url)]
            faults += [
                f"adressen «/{url}» er publisert før (changelog/{ledger.NAME}), "
                "men fører ikke til noe." for url in lost
            ]
            if kept is not None and not lost:
                self._laid.kept[version] = kept.seen(seen)
        return faults


def _exists(site: Path, url: str) -> bool:
    is_page = not url or url.endswith("/")
    return os.path.isfile(f"{site}/{path_of(url) if is_page else url}")
