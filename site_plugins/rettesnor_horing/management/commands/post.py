"""``post``: send the receipts that wait, and reminders; ``--loop`` keeps on."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, connection

from rettesnor_horing import clock
from rettesnor_horing.desk.workbench import remind
from rettesnor_horing.mail_queue import deliver
from rettesnor_horing.round_watch import watch

_PAUSE = 10


class Command(BaseCommand):
    """Sends the outbox."""

    help = "Send kvitteringene som venter i utboksen, og påminninger om frister."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--loop``."""
        parser.add_argument("--loop", action="store_true", help="hold fram til den blir stanset")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send what is due."""
        while True:
            try:
                watch.look()
                sent, failed = deliver(clock.now())
                sent += remind(clock.now())
            except (DatabaseError, InterfaceError):
                connection.close()
                if not options["loop"]:
                    raise
            else:
                if sent or failed or not options["loop"]:
                    self.stdout.write(f"Sendte {sent}, {failed} feilet.")
            if not options["loop"]:
                return
            time.sleep(_PAUSE)
