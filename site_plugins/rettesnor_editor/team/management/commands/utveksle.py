"""``utveksle``: fetch from the Git remote, and send what is approved."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rettesnor_editor.store.repository import Person
from rettesnor_editor.team.views.sync import exchanged


class Command(BaseCommand):
    """Exchanges with the remote."""

    help = "Hent fra Git-tjeneren, og send det som er godkjent."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        if not settings.EDITOR_REMOTE:
            raise CommandError("Sett EDITOR_REMOTE til adressen eller mappa til Git-depotet.")
        if fault := exchanged(Person("Redaksjonen")):
            raise CommandError(fault)
        self.stdout.write("Retningslinja her og på Git-tjeneren er like.")
