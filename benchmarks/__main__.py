"""The command: ``python -m benchmarks``; the only module that prints and asks the clock's day."""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figures, Subject
from benchmarks.generator import generate
from benchmarks.machine import this_machine
from benchmarks.peers import PEERS, Unavailable
from benchmarks.plot import as_svg
from benchmarks.report import Run, as_json, as_markdown
from benchmarks.series import Series
from benchmarks.tools import Tool, rettesnor

_PROJECT = Path(__file__).resolve().parent.parent
_PLOT = "plot.svg"
_ASIDE = "aside"
"""Folder below the work folder for what is to be deleted when all is measured."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    sizes: tuple[int, ...]
    runs: int
    peers: tuple[str, ...]
    work: Path
    out: Path
    seed: int
    limit: float
    date: str
    command: str
    configuration: Path


def main(arguments: list[str]) -> int:
    """Measure and write the results, after every size; return 1 when nothing could be measured."""
    options = _options(arguments)
    _make_work(options.work)
    load = os.getloadavg()[0]
    tools, absent = _tools(options)
    figures = Figures()
    left = tools
    for number, size in enumerate(options.sizes, 1):
        if not left:
            break
        _note(f"{size} recommendations: {', '.join(tool.label for tool in left)}")
        series = Series(
            generate(size, options.seed), options.work / f"size-{size}", options.work / _ASIDE,
            options.limit, figures,
        )
        left = series.run(left, options.runs, _note)
        if figures.samples:
            _write(
                Run(
                    date=options.date,
                    rounds=options.runs,
                    seed=options.seed,
                    limit=options.limit,
                    load_before=load,
                    load_after=os.getloadavg()[0],
                    sizes=options.sizes[:number],
                    machine=this_machine(),
                    subjects=tuple(_subject(tool) for tool in tools),
                    absent=tuple(absent),
                    figures=figures,
                ),
                options.out,
            )
    shutil.rmtree(options.work / _ASIDE, ignore_errors=True)
    if not figures.samples:
        _note("nothing could be measured; the results of earlier runs are left as they were")
        return 1
    return 0


def _write(run: Run, folder: Path) -> None:
    """Write the results so far: a run that is cut short leaves what it measured."""
    folder.mkdir(parents=True, exist_ok=True)
    results = {"figures.json": as_json(run), "table.md": as_markdown(run, _PLOT)}
    results[_PLOT] = as_svg(run)
    for name, text in results.items():
        aside = folder / f"{name}.new"
        aside.write_text(text, encoding="utf-8")
        aside.replace(folder / name)
    _note(f"written: {folder}")


def _options(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("--sizes", default="17,200,1000,3000,10000", help="recommendations, comma-separated")
    add("--runs", type=int, default=3, help="timed rounds (default 3)")
    add("--peers", default=",".join(PEERS), help=f"of {', '.join(PEERS)}; or none")
    add("--work", type=Path, default=Path(".benchmarks"), help="peers and generated content")
    add("--out", type=Path, default=Path(__file__).parent / "results", help="where results go")
    add("--seed", type=int, default=1, help="the number the guidelines are drawn from")
    add("--limit", type=float, default=600.0, help="seconds after which a command is given up")
    add("--date", default=datetime.date.today().isoformat(), help="the day of the run")
    add("--command", default=_own_command(), help="the project's command line")
    add(
        "--configuration",
        type=Path,
        default=_PROJECT / "mkdocs.yml",
        help="the mkdocs.yml to build by",
    )
    given = parser.parse_args(arguments)
    peers = () if given.peers == "none" else tuple(given.peers.split(","))
    if unknown := set(peers) - set(PEERS):
        parser.error(f"unknown peers: {', '.join(sorted(unknown))}")
    return Options(
        sizes=tuple(sorted(int(size) for size in given.sizes.split(","))),
        runs=given.runs,
        peers=peers,
        work=given.work.resolve(),
        out=given.out,
        seed=given.seed,
        limit=given.limit,
        date=given.date,
        command=given.command,
        configuration=given.configuration,
    )


def _own_command() -> str:
    beside = Path(sys.executable).with_name("rettesnor")
    return str(beside) if beside.exists() else shutil.which("rettesnor") or "rettesnor"


def _make_work(folder: Path) -> None:
    """Make the work folder and keep it out of version control."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def _tools(options: Options) -> tuple[list[Tool], list[tuple[str, str]]]:
    tools: list[Tool] = []
    absent: list[tuple[str, str]] = []
    command = shutil.which(options.command)
    if command and options.configuration.is_file():
        text = options.configuration.read_text(encoding="utf-8")
        tools.append(rettesnor(str(Path(command).absolute()), text))
    else:
        absent.append(("rettesnor", "its command or mkdocs.yml is not here"))
    for name in options.peers:
        _note(f"installing {name}")
        try:
            tools.append(PEERS[name](options.work / "peers" / name))
        except Unavailable as error:
            _note(f"{name} is left out: {error}")
            absent.append((name, str(error)))
    return tools, absent


def _subject(tool: Tool) -> Subject:
    command = (Path(tool.build[0]).name, *(Path(part).name for part in tool.build[1:]))
    return Subject(tool.name, tool.label, tool.version, tool.packages, command, tool.remarks)


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
