"""A review task is open for each recommendation until somebody decides it, with a reason."""

from __future__ import annotations

import pytest
from rettesnor.model.task import Avgjorelse, Oppgave, TaskChange, state, states


def task(**fields: object) -> Oppgave:
    """Return a task for two recommendations."""
    given = {"id": "ny-lov", "slag": "lov", "hendelse": "endret", "funnet": "2026-10-01",
             "lov": "loven", "anbefalinger": ("a", "b"), **fields}
    return Oppgave(**given)  # type: ignore[arg-type]


def decided(*ids: str) -> Avgjorelse:
    return Avgjorelse("ingen-endring", "Gjelder gebyret.", "Fagavdelingen", "2026-10-02", ids)


def change(*ids: str) -> TaskChange:
    return TaskChange(ids, "Teksten følger loven.", "Fagavdelingen", "2026-10-02")


@pytest.mark.parametrize(("decisions", "changes", "open_"), [
    ((), (), ("a", "b")),
    ((decided("a"),), (), ("b",)),
    ((decided(),), (), ()),
    ((), (change("b"),), ("a",)),
    ((), (change(),), ()),
    ((decided("a"),), (change("b"),), ()),
    ((), (change("c"),), ("a", "b")),
])
def test_a_task_is_open_for_what_nobody_has_decided(
    decisions: tuple[Avgjorelse, ...], changes: tuple[TaskChange, ...], open_: tuple[str, ...]
) -> None:
    found = state(task(avgjorelser=decisions), {"ny-lov": changes, "en-annen": (change(),)})
    assert found.open == open_
    assert found.closed == (not open_)


def test_nothing_is_open_for_a_recommendation_that_does_not_apply() -> None:
    assert state(task(), {}, ["b"]).open == ("b",)
    assert state(task(), {}, []).closed


def test_the_other_places_are_open_until_everything_is_decided() -> None:
    one = task(steder=("guideline/roller/elev.yml",))
    assert state(one, {}).places_open
    assert not state(one, {"ny-lov": (change("a", "b"),)}).places_open
    alone = task(anbefalinger=(), steder=("guideline/roller/elev.yml",))
    assert not state(alone, {}).closed
    assert state(task(anbefalinger=(), avgjorelser=(decided(),)), {}).closed


def test_the_last_decision_counts() -> None:
    again = Avgjorelse("gjelder-ikke", "Paragrafen gjelder noe annet.", "Rektor", "2026-10-03")
    assert task(avgjorelser=(decided("a"), again)).decision("a") == again
    assert task(avgjorelser=(decided("a"),)).decision("b") is None


def test_open_tasks_come_first_and_what_is_not_decided_to_apply_last_among_them() -> None:
    tasks = [
        task(id="lukket", avgjorelser=(decided(),), ikraft="2026-01-01"), task(id="uten-dag"),
        task(id="kommer", ikraft="2027-01-01"), task(id="gjelder", ikraft="2026-06-01"),
    ]
    assert [one.task.id for one in states(tasks, {})] == [
        "gjelder", "kommer", "uten-dag", "lukket",
    ]
    assert [one.pending("2026-11-30") for one in tasks] == [False, True, True, False]
