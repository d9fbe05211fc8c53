"""The page of the self-check and its command: what one saves, the other reads."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from rettesnor.cli.main import main

from tests.browser.conftest import Opener
from tests.browser.test_sampling import saved

sync_api = pytest.importorskip("playwright.sync_api")
PAGE = "egenkontroll/"
CAUSES, EARLY = "aarsaker-undersokt", "tidlig-samtale"


def question(page: Any, id_: str) -> Any:
    return page.locator(f'form:visible [data-rn-question="{id_}"]')


def filled_in(page: Any) -> Any:
    """Answer some of the questions, and write what follows of one of them."""
    form = page.locator("form:visible")
    form.locator("[name=virksomhet]").fill("Eksempelskolen")
    form.locator("[name=fylt_ut_av]").fill("rektor")
    form.locator("[name=dato]").fill("2026-11-30")
    question(page, EARLY).locator("[value=ja]").check()
    question(page, EARLY).locator(f"[name=merknad-{EARLY}]").fill("=1+1; «sitat» <b> 😀")
    question(page, CAUSES).locator("[value=delvis]").check()
    finding = form.locator(f"[data-rn-of={CAUSES}]")
    finding.locator("[name=tiltak]").fill("Bruke malen")
    finding.locator("[name=frist]").fill("2027-03-01")
    form.locator("[name=samtykke]").check()
    return form


def run(folder: Path, *words: str) -> int:
    what, *rest = words
    return main(["self-check", what, "--root", str(folder.parent), *rest])


@pytest.mark.parametrize(("address", "buttons"), [
    (PAGE, ("Lagre i en fil", "Last ned for Excel (XLSX)")),
    (f"nn/{PAGE}", ("Lagre i ei fil", "Last ned for Excel (XLSX)")),
])
def test_what_the_page_saves_the_command_reads(
    visit: Opener, folder: Path, tmp_path: Path, address: str, buttons: tuple[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = visit(address)
    filled_in(page)
    made = {}
    for name, button in zip(("a.json", "a.xlsx"), buttons, strict=True):
        made[name] = saved(page, button)
        (tmp_path / name).write_bytes(made[name])
    files = [str(tmp_path / name) for name in made]
    assert run(folder, "check", *files) == 0
    said = capsys.readouterr().out
    assert said.count(": 2 av ") == 2
    assert run(folder, "convert", files[1], "-o", str(tmp_path / "b.json")) == 0
    first, other = json.loads(made["a.json"]), json.loads((tmp_path / "b.json").read_bytes())
    for one in first["svar"]:  # the page keeps how a question is set; a workbook does, too
        one["ordlyd"] = " ".join(one["ordlyd"].split())
    assert other == first
    assert run(folder, "compare", *files) == 0
    assert "0 bedre, 0 dårligere, 2 som sist" in capsys.readouterr().out
    assert run(folder, "collect", files[0], "-o", str(tmp_path / "samlet.xlsx")) == 0
    head, row = list(load_workbook(BytesIO(made["a.xlsx"])).worksheets[0].values)[0:2]
    assert len(head) == len(row) and None not in head
    cells = [cell for line in load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows()
             for cell in line if cell.data_type == "f"]
    assert not cells, "what is written is never a formula"


@pytest.mark.parametrize("ending", ["json", "xlsx", "yml"])
def test_what_the_command_makes_the_page_opens(
    visit: Opener, folder: Path, tmp_path: Path, ending: str
) -> None:
    page, expect = visit(PAGE), sync_api.expect
    filled_in(page)
    first = tmp_path / "a.json"
    first.write_bytes(saved(page, "Lagre i en fil"))
    through = tmp_path / f"b.{ending}"
    assert run(folder, "convert", str(first), "-o", str(through)) == 0
    back = tmp_path / "c.json"
    assert run(folder, "convert", str(through), "-o", str(back)) == 0
    empty = tmp_path / "ny.json"
    assert run(folder, "new", "--level", "kommune", "-o", str(empty)) == 0
    page = visit(PAGE)
    field = page.get_by_label("Fortsett på en fil")
    field.set_input_files(str(back))
    form = page.locator("form:visible")
    expect(page.locator("[data-rn-said]")).to_have_text("c.json er åpnet.")
    expect(form.locator("[data-rn-count]")).to_contain_text("2 av ")
    expect(question(page, CAUSES).locator("[value=delvis]")).to_be_checked()
    expect(form.locator("[name=virksomhet]")).to_have_value("Eksempelskolen")
    expect(form.locator(f"[data-rn-of={CAUSES}] [name=tiltak]")).to_have_value("Bruke malen")
    field.set_input_files(str(empty))
    expect(page.locator("[data-rn-said]")).to_have_text("ny.json er åpnet.")
    expect(page.locator("form:visible [data-rn-count]")).to_contain_text("0 av ")
    if ending == "xlsx":
        field.set_input_files(str(through))
        expect(page.locator("[data-rn-said]")).to_contain_text("rettesnor self-check convert")


def test_a_question_leads_to_its_criterion_and_back(visit: Opener) -> None:
    page = visit(PAGE)
    question(page, CAUSES).get_by_role("link", name="Årsaker").click()
    page.wait_for_url("**/tilsyn/#arsaker")
    page.locator("#arsaker").get_by_role("link", name="Undersøker skolen årsakene").click()
    page.wait_for_url(f"**/egenkontroll/#sp_skole_{CAUSES}")
    sync_api.expect(page.locator(f"#sp_skole_{CAUSES}")).to_be_in_viewport()
