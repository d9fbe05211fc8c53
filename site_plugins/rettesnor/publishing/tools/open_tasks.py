"""What has come of each review task, as the files and the releases say."""

from __future__ import annotations

from rettesnor.model.task import TaskState, answers, states
from rettesnor.reading.content.change_fragments import read_release
from rettesnor.reading.project import Project
from rettesnor.releases.timeline import read


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
