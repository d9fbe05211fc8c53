"""``rettesnor word``: texts out to Word, and what others changed there in again.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rettesnor.cli import common
from rettesnor.cli.arguments import examples

if TYPE_CHECKING:
    from rettesnor.editing.project_files import ProjectFiles
    from rettesnor.editing.word.proposals import Incoming
    from rettesnor.publishing.inspection import Inspection

_MAX_BYTES = 20_000_000
_DECISION = re.compile(r"(\d+)\s*:?\s+(ta|la)\b.*", re.IGNORECASE)
_ALL = "alle"


def add_parser(commands: Any, common_options: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    word = commands.add_parser(
        "word", help="send tekster ut som Word, og ta inn det andre har endret",
        epilog=examples(
            ("rettesnor word out skriftlig-plan", "lag skriftlig-plan.docx"),
            ("rettesnor word in skriftlig-plan.docx", "vis hva som er endret, og velg"),
        ),
    )
    kinds = word.add_subparsers(dest="what", required=True, metavar="HVA")
    out = kinds.add_parser(
        "out", parents=[common_options], help="lag et Word-dokument med et felt for hver tekst",
        epilog=examples(
            ("rettesnor word out skriftlig-plan", "en anbefaling"),
            ("rettesnor word out kompetanse --to til-horing.docx", "et kapittel"),
            ("rettesnor word out --language nn", "alle oversettelsene til nynorsk"),
        ),
    )
    out.add_argument(
        "id", nargs="?", default="", metavar="ID", help="en anbefaling eller et kapittel"
    )
    out.add_argument("--to", type=Path, metavar="FIL", help="fila som lages (<id>.docx)")
    out.add_argument(
        "--language", default="", metavar="SPRÅK",
        help="oversettelsen til et språk, ved siden av teksten den er laget av",
    )
    into = kinds.add_parser(
        "in", parents=[common_options], help="vis og ta inn endringene i et dokument",
        description="Tar bare dokumenter som er laget med «rettesnor word out». Sporede og "
        "usporede endringer og kommentarer vises felt for felt. Ingenting skrives før du velger.",
        epilog=examples(
            ("rettesnor word in svar.docx", "vis endringene, og svar på hver av dem"),
            ("rettesnor word in svar.docx --accept 1 3", "ta inn nummer 1 og 3"),
            ("rettesnor word in svar.docx --decisions valg.txt",
             "lag lista over valg, fyll den ut, og kjør igjen"),
        ),
    )
    into.add_argument("file", type=Path, metavar="FIL", help="dokumentet")
    how = into.add_mutually_exclusive_group()
    how.add_argument(
        "--accept", nargs="+", metavar="NUMMER", help="forslagene som tas inn, eller «alle»"
    )
    how.add_argument(
        "--decisions", type=Path, metavar="FIL",
        help="fil med «1 ta» eller «2 la» på hver linje; lages når den ikke finnes",
    )
    into.add_argument("--html", type=Path, metavar="FIL", help="skriv forslagene som ei nettside")
    into.add_argument(
        "--dry-run", action="store_true", help="vis hva som ville blitt endret, uten å skrive noe"
    )


def run(options: argparse.Namespace) -> int:
    """Write a document, or take one in; return the exit status.

    0 done, 1 something could not be taken in or would be wrong, 2 could not run.

    Raises:
        UsageError: there is no such text, or the document is none of ours.
    """
    from rettesnor.cli.working_tree import inspect
    from rettesnor.editing.plan import NotPossible
    from rettesnor.editing.project_files import UnreadableError, read_files
    from rettesnor.reading.files.office import OfficeError
    from rettesnor.releases.timeline import retired

    root = common.root(options)
    try:
        now = inspect(options)
        if now.project.guideline is None:
            raise common.UsageError("Retningslinja kan ikke leses. Kjør «rettesnor check».")
        last = now.last.edition if now.last else None
        files = read_files(root, last, retired(root / "changelog"))
        if options.what == "out":
            return _out(options, now, files)
        return _in(options, root, now, files)
    except (NotPossible, UnreadableError, OfficeError) as error:
        raise common.UsageError(str(error)) from error


def _out(options: argparse.Namespace, now: Inspection, files: ProjectFiles) -> int:
    from rettesnor.editing.word.fields import parts_of
    from rettesnor.editing.word.out import document_of
    from rettesnor.publishing.tools.word_proposals import shown_as

    guideline = now.project.guideline
    assert guideline is not None
    if options.language and options.language not in {one.id for one in guideline.translations}:
        raise common.UsageError(f"Retningslinja oversettes ikke til «{options.language}».")
    parts = parts_of(files, options.id, options.language)
    title = parts[0].title if options.id else guideline.tittel
    made = document_of(
        parts, guideline.id, title, guideline.versjon, common.day(options),
        lambda reference: shown_as(guideline, reference),
    )
    end = f".{options.language}" if options.language else ""
    target: Path = options.to or Path(f"{options.id or guideline.id}{end}.docx")
    target.write_bytes(made)
    count = sum(len(part.fields) for part in parts)
    print(f"{target}: {count} felt. Ta det inn igjen med: rettesnor word in {target}")
    return 0


def _in(
    options: argparse.Namespace, root: Path, now: Inspection, files: ProjectFiles
) -> int:
    from rettesnor.editing.word.proposals import take_in
    from rettesnor.publishing.tools.word_proposals import as_page, as_text
    from rettesnor.releases.redline.text import COLOURED, PLAIN

    guideline = now.project.guideline
    assert guideline is not None
    if options.file.stat().st_size > _MAX_BYTES:
        raise common.UsageError(f"Dokumentet er for stort (over {_MAX_BYTES // 1_000_000} MB).")
    incoming = take_in(options.file.read_bytes(), files, guideline.id)
    marks = COLOURED if common.colours(sys.stdout) else PLAIN
    print("\n".join(as_text(incoming, marks)) or "Ingen endringer og ingen kommentarer.")
    if options.html:
        page = as_page(incoming, f"Endringer i {options.file.name}")
        options.html.write_text(page, encoding="utf-8", newline="\n")
    stopped = [one for one in incoming.proposals if not one.can_be_taken]
    status = 1 if incoming.misplaced or stopped else 0
    taken = _chosen(options, incoming)
    if not taken:
        if incoming.proposals:
            print("Ingenting er skrevet.")
        return status
    return _carry_out(options, root, now, files, incoming, taken) or status


def _chosen(options: argparse.Namespace, incoming: Incoming) -> list[int]:
    """Return the proposals that are taken."""
    possible = [one.id for one in incoming.proposals if one.can_be_taken]
    if options.accept:
        if options.accept == [_ALL]:
            return possible
        try:
            return [int(one) for text in options.accept for one in text.split(",") if one]
        except ValueError as error:
            raise common.UsageError("--accept tar numre, eller «alle».") from error
    if options.decisions:
        return _decided(options.decisions, incoming)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return []
    return _asked(incoming)


def _decided(path: Path, incoming: Incoming) -> list[int]:
    from rettesnor.publishing.tools.word_proposals import heading

    if not path.exists():
        lines = ["# Skriv «ta» foran det som skal inn. Linjer med «la» blir ikke tatt inn."]
        lines += [
            f"{one.id} la    # {one.field.path}: {heading(one)}" for one in incoming.proposals
        ]
        path.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
        print(f"Laget {path}. Fyll den ut, og kjør kommandoen igjen.")
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        match = _DECISION.fullmatch(line)
        if match is None:
            raise common.UsageError(f"{path}:{number}: skriv nummeret og «ta» eller «la».")
        if match[2].lower() == "ta":
            found.append(int(match[1]))
    return found


def _asked(incoming: Incoming) -> list[int]:
    found = []
    for one in incoming.proposals:
        if not one.can_be_taken:
            continue
        try:
            answer = input(f"Ta inn {one.id}? [j]a, [n]ei, [a]vslutt uten å skrive: ").strip()
        except EOFError:
            return []
        if answer.lower().startswith("a"):
            return []
        if answer.lower().startswith("j"):
            found.append(one.id)
    return found


def _carry_out(
    options: argparse.Namespace, root: Path, now: Inspection, files: ProjectFiles,
    incoming: Incoming, taken: list[int],
) -> int:
    from rettesnor.cli.working_tree import report
    from rettesnor.editing import transaction
    from rettesnor.editing.word.proposals import plan_of
    from rettesnor.model.problem import Severity
    from rettesnor.publishing.output.build_lock import held
    from rettesnor.publishing.tools.edit_problems import problems_after

    plan = plan_of(incoming, files, taken)
    plan = plan.with_problems(problems_after(root, now, plan, common.day(options)))
    print(plan.summary)
    texts = {change.path: change.after for change in plan.changes if change.after is not None}
    report(plan.problems, root, texts)
    if any(problem.severity is not Severity.WARNING for problem in plan.problems):
        print("Ingenting ble endret: endringen ville gitt feil.", file=sys.stderr)
        return 1
    if options.dry_run:
        print("Prøve: ingenting er skrevet.")
        return 0
    try:
        with held(root / transaction.STATE, transaction.LOCK):
            transaction.apply(plan, root)
    except transaction.ConflictError as error:
        raise common.UsageError(str(error)) from error
    print("\n".join(plan.notes))
    return 0
