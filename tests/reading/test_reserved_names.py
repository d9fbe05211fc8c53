"""Names that Windows keeps for devices are refused for whatever becomes a file or an address."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.reading.checks.rules.identity import DEVICES

from tests.support.check_case import check, sound_files

KINDS = {
    "anbefaling": "tidlig-samtale", "kapittel": "kompetanse", "rolle": "skoleleder",
    "skoleslag": "ungdomsskole", "fase": "forebygging", "lov": "opplæringslova",
    "kilde": "redd-barna-2025",
}
"""An id of each kind in the sound guideline."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["con", "aux", "nul", "prn", "com1", "lpt9"])
def test_an_id_is_no_device(kind: str, name: str, tmp_path: Path) -> None:
    old = KINDS[kind]
    files = {
        path.replace(f"/{old}.", f"/{name}.").replace(f"/{old}/", f"/{name}/"):
            text.replace(old, name)
        for path, text in sound_files().items()
    }
    assert any(name in text for text in files.values())
    found = [p for p in check(tmp_path, files).problems if p.code == "id-reservert"]
    assert len(found) == 1 and f"«{name}»" in found[0].message


def test_names_that_only_begin_so_are_free(tmp_path: Path) -> None:
    files = {path: text.replace("redd-barna-2025", "conn-2025")
             for path, text in sound_files().items()}
    assert not [p for p in check(tmp_path, files).problems if p.code == "id-reservert"]
    assert {"con", "com0", "lpt9"} <= DEVICES and "com10" not in DEVICES
