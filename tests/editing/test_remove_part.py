"""A template and a course are taken out: their files, what is told, and the note on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml
from rettesnor.editing.fragments import Decision
from rettesnor.editing.operations.remove_part import COURSE, TEMPLATE, remove_part
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.model.course import Kurs
from rettesnor.model.edition import Edition
from rettesnor.model.form_template import Mal
from rettesnor.reading.content.guideline import read_guideline

from tests.support.check_case import SOUND, sound_files

WHY = Decision(date(2027, 2, 1), "Den blir ikke brukt.", "Avdelingen")
FILES = {
    "guideline/maler/referat.yml":
        "id: referat\ntittel: Referat\nanbefalinger:\n  - tidlig-samtale\n",
    "guideline/maler/referat.nn.yml": "tittel: Referat\n",
    "guideline/maler/referater.yml": "id: referater\ntittel: Andre\n",
    "guideline/kurs/start.yml": "id: start\ntittel: Kom i gang\nkurskapittel: medvirkning\n",
    "guideline/bruk.md": "# Bruk\n\nSe [malen](https://example.no/r/maler/referat/).\n",
}


def files(*, released: bool) -> ProjectFiles:
    contents = {name: text.encode() for name, text in (sound_files() | FILES).items()}
    own = read_guideline(SOUND).guideline
    assert own is not None
    had = replace(
        own, maler=(Mal("referat", "Referat", "Til referat."),),
        kurs=(Kurs("start", "Start", "medvirkning", "Om.", (), ()),),
    )
    return ProjectFiles(contents, Edition(had if released else own, {}))


@pytest.mark.parametrize(("kind", "id_", "gone", "part"), [
    (TEMPLATE, "referat", {"guideline/maler/referat.yml", "guideline/maler/referat.nn.yml"},
     "maler"),
    (COURSE, "start", {"guideline/kurs/start.yml"}, "kurs"),
])
def test_the_files_go_and_readers_are_told_why(
    kind: str, id_: str, gone: set[str], part: str
) -> None:
    plan = remove_part(files(released=True), kind, id_, WHY)
    assert {one.path for one in plan.changes if one.after is None} == gone
    (note,) = (one for one in plan.changes if one.after is not None)
    assert note.path == f"changelog/unreleased/tatt-ut-{id_}.yml" and note.after is not None
    data = yaml.safe_load(note.after)
    assert data["ramme"] == [part] and data["hvorfor"][0]["tekst"] == WHY.reason
    fresh = remove_part(files(released=False), kind, id_, WHY)
    assert all(one.after is None for one in fresh.changes), "nobody has read it"


def test_what_refers_to_it_is_told() -> None:
    notes = "\n".join(remove_part(files(released=True), TEMPLATE, "referat", WHY).notes)
    assert "anbefalingene «tidlig-samtale»" in notes
    assert "guideline/bruk.md:3: Teksten lenker til siden for malen." in notes
    assert "Lokale planer" in notes and "Den gamle adressen leder leserne videre" in notes
    notes = "\n".join(remove_part(files(released=True), COURSE, "start", WHY).notes)
    assert "kapitlet «medvirkning»" in notes and "Lokale planer" not in notes


def test_one_that_is_not_there_cannot_be_taken_out() -> None:
    with pytest.raises(NotPossible, match="Kurset «borte» finnes ikke"):
        remove_part(files(released=True), COURSE, "borte", WHY)
