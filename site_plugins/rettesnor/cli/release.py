"""``rettesnor release``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rettesnor.cli import common
from rettesnor.cli.progress import shown
from rettesnor.cli.working_tree import PUBLIC_KEY, WorkingTree, inspect, report
from rettesnor.model.convert import to_data
from rettesnor.model.problem import Problem
from rettesnor.model.recommendation import Datoer
from rettesnor.publishing import rehearsal
from rettesnor.publishing.cache.theme_shell import load_theme
from rettesnor.publishing.options import STATE, BuildResult
from rettesnor.publishing.output.build_lock import BusyError, held
from rettesnor.reading.content.change_fragments import Fragment, read_release
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.reading.yaml import loader as door
from rettesnor.releases import (
    changelog_dir as folder,
)
from rettesnor.releases import (
    published_urls as ledger,
)
from rettesnor.releases import (
    removals as removal,
)
from rettesnor.releases import (
    signature,
)
from rettesnor.releases import (
    timeline as history,
)
from rettesnor.releases import transaction as commits
from rettesnor.releases.files import ReleaseMaterial, release_files
from rettesnor.releases.manifest import NAME as MANIFEST
from rettesnor.releases.manifest import parse, sha256
from rettesnor.releases.plan import Last, Refusal, ReleasePlan, plan_release
from rettesnor.releases.requirements import file_of
from rettesnor.releases.version import Version, read_version, step_between
from rettesnor.releases.yaml_edit import set_group, set_value

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


LEDGER = f"changelog/{ledger.NAME}"


@dataclass(frozen=True)
class Plan:
    """A release ready to be made."""

    draft: ReleasePlan
    commit: commits.Transaction


def run(options: argparse.Namespace) -> int:
    """Make the release asked for, or say why not; return the exit status.

    A dry run does the same but for writing, and ends with the same status.
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
    stopped = [stop for stop in commits.interrupted(root) if stop.released]
    if stopped:
        return _resume(root, stopped[0].version, options)
    if version in folder.versions(root / "changelog"):
        raise common.UsageError(f"Utgave {version} finnes allerede og kan ikke endres.")
    _refuse_the_future(options)
    plan = _plan(options, root, version)
    if isinstance(plan, Refusal):
        return _refused(plan.problems, plan.says, root)
    site = _rehearsed(options, root, plan)
    if not site.pages:
        print("Nettstedet slik det ville blitt med utgaven, kan ikke bygges:", file=sys.stderr)
        return _refused(site.survey.problems, (), root, site.faults, plan.commit.tree)
    if not options.dry_run:
        for stop in commits.interrupted(root):
            commits.discard(root, stop.version)
        commits.commit(root, plan.commit)
    print(_summary(plan, dry=options.dry_run))
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
    """Refuse a day that has not come: the text would say that it applies, and the build refuse it.

    Raises:
        UsageError: the release is to be dated after today.
    """
    day, today = common.day(options), common.today()
    if day > today:
        raise common.UsageError(
            f"Datoen {day.isoformat()} er ikke kommet ennå; i dag er det {today.isoformat()}. "
            "En utgave får datoen den blir gitt ut. Gi den ut den dagen, eller ta bort --date."
        )


def _rehearsed(options: argparse.Namespace, root: Path, plan: Plan) -> BuildResult:
    """Return the result of building the site as it would be after the release."""
    with shown() as progress:
        return rehearsal.rehearse(
            root, plan.commit, lambda _: load_theme(root, partial(common.frame, preview=False)),
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
    commits.finish(root, version)
    print(f"Utgave {version}, som ble avbrutt, er nå fullført.")
    return 0


def _plan(options: argparse.Namespace, root: Path, version: Version) -> Plan | Refusal:
    found = inspect(options)
    tree, last, fragments = found.tree, found.last, found.fragments
    if found.refused:
        return Refusal(tuple(found.refused))
    changes = [fragment.change for fragment in fragments]
    drafted = plan_release(
        tree.edition, last, changes, version, common.day(options).isoformat(), found.account
    )
    if isinstance(drafted, Refusal):
        return drafted
    edited, stubborn = _edited_files(tree, drafted)
    if stubborn:
        return Refusal(says=tuple(
            f"Datoene kan ikke settes inn i {path}. Skriv «versjon» og hver dato på egne linjer."
            for path in stubborn
        ))
    key = _key(options, root, last)
    hashes = {e.id: e.digest for e in tree.survey.whole.entries}
    hashes |= {
        id_: sha256(edited[path])
        for id_, r in drafted.edition.recommendations.items()
        if (path := file_of(r.kapittel, id_)) in edited
    }
    taken = {fragment.change.fil: fragment.content for fragment in fragments}
    translations = {
        language: {
            e.id: e.digest for e in tree.survey.whole.translations if e.language == language
        }
        for language in drafted.edition.oversettelser
    }
    removed = removal.read(root / "changelog").head
    material = ReleaseMaterial(hashes, taken, tree.pictures, key, translations, removed)
    record = release_files(drafted, last, material)
    ledger_before, edited[LEDGER] = _ledger(root, drafted, record[MANIFEST])
    before = {**_before(tree, fragments), LEDGER: ledger_before}
    return Plan(drafted, commits.Transaction(
        str(version), record, edited, before,
        tuple(fragment.document.path for fragment in fragments),
    ))


def _ledger(root: Path, drafted: ReleasePlan, manifest: bytes) -> tuple[str, bytes]:
    """Return the digest of the ledger of published addresses, and what it is to say."""
    path = root / LEDGER
    old = path.read_bytes() if path.is_file() else b""
    records = history.read(root / "changelog", read_release).records
    whole = history.History((*records, history.Record(drafted.utgave, parse(manifest))))
    urls = ledger.urls_of(drafted.edition, whole)
    return sha256(old) if old else "", ledger.extended(old.decode(), urls).encode()


def _key(options: argparse.Namespace, root: Path, last: Last | None) -> Ed25519PrivateKey | None:
    """Return the key to sign with.

    Raises:
        SignatureError: the file holds none.
        UsageError: nobody could check the signature, or one is asked for and not given.
    """
    public = root / PUBLIC_KEY
    if options.key is None:
        if last is not None and last.manifest.nokkel:
            raise common.UsageError("Forrige utgave er signert. Oppgi nøkkelen med --key.")
        if public.is_file() and signature.public_keys(public.read_bytes()):
            raise common.UsageError(
                f"{PUBLIC_KEY} har en nøkkel, så utgaven må signeres. Oppgi nøkkelen med --key."
            )
        return None
    key = signature.private_key(options.key.read_bytes())
    known = signature.public_keys(public.read_bytes()) if public.is_file() else {}
    if signature.fingerprint(key.public_key()) not in known:
        raise common.UsageError(f"Den offentlige nøkkelen må stå i {PUBLIC_KEY} først.")
    return key


def _before(tree: WorkingTree, fragments: Sequence[Fragment]) -> dict[str, str]:
    """Return the SHA-256 of everything the release was made from, by path."""
    before = {path: sha256(data) for path, data in tree.frame.contents.items()}
    for translation in tree.frame.translations.values():
        before |= {path: sha256(data) for path, data in translation.contents.items()}
    whole = tree.survey.whole
    before |= {entry.path: entry.digest for entry in whole.entries}
    before |= {entry.path: entry.digest for entry in whole.translations}
    return before | {f.document.path: sha256(f.content) for f in fragments}


def _edited_files(tree: WorkingTree, drafted: ReleasePlan) -> tuple[dict[str, bytes], list[str]]:
    """Return the files that get dates or a version, as they are to stand, and those that cannot."""
    files: dict[str, bytes] = {}
    stubborn: list[str] = []
    release_files = {GUIDELINE: tree.frame.contents[GUIDELINE], **tree.contents}
    texts = {path: data.decode() for path, data in release_files.items()}
    guideline = drafted.edition.guideline
    wanted = {GUIDELINE: ({"versjon": guideline.versjon}, guideline.datoer)}
    for id_, r in drafted.edition.recommendations.items():
        if r.datoer != tree.edition.recommendations[id_].datoer:
            wanted[file_of(r.kapittel, id_)] = ({}, r.datoer)
    for path, (values, dates) in wanted.items():
        text = _edit(texts[path], path, values, dates)
        if text is None:
            stubborn.append(path)
        elif text != texts[path]:
            files[path] = text.encode()
    return files, stubborn


def _edit(text: str, path: str, values: Mapping[str, str], dates: Datoer) -> str | None:
    """Return ``text`` with its values set, or None when it would then mean anything else."""
    written = {name: value for name, value in to_data(dates).items() if value}
    data, _ = door.load(text.replace("\r\n", "\n"), path)
    expected = {**data, **values} | ({"datoer": written} if written else {})
    try:
        for name, value in values.items():
            text = set_value(text, name, value)
    except ValueError:
        return None
    if written and data.get("datoer") != written:
        text = set_group(text, "datoer", written)
    return text if door.load(text.replace("\r\n", "\n"), path) == (expected, []) else None


def _summary(plan: Plan, *, dry: bool) -> str:
    utgave = plan.draft.utgave
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
    lines.append(f"{verb}: changelog/{utgave.versjon}/ ({len(plan.commit.record)} filer)")
    lines += [f"{'Ville endret' if dry else 'Endret'}: {path}" for path in plan.commit.tree]
    lines += [f"{'Ville flyttet' if dry else 'Flyttet'}: {path}" for path in plan.commit.fragments]
    return "\n".join(lines)


