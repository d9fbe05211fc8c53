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


class Command(BaseCommand):
    """Makes users."""

    help = "Lag en bruker av skrivebordet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the name and the role."""
        parser.add_argument("navn")
        parser.add_argument("--role", required=True)
        parser.add_argument("--full-name", default="", help="navnet som står i historikken")
        parser.add_argument(
            "--forget-codes", action="store_true",
            help="fjern engangskodene, for en som har mistet telefonen og kodene til nødbruk",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for a password and make the user."""
        role = options["role"]
        known = Group.objects.filter(name=role)
        if role != "administrator" and not known:
            raise CommandError(f"Rollen «{role}» finnes ikke.")
        user = User.objects.filter(username=options["navn"]).first()
        user = user or User(username=options["navn"])
        if not user.password:  # new, or made by an earlier version that was interrupted here
            user.set_password(_password(user))
        with transaction.atomic():
            user.is_staff, user.is_superuser = True, role == "administrator"
            if options["full_name"]:
                user.first_name, _, user.last_name = options["full_name"].rpartition(" ")
            user.save()
            _set_role(user, known)
            record("command", "user", "", clock.now(), user=user.username, role=role)
            if options["forget_codes"]:
                forget(user)
                record("command", "forget-codes", "", clock.now(), user=user.username)
        self.stdout.write(f"{user.username}: {role}")


def _password(user: User) -> str:
    """Return the password that is typed for ``user``.

    Raises:
        CommandError: nothing was typed, or it is too weak. Nothing is stored then.
    """
    try:
        password = getpass.getpass("Passord (minst 12 tegn): ")
    except (EOFError, KeyboardInterrupt) as error:
        raise CommandError("Avbrutt. Brukeren er ikke laget.") from error
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password


def _set_role(user: User, groups: Any) -> None:
    """Give ``user`` a role, in place of the one they had on the same desk.

    Somebody can have a role on the hearing desk and another in the team that revises.
    """
    labels = set(groups.values_list("permissions__content_type__app_label", flat=True))
    of_the_same = user.groups.filter(permissions__content_type__app_label__in=labels).distinct()
    user.groups.remove(*of_the_same)
    user.groups.add(*groups)
