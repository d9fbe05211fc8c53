"""The theme's frame is made when something it depends on changed, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.publishing.cache import theme_shell as wardrobe
from rettesnor.publishing.options import STATE, Theme

from tests.support.guidelines import edit, plain_dressing, put, sound_copy, tree


class Tailor:
    """Makes dressings and counts them."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, root: Path, folder: Path) -> Theme:
        self.made += 1
        return plain_dressing(folder)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sound_copy(tmp_path)


def test_it_is_made_once(root: Path) -> None:
    tailor = Tailor()
    first = wardrobe.load_theme(root, tailor)
    second = wardrobe.load_theme(root, tailor)
    assert tailor.made == 1
    assert (first.shell, tree(first.assets)) == (second.shell, tree(second.assets))


def test_variants_are_kept_apart(root: Path) -> None:
    tailor = Tailor()
    wardrobe.load_theme(root, tailor)
    preview = wardrobe.load_theme(root, tailor, variant="-preview")
    assert tailor.made == 2
    assert preview.assets.name == "ramme-preview"
    wardrobe.load_theme(root, tailor)
    assert tailor.made == 2


def test_another_configuration_makes_another_frame(root: Path) -> None:
    tailor = Tailor()
    wardrobe.load_theme(root, tailor)
    edit(root, "mkdocs.yml", "language: nb", "language: nn")
    wardrobe.load_theme(root, tailor)
    assert tailor.made == 2


def test_another_version_of_the_theme_makes_another_frame(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tailor = Tailor()
    wardrobe.load_theme(root, tailor)
    monkeypatch.setattr(wardrobe, "installed_version", lambda package: "99")
    wardrobe.load_theme(root, tailor)
    assert tailor.made == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("language: nb", "language: !ENV [A, nb]"), ("language: nb", "custom_dir: mappe"),
        ("site_name:", "hooks: [a.py]\nsite_name:"),
        ("site_name:", "INHERIT: a.yml\nsite_name:"),
        ("  - rettesnor", "  - rettesnor\n  - offline"),
    ],
)
def test_what_cannot_be_known_is_made_each_time(root: Path, old: str, new: str) -> None:
    edit(root, "mkdocs.yml", old, new)
    tailor = Tailor()
    wardrobe.load_theme(root, tailor)
    wardrobe.load_theme(root, tailor)
    assert tailor.made == 2


@pytest.mark.parametrize("damage", ["changed", "removed", "added", "cache", "folder"])
def test_a_damaged_frame_is_made_again(root: Path, damage: str) -> None:
    tailor = Tailor()
    folder = wardrobe.load_theme(root, tailor).assets
    whole = tree(folder)
    if damage == "changed":
        put(folder, "assets/site.css", "klusset med")
    elif damage == "removed":
        (folder / "assets/site.css").unlink()
    elif damage == "added":
        put(folder, "assets/site.js", "lagt til")
    elif damage == "cache":
        cache = root / STATE / "ramme.cache"
        cache.write_bytes(cache.read_bytes()[:-1])
    else:
        folder.rename(root / "borte")
    assert tree(wardrobe.load_theme(root, tailor).assets) == whole
    assert tailor.made == 2


def test_nothing_stays_aside(root: Path) -> None:
    wardrobe.load_theme(root, Tailor())
    names = {path.name for path in (root / STATE).iterdir()}
    assert names == {"ramme", "ramme.cache"}
