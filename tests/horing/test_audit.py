"""The audit trail: keyed, with an end that cannot be cut off, and with what administrators do."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group as Role
from django.contrib.auth.models import User
from django.test import Client
from rettesnor_horing import anchors
from rettesnor_horing.models import Audit, AuditHead, Group, Tag
from rettesnor_horing.models.audit_log import Deed, first_fault, record, record_many

from tests.horing.conftest import Clock


@pytest.fixture
def trail(desk: Any, clock: Clock, tmp_path: Path, settings: Any) -> list[int]:
    """Six deeds; the ids of their rows. The fourth is the last that was written down outside."""
    settings.HORING_ANCHOR = tmp_path / "spor.txt"
    anchors._last.clear()
    for number in range(6):
        if number == 3:
            clock.pass_(minutes=2)
        with_commit(lambda n=number: record("kari", "note", f"H-{n}", clock.now(), n=n))
    return list(Audit.objects.values_list("pk", flat=True))


def with_commit(deed: Any) -> None:
    """Do a deed and what waits for its commit."""
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        deed()


def test_an_untouched_trail_is_sound(trail: list[int], settings: Any) -> None:
    assert first_fault() is None
    assert len(anchors.read()) == 2
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "ny" * 30
    record("kari", "note", "H-9", Audit.objects.last().at)  # type: ignore[union-attr]
    assert first_fault() is None  # a changed key leaves old rows valid


@pytest.mark.parametrize("cut", [1, 3, 6])
def test_a_cut_end_is_found(trail: list[int], cut: int) -> None:
    Audit.objects.filter(pk__in=trail[-cut:]).delete()
    assert first_fault() is not None


@pytest.mark.parametrize("head", ["left", "rewritten", "removed"])
def test_who_writes_the_table_without_the_key_cannot_rewrite_it(
    trail: list[int], head: str
) -> None:
    last = Audit.objects.get(pk=trail[-1])
    last.actor, last.keyed = "per", False
    at = last.at.astimezone(UTC).isoformat()
    row = [at, last.actor, last.action, last.subject, last.details, last.previous]
    last.digest = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()
    last.save()
    if head == "removed":
        AuditHead.objects.all().delete()
    elif head == "rewritten":
        AuditHead.objects.update(digest=last.digest, keyed_from=last.pk + 1)
    assert first_fault() is not None


def test_an_older_copy_of_the_whole_database_is_found(trail: list[int]) -> None:
    """Its head and its rows agree: what was written down outside is what tells."""
    kept = list(Audit.objects.filter(pk__in=trail[:2]).values())
    Audit.objects.all().delete()
    AuditHead.objects.all().delete()
    record_many("kari", kept[-1]["at"], [Deed("note", "H-0", {}), Deed("note", "H-1", {})])
    assert first_fault() is not None


def test_anchors_are_written_once_a_minute(trail: list[int], clock: Clock, settings: Any) -> None:
    lines = settings.HORING_ANCHOR.read_text().splitlines()
    assert [int(line.split()[0]) for line in lines] == [trail[0], trail[3]]
    anchors.note(99, 99, "a" * 64, clock.now() + timedelta(minutes=5))
    assert len(settings.HORING_ANCHOR.read_text().splitlines()) == 3


def test_deeds_of_administrators_are_in_the_trail(desk: Any, clock: Clock) -> None:
    boss = User.objects.create_superuser("adm", password="et-langt-passord-42")
    client = Client()
    client.force_login(boss)

    def post(path: str, data: dict[str, Any]) -> None:
        done = client.post(f"/skrivebord/{path}", data)
        assert done.status_code == 302, done.content.decode()[:2000]

    post("auth/user/add/", {
        "username": "ola", "rolle": Role.objects.get(name="leser").pk,
        "usable_password": "true", "password1": "et-langt-passord-43",
        "password2": "et-langt-passord-43",
    })
    ola = User.objects.get(username="ola")
    role = Role.objects.get(name="beslutter")
    post(f"auth/user/{ola.pk}/change/", {
        "username": "ola", "is_active": "on", "is_staff": "on", "groups": [role.pk],
    })
    post(f"auth/group/{role.pk}/change/", {"name": "beslutter", "permissions": []})
    post("horing/tag/add/", {"navn": "mobbing"})
    for name in ("a", "b"):
        Group.objects.create(navn=name)
    post("horing/group/", {
        "action": "delete_selected", "post": "yes",
        "_selected_action": list(Group.objects.values_list("pk", flat=True)),
    })
    rows = [(r.actor, r.action, r.subject.split(":")[0]) for r in Audit.objects.all()]
    assert rows == [
        ("adm", "admin-add", "user"), ("adm", "admin-change", "user"),
        ("adm", "admin-change", "group"), ("adm", "admin-add", "tag"),
        ("adm", "admin-delete", "group"), ("adm", "admin-delete", "group"),
    ]
    assert Audit.objects.all()[1].details["roles"] == ["beslutter"]
    assert Tag.objects.exists()
    assert first_fault() is None
