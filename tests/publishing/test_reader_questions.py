"""The questions that pages answer: shown folded, in the twin, in search and in the data."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

import pytest

from tests.support.guidelines import (
    EARLY,
    GUIDELINE,
    Tree,
    build_plain,
    edit,
    put,
    sound_copy,
    tree,
)

PAGES = {
    "samarbeid-med-hjemmet/tidlig-samtale/": "Hvem snakker vi med først?",
    "faser/begynnende/": "Når begynner uro & bekymring?",
    "om/": "Hvem har skrevet dette?",
    "lover/": "Hvilken paragraf gjelder?",
    "": "Hva er alle rådene?",
}
"""The question that each page answers, by its address."""


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    root = sound_copy(tmp_path_factory.mktemp("spm") / "rot")
    asked = [*PAGES.values()]
    path = root / EARLY
    put(root, EARLY, f"{path.read_text(encoding='utf-8')}svarer_paa:\n  - {asked[0]}\n")
    edit(root, GUIDELINE, "    navn: Begynnende fravær\n",
         f"    navn: Begynnende fravær\n    svarer_paa:\n      - {asked[1]}\n")
    others = "".join(
        f"  - side: {side}\n    svarer_paa:\n      - {question}\n"
        for side, question in zip(("om", "lover", "forside"), asked[2:], strict=True)
    )
    edit(root, GUIDELINE, "sider:\n", f"sporsmaal_til_sider:\n{others}sider:\n")
    outcome = build_plain(root)
    assert outcome.pages, [str(problem) for problem in outcome.survey.problems]
    return tree(root / "site")


def indexed(site: Tree) -> dict[str, list[list[str]]]:
    """Return the sections of each page that search knows of, by its address."""
    found = {}
    for path, data in site.items():
        if re.fullmatch(r"sok/indeks/sider/\d+\.js", path):
            page = json.loads(data.decode().partition(",")[2].rstrip().removesuffix(");"))
            found[page[0]] = page[-1]
    return found


def test_each_page_shows_its_own_questions_folded(site: Tree) -> None:
    for address, question in PAGES.items():
        page = site[f"{address}index.html"].decode()
        folded = page[page.index('rn-answers"><summary>'):].partition("</details>")[0]
        assert escape(question) in folded, address
        assert page.count("<li>" + question[:8]) == 1
    assert b"rn-answers" not in site["kompetanse/relevant-kompetanse/index.html"]


def test_search_has_each_question_as_the_last_section_of_its_page(site: Tree) -> None:
    pages = indexed(site)
    for address, question in PAGES.items():
        assert pages[address][-1] == ["?", question, "", ""], address
        assert sum(anchor == "?" for anchor, *_ in pages[address]) == 1


def test_the_twin_and_the_data_have_them(site: Tree) -> None:
    for address in ("samarbeid-med-hjemmet/tidlig-samtale/", "om/"):
        twin = site[f"{address}index.md"].decode()
        assert twin.endswith(f"## Spørsmål dette svarer på\n\n- {PAGES[address]}\n")
    data = "\n".join(
        site[path].decode() for path in site if Path(path).match("api/v1/nb/*.json")
        or Path(path).match("api/v1/nb/*/*.json")
    )
    assert all(question in data for question in PAGES.values())
