"""``mkdocs.yml``, looked at before MkDocs reads it.

MkDocs' own reader makes any Python object that a tag asks for, so a settings file could run code
in the build. Only what is plain data, and MkDocs' own ``!ENV``, is let through.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from rettesnor.model.problem import Code, Problem
from rettesnor.reading.files.safe_open import read_file

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
    "«theme: material» og «plugins: [rettesnor]»."
)


def problems(root: Path) -> list[Problem]:
    """Return what is wrong with ``mkdocs.yml`` in ``root``."""
    if not (root / PATH).exists():
        return [Problem(PATH, 1, 1, "nettsted-oppsett", "Fila mangler.", _HINT)]
    data = read_file(root, PATH, limit=_MAX_BYTES)
    if isinstance(data, Problem):
        return [data]
    try:
        return _in_events(data) or _in_settings(data)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return [_problem("Linja kan ikke leses som YAML.", line, column)]
    except (UnicodeDecodeError, RecursionError, ValueError):
        return [_problem("Fila kan ikke leses.")]


def _in_events(data: bytes) -> list[Problem]:
    """Return the first thing that would run, or grow without bound, when MkDocs reads it."""
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
    names = {next(iter(item), "") if isinstance(item, dict) else item for item in listed}
    if "rettesnor" not in names:
        found.append(_problem(
            "«rettesnor» mangler under «plugins».", hint="Skriv: plugins: [rettesnor]"
        ))
    theme = content.get("theme", "mkdocs")
    unnamed = isinstance(theme, dict) and theme.get("name") in (None, "", "null", "~")
    if unnamed and not theme.get("custom_dir"):
        found.append(_problem("«theme» har ikke noe navn.", hint="Skriv: theme: material"))
    return found


def _problem(message: str, line: int = 1, column: int = 1, hint: str = "") -> Problem:
    return Problem(PATH, line, column, "nettsted-oppsett", message, hint)
