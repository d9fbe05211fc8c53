"""Headers of every answer, and the lock on the door: one browser, let in by a one-time token."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string

from rettesnor_editor.config import config
from rettesnor_editor.language import say
from rettesnor_editor.store.failures import NotKept, in_words, is_full

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
ENTRY = "/inn/"
Answer = Callable[[HttpRequest], HttpResponse]


def security_headers(get_response: Answer) -> Answer:
    """Add the headers to what ``get_response`` answers, where a view has not set its own."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


class NoSpaceLeft:
    """Say it when something could not be written because the disk is full."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for it; None for another fault."""
        if not isinstance(error, NotKept) and not is_full(error):
            return None
        return render(request, "editor/stop.html", {
            "title": say("Dette kunne ikke lagres"),
            "text": say(
                "{error} Ingenting er endret. Gå tilbake til siden du kom fra: det du har skrevet, "
                "står der. Si fra til den som drifter skrivebordet.", error=in_words(error),
            ),
        }, status=507)


def cookie_name() -> str:
    """Return the name of the cookie that lets a browser in."""
    return f"redaksjon-{config().port}"


def one_browser_only(get_response: Answer) -> Answer:
    """Answer only the browser that came with the one-time token.

    The token is used up by the first request that has it. Other programs and users of the machine,
    and other sites in the same browser, get nothing.
    """
    secret = secrets.token_urlsafe(32)
    unused = [config().token] if config().token else []

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ENTRY):
            given = request.path[len(ENTRY):].rstrip("/")
            if unused and hmac.compare_digest(given.encode(), unused[0].encode()):
                unused.clear()
                response: HttpResponse = HttpResponseRedirect("/")
                response.set_cookie(cookie_name(), secret, httponly=True, samesite="Strict")
                return response
        held = request.COOKIES.get(cookie_name(), "")
        if hmac.compare_digest(held.encode(), secret.encode()):
            return HttpResponseRedirect("/") if request.path.startswith(ENTRY) else (
                get_response(request)
            )
        return HttpResponse(render_to_string("editor/locked.html"), status=403)

    return answer
