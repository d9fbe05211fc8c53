"""The pages that processes share out: recommendations and chapters, and what they depend on."""

from __future__ import annotations

from collections.abc import Sequence

from rettesnor.model.recommendation_entry import Entry
from rettesnor.publishing.cache.store import code_digest, digest_of
from rettesnor.publishing.language_trees import Entries
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.workers.worker import Task
from rettesnor.reading.project import ChangedError
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.recommendation import dependencies


def tasks_of(
    context: Context, entries: Sequence[Entry], shell: PageLayout,
    translations: Entries | None = None,
) -> list[Task]:
    """Return every page that processes share out, with the key of what it is made from.

    Args:
        translations: the translated recommendations, in a context that is a translation.

    Raises:
        ChangedError: a recommendation changed between being read and its translation being read.
    """
    common = digest_of(context.fingerprint, shell.digest, code_digest())
    heads, glances = context.head_digests, context.glance_digests
    by_id = {entry.id: entry for entry in entries}
    tasks = []
    for id_ in context.order:
        entry = by_id[id_]
        translation = (translations or {}).get(id_)
        if translation is not None and translation.source_digest != entry.digest:
            raise ChangedError(entry.path)
        prose = (*entry.references, *(translation.references if translation else ()))
        linked = {p.target for p in prose if p.kind == "anbefaling"}
        around = dependencies(context, id_, (*linked, *entry.se_ogsaa))
        files = context.downloads.get(context.heads[id_].url)
        own = (translation.path, translation.digest) if translation else ("", "")
        heads_around = [heads.get(other) for other in around]
        key = digest_of(common, entry.digest, own, heads_around, files)
        tasks.append(Task("anbefaling", entry.path, key, entry.digest, *own))
    for chapter in context.guideline.kapitler:
        listed = [(heads.get(id_), glances.get(id_)) for id_ in chapter.anbefalinger]
        files = context.downloads.get(f"{chapter.id}/")
        tasks.append(Task("kapittel", chapter.id, digest_of(common, chapter.id, listed, files)))
    return tasks


def url_of(context: Context, task: Task) -> str:
    """Return the address of the page that ``task`` writes, relative to the site's root."""
    if task.kind == "kapittel":
        return f"{context.prefix}{task.name}/"
    _, chapter, name = task.name.split("/")
    return f"{context.prefix}{chapter}/{name.removesuffix('.yml')}/"
