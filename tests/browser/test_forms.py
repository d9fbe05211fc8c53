"""A template that is filled in on its page: by a reader with a phone, and with a file of their own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

checks = pytest.importorskip("tests.support.page_checks")
sync_api = pytest.importorskip("playwright.sync_api")

URL = "maler/kartlegging/"


def test_a_template_is_filled_in_saved_cleared_and_opened(visit: Any, tmp_path: Path) -> None:
    page = visit(URL, width=375)
    assert checks.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_label("Hvem var med?", exact=True).fill("Kontaktlæreren")
    day = page.get_by_label("Mandag, rad 1", exact=True)
    day.select_option("rod")
    page.locator('[data-rn-add="uka"]').click()
    added = page.get_by_label("Time eller friminutt, rad 9", exact=True)
    sync_api.expect(added).to_be_focused()
    added.fill("Siste time")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Lagre i en fil").click()
    file = tmp_path / "svar.json"
    saved.value.save_as(file)
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["mal"] == "kartlegging" and data["svar"]["med"] == "Kontaktlæreren"
    assert data["svar"]["uka"][0] == {"celler": {"mandag": "rod"}}
    assert data["svar"]["uka"][8] == {"celler": {"time": "Siste time"}}
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Tøm skjemaet").click()
    sync_api.expect(day).to_have_value("")
    file.write_text(
        json.dumps({**data, "svar": {**data["svar"], "gammelt-felt": "Skal ikke bli borte"}}),
        encoding="utf-8",
    )
    page.locator("[data-rn-file]").set_input_files(file)
    sync_api.expect(page.locator("[data-rn-said]")).to_contain_text("Skal ikke bli borte")
    sync_api.expect(day).to_have_value("rod")
    sync_api.expect(added).to_have_value("Siste time")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    other = tmp_path / "annen.json"
    other.write_text('{"mal": "motereferat", "svar": {}}', encoding="utf-8")
    page.locator("[data-rn-file]").set_input_files(other)
    sync_api.expect(page.locator("[data-rn-said]")).to_contain_text("motereferat")
    assert checks.violations(page) == []
