"""The sheet for a sample of folders: its sums, the keyboard, its files and its report."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from rettesnor.reading.audit_sheet import read_sheet

from tests.browser.conftest import Opener
from tests.model.test_sampling import CASES
from tests.reading.test_audit_sheet import AUDIT, OWN

sync_api = pytest.importorskip("playwright.sync_api")
SHEET = "tilsyn/stikkprove/"
SUMS = """(cases) => {
  const say = JSON.parse(document.getElementById("rn-texts-sampling").textContent);
  return cases.map((one) => {
    const column = { id: "k", plain: one.plain };
    const rows = rnSampling.ANSWERS.flatMap((answer, place) => (
      Array.from({ length: one.counts[place] }, () => ({ k: answer }))
    ));
    const made = rnSampling.sums(rows, column, one.below);
    return {
      counts: made.counts, below: one.below, plain: one.plain, hidden: made.hidden,
      percent: rnSampling.ANSWERS.map(made.percent),
      said: rnSampling.sentence(column, made, say),
    };
  });
}"""


def cell(page: Any, row: int, column: int) -> Any:
    return page.locator(f'td[data-row="{row}"][data-column="{column}"]')


def saved(page: Any, name: str) -> bytes:
    """Press the button ``name``; return the file that comes of it."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    data: bytes = download.value.path().read_bytes()
    return data


def opened(page: Any, name: str, data: bytes) -> None:
    page.get_by_label("Åpne et skjema").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data}
    )


def test_the_page_makes_the_sums_that_the_command_makes(visit: Opener) -> None:
    page = visit(SHEET)
    sync_api.expect(page.locator("#rn-sample")).to_be_visible()
    assert page.evaluate(SUMS, CASES) == CASES


def test_a_sheet_is_filled_in_by_the_keyboard_alone(visit: Opener) -> None:
    page, expect = visit(SHEET), sync_api.expect
    page.get_by_label("Antall mapper").fill("3")
    page.get_by_label("Antall mapper").press("Enter")
    expect(cell(page, 0, 0)).to_be_focused()
    page.keyboard.press("j")
    expect(cell(page, 0, 0)).to_have_text("Ja")
    expect(cell(page, 0, 1)).to_be_focused()
    page.keyboard.press("d")  # is no answer there
    expect(page.locator("[data-rn-sample=status]")).to_have_text("«Delvis» er ikke et svar her.")
    page.keyboard.press("n")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("d")
    expect(cell(page, 1, 0)).to_have_text("Delvis")
    expect(page.locator("[data-rn-sample=report]")).to_contain_text(
        "Ja i 1 av 3 mapper (50 prosent), delvis i 1 (50 prosent), nei i 0 (0 prosent), "
        "ikke vurdert i 1. Andelene er av de 2 som er vurdert."
    )
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    expect(cell(page, 1, 0)).to_have_text("")
    made = read_sheet(saved(page, "Lagre skjemaet"), "s.json", OWN)
    assert made.sheet and made.sheet.rows == ({"arsaker": "ja", "tiltak": "nei"}, {}, {})
    made = read_sheet(saved(page, "Lagre som CSV"), "s.csv", OWN)
    assert made.sheet and made.sheet.rows == ({"arsaker": "ja", "tiltak": "nei"}, {}, {})


def test_a_sheet_is_opened_counted_and_its_small_numbers_hidden(visit: Opener) -> None:
    page, expect = visit(SHEET), sync_api.expect
    opened(page, "39.csv", AUDIT)
    report = page.locator("[data-rn-sample=report]")
    expect(report).to_contain_text("39 mapper er holdt mot kriterier fra")
    expect(report).to_contain_text("Ja i 26 av 39 mapper (67 prosent), nei i 13 (33 prosent).")
    expect(report).to_contain_text("Ja i 37 av 39 mapper")
    page.get_by_label("Skjul små tall").select_option("5")
    expect(report).not_to_contain_text("37 av 39")
    expect(report).to_contain_text("Ja: tallet vises ikke, nei: tallet vises ikke.")
    assert b'"kriterium": "plan"' in saved(page, "Lagre funnene")
    opened(page, "feil.csv", b"Mappe;[arsaker]\nKari Nordmann;kanskje\n")
    message = page.locator("[data-rn-sample=message]")
    expect(message).to_contain_text("Rad 1: mappa har noe annet enn et nummer.")
    expect(message).to_contain_text("Rad 1, «Årsaker beskrevet»: svaret er ikke kjent")
    assert "Nordmann" not in page.content()


def test_the_page_is_read_without_scripts_and_fits_a_phone(visit: Opener) -> None:
    page = visit(SHEET, java_script_enabled=False, width=375)
    expect = sync_api.expect
    expect(page.locator("#rn-sample")).to_be_hidden()
    expect(page.get_by_text("rettesnor audit sheet")).to_be_visible()
    expect(page.locator('main a[href$="stikkprove.xlsx"]')).to_be_visible()
    page = visit(SHEET, width=375)
    opened(page, "39.csv", AUDIT)
    expect(cell(page, 38, 0)).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_the_printed_report_has_no_page_without_a_part_of_it(visit: Opener) -> None:
    page = visit(SHEET)
    opened(page, "39.csv", AUDIT)
    report = page.locator("[data-rn-sample=report]")
    sync_api.expect(report).to_contain_text("39 mapper")
    said = "".join(report.inner_text().split())
    for scale in (0.9, 0.94, 0.98, 1, 1.02, 1.06, 1.1):  # where a page ends is chance
        for sheet in PdfReader(BytesIO(page.pdf(format="A4", scale=scale))).pages:
            text = sheet.extract_text()
            lines = ["".join(line.split()) for line in text.splitlines()]
            assert any(len(line) > 20 and line in said for line in lines), (scale, text)
