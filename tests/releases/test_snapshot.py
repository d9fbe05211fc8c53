"""A snapshot of any format reads back as what was released."""
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rettesnor.model.convert import from_data
from rettesnor.model.edition import Edition
from rettesnor.model.guideline import Guideline
from rettesnor.model.recommendation import Recommendation
from rettesnor.releases import snapshot

from tests.support.release_case import CASES, instances


class TestSnapshot:
    @pytest.mark.parametrize("path", sorted(CASES.glob("snapshot-format-*.json")), ids=str)
    def test_every_past_format_is_read(self, path: Path) -> None:
        edition = snapshot.parse(path.read_bytes())
        assert edition.guideline.tittel == "Prøveretningslinje for skolefravær"
        plan = edition.recommendations["skriftlig-plan"]
        assert plan.praktisk_gjennomforing.steg[0].naar == "Innen fire uker"
        assert edition.guideline.kilder["kilde-a"]["issued"] == {"date-parts": [[2025]]}
        assert edition.guideline.tekstsider[0].tekst.startswith("Slik er")
        assert list(edition.bilder) == ["figur.svg"]

    def test_what_is_written_today_is_the_stored_example(self) -> None:
        stored = (CASES / f"snapshot-format-{snapshot.FORMAT}.json").read_bytes()
        assert snapshot.dump(snapshot.parse(stored)) == stored

    @settings(max_examples=50)
    @given(st.data())
    def test_nothing_is_lost(self, data: st.DataObject) -> None:
        word = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9)
        found = data.draw(instances(Recommendation, word))
        frame = from_data(Guideline, json.loads(
            (CASES / "snapshot-format-1.json").read_bytes())["retningslinje"] | {"kilder": {}})
        edition = Edition(frame, {found.id: found})
        back = snapshot.parse(snapshot.dump(edition))
        bare = replace(found, unntak=())
        assert back == Edition(frame, {found.id: bare})

    @pytest.mark.parametrize("data", [b"", b"[]", b'{"format":99}', b'{"format":1}', b"\xff"])
    def test_anything_else_is_refused(self, data: bytes) -> None:
        with pytest.raises(snapshot.SnapshotError):
            snapshot.parse(data)


def _fields(found: Recommendation) -> dict[str, Any]:
    from rettesnor.model.convert import to_data

    data: dict[str, Any] = to_data(found)
    return data


