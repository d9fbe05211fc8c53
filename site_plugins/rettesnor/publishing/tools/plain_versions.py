"""Plain-language versions: how they stand, a new one, and the mark of what one was written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.editing import yaml_emit
from rettesnor.editing.yaml_writer import Refused, edit
from rettesnor.model.plain import EnkelVersjon, by_id, outdated, source_digests
from rettesnor.model.problem import Problem
from rettesnor.model.readability import readability
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.recommendation_entry import Entry
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.reading.content.guideline_paths import part_path
from rettesnor.reading.project import Project
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.releases.atomic_write import replace_files

MARK = "skrevet_fra"
"""The field that keeps what a version was written from."""
_TODO = "FYLL UT: hva dette betyr for leseren, til «du»."


@dataclass(frozen=True, slots=True)
class PlainStatus:
    """How the plain versions of one recommendation stand.

    Attributes:
        lix: the readability of each version, by the role that it is written to.
        outdated: the fields that changed after it was written.
        missing: the roles that the guideline wants a version for, and that there is none for.
    """

    id: str
    lix: Mapping[str, int]
    marked: bool = True
    reviewed: bool = False
    outdated: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def plain_status(project: Project) -> Iterator[PlainStatus]:
    """Yield how the plain versions of each recommendation stand, in the guideline's order."""
    guideline = project.guideline
    assert guideline is not None
    known, wanted = by_id(guideline.enkle_versjoner), guideline.enkelt_sprak.maalgrupper
    entries = {entry.id: entry for entry in project.entries if entry.sound}
    for id_ in (id_ for chapter in guideline.kapitler for id_ in chapter.anbefalinger):
        if id_ not in entries:
            continue
        version = known.get(id_)
        if version is None:
            yield PlainStatus(id_, {}, missing=wanted)
            continue
        lix = {
            one.maalgruppe: readability(text for _, text in one.texts()).lix
            for one in version.versjoner
        }
        yield PlainStatus(
            id_, lix, bool(version.skrevet_fra), version.gjennomlesing.done,
            outdated(version, entries[id_].sjekksummer),
            tuple(role for role in wanted if role not in lix),
        )


def stale_versions(project: Project) -> list[EnkelVersjon]:
    """Return the plain versions that were written from an older text."""
    if project.guideline is None:
        return []
    entries = {entry.id: entry for entry in project.entries if entry.sound}
    return [
        version for version in project.guideline.enkle_versjoner
        if version.id in entries and outdated(version, entries[version.id].sjekksummer)
    ]


def start_plain(project: Project, id_: str) -> str:
    """Write an empty plain version of a recommendation; return its path.

    Raises:
        ToolError: there is no such recommendation, or there is a version already.
    """
    guideline, entry = project.guideline, _entry(project, id_)
    assert guideline is not None
    path = part_path("plain", id_)
    if project.folder.exists(path):
        raise ToolError(f"{path} finnes allerede.")
    roles = guideline.enkelt_sprak.maalgrupper or entry.maalgrupper[-1:]
    if not roles:
        raise ToolError(
            "Si hvem teksten skal være til: før opp roller under «enkelt_sprak» i "
            "guideline/guideline.yml."
        )
    data: dict[str, Any] = {
        "id": id_,
        "gjennomlesing": {"status": "utkast"},
        "versjoner": [{"maalgruppe": role, "kort": _TODO} for role in roles],
        MARK: marks(project.recommendation(entry)),
    }
    head = "".join(f"# {line}\n" for line in (
        f"{entry.tittel}, i enkelt språk.",
        f"Anbefalingen: {entry.kort_anbefaling}.",
        "Felt: kort, anbefalt, vente, si, ordforklaringer. Skjemaet forklarer hvert av dem.",
    ))
    (project.root / path).parent.mkdir(exist_ok=True)
    replace_files(project.root, {
        path: (head + yaml_emit.document(data, lambda _: False)).encode()
    })
    return path


def mark_plain(project: Project, ids: Sequence[str]) -> int:
    """Mark plain versions as written from the recommendations as they are now.

    Args:
        ids: those that somebody has read; none for all that have no mark. Others keep theirs.

    Returns: how many files changed.

    Raises:
        ToolError: there is no such version, or its file cannot be written.
    """
    guideline = project.guideline
    assert guideline is not None
    known = by_id(guideline.enkle_versjoner)
    for id_ in ids:
        if id_ not in known:
            raise ToolError(
                f"{part_path('plain', id_)} finnes ikke. "
                + Names(known).suggestion(id_, f"Lag den med «rettesnor plain --new {id_}».")
            )
    chosen = ids or [id_ for id_, version in known.items() if not version.skrevet_fra]
    new: dict[str, bytes] = {}
    for id_ in chosen:
        path = part_path("plain", id_)
        data = project.folder.read(path)
        if isinstance(data, Problem):
            raise ToolError(f"{path}: {data.message}")
        made = marks(project.recommendation(_entry(project, id_)))
        try:
            after = edit(data.decode(), {(MARK,): made}, "plain").encode()
        except Refused as error:
            raise ToolError(f"{path} kan ikke merkes: {error}") from error
        if after != data:
            new[path] = after
    replace_files(project.root, new)
    return len(new)


def marks(recommendation: Recommendation) -> list[dict[str, str]]:
    """Return what a plain version of ``recommendation`` is written from, as its file keeps it."""
    return [
        {"kildefelt": name, "sjekksum": digest}
        for name, digest in source_digests(recommendation).items()
    ]


def _entry(project: Project, id_: str) -> Entry:
    found = next((one for one in project.entries if one.id == id_ and one.sound), None)
    if found is None:
        known = [one.id for one in project.entries]
        raise ToolError(
            f"Anbefalingen «{id_}» finnes ikke. "
            + Names(known).suggestion(id_, "Skriv id-en slik fila heter, uten «.yml».")
        )
    return found
