"""An organisation answers together: colleagues by a code, one who sends, and versions kept."""

from __future__ import annotations

import io
from html import unescape
from typing import Any

import pytest
from django.test import Client
from docx import Document
from rettesnor_horing.intake import shared
from rettesnor_horing.models import Comment, Contribution, Draft, DraftVersion, SharedDraft
from rettesnor_horing.retention import purge

from tests.horing.conftest import Clock, Fill, fields
from tests.horing.small import ROUND
from tests.horing.test_answering import text_of

PART = "anbefaling.skriftlig-plan"


class Lead:
    """The one who leads the work: has the draft's own link."""

    def __init__(self, desk: Any, fill: Fill) -> None:
        self.desk = desk
        data = fill(hele="Fra lederen.", slag="organisasjon", organisasjon="Moss kommune")
        self.url = self.press("del", data)["Location"].partition("?")[0].partition("#")[0]

    def page(self) -> str:
        return text_of(self.desk.get(self.url))

    def press(self, deed: str, data: dict[str, Any] | None = None, **more: str) -> Any:
        known = data or {**fields(self.page()), **self.written()}
        return self.desk.post(f"/{ROUND}/svar/", {**known, "handling": deed, **more})

    def written(self) -> dict[str, Any]:
        return dict(Draft.objects.get().content)

    @property
    def secret(self) -> str:
        return self.url.strip("/").rpartition("/")[2]

    @property
    def link(self) -> str:
        return f"/felles/{shared.code_of(self.secret)}/"


@pytest.fixture
def lead(desk: Any, fill: Fill) -> Lead:
    return Lead(desk, fill)


def write(lead: Lead, name: str, **values: str) -> Any:
    page = text_of(Client().get(f"{lead.link}?kollega={name}"))
    return Client().post(lead.link, {
        **fields(page), "kollega": name, "handling": "lagre",
        **{key.replace("__", "."): value for key, value in values.items()},
    })


def test_colleagues_write_by_a_link_that_does_not_open_the_draft(lead: Lead) -> None:
    page = unescape(lead.page())
    assert lead.link in page and lead.secret not in lead.link
    assert Client().get(f"/utkast/{shared.code_of(lead.secret)}/").status_code == 404
    assert SharedDraft.objects.get().digest not in lead.link
    colleague = text_of(Client().get(lead.link))
    assert 'value="send"' not in colleague and 'value="forhandsvis">' not in colleague
    assert "Fra lederen." in colleague and "Om deg" not in colleague


def test_a_colleague_is_told_that_it_is_kept(lead: Lead) -> None:
    said = "Det du har skrevet, er lagret."
    kept = write(lead, "KN", hele="Fra Kari.")
    assert said in text_of(Client().get(kept["Location"]))
    assert said not in text_of(Client().get(f"{lead.link}?kollega=KN"))
    assert said not in text_of(Client().get(f"{lead.link}?kollega=Ingen&lagret=1"))


def test_each_sees_what_the_others_write_and_the_lead_takes_it_in(lead: Lead) -> None:
    assert write(lead, "KN", hele="Fra Kari.", **{PART: "Om planen."}).status_code == 303
    assert write(lead, "Ola", hele="Fra Ola.", sporsmaal__nytte="4").status_code == 303
    page = text_of(Client().get(f"{lead.link}?kollega=KN"))
    assert "Fra Ola." in page and "<bdi>Ola</bdi>" in page
    assert "\nFra Kari.</textarea>" in page
    assert "Fra Kari." in lead.page()
    assert "hentet=3" in lead.press("hent")["Location"]
    content = Draft.objects.get().content
    assert content["hele"] == ["Fra lederen.\n\nFra Kari.\n\nFra Ola."]
    assert (content[PART], content["sporsmaal.nytte"]) == (["Om planen."], ["4"])
    assert "hentet=0" in lead.press("hent")["Location"], "nothing is taken in twice"
    write(lead, "Ola", hele="Fra Ola, nytt.")
    lead.press("hent")
    assert Draft.objects.get().content["hele"][0].endswith("Fra Ola, nytt.")


def test_choices_that_differ_are_left_to_the_lead(lead: Lead) -> None:
    write(lead, "A", sporsmaal__roller="ja")
    write(lead, "B", sporsmaal__roller="nei")
    assert "ulikt=1" in lead.press("hent")["Location"]
    assert Draft.objects.get().content["sporsmaal.roller"] == ["ja"]
    assert "Nei" in lead.page().split("Det kollegene har skrevet", 1)[1]


def test_two_under_one_name_do_not_overwrite_each_other(lead: Lead) -> None:
    page = text_of(Client().get(f"{lead.link}?kollega=A"))
    write(lead, "A", hele="Først.")
    late = Client().post(lead.link, {
        **fields(page), "kollega": "A", "handling": "lagre", "hele": "Så dette.",
    })
    assert late.status_code == 409
    assert "Først." in text_of(late) and "Så dette." in text_of(late)
    assert Contribution.objects.get().content == {"hele": ["Først."]}


@pytest.mark.parametrize(("values", "status"), [
    ({"kollega": " "}, 422), ({"kollega": "A", "hele": "x" * 2_100_000}, 400),
])
def test_what_cannot_be_kept_is_said(lead: Lead, values: dict[str, str], status: int) -> None:
    answer = Client().post(lead.link, {"handling": "lagre", "hele": "Tekst.", **values})
    assert answer.status_code == status
    assert not Contribution.objects.exists()
    assert status != 422 or "Tekst." in text_of(answer)


def test_there_is_room_for_so_many(lead: Lead, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "MOST_COLLEAGUES", 1)
    write(lead, "A", hele="En.")
    assert write(lead, "B", hele="To.").status_code == 422
    assert write(lead, "A", hele="En til.").status_code == 303


def test_the_lead_sends_once_and_everything_else_is_gone(lead: Lead, clock: Clock) -> None:
    write(lead, "A", hele="Fra A.")
    lead.press("hent")
    form = {**fields(lead.page()), **lead.written()}
    clock.pass_(minutes=1)
    sent = lead.press("send", form)
    assert sent.status_code == 303 and "kvittering" in sent["Location"]
    assert Comment.objects.get().tekst == "Fra lederen.\n\nFra A."
    assert not (Draft.objects.exists() or Contribution.objects.exists())
    assert Client().get(lead.link).status_code == 404
    assert not DraftVersion.objects.exists()


def test_versions_are_kept_and_can_be_used_again(lead: Lead, clock: Clock) -> None:
    clock.pass_(minutes=5)
    lead.press("lagre", hele="Noe annet.")
    lead.press("lagre", hele="Noe annet.")
    first = DraftVersion.objects.order_by("pk")[0]
    assert DraftVersion.objects.count() == 2
    page = text_of(lead.desk.get(f"{lead.url}versjoner/?versjon={first.pk}"))
    assert "Fra lederen." in page
    assert lead.desk.post(f"{lead.url}versjoner/", {"versjon": first.pk}).status_code == 303
    assert Draft.objects.get().content["hele"] == ["Fra lederen."]
    assert lead.desk.post(f"{lead.url}versjoner/", {"versjon": "9" * 30}).status_code == 404


def test_the_draft_can_be_printed_and_had_as_word(lead: Lead) -> None:
    page = text_of(lead.desk.get(f"{lead.url}utskrift/"))
    assert all(said in page for said in ("Moss kommune", "Fra lederen.", "ikke sendt"))
    answer = lead.desk.get(f"{lead.url}utkast.docx")
    words = [p.text for p in Document(io.BytesIO(answer.content)).paragraphs]
    assert "Fra Moss kommune" in words and "Fra lederen." in words
    assert lead.desk.get("/utkast/finnes-ikke/utskrift/").status_code == 404


def test_it_is_all_removed_with_the_draft(lead: Lead, clock: Clock) -> None:
    write(lead, "A", hele="Fra A.")
    clock.pass_(days=60)
    assert Client().get(lead.link).status_code == 403
    purge(clock.now())
    assert not (SharedDraft.objects.exists() or Contribution.objects.exists())


def test_nothing_of_a_colleague_is_read_as_html(lead: Lead) -> None:
    evil = "<script>alert(1)</script>"
    write(lead, evil, hele=evil)
    for page in (lead.page(), text_of(Client().get(lead.link))):
        assert evil not in page and "&lt;script&gt;" in page
