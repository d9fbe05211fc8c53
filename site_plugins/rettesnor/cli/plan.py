"""``rettesnor plan``: local plans on top of a national guideline.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rettesnor.cli import common
from rettesnor.cli.arguments import add_check_options, examples

if TYPE_CHECKING:
    from rettesnor.plans.folder import OpenedPlan
    from rettesnor.plans.national import National
    from rettesnor.plans.update import Moved, Update

Subcommands = Any


def add_parser(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "plan", help="lokale planer som bygger på en nasjonal retningslinje",
        description="En lokal plan er ei mappe med plan.yml. «rettesnor new plan» lager den.",
        epilog=examples(
            ("rettesnor plan check", "sjekk planen i mappa du står i"),
            ("rettesnor plan build", "bygg nettstedet og PDF-en av planen, i site/"),
            ("rettesnor plan update --to https://retningslinje.example.no/ --dry-run",
             "vis hva en ny nasjonal versjon betyr for planen"),
        ),
    )
    common_options = argparse.ArgumentParser(add_help=False)
    common_options.add_argument(
        "--root", type=Path, default=Path("."), metavar="MAPPE", help="mappa til planen"
    )
    common_options.add_argument(
        "--date", metavar="ÅÅÅÅ-MM-DD", help="dagen reglene vurderes på"
    )
    kinds = parser.add_subparsers(dest="what", required=True, metavar="HVA")
    _add_check_and_build(kinds, common_options)
    _add_adapt(kinds, common_options)
    _add_update(kinds, common_options)
    _add_status(kinds, common_options)
    _add_register(kinds, common_options)


def _add_check_and_build(kinds: Subcommands, shared: argparse.ArgumentParser) -> None:
    check = kinds.add_parser(
        "check", parents=[shared], help="sjekk planen",
        epilog=examples(
            ("rettesnor plan check", "list alt som er galt eller mangler, med fil og linje"),
            ("rettesnor plan check --strict", "la advarsler telle som feil"),
        ),
    )
    add_check_options(check)
    build = kinds.add_parser(
        "build", parents=[shared], help="bygg nettstedet og PDF-en",
        epilog=examples(
            ("rettesnor plan build", "bygg alt i site/"),
            ("rettesnor plan build --no-pdf", "bygg nettstedet alene"),
        ),
    )
    build.add_argument("--site", type=Path, metavar="MAPPE", help="hvor det skal ligge (site/)")
    build.add_argument("--no-pdf", action="store_true", help="ikke lag PDF")


def _add_adapt(kinds: Subcommands, shared: argparse.ArgumentParser) -> None:
    adapt = kinds.add_parser(
        "adapt", parents=[shared], help="hent nasjonal tekst inn i planen, som et utgangspunkt",
        description="Skriver de nasjonale stegene i en anbefaling, eller den nasjonale teksten i "
        "en fase, inn i plan.yml, så du kan endre dem.",
        epilog=examples(
            ("rettesnor plan adapt rutiner", "hent stegene i anbefalingen «rutiner»"),
            ("rettesnor plan adapt --phase begynnende", "hent teksten i en fase"),
        ),
    )
    adapt.add_argument("id", nargs="?", default="", metavar="ID", help="anbefalingen")
    adapt.add_argument(
        "--phase", default="", metavar="ID", help="fasen, i stedet for en anbefaling"
    )


def _add_update(kinds: Subcommands, shared: argparse.ArgumentParser) -> None:
    update = kinds.add_parser(
        "update", parents=[shared], help="bygg planen på en nyere nasjonal versjon",
        description="Fletter det kommunen har skrevet, med det som er endret nasjonalt, felt for "
        "felt. Det begge har endret, kommer i konflikter.yml, og planen beholder sin tekst til "
        "eieren har valgt. Alt blir skrevet, eller ingenting.",
        epilog=examples(
            ("rettesnor plan update --to https://retningslinje.example.no/",
             "hent den nyeste versjonen fra det nasjonale nettstedet"),
            ("rettesnor plan update --to ../retningslinje/changelog/0.3.0 --dry-run",
             "vis hva som ville skjedd, uten å skrive noe"),
        ),
    )
    update.add_argument(
        "--to", default="", metavar="STED",
        help="adressen til det nasjonale nettstedet, eller mappa til en utgave eller et nettsted "
        "(ellers det som står i plan.yml)",
    )
    update.add_argument("--version", default="", metavar="VERSJON", help="hvilken (ellers nyeste)")
    update.add_argument("--dry-run", action="store_true", help="vis, men ikke skriv")
    resolve = kinds.add_parser(
        "resolve", parents=[shared], help="utfør valgene i konflikter.yml",
        epilog=examples(
            ("rettesnor plan resolve", "ta inn det som er valgt, og fjern konflikter.yml"),
            ("rettesnor plan resolve --dry-run", "se at valgene kan utføres"),
        ),
    )
    resolve.add_argument("--dry-run", action="store_true", help="vis, men ikke skriv")


def _add_status(kinds: Subcommands, shared: argparse.ArgumentParser) -> None:
    status = kinds.add_parser(
        "status", parents=[shared], help="vis hva planen bygger på, og om det er kommet noe nyere",
        description="Spør det nasjonale nettstedet om hvilke versjoner som finnes. Svaret blir "
        "skrevet i nasjonalt/siste.json, så merket på sidene viser det neste gang planen bygges.",
        epilog=examples(
            ("rettesnor plan status", "spør nettstedet som står i plan.yml"),
            ("rettesnor plan status --offline", "ikke spør noen"),
        ),
    )
    status.add_argument("--from", dest="source", default="", metavar="STED",
                        help="adressen eller mappa til det nasjonale nettstedet")
    status.add_argument("--offline", action="store_true", help="ikke spør over nettet")


def _add_register(kinds: Subcommands, shared: argparse.ArgumentParser) -> None:
    export = kinds.add_parser(
        "export", parents=[shared], help="skriv avvikene som åpne data (JSON)",
        epilog=examples(
            ("rettesnor plan export --to avvik.json", "skriv fila, som kommunen kan publisere"),
        ),
    )
    export.add_argument("--to", type=Path, metavar="FIL", help="fila (ellers til skjermen)")
    collect = kinds.add_parser(
        "collect", parents=[shared], help="samle avvikene i flere planer i den nasjonale "
        "retningslinja",
        description="Leser filer fra «rettesnor plan export» som eierne har publisert eller sendt, "
        "og skriver guideline/lokal-praksis.yml. Nettstedet får siden «Hvor praksis skiller seg», "
        "og «rettesnor status» sier hvor det er flest avvik. Kjøres i retningslinjas mappe.",
        epilog=examples(
            ("rettesnor plan collect tynset.json alvdal.json", "ta inn to planer"),
        ),
    )
    collect.add_argument("files", nargs="+", type=Path, metavar="FIL", help="filene")


def run(options: argparse.Namespace) -> int:
    """Run the subcommand; return the exit status.

    Raises:
        UsageError: there is no plan in the folder, or the command is not possible.
    """
    return {
        "check": _check, "build": _build, "adapt": _adapt, "update": _update,
        "resolve": _resolve, "status": _status, "export": _export, "collect": _collect,
    }[options.what](options)


def new(options: argparse.Namespace) -> int:
    """Write a new plan into an empty folder; return the exit status.

    Raises:
        UsageError: the folder is not empty, an answer is missing, or there is nothing to build on.
    """
    from rettesnor import __version__
    from rettesnor.editing import new_guideline
    from rettesnor.editing.plan import NotPossible
    from rettesnor.model.problem import Severity
    from rettesnor.plans.folder import open_plan
    from rettesnor.plans.new import NewPlan, files
    from rettesnor.reading.files.folder import DiskFolder

    folder: Path = options.folder.resolve()
    national = _national(options.source, options.version)
    short = options.short_title or options.title[:60]
    wanted = NewPlan(options.title, short, options.owner, options.language)
    day = common.today()
    try:
        texts = files(wanted, national, __version__)
        found = new_guideline.create(folder, texts, lambda root: [
            one for one in open_plan(DiskFolder(root), day).problems
            if one.severity is not Severity.WARNING
        ])
    except NotPossible as error:
        raise common.UsageError(str(error)) from error
    if found:
        for problem in found:
            print(problem, file=sys.stderr)
        print("Ingenting er skrevet: svarene gir feil i filene.", file=sys.stderr)
        return 1
    print(
        f"Planen er skrevet til {folder}. Den bygger på «{national.edition.guideline.korttittel}» "
        f"{national.version}, med {len(national.edition.recommendations)} anbefalinger.\n"
        f"Gå dit (cd {options.folder}), fyll ut plan.yml, og skriv:\n"
        "  rettesnor plan check    hva som mangler\n"
        "  rettesnor plan build    bygg nettstedet og PDF-en\n"
        "README.md der sier hva som ligger hvor."
    )
    return 0


def _root(options: argparse.Namespace) -> Path:
    from rettesnor.model.local_plan import FILE

    folder: Path = options.root.resolve()
    if not (folder / FILE).is_file():
        raise common.UsageError(
            f"«{folder}» er ikke en plan: {FILE} mangler. Gå til riktig mappe, bruk --root, eller "
            "lag en plan med «rettesnor new plan»."
        )
    common.finish_edit(folder)
    return folder


def _opened(root: Path, options: argparse.Namespace) -> OpenedPlan:
    from rettesnor.plans.folder import open_plan
    from rettesnor.reading.files.folder import DiskFolder

    return open_plan(DiskFolder(root), common.day(options))


def _usable(root: Path, options: argparse.Namespace) -> OpenedPlan:
    """Return the plan, which can be read and has its national release.

    Raises:
        UsageError: it cannot, or has not.
    """
    opened = _opened(root, options)
    if opened.plan is None or opened.base is None:
        _print(opened, root)
        raise common.UsageError("Planen har feil. Rett dem først («rettesnor plan check»).")
    return opened


def _national(source: str, version: str) -> National:
    from rettesnor.cli.fetch import fetch
    from rettesnor.plans.national import NationalError, read_national

    try:
        return read_national(source, fetch, version)
    except NationalError as error:
        raise common.UsageError(str(error)) from error


def _check(options: argparse.Namespace) -> int:
    root = _root(options)
    opened = _opened(root, options)
    _print(opened, root, options.format)
    return 1 if not opened.sound or (options.strict and opened.problems) else 0


def _print(opened: OpenedPlan, root: Path, style: str = "people") -> None:
    from rettesnor.cli.problems import print_problems
    from rettesnor.publishing.plan_site import PlanResult

    stream = sys.stdout if style != "people" or opened.sound else sys.stderr
    print_problems(PlanResult(opened.problems), root, style, stream=stream)


def _build(options: argparse.Namespace) -> int:
    from rettesnor.cli.problems import print_problems
    from rettesnor.exports.documents.pdf import available
    from rettesnor.model import extras
    from rettesnor.publishing.output.layout import LayoutError
    from rettesnor.publishing.output.target_dir import TargetDirError
    from rettesnor.publishing.plan_site import build_plan

    started, root = time.perf_counter(), _root(options)
    if not options.no_pdf and not available():
        raise common.UsageError(
            f"{extras.missing('Det som lager PDF,', extras.DOCUMENTS)}\n"
            "Med --no-pdf bygges nettstedet uten."
        )
    site: Path = (options.site or root / "site").resolve()
    try:
        result = build_plan(root, site, common.day(options), with_pdf=not options.no_pdf)
    except (TargetDirError, LayoutError) as error:
        raise common.UsageError(str(error)) from error
    if result.problems:
        print_problems(result, root, "people", stream=sys.stderr)
    common.print_faults(result.faults)
    if not result.pages:
        print("Ingenting ble publisert; nettstedet som sto der, står fortsatt.", file=sys.stderr)
        return 1
    print(f"{result.pages} sider på {time.perf_counter() - started:.2f} s i {site}\n"
          f"Se dem: åpne {site / 'index.html'}")
    return 0


def _adapt(options: argparse.Namespace) -> int:
    from rettesnor.editing.plan import NotPossible
    from rettesnor.plans.adapt import adapt, adapt_phase

    root = _root(options)
    if bool(options.id) == bool(options.phase):
        raise common.UsageError("Oppgi id-en til en anbefaling, eller en fase med --phase.")
    opened = _usable(root, options)
    try:
        data = (adapt_phase(opened.data, opened.national, options.phase) if options.phase
                else adapt(opened.data, opened.national, options.id))
    except NotPossible as error:
        raise common.UsageError(str(error)) from error
    _write(root, _texts(root, data), "hent nasjonal tekst")
    print(f"Den nasjonale teksten til «{options.phase or options.id}» står nå i plan.yml. Endre "
          "det som er annerledes hos dere.")
    return 0


def _update(options: argparse.Namespace) -> int:
    from rettesnor.editing import yaml_emit
    from rettesnor.model.local_plan import CONFLICTS, SNAPSHOT, is_newer
    from rettesnor.plans.update import conflict_data, update

    root = _root(options)
    opened = _usable(root, options)
    assert opened.base is not None and opened.plan is not None
    source = options.to or opened.plan.bygger_paa.nettsted
    if not source:
        raise common.UsageError(
            "Planen sier ikke hvor den nasjonale retningslinja er. Oppgi adressen til nettstedet, "
            "eller mappa, med --to."
        )
    if opened.conflicts or (root / CONFLICTS).exists():
        raise common.UsageError(
            f"{CONFLICTS} fra forrige oppdatering er ikke avgjort. Gjør det, og kjør «rettesnor "
            "plan resolve» først."
        )
    national = _national(source, options.version)
    before = opened.plan.bygger_paa
    if national.id != before.retningslinje:
        raise common.UsageError(
            f"Planen bygger på «{before.retningslinje}», men «{source}» er «{national.id}»."
        )
    if not is_newer(national.version, before.versjon):
        print(f"Planen bygger på {before.versjon}, og det er ingen nyere versjon der "
              f"({national.version}).")
        return 0
    found = update(opened.data, opened.base, national)
    _show(found, before.versjon, national.version)
    changes: dict[str, bytes | None] = {
        **_texts(root, found.data), SNAPSHOT: national.data,
    }
    if found.conflicts:
        data = conflict_data(before.versjon, national.version, found.conflicts)
        changes[CONFLICTS] = (_CONFLICT_HEAD + yaml_emit.document(data, lambda way: False)).encode()
    if options.dry_run:
        print("Prøve: ingenting er skrevet.")
        return 0
    _write(root, changes, "bygg på ny nasjonal versjon")
    if found.conflicts:
        print(f"Planen bygger nå på {national.version}. Ingen av tekstene deres er endret der det "
              f"er konflikt.\nSkriv et valg på hver i {CONFLICTS}, og kjør «rettesnor plan "
              "resolve».")
    else:
        print(f"Planen bygger nå på {national.version}. Kjør «rettesnor plan check».")
    return 0


_CONFLICT_HEAD = """\
# Skrevet av «rettesnor plan update». Planen har sin egen tekst («lokal») på hvert sted til du
# velger. valg: behold (planen står) | nasjonal (ta inn den nasjonale teksten) | egen (skriv teksten
# under «egen»).
# Kjør «rettesnor plan resolve» når alle har et valg. Da blir denne fila borte.
"""


def _show(found: Update, before: str, after: str) -> None:
    """Print what moved under the plan, and what has to be decided."""
    print(f"Nasjonal versjon {before} → {after}")
    kinds = (
        ("ny", "Nye"), ("endret", "Endret"), ("flyttet", "Har fått ny id"),
        ("slått sammen", "Slått sammen"), ("tatt ut", "Tatt ut"),
    )
    for what, heading in (("anbefaling", "anbefalinger"), ("fase", "faser")):
        for kind, name in kinds:
            listed = [one for one in found.moved if (one.what, one.kind) == (what, kind)]
            if listed:
                print(f"{name} ({heading}):")
                print("\n".join(f"  {_moved(one)}" for one in listed))
    if not found.moved:
        print("Ingen anbefalinger eller faser er endret.")
    if found.taken:
        print("Tatt inn i planen, der planen hadde den gamle nasjonale teksten:")
        print("\n".join(f"  {place}" for place in found.taken))
    if found.conflicts:
        print(f"Må avgjøres ({len(found.conflicts)}):")
        print("\n".join(f"  {one.place} ({one.kind})" for one in found.conflicts))


def _moved(one: Moved) -> str:
    parts = [f"{one.id}: {one.title}"]
    if one.fields:
        parts.append(f"[{', '.join(one.fields)}]")
    if one.relation:
        parts.append(f"(planen: {one.relation})")
    return " ".join([*parts, one.note]).strip()


def _resolve(options: argparse.Namespace) -> int:
    from rettesnor.model.local_plan import CONFLICTS
    from rettesnor.plans.resolve import ResolveError, resolve, undecided

    root = _root(options)
    opened = _usable(root, options)
    if not (root / CONFLICTS).exists():
        print("Det er ingen konflikter å avgjøre.")
        return 0
    if not opened.conflicts:
        _print(opened, root)
        raise common.UsageError(f"{CONFLICTS} har feil. Rett dem først.")
    conflicts = opened.conflicts["konflikter"]
    left = [*undecided(conflicts)]
    if left:
        places = "\n".join(f"  {conflicts[number]['sted']}" for number in left)
        raise common.UsageError(
            f"{len(left)} av {_count(conflicts)} har ikke fått et valg. Ingenting er endret.\n"
            f"{places}"
        )
    try:
        data = resolve(opened.data, conflicts)
    except ResolveError as error:
        raise common.UsageError(f"{error} Ingenting er endret.") from error
    texts = _texts(root, data)
    if options.dry_run:
        print("Valgene kan utføres. Prøve: ingenting er skrevet.")
        return 0
    _write(root, {**texts, CONFLICTS: None}, "avgjør konflikter")
    print(f"{_count(conflicts)} er avgjort, og {CONFLICTS} er borte. Kjør «rettesnor plan check».")
    return 0


def _count(conflicts: Sequence[object]) -> str:
    return f"{len(conflicts)} {'konflikt' if len(conflicts) == 1 else 'konflikter'}"


def _texts(root: Path, data: dict[str, Any]) -> dict[str, bytes | None]:
    """Return ``plan.yml`` saying ``data``, with its comments and layout.

    Raises:
        UsageError: that cannot be shown to have been done.
    """
    from rettesnor.editing import yaml_writer
    from rettesnor.model.local_plan import FILE

    text = (root / FILE).read_bytes().decode()
    try:
        return {FILE: yaml_writer.write(text, data, "").encode()}
    except yaml_writer.Refused as error:
        raise common.UsageError(f"{FILE} kan ikke endres: {error} Ingenting er skrevet.") from error


def _write(root: Path, texts: dict[str, bytes | None], summary: str) -> None:
    """Write the files, all or none; None removes one."""
    from rettesnor.editing import transaction
    from rettesnor.editing.plan import FileChange, Plan, digest
    from rettesnor.publishing.output.build_lock import held

    changes = []
    for path, after in texts.items():
        target = root / path
        before = digest(target.read_bytes()) if target.is_file() else ""
        if after is not None or before:
            changes.append(FileChange(path, before, after))
    try:
        with held(root / transaction.STATE, transaction.LOCK):
            transaction.apply(Plan(summary, tuple(changes)), root)
    except transaction.ConflictError as error:
        raise common.UsageError(str(error)) from error


def _status(options: argparse.Namespace) -> int:
    import json

    from rettesnor.cli.fetch import fetch
    from rettesnor.model.local_plan import CONFLICTS, is_newer
    from rettesnor.plans.national import NationalError, newest_version
    from rettesnor.publishing.plan_site import NEWEST, newest_known

    root = _root(options)
    opened = _usable(root, options)
    assert opened.plan is not None
    plan, base = opened.plan, opened.plan.bygger_paa
    print(f"{plan.tittel} ({plan.status}) bygger på «{base.retningslinje}» {base.versjon}.")
    source = options.source or base.nettsted
    if source and not options.offline:
        try:
            newest = newest_version(source, fetch)
        except NationalError as error:
            raise common.UsageError(str(error)) from error
        asked = common.day(options).isoformat()
        data = json.dumps({"versjon": newest, "sjekket": asked}, indent=1) + "\n"
        _write(root, {NEWEST: data.encode()}, "husk nyeste versjon")
    newest, asked = newest_known(root)
    if not newest:
        print("Det er ikke spurt om nyere versjoner. Oppgi det nasjonale nettstedet med --from.")
    elif is_newer(newest, base.versjon):
        print(f"Det er kommet en nyere versjon: {newest} (spurt {asked}). Se hva den betyr: "
              "rettesnor plan update --dry-run")
    else:
        print(f"Det var den nyeste versjonen {asked}.")
    if (root / CONFLICTS).exists():
        print(f"{CONFLICTS} er ikke avgjort.")
    relations: dict[str, int] = {}
    for one in plan.anbefalinger:
        relations[one.forhold] = relations.get(one.forhold, 0) + 1
    print("Anbefalinger: " + ", ".join(f"{n} {name}" for name, n in relations.items()) + ".")
    return 1 if newest and is_newer(newest, base.versjon) else 0


def _export(options: argparse.Namespace) -> int:
    from rettesnor.exports.local_plan import register

    root = _root(options)
    opened = _usable(root, options)
    if not opened.sound or opened.plan is None:
        _print(opened, root)
        raise common.UsageError("Planen har feil, og avvikene er ikke skrevet.")
    data = register(opened.plan, opened.national)
    if options.to is None:
        sys.stdout.write(data.decode())
        return 0
    options.to.write_bytes(data)
    print(f"{sum(1 for _ in opened.plan.deviations)} avvik er skrevet til {options.to}.")
    return 0


def _collect(options: argparse.Namespace) -> int:
    from rettesnor.cli.problems import print_problems
    from rettesnor.editing import yaml_writer
    from rettesnor.plans.collect import CollectError, entry, text, with_entry
    from rettesnor.publishing.plan_site import PlanResult
    from rettesnor.reading.content.guideline_paths import GUIDELINE, PRACTICE
    from rettesnor.reading.content.opened_file import OpenedFile, open_file

    options.guideline = ""
    root = common.root(options)
    try:
        guideline = str(yaml_writer.read((root / GUIDELINE).read_text(encoding="utf-8"))["id"])
        path = root / PRACTICE
        data = yaml_writer.read(path.read_text(encoding="utf-8")) if path.is_file() else {}
        for file in options.files:
            try:
                made = entry(file.read_bytes(), guideline, common.day(options).isoformat())
            except CollectError as error:
                raise common.UsageError(f"{file}: {error} Ingenting er skrevet.") from error
            data = with_entry(data, made)
    except (yaml_writer.Refused, KeyError, TypeError, UnicodeDecodeError) as error:
        raise common.UsageError(
            f"Filene i retningslinja kan ikke leses: {error} Ingenting er skrevet."
        ) from error
    written = text(data).encode()
    opened = open_file(written, PRACTICE, "practice")
    problems = tuple(opened.problems if isinstance(opened, OpenedFile) else opened)
    if problems:
        print_problems(PlanResult(problems), root, "people", stream=sys.stderr)
        raise common.UsageError("En av filene har noe som ikke kan vises. Ingenting er skrevet.")
    _write(root, {PRACTICE: written}, "samle lokal praksis")
    print(f"{len(options.files)} planer er tatt inn; {PRACTICE} har {len(data['planer'])}.")
    return 0
