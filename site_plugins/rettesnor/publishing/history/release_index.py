"""The releases as the site needs them: read once, then kept under the digest of their files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from rettesnor.exports.api import versions as api
from rettesnor.model.change import Utgave
from rettesnor.model.convert import from_data, to_data
from rettesnor.model.course import CourseChange, SlideChange, changes_since
from rettesnor.model.edition import Edition, EditionTexts
from rettesnor.model.fields import FRAME
from rettesnor.model.translation import overlay
from rettesnor.publishing.cache.store import Store, code_digest, digest_of
from rettesnor.reading.content import released_record as released
from rettesnor.reading.content.change_fragments import read_release
from rettesnor.reading.content.quotes import taught
from rettesnor.releases import (
    changelog_dir as folder,
)
from rettesnor.releases import (
    published_urls as ledger,
)
from rettesnor.releases import (
    removals as removal,
)
from rettesnor.releases.changelog_dir import PICTURES, RELEASE, SNAPSHOT
from rettesnor.releases.former_pages import Former, former
from rettesnor.releases.manifest import NAME as MANIFEST
from rettesnor.releases.manifest import Listed, ListedTexts, Manifest, ManifestError
from rettesnor.releases.manifest import parse as parse_manifest
from rettesnor.releases.published_urls import PublishedUrls
from rettesnor.releases.revisions import Revision, revisions
from rettesnor.releases.snapshot import parse
from rettesnor.releases.timeline import History, Record, read
from rettesnor.releases.version import Version

_NAME = "historie"


class DamagedError(Exception):
    """A record is not as it was released; says which file, in Norwegian."""


FrameNames = Mapping[str, Mapping[tuple[str, str], str]]
"""What posts in the common content are called: by language, then by part and id."""


@dataclass(frozen=True)
class ReleaseIndex:
    """What the records in ``changelog`` tell.

    Attributes:
        key: digest of every release's telling and manifest; empty when nothing is released.
        history: the releases; the manifests before the newest say nothing of recommendations.
        digests: SHA-256 of each release's ``manifest.json``, by version.
        told: SHA-256 of what each release tells of itself, as the API gives it, by version.
        chapters: for each release the chapter of every recommendation that it changed.
        addresses: where recommendations are and were.
        former: every chapter, prose page and role that a release has had, by kind and id.
        frame_names: what the posts in the common content that each release changed are called:
            by version, then by language (empty for the one written first), then by part and id.
        course_changes: how the courses of each release differ from those of the one before.
        removed: hash of the newest notice of a removal; empty when nothing was removed.
    """

    changelog: Path
    key: str = ""
    history: History = field(default_factory=lambda: History(()))
    digests: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    chapters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    addresses: PublishedUrls = field(default_factory=PublishedUrls)
    former: Mapping[tuple[str, str], Former] = field(default_factory=dict)
    frame_names: Mapping[str, FrameNames] = field(default_factory=dict)
    course_changes: Mapping[str, tuple[CourseChange, ...]] = field(default_factory=dict)
    removed: str = ""

    def __bool__(self) -> bool:
        return bool(self.history.records)

    @property
    def versions(self) -> list[str]:
        """The released versions, oldest first."""
        return [record.utgave.versjon for record in self.history.records]

    @cached_property
    def stamps(self) -> Mapping[str, str]:
        """What stands for all that each release says now: its manifest, and what was removed."""
        if not self.removed:
            return self.digests
        return {v: digest_of(digest, self.removed) for v, digest in self.digests.items()}

    @property
    def newest(self) -> Utgave | None:
        """What the newest release tells of itself."""
        return self.history.records[-1].utgave if self else None

    @property
    def retired(self) -> Mapping[str, str]:
        """The ids that are gone, each with the release that took it out."""
        if not self:
            return {}
        newest = self.history.records[-1].manifest
        return {i: v for i, v in newest.tatt_ut.items() if i not in newest.anbefalinger}

    @property
    def pictures(self) -> Path:
        """The folder of the newest release's pictures."""
        return self.changelog / self.versions[-1] / PICTURES

    @cached_property
    def steps(self) -> Mapping[str, tuple[Revision, ...]]:
        """The steps of every recommendation."""
        return revisions(self.history)

    @cached_property
    def own_versions(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """The releases (version, date) that brought or changed each recommendation."""
        found: dict[str, list[tuple[str, str]]] = {}
        for record in self.history.records:
            for changed in record.utgave.anbefalinger:
                if changed.slag != "tatt ut":
                    found.setdefault(changed.id, []).append(
                        (record.utgave.versjon, record.utgave.dato)
                    )
        return {id_: tuple(versions) for id_, versions in found.items()}

    def title(self, kind: str, id_: str) -> str:
        """Return the last title that ``id_`` had in a release; its id where no release had it."""
        known = self.former.get((kind, id_))
        return known.title if known else id_

    def edition(self, version: str) -> Edition:
        """Return what ``version`` said.

        Raises:
            DamagedError: its snapshot is not the one that was released, or holds what no
                guideline may publish.
        """
        data = self.content(version, SNAPSHOT)
        edition = parse(data)
        found = released.fault(json.loads(data))
        if found:
            raise DamagedError(f"changelog/{version}/{SNAPSHOT}: {found} Kjør «rettesnor verify».")
        for name, says in released.pictures(self.changelog / version / PICTURES):
            raise DamagedError(f"changelog/{version}/{PICTURES}/{name}: {says}")
        return edition

    def content(self, version: str, name: str) -> bytes:
        """Return the bytes of file ``name`` of a record, checked against its manifest.

        Raises:
            DamagedError: they are not the ones that were released.
        """
        record = next(r for r in self.history.records if r.utgave.versjon == version)
        data = (self.changelog / version / name).read_bytes()
        expected = self.digests[version] if name == MANIFEST else record.manifest.filer.get(name)
        if sha256(data).hexdigest() != expected:
            raise DamagedError(_damaged(version, name))
        return data


def load(changelog: Path, store: Store) -> ReleaseIndex:
    """Return the release index of ``changelog``; it is read again only when a record changed.

    Raises:
        DamagedError, ManifestError: a record was tampered with.
        OSError: a file of a record is missing.
    """
    versions = folder.versions(changelog)
    if not versions:
        return ReleaseIndex(changelog)
    files = [
        (str(v), _digest(changelog / str(v) / RELEASE), _digest(changelog / str(v) / MANIFEST))
        for v in versions
    ]
    removed = removal.read(changelog).head
    key = digest_of(files, removed) if removed else digest_of(files)
    saved = store.load(_NAME, digest_of(key, code_digest()))
    if saved is None:
        _check(files, changelog)
        saved = _read(changelog, versions)
        store.save(_NAME, digest_of(key, code_digest()), saved)
    return _release_index(changelog, key, {v: manifest for v, _, manifest in files}, saved, removed)


def _check(files: Sequence[tuple[str, str, str]], changelog: Path) -> None:
    """Hold each telling against its manifest, and each manifest against the one after it.

    Raises:
        DamagedError: one of them is not as it was released.
    """
    before = None
    removals = removal.read(changelog)
    for version, release, manifest in files:
        try:
            made = parse_manifest((changelog / version / MANIFEST).read_bytes())
            made = removals.effective(made)
        except ManifestError as error:
            raise DamagedError(_damaged(version, MANIFEST)) from error
        if made.filer.get(RELEASE) != release:
            raise DamagedError(_damaged(version, RELEASE))
        if (made.forrige.versjon, made.forrige.sha256) != before if made.forrige else before:
            raise DamagedError(_damaged(version, MANIFEST))
        before = (version, manifest)


def _damaged(version: str, name: str) -> str:
    return f"changelog/{version}/{name} er ikke slik den ble gitt ut. Kjør «rettesnor verify»."


def _read(changelog: Path, versions: Sequence[Version]) -> dict[str, Any]:
    """Return what a release index is made of, as plain data."""
    history = read(changelog, read_release)
    known = ledger.addresses(record.manifest for record in history.records)
    newest = history.records[-1].manifest
    return {
        "records": [
            (to_data(r.utgave), (m.retningslinje, m.versjon, m.dato, m.ramme), dict(m.filer),
             _chapters(r))
            for r in history.records for m in (r.manifest,)
        ],
        "told": {
            r.utgave.versjon: sha256(api.release(r.utgave)).hexdigest() for r in history.records
        },
        "listed": {
            i: (x.sha256, x.versjon, x.fil, x.fil_sha256) for i, x in newest.anbefalinger.items()
        },
        "tatt_ut": dict(newest.tatt_ut),
        "oversettelser": to_data(newest.oversettelser),
        "addresses": (dict(known.ids), dict(known.last)),
        "former": [
            (f.kind, f.id, f.title, f.first, f.last, f.members, f.text)
            for f in former(folder.edition_of(changelog, version) for version in versions)
        ],
        "frame_names": _frame_names(changelog, history),
        "course_changes": {
            version: [
                (c.id, c.since, c.total, c.new, [tuple(slide) for slide in c.slides], c.removed)
                for c in found
            ]
            for version, found in _course_changes(changelog, history).items()
        },
    }


def _frame_names(changelog: Path, history: History) -> dict[str, FrameNames]:
    """Return what the posts that each release tells of are called, in it or in the one before."""
    found: dict[str, FrameNames] = {}
    for record in history.records:
        utgave = record.utgave
        wanted = {
            (part.navn, post) for part in utgave.ramme
            for post in (*part.nye, *part.endret, *part.fjernet)
        }
        named: dict[str, dict[tuple[str, str], str]] = {}
        for version in filter(None, (utgave.forrige, utgave.versjon) if wanted else ()):
            edition = parse((changelog / version / SNAPSHOT).read_bytes())
            for language in ("", *edition.oversettelser):
                named.setdefault(language, {}).update(_named(edition, language))
        found[utgave.versjon] = {
            language: {key: names[key] for key in sorted(wanted) if key in names}
            for language, names in named.items()
        }
    return found


def _course_changes(
    changelog: Path, history: History
) -> dict[str, tuple[CourseChange, ...]]:
    """Return how the courses of each release differ from those of the one before, by version."""
    found: dict[str, tuple[CourseChange, ...]] = {}
    before = None
    for record in history.records:
        edition = parse((changelog / record.utgave.versjon / SNAPSHOT).read_bytes())
        now = taught(edition)
        if before is not None and now.courses:
            found[record.utgave.versjon] = changes_since(record.utgave.forrige, before, now)
        before = now
    return found


def _named(edition: Edition, language: str) -> dict[tuple[str, str], str]:
    said = edition.oversettelser.get(language, EditionTexts())
    guideline = edition.guideline
    if said.ramme:
        guideline = overlay(guideline, FRAME, said.ramme).value
    named = {("lover", law.id): law.korttittel for law in guideline.lover}
    named |= {("termer", term.id): term.term for term in guideline.termer}
    named |= {("kurs", course.id): course.tittel for course in guideline.kurs}
    named |= {("tekstsider", page.id): page.tittel for page in guideline.tekstsider}
    named |= {("maler", one.id): one.tittel for one in guideline.maler}
    named |= {("kvalitetsmaal", one.id): one.tittel for one in guideline.kvalitetsmaal}
    named |= {("tilsyn", one.id): one.tittel for one in guideline.tilsyn.kriterier}
    named |= {("egenkontroll", one.id): one.tittel for one in guideline.egenkontroll.plikter}
    named |= {("rollesider", one.id): one.navn for one in guideline.roller}
    named |= {
        ("enkle_versjoner", id_): str(said.anbefalinger.get(id_, {}).get("tittel", one.tittel))
        for id_, one in edition.recommendations.items()
    }
    named |= {
        ("kilder", id_): str(source.get("title", id_)) for id_, source in guideline.kilder.items()
    }
    return named


def _chapters(record: Record) -> dict[str, str]:
    listed = record.manifest.anbefalinger
    ids = (changed.id for changed in record.utgave.anbefalinger)
    return {id_: listed[id_].fil.split("/")[1] for id_ in ids if id_ in listed}


def _release_index(
    changelog: Path, key: str, digests: Mapping[str, str], saved: Mapping[str, Any],
    removed: str,
) -> ReleaseIndex:
    records = []
    chapters = {}
    last = len(saved["records"]) - 1
    for number, (told, named, files, places) in enumerate(saved["records"]):
        retningslinje, versjon, dato, ramme = named
        listed = saved["listed"] if number == last else {}
        manifest = Manifest(
            retningslinje, versjon, dato, ramme, None,
            {i: Listed(*x) for i, x in listed.items()}, files,
            saved["tatt_ut"] if number == last else {},
            oversettelser={
                language: from_data(ListedTexts, texts)
                for language, texts in (saved["oversettelser"] if number == last else {}).items()
            },
        )
        utgave = from_data(Utgave, told)
        records.append(Record(utgave, manifest))
        chapters[utgave.versjon] = places
    return ReleaseIndex(
        changelog, key, History(tuple(records)), digests, saved["told"], chapters,
        PublishedUrls(*saved["addresses"]),
        {(kind, id_): Former(kind, id_, *rest) for kind, id_, *rest in saved["former"]},
        saved["frame_names"],
        {
            version: tuple(
                CourseChange(
                    id_, since, total, new, tuple(SlideChange(*slide) for slide in slides),
                    tuple(gone),
                )
                for id_, since, total, new, slides, gone in found
            )
            for version, found in saved["course_changes"].items()
        },
        removed,
    )


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
