"""Plain-language versions and pages for roles at the desk: begun, checked while typing, read again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rettesnor.editing.yaml_writer import read
from rettesnor.reading.files.folder import DiskFolder
from rettesnor_editor.documents import find

from tests.editor.desk_server import Server, running

PLAIN = "guideline/enkelt/rutiner.yml"
ADDRESS = "/rediger/enkel/rutiner/"
RULES = "recommendations/rutiner-og-planer/rutiner.yml"
HEAVY = (
    "Kommunedirektøren fastsetter internkontrollrutinene, gjennomgår stikkprøver halvårlig og "
    "rapporterer avvikene fortløpende til kommunestyrets kontrollutvalg."
)


def fields(desk: Server, kind: str, name: str, **more: object) -> dict[str, object]:
    found = find(DiskFolder(desk.root), kind, name)
    assert found is not None
    return {**found.fields(), **desk.form(f"/rediger/{kind}/{name}/"), **more}


def said(root: Path, path: str) -> Any:
    return read((root / path).read_text(encoding="utf-8"))


def saved(desk: Server, address: str, posted: dict[str, object]) -> None:
    answer = desk.post(address, posted | {"gjor": "lagre", "uten": "1"})
    assert answer.status == 302, answer.text[:2000]


def test_plain_language_at_the_desk(root: Path) -> None:
    (root / PLAIN).unlink()
    (root / PLAIN.replace(".yml", ".nn.yml")).unlink()
    (root / "guideline/roller/laerer.yml").unlink()
    (root / "guideline/roller/laerer.nn.yml").unlink()
    with running(root) as desk:
        desk.enter()
        assert ADDRESS in desk.get("/liste/enkel/").text
        assert ADDRESS in desk.get("/rediger/anbefaling/rutiner/").text
        page = desk.get(ADDRESS).text
        assert said(root, RULES)["kort_anbefaling"] in page, "the recommendation stands beside it"

        new: dict[str, object] = {
            "versjoner@vist": "1", "versjoner.0@fra": "", "versjoner.0.maalgruppe": "elev",
            "versjoner.0.kort": HEAVY,
        }
        checked = json.loads(desk.post(
            f"{ADDRESS}sjekk/", fields(desk, "enkel", "rutiner") | new
        ).text)
        (message,) = checked["messages"]["versjoner.0.kort"]
        assert message[0] == "advarsel" and "LIX" in message[1]

        new["versjoner.0.kort"] = "Skolen bør ha faste regler for hva den gjør."
        saved(desk, ADDRESS, fields(desk, "enkel", "rutiner") | new)
        made = said(root, PLAIN)
        assert next(iter(made)) == "id" and made["id"] == "rutiner"
        assert {mark["kildefelt"] for mark in made["skrevet_fra"]} >= {"kort_anbefaling", "styrke"}

        text = (root / RULES).read_text(encoding="utf-8")
        changed = text.replace("Uten en felles rutine", "Uten en god felles rutine")
        assert changed != text
        (root / RULES).write_text(changed, encoding="utf-8")
        assert "/rediger/enkel/rutiner/" in desk.get("/").text, "the front page says that it lags"
        assert "begrunnelse" in desk.get(ADDRESS).text and 'name="sett"' in desk.get(ADDRESS).text
        again = fields(desk, "enkel", "rutiner") | {"versjoner.0.kort": "Skolen bør ha regler."}
        saved(desk, ADDRESS, again)
        assert said(root, PLAIN)["skrevet_fra"] == made["skrevet_fra"], "it was not read"
        saved(desk, ADDRESS, fields(desk, "enkel", "rutiner") | {"sett": "anbefalingen"})
        marks = {mark["kildefelt"]: mark["sjekksum"] for mark in said(root, PLAIN)["skrevet_fra"]}
        before = {mark["kildefelt"]: mark["sjekksum"] for mark in made["skrevet_fra"]}
        assert [name for name in marks if marks[name] != before[name]] == ["begrunnelse"]
        assert 'name="sett"' not in desk.get(ADDRESS).text
        assert "Skolen bør ha regler." in desk.get(f"{ADDRESS}vis/").text

        role = "/rediger/rolleside/laerer/"
        assert role in desk.get("/liste/rolleside/").text
        saved(desk, role, fields(desk, "rolleside", "laerer") | {
            "innledning": "Du underviser eleven.", "kan_be_om@vist": "1", "kan_be_om.0@fra": "",
            "kan_be_om.0.setning": "Du kan be om veiledning.", "kan_be_om.0.anbefalinger@vist": "1",
            "kan_be_om.0.anbefalinger.0@fra": "", "kan_be_om.0.anbefalinger.0": "rutiner",
        })
        assert said(root, "guideline/roller/laerer.yml") == {
            "id": "laerer", "innledning": "Du underviser eleven.",
            "kan_be_om": [{"setning": "Du kan be om veiledning.", "anbefalinger": ["rutiner"]}],
        }
        assert "Du kan be om veiledning." in desk.get(f"{role}vis/").text
