"""A new guideline: a folder with examples to replace, that checks and builds at once.

The files are templates in ``templates/guideline/``: what every guideline has (``common``), and the
examples by the language that they are written in.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rettesnor.editing import yaml_emit
from rettesnor.editing.operations.new import ensure_fits
from rettesnor.editing.plan import NotPossible
from rettesnor.model.problem import Problem
from rettesnor.platform import SYSTEM
from rettesnor.reading.files.names import slug
from rettesnor.reading.schema import validate as schema

LANGUAGES = ("nb", "en")
"""The languages that the examples are written in."""
SCALES = ("verb", "grade")
"""The scales of strengths: skal, bør and kan (must, should and may), or GRADE's for and against."""

_TEMPLATES = Path(__file__).with_name("templates") / "guideline"
_ENDING = ".j2"
_HIDDEN = "dot-"
"""What the name of a template begins with when its file's name begins with a dot. Git and the
packager would otherwise obey a template such as ``.gitignore``."""
_PARTIAL = "dimensions"
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|@])")
_EXAMPLE = (
    "Eksempel: ", "Dette er et eksempel", "Dette eksemplet",
    "Example: ", "This is an example", "This example",
)
"""What marks the sentences of the examples that are to be replaced."""
_ALLOWED = frozenset({".git"})
"""What may be in the folder: people make an empty repository first."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a dimension."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """What the recommendations are divided by, such as the kind of organisation."""

    id: str
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class NewGuideline:
    """A guideline to be written.

    Attributes:
        short_title: stands at the top of each page, and gives the id.
        owner: the agency that is responsible.
        owner_short: its short form.
        language: one of LANGUAGES.
        scale: one of SCALES.
    """

    title: str
    short_title: str
    owner: str
    owner_short: str
    language: str = "nb"
    scale: str = "verb"
    dimensions: tuple[Dimension, ...] = ()


def dimension(text: str) -> Dimension:
    """Return the dimension that ``text`` describes, such as «Virksomhet: Stat, Kommune».

    Raises:
        NotPossible: it has no name or no values.
    """
    name, _, listed = (part.strip() for part in text.partition(":"))
    values = tuple(Value(slug(one), one) for part in listed.split(",") if (one := part.strip()))
    if not slug(name) or not values or not all(value.id for value in values):
        raise NotPossible(
            f"«{text}» er ikke en dimensjon. Skriv navnet, kolon og verdiene med komma mellom, for "
            "eksempel «Virksomhet: Stat, Kommune»."
        )
    return Dimension(slug(name), name, values)


def files(wanted: NewGuideline, version: str) -> dict[str, bytes]:
    """Return the files of a new guideline by path.

    Args:
        version: the version of Rettesnor that the guideline is to be built with.

    Raises:
        NotPossible: a title or a name does not fit.
    """
    _ensure_fits(wanted)
    folders = (wanted.language, "common")
    templates = Environment(
        loader=FileSystemLoader([_TEMPLATES / one for one in folders]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )
    templates.filters |= {
        "yaml": lambda text: yaml_emit.scalar(text, indent=0),
        "markdown": lambda text: _MARKDOWN.sub(r"\\\1", text),
    }
    values = {
        "title": wanted.title, "short_title": wanted.short_title, "id": slug(wanted.short_title),
        "owner": wanted.owner, "owner_short": wanted.owner_short, "scale": wanted.scale,
        "dimensions": wanted.dimensions, "version": version, "language": wanted.language,
    }
    found = {}
    for folder in folders:
        for path in sorted((_TEMPLATES / folder).rglob("*")):
            name = path.relative_to(_TEMPLATES / folder).as_posix()
            if not path.is_file() or name == _PARTIAL:
                continue
            text = path.read_text(encoding="utf-8")
            if name.endswith(_ENDING):
                text = templates.get_template(name).render(values)
            found[_target(name)] = text.encode()
    return found | schemas()


@cache
def example_lines() -> frozenset[str]:
    """Return the lines that say in the templates that a text is an example, without indent."""
    return frozenset(
        line.strip()
        for language in LANGUAGES
        for path in sorted((_TEMPLATES / language).rglob("*"))
        if path.is_file() and path.name.removesuffix(_ENDING).endswith((".yml", ".md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if any(mark in line for mark in _EXAMPLE) and "{{" not in line and not line.startswith("#")
    )


def example_in(text: str) -> int:
    """Return the number of the first line of ``text`` that is an example's; 0 when none is."""
    lines = example_lines()
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() in lines:
            return number
    return 0


def schemas() -> dict[str, bytes]:
    """Return the schemas for the editor, by path: copies of those that the check uses."""
    return {
        f"schema/{path.name}": path.read_bytes().replace(b"\r\n", b"\n")
        for path in sorted(schema.folder().glob("*.schema.json"))
    }


def create(
    folder: Path, texts: Mapping[str, bytes], problems_of: Callable[[Path], Sequence[Problem]]
) -> Sequence[Problem]:
    """Write the files into ``folder``, all or none; return what is wrong with them.

    They are written to a folder next to it first. Nothing is left of them when ``problems_of``
    finds something, or when the writing stops on the way.

    Raises:
        NotPossible: the folder has something in it, or has no parent.
        OSError: the disk refuses.
    """
    _ensure_free(folder)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for path, data in texts.items():
            target = aside / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        found = problems_of(aside)
        shutil.rmtree(aside / ".rettesnor", ignore_errors=True)
        if not found:
            _move(aside, folder)
        return found
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _move(aside: Path, folder: Path) -> None:
    if not folder.exists():
        aside.chmod(0o755)  # a temporary folder is closed to others
        SYSTEM.rename(aside, folder)
        return
    moved: list[Path] = []  # it may be the current folder, which cannot be replaced
    try:
        for path in sorted(aside.iterdir()):
            SYSTEM.rename(path, folder / path.name)
            moved.append(folder / path.name)
    except BaseException:
        for path in moved:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        raise


def _ensure_free(folder: Path) -> None:
    if not folder.parent.is_dir():
        raise NotPossible(f"Mappa «{folder.parent}» finnes ikke. Ingenting er skrevet.")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise NotPossible(f"«{folder}» finnes fra før, og er ikke ei mappe. Ingenting er skrevet.")
    if folder.is_dir() and any(path.name not in _ALLOWED for path in folder.iterdir()):
        raise NotPossible(f"«{folder}» er ikke tom. Ingenting er skrevet; velg ei ny mappe.")


def _ensure_fits(wanted: NewGuideline) -> None:
    ensure_fits(wanted.title, "guideline", ("tittel",))
    ensure_fits(wanted.short_title, "guideline", ("korttittel",), "Korttittelen")
    ensure_fits(wanted.owner, "guideline", ("eier", "navn"), "Navnet på eieren")
    ensure_fits(
        wanted.owner_short, "guideline", ("eier", "forkortelse"), "Kortformen av eieren"
    )
    if not slug(wanted.short_title):
        raise NotPossible(f"Det blir ingen id av korttittelen «{wanted.short_title}».")


def _target(name: str) -> str:
    parts = name.removesuffix(_ENDING).split("/")
    return "/".join(
        f".{part.removeprefix(_HIDDEN)}" if part.startswith(_HIDDEN) else part for part in parts
    )
