"""Assessing many comments alike: nothing is done with what was not shown as it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from rettesnor_horing.desk import workflow
from rettesnor_horing.models import Audit, Comment, Disposition

from tests.horing.conftest import Clock, Fill
from tests.horing.test_editors import moderate, user

QUEUE = "/skrivebord/horing/comment/"


@pytest.fixture
def campaign(fill: Fill, send: Any) -> list[Comment]:
    """Three comments that say the same."""
    for number in range(3):
        send(fill(hele=f"Vi vil ha mer tid. {number}"))
    return list(Comment.objects.all())


def shown(client: Client, action: str, chosen: list[Comment]) -> tuple[Any, dict[str, Any]]:
    """Return the page of an action, and what its form sends."""
    data: dict[str, Any] = {"action": action, "_selected_action": [c.pk for c in chosen]}
    page = client.post(QUEUE, data)
    lines = page.context_data["lines"]
    data["vist"] = [
        f"{line.comment.pk}:{line.seen}:{line.looked}" for line in lines if not line.hindrance
    ]
    return page, {**data, "bekreft": "ja"}


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(user(role))
    return client


def test_a_campaign_is_assessed_and_approved_on_two_pages(
    campaign: list[Comment], clock: Clock
) -> None:
    worker = client_of("saksbehandler")
    page, form = shown(worker, "assess_together", campaign)
    assert "Vi vil ha mer tid. 2" in page.content.decode()
    refused = worker.post(QUEUE, {**form, "utfall": "delvis", "begrunnelse": ""})
    assert refused.status_code == 422
    worker.post(QUEUE, {**form, "utfall": "delvis", "begrunnelse": "Vi har gitt mer tid."})
    assert Disposition.objects.filter(utfall="delvis").count() == 3
    moderate(campaign[0], user("saksbehandler"), "kan publiseres", "", clock.now())
    page, form = shown(client_of("beslutter"), "approve_together", campaign)
    assert page.content.decode().count("Si først om innspillet kan publiseres") == 2
    client_of("beslutter").post(QUEUE, form)
    status = [c.status for c in Comment.objects.all()]
    assert status == ["avgjort", "foreslått", "foreslått"]
    assert Audit.objects.filter(action="propose").count() == 3


def test_what_somebody_has_changed_since_is_not_touched(
    campaign: list[Comment], clock: Clock
) -> None:
    worker = client_of("saksbehandler")
    _, form = shown(worker, "assess_together", campaign)
    other = user("saksbehandler")
    workflow.propose(campaign[1], other, "ikke", "Av en annen.", clock.now(), seen=None)
    done = worker.post(QUEUE, {**form, "utfall": "delvis", "begrunnelse": "Like."}, follow=True)
    assert campaign[1].nummer in done.content.decode()
    found = {d.comment_id: d.utfall for d in Disposition.objects.filter(withdrawn=None)}
    assert found == {campaign[0].pk: "delvis", campaign[1].pk: "ikke", campaign[2].pk: "delvis"}


def test_nobody_approves_their_own_among_many(campaign: list[Comment], clock: Clock) -> None:
    maker = user("beslutter")
    for comment in campaign:
        moderate(comment, user("saksbehandler"), "kan publiseres", "", clock.now())
        workflow.propose(comment, maker, "ikke", "Nei.", clock.now(), seen=None)
    client = Client()
    client.force_login(maker)
    _, form = shown(client, "approve_together", campaign)
    assert form["vist"] == []
    client.post(QUEUE, {**form, "vist": [f"{c.pk}:1:x" for c in campaign]})
    assert not Disposition.objects.filter(approved__isnull=False).exists()


@pytest.mark.parametrize("role", ["leser", "saksbehandler", "personvernombud"])
def test_only_those_who_may_are_offered_it(campaign: list[Comment], role: str) -> None:
    client = client_of(role)
    page = client.get(QUEUE).content.decode()
    assert ('value="assess_together"' in page) == (role == "saksbehandler")
    assert 'value="approve_together"' not in page
    client.post(QUEUE, {
        "action": "approve_together", "_selected_action": [campaign[0].pk], "bekreft": "ja",
    })
    assert not Disposition.objects.exists()
