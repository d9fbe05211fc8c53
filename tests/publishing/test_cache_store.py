"""The cache: what was saved comes back, and nothing else ever does."""

from __future__ import annotations

import hashlib
import hmac
import marshal
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rettesnor.publishing.cache import store as store_module
from rettesnor.publishing.cache.machine_key import read_key
from rettesnor.publishing.cache.store import (
    Store,
    code_digest,
    digest_of,
    installed_version,
)

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=10,
)


@given(st.text(), PLAIN)
def test_what_is_saved_comes_back(tmp_path: Path, key: str, value: Any) -> None:
    Store(tmp_path).save("navn", key, value)
    assert Store(tmp_path).load("navn", key) == value


def test_another_key_or_name_is_absent(tmp_path: Path) -> None:
    store = Store(tmp_path / "ny" / "mappe")
    assert store.load("navn", "a") is None
    store.save("navn", "a", [1])
    assert store.load("navn", "b") is None
    assert store.load("annet", "a") is None


def test_a_file_under_another_name_is_absent(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save("navn", "a", [1])
    (tmp_path / "navn.cache").rename(tmp_path / "annet.cache")
    assert store.load("annet", "a") is None


def test_the_last_value_counts_and_nothing_lies_about(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save("navn", "a", [1])
    store.save("navn", "b", [2])
    assert store.load("navn", "a") is None and store.load("navn", "b") == [2]
    assert [path.name for path in tmp_path.iterdir()] == ["navn.cache"]


ROWS = st.dictionaries(st.text(max_size=3), st.tuples(st.integers()), max_size=12)


@given(st.lists(ROWS, min_size=1, max_size=3))
def test_rows_come_back_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved: list[dict[str, Any]]
) -> None:
    monkeypatch.setattr(store_module, "_PART", 3)
    store = Store(tmp_path)
    for rows in saved:
        store.save_rows("navn", "a", rows, store.load_rows("navn", "a"))
        assert [*store.load_rows("navn", "a").items()] == [*rows.items()]
    assert store.load_rows("navn", "b") == {}


@given(ROWS, ROWS, st.sets(st.integers(0, 3)))
def test_rows_of_a_lost_file_are_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    before: dict[str, Any], after: dict[str, Any], lost: set[int],
) -> None:
    monkeypatch.setattr(store_module, "_PART", 3)
    store = Store(tmp_path)
    store.save_rows("navn", "a", before, {})
    for number, path in enumerate(sorted(tmp_path.iterdir())):
        if number in lost:
            path.write_bytes(b"skadet")
    left = store.load_rows("navn", "a")
    assert left.items() <= before.items()
    store.save_rows("navn", "a", after, left)
    assert store.load_rows("navn", "a").items() <= after.items()
    store.save_rows("navn", "a", after, store.load_rows("navn", "a"))
    assert store.load_rows("navn", "a") == after


def test_a_change_writes_the_rows_beside_it_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_PART", 3)
    store, rows = Store(tmp_path), {str(number): (number,) for number in range(10)}
    store.save_rows("navn", "a", rows, {})
    before = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    store.save_rows("navn", "a", rows | {"4": (44,)}, rows)
    after = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    assert {name for name in after if after[name] != before.get(name)} == {"navn-1.cache"}


def damaged(data: bytes) -> list[bytes]:
    """Return ``data`` damaged in every way there is."""
    flipped = [
        data[:i] + bytes([data[i] ^ 1]) + data[i + 1 :] for i in range(0, len(data), 7)
    ]
    return [
        *flipped, b"", data[:31], data[:32], data[:-1], data[: len(data) // 2], data + b"\x00",
        b"\x00" * len(data), b"GIF89a" * 20, data[32:], data + data,
    ]


def test_a_damaged_file_is_as_good_as_absent(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save("navn", "a", {"verdi": ["noe", 1, None]})
    file = tmp_path / "navn.cache"
    data = file.read_bytes()
    for bad in damaged(data):
        file.write_bytes(bad)
        assert store.load("navn", "a") is None
    file.write_bytes(data)
    assert store.load("navn", "a") == {"verdi": ["noe", 1, None]}


@pytest.mark.parametrize("content", [b"", b"rot", marshal.dumps("a"), marshal.dumps((1, 2, 3))])
def test_a_right_digest_of_something_else(tmp_path: Path, content: bytes) -> None:
    code = hmac.digest(b"k" * 32, content, "sha256")
    (tmp_path / "navn.cache").write_bytes(code + content)
    assert Store(tmp_path, b"k" * 32).load("navn", "a") is None


def test_what_another_machine_wrote_is_as_good_as_absent(tmp_path: Path) -> None:
    Store(tmp_path, b"a" * 32).save("navn", "a", [1])
    assert Store(tmp_path, b"a" * 32).below(".").load("navn", "a") == [1]
    assert Store(tmp_path, b"b" * 32).load("navn", "a") is None
    data = (tmp_path / "navn.cache").read_bytes()[32:]
    (tmp_path / "navn.cache").write_bytes(hashlib.sha256(data).digest() + data)
    assert Store(tmp_path, b"a" * 32).load("navn", "a") is None


def test_the_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    key = read_key(tmp_path / "rettesnor")
    assert len(key) == 32 and read_key(tmp_path / "rettesnor") == key
    path = tmp_path / "rettesnor" / "cache.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == ["cache.key"]
    path.chmod(0o644)
    assert read_key(path.parent) != key  # others have seen it
    path.chmod(0o600)
    path.write_bytes(b"kort")
    assert len(read_key(path.parent)) == 32


def test_where_no_key_can_be_kept_nothing_is_reused(tmp_path: Path) -> None:
    (tmp_path / "fil").write_bytes(b"")
    assert read_key(tmp_path / "fil") != read_key(tmp_path / "fil")


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "navn.cache").mkdir()
    assert Store(tmp_path).load("navn", "a") is None


def test_a_cache_that_cannot_be_kept_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "fil").write_bytes(b"")
    store = Store(tmp_path / "fil")
    store.save("navn", "a", [1])
    assert store.load("navn", "a") is None


def test_digests_tell_parts_apart() -> None:
    parts: list[tuple[object, ...]] = [
        (), ("",), ("a", "b"), ("ab",), ("a\x00b",), ("a", None), (1,), ("1",), (("a", "b"),),
        ("'a', 'b'",),
    ]
    assert len({digest_of(*part) for part in parts}) == len(parts)
    assert digest_of("a", 1) == digest_of("a", 1)


def test_the_code_is_part_of_every_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def digest() -> str:
        code_digest.cache_clear()
        return code_digest()

    for name in ("a.py", "b.html", "c.css", "d.js"):
        (tmp_path / name).write_bytes(b"1")
    monkeypatch.setattr(store_module, "PACKAGE", tmp_path)
    try:
        seen = [digest()]
        assert digest() == seen[0]
        for name in ("a.py", "b.html", "c.css", "d.js"):
            (tmp_path / name).write_bytes(b"2")
            seen.append(digest())
        (tmp_path / "a.py").rename(tmp_path / "e.py")
        seen.append(digest())
        monkeypatch.setattr(store_module, "_ENGINES", ("PyYAML",))
        seen.append(digest())
        assert len(set(seen)) == len(seen)
    finally:
        monkeypatch.undo()
        code_digest.cache_clear()


def test_the_version_of_a_package_however_its_name_is_spelled() -> None:
    assert installed_version("Jinja2") == installed_version("jinja2") != ""
    assert installed_version("finnes-ikke") == ""
