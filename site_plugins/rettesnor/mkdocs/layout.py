"""Getting the theme's frames out of an ordinary MkDocs build."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from rettesnor.publishing.cache.store import digest_of
from rettesnor.publishing.options import Theme
from rettesnor.publishing.output.layout import DEPTHS, LOST, Layout, LayoutError, PageLayout

THEME = Path(__file__).resolve().parents[1] / "rendering" / "theme"
_FOLDER = "rn-frame"
_UNUSED = ("assets/images/", "assets/javascripts/", "assets/stylesheets/")
_OURS = ("sitemap.xml", "sitemap.xml.gz", "search/search_index.json")


def frame_files(files: Files, config: MkDocsConfig) -> Files:
    """Return the theme's own files, and one empty page for each depth of the site."""
    theirs = [file for file in files if file.src_dir != config.docs_dir and _wanted(file.src_uri)]
    for file in theirs:
        file.inclusion = InclusionLevel.INCLUDED  # exclude_docs speaks of the content only
    ours = []
    for depth in DEPTHS:
        file = File.generated(config, _source(depth), content="", inclusion=InclusionLevel.INCLUDED)
        ours.append(file)
    return Files([*theirs, *ours])


def _wanted(name: str) -> bool:
    """Whether our pages use the theme's file ``name``; Material brings much that they do not."""
    return not name.startswith(_UNUSED)


def cut_frames(folder: Path, config: MkDocsConfig) -> Theme:
    """Return the dressing that MkDocs built in ``folder``, which then holds assets only.

    Raises:
        ShellError: a template lacks a slot, or the theme a page for addresses that lead nowhere.
    """
    pages = {depth: folder / Path(_source(depth)).with_suffix(".html") for depth in DEPTHS}
    texts = {depth: path.read_text(encoding="utf-8") for depth, path in pages.items()}
    lost = folder / "404.html"
    if not lost.exists():
        raise LayoutError("temaet i «mkdocs.yml» har ingen 404.html. Skriv «theme: material».")
    texts[LOST] = lost.read_text(encoding="utf-8")
    lost.unlink()
    pages[0].unlink()
    shutil.rmtree(folder / _FOLDER)
    for name in _OURS:
        (folder / name).unlink(missing_ok=True)
    _drop_source_maps(folder.rglob("*"))
    url = config.site_url or ""
    digest = digest_of(sorted(texts.items()), url)
    frames = {depth: Layout.cut(text) for depth, text in texts.items()}
    return Theme(PageLayout(frames, digest, url), folder)


def _source(depth: int) -> str:
    return "/".join([_FOLDER] * depth + ["index.md"])


def _drop_source_maps(paths: Iterable[Path]) -> None:
    """Remove source maps: a third of the site's size, and of no use to a reader."""
    for path in list(paths):
        if path.suffix == ".map":
            path.unlink()
