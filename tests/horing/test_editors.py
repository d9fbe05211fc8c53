"""Editors assess by role, with a second pair of eyes, and everything leaves a trail."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import django
import pytest
from babel.messages.pofile import read_po
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from docx import Document
from openpyxl import load_workbook
from rettesnor.model.spreadsheet_cell import guarded
from rettesnor.reading.schema.validate import validator
from rettesnor_horing.desk import workflow
from rettesnor_horing.exports.delivery import delivery
from rettesnor_horing.exports.publishable import publishable
from rettesnor_horing.hearing.text import heard_text
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.legal_basis import Basis
from rettesnor_horing.models import Audit, Comment, Disposition, Submission
from rettesnor_horing.models.audit_log import first_fault
from rettesnor_horing.published import state
from rettesnor_horing.roles import ROLES
from rettesnor_horing.views import form_page

from tests.horing import small
from tests.horing.conftest import Clock, Fill
from tests.horing.desk_server import PASSWORD
from tests.horing.test_answering import text_of

BASIS = Basis("offentleglova § 13, jf. forvaltningsloven § 13")


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


def moderate(comment: Comment, who: User, choice: str, why: str, now: Any) -> None:
    """Moderate the comment as it is now."""
    fresh = Comment.objects.get(pk=comment.pk)
    workflow.moderate(fresh, who, choice, why, now, looked=state(fresh), basis=BASIS)


def redact(comment: Comment, who: User, text: str, why: str, now: Any) -> None:
    """Redact the comment as it is now."""
    fresh = Comment.objects.get(pk=comment.pk)
    workflow.redact(fresh, who, text, why, now, looked=state(fresh), basis=BASIS)


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
    place = "En plan <mark>samler arbeidet</mark> på ett"
    for expected in ("Presiser hvem", place, "utgave 0.1.0"):
        assert expected in shown
    assert "Foreslå vurdering" not in shown


def test_the_whole_way_from_comment_to_decision(comment: Comment) -> None:
    worker, maker = user("saksbehandler"), user("beslutter")
    page(comment, worker, handling="tildel", til=str(worker.pk))
    page(comment, worker, handling="foresla", utfall="delvis", begrunnelse="Ansvaret er presisert.")
    proposal = workflow.in_force(comment)
    assert proposal is not None
    assert "En annen enn den som foreslo" not in page(comment, worker)
    page(comment, worker, handling="moderer", valg="kan publiseres", tilstand=state(comment))
    comment.refresh_from_db()
    page(comment, maker, handling="godkjenn", sett=str(proposal.pk), tilstand=state(comment))
    comment.refresh_from_db()
    assert comment.status == "avgjort"
    assert [a.action for a in Audit.objects.all()] == ["assign", "propose", "moderate", "approve"]
    assert first_fault() is None


LOST = [
    ({"handling": "foresla", "begrunnelse": "En lang og god grunn."}, "Velg et utfall"),
    ({"handling": "foresla", "utfall": "delvis", "begrunnelse": "En lang og god grunn.",
      "sett": "7"}, "Noen andre"),
    ({"handling": "sladd", "tekst": "En lang og god grunn."}, "hvorfor noe er fjernet"),
    ({"handling": "moderer", "valg": "unntatt", "grunn": ""}, "hvorfor innspillet er unntatt"),
    ({"handling": "moderer", "valg": "unntatt", "grunn": "En lang og god grunn."},
     "Velg hjemmelen"),
    ({"handling": "moderer", "valg": "unntatt", "grunn": "Grunn", "hjemmel": "annen",
      "annen_hjemmel": "En lang og god grunn."}, "lov og paragraf"),
]


@pytest.mark.parametrize(("post", "said"), LOST)
def test_what_cannot_be_done_is_shown_again_with_what_was_written(
    comment: Comment, post: dict[str, str], said: str
) -> None:
    client = Client()
    client.force_login(user("saksbehandler"))
    answer = client.post(
        f"/skrivebord/horing/comment/{comment.pk}/change/", {"tilstand": state(comment), **post}
    )
    assert answer.status_code == 422
    shown = text_of(answer)
    assert said in shown
    for name in ("begrunnelse", "tekst"):
        assert f"{post.get(name, '')}</textarea>" in shown
    if "valg" in post or "utfall" in post:
        assert f'value="{post.get("valg") or post.get("utfall")}" checked' in shown
    assert not Disposition.objects.exists()


def test_nobody_approves_their_own(comment: Comment, clock: Clock) -> None:
    maker = user("beslutter")
    made = workflow.propose(comment, maker, "ikke", "Det står der alt.", clock.now(), seen=None)
    with pytest.raises(workflow.DeskError, match="En annen"):
        workflow.approve(comment, maker, clock.now(), seen=made.pk, looked=state(comment))


def test_a_decision_one_has_not_seen_is_not_overwritten(comment: Comment, clock: Clock) -> None:
    one, other = user("saksbehandler"), user("saksbehandler")
    first = workflow.propose(comment, one, "ikke", "Nei takk.", clock.now(), seen=None)
    with pytest.raises(workflow.DeskError, match="Noen andre"):
        workflow.propose(comment, other, "delvis", "Jo litt.", clock.now(), seen=None)
    workflow.propose(comment, other, "delvis", "Jo litt.", clock.now(), seen=first.pk)
    assert Disposition.objects.filter(withdrawn__isnull=True).get().utfall == "delvis"
    assert Disposition.objects.count() == 2


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_its_own_and_no_more(role: str, comment: Comment, clock: Clock) -> None:
    who, now = user(role), clock.now()
    made = workflow.propose(comment, user("saksbehandler"), "ikke", "Grunn", now, seen=None)
    deeds: dict[str, Any] = {
        "add_disposition": lambda: workflow.propose(comment, who, "ikke", "Ny", now, seen=made.pk),
        "approve_disposition": lambda: workflow.approve(
            comment, who, now, seen=None, looked=state(comment)
        ),
        "add_note": lambda: workflow.add_note(comment, who, "Notat", now),
        "add_redaction": lambda: workflow.redact(
            comment, who, "Presiser", "Grunn", now, looked=state(comment)
        ),
        "change_comment": lambda: workflow.assign(comment, who, None, now),
    }
    for permission, deed in deeds.items():
        try:
            deed()
            done = True
        except workflow.DeskError:
            done = True
        except PermissionDenied:
            done = False
        assert done == (permission in ROLES[role]), permission


def test_a_changed_trail_is_found(comment: Comment, clock: Clock) -> None:
    for number in range(3):
        workflow.add_note(comment, user("saksbehandler"), f"Notat {number}", clock.now())
    second = Audit.objects.all()[1]
    Audit.objects.filter(pk=second.pk).update(actor="en-annen")
    assert first_fault() == second.pk
    Audit.objects.filter(pk=second.pk).delete()
    assert first_fault() == second.pk + 1


def decided(comment: Comment, clock: Clock) -> None:
    """Let the comment be published and decided."""
    worker, maker = user("saksbehandler"), user("beslutter")
    moderate(comment, worker, "kan publiseres", "", clock.now())
    made = workflow.propose(comment, worker, "tatt til følge", "Rettet.", clock.now(), seen=None)
    comment.refresh_from_db()
    workflow.approve(comment, maker, clock.now(), seen=made.pk, looked=state(comment))


def in_file(comment: Comment, clock: Clock) -> tuple[str, str]:
    """Approve what is proposed, and return the text and reason in the file."""
    fresh = Comment.objects.get(pk=comment.pk)
    proposal = workflow.in_force(fresh)
    assert proposal is not None
    workflow.approve(
        fresh, user("beslutter"), clock.now(), seen=proposal.pk, looked=state(fresh)
    )
    (item,) = publishable(hearings()[small.ROUND])["innspill"]
    return item["tekst"], item["sladdet"]


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
    moderate(comment, user("saksbehandler"), "unntatt", "Gjelder et barn", clock.now())
    (item,) = publishable(hearings()[small.ROUND])["innspill"]
    assert item["unntatt"] == "Gjelder et barn"
    assert "tekst" not in item


def test_redaction_takes_the_place_of_the_text(comment: Comment, clock: Clock) -> None:
    decided(comment, clock)
    redact(comment, user("personvernombud"), "Presiser [fjernet].", "Navn", clock.now())
    assert publishable(hearings()[small.ROUND])["innspill"] == []
    assert in_file(comment, clock) == ("Presiser ■■■.", "Navn")


THE_SAME = {"%(class_name)s %(instance)s", "salt", "hash"}
"""Words that are the same in Norwegian."""
FORMULAS = [
    'hei;=HYPERLINK("http://ond.no/")', "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1",
    "＝1", "\n=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_export_computes_what_somebody_wrote(text: str, fill: Fill, send: Any) -> None:
    send(fill(hele=text, navn=text))
    comments = Comment.objects.all()
    text_file = io.StringIO(delivery(comments, "csv")[0].decode("utf-8-sig"))
    table = list(csv.reader(text_file, delimiter=";"))
    sheet = load_workbook(io.BytesIO(delivery(comments, "xlsx")[0])).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    for value in [*table[1], *(str(cell.value or "") for cell in cells)]:
        assert guarded(value) == value


def test_every_format_holds_every_comment(comment: Comment) -> None:
    comments = Comment.objects.all()
    assert json.loads(delivery(comments, "json")[0])[0]["tekst"] == comment.tekst
    words = [p.text for p in Document(io.BytesIO(delivery(comments, "docx")[0])).paragraphs]
    assert comment.tekst in words


def test_exports_take_as_many_queries_for_many_as_for_few(
    fill: Fill, send: Any, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        send(fill(hele=f"Innspill {number} & <mer>", kapittel__hjem="To\nlinjer"))
    for made in Comment.objects.all():
        workflow.propose(made, user("saksbehandler"), "ikke", "Nei.", clock.now(), seen=None)
    for format_ in ("csv", "xlsx", "json", "docx"):
        with django_assert_max_num_queries(3):
            body, _ = delivery(Comment.objects.all(), format_)
    words = [p.text for p in Document(io.BytesIO(body)).paragraphs]
    assert {"Innspill 1 & <mer>", "To\nlinjer", "ikke: Nei."} <= set(words)
    sheet = load_workbook(io.BytesIO(delivery(Comment.objects.all(), "xlsx")[0])).active
    assert sheet is not None
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(table) == 7
    assert "To\nlinjer" in table[2]
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(table[0])).column_letter}7"


def test_many_are_let_through_at_once_and_each_is_in_the_trail(
    fill: Fill, send: Any, clock: Clock
) -> None:
    for number in range(3):
        send(fill(hele=f"Innspill {number}"))
    first, withheld, third = Comment.objects.all()
    moderate(withheld, user("saksbehandler"), "unntatt", "Fordi.", clock.now())
    before = Audit.objects.count()
    worker = user("saksbehandler")
    done, kept = workflow.publish_many(Comment.objects.all(), worker, clock.now(), size=2)
    assert (done, kept) == (2, 1)
    rows = list(Audit.objects.all())[before:]
    assert [(r.subject, r.details["moderation"]) for r in rows] == [
        (first.nummer, "kan publiseres"), (third.nummer, "kan publiseres"),
    ]
    assert rows[0].details["state"] == state(Comment.objects.get(pk=first.pk))
    assert first_fault() is None


@pytest.mark.parametrize(("asked", "found"), [
    ("åpne", 1), ("STØTTER", 1), ("moss", 2), ("h-000001", 2), ("{number}-2", 1), ("finnes", 0),
])
def test_the_queue_is_searched_by_word_sender_and_number(
    fill: Fill, send: Any, asked: str, found: int
) -> None:
    send(fill(slag="organisasjon", organisasjon="Moss kommune", hele="Åpne skoler",
              kapittel__hjem="Vi støtter dette"))
    number = Submission.objects.get().nummer
    term = asked.replace("{number}", number).replace("h-000001", number.lower())
    client = Client()
    client.force_login(user("leser"))
    page = client.get("/skrivebord/horing/comment/", {"q": term})
    assert page.context_data["total"] == found


def test_exports_and_statistics_from_the_queue(comment: Comment) -> None:
    client = Client()
    client.force_login(user("leser"))
    address = "/skrivebord/horing/comment/"
    shown = text_of(client.get(address))
    assert "Om skriftlig-plan – Begrunnelse" in shown and comment.tekst in shown
    answer = client.post(address, {"action": "to_csv", "_selected_action": [comment.pk]})
    assert comment.tekst in answer.content.decode()
    assert Audit.objects.get().details == {"format": "csv", "count": 1}
    counts = text_of(client.get("/skrivebord/statistikk/"))
    assert "Om skriftlig-plan" in counts
    assert "<h2>Høring av pilotversjonen</h2>" in counts
    assert "Køen av innspel" in text_of(client.get("/nn/skrivebord/"))


def test_the_command_exports_the_publishable(
    comment: Comment, clock: Clock, tmp_path: Path
) -> None:
    decided(comment, clock)
    out = tmp_path / "resultat.json"
    call_command("eksport", small.ROUND, "--publishable", "--out", str(out))
    assert len(json.loads(out.read_text())["innspill"]) == 1


DRAFTS = [
    (small.RATIONALE, "", "Uendret."),
    ("Fordelene.\n\nEn skriftlig plan samler arbeidet på ett sted.\n", "", "Endret."),
    ("Fordelene.\n\nEn plan samler arbeidet på ett felles sted.\n", "ett sted", "Endret."),
    ("Noe annet.\n", "", "Finnes ikke lenger."),
    (small.RATIONALE, "dette står der ikke", "Uendret."),
]


@pytest.mark.parametrize(("rationale", "quoted", "expected"), DRAFTS)
def test_the_place_is_found_in_the_draft(
    fill: Fill, send: Any, monkeypatch: pytest.MonkeyPatch, rationale: str, quoted: str,
    expected: str,
) -> None:
    draft = heard_text(small.edition(rationale))
    monkeypatch.setattr("rettesnor_horing.hearing_cache.current_draft", lambda: (draft, None))
    field = hearings()[small.ROUND].text.sections["skriftlig-plan"].fields["begrunnelse"]
    anchor = field.paragraphs[-1].avsnitt
    query = f"?anbefaling=skriftlig-plan&felt=begrunnelse&avsnitt={anchor}"
    send({**fill(query, **{"sted.1.exact": quoted} if quoted else {}), "sted.1.tekst": "Kort."})
    shown = page(Comment.objects.get(), user("leser"))
    assert f"<strong>{expected}</strong>" in shown
    assert ("<ins>" in shown) == (expected == "Endret.")


def test_a_place_moved_to_another_recommendation_is_named(
    fill: Fill, send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = small.edition()
    other = heard.recommendations["hjemmebesok"]
    words = "Planen sier hvem som gjør hva, og når den skal vurderes på nytt sammen."
    monkeypatch.setattr(
        "rettesnor_horing.hearing_cache.hearings",
        lambda: {small.ROUND: replace(hearings()[small.ROUND], text=heard_text(
            small.edition(words)))},
    )
    moved = replace(other, begrunnelse=replace(other.begrunnelse, tekst=words))
    plan = heard.recommendations["skriftlig-plan"]
    plan = replace(plan, begrunnelse=replace(plan.begrunnelse, tekst="Kort."))
    draft = replace(heard, recommendations={moved.id: moved, plan.id: plan})
    texts = (heard_text(draft), None)
    monkeypatch.setattr("rettesnor_horing.hearing_cache.current_draft", lambda: texts)
    send({**fill("?anbefaling=skriftlig-plan&felt=begrunnelse"), "sted.1.tekst": "Kort."})
    assert "Flyttet til Om hjemmebesok." in page(Comment.objects.get(), user("leser"))


def test_an_answer_to_a_changed_release_is_not_taken_in(
    comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rettesnor_horing import sync_rounds as rounds
    from rettesnor_horing.models import RoundRecord

    RoundRecord.objects.update(fingerprint="en annen")
    with pytest.raises(rounds.ChangedTextError):
        rounds.take_in()
    assert Submission.objects.exists()


def test_who_decides_takes_out_what_may_be_published(comment: Comment, clock: Clock) -> None:
    client = Client()
    client.force_login(user("beslutter"))
    assert "Last ned" in text_of(client.get("/skrivebord/publisering/"))
    decided(comment, clock)
    answer = client.post(f"/skrivebord/publisering/{small.ROUND}/")
    validator("hearing-result").validate(json.loads(answer.content))
    assert f'filename="{small.ROUND}.json"' in answer["Content-Disposition"]
    last = Audit.objects.order_by("-id")[0]
    assert (last.action, last.details) == ("export", {"format": "publishable", "count": 1})
    assert client.get(f"/skrivebord/publisering/{small.ROUND}/").status_code == 404
    assert client.post("/skrivebord/publisering/finnes-ikke/").status_code == 404


def test_nobody_else_takes_out_the_result(comment: Comment) -> None:
    client = Client()
    client.force_login(user("saksbehandler"))
    for answer in (
        client.get("/skrivebord/publisering/"),
        client.post(f"/skrivebord/publisering/{small.ROUND}/"),
    ):
        assert answer.status_code == 403
    assert "publisering/" not in text_of(client.get("/skrivebord/"))


def test_what_looks_personal_is_mended_before_it_is_taken_out(
    fill: Fill, send: Any, clock: Clock
) -> None:
    send({**fill(hele="Ring 22 33 44 55"), "samtykke": "ja"})
    moderate(Comment.objects.get(), user("saksbehandler"), "kan publiseres", "", clock.now())
    client = Client()
    client.force_login(user("beslutter"))
    shown = text_of(client.get("/skrivebord/publisering/"))
    assert "telefonnummer" in shown and "Last ned" not in shown
    assert client.post(f"/skrivebord/publisering/{small.ROUND}/").status_code == 409


def test_the_queue_is_gone_through_as_it_was_filtered(fill: Fill, send: Any) -> None:
    for number in range(3):
        send(fill(hele=f"Innspill {number}"))
    first, second, third = Comment.objects.all()
    Comment.objects.filter(pk=second.pk).update(status="avgjort")
    client = Client()
    client.force_login(user("saksbehandler"))
    queue = "/skrivebord/horing/comment/"
    filters = "ko=vis%3Dvurdere"
    page = text_of(client.get(f"{queue}{first.pk}/change/?{filters}"))
    assert f'href="{queue}?vis=vurdere"' in page
    assert f'href="{queue}{third.pk}/change/?{filters}" rel="next"' in page
    assert 'rel="prev"' not in page
    odd = "ko=gruppe%3Dx%26vis%3Dfinnes-ikke"
    page = text_of(client.get(f"{queue}{third.pk}/change/?{odd}"))
    assert 'rel="next"' not in page and 'rel="prev"' not in page
    posted = client.post(f"{queue}{first.pk}/change/", {"handling": "tildel", "til": "²"})
    assert posted.status_code == 303
    assert "Hele svaret" in page


def test_pages_lead_back_to_the_text(desk: Any, fill: Fill, send: Any, settings: Any) -> None:
    settings.HORING_SITE = "https://retningslinje.no"
    form_page._empty_form.cache_clear()
    address = "https://retningslinje.no/v/0.1.0/"
    assert f'href="{address}"' in text_of(desk.get(f"/{small.ROUND}/"))
    form = text_of(desk.get(f"/{small.ROUND}/svar/"))
    assert f'href="{address}oppfolging/skriftlig-plan/"' in form
    form_page._empty_form.cache_clear()


def test_django_says_nothing_in_english(desk: Any) -> None:
    root = Path(django.__file__).parent / "contrib"
    for language in ("nb", "nn"):
        for part in ("admin", "auth"):
            with open(root / part / "locale" / "en" / "LC_MESSAGES" / "django.po", "rb") as file:
                asked = [m.id for m in read_po(file) if m.id]
            with translation.override(language):
                left = [
                    text for text in asked if isinstance(text, str)
                    and translation.gettext(text) == text and text not in THE_SAME
                ]
            assert left == []
