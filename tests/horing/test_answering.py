"""An answer is received once, whole, with a receipt; whatever stops it keeps every word."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.models import Comment, Draft, Outbox, Submission

from tests.horing.conftest import Clock, Fill, fields
from tests.horing.small import ROUND

DEADLINE = datetime(2026, 10, 2, 22, 0, tzinfo=UTC)
"""Midnight in Norway after the last minute."""
TEXT = "Første linje æøå <b>&\nAndre linje"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_receipt_has_number_time_and_the_whole_text(desk: Any, fill: Fill, send: Any) -> None:
    data = fill(hele=TEXT, sporsmaal__nytte="4", **{"anbefaling__skriftlig-plan": "Mer tid."})
    answer = send(data)
    assert answer.status_code == 303
    page = text_of(desk.get(answer["Location"]))
    for expected in (
        "H-0",
        "1. september 2026 kl. 12.01",
        "&lt;b&gt;&amp;\nAndre",
        "4 på en skala",
    ):
        assert expected in page
    kept = desk.get(answer["Location"] + "svar.json").json()
    assert kept["svar"]["innspill"][0] == {"tekst": TEXT}
    assert {"anbefaling": "skriftlig-plan", "tekst": "Mer tid."} in kept["svar"]["innspill"]


def test_receipt_cannot_be_guessed_from_a_number(desk: Any, fill: Fill, send: Any) -> None:
    location = send(fill(hele="Noe"))["Location"]
    assert desk.get(location.replace(":", ":x")).status_code == 404
    assert desk.get(f"/kvittering/{Submission.objects.get().pk}/").status_code == 404


def test_preview_stores_nothing_and_leads_on(desk: Any, fill: Fill, send: Any) -> None:
    page = desk.post(f"/{ROUND}/svar/", {"handling": "forhandsvis", **fill(hele=TEXT)})
    assert not Submission.objects.exists()
    assert "Svaret er ikke sendt ennå" in text_of(page)
    assert send(fields(text_of(page))).status_code == 303
    assert Comment.objects.get().tekst == TEXT


def test_a_retry_is_stored_once_and_gets_the_same_receipt(fill: Fill, send: Any) -> None:
    data = fill(hele="Én gang")
    first, second = send(data), send(data)
    assert first["Location"] == second["Location"]
    assert Submission.objects.count() == 1


def test_another_text_in_the_same_form_is_never_dropped(fill: Fill, send: Any) -> None:
    data = fill(hele="Det første")
    send(data)
    asked = send({**data, "hele": "Det andre"})
    assert asked.status_code == 409
    assert "Det andre" in text_of(asked)
    assert send(fields(text_of(asked))).status_code == 303
    assert set(Comment.objects.values_list("tekst", flat=True)) == {"Det første", "Det andre"}


def test_a_hook_carries_its_place_into_the_comment(desk: Any, fill: Fill, send: Any) -> None:
    field = hearings()[ROUND].text.sections["skriftlig-plan"].fields["begrunnelse"]
    anchor = field.paragraphs[-1].avsnitt
    query = f"?anbefaling=skriftlig-plan&felt=begrunnelse&avsnitt={anchor}&exact=samler+arbeidet"
    page = text_of(desk.get(f"/{ROUND}/svar/{query}"))
    assert "<blockquote>samler arbeidet</blockquote>" in page
    send({**fill(query), "sted.1.tekst": "Presiser."})
    comment = Comment.objects.get()
    assert (comment.anbefaling, comment.felt, comment.avsnitt) == (
        "skriftlig-plan",
        "begrunnelse",
        anchor,
    )
    assert comment.sitat_funnet
    assert comment.utgave == "0.1.0"


def test_a_place_that_is_gone_is_said_and_never_guessed(desk: Any, fill: Fill, send: Any) -> None:
    query = "?anbefaling=borte&felt=begrunnelse&exact=noe+annet"
    assert "ikke helt det samme" in text_of(desk.get(f"/{ROUND}/svar/{query}"))
    send({**fill(query), "sted.1.tekst": "Likevel."})
    comment = Comment.objects.get()
    assert (comment.anbefaling, comment.exact, comment.sitat_funnet) == ("", "noe annet", False)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("slag", "organisasjon", "Skriv navnet på organisasjonen"),
        ("epost", "ola@", "E-postadressen ser ikke riktig ut"),
        ("hele", "x" * 20_001, "Teksten er på 20001 tegn"),
        ("sporsmaal__nytte", "9", "Svaret passer ikke til spørsmålet"),
    ],
)
def test_faults_are_named_and_the_text_stands(
    fill: Fill, send: Any, name: str, value: str, expected: str
) -> None:
    answer = send(fill(**{"sporsmaal__mangler": "Behold dette", name: value}))
    assert answer.status_code == 422
    assert expected in text_of(answer)
    assert "Behold dette" in text_of(answer)
    assert not Submission.objects.exists()


def test_empty_answer_is_asked_for(fill: Fill, send: Any) -> None:
    assert "Skriv minst ett innspill" in text_of(send(fill()))


@pytest.mark.parametrize(
    ("sent", "opened", "status", "late"),
    [
        (-60, -600, 303, False),
        (29 * 60, -600, 303, True),
        (30 * 60, -600, 403, None),
        (60, 1, 403, None),
    ],
)
def test_the_deadline_goes_by_the_servers_clock_with_a_stated_grace(
    desk: Any,
    clock: Clock,
    send: Any,
    fill: Fill,
    sent: int,
    opened: int,
    status: int,
    late: bool | None,
) -> None:
    from rettesnor_horing.intake.form_token import new_ticket

    ticket = new_ticket(ROUND, DEADLINE + timedelta(seconds=opened)).sealed()
    clock.time = DEADLINE + timedelta(seconds=sent)
    answer = send({"skjema": ticket, "slag": "privatperson", "hele": "I siste liten"})
    assert answer.status_code == status
    if late is None:
        assert "I siste liten" in text_of(answer)
        assert "horing@example.no" in text_of(answer)
    else:
        assert Submission.objects.get().late is late


def test_the_form_opens_and_closes_by_the_clock(desk: Any, clock: Clock) -> None:
    clock.time = datetime(2026, 7, 1, 5, 59, tzinfo=UTC)
    assert "ikke åpnet ennå" in text_of(desk.get(f"/{ROUND}/svar/"))
    clock.time = datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
    assert desk.get(f"/{ROUND}/svar/").status_code == 200
    clock.time = DEADLINE
    assert "stengt" in text_of(desk.get(f"/{ROUND}/svar/"))
    assert "Innspillene blir vurdert" in text_of(desk.get(f"/{ROUND}/"))


def test_a_draft_comes_back_and_is_gone_when_sent(desk: Any, fill: Fill, send: Any) -> None:
    saved = desk.post(f"/{ROUND}/svar/", {"handling": "lagre", **fill(hele=TEXT, navn="Ola")})
    link = saved["Location"]
    page = text_of(desk.get(link))
    assert "Andre linje" in page
    assert link.split("/")[2] not in Draft.objects.get().digest
    data = {**fields(page), "hele": TEXT, "slag": "privatperson"}
    first, again = send({**data}), None
    assert first.status_code == 422  # sent as soon as it was opened
    first = send({**fields(text_of(first))})
    again = send({**data, "skjema": fields(page)["skjema"]})
    assert first.status_code == 303
    assert not Draft.objects.exists()
    assert again.status_code in (303, 422)
    assert desk.get(link).status_code == 404
    assert Submission.objects.count() == 1


def test_a_second_hook_adds_to_the_draft_of_the_browser(desk: Any, fill: Fill) -> None:
    first = fill("?anbefaling=skriftlig-plan")
    saved = desk.post(f"/{ROUND}/svar/", {**first, "handling": "lagre", "sted.1.tekst": "En"})
    query = "?anbefaling=hjemmebesok&felt=begrunnelse"
    assert "Legg til i svaret" in text_of(desk.get(f"/{ROUND}/svar/{query}"))
    desk.post(f"/{ROUND}/svar/", {**fill(query), "handling": "legg_til", "sted.1.tekst": "To"})
    page = text_of(desk.get(saved["Location"]))
    assert "\nEn</textarea>" in page
    assert "\nTo</textarea>" in page
    assert Draft.objects.count() == 1


def _full(*args: Any, **options: Any) -> None:
    raise OperationalError("database or disk is full") from sqlite3.OperationalError()


def test_a_full_database_is_told_and_the_text_stands(
    monkeypatch: pytest.MonkeyPatch, fill: Fill, send: Any
) -> None:
    data = fill(hele=TEXT, epost="kari@example.no")
    with monkeypatch.context() as patch:
        patch.setattr("rettesnor_horing.intake.store.connection.close", lambda: None)
        patch.setattr("rettesnor_horing.intake.store.Comment.objects.bulk_create", _full)
        answer = send(data)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "ikke bekreftet mottatt" in text_of(answer)
    assert not Submission.objects.exists()
    assert send(fields(text_of(answer))).status_code == 303
    assert Comment.objects.get().tekst == TEXT


def test_nothing_is_acknowledged_inside_a_transaction(
    monkeypatch: pytest.MonkeyPatch, fill: Fill, send: Any
) -> None:
    """The receipt's address is made after the outermost block has ended, thus after the commit."""
    order: list[str] = []
    ended = transaction.Atomic.__exit__

    def note(self: Any, *args: Any) -> None:
        ended(self, *args)
        if self.durable:
            order.append("stored")

    monkeypatch.setattr(transaction.Atomic, "__exit__", note)
    from rettesnor_horing.views import submit as sending

    made = sending.receipt_code
    monkeypatch.setattr(sending, "receipt_code", lambda s: (order.append("said"), made(s))[1])
    assert send(fill(hele="Noe")).status_code == 303
    assert order == ["stored", "said"]


def test_mail_waits_in_the_outbox_and_goes_once(
    clock: Clock, fill: Fill, send: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    from django.core import mail
    from rettesnor_horing.mail_queue import deliver

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send(fill(hele=TEXT, epost="kari@example.no"))
    assert deliver(clock.now()) == (1, 0)
    assert deliver(clock.now()) == (0, 0)
    (message,) = mail.outbox
    assert message.to == ["kari@example.no"]
    assert Submission.objects.get().nummer in message.subject
    assert TEXT in message.body


def test_mail_that_fails_is_tried_again_later(
    clock: Clock, fill: Fill, send: Any, settings: Any
) -> None:
    from rettesnor_horing.mail_queue import deliver

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    send(fill(hele="Noe", epost="kari@example.no"))
    assert deliver(clock.now()) == (0, 1)
    assert deliver(clock.now()) == (0, 0)
    clock.pass_(minutes=3)
    assert deliver(clock.now()) == (0, 1)


def test_one_address_is_not_flooded(clock: Clock, fill: Fill, send: Any) -> None:
    for number in range(7):
        send(fill(hele=f"Nummer {number}", epost="offer@example.no"))
    assert Outbox.objects.filter(held=False).count() == 5
    assert Submission.objects.count() == 7


def test_nynorsk_says_the_same(desk: Any, fill: Fill) -> None:
    assert "Svar på høyringa" in text_of(desk.get(f"/nn/{ROUND}/svar/"))
    sent = desk.post(f"/nn/{ROUND}/svar/", {"handling": "send", **fill(hele="Hei")})
    assert sent["Location"].startswith("/nn/kvittering/")
    assert Submission.objects.get().maalform == "nn"
