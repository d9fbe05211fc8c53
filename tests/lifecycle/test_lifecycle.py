"""A few lives, the same each time: the long run is ``make rehearse``."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

from tests.lifecycle.machine import RealLifeCycle, SmallLifeCycle

SHORT = settings(
    deadline=None, database=None, derandomize=True, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
)

TestSmall = SmallLifeCycle.TestCase
TestSmall.settings = settings(SHORT, max_examples=5, stateful_step_count=10)
TestReal = RealLifeCycle.TestCase
TestReal.settings = settings(SHORT, max_examples=2, stateful_step_count=6)
