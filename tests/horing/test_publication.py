"""What the reception hands out is taken in: each published field, with what should not be there."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from docx import Document
from openpyxl import load_workbook
from rettesnor.model.problem import Problem, Severity
from rettesnor.publishing.tools.import_result import judge
from rettesnor.reading.content.hearing_rounds import read_result
from rettesnor.reading.project import read_project
from rettesnor_horing.desk import sender_name, workflow
from rettesnor_horing.exports.delivery import FORMATS, delivery
from rettesnor_horing.legal_basis import OPEN
from rettesnor_horing.models import Comment, Disposition, Redaction, Submission
from rettesnor_horing.published import state

from tests.horing import small
from tests.horing.conftest import Clock, Fill
from tests.horing.test_answering import text_of
from tests.horing.test_editors import moderate, redact, user

WORDS = {
    "telefonnummer": "69 24 80 00", "e-postadresse": "kari@example.no",
    "fødselsnummer": "41019900035", "hidden": "69 24\u200b 80 00",
    "line": "en\x0bto", "nul": "en\x00to", "override": "en\u202eto", "heart": "❤\ufe0f",
}
FIELDS = ("tekst", "avsender", "sladdet", "unntatt", "begrunnelse")


def published(field: str, words: str, fill: Fill, send: Any, clock: Clock) -> Comment:
    """Send, assess and approve a comment with ``words`` in a field that is published."""
    said = f"Til saken: {words} er skrevet."
    sender = f"Moss {words} kommune" if field == "avsender" else "Moss kommune"
    text = said if field == "tekst" else "Godt forslag fra oss."
    send({**fill(hele=text, slag="organisasjon", organisasjon=sender), "samtykke": "ja"})
    comment, worker, now = Comment.objects.get(), user("saksbehandler"), clock.now()
    if field == "sladdet":
        redact(comment, worker, "Godt forslag", said, now)
    choice = "unntatt" if field == "unntatt" else "kan publiseres"
    moderate(comment, worker, choice, said, now)
    reason = said if field == "begrunnelse" else "Rettet."
    made = workflow.propose(comment, worker, "ikke", reason, now, seen=None)
    approve(made.pk, clock)
    return Comment.objects.get()


def approve(proposal: int, clock: Clock) -> None:
    comment = Comment.objects.get()
    workflow.approve(
        comment, user("beslutter"), clock.now(), seen=proposal, looked=state(comment)
    )


def remedy(field: str, words: str, comment: Comment, clock: Clock) -> None:
    """Do in the desk what puts the hindrance right."""
    worker, maker, now = user("beslutter"), user("beslutter"), clock.now()
    proposal = workflow.in_force(comment)
    assert proposal is not None
    if field == "avsender":
        sender_name.redact_name(
            comment.submission, worker, "Moss kommune", "Tlf", now, seen="", basis=OPEN
        )
        seen = str(comment.submission.name_redactions.get().pk)
        sender_name.approve_name(comment.submission, maker, now, seen=seen)
    elif field == "tekst":
        redact(comment, worker, "Til saken: ■ er skrevet.", "Personopplysning", now)
    elif field == "sladdet":
        redact(comment, worker, "Godt forslag", "Personopplysning", now)
    elif field == "unntatt":
        moderate(comment, worker, "unntatt", "Personopplysning", now)
    else:
        opened = workflow.reopen(comment, worker, "Personopplysning", now, seen=proposal.pk)
        workflow.propose(comment, worker, "ikke", "Rettet.", now, seen=opened.pk)
    new = workflow.in_force(Comment.objects.get())
    assert new is not None
    approve(new.pk, clock)


def take_in(client: Client, folder: Path) -> list[Problem]:
    """Return what keeps the file that is handed out from being imported."""
    answer = client.post(f"/skrivebord/publisering/{small.ROUND}/")
    assert answer.status_code == 200
    document, problems = read_result(answer.content, "fil.json")
    if document is None:
        return problems
    root = small.build(folder / "root")
    (root / "changelog" / "0.1.0" / "release.yml").write_text("")  # it cites no comment
    project = read_project(root)
    heard = replace(project, files=replace(project.files, guideline=small.edition().guideline))
    found = judge(heard, document)
    return [problem for problem in found if problem.severity is Severity.ERROR]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("kind", WORDS)
def test_what_is_handed_out_is_taken_in_or_the_hindrance_named(
    kind: str, field: str, fill: Fill, send: Any, clock: Clock, tmp_path: Path
) -> None:
    comment = published(field, WORDS[kind], fill, send, clock)
    client = Client()
    client.force_login(user("beslutter"))
    shown = text_of(client.get("/skrivebord/publisering/"))
    personal = kind in ("telefonnummer", "e-postadresse", "fødselsnummer", "hidden")
    assert ("Last ned" not in shown) == personal
    if personal:
        assert client.post(f"/skrivebord/publisering/{small.ROUND}/").status_code == 409
        page = (f"/skrivebord/svar/{comment.submission_id}/navn/" if field == "avsender"
                else f"/skrivebord/horing/comment/{comment.pk}/change/")
        assert f'<a href="{page}">{comment.nummer if field != "avsender" else "H-"}' in shown
        assert client.get(page).status_code == 200
        assert WORDS[kind] not in shown
        with pytest.raises(CommandError, match="H-"):
            call_command("eksport", small.ROUND, "--publishable", "--out", str(tmp_path / "x"))
        assert not (tmp_path / "x").exists()
        remedy(field, WORDS[kind], comment, clock)
    assert take_in(client, tmp_path) == []


def test_a_name_waits_for_another_person(fill: Fill, send: Any, clock: Clock) -> None:
    comment = published("avsender", WORDS["telefonnummer"], fill, send, clock)
    maker, now = user("beslutter"), clock.now()
    client = Client()
    client.force_login(maker)
    page = f"/skrivebord/svar/{comment.submission_id}/navn/"
    answer = client.post(page, {"handling": "sladd", "navn": "Oslo kommune", "grunn": "Tlf"})
    assert answer.status_code == 422 and "«Oslo»" in text_of(answer)
    answer = client.post(page, {"handling": "sladd", "navn": "Moss kommune", "grunn": "Tlf",
                                "hjemmel": "ingen"})
    assert answer.status_code == 303
    seen = str(Submission.objects.get().name_redactions.get().pk)
    with pytest.raises(workflow.DeskError, match="En annen"):
        sender_name.approve_name(comment.submission, maker, now, seen=seen)
    assert "venter på at en annen" in text_of(client.get("/skrivebord/publisering/"))
    assert client.post(f"/skrivebord/publisering/{small.ROUND}/").status_code == 409
    sender_name.approve_name(comment.submission, user("beslutter"), now, seen=seen)
    answer = client.post(f"/skrivebord/publisering/{small.ROUND}/")
    assert answer.json()["svar"][0]["avsender"] == "Moss ■■■ kommune"


@pytest.mark.parametrize("words", ["en\x0bto", "en\x00to", "en\u202eto", "❤\ufe0f\u00ad"])
def test_every_export_copes_with_what_is_stored(
    words: str, fill: Fill, send: Any, clock: Clock
) -> None:
    published("begrunnelse", words, fill, send, clock)
    Comment.objects.update(tekst=f"Eldre {words}")
    Disposition.objects.update(begrunnelse=f"Eldre {words}")
    for name in FORMATS:
        body, _ = delivery(Comment.objects.all(), name)
        assert body
        if name == "xlsx":
            load_workbook(io.BytesIO(body))
        elif name == "docx":
            Document(io.BytesIO(body))
        elif name == "csv":
            assert len(list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))) == 2


@pytest.mark.parametrize("field", ["begrunnelse", "notat", "grunn", "hvorfor", "sladd"])
def test_what_an_editor_pastes_is_cleaned_and_not_lost(
    field: str, fill: Fill, send: Any, clock: Clock
) -> None:
    send(fill(hele="Ja takk fra oss."))
    comment, maker, now = Comment.objects.get(), user("beslutter"), clock.now()
    pasted, kept = "en\x0bto\x00tre", ("en\ntotre", "en totre")
    if field == "begrunnelse":
        stored = workflow.propose(comment, maker, "ikke", pasted, now, seen=None).begrunnelse
    elif field == "notat":
        workflow.add_note(comment, maker, pasted, now)
        stored = comment.notes.get().tekst
    elif field == "grunn":
        moderate(comment, maker, "unntatt", pasted, now)
        stored = Comment.objects.get().withheld_reason
    elif field == "sladd":
        redact(comment, maker, "Ja takk", pasted, now)
        stored = Redaction.objects.get().grunn
    else:
        made = workflow.propose(comment, user("saksbehandler"), "ikke", "Nei.", now, seen=None)
        workflow.send_back(comment, maker, pasted, now, seen=made.pk)
        stored = comment.notes.get().tekst
    assert stored in kept


def test_too_long_a_reason_is_refused_and_not_cut(fill: Fill, send: Any, clock: Clock) -> None:
    send(fill(hele="Ja."))
    for deed in (
        lambda c: moderate(c, user("beslutter"), "unntatt", "x" * 401, clock.now()),
        lambda c: workflow.add_note(c, user("beslutter"), "x" * 4001, clock.now()),
    ):
        with pytest.raises(workflow.DeskError, match="tegn"):
            deed(Comment.objects.get())
