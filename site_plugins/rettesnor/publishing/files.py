"""What lies in a site besides pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from rettesnor.publishing.page_file import PageFile, compose, search_index
from rettesnor.publishing.shell import Shell
from rettesnor.rendering.context import Context
from rettesnor.rendering.frame_pages import lost_page


def lay_assets(assets: Path, fresh: Path) -> set[str]:
    """Copy the theme's files into the site; return their paths."""
    return _copy_tree(assets, fresh)


def lay_pictures(source: Path, names: Iterable[str], fresh: Path, prefix: str) -> set[str]:
    """Copy the pictures ``names`` below ``prefix`` of the site; return their paths."""
    folder = fresh / prefix / "bilder"
    files = set()
    for name in sorted(names):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, folder / name)
        files.add(f"{prefix}bilder/{name}")
    return files


def names_in(folder: Path) -> list[str]:
    """Return the names of the files in ``folder``, sorted; none when there is no such folder."""
    return sorted(os.listdir(folder)) if folder.is_dir() else []


def lay_lists(fresh: Path, context: Context, shell: Shell, pages: Sequence[PageFile]) -> set[str]:
    """Write the search index, the sitemap and the page for lost readers; return their paths."""
    generated = {
        "search/search_index.json": search_index([page.search for page in pages]),
        "sitemap.xml": _sitemap(shell.site_url, pages),
        "404.html": compose(lost_page(context), context, shell),
    }
    for name, text in generated.items():
        target = fresh / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    return set(generated)


def _copy_tree(source: Path, target: Path) -> set[str]:
    files = set()
    for folder, _, names in os.walk(source):
        relative = os.path.relpath(folder, source)
        os.makedirs(target / relative, exist_ok=True)
        for name in names:
            shutil.copyfile(f"{folder}/{name}", target / relative / name)
            files.add(os.path.normpath(f"{relative}/{name}"))
    return files


def _sitemap(site_url: str, pages: Iterable[PageFile]) -> str:
    """Return a sitemap (https://www.sitemaps.org/protocol.html); empty without a known address."""
    urls = "".join(
        f"<url><loc>{site_url}{page.url}</loc></url>\n" for page in pages
        if site_url and page.indexed
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )
