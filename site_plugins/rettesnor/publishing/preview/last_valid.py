"""The last sound text of every file, for a preview: what it shows while a file has errors.

A file that a person is writing in has errors most of the time. Its page then shows the text from
when it was last sound in this run, else the released text, else what can be read, and says so. A
page never goes away because of an error in its file.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from rettesnor.model.edition import Edition, EditionTexts
from rettesnor.model.problem import Problem
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.recommendation_entry import Entry, TranslationEntry
from rettesnor.model.translation import Text, overlay
from rettesnor.publishing.cache.store import digest_of
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.reading.checks.run import ProjectCheck, split
from rettesnor.reading.content.from_snapshot import entry_of, prose_of
from rettesnor.reading.content.partial_recommendation import salvage
from rettesnor.reading.project import ChangedError, Project, recommendation_in, texts_in

LAST, RELEASED, READABLE = "sist", "utgitt", "lesbart"
"""Where the text that is shown comes from."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What is shown instead of a file with errors.

    Attributes:
        origin: where the text comes from (``LAST``, ``RELEASED``, ``READABLE``); empty for a
            sound translation whose source has errors.
        version: the release it comes from, when it does.
        recommendation: the text of a source file; None for a translation.
        texts: the texts of a translation, by dotted pointer; None when there are none.
    """

    path: str
    origin: str
    version: str = ""
    recommendation: Recommendation | None = None
    texts: Mapping[str, Text] | None = None


StandIns = Mapping[str, Placeholder]
"""By the path of the file with errors."""


@dataclass
class LastValidTexts:
    """Remembers the bytes of every sound file, as long as the preview runs."""

    _kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def remember(self, project: Project) -> None:
        """Keep the bytes of every sound file of ``project``."""
        known: list[Entry | TranslationEntry] = [*project.entries, *project.translations]
        for entry in known:
            kept = self._kept.get(entry.path)
            if _is_sound(entry) and (kept is None or kept[0] != entry.digest):
                with suppress(ChangedError):  # the next build sees what it has become
                    self._kept[entry.path] = (entry.digest, project.contents(entry))

    def stand_in(
        self, project: Project, found: ProjectCheck, release_index: ReleaseIndex
    ) -> tuple[ProjectCheck, StandIns]:
        """Return ``found`` with an entry for every file with errors, and what those stand for."""
        known: list[Entry | TranslationEntry] = [*found.whole.entries, *found.whole.translations]
        if all(map(_is_sound, known)):
            return found, {}
        newest = release_index.newest
        edition = release_index.edition(newest.versjon) if newest else None
        version = newest.versjon if newest else ""
        stand_ins: dict[str, Placeholder] = {}
        entries = []
        for entry in found.whole.entries:
            if not _is_sound(entry):
                one = self._source(project, entry, edition, version)
                stand_ins[entry.path] = one
                entry = _entry(entry, one)
            entries.append(entry)
        sources = {entry.path: entry for entry in entries}
        translations = []
        for translation in found.whole.translations:
            source = sources.get(translation.source)
            if source is not None and (
                translation.source in stand_ins or not _is_sound(translation)
            ):
                text = stand_ins.get(translation.source)
                recommendation = text.recommendation if text else _read(project, source)
                if recommendation is not None:
                    one = self._translation(project, translation, edition, version)
                    stand_ins[translation.path] = one
                    translation = _translation(translation, source, recommendation, one)
            translations.append(translation)
        whole = replace(found.whole, entries=entries, translations=translations)
        return replace(found, whole=whole), stand_ins

    def _source(
        self, project: Project, entry: Entry, edition: Edition | None, version: str
    ) -> Placeholder:
        chapter, id_ = split(entry.path)
        if kept := self._kept.get(entry.path):
            last = recommendation_in(kept[1], entry.path)
            if last is not None:
                return Placeholder(entry.path, LAST, recommendation=last)
        if edition is not None and id_ in edition.recommendations:
            released = replace(edition.recommendations[id_], kapittel=chapter)
            return Placeholder(entry.path, RELEASED, version, released)
        data = project.folder.read(entry.path)
        read = salvage(b"" if isinstance(data, Problem) else data, entry.path, chapter, id_)
        return Placeholder(entry.path, READABLE, recommendation=read)

    def _translation(
        self, project: Project, entry: TranslationEntry, edition: Edition | None, version: str
    ) -> Placeholder:
        data = project.folder.read(entry.path)
        if isinstance(data, bytes) and (texts := texts_in(data, entry.path)) is not None:
            return Placeholder(entry.path, "", texts=texts)
        if kept := self._kept.get(entry.path):
            return Placeholder(entry.path, LAST, texts=texts_in(kept[1], entry.path))
        said = edition.oversettelser.get(entry.language, EditionTexts()) if edition else None
        if said is not None and (texts := said.anbefalinger.get(entry.id)):
            return Placeholder(entry.path, RELEASED, version, texts=texts)
        return Placeholder(entry.path, READABLE)


def _is_sound(entry: Entry | TranslationEntry) -> bool:
    """Whether the file can be shown under the address that its name gives it."""
    return entry.sound and entry.id == split(entry.path)[1]


def _read(project: Project, entry: Entry) -> Recommendation | None:
    try:
        return project.recommendation(entry)
    except ChangedError:
        return None


def _entry(entry: Entry, one: Placeholder) -> Entry:
    """Return the entry of the text that is shown, with the problems of the file."""
    assert one.recommendation is not None
    shown = entry_of(one.recommendation, prose_of(one.recommendation))
    digest = digest_of(one.origin, one.version, one.recommendation)
    return replace(shown, path=entry.path, digest=digest, problems=entry.problems)


def _translation(
    entry: TranslationEntry, source: Entry, recommendation: Recommendation, one: Placeholder
) -> TranslationEntry:
    overlaid = overlay(recommendation, "recommendation", one.texts or {})
    shown = entry_of(overlaid.value, prose_of(overlaid.value, prose_of(recommendation)))
    return TranslationEntry(
        entry.path, digest_of(one.origin, one.version, sorted((one.texts or {}).items())),
        source.digest, entry.id, entry.language, True, shown.tittel, shown.kort_anbefaling,
        references=shown.references, anchors=shown.anchors,
        untranslated=tuple(sorted(overlaid.fallen_back)), problems=entry.problems,
        steg=shown.steg,
    )
