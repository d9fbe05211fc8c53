"""Compiled templates are kept between runs, checked, and never those of another language."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from rettesnor.publishing.compiled import CompiledTemplates
from rettesnor.publishing.store import Store


def shown(folder: Path, code: str, source: str = "Hei, {{ navn }}!") -> str:
    kept = CompiledTemplates(Store(folder), code)
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


def test_another_text_or_language_is_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = compiled(monkeypatch)
    shown(tmp_path, "nb")
    assert shown(tmp_path, "nb", "Hallo, {{ navn }}!") == "Hallo, du!"
    shown(tmp_path, "nn", "Hallo, {{ navn }}!")
    assert len(done) == 3


def test_a_damaged_one_is_compiled_anew(tmp_path: Path) -> None:
    shown(tmp_path, "nb")
    (file,) = tmp_path.glob("*.cache")
    data = file.read_bytes()
    for place in range(0, len(data), 7):
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert shown(tmp_path, "nb") == "Hei, du!"
