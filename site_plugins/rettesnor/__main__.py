"""``python -m rettesnor``: the same as ``rettesnor``, where scripts are not on the path."""

from __future__ import annotations

import sys

from rettesnor.cli.start import start

if __name__ == "__main__":
    sys.exit(start())
