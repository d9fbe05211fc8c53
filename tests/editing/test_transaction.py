"""A planned edit is carried out whole or not at all, wherever it is stopped."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from rettesnor.editing import transaction
from rettesnor.editing.draft import Draft
from rettesnor.editing.plan import Plan
from rettesnor.editing.project_files import read_files

FILES = {
    "guideline/guideline.yml": "id: x\n", "guideline/om.md": "# Om\n",
    "recommendations/a/en.yml": "id: en\n", "recommendations/a/to.yml": "id: to\n",
}
AFTER = {
    "guideline/guideline.yml": "id: y\n", "guideline/om.md": "# Om\n",
    "recommendations/b/en.yml": "id: en\n# flyttet\n", "recommendations/b/ny.yml": "id: ny\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def planned(root: Path) -> Plan:
    draft = Draft(read_files(root))
    draft.write("guideline/guideline.yml", {"id": "y"})
    draft.move("recommendations/a/en.yml", "recommendations/b/en.yml")
    draft.put("recommendations/b/en.yml", "id: en\n# flyttet\n")
    draft.put("recommendations/b/ny.yml", "id: ny\n")
    draft.remove("recommendations/a/to.yml")
    return draft.plan("Noe.")


def tree(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in root.rglob("*") if path.is_file() and ".rettesnor" not in path.parts
    }


def test_the_plan_says_what_it_does(root: Path) -> None:
    plan = planned(root)
    assert {c.path: (bool(c.before), c.after, c.moved_from) for c in plan.changes} == {
        "guideline/guideline.yml": (True, b"id: y\n", ""),
        "recommendations/a/en.yml": (True, None, ""),
        "recommendations/a/to.yml": (True, None, ""),
        "recommendations/b/en.yml": (
            False, b"id: en\n# flyttet\n", "recommendations/a/en.yml"
        ),
        "recommendations/b/ny.yml": (False, b"id: ny\n", ""),
    }
    assert tree(root) == FILES


def test_it_is_carried_out(root: Path) -> None:
    (root / "recommendations/a/en.yml").chmod(0o640)
    transaction.apply(planned(root), root)
    assert tree(root) == AFTER
    assert not (root / "recommendations/a").exists()
    assert (root / "recommendations/b/en.yml").stat().st_mode & 0o777 == 0o640
    assert not transaction.is_interrupted(root) and not (root / transaction.FOLDER).exists()


@pytest.mark.parametrize("path", [c for c in FILES if c != "guideline/om.md"])
def test_a_file_that_changed_meanwhile_stops_it(root: Path, path: str) -> None:
    plan = planned(root)
    (root / path).write_text("id: endret\n")
    before = tree(root)
    with pytest.raises(transaction.ConflictError, match=path):
        transaction.apply(plan, root)
    assert tree(root) == before


def test_a_new_file_that_is_there_meanwhile_stops_it(root: Path) -> None:
    plan = planned(root)
    (root / "recommendations/b").mkdir()
    (root / "recommendations/b/ny.yml").write_text("id: en annen\n")
    with pytest.raises(transaction.ConflictError):
        transaction.apply(plan, root)
    assert tree(root) == FILES | {"recommendations/b/ny.yml": "id: en annen\n"}


@pytest.mark.parametrize("name", ["os.replace", "os.fsync", "pathlib.Path.unlink"])
def test_wherever_it_is_stopped_all_or_nothing_is_left(root: Path, name: str) -> None:
    """The same call fails the first time, the second time, and so on."""
    owner, _, attribute = name.rpartition(".")
    target: Any = os if owner == "os" else Path
    real = getattr(target, attribute)
    outcomes = set()
    for stop in range(1, 20):
        for path in root.rglob("*.yml"):
            path.unlink()
        for path, text in FILES.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        calls = 0

        def fails(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == stop:  # noqa: B023
                raise KeyboardInterrupt
            return real(*args, **kwargs)

        plan = planned(root)
        try:
            with mock.patch.object(target, attribute, fails):
                transaction.apply(plan, root)
        except KeyboardInterrupt:
            pass
        else:
            break
        transaction.finish(root)
        transaction.finish(root)  # any number of times
        assert tree(root) in (FILES, AFTER)
        outcomes.add(tree(root) == AFTER)
    assert True in outcomes or name == "os.fsync"


def test_what_was_changed_by_hand_after_a_stop_is_not_overwritten(root: Path) -> None:
    with mock.patch("rettesnor.editing.transaction.os.replace", side_effect=_second()), \
            pytest.raises(KeyboardInterrupt):
        transaction.apply(planned(root), root)
    assert transaction.is_interrupted(root)
    (root / "recommendations/a/to.yml").write_text("id: for hånd\n")
    with pytest.raises(transaction.ConflictError, match=r"recommendations/a/to\.yml"):
        transaction.finish(root)
    assert (root / "recommendations/a/to.yml").read_text() == "id: for hånd\n"


def _second() -> Any:
    real, calls = os.replace, []

    def replace(*args: Any) -> None:
        calls.append(args)
        if len(calls) > 1:
            raise KeyboardInterrupt
        real(*args)

    return replace


def _full(*_: Any, **__: Any) -> None:
    raise OSError(28, "No space left on device")


def test_without_room_before_a_file_is_changed_nothing_is_left_to_do(root: Path) -> None:
    plan = planned(root)
    with mock.patch.object(transaction.SYSTEM, "flush_folder", _full), pytest.raises(OSError):
        transaction.apply(plan, root)
    assert tree(root) == FILES and not transaction.is_interrupted(root)
    transaction.apply(plan, root)
    assert tree(root) == AFTER


def test_without_room_halfway_it_says_so_and_is_finished_later(root: Path) -> None:
    plan = planned(root)
    replace, times = transaction.SYSTEM.replace, iter([True, True, False])

    def once(source: Path, target: Path) -> None:
        replace(source, target) if next(times) else _full()

    with mock.patch.object(transaction.SYSTEM, "replace", once), pytest.raises(
        transaction.UnfinishedError, match="delvis skrevet"
    ):
        transaction.apply(plan, root)
    assert transaction.finish(root) and tree(root) == AFTER
