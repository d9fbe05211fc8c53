"""``rettesnor new guideline`` and ``rettesnor new schemas``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rettesnor import __version__
from rettesnor.cli import common
from rettesnor.cli.working_tree import report
from rettesnor.editing import new_guideline
from rettesnor.editing.new_guideline import LANGUAGES, SCALES, NewGuideline
from rettesnor.editing.plan import NotPossible
from rettesnor.publishing.inspection import inspect
from rettesnor.publishing.working_tree import read_tree

_SHORT = 30
"""The longest name that serves as its own short form."""


def run(options: argparse.Namespace) -> int:
    """Ask for what is not given, and write the guideline; return the exit status.

    Raises:
        UsageError: the folder is not empty, or an answer does not fit.
    """
    folder: Path = options.folder.resolve()
    day = common.today()
    try:
        wanted = _wanted(options, _asked if _asks(options) else None)
        texts = new_guideline.files(wanted, __version__)
        found = new_guideline.create(
            folder, texts, lambda root: inspect(read_tree(root, 1), day).problems
        )
    except NotPossible as error:
        raise common.UsageError(str(error)) from error
    if found:
        report(found, folder, texts)
        print("Ingenting er skrevet: svarene gir feil i filene.", file=sys.stderr)
        return 1
    print(
        f"{len(texts)} filer er skrevet til {folder}. Alt innholdet er eksempler.\n"
        f"Gå dit (cd {options.folder}), og skriv:\n"
        "  rettesnor serve    vis nettstedet mens du skriver\n"
        "  rettesnor check    sjekk alle filer\n"
        "README.md der sier hva som ligger hvor."
    )
    return 0


def refresh_schemas(options: argparse.Namespace) -> int:
    """Write the schemas that the editor uses again; return the exit status."""
    root = common.root(options)
    changed = 0
    for path, data in new_guideline.schemas().items():
        target = root / path
        if not target.is_file() or target.read_bytes() != data:
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(data)
            changed += 1
    print(f"{changed} av skjemaene i schema/ er skrevet på nytt." if changed
          else "Skjemaene i schema/ er som de skal være.")
    return 0


Ask = Callable[[str, str], str]


def _wanted(options: argparse.Namespace, ask: Ask | None) -> NewGuideline:
    title = _answer(options.title, "--title", "Tittel på retningslinja", "", ask)
    short = _answer(options.short_title, "--short-title", "Kort tittel", title, ask)
    owner = _answer(options.owner, "--owner", "Eier (etaten som har ansvaret)", "", ask)
    owner_short = _answer(
        options.owner_short, "--owner-short", "Kort form av eieren", _initials(owner), ask
    )
    language = _choice(options.language, "Språk", LANGUAGES, ask)
    scale = _choice(
        options.scale, "Styrker: «verb» er skal, bør og kan; «grade» er sterk og svak, for og mot",
        SCALES, ask,
    )
    asked = list(options.dimension)
    if not asked and ask:
        print("Hva skal anbefalingene deles inn etter, ut over kapitler? For eksempel «Virksomhet: "
              "Stat, Kommune». Trykk Enter når det ikke er mer.")
        while one := ask("Inndeling", ""):
            asked.append(one)
    return NewGuideline(
        title, short, owner, owner_short, language, scale,
        tuple(new_guideline.dimension(one) for one in asked),
    )


def _answer(given: str | None, option: str, question: str, usual: str, ask: Ask | None) -> str:
    found = given if given is not None else ask(question, usual) if ask else usual
    found = " ".join(found.split())
    if not found:
        raise NotPossible(f"Oppgi {question[0].lower()}{question[1:]}, med {option}.")
    return found


def _choice(given: str | None, question: str, choices: Sequence[str], ask: Ask | None) -> str:
    if given is not None or ask is None:
        return given or choices[0]
    while (found := ask(f"{question} ({' eller '.join(choices)})", choices[0])) not in choices:
        print(f"Svar {' eller '.join(choices)}.")
    return found


def _initials(owner: str) -> str:
    if len(owner) <= _SHORT:
        return owner
    return "".join(word[0] for word in owner.split()).upper()[:_SHORT]


def _asks(options: argparse.Namespace) -> bool:
    return not options.yes and sys.stdin.isatty()


def _asked(question: str, usual: str) -> str:
    try:
        return input(f"{question}{f' [{usual}]' if usual else ''}: ").strip() or usual
    except EOFError as error:
        raise common.UsageError("Avbrutt. Ingenting er skrevet.") from error
