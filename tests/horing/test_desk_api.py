"""The JSON endpoint does what its description says, and no more."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from rettesnor_horing.models import Comment, Submission
from rettesnor_horing.wsgi import application

from tests.horing import small

schemathesis = pytest.importorskip("schemathesis")
openapi_checks = pytest.importorskip("schemathesis.specs.openapi.checks")
positive_data_acceptance = openapi_checks.positive_data_acceptance
"""Left out: whether an address or a choice exists depends on the round, not on the schema."""


def post(desk: Any, data: Any, key: str | None = None, **options: Any) -> Any:
    """Send ``data`` to the endpoint."""
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    body = data if isinstance(data, (str, bytes)) else json.dumps(data)
    options = {"content_type": "application/json", **options}
    return desk.post("/api/innspill/", body, headers=headers, **options)


def answer(**more: Any) -> dict[str, Any]:
    return {"horing": small.ROUND, "innspill": [{"tekst": "Bra."}], **more}


def test_stored_once_by_key(desk: Any) -> None:
    key = str(uuid.uuid4())
    first, again = post(desk, answer(), key), post(desk, answer(), key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert post(desk, answer(maalform="nn"), key).status_code == 409
    assert Submission.objects.count() == 1
    assert "H-0" in desk.get(first.json()["kvittering"]).content.decode()


@pytest.mark.parametrize(
    ("data", "status", "field"),
    [
        ({"horing": "ukjent", "innspill": []}, 422, "horing"),
        ([], 422, None),
        ("{", 400, None),
        ('{"horing": NaN}', 400, None),
        ("[" * 100_000, 400, None),
        (b"\xff", 400, None),
        (answer(innspill=[{"tekst": "x", "anbefaling": "borte"}]), 422, "innspill.0.anbefaling"),
        (answer(innspill=[{"tekst": "x", "felt": "begrunnelse"}]), 422, "innspill.0.felt"),
        (answer(innspill=[{"tekst": 7}]), 422, "innspill.0.tekst"),
        (answer(innspill=[{"sporsmaal": "nytte", "tall": 6}]), 422, "innspill.0.valg"),
        (answer(innspill=[{"sporsmaal": "roller", "valg": ["ja", "nei"]}]), 422, "innspill.0.valg"),
        (answer(mer="x"), 422, "mer"),
        (answer(avsender={"offentlig_navn": "ja"}), 422, "avsender.offentlig_navn"),
        (answer(innspill=[{"tekst": "Ring 22 33 44 55"}]), 422, "innspill.0.tekst"),
    ],
)
def test_refusals_name_the_field(desk: Any, data: Any, status: int, field: str | None) -> None:
    refused = post(desk, data)
    assert refused.status_code == status
    assert refused["Content-Type"] == "application/problem+json"
    if field:
        assert field in [f["felt"] for f in refused.json()["feil"]]
    assert not Submission.objects.exists()


def test_confirmed_personal_data_is_taken(desk: Any) -> None:
    data = answer(innspill=[{"tekst": "Ring 22 33 44 55"}], bekreftet=True)
    assert post(desk, data).status_code == 201


def test_characters_that_cannot_be_stored_are_left_out(desk: Any) -> None:
    assert post(desk, answer(innspill=[{"tekst": "a\x00b\ud800c\x1f"}])).status_code == 201
    assert Comment.objects.get().tekst == "abc"


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_only_json(desk: Any, options: dict[str, Any], status: int) -> None:
    assert post(desk, answer(), **options).status_code == status


def test_too_large(desk: Any) -> None:
    assert post(desk, answer(innspill=[{"tekst": "x" * 2_500_000}])).status_code == 413


def test_closed(desk: Any, clock: Any) -> None:
    clock.pass_(days=60)
    assert post(desk, answer()).status_code == 403


schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@schema.parametrize()
def test_keeps_to_its_description(desk: Any, case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from rettesnor_horing.intake.rate_limit import Rate

    wide = Rate(10**9)
    monkeypatch.setattr("rettesnor_horing.views.api.rate", lambda: wide)
    if isinstance(case.body, dict) and "horing" in case.body:
        case.body["horing"] = small.ROUND
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
