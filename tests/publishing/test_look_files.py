"""A look by tokens in the finished site: its files, in both themes, by both commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rettesnor.cli.main import main
from rettesnor.model.look import Look, Picture
from rettesnor.publishing.look_files import TOKENS, look_files
from rettesnor.publishing.material_theme import tokens

from tests.publishing.test_site import pages, run
from tests.support.guidelines import EARLY_PAGE, Tree, edit, put, quoted, sound_copy, tree
from tests.support.looks import LOGO, WOFF2, with_look

WHERE = ("--jobs", "1", "--date", "2026-11-01")


def build(root: Path, *options: str) -> Tree:
    assert main(["build", "--root", str(root), *WHERE, *options]) == 0
    return tree(root / "site")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_look(sound_copy(tmp_path_factory.mktemp("look")))


@pytest.fixture(scope="module")
def site(root: Path) -> Tree:
    return build(root)


@pytest.fixture(scope="module")
def material(root: Path, site: Tree) -> Tree:
    return build(root, "--theme", "material")


def test_the_header_has_logo_owner_title_and_sender(site: Tree) -> None:
    page = quoted(site[EARLY_PAGE].decode())
    header = page.partition("<header")[2].partition("</header>")[0]
    assert '<div class="rn-sender"><p>Fra staten</p></div>' in header
    assert '<span class="rn-brand__owner">Direktoratet &amp; sønn</span> Kort &lt;tit' in header
    logos = re.findall(r'<img class="([^"]+)" src="([^"]+)" width="72" height="36" alt="Våpen">',
                       header)
    assert [one for one, _ in logos] == ["rn-logo rn-logo--light", "rn-logo rn-logo--dark"]
    for _, path in logos:
        assert path.removeprefix("../../") in site
    assert "rn-brand__mark" not in header


def test_the_style_sheet_has_colours_and_typeface(site: Tree) -> None:
    css = site[TOKENS].decode()
    assert "--rn-link: light-dark(#8a1f2d, #ffb3ba);" in css and "  --rn-link: #8a1f2d;" in css
    assert css.count("@font-face") == css.count("font-display: swap") == 3
    assert '--rn-font: "Source Serif 4", Georgia,' in css
    for name in re.findall(r"url\(([^)]*)\)", css):
        assert site[f"assets/rettesnor/{name}"][:4] == WOFF2[:4]
    assert any(re.fullmatch(r"assets/rettesnor/font-licence-\w{12}\.txt", path) for path in site)


def test_nothing_is_inline_and_nothing_is_fetched_from_elsewhere(
    site: Tree, material: Tree
) -> None:
    for one in (site, material):
        for path, html in pages(one):
            assert "<style" not in html and ' style="' not in html, path
        for path, data in one.items():
            if path.endswith(".css"):
                assert b"url(http" not in data and b"url(data:" not in data, path


def test_material_has_the_same_colours_logo_and_words(site: Tree, material: Tree) -> None:
    page, css = quoted(material[EARLY_PAGE].decode()), material[TOKENS].decode()
    assert 'aria-label="Direktoratet &amp; sønn – Kort &lt;tittel&gt;"' in page
    assert '<span class="rn-owner">Direktoratet &amp; sønn – </span>Kort &lt;tittel&gt;' in page
    assert "Fra staten" in page.partition("<header")[0]
    assert page.count('class="rn-logo') >= 2 and 'alt="Våpen"' in page
    assert "    --rn-link: #ffb3ba;" in css.partition('"slate"')[2]
    added = material["assets/rettesnor/material.css"].decode().partition("The guideline's")[2]
    assert "--md-primary-fg-color: var(--rn-brand)" in added and "Source Serif 4" in added
    own = {path for path in site if re.search(r"/(?:font|logo|icon)-", path)}
    assert len(own) == 6 and own <= set(material)


@pytest.mark.parametrize("theme", ["rettesnor", "material"])
def test_mkdocs_gives_the_same_bytes(
    theme: str, site: Tree, material: Tree, tmp_path: Path
) -> None:
    other = with_look(sound_copy(tmp_path), theme=theme)
    done = run(other, "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert tree(other / "site") == (site if theme == "rettesnor" else material)


def test_a_change_of_the_look_is_seen_by_a_warm_build(tmp_path: Path) -> None:
    root = with_look(sound_copy(tmp_path))
    before = build(root)
    put(root, "guideline/look/logo.svg", LOGO.replace("80v40", "70v40"))
    edit(root, "mkdocs.yml", "Fra staten", "Fra kommunen")
    after = build(root)
    assert "Fra kommunen" in after[EARLY_PAGE].decode()
    assert build(root, "--full") == after
    assert {p for p in before if "/logo-" in p} != {p for p in after if "/logo-" in p}


def test_check_and_build_stop_at_too_little_contrast(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = with_look(sound_copy(tmp_path), 'colors:\n  link: "#99bbff"\n')
    assert main(["check", "--root", str(root), *WHERE]) == 1
    assert "mkdocs.yml:8:17: feil: «link» (#99bbff)" in capsys.readouterr().out
    assert main(["build", "--root", str(root), *WHERE]) == 2
    assert "«link» (#99bbff)" in capsys.readouterr().err
    assert not (root / "site").exists()


def test_without_a_look_only_the_style_sheet_is_written() -> None:
    found = look_files(Look())
    assert set(found.files) == {TOKENS}
    assert found.header.icon == "assets/rettesnor/mark.svg"


def test_the_icon_is_the_logo_where_it_is_nearly_square() -> None:
    wide, square = (Picture("a.png", b"a", width, 40) for width in (80, 50))
    assert look_files(Look(logo=wide)).header.icon == "assets/rettesnor/mark.svg"
    found = look_files(Look(logo=square)).header
    assert found.icon.startswith("assets/rettesnor/icon-") and found.icon_type == "image/png"
    assert look_files(Look(logo=square, icon=Picture("b.svg", b"b", 1, 1))).header.icon_type == (
        "image/svg+xml"
    )
    mark = look_files(Look(light={"brand": "#ffeeaa"})).files["assets/rettesnor/mark.svg"].decode()
    assert 'fill="#ffeeaa"' in mark and "#fff\"" not in mark


def test_a_logo_is_not_named_twice() -> None:
    picture = Picture("a.png", b"a", 40, 40)
    assert look_files(Look(logo=picture, logo_alt="A")).header.alt == "A"
    assert look_files(Look(logo=picture, logo_alt="A", owner={"": "A"})).header.alt == ""


def test_materials_switch_has_the_given_colours() -> None:
    css = tokens(look_files(Look(light={"link": "#8a1f2d"})).tokens)
    assert "--rn-link: #8a1f2d;" in css and ": light-dark(" not in css
