"""Answering a review task with a change of the text."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from rettesnor.editing import fragments
from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.editing.task_decision import answer
from rettesnor.editing.yaml_writer import read
from rettesnor.reading.content.guideline_paths import SOURCES

PATH = "guideline/oppgaver/lov-prove.yml"
TASK = (
    "id: lov-prove\nslag: lov\nhendelse: loven-erstattes\nfunnet: 2026-11-24\n"
    "lov: forvaltningsloven\nved: lov 20. juni 2025 nr. 81\nanbefalinger:\n  - samtale\n"
)
WHAT = "Henvisningen er til den nye loven."


def planned(ids: list[str]) -> str:
    draft = Draft(ProjectFiles({PATH: TASK.encode()}))
    (change,) = answer(draft, "lov-prove", ids, WHAT, "Fagavdelingen", "2026-11-30").changes
    return (change.after or b"").decode()


def test_a_change_without_a_day_tells_why_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragments, "differs", lambda draft, id_: True)
    monkeypatch.setattr(fragments, "has_other_strength", lambda draft, id_: True)
    note = read(planned(["samtale"]))
    assert note["hvorfor"] == [{
        "type": "annet", "tekst": "forvaltningsloven er endret ved lov 20. juni 2025 nr. 81."
    }]
    assert note["oppgaver"] == ["lov-prove"] and note["vesentlig"] is True, "another strength"


def test_a_recommendation_that_is_as_it_was_released_answers_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fragments, "differs", lambda draft, id_: False)
    with pytest.raises(NotPossible, match="er ikke endret siden forrige utgave"):
        planned(["samtale"])
    with pytest.raises(NotPossible, match="gjelder ikke «brev»"):
        planned(["brev"])
    with pytest.raises(NotPossible, match="Velg hvilke"):
        planned([])


def test_a_source_that_is_mended_answers_its_task(monkeypatch: pytest.MonkeyPatch) -> None:
    task = (
        "id: kunnskap-prove\nslag: kunnskap\nhendelse: lenke-borte\nfunnet: 2026-11-24\n"
        "tittel: «Et notat» har en adresse som ikke svarer\nkilde: notat\n"
        "anbefalinger:\n  - samtale\n"
    )
    last: Any = SimpleNamespace(guideline=SimpleNamespace(kilder={
        "notat": {"id": "notat", "URL": "https://eksempel.no/gammel", "issued": "2026-01-01"},
    }))
    monkeypatch.setattr(fragments, "differs", lambda draft, id_: False)

    def note(address: str) -> dict[str, Any]:
        sources = f"references:\n  - id: notat\n    issued: 2026-01-01\n    URL: {address}\n"
        draft = Draft(ProjectFiles({
            "guideline/oppgaver/kunnskap-prove.yml": task.encode(), SOURCES: sources.encode(),
        }, last))
        (change,) = answer(
            draft, "kunnskap-prove", ["samtale"], "Lenka er rettet.", "Redaksjonen", "2026-11-30"
        ).changes
        return read((change.after or b"").decode())

    with pytest.raises(NotPossible, match="er ikke endret siden forrige utgave"):
        note("https://eksempel.no/gammel")
    made = note("https://eksempel.no/ny")
    assert made["ramme"] == ["kilder"] and made["oppgaver"] == ["kunnskap-prove"]
    assert "anbefalinger" not in made and made["vesentlig"] is False
