"""The ledger: every address once published answers for ever, or the build fails and names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.releases import published_urls as ledger

from tests.support.past_site import PastSite, released_once, released_twice

LEDGER = "changelog/urls.txt"


@pytest.fixture
def case(tmp_path: Path) -> PastSite:
    """A guideline after two releases."""
    return released_twice(tmp_path)


def add(case: PastSite, url: str) -> None:
    """Add an address to the ledger."""
    case.write(LEDGER, ledger.extended(case.text(LEDGER), [f"/{url}"]))


def test_a_release_writes_what_it_publishes(tmp_path: Path) -> None:
    case = released_once(tmp_path)
    lines = case.text(LEDGER).splitlines()
    assert lines == sorted(set(lines))
    assert {"/", "/skole/skriftlig-plan/", "/v/1.0.0/skole/skriftlig-plan/"} <= set(lines)


def test_it_says_what_the_site_answers(tmp_path: Path) -> None:
    case = released_once(tmp_path)
    case.build()
    answers = {f"/{url}" for url in case.answers()}
    written = set(case.text(LEDGER).splitlines())
    assert written <= answers
    assert {
        url for url in answers - written
        if not url.startswith(("/assets/", "/sok/", "/api/v1/schema/", "/api/v1/nb/anbefalinger/"))
        and url not in ("/404.html", "/sitemap.xml", "/robots.txt", "/forhandsvisning.png")
        # Beside a page, and found by its address.
        and not url.endswith(("/index.md", "/llms.txt", "/innbygging.html", "/innbygging.json"))
    } <= {"/horing/"}


def test_after_a_revision_everything_still_answers(case: PastSite) -> None:
    assert case.build().faults == ()
    answers = {f"/{url}" for url in case.answers()}
    written = set(case.text(LEDGER).splitlines())
    assert {"/skole/hovedansvarlig/", "/hjem/hjemmebesok/"} <= written
    assert written <= answers


@pytest.mark.parametrize("url", [
    "skole/finnes-ikke/", "borte/", "v/1.0.0/skole/borte/", "v/0.9.0/", "api/v1/borte.json",
    "skole/skriftlig-plan/historikk/0.1.0-1.0.0/", "bilder/borte.png",
])
def test_an_address_that_leads_nowhere_stops_the_build(case: PastSite, url: str) -> None:
    assert case.build().faults == ()
    before = case.page("skole/skriftlig-plan/")
    add(case, url)
    outcome = case.build()
    assert outcome.pages == 0
    assert outcome.faults == (
        f"adressen «/{url}» er publisert før (changelog/urls.txt), men fører ikke til noe.",
    )
    assert case.page("skole/skriftlig-plan/") == before


def test_a_prose_page_that_is_gone_leads_to_its_last_version(case: PastSite) -> None:
    text = case.text("guideline/guideline.yml")
    case.write("guideline/guideline.yml", text.replace("sider: [om]", "sider: [bakgrunn]"))
    (case.root / "guideline/om.md").unlink()
    case.write("guideline/bakgrunn.md", "# Bakgrunn\n\nEn annen side.\n")
    assert case.build().faults == ()
    assert "ikke lenger en del av retningslinja" in case.words("om/")
    assert 'href="../v/2.0.0/om/"' in case.page("om/")


def test_a_target_group_that_is_gone_leads_to_all_of_them(case: PastSite) -> None:
    add(case, "for/vaktmester/")
    assert case.build().faults == ()
    assert 'href="../../for/"' in case.page("for/vaktmester/")


def test_nothing_is_ever_taken_out() -> None:
    assert ledger.extended("/a/\n/c/\n", ["/b/", "/a/"]) == "/a/\n/b/\n/c/\n"
    assert ledger.read("/a/\n\n/\n") == ["a/", ""]


def test_a_guideline_without_a_ledger_builds(case: PastSite) -> None:
    (case.root / LEDGER).unlink()
    assert case.build().faults == ()
    assert "Én kontaktperson" in case.page("skole/hovedansvarlig/")
