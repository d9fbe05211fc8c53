"""``rettesnor needs``: the needs that the hearing desk received, and the tasks made of them.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rettesnor.cli import common
from rettesnor.cli.arguments import examples

if TYPE_CHECKING:
    from rettesnor.editing.draft import Draft
    from rettesnor.editing.needs_update import TakenIn
    from rettesnor.model.guideline import Guideline


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser],
               shared: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    needs = commands.add_parser(
        "needs", help="hent inn behov for oppdatering som er meldt",
        epilog=examples(
            ("rettesnor needs update", "hent meldte behov fra høringsmottaket"),
            ("rettesnor needs task h-000012-1", "lag en oppgave av et meldt behov"),
        ),
    )
    kinds = needs.add_subparsers(dest="what", required=True, metavar="HVA")
    update = kinds.add_parser(
        "update", parents=[shared], help="hent meldte behov inn i guideline/utvikling.yml",
        description="Henter behovene som kan publiseres, fra høringsmottaket i «mottak.adresse», "
        "eller leser fila som er lastet ned derfra. Nye behov blir lagt til i "
        "guideline/utvikling.yml, og de som er besvart ved høringsmottaket, får svaret. Det som "
        "står der fra før, blir ikke endret.",
        epilog=examples(
            ("rettesnor needs update", "hent fra høringsmottaket"),
            ("rettesnor needs update behov.json --dry-run", "vis hva som er nytt i fila"),
        ),
    )
    update.add_argument("file", nargs="?", type=Path, metavar="FIL", help="fila, ellers hentes den")
    task = kinds.add_parser(
        "task", parents=[shared], help="lag en oppgave av et meldt behov",
        description="Lager en oppgave i guideline/oppgaver/ av et meldt behov som ikke er besvart. "
        "Oppgaven viser til meldingen og gjelder de samme anbefalingene.",
        epilog=examples(("rettesnor needs task h-000012-1", "lag oppgaven")),
    )
    task.add_argument("need", metavar="ID", help="id-en til det meldte behovet")
    for one in (update, task):
        one.add_argument("--dry-run", action="store_true", help="vis hva som skjer, uten å skrive")


def run(options: argparse.Namespace) -> int:
    """Do what is asked; return the exit status: 1 when something new is to be decided, else 0.

    Raises:
        UsageError: the guideline or the list cannot be read, or nothing can be written.
    """
    from rettesnor.cli.watch import write
    from rettesnor.cli.working_tree import guideline_of, read_tree
    from rettesnor.editing import needs_update

    if options.what == "task":
        day = common.day(options).isoformat()
        id_ = write(options, f"Lager en oppgave av {options.need}.",
                    lambda draft: needs_update.make_task(draft, options.need, day))
        print(f"Oppgaven er guideline/oppgaver/{id_}.yml.")
        _trial(options)
        return 0
    guideline = guideline_of(read_tree(options))
    reported = _read(options, guideline)

    def change(draft: Draft) -> TakenIn:
        return needs_update.take_in(draft, reported)

    found = write(options, "Henter inn meldte behov.", change)
    _tell(found, {str(one["id"]): str(one["sak"]) for one in reported})
    _trial(options)
    return 1 if found.changes else 0


def _trial(options: argparse.Namespace) -> None:
    if options.dry_run:
        print("Prøve: ingenting er skrevet.")


def _read(options: argparse.Namespace, guideline: Guideline) -> tuple[dict[str, object], ...]:
    from rettesnor.model.development import needs_list
    from rettesnor.publishing.tools.fetch import fetch
    from rettesnor.reading.content.reported_needs import NotNeedsError, read_needs

    desk = guideline.utvikling.mottak.adresse
    if options.file is None and not desk:
        raise common.UsageError(
            "guideline/utvikling.yml sier ikke hvor høringsmottaket er («mottak.adresse»). Oppgi "
            "fila som er lastet ned derfra."
        )
    name = str(options.file) if options.file else needs_list(desk)
    try:
        data = options.file.read_bytes() if options.file else fetch(name)
        return read_needs(data, name, guideline.id).entries
    except (OSError, NotNeedsError) as error:
        raise common.UsageError(f"{error} Ingenting er skrevet.") from error


def _tell(found: TakenIn, said: dict[str, str]) -> None:
    for id_ in found.new:
        print(f"nytt     {id_}  {said[id_][:100]}")
    for id_ in found.answered:
        print(f"besvart  {id_}  {said[id_][:100]}")
    for id_ in found.unlike:
        print(f"sladdet  {id_}  Noe er sladdet ved høringsmottaket. Rett saken i fila.")
    for id_ in found.gone:
        print(f"borte    {id_}  Publiseres ikke lenger ved høringsmottaket. Ta den ut av fila.")
    for id_ in found.unknown:
        print(f"Anbefalingen «{id_}» finnes ikke lenger, og er utelatt.")
    new = "1 nytt behov" if len(found.new) == 1 else f"{len(found.new)} nye behov"
    answers = "1 nytt svar" if len(found.answered) == 1 else f"{len(found.answered)} nye svar"
    print(f"{new}, {answers}.")
    if found.new:
        print("Svar i redaksjonen («rettesnor edit»), eller skriv «besvart», «avgjorelse» og "
              "«svar» i guideline/utvikling.yml.")
