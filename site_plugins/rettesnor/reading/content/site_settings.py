"""``mkdocs.yml``: what is wrong with it, and the settings that the site is built with.

It is checked before MkDocs reads it: MkDocs' own reader makes any Python object that a tag asks
for, so a settings file could run code in the build. Only plain data, and MkDocs' own ``!ENV``, is
let through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import yaml

from rettesnor.model.look import Look
from rettesnor.model.problem import Code, Problem
from rettesnor.reading.content.look import read_look
from rettesnor.reading.files.folder import Folder, folder_of

CODES = (
    Code(
        "nettsted-oppsett", "Oppsettet av nettstedet (mkdocs.yml) kan ikke brukes.",
        suppressible=False,
    ),
)
"""The codes of what is found here."""

PATH = "mkdocs.yml"
_MAX_BYTES = 100_000
_MAX_EVENTS = 20_000
_MAX_ALIASES = 20
_MAX_DEPTH = 30
_TAGS = frozenset({"!ENV", "!relative"})
_HINT = (
    "Fila trenger minst fire linjer: «site_name: navnet på nettstedet», «docs_dir: guideline», "
    "«theme: rettesnor» og «plugins: [rettesnor]»."
)
THEMES = ("rettesnor", "material")
"""The names of the themes: our own, and Material for MkDocs."""
THEME_OPTIONS = ("palette", "features", "icon", "logo", "favicon")
"""The settings of Material that are used; all others follow from the guideline."""
THEME_HINT = "Skriv «theme: {name: rettesnor}» eller «theme: {name: material}»."


@dataclass(frozen=True, slots=True)
class Script:
    """A script of the guideline's own, for every page."""

    path: str
    type: str = ""
    defer: bool = False
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The part of ``mkdocs.yml`` that shapes the site.

    Attributes:
        site_url: the site's address, ending in ``/``; empty when it is not known.
        docs_dir: the folder that MkDocs takes content from.
        theme: the theme's name; empty when none is named, which means our own.
        theme_options: what the file says of the look of Material, by the names in THEME_OPTIONS.
        custom_dir: a folder of files to add to the theme's; empty for none.
        extra_css: style sheets for every page.
        extra_javascript: scripts for every page.
        look: the colours, logo, typeface and header of the site.
        save_offline: whether readers may save pages for reading without a network.
        lovdata: the folder with Lovdata's files, seen from the guideline's; empty for none.
    """

    site_url: str = ""
    docs_dir: str = "docs"
    theme: str = ""
    theme_options: Mapping[str, Any] = field(default_factory=dict)
    custom_dir: str = ""
    extra_css: tuple[str, ...] = ()
    extra_javascript: tuple[Script, ...] = ()
    look: Look = field(default_factory=Look)
    save_offline: bool = True
    lovdata: str = ""


class SettingsError(Exception):
    """A value in ``mkdocs.yml`` cannot be used; says which in Norwegian."""


def read_settings(root: Path | Folder, variables: Mapping[str, str]) -> SiteSettings:
    """Return the settings in ``root``, in which ``problems`` found nothing wrong.

    Args:
        variables: the values that ``!ENV`` asks for.

    Raises:
        SettingsError: a value has the wrong type.
    """
    folder = folder_of(root)
    data = folder.read(PATH, limit=_MAX_BYTES)
    if isinstance(data, Problem):
        raise SettingsError(str(data))
    loader = _Loader(data.decode())
    loader.variables = variables
    try:
        content = loader.get_single_data()
    except (yaml.YAMLError, ValueError) as error:  # such as a date that is none
        raise SettingsError("en verdi kan ikke leses.") from error
    theme = content.get("theme", "")
    theme = theme if isinstance(theme, dict) else {"name": theme}
    if not isinstance(theme.get("name"), str | None):
        raise SettingsError(f"«theme» må være navnet på et tema. {THEME_HINT}")
    return SiteSettings(
        _address(_text(content, "site_url")),
        _text(content, "docs_dir") or "docs",
        theme.get("name") or "",
        _theme_options(theme),
        _text(theme, "custom_dir"),
        tuple(_sheet(one) for one in _list(content, "extra_css")),
        tuple(_script(one) for one in _list(content, "extra_javascript")),
        read_look(folder, data.decode())[0],
        _own_settings(content).get("save_offline") is not False,
        _text(_own_settings(content), "lovdata"),
    )


def look_of(root: Path, variables: Mapping[str, str]) -> Look:
    """Return the look that ``root/mkdocs.yml`` asks for; our own when that cannot be used."""
    try:
        return Look() if problems(root) else read_settings(root, variables).look
    except SettingsError:
        return Look()


class _Loader(yaml.SafeLoader):
    """Reads plain data; ``!ENV`` takes the first of its names that has a value, else its default.
    """

    variables: Mapping[str, str]

    def environment(self, node: yaml.Node) -> Any:
        names = [node] if isinstance(node, yaml.ScalarNode) else node.value
        default = names[-1] if len(names) > 1 else None
        for name in names[:-1] if default else names:
            if name.value in self.variables:
                value = self.variables[name.value]
                tag = self.resolve(  # type: ignore[no-untyped-call]
                    yaml.ScalarNode, value, (True, False)
                )
                return self.construct_object(yaml.ScalarNode(tag, value))
        return self.construct_object(default) if default else None


_Loader.add_constructor("!ENV", _Loader.environment)
_Loader.add_constructor("!relative", lambda loader, node: None)


def _own_settings(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what stands below ``plugins: rettesnor``."""
    plugins = content.get("plugins")
    for one in plugins if isinstance(plugins, list) else [plugins]:
        found = one.get("rettesnor") if isinstance(one, dict) else None
        if isinstance(found, dict):
            return found
    return {}


def _text(content: Mapping[str, Any], name: str) -> str:
    value = content.get(name)
    if value is not None and not isinstance(value, str):
        raise SettingsError(f"«{name}» må være tekst.")
    return value or ""


def _list(content: Mapping[str, Any], name: str) -> list[Any]:
    value = content.get(name)
    if value is not None and not isinstance(value, list):
        raise SettingsError(f"«{name}» må være ei liste.")
    return value or []


def _theme_options(theme: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of Material's look that ``theme`` has.

    Raises:
        SettingsError: one has the wrong type.
    """
    found = {name: theme[name] for name in THEME_OPTIONS if theme.get(name) is not None}
    palette = found.get("palette", [])
    palettes = palette if isinstance(palette, list) else [palette]
    if not all(isinstance(one, dict) for one in palettes):
        raise SettingsError("«palette» må være felt, eller ei liste av felt.")
    features = found.get("features", [])
    if not isinstance(features, list) or not all(isinstance(one, str) for one in features):
        raise SettingsError("«features» må være ei liste med navn.")
    if not isinstance(found.get("icon", {}), dict):
        raise SettingsError("«icon» må være felt.")
    for name in ("logo", "favicon"):
        _text(found, name)
    return found


def _sheet(path: object) -> str:
    if not isinstance(path, str):
        raise SettingsError("«extra_css» må være ei liste med filer.")
    return path


def _script(given: object) -> Script:
    script = {"path": given} if isinstance(given, str) else given
    if not isinstance(script, dict) or not isinstance(script.get("path"), str):
        raise SettingsError("«extra_javascript» må være ei liste med filer.")
    kind = "module" if isinstance(given, str) and given.endswith(".mjs") else script.get("type")
    return Script(
        script["path"], str(kind or ""), bool(script.get("defer")), bool(script.get("async"))
    )


def _address(url: str) -> str:
    """Return ``url`` ending in a slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = None
    if not url:
        return ""
    if parts is None or not (parts.scheme and parts.netloc):
        raise SettingsError("«site_url» må være hele adressen, for eksempel https://eksempel.no/.")
    return urlunsplit(parts._replace(path=f"{parts.path.removesuffix('/')}/"))


def problems(root: Path | Folder) -> list[Problem]:
    """Return what is wrong with ``mkdocs.yml`` in ``root``."""
    folder = folder_of(root)
    if not folder.exists(PATH):
        return [Problem(PATH, 1, 1, "nettsted-oppsett", "Fila mangler.", _HINT)]
    data = folder.read(PATH, limit=_MAX_BYTES)
    if isinstance(data, Problem):
        return [data]
    try:
        return _in_events(data) or _in_settings(data) or read_look(folder, data.decode())[1]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return [_problem("Linja kan ikke leses som YAML.", line, column)]
    except (UnicodeDecodeError, RecursionError, ValueError):
        return [_problem("Fila kan ikke leses.")]


def _in_events(data: bytes) -> list[Problem]:
    """Return the first thing that would run, or grow without limit, when MkDocs reads it."""
    depth = aliases = 0
    for number, event in enumerate(yaml.parse(data.decode(), yaml.SafeLoader)):
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        tag = getattr(event, "tag", None)
        if tag and tag not in _TAGS and not tag.startswith("tag:yaml.org,2002:"):
            return [_problem(f"Taggen «{tag}» er ikke lov.", line, column, "Ta den bort.")]
        if tag and tag.startswith("tag:yaml.org,2002:python"):
            return [_problem(
                f"Taggen «{tag.rpartition(':')[2] or tag}» kan kjøre kode, og er ikke lov.", line,
                column, "Ta den bort.",
            )]
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent)
        depth -= isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent)
        if number > _MAX_EVENTS or aliases > _MAX_ALIASES or depth > _MAX_DEPTH:
            return [_problem("Fila har for mange verdier, nivåer eller alias.", line, column)]
    return []


def _in_settings(data: bytes) -> list[Problem]:
    """Return what MkDocs, or the build, could not use."""
    content = yaml.load(data.decode(), yaml.BaseLoader)
    if not isinstance(content, dict):
        return [_problem("Fila består ikke av felt.", hint=_HINT)]
    found = []
    if "INHERIT" in content:
        found.append(_problem(
            "«INHERIT» henter oppsettet fra en annen fil, som ikke blir sjekket.",
            hint="Skriv alt i denne fila.",
        ))
    if not content.get("site_name"):
        found.append(_problem("Feltet «site_name» mangler.", hint="Skriv navnet på nettstedet."))
    plugins = content.get("plugins")
    listed = plugins if isinstance(plugins, list) else [*(plugins or {})]
    names = [next(iter(item), "") if isinstance(item, dict) else item for item in listed]
    if "rettesnor" not in names:
        found.append(_problem(
            "«rettesnor» mangler under «plugins».", hint="Skriv: plugins: [rettesnor]"
        ))
    saves = _own_settings(content).get("save_offline", "true")
    if saves not in ("true", "false"):
        found.append(_problem(
            "«save_offline» må være true eller false.", hint="Skriv: save_offline: false"
        ))
    theme = content.get("theme", "rettesnor")
    name = theme.get("name") if isinstance(theme, dict) else theme
    unnamed = isinstance(theme, dict) and name in (None, "", "null", "~")
    if unnamed and not theme.get("custom_dir"):
        found.append(_problem("«theme» har ikke noe navn.", hint=THEME_HINT))
    if isinstance(name, str) and not unnamed and name not in THEMES:
        found.append(_problem(
            f"Temaet «{name}» finnes ikke.", _line_of_theme(data), hint=THEME_HINT
        ))
    return found


def _line_of_theme(data: bytes) -> int:
    root = yaml.compose(data.decode(), yaml.BaseLoader)
    assert isinstance(root, yaml.MappingNode)
    lines: list[int] = [value.start_mark.line for key, value in root.value if key.value == "theme"]
    return lines[0] + 1


def _problem(message: str, line: int = 1, column: int = 1, hint: str = "") -> Problem:
    return Problem(PATH, line, column, "nettsted-oppsett", message, hint)
