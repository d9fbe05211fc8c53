"""The history of a guideline, read from its records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rettesnor.model.change import OMPLASSERT, Endring, TattUt, Utgave
from rettesnor.model.problem import Problem
from rettesnor.releases import changelog_dir as folder
from rettesnor.releases.manifest import Manifest, ManifestError

ReleaseReader = Callable[[bytes, str], Utgave | list[Problem]]
"""Reads a ``release.yml``: its bytes and its path from the root."""


@dataclass(frozen=True, slots=True)
class Record:
    """A release: what it tells of itself, and its hashes."""

    utgave: Utgave
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a recommendation in a release.

    Attributes:
        id: the id it had then; others than the one asked for lie before a move, split or merge.
        slag: ``ny``, ``endret`` or ``tatt ut``.
        felt: the fields that were changed.
        endringer: the fragments that tell of it.
    """

    versjon: str
    dato: str
    id: str
    slag: str
    felt: tuple[str, ...]
    endringer: tuple[Endring, ...]


def ends(start: str, onward: Callable[[str], Iterable[str] | None]) -> tuple[str, ...]:
    """Return the ids where the ways from ``start`` end, each once; a circle ends nowhere.

    Args:
        onward: returns the ids that an id leads to, or None where a way ends.
    """
    found: dict[str, None] = {}
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        here = ahead.pop(0)
        if here in seen:
            continue
        seen.add(here)
        further = onward(here)
        if further is None:
            found[here] = None
        else:
            ahead += further
    return tuple(found)


@dataclass(frozen=True)
class History:
    """All releases, oldest first."""

    records: tuple[Record, ...]

    def in_force(self, day: str) -> Record | None:
        """Return the release in force on ``day`` (ISO 8601), or None before the first."""
        before = (record for record in reversed(self.records) if record.utgave.dato <= day)
        return next(before, None)

    def until(self, version: str) -> History:
        """Return the releases up to ``version``, which is one of them."""
        place = [record.utgave.versjon for record in self.records].index(version)
        return History(self.records[: place + 1])

    def timeline(self, id_: str) -> tuple[Event, ...]:
        """Return what happened to a recommendation and to those it came from, oldest first."""
        events = self._events(id_, len(self.records), frozenset())
        return tuple(sorted(set(events), key=self._place))

    def own_versions(self) -> Mapping[str, str]:
        """Return the release that last changed each recommendation, by id."""
        newest = self.records[-1].manifest.anbefalinger if self.records else {}
        return {id_: listed.versjon for id_, listed in newest.items()}

    def versions_besides(self, fields: Collection[str]) -> Mapping[str, str]:
        """Return the release that last changed each recommendation in more than ``fields``."""
        found = dict.fromkeys(self.own_versions(), "")
        for record in self.records:
            for changed in record.utgave.anbefalinger:
                if changed.id in found and not (changed.felt and set(changed.felt) <= set(fields)):
                    found[changed.id] = record.utgave.versjon
        first = self.records[0].utgave.versjon if self.records else ""
        return {id_: version or first for id_, version in found.items()}

    def post_versions(self, part: str, posts: Iterable[str]) -> Mapping[str, str]:
        """Return the release that last changed each post in a part of the frame, by id.

        Args:
            posts: the posts that were released. The first release names none of its own.
        """
        named = {
            id_: record.utgave.versjon for record in self.records
            for changed in record.utgave.ramme if changed.navn == part
            for id_ in (*changed.nye, *changed.endret)
        }
        return {
            id_: named.get(id_, self.records[0].utgave.versjon)
            for id_ in posts if self.records
        }

    def tombstones(self) -> Mapping[str, TattUt]:
        """Return the tombstone of each id that was taken out."""
        return {stone.id: stone for record in self.records for stone in record.utgave.tatt_ut}

    def leads_to(self, id_: str) -> tuple[str, ...]:
        """Return the ids in force that readers of ``id_`` are led to, over any number of moves."""
        stones = self.tombstones()
        return ends(id_, lambda here: stones[here].i_stedet if here in stones else None)

    def _events(self, id_: str, end: int, seen: frozenset[str]) -> list[Event]:
        """Return the events of ``id_`` and of its origins in the records before number ``end``."""
        events: list[Event] = []
        for number in reversed(range(end)):
            event = self._by_id[number].get(id_)
            if event is None:
                continue
            events.append(event)
            for origin in _origins(event):
                if origin not in seen:
                    events += self._events(origin, number, seen | {id_})
            if event.slag == "ny":
                break
        return events

    def _place(self, event: Event) -> tuple[int, str]:
        return self._numbers[event.versjon], event.id

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {record.utgave.versjon: i for i, record in enumerate(self.records)}

    @cached_property
    def _by_id(self) -> tuple[Mapping[str, Event], ...]:
        return tuple(_events_of(record.utgave) for record in self.records)


def _origins(event: Event) -> set[str]:
    """Return the ids whose content the recommendation took over in this event."""
    return {
        origin for change in event.endringer
        if change.slag in OMPLASSERT and event.id in change.til
        for origin in change.fra if origin != event.id
    }


def read(changelog: Path, read_release: ReleaseReader) -> History:
    """Return the history in ``changelog``.

    Raises:
        ManifestError: a file was tampered with.
        OSError: a file is missing.
    """
    records = []
    for version in folder.versions(changelog):
        name = f"{version}/{folder.RELEASE}"
        utgave = read_release((changelog / name).read_bytes(), f"changelog/{name}")
        if not isinstance(utgave, Utgave):
            raise ManifestError(f"changelog/{name} kan ikke leses: {utgave[0].message}")
        records.append(Record(utgave, folder.manifest_of(changelog, version)))
    return History(tuple(records))


def retired(changelog: Path) -> Mapping[str, str]:
    """Return the ids that are gone, each with the release that took it out.

    Only the newest manifest is read: each repeats what the ones before it said. An id whose
    file still stands with the status ``opphevet`` is not among them; it is still taken.

    Raises:
        ManifestError: the newest manifest was tampered with.
    """
    return retired_in(folder.newest(changelog))


def retired_in(newest: Manifest | None) -> Mapping[str, str]:
    """Return the ids that are gone by the ``newest`` manifest (see ``retired``)."""
    if newest is None:
        return {}
    return {i: version for i, version in newest.tatt_ut.items() if i not in newest.anbefalinger}


def _events_of(utgave: Utgave) -> Mapping[str, Event]:
    fragments = {change.fil: change for change in utgave.endringer}
    return {
        changed.id: Event(
            utgave.versjon, utgave.dato, changed.id, changed.slag, changed.felt,
            tuple(fragments[name] for name in changed.endringer),
        )
        for changed in utgave.anbefalinger
    }
