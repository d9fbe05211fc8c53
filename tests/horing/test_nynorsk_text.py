"""Readers of the nynorsk pages answer in nynorsk, about the words that they read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from rettesnor.model.edition import EditionTexts, in_language
from rettesnor_horing import hearing_cache
from rettesnor_horing.afterwards.answers import Teller
from rettesnor_horing.desk.side_by_side import beside
from rettesnor_horing.exports.publishable import publishable
from rettesnor_horing.hearing.text import heard_text
from rettesnor_horing.models import Comment, RoundRecord, Submission

from tests.horing.conftest import Fill, fields
from tests.horing.small import ROUND, edition
from tests.horing.test_editors import user

RATIONALE = "Fordelane er større enn ulempene.\n\n---\n\nEin plan samlar arbeidet på éin stad.\n"


@pytest.fixture
def translated(desk: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The round, with a translation of one recommendation."""
    said = EditionTexts({}, {"skriftlig-plan": {
        "tittel": "Om planen", "begrunnelse.tekst": RATIONALE,
    }})
    texts = replace(edition(), oversettelser={"nn": said})
    hearing = replace(
        hearing_cache.hearings()[ROUND], text_nn=heard_text(in_language(texts, "nn"))
    )
    monkeypatch.setattr(hearing_cache, "hearings", lambda: {ROUND: hearing})
    for module in ("views.api", "views.form_page", "views.pages"):
        monkeypatch.setattr(f"rettesnor_horing.{module}.hearings", lambda: {ROUND: hearing})
    return hearing


def test_a_hook_of_a_nynorsk_page_keeps_place_and_quotation(
    translated: Any, desk: Any, fill: Fill, clock: Any
) -> None:
    first = translated.text.sections["skriftlig-plan"].fields["begrunnelse"].paragraphs
    there = translated.text_nn.sections["skriftlig-plan"].fields["begrunnelse"].paragraphs
    anchor = there[-1].avsnitt
    assert anchor != first[-1].avsnitt
    query = f"?anbefaling=skriftlig-plan&felt=begrunnelse&avsnitt={anchor}&exact=samlar+arbeidet"
    page = desk.get(f"/nn/{ROUND}/svar/{query}").content.decode()
    assert "ikkje heilt den same" not in page
    assert "ikkje ordrett" not in page
    assert "<h2>Om planen" in page
    clock.pass_(minutes=1)
    sent = desk.post(f"/nn/{ROUND}/svar/", {
        **fields(page), "slag": "privatperson", "handling": "send", "sted.1.tekst": "Ja",
    })
    assert sent.status_code == 303
    comment = Comment.objects.select_related("submission").get()
    assert comment.submission.maalform == "nn"
    assert comment.sitat_funnet
    assert comment.avsnitt == first[-1].avsnitt
    comment.moderation = Comment.Moderation.PUBLIC
    comment.save()
    quote = publishable(translated)["innspill"][0]["adresse"]["sitat"]
    assert quote["exact"] == "samlar arbeidet"
    shown = [w for p in beside(comment).passages for w in p.paragraphs if w.here]
    assert [(w.quoted, w.before) for w in shown] == [("samlar arbeidet", "Ein plan ")]


@pytest.mark.parametrize("of_the_site", [True, False])
@pytest.mark.parametrize(("root", "words"), [
    ("/nn", "Ein plan samlar arbeidet på éin stad."), ("", "En plan samler arbeidet på ett sted."),
])
def test_a_paragraph_is_reworded_in_the_language_that_it_is_read_in(
    translated: Any, desk: Any, clock: Any, of_the_site: bool, root: str, words: str
) -> None:
    """The site's nynorsk pages have the anchors of the first language, the form its own."""
    text = translated.text if of_the_site or not root else translated.text_nn
    anchor = text.sections["skriftlig-plan"].fields["begrunnelse"].paragraphs[-1].avsnitt
    query = f"?anbefaling=skriftlig-plan&felt=begrunnelse&avsnitt={anchor}&forslag=1"
    page = desk.get(f"{root}/{ROUND}/svar/{query}").content.decode()
    assert f"\n{words}</textarea>" in page
    clock.pass_(minutes=1)
    sent = desk.post(f"{root}/{ROUND}/svar/", {
        **fields(page), "slag": "privatperson", "handling": "send",
        "sted.1.forslag": f"{words} Og meir.",
    })
    assert sent.status_code == 303
    comment = Comment.objects.get()
    assert comment.forslag["grunnlag"] == words
    told = Teller(translated).of(comment.submission)[0].place  # in the answer letter
    assert told == f"{'Om planen' if root else 'Om skriftlig-plan'}: {words}"


@pytest.mark.parametrize(("nynorsk", "verdict", "said"), [
    (RATIONALE, "same", "Ein plan samlar arbeidet på éin stad."),
    (RATIONALE.replace("éin", "ein"), "changed", "Ein plan samlar arbeidet på ein stad."),
    ("Eitt avsnitt.", "same", "En plan samler arbeidet på ett sted."),
    ("", "same", "En plan samler arbeidet på ett sted."),
], ids=["the same", "changed", "not alike", "none"])
def test_the_draft_beside_a_nynorsk_comment_is_the_nynorsk_one_where_there_is_one(
    translated: Any, desk: Any, fill: Fill, send: Any, monkeypatch: pytest.MonkeyPatch,
    nynorsk: str, verdict: str, said: str,
) -> None:
    first = translated.text.sections["skriftlig-plan"].fields["begrunnelse"].paragraphs[-1]
    send(fill(hele="Bra."))
    Submission.objects.update(maalform="nn")
    Comment.objects.update(
        anbefaling="skriftlig-plan", felt="begrunnelse", avsnitt=first.avsnitt, utgave="0.1.0"
    )
    own = None
    if nynorsk:
        texts = EditionTexts({}, {"skriftlig-plan": {"begrunnelse.tekst": nynorsk}})
        made = replace(edition(), oversettelser={"nn": texts})
        own = heard_text(in_language(made, "nn"))
    monkeypatch.setattr(hearing_cache, "current_draft", lambda: (heard_text(edition()), own))
    shown = beside(Comment.objects.get())
    assert shown.found is not None and shown.found.place is not None
    assert (shown.found.verdict, shown.found.place.tekst) == (verdict, said)
    assert shown.draft_in == ("nn" if said.startswith("Ein") else "nb")
    sara = Client()
    sara.force_login(user("saksbehandler"))
    address = f"/nn/skrivebord/horing/comment/{Comment.objects.get().pk}/change/"
    page = sara.get(address).content.decode()
    assert f'lang="{shown.draft_in}">' in page.partition("I utkastet no")[2].partition("</p>")[2]


def test_the_desk_in_nynorsk_shows_nothing_in_bokmal(
    desk: Any, fill: Fill, send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Titles of rounds, marks and counts are data in the database, and are said on the page."""
    RoundRecord.objects.update(tittel_nn="Høyring av pilotversjonen")
    send({**fill(nettside="x"), "hele": "Ring meg på 22 33 44 55.", "samtykke": "ja"})
    submission = Submission.objects.get()
    submission.flags = [*submission.flags, "bedt trukket", "tillegg til H-000001"]
    submission.save()
    sara = Client()
    sara.force_login(user("saksbehandler"))
    comment = Comment.objects.get()
    for address in (
        "horing/comment/", f"horing/comment/{comment.pk}/change/",
        f"horing/submission/{submission.pk}/change/", "horing/submission/", "statistikk/",
        "brev/ny/", "tabell/", "e-post/",
    ):
        page = sara.get(f"/nn/skrivebord/{address}").content.decode()
        assert "Høring av pilotversjonen" not in page
        for kept in ("honeypot", "bedt trukket", "personopplysninger"):
            assert kept not in page, address
    page = sara.get("/nn/skrivebord/horing/comment/").content.decode()
    assert "avsendaren har bede om å trekkje svaret, tillegg til H-000001" in page
