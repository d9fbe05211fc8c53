"""What the past costs: ``python -m benchmarks.history``.

Releasing, verifying and comparing big guidelines, and building sites with 1, 10 and 50 old
versions. Builds are timed as whole commands, in turns, so that a busy moment hits them alike.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rettesnor.model.diff import diff
from rettesnor.model.edition import Edition
from rettesnor.releases.files import ReleaseMaterial, release_files
from rettesnor.releases.plan import ReleasePlan, plan_release
from rettesnor.releases.verify import verify

from benchmarks.generator import generate
from benchmarks.machine import this_machine
from benchmarks.measurement import time_command
from benchmarks.records import day_of, edition_of, revise, version_of, write_past

_PROJECT = Path(__file__).resolve().parent.parent
_RESULT = _PROJECT / "benchmarks" / "results" / "history.md"
_MB = 1_000_000
_LIMIT = 900.0
_DAY = "2027-12-01"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for.

    Attributes:
        size: recommendations to release, verify and compare.
        site: recommendations in the sites.
        verified: versions to verify.
        versions: how many old versions the sites have.
    """

    size: int
    site: int
    verified: int
    versions: tuple[int, ...]
    runs: int
    out: Path
    work: Path | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, its median, and what else is to be said."""

    what: str
    seconds: float
    remark: str = ""


def main(arguments: Sequence[str]) -> int:
    """Measure, write the table, and return the exit status."""
    options = _options(arguments)
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.work) as folder:
        root = Path(folder)
        rows = [*_records(options, root), *_builds(options, root)]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(_table(rows, options), encoding="utf-8")
    print(_table(rows, options))
    return 0


def _records(options: Options, root: Path) -> list[Row]:
    """Measure what works on records alone."""
    old = edition_of(generate(options.size))
    new = Edition(
        old.guideline, {id_: revise(r, "alt") for id_, r in old.recommendations.items()}
    )
    compared = _timed(options.runs, lambda: diff(old, new))
    released = _timed(options.runs, lambda: _release(old))
    _note(f"{options.verified} versions of {options.size}")
    write_past(options.size, options.verified, root / "verify")
    verdicts = []
    verified = _timed(options.runs, lambda: verdicts.append(verify(root / "verify")))
    size = sum(p.stat().st_size for p in (root / "verify/changelog").rglob("*") if p.is_file())
    shutil.rmtree(root / "verify")
    if any(verdict.faults for verdict in verdicts):
        raise ValueError(verdicts[0].faults[0])
    return [
        Row(f"release of {options.size} recommendations (draft and record)", released),
        Row(
            f"verify of {options.verified} versions × {options.size}", verified,
            f"{size / _MB / verified:.0f} MB/s of {size / _MB:.0f} MB",
        ),
        Row(f"diff of two versions of {options.size}, all changed", compared),
    ]


def _release(edition: Edition) -> None:
    drafted = plan_release(edition, None, (), version_of(0), day_of(0))
    assert isinstance(drafted, ReleasePlan)
    release_files(drafted, None, ReleaseMaterial(dict.fromkeys(edition.recommendations, "0" * 64)))


def _builds(options: Options, root: Path) -> list[Row]:
    """Measure building, cold and warm, with each number of versions."""
    sites = {}
    for count in options.versions:
        _note(f"a site of {options.site} with {count} versions")
        sites[count] = root / f"site-{count}"
        write_past(options.site, count, sites[count])
    cold: dict[int, list[float]] = {count: [] for count in sites}
    warm: dict[int, list[float]] = {count: [] for count in sites}
    for _ in range(options.runs):
        for count, place in sites.items():
            for name in (".rettesnor", "site"):
                shutil.rmtree(place / name, ignore_errors=True)
            cold[count].append(_build(place))
            _build(place)
    for _ in range(max(options.runs, 7)):
        for count, place in sites.items():
            warm[count].append(_build(place))
    base = median(warm[options.versions[0]])
    return [
        row
        for count in options.versions
        for row in (
            Row(f"build, {count} old versions of {options.site}, cold", median(cold[count])),
            Row(
                f"build, {count} old versions of {options.site}, warm", median(warm[count]),
                f"{median(warm[count]) / base:.2f} × that with {options.versions[0]}",
            ),
        )
    ]


def _build(root: Path) -> float:
    command = (sys.executable, "-m", "rettesnor.cli.main", "build", "--root", str(root))
    return time_command((*command, "--date", _DAY), root, _LIMIT).seconds


def _timed(runs: int, work: Callable[[], object]) -> float:
    """Return the median seconds of ``runs`` runs."""
    found = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return median(found)


def _table(rows: Sequence[Row], options: Options) -> str:
    machine = this_machine()
    lines = [
        "# What the past costs", "",
        f"Medians of {options.runs} (warm builds: of {max(options.runs, 7)}), whole commands for "
        f"builds. {machine.cpu}, {machine.cores} cores, {machine.kernel}, "
        f"Python {machine.python}.", "",
        "| what | seconds | |", "|---|---:|---|",
        *(f"| {row.what} | {row.seconds:.2f} | {row.remark} |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def _options(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history", description=__doc__)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--site", type=int, default=200)
    parser.add_argument("--verified", type=int, default=50)
    parser.add_argument("--versions", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=_RESULT)
    parser.add_argument("--work", type=Path, help="where to write guidelines while measuring")
    o = parser.parse_args(arguments)
    return Options(o.size, o.site, o.verified, tuple(o.versions), o.runs, o.out, o.work)


def _note(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
