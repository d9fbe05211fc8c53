"""``rettesnor import document``: a Word document or an HTML file becomes drafts.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rettesnor.cli import common
from rettesnor.cli.arguments import examples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rettesnor.editing.plan import Plan
    from rettesnor.reading.importers.documents.document import Document
    from rettesnor.reading.importers.documents.imported import Imported
    from rettesnor.reading.importers.documents.outline import Section

_SHOWN = 40
"""Most losses that are printed; the report has them all."""


def add_parser(
    kinds: argparse._SubParsersAction[argparse.ArgumentParser], shared: argparse.ArgumentParser
) -> None:
    """Add the command to ``rettesnor import``."""
    parser = kinds.add_parser(
        "document", parents=[shared], help="ei retningslinje som Word-dokument eller HTML-fil",
        description="Gjør et Word-dokument (.docx) eller ei HTML-fil til utkast i retningslinja. "
        "Første gang blir det skrevet ei koblingsfil, som sier hva hver overskrift blir: kapittel, "
        "anbefaling, felt eller tekstside. Se over den, og kjør kommandoen en gang til; da blir "
        "filene skrevet. Ingen fil blir overskrevet. Alt som ikke har noen plass, kommer i en "
        "rapport i mappa import/.",
        epilog=examples(
            ("rettesnor import document retningslinje.docx",
             "skriv koblingsfila; andre gang: hent inn teksten slik den sier"),
            ("rettesnor import document retningslinje.docx --dry-run",
             "vis hva som ville blitt skrevet"),
            ("rettesnor import document side.html --yes",
             "hent inn med en gang, slik det er gjettet"),
        ),
    )
    parser.add_argument("file", type=Path, metavar="FIL", help="dokumentet (.docx eller .html)")
    parser.add_argument(
        "--mapping", type=Path, metavar="FIL",
        help="koblingsfila (import/<navn>.yml i retningslinja)",
    )
    parser.add_argument(
        "--yes", action="store_true", help="bruk det som er gjettet, uten koblingsfil"
    )
    parser.add_argument("--dry-run", action="store_true", help="vis hva som skjer, uten å skrive")
    parser.add_argument(
        "--reason", default="", metavar="HVORFOR", help="hvorfor, til endringsfilene"
    )
    parser.add_argument(
        "--by", default="", metavar="HVEM", help="hvem som har besluttet det, til endringsfilene"
    )


def run(options: argparse.Namespace) -> int:
    """Write the mapping, or the drafts; return the exit status: 0 complete, 1 with losses.

    Raises:
        UsageError: the document or the mapping cannot be used, or a file is there already.
    """
    from rettesnor.editing.operations.import_document import FOLDER
    from rettesnor.reading.files.names import slug
    from rettesnor.reading.importers.documents.document import UnreadableError
    from rettesnor.reading.importers.documents.outline import sections

    root = common.root(options)
    name = slug(options.file.stem) or "dokument"
    mapping: Path = options.mapping or root / FOLDER / f"{name}.yml"
    try:
        document = _read(options.file)
        found, is_guessed = sections(document)
        if len(found) == 1:
            print("Dokumentet har ingen overskrifter, og blir én tekstside. Bruk stilene "
                  "«Overskrift 1», «Overskrift 2» og så videre i Word for å dele det opp.")
        if is_guessed:
            print("Dokumentet har ingen overskrifter laget med stiler. Korte avsnitt i fet skrift "
                  "er brukt som overskrifter.")
        if not options.yes and not mapping.exists():
            return _write_mapping(options, root, mapping, found)
        return _import(options, root, mapping, document, found)
    except UnreadableError as error:
        raise common.UsageError(_at(options.file, str(error))) from error


def _at(file: Path, message: str) -> str:
    """Return a message about the document with its name before it; one about the mapping as is."""
    return message if ".yml" in message.split(" ")[0] else f"{file}: {message}"


def _read(path: Path) -> Document:
    from rettesnor.reading.importers.documents.opening import MAX_BYTES, read_document

    if path.stat().st_size > MAX_BYTES:
        raise common.UsageError(f"«{path}» er for stor.")
    folder = path.resolve().parent

    def beside(relative: str) -> bytes | None:
        try:
            wanted = (folder / relative).resolve()
            if wanted.is_relative_to(folder) and wanted.is_file():
                return wanted.read_bytes() if wanted.stat().st_size < MAX_BYTES else None
        except (OSError, ValueError):
            return None
        return None

    return read_document(path.read_bytes(), beside)


def _write_mapping(
    options: argparse.Namespace, root: Path, path: Path, found: Sequence[Section]
) -> int:
    from rettesnor.editing.operations.import_document import scale_of
    from rettesnor.editing.plan import NotPossible
    from rettesnor.editing.project_files import UnreadableError, read_files
    from rettesnor.reading.importers.documents import mapping
    from rettesnor.reading.importers.documents.guesses import FIELDS, guess

    try:
        guesses = guess(found, scale_of(read_files(root)))
    except (NotPossible, UnreadableError) as error:
        raise common.UsageError(str(error)) from error
    for section, becomes in zip(found, guesses, strict=True):
        if section.level:
            print(f"{becomes:40} {'  ' * (section.level - 1)}{section.title}")
    counts = Counter("felt" if one in FIELDS else one for one in guesses)
    print(f"Gjettet: {counts['kapittel']} kapitler, {counts['anbefaling']} anbefalinger, "
          f"{counts['felt']} felt, {counts['side']} tekstsider.", file=sys.stderr)
    if options.dry_run:
        print("Prøve: ingenting er skrevet.")
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "x", encoding="utf-8", newline="\n") as stream:
        stream.write(mapping.written(options.file.name, found, guesses))
    print(f"Koblinga er skrevet til {path}. Se over den, og kjør kommandoen en gang til.")
    return 0


def _import(
    options: argparse.Namespace, root: Path, path: Path, document: Document,
    found: Sequence[Section],
) -> int:
    from rettesnor.cli.working_tree import inspect, report
    from rettesnor.editing import transaction
    from rettesnor.editing.fragments import Decision
    from rettesnor.editing.operations.import_document import import_document, scale_of
    from rettesnor.editing.plan import NotPossible
    from rettesnor.editing.project_files import UnreadableError, read_files
    from rettesnor.publishing.output.build_lock import held
    from rettesnor.publishing.tools.edit_problems import problems_after
    from rettesnor.reading.checks.text_warnings import NOT_FILLED_IN
    from rettesnor.reading.files.names import slug
    from rettesnor.reading.files.pictures import FOLDER as PICTURES
    from rettesnor.reading.importers.documents import mapping
    from rettesnor.reading.importers.documents.assemble import assemble
    from rettesnor.reading.importers.documents.guesses import guess
    from rettesnor.releases.timeline import retired

    with held(root / transaction.STATE, transaction.LOCK):
        try:
            now = inspect(options)
            files = read_files(
                root, now.last.edition if now.last else None, retired(root / "changelog"))
            scale = scale_of(files)
            guesses = guess(found, scale)
            roles = [mapping.Role(one) for one in guesses]
            if path.exists():
                roles = mapping.read(path.read_bytes(), str(path), found, guesses)
            pictures = root / PICTURES
            there = [one.name for one in pictures.iterdir()] if pictures.is_dir() else []
            made = assemble(
                document, found, roles, scale=scale, name=slug(options.file.stem) or "bilde",
                taken=there,
            )
            decision = Decision(common.day(options), options.reason, options.by)
            plan = import_document(
                files, made, options.file.name, decision, lambda one: (root / one).exists())
        except (NotPossible, UnreadableError) as error:
            raise common.UsageError(str(error)) from error
        texts = _texts(plan)
        plan = plan.with_problems(problems_after(root, now, plan, common.day(options)))
        if not options.dry_run:
            try:
                transaction.apply(plan, root)
            except transaction.ConflictError as error:
                raise common.UsageError(str(error)) from error
    others = [one for one in plan.problems if one.code != NOT_FILLED_IN]
    _show(plan, made)
    if others:
        report(others, root, texts)
    missing = sum(1 for one in plan.problems if one.code == NOT_FILLED_IN)
    print(f"{missing} tekster har «FYLL UT:» og må fylles ut før en utgave kan gis ut; "
          "«rettesnor check» viser hvor.")
    if options.dry_run:
        print("Prøve: ingenting er skrevet.")
    return 1 if made.losses or made.asides or others else 0


def _texts(plan: Plan) -> dict[str, bytes]:
    return {one.path: one.after for one in plan.changes
            if one.after is not None and one.path.endswith((".yml", ".md"))}


def _show(plan: Plan, made: Imported) -> None:
    print(plan.summary)
    for change in plan.changes:
        print(f"  {'ny      ' if not change.before else 'endret  '} {change.path}")
    for loss in made.losses[:_SHOWN]:
        print(loss)
    if len(made.losses) > _SHOWN:
        print(f"… og {len(made.losses) - _SHOWN} til, i rapporten")
    for note in plan.notes:
        print(note)
    kinds = Counter(aside.kind for aside in made.asides)
    for kind, count in kinds.items():
        print(f"ikke plassert, men i rapporten: {kind}{f' ({count})' if count > 1 else ''}")
    print(
        f"{len(made.losses)} ting må ses over, og {len(made.asides)} tekster er ikke plassert. "
        "Rapporten i import/ har alt.", file=sys.stderr,
    )
