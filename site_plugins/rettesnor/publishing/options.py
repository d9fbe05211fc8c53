"""What a build is asked for, what it is dressed in, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rettesnor.model.guideline import Guideline
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.preview.last_valid import LastValidTexts
from rettesnor.reading.checks.run import ProjectCheck

STATE = ".rettesnor"
"""Folder in a guideline's root for everything that can be made again."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What to build.

    Attributes:
        root: the guideline's folder.
        site: where the site is to stand.
        as_of: the day the rules are judged on.
        jobs: how many processes may work.
        tolerant: publish whatever is sound enough to have a page, whatever the problems.
        state: tells kinds of build apart whose pages are kept side by side.
        released: publish the newest release, and show the working tree beside it where it differs.
        full: make everything anew, whatever earlier builds left.
        documents: the formats of documents to make as well (see ``documents.ALL``).
        offline: pack the site for reading without a network, too.
        exchange: give the content in the shapes of other systems, too.
        last_sound: remembers the last sound texts of a preview, which stand in for files with
            errors; None for a site that is to be published.
    """

    root: Path
    site: Path
    as_of: date
    jobs: int = 1
    tolerant: bool = False
    state: str = ""
    released: bool = False
    full: bool = False
    documents: tuple[str, ...] = ()
    offline: bool = False
    exchange: bool = False
    last_sound: LastValidTexts | None = None


@dataclass(frozen=True)
class BuildResult:
    """What came of a build.

    Attributes:
        survey: the guideline as it was read.
        pages: how many pages the site has; 0 when nothing was published.
        rendered: how many of them had to be made.
        faults: what verification found; the old site then still stands, but for tolerant builds.
    """

    survey: ProjectCheck
    pages: int = 0
    rendered: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Theme:
    """The theme's part of a site: frames, and a folder of files to lie beside the pages."""

    shell: PageLayout
    assets: Path


ThemeLoader = Callable[[Guideline], Theme]
"""Gets the theme's part; called while recommendations are being read."""
