"""Functions for all commands: the day, the number of processes, the guideline's folder."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rettesnor.editing import transaction as edits
from rettesnor.model.catalogue import FILE, GUIDELINES
from rettesnor.model.local_plan import FILE as PLAN
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.system import processors
from rettesnor.system import today as system_today

if TYPE_CHECKING:
    from rettesnor.publishing.options import Theme


_SHOWN = 20


class UsageError(Exception):
    """The command cannot run; the message says why, in Norwegian."""


def day(options: argparse.Namespace) -> date:
    """Return the day for which rules are checked: ``--date``, or else today.

    Raises:
        UsageError: the date cannot be read.
    """
    try:
        return date.fromisoformat(options.date) if options.date else today()
    except ValueError as error:
        raise UsageError(f"«{options.date}» er ikke en dato. Skriv ÅÅÅÅ-MM-DD.") from error


def today() -> date:
    """Return today, whatever ``--date`` says.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is not a time.
    """
    try:
        return system_today()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError("SOURCE_DATE_EPOCH er ikke et antall sekunder siden 1970.") from error


def jobs(options: argparse.Namespace) -> int:
    """Return how many processes may work."""
    return options.jobs or processors()


def root(options: argparse.Namespace) -> Path:
    """Return the guideline's folder.

    Raises:
        UsageError: there is no guideline in it.
    """
    folder = _folder(options)
    if catalogue(options) is not None:
        listed = ", ".join(guidelines(folder))
        raise UsageError(
            f"«{folder}» er en katalog med flere retningslinjer. Velg en med --guideline: {listed}"
        )
    if not (folder / "guideline").is_dir():
        if (folder / PLAN).is_file():
            raise UsageError(
                f"«{folder}» er en lokal plan. Bruk «rettesnor edit» eller «rettesnor plan»."
            )
        raise UsageError(
            f"«{folder}» er ikke en retningslinje: mappa guideline/ mangler. "
            "Gå til riktig mappe, eller bruk --root."
        )
    finish_edit(folder)
    return folder


def catalogue(options: argparse.Namespace) -> Path | None:
    """Return the catalogue's folder when the command is for all of its guidelines, else None.

    Raises:
        UsageError: ``--guideline`` names one that is not there.
    """
    folder = _folder(options)
    # A catalogue may have guideline/look/, with the files of its look.
    alone = (folder / GUIDELINE).is_file() or not (folder / FILE).is_file()
    return None if alone else folder


def guidelines(folder: Path) -> tuple[str, ...]:
    """Return the ids of the guidelines in the catalogue in ``folder``, in its order."""
    from rettesnor.reading.content.catalogue import read_catalogue
    from rettesnor.reading.files.folder import DiskFolder

    return read_catalogue(DiskFolder(folder)).ids


def _folder(options: argparse.Namespace) -> Path:
    """Return the folder that ``--root`` names, or in it the guideline that ``--guideline`` names.
    """
    folder: Path = options.root.resolve()
    id_ = getattr(options, "guideline", "")
    if not id_:
        return folder
    if not (folder / FILE).is_file():
        raise UsageError(
            f"--guideline gjelder bare i en katalog, og «{folder}» har ingen {FILE}. "
            "Gå til katalogens mappe, eller bruk --root."
        )
    known = guidelines(folder)
    if id_ not in known:
        from rettesnor.reading.schema.did_you_mean import Names

        raise UsageError(
            f"Katalogen har ingen retningslinje «{id_}». "
            + Names(known).suggestion(id_, f"Den har: {', '.join(known)}")
        )
    return folder / GUIDELINES / id_


def finish_edit(folder: Path) -> None:
    """Do what is left of an edit that was stopped on the way, so that no half of it is read.

    Raises:
        UsageError: a file was changed by hand meanwhile.
    """
    if not edits.is_interrupted(folder):
        return
    from rettesnor.publishing.output.build_lock import held

    try:
        with held(folder / edits.STATE, edits.LOCK):
            finished = edits.finish(folder)
    except edits.ConflictError as error:
        raise UsageError(str(error)) from error
    if finished:
        print("En endring som ble avbrutt, er nå fullført.", file=sys.stderr)


def theme(
    root: Path, *, preview: bool = False, site_url: str | None = None, name: str = ""
) -> Theme:
    """Return the theme by ``root/mkdocs.yml``, or the one with ``name``.

    Raises:
        UsageError: ``mkdocs.yml`` or the theme cannot be used.
    """
    from rettesnor.publishing.output.layout import LayoutError
    from rettesnor.publishing.theme import load_theme

    try:
        return load_theme(root, preview=preview, site_url=site_url, name=name)
    except LayoutError as error:
        raise UsageError(str(error)) from error


def secret_key(path: Path) -> str:
    """Return the secret key at ``path``; create it the first time, readable by its owner only."""
    import secrets  # late: a small command does not need it

    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with open(descriptor, "w", encoding="ascii", newline="\n") as stream:
        stream.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")


def disable_gc() -> None:
    """Collect no garbage from now on, nor when the process ends.

    A command is a short process that keeps nearly all it creates: the collector would take a third
    of its time, and another tenth at the end.
    """
    gc.disable()
    atexit.register(gc.freeze)


def print_faults(faults: Sequence[str]) -> None:
    """Print what verification found wrong with a site, the first of it when it is much."""
    for fault in faults[:_SHOWN]:
        print(f"feil i det ferdige nettstedet: {fault}", file=sys.stderr)
    if len(faults) > _SHOWN:
        print(f"… og {len(faults) - _SHOWN} til.", file=sys.stderr)


def report(error: Exception, root: Path) -> None:
    """Print that the program failed, not the text, and write the details to a log file."""
    log = root / ".rettesnor" / "feil.log"
    print(
        f"rettesnor: Noe gikk galt i programmet, ikke i teksten din: {error}\n"
        f"Ingenting er endret. Send fila {log} til dem som utvikler Rettesnor.",
        file=sys.stderr,
    )
    with suppress(OSError):
        log.parent.mkdir(exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8", newline="\n")


def colours(stream: TextIO) -> bool:
    """Whether to colour ``stream``: on a terminal, unless NO_COLOR says otherwise (https://no-color.org)."""
    return stream.isatty() and "NO_COLOR" not in os.environ
