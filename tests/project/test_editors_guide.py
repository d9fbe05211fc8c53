"""The editors' guide is correct: its marks are read, and its rules and files exist."""

from __future__ import annotations

import re
from pathlib import Path

from rettesnor.reading.checks.codes import CODES
from rettesnor.reading.markdown.render import render

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "redaktor.md").read_text(encoding="utf-8")


def rows(heading: str, column: int) -> list[list[str]]:
    """Return what is in code in a column of the table under ``heading``, cell by cell."""
    section = GUIDE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.split("\n") if line.startswith("|")]
    cells = [re.split(r"(?<!\\)\|", line)[column] for line in lines]
    return [re.findall(r"`([^`]+)`", cell.replace("\\|", "|")) for cell in cells[2:]]


def test_every_mark_is_one() -> None:
    marks = [mark for row in rows("Tekst med markering", 1) for mark in row]
    assert len(marks) > 10
    for mark in marks:
        made, issues = render(f"{mark}\n{mark}", prefix="felt", min_heading=3, anchored=False)
        assert not issues, mark
        assert made.references or "<" in made.html.replace("<p>", "").replace("</p>", ""), mark


def test_every_rule_it_names_is_there() -> None:
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`\)", GUIDE))
    assert len(named) >= 5 and named <= set(CODES)
    assert re.findall(r"--explain ([a-z-]+)", GUIDE)[0] in CODES


def test_what_it_says_goes_wrong_does() -> None:
    for wrong, code in (
        ("15. august 2026", "prosa-liste"), ("• punkt", "prosa-liste"),
        ("> 10 prosent", "prosa-sitat"), ("**Viktig:**det haster", "prosa-utheving"),
    ):
        assert wrong.split()[0] in GUIDE.replace("\\*", "*") and f"`{code}`" in GUIDE
        assert [issue.code for issue in _issues(wrong)] == [code]
    assert not _issues(r"15\. august 2026")


def _issues(text: str) -> list[object]:
    return render(text, prefix="felt", min_heading=3, anchored=False)[1]


def test_every_place_is_there() -> None:
    for names in rows("Hvor ting står", 2):
        place = re.sub(r"<[a-zæøå]+>", "*", names[0])
        if place.startswith("changelog/unreleased/"):  # empty, and so not in Git, after a release
            place = "changelog"
        assert list(ROOT.glob(place))
