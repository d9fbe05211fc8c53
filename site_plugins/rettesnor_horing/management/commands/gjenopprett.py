"""``gjenopprett``: restore a backup."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rettesnor.platform import SYSTEM

from rettesnor_horing import backup, clock


class Command(BaseCommand):
    """Restores the database."""

    help = "Gjenopprett databasen fra en sikkerhetskopi."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the folder."""
        parser.add_argument("mappe", type=Path)
        parser.add_argument("--replace", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore it."""
        try:
            made = backup.restore(
                settings.DATABASES["default"], options["mappe"], clock.now(),
                replace=options["replace"],
            )
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        anchor = settings.HORING_ANCHOR
        if anchor is not None and anchor.exists():
            aside = anchor.with_name(f"{anchor.name}.{clock.now():%Y%m%d-%H%M%S}")
            SYSTEM.replace(anchor, aside)  # it tells of deeds that the copy does not have
            self.stdout.write(f"Ankrene til revisjonssporet er lagt til side i {aside}.")
        self.stdout.write(f"Databasen er slik den var {made['laget']}.")
        if backup.REPOSITORY in {name.split("/", 1)[0] for name in made["filer"]}:
            self.stdout.write(
                f"Git-depotet ligger i {options['mappe'] / backup.REPOSITORY}. Hent det med: "
                f"git clone {options['mappe'] / backup.REPOSITORY} MAPPE"
            )
