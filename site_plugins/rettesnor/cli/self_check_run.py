"""What ``rettesnor self-check`` does."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple, TextIO

from rettesnor.cli import common
from rettesnor.cli.problems import print_problems
from rettesnor.cli.released_source import released
from rettesnor.editing import yaml_emit
from rettesnor.exports import self_check as exports
from rettesnor.model.guideline import Guideline
from rettesnor.model.problem import Problem, Severity, Suppression
from rettesnor.model.self_check_sheet import (
    Ark,
    Spoken,
    new_sheet,
    open_findings,
    spoken,
)
from rettesnor.model.self_check_sheet import (
    collect as collected,
)
from rettesnor.model.self_check_sheet import (
    compare as compared,
)
from rettesnor.reading.content.self_check_sheet import read_findings, read_sheet
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.rendering import i18n


class Asked(NamedTuple):
    """The guideline that sheets are held against, in the language asked for, and what its
    self-check says in every language."""

    guideline: Guideline
    language: str
    said: Spoken


class Told(NamedTuple):
    """What is wrong with sheets."""

    problems: tuple[Problem, ...]
    suppressions: tuple[Suppression, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether there are warnings at most."""
        return all(one.severity is Severity.WARNING for one in self.problems)


def new(options: argparse.Namespace) -> int:
    """Make a sheet to fill in; return the exit status."""
    asked = _asked(options)
    check, output = asked.guideline.egenkontroll, options.output
    levels = [one.id for one in check.nivaaer]
    if options.level not in levels:
        raise common.UsageError(
            f"Nivået «{options.level}» finnes ikke. "
            + Names(levels).suggestion(options.level, f"Nivåene er {', '.join(levels)}.")
        )
    _must_not_be(output)
    last = _usable(options.last, asked) if options.last else None
    sheet = new_sheet(
        check, asked.guideline.id, asked.guideline.versjon, options.level, asked.language, last,
    )
    made = _written(sheet, asked, output)
    output.write_bytes(made)
    print(f"{output} har {len(sheet.svar)} spørsmål til nivået «{options.level}».")
    if sheet.funn:
        print(f"{len(sheet.funn)} funn som ikke er lukket, er tatt med fra {options.last}.")
    return 0


def check(options: argparse.Namespace) -> int:
    """Say what is wrong with sheets; return the exit status."""
    asked, read = _asked(options), {}
    found: list[Problem] = []
    for path in options.files:
        read[path], problems = _read(path, asked)
        found += problems
    _print(found, sys.stdout)
    for path, sheet in read.items():
        if sheet is not None:
            given = sum(1 for one in sheet.svar if one.svar)
            print(f"{path}: {given} av {len(sheet.svar)} spørsmål er besvart.")
    return 0 if all(read.values()) else 1


def convert(options: argparse.Namespace) -> int:
    """Write a sheet in another form; return the exit status."""
    asked, output = _asked(options), options.output
    _must_not_be(output)
    made = _written(_usable(options.file, asked), asked, output)
    output.write_bytes(made)
    print(f"{output} er skrevet.")
    return 0


def compare(options: argparse.Namespace) -> int:
    """Show last time's answers beside this time's; return the exit status."""
    asked = _asked(options)
    last, this = _usable(options.last, asked), _usable(options.this, asked)
    if last.nivaa != this.nivaa:
        raise common.UsageError(
            f"{options.last} er for nivået «{last.nivaa}», og {options.this} for «{this.nivaa}»."
        )
    rows = compared(asked.guideline.egenkontroll, asked.said.words, last, this)
    if options.output is None:
        for line in exports.comparison_lines(last, this, rows):
            print(line)
        return 0
    _must_end(options.output, ".docx")
    level = asked.guideline.egenkontroll.level(this.nivaa)
    title = level.navn if level else this.nivaa
    options.output.write_bytes(exports.comparison_document(
        title, last, this, rows, exports.criteria_titles(asked.guideline)
    ))
    print(f"{options.output} er skrevet. {exports.summary(rows)}")
    return 0


def collect(options: argparse.Namespace) -> int:
    """Gather the answers of many; return the exit status."""
    _must_end(options.output, ".xlsx")
    asked = _asked(options)
    sheets = {path: _usable(path, asked) for path in dict.fromkeys(options.files)}
    given = {path: sheet for path, sheet in sheets.items() if sheet.samtykke}
    for path in (path for path in sheets if path not in given):
        print(f"{path} er ikke med: det står ikke at svarene kan samles («samtykke»).")
    levels = sorted({sheet.nivaa for sheet in given.values()})
    if len(levels) > 1:
        raise common.UsageError(
            f"Arkene er for flere nivåer ({', '.join(levels)}). Samle ett nivå om gangen."
        )
    if not given:
        raise common.UsageError("Ingen av arkene kan samles. Ingenting er skrevet.")
    guideline = asked.guideline
    rows = collected(
        guideline.egenkontroll, asked.said.words, levels[0], list(given.values()), options.least
    )
    level = guideline.egenkontroll.level(levels[0])
    options.output.write_bytes(exports.collected_workbook(
        guideline, level.navn if level else levels[0], rows, len(given), options.least
    ))
    print(f"{len(given)} ark er samlet i {options.output}.")
    hidden = sum(row.suppressed and row.question is not None for row in rows)
    if hidden:
        print(f"Tallene for {hidden} spørsmål vises ikke: noe svar er valgt av færre enn "
              f"{options.least}.")
    return 0


def follow_up(options: argparse.Namespace) -> int:
    """List the findings that are not closed; return 1 when one is overdue, else 0."""
    asked, day = _asked(options), common.day(options).isoformat()
    sheets = [_followed(path, asked) for path in options.files]
    left = list(open_findings(sheets, day))
    for sheet, found, overdue in left:
        when = f"frist {found.frist}" if found.frist else "uten frist"
        mark = "OVER FRISTEN " if overdue else ""
        whose = f"{sheet.virksomhet}: " if sheet.virksomhet else ""
        asked_about = {one.sporsmaal: one.ordlyd for one in sheet.svar}
        what = found.funn or asked_about.get(found.kriterium) or found.kriterium
        print(f"{mark}{when}, {found.ansvarlig or 'uten ansvarlig'}: {whose}{what}")
        if found.tiltak:
            print(f"  Tiltak: {found.tiltak}")
    late = sum(overdue for *_, overdue in left)
    print(f"{len(left)} funn er ikke lukket, og {late} av dem er over fristen.")
    return 1 if late else 0


def _asked(options: argparse.Namespace) -> Asked:
    """Return the guideline that the options name.

    Raises:
        UsageError: it cannot be read, or has no self-check.
    """
    found = _released(options.source) if options.source else _in_folder(options)
    language = options.language or next(iter(found))
    guideline = found.get(language)
    if guideline is None:
        raise common.UsageError(
            f"Retningslinja er ikke på språket «{options.language}». Den er på "
            f"{', '.join(found)}."
        )
    if not guideline.egenkontroll:
        raise common.UsageError(
            "Retningslinja har ingen egenkontroll (guideline/egenkontroll.yml)."
        )
    return Asked(guideline, language, spoken(
        [guideline.egenkontroll, *(one.egenkontroll for one in found.values())],
        [i18n.language(code).gettext for code in i18n.codes()],
    ))


def _released(source: str) -> dict[str, Guideline]:
    national = released(source)
    first = national.edition.guideline
    return {
        first.languages[0].id: first,
        **{one.id: national.said(one.id).guideline for one in first.translations},
    }


def _in_folder(options: argparse.Namespace) -> dict[str, Guideline]:
    from rettesnor.reading.project import read_project

    options.guideline = ""
    reading = read_project(common.root(options)).files
    if reading.guideline is None:
        raise common.UsageError(
            "Filene i retningslinja har feil. Kjør «rettesnor check» og rett dem først."
        )
    made = {language: one.guideline for language, one in reading.translations.items()}
    return {reading.guideline.languages[0].id: reading.guideline, **made}


def _read(path: Path, asked: Asked) -> tuple[Ark | None, list[Problem]]:
    return read_sheet(path.read_bytes(), path.as_posix(), asked.guideline, asked.said)


def _usable(path: Path, asked: Asked) -> Ark:
    sheet, problems = _read(path, asked)
    if sheet is None:
        _print([one for one in problems if one.severity is Severity.ERROR], sys.stderr)
        raise common.UsageError(
            f"«{path}» kan ikke brukes før den er rettet. Ingenting er skrevet."
        )
    return sheet


def _followed(path: Path, asked: Asked) -> Ark:
    """Return a sheet, or the findings of an audit as one."""
    found = None if path.suffix.lower() == ".xlsx" else read_findings(
        path.read_bytes(), path.as_posix()
    )
    if found is None:
        return _usable(path, asked)
    return Ark(asked.guideline.id, asked.guideline.versjon, "", virksomhet="Tilsyn", funn=found)


def _print(problems: list[Problem], stream: TextIO) -> None:
    print_problems(Told(tuple(problems)), Path(), "people", stream=stream)


def _must_not_be(path: Path) -> None:
    if path.exists():
        raise common.UsageError(f"«{path}» finnes allerede, og er ikke rørt. Velg et annet navn.")


def _must_end(path: Path, ending: str) -> None:
    if path.suffix.lower() != ending:
        raise common.UsageError(f"Navnet på fila må slutte på {ending}: «{path}».")


def _written(sheet: Ark, asked: Asked, output: Path) -> bytes:
    kind = output.suffix.lower()
    if kind in (".yml", ".yaml"):
        data = yaml_emit.document(exports.sheet_data(sheet), lambda _: False)
        return (_how_to_fill_in(asked.guideline) + data).encode()
    if kind == ".json":
        return exports.sheet_json(sheet)
    if kind == ".xlsx":
        return exports.sheet_workbook(
            sheet, asked.guideline, i18n.language(asked.language).gettext
        )
    raise common.UsageError(f"Navnet på fila må slutte på .yml, .json eller .xlsx: «{output}».")


def _how_to_fill_in(guideline: Guideline) -> str:
    """Return comments for the top of a sheet: nothing else in the file says what may be written."""
    answers = "".join(
        f"#     svar: {one.id}" + (f"  ({one.navn})\n" if one.navn.lower() != one.id else "\n")
        for one in guideline.egenkontroll.svarskala
    )
    return (
        "# Egenkontroll til å fylle ut. Skriv roller, aldri navn på personer.\n"
        "#\n"
        "# Om arket, under «sprak»:\n"
        "#     virksomhet: hvem svarene gjelder\n"
        "#     fylt_ut_av: rollen, ikke navnet\n"
        "#     dato: 2026-12-31\n"
        "#     samtykke: true  (bare når svarene kan samles med andres)\n"
        "# Under hver «ordlyd» skriver du ett av disse:\n"
        f"{answers}"
        "# og, om dere vil:\n"
        "#     merknad: hvorfor\n"
        "#     dokumentasjon: hvor det kan ses\n"
        "# Det som skal følges opp, skriver du til slutt:\n"
        "#     funn:\n"
        "#       - id: f1\n"
        "#         kriterium: id-en til spørsmålet\n"
        "#         funn: hva som mangler\n"
        "#         tiltak: hva dere gjør\n"
        "#         ansvarlig: rollen\n"
        "#         frist: 2027-03-01\n\n"
    )
