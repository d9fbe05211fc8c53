"""``rydd``: the purge."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rettesnor_horing import clock
from rettesnor_horing.models.audit_log import first_fault
from rettesnor_horing.retention import purge, unassessed


class Command(BaseCommand):
    """Purges, and checks the trail."""

    help = "Slett det som er tatt vare på lenge nok."

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge."""
        counts = purge(clock.now())
        names = {
            "drafts": "utkast", "mail": "e-poster", "logins": "innloggingsforsøk",
            "sessions": "økter", "submissions": "svar anonymisert",
            "comments": "innspill med bare det som er publisert igjen",
        }
        self.stdout.write(", ".join(f"{number} {names[name]}" for name, number in counts.items()))
        if left := unassessed(clock.now()):
            self.stderr.write(
                f"{len(left)} innspill i behandlede runder er ikke ferdig vurdert, og er ikke "
                f"rørt: {', '.join(left[:50])}{' …' if len(left) > 50 else ''}"
            )
        if (fault := first_fault()) is not None:
            raise CommandError(f"Revisjonssporet er endret ved rad {fault}.")
