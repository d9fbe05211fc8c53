"""The desk's commands: ``python -m rettesnor_horing.command NAME …``.

Django's own entry (``python -m django``) shows «CommandError:» in front of each message, which says
nothing to those who run the desk.
"""

from __future__ import annotations

import sys

from django.core.management import ManagementUtility
from django.core.management.base import CommandError


def main(arguments: list[str]) -> int:
    """Run the command that ``arguments`` name; return its exit status."""
    try:
        # «--traceback» makes Django raise the error instead of showing it.
        ManagementUtility(["rettesnor", *arguments, "--traceback"]).execute()
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
