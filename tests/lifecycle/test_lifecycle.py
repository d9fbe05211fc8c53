"""A few lives, the same each time: the long run is ``make rehearse``."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.lifecycle.machine import LifeCycle, RealLifeCycle, SmallLifeCycle
from tests.lifecycle.walk import walk

SHORT = settings(
    deadline=None, database=None, derandomize=True, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
)

TestSmall = SmallLifeCycle.TestCase
TestSmall.settings = settings(SHORT, max_examples=1, stateful_step_count=5)


@pytest.mark.parametrize(("kind", "seed", "steps"), [
    (SmallLifeCycle, 1, 10), (RealLifeCycle, 3, 1),
])
def test_a_random_walk(kind: type[LifeCycle], seed: int, steps: int) -> None:
    life = kind()
    try:
        walk(life, seed, steps)
    finally:
        life.teardown()
