"""``rettesnor release``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.progress import shown
from rettesnor.cli.working_tree import inspect, report
from rettesnor.model.problem import Problem
from rettesnor.publishing import rehearsal
from rettesnor.publishing.options import STATE, BuildResult
from rettesnor.publishing.output.build_lock import BusyError, held
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.publishing.tools.prepare_release import PreparedRelease, prepare_release
from rettesnor.releases import changelog_dir, transaction
from rettesnor.releases.plan import Refusal
from rettesnor.releases.version import Version, read_version, step_between


def run(options: argparse.Namespace) -> int:
    """Write the release, or print why it is refused; return the exit status.

    A dry run does the same without writing, and ends with the same status.
    """
    root = common.root(options)
    version = read_version(options.version)
    if version is None:
        raise common.UsageError(f"«{options.version}» er ikke en versjon. Skriv for eksempel 1.1.0")
    if options.dry_run:
        return _run(options, root, version)
    try:
        with held(root / STATE, "release.lock", wait=False):
            return _run(options, root, version)
    except BusyError as error:
        raise common.UsageError(
            "En annen «rettesnor release» er i gang her. Vent til den er ferdig, og se hva den "
            "gjorde, før du prøver igjen."
        ) from error


def _run(options: argparse.Namespace, root: Path, version: Version) -> int:
    stopped = [stop for stop in transaction.interrupted(root) if stop.released]
    if stopped:
        return _resume(root, stopped[0].version, options)
    if version in changelog_dir.versions(root / "changelog"):
        raise common.UsageError(f"Utgave {version} finnes allerede og kan ikke endres.")
    _refuse_the_future(options)
    release = _prepared(options, root, version)
    if isinstance(release, Refusal):
        return _refused(release.problems, release.says, root)
    site = _rehearsed(options, root, release)
    if not site.pages:
        print("Nettstedet slik det ville blitt med utgaven, kan ikke bygges:", file=sys.stderr)
        return _refused(site.survey.problems, (), root, site.faults, release.transaction.tree)
    if not options.dry_run:
        for stop in transaction.interrupted(root):
            transaction.discard(root, stop.version)
        transaction.commit(root, release.transaction)
    print(_summary(release, dry=options.dry_run))
    return 0


def _refused(
    problems: Sequence[Problem], says: Sequence[str], root: Path, faults: Sequence[str] = (),
    instead: Mapping[str, bytes] | None = None,
) -> int:
    """Print why nothing is released; return the exit status."""
    if problems:
        report(problems, root, instead)
    common.print_faults(faults)
    for objection in says:
        print(objection, file=sys.stderr)
    print("Ingenting ble utgitt.", file=sys.stderr)
    return 1


def _refuse_the_future(options: argparse.Namespace) -> None:
    """Refuse a future day: the text would say that it applies, and the build would refuse it.

    Raises:
        UsageError: the release is to be dated after today.
    """
    day, today = common.day(options), common.today()
    if day > today:
        raise common.UsageError(
            f"Datoen {day.isoformat()} er ikke kommet ennå; i dag er det {today.isoformat()}. "
            "En utgave får datoen den blir gitt ut. Gi den ut den dagen, eller ta bort --date."
        )


def _rehearsed(options: argparse.Namespace, root: Path, release: PreparedRelease) -> BuildResult:
    """Return the result of building the site as it would be after the release."""
    with shown() as progress:
        return rehearsal.rehearse(
            root, release.transaction, lambda _: common.theme(root),
            common.today(), common.jobs(options), progress,
        )


def _resume(root: Path, version: str, options: argparse.Namespace) -> int:
    if options.version != version:
        raise common.UsageError(
            f"Utgivelsen av {version} ble avbrutt. Fullfør den først: rettesnor release {version}"
        )
    if options.dry_run:
        print(f"Ville fullført utgave {version}, som ble avbrutt.")
        return 0
    transaction.finish(root, version)
    print(f"Utgave {version}, som ble avbrutt, er nå fullført.")
    return 0


def _prepared(
    options: argparse.Namespace, root: Path, version: Version
) -> PreparedRelease | Refusal:
    try:
        return prepare_release(
            root, inspect(options), version, common.day(options).isoformat(), options.key
        )
    except ToolError as error:
        raise common.UsageError(str(error)) from error


def _summary(release: PreparedRelease, *, dry: bool) -> str:
    utgave = release.plan.utgave
    after = ", den første"
    before, now = read_version(utgave.forrige), read_version(utgave.versjon)
    if before and now:
        after = f", {step_between(before, now)} etter {utgave.forrige}"
    lines = [f"Utgave {utgave.versjon} ({utgave.dato}){after}."]
    for changed in utgave.anbefalinger:
        fields = f" ({', '.join(changed.felt)})" if changed.felt else ""
        lines.append(f"  {changed.slag}: {changed.id}{fields}")
    for part in utgave.ramme:
        posts = [*(f"+{p}" for p in part.nye), *part.endret, *(f"-{p}" for p in part.fjernet)]
        lines.append(f"  {part.navn}: {', '.join(posts)}")
    verb = "Ville skrevet" if dry else "Skrevet"
    written = release.transaction
    lines.append(f"{verb}: changelog/{utgave.versjon}/ ({len(written.record)} filer)")
    lines += [f"{'Ville endret' if dry else 'Endret'}: {path}" for path in written.tree]
    lines += [f"{'Ville flyttet' if dry else 'Flyttet'}: {path}" for path in written.fragments]
    return "\n".join(lines)
