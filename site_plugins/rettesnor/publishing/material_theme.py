"""Material for MkDocs as a theme: its files and ours, for the same content security policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rettesnor.model.look import Look
from rettesnor.publishing.cache.store import digest_of
from rettesnor.publishing.look_files import TOKENS, LookFiles, look_files
from rettesnor.publishing.options import Theme
from rettesnor.publishing.output.layout import LayoutError
from rettesnor.publishing.output.material_layout import (
    OWN,
    TEMPLATES,
    MaterialLayout,
    ensure_known,
    environment,
    material_folder,
    material_version,
)
from rettesnor.publishing.output.offline_copies import WORKER, worker
from rettesnor.publishing.theme_files import files_below, shared_texts
from rettesnor.reading.content.site_settings import SiteSettings
from rettesnor.rendering.look import material_css

_SHEETS = "assets/rettesnor"
_KEPT_OF_SHELL = (
    "For those who listen", "Only of use with scripts", "Offline:", "Footer", "Search:",
    "What comes later", "Preview:",
)
"""The parts of ``shell.css`` that Material has nothing for, by how their comments begin."""
_ROOT_SIZE = 16 / 20
"""Our style sheets count in ``rem`` of 16 px. Material's root is 20 px."""
_REM = re.compile(r"(@media[^{]*\{)|(?<![\w.])(\d*\.?\d+)rem\b")
_TOKEN = re.compile(r"(--[\w-]+):([^;{}]*light-dark\([^;]*);")
_PAIR = re.compile(r"light-dark\(((?:[^(),]|\([^()]*\))*),\s*((?:[^(),]|\([^()]*\))*)\)")
_CONTENT = ":is(.md-content.md-content, .rn-box.rn-box, .rn-footer.rn-footer)"
"""Where our content is in Material's page: the text, the hits of a search, the footer. Each is
named twice to outweigh rules such as ``.md-typeset ul:not([hidden])``."""
_PRELUDE = re.compile(r"([^{};\s][^{};]*)\{")
_AROUND = re.compile(r"(?:html|\.rn--|\.rn-js\b)\S* ")
_DATA = re.compile(r"""url\((["'])data:image/svg\+xml;charset=utf-8,(.*?)\1\)""")
_ICONS = "assets/stylesheets"
_SCRIPT = re.compile(r"\s*<script>(.*)</script>\s*", re.S)


def material_theme(
    settings: SiteSettings, custom: Path | None, *, preview: bool, site_url: str
) -> Theme:
    """Return Material as the theme; see ``theme.make_theme``.

    Raises:
        LayoutError: Material is not installed, or is one that we do not know.
    """
    ensure_known()
    lost = f"{urlsplit(site_url or '/').path.removesuffix('/')}/"
    own = (
        lost, dict(settings.theme_options), settings.extra_css, settings.extra_javascript, preview,
    )
    look = look_files(settings.look)
    saves = settings.save_offline and not preview
    digest = digest_of(material_version(), site_url, own, look.header, saves)
    layout = MaterialLayout({}, digest, site_url, look.header, *own, saves=saves)
    return Theme(layout, {
        **(files_below(custom) if custom else {}), **_assets(settings.look, look),
        WORKER: worker(saves=saves),
    })


def _assets(look: Look, files: LookFiles) -> dict[str, Path | bytes]:
    material = material_folder()
    found: dict[str, Path | bytes] = {
        path.relative_to(material).as_posix(): path
        for path in sorted(material.glob("assets/javascripts/*.js"))
    }
    for path in sorted(material.glob("assets/stylesheets/*.css")):
        css, icons = without_data(path.read_text(encoding="utf-8"))
        found[path.relative_to(material).as_posix()] = css.encode()
        found |= {f"{_ICONS}/{name}": icon for name, icon in icons.items()}
    for name, source in files_below(OWN).items():
        found[name] = source
        if source.suffix == ".css":
            shaped = _SHAPED.get(source.name, within_content)
            found[name] = scaled(shaped(source.read_text(encoding="utf-8"))).encode()
    found |= {**files.files, TOKENS: scaled(tokens(files.tokens)).encode()}
    found |= {**files_below(TEMPLATES), **shared_texts()}
    material_sheet = (TEMPLATES / _SHEETS / "material.css").read_text(encoding="utf-8")
    if added := material_css(look):
        found[f"{_SHEETS}/material.css"] = (material_sheet + added).encode()
    palette = TEMPLATES / _SHEETS / "material-palette.js"
    found[f"{_SHEETS}/material-base.js"] = _script("base").encode()
    found[f"{_SHEETS}/material-palette.js"] = (
        f"{_script('palette')}\n{palette.read_text(encoding='utf-8')}".encode()
    )
    return found


def without_data(css: str) -> tuple[str, dict[str, bytes]]:
    """Return ``css`` with its pictures in files next to it, and those files by name.

    Material has its icons as ``data:`` addresses in the style sheet, which our policy refuses.
    """
    icons: dict[str, bytes] = {}

    def moved(match: re.Match[str]) -> str:
        data = unquote(match[2]).encode()
        name = f"icon-{sha256(data).hexdigest()[:12]}.svg"
        icons[name] = data
        return f"url({name})"

    return _DATA.sub(moved, css), icons


def _script(name: str) -> str:
    """Return the script that Material's partial ``name`` writes into a page.

    As a file it is the same at every depth of the site: what it keeps in the browser, it keeps for
    the whole host.

    Raises:
        LayoutError: the partial is not one script.
    """
    template = environment().get_template(f"material/partials/javascripts/{name}.html")
    found = _SCRIPT.fullmatch(template.render(config={"extra": {"scope": "/"}}))
    if found is None:
        raise LayoutError(f"Temaet «material» har ikke skriptet «{name}» som Rettesnor trenger.")
    return f"{found[1]}\n"


def scaled(css: str) -> str:
    """Return ``css`` with its lengths in the ``rem`` of Material's pages.

    A media query counts in the browser's own size, whatever the page says, and is left alone.
    """
    return _REM.sub(lambda m: m[1] or f"{round(float(m[2]) * _ROOT_SIZE, 4):g}rem", css)


def tokens(css: str) -> str:
    """Return our colours for Material's switch between light and dark, from ``tokens.css``.

    The file has both in ``light-dark()``. Material says which holds by an attribute on ``body``.
    What is printed is always light.
    """
    base = css.partition("@supports")[0]
    base = base.replace("color-scheme: light dark;", "color-scheme: light;")
    dark = "".join(
        f"    {name}:{_PAIR.sub(lambda pair: pair[2], value)};\n"
        for name, value in _TOKEN.findall(css)
    )
    return (
        f'{base}\n@media screen {{\n  [data-md-color-scheme="slate"] {{\n    color-scheme: dark;\n'
        f"{dark}  }}\n}}\n"
    )


def parts_of_shell(css: str) -> str:
    """Return the parts of ``shell.css`` that Material has nothing for.

    Raises:
        ValueError: one of them is not there.
    """
    parts = re.split(r"^(?=/\* )", css, flags=re.M)
    kept = [part for part in parts if part.removeprefix("/* ").startswith(_KEPT_OF_SHELL)]
    if len(kept) != len(_KEPT_OF_SHELL):
        raise ValueError(f"shell.css: {len(kept)} of {len(_KEPT_OF_SHELL)} parts")
    inside = ("/* Offline", "/* Footer", "/* Search", "/* What")
    return "".join(within_content(one) if one.startswith(inside) else one for one in kept)



def within_content(css: str) -> str:
    """Return ``css`` with rules for our content only, and stronger there than Material's.

    Our sheets have rules for plain elements (``ul``, ``h2``), which would change Material's own
    navigation; and Material's rules for the same elements are more specific than most of ours.
    """
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return _PRELUDE.sub(lambda m: m[0] if m[1][0] == "@" else f"{_selectors(m[1])} {{", plain)


def _selectors(listed: str) -> str:
    return ", ".join(map(_selector, re.split(r",\s*(?![^()]*\))", listed.strip())))


def _selector(one: str) -> str:
    if one == ":root":
        return one
    around = _AROUND.match(one)  # such as .rn-js, which is on the element of the whole page
    return f"{around[0]}{_CONTENT} {one[around.end():]}" if around else f"{_CONTENT} {one}"


_SHAPED: dict[str, Callable[[str], str]] = {
    "shell.css": parts_of_shell,
    "tokens.css": str,  # see tokens()
}
