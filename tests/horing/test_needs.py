"""The intake of needs that is always open: the same promises as a round, without days."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from rettesnor.model.development import NEEDS_INTAKE
from rettesnor_horing import hearing_cache
from rettesnor_horing.afterwards.archive import package
from rettesnor_horing.desk import workflow
from rettesnor_horing.hearing.load import RoundError, read_hearings
from rettesnor_horing.hearing_cache import hearings
from rettesnor_horing.intake.receipt import receipt_code
from rettesnor_horing.mail_queue import _message
from rettesnor_horing.models import (
    ArchivePackage,
    Comment,
    Disposition,
    Draft,
    RoundRecord,
    Submission,
)
from rettesnor_horing.published import state
from rettesnor_horing.retention import purge
from rettesnor_horing.sync_rounds import take_in

from tests.horing import small
from tests.horing.conftest import Clock, fields
from tests.support.guidelines import sound_copy

SAK = "En ny oversikt viser at rådet om skriftlig plan bør deles i to."
DESK = "https://horing.eksempel.no"


def folder(root: Path, *, address: str = DESK, answered: str = "") -> Path:
    """Write a guideline with a release and an intake of needs."""
    shutil.copytree(sound_copy(root.with_name(f"{root.name}-uten")), small.build(root),
                    dirs_exist_ok=True)
    target = f"  adresse: {address}\n" if address else ""
    (root / "guideline/utvikling.yml").write_text(
        f"mottak:\n  navn: Direktoratet\n{target}  svarfrist_dager: 60\n{answered}",
        encoding="utf-8",
    )
    return root


@pytest.fixture
def needs(desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The desk of a guideline that takes in needs."""
    monkeypatch.setattr(hearing_cache, "_later", [])
    at(folder(tmp_path / "g"), monkeypatch)
    return desk


def at(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the desk read the guideline in ``root``, as after a restart."""
    monkeypatch.setattr(settings, "HORING_ROOT", root)
    hearing_cache.put_in_force(hearing_cache.read_files())
    take_in()


def reported(desk: Any, clock: Clock, query: str = "", **values: str) -> Submission:
    """Send a need as somebody does, and return what is stored."""
    page = desk.get(f"/{NEEDS_INTAKE}/svar/{query}").content.decode()
    clock.pass_(seconds=60)
    data = {"slag": "privatperson", **fields(page), "sted.1.anbefaling": "skriftlig-plan",
            "sted.1.tekst": SAK, "handling": "send", **values}
    answer = desk.post(f"/{NEEDS_INTAKE}/svar/", data)
    assert answer.status_code == 303, answer.content.decode()
    return Submission.objects.latest("pk")


def worker(name: str) -> User:
    """Return a user who may do everything."""
    return User.objects.create_superuser(name, password="x")


def let_through(comment: Comment, user: User, clock: Clock) -> None:
    """Say that a comment may be published."""
    workflow.moderate(
        comment, user, Comment.Moderation.PUBLIC, "", clock.now(), looked=state(comment)
    )
    comment.refresh_from_db()


def decide(comment: Comment, clock: Clock, outcome: str, reason: str) -> None:
    """Propose and approve an assessment."""
    by = User.objects.get(username="a")
    made = workflow.propose(comment, by, outcome, reason, clock.now(), seen=None)
    workflow.approve(comment, worker("b"), clock.now(), seen=made.pk, looked=state(comment))
    comment.refresh_from_db()


def listed(desk: Any) -> list[dict[str, Any]]:
    """Return the needs that the desk publishes."""
    found: list[dict[str, Any]] = json.loads(desk.get("/api/behov.json").content)["meldinger"]
    return found


def test_a_need_is_reported_at_any_time_and_receipted(needs: Any, clock: Clock) -> None:
    clock.pass_(days=3000)
    front = needs.get("/").content.decode()
    assert "Meld behov for oppdatering" in front and "Alltid åpent." in front
    page = needs.get(f"/{NEEDS_INTAKE}/svar/?anbefaling=hjemmebesok").content.decode()
    assert '<option value="hjemmebesok" selected>' in page and "Fristen" not in page
    made = reported(needs, clock, epost="a@example.no")
    receipt = needs.get(f"/kvittering/{receipt_code(made)}/").content.decode()
    assert SAK in receipt and "Du får svar innen 60 dager." in receipt
    assert "Høring</dt>" not in receipt and made.mail.sent is None
    letter = _message(made.mail).body
    assert "Vi har mottatt meldingen din." in letter and "svar" not in letter.casefold()
    assert RoundRecord.objects.get(pk=NEEDS_INTAKE).stenger is None
    assert made.comments.get().anbefaling == "skriftlig-plan"
    nynorsk = needs.get(f"/nn/{NEEDS_INTAKE}/svar/").content.decode()
    assert "Kva gjeld det?" in nynorsk and "Hva " not in nynorsk


@pytest.mark.parametrize(("text", "said"), [
    ("Nei", "Skriv hva behovet er"), ("x" * 4001, "Det er plass til 4000"), ("  ", "tomt"),
])
def test_what_cannot_be_listed_is_not_taken(
    needs: Any, clock: Clock, text: str, said: str
) -> None:
    data = fields(needs.get(f"/{NEEDS_INTAKE}/svar/").content.decode())
    clock.pass_(seconds=60)
    answer = needs.post(f"/{NEEDS_INTAKE}/svar/", {
        **data, "slag": "privatperson", "sted.1.tekst": text, "handling": "send",
    })
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Submission.objects.exists()


def test_a_draft_is_kept_for_two_weeks_after_it_was_last_saved(needs: Any, clock: Clock) -> None:
    data = fields(needs.get(f"/{NEEDS_INTAKE}/svar/").content.decode())
    clock.pass_(seconds=60)
    kept = needs.post(f"/{NEEDS_INTAKE}/svar/", {
        **data, "sted.1.anbefaling": "hjemmebesok", "sted.1.tekst": "Begynt", "handling": "lagre",
    })
    page = needs.get(kept.headers["Location"]).content.decode()
    assert '<option value="hjemmebesok" selected>' in page and "Begynt</textarea>" in page
    assert "Kapittel for kapittel" not in page
    purge(clock.now() + timedelta(days=13))
    assert Draft.objects.exists()
    purge(clock.now() + timedelta(days=15))
    assert not Draft.objects.exists()


def test_nothing_is_listed_before_somebody_has_said_so(needs: Any, clock: Clock) -> None:
    made = reported(needs, clock, navn="Kari Privat")
    comment, user = made.comments.get(), worker("a")
    assert listed(needs) == []
    let_through(comment, user, clock)
    assert listed(needs) == [{
        "id": comment.nummer.lower(), "mottatt": "2026-09-01", "melder": "privatperson",
        "anbefalinger": ["skriftlig-plan"], "sak": SAK,
    }]
    decide(comment, clock, Disposition.Outcome.PARTLY, "Det blir sett på i 2027.")
    assert listed(needs)[0] | {"id": ""} == {
        "id": "", "mottatt": "2026-09-01", "melder": "privatperson",
        "anbefalinger": ["skriftlig-plan"], "sak": SAK, "besvart": "2026-09-01",
        "avgjorelse": "på veikartet", "svar": "Det blir sett på i 2027.",
    }
    receipt = needs.get(f"/kvittering/{receipt_code(made)}/").content.decode()
    assert "Satt på veikartet. Det blir sett på i 2027." in receipt


def test_names_are_listed_by_consent_only(needs: Any, clock: Clock) -> None:
    reported(needs, clock, navn="Ola Offentlig", offentlig_navn="ja")
    reported(needs, clock, slag="organisasjon", organisasjon="Kommunen", navn="Kari Ansatt")
    user = worker("a")
    for comment in Comment.objects.all():
        let_through(comment, user, clock)
    assert [(one["melder"], one["navn"], one.get("samtykke")) for one in listed(needs)] == [
        ("privatperson", "Ola Offentlig", True), ("virksomhet", "Kommunen", None),
    ]


def test_the_receipt_knows_an_answer_given_in_the_guideline(
    needs: Any, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = reported(needs, clock)
    id_ = made.comments.get().nummer.lower()
    at(folder(tmp_path / "etter", answered=(
        f"meldinger:\n  - id: {id_}\n    mottatt: 2026-09-01\n    melder: privatperson\n"
        f"    sak: {SAK}\n    besvart: 2026-09-20\n    avgjorelse: endres\n"
        "    svar: Rådet blir delt i to.\n"
    )), monkeypatch)
    receipt = needs.get(f"/kvittering/{receipt_code(made)}/").content.decode()
    assert "Retningslinja blir endret. Rådet blir delt i to." in receipt


def test_a_closed_intake_takes_nothing_and_keeps_its_receipts(
    needs: Any, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = reported(needs, clock)
    at(folder(tmp_path / "etter", address=""), monkeypatch)
    assert needs.get(f"/{NEEDS_INTAKE}/svar/").status_code == 403
    assert "Meld behov" not in needs.get("/").content.decode()
    assert needs.get(f"/kvittering/{receipt_code(made)}/").status_code == 200


def test_a_need_is_purged_after_its_answer_when_the_archive_has_it(
    needs: Any, clock: Clock
) -> None:
    made = reported(needs, clock, navn="Kari Privat", epost="kari@example.no")
    clock.pass_(days=400)
    purge(clock.now())
    made.refresh_from_db()
    assert made.navn == "Kari Privat", "nobody has answered"
    comment = made.comments.get()
    let_through(comment, worker("a"), clock)
    decide(comment, clock, Disposition.Outcome.NOT, "Rådet gjelder fortsatt.")
    clock.pass_(days=182)
    purge(clock.now())
    made.refresh_from_db()
    assert made.navn == "Kari Privat", "the archive does not have it"
    ArchivePackage.objects.create(
        round_id=NEEDS_INTAKE, digest="x", size=1, covers="", answers=1, made=clock.now(),
        taken=clock.now(),
    )
    reported(needs, clock)
    before = listed(needs)
    assert purge(clock.now())["submissions"] == 1
    made.refresh_from_db()
    assert (made.navn, made.epost) == ("", "") and listed(needs) == before
    assert not any(purge(clock.now()).values())


def test_the_archive_takes_needs_too(needs: Any, clock: Clock) -> None:
    reported(needs, clock)
    made = package(hearings()[NEEDS_INTAKE], "a", clock.now(), lambda done, total: None)
    assert made[:2] == b"PK"


def test_case_workers_see_needs_and_no_result_file(needs: Any, clock: Clock) -> None:
    made = reported(needs, clock)
    needs.force_login(worker("a"))
    page = needs.get(f"/skrivebord/horing/comment/{made.comments.get().pk}/change/")
    assert "satt på veikartet" in page.content.decode()
    queue = needs.get("/skrivebord/horing/comment/").content.decode()
    assert "satt på veikartet" in queue and "delvis tatt til følge" not in queue, "many at once"
    shown = needs.get("/skrivebord/publisering/").content.decode()
    assert 'href="/api/behov.json"' in shown and "publisering/behov/" not in shown
    assert needs.post(f"/skrivebord/publisering/{NEEDS_INTAKE}/").status_code == 404
    for path in ("statistikk", "etter", "brev", "tabell", "horing/comment"):
        assert needs.get(f"/skrivebord/{path}/").status_code == 200, path


def test_no_round_has_the_name_of_the_intake(tmp_path: Path) -> None:
    root = folder(tmp_path / "g")
    rounds = root / "guideline/horinger"
    text = (rounds / f"{small.ROUND}.yml").read_text(encoding="utf-8")
    (rounds / f"{NEEDS_INTAKE}.yml").write_text(
        text.replace(f"id: {small.ROUND}", f"id: {NEEDS_INTAKE}"), encoding="utf-8"
    )
    with pytest.raises(RoundError, match="opptatt"):
        read_hearings(root)


def test_a_new_release_takes_needs_where_an_old_one_did(
    needs: Any, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = reported(needs, clock)
    root = folder(tmp_path / "etter")
    record = root / "changelog/0.2.0"
    record.mkdir()
    (record / "snapshot.json").write_bytes(
        (root / f"changelog/{small.VERSION}/snapshot.json").read_bytes().replace(
            b"Lag den sammen", b"Lag den sammen alltid"
        )
    )
    at(root, monkeypatch)
    assert hearings()[NEEDS_INTAKE].nb.utgave == "0.2.0"
    assert "utgave 0.1.0" in needs.get(f"/kvittering/{receipt_code(made)}/").content.decode()
    assert reported(needs, clock).comments.get().utgave == "0.2.0"
