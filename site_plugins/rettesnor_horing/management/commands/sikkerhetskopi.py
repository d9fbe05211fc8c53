"""``sikkerhetskopi``: make a backup."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rettesnor_horing import backup, clock


class Command(BaseCommand):
    """Makes backups; the team's desk adds its repository."""

    help = "Lag en sikkerhetskopi av databasen."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the folder."""
        parser.add_argument("mappe", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it."""
        try:
            made = backup.write(
                settings.DATABASES["default"], options["mappe"], clock.now(), self.repository()
            )
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(made["rader"].values())
        said = f", {rows} rader" if rows else ""
        self.stdout.write(
            f"Sikkerhetskopien ligger i {options['mappe']} ({', '.join(sorted(made['filer'])[:3])}"
            f"{said}). Den er lest og stemmer. Nøklene er ikke med: ta vare på dem for seg."
        )

    def repository(self) -> backup.Copy | None:
        """Return what copies the repository; nothing on the hearing desk."""
        return None
