"""Turns away most attempts to sign in during an attack, before Django has seen them.

A password that is tried costs some sixty milliseconds of a processor (the hash, the counts in the
database, the page), and an attempt that Django refuses still costs two to fifteen. Two dozen
attackers that come again as soon as they are answered then have the processors, and those who
answer a hearing wait. What is turned away here costs a tenth of a millisecond.

- Browsers that have never signed in here share a budget of attempts in each process.
- A network whose attempts have failed often is turned away for a while.

A browser that has signed in before has a cookie that says so (``signin.py``). It is let through
whatever others do, and the limits there hold for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.core import signing
from django.utils.html import escape
from django.utils.translation import override

from rettesnor_horing import clock
from rettesnor_horing.desk.signin import DEVICE_AGE, DEVICE_SALT, device_cookie
from rettesnor_horing.intake.rate_limit import Rate, network_of
from rettesnor_horing.middleware import HEADERS
from rettesnor_horing.words import say

PATHS = {"/skrivebord/login/": "nb", "/nn/skrivebord/login/": "nn"}
A_SECOND, AT_ONCE = 1.0, 5
"""Attempts that strangers share in each process: so many a second, after so many at once."""
MOST_FAILURES = 30
WINDOW = 900.0
"""A network is turned away when so many attempts have failed within so many seconds."""
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Budget:
    """A number of attempts that grows with time up to a limit; safe between threads."""

    def __init__(self, a_second: float = A_SECOND, at_once: int = AT_ONCE) -> None:
        self._a_second, self._at_once = a_second, at_once
        self._left, self._then = float(at_once), 0.0
        self._lock = threading.Lock()

    def take(self, now: float) -> bool:
        """Take one at ``now`` (monotonic seconds), if there is one."""
        with self._lock:
            grown = (now - self._then) * self._a_second
            self._left = min(float(self._at_once), self._left + grown)
            self._then = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


def guarded(application: Application) -> Application:
    """Return ``application`` behind the gate."""
    budget, failures = Budget(), Rate(MOST_FAILURES, WINDOW)

    def answer(environment: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        language = PATHS.get(environment.get("PATH_INFO", ""))
        if language is None or environment["REQUEST_METHOD"] != "POST" or _is_known(environment):
            return application(environment, start)
        network, now = network_of(environment), clock.ticks()
        if failures.is_full(network, now) or not budget.take(now):
            return _turned_away(environment, start, language)

        def counted(status: str, *more: Any) -> Any:
            if status.startswith("200"):  # the form again: it failed
                failures.wait(network, now)
            return start(status, *more)

        return application(environment, counted)

    return answer


def _is_known(environment: Mapping[str, Any]) -> bool:
    """Whether the browser has signed in here before, to any account."""
    try:
        cookie = SimpleCookie(environment.get("HTTP_COOKIE", "")).get(device_cookie())
        if cookie is not None:
            signing.loads(cookie.value, salt=DEVICE_SALT, max_age=DEVICE_AGE)
            return True
    except (CookieError, signing.BadSignature, ValueError, TypeError):
        pass
    return False


def _turned_away(
    environment: Mapping[str, Any], start: Callable[..., Any], language: str
) -> list[bytes]:
    body = _page(language)
    if int(environment.get("CONTENT_LENGTH") or 0) <= 65_536:
        environment["wsgi.input"].read(65_536)  # unread bytes would make the system break it off
    start("503 Service Unavailable", [
        ("Retry-After", "5"), ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))), ("Cache-Control", "no-store"), *HEADERS.items(),
    ])
    return [body]


@cache
def _page(language: str) -> bytes:
    with override(language):
        title = escape(say("Dette gikk ikke"))
        text = escape(say("Mange prøver å logge inn akkurat nå. Vent litt og prøv igjen."))
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>{text}</p>"
    ).encode()
