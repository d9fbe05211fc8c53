"""Too much at once, and a database that cannot be written to: said at once, and in words."""

from __future__ import annotations

import socket
import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
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


def _full(*_: Any, **__: Any) -> None:
    raise OperationalError("database or disk is full")


def test_health_is_that_the_database_can_be_written_to(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.get("/helse/").json() == {"database": True}
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
