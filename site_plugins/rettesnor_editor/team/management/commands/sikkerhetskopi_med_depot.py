"""``sikkerhetskopi_med_depot``: make a backup of the database and of the Git repository."""

from __future__ import annotations

from pathlib import Path

from rettesnor_horing import backup
from rettesnor_horing.management.commands import sikkerhetskopi

from rettesnor_editor.store.repository import RepositoryError
from rettesnor_editor.team.desk import cases


class Command(sikkerhetskopi.Command):
    """Makes backups."""

    help = "Lag en sikkerhetskopi av databasen og Git-depotet."

    def repository(self) -> backup.Copy:
        """See the hearing desk's command."""

        def copy(to: Path) -> None:
            try:
                cases().repository.copy(to)
            except RepositoryError as error:
                raise backup.BackupError(str(error)) from error

        return copy
