"""Looking over a finished site before anybody gets to see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from rettesnor.publishing.output.page_file import PageFile, ids, inspect, path_of
from rettesnor.rendering.context import Context
from rettesnor.rendering.pages.guideline import not_found_page


def faults(folder: Path, pages: Sequence[PageFile], files: Collection[str]) -> list[str]:
    """Return what is wrong with the site in ``folder``, one Norwegian sentence each.

    Every internal link must lead to a page or a file, and its anchor to an id there.

    Args:
        files: everything in the site that is no page, relative to the folder.
    """
    found = [f"/{page.url}: {fault}" for page in pages for fault in page.faults]
    urls = {page.url for page in pages}
    anchored: dict[str, dict[str, str]] = {}
    leading: set[str] = set()
    for page in pages:
        for link in page.links:
            if link in leading:
                continue
            path, _, anchor = link.partition("#")
            if path not in urls and path not in files:
                found.append(f"/{page.url}: lenka til «/{link}» fører ikke til noe.")
                continue
            leading.add(link)
            if anchor and path in urls:
                anchored.setdefault(path, {})[anchor] = page.url
    for path, anchors in anchored.items():
        present = set(ids((folder / path_of(path)).read_text(encoding="utf-8")))
        for anchor, origin in anchors.items():
            if anchor not in present:
                found.append(f"/{origin}: det er ikke noe «{anchor}» på «/{path}».")
    return sorted(found)


def lost_file(folder: Path, context: Context) -> PageFile:
    """Return the page for addresses that lead nowhere, for its links to be looked over too."""
    page = not_found_page(context)
    html = (folder / page.url).read_text(encoding="utf-8")
    links, own = inspect(html, page)
    return PageFile(page.url, "", "", links, "", own, indexed=False)
