"""Personal data goes nowhere it should not, and goes away when its time is out."""

from __future__ import annotations

import io
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError
from rettesnor_horing.afterwards.archive import covers
from rettesnor_horing.desk import workflow
from rettesnor_horing.exports.publishable import publishable
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.logs import DiscreetFormatter
from rettesnor_horing.models import (
    ArchivePackage,
    Audit,
    Comment,
    Draft,
    Note,
    RoundRecord,
    Submission,
)
from rettesnor_horing.models.audit_log import first_fault
from rettesnor_horing.published import state
from rettesnor_horing.retention import (
    RETENTION,
    anonymise,
    not_archived,
    purge,
    rehearse,
    unassessed,
)

from tests.horing import small
from tests.horing.conftest import Clock, Fill
from tests.horing.test_answering import text_of
from tests.horing.test_editors import moderate, redact, user

CANARIES = {
    "navn": "Kanarius Fuglesang", "epost": "kanarius@fuglesang.example", "rolle": "kanari-rolle",
    "organisasjon": "Kanariforeningen", "tekst": "kanari-tekst", "fnr": "01010199951",
    "telefon": "91234567", "prefix": "kanari-før", "exact": "kanari-sitat", "notat": "kanari-notat",
    "unntatt": "kanari-unntatt", "ulest": "kanari-ulest", "forslag": "kanari-forslag",
    "utkast": "kanari-utkast", "nettside": "kanari-honning",
}


@pytest.fixture
def log() -> Any:
    """Everything that the desk logs, as it is written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(DiscreetFormatter())
    loggers = [logging.getLogger(name) for name in ("", "django", "horing")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


def plant(desk: Any, fill: Fill, send: Any, clock: Clock) -> User:
    """Send canaries in every field, and handle them as editors do."""
    c = CANARIES
    query = f"?anbefaling=skriftlig-plan&felt=begrunnelse&exact={c['exact']}&prefix={c['prefix']}"
    personal = f"{c['tekst']} {c['fnr']} {c['telefon']} {c['epost']}"
    send({
        **fill(query, navn=c["navn"], epost=c["epost"], rolle=c["rolle"], samtykke="ja",
               organisasjon=c["organisasjon"], nettside=c["nettside"]),
        "sted.1.tekst": personal, "hele": c["unntatt"], "sporsmaal.mangler": c["ulest"],
        "anbefaling.hjemmebesok": f"Mer om {c['navn']}",
    })
    worker, now = user("saksbehandler"), clock.now()
    by_text = {x.tekst: x for x in Comment.objects.all()}
    moderate(by_text[c["unntatt"]], worker, "unntatt", "Helseopplysninger", now)
    named = by_text[f"Mer om {c['navn']}"]
    redact(named, worker, "Mer om ■", "Navn er fjernet", now)
    moderate(named, worker, "kan publiseres", "", now)
    moderate(by_text[personal], worker, "unntatt", "Personopplysninger", now)
    workflow.add_note(named, worker, c["notat"], now)
    named.refresh_from_db()
    workflow.approve_redaction(named, user("beslutter"), now, looked=state(named))
    workflow.propose(named, worker, "ikke", c["forslag"], now, seen=None)
    desk.post(f"/{small.ROUND}/svar/", {**fill(hele=c["utkast"]), "handling": "lagre"})
    return worker


def settle(worker: User, clock: Clock) -> None:
    """Assess and approve every comment, and say of each whether it may be published."""
    for comment in Comment.objects.all():
        if comment.moderation == "venter":
            moderate(comment, worker, "unntatt", "Gjelder en person", clock.now())
        known = workflow.in_force(comment)
        made = known or workflow.propose(
            comment, worker, "ikke", "Vurdert.", clock.now(), seen=None
        )
        fresh = Comment.objects.get(pk=comment.pk)
        workflow.approve(
            fresh, user("beslutter"), clock.now(), seen=made.pk, looked=state(fresh)
        )


def found_in(text: str) -> list[str]:
    return [name for name, canary in CANARIES.items() if canary in text]


def test_no_canary_flies_out(
    desk: Any, fill: Fill, send: Any, clock: Clock, log: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(desk, fill, send, clock)
    result = json.dumps(publishable(hearings()[small.ROUND]), ensure_ascii=False)
    assert "Mer om ■■■" in result
    assert found_in(result) == []
    for page in ("/", f"/{small.ROUND}/", f"/{small.ROUND}/svar/", "/personvern/", "/helse/"):
        assert found_in(text_of(desk.get(page))) == []
    trail = json.dumps(list(Audit.objects.values("actor", "action", "subject", "details")))
    assert found_in(trail) == []

    def refuse(*args: Any, **options: Any) -> None:
        raise IntegrityError(f"DETAIL: Key (epost)=({CANARIES['epost']}) already exists.")

    monkeypatch.setattr("rettesnor_horing.intake.store.Comment.objects.bulk_create", refuse)
    monkeypatch.setattr("rettesnor_horing.intake.store.connection.close", lambda: None)
    assert send(fill(hele=CANARIES["tekst"])).status_code == 503
    desk.get(f"/finnes-ikke-{CANARIES['navn']}/?x={CANARIES['epost']}")
    logging.getLogger("django.request").error("%s", CANARIES["tekst"], exc_info=_caught())
    assert "IntegrityError" in log.getvalue()
    assert found_in(log.getvalue()) == []


def archived(clock: Clock) -> None:
    """Say that the archive has all that there is now."""
    ArchivePackage.objects.create(
        round_id=small.ROUND, digest=str(clock.now()), size=1, covers=covers(small.ROUND),
        answers=1, made=clock.now(), taken=clock.now(),
    )


def _caught() -> BaseException:
    try:
        raise IntegrityError(CANARIES["epost"])
    except IntegrityError as error:
        return error


def test_the_purge_waits_until_the_round_is_treated(
    desk: Any, fill: Fill, send: Any, clock: Clock
) -> None:
    plant(desk, fill, send, clock)
    clock.pass_(days=3000)
    purge(clock.now())
    assert Submission.objects.get().navn == CANARIES["navn"]


def test_the_purge_anonymises_once_and_the_trail_stays_sound(
    desk: Any, fill: Fill, send: Any, clock: Clock
) -> None:
    worker = plant(desk, fill, send, clock)
    RoundRecord.objects.update(behandlet=clock.now().date())
    clock.pass_(days=182)
    texts = dict(Comment.objects.values_list("pk", "tekst"))
    purge(clock.now())
    assert dict(Comment.objects.values_list("pk", "tekst")) == texts
    assert len(unassessed(clock.now())) == 4
    settle(worker, clock)
    before = json.dumps(publishable(hearings()[small.ROUND]))
    assert purge(clock.now())["comments"] == 0
    assert not_archived(clock.now()) == [small.ROUND]
    archived(clock)
    assert rehearse(clock.now())["comments"] == 4
    assert purge(clock.now())["comments"] == 4
    assert unassessed(clock.now()) == []
    assert json.dumps(publishable(hearings()[small.ROUND])) == before
    dump = io.StringIO()
    call_command("dumpdata", "horing", stdout=dump)
    kept = json.loads(dump.getvalue())
    said = ("horing.disposition", "horing.reason")
    proposals = [row for row in kept if row["model"] in said]
    rest = [row for row in kept if row not in proposals]
    assert found_in(json.dumps(rest, ensure_ascii=False)) == []
    assert not Note.objects.exists()
    assert not Draft.objects.exists()
    trail = Audit.objects.count()
    assert not any(purge(clock.now()).values())
    assert Audit.objects.count() == trail
    assert first_fault() is None


def test_what_was_published_by_consent_stays(fill: Fill, send: Any, clock: Clock) -> None:
    send(fill(hele="Bra.", navn="Ola Offentlig", offentlig_navn="ja", epost="ola@example.no"))
    submission = Submission.objects.get()
    anonymise(submission, "ombudet", clock.now())
    anonymise(submission, "ombudet", clock.now())
    submission.refresh_from_db()
    assert (submission.navn, submission.epost) == ("Ola Offentlig", "")
    assert [a.action for a in Audit.objects.all()] == ["anonymise"]


def test_drafts_go_two_weeks_after_the_round(desk: Any, fill: Fill, clock: Clock) -> None:
    desk.post(f"/{small.ROUND}/svar/", {**fill(hele="Utkast"), "handling": "lagre"})
    closes = hearings()[small.ROUND].nb.closes
    purge(closes + timedelta(days=13))
    assert Draft.objects.exists()
    purge(closes + timedelta(days=15))
    assert not Draft.objects.exists()


def test_the_table_is_public(desk: Any) -> None:
    page = text_of(desk.get("/personvern/"))
    for rule in RETENTION:
        assert str(rule.what) in page
        assert str(rule.how_long) in page
