"""Signing in, with limits that cost an attacker more than those who work here.

OWASP ASVS 4.0.3, 2.2.1, and OWASP's "Slow Down Online Guessing Attacks with Device Cookies":

- five failures from one network on one account, and twenty from one network on any, stop that
  network for a quarter of an hour;
- thirty failures on one account from anywhere stop it for browsers that have never signed in to
  it. One that has, has a cookie that says so, and a count of its own: strangers cannot lock a named
  person out;
- an attempt is counted before its password is tried, so that guesses at once are not free;
- strangers share a small budget of attempts, before Django sees them (``signin_gate.py``);
- one password at a time is tried in each process, and one attempt waits a little for its turn.
  Every other is asked to come back at once, before the database is asked, so that signing in never
  has more than two of the threads that receive answers.

django-axes was considered: it has no device cookies, and so locks out the person named.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from rettesnor_horing import clock
from rettesnor_horing.intake.rate_limit import neighbourhood
from rettesnor_horing.models import FailedLogin
from rettesnor_horing.words import say

MOST_FAILURES = 5
MOST_FROM_NETWORK = 20
MOST_ON_ACCOUNT = 30
LOCKED = timedelta(minutes=15)
PATIENCE = 0.5
"""Seconds that an attempt waits for another to be tried."""
DEVICE_AGE = 180 * 24 * 3600
DEVICE_SALT = "horing.kjent"
_one_at_a_time = threading.BoundedSemaphore(1)
_one_waits = threading.BoundedSemaphore(1)


def device_cookie() -> str:
    """Return the name of the cookie of a browser that has signed in."""
    return "__Host-horing-kjent" if settings.HTTPS else "horing-kjent"


def digest(what: str, value: str) -> str:
    """Return the keyed digest that failures are counted by: the table names nobody."""
    text = f"{what}:{value.strip().casefold()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


def known_device(request: HttpRequest, username: str) -> str:
    """Return what tells this browser from others that have signed in as ``username``; or nothing.
    """
    try:
        account, device = signing.loads(
            request.COOKIES.get(device_cookie(), ""), salt=DEVICE_SALT, max_age=DEVICE_AGE
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(device) if account == username.strip().casefold() else ""


def remember(response: HttpResponse, username: str) -> None:
    """Let the browser be known: it has signed in as ``username``."""
    response.set_cookie(
        device_cookie(),
        signing.dumps([username.strip().casefold(), secrets.token_hex(8)], salt=DEVICE_SALT),
        max_age=DEVICE_AGE, secure=settings.HTTPS, httponly=True, samesite="Strict", path="/",
    )


def is_locked(account: str, network: str, device: str, now: datetime, allowed: int = 0) -> bool:
    """Whether there are too many failures of late.

    Args:
        allowed: attempts that are counted already and are not to be held against this one.
    """
    recent = FailedLogin.objects.filter(at__gt=now - LOCKED)
    if device:
        return recent.filter(device=device).count() - allowed >= MOST_FAILURES
    strangers = recent.filter(device="")
    return (
        strangers.filter(account=account, network=network).count() - allowed >= MOST_FAILURES
        or strangers.filter(network=network).count() - allowed >= MOST_FROM_NETWORK
        or strangers.filter(account=account).count() - allowed >= MOST_ON_ACCOUNT
    )


def is_crowded() -> bool:
    """Whether an attempt would be asked to come back at once, without a look at it."""
    if not _one_waits.acquire(blocking=False):
        return True
    _one_waits.release()
    return False


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn, alone.

    Raises:
        ValidationError: others are being tried or wait.
    """
    mine = _one_at_a_time.acquire(blocking=False)
    if not mine and _one_waits.acquire(blocking=False):
        try:
            mine = _one_at_a_time.acquire(timeout=PATIENCE)
        finally:
            _one_waits.release()
    if not mine:
        raise ValidationError(
            say("Mange prøver å logge inn akkurat nå. Vent litt og prøv igjen."), code="busy"
        )
    try:
        yield
    finally:
        _one_at_a_time.release()


class SignInForm(AdminAuthenticationForm):
    """The admin's form, which counts failures."""

    def clean(self) -> dict[str, Any]:
        """Refuse what is locked before a password is tried, and count each failure."""
        assert self.request is not None
        username = str(self.cleaned_data.get("username", ""))
        now = clock.now()
        account, network = digest("konto", username), digest("nett", neighbourhood(self.request))
        device = known_device(self.request, username)
        with _turn():
            if is_locked(account, network, device, now):
                raise _locked()
            attempt = FailedLogin.objects.create(
                account=account, network=network, device=device, at=now
            )
            if is_locked(account, network, device, now, allowed=1):
                raise _locked()
            cleaned = super().clean()
            attempt.delete()
        return cleaned


def _locked() -> ValidationError:
    return ValidationError(
        say("For mange mislykkede forsøk. Vent et kvarter og prøv igjen."), code="locked"
    )
