"""``rettesnor completion``: scripts that complete every command and option, and files."""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rettesnor.cli.completion import SHELLS
from rettesnor.cli.main import main, parser
from rettesnor.cli.old_names import OPTIONS


def names(top: argparse.ArgumentParser) -> Iterator[str]:
    """Yield every command and long option."""
    for action in top._actions:
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield name
                yield from names(command)


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


@pytest.mark.parametrize("shell", SHELLS)
def test_it_knows_every_name_and_no_old_one(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = script(shell, capsys)
    for name in {*names(parser())}:
        assert (name.removeprefix("--") if shell == "fish" else name) in text
    assert not [old for _, old in OPTIONS if f"{old} " in text or f'"{old}"' in text]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_can_read_it(
    shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_text(script(shell, capsys), encoding="utf-8")
    done = subprocess.run([shell, "-n", str(tmp_path / "script")], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(("typed", "completed"), [
    ("tra", {"translate"}),
    ("--ver", {"--version"}),
    ("translate nn --ma", {"--mark"}),
    ("comments lo", {"locate"}),
    ("hearing export pilot --format d", {"docx"}),
    ("comments import sva", {"svar.json", "svarmappe"}),
    ("build --root sva", {"svarmappe"}),
    ("oversett nn --m", set()),
])
def test_bash_completes(
    typed: str, completed: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    (tmp_path / "svar.json").touch()
    (tmp_path / "svarmappe").mkdir()
    words = ["rettesnor", *typed.split()]
    ask = (
        f"{script('bash', capsys)}\nCOMP_WORDS=({' '.join(words)}) COMP_CWORD={len(words) - 1}\n"
        f"_shtab_rettesnor rettesnor '{words[-1]}' '{words[-2]}'\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", ask], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    offered = {word for word in done.stdout.split("\n") if word}
    assert completed <= offered and (completed or not {"--mark"} & offered), done
