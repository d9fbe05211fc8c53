"""Drafts shared by colleagues, and retries of what is stored: nothing is lost or denied."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from rettesnor_horing.intake import drafts
from rettesnor_horing.models import Draft, Submission

from tests.horing.conftest import Clock, Fill, fields
from tests.horing.small import ROUND

STATES = (None, "a", "b")


def page_of(response: Any) -> str:
    text: str = response.content.decode()
    return text


@pytest.fixture
def shared(desk: Any, fill: Fill) -> str:
    """A draft that both colleagues have opened; its address."""
    saved = desk.post(f"/{ROUND}/svar/", {"handling": "lagre", **fill(hele="Felles")})
    address: str = saved["Location"]
    return address


def opened(desk: Any, address: str) -> dict[str, str]:
    return {"slag": "privatperson", **fields(page_of(desk.get(address)))}


def test_what_two_write_in_different_fields_is_merged(desk: Any, shared: str) -> None:
    one, two = opened(desk, shared), opened(desk, shared)
    desk.post(f"/{ROUND}/svar/", {**one, "handling": "lagre", "hele": "Felles, og mer"})
    saved = desk.post(f"/{ROUND}/svar/", {
        **two, "handling": "lagre", "hele": "Felles", "kapittel.hjem": "Om hjemmet",
    })
    page = page_of(desk.get(saved["Location"]))
    assert "\nFelles, og mer</textarea>" in page
    assert "\nOm hjemmet</textarea>" in page
    assert "er slått sammen" in page


def test_what_two_write_in_the_same_field_is_shown_and_not_stored(desk: Any, shared: str) -> None:
    one, two = opened(desk, shared), opened(desk, shared)
    desk.post(f"/{ROUND}/svar/", {**one, "handling": "lagre", "hele": "Den enes"})
    clash = desk.post(f"/{ROUND}/svar/", {**two, "handling": "lagre", "hele": "Den andres"})
    assert clash.status_code == 409
    page = page_of(clash)
    assert "\nDen andres</textarea>" in page
    assert "Den enes" in page
    assert Draft.objects.get().content["hele"] == ["Den enes"]
    again = {**fields(page), "slag": "privatperson", "hele": "Begges"}
    assert desk.post(f"/{ROUND}/svar/", {**again, "handling": "lagre"}).status_code == 303
    assert Draft.objects.get().content["hele"] == ["Begges"]


def test_sending_never_drops_what_somebody_else_wrote(desk: Any, shared: str, clock: Clock) -> None:
    one, two = opened(desk, shared), opened(desk, shared)
    desk.post(f"/{ROUND}/svar/", {
        **one, "handling": "lagre", "hele": "Felles", "kapittel.hjem": "Om hjemmet",
    })
    clock.pass_(minutes=1)
    refused = desk.post(f"/{ROUND}/svar/", {**two, "handling": "send", "hele": "Felles"})
    assert refused.status_code == 409
    assert "\nOm hjemmet</textarea>" in page_of(refused)
    assert not Submission.objects.exists()
    final = {
        **fields(page_of(refused)), "slag": "privatperson", "hele": "Felles",
        "kapittel.hjem": "Om hjemmet",
    }
    assert desk.post(f"/{ROUND}/svar/", {**final, "handling": "send"}).status_code == 303
    assert Submission.objects.get().comments.count() == 2


@pytest.mark.parametrize(
    ("before", "mine", "theirs"), list(itertools.product(STATES, repeat=3)),
    ids=lambda value: value or "-",
)
def test_no_text_is_lost_by_merging(
    db: None, desk: Any, clock: Clock, before: str | None, mine: str | None, theirs: str | None
) -> None:
    def values(text: str | None) -> dict[str, list[str]]:
        return {"slag": ["privatperson"], **({"hele": [text]} if text else {})}

    now = clock.now()
    secret = drafts.save("", ROUND, values(before), "", now).secret
    basis = drafts.basis_of(values(before))
    drafts.save(secret, ROUND, values(theirs), basis, now)
    found = drafts.save(secret, ROUND, values(mine), basis, now)
    stored = Draft.objects.get().content.get("hele", [None])[0]
    if mine == before:
        assert (stored, found.clashes) == (theirs, {})
    elif theirs in (before, mine):
        assert (stored, found.clashes) == (mine, {})
    else:
        assert stored == theirs
        assert found.content.get("hele", [None])[0] == mine
        assert set(found.clashes) == {"hele"}


@pytest.mark.parametrize("secret", ["a", "a/b", "😀", "", "x" * 5000])
def test_nobody_chooses_the_secret_of_a_draft(desk: Any, fill: Fill, secret: str) -> None:
    data = {**fill(hele="Tekst"), "utkast": secret}
    saved = desk.post(f"/{ROUND}/svar/", {"handling": "lagre", **data})
    assert saved.status_code == 303
    assert saved["Location"].split("/")[2] != secret
    desk.cookies["horing-utkast"] = "a/b"
    joined = desk.post(f"/{ROUND}/svar/", {
        **fill("?anbefaling=skriftlig-plan"), "handling": "legg_til", "sted.1.tekst": "En",
    })
    assert joined.status_code == 303


def test_a_draft_can_be_deleted(desk: Any, shared: str) -> None:
    data = {"utkast": opened(desk, shared)["utkast"]}
    assert desk.post("/utkast/slett/", data).status_code == 200
    assert desk.get(shared).status_code == 404
    assert desk.post("/utkast/slett/", data).status_code == 404


def test_a_change_of_language_keeps_place_text_and_draft(desk: Any, fill: Fill) -> None:
    data = fill("?anbefaling=skriftlig-plan&felt=begrunnelse&exact=samler+arbeidet")
    other = page_of(desk.post(f"/nn/{ROUND}/svar/", {
        **data, "handling": "rediger", "sted.1.tekst": "Skriven her",
    }))
    assert 'lang="nn"' in other
    assert "\nSkriven her</textarea>" in other
    assert "<blockquote>samler arbeidet</blockquote>" in other
    assert other.count("<textarea") == 1  # still the short form
    assert f'formaction="/{ROUND}/svar/"' in other


def test_a_fault_in_a_short_form_keeps_it_short(desk: Any, fill: Fill) -> None:
    data = fill("?anbefaling=skriftlig-plan")
    page = page_of(desk.post(f"/{ROUND}/svar/", {**data, "sted.1.tekst": "Tekst", "epost": "x"}))
    assert "ser ikke riktig ut" in page
    assert page.count("<textarea") == 1


@pytest.mark.parametrize("when", ["closed", "rate"])
def test_a_retry_of_what_is_stored_gets_its_receipt(
    desk: Any, fill: Fill, send: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    data = fill(hele="Svaret mitt")
    first = send(data)
    if when == "closed":
        clock.pass_(days=90)
    else:
        monkeypatch.setattr("rettesnor_horing.intake.rate_limit.Rate.wait", lambda *_: 60)
    again = send(data)
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    assert send({**data, "hele": "Et annet"}).status_code in (403, 429)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("when", ["closed", "rate"])
def test_the_api_acknowledges_a_retry_likewise(
    desk: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    def post() -> Any:
        return desk.post(
            "/api/innspill/", {"horing": ROUND, "innspill": [{"tekst": "Svaret mitt"}]},
            content_type="application/json",
            headers={"Idempotency-Key": "3f8e8d5e-7c54-4e1f-8b8c-0a5a33b0a0aa"},
        )

    assert post().status_code == 201
    if when == "closed":
        clock.pass_(days=90)
    else:
        monkeypatch.setattr("rettesnor_horing.intake.rate_limit.Rate.wait", lambda *_: 60)
    assert post().status_code == 200


@pytest.mark.parametrize("configured", [False, True])
def test_mail_is_promised_only_where_it_is_sent(
    desk: Any, fill: Fill, send: Any, settings: Any, configured: bool
) -> None:
    kind = "locmem" if configured else "dummy"
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{kind}.EmailBackend"
    link = send(fill(hele="Tekst", epost="ola@example.no"))["Location"]
    assert ("kommer også på e-post" in page_of(desk.get(link))) == configured
