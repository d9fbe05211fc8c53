"""``eksport``: the publishable result of a round, or all of it for internal work."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rettesnor_horing import clock
from rettesnor_horing.desk.publication import hindrances
from rettesnor_horing.exports.delivery import FORMATS, delivery
from rettesnor_horing.exports.publishable import publishable, written
from rettesnor_horing.hearing.load import RoundError
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.models import Comment
from rettesnor_horing.models.audit_log import record


class Command(BaseCommand):
    """Exports a round."""

    help = "Eksporter en runde."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the round, the form and the file."""
        parser.add_argument("runde")
        parser.add_argument(
            "--publishable", action="store_true", help="bare det som kan publiseres"
        )
        parser.add_argument("--format", choices=FORMATS, default="json")
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        try:
            hearing = hearings().get(options["runde"])
        except RoundError as error:
            raise CommandError(str(error)) from error
        if hearing is None:
            raise CommandError(f"Runden «{options['runde']}» finnes ikke.")
        if options["publishable"]:
            data = publishable(hearing)
            body = written(data)
            if found := hindrances(hearing, body):
                raise CommandError("\n".join(
                    ["«rettesnor comments import» ville ikke tatt imot dette:",
                     *(f"{h.number} {h.message}" for h in found[:50])]
                ))
            kind, count = "publishable", len(data["innspill"])
        else:
            comments = Comment.objects.filter(submission__round_id=hearing.id)
            body, _ = delivery(comments, options["format"])
            kind, count = options["format"], comments.count()
        options["out"].write_bytes(body)
        record("command", "export", "", clock.now(), format=kind, count=count)
        self.stdout.write(f"Skrev {count} innspill til {options['out']}.")
