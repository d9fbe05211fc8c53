"""Everything that is wrong with a guideline: the one list that check shows and release obeys."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from rettesnor.editing.new_guideline import example_in
from rettesnor.model.convert import to_data
from rettesnor.model.diff import diff
from rettesnor.model.edition import Edition, plain_texts, recommendation_data
from rettesnor.model.form_template import NOT_SERVED
from rettesnor.model.guideline import NOT_ADOPTED, Guideline
from rettesnor.model.problem import Problem, Severity
from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.publishing.cache.store import digest_of
from rettesnor.publishing.hearings import edition_of, gather
from rettesnor.publishing.tools.older_templates import PART, older, served_versions, versions_of
from rettesnor.publishing.working_tree import PUBLIC_KEY
from rettesnor.reading.checks.rule import pointer
from rettesnor.reading.checks.run import ProjectCheck, check_project
from rettesnor.reading.checks.text_warnings import NOT_FILLED_IN
from rettesnor.reading.content.change_fragments import Fragment, Known, check_changes
from rettesnor.reading.content.hearing_rounds import NOT_HEARD, check_heard
from rettesnor.reading.files.pictures import unused
from rettesnor.reading.project import Project
from rettesnor.releases import changelog_dir as folder
from rettesnor.releases import unreleased as pending
from rettesnor.releases.canonical_json import digest
from rettesnor.releases.manifest import NAME as MANIFEST
from rettesnor.releases.manifest import Manifest
from rettesnor.releases.notes import changed_guideline
from rettesnor.releases.plan import Last, comparable
from rettesnor.releases.requirements import MEASURING, UNTOLD, Documented
from rettesnor.releases.timeline import retired_in
from rettesnor.releases.transaction import interrupted
from rettesnor.releases.verify import verify


@dataclass(frozen=True)
class Inspection:
    """A guideline's folder after every rule has been applied to it.

    Attributes:
        check: what the rules for recommendations and guideline files found.
        fragments: the change fragments that could be read.
        readable: whether that is all of them; one that could not be read may be what reports a
            change, so no change is then said to lack one.
    """

    project: Project
    check: ProjectCheck
    fragments: Sequence[Fragment]
    readable: bool
    own: Sequence[Problem]
    """What is wrong with the files, each by itself and together, before releases are looked at."""

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong, sorted."""
        return sorted([*self.own, *self.older_templates, *(
            replace(p, severity=Severity.WARNING) if p.code == UNTOLD else p
            for p in self._demanded
        )])

    @property
    def refused(self) -> list[Problem]:
        """All that is wrong, sorted, when a release must be refused for it; else nothing.

        A change that no fragment accounts for, a text that is not filled in, and a substantive
        change without a hearing or a reason for that, are only warnings while the text is worked
        on, and errors in a release.
        """
        own = (
            replace(p, severity=Severity.ERROR) if p.code in (NOT_FILLED_IN, NOT_HEARD) else p
            for p in (*self.own, *_examples(self.project, {
                entry.path: self.project.contents(entry)
                for entry in self.project.entries if entry.sound
            }))
        )
        found = sorted([*own, *self._demanded])
        return found if any(p.severity is not Severity.WARNING for p in found) else []

    @cached_property
    def last(self) -> Last | None:
        """The last release, or None before the first.

        Raises:
            ManifestError: its manifest was tampered with.
            SnapshotError: its snapshot cannot be read.
        """
        return read_last(self.project)

    @cached_property
    def account(self) -> Documented | None:
        """What differs from the last release, and what the fragments say of it.

        None before the first release, and when the guideline's own files or a fragment cannot be
        read. A recommendation that cannot be read is left out.

        Raises:
            ChangedError: a file is no longer what was surveyed.
        """
        if not self.readable or self.project.guideline is None or self.last is None:
            return None
        old, project = self.last.edition, self.project
        unread = {e.id for e in project.entries if not e.sound}
        unread |= {e.id for e in project.translations if not e.sound}
        now = comparable(project.edition, old)
        changes = [fragment.change for fragment in self.fragments]
        return Documented(
            old, now, diff(_without(old, unread), _without(now, unread)), changes,
            frozenset(unread),
        )

    @cached_property
    def older_templates(self) -> list[Problem]:
        """A warning for each template that is older than a recommendation that it serves."""
        guideline, manifest = self.project.guideline, _newest(self.project)
        if guideline is None or manifest is None or not guideline.maler:
            return []
        changelog = self.project.root / "changelog"
        released = [one.id for one in self.last.edition.guideline.maler] if self.last else []
        if not released:
            return []
        own = self.project.cache.value(
            "maler", "changelog", lambda: _state(changelog),
            lambda: versions_of(changelog, released),
        )
        changed: tuple[str, ...] = ()
        touched: set[str] = set()
        if (account := self.account) is not None:
            changed = tuple(
                id_ for id_, one in account.differing.items()
                if not (one.kind == "changed" and NOT_SERVED.issuperset(one.fields))
            )
            touched = {
                id_ for part in changed_guideline(account) if part.navn == PART
                for id_ in (*part.nye, *part.endret)
            }
        versions = self.project.cache.value(
            "maler-anbefalinger", "changelog", lambda: _state(changelog),
            lambda: served_versions(changelog),
        )
        return [
            self._placed(one) for one in older(guideline.maler, own, versions, changed, touched)
        ]

    @cached_property
    def _demanded(self) -> list[Problem]:
        """What a release demands of the fragments and does not find (see ``record.demand``)."""
        if not self.fragments and not self._differs():
            return []
        if self.account is None:
            return []
        return [self._placed(problem) for problem in self.account.problems()]

    def _differs(self) -> bool:
        """Whether a recommendation differs from the last release; found from hashes."""
        project = self.project
        manifest = _newest(project)
        if manifest is None or project.guideline is None:
            return False
        present = {entry.id for entry in project.entries}
        return (
            any(id_ not in present for id_ in manifest.anbefalinger)
            or next(pending.changed(manifest, project.entries, self._digest), None) is not None
            or self._retold(manifest)
            or self._measured_by() != self.project.cache.value(
                "maalestokk", "changelog", lambda: _state(self.project.root / "changelog"),
                lambda: measured_by(self.last.edition.guideline) if self.last else "",
            )
        )

    def _measured_by(self) -> str:
        guideline = self.project.guideline
        return measured_by(guideline) if guideline else ""

    def _retold(self, manifest: Manifest) -> bool:
        project = self.project
        published = [e for e in project.translations if e.language in project.files.translations]
        found = pending.translated(manifest, published, self._texts_digest)
        return next(found, None) is not None

    def _digest(self, entry: Entry) -> str:
        return digest(recommendation_data(self.project.recommendation(entry)))

    def _texts_digest(self, entry: TranslationEntry) -> str:
        source = self.project.edition.recommendations[entry.id]
        said = self.project.texts(entry, source)
        return digest(plain_texts(said)) if said else ""

    def _placed(self, problem: Problem) -> Problem:
        """Return ``problem`` with the line of the field that it is about, if any."""
        if not problem.field:
            return problem
        known = {f.document.path: f.document for f in self.fragments}
        known |= self.project.files.documents
        document = known.get(problem.path) or self.project.document(problem.path)
        where = pointer(problem.field)
        line, column = document.place(where, at_key=not isinstance(where[-1], int))
        return replace(problem, line=line, column=column)


def inspect(project: Project, as_of: date) -> Inspection:
    """Return what is wrong with the guideline that ``project`` holds, on the day ``as_of``.

    Raises:
        ManifestError: a release was tampered with.
        SnapshotError: a release that is heard cannot be read.
    """
    guideline, newest, changes = project.guideline, _newest(project), project.changes
    check = check_project(project, as_of, retired_in(newest))
    problems = [*check.problems, *changes.problems]
    released = newest.anbefalinger.keys() if newest else frozenset()
    known = Known(guideline, {entry.id for entry in project.entries}, released)
    problems += check_changes([*changes.fragments, *changes.partial], known, as_of)
    problems += [*project.settings_problems, *_record_problems(project)]
    if guideline is not None:
        problems += _examples(project, project.files.contents)
        problems += gather(project).problems
        problems += check_heard(
            ((f.change, f.document) for f in changes.fragments), project.rounds.rounds.values(),
            guideline.versjon if newest is None or newest.versjon != guideline.versjon else "",
            released=newest is not None,
        )
        problems += project.report_problems
        if all(entry.sound for entry in project.entries):  # else what they show is not known
            problems += unused(project.pictures, project.shown_pictures)
    return Inspection(project, check, changes.fragments, not changes.problems, problems)


def read_last(project: Project) -> Last | None:
    """Return the last release of the guideline, or None before the first.

    Raises:
        ManifestError: its manifest was tampered with.
        SnapshotError: its snapshot cannot be read.
    """
    changelog = project.root / "changelog"
    versions = folder.versions(changelog)
    if not versions:
        return None
    data = (changelog / str(versions[-1]) / MANIFEST).read_bytes()
    manifest = _newest(project)
    assert manifest is not None
    return Last(manifest, data, edition_of(project, versions[-1]))


def measured_by(guideline: Guideline) -> str:
    """Return the digest of the parts that practice is held against."""
    return digest({part: to_data(getattr(guideline, part)) for part in MEASURING})


def _newest(project: Project) -> Manifest | None:
    """Return the manifest of the last release, or None before the first.

    Raises:
        ManifestError: it was tampered with.
    """
    changelog = project.root / "changelog"
    return project.cache.value(
        "manifest", "changelog", lambda: _state(changelog), lambda: folder.newest(changelog)
    )


def _examples(project: Project, contents: Mapping[str, bytes]) -> list[Problem]:
    """Return a problem for each file with a text of the examples that new guidelines begin with.

    A guideline that is not adopted may have them: people try the program with its examples.
    """
    if project.guideline is None or project.guideline.status in NOT_ADOPTED:
        return []
    return [
        Problem(
            path, line, 1, NOT_FILLED_IN,
            "Teksten er et eksempel fra malen, og retningslinja er ikke lenger et utkast.",
            "Skriv deres egen tekst, eller ta feltet bort. En utgave blir ikke gitt ut før det er "
            "gjort.", Severity.WARNING,
        )
        for path, data in contents.items()
        if (line := example_in(data.decode(errors="replace")))
    ]


def _without(edition: Edition, ids: set[str]) -> Edition:
    kept = {id_: r for id_, r in edition.recommendations.items() if id_ not in ids}
    return replace(edition, recommendations=kept)


def _record_problems(project: Project) -> list[Problem]:
    """Return a problem for each thing in the records that is not as a release left it.

    What lies aside of a release that was stopped before it was made is nothing wrong: the next
    release removes it. The version in guideline.yml is not looked at.
    """
    root = project.root
    aside = {f"changelog/.{stop.version}.new" for stop in interrupted(root) if not stop.released}
    public = project.folder.read(PUBLIC_KEY) if project.folder.is_file(PUBLIC_KEY) else None
    key = public if isinstance(public, bytes) else None
    faults = project.cache.value(
        "records", "changelog", lambda: f"{_state(root / 'changelog')} {key!r}",
        lambda: verify(root, key).faults,
    )
    return [
        Problem(
            fault.path, 1, 1, "utgave-skadet", _sentence(fault.says), "Kjør «rettesnor verify»."
        )
        for fault in faults if fault.path not in aside
    ]


def _state(changelog: Path) -> str:
    """Return what stands for every file of the records, without reading them.

    A file that is written, replaced or given other dates gets another time of change, which no
    program sets (``st_ctime``).
    """
    found = []
    for place, folders, files in os.walk(changelog):
        folders.sort()
        for name in sorted([*folders, *files]):
            status = os.lstat(f"{place}/{name}")
            found.append((place, name, status.st_ino, status.st_size, status.st_ctime_ns))
    return digest_of(found)


def _sentence(says: str) -> str:
    return f"{says[:1].upper()}{says[1:]}"
