"""Measuring one size: all tools in turn, round after round, so that drift hits all alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

from rettesnor.model.recommendation import Recommendation

from benchmarks.comparison import expected
from benchmarks.figures import Figures, Footprint, Gap, Sample
from benchmarks.generator import Corpus, marker, revised
from benchmarks.measurement import CommandFailed, OverLimit, peak_memory, time_command
from benchmarks.servers import ServerFailed, edit_delay
from benchmarks.tools import Tool

Note = Callable[[str], None]

_SERVED_EDITIONS = 1_000


class Series:
    """Measures tools on one corpus and files what it finds in ``figures``.

    A tool that fails is left out from there on, with the reason as a gap.

    Args:
        work: the folder to build in.
        aside: the folder that takes what is done with. Nothing is deleted before the last
            measurement: ext4 is slow to create files for minutes after it has deleted thousands,
            because it looks for inodes that were not deleted lately.
        limit: seconds after which a command is given up.
    """

    def __init__(
        self, corpus: Corpus, work: Path, aside: Path, limit: float, figures: Figures
    ) -> None:
        self.corpus = corpus
        self.size = len(corpus.recommendations)
        self.work = work
        self.aside = aside
        self.limit = limit
        self.figures = figures
        self._mute: set[str] = set()

    def run(self, tools: list[Tool], rounds: int, note: Note) -> list[Tool]:
        """Measure the tools and return those that built this size within the limit.

        A tool whose earlier sizes let expect more than the limit is left out at once.
        """
        able = [tool for tool in tools if self._promising(tool, note)]
        able = [tool for tool in able if self._tried(tool, self._weigh, note)]
        within = list(able)
        for round_ in range(1, rounds + 1):
            note(f"{self.size} recommendations, round {round_} of {rounds}")
            for step in (self._check, self._cold, self._warm, self._edit, self._serve):
                do = partial(step, round_=round_)
                able = [tool for tool in able if self._tried(tool, do, note)]
        self._put_aside(self.work)
        return within

    def _promising(self, tool: Tool, note: Note) -> bool:
        seconds = expected(self.figures.samples, tool.name, self.size)
        if seconds is None or seconds <= self.limit:
            return True
        reason = f"left out: its smaller sizes let expect {seconds:.0f} s, over {self.limit:g} s"
        note(f"{tool.label}, {self.size}: {reason}")
        self.figures.gaps.append(Gap(tool.name, self.size, reason))
        return False

    def _tried(self, tool: Tool, step: Callable[[Tool], None], note: Note) -> bool:
        try:
            step(tool)
        except (CommandFailed, OverLimit) as error:
            note(f"{tool.label}, {self.size}: {error}")
            self.figures.gaps.append(Gap(tool.name, self.size, str(error)))
            return False
        return True

    def _root(self, tool: Tool) -> Path:
        return self.work / tool.name

    def _weigh(self, tool: Tool) -> None:
        """Write the content and build once for memory and sizes, which also warms the disk."""
        root = self._root(tool)
        self._put_aside(root)
        root.mkdir(parents=True)
        tool.content.write(self.corpus, root)
        peak = peak_memory(tool.build, root, self.limit)
        pages = sorted(
            path.stat().st_size
            for item in self.corpus.recommendations
            if (path := self._page(tool, item)).is_file()
        )
        if len(pages) != self.size:
            raise CommandFailed(f"{len(pages)} of {self.size} pages were built")
        total = sum(p.stat().st_size for p in (root / "site").rglob("*") if p.is_file())
        self.figures.footprints.append(
            Footprint(tool.name, self.size, peak, len(pages), int(median(pages)), pages[-1], total)
        )

    def _page(self, tool: Tool, item: Recommendation) -> Path:
        return self._root(tool) / "site" / item.kapittel / item.id / "index.html"

    def _check(self, tool: Tool, round_: int) -> None:
        if tool.check:
            self._clear(tool)
            self._time(tool, tool.check, "check_cold", round_)
            self._time(tool, tool.check, "check_warm", round_)

    def _cold(self, tool: Tool, round_: int) -> None:
        self._clear(tool)
        self._time(tool, tool.build, "cold", round_)

    def _warm(self, tool: Tool, round_: int) -> None:
        self._time(tool, tool.build, "warm", round_)

    def _edit(self, tool: Tool, round_: int) -> None:
        item = revised(self.corpus, round_)
        tool.content.revise(self.corpus, item, self._root(tool))
        self._time(tool, tool.build, "edit", round_)
        if marker(round_) not in self._page(tool, item).read_text(encoding="utf-8"):
            raise CommandFailed("the edit is not in the page that was built")

    def _clear(self, tool: Tool) -> None:
        for name in tool.leavings:
            self._put_aside(self._root(tool) / name)

    def _put_aside(self, path: Path) -> None:
        if path.exists():
            self.aside.mkdir(parents=True, exist_ok=True)
            path.rename(Path(mkdtemp(dir=self.aside), path.name))

    def _time(self, tool: Tool, command: tuple[str, ...], operation: str, round_: int) -> None:
        timing = time_command(command, self._root(tool), self.limit)
        self.figures.samples.append(
            Sample(tool.name, self.size, operation, round_, timing.seconds, timing.cpu_seconds)
        )

    def _serve(self, tool: Tool, round_: int) -> None:
        if not tool.serve or tool.name in self._mute:
            return
        edition = round_ + _SERVED_EDITIONS
        try:
            seconds = edit_delay(tool, self.corpus, self._root(tool), edition, self.limit)
        except ServerFailed as error:
            self._mute.add(tool.name)
            self.figures.gaps.append(Gap(tool.name, self.size, f"development server: {error}"))
            return
        self.figures.samples.append(Sample(tool.name, self.size, "served_edit", round_, seconds))
