"""The report as SARIF 2.1.0, for code scanning.

Specification: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html (section
numbers below). GitHub's demands:
https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from rettesnor.model.problem import Problem, Severity
from rettesnor.reading.checks import explain
from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.checks.reporters.totals import count

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_RESULTS = 5_000
"""Most problems in one log: GitHub shows no more of them, and takes a file of 10 MB at most."""
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_ROOT = "%SRCROOT%"
"""The base of paths, by the name that GitHub and the specification's examples use (§ 3.4.4)."""


def render(problems: Sequence[Problem], *, version: str = "", strict: bool = False) -> str:
    """Return the report as a SARIF log with one run, ending in a newline.

    Args:
        version: the version of Rettesnor, when known.
        strict: whether a warning fails the check.
    """
    codes = list(CODES)
    indexes = {code: index for index, code in enumerate(codes)}
    seen: Counter[str] = Counter()
    driver: dict[str, Any] = {"name": "Rettesnor", "language": "nb"}
    if version:
        driver["version"] = version
    driver["rules"] = [_rule(code) for code in codes]
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "Mappa retningslinja ligger i."}}
        },
        "results": [_result(problem, indexes, seen) for problem in problems[:MAX_RESULTS]],
    }
    # Whether the check could run, and what it came to, are two things (§ 3.20.14).
    status = 0 if count(problems).pass_check(strict=strict) else 1
    invocation: dict[str, Any] = {"executionSuccessful": True, "exitCode": status}
    if len(problems) > MAX_RESULTS:
        invocation["toolExecutionNotifications"] = [{
            "level": "warning",
            "message": {"text": f"Bare {MAX_RESULTS} av {len(problems)} problemer er med her."},
        }]
    run["invocations"] = [invocation]
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    text = json.dumps(log, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()


def _rule(code: str) -> dict[str, Any]:
    """Return the reportingDescriptor of a code (§ 3.49), with its page as help."""
    known = CODES[code]
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": known.summary},
        "defaultConfiguration": {"level": _LEVELS[known.severity]},
    }
    page = explain.page(code)
    if page:
        rule["help"] = {"text": page, "markdown": page}
    return rule


def _result(problem: Problem, indexes: dict[str, int], seen: Counter[str]) -> dict[str, Any]:
    """Return the result (§ 3.27) of a problem."""
    message = f"{problem.message} {problem.hint}".strip()
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(os.fsencode(problem.path)), "uriBaseId": _ROOT},
            "region": {"startLine": problem.line, "startColumn": problem.column},
        }
    }
    if problem.field:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.field}]  # § 3.33.5
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "level": _LEVELS[problem.severity],
        "message": {"text": message},
        "locations": [location],
        "partialFingerprints": {"rettesnorProblem/v1": _fingerprint(problem, seen)},
    }
    if problem.code in indexes:
        result["ruleIndex"] = indexes[problem.code]
    return result


def _fingerprint(problem: Problem, seen: Counter[str]) -> str:
    """Return what tells a problem from others and stays when lines move (§ 3.27.17).

    Equal problems in one file are distinguished by their order.
    """
    same = "\0".join((problem.path, problem.code, problem.message))
    seen[same] += 1
    return hashlib.sha256(f"{same}\0{seen[same]}".encode(errors="surrogatepass")).hexdigest()[:32]
