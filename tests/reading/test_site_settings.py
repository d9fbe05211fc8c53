"""mkdocs.yml is looked at before MkDocs reads it, and check reports what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rettesnor.cli.main import main
from rettesnor.reading.content import site_settings

from tests.support.check_case import DAY
from tests.support.guidelines import PROJECT, put, sound_copy

SOUND = "site_name: A\ndocs_dir: guideline\ntheme: rettesnor\nplugins: [rettesnor]\n"
WRONG = {
    "object": (SOUND + "extra: !!python/object/apply:os.system ['touch kjort']\n", 5),
    "name": (SOUND + "extra:\n  a: !!python/name:os.system ''\n", 6),
    "full tag": (SOUND + "extra: !<tag:yaml.org,2002:python/name:os.system> ''\n", 5),
    "another tag": (SOUND + "extra: !noe a\n", 5),
    "syntax": (SOUND + "extra: [\n", 6),
    "list": ("- a\n", 1),
    "empty": ("", 1),
    "no name": ("plugins: [rettesnor]\n", 1),
    "no plugin": ("site_name: A\nplugins: [search]\n", 1),
    "no theme": ("site_name: A\nplugins: [rettesnor]\ntheme: {name: null}\n", 1),
    "another theme": (SOUND.replace("theme: rettesnor", "theme: {name: readthedocs}"), 3),
    "another file": (SOUND + "INHERIT: annet.yml\n", 1),
    "bomb": (SOUND + "a: &a [b, b]\nc: [" + "*a, " * 50 + "]\n", 6),
    "deep": (SOUND + "a: " + "[" * 5000 + "\n", 5),
    "bytes": (SOUND + "a: \x00\n", 1),
}


@pytest.mark.parametrize("text", [SOUND, SOUND.replace("rettesnor\n", "{name: material}\n"),
                                  SOUND + "site_url: !ENV [SITE, 'https://a.no/']\n",
                                  SOUND.replace("[rettesnor]", "\n  - search\n  - rettesnor: {}")])
def test_sound_settings_pass(tmp_path: Path, text: str) -> None:
    put(tmp_path, "mkdocs.yml", text)
    assert site_settings.problems(tmp_path) == []
    assert site_settings.problems(PROJECT) == []


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_used_is_reported_with_its_line(tmp_path: Path, name: str) -> None:
    text, line = WRONG[name]
    put(tmp_path, "mkdocs.yml", text)
    found = site_settings.problems(tmp_path)
    assert found and found[0].code == "nettsted-oppsett"
    assert found[0].line == line


def test_check_and_build_say_the_same_and_nothing_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = sound_copy(tmp_path)
    monkeypatch.chdir(root)
    put(root, "mkdocs.yml", WRONG["object"][0])
    options = ["--root", str(root), "--jobs", "1", "--date", DAY.isoformat()]
    assert main(["check", *options]) == 1
    said = capsys.readouterr().out
    assert "mkdocs.yml" in said and "nettsted-oppsett" in said
    assert main(["build", *options]) == 2
    assert "kan kjøre kode" in capsys.readouterr().err
    assert not (root / "kjort").exists()
    (root / "mkdocs.yml").unlink()
    assert main(["check", *options]) == 1
    assert "Fila mangler" in capsys.readouterr().out
    assert main(["build", *options]) == 2
    assert "Noe gikk galt" not in capsys.readouterr().err
