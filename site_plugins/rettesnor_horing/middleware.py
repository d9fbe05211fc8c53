"""Headers of every answer (OWASP ASVS 4.0.3, 14.4)."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from rettesnor_horing.round_watch import watch
from rettesnor_horing.views.blocked_pages import unavailable

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none at all browsers hide where forms come from
    "Cross-Origin-Opener-Policy": "same-origin",
}

Answer = Callable[[HttpRequest], HttpResponse]


def database_faults(get_response: Answer) -> Answer:
    """Say in words that a page of the desk cannot be had while the database is full or gone."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OperationalError | InterfaceError):
            return None
        logging.getLogger("horing.database").error("database fault (%s)", type(error).__name__)
        connection.close()
        return unavailable(request, None)

    answer.process_exception = process_exception  # type: ignore[attr-defined]
    return answer


def current_rounds(get_response: Answer) -> Answer:
    """Use the rounds as their files are now; a look at the files costs a fraction of a millisecond.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        watch.look()
        return get_response(request)

    return answer


def security_headers(get_response: Answer) -> Answer:
    """Add the headers to what ``get_response`` answers; pages are not kept by anybody."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer
