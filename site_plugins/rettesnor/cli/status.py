"""``rettesnor status``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from rettesnor.cli import common
from rettesnor.cli.working_tree import WorkingTree, read_tree
from rettesnor.reading.rules.norwegian import day as written
from rettesnor.record.review import Review, reviews

_HEADINGS = {
    "forfalt": "Fristen for gjennomgang er passert:",
    "snart": "Skal gjennomgås innen seks måneder:",
    "lov": "Loven er endret siden siste faglige oppdatering:",
    "uten-frist": "Har ingen frist for gjennomgang:",
}


def run(options: argparse.Namespace) -> int:
    """Print what is due for review; return 1 when something is overdue, else 0."""
    as_of = common.day(options)
    due = tree_reviews(read_tree(options), as_of.isoformat())
    for kind, heading in _HEADINGS.items():
        lines = [_line(review) for review in due if review.kind == kind]
        if lines:
            print("\n".join([heading, *lines, ""]))
    if not due:
        print("Ingenting må gjennomgås de neste seks månedene.")
    return 1 if any(review.kind in ("forfalt", "lov") for review in due) else 0


def tree_reviews(tree: WorkingTree, as_of: str) -> Sequence[Review]:
    """Return what in the working tree is due for review on the day ``as_of``."""
    return reviews(tree.frame.guideline, tree.survey.whole.entries, as_of)


def _line(review: Review) -> str:
    about = f": {review.about}" if review.about else ""
    date = f" ({written(review.date)})" if review.date else ""
    return f"  {review.id}{about}{date}"
