"""``bruker``: make a user with a role, or change the role of one."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from rettesnor_horing import clock
from rettesnor_horing.desk.second_factor import forget
from rettesnor_horing.models.audit_log import record
from rettesnor_horing.roles import ROLES


class Command(BaseCommand):
    """Makes users."""

    help = "Lag en bruker av skrivebordet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the name and the role."""
        parser.add_argument("navn")
        parser.add_argument("--role", choices=[*ROLES, "administrator"], required=True)
        parser.add_argument(
            "--forget-codes", action="store_true",
            help="fjern engangskodene, for en som har mistet telefonen og kodene til nødbruk",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for a password and make the user."""
        user, new = User.objects.get_or_create(username=options["navn"])
        if new:
            password = getpass.getpass("Passord (minst 12 tegn): ")
            try:
                validate_password(password, user)
            except ValidationError as error:
                user.delete()
                raise CommandError(" ".join(error.messages)) from error
            user.set_password(password)
        role = options["role"]
        with transaction.atomic():
            user.is_staff, user.is_superuser = True, role == "administrator"
            user.save()
            user.groups.set(Group.objects.filter(name=role))
            record("command", "user", "", clock.now(), user=user.username, role=role)
            if options["forget_codes"]:
                forget(user)
                record("command", "forget-codes", "", clock.now(), user=user.username)
        self.stdout.write(f"{user.username}: {role}")
