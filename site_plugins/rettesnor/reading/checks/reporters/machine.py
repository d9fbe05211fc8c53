"""The report as JSON for other programs.

One object::

    {
      "format": "rettesnor-check",
      "version": 1,
      "strict": false,
      "passed": false,
      "totals": {"errors": 1, "warnings": 0, "files": 1},
      "problems": [
        {"path": "…", "line": 14, "column": 9, "severity": "feil", "code": "…",
         "message": "…", "hint": "…", "field": "praktisk_gjennomforing.steg.2.hva"}
      ],
      "suppressions": [
        {"path": "…", "line": 90, "code": "…", "reason": "…", "used": true}
      ]
    }

``passed`` is what the exit status says: no errors, and in ``strict`` (--strict) no warnings.
``severity`` is ``feil`` or ``advarsel``; ``hint`` may be empty; lines and columns count from 1,
columns in Unicode code points. ``field`` is the dotted path of the field that the problem is
about, where the items of a list count from 0; it is empty for a file as a whole. Fields may be
added; a change that removes one or changes its meaning raises ``version``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from rettesnor.model.problem import Problem, Suppression
from rettesnor.reading.checks.reporters.totals import count

VERSION = 1
"""Version of the shape."""


def render(
    problems: Sequence[Problem], suppressions: Sequence[Suppression] = (), *,
    strict: bool = False,
) -> str:
    """Return the report as indented JSON, ending in a newline."""
    totals = count(problems)
    report = {
        "format": "rettesnor-check",
        "version": VERSION,
        "strict": strict,
        "passed": totals.pass_check(strict=strict),
        "totals": asdict(totals),
        "problems": [asdict(p) | {"severity": p.severity.value} for p in problems],
        "suppressions": [asdict(suppression) for suppression in suppressions],
    }
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()  # names of files that are not UTF-8
