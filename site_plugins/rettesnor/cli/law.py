"""``rettesnor law``: what Lovdata's files say that the register of laws does not.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rettesnor.cli import common
from rettesnor.cli.arguments import examples

if TYPE_CHECKING:
    from rettesnor.model.guideline import Guideline
    from rettesnor.reading.lovdata.citing import Citations
    from rettesnor.reading.lovdata.findings import Finding, Watched
    from rettesnor.reading.lovdata.values import Collection

_WIDTH = 96
_SOURCES = 3
"""Most files that are named."""
_KINDS = {
    "overskrift": "overskriften er en annen", "ikraft": "trådte i kraft",
    "kontrollert": "kontrollert",
}
_PENDING = {"loven-erstattes": "blir erstattet av en ny lov"}
"""What tasks are not made of, or say in other words."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser],
               shared: argparse.ArgumentParser) -> None:
    """Add the command to the ``commands`` of the command line."""
    law = commands.add_parser(
        "law", help="se om lovene retningslinja viser til, er endret",
        epilog=examples(
            ("rettesnor law update lovdata/", "vis hva som er endret siden registeret ble skrevet"),
            ("rettesnor law update lovdata/ --take-all", "før alt inn, og lag oppgavene"),
        ),
    )
    kinds = law.add_subparsers(dest="what", required=True, metavar="HVA")
    update = kinds.add_parser(
        "update", parents=[shared], help="hold guideline/laws.yml mot Lovdatas åpne data",
        description="Leser arkivene fra Lovdatas åpne data (NLOD 2.0): gjeldende lover, gjeldende "
        "sentrale forskrifter og Norsk Lovtidend avdeling I. Viser hva de sier om paragrafene i "
        "guideline/laws.yml som ikke står der. Ingenting blir skrevet uten --take, --take-all "
        "eller --ask. Det som tas inn, gir en oppgave i guideline/oppgaver/ for anbefalingene som "
        "viser til paragrafen. Ingenting blir hentet fra nettet.",
        epilog=examples(
            ("rettesnor law update lovdata/", "vis hva som er endret, uten å skrive"),
            ("rettesnor law update lovdata/ --ask", "spør om hvert funn"),
            ("rettesnor law update lovdata/ --take-all --before lovdata-forrige/",
             "før alt inn, med teksten før og etter"),
        ),
    )
    update.set_defaults(dry_run=False)  # nothing is written unless it is asked for
    update.add_argument(
        "files", nargs="*", type=Path, metavar="FIL",
        help="arkiver fra Lovdata (.tar.bz2), dokumenter, eller mapper med dem; ellers mappa som "
        "«lovdata» under «rettesnor» i mkdocs.yml nevner",
    )
    update.add_argument(
        "--before", type=Path, metavar="FIL",
        help="en eldre samling av gjeldende lover: gir oppgavene teksten slik den var",
    )
    update.add_argument(
        "--dated", default="", metavar="ÅÅÅÅ-MM-DD",
        help="dagen samlingen av lover er fra, når arkivet ikke sier det",
    )
    update.add_argument(
        "--register", type=Path, metavar="FIL",
        help="et annet register enn guideline/laws.yml; det blir bare vist, ikke endret",
    )
    taken = update.add_mutually_exclusive_group()
    taken.add_argument(
        "--take", action="append", default=[], metavar="ID", help="før inn ett av funnene"
    )
    taken.add_argument("--take-all", action="store_true", help="før inn alle funnene")
    taken.add_argument("--ask", action="store_true", help="spør om hvert funn")


def run(options: argparse.Namespace) -> int:
    """Show what the files say, and write what is taken; return the exit status.

    Returns: 0 when there was nothing, or all was taken; 1 when something is left.

    Raises:
        UsageError: the guideline or a file cannot be read, or a finding cannot be taken.
    """
    from rettesnor.cli.progress import shown
    from rettesnor.cli.working_tree import guideline_of, read_tree
    from rettesnor.reading.lovdata.archives import LovdataError
    from rettesnor.reading.lovdata.citing import Citations
    from rettesnor.reading.lovdata.collection import read_collection
    from rettesnor.reading.lovdata.findings import wanted, watch

    project = read_tree(options)
    guideline = guideline_of(project)
    if options.register is not None:
        guideline = _with_register(guideline, options.register)
        if options.take or options.take_all or options.ask:
            raise common.UsageError("Et annet register blir bare vist. Ta bort --register.")
    names, files = wanted(guideline), options.files or _configured(common.root(options))
    try:
        with shown() as progress:
            found = read_collection(files, names, progress)
            earlier = read_collection([options.before], names, progress) if options.before else None
    except LovdataError as error:
        raise common.UsageError(str(error)) from error
    watched = watch(
        guideline, found, common.day(options).isoformat(), earlier, _dated(options.dated)
    )
    citations = Citations(project)
    print("\n".join(_account(found, watched)))
    for one in watched.findings:
        if one.kind != "kontrollert":
            print("\n".join(_shown(one, citations)))
    if checked := _checked(watched.findings):
        print("\n".join(checked))
    picked = _picked(options, watched.findings)
    if picked is None:
        left = len(watched.findings)
    else:
        _write(options, picked, citations)
        left = len(watched.findings) - len(picked)
    if watched.notes:
        print("\nSe selv på dette:")
        print("\n".join(_wrapped(f"- {note}", "  ") for note in watched.notes))
    if not watched.findings:
        print("\nRegisteret sier det samme som filene.")
    elif picked is None:
        print(
            "\nIngenting er skrevet. Før inn ett med «--take ID», alt med «--take-all», "
            "eller bli spurt med «--ask»."
        )
    return 1 if left else 0


def _configured(root: Path) -> list[Path]:
    """Return the folder that the settings name.

    Raises:
        UsageError: they name none.
    """
    from rettesnor.reading.content.site_settings import SettingsError, problems, read_settings

    try:
        place = "" if problems(root) else read_settings(root, {}).lovdata
    except SettingsError:
        place = ""
    if not place:
        raise common.UsageError(
            "Oppgi filene fra Lovdata, eller skriv «lovdata: MAPPE» under «rettesnor» i "
            "mkdocs.yml."
        )
    return [root / place]


def _dated(given: str) -> str:
    from datetime import date

    if given:
        try:
            return date.fromisoformat(given).isoformat()
        except ValueError as error:
            raise common.UsageError(f"«{given}» er ikke en dato. Skriv ÅÅÅÅ-MM-DD.") from error
    return ""


def _with_register(guideline: Guideline, path: Path) -> Guideline:
    from dataclasses import replace

    from rettesnor.model.convert import from_data
    from rettesnor.model.guideline import Lov
    from rettesnor.reading.content.guideline import parse
    from rettesnor.reading.files.decoding import decode

    try:
        text, problems = decode(path.read_bytes(), str(path))
    except OSError as error:
        raise common.UsageError(f"«{path}» kan ikke leses.") from error
    data, more = parse(text, str(path), "laws")
    if problems or more:
        raise common.UsageError(str([*problems, *more][0]))
    return replace(guideline, lover=tuple(from_data(Lov, law) for law in data["lover"]))


def _account(found: Collection, watched: Watched) -> list[str]:
    """Return what was read."""
    from rettesnor.reading.checks.phrases import both
    from rettesnor.reading.checks.phrases import day as written

    sources = list(found.sources[:_SOURCES])
    if len(found.sources) > _SOURCES:
        sources.append(f"{len(found.sources) - _SOURCES} andre filer")
    lines = [f"Leste {found.total} dokumenter i {both(sources)}." if sources
             else "Fant ingen dokumenter."]
    if found.acts:
        dated = f", fra {written(found.acts_dated)}" if found.acts_dated else ""
        lines.append(
            f"Gjeldende lover og forskrifter: {len(found.acts)} av dem i registeret{dated}."
        )
    if found.gazette_dated:
        span = written(found.gazette_dated)
        if found.gazette_from and found.gazette_from != found.gazette_dated:
            span = f"{written(found.gazette_from)}–{span}"
        lines.append(
            f"Norsk Lovtidend: {span}, "
            f"{len(found.announced)} "
            f"{'dokument endrer' if len(found.announced) == 1 else 'dokumenter endrer'} noe i "
            "lovene i registeret."
        )
    if watched.absent:
        lines.append(f"Filene sier ikke noe om {both(watched.absent)}.")
    return lines


def _shown(one: Finding, citations: Citations) -> list[str]:
    """Return a finding as it is shown."""
    from rettesnor.editing.law_update import proposed
    from rettesnor.model.task import HAPPENED, PENDING
    from rettesnor.reading.checks.phrases import both
    from rettesnor.reading.checks.phrases import day as written
    from rettesnor.reading.lovdata.findings import spoken

    name = f"{one.law} {one.section}".strip()
    words = {**PENDING, **_PENDING} if one.pending else {**HAPPENED, **_KINDS}
    said = words.get(one.kind, one.kind)
    lines = ["", f"{name}: {said}"]
    if one.by and not one.of_register:
        day = f"i kraft {written(one.in_force)}" if one.in_force else "dagen er ikke bestemt"
        sure = "" if one.decided else " (filene sier det ikke sikkert)"
        title = f", {one.title}" if one.title else ""
        lines.append(_wrapped(f"  {spoken(one.by)}{title}: {day}{sure}", "    "))
    if one.detail:
        lines.append(f"  Gjelder {one.detail}")
    for label, text in (("Før", one.before), ("Etter", one.after)):
        if text:
            lines.append(_wrapped(f"  {label}: {_short(' '.join(text))}", "    "))
    if one.was and one.of_register:
        lines.append(f"  Registeret sier: {one.was}")
    lines += [f"  Forslag til guideline/laws.yml: {line}" for line in proposed(one)]
    if not one.of_register:
        who = citations.of(one.law, one.section)
        if who.recommendations:
            lines.append(_wrapped(f"  Oppgave for: {both(who.recommendations)}", "    "))
            if who.places:
                lines.append(_wrapped(f"  Også nevnt i: {both(who.places)}", "    "))
        elif who.places:
            lines.append(_wrapped(f"  Oppgave for: {both(who.places)}", "    "))
        else:
            lines.append("  Ingen anbefaling viser til den, så det blir ingen oppgave.")
    lines.append(f"  Ta inn med: --take {one.id}")
    return lines


def _checked(findings: Sequence[Finding]) -> list[str]:
    """Return which laws the files are newer for than the register, together for each file."""
    from rettesnor.reading.checks.phrases import both
    from rettesnor.reading.checks.phrases import day as written

    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for one in findings:
        if one.kind == "kontrollert":
            groups.setdefault((one.seen_in, one.value, one.was), []).append(one)
    lines = []
    for (seen_in, dated, was), some in groups.items():
        before = f"sist {written(was)}" if was else "ikke før"
        lines += [
            "", _wrapped(f"{both(one.law for one in some)}: kontrollert", "  "),
            _wrapped(f"  Mot {seen_in}, {written(dated)} ({before}).", "    "),
            f"  Forslag til guideline/laws.yml: kontrollert: {dated}",
            _wrapped("  Ta inn med: " + " ".join(f"--take {one.id}" for one in some), "    "),
        ]
    return lines


def _short(text: str, most: int = 400) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def _wrapped(text: str, indent: str) -> str:
    start = text[: len(text) - len(text.lstrip())]
    return textwrap.fill(
        text.strip(), _WIDTH, initial_indent=start, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )


def _picked(options: argparse.Namespace, findings: Sequence[Finding]) -> list[Finding] | None:
    """Return what is to be written; None when nothing was asked for."""
    from rettesnor.editing.law_update import chosen
    from rettesnor.editing.plan import NotPossible

    if options.take_all:
        return list(findings)
    if options.take:
        try:
            return chosen(findings, options.take)
        except NotPossible as error:
            raise common.UsageError(str(error)) from error
    return _asked(findings) if options.ask else None


def _asked(findings: Sequence[Finding]) -> list[Finding]:
    if not sys.stdin.isatty():
        raise common.UsageError("Det er ingen å spørre her. Bruk --take eller --take-all.")
    picked: list[Finding] = []
    for one in findings:
        answer = input(f"\n{one.id}: ta inn? [j]a, [n]ei, [a]lle resten, [s]lutt: ").strip().lower()
        if answer.startswith("a"):
            return [*picked, *findings[list(findings).index(one):]]
        if answer.startswith("s"):
            break
        if answer.startswith("j"):
            picked.append(one)
    return picked


def _write(
    options: argparse.Namespace, picked: Sequence[Finding], citations: Citations
) -> None:
    from rettesnor.cli.watch import write
    from rettesnor.editing.law_update import take

    if not picked:
        print("\nIngenting er skrevet.")
        return
    day = common.day(options).isoformat()
    # That a cited section is repealed is what the task is about.
    made = write(
        options, "Fører inn endringer i lovene.",
        lambda draft: take(draft, picked, citations, day), expected=("paragraf-opphevet",),
    )
    print(f"\nFørt inn i registeret: {len(picked)}.")
    if made:
        print(f"Laget {len(made)} {'oppgave' if len(made) == 1 else 'oppgaver'}:")
        print("\n".join(f"  guideline/oppgaver/{id_}.yml" for id_ in made))
        print("Avgjør dem i redaksjonen («rettesnor edit»), eller i filene. «rettesnor status» "
              "viser dem som er åpne.")
