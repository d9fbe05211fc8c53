"""A site to look at while writing: problems are shown, they do not stand in the way."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from rettesnor.model.problem import Problem, Severity
from rettesnor.platform import SYSTEM
from rettesnor.publishing.options import BuildOptions, BuildResult, ThemeLoader
from rettesnor.publishing.output.target_dir import PROBLEMS, STANDING_IN, is_placeholder
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.preview.last_valid import LastValidTexts


def preview(order: BuildOptions, dresser: ThemeLoader) -> BuildResult:
    """Build what can be shown of the guideline, and lay its problems next to the pages.

    A recommendation or a translation with errors is shown as it was when it was last sound. What
    remembers that is ``order.last_sound``, which the caller keeps from one build to the next.
    When a file for the whole guideline is not sound the last site stays as it is; when there is
    none, a page that lists the problems stands in.
    """
    outcome = build(replace(order, last_sound=order.last_sound or LastValidTexts()), dresser)
    if outcome.pages and not outcome.survey.sound:  # links to what is unsound lead to nothing
        outcome = replace(outcome, faults=())
    if not outcome.pages and _is_free(order.site / "index.html"):
        order.site.mkdir(parents=True, exist_ok=True)
        replace_file(order.site / "index.html", stand_in(outcome.survey.problems))
    shown = shown_problems(outcome.survey.problems, outcome.faults)
    replace_file(order.site / PROBLEMS, json.dumps(shown))
    return outcome


def shown_problems(
    problems: Sequence[Problem], faults: Sequence[str]
) -> list[dict[str, str | int]]:
    """Return what the page's script is to list."""
    return [*map(_fault, faults), *map(_shown, problems)]


def _shown(problem: Problem) -> dict[str, str | int]:
    return {
        "path": problem.path, "line": problem.line, "column": problem.column,
        "code": problem.code, "message": problem.message, "hint": problem.hint,
        "severity": problem.severity.value,
    }


def _fault(said: str) -> dict[str, str | int]:
    """Return what is wrong with the site itself, in the shape of a problem."""
    return {
        "path": "nettstedet", "line": 0, "column": 0, "code": "feil-i-nettstedet",
        "message": said, "hint": "", "severity": Severity.ERROR.value,
    }


def _is_free(page: Path) -> bool:
    """Whether there is no ``page`` yet, or only one that stands in for it."""
    return not page.exists() or is_placeholder(page)


def stand_in(problems: Sequence[Problem]) -> str:
    """Return the page that is shown until there is a site."""
    items = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems)
    return (
        f"{STANDING_IN}<p>Rett dette, så kommer siden av seg selv:</p>"
        f"<ul>{items}</ul></body></html>\n"
    )


def replace_file(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` in one step, never into a file that has a second name."""
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    aside.write_text(text, encoding="utf-8", newline="\n")
    SYSTEM.replace(aside, path)
