"""Drive guidelines through random lives for a while: ``python -m tests.lifecycle --minutes 30``.

Acts are chosen evenly here. Hypothesis begins with the plainest examples, and turns most rules off
in each: good for finding a short sequence, poor for finding a rare one in few, costly lives.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback

from tests.lifecycle.machine import LifeCycle, RealLifeCycle, SmallLifeCycle
from tests.lifecycle.walk import walk

_COUNTED = ("sequences", "steps", "builds", "releases", "warm against clean")


def main() -> int:
    """Run until the time is up; return 1 when a life broke what must hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--steps", type=int, default=20, help="acts in each life")
    parser.add_argument("--seed", type=int, help="live only the life of this seed")
    parser.add_argument("--only", choices=("small", "real"))
    parser.add_argument("--keep-going", action="store_true", help="go on after a fault")
    options = parser.parse_args()
    kinds: list[type[LifeCycle]] = [
        kind for kind, name in ((SmallLifeCycle, "small"), (RealLifeCycle, "real"))
        if options.only in (None, name)
    ]
    LifeCycle.documents_every = 40
    end, failed = time.monotonic() + options.minutes * 60, 0
    while time.monotonic() < end and (options.keep_going or not failed):
        chosen = options.seed if options.seed is not None else random.randrange(2**32)
        for kind in kinds:
            life = kind()
            try:
                walk(life, chosen, options.steps)
            except Exception:
                failed += 1
                print(f"--- {kind.__name__}, --seed {chosen} --steps {options.steps}")
                print("\n".join(life.log))
                traceback.print_exc(limit=-6, file=sys.stdout)
                sys.stdout.flush()
            finally:
                life.teardown()
            print(", ".join(f"{LifeCycle.tally[name]} {name}" for name in _COUNTED), flush=True)
        if options.seed is not None:
            break
    for name, count in sorted(LifeCycle.tally.items()):
        print(f"{count:6} {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
