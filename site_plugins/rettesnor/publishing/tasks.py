"""The review tasks of the working tree, with what has come of each, for every page of the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rettesnor.model.change import Utgave
from rettesnor.model.cited_sentences import sentences
from rettesnor.model.task import LAW, TaskView, answers, states
from rettesnor.publishing.cache.store import digest_of
from rettesnor.reading.project import Project
from rettesnor.rendering.context import Context


def task_views(project: Project, releases: Iterable[Utgave]) -> tuple[TaskView, ...]:
    """Return every task of the working tree, the open ones first.

    Raises:
        ChangedError: a file is no longer what was read.
    """
    guideline = project.guideline
    if guideline is None or not guideline.oppgaver:
        return ()
    entries = {
        entry.id: entry for entry in project.entries if entry.sound and entry.status != "opphevet"
    }
    changes = answers((one.change for one in project.changes.fragments), releases)
    found = []
    for state in states(guideline.oppgaver, changes, entries):
        task = state.task
        said = {
            id_: sentences(project.recommendation(entries[id_]), task.lov, task.paragraf)
            for id_ in state.open
        } if task.slag == LAW else {}
        translated: dict[str, dict[str, Sequence[str]]] = {}
        for entry in project.translations if said else ():
            if entry.sound and entry.id in said:
                own = project.translated(entries[entry.id], entry)
                translated.setdefault(entry.language, {})[entry.id] = sentences(
                    own, task.lov, task.paragraf
                )
        found.append(TaskView(state, said, translated))
    return tuple(found)


def with_tasks(context: Context, tasks: tuple[TaskView, ...]) -> Context:
    """Return ``context`` with the tasks; its pages are made again when they change."""
    if not tasks:
        return context
    return replace(context, tasks=tasks, fingerprint=digest_of(context.fingerprint, tasks))
