"""The pages of a build in all its languages: what there is to make, and the making."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from rettesnor.model.accessibility import AccessibilityReport
from rettesnor.model.local_practice import LocalPractice
from rettesnor.model.progress import SILENT, Progress, steps
from rettesnor.model.recommendation_entry import Entry
from rettesnor.publishing import targets as declared
from rettesnor.publishing.history.release_index import ReleaseIndex
from rettesnor.publishing.history.unreleased_changes import UnreleasedChanges
from rettesnor.publishing.incremental.reuse import OutputReuse
from rettesnor.publishing.language_trees import LanguageTree
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.output.page_file import PageFile, write
from rettesnor.publishing.page_contexts import PageContexts, other_pages
from rettesnor.publishing.preview.last_valid import StandIns
from rettesnor.publishing.targets import DeclaredPage
from rettesnor.publishing.workers.pool import WorkerPool
from rettesnor.publishing.workers.tasks import tasks_of, url_of
from rettesnor.publishing.workers.worker import RenderJob
from rettesnor.rendering.context import Context


@dataclass(frozen=True)
class TargetRenderer:
    """Makes the pages of one build.

    Args:
        trees: the working tree in every language, that of the language written first before all.
        applying: what applies, in every language.
        entries: every recommendation of the working tree.
        day: the day that reviews are judged on (ISO 8601).
        report: what tests of accessibility showed; None when there were none.
        stand_ins: what is shown instead of files with errors, in a preview.
        unreleased: what is changed since the last release; None when nothing is.
        practice: what was collected of local plans; None when nothing was.
    """

    trees: Sequence[LanguageTree]
    applying: PageContexts
    entries: Sequence[Entry]
    release_index: ReleaseIndex
    shell: PageLayout
    pool: WorkerPool
    day: str
    report: AccessibilityReport | None = None
    stand_ins: StandIns = field(default_factory=dict)
    unreleased: UnreleasedChanges | None = None
    practice: LocalPractice | None = None
    _keys: dict[int, str] = field(default_factory=dict)

    @cached_property
    def contexts(self) -> list[Context]:
        """The context of every tree of the site, once."""
        found = [one.context for one in (self.applying, *self.applying.others)]
        found += [one.context for one in self.trees]
        return list({id(context): context for context in found}.values())

    def key(self, context: Context) -> str:
        """Return what stands for everything in one of ``contexts``."""
        if id(context) not in self._keys:
            self._keys[id(context)] = declared.around(context, self.shell)
        return self._keys[id(context)]

    def pages(
        self, fresh: Path, reuse: OutputReuse, wanted: Mapping[str, str],
        progress: Progress = SILENT,
    ) -> tuple[list[PageFile], list[PageFile]]:
        """Write the pages into ``fresh``; return the reused ones, also of ``wanted``, and the new.

        Args:
            wanted: keys of more pages that may be reused, by address.
        """
        singles = self._singles()
        shown = [e for e in self.entries if e.sound and e.id in self.trees[0].context.heads]
        tasks = [
            {url_of(tree.context, task): task
             for task in tasks_of(tree.context, shown, self.shell, tree.translations)}
            for tree in self.trees
        ]
        keys = {page.address: page.key for page in singles if page.key}
        for shared in tasks:
            keys |= {url: task.key for url, task in shared.items()}
        kept = reuse.pages({**wanted, **keys})
        have = {page.url for page in kept}
        made: list[PageFile] = []
        new = [page for page in singles if page.address not in have]
        undone = [[task for url, task in shared.items() if url not in have] for shared in tasks]
        progress.stage("Lager sider", len(new) + sum(map(len, undone)))
        for tree, missing in zip(self.trees, undone, strict=True):
            lean = replace(tree.context, usage={}, latest=None, glances={}, quotes={})
            assignment = RenderJob(lean, self.shell, str(fresh), self.stand_ins)
            self.pool.start_rendering(assignment, missing)
            if tree is self.trees[0]:  # meanwhile
                made += [
                    write(page.make(), page.key, page.context, self.shell, fresh)
                    for page in steps(progress, new)
                ]
            made += [PageFile(*row) for row in self.pool.finish_rendering()]
            progress.step(len(missing))
        return kept, made

    def _singles(self) -> list[DeclaredPage]:
        """Return the pages that are made here, of the working tree and of what applies."""
        found: list[DeclaredPage] = []
        for tree in self.trees:
            found += declared.pages(tree.context, self.key(tree.context))
        for current in (self.applying, *self.applying.others):
            key = self.key(current.context)
            found += declared.pages_of_today(current.context, key, self.entries, self.day)
            found += declared.pages_about_the_site(current.context, key, self.report, self.practice)
        for other in self.applying.others:
            found += other_pages(other, self.release_index, self.shell, self.unreleased)
        return found
