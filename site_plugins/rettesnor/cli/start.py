"""The start of the command: Ctrl-C works before anything else is loaded."""

from __future__ import annotations

import sys


def start() -> int:
    """Run the command; return its exit status.

    Loading the rest takes a moment, and Ctrl-C then must be as quiet as later.
    """
    try:
        from rettesnor.cli.main import main

        return main()
    except KeyboardInterrupt:
        print("rettesnor: Avbrutt.", file=sys.stderr)
        return 2
