"""``runder``: take the rounds' files in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rettesnor_horing.hearing.load import RoundError
from rettesnor_horing.round_watch import report
from rettesnor_horing.sync_rounds import ChangedTextError, take_in


class Command(BaseCommand):
    """Takes the rounds in."""

    help = "Les inn høringsrundene."

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the rounds in."""
        try:
            number = take_in()
        except RoundError as error:
            raise CommandError(str(error)) from error
        except ChangedTextError as error:
            raise CommandError(
                f"Teksten i runden «{error}» er en annen enn den det er svart på. En utgitt "
                "utgave endres aldri: gi ut en ny, og lag en ny runde."
            ) from error
        report("")
        self.stdout.write(f"Leste inn {number} høringsrunder.")
