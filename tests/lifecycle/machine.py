"""A guideline's life as a state machine: any act of an editor, and what must hold after each."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

from hypothesis import currently_in_test_context, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from rettesnor.cli.main import main
from rettesnor.model.diff import diff
from rettesnor.publishing.inspection import read_last
from rettesnor.publishing.options import BuildOptions, Theme
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.working_tree import read_tree
from rettesnor.releases.plan import comparable
from rettesnor.releases.requirements import Documented
from rettesnor.releases.version import least_after, read_version

from tests.lifecycle import acts
from tests.lifecycle.acts import Files
from tests.support.guidelines import PROJECT, plain_dressing, tree
from tests.support.release_case import CASES, today

AGREED = True
"""Whether ``release`` must accept what ``check`` has nothing against."""
CONTENT = ("guideline", "recommendations", "changelog")
LARGE = st.integers(0, 400)
_VERSIONED = ("v/", "api/")
Act = Callable[..., None]


class Undone(Exception):
    """An act that an editor would not finish: there is nothing to do it to."""


class LifeCycle(RuleBasedStateMachine):
    """A guideline of which every act leaves a site that can be published.

    An act that ``check`` refuses is undone, as an editor would: the acts that come after it must
    have something sound to begin with. ``tally`` counts both.
    """

    source: ClassVar[Path] = CASES / "before"
    start: ClassVar[date] = date(2026, 11, 30)
    warm_every: ClassVar[int] = 6
    documents_every: ClassVar[int] = 0
    tally: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.root = Path(self._folder.name) / "g"
        for name in CONTENT:
            if (self.source / name).exists():
                shutil.copytree(self.source / name, self.root / name)
        for name in ("changelog/unreleased", "schema", "recommendations"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / "mkdocs.yml", self.root)
        self.files = Files(self.root)
        self.day = self.start
        self.published: set[str] = set()
        self.log: list[str] = []
        self.saved: dict[str, bytes] = {}
        self._looks = 0
        self.tally["sequences"] += 1

    def teardown(self) -> None:
        """Remove what was written."""
        self._folder.cleanup()

    # The commands -----------------------------------------------------------------------------

    def run(self, command: str, *arguments: str) -> tuple[int, str]:
        """Run a command; return its exit status and what it printed."""
        out = io.StringIO()
        where = ["--root", str(self.root)]
        if command != "verify":
            where += ["--jobs", "1", "--date", str(self.day)]
        with (
            contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), today(str(self.day)),
            mock.patch("rettesnor.cli.common.theme", lambda *_: self.dressing),
        ):
            status = main([command, *where, *arguments])
        return status, out.getvalue()

    @cached_property
    def dressing(self) -> Theme:
        """The plain dressing of the site."""
        return plain_dressing(Path(self._folder.name) / "dressing")

    def build(self, *, released: bool = False, full: bool = False, site: str = "site") -> Path:
        """Build the site, which must succeed; return its folder."""
        folder = self.root.parent / site
        order = BuildOptions(self.root, folder, self.day, released=released, full=full)
        outcome = build(order, lambda _: self.dressing)
        self.tally["builds"] += 1
        problems = [str(p) for p in outcome.survey.problems if p.severity.name == "ERROR"]
        assert outcome.faults == () and outcome.pages, (outcome.faults, problems)
        return folder

    def keep(self) -> None:
        """Remember the files as they are, to go back to."""
        self.saved = {
            path: data for path, data in tree(self.root).items() if path.startswith(CONTENT)
        }
        self._went = {old: list(ids) for old, ids in self.files.went.items()}

    def undo(self) -> None:
        """Go back to the files that were remembered."""
        for path in tree(self.root):
            if path.startswith(CONTENT) and path not in self.saved:
                (self.root / path).unlink()
        for path, data in self.saved.items():
            target = self.root / path
            if not target.is_file() or target.read_bytes() != data:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        for folder in sorted(self.root.glob("*/*"), reverse=True):
            if folder.is_dir() and not any(folder.iterdir()) and folder.name != "unreleased":
                folder.rmdir()
        self.files.went = self._went

    def say(self, said: str) -> None:
        """Write down what was done."""
        self.log.append(f"    {said}")
        if currently_in_test_context():
            note(said)

    def act(self, said: str, do: Act, *arguments: Any) -> None:
        """Do something to the files, and undo it where ``check`` refuses the result of it."""
        self.keep()
        name = do.__name__
        try:
            do(self.files, *arguments)
        except Undone:
            self.tally["nothing to do it to"] += 1
            self.undo()
            return
        status, told = self.run("check")
        if status and "changelog/unreleased/" in told and not name.startswith("tell_"):
            acts.drop_fragments(self.files)  # they document what is no longer so
            status, told = self.run("check")
        if status:
            codes = sorted(set(re.findall(r"feil: .*?\[([\w-]+)\]", told)))
            self.tally[f"refused {name} {' '.join(codes)}"] += 1
            self.undo()
            return
        self.tally[name] += 1
        self.say(said)
        self.look()

    # What must hold ---------------------------------------------------------------------------

    def look(self) -> None:
        """Build the site of a sound guideline and look it over."""
        self._looks += 1
        site = self.build()
        self._answers(site)
        if self._looks % 3 == 0:
            self._answers(self.build(released=True))
        if self.warm_every and self._looks % self.warm_every == 0:
            warm = tree(self.build())
            clean = tree(self.build(full=True, site="clean"))
            self.tally["warm against clean"] += 1
            different = {p for p in warm.keys() | clean.keys() if warm.get(p) != clean.get(p)}
            assert not different, sorted(different)[:10]
        if self.documents_every and self._looks % self.documents_every == 0:
            status, told = self.run(
                "build", "--documents", "--site", str(self.root.parent / "papers")
            )
            self.tally["builds with documents"] += 1
            assert status == 0, told

    def _answers(self, site: Path) -> None:
        """Every address that was published answers, in every language that the site has."""
        ledger = self.root / "changelog/urls.txt"
        if ledger.is_file():
            self.published |= {line[1:] for line in ledger.read_text("utf-8").splitlines()}
        tags = [tag.lower() for tag in self.files.languages]
        folders = [f"{tag}/" for tag in tags if (site / tag).is_dir()]
        wanted = set(self.published)
        for url in self.published:
            redline = url.count("/") > 3
            if url.endswith("/") and not url.startswith((*_VERSIONED, *folders)) and not redline:
                own = "nn/" if url.startswith(("nn/", "nn-no/")) else ""
                wanted |= {f"{folder}{url}" for folder in folders if not own}
        lost = {
            url for url in wanted
            if not (site / url / "index.html" if url.endswith("/") or not url
                    else site / url).is_file()
        }
        assert not lost, sorted(lost)[:10]

    @initialize()
    def begin(self) -> None:
        """The guideline is sound and can be built before anything is done to it."""
        if not (self.root / "changelog/urls.txt").is_file():
            status, told = self.run("release", "1.0.0")
            assert status == 0, told
            self.day += timedelta(days=1)
        status, told = self.run("check")
        assert status == 0, told
        self.look()

    @invariant()
    def records_are_whole(self) -> None:
        """Every record is as it was released."""
        if (self.root / "changelog/urls.txt").is_file():
            status, told = self.run("verify")
            assert status == 0, told

    # Choosing ---------------------------------------------------------------------------------

    def pick(self, number: int, of: list[str]) -> str:
        """Return one of ``of``."""
        if not of:
            raise Undone
        return of[number % len(of)]

    @property
    def released(self) -> list[str]:
        """The ids in the newest release."""
        last = read_last(read_tree(self.root, 1))
        return list(last.edition.recommendations) if last else []

    @property
    def versions(self) -> list[str]:
        """The released versions, oldest first."""
        found = [read_version(path.name) for path in (self.root / "changelog").iterdir()]
        return [str(version) for version in sorted(v for v in found if v is not None)]

    def fresh(self, stem: str) -> str:
        """Return an id that was never used."""
        return f"{stem}-{self.files.new()}"

    def _not_the_last(self, number: int, key: str) -> str:
        ids = self.files.ids(key)
        return self.pick(number, self._unshared(key) if len(ids) > 1 else [])

    def _unshared(self, key: str) -> list[str]:
        """Return the ids of a list that nothing else has: an act finds what to edit by its id."""
        others = {*self.files.recommendations, *self.files.chapters}
        return [id_ for id_ in self.files.ids(key) if id_ not in others]

    def _removable(self, number: int) -> str:
        chapters = self.files.chapters.values()
        return self.pick(number, [id_ for ids in chapters if len(ids) > 1 for id_ in ids])

    def _do(self, said: str, do: Act, choose: Callable[[], tuple[Any, ...]]) -> None:
        """Do ``do`` with what ``choose`` gives, unless there is nothing to choose."""
        try:
            arguments = choose()
        except Undone:
            self.tally["nothing to do it to"] += 1
            return
        named = (str(one) for one in arguments if not isinstance(one, list))
        self.act(f"{said} {' '.join(named)}", do, *arguments)

    # Recommendations --------------------------------------------------------------------------

    @rule(n=LARGE)
    def change_text(self, n: int) -> None:
        """Change a text."""
        self._do("change text", acts.change_text, lambda: (self._any(n),))

    @rule(n=LARGE, to=st.sampled_from(["skal", "bør", "kan"]))
    def change_strength(self, n: int, to: str) -> None:
        """Change a strength."""
        self._do("change strength", acts.change_strength, lambda: (self._any(n), to))

    def _any(self, n: int) -> str:
        return self.pick(n, self.files.recommendations)

    @rule(n=LARGE, m=LARGE, translated=st.booleans())
    def add(self, n: int, m: int, translated: bool) -> None:
        """Write a new recommendation."""
        def do(files: Files, chapter: str, like: str, id_: str) -> None:
            acts.add(files, chapter, like, id_, translated=translated)

        do.__name__ = "add"
        self._do("add", do, lambda: (
            self.pick(n, list(self.files.chapters)), self._any(m), self.fresh("ny")
        ))

    @rule(n=LARGE)
    def withdraw(self, n: int) -> None:
        """Take a recommendation out."""
        self._do("withdraw", acts.withdraw, lambda: (self._removable(n), self.released))

    @rule(n=LARGE)
    def rename(self, n: int) -> None:
        """Give a recommendation another id."""
        self._do("rename", acts.rename, lambda: (self._any(n), self.fresh("navn"), self.released))

    @rule(n=LARGE, m=LARGE)
    def move(self, n: int, m: int) -> None:
        """Move a recommendation to another chapter."""
        self._do("move", acts.move, lambda: (
            self._removable(n), self.pick(m, list(self.files.chapters))
        ))

    @rule(n=LARGE)
    def split(self, n: int) -> None:
        """Make two of a recommendation."""
        self._do("split", acts.split, lambda: (
            self._any(n), (self.fresh("del"), self.fresh("del")), self.released
        ))

    @rule(n=LARGE, m=LARGE)
    def merge(self, n: int, m: int) -> None:
        """Make one of two recommendations."""
        def choose() -> tuple[Any, ...]:
            one, other = self._removable(n), self._any(m)
            if one == other:
                raise Undone
            return one, other, self.released

        self._do("merge", acts.merge, choose)

    # What holds for the whole -----------------------------------------------------------------

    @rule(n=LARGE)
    def add_chapter(self, n: int) -> None:
        """Write a new chapter."""
        self._do("add chapter", acts.add_chapter, lambda: (
            self.fresh("kapittel"), self._any(n), self.fresh("ny")
        ))

    @rule(n=LARGE)
    def rename_chapter(self, n: int) -> None:
        """Give a chapter another id."""
        self._do("rename chapter", acts.rename_chapter, lambda: (
            self.pick(n, list(self.files.chapters)), self.fresh("kapittel")
        ))

    @rule(n=LARGE, m=LARGE)
    def remove_chapter(self, n: int, m: int) -> None:
        """Move all of a chapter to another."""
        def choose() -> tuple[Any, ...]:
            one, other = (self.pick(k, list(self.files.chapters)) for k in (n, m))
            if one == other:
                raise Undone
            return one, other

        self._do("remove chapter", acts.remove_chapter, choose)

    @rule(n=LARGE)
    def retitle_chapter(self, n: int) -> None:
        """Give a chapter another title."""
        self._do("retitle chapter", acts.change_title_of_chapter, lambda: (
            self.pick(n, list(self.files.chapters)),
        ))

    @rule(key=st.sampled_from(["roller", "faser"]))
    def add_named(self, key: str) -> None:
        """Add a role or a phase."""
        self._do("add", acts.add_named, lambda: (key, self.fresh(key)))

    @rule(key=st.sampled_from(["roller", "faser"]), n=LARGE)
    def rename_named(self, key: str, n: int) -> None:
        """Rename a role or a phase."""
        self._do("rename", acts.rename_named, lambda: (
            self.pick(n, self._unshared(key)), self.fresh(key)
        ))

    @rule(key=st.sampled_from(["roller", "faser"]), n=LARGE)
    def remove_named(self, key: str, n: int) -> None:
        """Take out a role or a phase."""
        self._do("remove", acts.remove_named, lambda: (
            key, self._not_the_last(n, key)
        ))

    @rule()
    def add_page(self) -> None:
        """Write a prose page."""
        self._do("add page", acts.add_page, lambda: (self.fresh("side"),))

    @rule(n=LARGE)
    def rename_page(self, n: int) -> None:
        """Rename a prose page."""
        self._do("rename page", acts.rename_page, lambda: (
            self.pick(n, self.files.ids("sider")), self.fresh("side")
        ))

    @rule(n=LARGE)
    def remove_page(self, n: int) -> None:
        """Take out a prose page."""
        self._do("remove page", acts.remove_page, lambda: (
            self._not_the_last(n, "sider"),
        ))

    @rule(do=st.sampled_from([acts.change_source, acts.change_law, acts.add_section]))
    def change_basis(self, do: Act) -> None:
        """Change a source or a law."""
        self._do("change", do, lambda: ())

    # Languages --------------------------------------------------------------------------------

    @rule(tag=st.sampled_from(["nn", "nn", "nn-NO"]))
    def add_language(self, tag: str) -> None:
        """Let the guideline come out in a language more."""
        if tag not in self.files.languages:
            self._do("add language", acts.add_language, lambda: (tag,))

    @rule(n=LARGE)
    def remove_language(self, n: int) -> None:
        """Give up a language."""
        self._do("remove language", acts.remove_language, lambda: (
            self.pick(n, self.files.languages),
        ))

    @rule(n=LARGE, m=LARGE, do=st.sampled_from([acts.translate, acts.untranslate]))
    def change_translation(self, n: int, m: int, do: Act) -> None:
        """Translate a recommendation, or let its translation lag behind."""
        self._do("translation", do, lambda: (self._any(n), self.pick(m, self.files.languages)))

    # Hearings ---------------------------------------------------------------------------------

    @rule(n=LARGE, days=st.sampled_from([-200, -50, 30]),
          kind=st.sampled_from(["skjema", "epost", "skrivebord"]))
    def hold_hearing(self, n: int, days: int, kind: str) -> None:
        """Plan, hold or have held a round, mostly on the last release."""
        def do(files: Files, id_: str, version: str) -> None:
            acts.hold_hearing(files, id_, version, self.day + timedelta(days=days), kind=kind)

        do.__name__ = "hold_hearing"
        newest_first = self.versions[::-1]
        self._do("hold hearing", do, lambda: (
            self.fresh("runde"), self.pick(max(0, n - 200), newest_first)
        ))

    @rule(n=LARGE, m=LARGE)
    def publish_result(self, n: int, m: int) -> None:
        """Publish the result of a round that is over, once."""
        over = [
            path.stem for path in sorted(self.root.glob("guideline/horinger/runde-*.yml"))
            if not path.with_suffix("").exists() and self._closed(path) < self.day
        ]

        def do(files: Files, id_: str, about: str) -> None:
            if id_ not in over:
                opened = self.day - timedelta(days=200)
                acts.hold_hearing(files, id_, self.versions[-1], opened)
            version = re.search(r"(?m)^utgave: (.*)$", files.read(f"guideline/horinger/{id_}.yml"))
            assert version
            acts.publish_result(files, id_, version[1], about, self.day)

        do.__name__ = "publish_result"
        self._do("publish result", do, lambda: (
            self.pick(n, [*over, self.fresh("runde")]), self.pick(m, self.released)
        ))

    @staticmethod
    def _closed(path: Path) -> date:
        found = re.search(r"(?m)^stenger: (.*)$", path.read_text("utf-8"))
        assert found
        return date.fromisoformat(found[1])

    # Changes and releases ---------------------------------------------------------------------

    def _account(self) -> Documented | None:
        """Return what differs from the last release; None where nothing does."""
        last = read_last(read_tree(self.root, 1))
        now = read_tree(self.root, 1).edition
        assert last is not None
        found = diff(last.edition, comparable(now, last.edition))
        return Documented(last.edition, now, found, ()) if found else None

    def _right_fragments(self) -> None:
        """Write a change file for each change, as the acts meant it."""
        acts.drop_fragments(self.files)
        account = self._account()
        if account is None:
            return
        gone, day = account.withdrawn, self.day
        to = {old: [i for i in self.files.went.get(old, ()) if i in account.new.recommendations]
              for old in gone}
        into: dict[str, list[str]] = {}
        for old, ids in to.items():
            if len(ids) == 1:
                into.setdefault(ids[0], []).append(old)
        told: set[str] = set()
        for new, olds in into.items():
            stays = [new] if new in account.old.recommendations else []
            sources = [*olds, *stays]
            slag = "flyttet" if len(sources) == 1 else "sammenslått"
            acts.write_fragment(self.files, f"til-{new}", acts.fragment(
                slag, day, f"fra: [{', '.join(sources)}]", f"til: [{new}]",
            ))
            told |= {*sources, new}
        for old, ids in to.items():
            if len(ids) == 1:
                continue
            acts.write_fragment(self.files, f"fra-{old}", acts.fragment(
                "delt", day, f"fra: [{old}]", f"til: [{', '.join(ids)}]",
            ) if ids else acts.fragment(
                "opphevet", day, f"anbefalinger: [{old}]", "grunn: Det var ikke godt nok.",
            ))
            told |= {old, *ids}
        for id_, difference in account.differing.items():
            if id_ not in told:
                slag = "ny" if difference.kind == "added" else "endret"
                acts.write_fragment(self.files, f"om-{id_}", acts.fragment(
                    slag, day, f"anbefalinger: [{id_}]"
                ))
        if account.frame_parts:
            acts.write_fragment(self.files, "felles", acts.fragment(
                "endret", day, f"ramme: [{', '.join(account.frame_parts)}]", substantive=False
            ))

    @rule(kind=st.sampled_from(["right", "right", "missing", "wrong"]), n=LARGE)
    def tell(self, kind: str, n: int) -> None:
        """Write the change files: right ones, none, or one that is wrong."""
        def do(files: Files) -> None:
            if kind == "missing":
                acts.drop_fragments(files)
            elif kind == "wrong":
                acts.write_fragment(files, "feil", acts.fragment(
                    "presisert", self.day, f"anbefalinger: [{self._any(n)}]", substantive=False
                ))
            else:
                self._right_fragments()

        do.__name__ = f"tell_{kind}"
        self._do(f"tell {kind}", do, lambda: ())

    @rule(step=st.sampled_from(["right", "right", "right", "small"]), days=st.integers(1, 40))
    def release(self, step: str, days: int) -> None:
        """Release what there is, after writing right change files; by too small a step at times."""
        self.keep()
        if step == "right":
            self._right_fragments()
        before = read_version(self.versions[-1])
        assert before is not None
        version = str(least_after(before, "hovedversjon" if step == "right" else "rettelse"))
        if self.run("check")[0]:
            self.tally["refused fragments"] += 1
            self.undo()
            return
        self.day += timedelta(days=days)
        silent = "[endring-" not in self.run("check")[1]
        changed = self._account() is not None
        status, told = self.run("release", version)
        self.say(f"release {version} ({step}): {status}")
        if status:
            self.tally["releases refused"] += 1
            if step == "right" and changed and silent:
                self.tally["releases refused that check had nothing against"] += 1
                self.log.append(told)
                assert not AGREED, told
            self.undo()
            return
        self.tally["releases"] += 1
        self.files.went.clear()
        status, told = self.run("check")
        assert status == 0, told
        self.day += timedelta(days=1)
        self.look()


class SmallLifeCycle(LifeCycle):
    """The life of a small guideline that is made for tests."""


class RealLifeCycle(LifeCycle):
    """The life of the guideline in this repository."""

    source = PROJECT
