"""Answers to closed questions are counted, and nobody is asked to assess them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from rettesnor.reading.schema.validate import validator
from rettesnor_horing import retention
from rettesnor_horing.desk import workflow
from rettesnor_horing.exports.publishable import publishable
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.models import Comment, RoundRecord

from tests.horing import small
from tests.horing.conftest import Clock, Fill
from tests.horing.test_answering import text_of
from tests.horing.test_editors import moderate, user


@pytest.fixture
def answered(fill: Fill, send: Any) -> list[Comment]:
    """One answer: a number, an option, and words."""
    send(fill(**{"sporsmaal.nytte": "4", "sporsmaal.roller": "delvis", "hele": "Vi er enige."}))
    return list(Comment.objects.all())


def test_the_database_and_the_row_agree(answered: list[Comment]) -> None:
    closed = set(Comment.objects.filter(Comment.CLOSED))
    assert closed == {c for c in answered if c.is_closed}
    assert sorted(c.sporsmaal for c in closed) == ["nytte", "roller"]


def test_they_are_no_item_of_the_queue_and_cannot_be_assessed(
    answered: list[Comment], clock: Clock
) -> None:
    client = Client()
    client.force_login(user("saksbehandler"))
    page = client.get("/skrivebord/horing/comment/?vis=vurdere")
    assert [line.comment.tekst for line in page.context_data["lines"]] == ["Vi er enige."]
    closed = next(c for c in answered if c.valg)
    shown = text_of(client.get(f"/skrivebord/horing/comment/{closed.pk}/change/"))
    assert "blir talt, ikke vurdert" in shown and "Delvis" in shown
    assert "Foreslå vurdering" not in shown
    with pytest.raises(workflow.DeskError, match="blir talt"):
        workflow.propose(
            closed, user("saksbehandler"), "ikke", "Nei.", clock.now(), seen=None
        )


def test_they_are_published_and_counted_without_being_moderated(
    answered: list[Comment], clock: Clock
) -> None:
    data = publishable(hearings()[small.ROUND])
    validator("hearing-result").validate(data)
    assert [(c.get("tall"), c.get("valg")) for c in data["innspill"]] == [
        (4, None), (None, ["delvis"]),
    ]
    client = Client()
    client.force_login(user("beslutter"))
    shown = text_of(client.get("/skrivebord/publisering/"))
    assert "<dt>Innspill i alt</dt><dd>1</dd>" in shown
    assert "(telles)</dt><dd>2</dd>" in shown
    counts = text_of(client.get("/skrivebord/statistikk/"))
    assert '<th scope="row">Delvis</th><td>1</td>' in counts
    assert '<th scope="row">4</th><td>1</td>' in counts
    moderate(answered[0], user("saksbehandler"), "unntatt", "Etter ønske", clock.now())
    assert publishable(hearings()[small.ROUND])["innspill"][0]["unntatt"] == "Etter ønske"


def test_they_do_not_keep_a_round_from_being_purged(
    answered: list[Comment], clock: Clock
) -> None:
    RoundRecord.objects.update(behandlet=clock.now().date())
    clock.pass_(days=200)
    words = next(c for c in answered if c.tekst)
    assert retention.unassessed(clock.now()) == [words.nummer]
