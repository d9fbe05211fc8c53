"""A reviewer edits the paragraph itself: kept, shown as a change, published, taken out."""

from __future__ import annotations

import json
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from rettesnor_horing.exports.publishable import publishable
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.intake.answer import read_answer
from rettesnor_horing.intake.receipt import receipt_data
from rettesnor_horing.intake.wording import apart, digest
from rettesnor_horing.models import Audit, Comment, Draft, Submission
from rettesnor_horing.published import published_wording

from tests.horing import small
from tests.horing.conftest import Clock, Fill, fields
from tests.horing.test_answering import text_of
from tests.horing.test_editors import decided, moderate, redact, user

HEARD = "En plan samler arbeidet på ett sted."
WORDING = "En plan samler arbeidet på ett sted, og eleven er med."
SECTION = "skriftlig-plan"


def anchor() -> str:
    places = hearings()[small.ROUND].text.sections[SECTION].fields["begrunnelse"].paragraphs
    return next(place.avsnitt for place in places if place.tekst == HEARD)


def place(**more: str) -> dict[str, str]:
    return {"anbefaling": SECTION, "felt": "begrunnelse", "avsnitt": anchor(), **more}


def form(desk: Any, **more: str) -> str:
    return text_of(desk.get(f"/{small.ROUND}/svar/?{urlencode(place(**more))}"))


@pytest.fixture
def proposed(desk: Any, fill: Fill, send: Any) -> Comment:
    data = fill("?" + urlencode(place(forslag="1")))
    sent = send({**data, "sted.1.forslag": WORDING, "sted.1.tekst": "Eleven vet best."})
    assert sent.status_code == 303
    return Comment.objects.get()


def test_the_form_leads_to_the_words_and_holds_them(desk: Any) -> None:
    page = form(desk)
    link = page.split("Foreslå en annen tekst i avsnittet", 1)[0].rpartition('href="')[2]
    page = text_of(desk.get(unescape(link.split('"')[0])))
    assert f'rows="8" aria-describedby="sted-1-forslag-hjelp">\n{HEARD}</textarea>' in page
    assert fields(page)["sted.1.grunnlag"] == digest(HEARD)
    whole = text_of(desk.get(f"/{small.ROUND}/svar/?anbefaling={SECTION}&felt=begrunnelse"))
    assert whole.count("forslag=1") == 2  # its two paragraphs; the line between has no words


def test_a_wording_is_kept_with_its_reason_and_shown_as_a_change(
    desk: Any, proposed: Comment
) -> None:
    assert proposed.tekst == f"Forslag til ny tekst:\n{WORDING}\n\nHvorfor:\nEleven vet best."
    said = apart(proposed.tekst, proposed.forslag)
    assert said is not None and (said.heard, said.wording, said.why) == (
        HEARD, WORDING, "Eleven vet best."
    )
    item = receipt_data(Submission.objects.get())["svar"]["innspill"][0]
    assert (item["forslag"], item["tekst"]) == (WORDING, "Eleven vet best.")
    worker = Client()
    worker.force_login(user("saksbehandler"))
    page = text_of(worker.get(f"/skrivebord/horing/comment/{proposed.pk}/change/"))
    assert "<ins>, og eleven er med</ins>" in page
    file = worker.get(f"/skrivebord/innspill/{proposed.pk}/forslag/")
    assert json.loads(file.content)["forslag"] == {"tekst": WORDING, "grunnlag": HEARD}
    assert Audit.objects.filter(action="wording-download", subject=proposed.nummer).exists()


def test_what_changes_nothing_is_no_proposal(fill: Fill, send: Any) -> None:
    data = fill("?" + urlencode(place(forslag="1")))
    assert send({**data, "sted.1.forslag": f" {HEARD}\n", "sted.1.tekst": ""}).status_code == 422
    assert send({**data, "sted.1.forslag": HEARD, "sted.1.tekst": "Godt."}).status_code == 303
    comment = Comment.objects.get()
    assert (comment.tekst, comment.forslag) == ("Godt.", None)


@pytest.mark.parametrize(("item", "field"), [
    ({"anbefaling": SECTION, "felt": "begrunnelse"}, "forslag"),
    ({}, "forslag"),
    ({"anbefaling": SECTION, "felt": "begrunnelse", "grunnlag": "x" * 32, "avsnitt": "*"},
     "forslag"),
    ({"anbefaling": SECTION, "avsnitt": "finnes-ikke", "felt": "begrunnelse"}, "avsnitt"),
    ({"anbefaling": SECTION, "felt": "kort_anbefaling", "tekst": "a" * 20_000}, "forslag"),
])
def test_a_wording_of_no_paragraph_is_refused(desk: Any, item: dict[str, Any], field: str) -> None:
    item = {**item, "forslag": "Nye ord."}
    if item.get("avsnitt") == "*":
        item["avsnitt"] = anchor()
    faults = read_answer({"innspill": [item]}, hearings()[small.ROUND])[1]
    assert f"innspill.0.{field}" in [f.field for f in faults]


def test_the_reason_may_be_redacted_and_the_wording_is_still_a_change(
    proposed: Comment, clock: Clock
) -> None:
    worker = user("saksbehandler")
    redact(proposed, worker, proposed.tekst.replace("vet best", "■"), "Navn.", clock.now())
    decided(proposed, clock)
    found = publishable(hearings()[small.ROUND])["innspill"][0]
    assert found["forslag"] == {"tekst": WORDING, "grunnlag": HEARD}
    assert found["tekst"] == "Eleven ■■■."


def test_a_redacted_wording_is_published_as_text_and_never_as_a_change(
    proposed: Comment, clock: Clock
) -> None:
    worker = user("saksbehandler")
    redact(proposed, worker, proposed.tekst.replace("eleven er med", "■"), "Navn.", clock.now())
    decided(proposed, clock)
    fresh = Comment.objects.get()
    assert published_wording(fresh) is None
    found = publishable(hearings()[small.ROUND])["innspill"][0]
    assert "forslag" not in found and found["tekst"].startswith("Forslag til ny tekst:\nEn plan")
    assert "eleven er med" not in json.dumps(found)


def test_nothing_of_a_wording_is_published_before_somebody_says_so(
    proposed: Comment, clock: Clock
) -> None:
    hearing = hearings()[small.ROUND]
    assert publishable(hearing)["innspill"] == []
    moderate(proposed, user("saksbehandler"), "unntatt", "Gjelder en person.", clock.now())
    assert "forslag" not in publishable(hearing)["innspill"][0]


def test_a_wording_is_kept_in_a_draft_and_can_be_edited_there(desk: Any, fill: Fill) -> None:
    data = fill("?" + urlencode(place(forslag="1")))
    sent = desk.post(f"/{small.ROUND}/svar/", {
        **data, "handling": "lagre", "sted.1.forslag": WORDING,
    })
    page = text_of(desk.get(sent["Location"]))
    assert f"\n{WORDING}</textarea>" in page and Draft.objects.count() == 1


def test_personal_data_in_a_wording_is_asked_about(desk: Any, fill: Fill, send: Any) -> None:
    data = fill("?" + urlencode(place(forslag="1")))
    page = send({**data, "sted.1.forslag": f"{HEARD} Ring 22 33 44 55."})
    assert page.status_code == 422 and "telefonnummer" in text_of(page)
