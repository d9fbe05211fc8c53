"""Too much at once, and a database that cannot be written to: said at once, and in words."""

from __future__ import annotations

import socket
import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.test import Client
from rettesnor_horing import local_server
from rettesnor_horing.desk import signin
from rettesnor_horing.models import Heartbeat

from tests.horing.test_editors import user

loadshedding = pytest.importorskip("rettesnor_horing.loadshedding")


@pytest.mark.parametrize("waited", [0.0, loadshedding.LONGEST_WAIT + 1])
def test_what_has_waited_too_long_is_turned_away(
    monkeypatch: pytest.MonkeyPatch, waited: float
) -> None:
    served: list[Any] = []
    monkeypatch.setattr(
        loadshedding.ThreadWorker, "handle", lambda _, conn: served.append(conn) or True
    )
    here, there = socket.socketpair()
    with here, there:
        there.sendall(b"POST /api/innspill/ HTTP/1.1\r\nHost: x\r\n\r\n")
        worker = object.__new__(loadshedding.SheddingWorker)
        conn = SimpleNamespace(sock=here, queued=time.monotonic() - waited)
        kept = worker.handle(conn)
        if waited:
            head, _, body = there.recv(65_536).decode().partition("\r\n\r\n")
            assert head.startswith("HTTP/1.1 503 ")
            assert "Retry-After: 60" in head
            assert f"Content-Length: {len(body.encode())}" in head
            assert (kept, served) == (False, [])
        else:
            assert (kept, served) == (True, [conn])


def test_one_that_has_left_costs_nothing() -> None:
    here, there = socket.socketpair()
    there.close()
    with here:
        worker = object.__new__(loadshedding.SheddingWorker)
        assert worker.handle(SimpleNamespace(sock=here, queued=0.0)) is False


@pytest.mark.parametrize("waited", [0.0, 60.0])
def test_the_local_server_turns_away_what_has_waited_too_long(
    monkeypatch: pytest.MonkeyPatch, waited: float
) -> None:
    asked, said = [], []

    def application(environment: Any, start: Any) -> list[bytes]:
        asked.append(environment)
        return [b"svar"]

    app = local_server.shedding(application)

    class Task:
        def service(self) -> None:
            said.extend(app({}, lambda status, headers: said.append((status, dict(headers)))))

    task = local_server.Waiting(Task())
    now = time.monotonic()
    monkeypatch.setattr(local_server.time, "monotonic", lambda: now + waited)
    task.service()
    if not waited:
        assert (said, len(asked)) == ([b"svar"], 1)
        return
    (status, headers), body = said
    assert status.startswith("503") and headers["Retry-After"] == "60" and not asked
    assert headers["Content-Length"] == str(len(body))
    said.clear()
    local_server.Waiting(Task()).service()
    assert said == [b"svar"], "the next in the same thread is answered"


def test_signing_in_takes_two_threads_and_no_more(desk: Any) -> None:
    assert not signin.is_crowded()
    with signin._one_at_a_time, signin._one_waits:
        refused = desk.post("/skrivebord/login/", {"username": "kari", "password": "x"})
        assert (refused.status_code, refused["Retry-After"]) == (503, "5")
        assert "Vent litt" in refused.content.decode()
        assert desk.get("/skrivebord/login/").status_code == 200
    assert not signin.is_crowded()


def _full(*_: Any, **__: Any) -> None:
    raise OperationalError("database or disk is full")


def test_health_is_that_the_database_can_be_written_to(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.get("/helse/").json() == {"database": True, "rounds": True}
    assert Heartbeat.objects.count() == 1
    monkeypatch.setattr(Heartbeat.objects, "update_or_create", _full)
    broken = desk.get("/helse/")
    assert (broken.status_code, broken.json()) == (503, {"database": False})


def test_pages_of_the_desk_say_that_the_database_is_full(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(user("leser"))
    monkeypatch.setattr("django.contrib.admin.sites.AdminSite.each_context", _full)
    page = client.get("/skrivebord/")
    assert page.status_code == 503
    assert page["Retry-After"]
    assert "Feilen er hos oss" in page.content.decode()


@pytest.mark.parametrize("lost", ["_get_session_from_db", "save"])
def test_a_session_that_cannot_be_read_or_kept_is_no_fault_of_the_one_who_asks(
    desk: Any, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """Django says 500 to the one and 400 to the other."""
    client = Client(raise_request_exception=False)
    client.force_login(user("leser"))
    store = "django.contrib.sessions.backends.db.SessionStore"

    def gone(*_: Any, **__: Any) -> None:
        try:
            _full()
        except OperationalError as error:
            if lost == "save":
                raise UpdateError from error
            raise

    monkeypatch.setattr(f"{store}.{lost}", gone)
    page = client.get("/skrivebord/")
    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert "Feilen er hos oss" in page.content.decode()


def test_a_session_that_was_ended_elsewhere_is_no_fault_of_the_database(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(user("leser"))

    def ended(*_: Any, **__: Any) -> None:
        raise UpdateError

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", ended)
    assert client.get("/skrivebord/").status_code == 400
