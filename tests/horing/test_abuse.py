"""What looks like abuse is slowed, flagged or asked about; nothing is dropped."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from rettesnor_horing.intake.rate_limit import Rate, neighbourhood
from rettesnor_horing.models import Comment, Submission

from tests.horing.conftest import Clock, Fill, fields
from tests.horing.test_answering import text_of


def test_personal_data_is_asked_about_and_then_let_through(fill: Fill, send: Any) -> None:
    data = fill(hele="Ring meg på 22 33 44 55")
    asked = send(data)
    assert asked.status_code == 422
    assert "telefonnummer «22 33 44 55»" in text_of(asked)
    assert not Submission.objects.exists()
    assert send(fields(text_of(asked))).status_code == 303
    assert Comment.objects.get().flags == ["telefonnummer"]


@pytest.mark.parametrize(
    ("wait", "expected"),
    [
        (1, "så fort"),
        (4 * 86_400, "åpent lenge"),
    ],
)
def test_too_fast_or_too_old_is_asked_again_with_the_text(
    fill: Fill, send: Any, wait: float, expected: str
) -> None:
    asked = send(fill(hele="Teksten min", wait=wait))
    assert expected in text_of(asked)
    assert send(fields(text_of(asked))).status_code == 303
    assert Comment.objects.get().tekst == "Teksten min"


def test_a_forged_form_is_asked_again_with_the_text(fill: Fill, send: Any) -> None:
    data = fill(hele="Teksten min")
    asked = send({**data, "skjema": data["skjema"][:-2] + "xx"})
    assert asked.status_code == 400
    assert fields(text_of(asked))["hele"] == "Teksten min"


def test_the_honeypot_flags_and_drops_nothing(fill: Fill, send: Any) -> None:
    assert send(fill(hele="Kjøp nå", nettside="http://x")).status_code == 303
    assert Submission.objects.get().flags == ["honeypot"]


def test_a_neighbourhood_that_sends_much_waits_and_keeps_its_text(
    monkeypatch: pytest.MonkeyPatch, fill: Fill, send: Any
) -> None:
    narrow = Rate(2)
    monkeypatch.setattr("rettesnor_horing.views.submit.rate", lambda: narrow)
    monkeypatch.setattr("rettesnor_horing.clock.ticks", lambda: 0.0)
    for number in range(2):
        assert send(fill(hele=f"Nummer {number}")).status_code == 303
    refused = send(fill(hele="Den tredje"))
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) <= 601
    assert fields(text_of(refused))["hele"] == "Den tredje"


def test_the_rate_forgets() -> None:
    rate = Rate(1, window=10)
    assert rate.wait("a", 0) == 0
    assert rate.wait("a", 1) > 0
    assert rate.wait("b", 1) == 0
    assert rate.wait("a", 10.5) == 0
    rate.wait("c", 100)
    assert list(rate._sent) == ["c"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:ff12::5", "2001:db8:1:ff00::/56"),
        ("::ffff:192.0.2.9", "192.0.2.0/24"),
        ("tull", ""),
    ],
)
def test_neighbourhoods(address: str, expected: str) -> None:
    assert neighbourhood(RequestFactory().get("/", REMOTE_ADDR=address)) == expected


def test_only_trusted_proxies_are_believed(settings: Any) -> None:
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.5"
    )
    assert neighbourhood(request) == "10.0.0.0/24"
    settings.HORING_PROXIES = 1
    assert neighbourhood(request) == "192.0.2.0/24"


def test_attachments_are_refused(desk: Any, fill: Fill, clock: Clock) -> None:
    from io import BytesIO

    file = BytesIO(b"x")
    file.name = "vedlegg.pdf"
    answer = desk.post("/pilot-2026/svar/", {**fill(hele="Hei"), "vedlegg": file})
    assert answer.status_code == 400
    assert not Submission.objects.exists()


def test_a_huge_form_is_refused_in_words(desk: Any) -> None:
    body = b"hele=" + b"x" * 3_000_000
    answer = desk.post("/pilot-2026/svar/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (400, 413)
    assert "for stort" in text_of(answer)
