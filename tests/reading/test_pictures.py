"""The folder of pictures: what is refused, and that nothing else is published or released."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from rettesnor.cli.main import main
from rettesnor.reading.files import pictures as picture_files
from rettesnor.reading.files.pictures import MAX_BYTES, MAX_SVG_BYTES, read_pictures

from tests.support.check_case import DAY
from tests.support.guidelines import build_plain, put, sound_copy
from tests.support.release_case import FIRST, Case

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
ACTIVE = {
    "script": "<script>alert(1)</script>",
    "script from elsewhere": '<script href="x.js"/>',
    "a prefix for svg": '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    "html": '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
    "handler": '<rect onclick="alert(1)"/>',
    "handler in capitals": '<rect ONLOAD="alert(1)"/>',
    "handler on an inert element":
        '<i:x xmlns:i="http://www.inkscape.org/namespaces/inkscape" onclick="alert(1)"/>',
    "foreign object": "<foreignObject><p>Hei</p></foreignObject>",
    "frame": '<iframe xmlns="http://www.w3.org/1999/xhtml" src="x.html"/>',
    "link": '<a href="javascript:alert(1)"><text>Hei</text></a>',
    "link out": '<a xlink:href="https://example.test/"><text>Hei</text></a>',
    "use from elsewhere": '<use href="https://example.test/a.svg#b"/>',
    "use of data": '<use xlink:href="data:image/svg+xml;base64,PHN2Zy8+#a"/>',
    "picture from elsewhere": '<image href="https://example.test/a.png"/>',
    "animated address": '<use href="#a"><set attributeName="href" to="javascript:alert(1)"/></use>',
    "animation": '<animate attributeName="href" values="javascript:alert(1)"/>',
    "fill from elsewhere": '<rect fill="url(https://example.test/a.svg#b)"/>',
    "style from elsewhere": '<rect style="fill: url( //example.test/a#b)"/>',
    "escaped style": '<rect style="fill: u\\72l(//example.test/a#b)"/>',
    "sheet from elsewhere": "<style>@import 'https://example.test/a.css';</style>",
    "sheet with an address": "<style>rect { fill: URL('x.svg') }</style>",
    "sheet in parts": "<style>rect { fill: u<![CDATA[rl(]]>x.svg) }</style>",
    "escaped sheet": "<style>@\\69mport 'x.css';</style>",
    "base": '<g xml:base="https://example.test/"><use href="#a"/></g>',
    "unknown element": "<nytt/>",
}
HARMLESS = {
    "shapes": '<g fill="url(#a)" style="stroke: url(\'#b\')"><path d="M0 0L1 1"/></g>',
    "reused": '<use href="#a"/><use xlink:href="#b"/>',
    "text": "<title>Fire steg</title><text x='1'>1 &lt; 2 &amp; javascript er et ord</text>",
    "sheet": "<style>.a { fill: #00f; clip-path: url(#b) }</style>",
    "from inkscape": '<n:namedview xmlns:n="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
                     'n:zoom="1"/>',
    "told": '<g role="img" aria-label="a\\b"/>',
    "comment": "<!-- <script>alert(1)</script> -->",
}


def svg(inner: str, head: str = "") -> bytes:
    return f"{head}<svg {NS}>\n{inner}\n</svg>\n".encode()


def raster(kind: str, size: tuple[int, int] = (2, 2)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size).save(stream, kind)
    return stream.getvalue()


def lay(root: Path, name: str, data: bytes) -> str:
    """Write a picture; return the code of what is wrong with it, or an empty string."""
    folder = root / picture_files.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    found = read_pictures(root)
    assert (name in found.sound) == (not found.problems)
    return found.problems[0].code if found.problems else ""


@pytest.mark.parametrize("name", ACTIVE)
def test_a_drawing_that_does_more_than_draw_is_refused(name: str, tmp_path: Path) -> None:
    assert lay(tmp_path, "a.svg", svg(ACTIVE[name])) == "bilde-svg"


@pytest.mark.parametrize("name", HARMLESS)
def test_a_drawing_that_draws_is_let_in(name: str, tmp_path: Path) -> None:
    assert lay(tmp_path, "a.svg", svg(HARMLESS[name], '<?xml version="1.0"?>\n')) == ""


@pytest.mark.parametrize(
    "head",
    [
        '<?xml-stylesheet href="x.xsl" type="text/xsl"?>',
        '<!DOCTYPE svg [<!ENTITY a "b">]>', '<!DOCTYPE svg [<!ATTLIST rect onclick CDATA "x()">]>',
    ],
)
def test_a_drawing_brings_no_instructions_and_no_entities(head: str, tmp_path: Path) -> None:
    assert lay(tmp_path, "a.svg", svg("", head)) == "bilde-svg"


def test_the_place_in_a_drawing_is_given(tmp_path: Path) -> None:
    lay(tmp_path, "a.svg", svg("<g>\n<script/>\n</g>"))
    assert read_pictures(tmp_path).problems[0].line == 3


@pytest.mark.parametrize(
    ("suffix", "kind"), [("png", "PNG"), ("jpg", "JPEG"), ("jpeg", "JPEG"), ("webp", "WEBP")]
)
def test_content_and_name_agree(suffix: str, kind: str, tmp_path: Path) -> None:
    for other in ("PNG", "JPEG", "WEBP", "GIF"):
        name = f"{other.lower()}.{suffix}"
        root = tmp_path / other
        assert lay(root, name, raster(other)) == ("" if other == kind else "bilde-fil")
    for number, data in enumerate((b"", b"<script>alert(1)</script>", svg(""), raster(kind)[:20])):
        assert lay(tmp_path / str(number), f"a.{suffix}", data) == "bilde-fil"


@pytest.mark.parametrize("data", [b"", b"<svg", b"<html/>", b"\x89PNG\r\n", b"<svg/>"])
def test_a_drawing_is_svg(data: bytes, tmp_path: Path) -> None:
    assert lay(tmp_path, "a.svg", data) in ("bilde-fil", "bilde-svg")


@pytest.mark.parametrize(
    "name", ["side.html", "skript.js", ".skjult.svg", "Figur.png", "figur", "a.svg.html", "a.svgz",
             "con.svg", "nul.2.svg"]
)
def test_other_names_are_refused(name: str, tmp_path: Path) -> None:
    assert lay(tmp_path, name, svg("")) == "bilde-fil"


def test_size_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lay(tmp_path / "a", "a.svg", svg(" " * MAX_SVG_BYTES)) == "bilde-for-stort"
    assert lay(tmp_path / "b", "a.png", raster("PNG") + b" " * MAX_BYTES) == "bilde-for-stort"
    monkeypatch.setattr(picture_files, "MAX_PIXELS", 99)
    assert lay(tmp_path / "c", "a.png", raster("PNG", (10, 10))) == "bilde-for-stort"


def test_what_systems_leave_is_passed_over(tmp_path: Path) -> None:
    for name in ("Thumbs.db", ".DS_Store"):
        put(tmp_path, f"{picture_files.FOLDER}/{name}", "x")
    found = read_pictures(tmp_path)
    assert (found.names, found.sound, found.problems) == (frozenset(), frozenset(), ())


def test_only_pictures_that_are_shown_are_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = sound_copy(tmp_path)
    folder = root / picture_files.FOLDER
    (folder / "ubrukt.png").write_bytes(raster("PNG"))
    (folder / ".DS_Store").write_bytes(b"x")
    assert main(["check", "--root", str(root), "--date", DAY.isoformat()]) == 0
    said = capsys.readouterr().out
    assert "advarsel" in said and "bilder/ubrukt.png" in said and "bilde-ubrukt" in said
    assert "steg.svg" not in said
    assert build_plain(root).pages
    assert os.listdir(root / "site/bilder") == ["steg.svg"]


def test_the_preview_does_not_show_what_is_refused(tmp_path: Path) -> None:
    root = sound_copy(tmp_path)
    (root / picture_files.FOLDER / "steg.svg").write_bytes(svg("<script>alert(1)</script>"))
    build_plain(root, tolerant=True)
    assert not (root / "site/bilder").exists()
    assert not build_plain(root).pages


def test_a_release_takes_in_only_what_is_shown(tmp_path: Path) -> None:
    case = Case(tmp_path)
    for name in ("vist.svg", "ubrukt.svg"):
        put(case.root, f"guideline/bilder/{name}", svg("").decode())
    case.write("guideline/om.md", case.text("guideline/om.md") + "\n![Vist](bilder/vist.svg)\n")
    assert case.release(*FIRST) == 0
    assert os.listdir(case.root / "changelog/1.0.0/bilder") == ["vist.svg"]
