"""What a text is exempt by: asked for, kept, approved, published, and in journal and archive."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from rettesnor_horing.afterwards import archive
from rettesnor_horing.afterwards.archive import NAMESPACE
from rettesnor_horing.afterwards.journal import journal
from rettesnor_horing.desk import workflow
from rettesnor_horing.exports.publishable import publishable
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.intake.receipt import receipt_code
from rettesnor_horing.legal_basis import OPEN, Basis, access, in_place
from rettesnor_horing.models import Audit, Comment, Disposition, Redaction
from rettesnor_horing.published import state
from rettesnor_horing.views import pages

from tests.horing import small
from tests.horing.conftest import Clock, Fill
from tests.horing.test_answering import text_of
from tests.horing.test_editors import user

PROVISION = "offentleglova § 13, jf. forvaltningsloven § 13"


@pytest.fixture
def comment(fill: Fill, send: Any) -> Comment:
    """A comment that names a child."""
    send(fill(slag="organisasjon", organisasjon="Moss kommune", hele="Kari på Moss er syk."))
    return Comment.objects.get()


@pytest.fixture
def worker(comment: Comment) -> Client:
    """A signed-in case worker."""
    client = Client()
    client.force_login(user("saksbehandler"))
    return client


def save(worker: Client, comment: Comment, **post: str) -> None:
    """Save one of the two forms on the comment's page."""
    fresh = Comment.objects.get(pk=comment.pk)
    answer = worker.post(f"/skrivebord/horing/comment/{comment.pk}/change/", {
        "tilstand": state(fresh), **post
    })
    assert answer.status_code == 303, text_of(answer)
    comment.refresh_from_db()


def withhold(worker: Client, comment: Comment, **basis: str) -> None:
    """Withhold the comment."""
    save(worker, comment, handling="moderer", valg="unntatt", grunn="Helse er nevnt.", **basis)


def in_file() -> dict[str, Any]:
    """Return the comment as it is published."""
    item: dict[str, Any] = publishable(hearings()[small.ROUND])["innspill"][0]
    return item


def row() -> list[str]:
    """Return access, provision and reason of the answer in the journal."""
    lines = journal(hearings()[small.ROUND], "csv").decode("utf-8-sig").splitlines()
    return [cell.strip('"') for cell in lines[1].split(";")][6:]


def shield(clock: Clock) -> dict[str, str] | None:
    """Return what the package's metadata say of access to the answer."""
    made = archive.package(hearings()[small.ROUND], "per", clock.now(), lambda *_: None)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        tree = ET.fromstring(package.read("arkivstruktur.xml"))
    found = tree.find(f".//{{{NAMESPACE}}}skjerming")
    return None if found is None else {e.tag.rpartition("}")[2]: e.text or "" for e in found}


@pytest.mark.parametrize("basis", [
    {"hjemmel": "taushetsplikt"}, {"hjemmel": "annen", "annen_hjemmel": f"  {PROVISION} "},
], ids=["chosen", "written"])
def test_a_withheld_comment_says_by_which_provision(
    worker: Client, comment: Comment, clock: Clock, basis: dict[str, str]
) -> None:
    withhold(worker, comment, **basis)
    item = in_file()
    assert (item["hjemmel"], item["unntatt"]) == (PROVISION, "Helse er nevnt.")
    assert row() == ["unntatt", PROVISION, "Helse er nevnt."]
    assert in_place(comment) == f"Unntatt offentlighet, jf. {PROVISION}. Helse er nevnt."
    assert shield(clock) == {
        "tilgangsrestriksjon": "Unntatt offentlighet", "skjermingshjemmel": PROVISION,
        "skjermingMetadata": "Skjerming av dokumentet",
        "skjermingDokument": "Skjerming av hele dokumentet",
    }
    assert Audit.objects.order_by("-pk").filter(action="moderate")[0].details["basis"] == PROVISION
    shown = text_of(worker.get(f"/skrivebord/horing/comment/{comment.pk}/change/"))
    assert '<option value="taushetsplikt" selected>' in shown and f"jf. {PROVISION}" in shown


def named(worker: Client, comment: Comment, text: str, basis: str) -> Any:
    """Redact the sender's name."""
    return worker.post(f"/skrivebord/svar/{comment.submission_id}/navn/", {
        "handling": "sladd", "navn": text, "grunn": "Nevner Kari.", "hjemmel": basis, "sett": "",
    })


@pytest.mark.parametrize(("left", "said"), [
    ("", "Navnet er unntatt offentlighet"), ("Moss", "Deler av navnet er unntatt offentlighet"),
])
def test_a_name_that_is_withheld_says_by_which_provision(
    worker: Client, comment: Comment, clock: Clock, monkeypatch: pytest.MonkeyPatch, left: str,
    said: str,
) -> None:
    refused = named(worker, comment, left, "")
    assert refused.status_code == 422 and "Velg hjemmelen" in text_of(refused)
    before = state(comment)
    assert named(worker, comment, left, "taushetsplikt").status_code == 303
    comment = Comment.objects.get()
    assert state(comment) != before
    file = publishable(hearings()[small.ROUND])["svar"]
    assert not file or file[0]["hjemmel"] == PROVISION
    assert row() == ["delvis unntatt", PROVISION, ""], "the reason is the desk's own"
    found = shield(clock)
    assert found is not None and found["skjermingMetadata"] == "Skjerming navn avsender"
    assert found["skjermingshjemmel"] == PROVISION
    shown = text_of(worker.get(f"/skrivebord/svar/{comment.submission_id}/navn/"))
    assert f"{said}, jf. {PROVISION}" in shown
    monkeypatch.setattr(pages, "outcomes", lambda *_: [(None, "", "")])
    receipt = text_of(worker.get(f"/kvittering/{receipt_code(comment.submission)}/"))
    assert f"{said}, jf. {PROVISION}" in receipt and "Nevner Kari." not in receipt


def test_a_name_that_is_only_left_out_of_the_site_is_open_to_those_who_ask(
    worker: Client, comment: Comment, clock: Clock
) -> None:
    named(worker, comment, "", "ingen")
    assert row() == ["offentlig", "", ""] and shield(clock) is None


def test_what_is_only_not_published_is_open_to_those_who_ask(
    worker: Client, comment: Comment, clock: Clock
) -> None:
    withhold(worker, comment, hjemmel="ingen")
    assert "hjemmel" not in in_file() and in_file()["unntatt"] == "Helse er nevnt."
    assert row() == ["offentlig", "", ""]
    assert shield(clock) is None
    assert in_place(comment) == "Helse er nevnt."


def test_what_was_withheld_before_provisions_were_asked_for_stays_shielded(
    comment: Comment, clock: Clock
) -> None:
    Comment.objects.update(moderation="unntatt", withheld_reason="Et barn.")
    assert row() == ["unntatt", "Et barn.", "Et barn."]
    found = shield(clock)
    assert found is not None and found["skjermingshjemmel"] == "Et barn."


def test_a_redaction_is_exempt_in_part(worker: Client, comment: Comment, clock: Clock) -> None:
    save(worker, comment, handling="moderer", valg="kan publiseres")
    save(
        worker, comment, handling="sladd", tekst="■ på Moss er syk.", grunn="Navn på et barn.",
        hjemmel="taushetsplikt",
    )
    assert Redaction.objects.get().hjemmel == PROVISION
    assert row() == ["delvis unntatt", PROVISION, "Navn på et barn."]
    assert in_place(comment) == ""
    found = shield(clock)
    assert found is not None and found["skjermingDokument"] == "Skjerming av deler av dokumentet"
    workflow.approve_redaction(comment, user("beslutter"), clock.now(), looked=state(comment))
    item = in_file()
    assert (item["sladdet"], item["hjemmel"]) == ("Navn på et barn.", PROVISION)


def test_the_only_provision_of_a_round_is_chosen_for_what_is_redacted(
    worker: Client, comment: Comment
) -> None:
    shown = text_of(worker.get(f"/skrivebord/horing/comment/{comment.pk}/change/"))
    redact, withhold_ = (shown.partition(f'id="{form}-hjemmel"')[2] for form in ("sladd", "unntak"))
    chosen = '<option value="taushetsplikt" selected>'
    assert chosen in redact.partition("</select>")[0]
    assert chosen not in withhold_.partition("</select>")[0]


def test_a_redaction_that_takes_nothing_out_any_more_has_no_provision(
    worker: Client, comment: Comment
) -> None:
    save(worker, comment, handling="moderer", valg="kan publiseres")
    save(worker, comment, handling="sladd", tekst="■ på Moss er syk.", grunn="Navn.",
         hjemmel="taushetsplikt")
    save(worker, comment, handling="sladd", tekst=comment.tekst, grunn="Det var ingen person.")
    assert row() == ["offentlig", "", ""]


def test_a_change_of_the_provision_must_be_approved_again(comment: Comment, clock: Clock) -> None:
    who, maker, now = user("saksbehandler"), user("beslutter"), clock.now()

    def withheld_by(basis: Basis) -> None:
        fresh = Comment.objects.get()
        workflow.moderate(fresh, maker, "unntatt", "Helse.", now, looked=state(fresh), basis=basis)

    withheld_by(Basis(PROVISION))
    made = workflow.propose(Comment.objects.get(), who, "ikke", "Nei.", now, seen=None)
    fresh = Comment.objects.get()
    workflow.approve(fresh, maker, now, seen=made.pk, looked=state(fresh))
    assert in_file()["vurdering"]["utfall"] == "ikke"
    withheld_by(OPEN)
    assert "vurdering" not in in_file()
    assert Disposition.objects.get(withdrawn=None).approved is None


def test_what_was_approved_before_there_were_provisions_still_holds(comment: Comment) -> None:
    """The digest that an approval covers is the same where there is no basis."""
    assert state(comment) == state(Comment.objects.get())
    before = state(comment)
    comment.hjemmel = PROVISION
    assert state(comment) != before
    comment.hjemmel, comment.innsyn = "", True
    assert state(comment) != before


@pytest.mark.parametrize("said", ["", "Taushetsplikt", "§ 13" * 60])
def test_what_is_no_provision_is_refused(comment: Comment, clock: Clock, said: str) -> None:
    with pytest.raises(workflow.DeskError):
        workflow.moderate(
            comment, user("saksbehandler"), "unntatt", "Helse.", clock.now(),
            looked=state(comment), basis=Basis(said),
        )
    assert Comment.objects.get().moderation == "venter"


def test_an_answer_of_which_some_is_withheld_is_exempt_in_part(
    fill: Fill, send: Any, comment: Comment
) -> None:
    submission = comment.submission
    Comment.objects.create(submission=submission, plass=2, utgave="0.1.0", tekst="Bra.")
    Comment.objects.filter(plass=1).update(moderation="unntatt", hjemmel=PROVISION)
    assert access(submission).level == "delvis unntatt"


def test_the_package_says_the_provision_in_the_language_of_the_answer(
    worker: Client, comment: Comment
) -> None:
    withhold(worker, comment, hjemmel="taushetsplikt")
    submission = comment.submission
    submission.maalform = "nn"
    items = list(archive.Teller(hearings()[small.ROUND]).of(submission))
    from django.utils.translation import override

    with override("nn"):
        said = archive._printed(submission, items, hearings()[small.ROUND])
    assert f"Unnateke offentlegheit, jf. {PROVISION}" in json.loads(said)["comments"][0][
        "facts"][1][1]
