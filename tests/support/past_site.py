"""A guideline with a past, and its site: what the tests of history, feeds and the API look at."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

from rettesnor.publishing.cache.store import digest_of
from rettesnor.publishing.options import BuildOptions, BuildResult, Theme
from rettesnor.publishing.output.layout import DEPTHS, LOST, Layout, PageLayout
from rettesnor.publishing.pipeline import build
from rettesnor.publishing.theme import files_below
from rettesnor.publishing.theme_files import shared_texts

from tests.support.guidelines import THEME, frame_html, put
from tests.support.release_case import FIRST, SECOND, Case

DAY = date(2027, 3, 2)
SITE = "https://example.test/"


class PastSite(Case):
    """A case with a site, built in one process in a dressing without a theme."""

    @classmethod
    def at(cls, root: Path) -> PastSite:
        """Return the case whose files stand in ``root`` already."""
        case = cls.__new__(cls)
        case.root = root
        return case

    @property
    def site(self) -> Path:
        """Where the site stands."""
        return self.root / "site"

    def dressing(self, address: str = SITE, mark: str = "") -> Theme:
        """Return the dressing; ``mark`` makes it another theme."""
        folder = self.root / ".dressing"
        put(folder, "assets/site.css", "\n")
        for name in shared_texts():
            put(folder, name, "\n")
        for asset in THEME.rglob("assets/*/*.*"):
            put(folder, asset.relative_to(THEME).as_posix(), "\n")
        texts = {depth: frame_html(depth) + mark for depth in (LOST, *DEPTHS)}
        frames = {depth: Layout.cut(text) for depth, text in texts.items()}
        layout = PageLayout(frames, digest_of(sorted(texts.items()), address), address)
        return Theme(layout, files_below(folder))

    def build(
        self, *, address: str = SITE, mark: str = "", released: bool = False, full: bool = False,
        day: date = DAY, jobs: int = 1,
    ) -> BuildResult:
        """Build the site."""
        order = BuildOptions(self.root, self.site, day, jobs, released=released, full=full)
        return build(order, lambda _: self.dressing(address, mark))

    def page(self, url: str) -> str:
        """Return the HTML at an address of the site."""
        return (self.site / url / "index.html").read_text(encoding="utf-8")

    def words(self, url: str) -> str:
        """Return the words of the page at an address of the site."""
        return words(self.page(url))

    def answers(self) -> set[str]:
        """Return every address that the site answers."""
        files = (p.relative_to(self.site).as_posix() for p in self.site.rglob("*") if p.is_file())
        return {re.sub(r"(^|/)index\.html$", r"\1", name) for name in files}


def released_once(root: Path) -> PastSite:
    """Return the guideline after its first release."""
    case = PastSite(root)
    assert case.release(*FIRST) == 0
    return case


def released_twice(root: Path) -> PastSite:
    """Return the guideline after its revision."""
    case = released_once(root)
    case.revise()
    assert case.release(*SECOND) == 0
    return case


def words(html: str) -> str:
    """Return the words in ``html``."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
