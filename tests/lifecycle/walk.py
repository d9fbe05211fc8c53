"""A random walk through the rules of a machine: every rule and every value as likely."""

from __future__ import annotations

import random
from typing import Any

from hypothesis.stateful import RULE_MARKER

from tests.lifecycle.machine import LifeCycle


def walk(life: LifeCycle, seed: int, steps: int) -> None:
    """Let ``life`` begin, and carry out ``steps`` rules chosen by ``seed``."""
    chance = random.Random(seed)
    marked = (getattr(member, RULE_MARKER, None) for _, member in sorted(vars(LifeCycle).items()))
    rules = [rule for rule in marked if rule is not None]
    life.begin()
    for _ in range(steps):
        rule = chance.choice(rules)
        values = {name: _value(of, chance) for name, of in sorted(rule.arguments.items())}
        life.log.append(f"{rule.function.__name__}({values})")
        rule.function(life, **values)
        life.tally["steps"] += 1
        life.records_are_whole()


def _value(strategy: Any, chance: random.Random) -> Any:
    """Return a value of a strategy: of a range, of a list, or yes or no."""
    strategy = getattr(strategy, "wrapped_strategy", strategy)
    if hasattr(strategy, "start"):
        return chance.randint(strategy.start, strategy.end)
    elements = getattr(strategy, "elements", (False, True))
    return chance.choice(list(elements))
