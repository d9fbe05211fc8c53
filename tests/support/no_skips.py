"""A pytest plugin for CI: a test that is skipped fails, and so does a file of tests.

What CI lacks, ``.ci/run`` installs. A test that another operating system alone can run is not
collected here.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

_SAID = "I CI hoppes ingen test over"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Fail a skipped test; one that is expected to fail is not skipped."""
    report = yield
    if not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """Fail a file that skips itself, as ``pytest.importorskip`` makes it do."""
    report = yield
    _fail(report)
    return report


def _fail(report: Any) -> None:
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{_SAID}: {reason}"
