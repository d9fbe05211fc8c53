"""Taking the publishable result of a round into the guideline's folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rettesnor.model.hearing import Comment, Result

NAME = "innspill.json"
"""The file in ``guideline/horinger/<id>/`` that a result is written to."""


def overruled(old: Result, new: Result) -> tuple[str, ...]:
    """Return, a line each, what stands in ``old`` and would be lost or decided anew by ``new``."""
    coming = {comment.nummer: comment for comment in new.innspill}
    said = (_conflict(comment, coming.get(comment.nummer)) for comment in old.innspill)
    return tuple(filter(None, said))


def laid_out(data: Mapping[str, Any]) -> bytes:
    """Return a result as it is kept: by number, a field a line, so that changes can be read."""
    ordered = {
        **data,
        "svar": sorted(data["svar"], key=lambda answer: str(answer["nummer"])),
        "innspill": sorted(data["innspill"], key=lambda comment: _place(comment["nummer"])),
    }
    return (json.dumps(ordered, ensure_ascii=False, indent=1) + "\n").encode()


def _conflict(before: Comment, after: Comment | None) -> str:
    if after is None:
        return f"{before.nummer} er ikke med lenger."
    if before.vurdering.utfall and before.vurdering != after.vurdering:
        now = after.vurdering.utfall or "ikke vurdert"
        return f"{before.nummer} er vurdert som «{before.vurdering.utfall}», og blir «{now}»."
    return ""


def _place(number: str) -> tuple[str, int]:
    answer, _, comment = number.rpartition("-")
    return answer, int(comment)
