"""What an editor sees on top of the page while writing."""

from __future__ import annotations

import json
from typing import Any

PROBLEM = {
    "path": "recommendations/kompetanse/relevant-kompetanse.yml", "line": 14, "column": 9,
    "code": "ukjent-styrke", "message": "«<b>sterkt</b>» er ikke skal, bør eller kan.",
    "hint": "Mente du «bør»?", "severity": "feil",
}


def preview(visit: Any, site: str, problems: list[dict[str, object]]) -> Any:
    """Return a page that shows ``problems`` as ``rettesnor serve`` would."""
    page = visit("kompetanse/")
    answer = {"body": json.dumps(problems), "content_type": "application/json"}
    page.route(f"{site}problems.json", lambda route: route.fulfill(**answer))
    with page.expect_response(f"{site}problems.json"):
        page.add_script_tag(url=f"{site}assets/rettesnor/preview.js")
    return page


def test_problems_are_shown_with_place_and_mend(visit: Any, site: str) -> None:
    page = preview(visit, site, [PROBLEM, PROBLEM | {"severity": "advarsel", "hint": ""}])
    banner = page.get_by_role("region", name="Problemer i filene")
    banner.wait_for()
    assert banner.get_by_role("heading").inner_text() == "2 problemer i filene"
    first, second = banner.get_by_role("listitem").all_inner_texts()
    for part in ("Feil: «<b>sterkt</b>»", "Mente du «bør»?", "relevant-kompetanse.yml:14:9"):
        assert part in first
    assert second.startswith("Advarsel: ")


def test_a_sound_guideline_shows_nothing(visit: Any, site: str) -> None:
    page = preview(visit, site, [])
    # what is asked for after the script's own answer is read after it
    page.evaluate("url => fetch(url).then(answer => answer.json())", f"{site}problems.json")
    assert page.locator(".rn-problems").count() == 0
