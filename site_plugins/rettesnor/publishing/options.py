"""The options of a build, its theme, and its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rettesnor.model.guideline import Guideline
from rettesnor.model.progress import SILENT, Progress
from rettesnor.publishing.output.layout import PageLayout
from rettesnor.publishing.preview.last_valid import LastValidTexts
from rettesnor.reading.checks.run import ProjectCheck

STATE = ".rettesnor"
"""Folder in a guideline's root for everything that a build can create again."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What to build.

    Attributes:
        root: the guideline's folder.
        site: the folder of the site.
        as_of: the day for which the rules are checked.
        jobs: how many processes may work.
        tolerant: publish every file that can have a page, despite problems in others.
        state: the name of this kind of build; each kind has a cache of its own.
        released: publish the newest release, and the working tree below ``utkast/`` if it differs.
        full: build everything again, without what earlier builds cached.
        documents: the formats of documents to create (see ``documents.ALL``).
        offline: also pack the site for reading without a network.
        exchange: also write the content in the formats of other systems.
        last_sound: the last valid texts of a preview, used for files with errors; None for a site
            that will be published.
        progress: is called while the build goes on.
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
    progress: Progress = SILENT


@dataclass(frozen=True)
class BuildResult:
    """The result of a build.

    Attributes:
        survey: the guideline as it was read.
        pages: how many pages the site has; 0 when nothing was published.
        rendered: how many of them were rendered.
        faults: what verification found; the old site is then kept, except by tolerant builds.
    """

    survey: ProjectCheck
    pages: int = 0
    rendered: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Theme:
    """The theme's part of a site.

    Attributes:
        shell: the page layouts.
        assets: the files that pages refer to, or what they hold, by their path in the site.
    """

    shell: PageLayout
    assets: Mapping[str, Path | bytes]


ThemeLoader = Callable[[Guideline], Theme]
"""Returns the theme's part; called while recommendations are being read."""
