"""Showing on stderr how far long work has come: a bar on a terminal, else a line a stage."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any, TextIO

QUIET = 2.0
"""Seconds before anything is shown; most commands are done by then."""
_STEPS = "{desc}: {n_fmt}/{total_fmt} |{bar}| {elapsed}"
_NO_STEPS = "{desc} … {elapsed}"


class Lines:
    """One line for each stage that takes long, for logs; nothing for the others.

    The line comes with a step of the stage: nothing here runs while the work does.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream, self._clock = stream, clock
        self._name, self._started, self._shown = "", 0.0, True

    def stage(self, name: str, total: int = 0) -> None:
        """See ``Progress``."""
        self._name, self._started, self._shown = name, self._clock(), False

    def step(self, count: int = 1) -> None:
        """See ``Progress``."""
        if not self._shown and self._clock() - self._started >= QUIET:
            self._shown = True
            print(f"{self._name} …", file=self._stream, flush=True)

    def clear(self) -> None:
        """Make room for output; lines are never in the way."""

    close = clear


class Bar:
    """A bar for the current stage, from ``QUIET`` seconds after the start of the command."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream, self._clock, self._started = stream, clock, clock()
        self._name, self._total, self._done = "", 0, 0
        self._bar: Any = None

    def stage(self, name: str, total: int = 0) -> None:
        """See ``Progress``."""
        self.close()
        self._name, self._total, self._done = name, total, 0
        self.step(0)

    def step(self, count: int = 1) -> None:
        """See ``Progress``."""
        self._done += count
        if self._bar is not None:
            self._bar.update(count)
        elif self._clock() - self._started >= QUIET:
            self._bar = self._shown()

    def clear(self) -> None:
        """Make room for output; the next steps show the bar again."""
        if self._bar is not None:
            self._bar.clear()

    def close(self) -> None:
        """Remove the bar from the terminal."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _shown(self) -> Any:
        from tqdm import tqdm  # only a command that takes long waits for this import

        # A build forks processes; tqdm must not start a thread, or create a lock for processes.
        tqdm.monitor_interval = 0
        tqdm.set_lock(RLock())
        return tqdm(
            desc=self._name, total=self._total or None, initial=self._done, file=self._stream,
            leave=False, dynamic_ncols=True, bar_format=_STEPS if self._total else _NO_STEPS,
        )


def _can_show_bar(stream: TextIO) -> bool:
    """Whether ``stream`` is a terminal that can write over a line."""
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        return False
    try:
        return all(os.get_terminal_size(stream.fileno()))  # some of CI have 0 rows and columns
    except OSError:
        return True


@contextmanager
def shown(
    stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic, *,
    lines: bool = False,
) -> Iterator[Bar | Lines]:
    """Give the progress of a command, to be shown on ``stream`` (stderr).

    Args:
        lines: show lines on a terminal, too: another process writes to it.
    """
    stream = stream or sys.stderr
    show_bar = not lines and _can_show_bar(stream)
    progress = Bar(stream, clock) if show_bar else Lines(stream, clock)
    try:
        yield progress
    finally:
        progress.close()
