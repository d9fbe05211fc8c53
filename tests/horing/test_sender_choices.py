"""What a sender may say besides comments: who answers, nothing to remark, more, withdrawn."""

from __future__ import annotations

from typing import Any

from rettesnor_horing.models import Audit, Comment, Submission

from tests.horing.conftest import Fill
from tests.horing.small import ROUND
from tests.horing.test_answering import text_of


def test_nobody_is_taken_for_a_private_person(desk: Any, fill: Fill, send: Any) -> None:
    page = text_of(desk.get(f"/{ROUND}/svar/"))
    assert 'value="privatperson" checked' not in page
    data = fill(hele="Hei.")
    del data["slag"]
    asked = send(data)
    assert asked.status_code == 422 and 'id="slag-feil"' in text_of(asked)
    assert send({**data, "organisasjon": "Moss kommune"}).status_code == 303
    assert Submission.objects.get().slag == "organisasjon"


def test_an_answer_may_be_that_there_is_nothing_to_remark(fill: Fill, send: Any) -> None:
    assert send(fill(ingen="ja")).status_code == 303
    assert send(fill(ingen="ja", hele="Likevel.")).status_code == 303
    first, second = Comment.objects.all()
    assert (first.tekst, second.tekst) == ("Ingen merknader.", "Likevel.")
    assert [s.flags for s in Submission.objects.all()] == [["ingen merknader"], []]


def test_an_answer_can_be_supplemented_and_asked_to_be_withdrawn(
    desk: Any, fill: Fill, send: Any
) -> None:
    receipt = send(fill(hele="Først.", slag="organisasjon", organisasjon="Moss"))["Location"]
    code = receipt.strip("/").rpartition("/")[2]
    page = text_of(desk.get(receipt))
    assert "?tillegg=" in page
    form = text_of(desk.get(f"/{ROUND}/svar/?tillegg={code}"))
    assert 'value="Moss"' in form and "tillegg til H-" in form
    data = fill(f"?tillegg={code}", hele="Mer.", slag="organisasjon", organisasjon="Moss")
    assert send(data).status_code == 303
    first, second = Submission.objects.all()
    assert second.flags == [f"tillegg til {first.nummer}"]
    for _ in range(2):
        assert desk.post(f"{receipt}trekk/").status_code == 303
    first.refresh_from_db()
    assert first.flags == ["bedt trukket"] and Comment.objects.count() == 2
    assert Audit.objects.filter(action="withdraw-request").count() == 1
    assert "Du har bedt om" in text_of(desk.get(receipt))
    assert desk.post("/kvittering/1:x/trekk/").status_code == 404
    assert desk.get(f"/{ROUND}/svar/?tillegg=1:x").status_code == 200


def test_a_fault_in_the_form_of_a_place_shows_that_place_only(fill: Fill, send: Any) -> None:
    data = fill("?anbefaling=skriftlig-plan&felt=begrunnelse")
    page = send({**data, "sted.1.tekst": "Hei.", "epost": "nei"})
    assert page.status_code == 422 and text_of(page).count("<textarea") == 1
