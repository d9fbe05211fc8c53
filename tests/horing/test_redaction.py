"""A redaction only takes away, and nobody alone changes what was approved."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from rettesnor_horing.desk import removal, sender_name, workflow
from rettesnor_horing.desk.workflow import DeskError
from rettesnor_horing.exports.publishable import publishable
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.legal_basis import OPEN
from rettesnor_horing.models import Audit, Comment, Disposition, Redaction, Submission
from rettesnor_horing.models.audit_log import first_fault
from rettesnor_horing.published import needs_review, state
from rettesnor_horing.redaction import (
    MARK,
    Added,
    is_empty,
    spans_of,
    takes_away,
    whole_words,
    without,
)
from rettesnor_horing.roles import ROLES

from tests.horing import small
from tests.horing.conftest import Clock, Fill
from tests.horing.test_answering import text_of
from tests.horing.test_editors import decided, moderate, redact, user

TEXT = "Vi støtter IKKE denne anbefalingen. Ring 22 33 44 55, hilsen Kari."
ALLOWED = [
    (TEXT.replace("22 33 44 55", "■■■"), TEXT.replace("22 33 44 55", MARK)),
    (TEXT.replace("22 33 44 55", "[…]"), TEXT.replace("22 33 44 55", MARK)),
    (TEXT.replace(" Ring 22 33 44 55,", "").replace(" Kari", ""),
     "Vi støtter IKKE denne anbefalingen. ■■■ hilsen ■■■."),
    (TEXT.replace("IKKE ", ""), TEXT.replace("IKKE", MARK)),
    (TEXT.replace(" ", "\n"), TEXT),
    (TEXT.replace(", hilsen Kari", ""), TEXT.replace(", hilsen Kari", " ■■■")),
]
REFUSED = [
    ("Vi støtter denne anbefalingen fullt ut.", "fullt ut"),
    (TEXT.replace("IKKE", "alle"), "alle"),
    (TEXT.replace("anbefalingen", "anbefaling"), "anbefaling"),
    ("denne anbefalingen støtter Vi", "støtter Vi"),
    (TEXT.replace("Kari", "Karin"), "Karin"),
    (TEXT + TEXT, "Vi"),
]


@pytest.mark.parametrize(("edited", "published"), ALLOWED)
def test_what_is_left_out_is_marked(edited: str, published: str) -> None:
    assert without(TEXT, spans_of(TEXT, edited)) == published


@pytest.mark.parametrize(("edited", "added"), REFUSED)
def test_nothing_can_be_added_changed_or_moved(edited: str, added: str) -> None:
    with pytest.raises(Added, match=added):
        spans_of(TEXT, edited)


def test_any_selection_of_words_is_a_redaction_and_says_nothing_else() -> None:
    chance = random.Random(7)
    words = ["a", "b", "ikke", "å", "a\u030a", "👨\u200d👩", "12", ",", ".", "■", "(", "\n"]
    for _ in range(2000):
        text = " ".join(chance.choice(words) for _ in range(chance.randrange(1, 25)))
        kept = [word for word in text.split(" ") if chance.random() < 0.7]
        spans = spans_of(text, " ".join(kept))
        published = without(text, spans)
        assert len(published) <= len(text)
        left = published.replace("■", " ").split()
        assert left == [word for word in " ".join(kept).split() if word != "■"]
        assert spans_of(text, published) == spans
        assert is_empty(published) == (not left)


def test_any_marking_takes_away_whole_words_and_nothing_else() -> None:
    chance = random.Random(11)
    for _ in range(500):
        text = " ".join(chance.choices(["Kari", "å\u030aa", "👩\u200d🚀", "22", ",", "\n"], k=12))
        marked = []
        for _ in range(chance.randrange(1, 4)):
            start = chance.randrange(len(text))
            marked.append([start, chance.randrange(start + 1, len(text) + 1)])
        spans = whole_words(text, marked)
        assert takes_away(spans, text)
        published = without(text, spans)
        assert spans_of(text, published) == spans or published.replace("■", "").split() == (
            without(text, spans_of(text, published)).replace("■", "").split()
        )
        for start, stop in marked:  # nothing that was marked is left
            assert not any(a < stop and start < b for a, b in (
                token.span() for token in re.finditer(r"\w+", text)
            ) if not any(x <= a and b <= y for x, y in spans))


@pytest.mark.parametrize("said", [
    "null", "{}", "[1]", "[[1]]", "[[0, 0]]", "[[-1, 3]]", "[[0, 999]]", '[["0", "3"]]',
    "[[0, true]]", "[[3, 1]]", "[[0.5, 2]]", "[" * 5000,
])
def test_a_marking_that_does_not_fit_is_refused(said: str) -> None:
    with pytest.raises(DeskError, match="passer ikke"):
        workflow.marked_spans(TEXT, said)


def test_the_model_keeps_nothing_but_what_takes_away(comment: Comment, clock: Clock) -> None:
    for spans in (None, [[5, 3]], [[4, 9], [0, 5]], [[0, 9999]], "x"):
        with pytest.raises(ValueError, match="takes away"):
            Redaction.objects.create(
                comment=comment, spans=spans, tekst="Noe annet", grunn="G", at=clock.now(),
                by=user("saksbehandler"),
            )
    made = Redaction.objects.create(
        comment=comment, spans=[[0, 2]], tekst="Noe annet", grunn="G", at=clock.now(),
        by=user("saksbehandler"),
    )
    assert made.tekst == without(comment.tekst, [[0, 2]])
    moderate(comment, user("saksbehandler"), "kan publiseres", "", clock.now())
    Redaction.objects.update(spans=[[0, 9999]])  # behind the desk
    assert needs_review(fresh(comment)) and in_file() == []


def test_what_is_marked_is_redacted(comment: Comment, clock: Clock) -> None:
    start = comment.tekst.index("33")  # the middle of a number: only whole words go
    client = Client()
    client.force_login(user("saksbehandler"))
    client.post(f"/skrivebord/horing/comment/{comment.pk}/change/", {
        "handling": "sladd", "spenn": f"[[{start - 2}, {start + 1}]]", "grunn": "Telefon",
        "tilstand": state(comment), "hjemmel": "annen", "annen_hjemmel": "offentleglova § 13",
    })
    assert Redaction.objects.get().tekst == TEXT.replace("22 33", MARK)


def test_long_texts_are_quick() -> None:
    text = "ja nei " * 3000
    assert len(spans_of(text, "nei ja " * 1400)) > 0


@pytest.fixture
def comment(fill: Fill, send: Any) -> Comment:
    send({**fill(hele=TEXT, slag="organisasjon", organisasjon="Moss kommune, tlf 69 24 80 00"),
          "samtykke": "ja"})
    return Comment.objects.get()


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def in_file() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = publishable(hearings()[small.ROUND])["innspill"]
    return items


def test_one_person_alone_cannot_change_what_was_approved(comment: Comment, clock: Clock) -> None:
    decided(comment, clock)
    worker, officer = user("saksbehandler"), user("personvernombud")
    known = workflow.in_force(comment)
    assert known is not None and known.covers
    for deed in (
        lambda: redact(comment, worker, TEXT.replace("IKKE ", ""), "Grunn", clock.now()),
        lambda: moderate(comment, worker, "venter", "", clock.now()),
        lambda: workflow.propose(comment, worker, "ikke", "Nei.", clock.now(), seen=known.pk),
        lambda: sender_name.redact_name(
            comment.submission, worker, "Moss kommune", "Telefon", clock.now(), seen="", basis=OPEN
        ),
    ):
        with pytest.raises(DeskError, match="Bare en beslutter"):
            deed()
    assert in_file()[0]["vurdering"]
    redact(comment, officer, TEXT.replace("22 33 44 55", "■"), "Telefon", clock.now())
    assert fresh(comment).status == "foreslått"
    assert in_file() == []
    assert Disposition.objects.filter(withdrawn__isnull=True).get().approved is None
    assert [a.action for a in Audit.objects.order_by("-id")[:2]] == ["redact", "reopen"]
    assert first_fault() is None


@pytest.mark.parametrize("deed", ["moderate", "redact", "name"])
def test_each_change_opens_the_approval(comment: Comment, clock: Clock, deed: str) -> None:
    decided(comment, clock)
    maker, now = user("beslutter"), clock.now()
    if deed == "moderate":
        moderate(comment, maker, "unntatt", "Et barn", now)
    elif deed == "redact":
        redact(comment, maker, TEXT.replace("IKKE ", ""), "Grunn", now)
    else:
        sender_name.redact_name(
            comment.submission, maker, "Moss kommune", "Tlf", now, seen="", basis=OPEN
        )
    assert not any("vurdering" in item for item in in_file())
    proposal = workflow.in_force(comment)
    assert proposal is not None and proposal.approved is None
    with pytest.raises(DeskError, match="En annen"):
        workflow.approve(
            fresh(comment), maker, now, seen=proposal.pk, looked=state(fresh(comment))
        )


def test_the_redactor_does_not_approve(comment: Comment, clock: Clock) -> None:
    maker, now = user("beslutter"), clock.now()
    made = workflow.propose(comment, user("saksbehandler"), "ikke", "Nei.", now, seen=None)
    redact(comment, maker, TEXT.replace("IKKE ", ""), "Grunn", now)
    moderate(comment, maker, "kan publiseres", "", now)
    assert in_file() == []
    looked = state(fresh(comment))
    with pytest.raises(DeskError, match="sladdet"):
        workflow.approve(fresh(comment), maker, now, seen=made.pk, looked=looked)
    with pytest.raises(DeskError, match="sladdet"):
        workflow.approve_redaction(fresh(comment), maker, now, looked=looked)
    workflow.approve_redaction(fresh(comment), user("beslutter"), now, looked=looked)
    assert in_file()[0]["tekst"] == TEXT.replace("IKKE", MARK)
    assert "vurdering" not in in_file()[0]


def test_what_one_has_not_seen_is_neither_changed_nor_approved(
    comment: Comment, clock: Clock
) -> None:
    old, worker, now = state(comment), user("saksbehandler"), clock.now()
    made = workflow.propose(comment, worker, "ikke", "Nei.", now, seen=None)
    moderate(comment, worker, "kan publiseres", "", now)
    for deed in (
        lambda: workflow.approve(comment, user("beslutter"), now, seen=made.pk, looked=old),
        lambda: workflow.redact(comment, worker, "Vi", "Grunn", now, looked=old),
        lambda: workflow.moderate(comment, worker, "unntatt", "Grunn", now, looked=old),
        lambda: sender_name.redact_name(
            comment.submission, worker, "Moss", "Grunn", now, seen="7", basis=OPEN
        ),
    ):
        with pytest.raises(DeskError, match="Noen andre"):
            deed()


def test_nobody_approves_before_it_is_said_whether_it_is_published(
    comment: Comment, clock: Clock
) -> None:
    made = workflow.propose(comment, user("saksbehandler"), "ikke", "Nei.", clock.now(), seen=None)
    with pytest.raises(DeskError, match="Si først"):
        workflow.approve(
            comment, user("beslutter"), clock.now(), seen=made.pk, looked=state(comment)
        )


def test_a_row_changed_behind_the_desk_is_not_published_as_approved(
    comment: Comment, clock: Clock
) -> None:
    decided(comment, clock)
    Comment.objects.update(tekst="Noe annet.")
    assert "vurdering" not in in_file()[0]


def test_what_was_added_is_shown_and_what_was_typed_stays(comment: Comment) -> None:
    client = Client()
    client.force_login(user("saksbehandler"))
    answer = client.post(f"/skrivebord/horing/comment/{comment.pk}/change/", {
        "handling": "sladd", "tekst": "Vi støtter anbefalingen fullt ut.", "grunn": "Kortet ned",
        "tilstand": state(comment),
    })
    shown = text_of(answer)
    assert answer.status_code == 422
    assert "«fullt ut»" in shown and "Vi støtter anbefalingen fullt ut.</textarea>" in shown
    assert 'value="Kortet ned"' in shown
    assert not Redaction.objects.exists()


# Removal ------------------------------------------------------------------------------------


def test_removing_the_sender_never_touches_a_text(fill: Fill, send: Any, clock: Clock) -> None:
    for number in range(4):
        send(fill(hele=f"Innspill {number}", navn="Ola", epost="ola@example.no"))
    texts = list(Comment.objects.values_list("tekst", "status", "exact"))
    client = Client()
    client.force_login(user("personvernombud"))
    data = {"action": "remove_sender", "select_across": "1",
            "_selected_action": [Submission.objects.all()[0].pk]}
    shown = text_of(client.post("/skrivebord/horing/submission/", data))
    assert "blir ikke rørt" in shown and "fra 4 svar" in shown
    assert Submission.objects.filter(navn="Ola").count() == 4
    client.post("/skrivebord/horing/submission/", {**data, "bekreft": "ja"})
    assert not Submission.objects.exclude(navn="", epost="").exists()
    assert list(Comment.objects.values_list("tekst", "status", "exact")) == texts


def removal_page(who: User, comment: Comment, **post: str) -> Any:
    client = Client()
    client.force_login(who)
    address = f"/skrivebord/innspill/{comment.pk}/slett/"
    return client.post(address, post) if post else client.get(address)


def test_a_text_is_removed_by_two(comment: Comment, clock: Clock) -> None:
    decided(comment, clock)
    officer, maker = user("personvernombud"), user("beslutter")
    assert removal_page(user("saksbehandler"), comment).status_code == 403
    assert removal_page(officer, comment, handling="be-om", grunn="").status_code == 422
    ask = {"handling": "be-om", "grunn": "Etter ønske fra avsenderen"}
    assert removal_page(officer, comment, **ask).status_code == 303
    waiting = removal.open_request(comment)
    assert waiting is not None and fresh(comment).tekst == TEXT
    yes = {"handling": "bekreft", "forstatt": "ja", "sett": str(waiting.pk)}
    assert "En annen enn den som ba" in text_of(removal_page(officer, comment, **yes))
    assert removal_page(maker, comment, **{**yes, "forstatt": ""}).status_code == 422
    assert removal_page(maker, comment, **{**yes, "sett": "99"}).status_code == 422
    assert fresh(comment).tekst == TEXT
    assert removal_page(maker, comment, **yes).status_code == 303
    (item,) = in_file()
    assert item["unntatt"] == "Etter ønske fra avsenderen"
    assert "tekst" not in item and "vurdering" not in item
    assert fresh(comment).tekst == "" and fresh(comment).status == "foreslått"
    actions = list(Audit.objects.values_list("action", flat=True))
    assert actions[-3:] == ["ask-removal", "reopen", "remove-text"]
    assert TEXT not in str(list(Audit.objects.values()))
    with pytest.raises(DeskError, match="slettet"):
        moderate(comment, maker, "kan publiseres", "", clock.now())


def test_a_request_can_be_turned_down(comment: Comment, clock: Clock) -> None:
    made = removal.ask(comment, user("beslutter"), "Feil person", clock.now())
    with pytest.raises(DeskError, match="alt bedt"):
        removal.ask(comment, user("beslutter"), "En gang til", clock.now())
    removal.cancel(comment, user("beslutter"), clock.now(), seen=str(made.pk))
    assert removal.open_request(comment) is None and fresh(comment).tekst == TEXT
    with pytest.raises(PermissionDenied):
        removal.ask(comment, user("leser"), "Grunn", clock.now())


# Earlier versions ---------------------------------------------------------------------------


@pytest.fixture
def roles_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Make the roles once more: a test with real transactions empties every table when it ends.

    The tests that come after it in the same process find the roles, whatever their order.
    """
    yield
    with django_db_blocker.unblock():
        for name, codes in ROLES.items():
            group, _ = Group.objects.get_or_create(name=name)
            own = Permission.objects.filter(content_type__app_label="horing", codename__in=codes)
            group.permissions.set(own)


@pytest.mark.usefixtures("roles_again", "transactional_db")
def test_free_text_of_an_earlier_version_is_kept_and_flagged(desk: Any, clock: Clock) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("horing", "0002_roles")])
    try:
        old = executor.loader.project_state([("horing", "0002_roles")]).apps
        who = old.get_model("auth", "User").objects.create(username="kari")
        sent = old.get_model("horing", "Submission").objects.create(
            key="0" * 32, digest="", round_id=small.ROUND, slag="privatperson",
            received=clock.now(),
        )
        for place, text in enumerate(("Vi støtter denne.", "Vi elsker denne.", TEXT), 1):
            made = old.get_model("horing", "Comment").objects.create(
                submission=sent, plass=place, utgave="0.1.0", tekst=TEXT,
                moderation="kan publiseres",
            )
            old.get_model("horing", "Redaction").objects.create(
                comment=made, tekst=text, grunn="Kortet ned", by=who,
                at=clock.now() + timedelta(seconds=place),
            )
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    spans = [r.spans for r in Redaction.objects.order_by("comment__plass")]
    assert spans[1] is None and spans[2] == []
    assert spans[0] and without(TEXT, spans[0]).startswith("Vi støtter ■■■ denne")
    assert in_file() == []
    client = Client()
    client.force_login(user("beslutter"))
    second = Comment.objects.get(plass=2)
    shown = text_of(client.get(f"/skrivebord/horing/comment/{second.pk}/change/"))
    assert "eldre versjon" in shown and "Vi elsker denne." in shown
    assert "må gjøres på nytt" in text_of(client.get("/skrivebord/publisering/"))
    with pytest.raises(DeskError, match="eldre versjon"):
        workflow.approve_redaction(
            second, user("beslutter"), clock.now(), looked=state(second)
        )
    redact(second, user("saksbehandler"), TEXT.replace("Kari", "■"), "Navn", clock.now())
    workflow.approve_redaction(
        fresh(second), user("beslutter"), clock.now(), looked=state(fresh(second))
    )
    assert [item["nummer"] for item in in_file()] == [second.nummer]
