"""The theme: the page layout at every depth of the site, and the files that pages refer to."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from rettesnor.publishing.cache.store import digest_of
from rettesnor.publishing.options import Theme
from rettesnor.publishing.output.layout import (
    DEPTHS,
    LOST,
    Layout,
    LayoutError,
    PageLayout,
    text_slot,
)
from rettesnor.reading.content import site_settings
from rettesnor.reading.content.site_settings import Script, SettingsError, SiteSettings

FOLDER = Path(__file__).resolve().parents[1] / "rendering" / "theme"
_BUNDLED = ("material", "mkdocs", "readthedocs")
"""Themes that are known without looking for what is installed."""


def load_theme(root: Path, *, preview: bool, site_url: str | None = None) -> Theme:
    """Return the theme by ``root/mkdocs.yml``.

    Args:
        preview: whether pages show the problems of the files.
        site_url: replaces the address in ``mkdocs.yml``.

    Raises:
        LayoutError: the configuration cannot be used.
    """
    found = site_settings.problems(root)
    if found:
        raise LayoutError(str(found[0]))
    try:
        settings = site_settings.read_settings(root, os.environ)
    except SettingsError as error:
        raise LayoutError(f"«mkdocs.yml» kan ikke brukes: {error}") from error
    if not (root / settings.docs_dir).is_dir():
        raise LayoutError(
            f"«mkdocs.yml» kan ikke brukes: mappa «{settings.docs_dir}» finnes ikke. "
            "Skriv: docs_dir: guideline"
        )
    if not _is_known(settings.theme):
        raise LayoutError(
            f"«mkdocs.yml» kan ikke brukes: temaet «{settings.theme}» er ikke installert. "
            "Skriv: theme: material"
        )
    return make_theme(
        settings, root / settings.custom_dir if settings.custom_dir else None, preview=preview,
        site_url=settings.site_url if site_url is None else site_url,
    )


def make_theme(
    settings: SiteSettings, custom: Path | None, *, preview: bool, site_url: str
) -> Theme:
    """Return the theme by ``settings``, with the files of the folder ``custom`` added.

    Raises:
        LayoutError: there is no such folder.
    """
    if custom and not custom.is_dir():
        raise LayoutError(f"«mkdocs.yml» kan ikke brukes: mappa «{custom.name}» finnes ikke.")
    templates = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined
    )
    templates.globals["_"] = text_slot  # layouts differ between languages only in these texts
    templates.filters |= {"url": _url, "script_tag": _script_tag}
    # The server answers with 404.html at any address, so its links start at the site's root.
    lost = f"{urlsplit(site_url or '/').path.removesuffix('/')}/"
    roots = {depth: "../" * depth for depth in DEPTHS} | {LOST: lost}
    page = templates.get_template("main.html")
    texts = {
        depth: page.render(
            root=root, extra_css=settings.extra_css, extra_javascript=settings.extra_javascript,
            preview=preview,
        )
        for depth, root in roots.items()
    }
    frames = {depth: Layout.cut(text) for depth, text in texts.items()}
    layout = PageLayout(frames, digest_of(sorted(texts.items()), site_url), site_url)
    return Theme(layout, {**(files_below(custom) if custom else {}), **files_below(FOLDER)})


# With the context passed, Jinja cannot work out a constant link once for all depths.
@pass_context
def _url(context: Context, path: str) -> str:
    """Return ``path``, which is relative to the site's root, as a link from the page."""
    if path.startswith(("/", "#")) or urlsplit(path).scheme:
        return path
    return f"{context['root']}{path}"


@pass_context
def _script_tag(context: Context, script: Script) -> Markup:
    kind = Markup(' type="{}"').format(script.type) if script.type else ""
    return Markup('<script src="{}"{}{}{}></script>').format(
        _url(context, script.path), kind, " defer" * script.defer, " async" * script.is_async
    )


def files_below(folder: Path) -> dict[str, Path]:
    """Return the files of ``folder`` that are to lie in the site, by their path there.

    Left out are templates, source maps, and what is not meant for readers.
    """
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and _is_published(path.relative_to(folder))
    }


def _is_published(path: Path) -> bool:
    name = path.name.lower()
    return not (
        any(part.startswith(".") for part in path.parts) or "readme" in name
        or path.suffix.lower() in (".html", ".py", ".pyc", ".md", ".map")
        or name == "mkdocs_theme.yml"
    )


def _is_known(theme: str) -> bool:
    if not theme or theme in _BUNDLED:
        return True
    from importlib.metadata import entry_points

    return theme in entry_points(group="mkdocs.themes").names
