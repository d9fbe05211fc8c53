"""Who has what and by when is on the front page, and in a mail a day where mail is set up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.http import QueryDict
from django.test import Client
from rettesnor_horing.desk import workbench, workflow
from rettesnor_horing.desk.queue_filter import Queue, people
from rettesnor_horing.models import Comment, Reminder

from tests.horing.conftest import Clock, Fill
from tests.horing.test_answering import text_of
from tests.horing.test_editors import user


@pytest.fixture
def shared(fill: Fill, send: Any, clock: Clock) -> User:
    """Three comments: one late, one due soon, one that nobody has."""
    worker = user("saksbehandler")
    worker.email = "kari@example.no"
    worker.save()
    for number in range(3):
        send(fill(hele=f"Hemmelig {number}"))
    days = (date(2026, 9, 1), date(2026, 9, 4))
    for comment, day in zip(Comment.objects.all(), days, strict=False):
        workflow.assign(comment, worker, worker, clock.now(), day)
    clock.pass_(days=1)
    return worker


def test_the_front_page_says_who_has_what(shared: User) -> None:
    client = Client()
    client.force_login(shared)
    shown = text_of(client.get("/skrivebord/"))
    assert "Dine innspill å vurdere: 2" in shown
    assert "Fristen er ute for 1" in shown and "Frist innen tre dager for 1" in shown
    assert "Ikke fordelt" in shown and "Til godkjenning" not in shown
    client.force_login(user("beslutter"))
    assert "Til godkjenning, foreslått av andre: 0" in text_of(client.get("/skrivebord/"))
    assert "Dette ventar" in text_of(client.get("/nn/skrivebord/"))


def test_a_reminder_goes_once_a_day_and_says_nothing_of_the_text(
    shared: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(workbench, "sends_mail", lambda: False)
        assert workbench.remind(clock.now()) == 0
    assert workbench.remind(clock.now()) == 1
    assert workbench.remind(clock.now()) == 0
    (sent,) = mail.outbox
    assert sent.to == ["kari@example.no"]
    assert "Du har 2 innspill" in sent.body and "(fristen er ute)" in sent.body
    assert "Hemmelig" not in sent.body
    clock.pass_(days=1)
    assert workbench.remind(clock.now()) == 1
    clock.pass_(days=40)
    Comment.objects.update(status="avgjort")
    assert workbench.remind(clock.now()) == 0
    assert not Reminder.objects.exists()


def test_an_answer_is_read_as_a_whole(fill: Fill, send: Any, clock: Clock) -> None:
    send({**fill(hele="Først.", kapittel__hjem="Så.", slag="organisasjon",
                 organisasjon="Moss kommune"), "sporsmaal.nytte": "4"})
    first = Comment.objects.filter(tekst="Først.").get()
    workflow.propose(first, user("saksbehandler"), "ikke", "Grunnen.", clock.now(), seen=None)
    client = Client()
    client.force_login(user("leser"))
    shown = text_of(client.get(f"/skrivebord/horing/submission/{first.submission_id}/change/"))
    for said in ("Moss kommune", "Først.", "Så.", "Kapitlet Samarbeid med hjemmet", "4 (1–5)",
                 "Grunnen.", "telles", "foreslått"):
        assert said in shown
    assert client.get("/skrivebord/horing/submission/999/change/").status_code == 404


def test_only_those_who_assess_can_have_a_comment_to_assess(desk: Any) -> None:
    for role in ("leser", "personvernombud", "saksbehandler", "beslutter"):
        user(role)
    User.objects.create_superuser("sjef")
    assert {u.username.partition("-")[0] for u in people()} == {
        "saksbehandler", "beslutter", "sjef"
    }


def test_the_queue_is_sifted_by_those_who_assess(desk: Any, fill: Fill, send: Any) -> None:
    send(fill(hele="Bra."))
    worker, reader, before = user("saksbehandler"), user("leser"), user("leser")
    Comment.objects.update(assigned_to=before)
    shown = next(f for f in Queue(QueryDict(), worker, date(2026, 9, 1)).filters()
                 if f.name == "tildelt")
    offered = {value for value in (c.value for c in shown.choices)}
    assert {str(worker.pk), str(before.pk)} <= offered and str(reader.pk) not in offered
