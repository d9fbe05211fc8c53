"""The page layout of Material for MkDocs: its own templates around our content.

Every page is rendered whole by Material's ``base.html`` through ``rendering/material/page.html``;
MkDocs is not needed for that. What Material would write into a page and our content security
policy refuses is in files instead (``publishing/material_theme.py``), so that one policy serves
both themes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, pass_context
from jinja2.runtime import Context as Variables
from markupsafe import Markup

from rettesnor.model import extras
from rettesnor.publishing.output.layout import LOST, LayoutError, PageLayout
from rettesnor.reading.content.site_settings import Script
from rettesnor.rendering.context import Context
from rettesnor.rendering.downloads import downloads
from rettesnor.rendering.jinja_env import bytecode_cache
from rettesnor.rendering.link_up import link_up
from rettesnor.rendering.nav_tree import nav_tree, page_item
from rettesnor.rendering.page import Page
from rettesnor.rendering.print_header import printed

TEMPLATES = Path(__file__).resolve().parents[2] / "rendering" / "material"
OWN = TEMPLATES.parent / "theme"
FEATURES = ("navigation.tabs", "navigation.footer", "toc.follow")
"""What Material is asked for when ``mkdocs.yml`` does not name its own."""
_UNUSABLE = ("navigation.instant", "navigation.path", "navigation.prune", "announce.", "search.")
"""Features that would break pages: they exchange pages without loading their scripts, or need what
MkDocs knows of a page."""
_CONTENTS = re.compile(r'<nav class="rn-contents".*?</nav>', re.S)
_SKIP = re.compile(r'<div data-md-component="skip">.*?</div>', re.S)
_BODY = "<body "
_CHECKBOXES = ("drawer", "search")
_AUTOCOMPLETE = ' type="checkbox" id="__{0}" autocomplete="off">'


def material_folder() -> Path:
    """Return the folder of Material's templates.

    Raises:
        LayoutError: Material is not installed.
    """
    found = find_spec("material")
    folders = found.submodule_search_locations if found else None
    for folder in folders or ():
        if (Path(folder) / "templates" / "base.html").is_file():
            return Path(folder) / "templates"
    raise LayoutError(extras.missing("Temaet «material»", extras.MATERIAL))


def material_version() -> str:
    """Return the version of the installed Material; empty when its packaging does not say."""
    try:
        return version("mkdocs-material")
    except PackageNotFoundError:
        return ""


@dataclass(frozen=True, slots=True)
class MaterialLayout(PageLayout):
    """Material's layout. ``frames`` is empty: a page is rendered whole.

    Attributes:
        lost: the root of the page that answers at any address, an absolute path ending in ``/``.
        options: what ``mkdocs.yml`` says of the look (see ``site_settings.THEME_OPTIONS``).
    """

    lost: str = "/"
    options: Mapping[str, Any] = field(default_factory=dict)
    extra_css: tuple[str, ...] = ()
    extra_javascript: tuple[Script, ...] = ()
    preview: bool = False

    def compose(
        self, page: Page, context: Context, depth: int, values: Mapping[str, str]
    ) -> str:
        """Return the whole HTML of ``page``; see ``PageLayout``."""
        _ = context.gettext
        texts = self.header.texts(context.language, values["site"])
        root = self.lost if depth == LOST else "../" * depth or "./"
        own = page_item(page)
        own_texts = {
            "language": context.language,
            "footer": _("Forrige og neste"), "nav": _("Retningslinja"),
            "toc": _("På denne siden"), "tabs": _("Hoveddeler"),
            "unfold": _("Vis sidene under"), "footer.previous": _("Forrige"),
        }
        html = environment().get_template("page.html").render(
            dict(values), _=_, own_texts=own_texts, page=own,
            base_url=root.removesuffix("/") or "/",
            nav=SimpleNamespace(items=nav_tree(context, page, own)), root=root,
            config=self._config(context, _title(texts)), preview=self.preview,
            saves=self.saves,
            sender=texts["sender"], owner=texts["owner"], title_of_site=texts["site"],
            header=replace(self.header, alt=escape(self.header.alt)),
            # Material's script asks for a sitemap below every rel="alternate", and takes over
            # clicks on links to it. With the space it means the same to everybody else.
            head=values["head"].replace('rel="alternate"', 'rel="alternate "'),
            body=_body(values["body"]),
            below=downloads(page, context) + printed(page, context),
            up=link_up(self.up, root.removeprefix("./"), context.language),
        )
        return _corrected(html, page.kind, context)

    def _config(self, context: Context, site: str) -> dict[str, Any]:
        """Return the part of MkDocs' configuration that Material's templates read."""
        _ = context.gettext
        theme = {
            "language": context.language if _speaks(context.language) else "nb",
            "favicon": self.header.icon, "font": False, "icon": {},
            "palette": [
                {
                    "media": f"(prefers-color-scheme: {look})", "scheme": scheme,
                    "primary": "rettesnor", "accent": "rettesnor",
                    "toggle": {"icon": f"material/{icon}", "name": name},
                }
                for look, scheme, icon, name in (
                    ("light", "default", "weather-night", _("Bytt til mørk visning")),
                    ("dark", "slate", "weather-sunny", _("Bytt til lys visning")),
                )
            ],
            **_escaped(self.options),
        }
        named = theme.get("features", FEATURES)
        theme["features"] = [one for one in named if not one.startswith(_UNUSABLE)]
        return {
            "site_name": Markup(site), "theme": theme, "extra": {"generator": False},
            "plugins": {}, "mdx_configs": {}, "extra_css": self.extra_css,
            "extra_javascript": self.extra_javascript,
        }


def _title(texts: Mapping[str, str]) -> str:
    """Return owner and title in the one line that Material has for them, as safe HTML."""
    return " – ".join(one for one in (texts["owner"], texts["site"]) if one)


@cache
def environment() -> Environment:
    """Return the environment of Material's templates, ours before them.

    Raises:
        LayoutError: Material is not installed.
    """
    material = FileSystemLoader(material_folder())
    env = Environment(
        bytecode_cache=bytecode_cache("rettesnor-material"),
        # Material writes safe HTML without marking it as such; every value is escaped before.
        autoescape=False,
        loader=ChoiceLoader([
            FileSystemLoader([TEMPLATES, OWN]), material, PrefixLoader({"material": material}),
        ]),
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )
    env.filters |= {"url": _url, "script_tag": _script_tag}
    return env


@pass_context
def _url(variables: Variables, path: str) -> str:
    """Return ``path`` as a link from the page; it is relative to the site's root, or is one."""
    if path.startswith(("/", "#", "./", "../")) or urlsplit(path).scheme:
        return escape(path)
    return escape(f"{variables['root']}{path}")


@pass_context
def _script_tag(variables: Variables, script: Script) -> str:
    kind = f' type="{escape(script.type)}"' if script.type else ""
    return (
        f'<script src="{_url(variables, script.path)}"{kind}{" defer" * script.defer}'
        f'{" async" * script.is_async}></script>'
    )


@cache
def _speaks(code: str) -> bool:
    """Return whether Material has its texts in the language ``code``."""
    return (material_folder() / "partials" / "languages" / f"{code}.html").is_file()


def _escaped(value: Any) -> Any:
    """Return ``value`` with every text in it escaped: it becomes part of a page."""
    if isinstance(value, Mapping):
        return {escape(str(key)): _escaped(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_escaped(one) for one in value]
    return escape(value) if isinstance(value, str) else value


def _body(html: str) -> str:
    """Return the body of a page without its table of contents, for which Material has a place.

    Tables get a class: Material's script puts those without one into a frame that scrolls but
    cannot have the focus. Ours have a frame already.
    """
    return _CONTENTS.sub("", html, count=1).replace("<table>", '<table class="rn-grid">')


def ensure_known() -> None:
    """Make sure that Material's ``base.html`` has what ``_corrected`` replaces.

    Raises:
        LayoutError: Material is not installed, or is another than the one this was written for.
    """
    source = (material_folder() / "base.html").read_text(encoding="utf-8")
    known = [_BODY, *map(_AUTOCOMPLETE.format, _CHECKBOXES)]
    if not all(part in source for part in known) or len(_SKIP.findall(source)) != 1:
        raise LayoutError(
            f"Material {material_version()} er for ny for denne utgaven av Rettesnor. "
            f"Hent den som passer, med:\n    {extras.install_command(extras.MATERIAL)}"
        )


def _corrected(html: str, kind: str, context: Context) -> str:
    """Return ``html`` with what base.html has no block for.

    The kind of page is a class that style sheets use. The checkboxes get a name, because the
    keyboard reaches them. ``autocomplete`` is not valid HTML there. The link past the header is on
    every page, with or without headings.
    """
    _ = context.gettext
    html = html.replace(_BODY, f'<body class="rn rn--{kind}" ', 1)
    for name, label in zip(_CHECKBOXES, (_("Meny"), _("Søk")), strict=True):
        named = f' type="checkbox" id="__{name}" aria-label="{label}">'
        html = html.replace(_AUTOCOMPLETE.format(name), named, 1)
    skip = f'<a href="#rn-hovedinnhold" class="rn-skip">{_("Hopp til innholdet")}</a>'
    return _SKIP.sub(lambda _match: skip, html, count=1)
