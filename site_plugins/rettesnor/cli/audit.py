"""``rettesnor audit``: an empty sheet for a sample of folders, and the report on a filled one.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rettesnor.cli import common
from rettesnor.cli.arguments import examples
from rettesnor.cli.released_source import add_source, released
from rettesnor.model.sampling import LEAST_THRESHOLD, MOST_FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rettesnor.cli.working_tree import Project
    from rettesnor.exports.audit_sheet import Report, Setting
    from rettesnor.model.sampling import Column

_SHOWN = 20


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser],
               shared: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    audit = commands.add_parser(
        "audit", help="stikkprøver av mapper: skjema og rapport",
        description="Lager et tomt skjema fra kriteriene i guideline/kriterier.yml, og en rapport "
        "med summer og andeler fra skjemaet når det er fylt ut. Ingenting blir sendt.",
        epilog=examples(
            ("rettesnor audit sheet --folders 39 -o skjema.xlsx", "lag et tomt skjema"),
            ("rettesnor audit report skjema.xlsx -o rapport.docx", "lag rapporten"),
        ),
    )
    kinds = audit.add_subparsers(dest="what", required=True, metavar="HVA")
    sheet = kinds.add_parser(
        "sheet", parents=[shared], help="lag et tomt skjema",
        description="En rad for hver mappe og en kolonne for hvert spørsmål. I Excel velges "
        "svarene fra ei liste. Mappene har bare nummer.",
        epilog=examples(
            ("rettesnor audit sheet --folders 39 -o skjema.xlsx", "alle kriterier som ses der"),
            ("rettesnor audit sheet --folders 12 --criteria plan -o skjema.csv", "bare ett av dem"),
        ),
    )
    sheet.add_argument(
        "--folders", type=int, required=True, metavar="ANTALL", help="hvor mange mapper"
    )
    sheet.add_argument(
        "--criteria", nargs="+", default=(), metavar="ID", help="bare disse kriteriene"
    )
    report = kinds.add_parser(
        "report", parents=[shared], help="lag rapporten av et skjema som er fylt ut",
        description="Teller opp svarene. Rapporten sier hvor mange mapper som har hvert svar, "
        "andelene, hva kriteriene følger av, og hvilken utgave de er hentet fra. Er noe i skjemaet "
        "galt, blir det sagt med rad og kolonne, og ingen rapport blir laget.",
        epilog=examples(
            ("rettesnor audit report skjema.xlsx -o rapport.docx", "lag rapporten i Word"),
            ("rettesnor audit report skjema.csv -o rapport.xlsx --suppress-below 5",
             "i Excel, uten tall fra 1 til 4"),
            ("rettesnor audit report skjema.json -o rapport.docx --findings funn.json",
             "skriv også funnene, så de kan følges opp"),
        ),
    )
    report.add_argument("sheet", type=Path, metavar="FIL", help="skjemaet: .xlsx, .csv eller .json")
    report.add_argument(
        "--suppress-below", type=int, default=0, metavar="GRENSE",
        help="vis ikke tall under grensen, og heller ikke tall de kan regnes ut av",
    )
    report.add_argument("--findings", type=Path, metavar="FIL", help="skriv funnene hit (JSON)")
    for one, kinds_of_file in ((sheet, ".xlsx eller .csv"), (report, ".docx eller .xlsx")):
        one.add_argument(
            "-o", "--output", type=Path, required=True, metavar="FIL", help=kinds_of_file
        )
        one.add_argument("--language", default="", metavar="SPRÅK", help="språkkoden (nn)")
        add_source(one)


def run(options: argparse.Namespace) -> int:
    """Write the sheet or the report; return the exit status.

    Raises:
        UsageError: there are no criteria, or something asked for cannot be made.
    """
    return _sheet(options) if options.what == "sheet" else _report(options)


def _setting(options: argparse.Namespace) -> Setting:
    """Return what the files are about, in the language that is asked for."""
    from rettesnor.cli.working_tree import guideline_of, read_tree
    from rettesnor.exports.audit_sheet import Setting
    from rettesnor.rendering.i18n import language

    if options.source:
        return _released(options)
    project = read_tree(options)
    guideline = guideline_of(project)
    if not guideline.tilsyn:
        raise common.UsageError("Retningslinja har ingen kriterier (guideline/kriterier.yml).")
    code = options.language or guideline.languages[0].id
    titles = {entry.id: entry.tittel for entry in project.entries}
    say = language(code).gettext
    version, stamp = _version(project, say)
    if code != guideline.languages[0].id:
        translated = project.files.translations.get(code)
        if translated is None:
            raise common.UsageError(f"Retningslinja er ikke oversatt til «{code}».")
        guideline = translated.guideline
        titles |= {
            one.id: one.tittel for one in project.translations
            if one.language == code and one.tittel
        }
    return Setting(guideline, version, stamp, titles, say, code)


def _released(options: argparse.Namespace) -> Setting:
    """Return what the files are about, as a release says it."""
    from rettesnor.exports.audit_sheet import Setting
    from rettesnor.rendering.i18n import language

    national = released(options.source)
    edition, number = national.edition, national.version
    if not edition.guideline.tilsyn:
        raise common.UsageError(f"{options.source}: versjon {number} har ingen kriterier.")
    code = options.language or edition.guideline.languages[0].id
    if code not in (one.id for one in edition.guideline.languages):
        raise common.UsageError(f"Retningslinja er ikke oversatt til «{code}».")
    if code != edition.guideline.languages[0].id:
        edition = national.said(code)
    titles = {id_: str(one.tittel) for id_, one in edition.recommendations.items()}
    say = language(code).gettext
    return Setting(edition.guideline, f"{say('Versjon')} {number}", number, titles, say, code)


def _version(project: Project, say: Callable[[str], str]) -> tuple[str, str]:
    """Return what the criteria are taken from: in the words of the site's pages, and the stamp."""
    from rettesnor.publishing.inspection import read_last

    last = read_last(project)
    if last is None:
        return say("Arbeidsutgave, ikke utgitt"), "0+"
    number = last.manifest.versjon
    if project.guideline and last.edition.guideline.tilsyn == project.guideline.tilsyn:
        return f"{say('Versjon')} {number}", number
    said = say("Arbeidsutgave etter {version}, ikke utgitt").format(version=number)
    return said, f"{number}+"


def _sheet(options: argparse.Namespace) -> int:
    from rettesnor.exports.audit_sheet import empty_csv, empty_xlsx

    if not 1 <= options.folders <= MOST_FOLDERS:
        raise common.UsageError(f"Antall mapper må være fra 1 til {MOST_FOLDERS}.")
    setting = _setting(options)
    chosen = _chosen(setting, options.criteria)
    makers = {".xlsx": empty_xlsx, ".csv": empty_csv}
    make = makers.get(options.output.suffix.lower())
    if make is None:
        raise common.UsageError("Skjemaet kan bare lages som .xlsx eller .csv.")
    options.output.write_bytes(make(setting, chosen, options.folders))
    print(f"{options.output}: {options.folders} mapper, {len(chosen)} spørsmål.")
    return 0


def _chosen(setting: Setting, wanted: Sequence[str]) -> Sequence[Column]:
    """Return the columns of the criteria ``wanted``, all of them when it is empty."""
    from rettesnor.model.sampling import columns
    from rettesnor.reading.schema.did_you_mean import Names

    found = columns(setting.audit.kriterier)
    known = list(dict.fromkeys(one.criterion for one in found))
    for id_ in wanted:
        if id_ not in known:
            hint = Names(known).suggestion(id_, f"Det kan være {', '.join(known)}.")
            raise common.UsageError(
                f"Kriteriet «{id_}» finnes ikke, eller ses ikke i mapper. {hint}"
            )
    return [one for one in found if not wanted or one.criterion in wanted]


def _report(options: argparse.Namespace) -> int:
    from rettesnor.exports.audit_sheet import report_docx, report_of, report_xlsx
    from rettesnor.model.sampling import columns
    from rettesnor.reading.audit_sheet import read_sheet

    ending = options.output.suffix.lower()
    if ending not in (".docx", ".xlsx"):
        raise common.UsageError("Rapporten kan bare lages som .docx eller .xlsx.")
    below = options.suppress_below
    if below and below < LEAST_THRESHOLD:
        raise common.UsageError(
            f"Grensen må være minst {LEAST_THRESHOLD}. Med en lavere grense kan tallene regnes ut."
        )
    if options.findings and options.findings.exists():
        raise common.UsageError(
            f"{options.findings} finnes fra før, og kan ha oppfølging i seg. Velg et annet navn. "
            "Ingen rapport er laget."
        )
    setting = _setting(options)
    own = columns(setting.audit.kriterier)
    read = read_sheet(options.sheet.read_bytes(), options.sheet.name, own)
    for text in read.warnings[:_SHOWN]:
        print(f"{options.sheet}: advarsel: {text}", file=sys.stderr)
    for text in read.faults[:_SHOWN]:
        print(f"{options.sheet}: feil: {text}", file=sys.stderr)
    for found in (read.warnings, read.faults):
        if len(found) > _SHOWN:
            print(f"… og {len(found) - _SHOWN} til.", file=sys.stderr)
    if read.sheet is None:
        print("Ingen rapport er laget.", file=sys.stderr)
        return 1
    if read.sheet.guideline and read.sheet.guideline != setting.guideline.id:
        raise common.UsageError(
            f"Skjemaet er laget for retningslinja «{read.sheet.guideline}», ikke for "
            f"«{setting.guideline.id}»."
        )
    if read.sheet.version and read.sheet.version != setting.stamp:
        print(
            f"{options.sheet}: advarsel: Skjemaet er laget fra versjon {read.sheet.version}. "
            f"Kriteriene i rapporten er fra versjon {setting.stamp}. Se etter om de er endret.",
            file=sys.stderr,
        )
    made = report_of(setting, read.sheet, below)
    day = common.day(options).isoformat()
    options.output.write_bytes(
        report_docx(made, day) if ending == ".docx" else report_xlsx(made)
    )
    print(f"{options.output}: {len(read.sheet.rows)} mapper.")
    if options.findings:
        _findings(options.findings, made, day)
    return 0


def _findings(path: Path, made: Report, day: str) -> None:
    import json

    from rettesnor.exports.audit_sheet import findings

    found = findings(made, day)
    if not found["funn"]:
        print("Ingen svar er delvis eller nei, så det er ingen funn å skrive.")
        return
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{path}: {len(found['funn'])} funn.")
