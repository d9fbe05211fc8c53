"""What looks like abuse is slowed, flagged or asked about; nothing is dropped."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from rettesnor_horing.intake.likeness import clusters, likeness
from rettesnor_horing.intake.personal import in_text, is_birth_number
from rettesnor_horing.intake.rate import Rate, neighbourhood
from rettesnor_horing.models import Comment, Submission

from tests.horing.conftest import Clock, Fill, fields
from tests.horing.test_answering import text_of

WEIGHTS = ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))


def birth_number(nine: str) -> str | None:
    """Return nine digits with their two check digits, if there are any."""
    for weights in WEIGHTS:
        total = sum(w * int(d) for w, d in zip(weights, nine, strict=True))
        digit = -total % 11
        if digit == 10:
            return None
        nine += str(digit)
    return nine


@given(
    st.integers(1, 28),
    st.integers(1, 12),
    st.integers(0, 99),
    st.integers(0, 999),
    st.sampled_from([(0, 0), (40, 0), (0, 40), (0, 65), (0, 80)]),
)
def test_every_birth_number_is_found(
    day: int, month: int, year: int, person: int, kind: tuple[int, int]
) -> None:
    """Also D-numbers (day + 40) and numbers for testing (month + 40, 65 or 80)."""
    number = birth_number(f"{day + kind[0]:02}{month + kind[1]:02}{year:02}{person:03}")
    if number is None:
        return
    assert is_birth_number(number)
    for written in (number, f"{number[:6]} {number[6:]}"):
        assert ("fødselsnummer", written) in list(in_text(f"Han er {written}, altså."))
    wrong = f"{number[:10]}{(int(number[10]) + 1) % 10}"
    assert not is_birth_number(wrong)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ring 22334455 i dag", "telefonnummer"),
        ("Ring +47 922 33 444.", "telefonnummer"),
        ("Ring 22 33 44 55", "telefonnummer"),
        ("Skriv til kari.nordmann@skole.no.", "e-postadresse"),
        ("Vi bor i Storgata 5 B på Hamar", "adresse"),
        ("Vi bor i Karl Johans gate 22", "adresse"),
        ("Familien i Bjørnstjerne Bjørnsons vei 7", "adresse"),
    ],
)
def test_finds_what_looks_personal(text: str, kind: str) -> None:
    assert kind in {found for found, _ in in_text(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Kapittel 12 og § 10-6 i loven av 2023-06-09",
        "I 2025 2026 var det 12 345 678 kroner",
        "Anbefaling 3 bør si mer om veien videre 2 ganger",
        "Se side 12345678901 i rapporten",
        "Fraværet var 8,5 prosent i 2024 og 9,1 i 2025",
        "Vi viser til sak 2024/12345",
    ],
)
def test_leaves_ordinary_text_alone(text: str) -> None:
    assert list(in_text(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20_000,
        "a@" * 10_000,
        "1 " * 10_000,
        "Storgata " * 2_200,
        "a.b" * 6_600,
        "12345678" * 2500,
        "A veien " * 2_500,
        "x@" + "a." * 9_000,
    ],
)
def test_finding_takes_no_time(text: str) -> None:
    started = time.perf_counter()
    list(in_text(text))
    assert time.perf_counter() - started < 0.5


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
    monkeypatch.setattr("rettesnor_horing.views.sending.rate", lambda: narrow)
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


def test_equal_and_like_comments_are_found() -> None:
    letter = "Vi mener at skolen må få mer tid til å følge opp elever med stort fravær hver uke"
    texts = [
        (1, letter),
        (2, letter.upper() + "!"),
        (3, letter + " hele året"),
        (4, "Noe helt annet som bare handler om hjemmebesøk og tillit mellom voksne"),
    ]
    assert likeness(letter) == likeness(letter.upper() + "!")
    assert list(clusters(texts)) == [[1, 2, 3]]


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
