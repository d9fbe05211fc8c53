"""Tests every kind of page and writes the result: ``make accessibility DATE=2026-11-22``.

What people wrote in ``guideline/tilgjengelighet.yml`` (shortcomings, tests of their own, addresses)
is kept.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from rettesnor.reading.content.guideline_paths import ACCESSIBILITY

from tests.support import html_checker
from tests.support import page_checks as everyone
from tests.support.browsers import launched, served
from tests.support.kinds_of_page import KINDS, ROOT, file_of, published

_WRITTEN_BY_PEOPLE = ("mangler", "manuelt", "epost", "erklaering")


def result(site: Path, day: str) -> dict[str, Any]:
    """Return what the tests find in ``site``, as ``schema/accessibility.schema.json`` has it."""
    pages = []
    in_code = _in_code(site)
    with launched() as chromium, served(site) as address:
        engine = chromium.version
        for (kind, language), url in KINDS.items():
            found = {**_found(chromium, address + url), "html": in_code[file_of(site, url)]}
            page = {"slag": kind, "sprak": language, "adresse": url}
            faults = list(_faults(found))
            pages.append({**page, "feil": faults} if faults else page)
    return {
        "dato": day, "prover": [*everyone.TESTS, "html"], "bredder": list(everyone.WIDTHS),
        "utseender": list(everyone.LOOKS),
        "verktoy": [
            {"navn": "axe-core", "versjon": everyone.axe_version()},
            {"navn": "Chromium", "versjon": engine},
            {"navn": "Playwright", "versjon": version("playwright")},
            {"navn": "Nu Html Checker", "versjon": html_checker.version()},
        ],
        "sider": pages,
    }


def _found(chromium: Any, address: str) -> dict[str, Counter[str]]:
    with everyone.opened(chromium, address) as page:
        return {
            id_: Counter(rule for rule, _ in test(page)) for id_, test in everyone.TESTS.items()
        }


def _in_code(site: Path) -> dict[Path, Counter[str]]:
    found = {file_of(site, url): Counter[str]() for url in KINDS.values()}
    for one in html_checker.check(found):
        if one.error:
            found[one.path][one.text[:200]] += 1
    return found


def _faults(found: dict[str, Counter[str]]) -> Iterator[dict[str, Any]]:
    for test, rules in found.items():
        for rule, count in sorted(rules.items()):
            yield {"prove": test, "regel": rule, "antall": count}


def main(day: str) -> None:
    """Write the result of the repository's own guideline, tested on ``day`` (ISO 8601).

    Raises:
        ValueError: ``day`` is no date.
    """
    if said := html_checker.missing():
        sys.exit(f"{said}; ingenting er prøvd.")
    date.fromisoformat(day)
    path = ROOT / ACCESSIBILITY
    before = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        found = result(published(Path(folder)), day)
    found |= {key: before[key] for key in _WRITTEN_BY_PEOPLE if key in before}
    fresh = path.with_suffix(".ny")
    fresh.write_text(
        yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=99), encoding="utf-8"
    )
    fresh.replace(path)
    flawed = sum("feil" in page for page in found["sider"])
    print(f"{len(found['sider'])} sider prøvd, {flawed} med feil: {ACCESSIBILITY}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Si hvilken dag det er: make accessibility DATE=2026-11-22")
    main(sys.argv[1])
