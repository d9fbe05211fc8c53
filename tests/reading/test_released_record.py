"""A record is looked at again before it is shown."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from rettesnor.reading.content import released_record as released
from rettesnor.releases import manifest as manifests
from rettesnor.releases.canonical_json import canonical
from rettesnor.releases.snapshot import SnapshotError, parse

from tests.support.guidelines import PROJECT
from tests.support.past_site import PastSite, released_once

REAL = PROJECT / "changelog" / "0.1.0" / "snapshot.json"


def test_the_real_record_is_shown() -> None:
    content = json.loads(REAL.read_bytes())
    assert released.fault(content) == ""
    assert {"lenke", "URL"} <= released._addresses()


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "javascript://a.no/%0Aalert(1)", "data:text/html,x", "//a.no", 1,
])
def test_no_address_of_another_kind_is_shown(address: object) -> None:
    whole = REAL.read_text("utf-8")
    places = 0
    for name in released._addresses():
        content = json.loads(whole)
        holders = [h for h in _holders(content, name)]
        for holder in holders[:3]:
            kept, holder[name] = holder[name], address
            assert name in released.fault(content)
            holder[name] = kept
            places += 1
    assert places > 4


def _holders(value: object, name: str) -> list[dict[str, object]]:
    if isinstance(value, dict):
        own = [value] if isinstance(value.get(name), str) else []
        return own + [h for item in value.values() for h in _holders(item, name)]
    if isinstance(value, list):
        return [h for item in value for h in _holders(item, name)]
    return []


def test_a_forged_record_is_not_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    case = released_once(tmp_path)
    forge(case, "javascript:alert(1)")
    outcome = case.build()
    assert not outcome.pages
    assert "snapshot.json: «lenke» er ikke en nettadresse" in outcome.faults[0]


def forge(case: PastSite, address: str) -> None:
    """Put an address into a record, and seal it as if it had been released so."""
    place = case.root / "changelog/1.0.0"
    content = json.loads((place / "snapshot.json").read_bytes())
    content["retningslinje"]["eier"]["lenke"] = address
    (place / "snapshot.json").write_bytes(canonical(content))
    old = json.loads((place / "manifest.json").read_bytes())
    old.pop("samlet")
    old["ramme"] = manifests.sha256(canonical(content["retningslinje"]))
    old["filer"]["snapshot.json"] = manifests.sha256((place / "snapshot.json").read_bytes())
    sealed = {**old, "samlet": manifests.sha256(canonical(old))}
    (place / "manifest.json").write_bytes(canonical(sealed))


@pytest.mark.parametrize("damaged", [
    b"", b"[]", b"{}", b'{"format":1}', b'{"format":9}', b'{"format":1,"anbefalinger":[{}]}',
    b'{"format":1,"anbefalinger":[{"praktisk_gjennomforing":{"steg":[{}]}}],"retningslinje":{}}',
    b"[" * 100_000,
])
def test_a_damaged_snapshot_is_told_of_without_words_of_the_language(damaged: bytes) -> None:
    with pytest.raises(SnapshotError) as caught:
        parse(damaged)
    said = str(caught.value)
    assert "__init__" not in said and "argument" not in said and "object" not in said
