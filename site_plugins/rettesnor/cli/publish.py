"""``rettesnor publish``: the released site, checked, in the place where readers see it.

It imports the rest when it runs, because every command imports this module for its options.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rettesnor import system
from rettesnor.cli import common
from rettesnor.cli.arguments import examples

if TYPE_CHECKING:
    from rettesnor.publishing.delivery.prepare import Prepared
    from rettesnor.publishing.delivery.target import Stamp, Target
    from rettesnor.reading.content.publish_settings import PublishSettings

_SHOWN = 8
_LOGGED = 20


def add_parser(commands: Any, common_options: argparse.ArgumentParser) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "publish", parents=[common_options], help="legg nettstedet ut til leserne",
        description="Bygger nettstedet slik leserne skal se det, sjekker det, og bytter det inn i "
        "ett steg, dit publish.yml sier.",
        epilog=examples(
            ("rettesnor publish --dry-run", "bygg og sjekk, og vis hva som ville blitt publisert"),
            ("rettesnor publish --by Fagavdelingen", "publiser siste utgave"),
            ("rettesnor publish --rollback", "gå tilbake til det som sto der før"),
        ),
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--rollback", nargs="?", const="", metavar="ID",
        help="gå tilbake til det forrige nettstedet, eller til et som er beholdt",
    )
    what.add_argument(
        "--list", action="store_true", help="vis det som er publisert og beholdt, og loggen"
    )
    what.add_argument(
        "--scheduled", action="store_true",
        help="for faste tider: gjør ingenting når nettstedet er likt, eller noen har gått tilbake",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="bygg og sjekk, men la det som står, stå"
    )
    parser.add_argument(
        "--by", default="", metavar="HVEM", help="hvem som publiserer, til loggen (brukernavnet)"
    )


def run(options: argparse.Namespace) -> int:
    """Publish, go back, or list; return the exit status: 0 done, 1 refused, 2 could not run.

    Raises:
        UsageError: there are no usable settings, or another publication goes on.
    """
    from rettesnor.publishing.delivery import records
    from rettesnor.publishing.delivery.prepare import target_of
    from rettesnor.publishing.delivery.target import DeliveryError
    from rettesnor.publishing.output.build_lock import BusyError, held

    common.disable_gc()
    root = common.catalogue(options) or common.root(options)
    settings = _settings(root)
    if settings is None:
        return 1
    folder = records.open_folder(root)
    try:
        target = target_of(root, settings)
        with held(folder, "lock", wait=False):
            _recover(target, folder)
            if options.list:
                return _list(target, folder)
            if options.rollback is not None:
                return _roll_back(options, target, folder)
            return _publish(options, root, settings, target, folder)
    except BusyError as error:
        raise common.UsageError(
            "En annen publisering er i gang. Vent til den er ferdig."
        ) from error
    except DeliveryError as error:
        print(error, file=sys.stderr)
        print("Ingenting ble publisert.", file=sys.stderr)
        return 1


def _settings(root: Path) -> PublishSettings | None:
    from rettesnor.cli.working_tree import report
    from rettesnor.reading.content.publish_settings import PATH, read_publish_settings

    settings, problems = read_publish_settings(root)
    if problems:
        report(problems, root)
        print("Ingenting ble publisert.", file=sys.stderr)
        return None
    if settings is None:
        raise common.UsageError(
            f"{PATH} mangler. Lag fila ved siden av mkdocs.yml, med to linjer, for eksempel:\n"
            "    maal: mappe\n    til: /srv/www/retningslinje"
        )
    return settings


def _recover(target: Target, folder: Path) -> None:
    from rettesnor.publishing.delivery import records
    from rettesnor.publishing.delivery.deliver import recover

    done = recover(target, folder)
    if done is not None:
        result = (
            "og det som sto der før, står der fortsatt" if done.handling == records.STOPPED
            else "men det nye nettstedet kom på plass"
        )
        print(f"En publisering ble avbrutt, {result} ({done.id}).", file=sys.stderr)


def _publish(
    options: argparse.Namespace, root: Path, settings: PublishSettings, target: Target,
    folder: Path,
) -> int:
    from rettesnor.publishing.delivery.deliver import deliver, is_held, stamp_of

    if options.scheduled and (back := is_held(folder)):
        print(
            f"{back.av} gikk tilbake til et tidligere nettsted ({back.tid}). Det blir stående til "
            "noen publiserer med «rettesnor publish» igjen.", file=sys.stderr,
        )
        return 1
    ready = _prepared(options, root, settings)
    if ready is None:
        return 1
    live = target.live()
    same = live is not None and live.innhold == ready.innhold
    print(_summary(ready, target, live, same=same))
    if options.dry_run:
        if not same:
            _difference(ready, target, live)
        print("Prøve: ingenting er publisert.")
        return 0
    if same:
        return 0
    stamp = stamp_of(ready.versjon, ready.innhold, system.now())
    deliver(target, folder, ready.site, stamp, _who(options), settings.behold)
    print(f"Publisert: {stamp.id} i {target.name}")
    if live is not None:
        print("Angre med: rettesnor publish --rollback")
    return 0


def _prepared(
    options: argparse.Namespace, root: Path, settings: PublishSettings
) -> Prepared | None:
    """Return the site when it may be published, else print why not."""
    from rettesnor.cli.progress import shown
    from rettesnor.cli.working_tree import report
    from rettesnor.publishing.catalogue.build import DamagedError
    from rettesnor.publishing.delivery.prepare import prepare, prepare_catalogue
    from rettesnor.publishing.output.target_dir import TargetDirError

    if settings.dokumenter:
        from rettesnor.model import extras
        from rettesnor.publishing.documents import render

        if not render.available():
            raise common.UsageError(
                extras.missing("Det som lager PDF, Word og EPUB,", extras.DOCUMENTS)
            )
    try:
        with shown() as progress:
            day, jobs = common.day(options), common.jobs(options)
            if common.catalogue(options):
                ready = prepare_catalogue(root, settings, day, jobs, progress)
            else:
                ready = prepare(
                    root, settings, lambda _: common.theme(root), day, jobs, progress
                )
    except TargetDirError as error:
        raise common.UsageError(str(error)) from error
    except DamagedError as error:
        raise common.UsageError(
            f"Filene til «{error}» endret seg mens nettstedet ble satt sammen. Prøv igjen."
        ) from error
    if ready.errors:
        report(ready.errors, root)
    common.print_faults(ready.faults)
    sound = ready.is_sound and not (settings.lenker and _dead_links(options))
    if not sound:
        print("Ingenting ble publisert; nettstedet som står, er ikke rørt.", file=sys.stderr)
    return ready if sound else None


def _dead_links(options: argparse.Namespace) -> bool:
    """Ask every address outside the site; return whether one does not answer."""
    from rettesnor.cli import links
    from rettesnor.cli.working_tree import read_tree
    from rettesnor.publishing.tools.external_links import uses

    found = []
    catalogue = common.catalogue(options)
    for id_ in common.guidelines(catalogue) if catalogue else ("",):
        one = argparse.Namespace(**{**vars(options), "guideline": id_}) if id_ else options
        found += uses(common.root(one), read_tree(one).guideline)
    return links.check(found) != 0


def _summary(ready: Prepared, target: Target, live: Stamp | None, *, same: bool) -> str:
    lines = [f"{ready.pages} sider, {ready.what}, er bygd og sjekket.", f"Til: {target.name}"]
    lines.append(f"Der står nå: {live.id}" if live else "Der står det ikke noe fra før.")
    if same:
        lines.append("Nettstedet er likt det som står der. Ingenting å publisere.")
    return "\n".join(lines)


def _difference(ready: Prepared, target: Target, live: Stamp | None) -> None:
    """Print how the new site differs, where the old one can be read here."""
    from rettesnor.publishing.delivery.folder import FolderTarget
    from rettesnor.publishing.delivery.prepare import compare

    if live is None or not isinstance(target, FolderTarget):
        return
    found = compare(target.folder, ready.site)
    for name, paths in (("nye", found.new), ("endret", found.changed), ("borte", found.gone)):
        pages = [path for path in paths if path.endswith(".html")]
        print(f"{name}: {len(paths)} filer, {len(pages)} av dem sider")
        for path in pages[:_SHOWN]:
            print(f"  /{path.removesuffix('index.html')}")
        if len(pages) > _SHOWN:
            print(f"  … og {len(pages) - _SHOWN} sider til")


def _roll_back(options: argparse.Namespace, target: Target, folder: Path) -> int:
    from rettesnor.publishing.delivery.deliver import before, roll_back
    from rettesnor.publishing.delivery.target import DeliveryError

    if options.dry_run:
        live, stamp = before(target, folder, options.rollback)
        print(f"Ville gått tilbake fra {live.id if live else 'ingenting'} til {stamp.id}.")
        print("Prøve: ingenting er endret.")
        return 0
    try:
        live, stamp = roll_back(target, folder, options.rollback, _who(options), system.now())
    except DeliveryError as error:
        print(error, file=sys.stderr)
        print("Ingenting er endret.", file=sys.stderr)
        return 1
    print(
        f"Gikk tilbake fra {live.id if live else 'ingenting'} til {stamp.id} i {target.name}.\n"
        "Publisering til faste tider (--scheduled) venter til noen har publisert for hånd."
    )
    return 0


def _list(target: Target, folder: Path) -> int:
    from rettesnor.publishing.delivery.records import read_log

    live = target.live()
    print(f"I {target.name}:")
    for stamp in reversed(target.kept()):
        mark = "  ← det leserne ser" if live and stamp.id == live.id else ""
        print(f"  {stamp.id}{mark}")
    print("Logg, de siste først:")
    for entry in read_log(folder)[: -_LOGGED - 1 : -1]:
        before = f" (før: {entry.fra})" if entry.fra else ""
        print(f"  {entry.tid} {entry.handling} av {entry.av}: {entry.id}{before}")
    return 0


def _who(options: argparse.Namespace) -> str:
    if options.by.strip():
        return " ".join(options.by.split())
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in a container
        return "ukjent"
