"""Taking the publishable result of a round into the guideline's folder.

The reception judges what it hands out by the same functions, so nothing it hands out is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from rettesnor.model.hearing import Comment, Result
from rettesnor.model.problem import Problem
from rettesnor.publishing.hearings import gather
from rettesnor.reading.content.hearing_rounds import FOLDER
from rettesnor.reading.files.decoding import HIDDEN
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.project import Project

NAME = "innspill.json"
"""The file in ``guideline/horinger/<id>/`` that a result is written to."""


def overruled(old: Result, new: Result) -> tuple[str, ...]:
    """Return, a line each, what stands in ``old`` and would be lost or decided again by ``new``."""
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
    text = json.dumps(ordered, ensure_ascii=False, indent=1) + "\n"
    return HIDDEN.sub(_escaped, text).encode()


def path_of(id_: str) -> str:
    """Return the path of the result of the round ``id_``."""
    return f"{FOLDER}/{id_}/{NAME}"


def judge(project: Project, document: Document) -> list[Problem]:
    """Return what the rules find in ``document`` as if it stood in the folder of its round.

    Raises:
        SnapshotError: a release that is heard cannot be read.
    """
    path = path_of(document.data["horing"])
    overlaid = project.with_rounds({path: laid_out(document.data)})
    return [problem for problem in gather(overlaid).problems if problem.path == path]


def _escaped(found: re.Match[str]) -> str:
    """Return a hidden character as JSON writes it, so that everybody who opens the file sees it."""
    return json.dumps(found[0])[1:-1]


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
