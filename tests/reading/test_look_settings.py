"""The look in mkdocs.yml: what is read, and what is wrong, in a sentence with its line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from rettesnor.model.problem import Problem
from rettesnor.reading.content import site_settings
from rettesnor.reading.project import read_project
from rettesnor.reading.read_cache import MemoryCache

from tests.support.guidelines import put, sound_copy
from tests.support.looks import LOGO, WOFF2, settings, with_look


def problems(root: Path, look: str) -> list[Problem]:
    put(root, "mkdocs.yml", settings(look))
    return site_settings.problems(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return with_look(tmp_path)


def test_a_whole_look_is_read(root: Path) -> None:
    assert site_settings.problems(root) == []
    look = site_settings.read_settings(root, os.environ).look
    assert look.light == {"background": "#fffdf8", "link": "#8a1f2d", "brand": "#3b0d16"}
    assert look.dark == {"link": "#ffb3ba"}
    assert look.logo and (look.logo.width, look.logo.height) == (80, 40)
    assert look.owner == {"": "Direktoratet & sønn"}
    assert look.title == {"nb": "Kort <tittel>", "nn": "Stutt tittel"}
    assert look.font and [(one.weight, one.style) for one in look.font.files] == [
        ("400", "normal"), ("600 700", "normal"), ("400", "italic"),
    ]


@pytest.mark.parametrize("text", ["", "{}", "null"])
def test_no_look_is_no_problem(tmp_path: Path, text: str) -> None:
    put(tmp_path, "mkdocs.yml", settings("").replace("look:", f"look: {text}"))
    assert site_settings.problems(tmp_path) == []
    assert site_settings.read_settings(tmp_path, {}).look == site_settings.Look()


WRONG = {
    "a colour that YAML takes for a comment": (
        "colors:\n  brand: #12456b\n", "utseende-oppsett", 8, "Fargen mangler", "anførselstegn",
    ),
    "no colour": ("colors:\n  link: red\n", "utseende-oppsett", 8, "«red» er ikke en farge", ""),
    "a list": ("colors: [1, 2]\n", "utseende-oppsett", 7, "må bestå av felt", "brand"),
    "a list as a colour": ("colors: {link: [a]}\n", "utseende-oppsett", 7, "Fargen mangler", ""),
    "an unknown token": (
        "colors:\n  brnad: \"#111111\"\n", "utseende-oppsett", 8, "«brnad» finnes ikke",
        "Mente du «brand»?",
    ),
    "an unknown field": ("colours: {}\n", "utseende-oppsett", 7, "«colours» finnes ikke", "colors"),
    "a field twice": (
        "owner: a\nowner: b\n", "utseende-oppsett", 8, "«owner» står to ganger", "Slett",
    ),
    "an empty text": ("owner:\n", "utseende-oppsett", 7, "«owner» er tomt", ""),
    "a long text": (f"sender: {'a' * 101}\n", "utseende-oppsett", 7, "høyst 100 tegn", ""),
    "a value of the machine": ("owner: !ENV NAME\n", "utseende-oppsett", 7, "må være tekst", ""),
    "no language": ("title: {Bokmål: a}\n", "utseende-oppsett", 7, "må være språk", "nb"),
    "a logo without words": ("logo: {file: logo.svg}\n", "utseende-oppsett", 7, "«alt»", "logoen"),
    "a logo that is a name": ("logo: logo.svg\n", "utseende-oppsett", 7, "bestå av felt", "alt"),
    "no such file": (
        "logo:\n  file: lgo.svg\n  alt: A\n", "utseende-fil", 8, "guideline/look/lgo.svg finnes",
        "Mente du «logo.svg»?",
    ),
    "a file elsewhere": (
        "logo: {file: ../../hemmelig.svg, alt: A}\n", "utseende-fil", 7, "kan ikke være navnet", "",
    ),
    "another kind": ("logo: {file: OFL.txt, alt: A}\n", "utseende-fil", 7, "endelse", ".svg"),
    "a font without a licence": (
        "font:\n  name: A\n  files: [serif-400.woff2]\n", "utseende-oppsett", 8, "«licence»", "",
    ),
    "a name of a font that would be CSS": (
        "font:\n  name: 'a\"; } body { x: y'\n  licence: OFL.txt\n  files: [serif-400.woff2]\n",
        "utseende-oppsett", 8, "kan ikke være navnet på en skrift", "",
    ),
    "a weight that would be CSS": (
        "font:\n  name: A\n  licence: OFL.txt\n  files:\n"
        "    - {file: serif-400.woff2, weight: '4; x: y'}\n",
        "utseende-oppsett", 11, "ikke en skriftvekt", "",
    ),
    "a style that would be CSS": (
        "font:\n  name: A\n  licence: OFL.txt\n  files:\n"
        "    - {file: serif-400.woff2, style: 'x; y'}\n",
        "utseende-oppsett", 11, "normal eller italic", "",
    ),
    "too little contrast": (
        "colors:\n  brand: \"#333333\"\n  link: \"#77aaff\"\n", "utseende-kontrast", 9,
        "må ha minst 4,5:1", 'er link: "#',
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_one_sentence_with_its_line(root: Path, name: str) -> None:
    look, code, line, message, hint = WRONG[name]
    found = problems(root, look)
    assert [(one.code, one.line) for one in found] == [(code, line)]
    assert message in found[0].message and hint in found[0].hint
    assert site_settings.read_settings(root, {}) is not None, "what is wrong is left out"


def test_the_suggested_colour_passes(root: Path) -> None:
    look = 'colors:\n  link: "#77aaff"\ndark:\n  text: "#555555"\n'
    found = problems(root, look)
    assert {one.line for one in found} == {8, 10}
    for one in found:
        match = re.search(r'(\w+): "(#\w+)" under', one.hint)
        assert match
        look = look.replace({"link": "#77aaff", "text": "#555555"}[match[1]], match[2])
    assert problems(root, look) == []


def test_the_dark_scheme_is_named_with_the_field_to_write(root: Path) -> None:
    found = problems(root, 'colors:\n  brand: "#111111"\ndark:\n  link: "#333333"\n')
    assert [one.line for one in found] == [10]
    assert "i mørk visning" in found[0].message and "under «dark»" in found[0].hint


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"{0}>{1}</svg>'
HOSTILE = {
    "script": SVG.format("", "<script>alert(1)</script>"),
    "handler": SVG.format(' onload="alert(1)"', ""),
    "foreign": SVG.format("", "<foreignObject/>"),
    "fetched": SVG.format("", '<use href="https://a.example/b.svg#c"/>'),
    "picture": SVG.format("", '<image href="data:image/png;base64,AAAA"/>'),
    "style": SVG.format("", "<style>@import 'a.css';</style>"),
    "doctype": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd">' + SVG.format("", ""),
    "entity": '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("", "&a;"),
    "no drawing": "<p>Hei</p>",
    "no size": SVG.format("", "").replace(' viewBox="0 0 9 9"', ""),
    "a wide one": SVG.format("", "").replace("0 0 9 9", "0 0 90 9"),
    "a size of nothing": SVG.format("", "").replace("0 0 9 9", "0 0 0 9"),
    "a size that is none": SVG.format("", "").replace("0 0 9 9", "0 0 x 9"),
    "a bomb of a size": SVG.format("", "").replace("0 0 9 9", "0 0 1e999 1e999"),
    "large": SVG.format("", f"<title>{'a' * 200_001}</title>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_logo_that_is_more_than_a_drawing_is_refused(root: Path, name: str) -> None:
    put(root, "guideline/look/logo.svg", HOSTILE[name])
    found = problems(root, "logo:\n  file: logo.svg\n  alt: A\n")
    assert [(one.code, one.line) for one in found] == [("utseende-fil", 8)]
    assert site_settings.read_settings(root, {}).look.logo is None


@pytest.mark.parametrize("data", [b"", b"wOFF" + WOFF2[4:], WOFF2 + b"\0", WOFF2[:-1], b"0" * 64])
def test_a_typeface_that_is_no_whole_woff2_is_refused(root: Path, data: bytes) -> None:
    (root / "guideline/look/serif-400.woff2").write_bytes(data)
    found = problems(root, "font:\n  name: A\n  licence: OFL.txt\n  files: [serif-400.woff2]\n")
    assert [(one.code, one.line) for one in found] == [("utseende-fil", 10)]


def test_a_large_typeface_is_told_how_to_be_smaller(root: Path) -> None:
    (root / "guideline/look/serif-400.woff2").write_bytes(bytes(300_001))
    found = problems(root, "font:\n  name: A\n  licence: OFL.txt\n  files: [serif-400.woff2]\n")
    assert "grensen er 300 kB" in found[0].message and "subset" in found[0].hint


def test_png_logos_have_their_size(root: Path) -> None:
    from PIL import Image

    Image.new("RGB", (60, 30)).save(root / "guideline/look/logo.png")
    assert problems(root, "logo: {file: logo.png, alt: A}\nicon: logo.png\n")[0].line == 8
    look = site_settings.read_settings(root, {}).look
    assert look.logo and (look.logo.width, look.logo.height) == (60, 30)
    assert look.icon is None, "an icon is nearly square"


def test_a_changed_logo_is_looked_at_again(tmp_path: Path) -> None:
    root, cache = with_look(sound_copy(tmp_path)), MemoryCache()
    assert read_project(root, cache=cache).settings_problems == ()
    put(root, "guideline/look/logo.svg", HOSTILE["script"])
    assert read_project(root, cache=cache).settings_problems
    overlay = {"guideline/look/logo.svg": LOGO.encode()}
    assert read_project(root, overlay, cache).settings_problems == ()
