"""Signing in: what attackers are slowed by, and what they cannot do to those who work here."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rettesnor_horing.desk import signin
from rettesnor_horing.desk.signin import (
    MOST_FAILURES,
    MOST_FROM_NETWORK,
    MOST_ON_ACCOUNT,
    SignInForm,
)
from rettesnor_horing.models import FailedLogin

from tests.horing.conftest import Clock
from tests.horing.desk_server import PASSWORD
from tests.horing.test_editors import user

SESSION = "horing"
ADDRESS = "/skrivebord/login/?next=/skrivebord/"


def attempt(client: Client, name: str, password: str, network: int = 1) -> Any:
    return client.post(
        ADDRESS, {"username": name, "password": password}, REMOTE_ADDR=f"10.0.{network}.7"
    )


@pytest.fixture
def kari(desk: Any) -> str:
    """A case worker; the password is ``PASSWORD``."""
    made: User = user("saksbehandler")
    made.set_password(PASSWORD)
    made.save()
    return made.username


def test_a_network_is_locked_out_of_an_account(kari: str, clock: Clock) -> None:
    for _ in range(MOST_FAILURES):
        attempt(Client(), kari, "galt")
    assert "For mange" in attempt(Client(), kari, PASSWORD).content.decode()
    assert attempt(Client(), kari, PASSWORD, network=2).status_code == 302
    clock.pass_(minutes=16)
    assert attempt(Client(), kari, PASSWORD).status_code == 302
    kept = FailedLogin.objects.values_list("account", "network", "device")
    assert not any(kari in value or "10.0" in value for row in kept for value in row)


def test_a_network_is_locked_out_of_all_accounts(
    kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(MOST_FROM_NETWORK):
        attempt(Client(), f"ukjent-{number}", "galt")
    tried: list[str] = []
    monkeypatch.setattr(
        "django.contrib.auth.forms.authenticate", lambda *_, **k: tried.append(k["username"])
    )
    assert "For mange" in attempt(Client(), kari, PASSWORD).content.decode()
    assert tried == []  # no password is hashed for those who are locked out


def test_strangers_cannot_lock_out_one_who_has_signed_in_before(kari: str) -> None:
    known = Client()
    assert attempt(known, kari, PASSWORD).status_code == 302
    del known.cookies[SESSION]
    for number in range(MOST_ON_ACCOUNT):
        attempt(Client(), kari, "galt", network=10 + number)
    assert "For mange" in attempt(Client(), kari, PASSWORD, network=200).content.decode()
    assert attempt(known, kari, PASSWORD, network=200).status_code == 302


def test_a_known_browser_has_a_count_of_its_own(kari: str, clock: Clock) -> None:
    known = Client()
    attempt(known, kari, PASSWORD)
    del known.cookies[SESSION]
    for _ in range(MOST_FAILURES):
        attempt(known, kari, "galt")
    assert "For mange" in attempt(known, kari, PASSWORD).content.decode()


@pytest.mark.parametrize("cookie", ["", "x", "W10:1:2", "å"])
def test_a_cookie_made_elsewhere_says_nothing(kari: str, rf: Any, cookie: str) -> None:
    request = rf.get("/")
    request.COOKIES[signin.device_cookie()] = cookie
    assert signin.known_device(request, kari) == ""


def test_a_cookie_is_of_one_account(kari: str, rf: Any) -> None:
    known = Client()
    attempt(known, kari, PASSWORD)
    request = rf.get("/")
    request.COOKIES[signin.device_cookie()] = known.cookies[signin.device_cookie()].value
    assert signin.known_device(request, kari)
    assert signin.known_device(request, "per") == ""


def test_one_password_at_a_time_and_others_are_asked_to_come_back(
    kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signin, "PATIENCE", 0.01)
    monkeypatch.setattr(signin, "_one_at_a_time", threading.BoundedSemaphore(1))
    signin._one_at_a_time.acquire()
    busy = attempt(Client(), kari, PASSWORD)
    assert (busy.status_code, busy["Retry-After"]) == (503, "5")
    assert not FailedLogin.objects.exists()
    signin._one_at_a_time.release()
    assert attempt(Client(), kari, PASSWORD).status_code == 302


def test_an_attempt_counts_before_its_password_is_tried(
    kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    real = SignInForm.__mro__[1].clean  # type: ignore[attr-defined]

    def clean(form: Any) -> Any:
        seen.append(FailedLogin.objects.count())
        return real(form)

    monkeypatch.setattr(SignInForm.__mro__[1], "clean", clean)
    attempt(Client(), kari, "galt")
    attempt(Client(), kari, PASSWORD)
    assert seen == [1, 2]
    assert FailedLogin.objects.count() == 1  # the one that was right does not count


def test_a_bad_address_to_go_on_to_leads_to_the_desk(kari: str) -> None:
    client = Client()
    done = client.post(
        "/skrivebord/login/", {"username": kari, "password": PASSWORD, "next": "https://ond.no/"}
    )
    assert done["Location"] == "/skrivebord/"
