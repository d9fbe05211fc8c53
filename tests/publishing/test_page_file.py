"""What is known of a finished page: its links, its faults, and where it leads."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from rettesnor.publishing.output.layout import Layout, LayoutError
from rettesnor.publishing.output.link_check import faults
from rettesnor.publishing.output.page_file import PageFile, inspect, write
from rettesnor.reading.content.guideline import read_guideline
from rettesnor.rendering.citations import Citation
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page, SearchSection
from rettesnor.search.document import Document

from tests.support.guidelines import frame_html, plain_dressing, put, sound_copy

PAGE = Page("kapittel/anbefaling/", "anbefaling", "Tittel", "Om.", "")


def links(html: str, page: Page = PAGE) -> list[str]:
    found, wrong = inspect(html, page)
    assert not wrong
    return list(found)


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("../../", ""), ("../../kilder/", "kilder/"), ("../../kilder/#a", "kilder/#a"),
        ("../../bilder/a.svg", "bilder/a.svg"), ("../annen/", "kapittel/annen/"),
        ("../annen/#b", "kapittel/annen/#b"), ("../", "kapittel/"), ("..", "kapittel/"),
        ("./", "kapittel/anbefaling/"), ("fil.pdf", "kapittel/anbefaling/fil.pdf"),
        ("/rot/", "rot/"),
    ],
)
def test_where_links_lead(href: str, address: str) -> None:
    assert links(f'<a href="{href}">') == [address]
    assert links(f'<img src="{href}">') == [address]


def test_links_of_the_front_page() -> None:
    front = replace(PAGE, url="", kind="forside")
    assert links('<a href="./">', front) == [""]
    assert links('<a href="./kilder/">', front) == ["kilder/"]
    assert links('<a href="kilder/">', front) == ["kilder/"]


@pytest.mark.parametrize(
    "href", ["https://a.no/", "http://a.no", "mailto:a@b.no", "//a.no/b", "tel:1", "data:image/a"]
)
def test_links_that_lead_out_of_the_site(href: str) -> None:
    assert links(f'<a href="{href}">') == []


def test_links_below_a_prefix_and_of_a_page_that_answers_anywhere() -> None:
    html = '<a href="../../kilder/?q=1#a"><a href="../?q">'
    assert inspect(html, PAGE)[0] == ("kapittel/", "kilder/#a")
    assert inspect(html, PAGE, "v/1.0.0/")[0] == ("v/1.0.0/kapittel/", "v/1.0.0/kilder/#a")
    assert inspect(html, replace(PAGE, url="a/"))[0] == ("", "kilder/#a")
    lost = replace(PAGE, url="404.html", base="/")
    assert links('<a href="//a.no/b"><a href="/kilder/"><a href="/">', lost) == ["", "kilder/"]


def test_each_link_is_known_once() -> None:
    html = '<a href="../b/"><a href="../a/"><a href="../b/">'
    assert links(html) == ["kapittel/a/", "kapittel/b/"]


def test_an_anchor_on_the_page_itself() -> None:
    assert links('<p id="a"><a href="#a">') == []
    assert inspect('<p id="a"><a href="#b">', PAGE)[1] == (
        "Lenka «#b» fører ikke til noe på siden.",
    )


def test_the_same_id_twice() -> None:
    assert inspect('<p id="a"></p><p id="b"></p><p id="a"></p>', PAGE)[1] == (
        "Id-en «a» står mer enn én gang på siden.",
    )


def test_a_slot_that_was_not_filled() -> None:
    assert inspect("<p>\x020\x03</p>", PAGE)[1] == ("En henvisning på siden er ikke fylt ut.",)


def file_of(url: str, *links: str) -> PageFile:
    return PageFile(url, "", "", links, "")


def test_verification(tmp_path: Path) -> None:
    put(tmp_path, "a/index.html", '<p id="her">')
    put(tmp_path, "index.html", "<p>")
    pages = [file_of("", "a/", "a/#her", "a/#borte", "b/", "c.css", "d.css"), file_of("a/", "")]
    assert faults(tmp_path, pages, {"c.css"}) == [
        "/: det er ikke noe «borte» på «/a/».",
        "/: lenka til «/b/» fører ikke til noe.",
        "/: lenka til «/d.css» fører ikke til noe.",
    ]


def test_a_pages_own_faults_are_told(tmp_path: Path) -> None:
    page = replace(file_of("a/"), faults=("Noe.",))
    assert faults(tmp_path, [page], set()) == ["/a/: Noe."]


@pytest.fixture
def context(tmp_path: Path) -> Context:
    frame = read_guideline(sound_copy(tmp_path))
    assert frame.guideline is not None
    cited = {key: Citation(key, "") for key in ("redd-barna-2025", "tynset-2022")}
    return Context(frame.guideline, {}, frame.fragments, cited, "")


def test_a_page_is_written_as_it_is_told_of(tmp_path: Path, context: Context) -> None:
    shell = plain_dressing(tmp_path / "drakt").shell
    page = replace(
        PAGE, title='<b> & "T"', description='"Om" <i>', body='<p id="a"><a href="../x/">x</a>',
        search=(
            SearchSection("", "A & B", "<i>"),
            SearchSection("a", "C", 'd "e" (redd-barna-2025, s. 4; tynset-2022) (f)', "g h"),
        ),
    )
    file = write(page, "nøkkel", context, shell, tmp_path / "ut")
    data = (tmp_path / "ut/kapittel/anbefaling/index.html").read_bytes()
    assert file.digest == hashlib.sha256(data).hexdigest()
    assert (file.url, file.key, file.faults) == (page.url, "nøkkel", ())
    assert "kapittel/x/" in file.links and "assets/site.css" in file.links
    html = data.decode()
    assert "&lt;b&gt; &amp; &quot;T&quot; – Skolefravær" in html
    assert "&quot;Om&quot; &lt;i&gt;" in html
    assert '<link rel="canonical" href="https://example.test/kapittel/anbefaling/">' in html
    document = Document.of(file.document)
    assert (document.url, document.title, document.kind) == (page.url, page.title, page.kind)
    assert document.sections == (
        ("", "A & B", "<i>", ""), ("a", "C", 'd "e" (f)', "g h")
    )
    assert file.search == hashlib.sha256(file.document).hexdigest()
    assert PageFile(*file.row()) == file  # type: ignore[arg-type]


def test_a_frame_without_a_slot_is_refused() -> None:
    with pytest.raises(LayoutError, match="body"):
        Layout.cut(frame_html(0).replace("@@rn:body@@", ""))


def test_content_that_looks_like_a_slot_is_content() -> None:
    frame = Layout.cut(frame_html(0))
    values = dict.fromkeys(frame.parts[1::2], "") | {"body": "@@rn:title@@", "title": "T"}
    assert "<div data-body>@@rn:title@@</div>" in frame.fill(values)
