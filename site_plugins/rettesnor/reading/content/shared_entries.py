"""Sources, laws and terms that the guidelines of a catalogue have in common.

``shared/`` has the same files as ``guideline/``. What an entry says there holds for the entry with
the same id in every guideline. Each guideline keeps its own copy, so that it can be read, released
and moved by itself; the check finds the copies that say something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rettesnor.model.catalogue import SHARED
from rettesnor.model.problem import Code, Problem, Severity
from rettesnor.reading.content.guideline_paths import FILES
from rettesnor.reading.content.opened_file import open_file
from rettesnor.reading.files.folder import Folder
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.yaml.loader import Pointer

CODES = (
    Code(
        "katalog-felles", "En kilde, lov eller term er ikke lik den i shared/.", Severity.WARNING,
        suppressible=False,
    ),
)
"""The codes of what is found here."""

_LISTS = {"sources": "references", "laws": "lover", "terms": "termer"}
"""The list in each kind of file."""
_KEYS = ("id", "paragraf")
"""The fields by which the items of a list are told apart."""
_WHAT = {"sources": "Kilden", "laws": "Loven", "terms": "Termen"}


@dataclass(frozen=True, slots=True)
class SharedEntries:
    """The entries in common, by kind of file and id, and what is wrong with their files."""

    entries: Mapping[str, Mapping[str, Mapping[str, Any]]]
    problems: tuple[Problem, ...] = ()


def read_shared(folder: Folder) -> SharedEntries:
    """Return the entries in ``shared/`` of a catalogue's folder; none where there is no such."""
    entries: dict[str, dict[str, Mapping[str, Any]]] = {}
    problems: list[Problem] = []
    for kind, name in _LISTS.items():
        path = f"{SHARED}/{FILES[kind].rpartition('/')[2]}"
        if not folder.exists(path):
            continue
        data = folder.read(path)
        opened = [data] if isinstance(data, Problem) else open_file(data, path, kind)
        if isinstance(opened, list):
            problems += opened
            continue
        problems += opened.problems
        entries[kind] = {one["id"]: one for one in opened.document.data.get(name, ())}
    return SharedEntries(entries, tuple(problems))


def differing(shared: SharedEntries, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield what a guideline says otherwise than ``shared``.

    Args:
        documents: the guideline's files by path.
    """
    for kind, known in shared.entries.items():
        document = documents.get(FILES[kind])
        if document is None:
            continue
        name = _LISTS[kind]
        for number, entry in enumerate(document.data.get(name, ())):
            common = known.get(entry.get("id", ""))
            for place in _differences(common, entry, (name, number)) if common else ():
                said = place[-1]
                yield document.problem(
                    "katalog-felles", place,
                    f"{_WHAT[kind]} «{entry['id']}» er ikke lik den i {SHARED}/: feltet «{said}».",
                    f"Skriv det likt i {SHARED}/{FILES[kind].rpartition('/')[2]} og her, eller gi "
                    "den en egen id.",
                    severity=Severity.WARNING,
                )


def _differences(common: Any, own: Any, place: Pointer) -> Iterator[Pointer]:
    """Yield the places in ``own`` that are not as ``common`` says."""
    if isinstance(common, Mapping) and isinstance(own, Mapping):
        for field, value in common.items():
            if field in own:
                yield from _differences(value, own[field], (*place, field))
            else:
                yield (*place, field)
    elif isinstance(common, list) and isinstance(own, list) and _key(common) and _key(own):
        known = {_key([one]): one for one in common}
        for number, one in enumerate(own):  # each guideline has the sections that it uses
            if _key([one]) in known:
                yield from _differences(known[_key([one])], one, (*place, number))
    elif common != own:
        yield place


def _key(items: list[Any]) -> str:
    """Return what the first of ``items`` is known by; empty when it is by nothing."""
    first = items[0] if items else None
    found = first if isinstance(first, Mapping) else {}
    return next((str(found[key]) for key in _KEYS if key in found), "")
