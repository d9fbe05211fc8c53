"""What the desk takes from the environment; ``rettesnor edit`` sets it.

``EDITOR_ROOT`` (the guideline's folder), ``EDITOR_STATE`` (the desk's own folder), ``EDITOR_KEY``
(Django's secret key), ``EDITOR_TOKEN`` (the one-time token of the first address), ``EDITOR_PORT``,
``EDITOR_DATE`` (the day that rules are judged on, instead of today).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """See the module."""

    root: Path
    state: Path
    key: str
    token: str
    port: int
    day: date | None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Config:
        """Return what ``environment`` says.

        Raises:
            KeyError: the secret key is not there.
        """
        root = Path(environment.get("EDITOR_ROOT", ".")).resolve()
        day = environment.get("EDITOR_DATE", "")
        return cls(
            root, Path(environment.get("EDITOR_STATE") or root / "redaksjonsdata"),
            environment["EDITOR_KEY"], environment.get("EDITOR_TOKEN", ""),
            int(environment.get("EDITOR_PORT", "8002")), date.fromisoformat(day) if day else None,
        )


@cache
def config() -> Config:
    """Return what the environment of this process says."""
    return Config.of(os.environ)
