"""Two themes, one site: what a theme may change, and what it may not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rettesnor.cli.main import main
from rettesnor.model.look import Look
from rettesnor.publishing.material_theme import (
    parts_of_shell,
    scaled,
    tokens,
    within_content,
    without_data,
)
from rettesnor.publishing.output import material_layout
from rettesnor.publishing.output.offline_copies import LIST
from rettesnor.rendering.look import source_css, tokens_css

from tests.publishing.test_site import pages, run
from tests.support.guidelines import (
    EARLY_PAGE,
    PROJECT,
    Tree,
    edit,
    put,
    quoted,
    sound_copy,
    tree,
)

STYLES = PROJECT / "site_plugins/rettesnor/rendering/theme/assets/rettesnor"


def build(root: Path, *options: str) -> Tree:
    where = ["--root", str(root), "--jobs", "1", "--date", "2026-11-01"]
    assert main(["build", *where, *options]) == 0
    return tree(root / "site")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound_copy(tmp_path_factory.mktemp("tema"))


@pytest.fixture(scope="module")
def own(root: Path) -> Tree:
    return build(root)


@pytest.fixture(scope="module")
def material(root: Path, own: Tree) -> Tree:
    """The site in Material, built where the site in our own look was."""
    return build(root, "--theme", "material")


def test_material_is_material(own: Tree, material: Tree) -> None:
    page = quoted(material[EARLY_PAGE].decode())
    for part in ("md-header", "md-tabs", "md-nav--primary", "md-search__input", "md-footer"):
        assert f'class="{part}' in page or f" {part}" in page, part
    assert "md-header" not in own[EARLY_PAGE].decode()
    assert any(path.startswith("assets/javascripts/bundle.") for path in material)


def test_every_page_and_all_data_are_in_both(own: Tree, material: Tree) -> None:
    theirs = {path for path in own if not path.startswith("assets/")}
    assert theirs == {path for path in material if not path.startswith("assets/")}
    for path in theirs:
        if not path.endswith(".html") and path != LIST:  # it has the digests of pages
            assert own[path] == material[path], path


def test_a_switch_leaves_nothing_of_the_other_theme(root: Path, own: Tree, material: Tree) -> None:
    clean = build(root, "--theme", "material", "--full")
    assert clean == material
    assert build(root) == own
    assert build(root, "--theme", "material") == material
    edit(root, "mkdocs.yml", "  name: rettesnor\n", "  name: material\n")
    assert build(root) == material
    assert build(root, "--theme", "rettesnor") == own
    edit(root, "mkdocs.yml", "  name: material\n", "  name: rettesnor\n")


def test_mkdocs_gives_the_same_bytes_in_material(material: Tree, tmp_path: Path) -> None:
    other = sound_copy(tmp_path)
    edit(other, "mkdocs.yml", "  name: rettesnor\n", "  name: material\n")
    done = run(other, "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert tree(other / "site") == material


def test_material_keeps_our_policy(material: Tree) -> None:
    for path, html in pages(material):
        code = re.sub(r'(<script[^>]*) type="application/(?:ld\+)?json"', "<data", html)
        assert not re.search(r"<script(?![^>]*\bsrc=)", code), path
        assert "<style" not in html and ' style="' not in html, path
        assert not re.search(r'\son[a-z]+="', html), path
        for tag in re.findall(r"<(?:script|link|img|iframe|source)[^>]*>", html):
            if 'rel="canonical"' not in tag:
                assert not re.search(r'(?:src|href)="(?:https?:)?//', tag), (path, tag)
    for path, data in material.items():
        if path.endswith(".css"):
            assert b"url(http" not in data and b"@import" not in data, path
            assert b"url(data:" not in data and b"url('data:" not in data, path
            assert b'url("data:' not in data, path
            for name in re.findall(rb"url\(([^)]*)\)", data):
                assert f"{path.rpartition('/')[0]}/{name.decode()}" in material, (path, name)


def test_settings_of_the_look_are_used_and_escaped(tmp_path: Path) -> None:
    other = sound_copy(tmp_path)
    edit(other, "mkdocs.yml", "  name: rettesnor\n", (
        "  name: material\n  palette: {scheme: slate, primary: 'a\"><u>'}\n"
        "  features: [navigation.instant, toc.integrate]\n"
    ))
    page = quoted(build(other)[EARLY_PAGE].decode())
    assert 'data-md-color-scheme="slate"' in page
    assert "<u>" not in page and "a&#34;&gt;&lt;u&gt;" in page.replace("&quot;", "&#34;")
    assert "md-nav--integrated" in page and "md-tabs" not in page
    assert "navigation.instant" not in page


@pytest.mark.parametrize("written", ["theme: readthedocs", "theme: {name: zensical}"])
def test_an_unknown_theme_names_the_two(
    tmp_path: Path, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = sound_copy(tmp_path)
    put(root, "mkdocs.yml", f"site_name: A\ndocs_dir: guideline\n{written}\nplugins: [rettesnor]\n")
    where = ["--root", str(root), "--jobs", "1", "--date", "2026-11-01"]
    assert main(["check", *where]) == 1
    assert_names_both(capsys.readouterr().out)
    assert main(["build", *where]) == 2
    assert_names_both(capsys.readouterr().err)
    done = run(root, "mkdocs", "build")
    assert done.returncode != 0 and not (root / "site").exists()


def assert_names_both(said: str) -> None:
    assert "finnes ikke" in said
    assert "name: rettesnor" in said and "name: material" in said


def test_without_a_theme_the_look_is_ours(own: Tree, tmp_path: Path) -> None:
    root = sound_copy(tmp_path)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    put(root, "mkdocs.yml", re.sub(r"theme:\n(?:  .*\n)+", "", text))
    assert build(root) == own
    done = run(root, "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert tree(root / "site") == own


def test_without_material_a_sentence_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(material_layout, "find_spec", lambda name: None)
    root = sound_copy(tmp_path)
    where = ["--root", str(root), "--jobs", "1", "--date", "2026-11-01"]
    assert main(["build", *where, "--theme", "material"]) == 2
    said = capsys.readouterr().err
    assert '-m pip install "rettesnor[material]"' in said and said.count("\n") == 2
    assert main(["build", *where]) == 0


def test_another_base_template_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = (material_layout.material_folder() / "base.html").read_text(encoding="utf-8")
    put(tmp_path / "ny", "base.html", base.replace('data-md-component="skip"', "hidden"))
    monkeypatch.setattr(material_layout, "material_folder", lambda: tmp_path / "ny")
    root = sound_copy(tmp_path / "rot")
    where = ["--root", str(root), "--jobs", "1", "--date", "2026-11-01", "--theme", "material"]
    assert main(["build", *where]) == 2
    said = capsys.readouterr().err
    assert "er for ny" in said and said.count("\n") == 2  # the command has a line of its own
    assert not (root / "site").exists()


def test_our_own_look_pays_nothing_for_the_other(tmp_path: Path) -> None:
    root = sound_copy(tmp_path)
    code = (
        "import sys; from rettesnor.cli.main import main; status = main(sys.argv[1:]); "
        "found = {'mkdocs', 'material', 'rettesnor.publishing.material_theme'} & {*sys.modules}; "
        "sys.exit(status or ', '.join(found) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "--root", str(root), "--date", "2026-11-01"],
        capture_output=True, text=True, check=False, timeout=100,
    )
    assert done.returncode == 0, done.stderr


def test_lengths_count_in_the_root_of_the_page() -> None:
    assert scaled("@media (min-width: 64rem) { a { margin: 0.5rem -1rem 2rem } }") == (
        "@media (min-width: 64rem) { a { margin: 0.4rem -1rem 1.6rem } }"
    ).replace("-1rem", "-0.8rem")


def test_rules_hold_in_the_content_only() -> None:
    css = "/* a */ ul, li:is(a, b) { x: y } @media print { html.rn-js:not(.n) .c { x: y } }"
    found = within_content(css)
    inside = ":is(.md-content.md-content, .rn-box.rn-box, .rn-footer.rn-footer)"
    assert f"{inside} ul, {inside} li:is(a, b) {{ x: y }}" in found
    assert f"@media print {{ html.rn-js:not(.n) {inside} .c {{ x: y }} }}" in found


def test_every_sheet_of_ours_outweighs_materials(material: Tree) -> None:
    """Else Material puts its bullets on our lists and its distances between them."""
    names = {path.name for path in STYLES.glob("*.css")} - {"shell.css", "tokens.css"}
    assert len(names) > 8
    for name in names:
        css = re.sub(r"/\*.*?\*/", "", material[f"assets/rettesnor/{name}"].decode(), flags=re.S)
        selectors = re.findall(r"([^{};\s][^{};]*)\{", css)
        weak = [one for one in selectors if one[0] not in "@:" and ".md-content" not in one]
        assert selectors and weak == [], name


def test_every_dark_colour_is_in_materials_switch() -> None:
    css = tokens_css(source_css(), Look())
    found = tokens(css)
    dark = found.partition('[data-md-color-scheme="slate"]')[2]
    for name in re.findall(r"(--[\w-]+):[^;]*light-dark\(", css):
        assert f"{name}:" in dark, name
    assert "light-dark(" not in dark and ": light-dark(" not in found


def test_pictures_in_style_sheets_become_files() -> None:
    css = """a{b:url("data:image/svg+xml;charset=utf-8,<svg x='%231'/>")}"""
    found, icons = without_data(css)
    assert list(icons.values()) == [b"<svg x='#1'/>"]
    assert found == f"a{{b:url({next(iter(icons))})}}"


def test_the_parts_of_the_shell_are_found() -> None:
    css = (STYLES / "shell.css").read_text(encoding="utf-8")
    found = parts_of_shell(css)
    assert ".rn-find__hits" in found and ".rn-header" not in found
    with pytest.raises(ValueError):
        parts_of_shell(css.replace("/* Footer", "/* Foot"))
