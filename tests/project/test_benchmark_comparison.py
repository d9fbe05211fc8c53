"""What a run's figures say together, and that a run that is cut short leaves what it has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.__main__ import _write
from benchmarks.comparison import expected, growth, ratio
from benchmarks.figures import Figures, Footprint, Gap, Sample, Subject
from benchmarks.generator import generate
from benchmarks.machine import Machine
from benchmarks.report import Run
from benchmarks.series import Series
from benchmarks.tools import Tool


def sample(
    tool: str, size: int, seconds: float, operation: str = "cold", round_: int = 1
) -> Sample:
    return Sample(tool, size, operation, round_, seconds)


def test_one_tool_as_a_multiple_of_another() -> None:
    samples = [
        sample("rettesnor", 1000, 1.0), sample("rettesnor", 1000, 9.0, round_=2),
        sample("rettesnor", 1000, 2.0, round_=3),
        sample("hugo", 1000, 4.0), sample("hugo", 1000, 8.0, "edit"),
    ]
    assert ratio(samples, "hugo", 1000, "cold") == 0.5
    assert ratio(samples, "hugo", 1000, "edit") is None
    assert ratio(samples, "material", 1000, "cold") is None


def test_growth_needs_both_sizes() -> None:
    samples = [sample("hugo", 1000, 2.0), sample("hugo", 10_000, 30.0)]
    assert growth(samples, "hugo", "cold") == 15.0
    assert growth(samples[:1], "hugo", "cold") is None


@pytest.mark.parametrize(
    ("known", "seconds"),
    [
        ({}, None), ({100: 3.0}, 30.0), ({10: 0.5, 100: 5.0}, 50.0),
        ({10: 0.05, 100: 5.0}, 500.0), ({10: 4.0, 100: 5.0}, 50.0),
    ],
    ids=["nothing", "one size", "proportional", "quadratic", "never less than proportional"],
)
def test_what_a_size_is_expected_to_take(
    known: dict[int, float], seconds: float | None
) -> None:
    found = expected([sample("hugo", n, s) for n, s in known.items()], "hugo", 1000)
    assert found == (None if seconds is None else pytest.approx(seconds))


class NoContent:
    """Content of a tool that must not be run."""

    def write(self, *arguments: object) -> None:
        raise AssertionError("the tool was run")

    revise = write


def test_a_tool_that_would_take_too_long_is_left_out(tmp_path: Path) -> None:
    tool = Tool("hugo", "Hugo", "1", (), ("false",), NoContent(), (), ())
    figures = Figures([sample("hugo", 5, 3.0), sample("hugo", 8, 60.0)])
    (tmp_path / "work").mkdir()
    series = Series(generate(12, 1), tmp_path / "work", tmp_path / "aside", 100.0, figures)
    left = series.run([tool], 1, lambda _: None)
    assert left == []
    (gap,) = figures.gaps
    assert (gap.tool, gap.size) == ("hugo", 12) and "let expect" in gap.reason


@pytest.fixture
def run() -> Run:
    subjects = tuple(
        Subject(name, name.title(), "1", (), (), ()) for name in ("rettesnor", "hugo", "material")
    )
    figures = Figures([
        sample("rettesnor", 1000, 1.5), sample("rettesnor", 10_000, 12.0),
        sample("hugo", 1000, 1.2), sample("hugo", 10_000, 13.0), sample("material", 1000, 60.0),
    ])
    figures.footprints.append(Footprint("hugo", 1000, 1, 1, 1, 1, 1))
    figures.gaps.append(Gap("material", 10_000, "left out: too slow"))
    machine = Machine("cpu", 2, 1, "Linux", "3")
    return Run(
        "2026-11-01", 1, 1, 600, 0, 0, (1000, 10_000), machine, subjects, (), figures
    )


def test_the_report_tells_ratios_growth_and_what_was_left_out(run: Run, tmp_path: Path) -> None:
    _write(run, tmp_path)
    table = (tmp_path / "table.md").read_text(encoding="utf-8")
    assert "| Cold build, × Hugo | 1.25 | 0.92 |" in table
    assert "| Cold build, × Material | 0.03 | - |" in table
    assert "| Rettesnor | 8.00 |" in table
    assert "| Material | 60.00 (60.00 to 60.00) | left out |" in table
    assert "- Material, 10000 recommendations: left out: too slow" in table


def test_results_are_written_whole_over_those_of_a_smaller_size(run: Run, tmp_path: Path) -> None:
    _write(replace(run, sizes=(1000,)), tmp_path)
    _write(run, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "figures.json", "plot.svg", "table.md",
    ]
    assert "10 000" in (tmp_path / "table.md").read_text(encoding="utf-8")
