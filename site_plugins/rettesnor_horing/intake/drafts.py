"""Drafts behind a secret link."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from rettesnor_horing.models import Draft


def new_secret() -> str:
    """Return a secret of 128 bits, for the link."""
    return secrets.token_urlsafe(16)


def save(secret: str, round_: str, content: dict[str, list[str]], now: datetime) -> None:
    """Store the form's values under ``secret``."""
    Draft.objects.update_or_create(
        digest=_digest(secret),
        defaults={"round_id": round_, "content": content, "changed": now},
    )


def find(secret: str) -> Draft | None:
    """Return the draft behind ``secret``."""
    return Draft.objects.filter(digest=_digest(secret)).first()


def discard(secret: str) -> None:
    """Remove the draft behind ``secret``, if there is one."""
    Draft.objects.filter(digest=_digest(secret)).delete()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
