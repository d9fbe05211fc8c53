"""What pages tell machines: true, small, whole, and nothing that breaks out of its block."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.guidelines import EARLY_PAGE, build_plain, sound_copy
from tests.support.past_site import PastSite, released_twice

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PastSite:
    """The site after two releases, with an address."""
    case = released_twice(tmp_path_factory.mktemp("linked"))
    assert case.build().faults == ()
    return case


def nodes(html: str) -> list[dict[str, Any]]:
    """Return the nodes of a page's block."""
    (block,) = BLOCK.findall(html)
    data = json.loads(block)
    return data if isinstance(data, list) else [data]


def recommendation(site: PastSite) -> dict[str, Any]:
    """Return what the page of a recommendation says of it."""
    return nodes(site.page("skole/skriftlig-plan/"))[0]


def test_a_recommendation_is_a_part_of_the_guideline(site: PastSite) -> None:
    node = recommendation(site)
    assert node["@type"] == "DigitalDocument"
    assert node["@id"] == "https://example.test/skole/skriftlig-plan/"
    assert node["isPartOf"]["@id"] == "https://example.test/"
    assert node["version"] == "2.0.0"
    assert node["license"].startswith("https://data.norge.no/nlod")
    assert any(one["@type"] == "Legislation" for one in node["citation"])


def test_nothing_is_called_medical(site: PastSite) -> None:
    assert "Medical" not in site.page("skole/skriftlig-plan/")


def test_the_way_to_a_page_is_told(site: PastSite) -> None:
    crumbs = nodes(site.page("skole/skriftlig-plan/"))[1]
    assert [one["position"] for one in crumbs["itemListElement"]] == [1, 2, 3]
    assert crumbs["itemListElement"][1]["item"] == "https://example.test/skole/"
    assert "item" not in crumbs["itemListElement"][2]  # the page itself


def test_old_versions_say_nothing_to_machines(site: PastSite) -> None:
    html = site.page("v/1.0.0/skole/skriftlig-plan/")
    assert not BLOCK.findall(html)
    assert "og:title" not in html


def test_a_draft_says_that_it_is_one(tmp_path: Path) -> None:
    root = sound_copy(tmp_path / "x")
    build_plain(root, tmp_path / "site")
    html = (tmp_path / "site" / EARLY_PAGE).read_text(encoding="utf-8")
    assert nodes(html)[0]["creativeWorkStatus"] == "Draft"


@pytest.mark.parametrize("title", [
    "</script><script>alert(1)</script>", "<!--<script>", "a & b \u2028 c", '"],"x":["',
])
def test_no_title_breaks_out(title: str) -> None:
    from rettesnor.rendering.json_ld import _dump

    text = _dump({"name": title})
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text) == {"name": title}


def test_without_an_address_what_must_be_whole_is_left_out(tmp_path: Path) -> None:
    case = released_twice(tmp_path)
    assert case.build(address="").faults == ()
    html = case.page("skole/skriftlig-plan/")
    assert "og:url" not in html
    assert "og:image" not in html
    assert not (case.site / "forhandsvisning.png").exists()
    (node,) = nodes(html)
    assert "@id" not in node
    assert "Sitemap" not in (case.site / "robots.txt").read_text(encoding="utf-8")


def test_a_preview_of_a_link_has_its_picture(site: PastSite) -> None:
    html = site.page("skole/skriftlig-plan/")
    assert '<meta property="og:image" content="https://example.test/forhandsvisning.png">' in html
    assert (site.site / "forhandsvisning.png").read_bytes().startswith(b"\x89PNG")


def test_the_block_is_small(site: PastSite) -> None:
    for block in BLOCK.findall(site.page("skole/skriftlig-plan/")):
        assert len(block.encode()) < 2600


class TestSitemap:
    def test_days_are_those_of_the_releases(self, site: PastSite) -> None:
        text = (site.site / "sitemap.xml").read_text(encoding="utf-8")
        days = dict(re.findall(r"<loc>https://example.test/([^<]*)</loc>(?:<lastmod>([^<]*))?",
                               text))
        assert days["skole/skriftlig-plan/"] == "2027-03-01"
        assert days["hjem/snakke-med-alle/"] == "2027-03-01"
        assert days["kompetanse/relevant-kompetanse/"] == "2027-03-01"
        assert days["lover/"] == ""

    def test_what_is_not_released_has_no_day(self, tmp_path: Path) -> None:
        root = sound_copy(tmp_path / "x")
        build_plain(root, tmp_path / "site")
        assert "<lastmod>" not in (tmp_path / "site/sitemap.xml").read_text(encoding="utf-8")


def test_a_dead_link_on_the_page_for_lost_readers_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from rettesnor.publishing import targets as declared
    from rettesnor.publishing.output import link_check as verify
    from rettesnor.rendering.pages.guideline import not_found_page

    def broken(context: Any) -> Any:
        page = not_found_page(context)
        return replace(page, body=f'{page.body}<a href="{page.root}borte/">x</a>')

    monkeypatch.setattr(declared, "not_found_page", broken)
    monkeypatch.setattr(verify, "not_found_page", broken)
    root = sound_copy(tmp_path / "x")
    outcome = build_plain(root, tmp_path / "site")
    assert any("404.html" in fault and "borte" in fault for fault in outcome.faults)
