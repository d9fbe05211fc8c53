"""The machine a run is made on, as far as it bears on the figures."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """Processor, memory and system; no name and no address.

    Attributes:
        cpu: the processor's model.
        cores: processors this process may use.
        memory: bytes of main memory.
        kernel: name and release of the system's kernel.
        python: version of the interpreter that runs the project.
    """

    cpu: str
    cores: int
    memory: int
    kernel: str
    python: str


def this_machine() -> Machine:
    """Return what this machine is (Linux)."""
    return Machine(
        cpu=_field("/proc/cpuinfo", "model name") or platform.machine(),
        cores=len(os.sched_getaffinity(0)),
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        kernel=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
    )


def _field(file: str, key: str) -> str:
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return value.strip()
    return ""
