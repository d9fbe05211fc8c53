"""A catalogue of many guidelines: ``python -m benchmarks.catalogue [GUIDELINES [SIZE]]``.

Prints how long the builds take, and how much a reader's browser loads.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from benchmarks.files import write_project
from benchmarks.generator import generate

_CONFIGURATION = (
    "site_name: Retningslinje\ndocs_dir: guideline\ntheme: rettesnor\nplugins: [rettesnor]\n"
)


def write_catalogue(root: Path, guidelines: int, size: int) -> None:
    """Write a catalogue of so many guidelines with so many recommendations each."""
    entries = []
    for number in range(guidelines):
        id_ = f"retningslinje-{number}"
        folder = root / "guidelines" / id_
        write_project(generate(size, seed=number + 1), folder, _CONFIGURATION)
        path = folder / "guideline" / "guideline.yml"
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^(tittel|korttittel): .*$", rf"\1: Retningslinje nummer {number}", text)
        text = re.sub(r"(?m)^id: .*$", f"id: {id_}", text)
        path.write_text(text, encoding="utf-8", newline="\n")
        entry: dict[str, object] = {"id": id_, "emner": [f"emne-{number % 8}"]}
        if number:
            entry["forhold"] = [{"type": "bygger-på", "til": f"retningslinje-{number - 1}"}]
        entries.append(entry)
    catalogue = {
        "tittel": "Alle retningslinjene", "korttittel": "Retningslinjer",
        "om": "Alle retningslinjene på ett sted.", "utgiver": {"navn": "Eksempeldirektoratet"},
        "sprak": [{"id": "nb", "navn": "Bokmål"}, {"id": "nn", "navn": "Nynorsk"}],
        "emner": [{"id": f"emne-{n}", "navn": f"Emne nummer {n}"} for n in range(8)],
        "retningslinjer": entries,
    }
    text = yaml.safe_dump(catalogue, allow_unicode=True, sort_keys=False)
    (root / "catalogue.yml").write_text(text, encoding="utf-8", newline="\n")
    configuration = _CONFIGURATION.replace("docs_dir: guideline", "docs_dir: guidelines")
    (root / "mkdocs.yml").write_text(configuration, encoding="utf-8", newline="\n")


def main(guidelines: int, size: int) -> None:
    """Build a catalogue from nothing, again, and after one edit; print seconds and sizes."""
    with tempfile.TemporaryDirectory(prefix="rettesnor-") as folder:
        root = Path(folder)
        write_catalogue(root, guidelines, size)
        print(f"{guidelines} guidelines of {size} recommendations")
        _timed(root, "from nothing")
        _timed(root, "without changes")
        edited = root / "guidelines" / f"retningslinje-{guidelines // 2}" / "recommendations"
        path = sorted(edited.rglob("*.yml"))[0]
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^(tittel: .*)$", r"\1 nå", text, count=1), encoding="utf-8")
        _timed(root, "after one edit")
        _sizes(root / "site")


def _timed(root: Path, what: str) -> None:
    started = time.perf_counter()
    command = [sys.executable, "-m", "rettesnor", "build", "--root", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    took = time.perf_counter() - started
    said = done.stdout.splitlines()[:1] or done.stderr.splitlines()[-3:]
    usage = os.times()
    cpu = usage.children_user + usage.children_system
    print(f"{what}: {took:.2f} s ({cpu:.1f} s of CPU so far). {' '.join(said)}", flush=True)


def _sizes(site: Path) -> None:
    assets = site / "assets" / "rettesnor"
    front = [site / "index.html", *(assets / name for name in (
        "site.css", "overview.css", "catalogue.css", "early.js",
        "site.js", "catalogue.js",
    ))]
    search = [assets / f"search{name}.js" for name in ("-words", "-index", "-engine", "-hits", "")]
    search.append(site / "sok" / "indeks" / "ord.js")
    files = [path for path in site.rglob("*") if path.is_file()]
    print(f"front page: {_size(front[:1])} kB, with styles and scripts {_size(front)} kB")
    print(f"search, first load: {_size(search)} kB; its vocabulary alone {_size(search[-1:])} kB")
    hits = [*(site / "sok" / "indeks" / "treff").iterdir()]
    print(f"search, {len(hits)} parts, at most {max(_size([one]) for one in hits)} kB")
    print(f"the site: {len(files)} files, {_size(files) / 1000:.0f} MB")


def _size(paths: list[Path]) -> int:
    return round(sum(path.stat().st_size for path in paths) / 1000)


if __name__ == "__main__":
    main(*([*map(int, sys.argv[1:]), *(50, 20)[len(sys.argv) - 1:]]))
