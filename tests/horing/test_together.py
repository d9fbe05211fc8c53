"""Assessing many comments alike: nothing is done with what was not shown as it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from rettesnor_horing.desk import workflow
from rettesnor_horing.models import Audit, Comment, Disposition, Group, Reason, Submission

from tests.horing.conftest import Clock, Fill
from tests.horing.test_answering import text_of
from tests.horing.test_editors import moderate, user

QUEUE = "/skrivebord/horing/comment/"


@pytest.fixture
def campaign(fill: Fill, send: Any) -> list[Comment]:
    """Three comments that say the same."""
    for number in range(3):
        send(fill(hele=f"Vi vil ha mer tid. {number}"))
    return list(Comment.objects.all())


def form(client: Client, chosen: list[Comment], query: str = "", **more: Any) -> dict[str, Any]:
    """Return what the queue's form sends with ``chosen`` marked."""
    page = client.get(QUEUE + query)
    return {
        "_selected_action": [c.pk for c in chosen],
        "vist": [line.shown for line in page.context_data["lines"]], **more,
    }


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(user(role))
    return client


def test_a_campaign_is_assessed_and_approved_on_two_pages(campaign: list[Comment]) -> None:
    worker, maker = client_of("saksbehandler"), client_of("beslutter")
    filled = form(worker, campaign, action="foresla", publiser="ja", utfall="delvis")
    refused = worker.post(QUEUE, filled)
    assert refused.status_code == 422
    assert text_of(refused).count('name="_selected_action" value') == 3
    assert text_of(refused).count(" checked") >= 4  # the three, the outcome, and publication
    worker.post(QUEUE, {**filled, "begrunnelse": "Vi har gitt mer tid."})
    assert Disposition.objects.filter(utfall="delvis").count() == 3
    assert Reason.objects.get().tekst == "Vi har gitt mer tid."
    workflow.moderate(
        campaign[2], user("saksbehandler"), "venter", "", campaign[2].submission.received,
        looked=form(worker, [])["vist"][2].rpartition(":")[2],
    )
    done = maker.post(QUEUE, form(maker, campaign, action="godkjenn"), follow=True)
    assert "Si først om innspillet kan publiseres" in text_of(done)
    status = [c.status for c in Comment.objects.all()]
    assert status == ["avgjort", "avgjort", "foreslått"]
    assert Audit.objects.filter(action="propose").count() == 3


def test_what_somebody_has_changed_since_is_not_touched(
    campaign: list[Comment], clock: Clock
) -> None:
    worker = client_of("saksbehandler")
    filled = form(
        worker, campaign, action="foresla", utfall="delvis", begrunnelse="Like.",
    )
    other = user("saksbehandler")
    workflow.propose(campaign[1], other, "ikke", "Av en annen.", clock.now(), seen=None)
    done = worker.post(QUEUE, filled, follow=True)
    assert f"Disse er ikke rørt: {campaign[1].nummer}" in text_of(done)
    found = {d.comment_id: d.utfall for d in Disposition.objects.filter(withdrawn=None)}
    assert found == {campaign[0].pk: "delvis", campaign[1].pk: "ikke", campaign[2].pk: "delvis"}


def test_what_was_not_shown_is_not_assessed(campaign: list[Comment]) -> None:
    worker = client_of("saksbehandler")
    filled = form(worker, [], action="foresla", hele="ja", utfall="ikke", begrunnelse="Nei.")
    filled["vist"] = filled["vist"][:1]
    done = worker.post(QUEUE, filled, follow=True)
    assert text_of(done).count("Ikke vist på siden.") == 2
    assert Disposition.objects.get().comment == campaign[0]


def test_nobody_approves_their_own_among_many(campaign: list[Comment], clock: Clock) -> None:
    maker = user("beslutter")
    for comment in campaign:
        moderate(comment, user("saksbehandler"), "kan publiseres", "", clock.now())
        workflow.propose(comment, maker, "ikke", "Nei.", clock.now(), seen=None)
    client = Client()
    client.force_login(maker)
    done = client.post(QUEUE, form(client, campaign, action="godkjenn"), follow=True)
    assert text_of(done).count("En annen enn den som foreslo") == 3
    assert not Disposition.objects.filter(approved__isnull=False).exists()


@pytest.mark.parametrize("role", ["leser", "saksbehandler", "personvernombud"])
def test_only_those_who_may_are_offered_it(campaign: list[Comment], role: str) -> None:
    client = client_of(role)
    page = client.get(QUEUE).content.decode()
    assert ('value="foresla"' in page) == (role == "saksbehandler")
    assert 'value="godkjenn"' not in page
    for action in ("godkjenn", "tilbake", *(("foresla", "tildel", "merk", "samle", "ligner")
                                            if role != "saksbehandler" else ())):
        client.post(QUEUE, form(
            client, campaign, action=action, utfall="ikke", begrunnelse="Nei.", hvorfor="Nei.",
        ))
    assert not Disposition.objects.exists() and not Group.objects.exists()
    assert not Comment.objects.exclude(status="ny").exists()


def test_what_the_program_has_marked_is_not_let_through_in_a_heap(
    fill: Fill, send: Any
) -> None:
    send({**fill(hele="Ring 22 33 44 55 om dette"), "samtykke": "ja"})
    send(fill(hele="Vi vil ha mer tid til dette"))
    worker = client_of("saksbehandler")
    both = list(Comment.objects.all())
    done = worker.post(QUEUE, form(
        worker, both, action="foresla", publiser="ja", utfall="ikke", begrunnelse="Nei.",
    ), follow=True)
    assert f"si om de kan publiseres: {both[0].nummer}" in text_of(done)
    assert [c.moderation for c in Comment.objects.all()] == ["venter", "kan publiseres"]
    assert Disposition.objects.count() == 2


@pytest.mark.parametrize(("flags", "state"), [
    (["tabell", "utsatt frist"], "kan publiseres"), (["e-post"], "kan publiseres"),
    (["tillegg til H-000001", "ingen merknader"], "kan publiseres"),
    (["brev", "personopplysninger"], "venter"), (["bedt trukket"], "venter"),
])
def test_how_an_answer_came_is_no_reason_to_hold_it_back(
    fill: Fill, send: Any, flags: list[str], state: str
) -> None:
    send(fill(hele="Vi vil ha mer tid til dette"))
    Submission.objects.update(flags=flags)
    worker = client_of("saksbehandler")
    worker.post(QUEUE, form(
        worker, list(Comment.objects.all()), action="foresla", publiser="ja", utfall="ikke",
        begrunnelse="Nei.",
    ))
    assert Comment.objects.get().moderation == state


def test_alike_comments_are_grouped_and_the_group_is_assessed(
    campaign: list[Comment], fill: Fill, send: Any
) -> None:
    send(fill(hele="Noe helt annet om samarbeid med hjemmet"))
    worker = client_of("saksbehandler")
    worker.post(QUEUE, {"action": "ligner"})  # none is chosen: all of them
    group = Group.objects.get()
    assert [c.group for c in Comment.objects.all()] == [group] * 3 + [None]
    query = f"?gruppe={group.pk}"
    page = worker.get(QUEUE + query)
    assert page.context_data["total"] == 3
    assert "(3 av 3 å vurdere)" in text_of(page)
    worker.post(QUEUE + query, form(
        worker, campaign, query, action="foresla", utfall="ikke", begrunnelse="Nei.",
    ))
    assert Disposition.objects.count() == 3


def test_comments_are_shared_out_with_a_deadline(campaign: list[Comment], clock: Clock) -> None:
    worker, other = client_of("saksbehandler"), user("saksbehandler")
    chosen = {"_selected_action": [c.pk for c in campaign[:2]], "action": "tildel",
              "til": str(other.pk)}
    assert worker.post(QUEUE, {**chosen, "frist": "i morgen"}).status_code == 422
    worker.post(QUEUE, {**chosen, "frist": "2026-09-10"})
    assert [c.frist for c in Comment.objects.all()] == [date(2026, 9, 10)] * 2 + [None]
    client = Client()
    client.force_login(other)
    assert client.get(f"{QUEUE}?tildelt=meg").context_data["total"] == 2
    assert client.get(f"{QUEUE}?tildelt=ingen").context_data["total"] == 1
    assert client.get(f"{QUEUE}?frist=ute").context_data["total"] == 0
    clock.pass_(days=30)
    assert client.get(f"{QUEUE}?frist=ute").context_data["total"] == 2
    assert Audit.objects.filter(action="assign", details__deadline="2026-09-10").count() == 2


def test_nothing_chosen_and_odd_values_are_said(campaign: list[Comment]) -> None:
    worker = client_of("saksbehandler")
    for post in ({"action": "foresla"}, {"action": "finnes-ikke", "_selected_action": ["1", "²"]},
                 {"action": "merk", "_selected_action": ["9" * 40]}):
        answer = worker.post(QUEUE, post)
        assert answer.status_code == 422
    for query in ("?gruppe=²", "?side=x", "?antall=7", "?q=%00", f"?tildelt={'9' * 40}"):
        assert worker.get(QUEUE + query).status_code == 200
    assert worker.get(f"{QUEUE}{'9' * 40}/change/").status_code == 404


def test_the_next_comment_follows_the_order_that_was_chosen(fill: Fill, send: Any) -> None:
    for place in ("hjemmebesok", "skriftlig-plan", "hjemmebesok"):
        send({**fill(f"?anbefaling={place}"), "sted.1.tekst": f"Om {place}"})
    ids = list(Comment.objects.order_by("pk").values_list("pk", flat=True))
    worker = client_of("saksbehandler")
    query = "?ko=rekkefolge%3Dteksten%26vis%3Dvurdere"
    page = worker.get(f"{QUEUE}{ids[1]}/change/{query}")
    assert page.context_data["following"] == ids[0]
    done = worker.post(f"{QUEUE}{ids[1]}/change/{query}", {
        "handling": "foresla", "utfall": "ikke", "begrunnelse": "Nei.", "videre": "ja",
        "neste": str(ids[0]), "sett": "", "publiser": "ja",
        "tilstand": page.context_data["state"],
    })
    assert done.url.startswith(f"{QUEUE}{ids[0]}/change/")
    assert Comment.objects.get(pk=ids[1]).moderation == "kan publiseres"
    last = worker.get(f"{QUEUE}{ids[2]}/change/{query}")
    assert last.context_data["following"] == ""
    done = worker.post(f"{QUEUE}{ids[2]}/change/{query}", {
        "handling": "notat", "notat": "Sist", "videre": "ja", "neste": "",
    })
    assert done.url == f"{QUEUE}?rekkefolge=teksten&vis=vurdere"
