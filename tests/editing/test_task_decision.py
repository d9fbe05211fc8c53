"""Answering a review task with a change of the text."""

from __future__ import annotations

import pytest
from rettesnor.editing import fragments
from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import NotPossible
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.editing.task_decision import answer
from rettesnor.editing.yaml_writer import read

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
