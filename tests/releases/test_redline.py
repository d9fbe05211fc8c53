"""How redlines are shown: by the command, and as a page."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rettesnor.model.diff import Change, diff
from rettesnor.reading.markdown.blocks import blocks
from rettesnor.releases import snapshot
from rettesnor.releases.redline.compare import words
from rettesnor.releases.redline.fields import field_redlines
from rettesnor.releases.redline.html import inline
from rettesnor.releases.redline.page import page
from rettesnor.releases.redline.text import COLOURED, lines

from tests.support.redline_case import compared
from tests.support.release_case import CASES, FIRST, SECOND, Case


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


@pytest.mark.parametrize(("field", "old", "new", "gone", "come"), [
    ("tittel", "10. trinn: skriftlig plan", "9. trinn: skriftlig plan", "10", "9"),
    ("praktisk_gjennomforing.steg.0.naar", "15. august", "20. august", "15", "20"),
    ("praktisk_gjennomforing.steg.2.hvem", "8. trinn", "9. trinn", "8", "9"),
    ("se_ogsaa.0", "- plan", "* plan", "-", "*"),
])
def test_short_fields_are_no_markdown(
    field: str, old: str, new: str, gone: str, come: str
) -> None:
    (found,) = field_redlines([Change("changed", field, old, new)], blocks)
    ((pieces,),) = (block.cells for block in found.blocks)
    assert "".join(p.text for p in pieces if p.kind != "del") == new
    assert "".join(p.text for p in pieces if p.kind != "ins") == old
    assert [(p.kind, p.text) for p in pieces if p.kind != "same"] == [("del", gone), ("ins", come)]


def test_a_language_that_is_new_is_shown_field_by_field() -> None:
    added = Change("added", "oversettelser.nn", new={"tittel": "Plan", "steg.0.hva": "Spør **no**"})
    found = list(field_redlines([added], blocks))
    assert [f.change.field for f in found] == [
        "oversettelser.nn.tittel", "oversettelser.nn.steg.0.hva"
    ]
    assert [list(lines(f.blocks)) for f in found] == [["{+Plan+}"], ["{+Spør **no**+}"]]


def test_a_terminal_gets_colours() -> None:
    found = compared("Skolen bør svare.", "Skolen skal svare.")
    assert list(lines(found, COLOURED)) == [
        "Skolen \x1b[9;31mbør\x1b[0m \x1b[4;32mskal\x1b[0m svare."
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
