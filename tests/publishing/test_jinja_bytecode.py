"""Compiled templates are kept between runs, checked, and never those of another language."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from rettesnor.publishing.cache.jinja_bytecode import CompiledTemplates
from rettesnor.publishing.cache.store import Store


def shown(folder: Path, code: str, source: str = "Hei, {{ navn }}!") -> str:
    kept = CompiledTemplates(Store(folder / "own"), code, folder / "shared")
    environment = Environment(loader=DictLoader({"side": source}), bytecode_cache=kept)
    return environment.get_template("side").render(navn="du")


def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets what is compiled from now on."""
    sources: list[str] = []
    compile_ = Environment.compile

    def noted(self: Environment, source: str, *arguments: object, **options: object) -> object:
        sources.append(source)
        return compile_(self, source, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", noted)
    return sources


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = compiled(monkeypatch)
    assert shown(tmp_path, "nb") == shown(tmp_path, "nb") == "Hei, du!"
    assert len(done) == 1


@pytest.mark.parametrize("writes", [True, False])
def test_it_lies_with_the_compiled_modules_where_python_writes_any(
    tmp_path: Path, writes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", not writes)
    shown(tmp_path, "nb")
    assert (tmp_path / "shared").exists() == writes
    assert (tmp_path / "own").exists() != writes


def test_where_nothing_can_be_written_beside_the_code_the_guideline_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "shared").write_text("no folder")
    done = compiled(monkeypatch)
    assert shown(tmp_path, "nb") == shown(tmp_path, "nb") == "Hei, du!"
    assert len(done) == 1


def test_another_text_or_language_is_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = compiled(monkeypatch)
    shown(tmp_path, "nb")
    assert shown(tmp_path, "nb", "Hallo, {{ navn }}!") == "Hallo, du!"
    shown(tmp_path, "nn", "Hallo, {{ navn }}!")
    assert len(done) == 3


@pytest.mark.parametrize(("writes", "place"), [(True, "shared"), (False, "own")])
def test_a_damaged_one_is_compiled_anew(
    tmp_path: Path, writes: bool, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", not writes)
    shown(tmp_path, "nb")
    (file,) = (tmp_path / place).glob("*.cache")
    data = file.read_bytes()
    for at in range(0, len(data), 7):
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert shown(tmp_path, "nb") == "Hei, du!"
