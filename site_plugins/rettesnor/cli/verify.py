"""``rettesnor verify``."""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.progress import shown
from rettesnor.cli.working_tree import PUBLIC_KEY
from rettesnor.model.problem import Problem
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.folder import DiskFolder
from rettesnor.reading.yaml import loader
from rettesnor.releases.verify import Pin, verify
from rettesnor.releases.version import read_version


def run(options: argparse.Namespace) -> int:
    """Verify every record and print what is wrong; return the exit status."""
    catalogue = common.catalogue(options)
    if catalogue:
        return _all(options, catalogue)
    started = time.perf_counter()
    root = common.root(options)
    public = root / PUBLIC_KEY
    pem = public.read_bytes() if public.is_file() else None
    with shown() as progress:
        verdict = verify(root, pem, _version(root), _pin(options), progress)
    for fault in verdict.faults:
        print(fault, file=sys.stderr)
    took = max(time.perf_counter() - started, 1e-9)
    megabytes, count = verdict.size / 1e6, len(verdict.versions)
    print(
        f"{count} {'utgave' if count == 1 else 'utgaver'}, {verdict.files} filer, "
        f"{megabytes:.1f} MB kontrollert på {took:.2f} s ({megabytes / took:.0f} MB/s): "
        + (f"{len(verdict.faults)} feil." if verdict.faults else
           "alt er som det ble utgitt." if count else "ingenting er utgitt.")
    )
    for notice in verdict.removals.notices:
        versions = ", ".join(notice.deler)
        print(
            f"Fjernet {notice.dato} fra utgave {versions}, av {notice.av}: {notice.grunn} "
            f"({notice.hjemmel}) {notice.samlet}"
        )
    for version, digest in verdict.heads[-1:]:
        print(f"Siste utgave: {version}, manifest {digest}")
    return 1 if verdict.faults else 0


def _all(options: argparse.Namespace, catalogue: Path) -> int:
    """Verify the records of every guideline in a catalogue; return the exit status.

    Raises:
        UsageError: a hash or a version is given, which belongs to one guideline.
    """
    if options.head or options.at_least:
        raise common.UsageError(
            "--head og --at-least gjelder én retningslinje. Velg den med --guideline."
        )
    worst = 0
    for id_ in common.guidelines(catalogue):
        print(f"{id_}:", flush=True)
        worst = max(worst, run(argparse.Namespace(**{**vars(options), "guideline": id_})))
    return worst


def _pin(options: argparse.Namespace) -> Pin:
    """Return what the caller already knows of the records.

    Raises:
        UsageError: the hash or the version cannot be read.
    """
    head = options.head.strip().lower()
    if head and re.fullmatch(r"[0-9a-f]{64}", head) is None:
        raise common.UsageError(
            "--head er SHA-256 av et manifest: 64 tegn, slik «rettesnor verify» skriver den."
        )
    at_least = read_version(options.at_least) if options.at_least else None
    if options.at_least and at_least is None:
        raise common.UsageError(f"«{options.at_least}» er ikke en versjon.")
    return Pin(head, at_least)


def _version(root: Path) -> str:
    """Return the version that guideline.yml gives; empty when it cannot be read."""
    data = DiskFolder(root).read(GUIDELINE)
    if isinstance(data, Problem):
        return ""
    content, _ = loader.load(decode(data, GUIDELINE)[0], GUIDELINE)
    return str(content.get("versjon", "")) if isinstance(content, dict) else ""
