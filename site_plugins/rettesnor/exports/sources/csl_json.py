"""CSL-JSON: the items as they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def write(items: Iterable[Mapping[str, Any]]) -> tuple[str, list[tuple[str, str]]]:
    """Return ``items`` as CSL-JSON; nothing is lost."""
    return json.dumps(list(items), ensure_ascii=False, indent=2) + "\n", []
