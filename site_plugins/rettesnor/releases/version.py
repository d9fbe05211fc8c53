"""Version numbers and the steps between them, after Semantic Versioning 2.0.0 (semver.org).

What a reader must act on again (a strength or a short recommendation, something new or withdrawn)
is a breaking change. While the first number is 0, anything may change (semver, item 4), and the
steps move one place down, as Cargo and npm read such versions: breaking raises the second number,
everything else the third.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rettesnor.model.change import STEG

_FORM = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\Z")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A released version: three numbers, compared one by one."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def read_version(text: str) -> Version | None:
    """Return the version that ``text`` writes, or None; releases have no suffixes."""
    match = _FORM.match(text)
    return Version(*map(int, match.groups())) if match else None


def step_between(before: Version, after: Version) -> str:
    """Return the kind of step from one version to the next by the number that is raised."""
    if after.major != before.major:
        return STEG[2]
    return STEG[1] if after.minor != before.minor else STEG[0]


def least_after(version: Version, steg: str) -> Version:
    """Return the smallest version that may follow ``version`` by a step of the kind ``steg``."""
    size = STEG.index(steg)
    if version.major == 0:
        size = max(size - 1, 0)
    if size == 2:
        return Version(version.major + 1, 0, 0)
    if size == 1:
        return Version(version.major, version.minor + 1, 0)
    return Version(version.major, version.minor, version.patch + 1)
