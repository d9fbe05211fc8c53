"""Keeping the theme's frames between runs, so that a warm build need not start MkDocs."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from rettesnor.publishing.cache.store import Store, code_digest, digest_of, installed_version
from rettesnor.publishing.options import STATE, Theme
from rettesnor.publishing.output.atomic_swap import aside
from rettesnor.publishing.output.layout import Layout, PageLayout

_KNOWN_PLUGINS = (b"rettesnor", b"search")
_THEME_PACKAGES = ("mkdocs", "mkdocs-material")

Maker = Callable[[Path, Path], Theme]
"""Makes a dressing for a root, with its assets in a folder."""


def load_theme(root: Path, make: Maker, *, variant: str = "") -> Theme:
    """Return the dressing of ``root``, made by ``make`` only when something it depends on changed.

    Args:
        variant: tells kinds of dressing apart that live side by side (build, preview).
    """
    store = Store(root / STATE)
    name = f"ramme{variant}"
    folder = root / STATE / name
    key = _key(root, variant)
    saved = store.load(name, key) if key and folder.is_dir() else None
    if saved is not None:
        frames, digest, url, assets = saved
        if assets == _listing(folder):
            return Theme(
                PageLayout({d: Layout(tuple(parts)) for d, parts in frames.items()}, digest, url),
                folder,
            )
    try:
        fresh = aside(folder)
    except OSError:  # a read-only checkout
        return make(root, _passing())
    made = make(root, fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    shell = made.shell
    if key:
        frames = {depth: frame.parts for depth, frame in shell.frames.items()}
        store.save(name, key, (frames, shell.digest, shell.site_url, _listing(folder)))
    return Theme(shell, folder)


def _passing() -> Path:
    """Return a folder that lasts as long as the process."""
    folder = tempfile.mkdtemp(prefix="rettesnor-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _key(root: Path, variant: str) -> str:
    """Return what the frame depends on; empty when that cannot be known (other plugins, ENV)."""
    config = (root / "mkdocs.yml").read_bytes()
    if b"!ENV" in config or b"INHERIT" in config or b"hooks:" in config:
        return ""
    if b"custom_dir" in config or _other_plugins(config):
        return ""
    packages = [installed_version(package) for package in _THEME_PACKAGES]
    return digest_of(config, packages, code_digest(), variant)


def _other_plugins(config: bytes) -> bool:
    """Whether others than ours are named, or what is named cannot be read: MkDocs is to judge."""
    import yaml

    try:
        content = yaml.load(config, Loader=yaml.BaseLoader)
        plugins = content.get("plugins", [])
        names = [next(iter(item)) if isinstance(item, dict) else item for item in plugins]
        return bool({name.encode() for name in names} - set(_KNOWN_PLUGINS))
    except (yaml.YAMLError, AttributeError, TypeError, ValueError, StopIteration, RecursionError):
        return True


def _listing(folder: Path) -> list[tuple[str, str]]:
    """Return the name and the digest of every file: a damaged asset is never published."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(str(path.relative_to(folder)), sha256(path.read_bytes()).hexdigest())
            for path in files]
