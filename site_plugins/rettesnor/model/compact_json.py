"""JSON on one line, as data files and pages have it."""

from __future__ import annotations

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def compact(data: Any) -> str:
    """Return ``data``, whose keys are text, as one line of JSON.

    Records of releases are written otherwise: with keys in order (``releases/canonical_json``).

    Raises:
        ValueError: ``data`` has a number that JSON has no way to write.
    """
    return _ENCODER.encode(data)
