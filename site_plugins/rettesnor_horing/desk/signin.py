"""Signing in, with a lock-out after repeated failures (OWASP ASVS 4.0.3, 2.2.1)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from rettesnor_horing import clock
from rettesnor_horing.models import FailedLogin
from rettesnor_horing.words import say

MOST_FAILURES = 5
LOCKED = timedelta(minutes=15)


def account(username: str) -> str:
    """Return the keyed digest that failures are counted by: the table names nobody."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(
        key, b"konto:" + username.strip().casefold().encode(), hashlib.sha256
    ).hexdigest()


def is_locked(username: str, now: datetime) -> bool:
    """Whether ``username`` has failed too often of late, whether or not there is such a user."""
    since = now - LOCKED
    failures = FailedLogin.objects.filter(account=account(username), at__gt=since).count()
    return failures >= MOST_FAILURES


class SignInForm(AdminAuthenticationForm):
    """The admin's form, which counts failures."""

    def clean(self) -> dict[str, Any]:
        """Refuse a locked account before its password is tried, and count each failure."""
        username = str(self.cleaned_data.get("username", ""))
        now = clock.now()
        if is_locked(username, now):
            raise ValidationError(
                say("For mange mislykkede forsøk. Vent et kvarter og prøv igjen."), code="locked"
            )
        try:
            return super().clean()
        except ValidationError:
            FailedLogin.objects.create(account=account(username), at=now)
            raise
