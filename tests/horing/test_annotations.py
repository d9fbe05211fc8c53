"""W3C annotations come in as the comments of an answer, at a sure place or with why not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.letters.annotations import parsed_annotations, read_annotations
from rettesnor_horing.models import Letter, Submission

from tests.horing import small
from tests.horing.test_answering import text_of
from tests.horing.test_letters import Worker

SOURCE = "https://example.org/skolens-oppfolging/skriftlig-plan/"


def note(exact: str = "", source: str = SOURCE, **more: Any) -> dict[str, Any]:
    selector = {"type": "TextQuoteSelector", "exact": exact} if exact else None
    target = {"source": source, **({"selector": selector} if selector else {}), **more}
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation",
            "body": {"type": "TextualBody", "value": "Bra forslag"}, "target": target}


def read(*notes: dict[str, Any]) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    found = parsed_annotations(json.dumps(list(notes)).encode())
    answer = read_annotations(found, hearings()[small.ROUND])
    return answer.comments, answer.whole


def anchor() -> str:
    places = hearings()[small.ROUND].text.sections["skriftlig-plan"].fields["begrunnelse"]
    return places.paragraphs[-1].avsnitt


@pytest.mark.parametrize(("one", "place"), [
    (note("samler arbeidet"), {"felt": "begrunnelse", "avsnitt": "*"}),
    (note(source=f"{SOURCE}#begrunnelse"), {"felt": "begrunnelse"}),
    (note(selector={"type": "FragmentSelector", "value": "begrunnelse", "refinedBy": {
        "type": "TextQuoteSelector", "exact": "samler"}}),
     {"felt": "begrunnelse", "avsnitt": "*"}),
    (note(selector=[{"type": "TextPositionSelector", "start": 1, "end": 9},
                    {"type": "TextQuoteSelector", "exact": "En plan", "suffix": " samler"}]),
     {"felt": "begrunnelse", "avsnitt": "*"}),
])
def test_a_sure_place_is_found(desk: Any, one: dict[str, Any], place: dict[str, str]) -> None:
    comments, unsure = read(one)
    wanted = {name: anchor() if value == "*" else value for name, value in place.items()}
    assert comments[0]["anbefaling"] == "skriftlig-plan" and not unsure
    assert {n: comments[0][n] for n in ("felt", "avsnitt") if n in comments[0]} == wanted


@pytest.mark.parametrize(("one", "why", "address"), [
    (note("skriftlig plan"), "finnes ikke", "skriftlig-plan"),
    (note("er"), "flere steder", "skriftlig-plan"),
    (note(selector={"type": "TextPositionSelector", "start": 1, "end": 2}), "uten å sitere",
     "skriftlig-plan"),
    (note("x", source="https://example.org/noe-annet/"), "ikke til en anbefaling", ""),
    (note("x", source="http://[::1"), "", ""),
])
def test_an_unsure_place_is_said_and_the_comment_is_kept(
    desk: Any, one: dict[str, Any], why: str, address: str
) -> None:
    comments, unsure = read(one)
    assert comments[0]["tekst"] == "Bra forslag"
    assert comments[0].get("anbefaling", "") == address
    assert "felt" not in comments[0] and why in unsure[0]


def test_annotations_are_uploaded_and_become_an_answer(desk: Any) -> None:
    worker = Worker()
    data = json.dumps([note("samler arbeidet"), note("skriftlig plan"),
                       {**note(), "body": {"type": "TextualBody", "format": "text/html",
                                           "value": "<b>Og</b><script>x</script>"}}]).encode()
    answer = worker.upload(data, "merknader.json")
    assert answer.status_code == 303, text_of(answer)
    letter = Letter.objects.get()
    page = text_of(worker.client.get(f"/skrivebord/brev/{letter.pk}/"))
    assert "Steder som ikke er sikre" in page and "«skriftlig plan»" in page
    assert worker.do(letter, "registrer").status_code == 303
    assert [c.tekst for c in Submission.objects.get().comments.all()] == [
        "Bra forslag", "Bra forslag", "Og",
    ]


@pytest.mark.parametrize("data", [b"[1, 2]", b"[", b'{"type": "Annotation2"}', b"[[[]]]", b"{}"])
def test_what_is_no_annotation_is_none(data: bytes) -> None:
    assert parsed_annotations(data) == []
