"""Drive guidelines through random lives for a while: ``python -m tests.lifecycle --minutes 30``."""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.lifecycle.machine import LifeCycle, RealLifeCycle, SmallLifeCycle


def run(kind: type[LifeCycle], number: int, *, examples: int, steps: int, shrink: bool) -> None:
    """Live ``examples`` lives of ``steps`` acts each, chosen by the seed ``number``."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)

    @seed(number)
    class Seeded(kind):  # type: ignore[misc, valid-type]
        pass

    machine: type[RuleBasedStateMachine] = Seeded
    run_state_machine_as_test(machine, settings=settings(  # type: ignore[no-untyped-call]
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
        derandomize=False, phases=phases, print_blob=False, verbosity=Verbosity.normal,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    ))


def main() -> int:
    """Run until the time is up; return 1 when a life broke what must hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--steps", type=int, default=20, help="acts in each life")
    parser.add_argument("--seed", type=int, help="run only the lives of this seed")
    parser.add_argument("--only", choices=("small", "real"))
    parser.add_argument("--shrink", action="store_true", help="look for a shorter sequence")
    parser.add_argument("--keep-going", action="store_true", help="go on after a fault")
    options = parser.parse_args()
    kinds: list[type[LifeCycle]] = [
        kind for kind, name in ((SmallLifeCycle, "small"), (RealLifeCycle, "real"))
        if options.only in (None, name)
    ]
    LifeCycle.documents_every = 40
    end, failed, number = time.monotonic() + options.minutes * 60, 0, 0
    while time.monotonic() < end:
        chosen = options.seed if options.seed is not None else random.randrange(2**32)
        for kind in kinds:
            if time.monotonic() > end:
                break
            try:
                run(kind, chosen, examples=2, steps=options.steps, shrink=options.shrink)
            except Exception:
                failed += 1
                print(f"--- {kind.__name__}, --seed {chosen}", flush=True)
                traceback.print_exc(limit=-6, file=sys.stdout)
        number += 1
        if options.seed is not None or (failed and not options.keep_going):
            break
    for name, count in sorted(LifeCycle.tally.items()):
        print(f"{count:6} {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
