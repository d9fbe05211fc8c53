"""A site to be opened from a folder: every link names a file."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from rettesnor.publishing.documents.sources import OFFLINE
from rettesnor.publishing.output.offline_zip import file_link, for_file_urls, pack


@pytest.mark.parametrize(("link", "file"), [
    ("../plan/", "../plan/index.html"),
    ("../plan/#steg", "../plan/index.html#steg"),
    ("../?rolle=laerer#a", "../index.html?rolle=laerer#a"),
    ("./", "./index.html"),
    ("../..", "../../index.html"),
    (".", "./index.html"),
    ("", ""),
    ("#steg", "#steg"),
    ("?a=b", "?a=b"),
    ("plan.pdf", "plan.pdf"),
    ("https://example.test/", "https://example.test/"),
    ("mailto:a@example.test", "mailto:a@example.test"),
    ("//example.test/", "//example.test/"),
    ("/", "/"),
])
def test_a_link_to_a_folder_names_its_page(link: str, file: str) -> None:
    assert file_link(link) == file


def test_only_links_are_changed() -> None:
    html = (
        '<!doctype html>\n<p title="a href=&quot;x/&quot;">Skriv <code>&lt;a href="x/"&gt;</code>'
        ' eller href="x/"</p>\n<script type="application/json">{"a": "<a href=\\"x/\\">"}</script>'
        '<!-- <a href="x/"> --><a class="b" href="x/">x &amp; y</a><form action="../"></form>'
        '<link rel="stylesheet" href="../assets/a.css"><img src="bilder/b.svg">\n'
    )
    expected = html.replace('class="b" href="x/"', 'class="b" href="x/index.html"')
    assert for_file_urls(html) == expected.replace('action="../"', 'action="../index.html"')


def test_what_needs_a_network_is_left_out() -> None:
    html = '<ul><li>a</li><li data-rn-online><a href="x/">b</a><ul><li>c</li></ul></li></ul>'
    assert for_file_urls(html) == "<ul><li>a</li></ul>"
    html = '<link rel="manifest" href="a" data-rn-online><title>b</title>'
    assert for_file_urls(html) == "<title>b</title>"


def test_packs_all_files_the_same_way_each_time(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "index.html").write_text('<a href="../">ut</a>', encoding="utf-8")
    (tmp_path / "index.html").write_text('<a href="plan/">inn</a>', encoding="utf-8")
    (tmp_path / "a.css").write_bytes(b"\xff")
    data = pack(tmp_path, "skolefravaer")
    (tmp_path / OFFLINE).write_bytes(data)
    assert pack(tmp_path, "skolefravaer") == data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "skolefravaer/a.css": b"\xff",
            "skolefravaer/index.html": b'<a href="plan/index.html">inn</a>',
            "skolefravaer/plan/index.html": b'<a href="../index.html">ut</a>',
        }
