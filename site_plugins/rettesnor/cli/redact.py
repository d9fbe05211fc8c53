"""``rettesnor redact``."""

from __future__ import annotations

import argparse
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import Any

from rettesnor.cli import common
from rettesnor.cli.working_tree import PUBLIC_KEY
from rettesnor.publishing.options import STATE
from rettesnor.publishing.output.build_lock import held
from rettesnor.reading.yaml import loader
from rettesnor.releases import redaction, signature
from rettesnor.releases import removals as removal
from rettesnor.releases import transaction as commit
from rettesnor.releases.redaction import Plan, Wanted
from rettesnor.releases.removals import Notice

_MIN_LENGTH = 3
"""The least length of a text: a shorter one is part of too many words."""
_AFTER = """
Det som gjenstår, må du gjøre selv (docs/removal.md):
  1. Bygg nettstedet på nytt, og publiser det: rettesnor build --full
  2. Legg inn endringene i Git, og ta teksten ut av historikken der.
  3. Ta teksten ut av kopier: sikkerhetskopier, arkiver, hurtiglagre i CI og hos søkemotorer."""


def run(options: argparse.Namespace) -> int:
    """Remove a text or a picture from every record; return the exit status."""
    root = common.root(options)
    changelog = root / "changelog"
    if options.resume:
        return _resume(root)
    if removal.interrupted(changelog):
        raise common.UsageError("En fjerning ble avbrutt. Fullfør den: rettesnor redact --resume")
    if any(stop.released for stop in commit.interrupted(root)):
        raise common.UsageError("En utgivelse ble avbrutt. Fullfør den først.")
    wanted = _wanted(options)
    by, reason, basis = (_given(options, name) for name in ("by", "reason", "basis"))
    if wanted.text and any(wanted.pattern.search(said) for said in (by, reason, basis)):
        raise common.UsageError("Begrunnelsen kan ikke gjenta teksten som skal fjernes.")
    try:
        plan = redaction.plan(changelog, wanted, _load)
    except redaction.RedactionError as error:
        raise common.UsageError(str(error)) from error
    for path, field, count in plan.places:
        print(f"{path}: {field}" + (f" ({count} ganger)" if count > 1 else ""))
    if not plan.files:
        print("Ingen utgave har det. Ingenting er endret.", file=sys.stderr)
        return 1
    left = redaction.still_in(root, wanted)
    if left:
        print("Det står fortsatt i filene som bygges. Ta det ut der først:", file=sys.stderr)
        print("".join(f"  {path}\n" for path in left), end="", file=sys.stderr)
        print("Ingenting er endret.", file=sys.stderr)
        return 1
    if options.dry_run:
        print(_summary(plan, "Ville endret"))
        return 0
    before = removal.read(changelog).head
    notice = Notice(common.day(options).isoformat(), by, reason, basis, plan.parts, before)
    redaction.carry_out(changelog, plan, notice, _signer(options, root))
    _clear_caches(root)
    print(_summary(plan, "Endret"))
    print(f"Skrevet: changelog/{removal.NAME} (fjerning {notice.samlet})\n{_AFTER}")
    return 0


def _resume(root: Path) -> int:
    changelog = root / "changelog"
    if not removal.interrupted(changelog):
        shutil.rmtree(changelog / removal.ASIDE, ignore_errors=True)
        print("Ingen fjerning er avbrutt.")
        return 0
    redaction.finish(changelog)
    _clear_caches(root)
    print(f"Fjerningen, som ble avbrutt, er nå fullført.\n{_AFTER}")
    return 0


def _wanted(options: argparse.Namespace) -> Wanted:
    if options.picture:
        return Wanted(picture=options.picture)
    if options.text_file is not None:
        text = options.text_file.read_text(encoding="utf-8")
    else:
        text = options.text or ""
    text = " ".join(text.split())
    if len(text) < _MIN_LENGTH:
        raise common.UsageError(
            f"Oppgi teksten som skal fjernes (minst {_MIN_LENGTH} tegn) med --text eller "
            "--text-file, eller et bilde med --picture."
        )
    return Wanted(text)


def _given(options: argparse.Namespace, name: str) -> str:
    said = " ".join((getattr(options, name) or "").split())
    if not said:
        raise common.UsageError(
            "Oppgi hvem som fjerner (--by), hvorfor (--reason) og rettsgrunnlaget (--basis)."
        )
    return said


def _load(text: str, path: str) -> Any:
    return loader.load(text.replace("\r\n", "\n"), path)[0]


def _signer(options: argparse.Namespace, root: Path) -> Any:
    """Return the function that signs the notices; None when nothing is signed.

    Raises:
        SignatureError: the file holds no key.
        UsageError: a key is needed and not given, or not known.
    """
    public = root / PUBLIC_KEY
    known = signature.public_keys(public.read_bytes()) if public.is_file() else {}
    if options.key is None:
        if known:
            raise common.UsageError(f"{PUBLIC_KEY} har en nøkkel. Oppgi den private med --key.")
        return None
    key = signature.private_key(options.key.read_bytes())
    if signature.fingerprint(key.public_key()) not in known:
        raise common.UsageError(f"Den offentlige nøkkelen må stå i {PUBLIC_KEY} først.")
    return partial(signature.sign, key)


def _clear_caches(root: Path) -> None:
    """Remove every cache of builds: they hold rendered pages and texts of old versions."""
    with held(root / STATE):
        for path in (root / STATE).iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()


def _summary(plan: Plan, verb: str) -> str:
    versions = ", ".join(plan.parts)
    return f"{verb}: {len(plan.files)} filer i utgave {versions}."
