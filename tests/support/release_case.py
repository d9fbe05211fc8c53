"""The small guideline that releases are tried on: before a revision, and after it."""

from __future__ import annotations

import dataclasses
import os
import shutil
import tempfile
import typing
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import strategies as st
from rettesnor.cli.main import main
from rettesnor.publishing.options import Theme

from tests.support.guidelines import PROJECT, plain_dressing

CASES = Path(__file__).parents[1] / "cases" / "release"
FIRST, SECOND = ("1.0.0", "2026-11-22"), ("2.0.0", "2027-03-01")


class Case:
    """A copy of the guideline below ``root``, and the commands run on it."""

    def __init__(self, root: Path, source: Path = CASES / "before") -> None:
        self.root = root
        shutil.copytree(source, root, dirs_exist_ok=True)
        if not (root / "mkdocs.yml").exists():  # without one there is no site, and so no release
            shutil.copy(PROJECT / "mkdocs.yml", root)

    def run(self, *arguments: str) -> int:
        """Run a command in one process; return its exit status."""
        command, *rest = arguments
        return main([command, "--root", str(self.root), "--jobs", "1", *rest])

    def release(self, version: str, date: str, *more: str, rehearse: bool = False) -> int:
        """Run ``rettesnor release`` on that very day.

        Args:
            rehearse: build the site that would follow, in the plain dressing; that takes ten times
                as long as the rest.
        """
        with today(date), mock.patch("rettesnor.cli.common.theme", lambda *_: _dressing()):
            if rehearse:
                return self.run("release", version, "--date", date, *more)
            with mock.patch("rettesnor.cli.release._rehearsed", lambda *_: mock.Mock(pages=1)):
                return self.run("release", version, "--date", date, *more)

    def revise(self) -> None:
        """Carry out the revision in ``cases/release/after``."""
        shutil.copytree(CASES / "after", self.root, dirs_exist_ok=True)
        removed = self.root / "removed.txt"
        for path in removed.read_text(encoding="utf-8").split():
            (self.root / path).unlink()
        removed.unlink()

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a file; ``old`` must be in it."""
        text = self.text(path)
        assert old in text, f"{old!r} is not in {path}"
        (self.root / path).write_text(text.replace(old, new), encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def text(self, path: str) -> str:
        """Return the text of a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def tree(self) -> dict[str, bytes]:
        """Return every file but the cache, by path."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and ".rettesnor" not in path.parts
        }


@cache
def _dressing() -> Theme:
    return plain_dressing(Path(tempfile.mkdtemp(prefix="rettesnor-")))


def today(day: str) -> typing.ContextManager[Any]:
    """Let it be noon of ``day``."""
    noon = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    return mock.patch.dict(os.environ, SOURCE_DATE_EPOCH=str(int(noon.timestamp())))


def fragment(
    slag: str, *fields: str, hva: str = "Noe er endret for leserne.",
    unheard: str = "Loven er endret, og lovforslaget har vært på høring.",
) -> str:
    """Return a fragment with the fields that all have filled in, and ``fields`` next to them.

    Args:
        unheard: why a substantive change was not heard.
    """
    lines = [f"slag: {slag}", *fields, f"hva: {hva}"]
    lines += ["hvorfor:", "  - type: feil rettet", "besluttet_av: Prøveetaten"]
    given = "" if any(f.startswith("vesentlig") for f in fields) else "vesentlig: false"
    if unheard and "vesentlig: true" in fields:
        given = f"uten_horing: {unheard}"
    return "\n".join([*lines, "besluttet_dato: 2027-01-15", given, ""])


def instances(hint: Any, words: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Return values of a model's class with texts from ``words``, also in what lies inside it."""
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return st.builds(hint, **{name: instances(of, words) for name, of in hints.items()})
    if typing.get_origin(hint) is tuple:
        inner = instances(typing.get_args(hint)[0], words)
        return st.lists(inner, min_size=1, max_size=4).map(tuple)
    if typing.get_origin(hint) is Mapping:
        return st.dictionaries(
            st.sampled_from(["alder", "sted"]), instances(typing.get_args(hint)[1], words)
        )
    if type(None) in typing.get_args(hint):
        one = next(of for of in typing.get_args(hint) if of is not type(None))
        return st.none() | instances(one, words)
    return st.booleans() if hint is bool else words
