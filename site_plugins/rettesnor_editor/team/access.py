"""Who may do what: by the roles of the accounts, and by who has written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest

from rettesnor_editor.store.repository import Person

WRITE, APPROVE, RELEASE = "write_case", "approve_case", "release"
ROLES = {
    "redaktor": (WRITE,),
    "godkjenner": (WRITE, APPROVE),
    "utgiver": (WRITE, APPROVE, RELEASE),
}
"""Permissions by role: who writes, who approves what others wrote, who releases and publishes."""


def may(user: Any, permission: str) -> bool:
    """Whether ``user`` has one of the permissions above."""
    return bool(user.is_active and user.has_perm(f"redaksjon.{permission}"))


def user_of(request: HttpRequest) -> User:
    """Return the account of the one who asks, who has signed in."""
    assert isinstance(request.user, User)
    return request.user


def person(user: User) -> Person:
    """Return a user as the history names them. The user name tells two of the same name apart."""
    return Person(user.get_full_name() or user.get_username(), user.get_username())


def wrote(user: User, authors: Iterable[Person]) -> bool:
    """Whether ``user`` is one of ``authors``: by user name, by e-mail as Git has it, or by name.

    Somebody of the same name counts too: better one approval too few than a text that nobody else
    has read.
    """
    own = {name.casefold() for name in (user.get_username(), user.email) if name}
    full = (user.get_full_name() or user.get_username()).casefold()
    return any(
        one.address.casefold() in own or one.name.casefold() == full for one in authors
    )
