"""Guidelines to test with: copies of the sound one, and what builds and compares their sites."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rettesnor.publishing.cache.store import digest_of
from rettesnor.publishing.options import BuildOptions, BuildResult, Theme
from rettesnor.publishing.output.layout import DEPTHS, LOST, SLOTS, Layout, PageLayout
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.theme import files_below
from rettesnor.publishing.theme_files import shared_texts
from rettesnor.reading.checks.run import ProjectCheck

from tests.support.check_case import DAY, read_survey, sound_files

PROJECT = Path(__file__).resolve().parents[2]
THEME = PROJECT / "site_plugins" / "rettesnor" / "rendering" / "theme"
EARLY = "recommendations/samarbeid-med-hjemmet/tidlig-samtale.yml"
ALL = "recommendations/samarbeid-med-hjemmet/snakke-med-alle.yml"
COMPETENCE = "recommendations/kompetanse/relevant-kompetanse.yml"
EARLY_PAGE = "samarbeid-med-hjemmet/tidlig-samtale/index.html"
GUIDELINE = "guideline/guideline.yml"

WATCHED = ("recommendations", "changelog", "schema")
"""Folders that ``mkdocs.yml`` names, and that must be there."""

Tree = dict[str, bytes]
"""A folder's files by path."""


def sound_copy(root: Path) -> Path:
    """Write the sound guideline, with the project's own ``mkdocs.yml``, into ``root``."""
    for folder in WATCHED:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for path, text in sound_files().items():
        put(root, path, text)
    put(root, "mkdocs.yml", (PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    return root


def unreleased(root: Path) -> None:
    """Let a copy of the project's guideline, without its records, be what the pilot was."""
    text = (root / GUIDELINE).read_text(encoding="utf-8")
    put(root, GUIDELINE, re.sub(r"(?m)^versjon: .*$", "versjon: 0.1.0", text))
    for file in root.glob("recommendations/*/*.yml"):  # judged before a test's day, not after it
        judged = re.sub(r"(?m)^( +dato: ).*$", r"\g<1>2026-05-04", file.read_text(encoding="utf-8"))
        file.write_text(judged, encoding="utf-8")


def put(root: Path, path: str, text: str) -> None:
    """Write ``text`` to ``path`` below ``root``."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Replace ``old``, which must be there, by ``new`` in a file."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    put(root, path, text.replace(old, new))


def read_all(root: Path, as_of: date) -> ProjectCheck:
    """Return the survey of the guideline in ``root``, leaving no trace there."""
    return read_survey(root, as_of)


def quoted(page: str) -> str:
    """Return a page with quotes around every value: pages leave out those that say nothing."""
    return _TAG.sub(lambda tag: _BARE.sub(r'\1="\2"', tag[0]), page)


_TAG = re.compile(r"<[a-z][^<>]*>")
_BARE = re.compile(r"""( [a-z-]+)=([^\s"'=<>`]+)""")


def frame_html(depth: int) -> str:
    """Return a frame with every slot: what a theme gives, without a theme."""
    root = "/" if depth == LOST else "../" * depth or "./"
    slots = "\n".join(f"<div data-{name}>@@rn:{name}@@</div>" for name in SLOTS)
    return f'<!doctype html>\n<link href="{root}assets/site.css">\n{slots}\n'


def plain_dressing(folder: Path, frames: Mapping[int, str] | None = None) -> Theme:
    """Return a dressing made by hand; its assets, empty but for one, are those pages ask for."""
    put(folder, "assets/site.css", "body { color: black }\n")
    for asset in THEME.rglob("assets/*/*.*"):
        put(folder, asset.relative_to(THEME).as_posix(), "")
    for name in shared_texts():
        put(folder, name, "")
    texts = frames or {depth: frame_html(depth) for depth in (LOST, *DEPTHS)}
    shell = PageLayout(
        {depth: Layout.cut(text) for depth, text in texts.items()},
        digest_of(sorted(texts.items())), "https://example.test/",
    )
    return Theme(shell, files_below(folder))


def build_plain(
    root: Path, site: Path | None = None, *, jobs: int = 1, tolerant: bool = False,
    dressing: Theme | None = None, as_of: date = DAY,
) -> BuildResult:
    """Build the guideline in ``root`` in the plain dressing (to ``root/site``)."""
    dressed = dressing or plain_dressing(root / ".dressing")
    order = BuildOptions(root, site or root / "site", as_of, jobs, tolerant)
    return build(order, lambda _: dressed)


def tree(folder: Path) -> Tree:
    """Return every file below ``folder`` with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }
