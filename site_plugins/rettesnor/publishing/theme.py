"""The theme: the page layout at every depth of the site, and the files that pages refer to."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from rettesnor.publishing.cache.store import digest_of
from rettesnor.publishing.look_files import look_files
from rettesnor.publishing.options import Theme
from rettesnor.publishing.output.layout import (
    DEPTHS,
    LOST,
    Layout,
    LayoutError,
    PageLayout,
    text_slot,
)
from rettesnor.publishing.output.offline_copies import WORKER, worker
from rettesnor.publishing.theme_files import files_below, shared_texts, with_one_sheet
from rettesnor.reading.content import site_settings
from rettesnor.reading.content.site_settings import (
    THEME_HINT,
    THEMES,
    Script,
    SettingsError,
    SiteSettings,
)

FOLDER = Path(__file__).resolve().parents[1] / "rendering" / "theme"


def load_theme(
    root: Path, *, preview: bool, site_url: str | None = None, name: str = "",
    catalogue: bool = False, plan: bool = False,
) -> Theme:
    """Return the theme by ``root/mkdocs.yml``.

    Args:
        preview: whether pages show the problems of the files.
        site_url: replaces the address in ``mkdocs.yml``.
        name: the theme's name, instead of the one in ``mkdocs.yml``.
        catalogue: whether it is for the pages of a catalogue, which are always in our own theme.
        plan: the same for those of a local plan.

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
    return make_theme(
        replace(settings, theme="" if catalogue or plan else name or settings.theme),
        root / settings.custom_dir if settings.custom_dir else None, preview=preview,
        site_url=settings.site_url if site_url is None else site_url, catalogue=catalogue,
        plan=plan,
    )


def make_theme(
    settings: SiteSettings, custom: Path | None, *, preview: bool, site_url: str,
    catalogue: bool = False, plan: bool = False,
) -> Theme:
    """Return the theme by ``settings``, with the files of the folder ``custom`` added.

    Raises:
        LayoutError: there is no such folder, no such theme, or it is not installed.
    """
    if settings.theme and settings.theme not in THEMES:
        raise LayoutError(
            f"«mkdocs.yml» kan ikke brukes: temaet «{settings.theme}» finnes ikke. {THEME_HINT}"
        )
    if custom and not custom.is_dir():
        raise LayoutError(f"«mkdocs.yml» kan ikke brukes: mappa «{custom.name}» finnes ikke.")
    if settings.theme == "material":
        from rettesnor.publishing.material_theme import material_theme  # only who uses it, pays

        return material_theme(settings, custom, preview=preview, site_url=site_url)
    templates = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined
    )
    templates.globals["_"] = text_slot  # layouts differ between languages only in these texts
    templates.filters |= {"url": _url, "script_tag": _script_tag}
    # The server answers with 404.html at any address, so its links start at the site's root.
    lost = f"{urlsplit(site_url or '/').path.removesuffix('/')}/"
    roots = {depth: "../" * depth for depth in DEPTHS} | {LOST: lost}
    page = templates.get_template("main.html")
    look = look_files(settings.look)
    saves = settings.save_offline and not preview and not catalogue and not plan
    texts = {
        depth: page.render(
            root=root, extra_css=settings.extra_css, extra_javascript=settings.extra_javascript,
            preview=preview, catalogue=catalogue, plan=plan, header=look.header, saves=saves,
        )
        for depth, root in roots.items()
    }
    frames = {depth: Layout.cut(text) for depth, text in texts.items()}
    digest = digest_of(sorted(texts.items()), site_url, look.header)
    layout = PageLayout(frames, digest, site_url, look.header, saves=saves)
    own = files_below(custom) if custom else {}
    workers = {} if catalogue or plan else {WORKER: worker(saves=saves)}
    files: dict[str, Path | bytes] = {
        **own, **files_below(FOLDER), **shared_texts(), **look.files, **workers,
    }
    return Theme(layout, with_one_sheet(files))


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
