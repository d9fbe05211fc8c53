"""The work on a guideline: what readers see of it, in every language and next to a release."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from rettesnor.model.development import (
    Behovsmottak,
    Funn,
    Innforing,
    Litteratursok,
    Medlem,
    Medvirkning,
    Melding,
    Sammenheng,
    Sporsmal,
    Utenfor,
    Utvikling,
    days_to_answer,
)
from rettesnor.model.pages import PAGES
from rettesnor.rendering.navigation import menu
from rettesnor.rendering.pages.development import around, development_makers, report_address
from rettesnor.rendering.pages.front import front_page

from tests.rendering.test_overviews import CONTEXT
from tests.support.past_site import PastSite, released_once

ASKED = Sporsmal("hansker", "Hansker <nå>", "søk pågår", ventet="2027-05", anbefalinger=("a",))
LATER = Sporsmal("luer", "Luer", "utsatt", grunn="Lite forskning.")
OPEN = Melding("m2", "2026-09-01", "privatperson", "Uklart.", anbefalinger=("a", "borte"))
DONE = Melding(
    "m1", "2026-08-01", "virksomhet", "Ny lov.", navn="Kommunen", besvart="2026-08-11",
    avgjorelse="på veikartet", svar="Vi ser på det.", paa_veikartet="hansker",
)
WORK = Utvikling(
    Behovsmottak("Etaten", "post@eksempel.no", svarfrist_dager=60), (ASKED, LATER), (OPEN, DONE),
    (Medvirkning("g", "Gruppa", "ekspertgruppe", medlemmer=(
        Medlem("Lærer", person="Kari Hemmelig"), Medlem("Rektor", person="Ola Ja", samtykke=True),
    )),),
    (Sammenheng("v", "Veileder", "Sier mer."),), (Utenfor("u", "Noe annet", ansvarlig="NIFU"),),
    (Innforing("t", "Kurs", "innføring", "i gang", resultater=(Funn("Få kom."),)),),
    (Litteratursok("s", "Søk", sist_kjort="2026-10-01", anbefalinger=("a",)),
     Litteratursok("s2", "Søk", anbefalinger=("b",))),
)


def shown(work: Utvikling) -> dict[str, str]:
    context = replace(CONTEXT, development=work, memo={})
    return {url: make().body for url, make in development_makers(context).items()}


def test_each_list_has_its_page_and_none_without() -> None:
    assert shown(Utvikling()) == {}
    assert shown(WORK).keys() == {page.address for page in PAGES if page.work}
    assert shown(Utvikling(veikart=(ASKED,))).keys() == {"veikart/"}
    assert 'href="./veikart/"' in menu(
        replace(CONTEXT, development=WORK, memo={}), front_page(CONTEXT)
    )


def test_the_road_map_says_what_is_under_way_and_why_the_rest_waits() -> None:
    page = shown(WORK)["veikart/"]
    assert "Hansker &lt;nå&gt;" in page and "mai 2027" in page and 'id="hansker"' in page
    assert page.index("Under arbeid") < page.index("Hansker") < page.index("Satt på vent")
    assert "Lite forskning." in page
    done = shown(Utvikling(veikart=(replace(ASKED, tilstand="publisert"),)))["veikart/"]
    assert "Tatt inn" in done and "Ventet ferdig" not in done, "it is here"
    assert "Sist søkt 1. oktober 2026" in page and "Ikke kjørt ennå" in page


def test_reports_are_answered_in_public_with_the_median() -> None:
    page = shown(WORK)["behov/"]
    assert "Den ene som er besvart, fikk svar etter 10 dager." in page
    assert "Vi ser på det." in page and "Kommunen" in page and "../veikart/#hansker" in page
    assert page.index("Ny lov.") < page.index("Venter på svar") < page.index("Uklart.")
    assert "Du får svar innen 60 dager." in page and "borte" not in page
    few = (DONE, replace(DONE, id="to", besvart="2026-08-31"))
    assert "De 2 som er besvart, fikk svar etter 10–30 dager." in shown(
        replace(WORK, meldinger=few)
    )["behov/"]
    many = tuple(replace(DONE, id=f"m{number}") for number in range(5))
    assert "Halvparten har fått svar innen 10 dager." in shown(
        replace(WORK, meldinger=many)
    )["behov/"]
    none = shown(replace(WORK, meldinger=()))["behov/"]
    assert "Halvparten" not in none and "Ingen behov er meldt ennå." in none


@pytest.mark.parametrize(("reports", "median"), [
    ((), None), ((OPEN,), None), ((DONE,), 10), ((DONE, replace(DONE, besvart="2026-08-31")), 20),
    ((replace(DONE, besvart="2026-07-01"),), None),
])
def test_the_median_of_what_is_answered(reports: tuple[Melding, ...], median: int | None) -> None:
    assert days_to_answer(reports) == median


def test_nothing_is_promised_without_an_address() -> None:
    work = replace(WORK, mottak=Behovsmottak("Etaten"))
    page = shown(work)["behov/"]
    assert "mailto" not in page and "Du får svar" not in page
    assert "Det er ikke åpnet for å melde behov her ennå." in page
    assert around(replace(CONTEXT, development=work), CONTEXT.heads["a"]).report == ""


def test_a_report_is_begun_with_what_it_is_about() -> None:
    context = replace(CONTEXT, development=WORK)
    mail = urlsplit(report_address(context, context.heads["a"]))
    assert (mail.scheme, mail.path) == ("mailto", "post@eksempel.no")
    said = parse_qs(mail.query)
    assert said["subject"] == ["Behov for oppdatering: Tittel A"]
    assert "Anbefaling: Tittel A\r\n" in said["body"][0] and "+" not in mail.query
    desk = replace(WORK, mottak=Behovsmottak("Etaten", adresse="https://h.eksempel.no/"))
    way = report_address(replace(CONTEXT, development=desk), context.heads["a"])
    assert way == "https://h.eksempel.no/behov/svar/?anbefaling=a"
    nynorsk = replace(CONTEXT, development=desk, language="nn")
    assert report_address(nynorsk, None) == "https://h.eksempel.no/nn/behov/svar/"


def test_a_person_is_named_with_consent_only() -> None:
    page = shown(WORK)["medvirkning/"]
    assert "Ola Ja" in page and "Kari" not in page
    assert "Det er ikke kjent hvordan interesser er oppgitt." in page


def test_a_recommendation_says_what_goes_on_around_it() -> None:
    context = replace(CONTEXT, development=WORK)
    found = around(context, context.heads["a"])
    assert [(one.id, state) for one, state in found.questions] == [
        ("hansker", "Søk etter forskning pågår"),
    ]
    assert found.searched == "2026-10-01"
    assert around(context, context.heads["b"]).searched == ""


FILE = "guideline/utvikling.yml"


def test_the_work_is_shown_as_it_is_today_also_next_to_a_release(tmp_path: Path) -> None:
    case = released_once(tmp_path)
    case.write(FILE, "veikart:\n  - id: luer\n    tittel: Luer\n    tilstand: planlagt\n"
                     "    siden: 2026-11-20\n    anbefalinger:\n      - skriftlig-plan\n")
    assert case.build(released=True).faults == ()
    assert "Luer" in case.words("veikart/")
    assert 'href="../../veikart/#luer"' in case.page("skole/skriftlig-plan/")
    data = json.loads((case.site / "api/v1/nb/utvikling.json").read_text(encoding="utf-8"))
    assert data["utvikling"]["veikart"][0]["tittel"] == "Luer"
    assert "Luer" in (case.site / "veikart/feed.xml").read_text(encoding="utf-8")
    old = [u for u in case.answers() if u.startswith("v/") and u.endswith("skriftlig-plan/")]
    assert old and not any("Under arbeid" in case.page(url) for url in old)


def test_what_is_under_way_needs_no_change_file(case: PastSite) -> None:
    case.write(FILE, "veikart:\n  - id: luer\n    tittel: Luer\n    tilstand: planlagt\n")
    assert case.build().survey.problems == ()


@pytest.fixture
def case(tmp_path: Path) -> PastSite:
    """A guideline after a release, without a site."""
    return released_once(tmp_path)
