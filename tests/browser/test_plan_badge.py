"""The badge of a local plan that asks for it: the reader's browser asks the national site once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rettesnor.cli.main import main

from tests.support.browsers import leave, served
from tests.support.plan_case import national, publish, recommendation

sync_api = pytest.importorskip("playwright.sync_api")

NATIONAL = "https://example.test/"


@pytest.mark.parametrize(("newest", "said"), [
    ("1.10.0", "Det er kommet en nyere nasjonal versjon: 1.10.0."),
    ("1.0.0", "Kontrollert nå: Dette er den nyeste nasjonale versjonen."),
])
def test_it_says_whether_there_is_a_newer_version(
    newest: str, said: str, tmp_path: Path, chromium: Any
) -> None:
    site = publish(tmp_path / "site", national([recommendation("samtale")]))
    folder = tmp_path / "plan"
    main(["new", "plan", str(folder), "--from", str(site), "--title", "Plan for fravær",
          "--owner", "Eksempel kommune"])
    path = folder / "plan.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(
        "  versjon: 1.0.0\n", f"  versjon: 1.0.0\n  nettsted: {NATIONAL}\n  direkte: true\n"
    ), encoding="utf-8")
    assert main(["plan", "build", "--root", str(folder), "--no-pdf"]) == 0
    asked: list[str] = []

    def answer(route: Any) -> None:
        asked.append(f"{route.request.url} {route.request.headers.get('referer', '')}".strip())
        route.fulfill(
            body=json.dumps({"versjoner": [{"versjon": "1.0.0"}, {"versjon": newest}]}),
            headers={"Access-Control-Allow-Origin": "*"}, content_type="application/json",
        )

    with served(folder / "site") as address:
        # The host of the tests lets pages fetch nothing elsewhere; here it allows that one site.
        page = chromium.new_context(bypass_csp=True).new_page()
        page.route(f"{NATIONAL}**", answer)
        page.goto(address)
        sync_api.expect(page.locator("[data-rn-news]")).to_contain_text(said)
        # Where the policy does not allow it, the page is whole.
        strict = chromium.new_context().new_page()
        strict.goto(address)
        sync_api.expect(strict.locator("h1")).to_have_text("Plan for fravær")
        assert asked == [f"{NATIONAL}api/v1/versjoner.json"]  # and nobody is told who reads what
        leave(page.context)
        leave(strict.context)
