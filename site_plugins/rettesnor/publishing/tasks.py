"""The pages that processes share out: recommendations and chapters, and what they depend on."""

from __future__ import annotations

from collections.abc import Sequence

from rettesnor.model.entry import Entry
from rettesnor.publishing.shell import Shell
from rettesnor.publishing.store import code_digest, digest_of
from rettesnor.publishing.workbench import Task
from rettesnor.rendering.context import Context
from rettesnor.rendering.recommendation import dependencies


def tasks_of(context: Context, entries: Sequence[Entry], shell: Shell) -> list[Task]:
    """Return every page that processes share out, with the key of what it is made from."""
    common = digest_of(context.fingerprint, shell.digest, code_digest())
    by_id = {entry.id: entry for entry in entries}
    tasks = []
    for id_ in context.order:
        entry = by_id[id_]
        linked = {p.reference.target for p in entry.references if p.reference.kind == "anbefaling"}
        around = dependencies(context, id_, (*linked, *entry.se_ogsaa))
        key = digest_of(common, entry.digest, around)
        tasks.append(Task("anbefaling", entry.path, key, entry.digest))
    for chapter in context.guideline.kapitler:
        heads = tuple(context.heads.get(id_) for id_ in chapter.anbefalinger)
        tasks.append(Task("kapittel", chapter.id, digest_of(common, chapter.id, heads)))
    return tasks


def url_of(context: Context, task: Task) -> str:
    """Return the address of the page that ``task`` writes, relative to the site's root."""
    if task.kind == "kapittel":
        return f"{context.prefix}{task.name}/"
    _, chapter, name = task.name.split("/")
    return f"{context.prefix}{chapter}/{name.removesuffix('.yml')}/"
