"""A round that is edited while the desk runs: used when it can be, and not when it cannot."""

from __future__ import annotations

import json
import logging
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from rettesnor.cli.hearing import NOT_IN_USE
from rettesnor.cli.status import rounds_not_in_use
from rettesnor_horing import hearing_cache
from rettesnor_horing.models import Comment, RoundRecord, Submission
from rettesnor_horing.round_watch import REPORT, files, watch
from rettesnor_horing.sync_rounds import take_in

from tests.horing import small
from tests.horing.conftest import Clock, fields
from tests.horing.test_editors import user

ROUND = f"guideline/horinger/{small.ROUND}.yml"


class Folder:
    """The guideline's folder, whose round is edited."""

    def __init__(self, root: Path, ticks: list[float]) -> None:
        self.root, self._ticks = root, ticks
        self.path = root / ROUND

    def edit(self, old: str, new: str) -> None:
        """Change the file, so that the next request meets a file that was changed long ago."""
        text = self.path.read_text(encoding="utf-8")
        assert old in text
        self.write(text.replace(old, new))

    def write(self, text: str, age: float = 60) -> None:
        """Write the file as an editor does: another takes its place."""
        made = self.path.with_suffix(".ny")
        made.write_text(text, encoding="utf-8")
        now = made.stat().st_mtime
        os.utime(made, (now - age, now - age))
        made.replace(self.path)
        self.later()

    def later(self, seconds: float = 20) -> None:
        """Let time pass."""
        self._ticks[0] += seconds


@pytest.fixture
def folder(
    tmp_path: Path, db: None, clock: Clock, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Folder]:
    """The folder of a desk that has read its round."""
    ticks = [1000.0]
    monkeypatch.setattr("rettesnor_horing.clock.ticks", lambda: ticks[0])
    settings.HORING_ROOT = small.build(tmp_path / "root")
    state = settings.HORING_ROOT / "horingsdata"
    state.mkdir()
    monkeypatch.setenv("HORING_STATE", str(state))
    monkeypatch.setattr(hearing_cache, "_later", [])
    hearing_cache.put_in_force(hearing_cache.read_files())
    watch.__init__()  # type: ignore[misc]
    take_in()
    watch.look()
    yield Folder(settings.HORING_ROOT, ticks)
    watch.__init__()  # type: ignore[misc]
    hearing_cache._readings += 1


def form() -> str:
    """Return the page of the form."""
    return Client().get(f"/{small.ROUND}/svar/").content.decode()


def answer(**item: Any) -> Submission:
    """Send an answer of one comment."""
    sent = Client().post(
        "/api/innspill/", json.dumps({
            "horing": small.ROUND, "avsender": {}, "bekreftet": True,
            "innspill": [{"tekst": "Ja", **item} if "valg" not in item else item],
        }), content_type="application/json", headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert sent.status_code == 201, sent.content
    return Submission.objects.get()


def test_what_an_editor_changes_is_on_the_next_page(folder: Folder) -> None:
    assert "Hvor nyttig" in form()
    folder.edit("Hvor nyttig er retningslinja for deg?", "Hjelper retningslinja deg?")
    folder.edit("tittel: Høring av pilotversjonen", "tittel: Høring av retningslinja")
    page = form()
    assert "Hjelper retningslinja deg?" in page and "Hvor nyttig" not in page
    assert RoundRecord.objects.get().tittel == "Høring av retningslinja"


def test_a_round_is_closed_and_extended_while_people_write(folder: Folder, clock: Clock) -> None:
    page = form()
    clock.pass_(minutes=1)
    folder.edit("stenger: 2026-10-02T23:59", "stenger: 2026-08-01T12:00")
    sent = Client().post(
        f"/{small.ROUND}/svar/", {**fields(page), "hele": "Teksten min", "handling": "send"}
    )
    assert sent.status_code != 303 and "Teksten min" in sent.content.decode()
    folder.edit("stenger: 2026-08-01T12:00", "stenger: 2026-11-02T23:59")
    assert "2. november 2026" in form()


def test_a_new_round_is_open_and_takes_answers(folder: Folder) -> None:
    text = folder.path.read_text(encoding="utf-8")
    (folder.path.with_name("runde-to.yml")).write_text(
        text.replace(f"id: {small.ROUND}", "id: runde-to"), encoding="utf-8"
    )
    folder.later()
    Client().get("/")  # written this very second: the first look leaves it
    folder.later()
    assert "runde-to" in Client().get("/").content.decode()
    assert RoundRecord.objects.count() == 2


@pytest.mark.parametrize(("old", "new", "said"), [
    ("slag: skala", "slag: skal", "«skal»"),
    ("stenger: 2026-10-02T23:59", "stenger: i morgen", "i morgen"),
    ("utgave: 0.1.0", "utgave: 9.9.9", "9.9.9"),
    ("id: pilot-2026", "id: noe-annet", "noe-annet"),
])
def test_a_wrong_file_changes_nothing_and_is_said(
    folder: Folder, caplog: pytest.LogCaptureFixture, old: str, new: str, said: str
) -> None:
    before = form()
    with caplog.at_level(logging.ERROR, "horing.rounds"):
        folder.edit(old, new)
        assert fields(form()).keys() == fields(before).keys()
        folder.later()
        form()
    assert "Hvor nyttig" in form()
    assert len(caplog.records) == 1 and said in caplog.text
    assert Client().get("/helse/").json() == {"database": True, "rounds": False}
    assert said in rounds_not_in_use(folder.root)
    desk = Client()
    desk.force_login(user("saksbehandler"))
    assert said in desk.get("/skrivebord/").content.decode()
    assert "er endra, men kan ikkje brukast" in desk.get("/nn/skrivebord/").content.decode()
    folder.edit(new, old)
    form()
    assert Client().get("/helse/").json() == {"database": True, "rounds": True}
    assert rounds_not_in_use(folder.root) == ""


def test_the_report_is_the_file_that_status_reads() -> None:
    assert REPORT == NOT_IN_USE


def test_a_half_written_file_is_left_until_it_is_whole(folder: Folder) -> None:
    whole = folder.path.read_text(encoding="utf-8").replace("Hvor nyttig", "Hvor god")
    folder.write(whole.partition("sporsmaal:")[0], age=0)  # sound, but without its questions
    folder.write(whole, age=0)
    assert "Hvor nyttig" in form()
    folder.later()
    assert "Hvor god" in form()


def test_a_file_that_is_changed_while_it_is_read_is_read_again(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, seen = hearing_cache.read_files, []

    def slow() -> Any:
        found = read()
        if not seen:
            seen.append(files())
            folder.edit("Hvor god", "Hvor nyttig og god")
        return found

    monkeypatch.setattr(hearing_cache, "read_files", slow)
    folder.edit("Hvor nyttig", "Hvor god")
    assert "Hvor nyttig er" in form()
    folder.later()
    assert "Hvor nyttig og god" in form()


def test_the_text_of_a_round_that_is_answered_stays(folder: Folder) -> None:
    answer()
    record = folder.root / "changelog/0.2.0"
    record.mkdir()
    (record / "snapshot.json").write_bytes(small.snapshot.dump(small.edition("Noe annet.\n")))
    folder.edit("utgave: 0.1.0", "utgave: 0.2.0")
    form()
    assert RoundRecord.objects.get().utgave == "0.1.0"
    assert "har svar" in rounds_not_in_use(folder.root)


Edit = Callable[[Folder], None]


@pytest.mark.parametrize(("item", "edit"), [
    ({"sporsmaal": "mangler"}, lambda f: f.edit(
        "  - id: mangler\n    tekst: Er det noe retningslinja mangler?\n    slag: fritekst\n", "")),
    ({"sporsmaal": "roller", "kapittel": "oppfolging", "valg": ["delvis"]},
     lambda f: f.edit("      - id: delvis\n        tekst: Delvis\n", "")),
    ({}, lambda f: f.path.unlink()),
], ids=["question", "alternative", "round"])
def test_what_has_answers_is_not_taken_away(
    folder: Folder, item: dict[str, Any], edit: Edit
) -> None:
    answer(**item)
    edit(folder)
    folder.later()
    Client().get("/")
    assert "har svar" in rounds_not_in_use(folder.root)
    assert Client().get(f"/{small.ROUND}/").status_code == 200


def test_words_to_a_question_that_is_taken_out_are_not_lost(folder: Folder, clock: Clock) -> None:
    page = form()
    clock.pass_(minutes=1)
    folder.edit(
        "  - id: mangler\n    tekst: Er det noe retningslinja mangler?\n    slag: fritekst\n", ""
    )
    data = {
        **fields(page), "handling": "send", "slag": "privatperson", "hele": "Bra.",
        "sporsmaal.mangler": "Den mangler noe om reise.",
    }
    stopped = Client().post(f"/{small.ROUND}/svar/", data)
    shown = stopped.content.decode()
    assert stopped.status_code == 409 and not Submission.objects.exists()
    assert "Bra.\n\nDen mangler noe om reise." in shown and "tatt ut av høringen" in shown
    clock.pass_(minutes=1)
    sent = Client().post(f"/{small.ROUND}/svar/", {
        **fields(shown), "handling": "send", "slag": "privatperson",
        "hele": "Bra.\n\nDen mangler noe om reise.",
    })
    assert sent.status_code == 303
    assert "reise" in Comment.objects.get().tekst


def test_a_look_costs_next_to_nothing(
    folder: Folder, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never() -> None:
        raise AssertionError("the files were opened")

    monkeypatch.setattr(hearing_cache, "read_files", never)
    with django_assert_num_queries(0):
        for _ in range(5):
            folder.later()
            watch.look()
