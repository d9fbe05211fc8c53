"""Running one command: how long it takes, and how much memory its processes hold at most.

Time and memory come from different runs, because looking at the memory of a process holds it up.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_SAMPLE_SECONDS = 0.01
_SAMPLING_SHARE = 4
_TAIL = 2_000

Process = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds by the wall clock, and processor seconds of the command and its children."""

    seconds: float
    cpu_seconds: float


class CommandFailed(Exception):
    """A command ended with an error; the text holds the end of what it printed."""


class OverLimit(Exception):
    """A command was ended because it ran past the time limit."""


def time_command(command: tuple[str, ...], folder: Path, limit: float) -> Timing:
    """Run the command in ``folder`` and return what it took.

    What earlier commands left unwritten is flushed to the disk first, so that no command pays
    for another one and every one meets its old output in the same state.

    Raises:
        CommandFailed: it could not be started or its exit code is not 0.
        OverLimit: it ran for more than ``limit`` seconds.
    """
    os.sync()
    before = _children_cpu()
    start = time.perf_counter()
    with _running(command, folder, limit) as process:
        process.wait()
        seconds = time.perf_counter() - start
    return Timing(seconds, _children_cpu() - before)


def peak_memory(command: tuple[str, ...], folder: Path, limit: float) -> int:
    """Run the command and return the most bytes its whole process tree held at once.

    The figure is the sum of PSS (proportional set size: pages that processes share are counted
    once) over the tree, sampled about every 10 ms, more rarely when a sample itself is slow.

    Raises:
        CommandFailed: it could not be started or its exit code is not 0.
        OverLimit: it ran for more than ``limit`` seconds.
    """
    with _running(command, folder, limit) as process:
        peak = 0
        while process.poll() is None:
            start = time.perf_counter()
            peak = max(peak, _tree_pss(process.pid))
            cost = time.perf_counter() - start
            time.sleep(max(_SAMPLE_SECONDS, _SAMPLING_SHARE * cost))
    return peak


def environment() -> dict[str, str]:
    """Return the environment that measured commands run in: the caller's, without colours."""
    return os.environ | {"NO_COLOR": "1", "NO_MKDOCS_2_WARNING": "1", "LC_ALL": "C.UTF-8"}


@contextmanager
def started(command: tuple[str, ...], folder: Path) -> Iterator[tuple[Process, IO[bytes]]]:
    """Start the command in ``folder``, in a process group of its own that is ended at last.

    Yields the process, and the file that takes what it prints.

    Raises:
        CommandFailed: it could not be started.
    """
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise CommandFailed(str(error)) from error
        try:
            yield process, output
        finally:
            if process.poll() is None:
                _end_group(process)


@contextmanager
def _running(command: tuple[str, ...], folder: Path, limit: float) -> Iterator[Process]:
    """Start the command and judge how it ended; the caller waits for it."""
    with started(command, folder) as (process, output):
        late = threading.Event()
        watch = threading.Timer(limit, _end_late, (process, late))
        watch.daemon = True
        watch.start()
        try:
            yield process
        finally:
            watch.cancel()
        if late.is_set():
            raise OverLimit(f"over {limit:g} s")
        if process.returncode != 0:
            output.seek(max(0, output.seek(0, os.SEEK_END) - _TAIL))
            tail = output.read().decode("utf-8", "backslashreplace").strip()
            raise CommandFailed(f"exit code {process.returncode}: {tail}")


def _end_group(process: Process) -> None:
    """End a process that leads a group of its own, and what is left of that group."""
    _kill_group(process.pid)
    process.wait()


def _end_late(process: Process, late: threading.Event) -> None:
    if process.poll() is None:
        late.set()
        _kill_group(process.pid)


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _tree_pss(root: int) -> int:
    return sum(_pss(pid) for pid in _tree(root))


def _tree(root: int) -> Iterator[int]:
    yield root
    try:
        for task in os.scandir(f"/proc/{root}/task"):
            for child in Path(task.path, "children").read_text().split():
                yield from _tree(int(child))
    except OSError:
        return  # the process ended while it was looked at


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0  # the process ended while it was looked at
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
