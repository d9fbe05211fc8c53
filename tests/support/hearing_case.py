"""A small guideline with a release, a round on it, and the result of the round."""

from __future__ import annotations

import json
from typing import Any

from rettesnor.model.edition import Edition
from rettesnor.model.hearing import Place
from rettesnor.publishing.hearings import Hearings, gather
from rettesnor.reading.content.comment_targets import all_places
from rettesnor.reading.project import read_project
from rettesnor.releases import changelog_dir as folder
from rettesnor.releases.version import read_version

from tests.support.release_case import FIRST, Case

ROUND = "guideline/horinger/pilot.yml"
RESULT = "guideline/horinger/pilot/innspill.json"
TEXT = """\
id: pilot
tittel: Høring av prøveversjonen
utgave: 1.0.0
aapner: 2026-11-23
stenger: 2027-02-28T15:00
kontakt:
  navn: Prøveetaten
mottak:
  type: skjema
publisering: Svar fra virksomheter blir publisert med navn.
personvern: Ikke skriv om barn.
sporsmaal:
  - id: helhet
    tekst: Er retningslinja til hjelp?
    slag: valg
    alternativer:
      - id: ja
        tekst: Ja
      - id: nei
        tekst: Nei
"""


def heard_case(case: Case, text: str = TEXT) -> Case:
    """Release the guideline of ``case`` and open the round ``text`` on it."""
    assert case.release(*FIRST) == 0
    case.write(ROUND, text)
    return case


def hearings(case: Case) -> Hearings:
    """Return the hearings of ``case``."""
    return gather(read_project(case.root))


def edition(case: Case, version: str = FIRST[0]) -> Edition:
    """Return a release of ``case``."""
    known = read_version(version)
    assert known is not None
    return folder.edition_of(case.root / "changelog", known)


def paragraph(case: Case, id_: str = "skriftlig-plan", felt: str = "begrunnelse") -> Place:
    """Return the first paragraph of a field in the release."""
    return next(p for p in all_places(edition(case)) if (p.anbefaling, p.felt) == (id_, felt))


def result(case: Case, *comments: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a result with ``comments``, each filled up to be sound; ``fields`` take over."""
    whole = [
        {"nummer": f"H-000001-{number}", "svar": "H-000001", "adresse": {}, "tekst": "Et innspill.",
         **comment}
        for number, comment in enumerate(comments, 1)
    ]
    answers = [{"nummer": "H-000001", "mottatt": "2027-01-10", "slag": "organisasjon",
                "avsender": "Prøveforeningen", "maalform": "nb"}]
    return {"format": 1, "horing": "pilot", "retningslinje": edition(case).guideline.id,
            "utgave": "1.0.0", "svar": answers, "innspill": whole, **fields}


def put_result(case: Case, data: dict[str, Any]) -> None:
    """Write ``data`` where results lie."""
    case.write(RESULT, json.dumps(data, ensure_ascii=False))


def decided(utfall: str = "ikke") -> dict[str, str]:
    """Return a disposition."""
    return {"utfall": utfall, "begrunnelse": "Dette er vurdert.", "dato": "2027-03-01"}
