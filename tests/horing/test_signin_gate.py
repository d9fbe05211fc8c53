"""The gate before the sign-in: an attack costs next to nothing, and stops nobody who works here."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.http import HttpResponse
from rettesnor_horing import clock
from rettesnor_horing.desk import signin
from rettesnor_horing.desk.signin_gate import AT_ONCE, MOST_FAILURES, WINDOW, Budget, guarded

PATH = "/skrivebord/login/"


class Door:
    """The gate, with an application behind it that answers as it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time, self.seen, self.status = 1000.0, 0, "200 OK"
        monkeypatch.setattr(clock, "ticks", lambda: self.time)
        self.application = guarded(self._behind)

    def _behind(self, environment: dict[str, Any], start: Any) -> list[bytes]:
        self.seen += 1
        start(self.status, [])
        return [b"behind"]

    def ask(
        self, path: str = PATH, *, method: str = "POST", network: int = 1, cookie: str = ""
    ) -> tuple[str, dict[str, str], str]:
        """Return status, headers and body."""
        said: list[Any] = []
        body = self.application({
            "PATH_INFO": path, "REQUEST_METHOD": method, "REMOTE_ADDR": f"10.0.{network}.7",
            "HTTP_COOKIE": cookie, "CONTENT_LENGTH": "4", "wsgi.input": io.BytesIO(b"a=bc"),
        }, lambda status, headers, *_: said.append((status, dict(headers))))
        return (*said[0], b"".join(body).decode())


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    return Door(monkeypatch)


def test_an_attack_from_everywhere_is_turned_away_before_django(door: Door) -> None:
    found = [door.ask(network=n % 250) for n in range(1000)]
    assert door.seen == AT_ONCE
    status, headers, page = found[-1]
    assert status.startswith("503") and headers["Retry-After"] == "5"
    assert headers["Content-Security-Policy"] and headers["X-Content-Type-Options"] == "nosniff"
    assert "Vent litt og prøv igjen" in page and len(page.encode()) == int(
        headers["Content-Length"]
    )
    assert '<html lang="nn">' in door.ask("/nn/skrivebord/login/")[2]


def test_the_budget_grows_with_time_and_not_without_end(door: Door) -> None:
    for _ in range(AT_ONCE):
        door.ask()
    assert door.ask()[0].startswith("503")
    door.time += 1.5
    assert [door.ask()[0][:3] for _ in range(2)] == ["200", "503"]
    door.time += 3600
    assert [door.ask()[0][:3] for _ in range(AT_ONCE + 1)].count("200") == AT_ONCE


def test_a_browser_that_has_signed_in_is_let_through(door: Door) -> None:
    kept = HttpResponse()
    signin.remember(kept, "kari")
    cookie = f"{signin.device_cookie()}={kept.cookies[signin.device_cookie()].value}"
    for _ in range(50):
        door.ask()
    assert door.ask(cookie=cookie)[2] == "behind"
    for wrong in ("", cookie[:-1] + ("a" if cookie[-1] != "a" else "b"), f"{cookie[:12]}=x:y:z"):
        assert door.ask(cookie=wrong)[0].startswith("503")


def test_other_pages_have_no_gate(door: Door) -> None:
    for _ in range(50):
        assert door.ask("/api/innspill/")[2] == "behind"
        assert door.ask(method="GET")[2] == "behind"


@pytest.mark.parametrize(("status", "turned_away"), [("200 OK", True), ("302 Found", False)])
def test_a_network_that_fails_often_is_turned_away_for_a_while(
    door: Door, status: str, turned_away: bool
) -> None:
    door.status = status
    for _ in range(MOST_FAILURES):
        door.time += 2
        door.ask(network=9)
    door.time += 2
    assert door.ask(network=9)[0].startswith("503") is turned_away
    assert door.ask(network=8)[2] == "behind"
    door.time += WINDOW
    assert door.ask(network=9)[2] == "behind"


def test_a_budget_counts_whole_attempts() -> None:
    budget = Budget(a_second=0.5, at_once=1)
    assert [budget.take(now) for now in (10.0, 11.0, 12.5, 12.6)] == [True, False, True, False]


def test_the_application_that_is_served_has_the_gate() -> None:
    from rettesnor_horing import wsgi

    assert wsgi.application.__qualname__.startswith("guarded.")
