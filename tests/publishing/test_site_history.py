"""The past on the site: every version whole, every timeline, every old address.

The revision that is released holds what issue 3 asks for: a strength changed, a recommendation
split, one moved, one withdrawn, a section of law replaced, a new chapter, wording mended.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from rettesnor.publishing.history.frozen_site import OutdatedNotices

from tests.support.guidelines import tree
from tests.support.past_site import PastSite, released_once, released_twice, words

PLAN = "skole/skriftlig-plan/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PastSite:
    """The site after the revision, built once; tests only look at it."""
    case = released_twice(tmp_path_factory.mktemp("historie"))
    outcome = case.build()
    assert outcome.faults == ()
    return case


@pytest.fixture
def case(tmp_path: Path) -> PastSite:
    """A guideline after its revision, without a site."""
    return released_twice(tmp_path)


class TestBeforeTheFirstRelease:
    def test_only_the_change_log_says_so(self, tmp_path: Path) -> None:
        case = PastSite(tmp_path)
        assert case.build().faults == ()
        assert "Ingen utgaver er gitt ut ennå" in case.words("endringer/")
        assert not (case.site / "v").exists()
        assert not (case.site / "dato").exists()
        assert not (case.site / "endringer/feed.xml").exists()
        assert "historikk/" not in case.page(PLAN)


class TestVersions:
    def test_each_is_there_whole(self, site: PastSite) -> None:
        answers = {url for url in site.answers() if url.startswith("v/1.0.0/")}
        pages = {url for url in answers if not url.endswith(("/index.md", "/llms.txt"))}
        assert {f"{page}index.md" for page in pages} | {"v/1.0.0/llms.txt"} == answers - pages
        assert pages == {f"v/1.0.0/{url}" for url in (
            "", "hjem/", "hjem/hjemmebesok/", "hjem/snakke-tidlig/", "skole/",
            "skole/hovedansvarlig/", "skole/registrering/", "skole/skriftlig-plan/", "om/",
            "kilder/", "lover/", "ordliste/",
        )}

    def test_it_says_what_was_said_then(self, site: PastSite) -> None:
        assert "Skolen bør lage en skriftlig plan" in site.words(f"v/1.0.0/{PLAN}")
        assert "Skolen skal lage en skriftlig plan" in site.words(PLAN)
        assert "Skolen skal lage en skriftlig plan" in site.words(f"v/2.0.0/{PLAN}")

    def test_on_top_stands_which_version_it_is(self, site: PastSite) -> None:
        said = site.words(f"v/1.0.0/{PLAN}")
        assert "Dette er versjon 1.0.0 fra 22. november 2026. Gjeldende versjon er 2.0.0" in said
        newest = site.words(f"v/2.0.0/{PLAN}")
        assert "Dette er versjon 2.0.0 fra 1. mars 2027. Den er den siste som er gitt ut" in newest

    def test_tabs_and_bookmarks_tell_it_from_what_applies(self, site: PastSite) -> None:
        old, new = (site.page(url).split("<div data-title>")[1].split("</div>")[0]
                    for url in (f"v/1.0.0/{PLAN}", PLAN))
        assert old == f"{new} (versjon 1.0.0)"

    @pytest.mark.parametrize(("old", "way"), [
        ("skole/skriftlig-plan/", "skole/skriftlig-plan/"),
        ("skole/hovedansvarlig/", "skole/kontaktperson/"),
        ("hjem/hjemmebesok/", "hjem/snakke-tidlig/"),
        ("skole/", "skole/"),
        ("om/", "om/"),
    ])
    def test_the_way_leads_to_what_applies(self, site: PastSite, old: str, way: str) -> None:
        root = "../" * (2 + old.count("/"))
        notice = site.page(f"v/1.0.0/{old}").split('id="rn-varsel"')[1].split("</div>")[0]
        assert f'href="{root}{way}"' in notice

    def test_links_stay_inside_it(self, site: PastSite) -> None:
        menu = site.page(f"v/1.0.0/{PLAN}").split("<div data-menu>")[1].split("</div>")[0]
        assert "hjemmebesok/" not in menu  # another chapter's
        assert 'href="../hovedansvarlig/"' in menu
        assert "endringer/" not in menu

    def test_search_engines_are_sent_to_the_current_page(self, site: PastSite) -> None:
        html = site.page(f"v/1.0.0/{PLAN}")
        assert f'<link rel="canonical" href="https://example.test/{PLAN}">' in html
        assert '<meta name="robots" content="noindex">' in html

    def test_they_are_in_neither_search_nor_sitemap(self, site: PastSite) -> None:
        pages = [path.read_text("utf-8") for path in (site.site / "sok/indeks/sider").iterdir()]
        for text in ((site.site / "sitemap.xml").read_text("utf-8"), "".join(pages)):
            assert PLAN in text
            assert "v/1.0.0" not in text


class TestRenderedOnce:
    def test_a_warm_build_takes_them_over(self, case: PastSite) -> None:
        case.build()
        page = case.site / "v/1.0.0/index.html"
        before = page.stat().st_ino
        assert case.build().rendered < 12
        assert page.stat().st_ino == before

    def test_warm_equals_clean(self, case: PastSite) -> None:
        case.build()
        for _ in range(3):
            assert case.build().faults == ()
        warm = tree(case.site)
        shutil.rmtree(case.site)
        shutil.rmtree(case.root / ".rettesnor")
        case.build(jobs=2)
        assert tree(case.site) == warm

    def test_what_the_workers_get_is_pickled_before_it_is_used_here(
        self, case: PastSite, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A thread that pickles an object while another computes its lazy values fails at times."""
        threads = []

        def state(notices: OutdatedNotices) -> dict[str, Any]:
            threads.append(threading.current_thread())
            return dict(vars(notices))

        monkeypatch.setattr(OutdatedNotices, "__getstate__", state)
        case.build(jobs=2)
        assert threads == [threading.main_thread()]

    def test_a_new_release_only_renews_the_notices(self, tmp_path: Path) -> None:
        case = released_once(tmp_path)
        case.build()
        page = case.page(f"v/1.0.0/{PLAN}")
        assert "Den er den siste som er gitt ut" in page
        case.revise()
        assert case.release("2.0.0", "2027-03-01") == 0
        case.build()
        renewed = case.page(f"v/1.0.0/{PLAN}")
        assert "Gjeldende versjon er" in renewed
        mark = '<div class="rn-notice"'
        assert page.split(mark)[0] == renewed.split(mark)[0]
        warm = tree(case.site)
        case.build(full=True)
        assert tree(case.site) == warm

    def test_another_theme_renders_them_anew(self, case: PastSite) -> None:
        case.build()
        case.build(mark="<p>nytt tema</p>")
        assert "nytt tema" in case.page(f"v/1.0.0/{PLAN}")

    def test_a_page_replaced_in_the_site_is_not_taken_for_the_version(self, case: PastSite) -> None:
        case.build()
        shutil.rmtree(case.root / ".rettesnor/utgaver")
        front = case.site / "v/1.0.0/index.html"
        sound = front.read_bytes()
        front.unlink()
        front.write_bytes(b"noe annet")
        case.build()
        assert (case.site / "v/1.0.0/index.html").read_bytes() == sound

    def test_full_makes_everything_anew(self, case: PastSite) -> None:
        case.build()
        os.unlink(case.site / f"v/1.0.0/{PLAN}index.html")
        os.unlink(case.root / f".rettesnor/utgaver/1.0.0/sider/{PLAN}index.html")
        assert case.build(full=True).faults == ()
        assert "skriftlig plan" in case.page(f"v/1.0.0/{PLAN}")

    def test_a_flipped_byte_in_a_snapshot_stops_the_build(self, case: PastSite) -> None:
        path = case.root / "changelog/1.0.0/snapshot.json"
        data = path.read_bytes()
        path.write_bytes(data.replace(b"skriftlig", b"skriftleg", 1))
        outcome = case.build()
        assert any("changelog/1.0.0/snapshot.json" in fault for fault in outcome.faults)
        assert not case.site.exists()


class TestTimeline:
    def test_it_tells_what_why_and_who(self, site: PastSite) -> None:
        said = site.words(f"{PLAN}historikk/")
        assert "Versjon 2.0.0 1. mars 2027" in said
        assert "Skriftlig plan er blitt en plikt" in said
        assert "Ny lov: skolelova § 10-9 (1. januar 2027)" in said
        assert "Høringsinnspill: nr. 2026-014, 2026-027" in said
        assert "Besluttet av Prøveetaten, 15. februar 2027" in said
        assert "Endret: Kort anbefaling, Styrke, Steg for steg" in said
        assert said.index("Versjon 2.0.0") < said.index("Versjon 1.0.0")

    def test_it_follows_a_move(self, site: PastSite) -> None:
        said = site.words("skole/kontaktperson/historikk/")
        assert "Flyttet" in said
        assert "Den gang «Én hovedansvarlig»" in said
        assert 'v/1.0.0/skole/hovedansvarlig/' in site.page("skole/kontaktperson/historikk/")

    def test_it_follows_a_split(self, site: PastSite) -> None:
        said = site.words("hjem/snakke-med-alle/historikk/")
        assert "Delt" in said
        assert "Skolene overså rådet der det sto" in said
        assert "Den gang" in said

    def test_of_what_is_gone_it_stands(self, site: PastSite) -> None:
        assert "Tatt ut" in site.words("hjem/hjemmebesok/historikk/")

    def test_the_recommendation_shows_its_version(self, site: PastSite) -> None:
        said = site.words(PLAN)
        assert "Versjon av anbefalingen 2.0.0 Se historikken" in said
        for label in ("Først publisert", "Sist faglig oppdatert", "Neste gjennomgang"):
            assert label in said


class TestRedlines:
    def test_words_inside_the_structure(self, site: PastSite) -> None:
        html = site.page(f"{PLAN}historikk/1.0.0-2.0.0/")
        assert '<span class="rn-hidden">fjernet: </span>bør' in html
        assert '<span class="rn-hidden">lagt til: </span>skal' in html
        said = words(html)
        for label in ("Kort anbefaling", "Styrke", "Steg for steg", "Juridiske rammer"):
            assert label in said
        assert "fjernet: § 2-1" in said

    def test_across_a_move_the_origin_is_compared(self, site: PastSite) -> None:
        said = site.words("skole/kontaktperson/historikk/1.0.0-2.0.0/")
        assert "Sammenlignet med «Én hovedansvarlig»" in said

    def test_all_texts_are_data(self, site: PastSite) -> None:
        assert (site.site / "api/v1/anbefalinger/skriftlig-plan.json").exists()
        assert 'data-rn-compare="../../../api/v1/anbefalinger/skriftlig-plan.json"' in site.page(
            f"{PLAN}historikk/"
        )


class TestChangeLog:
    def test_newest_first_with_what_it_is_filtered_by(self, site: PastSite) -> None:
        html = site.page("endringer/")
        assert html.index('id="versjon-2.0.0"') < html.index('id="versjon-1.0.0"')
        assert 'data-kapittel="skole" data-slag="endret" data-gruppe="' in html
        assert "Første utgave, med 5 anbefalinger." in words(html)

    def test_each_release_has_a_page(self, site: PastSite) -> None:
        said = site.words("endringer/2.0.0/")
        assert "Gjelder fra 1. mars 2027" in said
        assert "Rådet var ikke godt nok begrunnet." in said
        assert "Lover og forskrifter skolelova" in said
        assert "til og med 28. februar 2027" in site.words("endringer/1.0.0/")

    def test_what_changed_since(self, site: PastSite) -> None:
        said = site.words("endringer/siden/1.0.0/")
        assert "8 anbefalinger er berørt" in said
        assert said.index("Endret innhold") < said.index("Språklige rettinger")
        release = json.loads((site.site / "api/v1/versjoner/2.0.0/release.json").read_bytes())
        for one in release["endringer"]:
            assert said.count(one["hva"]) == 1
        assert "En skrivefeil på siden om retningslinja er rettet." in said
        assert "Ingenting er endret" in site.words("endringer/siden/2.0.0/")

    def test_the_front_page_tells_of_the_newest(self, site: PastSite) -> None:
        said = site.words("")
        assert "Dette er nytt i versjon 2.0.0 (1. mars 2027)" in said
        assert "Et nytt kapittel handler om kompetanse." in said

    def test_periods_without_scripts(self, site: PastSite) -> None:
        said = site.words("dato/")
        assert "Versjon 1.0.0 22. november 2026 til og med 28. februar 2027" in said
        assert "Versjon 2.0.0 fra og med 1. mars 2027, gjelder fortsatt" in said
