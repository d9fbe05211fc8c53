"""The redline loses nothing of either text, and shows words inside their structure."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rettesnor.model.diff import diff
from rettesnor.record import snapshot
from rettesnor.record.redline import Block, redline, words
from rettesnor.record.redline_page import inline, page

from tests.release_case import CASES, FIRST, SECOND, Case

lines = st.sampled_from(
    ["En plan.", "Planen skal deles.", "- ett punkt", "- to punkter", "  1. under", "", "",
     "| a | b |", "|---|---|", "| én | to |", "## Overskrift", "[[loven § 1]] gjelder [@k, s. 3]."]
)
texts = st.lists(lines, max_size=12).map("\n".join)


def said(text: str) -> list[str]:
    """Return the words of a text without its marks of structure."""
    marks = r"^\s*(?:[-*]|\d+\.|#+)\s|^\s*\|[\s|:-]+\|?$"
    return re.findall(r"\w+", re.sub(marks, "", text, flags=re.MULTILINE))


def kept(blocks: tuple[Block, ...], without: str) -> list[str]:
    pieces = (p for block in blocks for cell in block.cells for p in (*cell, None))
    return re.findall(r"\w+", "".join("\n" if p is None else p.text if p.kind != without else ""
                                      for p in pieces))


@given(texts, texts)
def test_both_texts_can_be_read_out_of_it(old: str, new: str) -> None:
    blocks = redline(old, new)
    assert kept(blocks, "del") == said(new)
    assert kept(blocks, "ins") == said(old)


@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not any(block.changed for block in redline(text, text))


def test_a_line_broken_elsewhere_is_no_difference() -> None:
    assert not any(b.changed for b in redline("Planen skal\ndeles med eleven.",
                                              "Planen skal deles\nmed eleven."))


def test_words_differ_inside_the_item_they_stand_in() -> None:
    found = redline("Skolen:\n\n- lager en plan\n- følger den opp",
                    "Skolen:\n\n- lager en god plan\n- evaluerer\n- følger den opp")
    shown = [(b.form, b.kind, [(p.kind, p.text.strip()) for p in b.cells[0]]) for b in found]
    assert shown == [
        ("paragraph", "same", [("same", "Skolen:")]),
        ("item", "same", [("same", "lager en"), ("ins", "god"), ("same", "plan")]),
        ("item", "ins", [("ins", "evaluerer")]),
        ("item", "same", [("same", "følger den opp")]),
    ]


def test_cells_are_compared_one_by_one() -> None:
    (row,) = redline("| frist | fire uker |", "| frist | to uker |")
    assert [[(p.kind, p.text.strip()) for p in cell] for cell in row.cells] == [
        [("same", "frist")], [("del", "fire"), ("ins", "to"), ("same", "uker")],
    ]


def test_a_reference_is_one_word() -> None:
    found = words("Se [[loven § 10-6]].", "Se [[loven § 10-9]].")
    assert [(p.kind, p.text.strip()) for p in found] == [
        ("same", "Se"), ("del", "[[loven § 10-6]]"), ("ins", "[[loven § 10-9]]"), ("same", "."),
    ]


def test_a_screen_reader_hears_what_came_and_what_went() -> None:
    assert inline("fire uker", "<to> uker").startswith(
        '<del><span class="sagt">tatt bort: </span>fire<span class="sagt"> slutt på tatt bort '
        '</span></del><ins><span class="sagt">lagt til: </span>&lt;to&gt;'
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
    balance.feed(page("Forskjeller", diff(old, new), {}))
    assert balance.stack == []


def test_asking_for_what_is_not_there(revised: Case, capsys: Any) -> None:
    assert revised.run("diff", "3.0.0") == 2
    assert "verken en utgave (1.0.0, 2.0.0) eller en dato" in capsys.readouterr().err
    assert revised.run("diff", "2020-01-01") == 2
    assert revised.run("diff", "--date", SECOND[1]) == 0
