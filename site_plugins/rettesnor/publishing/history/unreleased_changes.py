"""What is changed in the files since the last release, as the history pages show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from rettesnor.model.change import Endring
from rettesnor.model.guideline import Guideline
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.recommendation_entry import Entry
from rettesnor.model.unreleased import CHANGED, Unreleased
from rettesnor.publishing.cache.store import digest_of
from rettesnor.publishing.history.redlines import changed_body
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.publishing.history.released_texts import Texts, names_of
from rettesnor.publishing.preview.last_valid import RELEASED, Placeholder, StandIns
from rettesnor.reading.project import Project


@dataclass(frozen=True)
class UnreleasedChanges:
    """How the files differ from the last release, what change files tell of it, and how to show it.

    Attributes:
        endringer: the change files that are not released.
        contents: digest of what the redline of each recommendation that differs is made from.
        redline: gives the redline of a recommendation that differs, as HTML.
        prefix: where the working tree's pages lie, relative to the site's root.
        urls: the address of each recommendation in the working tree, below ``prefix``: it may
            have moved since the release.
        languages: what the languages of the working tree are called, by tag: the release may not
            have them.
        folders: the folders of the other languages that the working tree is in, below ``prefix``.
    """

    differing: Unreleased
    endringer: tuple[Endring, ...] = ()
    contents: Mapping[str, str] = field(default_factory=dict)
    redline: Callable[[str], str] = lambda _: ""
    prefix: str = ""
    urls: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    folders: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """A digest that changes with anything that is shown of the changes, but for redlines."""
        return digest_of(
            self.differing, self.endringer, self.prefix, sorted(self.urls.items()),
            sorted(self.languages.items()), sorted(self.folders),
        )

    def page(self, id_: str, folder: str) -> str:
        """Return where the working tree shows ``id_``; empty when it has been taken out.

        Args:
            folder: of the language asked for; a language that was given up leads to the first.
        """
        url = self.urls.get(id_)
        return f"{self.prefix}{folder if folder in self.folders else ''}{url}" if url else ""

    def telling(self, id_: str) -> tuple[Endring, ...]:
        """Return the change files that tell of ``id_``."""
        return tuple(change for change in self.endringer if id_ in change.ids)


def unreleased_changes(
    project: Project, release_index: ReleaseIndex, guideline: Guideline, entries: Sequence[Entry],
    differing: Unreleased | None, prefix: str, stand_ins: StandIns, folders: Iterable[str] = (),
) -> UnreleasedChanges | None:
    """Return what is changed since the last release; None when nothing is.

    Args:
        stand_ins: what is shown instead of files with errors, in a preview.
    """
    if not differing:
        return None
    changed = {id_ for id_, kind in differing.anbefalinger if kind == CHANGED}
    files = {
        entry.id: entry for entry in entries
        if entry.id in changed and not _is_released(stand_ins.get(entry.path))
    }

    @cache
    def texts() -> Texts:
        return Texts(release_index, [(differing.etter, id_) for id_ in files])

    def read(entry: Entry) -> Recommendation:
        one = stand_ins.get(entry.path)
        return (one and one.recommendation) or project.recommendation(entry)

    def redline(id_: str) -> str:
        old = texts()
        names = {**old.names(differing.etter), **names_of(guideline)}
        return changed_body(read(files[id_]), [old.text(differing.etter, id_)], names, 4)

    fragments = tuple(fragment.change for fragment in project.changes.fragments)
    named = sorted(names_of(guideline).items())
    contents = {id_: digest_of(entry.digest, named) for id_, entry in files.items()}
    urls = {entry.id: f"{entry.kapittel}/{entry.id}/" for entry in entries}
    languages = {one.id: one.navn for one in guideline.languages}
    return UnreleasedChanges(
        differing, fragments, contents, redline, prefix, urls, languages, frozenset(folders)
    )


def _is_released(one: Placeholder | None) -> bool:
    """Whether the released text is shown instead of a file: then there is nothing to compare."""
    return one is not None and one.origin == RELEASED
