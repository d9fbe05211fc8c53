"""Finding what looks like personal data, in what is sent and in what is published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rettesnor.reading.content.personal_data import EMAIL, PHONE, in_text, is_birth_number, kinds

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


@pytest.mark.parametrize("text", [
    "Sak 22334455-7c54-4e1f-8b8c-0a5a33b0a0aa", "Møte 20260930, rom 4",
])
def test_codes_and_days_are_no_telephone_numbers(text: str) -> None:
    assert PHONE not in kinds(text)


@pytest.mark.parametrize("text", ["Ring 20261399", "Ring 92233444 (22334455-7c54)"])
def test_what_only_looks_like_a_code_or_a_day_is_found(text: str) -> None:
    assert PHONE in kinds(text)


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
        "§ 10-6, 2026–2027, 1 000 000 kr, NOU 2023: 1",
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
def test_long_texts_are_read_in_one_go(text: str) -> None:
    """A pattern that can be read in two ways would not come to an end here."""
    assert set(kinds(text)) <= {PHONE, EMAIL}


def test_each_kind_is_named_once_and_the_words_never() -> None:
    text = "Ring +47 912 34 567 eller 22 33 44 55, skriv til a.b@skole.example.no, Storgata 5"
    assert kinds(text) == ("telefonnummer", "e-postadresse", "adresse")
