"""What differs between operating systems: files, folders, locks, ports, processors.

Every other module calls ``SYSTEM`` for these. Each system has a module of its own with the same
methods: ``posix.py`` (Linux, macOS) and ``windows.py``. ``tests/project/test_platform_calls.py``
finds calls outside this package that exist on one system only.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

from rettesnor.platform.system import System


def _this_system() -> System:
    # Not by the name of the system alone: any Python without the POSIX modules is served too.
    if sys.platform != "win32" and find_spec("fcntl"):
        from rettesnor.platform.posix import Posix

        return Posix()
    from rettesnor.platform.windows import Windows

    return Windows()


SYSTEM: System = _this_system()
"""The system that this process runs on."""
