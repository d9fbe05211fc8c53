"""How long it takes to read Lovdata's files, and to look up the cited sections in them.

    python -m benchmarks.law FILE [FILE …]

Reading is apart from looking up: a collection is read once, and held against the register as often
as it is wanted. The first figure is mostly the unpacking of bzip2. It is the time of the processor:
other work on the machine does not count.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from rettesnor.reading.lovdata.citing import Citations
from rettesnor.reading.lovdata.collection import read_collection
from rettesnor.reading.lovdata.findings import wanted, watch
from rettesnor.reading.project import read_project

_DAY = "2026-11-30"
_TIMES = 5


def main(files: list[str]) -> None:
    """Print the times for the guideline in the working folder."""
    project = read_project(Path())
    guideline = project.guideline
    assert guideline is not None, "the guideline's files cannot be read"
    started = time.process_time()
    found = read_collection([Path(one) for one in files], wanted(guideline))
    read = time.process_time() - started
    took = []
    for _ in range(_TIMES):
        started = time.process_time()
        watched = watch(guideline, found, _DAY)
        citations = Citations(project)
        for one in watched.findings:
            citations.of(one.law, one.section)
        took.append(time.process_time() - started)
    print(f"{found.total} documents, {len(found.amendments)} changes of the acts in the register")
    print(f"read:   {read:.2f} s")
    print(f"lookup: {max(took) * 1000:.0f} ms at most of {_TIMES}; {len(watched.findings)} found")


if __name__ == "__main__":
    main(sys.argv[1:])
