"""Stopped anywhere, a release is whole or not there, and can be finished."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.release_case import FIRST, SECOND, Case

PLAN = "recommendations/skole/skriftlig-plan.yml"


@pytest.fixture(autouse=True)
def _no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flushing to the disk is slow, and no test loses its power."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


@pytest.fixture
def released(case: Case, capsys: pytest.CaptureFixture[str]) -> Case:
    """The guideline after its first release."""
    assert case.release(*FIRST) == 0
    capsys.readouterr()
    return case


class Stop(BaseException):
    """The machine stops here."""


def interruptions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    names = ("rename", "replace", "unlink", "rmdir", "mkdir", "fsync")
    real = {name: getattr(os, name) for name in names}
    count = 0

    def arm(stop_at: int) -> None:
        nonlocal count
        count = 0

        def wrapped(name: str) -> Callable[..., Any]:
            def call(*arguments: Any, **named: Any) -> Any:
                nonlocal count
                count += 1
                if count == stop_at:
                    raise Stop(name)
                return real[name](*arguments, **named)
            return call

        for name in real:
            monkeypatch.setattr(os, name, wrapped(name))

    yield arm


@pytest.mark.parametrize(("release", "every"), [(FIRST, 4), (SECOND, 1)])
def test_stopped_anywhere_it_is_whole_or_not_there(
    release: tuple[str, str], every: int, tmp_path: Path, capsys: Any
) -> None:
    """Stopped at any step, then run again: the result is that of an undisturbed run.

    The second release does all that the first does, and is stopped at every single step.
    """

    start = Case(tmp_path / "start")
    if release == SECOND:
        assert start.release(*FIRST) == 0
        start.revise()
    start.run("status", "--date", release[1])  # warms the cache, which writes too

    def prepared(name: str) -> Case:
        return Case(tmp_path / name, start.root)

    untroubled = prepared("untroubled")
    before = untroubled.tree()
    assert untroubled.release(*release) == 0
    wanted = untroubled.tree()
    assert untroubled.run("verify") == 0
    for stop_at in range(1, 500, every):
        case = prepared(str(stop_at))
        with pytest.MonkeyPatch.context() as patch:
            arm = next(interruptions(patch))
            arm(stop_at)
            try:
                case.release(*release)
                break
            except Stop:
                pass
        record = case.root / "changelog" / release[0]
        if record.exists():
            place = f"changelog/{release[0]}/"
            made = {p: d for p, d in case.tree().items() if p.startswith(place)}
            assert made == {p: d for p, d in wanted.items() if p.startswith(place)}
        else:
            left = case.tree()
            assert {p: d for p, d in left.items() if not p.startswith("changelog/.")} == before
        if any((case.root / "changelog").glob(".*.new")):
            assert case.run("verify") == 1
        assert case.release(*release) == 0 or case.tree() == wanted
        assert case.tree() == wanted, stop_at  # so it is verified as well
    else:
        pytest.fail("never came to an end")
    assert stop_at > 15


def test_a_hand_edit_after_an_interruption_is_not_lost(released: Case, capsys: Any) -> None:
    released.revise()
    with pytest.MonkeyPatch.context() as patch:
        real = os.replace
        patch.setattr(os, "replace", lambda a, b: (_ for _ in ()).throw(Stop())
                      if "tree" in str(a) else real(a, b))
        with pytest.raises(Stop):
            released.release(*SECOND)
    released.replace(PLAN, "Vi vurderer", "Vi mener")
    assert released.release("2.0.1", "2027-03-02") == 2
    assert released.release(*SECOND) == 2
    assert PLAN in capsys.readouterr().err
    assert "Vi mener" in released.text(PLAN)
    released.replace(PLAN, "Vi mener", "Vi vurderer")
    assert released.release(*SECOND) == 0
    assert released.run("verify") == 0


