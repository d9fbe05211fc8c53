"""Reading where and how the site is published (``publish.yml``).

It is a file of its own: MkDocs would warn of unknown settings in ``mkdocs.yml``, and the two are
changed by different people. It holds plain data only, never a command, so that nobody who can
change a file in the repository can run a program on the machine that publishes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rettesnor.model.convert import from_data
from rettesnor.model.problem import Code, Problem
from rettesnor.reading.content.opened_file import open_file
from rettesnor.reading.files.folder import Folder, folder_of

CODES = (
    Code(
        "publisering-oppsett", "Oppsettet av publiseringen (publish.yml) kan ikke brukes.",
        suppressible=False,
    ),
)
"""The codes of what is found here."""

PATH = "publish.yml"
_SAFE = r"[^\s'\"\\$`*?;&|<>:]"  # rsync may hand the path to a shell
_RSYNC = re.compile(rf"(?:[A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:{_SAFE}+")
_RCLONE = re.compile(r"[A-Za-z0-9_][\w. +@-]*:[^:].*")
_ONLY = {"port": "rsync", "nokkel": "rsync", "bytte": "rclone"}


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """See ``schema/publish.schema.json``."""

    maal: Literal["mappe", "rsync", "rclone"]
    til: str
    behold: int = 5
    utgave: Literal["siste", "arbeid"] = "siste"
    dokumenter: bool = False
    frakoblet: bool = False
    utveksling: bool = False
    lenker: bool = False
    port: int = 22
    nokkel: str = ""
    bytte: Literal["kopi", "peker"] = "kopi"


def read_publish_settings(
    root: Path | Folder,
) -> tuple[PublishSettings | None, list[Problem]]:
    """Return the settings below ``root``, or what is wrong with them; neither without the file."""
    folder = folder_of(root)
    if not folder.exists(PATH):
        return None, []
    data = folder.read(PATH)
    if isinstance(data, Problem):
        return None, [data]
    opened = open_file(data, PATH, "publish")
    if isinstance(opened, list):
        return None, opened
    problems = list(opened.problems)
    if opened.unreadable:
        return None, problems
    settings = from_data(PublishSettings, opened.document.data)
    problems += [
        Problem(PATH, *opened.document.place((name,)), "publisering-oppsett", message, hint,
                field=name)
        for name, message, hint in _faults(settings, frozenset(opened.document.data))
    ]
    return (None if problems else settings), problems


def _faults(settings: PublishSettings, given: frozenset[str]) -> list[tuple[str, str, str]]:
    found = [
        (name, f"«{name}» brukes bare når «maal» er {kind}.", "Ta det bort.")
        for name, kind in _ONLY.items() if name in given and settings.maal != kind
    ]
    if settings.maal == "rsync" and not _RSYNC.fullmatch(settings.til):
        found.append((
            "til", f"«{settings.til}» er ikke en adresse for rsync.",
            "Skriv for eksempel: bruker@www.eksempel.no:/srv/www/retningslinje",
        ))
    if settings.maal == "rclone" and not _RCLONE.fullmatch(settings.til):
        found.append((
            "til", f"«{settings.til}» er ikke en adresse for rclone.",
            "Skriv navnet på lageret, kolon og stien: lager:bøtte/retningslinje",
        ))
    return found
