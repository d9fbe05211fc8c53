"""The generated past that figures are taken from is a sound one."""

from __future__ import annotations

import json
from pathlib import Path

from rettesnor.releases.verify import verify

from benchmarks.records import PER_RELEASE, write_past


def test_its_records_verify_and_the_tree_is_the_last(tmp_path: Path) -> None:
    write_past(10, 3, tmp_path)
    verdict = verify(tmp_path)
    assert verdict.faults == ()
    newest = json.loads((tmp_path / "changelog/1.2.0/manifest.json").read_bytes())
    changed = [id_ for id_, one in newest["anbefalinger"].items() if one["versjon"] == "1.2.0"]
    assert len(changed) == PER_RELEASE
    assert "versjon: 1.2.0" in (tmp_path / "guideline/guideline.yml").read_text(encoding="utf-8")
