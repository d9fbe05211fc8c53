"""Courses in a site through two releases: what a slide quotes follows the text, and is said so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.course_case import CHANGE, COURSE, FILE, PLAN, REWORDED
from tests.support.past_site import PastSite, released_once

PAGE, SHEET = "kurs/planer/", "kurs/planer/ark/"
STEP = "Kaller inn til et møte med eleven og hjemmet."
NEW_STEP = "Kaller inn til et møte i god tid."
SECOND, THIRD, FOURTH = (
    ("1.1.0", "2027-02-01"), ("1.1.1", "2027-03-01"), ("1.2.0", "2027-03-02"),
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> PastSite:
    """A guideline whose second release has a course."""
    case = released_once(tmp_path_factory.mktemp("kurs"))
    case.write(FILE, COURSE)
    case.write("changelog/unreleased/kurs.yml", CHANGE)
    assert case.run("course", "--mark") == 0
    assert case.release(*SECOND) == 0
    return case


def test_a_course_goes_through_two_releases(
    case: PastSite, capsys: pytest.CaptureFixture[str]
) -> None:
    assert case.build().faults == ()
    assert "Kurset er nytt siden versjon 1.0.0." in case.words(PAGE)
    assert STEP in case.page(PAGE) and STEP in case.page(SHEET)
    assert 'href="../../skole/skriftlig-plan/"' in case.page(PAGE)
    assert "kurs/planer/" in case.page("skole/"), "beside its chapter"
    ledger = case.text("changelog/urls.txt").split()
    assert {f"/{PAGE}", f"/{SHEET}", "/kurs/", f"/v/1.1.0/{PAGE}"} <= {*ledger}

    case.replace(PLAN, STEP, NEW_STEP)
    case.write("changelog/unreleased/steg.yml", REWORDED)
    case.run("check")
    told = capsys.readouterr().out
    assert "[kurs-lest]" in told and "«steg»" in told and "«sitat»" not in told
    case.run("status")
    told = capsys.readouterr().out
    assert "1 av 4 lysbilder er endret siden versjon 1.1.0:" in told
    assert "3. Innkalling: det som siteres («skriftlig-plan»)" in told
    assert case.build(released=True).faults == ()
    assert STEP in case.page(PAGE) and NEW_STEP in case.page(f"utkast/{PAGE}")
    assert "1 av 4 lysbilder er endret siden versjon 1.1.0: 3." in case.words(f"utkast/{PAGE}")

    assert case.release(*THIRD) == 0
    assert case.build().faults == ()
    said = "1 av 4 lysbilder er endret siden versjon 1.1.0: 3."
    assert said in case.words(PAGE) and said in case.words("kurs/")
    assert "Endret: det som siteres" in case.words(PAGE)
    assert said in case.words("endringer/1.1.1/") and "3: det som siteres" in case.words(
        "endringer/1.1.1/")
    assert NEW_STEP in case.page(PAGE)
    old = case.page(f"v/1.1.0/{PAGE}")
    assert STEP in old and NEW_STEP not in old, "an edition keeps its own words"
    (course,) = json.loads((case.site / "api/v1/nb/kurs.json").read_text("utf-8"))["kurs"]
    assert course["endret"] == {
        "siden": "1.1.0", "nytt": False, "tatt_ut": [],
        "lysbilder": [{"id": "steg", "nummer": 3, "hva": ["sitat"]}],
    }
    assert course["lysbilder"][2]["sitert"]["avsnitt"][0]["tekst"] == NEW_STEP

    (case.root / FILE).unlink()
    case.write("changelog/unreleased/uten.yml", CHANGE.replace("er nytt", "er tatt ut"))
    assert case.release(*FOURTH) == 0
    assert case.build().faults == ()
    assert "Kurset er ikke lenger en del av retningslinja." in case.words(PAGE)
    assert f"v/1.1.1/{PAGE}" in case.page(PAGE)
    assert "Retningslinja har ikke lenger noen kurs." in case.words("kurs/")


def test_a_guideline_without_courses_has_no_trace_of_them(tmp_path: Path) -> None:
    case = released_once(tmp_path)
    assert case.build().faults == ()
    assert not [url for url in case.answers() if "kurs/" in url]
    assert "kurs/" not in case.page("") and "Kurs" not in case.page("skole/")


def test_a_course_in_another_language_says_what_is_not_translated(tmp_path: Path) -> None:
    case = PastSite(tmp_path)
    case.write(FILE, COURSE)
    case.replace("guideline/guideline.yml", "sider: [om]", (
        "sider: [om]\nsprak:\n  - id: nb\n    navn: Bokmål\n  - id: nn\n    navn: Nynorsk"
    ))
    case.write("guideline/kurs/planer.nn.yml", (
        "tittel: Planar som verkar\nlysbilder:\n  - id: start\n    tittel: Velkomen\n"
    ))
    case.write("recommendations/skole/skriftlig-plan.nn.yml", (
        "kort_anbefaling: Skulen bør lage ein skriftleg plan saman med eleven\n"
    ))
    assert case.build().faults == ()
    page = case.page(f"nn/{PAGE}")
    assert "Planar som verkar" in page and "Velkomen" in page
    assert "Skulen bør lage ein skriftleg plan saman med eleven." in page
    assert f'<p lang="nb">{STEP}' in page or f'lang="nb"><p>{STEP}' in page
    assert '<span lang="nb">Ønsk velkommen.</span>' in page
