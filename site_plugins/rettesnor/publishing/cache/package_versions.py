"""Which versions of packages are installed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

_SEPARATORS = re.compile(r"[-_.]+")


@cache
def installed_version(name: str) -> str:
    """Return the version of the installed distribution ``name``; empty when there is none.

    It stands in the name of the folder that installers lay beside a package
    (https://packaging.python.org/en/latest/specifications/recording-installed-packages/). Only for
    what was installed in another way is ``importlib.metadata`` asked, whose import takes longer
    than all else that a build without changes does with packages.
    """
    found = _recorded().get(_normal(name))
    if found is not None:
        return found
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@cache
def _recorded() -> Mapping[str, str]:
    """Return the version of every package with a ``.dist-info`` folder, the first on the path."""
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):  # an archive, or nothing
            for entry in os.listdir(folder or "."):
                name, _, version = entry.removesuffix(".dist-info").rpartition("-")
                if entry.endswith(".dist-info"):
                    found.setdefault(_normal(name), version)
    return found


def _normal(name: str) -> str:
    """Return ``name`` as all spellings of it compare equal (PEP 503)."""
    return _SEPARATORS.sub("-", name).lower()
