"""What lies in a site besides pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from io import FileIO
from pathlib import Path


def write_file(path: str, data: bytes) -> None:
    """Write ``data`` to a new file at ``path``; its folder is made when it turns out to be missing.

    Raises:
        FileExistsError: there is one, which might be the standing site's own (``reuse``).
    """
    with _opened(path) as stream:
        stream.write(data)


def _opened(path: str) -> FileIO:
    try:
        return open(path, "xb", buffering=0)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return open(path, "xb", buffering=0)


def write_assets(assets: Mapping[str, Path | bytes], fresh: Path) -> set[str]:
    """Write the theme's files, or what they hold, into the site; return their paths."""
    for path, source in assets.items():
        target = fresh / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(source, bytes):
            target.write_bytes(source)
        else:
            shutil.copyfile(source, target)
    return {*assets}


def write_pictures(source: Path, names: Iterable[str], fresh: Path, prefix: str) -> set[str]:
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


def sitemap(site_url: str, urls: Iterable[str], changed: Mapping[str, str]) -> str:
    """Return a sitemap (https://www.sitemaps.org/protocol.html); empty without a known address.

    Args:
        urls: the pages that search engines are to know, relative to ``site_url``.
        changed: the day each was last changed (ISO 8601), as far as that is known.
    """
    places = "".join(_place(site_url, url, changed.get(url)) for url in urls if site_url)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'
    )


def robots(site_url: str) -> str:
    """Return what crawlers are to know (RFC 9309): everything is open, and where the sitemap is."""
    where = f"\nSitemap: {site_url}sitemap.xml\n" if site_url else ""
    return f"User-agent: *\nDisallow:\n{where}"


def _place(site_url: str, url: str, changed: str | None) -> str:
    day = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{site_url}{url}</loc>{day}</url>\n"
