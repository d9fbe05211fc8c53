"""What is known of a law's text in a review task, and what readers are told that is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rettesnor.model.task import AFTER, BEFORE, BOTH, LACKS, WHOLE, Oppgave

TASK = Oppgave("a", "lov", "endret", "2026-11-30", lov="loven", paragraf="§ 1")
OLD, NEW = {"tekst_for": ("Før.",)}, {"tekst_etter": ("Etter.",)}


@pytest.mark.parametrize(("change", "lacks"), [
    ({}, BOTH), (OLD, AFTER), (NEW, BEFORE), ({**OLD, **NEW}, ""),
    ({"hendelse": "ny"}, AFTER), ({"hendelse": "ny", **NEW}, ""),
    ({"hendelse": "opphevet"}, BEFORE), ({"hendelse": "opphevet", **OLD}, ""),
    ({"hendelse": "loven-erstattes", **NEW}, WHOLE), ({"paragraf": ""}, WHOLE),
    ({"hendelse": "flyttet"}, ""), ({"slag": "behov"}, ""),
])
def test_what_is_not_known_is_named(change: dict[str, object], lacks: str) -> None:
    task = replace(TASK, **change)  # type: ignore[arg-type]
    assert task.lacks == lacks and (not lacks or LACKS[lacks])
