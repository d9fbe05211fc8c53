"""Reading Lovdata's files into a collection of what is said of some acts."""

from __future__ import annotations

import re
from collections.abc import Collection as Ids
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rettesnor.model.progress import SILENT, Progress
from rettesnor.reading.lovdata.acts import read_act
from rettesnor.reading.lovdata.archives import LIMITS, Limits, RawDocument, documents
from rettesnor.reading.lovdata.gazette import (
    Commencement,
    in_force,
    is_gazette,
    read_announced,
    read_commencement,
)
from rettesnor.reading.lovdata.markup import Element, tree
from rettesnor.reading.lovdata.values import Act, Announced, Collection

_ID = re.compile(rb'<dd class="refid">([^<]*)</dd>')
_GAZETTE = re.compile(rb'<dd class="dokid">\s*(?:LTI|LF)/')
_PUBLISHED = re.compile(rb'<dd class="dateOfPublication">(\d{4}-\d\d-\d\d)')
_HEADER = 200_000


def read_collection(
    paths: Iterable[Path], wanted: Mapping[str, Sequence[str]], progress: Progress = SILENT,
    limits: Limits = LIMITS,
) -> Collection:
    """Return what the files at ``paths`` say of the acts ``wanted``.

    A document is only parsed when it names one of them, so that the whole of Lovdata's collection
    can be gone through.

    Args:
        wanted: what each act (by Lovdata's id) is called, as resolutions may name it.

    Raises:
        LovdataError: a file cannot be read.
    """
    reader = _Reader(wanted)
    progress.stage("Leser Lovdatas filer")
    for path in paths:
        for raw in documents(path, limits):
            reader.add(raw)
            progress.step()
    return reader.collection()


class _Reader:
    def __init__(self, wanted: Mapping[str, Sequence[str]]) -> None:
        self._wanted: Ids[str] = frozenset(wanted)
        self._names = {
            name.casefold(): id_ for id_, names in wanted.items() for name in names
        }
        found = sorted(map(re.escape, wanted), key=len, reverse=True)
        self._ours = re.compile(rf"(?:{'|'.join(found)})(?![\d-])".encode()) if found else None
        self._acts: dict[str, Act] = {}
        self._announced: dict[str, Announced] = {}
        self._starts: dict[str, list[Commencement]] = {}
        self._sources: dict[str, None] = {}
        self._unreadable: list[str] = []
        self._act_days: list[str] = []
        self._days: list[str] = []
        self._total = 0

    def add(self, raw: RawDocument) -> None:
        """Take a document in."""
        self._total += 1
        self._sources[raw.source] = None
        header = raw.data[:_HEADER]
        gazette = _GAZETTE.search(header) is not None
        if gazette and (day := _PUBLISHED.search(header)):
            self._days.append(day[1].decode())
        if not gazette and raw.dated:
            self._act_days.append(raw.dated)
        if self._ours is None or not self._ours.search(raw.data):
            return
        if not gazette:
            id_ = _ID.search(raw.data)
            if id_ is not None and id_[1].decode(errors="replace") not in self._wanted:
                return
        root = tree(raw.data)
        if is_gazette(root):
            self._add_announced(raw, root)
            return
        act = read_act(root)
        if act is None:
            self._unreadable.append(raw.name)
        elif act.id in self._wanted:
            self._acts[act.id] = act

    def _add_announced(self, raw: RawDocument, root: Element) -> None:
        found, lost = read_announced(root, self._wanted)
        if lost:
            self._unreadable.append(f"{found.id} ({found.title})" if found.id else raw.name)
        if found.id and found.amendments:
            self._announced[found.id] = found
        start = read_commencement(root)
        for act in start.acts if start else ():
            assert start is not None
            self._starts.setdefault(act, []).append(start)

    def collection(self) -> Collection:
        """Return what was taken in."""
        announced = {
            id_: replace(one, amendments=tuple(
                in_force(change, self._starts.get(id_, ()), self._names)
                for change in one.amendments
            ))
            for id_, one in sorted(self._announced.items())
        }
        return Collection(
            self._acts, announced, max(self._act_days, default=""),
            max(self._days, default=""), min(self._days, default=""), tuple(self._sources),
            tuple(self._unreadable), self._total,
        )
