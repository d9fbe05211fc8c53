"""``rydd``: the purge. Without ``--confirm`` it only says what would go."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rettesnor_horing import clock
from rettesnor_horing.models.audit_log import first_fault
from rettesnor_horing.retention import not_archived, purge, rehearse, unassessed


class Command(BaseCommand):
    """Purges, and checks the trail."""

    help = "Slett det som er tatt vare på lenge nok."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--confirm``."""
        parser.add_argument("--confirm", action="store_true", help="slett, ikke bare vis")

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge."""
        do = options["confirm"]
        counts = (purge if do else rehearse)(clock.now())
        names = {
            "drafts": "utkast", "mail": "e-poster", "logins": "innloggingsforsøk",
            "sessions": "økter", "submissions": "svar anonymisert",
            "comments": "innspill med bare det som er publisert igjen",
            "files": "filer", "tables": "tabeller med svar",
        }
        said = ", ".join(f"{number} {names[name]}" for name, number in counts.items())
        self.stdout.write(said if do else f"Dette ville blitt slettet med --confirm: {said}")
        for round_ in not_archived(clock.now()):
            self.stderr.write(
                f"Ingenting er slettet i «{round_}»: arkivet har ikke tatt imot en pakke med alt. "
                "Lag den med «rettesnor hearing archive», eller under «Etter høringen»."
            )
        if left := unassessed(clock.now()):
            self.stderr.write(
                f"{len(left)} innspill i behandlede runder er ikke ferdig vurdert, og er ikke "
                f"rørt: {', '.join(left[:50])}{' …' if len(left) > 50 else ''}"
            )
        if (fault := first_fault()) is not None:
            raise CommandError(f"Revisjonssporet er endret ved rad {fault}.")
