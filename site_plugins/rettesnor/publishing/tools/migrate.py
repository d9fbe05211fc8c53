"""Carrying the files of a guideline over to the newest version of the schemas.

What older files left unsaid is in ``model.older_form``; here it is written into them. Only the
lines that change are touched, so that comments and lay-out stay, and every new text is read back
and held against what the old one means: what does not read the same is not written.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from rettesnor.editing import yaml_writer
from rettesnor.model import older_form
from rettesnor.model.problem import Problem
from rettesnor.model.translation import MADE_FROM, language_of
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.yaml import loader
from rettesnor.releases.atomic_write import replace_files


@dataclass(frozen=True, slots=True)
class Migrated:
    """A file as it is and as it is to be.

    Attributes:
        path: the file, below the root.
        data: its bytes as they are.
        old: its text, with plain line ends.
        new: the text that it is to have.
    """

    path: str
    data: bytes
    old: str
    new: str

    @property
    def bytes(self) -> bytes:
        """The new text, with the line ends and the byte order mark of the old."""
        mark = codecs.BOM_UTF8 if self.data.startswith(codecs.BOM_UTF8) else b""
        end = "\r\n" if b"\r\n" in self.data else "\n"
        return mark + self.new.replace("\n", end).encode()


def plan(root: Path) -> tuple[Migrated, ...]:
    """Return the files below ``root`` that are written for an older version, and their new text.

    Raises:
        ToolError: a file cannot be read, or is written so that it cannot be carried over.
    """
    folder = root / "guideline"
    names = sorted(path.name for path in folder.glob("guideline*.yml")) if folder.is_dir() else []
    return tuple(
        found for name in names for found in (_migrated(root, f"guideline/{name}"),) if found
    )


def apply(root: Path, files: tuple[Migrated, ...]) -> None:
    """Write ``files``: all of them, or none when one cannot be written.

    Raises:
        ToolError: a file was changed since it was read.
        OSError: a file cannot be written.
    """
    for file in files:
        if _data(root, file.path) != file.data:
            raise ToolError(f"{file.path} ble endret mens den ble ført over. Prøv igjen.")
    replace_files(root, {file.path: file.bytes for file in files})


def _migrated(root: Path, path: str) -> Migrated | None:
    raw = _data(root, path)
    text, faults = decode(raw, path)
    if faults:
        raise ToolError(f"{path}: {faults[0].message}")
    data, problems = loader.load(text, path)
    if problems:
        raise ToolError(f"{path} kan ikke leses: {problems[0].message}")
    if not older_form.is_first(data):
        return None
    language = language_of(path)
    if language:
        wanted = older_form.current_translation(data, language)
    else:
        wanted = {"skjema": older_form.CURRENT, **older_form.current_guideline(data)}
    lines = _with_dimension(text.split("\n"), wanted["dimensjoner"][0].get("navn", ""))
    begun = _with_renamed_marks(lines) if MADE_FROM in wanted else lines
    try:
        new = yaml_writer.write("\n".join(begun), wanted, "guideline")
    except yaml_writer.Refused as error:
        raise ToolError(
            f"{path} er skrevet slik at den ikke kan føres over av seg selv. Skriv lista "
            f"«{older_form.FIELD}» med én post på hver linje, og prøv igjen."
        ) from error
    return Migrated(path, raw, text, new)


def _data(root: Path, path: str) -> bytes:
    data = DiskFolder(root).read(path)
    if isinstance(data, Problem):
        raise ToolError(data.message)
    return data


def _with_dimension(lines: list[str], name: str) -> list[str]:
    """Return ``lines`` with the list of the first form as the values of a dimension."""
    start = next((i for i, line in enumerate(lines) if re.match(rf"{older_form.FIELD}:", line)), 0)
    stop = start + 1
    while stop < len(lines) and (not lines[stop].strip() or lines[stop][0] in " -#"):
        stop += 1
    head = ["dimensjoner:", f"  - id: {older_form.FIELD}"]
    head += [f"    navn: {name}"] if name else []
    head.append(lines[start].replace(older_form.FIELD, "    verdier", 1))
    body = [f"    {line}" if line.strip() else line for line in lines[start + 1 : stop]]
    return [*lines[:start], *head, *body, *lines[stop:]]


def _with_renamed_marks(lines: list[str]) -> list[str]:
    """Return ``lines`` with the marks of the values under the pointers of today."""
    return [
        re.sub(
            rf"^(\s+[\"']?){older_form.FIELD}\.", rf"\1dimensjoner.{older_form.FIELD}.verdier.",
            line,
        )
        for line in lines
    ]
