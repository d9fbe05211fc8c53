"""The report as GitHub workflow annotations.

Format and escaping:
https://docs.github.com/actions/reference/workflow-commands-for-github-actions and
https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rettesnor.model.problem import Problem, Severity
from rettesnor.reading.checks.reporters.people import visible
from rettesnor.reading.checks.reporters.totals import count

_ENDS = re.compile(r"([\r\n])")
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def render(problems: Sequence[Problem]) -> str:
    """Return one annotation a line, and a closing line for the log."""
    lines = [_annotation(problem) for problem in problems]
    return "\n".join([*lines, str(count(problems))]) + "\n"


def _annotation(problem: Problem) -> str:
    message = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    return (
        f"::{_COMMANDS[problem.severity]} file={_property(problem.path)},line={problem.line},"
        f"col={problem.column},title={_property(problem.code)}::{_data(message)}"
    )


def _data(text: str) -> str:
    """Return ``text`` escaped, with what could move the cursor or colour the log shown as «�»."""
    text = "".join(part if part in "\r\n" else visible(part) for part in _ENDS.split(text))
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
