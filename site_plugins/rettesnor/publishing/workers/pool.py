"""A pool of worker processes, and one worker in this process for small jobs.

A recommendation is rendered where it was read, so that nothing but rows and page records
crosses between processes.
"""

from __future__ import annotations

import gc
import marshal
import pickle
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any

from rettesnor.publishing.workers.processes import start_context
from rettesnor.publishing.workers.worker import RenderJob, Task, Worker
from rettesnor.reading.content.recommendation_row import Row
from rettesnor.reading.files.folder import Folder, folder_of
from rettesnor.reading.project import ChangedError
from rettesnor.search.document import Document
from rettesnor.search.partitions import Lists, Partitions, SinglePartition, Tally
from rettesnor.search.scoring import Leads

SMALL = 48
"""Up to this many files are faster read here than by starting processes."""
_CHUNK = 16

_STALE, _FAILED = "stale", "failed"
_DIED = "En arbeidsprosess stanset uventet."


class WorkerPoolError(Exception):
    """A worker process died or failed; a note tells where in the code."""


class WorkerPool:
    """Reads recommendations and writes pages, in ``jobs`` processes when there are many."""

    def __init__(self, root: Path | Folder, jobs: int) -> None:
        self._folder, self._jobs = folder_of(root), max(jobs, 1)
        self._here = Worker(self._folder)
        self._paths: Sequence[str] = ()
        self._rendering: Callable[[], list[tuple[Any, ...]]] = list
        self._asked: list[Connection] = []
        self._workers: list[tuple[Any, Connection]] = []
        self._home: dict[str, int] = {}
        self._counter: Any = None

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start_reading(self, paths: Sequence[str]) -> None:
        """Begin to read ``paths``; ``finish_reading`` gives the result of it."""
        self._paths = paths
        if self._jobs == 1 or len(paths) <= SMALL:
            return
        self._start(paths)

    def finish_reading(self) -> list[Row]:
        """Return the rows of the files begun, in no order."""
        if not self._workers:
            return self._here.read(self._paths)
        rows: list[Row] = []
        for number, (_, connection) in enumerate(self._workers):
            part = self._receive(connection)
            self._home.update((row[0], number) for row in part)
            rows += part
        return rows

    def start_rendering(self, assignment: RenderJob, tasks: Sequence[Task]) -> None:
        """Begin to write the pages of ``tasks``; ``finish_rendering`` gives the result of it.

        Nothing else may be begun before that.

        Raises:
            CrewError: a worker process died.
        """
        self._rendering = partial(self._here.render, assignment, tasks)
        self._asked = []
        if not self._workers and self._jobs > 1 and len(tasks) > SMALL:
            self._start(())
            self.finish_reading()
        if not self._workers or not tasks:
            return
        shares: list[list[Task]] = [[] for _ in self._workers]
        for number, task in enumerate(tasks):
            shares[self._home.get(task.read_as, number % len(shares))].append(task)
        self._ask("render", (assignment,), shares)

    def finish_rendering(self) -> list[tuple[Any, ...]]:
        """Return the rows of the ``PageFile``s of the pages begun.

        Raises:
            ChangedError: a file changed since it was read.
            CrewError: a worker process died or failed.
        """
        if not self._asked:
            return self._rendering()
        done: list[tuple[Any, ...]] = []
        for part in self._answers():
            done += part
        return done

    def shares(self, documents: Sequence[bytes]) -> Partitions:
        """Begin to count the pages of ``documents``; return what counts and weighs them.

        Nothing else may be begun before they are counted. Readings are dropped.

        Raises:
            CrewError: a worker process died.
        """
        self._here.forget()
        if not self._workers and self._jobs > 1 and len(documents) > SMALL:
            self._start(())
            self.finish_reading()
        if not self._workers or not documents:
            return SinglePartition(Document.of(line) for line in documents)
        workers = len(self._workers)
        ends = [len(documents) * number // workers for number in range(workers + 1)]
        self._ask("count", (), [documents[start:end] for start, end in pairwise(ends)])
        return _Shared(self._ask, self._answers)

    def _ask(self, work: str, common: tuple[Any, ...], own: Sequence[Any]) -> None:
        """Let each worker do ``work``, a method of its bench, with ``common`` and its ``own``."""
        order = pickle.dumps((work, common), protocol=5)
        self._asked = []
        for (_, connection), part in zip(self._workers, own, strict=True):
            try:
                connection.send_bytes(order)
                connection.send_bytes(pickle.dumps(part, protocol=5))
            except OSError as error:
                raise WorkerPoolError(_DIED) from error
            self._asked.append(connection)

    def _answers(self) -> list[Any]:
        """Return the result of the work asked for, by worker."""
        return [self._receive(connection) for connection in self._asked]

    def _receive(self, connection: Connection) -> Any:
        """Return what a worker made; no worker is waited for once one of them has died."""
        if connection not in wait([connection, *(worker.sentinel for worker, _ in self._workers)]):
            raise WorkerPoolError(_DIED)
        try:
            kind, outcome = marshal.loads(connection.recv_bytes())
        except (EOFError, OSError) as error:
            raise WorkerPoolError(_DIED) from error
        if kind == _STALE:
            raise ChangedError(outcome)
        if kind == _FAILED:
            failure = WorkerPoolError("En arbeidsprosess feilet.")
            failure.add_note(outcome)
            raise failure
        return outcome

    def _start(self, paths: Sequence[str]) -> None:
        context: Any = start_context()  # the types differ from system to system
        # Kept as long as the workers: one that is spawned opens the counter's semaphore by name,
        # and the name is removed when the last reference in this process goes.
        counter = self._counter = context.Value("l", 0)
        pipes = [context.Pipe() for _ in range(self._jobs)]
        forked = context.get_start_method() == "fork"
        ours = [here for here, _ in pipes] if forked else []
        for here, there in pipes:
            arguments = (there, ours, self._folder, list(paths), counter)
            worker = context.Process(target=_work, args=arguments, daemon=True)
            worker.start()
            self._workers.append((worker, here))
        for _, there in pipes:
            there.close()

    def close(self) -> None:
        """End the processes."""
        for worker, connection in self._workers:
            connection.close()
            worker.kill()
            worker.join()
        self._workers, self._home, self._counter = [], {}, None
        self._here.forget()


class _Shared:
    """The pages of an index that the workers of a pool have been asked to count.

    See ``Partitions``.

    Args:
        ask: lets each worker do something.
        answers: the result of what was asked for last.
    """

    def __init__(
        self, ask: Callable[[str, tuple[Any, ...], Sequence[Any]], None],
        answers: Callable[[], list[Any]],
    ) -> None:
        self._ask, self._answers = ask, answers

    def tallies(self) -> Sequence[Tally]:
        """See ``Partitions``."""
        return self._answers()

    def lists(self, leads: Leads, first: Sequence[int]) -> Sequence[Lists]:
        """See ``Partitions``."""
        self._ask("weigh", (leads,), first)
        return self._answers()


def _work(
    connection: Connection,
    inherited: Sequence[Connection],
    folder: Folder,
    paths: Sequence[str],
    counter: Any,
) -> None:
    """Serve one pool: read a share of ``paths``, then do what is asked for.

    The ends that belong to the pool are ``inherited`` by forking; they are closed here, or the
    worker would keep its own and its fellows' pipes open after the pool is gone.
    """
    gc.disable()
    for end in inherited:
        end.close()
    bench = Worker(folder)
    try:
        _tell(connection, lambda: _read_share(bench, paths, counter))
        while True:
            work, common = pickle.loads(connection.recv_bytes())
            own = pickle.loads(connection.recv_bytes())
            _tell(connection, partial(getattr(bench, work), *common, own))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _read_share(bench: Worker, paths: Sequence[str], counter: Any) -> list[Row]:
    rows: list[Row] = []
    while True:
        with counter.get_lock():
            start = counter.value
            counter.value = start + _CHUNK
        if start >= len(paths):
            return rows
        rows += bench.read(paths[start : start + _CHUNK])


def _tell(connection: Connection, work: Callable[[], Any]) -> None:
    """Send the pool the result of ``work``: what it made, or how it failed."""
    try:
        outcome: tuple[str, Any] = "made", work()
    except ChangedError as error:
        outcome = _STALE, str(error)
    except Exception:
        outcome = _FAILED, traceback.format_exc()
    connection.send_bytes(marshal.dumps(outcome))
