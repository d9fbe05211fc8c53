"""``arbeid``: make the files that wait; ``--loop`` keeps on."""

from __future__ import annotations

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, connection

from rettesnor_horing import clock
from rettesnor_horing.afterwards.jobs import remove_old, run_next
from rettesnor_horing.round_watch import watch

_PAUSE = 2
_LOG = logging.getLogger("horing")


class Command(BaseCommand):
    """Makes files."""

    help = "Lag filene som noen har bedt om."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--loop``."""
        parser.add_argument("--loop", action="store_true", help="hold fram til den blir stanset")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what waits, one file at a time."""
        loop = options["loop"]
        while True:
            try:
                watch.look()
                remove_old(clock.now())
                job = run_next(clock.now)
            except (DatabaseError, InterfaceError):
                connection.close()
                if not loop:
                    raise
                job = None
            except Exception:
                if not loop:
                    raise
                _LOG.exception("A job failed")
                continue
            if job is not None:
                self.stdout.write(f"{job.kind}: {job.state}.")
            elif not loop:
                return
            else:
                time.sleep(_PAUSE)
