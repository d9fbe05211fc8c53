"""An administrator gives accounts, closes them and resets codes at the desk, without a terminal."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from rettesnor_horing.models import Audit

from tests.horing.desk_server import PASSWORD
from tests.horing.test_answering import text_of
from tests.horing.test_editors import user
from tests.horing.test_letters import Worker

USERS = "/skrivebord/auth/user/"


@pytest.fixture
def administrator(desk: Any) -> Client:
    made = User.objects.create_superuser("adm", password=PASSWORD)
    client = Client()
    client.force_login(made)
    return client


def test_a_new_user_has_a_role_and_can_sign_in(administrator: Client, desk: Any) -> None:
    page = text_of(administrator.get(f"{USERS}add/"))
    assert "Første passord" in page and "Rolle" in page
    role = Group.objects.get(name="beslutter")
    answer = administrator.post(f"{USERS}add/", {
        "username": "per", "first_name": "Per", "rolle": str(role.pk), "usable_password": "true",
        "password1": PASSWORD, "password2": PASSWORD,
    })
    assert answer.status_code == 302, text_of(answer)
    made = User.objects.get(username="per")
    assert made.is_staff and not made.is_superuser
    assert [g.name for g in made.groups.all()] == ["beslutter"]
    client = Client()
    assert client.login(username="per", password=PASSWORD)
    assert client.get("/skrivebord/").status_code == 200
    details = Audit.objects.filter(action="admin-add").get().details
    assert (details["user"], details["roles"]) == ("per", ["beslutter"])


def test_codes_are_reset_and_access_is_closed(administrator: Client) -> None:
    worker = user("saksbehandler")
    TOTPDevice.objects.create(user=worker, name="app", confirmed=True)
    assert text_of(administrator.get(USERS)).count(">satt opp<") == 1
    chosen = {"_selected_action": [worker.pk, User.objects.get(username="adm").pk]}
    administrator.post(USERS, {"action": "forget_codes", **chosen})
    assert not TOTPDevice.objects.filter(user=worker).exists()
    assert Audit.objects.filter(action="forget-codes", subject=f"user:{worker.pk}").exists()
    administrator.post(USERS, {"action": "deactivate", **chosen})
    assert not User.objects.get(pk=worker.pk).is_active
    assert User.objects.get(username="adm").is_active
    assert Audit.objects.filter(details__fields=["is_active"]).count() == 1


def test_nobody_else_has_users_in_their_charge(administrator: Client) -> None:
    client, other = Client(), user("leser")
    client.force_login(user("beslutter"))
    for action in ("forget_codes", "deactivate"):
        answer = client.post(USERS, {"action": action, "_selected_action": [other.pk]})
        assert answer.status_code == 403
    assert User.objects.get(pk=other.pk).is_active


def test_what_hinders_that_a_user_is_deleted_and_what_a_role_may_is_said_in_norwegian(
    administrator: Client
) -> None:
    worker = Worker()
    worker.upload()
    hindered = text_of(administrator.get(f"/skrivebord/auth/user/{worker.user.pk}/delete/"))
    assert "Brev: brev:" in hindered and "object (" not in hindered
    role = Group.objects.get(name="beslutter")
    shown = text_of(administrator.get(f"/skrivebord/auth/group/{role.pk}/change/"))
    assert "vurdering: godkjenne" in shown and "Can " not in shown
    assert "filtered" not in shown and 'type="checkbox"' in shown
