"""``rettesnor translate``: show what is translated, mark translations, and start new ones."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.working_tree import Project, guideline_of, read_tree
from rettesnor.model.guideline import Sprak
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.publishing.tools.mark_translations import MarkResult, mark_translations
from rettesnor.publishing.tools.start_translation import PAGE, start_translation
from rettesnor.publishing.tools.translation_status import FileStatus, translation_status


def run(options: argparse.Namespace) -> int:
    """Show, mark or start the translation into one language; return the exit status.

    Raises:
        UsageError: the guideline cannot be read, or a language or file does not exist.
    """
    project = read_tree(options)
    language = _language(project, options.language)
    try:
        if options.new:
            return _start(project.root, language, _relative(project.root, options.new))
        if options.mark is not None:
            named = [_relative(project.root, path) for path in options.mark]
            print(_marked(mark_translations(project, language, named), language.id))
            return 0
    except ToolError as error:
        raise common.UsageError(str(error)) from error
    print(_table(language, list(translation_status(project, language.id))))
    return 0


def _language(project: Project, asked: str) -> Sprak:
    known = {language.id: language for language in guideline_of(project).translations}
    if asked in known:
        return known[asked]
    listed = ", ".join(f"«{id_}»" for id_ in known) or "ingen"
    raise common.UsageError(
        f"Retningslinja oversettes ikke til «{asked}». Språkene er {listed}; flere føres opp under "
        "«sprak» i guideline/guideline.yml."
    )


def _relative(root: Path, path: Path) -> str:
    """Return ``path`` from ``root``; it may be given from there or from the current folder."""
    full = path if path.exists() and not (root / path).exists() else root / path
    try:
        return full.resolve().relative_to(root).as_posix()
    except ValueError as error:
        raise common.UsageError(f"«{path}» ligger ikke i retningslinja.") from error


def _table(language: Sprak, files: Sequence[FileStatus]) -> str:
    width = max(len(file.path) for file in files)
    lines = [
        f"{language.navn} ({language.id})",
        f"  {'Fil':{width}}  Oversatt  Eldre  Umerket  Mangler",
    ]
    for file in files:
        if not file.exists or not file.total:
            reason = "finnes ikke" if not file.exists else "kan ikke leses; se «rettesnor check»"
            lines.append(f"  {file.path:{width}}  {reason}")
            continue
        share = f"{file.done}/{file.total}"
        lines.append(
            f"  {file.path:{width}}  {share:>8}  {file.stale:>5}  {file.unmarked:>7}  "
            f"{file.missing:>7}"
        )
    absent = sum(not file.exists for file in files)
    stale, unmarked, missing = (
        sum(getattr(file, name) for file in files if file.exists)
        for name in ("stale", "unmarked", "missing")
    )
    lines.append(
        f"Til sammen: {stale} laget av en eldre tekst, {unmarked} ikke merket, {missing} ikke "
        f"oversatt, {absent} {'fil' if absent == 1 else 'filer'} finnes ikke."
    )
    return "\n".join(lines)


def _start(root: Path, language: Sprak, source: str) -> int:
    path, kind = start_translation(root, language, source)
    if kind == PAGE:
        print(f"Laget {path} med teksten fra {source}. Oversett den, og kjør så")
    else:
        print(f"Laget {path}. Fyll den ut, og kjør så")
    print(f"  rettesnor translate {language.id} --mark {path}")
    return 0


def _marked(result: MarkResult, language: str) -> str:
    texts = "1 tekst" if result.fresh == 1 else f"{result.fresh} tekster"
    lines = [f"Merket {texts} i {result.files} {'fil' if result.files == 1 else 'filer'}."]
    if result.stale:
        lines.append(
            f"{result.stale} er laget av en eldre tekst og er ikke merket på nytt. Se dem over, "
            f"og nevn fila: rettesnor translate {language} --mark FIL"
        )
    return "\n".join(lines)
