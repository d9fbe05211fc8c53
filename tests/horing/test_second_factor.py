"""The second factor of editors (OWASP ASVS 4.0.3, 2.6 and 2.8)."""

from __future__ import annotations

import re
import time
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from rettesnor_horing.models import Audit

from tests.horing.desk_server import PASSWORD
from tests.horing.test_answering import text_of
from tests.horing.test_editors import user

DESK = "/skrivebord/"
ASK, ENROL = f"{DESK}totrinn/", f"{DESK}totrinn/ny/"
QUEUE = f"{DESK}horing/comment/"


class Phone:
    """An app that shows codes, whose clock is the test's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = time.time()
        monkeypatch.setattr("django_otp.plugins.otp_totp.models.time.time", lambda: self.now)

    def code(self, who: User) -> str:
        """Return a code that has not been shown before."""
        self.now += 60
        device = TOTPDevice.objects.filter(user=who).latest("pk")
        app = TOTP(device.bin_key)
        app.time = self.now
        return f"{app.token():06d}"


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch, desk: Any) -> Phone:
    return Phone(monkeypatch)


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.HORING_SECOND_FACTOR = True


def signed_in(who: User) -> Client:
    """Return a client that has given name and password."""
    client = Client()
    client.post(f"{DESK}login/?next={QUEUE}", {"username": who.username, "password": PASSWORD})
    return client


def enrolled(client: Client, who: User, phone: Phone) -> list[str]:
    """Set up codes; return the recovery codes."""
    client.get(ENROL)
    done = client.post(ENROL, {"kode": phone.code(who)})
    return re.findall(r"<code>([a-z2-7-]+)</code>", text_of(done))


def test_a_password_alone_opens_nothing(phone: Phone) -> None:
    who = user("beslutter")
    client = signed_in(who)
    for address in (DESK, QUEUE, f"{DESK}statistikk/", f"{DESK}password_change/"):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain[-1][0].startswith(ENROL)
    assert client.post(f"{DESK}publisering/pilot-2026/").status_code == 302


def test_codes_are_set_up_and_then_asked_for(phone: Phone) -> None:
    who = user("saksbehandler")
    client = signed_in(who)
    page = text_of(client.get(ENROL))
    assert "<svg" in page and "style=" not in page.split("<svg", 1)[1].split("</svg>")[0]
    assert len(enrolled(client, who, phone)) == 10
    assert client.get(QUEUE).status_code == 200
    again = signed_in(who)
    assert again.get(QUEUE, follow=True).redirect_chain[-1][0] == f"{ASK}?next={QUEUE}"
    assert again.get(ENROL)["Location"].startswith(ASK)
    done = again.post(f"{ASK}?next={QUEUE}", {"kode": phone.code(who), "next": QUEUE})
    assert done["Location"] == QUEUE
    assert again.get(QUEUE).status_code == 200
    assert "second-factor" in {row.action for row in Audit.objects.all()}


def test_a_code_is_used_once(phone: Phone) -> None:
    who = user("leser")
    client = signed_in(who)
    enrolled(client, who, phone)
    code = phone.code(who)
    assert signed_in(who).post(ASK, {"kode": code}).status_code == 302
    assert signed_in(who).post(ASK, {"kode": code}).status_code == 422


def test_wrong_codes_make_one_wait(phone: Phone) -> None:
    who = user("leser")
    enrolled(signed_in(who), who, phone)
    client = signed_in(who)
    code = phone.code(who)
    for _ in range(3):
        assert client.post(ASK, {"kode": "000000"}).status_code == 422
    assert client.post(ASK, {"kode": code}).status_code == 422
    assert client.get(QUEUE).status_code == 302


def test_a_recovery_code_works_once_and_cannot_be_read_in_the_database(phone: Phone) -> None:
    who = user("leser")
    codes = enrolled(signed_in(who), who, phone)
    kept = {row.token for row in StaticToken.objects.all()}
    assert not kept & {code.replace("-", "") for code in codes}
    written = codes[0].upper().replace("-", " ")
    assert signed_in(who).post(ASK, {"kode": written}).status_code == 302
    assert signed_in(who).post(ASK, {"kode": written}).status_code == 422
    other = user("leser")
    enrolled(signed_in(other), other, phone)
    assert signed_in(other).post(ASK, {"kode": codes[1]}).status_code == 422


def test_recovery_codes_outlive_a_change_of_the_secret(phone: Phone, settings: Any) -> None:
    who = user("leser")
    codes = enrolled(signed_in(who), who, phone)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "ny" * 30
    assert signed_in(who).post(ASK, {"kode": codes[0]}).status_code == 302
    assert signed_in(who).post(ASK, {"kode": codes[0]}).status_code == 422
    assert signed_in(who).post(ASK, {"kode": "²"}).status_code == 422


def test_new_codes_take_the_place_of_the_old(phone: Phone) -> None:
    who = user("leser")
    client = signed_in(who)
    old = enrolled(client, who, phone)
    new = enrolled(client, who, phone)
    assert TOTPDevice.objects.filter(user=who, confirmed=True).count() == 1
    assert signed_in(who).post(ASK, {"kode": old[0]}).status_code == 422
    assert set(old).isdisjoint(new)


def test_one_may_leave_half_way(phone: Phone) -> None:
    client = signed_in(user("leser"))
    client.post(f"{DESK}totrinn/avbryt/")
    assert "_auth_user_id" not in client.session


def test_nobody_is_led_away(phone: Phone) -> None:
    who = user("leser")
    codes = enrolled(signed_in(who), who, phone)
    done = signed_in(who).post(ASK, {"kode": codes[0], "next": "https://example.no/"})
    assert done["Location"] == DESK


def test_lost_codes_are_removed_from_the_command_line(phone: Phone) -> None:
    who = user("leser")
    enrolled(signed_in(who), who, phone)
    call_command("bruker", who.username, "--role", "leser", "--forget-codes")
    assert signed_in(who).get(QUEUE, follow=True).redirect_chain[-1][0].startswith(ENROL)


def test_codes_may_be_chosen_where_they_are_not_required(phone: Phone, settings: Any) -> None:
    settings.HORING_SECOND_FACTOR = False
    who = user("leser")
    client = signed_in(who)
    assert client.get(QUEUE).status_code == 200
    enrolled(client, who, phone)
    assert signed_in(who).get(QUEUE).status_code == 302


def test_without_a_password_there_is_nothing_to_see(desk: Any) -> None:
    for address in (ASK, ENROL):
        assert "/login/" in desk.get(address)["Location"]


@pytest.mark.parametrize("stopped", [EOFError, KeyboardInterrupt])
def test_a_user_is_made_with_a_password_or_not_at_all(
    stopped: type[BaseException], desk: Any
) -> None:
    """One that was made without, by an earlier version, is asked for it the next time."""
    asked = "rettesnor_horing.management.commands.bruker.getpass.getpass"
    with mock.patch(asked, side_effect=stopped), pytest.raises(CommandError, match="ikke laget"):
        call_command("bruker", "kari", "--role", "leser")
    with mock.patch(asked, return_value="kort"), pytest.raises(CommandError):
        call_command("bruker", "kari", "--role", "leser")
    assert not User.objects.filter(username="kari").exists()
    User.objects.create(username="kari")
    for _ in range(2):
        with mock.patch(asked, return_value=PASSWORD) as ask:
            call_command("bruker", "kari", "--role", "leser")
    assert not ask.called and User.objects.get(username="kari").check_password(PASSWORD)
