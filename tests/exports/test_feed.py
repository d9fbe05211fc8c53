"""The Atom feeds, read by a real feed parser."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from rettesnor.exports.feed import Entry, Feed, Publisher, atom

from tests.support.past_site import PastSite, released_twice

feedparser = pytest.importorskip("feedparser", reason="feedparser er ikke installert.")

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PastSite:
    """The site after two releases."""
    case = released_twice(tmp_path_factory.mktemp("feed"))
    assert case.build().faults == ()
    return case


def read(case: PastSite, url: str) -> Any:
    """Return a feed of the site as the parser reads it, got from its own address."""
    data = (case.site / url).read_bytes()
    address = f"https://example.test/{url}"
    return feedparser.parse(data, response_headers={
        "content-type": "application/atom+xml; charset=utf-8", "content-location": address,
    })


class TestReleases:
    def test_it_is_well_formed(self, site: PastSite) -> None:
        found = read(site, "endringer/feed.xml")
        assert not found.bozo
        assert found.version == "atom10"

    def test_entries_are_releases_newest_first(self, site: PastSite) -> None:
        entries = read(site, "endringer/feed.xml").entries
        assert [e.title for e in entries] == ["Versjon 2.0.0", "Versjon 1.0.0"]
        assert entries[0].link == "https://example.test/endringer/2.0.0/"
        assert "Et nytt kapittel handler om kompetanse." in entries[0].content[0].value
        assert entries[0].updated == "2027-03-01T00:00:00Z"
        assert entries[0].updated_parsed.tm_year == 2027

    def test_what_rfc_4287_demands_is_there(self, site: PastSite) -> None:
        feed = ET.fromstring((site.site / "endringer/feed.xml").read_bytes())
        for name in ("id", "title", "updated", "author"):
            assert len(feed.findall(f"{ATOM}{name}")) == 1
        for entry in feed.findall(f"{ATOM}entry"):
            for name in ("id", "title", "updated"):
                assert len(entry.findall(f"{ATOM}{name}")) == 1
        assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}

    def test_pages_name_it(self, site: PastSite) -> None:
        html = site.page("skole/skriftlig-plan/")
        assert 'href="../../endringer/feed.xml"' in html
        assert 'href="../skole/feed.xml"' in site.page("skole/")


class TestChapters:
    def test_only_what_changed_in_the_chapter(self, site: PastSite) -> None:
        found = read(site, "kompetanse/feed.xml")
        assert not found.bozo
        assert [e.title for e in found.entries] == ["Versjon 2.0.0"]
        assert "Anbefalingen om hjemmebesøk" not in found.entries[0].content[0].value

    def test_a_withdrawal_is_told_in_its_chapter(self, site: PastSite) -> None:
        newest = read(site, "hjem/feed.xml").entries[0]
        assert "Anbefalingen om hjemmebesøk er tatt ut." in newest.content[0].value


class TestIds:
    def test_they_do_not_depend_on_where_the_site_stands(self, tmp_path: Path) -> None:
        case = released_twice(tmp_path)
        case.build()
        known = [e.id for e in read(case, "endringer/feed.xml").entries]
        case.build(address="")
        found = read(case, "endringer/feed.xml")
        assert not found.bozo
        assert [e.id for e in found.entries] == known
        assert all(id_.startswith("tag:") and ",2026-11-22:" in id_ for id_ in known)
        assert found.entries[0].link == "https://example.test/endringer/2.0.0/"

    def test_every_entry_has_its_own(self, site: PastSite) -> None:
        ids = [
            e.id for url in ("endringer/feed.xml", "hjem/feed.xml", "skole/feed.xml")
            for e in read(site, url).entries
        ]
        assert len(set(ids)) == len(ids)


def test_markup_in_texts_is_text() -> None:
    entry = Entry("1.0.0", "2027-01-14", "endringer/1.0.0/", "A < B & C", ("<b>nei</b>",))
    feed = Feed("", 'Tittel "<x>"', "endringer/feed.xml", "endringer/", (entry,))
    text = atom(feed, Publisher("Etat & co", "prove", "https://www.etat.no/", "2027-01-14"))
    found = feedparser.parse(text.encode())
    assert not found.bozo
    assert found.entries[0].title == "A < B & C"
    assert "&lt;b&gt;nei" in found.entries[0].content[0].value
    assert found.feed.id == "tag:etat.no,2027-01-14:prove"
