"""``rettesnor self-check``: a self-check to fill in, to hold against last time's, and to gather.

Here are its options. What it does is in ``self_check_run.py``, which is imported when it runs.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from rettesnor.cli.arguments import examples
from rettesnor.cli.released_source import add_source


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "self-check", help="egenkontroll: fyll ut, sammenlign, samle og følg opp",
        description="Egenkontrollen har spørsmål etter plikt, til hvert nivå. Svarene er "
        "virksomhetens egne, i en fil (YAML, JSON eller XLSX). Nettsiden «Egenkontroll» leser og "
        "lagrer JSON.",
        epilog=examples(
            ("rettesnor self-check new --level avdeling -o 2026.xlsx",
             "lag et ark til å fylle ut"),
            ("rettesnor self-check compare 2025.yml 2026.yml", "se svarene ved siden av fjorårets"),
            ("rettesnor self-check collect *.json -o samlet.xlsx", "samle svarene fra flere"),
        ),
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--root", type=Path, default=Path("."), metavar="MAPPE", help="mappa til retningslinja"
    )
    add_source(common)
    common.add_argument("--date", metavar="ÅÅÅÅ-MM-DD", help="dagen frister vurderes på")
    common.add_argument("--language", default="", metavar="SPRÅK", help="språket (nb, nn)")
    kinds = parser.add_subparsers(dest="what", required=True, metavar="HVA")
    new = kinds.add_parser(
        "new", parents=[common], help="lag et ark til å fylle ut",
        epilog=examples(
            ("rettesnor self-check new --level avdeling -o 2026.yml", "lag en YAML-fil"),
            ("rettesnor self-check new --level avdeling --last 2025.yml -o 2026.xlsx",
             "ta med funnene som ikke er lukket"),
        ),
    )
    new.add_argument("--level", required=True, metavar="NIVÅ", help="nivået (id)")
    new.add_argument("--last", type=Path, metavar="FIL", help="den forrige, for det som er åpent")
    new.add_argument("-o", "--output", type=Path, required=True, metavar="FIL",
                     help="fila som lages: .yml, .json eller .xlsx")
    check = kinds.add_parser(
        "check", parents=[common], help="sjekk utfylte ark",
        epilog=examples(
            ("rettesnor self-check check 2026.yml", "list det som er galt eller mangler"),
        ),
    )
    check.add_argument("files", nargs="+", type=Path, metavar="FIL", help="filene")
    convert = kinds.add_parser(
        "convert", parents=[common], help="skriv et ark i en annen form",
        description="Det som er fylt ut, følger med. Nettsiden «Egenkontroll» åpner JSON.",
        epilog=examples(
            ("rettesnor self-check convert 2026.xlsx -o 2026.json",
             "lag en fil som nettsiden åpner"),
        ),
    )
    convert.add_argument("file", type=Path, metavar="FIL", help="fila")
    convert.add_argument("-o", "--output", type=Path, required=True, metavar="FIL",
                         help="fila som lages: .yml, .json eller .xlsx")
    compare = kinds.add_parser(
        "compare", parents=[common], help="vis svarene fra sist ved siden av svarene nå",
        epilog=examples(
            ("rettesnor self-check compare 2025.yml 2026.yml", "vis dem på skjermen"),
            ("rettesnor self-check compare 2025.yml 2026.yml -o 2026.docx",
             "lag et Word-dokument"),
        ),
    )
    compare.add_argument("last", type=Path, metavar="SIST", help="den forrige")
    compare.add_argument("this", type=Path, metavar="NÅ", help="den nye")
    compare.add_argument("-o", "--output", type=Path, metavar="FIL", help="fila (.docx)")
    collect = kinds.add_parser(
        "collect", parents=[common], help="samle svarene fra flere på samme nivå",
        description="Teller hvor mange som har gitt hvert svar, per spørsmål og per plikt. Bare "
        "ark med samtykke er med. Navnet på virksomhetene og det de har skrevet, er ikke med.",
        epilog=examples(
            ("rettesnor self-check collect svar/*.json -o samlet.xlsx", "samle alle i ei mappe"),
            ("rettesnor self-check collect svar/*.json --least 5 -o samlet.xlsx",
             "vis ikke tall under fem"),
        ),
    )
    collect.add_argument("files", nargs="+", type=Path, metavar="FIL", help="filene")
    collect.add_argument("--least", type=int, default=0, metavar="N",
                         help="det minste antallet som vises (ellers alle)")
    collect.add_argument("-o", "--output", type=Path, required=True, metavar="FIL",
                         help="regnearket som lages (.xlsx)")
    follow = kinds.add_parser(
        "follow-up", parents=[common], help="list funnene som ikke er lukket",
        description="Leser både utfylte egenkontroller og filer med funn fra et tilsyn.",
        epilog=examples(
            ("rettesnor self-check follow-up 2026.yml", "list dem, de som haster mest, først"),
            ("rettesnor self-check follow-up *.yml --date 2027-06-01",
             "se hva som er over fristen en annen dag"),
        ),
    )
    follow.add_argument("files", nargs="+", type=Path, metavar="FIL", help="filene")


def run(options: argparse.Namespace) -> int:
    """Run the subcommand; return the exit status.

    Raises:
        UsageError: there is no self-check, or a file cannot be used.
    """
    module = importlib.import_module("rettesnor.cli.self_check_run")
    done: int = getattr(module, options.what.replace("-", "_"))(options)
    return done
