"""The register of deviations: what a plan publishes, and what the national editors see of several.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rettesnor.cli.main import main
from rettesnor.exports.local_plan import register
from rettesnor.model.convert import from_data
from rettesnor.model.local_plan import LocalPlan

from tests.support.guidelines import put, sound_copy
from tests.support.plan_case import national, plan_data, recommendation


def register_of(owner: str, guideline: str, id_: str) -> bytes:
    deviation = {
        "hva": f"{owner} ringer.", "hvorfor": "Det går raskere.", "besluttet_av": "Rådet",
        "besluttet_dato": "2026-01-01", "ny_vurdering": "2027-01-01",
    }
    base = national([recommendation(id_), recommendation("annet")])
    data = plan_data(base, [
        {"id": id_, "forhold": "avviker", "avvik": deviation}, {"id": "annet", "forhold": "følges"},
    ], eier={"navn": owner})
    made = json.loads(register(from_data(LocalPlan, data), base.edition))
    made["bygger_paa"]["retningslinje"] = guideline
    return json.dumps(made).encode()


@pytest.fixture
def guideline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = sound_copy(tmp_path / "g")
    monkeypatch.chdir(root)
    return root


def test_registers_are_collected_shown_and_a_signal_for_editors(
    guideline: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    id_ = next(iter(sorted(p.stem for p in guideline.glob("recommendations/*/*.yml"))))
    lines = (guideline / "guideline/guideline.yml").read_text(encoding="utf-8").splitlines()
    name = next(line for line in lines if line.startswith("id: ")).removeprefix("id: ")
    files = []
    for owner in ("Vestdal kommune", "Austdal kommune"):
        files.append(tmp_path / f"{owner}.json")
        files[-1].write_bytes(register_of(owner, name, id_))
    assert main(["plan", "collect", *map(str, files)]) == 0
    assert main(["plan", "collect", str(files[0])]) == 0  # again: it takes its own place
    text = (guideline / "guideline/lokal-praksis.yml").read_text(encoding="utf-8")
    assert text.index("Austdal") < text.index("Vestdal") and text.count("eier:") == 2
    capsys.readouterr()
    main(["status"])
    assert f"{id_}: 2 planer" in capsys.readouterr().out
    assert main(["build"]) == 0
    page = (guideline / "site/lokal-praksis/index.html").read_text(encoding="utf-8")
    assert "Vestdal kommune ringer." in page and "Austdal kommune ringer." in page
    assert "lokal-praksis/" in (guideline / "site/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("data", "said"), [
    (b"{}", "kan ikke leses som et avviksregister"), (b"\xff", "kan ikke leses"),
    (b'{"slag": "annet", "format": 1}', "ikke laget av «rettesnor plan export»"),
    (register_of("Vestdal kommune", "annen", "en"), "bygger på «annen»"),
])
def test_what_is_no_register_changes_nothing(
    guideline: Path, data: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put(guideline.parent, "fil.json", "")
    (guideline.parent / "fil.json").write_bytes(data)
    assert main(["plan", "collect", "../fil.json"]) == 2
    assert said in capsys.readouterr().err
    assert not (guideline / "guideline/lokal-praksis.yml").exists()
