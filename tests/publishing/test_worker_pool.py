"""The pool: the same rows and pages from one process and from many, and no waiting for the dead."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from rettesnor.publishing.options import STATE
from rettesnor.publishing.workers import pool as pool
from rettesnor.publishing.workers.pool import WorkerPool, WorkerPoolError
from rettesnor.publishing.workers.worker import ChangedError, Worker
from rettesnor.reading.checks.run import recommendation_paths

from tests.support.guidelines import build_plain, sound_copy, tree
from tests.support.waiting import until

pytestmark = pytest.mark.usefixtures("forks")

LONG = 30.0
"""Seconds in which anything here ends, unless it hangs."""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pool, "SMALL", 0)
    monkeypatch.setattr(pool, "_CHUNK", 1)
    return sound_copy(tmp_path)


def within_reason(work: Callable[[], None]) -> int | None:
    """Return the exit status of ``work`` in a process of its own, or None if it hangs."""
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join(LONG)
    if process.is_alive():
        process.kill()
    return process.exitcode


def die(*_: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def fail(*_: object) -> NoReturn:
    raise ValueError("noe i koden")


def read(root: Path, jobs: int) -> list[Any]:
    with WorkerPool(root, jobs) as workers:
        workers.start_reading(recommendation_paths(root))
        return sorted(workers.finish_reading())


def test_processes_read_what_one_reads(root: Path) -> None:
    assert read(root, 1) == read(root, 2) == read(root, 5)
    assert [row[0] for row in read(root, 2)] == recommendation_paths(root)


def test_processes_build_what_one_builds(root: Path) -> None:
    build_plain(root, jobs=1)
    alone = tree(root / "site")
    for jobs in (2, 5):
        shutil.rmtree(root / STATE)
        build_plain(root, jobs=jobs)
        assert tree(root / "site") == alone


def test_few_files_need_no_process(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "SMALL", 3)
    monkeypatch.setattr(WorkerPool, "_start", fail)
    assert len(read(root, 2)) == 3


@pytest.mark.parametrize("work", ["read", "render", "count", "weigh"])
def test_a_dead_worker_is_told_of_and_not_waited_for(
    root: Path, work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Worker.__dict__[work]

    def die_once(*arguments: Any) -> Any:
        """Kill the first worker that comes here; the others go on."""
        try:
            (root / "drept").mkdir()
        except FileExistsError:
            return done(*arguments)
        die()

    monkeypatch.setattr(Worker, work, die_once)

    def run() -> None:
        with pytest.raises(WorkerPoolError, match="stanset uventet"):
            build_plain(root, jobs=2)

    assert within_reason(run) == 0
    assert not (root / "site").exists()


@pytest.mark.parametrize("work", ["read", "render", "count", "weigh"])
def test_a_failing_worker_says_where(
    root: Path, work: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Worker, work, fail)
    with pytest.raises(WorkerPoolError) as caught:
        build_plain(root, jobs=2)
    assert "ValueError: noe i koden" in "".join(caught.value.__notes__)
    assert "Traceback" not in capfd.readouterr().err
    assert not (root / "site").exists()


def test_a_stale_file_in_a_worker_is_stale_here(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(*_: object) -> NoReturn:
        raise ChangedError("recommendations/a/b.yml")

    monkeypatch.setattr(Worker, "render", stale)
    with pytest.raises(ChangedError, match=r"a/b\.yml"):
        build_plain(root, jobs=2)


def test_pages_are_counted_while_nobody_waits_for_them(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = root / "talt"
    monkeypatch.setattr(Worker, "count", lambda *_: counted.touch())
    with WorkerPool(root, 2) as workers:
        workers.shares([b"en", b"to"])
        until(counted.exists)


def test_no_process_stays_when_the_crew_goes(root: Path) -> None:
    workers = WorkerPool(root, 2)
    workers.start_reading(recommendation_paths(root))
    processes = [process for process, _ in workers._workers]
    assert len(processes) == 2
    workers.close()
    assert not any(process.is_alive() for process in processes)


def test_workers_end_when_the_crew_is_killed(root: Path) -> None:
    reader, writer = os.pipe()

    def run() -> None:
        workers = WorkerPool(root, 2)
        workers.start_reading(recommendation_paths(root))
        workers.finish_reading()
        die()

    assert within_reason(run) == -signal.SIGKILL
    os.close(writer)
    with open(reader, "rb") as stream:
        assert stream.read() == b""  # ends when the last worker has closed its copy of the pipe
