"""``rettesnor verify``."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from rettesnor.cli import common
from rettesnor.cli.working_tree import PUBLIC_KEY
from rettesnor.model.problem import Problem
from rettesnor.reading import door
from rettesnor.reading.files import read_file
from rettesnor.reading.frame_files import GUIDELINE
from rettesnor.reading.text import decode
from rettesnor.record.verification import verify


def run(options: argparse.Namespace) -> int:
    """Verify every record and print what is wrong; return the exit status."""
    started = time.perf_counter()
    root = common.root(options)
    public = root / PUBLIC_KEY
    verdict = verify(root, public.read_bytes() if public.is_file() else None, _version(root))
    for fault in verdict.faults:
        print(fault, file=sys.stderr)
    took = max(time.perf_counter() - started, 1e-9)
    megabytes, count = verdict.size / 1e6, len(verdict.versions)
    print(
        f"{count} {'utgave' if count == 1 else 'utgaver'}, {verdict.files} filer, "
        f"{megabytes:.1f} MB kontrollert på {took:.2f} s ({megabytes / took:.0f} MB/s): "
        + (f"{len(verdict.faults)} feil." if verdict.faults else "alt er som det ble utgitt.")
    )
    return 1 if verdict.faults else 0


def _version(root: Path) -> str:
    """Return the version that guideline.yml gives; empty when it cannot be read."""
    data = read_file(root, GUIDELINE)
    if isinstance(data, Problem):
        return ""
    content, _ = door.load(decode(data, GUIDELINE)[0], GUIDELINE)
    return str(content.get("versjon", "")) if isinstance(content, dict) else ""
