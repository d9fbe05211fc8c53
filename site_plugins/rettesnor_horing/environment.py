"""What the desk takes from the environment: secrets, the database, addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_SQLITE = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;"
    "PRAGMA foreign_keys=ON;"
)
"""Every commit is on disk before it is answered (https://www.sqlite.org/pragma.html#pragma_synchronous)."""


def required(environment: Mapping[str, str], name: str) -> str:
    """Return the variable ``name``.

    Raises:
        ImproperlyConfigured: it is not set.
    """
    if not (value := environment.get(name, "")):
        raise ImproperlyConfigured(f"Miljøvariabelen {name} mangler.")
    return value


def truth(environment: Mapping[str, str], name: str, default: bool) -> bool:
    """Return whether the variable ``name`` says yes (1) or no (0)."""
    return environment.get(name, "1" if default else "0") == "1"


def database(url: str) -> dict[str, Any]:
    """Return Django's settings of the database at ``url``.

    ``sqlite:///relative``, ``sqlite:////absolute`` or ``postgres://user:password@host:port/name``;
    a host in ``?host=`` may be the folder of a socket.

    Raises:
        ImproperlyConfigured: it is another kind of database.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "rettesnor_horing.sqlite",
            "NAME": unquote(parts.path[1:]),
            "CONN_MAX_AGE": 600,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": _SQLITE},
        }
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL må begynne med sqlite: eller postgres:.")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", "")) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "options": "-c synchronous_commit=on -c lock_timeout=5s -c statement_timeout=15s",
        },
    }


def mail(url: str) -> dict[str, Any]:
    """Return Django's mail settings for ``smtp://user:password@host:port`` or ``smtps://…``.

    Without an address nothing is sent, and the outbox keeps what waits.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 20,
    }
