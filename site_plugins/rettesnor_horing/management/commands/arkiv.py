"""``arkiv``: make a package for the archive, verify one, or register that the archive has it."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rettesnor_horing import clock
from rettesnor_horing.afterwards.archive import ArchiveError, faults, package, schema_faults, take
from rettesnor_horing.hearing_cache import hearings


class Command(BaseCommand):
    """Works on packages for the archive."""

    help = "Lag en arkivpakke, kontroller en, eller registrer at arkivet har tatt imot den."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the round, the file and what is to be done."""
        parser.add_argument("runde")
        parser.add_argument("fil", type=Path)
        parser.add_argument("--verify", action="store_true", help="kontroller en pakke")
        parser.add_argument(
            "--schema", type=Path, help="mappa med arkivstruktur.xsd fra Arkivverket"
        )
        parser.add_argument("--taken", metavar="REFERANSE", help="arkivet har tatt imot pakken")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        hearing, path = hearings().get(options["runde"]), options["fil"]
        if hearing is None:
            raise CommandError(f"Runden «{options['runde']}» finnes ikke.")
        try:
            if options["verify"] or options["taken"]:
                data = path.read_bytes()
                if found := faults(data):
                    raise CommandError("\n".join(found[:50]))
                schema = options["schema"]
                if schema and (found := schema_faults(data, schema)):
                    raise CommandError("\n".join(found[:50]))
                digest = hashlib.sha256(data).hexdigest()
                if options["taken"]:
                    take(hearing.id, digest, options["taken"], "command", clock.now())
                    self.stdout.write("Det er registrert at arkivet har tatt imot pakken.")
                else:
                    self.stdout.write(f"Pakken er hel. SHA-256: {digest}")
                return
            data = package(hearing, "command", clock.now(), lambda done, total: None)
        except (ArchiveError, OSError) as error:
            raise CommandError(str(error)) from error
        path.write_bytes(data)
        self.stdout.write(f"Skrev {path}. SHA-256: {hashlib.sha256(data).hexdigest()}")
