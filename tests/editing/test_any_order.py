"""Any operations in any order: the guideline stays sound, and nothing else is touched."""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from rettesnor.editing import transaction
from rettesnor.editing.chapters import Position
from rettesnor.editing.fragments import Decision
from rettesnor.editing.operations import new
from rettesnor.editing.operations.merge import merge
from rettesnor.editing.operations.move import move
from rettesnor.editing.operations.rename_chapter import rename_chapter
from rettesnor.editing.operations.split import split
from rettesnor.editing.operations.withdraw import withdraw
from rettesnor.editing.plan import FileChange, NotPossible, Plan, digest
from rettesnor.editing.project_files import ProjectFiles, read_files
from rettesnor.model.problem import Severity
from rettesnor.publishing.inspection import inspect
from rettesnor.publishing.working_tree import read_tree
from rettesnor.releases.timeline import retired

from tests.support.release_case import FIRST, Case

DAY = date(2027, 2, 1)
DECISION = Decision(DAY, "Det passer bedre slik.", "Prøveetaten")
MANY = st.integers(0, 10**6)


ASKED = ("ikke-fylt-ut", "horing-grunn")
"""What only people can write."""


class Editor(RuleBasedStateMachine):
    """An editor's commands on a small guideline with one release."""

    _released: Path | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="rettesnor-"))
        self.case = Case(self.folder, self._source())
        self.count = 0
        self.done: list[str] = []

    @classmethod
    def _source(cls) -> Path:
        if cls._released is None:
            cls._released = Path(tempfile.mkdtemp(prefix="rettesnor-"))
            case = Case(cls._released)
            case.write("guideline/om.md", case.text("guideline/om.md") + (
                "\nSe [planen](anbefaling:skriftlig-plan) og [besøk](anbefaling:hjemmebesok).\n"
            ))
            with contextlib.redirect_stdout(io.StringIO()):
                assert case.release(*FIRST) == 0
        return cls._released

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def files(self) -> ProjectFiles:
        last = inspect(read_tree(self.folder, 1), DAY).last
        assert last is not None
        return read_files(self.folder, last.edition, retired(self.folder / "changelog"))

    def pick(self, number: int, files: ProjectFiles) -> str:
        paths = sorted(
            p for p in files.contents if p.startswith("recommendations/") and p.count(".") == 1
        )
        return paths[number % len(paths)].rsplit("/", 1)[1].removesuffix(".yml")

    def chapter(self, number: int, files: ProjectFiles) -> str:
        folders = sorted({p.split("/")[1] for p in files.contents if p.startswith("recomm")})
        return folders[number % len(folders)]

    def title(self) -> str:
        self.count += 1
        return f"Nytt navn {self.count}"

    def carry_out(self, make: Any) -> None:
        """Carry the plan out, and undo it, and carry it out again."""
        files = self.files()
        try:
            plan: Plan = make(files)
        except NotPossible:
            return
        before = self.case.tree()
        transaction.apply(plan, self.folder)
        after = self.case.tree()
        touched = {change.path for change in plan.changes}
        assert {p: d for p, d in before.items() if p not in touched} == {
            p: d for p, d in after.items() if p not in touched
        }
        transaction.apply(undone(plan, before), self.folder)
        assert self.case.tree() == before
        transaction.apply(plan, self.folder)
        assert self.case.tree() == after
        found = inspect(read_tree(self.folder, 1), DAY)
        self.done.append(plan.summary)
        # A release would ask for nothing but the texts that are to be filled in.
        stops = [p for p in (*found.problems, *found.refused) if p.code not in ASKED]
        wrong = [p for p in stops if p.severity is not Severity.WARNING]
        assert wrong == [], [*self.done, *(f"{p.path}: {p.code}: {p.message}" for p in wrong)]

    @rule(number=MANY, where=MANY, first=st.booleans())
    def new_recommendation(self, number: int, where: int, first: bool) -> None:
        self.carry_out(lambda files: new.recommendation(
            files, new.NewRecommendation(self.title(), "bør"), self.chapter(where, files),
            DECISION, Position(first=first),
        ))

    @rule(number=MANY)
    def new_page(self, number: int) -> None:
        self.carry_out(lambda files: new.page(files, self.title()))

    @rule(number=MANY, other=st.booleans())
    def new_chapter(self, number: int, other: bool) -> None:
        self.carry_out(lambda files: new.chapter(
            files, self.title(), DECISION, moved=[self.pick(number, files)],
            first=new.NewRecommendation(self.title(), "kan") if other else None,
        ))

    @rule(number=MANY, to=st.none() | MANY)
    def withdraw(self, number: int, to: int | None) -> None:
        self.carry_out(lambda files: withdraw(
            files, self.pick(number, files), "Rådet gjelder ikke lenger.", DECISION,
            successors=() if to is None else [self.pick(to, files)], unlink=True,
        ))

    @rule(number=MANY, where=MANY, first=st.booleans())
    def move(self, number: int, where: int, first: bool) -> None:
        self.carry_out(lambda files: move(
            files, self.pick(number, files), DECISION, chapter=self.chapter(where, files),
            position=Position(first=True) if first else None,
        ))

    @rule(number=MANY, back=st.booleans())
    def give_another_id(self, number: int, back: bool) -> None:
        def make(files: ProjectFiles) -> Plan:
            assert files.last is not None
            known = sorted(files.last.recommendations)
            new_id = known[number % len(known)] if back else self.title().lower().replace(" ", "-")
            return move(files, self.pick(number, files), DECISION, new_id=new_id)

        self.carry_out(make)

    @rule(number=MANY, keep=st.booleans())
    def split(self, number: int, keep: bool) -> None:
        self.carry_out(lambda files: split(
            files, self.pick(number, files), [self.title(), self.title()], DECISION, keep=keep
        ))

    @rule(number=MANY, other=MANY)
    def merge(self, number: int, other: int) -> None:
        self.carry_out(lambda files: merge(
            files, [self.pick(number, files), self.pick(other, files)], DECISION
        ))

    @rule(number=MANY, title=st.booleans())
    def rename_chapter(self, number: int, title: bool) -> None:
        self.carry_out(lambda files: rename_chapter(
            files, self.chapter(number, files), DECISION, title=self.title() if title else "",
            new_id=self.title().lower().replace(" ", "-"),
        ))


def undone(plan: Plan, before: dict[str, bytes]) -> Plan:
    """Return the plan that takes ``plan`` back."""
    return Plan("", tuple(
        FileChange(c.path, digest(c.after) if c.after is not None else "", before.get(c.path))
        for c in plan.changes
    ))


TestAnyOrder = Editor.TestCase
TestAnyOrder.settings = settings(max_examples=12, stateful_step_count=6)
