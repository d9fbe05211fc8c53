"""How large the HTML of pages is: what a phone has to parse before it can show anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rettesnor.publishing.output.layout import shortened
from rettesnor.publishing.output.page_file import ids, unquoted
from rettesnor.rendering.page import Page

from tests.support.kinds_of_page import published

RECOMMENDATION, PHASE, ROLE_IN_PHASE = 25_000, 20 * 1024, 20 * 1024
"""Bytes, uncompressed, of any page of the kind in any language."""


def test_addresses_near_a_page_are_written_from_there() -> None:
    page = Page("kap/rad/", "anbefaling", "", "", "")
    html = (
        '<ul>\n  <li><a href="../../kap/annet/">a</a>\n'
        '<li><a href="../../kap/rad/historikk/">b</a>\n'
        '<li><a href="../../">c</a>\n<li><a href="../../kapittel/">d</a>\n</ul>\n\n<p>e\nf'
    )
    assert shortened(html, page) == (
        '<ul><li><a href="../annet/">a</a><li><a href="../rad/historikk/">b</a>'
        '<li><a href="../../">c</a><li><a href="../../kapittel/">d</a></ul><p>e\nf'
    )
    text = "<div><p>a &amp; b</p>\n<ul><li>c</li></ul></div><a><p>d</p></a><p>e</p>f"
    assert shortened(text, page) == "<div><p>a & b<ul><li>c</ul></div><a><p>d</p></a><p>e</p>f"
    facts = "<dl><div><dt>a</dt><dd>b</dd></div></dl>"
    assert shortened(facts, page) == "<dl><div><dt>a<dd>b</div></dl>"
    items = '<ul class="rn-list"><li class="rn-a rn-b"><p>a</p>\n<li><p>b</p></ul>'
    assert shortened(items, page) == '<ul class=rn-list><li class="rn-a rn-b"><p>a<li><p>b</ul>'
    code = "<pre>a\n\n<p>b</pre>"
    assert shortened(code, page) == code


def test_quotes_that_say_nothing_are_left_out() -> None:
    html = (
        '<link rel="canonical"><body><p id="a-1" class="rn-a rn-b"><a href="#b" title="">'
        'c="d" e</a><a href="../">f</a>'
        '<img alt="1 > 0" src="g.png"><meta content="width=1"><a href="?h=1" rel="next">i</a>'
        '<footer><script type="module"></script>'
    )
    short = unquoted(html)
    assert short == (
        '<link rel="canonical"><body><p id=a-1 class="rn-a rn-b"><a href=#b title="">'
        'c="d" e</a><a href="../">f</a>'
        '<img alt="1 > 0" src=g.png><meta content="width=1"><a href="?h=1" rel=next>i</a>'
        '<footer><script type="module"></script>'
    )
    assert ids(short) == ids(html) == ["a-1"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The guideline's own site: its texts are what makes pages long."""
    yield published(tmp_path_factory.mktemp("vekt"))


@pytest.mark.parametrize(("kind", "least", "bound"), [
    ("anbefaling", 34, RECOMMENDATION), ("fase", 10, PHASE), ("gjor", 100, ROLE_IN_PHASE),
])
def test_no_page_of_the_kind_is_too_large(
    site: Path, kind: str, least: int, bound: int
) -> None:
    mark = re.compile(rf'<body class="rn rn--{kind}"'.encode())
    sizes = {
        path.relative_to(site).as_posix(): len(data)
        for path in site.rglob("index.html") if mark.search(data := path.read_bytes())
    }
    assert len(sizes) >= least
    assert {path: size for path, size in sizes.items() if size > bound} == {}
