"""Sessions in the database, which are not lost when their time cannot be noted."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError


class SessionStore(db.SessionStore):
    """A session as Django's, but for this: each request notes when it was last used.

    When only that cannot be written (the disk is full), the page that was asked for is shown all
    the same, and the session ends a little earlier.
    """

    def save(self, must_create: bool = False) -> None:
        """See the base class."""
        try:
            super().save(must_create)
        except (DatabaseError, UpdateError):
            if must_create or self.modified or not self.exists(self.session_key or ""):
                raise
