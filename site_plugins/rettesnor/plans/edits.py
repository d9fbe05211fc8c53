"""Changes of a plan's folder as edits: what each will write, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.editing import yaml_emit, yaml_writer
from rettesnor.editing.plan import FileChange, NotPossible, Plan, digest
from rettesnor.model.local_plan import CONFLICTS, FILE, SNAPSHOT, is_newer
from rettesnor.model.problem import Problem
from rettesnor.plans.folder import OpenedPlan
from rettesnor.plans.national import National
from rettesnor.plans.resolve import ResolveError, resolve, undecided
from rettesnor.plans.update import Update, conflict_data, update
from rettesnor.reading.files.folder import Folder

_CONFLICT_HEAD = """\
# Skrevet av «rettesnor plan update». Planen har sin egen tekst («lokal») på hvert sted til du
# velger. valg: behold (planen står) | nasjonal (ta inn den nasjonale teksten) | egen (skriv teksten
# under «egen»).
# Kjør «rettesnor plan resolve» når alle har et valg. Da blir denne fila borte.
"""
Texts = Mapping[str, bytes | None]
"""By path: the new bytes of a file; None for one that is removed."""


@dataclass(frozen=True)
class PlannedUpdate:
    """An update to a newer release, before it is written.

    Attributes:
        plan: what it writes; None when the release is not newer than the plan's.
    """

    before: str
    after: str
    found: Update | None = None
    plan: Plan | None = None


def edit(folder: Folder, texts: Texts, summary: str) -> Plan:
    """Return the edit that writes ``texts`` in the folder as it is now.

    Raises:
        NotPossible: a file cannot be read.
    """
    changes = []
    for path, after in sorted(texts.items()):
        before = ""
        if folder.is_file(path):
            data = folder.read(path, limit=_LIMIT)
            if isinstance(data, Problem):
                raise NotPossible(f"{path} kan ikke leses: {data.message} Ingenting er skrevet.")
            before = digest(data)
        if (after is not None or before) and (after is None or digest(after) != before):
            changes.append(FileChange(path, before, after))
    return Plan(summary, tuple(changes))


_LIMIT = 64 * 2**20


def plan_text(folder: Folder, data: Mapping[str, Any]) -> dict[str, bytes | None]:
    """Return ``plan.yml`` saying ``data``, with its comments and layout.

    Raises:
        NotPossible: that cannot be shown to have been done.
    """
    before = folder.read(FILE)
    if isinstance(before, Problem):
        raise NotPossible(f"{FILE} kan ikke leses: {before.message} Ingenting er skrevet.")
    try:
        return {FILE: yaml_writer.write(before.decode(), data, "").encode()}
    except (yaml_writer.Refused, UnicodeDecodeError) as error:
        raise NotPossible(f"{FILE} kan ikke endres: {error} Ingenting er skrevet.") from error


def update_edit(folder: Folder, opened: OpenedPlan, national: National) -> PlannedUpdate:
    """Return what building the plan on ``national`` means, and the edit that does it.

    Raises:
        NotPossible: conflicts of the last update are not decided, or it is another guideline.
        ValueError: the plan or its release could not be read.
    """
    if opened.plan is None or opened.base is None:
        raise ValueError("a plan with errors cannot be updated")
    if opened.conflicts or folder.exists(CONFLICTS):
        raise NotPossible(
            f"{CONFLICTS} fra forrige oppdatering er ikke avgjort. Gjør det, og kjør «rettesnor "
            "plan resolve» først."
        )
    before = opened.plan.bygger_paa
    if national.id != before.retningslinje:
        raise NotPossible(
            f"Planen bygger på «{before.retningslinje}», men det som er oppgitt, er "
            f"«{national.id}»."
        )
    if not is_newer(national.version, before.versjon):
        return PlannedUpdate(before.versjon, national.version)
    found = update(opened.data, opened.base, national)
    texts = {**plan_text(folder, found.data), SNAPSHOT: national.data}
    if found.conflicts:
        data = conflict_data(before.versjon, national.version, found.conflicts)
        texts[CONFLICTS] = conflict_text(data)
    summary = f"Planen bygger på {national.version}, ikke {before.versjon}."
    return PlannedUpdate(
        before.versjon, national.version, found, edit(folder, texts, summary)
    )


def conflict_text(data: Mapping[str, Any]) -> bytes:
    """Return ``konflikter.yml`` saying ``data``."""
    return (_CONFLICT_HEAD + yaml_emit.document(data, lambda way: False)).encode()


def resolve_edit(
    folder: Folder, data: Mapping[str, Any], conflicts: Sequence[Mapping[str, Any]]
) -> Plan:
    """Return the edit that carries out the choices in ``conflicts``, and removes their file.

    Raises:
        NotPossible: a conflict has no choice, or a choice cannot be carried out.
    """
    if left := [*undecided(conflicts)]:
        places = "\n".join(f"  {conflicts[number]['sted']}" for number in left)
        raise NotPossible(
            f"{len(left)} av {counted(conflicts)} har ikke fått et valg. Ingenting er endret.\n"
            f"{places}"
        )
    try:
        made = resolve(data, conflicts)
    except ResolveError as error:
        raise NotPossible(f"{error} Ingenting er endret.") from error
    texts = {**plan_text(folder, made), CONFLICTS: None}
    return edit(folder, texts, f"{counted(conflicts)} er avgjort.")


def counted(conflicts: Sequence[object]) -> str:
    """Return how many conflicts there are, in words."""
    return f"{len(conflicts)} {'konflikt' if len(conflicts) == 1 else 'konflikter'}"
