"""``rettesnor evidence``: what has happened to the sources, and what saved searches found.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rettesnor.cli import common
from rettesnor.cli.arguments import examples

if TYPE_CHECKING:
    from rettesnor.cli.working_tree import Project
    from rettesnor.editing.draft import Draft
    from rettesnor.editing.evidence_update import Citing
    from rettesnor.model.evidence_watch import Hit
    from rettesnor.publishing.tools.external_links import Answer

_EVENTS = {
    "trukket": "er trukket tilbake", "rettet": "er rettet", "ny-versjon": "er i ny versjon",
    "lenke-borte": "finnes ikke lenger på adressen",
}
_SHOWN = 20


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser],
               shared: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    evidence = commands.add_parser(
        "evidence", help="se om kunnskapen retningslinja bygger på, har endret seg",
        epilog=examples(
            ("rettesnor evidence update retraction_watch.csv",
             "se om kilder er trukket tilbake eller rettet"),
            ("rettesnor evidence results oversikter treff.ris", "hent inn treffene fra et søk"),
            ("rettesnor evidence links", "se om kildenes adresser svarer"),
        ),
    )
    kinds = evidence.add_subparsers(dest="what", required=True, metavar="HVA")
    update = kinds.add_parser(
        "update", parents=[shared], help="hold kildene mot en liste over hva som har skjedd",
        description="Leser en liste med meldinger om tilbaketrekking og retting (CSV med "
        "kolonnene i Retraction Watch sine åpne data), eller en liste med oversikter i nyere "
        "versjoner (RIS, CSL-JSON eller BibTeX). Kildene finnes igjen på DOI eller PMID. Hvert "
        "treff blir en oppgave i guideline/oppgaver/, og anbefalingene som bruker kilden, vises "
        "som under vurdering. Ingen tekst blir endret, og ingenting blir hentet fra nettet.",
        epilog=examples(
            ("rettesnor evidence update retraction_watch.csv --dry-run",
             "vis treffene uten å skrive"),
            ("rettesnor evidence update nye-oversikter.ris", "lag oppgaver for nyere versjoner"),
        ),
    )
    update.add_argument("files", nargs="+", type=Path, metavar="FIL", help="lista, CSV eller RIS")
    results = kinds.add_parser(
        "results", parents=[shared], help="hent inn treffene fra et lagret søk",
        description="Legger treffene til det lagrede søket i guideline/utvikling.yml, og skriver "
        "når det ble kjørt (--date). Treff som er der fra før, eller som alt er kilder, blir ikke "
        "lagt til. Er noe nytt, blir det en oppgave.",
        epilog=examples(
            ("rettesnor evidence results oversikter treff.ris --date 2026-11-30",
             "hent inn treffene fra søket som ble kjørt den dagen"),
        ),
    )
    results.add_argument("search", metavar="SØK", help="id-en til det lagrede søket")
    results.add_argument("file", type=Path, metavar="FIL", help="treffene: RIS, CSL-JSON, BibTeX")
    links = kinds.add_parser(
        "links", parents=[shared], help="spør over nettet om kildenes adresser svarer",
        description="Spør adressen eller DOI-en til hver kilde om den svarer, én om gangen, og "
        "ikke der tjeneren ber programmer holde seg unna (robots.txt). En adresse som tjeneren "
        "sier ikke finnes (404 eller 410), blir en oppgave. De som bare ikke svarer nå, blir "
        "listet. Bygging og sjekk spør aldri over nettet.",
        epilog=examples(
            ("rettesnor evidence links --dry-run", "vis treffene uten å skrive"),
            ("rettesnor evidence links --to lenker.csv", "skriv også svaret fra hver adresse"),
        ),
    )
    links.add_argument("--to", type=Path, metavar="FIL", help="skriv alle svarene til en CSV-fil")
    for one in (update, results, links):
        one.add_argument("--dry-run", action="store_true", help="vis hva som skjer, uten å skrive")


def run(options: argparse.Namespace) -> int:
    """Do what is asked; return the exit status: 1 when something new is to be decided, else 0.

    Raises:
        UsageError: the guideline or a file cannot be read, or nothing can be written.
    """
    from rettesnor.cli.working_tree import guideline_of, read_tree

    project = read_tree(options)
    guideline = guideline_of(project)
    if options.what == "results":
        return _results(options)
    sources = guideline.kilder
    if options.what == "links":
        return _flag(options, project, [("nettet", _dead_links(options, project))])
    from rettesnor.model.evidence_watch import dois

    known = sum(1 for source in sources.values() if dois(source) or source.get("PMID"))
    print(f"{known} av {len(sources)} kilder har DOI eller PMID og kan finnes igjen.")
    return _flag(options, project, [
        (path.name, _hits(path, project)) for path in options.files
    ])


def _hits(path: Path, project: Project) -> list[Hit]:
    from rettesnor.cli.source_list import ENDINGS, is_list, read_list
    from rettesnor.model.evidence_watch import dois, noticed, renewed
    from rettesnor.reading.checks.phrases import either
    from rettesnor.reading.evidence.retractions import NotNoticesError, read_notices

    assert project.guideline is not None
    sources = project.guideline.kilder
    if is_list(path):
        return renewed(sources, read_list(path).items)
    wanted = {doi for source in sources.values() if (doi := dois(source))}
    pmids = {str(source["PMID"]) for source in sources.values() if source.get("PMID")}
    try:
        return noticed(sources, read_notices(path, wanted, pmids))
    except NotNoticesError as error:
        lists = f" Er det ei liste med kilder, må navnet slutte på {either(ENDINGS)}."
        said = f"{error}{lists if path.suffix.casefold() != '.csv' else ''}"
        raise common.UsageError(said) from error


def _dead_links(options: argparse.Namespace, project: Project) -> list[Hit]:
    import time

    from rettesnor.cli.progress import shown
    from rettesnor.model.evidence_watch import GONE, Hit, dois
    from rettesnor.model.progress import steps
    from rettesnor.publishing.tools.external_links import Visitor, check

    assert project.guideline is not None
    users: dict[str, list[str]] = {}
    for key, source in project.guideline.kilder.items():
        doi = dois(source)
        if address := str(source.get("URL") or (f"https://doi.org/{doi}" if doi else "")):
            users.setdefault(address, []).append(key)
    answers: list[Answer] = []
    with shown() as progress:
        progress.stage("Spør adressene", len(users))
        visitor = Visitor()
        answers += steps(progress, check(
            users, visitor, time.sleep, time.monotonic, visitor.asked_for
        ))
    if options.to is not None:
        _keep(options, answers, users)
    for answer in answers:
        if answer.status in _TOLD:
            print(f"{', '.join(users[answer.address])}: {answer.address} "
                  f"{_TOLD[answer.status]} {answer.detail}".rstrip())
    counts = Counter(answer.status for answer in answers)
    print(f"{len(answers)} adresser: " + ", ".join(
        f"{counts[status]} {said}" for status, said in _STATUS.items() if counts[status]
    ) + ".")
    return [
        Hit(GONE, key, address=answer.address, said=answer.detail)
        for answer in answers if answer.status == "borte" for key in users[answer.address]
    ]


_TOLD = {
    "flyttet": "har flyttet til", "taus": "svarer ikke nå:", "robot": "er stengt for programmer:",
    "stengt": "åpner seg ikke for et program:",
}
_STATUS = {
    "virker": "virker", "flyttet": "flyttet", "stengt": "åpner seg ikke for et program",
    "robot": "stengt for programmer", "taus": "svarer ikke nå", "borte": "finnes ikke",
}


def _keep(
    options: argparse.Namespace, answers: Sequence[Answer], users: Mapping[str, Sequence[str]]
) -> None:
    """Write every answer into a file."""
    import csv

    day = common.day(options).isoformat()
    with options.to.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(("kilde", "adresse", "svar", "detalj", "spurt"))
        writer.writerows(
            (key, one.address, _STATUS[one.status], one.detail, day)
            for one in answers for key in users[one.address]
        )


def _flag(
    options: argparse.Namespace, project: Project, found: Sequence[tuple[str, list[Hit]]]
) -> int:
    from rettesnor.cli.watch import write
    from rettesnor.editing.evidence_update import flag
    from rettesnor.publishing.tools.evidence_uses import source_uses

    assert project.guideline is not None
    uses, sources = source_uses(project), project.guideline.kilder
    hits = [hit for _, some in found for hit in some]
    if not hits:
        print("Ingen treff.")
        return 0

    def change(draft: Draft) -> list[str]:
        return [
            id_ for name, some in found
            for id_ in flag(draft, some, uses, sources, common.day(options).isoformat(), name)
        ]

    made = write(options, "Merker kilder som må vurderes.", change)
    for hit in hits:
        print("\n".join(_said(hit, uses.get(hit.source), new=hit.id in made)))
    _tell(options, made, f"{len(hits)} treff")
    return 1 if made else 0


def _said(hit: Hit, users: Citing | None, *, new: bool) -> list[str]:
    """Return the lines about a hit; of one that has its task already, only the first."""
    from rettesnor.reading.checks.phrases import day as written

    day = f" ({written(hit.day)})" if hit.day else ""
    where = ", ".join((*users.recommendations, *users.places)) if users else "ikke i bruk"
    first = f"{hit.source} {_EVENTS[hit.event]}{day}: {where}"
    if not new:
        return [f"{first} [har alt en oppgave]"]
    return [first, *(f"  {line}" for line in (hit.said[:200], hit.address) if line)]


def _results(options: argparse.Namespace) -> int:
    from rettesnor.cli.source_list import read_list
    from rettesnor.cli.watch import write
    from rettesnor.editing.evidence_update import Results, take_results

    found = read_list(options.file)
    kept: list[Results] = []

    def change(draft: Draft) -> list[str]:
        kept[:] = [take_results(
            draft, options.search, found.items, common.day(options).isoformat(),
            options.file.name,
        )]
        return [kept[0].task] if kept[0].task else []

    made = write(options, f"Henter inn treff til {options.search}.", change)
    for title in kept[0].new[:_SHOWN]:
        print(f"ny  {title}")
    if len(kept[0].new) > _SHOWN:
        print(f"… og {len(kept[0].new) - _SHOWN} til")
    for loss in found.losses[:_SHOWN]:
        print(loss, file=sys.stderr)
    said = f"{len(kept[0].new)} {'nytt' if len(kept[0].new) == 1 else 'nye'} treff, "
    said += f"{kept[0].known} kjent fra før"
    if found.left_out:
        said += f", {found.left_out} kunne ikke leses"
    _tell(options, made, said)
    return 1 if kept[0].new else 0


def _tell(options: argparse.Namespace, made: Sequence[str], said: str) -> None:
    new = f"{len(made)} {'ny oppgave' if len(made) == 1 else 'nye oppgaver'}"
    print(f"{said}, {new}.")
    if options.dry_run:
        print("Prøve: ingenting er skrevet.")
    elif made:
        print("\n".join(f"  guideline/oppgaver/{id_}.yml" for id_ in made))
        print("Avgjør dem i redaksjonen («rettesnor edit»), eller i filene.")
