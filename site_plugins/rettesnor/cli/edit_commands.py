"""The commands that change the guideline's files as a whole: their options.

It imports little, so that the other commands start fast.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

from rettesnor.cli.arguments import examples

NAMES = frozenset({"merge", "move", "new", "rename", "split", "withdraw"})


def add_parsers(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the ``commands`` of the command line."""
    shared = argparse.ArgumentParser(add_help=False, parents=[common])
    shared.add_argument(
        "--dry-run", action="store_true", help="vis hva som ville blitt endret, uten å skrive noe"
    )
    reported = argparse.ArgumentParser(add_help=False, parents=[shared])
    reported.add_argument(
        "--reason", default="", metavar="HVORFOR", help="hvorfor, til endringsfila"
    )
    reported.add_argument(
        "--by", default="", metavar="HVEM",
        help="hvem som har besluttet det (en etat, en avdeling eller en rolle), til endringsfila",
    )
    reported.add_argument(
        "--unheard", default="", metavar="HVORFOR",
        help="hvorfor en vesentlig endring ikke har vært på høring, til endringsfila",
    )
    _add_new(commands, common, shared, reported)
    _add_withdraw(commands, reported)
    _add_move(commands, reported)
    _add_split_and_merge(commands, reported)
    _add_rename(commands, reported)


def run(options: argparse.Namespace) -> int:
    """Run the command; return its exit status: 0 done, 1 problems, 2 could not run."""
    if options.command == "new" and options.what == "plan":
        started: int = importlib.import_module("rettesnor.cli.plan_making").new(options)
        return started
    if options.command == "new" and options.what in ("guideline", "schemas"):
        module = importlib.import_module("rettesnor.cli.new_guideline")
        made: int = (module.run if options.what == "guideline" else module.refresh_schemas)(options)
        return made
    status: int = importlib.import_module("rettesnor.cli.edit").run(options)
    return status


def _add_new(
    commands: Any, common: argparse.ArgumentParser, shared: argparse.ArgumentParser,
    reported: argparse.ArgumentParser,
) -> None:
    new = commands.add_parser(
        "new",
        help="lag ei retningslinje, en anbefaling, et kapittel, en tekstside eller en høring",
        epilog=examples(
            ("rettesnor new guideline mottak --title 'Mottak av nye medarbeidere' "
             "--owner Eksempeldirektoratet", "begynn ei ny retningslinje i mappa mottak"),
            ("rettesnor new recommendation 'Trygg start etter ferien' --chapter rutiner-og-planer "
             "--strength bør", "lag en ny anbefaling, som du fyller ut"),
            ("rettesnor new page 'Spørsmål og svar'", "lag en ny tekstside"),
        ),
    )
    kinds = new.add_subparsers(dest="what", required=True, metavar="HVA")
    _add_new_recommendation(kinds, reported)
    _add_new_chapter(kinds, reported)
    _add_new_page(kinds, shared)
    _add_new_hearing(kinds, shared)
    _add_new_guideline(kinds)
    _add_new_plan(kinds)
    kinds.add_parser(
        "schemas", parents=[common], help="skriv skjemaene i schema/ på nytt",
        epilog=examples(("rettesnor new schemas", "etter at Rettesnor er oppgradert")),
    )


def _add_new_recommendation(kinds: Any, reported: argparse.ArgumentParser) -> None:
    recommendation = kinds.add_parser(
        "recommendation", parents=[reported], help="lag en ny anbefaling",
        epilog=examples(
            ("rettesnor new recommendation 'Trygg start etter ferien' --chapter rutiner-og-planer "
             "--strength bør", "lag fila, og før den opp sist i kapitlet"),
            ("rettesnor new recommendation 'Melde fra til barnevernet' --chapter kompetanse "
             "--strength skal --basis 'barnevernsloven § 13-2' --first",
             "lag en plikt, med paragrafen den følger av, og sett den først"),
        ),
    )
    recommendation.add_argument("title", metavar="TITTEL", help="tittelen på anbefalingen")
    recommendation.add_argument(
        "--chapter", required=True, metavar="KAPITTEL", help="id-en til kapitlet"
    )
    recommendation.add_argument(
        "--strength", required=True, metavar="STYRKE", help="styrken, for eksempel bør"
    )
    recommendation.add_argument(
        "--basis", default="", metavar="PARAGRAF",
        help="paragrafen en plikt følger av, for eksempel «helsepersonelloven § 4»",
    )
    _add_id_and_position(recommendation, "anbefalingen")


def _add_new_chapter(kinds: Any, reported: argparse.ArgumentParser) -> None:
    chapter = kinds.add_parser(
        "chapter", parents=[reported], help="lag et nytt kapittel",
        epilog=examples(
            ("rettesnor new chapter 'Overganger' --move overganger",
             "lag et kapittel av anbefalinger som finnes"),
            ("rettesnor new chapter 'Digitale verktøy' --recommendation 'Trygg bruk av chat' "
             "--strength kan --after kompetanse", "lag et kapittel med én ny anbefaling"),
        ),
    )
    chapter.add_argument("title", metavar="TITTEL", help="tittelen på kapitlet")
    chapter.add_argument(
        "--move", nargs="+", default=[], metavar="ID", help="anbefalinger som flyttes dit"
    )
    chapter.add_argument(
        "--recommendation", default="", metavar="TITTEL", help="tittelen på en ny anbefaling der"
    )
    chapter.add_argument(
        "--strength", default="", metavar="STYRKE", help="styrken på den nye anbefalingen"
    )
    chapter.add_argument(
        "--basis", default="", metavar="PARAGRAF",
        help="paragrafen den følger av, når det er en plikt",
    )
    _add_id_and_position(chapter, "kapitlet")


def _add_new_page(kinds: Any, shared: argparse.ArgumentParser) -> None:
    page = kinds.add_parser(
        "page", parents=[shared], help="lag en ny tekstside",
        epilog=examples(
            ("rettesnor new page 'Spørsmål og svar' --after bruk",
             "lag guideline/sporsmal-og-svar.md, og sett den etter «bruk»"),
        ),
    )
    page.add_argument("title", metavar="TITTEL", help="tittelen på siden")
    _add_id_and_position(page, "siden")


def _add_new_hearing(kinds: Any, shared: argparse.ArgumentParser) -> None:
    hearing = kinds.add_parser(
        "hearing", parents=[shared], help="lag en høring av siste utgave",
        description="Lager guideline/horinger/ID.yml, med en forklaring ved hvert felt. Høringen "
        "gjelder siste utgave. Tidspunkt er i norsk tid, med eller uten klokkeslett.",
        epilog=examples(
            ("rettesnor new hearing host-2026 --opens 2026-09-01 --closes 2026-12-01T23:59",
             "lag en høring med et svarskjema til utskrift, som ikke trenger noen tjener"),
            ("rettesnor new hearing host-2026 --closes 2026-12-01 --answers skrivebord "
             "--address https://horing.example.no/", "la svarene gå til høringsskrivebordet"),
        ),
    )
    hearing.add_argument("id", metavar="ID", help="id-en til høringen, for eksempel host-2026")
    hearing.add_argument("--closes", required=True, metavar="TIDSPUNKT", help="når den stenger")
    hearing.add_argument(
        "--opens", default="", metavar="TIDSPUNKT", help="når den åpner (åpen til den stenger)"
    )
    hearing.add_argument(
        "--title", default="", metavar="TITTEL", help="tittelen (lages av retningslinjas)"
    )
    hearing.add_argument(
        "--answers", default="skjema", choices=("skjema", "epost", "ekstern", "skrivebord"),
        help="hvor svarene går: et skjema til utskrift, e-post, et skjema hos andre, eller "
        "høringsskrivebordet (skjema)",
    )
    hearing.add_argument(
        "--address", default="", metavar="ADRESSE",
        help="e-postadressen eller nettadressen svarene går til",
    )
    hearing.add_argument(
        "--email", default="", metavar="ADRESSE",
        help="e-postadressen til dem som svarer på spørsmål",
    )


def _add_new_plan(kinds: Any) -> None:
    plan = kinds.add_parser(
        "plan", help="begynn en lokal plan på en nasjonal retningslinje, i ei tom mappe",
        description="Lager ei mappe med plan.yml og den nasjonale utgaven som planen bygger på. "
        "Alle anbefalingene står som ikke vurdert.",
        epilog=examples(
            ("rettesnor new plan fravaersplan --from https://retningslinje.example.no/ --title "
             "'Handlingsplan for fravær' --owner 'Eksempel kommune'",
             "bygg på den nyeste utgaven på det nasjonale nettstedet"),
            ("rettesnor new plan fravaersplan --from changelog/0.2.0 --title "
             "'Handlingsplan for fråvær' --owner 'Eksempel kommune' --language nn",
             "bygg på en utgave i en mappe, med planen på nynorsk"),
        ),
    )
    plan.add_argument("folder", type=Path, metavar="MAPPE", help="ei ny eller tom mappe")
    plan.add_argument(
        "--from", dest="source", required=True, metavar="STED",
        help="adressen til det nasjonale nettstedet, eller mappa til et bygd nettsted, en "
        "retningslinje eller en utgave",
    )
    plan.add_argument("--version", default="", metavar="VERSJON", help="hvilken (ellers nyeste)")
    plan.add_argument("--title", required=True, metavar="TITTEL", help="tittelen på planen")
    plan.add_argument("--short-title", default="", metavar="TITTEL", help="kort tittel")
    plan.add_argument("--owner", required=True, metavar="NAVN", help="kommunen som eier den")
    plan.add_argument(
        "--language", choices=("nb", "nn"), default="nb", help="språket planen skrives på (nb)"
    )
    plan.set_defaults(root=Path("."))


def _add_new_guideline(kinds: Any) -> None:
    guideline = kinds.add_parser(
        "guideline", help="begynn ei ny retningslinje i ei tom mappe",
        description="Lager ei mappe med eksempler som er til å bytte ut. I et terminalvindu spør "
        "kommandoen om det som ikke er oppgitt.",
        epilog=examples(
            ("rettesnor new guideline mottak", "svar på spørsmålene"),
            ("rettesnor new guideline mottak --title 'Mottak av nye medarbeidere' "
             "--owner Eksempeldirektoratet --scale grade --dimension 'Virksomhet: Stat, Kommune' "
             "--yes", "oppgi alt på én gang"),
        ),
    )
    guideline.add_argument("folder", type=Path, metavar="MAPPE", help="ei ny eller tom mappe")
    guideline.add_argument("--title", metavar="TITTEL", help="tittelen på retningslinja")
    guideline.add_argument(
        "--short-title", metavar="TITTEL", help="kort tittel, til toppen av sidene (tittelen)"
    )
    guideline.add_argument("--owner", metavar="NAVN", help="etaten som har ansvaret")
    guideline.add_argument(
        "--owner-short", metavar="NAVN", help="den korte formen av navnet (lages av navnet)"
    )
    guideline.add_argument(
        "--language", choices=("nb", "en"), help="språket eksemplene er skrevet på (nb)"
    )
    guideline.add_argument(
        "--scale", choices=("verb", "grade"),
        help="styrkene: skal, bør og kan (verb), eller sterk og svak, for og mot (grade)",
    )
    guideline.add_argument(
        "--dimension", action="append", default=[], metavar="INNDELING",
        help="det anbefalingene deles inn etter, som «Virksomhet: Stat, Kommune»; kan gjentas",
    )
    guideline.add_argument("--yes", action="store_true", help="spør ikke om noe")
    guideline.set_defaults(root=Path("."))


def _add_withdraw(commands: Any, reported: argparse.ArgumentParser) -> None:
    withdraw = commands.add_parser(
        "withdraw", parents=[reported], help="ta ut en anbefaling",
        epilog=examples(
            ("rettesnor withdraw hjemmebesok --reason 'Rådet er tatt inn i tidlig samtale.' "
             "--successor tidlig-samtale", "ta den ut, og led leserne til en annen"),
            ("rettesnor withdraw trygg-person --reason 'Rådet gjelder ikke lenger.' --unlink",
             "ta den ut, og gjør lenker til den om til vanlig tekst"),
        ),
    )
    withdraw.add_argument("id", metavar="ID", help="anbefalingen som tas ut")
    withdraw.add_argument(
        "--successor", nargs="+", default=[], metavar="ID",
        help="anbefalinger leserne ledes til; lenker i teksten går til den første",
    )
    withdraw.add_argument(
        "--unlink", action="store_true", help="gjør lenker til den om til vanlig tekst"
    )


def _add_move(commands: Any, reported: argparse.ArgumentParser) -> None:
    move = commands.add_parser(
        "move", parents=[reported], help="flytt en anbefaling, eller gi den en ny id",
        epilog=examples(
            ("rettesnor move overganger --chapter rutiner-og-planer --first",
             "flytt den til et annet kapittel, og sett den først"),
            ("rettesnor move overganger --after skriftlig-plan", "flytt den i kapitlet sitt"),
            ("rettesnor move overganger --id gode-overganger",
             "gi den en ny id; den gamle adressen leder videre"),
        ),
    )
    move.add_argument("id", metavar="ID", help="anbefalingen som flyttes")
    move.add_argument("--chapter", default="", metavar="KAPITTEL", help="kapitlet den skal til")
    move.add_argument("--id", dest="new_id", default="", metavar="ID", help="den nye id-en")
    _add_position(move, "anbefalingen")


def _add_split_and_merge(commands: Any, reported: argparse.ArgumentParser) -> None:
    split = commands.add_parser(
        "split", parents=[reported], help="del en anbefaling i flere",
        epilog=examples(
            ("rettesnor split skriftlig-plan --into 'Plan for avdelingen' 'Plan for hjemmet'",
             "del den i to nye, som begge begynner med hele teksten"),
            ("rettesnor split skriftlig-plan --keep --into 'Plan for hjemmet'",
             "behold den, og skill ut en ny"),
        ),
    )
    split.add_argument("id", metavar="ID", help="anbefalingen som deles")
    split.add_argument(
        "--into", nargs="+", required=True, metavar="TITTEL", help="titlene på de nye"
    )
    split.add_argument("--keep", action="store_true", help="behold anbefalingen som den ene delen")
    merge = commands.add_parser(
        "merge", parents=[reported], help="slå sammen anbefalinger",
        epilog=examples(
            ("rettesnor merge skriftlig-plan jevnlig-dialog",
             "legg teksten i den andre til den første, og ta ut den andre"),
            ("rettesnor merge skriftlig-plan jevnlig-dialog --into jevnlig-dialog",
             "behold den andre i stedet"),
        ),
    )
    merge.add_argument("ids", nargs="+", metavar="ID", help="anbefalingene, den som blir først")
    merge.add_argument("--into", default="", metavar="ID", help="den som blir igjen (den første)")


def _add_rename(commands: Any, reported: argparse.ArgumentParser) -> None:
    rename = commands.add_parser(
        "rename", help="gi et kapittel et nytt navn",
        epilog=examples(
            ("rettesnor rename chapter kompetanse --title 'Kompetanse på avdelingen'",
             "gi kapitlet en ny tittel"),
        ),
    )
    kinds = rename.add_subparsers(dest="what", required=True, metavar="HVA")
    chapter = kinds.add_parser(
        "chapter", parents=[reported], help="gi et kapittel ny tittel, ny id eller begge",
        epilog=examples(
            ("rettesnor rename chapter kompetanse --title 'Kompetanse på avdelingen'",
             "gi kapitlet en ny tittel"),
            ("rettesnor rename chapter kompetanse --id kompetanse-paa-avdelingen",
             "gi det en ny id; de gamle adressene leder videre"),
        ),
    )
    chapter.add_argument("id", metavar="KAPITTEL", help="id-en til kapitlet")
    chapter.add_argument("--title", default="", metavar="TITTEL", help="den nye tittelen")
    chapter.add_argument("--id", dest="new_id", default="", metavar="ID", help="den nye id-en")


def _add_id_and_position(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument(
        "--id", dest="new_id", default="", metavar="ID",
        help="id-en (lages av tittelen når den ikke er oppgitt)",
    )
    _add_position(command, what)


def _add_position(command: argparse.ArgumentParser, what: str) -> None:
    where = command.add_mutually_exclusive_group()
    where.add_argument("--first", action="store_true", help=f"sett {what} først")
    where.add_argument("--before", default="", metavar="ID", help=f"sett {what} foran denne")
    where.add_argument("--after", default="", metavar="ID", help=f"sett {what} etter denne")
