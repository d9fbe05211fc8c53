"""Reasons are written once, found again, and changed where they are used."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rettesnor_horing.desk import reasons, workflow
from rettesnor_horing.models import Audit, Comment, Disposition, Note, Reason
from rettesnor_horing.models.audit_log import first_fault
from rettesnor_horing.published import state

from tests.horing.conftest import Clock, Fill
from tests.horing.test_answering import text_of
from tests.horing.test_editors import moderate, user


@pytest.fixture
def shared(fill: Fill, send: Any, clock: Clock) -> list[Comment]:
    """Three comments with the same reason: the first approved, the others proposed."""
    worker = user("saksbehandler")
    for number in range(3):
        send(fill(hele=f"Innspill {number}"))
    comments = list(Comment.objects.all())
    for comment in comments:
        workflow.propose(comment, worker, "ikke", "Det står der alt.", clock.now(), seen=None)
        moderate(comment, worker, "kan publiseres", "", clock.now())
    first = Comment.objects.get(pk=comments[0].pk)
    made = workflow.in_force(first)
    assert made is not None
    workflow.approve(first, user("beslutter"), clock.now(), seen=made.pk, looked=state(first))
    return comments


def save(who: User, pk: int, **post: Any) -> Any:
    client = Client()
    client.force_login(who)
    address = f"/skrivebord/begrunnelser/{pk}/"
    reason = Reason.objects.get(pk=pk)
    return client.post(address, {
        "navn": "", "utfall": reason.utfall, "begrunnelse": reason.tekst, "sett": reason.digest,
        **post,
    })


def in_force() -> list[tuple[str, bool]]:
    found = Disposition.objects.filter(withdrawn=None).order_by("comment_id")
    return [(d.begrunnelse, d.approved is not None) for d in found]


def test_the_same_words_are_one_reason(shared: list[Comment]) -> None:
    reason = Reason.objects.get()
    assert [use.made.comment for use in reasons.uses_of(reason)] == shared
    assert reasons.offered()[0].uses == 3  # type: ignore[attr-defined]
    client = Client()
    client.force_login(user("leser"))
    assert "Brukt 3 steder" in text_of(client.get("/skrivebord/begrunnelser/"))
    assert "Lagre" not in text_of(client.get(f"/skrivebord/begrunnelser/{reason.pk}/"))


@pytest.mark.parametrize("how", [{"som": "{pk}"}, {"som_nummer": "{number}"}])
def test_a_reason_is_used_again_without_typing(
    shared: list[Comment], fill: Fill, send: Any, how: dict[str, str]
) -> None:
    send(fill(hele="Et fjerde innspill"))
    fourth, reason = Comment.objects.order_by("-pk")[0], Reason.objects.get()
    client = Client()
    client.force_login(user("saksbehandler"))
    address = f"/skrivebord/horing/comment/{fourth.pk}/change/"
    filled = {
        name: value.format(pk=reason.pk, number=shared[1].nummer.lower())
        for name, value in how.items()
    }
    client.post(address, {"handling": "foresla", "begrunnelse": "", **filled})
    made = workflow.in_force(fourth)
    assert made is not None and (made.utfall, made.reason) == ("ikke", reason)
    answer = client.post(address, {
        "handling": "foresla", "som_nummer": "H-999999-1", "sett": str(made.pk),
    })
    assert "H-999999-1 har ingen vurdering" in text_of(answer)


def test_a_changed_reason_is_changed_where_it_is_chosen(shared: list[Comment]) -> None:
    reason = Reason.objects.get()
    one, two, three = Disposition.objects.order_by("comment_id")
    done = save(user("saksbehandler"), reason.pk, begrunnelse="Det er avklart.", bruk=[two.pk])
    assert done.status_code == 303
    assert in_force() == [
        ("Det står der alt.", True), ("Det er avklart.", False), ("Det står der alt.", False),
    ]
    older = [use.made.pk for use in reasons.uses_of(Reason.objects.get()) if use.older]
    assert older == [one.pk, three.pk]
    save(user("saksbehandler"), reason.pk, bruk=[three.pk])  # later, those that were left
    assert in_force()[2] == ("Det er avklart.", False)
    assert first_fault() is None


def test_an_approved_place_is_only_changed_by_who_may_open_it(shared: list[Comment]) -> None:
    reason, approved = Reason.objects.get(), Disposition.objects.order_by("comment_id")[0]
    maker = user("beslutter")
    new = {"begrunnelse": "Det er avklart.", "bruk": [approved.pk]}
    assert save(user("saksbehandler"), reason.pk, **new).status_code == 403
    assert "hvorfor vurderingen åpnes igjen" in text_of(save(maker, reason.pk, **new))
    assert Reason.objects.get().tekst == "Det står der alt."
    assert save(maker, reason.pk, **new, hvorfor="Ny lovtekst").status_code == 303
    assert in_force()[0] == ("Det er avklart.", False)
    assert Note.objects.get().tekst == "Ny lovtekst"
    actions = [a.action for a in Audit.objects.order_by("-id")[:3]]
    assert actions == ["propose", "reopen", "change-reason"]


def test_a_reason_that_another_has_changed_is_not_overwritten(shared: list[Comment]) -> None:
    reason = Reason.objects.get()
    save(user("saksbehandler"), reason.pk, begrunnelse="Først.", navn="Kort")
    late = save(user("saksbehandler"), reason.pk, begrunnelse="Sist.", sett=reason.digest)
    assert late.status_code == 422 and "Noen andre" in text_of(late)
    assert "Sist.</textarea>" in text_of(late)
    assert (Reason.objects.get().tekst, Reason.objects.get().navn) == ("Først.", "Kort")


def test_only_a_decision_maker_opens_again_and_says_why(
    shared: list[Comment], clock: Clock
) -> None:
    first = Comment.objects.get(pk=shared[0].pk)
    made = workflow.in_force(first)
    assert made is not None
    client, address = Client(), f"/skrivebord/horing/comment/{first.pk}/change/"
    client.force_login(user("saksbehandler"))
    post = {"handling": "apne", "hvorfor": "Ny opplysning", "sett": str(made.pk)}
    assert client.post(address, post).status_code == 403
    maker = user("beslutter")
    client.force_login(maker)
    with pytest.raises(workflow.DeskError, match="Bare en beslutter kan åpne"):
        workflow.propose(first, maker, "delvis", "Litt.", clock.now(), seen=made.pk)
    with pytest.raises(workflow.DeskError, match="Bare en beslutter kan åpne"):
        moderate(first, maker, "venter", "", clock.now())
    assert client.post(address, {**post, "hvorfor": " "}).status_code == 422
    assert client.post(address, post).status_code == 303
    again = workflow.in_force(first)
    assert again is not None and again.approved is None and again.reason == made.reason
    with pytest.raises(workflow.DeskError, match="En annen"):
        workflow.approve(
            first, maker, clock.now(), seen=again.pk, looked=state(Comment.objects.get(pk=first.pk))
        )
    assert Note.objects.get().tekst == "Ny opplysning"
    last = Audit.objects.order_by("-id")[0]
    assert (last.action, last.details["why"]) == ("reopen", "reopen")
