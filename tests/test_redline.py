"""How redlines are shown: by the command, and as a page."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rettesnor.model.diff import diff
from rettesnor.reading.prose.blocks import blocks
from rettesnor.record import snapshot
from rettesnor.record.redline import words
from rettesnor.record.redline_html import inline
from rettesnor.record.redline_page import page

from tests.redline_case import compared
from tests.release_case import CASES, FIRST, SECOND, Case


def test_words_differ_inside_the_item_they_stand_in() -> None:
    found = compared("Skolen:\n\n- lager en plan\n- følger den opp",
                     "Skolen:\n\n- lager en god plan\n- evaluerer\n- følger den opp")
    shown = [(b.shape.form, b.kind, [(p.kind, p.text.strip()) for p in b.cells[0]]) for b in found]
    assert shown == [
        ("paragraph", "same", [("same", "Skolen:")]),
        ("item", "same", [("same", "lager en"), ("ins", "god"), ("same", "plan")]),
        ("item", "ins", [("ins", "evaluerer")]),
        ("item", "same", [("same", "følger den opp")]),
    ]


def test_a_section_of_a_law_is_one_word() -> None:
    found = words("Se loven § 10-6.", "Se loven § 10-9.")
    assert [(p.kind, p.text.strip()) for p in found] == [
        ("same", "Se loven"), ("del", "§ 10-6"), ("ins", "§ 10-9"), ("same", "."),
    ]


def test_a_screen_reader_hears_what_came_and_what_went() -> None:
    assert inline(words("fire uker", "<to> uker")).startswith(
        '<del><span class="rn-hidden">fjernet: </span>fire<span class="rn-hidden"> (slutt) '
        '</span></del> <ins><span class="rn-hidden">lagt til: </span>&lt;to&gt;'
    )


class _Balance(HTMLParser):
    """Counts open elements."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag != "meta":
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


@pytest.fixture
def revised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Case:
    case = Case(tmp_path)
    assert case.release(*FIRST) == 0
    case.revise()
    assert case.release(*SECOND) == 0
    capsys.readouterr()
    return case


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_the_command_shows_the_golden_diff(revised: Case, form: str, capsys: Any) -> None:
    assert revised.run("diff", "2026-12-24", "2.0.0", "--format", form) == 1
    assert capsys.readouterr().out == (CASES / f"diff.{form}").read_text(encoding="utf-8")


def test_the_page_is_well_formed(revised: Case) -> None:
    old, new = (
        snapshot.parse((revised.root / f"changelog/{version}/snapshot.json").read_bytes())
        for version in ("1.0.0", "2.0.0")
    )
    balance = _Balance()
    balance.feed(page("Forskjeller", diff(old, new), {}, blocks))
    assert balance.stack == []


def test_asking_for_what_is_not_there(revised: Case, capsys: Any) -> None:
    assert revised.run("diff", "3.0.0") == 2
    assert "verken en utgave (1.0.0, 2.0.0) eller en dato" in capsys.readouterr().err
    assert revised.run("diff", "2020-01-01") == 2
    assert revised.run("diff", "--date", SECOND[1]) == 0
