"""What serves a recommendation that is withdrawn: the editor is told to read it."""

from __future__ import annotations

from datetime import date

import pytest
from rettesnor.editing.fragments import Decision
from rettesnor.editing.operations.withdraw import withdraw
from rettesnor.editing.project_files import ProjectFiles

from tests.support.check_case import sound_files

EARLY, ALL = "tidlig-samtale", "snakke-med-alle"


@pytest.mark.parametrize(("path", "text", "titles"), [
    ("guideline/maler/referat.yml", "id: referat\ntittel: Referat\nanbefalinger:\n  - {0}\n",
     "«Referat»"),
    ("guideline/kriterier.yml",
     "kriterier:\n  - id: a\n    tittel: Først\n    fra_anbefalinger:\n      - anbefaling: {0}\n"
     "  - id: b\n    tittel: Så\n    fra_anbefalinger:\n      - anbefaling: snakke-med-alle\n",
     "«Først»"),
    ("guideline/kvalitetsmaal.yml",
     "kvalitetsmaal:\n  - id: a\n    tittel: Andel\n    anbefalinger:\n      - {0}\n", "«Andel»"),
    ("guideline/egenkontroll.yml",
     "plikter:\n  - id: a\n    tittel: Plikt\n    anbefalinger:\n      - {0}\n    sporsmaal:\n"
     "      - id: b\n        ordlyd: Gjør dere det?\n        anbefalinger:\n          - {0}\n",
     "«Plikt» og «Gjør dere det?»"),
])
@pytest.mark.parametrize("successor", ["", ALL])
def test_the_editor_is_told_to_read_what_served_it(
    path: str, text: str, titles: str, successor: str
) -> None:
    contents = {name: one.encode() for name, one in sound_files().items()}
    contents[path] = text.format(EARLY).encode()
    plan = withdraw(
        ProjectFiles(contents), EARLY, "Den er ikke lenger nødvendig.",
        Decision(date(2027, 2, 1), "Slik.", "E"),
        successors=[successor] if successor else [], unlink=not successor,
    )
    told = [note for note in plan.notes if note.startswith(path)]
    if successor:
        assert not told
    else:
        assert told == [f"{path}: {titles} viser ikke lenger til «{EARLY}». Se om innholdet må "
                        "endres."]
