"""Editors assess by role, with a second pair of eyes, and everything leaves a trail."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from docx import Document
from openpyxl import load_workbook
from rettesnor.reading.schema import validator
from rettesnor_horing.desk import decide
from rettesnor_horing.exports.delivery import delivery, harmless
from rettesnor_horing.exports.publishable import publishable
from rettesnor_horing.hearing.locate import locate
from rettesnor_horing.hearing.text import heard_text
from rettesnor_horing.models import Audit, Comment, Disposition, Submission
from rettesnor_horing.models.trail import first_fault
from rettesnor_horing.roles import ROLES
from rettesnor_horing.shelf import hearings

from tests.horing import small
from tests.horing.conftest import Clock, Fill
from tests.horing.test_answering import text_of

PASSWORD = "et-langt-passord-42"


def user(role: str) -> User:
    """Return a user with a role."""
    made = User.objects.create_user(
        f"{role}-{User.objects.count()}", password=PASSWORD, is_staff=True
    )
    made.groups.add(Group.objects.get(name=role))
    return User.objects.get(pk=made.pk)


@pytest.fixture
def comment(fill: Fill, send: Any) -> Comment:
    """A comment on a paragraph, from an organisation."""
    query = "?anbefaling=skriftlig-plan&felt=begrunnelse&exact=samler+arbeidet"
    send(
        {
            **fill(query, slag="organisasjon", organisasjon="Elevene", navn="Kari"),
            "sted.1.tekst": "Presiser hvem som har ansvaret.",
        }
    )
    return Comment.objects.get()


def page(comment: Comment, who: User, **post: str) -> str:
    """Return the comment's page as ``who`` sees it, after doing what ``post`` says."""
    client = Client()
    client.force_login(who)
    address = f"/skrivebord/horing/comment/{comment.pk}/change/"
    if post:
        assert client.post(address, post).status_code == 303
    return text_of(client.get(address))


def test_the_comment_stands_beside_its_text(
    comment: Comment, tmp_path: Path, settings: Any
) -> None:
    shown = page(comment, user("leser"))
    for expected in ("Presiser hvem", "samler arbeidet", "En plan samler arbeidet", "utgave 0.1.0"):
        assert expected in shown
    assert "Foreslå vurdering" not in shown


def test_the_whole_way_from_comment_to_decision(comment: Comment) -> None:
    worker, maker = user("saksbehandler"), user("beslutter")
    page(comment, worker, handling="tildel", til=str(worker.pk))
    page(comment, worker, handling="foresla", utfall="delvis", begrunnelse="Ansvaret er presisert.")
    proposal = decide.in_force(comment)
    assert proposal is not None
    assert "En annen enn den som foreslo" not in page(comment, worker)
    page(comment, maker, handling="godkjenn", sett=str(proposal.pk))
    comment.refresh_from_db()
    assert comment.status == "avgjort"
    assert [a.action for a in Audit.objects.all()] == ["assign", "propose", "approve"]
    assert first_fault() is None


def test_nobody_approves_their_own(comment: Comment, clock: Clock) -> None:
    maker = user("beslutter")
    made = decide.propose(comment, maker, "ikke", "Det står der alt.", clock.now(), seen=None)
    with pytest.raises(decide.DeskError, match="En annen"):
        decide.approve(comment, maker, clock.now(), seen=made.pk)


def test_a_decision_one_has_not_seen_is_not_overwritten(comment: Comment, clock: Clock) -> None:
    one, other = user("saksbehandler"), user("saksbehandler")
    first = decide.propose(comment, one, "ikke", "Nei takk.", clock.now(), seen=None)
    with pytest.raises(decide.DeskError, match="Noen andre"):
        decide.propose(comment, other, "delvis", "Jo litt.", clock.now(), seen=None)
    decide.propose(comment, other, "delvis", "Jo litt.", clock.now(), seen=first.pk)
    assert Disposition.objects.filter(withdrawn__isnull=True).get().utfall == "delvis"
    assert Disposition.objects.count() == 2


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_its_own_and_no_more(role: str, comment: Comment, clock: Clock) -> None:
    who, now = user(role), clock.now()
    made = decide.propose(comment, user("saksbehandler"), "ikke", "Grunn", now, seen=None)
    deeds: dict[str, Any] = {
        "add_disposition": lambda: decide.propose(comment, who, "ikke", "Ny", now, seen=made.pk),
        "approve_disposition": lambda: decide.approve(comment, who, now, seen=None),
        "add_note": lambda: decide.add_note(comment, who, "Notat", now),
        "add_redaction": lambda: decide.redact(comment, who, "Sladdet", "Grunn", now),
        "change_comment": lambda: decide.assign(comment, who, None, now),
    }
    for permission, deed in deeds.items():
        try:
            deed()
            done = True
        except decide.DeskError:
            done = True
        except PermissionDenied:
            done = False
        assert done == (permission in ROLES[role]), permission


def test_a_changed_trail_is_found(comment: Comment, clock: Clock) -> None:
    for number in range(3):
        decide.add_note(comment, user("saksbehandler"), f"Notat {number}", clock.now())
    second = Audit.objects.all()[1]
    Audit.objects.filter(pk=second.pk).update(actor="en-annen")
    assert first_fault() == second.pk
    Audit.objects.filter(pk=second.pk).delete()
    assert first_fault() == second.pk + 1


def decided(comment: Comment, clock: Clock) -> None:
    """Let the comment be published and decided."""
    worker, maker = user("saksbehandler"), user("beslutter")
    decide.moderate(comment, worker, "kan publiseres", "", clock.now())
    made = decide.propose(comment, worker, "tatt til følge", "Rettet.", clock.now(), seen=None)
    decide.approve(comment, maker, clock.now(), seen=made.pk)


def test_the_publishable_result_follows_its_schema(comment: Comment, clock: Clock) -> None:
    decided(comment, clock)
    data = publishable(hearings()[small.ROUND])
    validator("hearing-result").validate(data)
    (item,) = data["innspill"]
    assert data["svar"][0]["avsender"] == "Elevene"
    assert item["adresse"]["sitat"]["exact"] == "samler arbeidet"
    assert item["adresse"]["sitat"]["prefix"].endswith("En plan ")
    assert item["vurdering"]["utfall"] == "tatt til følge"


def test_nothing_is_published_before_somebody_says_so(comment: Comment, clock: Clock) -> None:
    assert publishable(hearings()[small.ROUND])["innspill"] == []
    decide.moderate(comment, user("saksbehandler"), "unntatt", "Gjelder et barn", clock.now())
    (item,) = publishable(hearings()[small.ROUND])["innspill"]
    assert item["unntatt"] == "Gjelder et barn"
    assert "tekst" not in item


def test_redaction_takes_the_place_of_the_text(comment: Comment, clock: Clock) -> None:
    decided(comment, clock)
    decide.redact(comment, user("personvernombud"), "Presiser [fjernet].", "Navn", clock.now())
    (item,) = publishable(hearings()[small.ROUND])["innspill"]
    assert (item["tekst"], item["sladdet"]) == ("Presiser [fjernet].", "Navn")


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_export_computes_what_somebody_wrote(text: str, fill: Fill, send: Any) -> None:
    send(fill(hele=text, navn=text))
    comments = Comment.objects.all()
    table = list(csv.reader(io.StringIO(delivery(comments, "csv")[0].decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(delivery(comments, "xlsx")[0])).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    for value in [*table[1], *(str(cell.value or "") for cell in cells)]:
        assert harmless(value) == value


def test_every_format_holds_every_comment(comment: Comment) -> None:
    comments = Comment.objects.all()
    assert json.loads(delivery(comments, "json")[0])[0]["tekst"] == comment.tekst
    words = [p.text for p in Document(io.BytesIO(delivery(comments, "docx")[0])).paragraphs]
    assert comment.tekst in words


def test_exports_and_statistics_from_the_queue(comment: Comment) -> None:
    client = Client()
    client.force_login(user("leser"))
    address = "/skrivebord/horing/comment/"
    assert "skriftlig-plan" in text_of(client.get(address))
    answer = client.post(address, {"action": "to_csv", "_selected_action": [comment.pk]})
    assert comment.tekst in answer.content.decode()
    assert Audit.objects.get().details == {"format": "csv", "count": 1}
    assert "skriftlig-plan" in text_of(client.get("/skrivebord/statistikk/"))
    assert "Køen av innspel" in text_of(client.get("/nn/skrivebord/"))


def test_the_command_exports_the_publishable(
    comment: Comment, clock: Clock, tmp_path: Path
) -> None:
    decided(comment, clock)
    out = tmp_path / "resultat.json"
    call_command("eksport", small.ROUND, "--publishable", "--out", str(out))
    assert len(json.loads(out.read_text())["innspill"]) == 1


@pytest.mark.parametrize(
    ("rationale", "expected"),
    [
        (small.RATIONALE, "uendret"),
        ("Fordelene.\n\nEn skriftlig plan samler arbeidet på ett sted.\n", "endret"),
        ("Noe annet.\n", "borte"),
    ],
)
def test_the_place_is_found_in_the_draft(rationale: str, expected: str) -> None:
    heard, draft = heard_text(small.edition()), heard_text(small.edition(rationale))
    field = heard.sections["skriftlig-plan"].fields["begrunnelse"]
    found = locate(heard, draft, "skriftlig-plan", "begrunnelse", field.paragraphs[-1].anchor)
    assert found is not None
    assert found.state == expected


def test_an_answer_to_a_changed_release_is_not_taken_in(
    comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rettesnor_horing import rounds
    from rettesnor_horing.models import RoundRecord

    RoundRecord.objects.update(fingerprint="en annen")
    with pytest.raises(rounds.ChangedTextError):
        rounds.take_in()
    assert Submission.objects.exists()
