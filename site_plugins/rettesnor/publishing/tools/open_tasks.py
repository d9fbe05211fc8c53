"""What has come of each review task, as the files and the releases say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rettesnor.model.cited_sentences import sentences
from rettesnor.model.task import LAW, TaskState, answers, states
from rettesnor.reading.content.change_fragments import read_release
from rettesnor.reading.project import Project
from rettesnor.releases.timeline import read
from rettesnor.rendering.word_redline import alike, redline


@dataclass(frozen=True, slots=True)
class TaskToDecide:
    """A task as somebody who is to decide it sees it.

    Attributes:
        redline: the text before and after as one; empty where they are shown apart.
        sentences: what each recommendation that waits says where it cites the same, by id.
    """

    state: TaskState
    redline: Sequence[Markup]
    sentences: dict[str, Sequence[str]]


def to_decide(
    project: Project, gettext: Callable[[str], str] = str
) -> list[TaskToDecide]:
    """Return every task with what is needed to decide it, the open ones first.

    Raises:
        ManifestError: a release was tampered with.
        ChangedError: a file is no longer what was read.
    """
    entries = {entry.id: entry for entry in project.entries if entry.sound}
    found = []
    for state in task_states(project):
        task = state.task
        said: dict[str, Sequence[str]] = {
            id_: sentences(project.recommendation(entries[id_]), task.lov, task.paragraf)
            for id_ in state.open
        } if task.slag == LAW else {id_: () for id_ in state.open}
        both = alike(task.tekst_for, task.tekst_etter)
        found.append(TaskToDecide(
            state, redline(task.tekst_for, task.tekst_etter, gettext) if both else (), said,
        ))
    return found


def task_states(project: Project) -> list[TaskState]:
    """Return every task with what has come of it, the open ones first.

    Raises:
        ManifestError: a release was tampered with.
    """
    guideline = project.guideline
    if guideline is None or not guideline.oppgaver:
        return []
    releases = [record.utgave for record in read(project.root / "changelog", read_release).records]
    changes = answers((one.change for one in project.changes.fragments), releases)
    known = {e.id for e in project.entries if e.sound and e.status != "opphevet"}
    return states(guideline.oppgaver, changes, known)
