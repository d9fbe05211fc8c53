"""Addresses of before, the working tree next to what applies, and reviews that are due."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page
from rettesnor.rendering.pages import guideline as frame_pages

from tests.support.guidelines import tree
from tests.support.past_site import DAY, PastSite, released_twice

PLAN = "skole/skriftlig-plan/"
FILE = "recommendations/skole/skriftlig-plan.yml"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PastSite:
    """The site after the revision, built once; tests only look at it."""
    case = released_twice(tmp_path_factory.mktemp("adresser"))
    assert case.build().faults == ()
    return case


@pytest.fixture
def case(tmp_path: Path) -> PastSite:
    """A guideline after its revision, without a site."""
    return released_twice(tmp_path)


class TestOldAddresses:
    def test_a_move_leads_on(self, site: PastSite) -> None:
        html = site.page("skole/hovedansvarlig/")
        assert 'http-equiv="refresh" content="0; url=../../skole/kontaktperson/"' in html
        assert 'rel="canonical" href="https://example.test/skole/kontaktperson/"' in html
        assert '<a href="../../skole/kontaktperson/">Én kontaktperson</a>' in html
        assert "noindex" in html

    def test_a_withdrawal_leaves_a_tombstone(self, site: PastSite) -> None:
        said = site.words("hjem/hjemmebesok/")
        assert "«Hjemmebesøk» ble tatt ut 1. mars 2027, i versjon 2.0.0." in said
        assert "Rådet var ikke godt nok begrunnet." in said
        html = site.page("hjem/hjemmebesok/")
        assert 'href="../../hjem/snakke-tidlig/"' in html
        assert 'href="../../v/1.0.0/hjem/hjemmebesok/"' in html
        assert "noindex" in html

    def test_what_the_tree_has_taken_out_still_answers(self, case: PastSite) -> None:
        path = "recommendations/skole/skriftlig-plan.yml"
        (case.root / path).rename(case.root / path.replace("skriftlig-plan", "ny-plan"))
        case.replace(path.replace("skriftlig-plan", "ny-plan"), "id: skriftlig-plan", "id: ny-plan")
        text = case.text("guideline/guideline.yml")
        case.write("guideline/guideline.yml", text.replace("skriftlig-plan", "ny-plan"))
        assert case.build().faults == ()
        said = case.words(PLAN)
        assert "gjelder fortsatt slik den står i versjon 2.0.0" in said
        assert 'v/2.0.0/skole/skriftlig-plan/' in case.page(PLAN)

    def test_a_chapter_with_a_new_id_leads_on(self, case: PastSite) -> None:
        folder = case.root / "recommendations"
        (folder / "hjem").rename(folder / "hjemmet")
        text = case.text("guideline/guideline.yml")
        assert "id: hjem\n" in text
        case.write("guideline/guideline.yml", text.replace("id: hjem\n", "id: hjemmet\n"))
        assert case.build().faults == ()
        assert "url=../hjemmet/" in case.page("hjem/")
        assert "url=../../hjemmet/snakke-tidlig/" in case.page("hjem/snakke-tidlig/")
        moved = "url=../../../hjemmet/snakke-tidlig/historikk/"
        assert moved in case.page("hjem/snakke-tidlig/historikk/")


class TestDraft:
    def test_the_release_applies_and_the_tree_stands_beside_it(self, case: PastSite) -> None:
        case.replace(FILE, "Skolen skal lage", "Skolen skal skrive")
        outcome = case.build(released=True)
        assert outcome.faults == ()
        assert "Skolen skal lage" in case.words(PLAN)
        said = case.words(f"utkast/{PLAN}")
        assert "Skolen skal skrive" in said
        assert "Teksten er endret siden 2.0.0." in said
        html = case.page(f"utkast/{PLAN}")
        assert "noindex" in html
        assert " (utkast)</div>" in html
        assert 'href="../../../">Gå til gjeldende versjon' in html.split("rn-varsel")[1]
        assert "utkast/" not in (case.site / "sitemap.xml").read_text(encoding="utf-8")
        index = case.site / "sok/indeks"
        texts = [path.read_text(encoding="utf-8") for path in index.glob("sider/*.js")]
        assert any(PLAN in text for text in texts)
        assert not any("utkast/" in text for text in texts)

    def test_a_new_kind_of_page_is_in_both(
        self, case: PastSite, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain = frame_pages.overview_makers

        def more(context: Context) -> dict[str, Callable[[], Page]]:
            page = Page("skoleslag/", "side", "Skoleslag", "Skoleslag.", "<h1>Skoleslag</h1>")
            return plain(context) | ({"skoleslag/": lambda: page} if context.current else {})

        monkeypatch.setattr(frame_pages, "overview_makers", more)
        case.replace(FILE, "Skolen skal lage", "Skolen skal skrive")
        assert case.build(released=True).faults == ()
        assert case.page("skoleslag/") and case.page("utkast/skoleslag/")

    def test_without_it_the_tree_is_what_shows(self, case: PastSite) -> None:
        case.build()
        assert "Arbeidsutgave etter 2.0.0" not in case.page(PLAN)
        case.replace(FILE, "Skolen skal lage", "Skolen skal skrive")
        case.build()
        assert "Skolen skal skrive" in case.words(PLAN)
        assert "Arbeidsutgave etter 2.0.0" in case.page(PLAN)
        assert not (case.site / "utkast").exists()


class TestReviews:
    def test_the_page_says_its_day(self, case: PastSite) -> None:
        case.build()
        assert "Slik sto det til 2. mars 2027" in case.words("gjennomgang/")

    def test_the_day_changes_no_other_page(self, case: PastSite) -> None:
        case.build()
        before = tree(case.site)
        case.build(day=DAY.replace(year=2031))
        after = tree(case.site)
        assert {name for name in after if after[name] != before.get(name)} == {
            "gjennomgang/index.html"
        }
        assert "Fristen er passert" in case.words("gjennomgang/")
