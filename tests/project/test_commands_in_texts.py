"""Every command and option that a text names exists, under its current name."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rettesnor.cli.main import parser
from rettesnor.cli.old_names import COMMANDS as OLD_COMMANDS
from rettesnor.cli.old_names import OPTIONS as OLD_OPTIONS

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "site_plugins"
TEXTS = sorted({
    *ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md"), ROOT / "Makefile",
    ROOT / ".ci/run", ROOT / ".pre-commit-hooks.yaml", *ROOT.glob("schema/*.json"),
    *(path for kind in ("md", "html", "js", "po", "txt") for path in PLUGINS.rglob(f"*.{kind}")),
})
CODE = sorted({*PLUGINS.rglob("*.py")} - {PLUGINS / "rettesnor/cli/old_names.py"})
_COMMAND = re.compile(r"(?<![\w.-])rettesnor ([a-zæøå]+(?:-[a-zæøå]+)*)([^`»\"<>|#\n]*)")
_SPAN = re.compile(r"`((?:[^`\n]|\n(?!\n))+)`|«((?:[^»\n]|\n(?!\n))+)»")
_OPTION = re.compile(r"(?<![\w-])--[a-zæøå][a-zæøå-]*")


def _subcommands(command: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


COMMANDS = _subcommands(parser())


def options_of(command: argparse.ArgumentParser) -> set[str]:
    """Return the options of a command and of its subcommands."""
    own = {option for action in command._actions for option in action.option_strings}
    return own.union(*map(options_of, _subcommands(command).values()))


def strings(path: Path) -> Iterator[str]:
    """Yield the strings of a Python file; what an f-string fills in is an X."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values
            )
        elif isinstance(node, ast.Constant) and id(node) not in inner:
            yield node.value if isinstance(node.value, str) else ""


@cache
def texts_in(path: Path) -> tuple[str, ...]:
    return tuple(_texts_in(path))


def _texts_in(path: Path) -> Iterator[str]:
    if path.suffix == ".py":
        yield from strings(path)
        return
    text = path.read_text(encoding="utf-8")
    yield text
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    for span in _SPAN.findall(prose):  # may continue on the next line
        yield " ".join("".join(span).split())


def wrong_in(text: str) -> Iterator[str]:
    """Yield what ``text`` names that does not exist."""
    for name, rest in _COMMAND.findall(text):
        command = COMMANDS.get(name)
        if command is None:
            yield f"rettesnor {name}"
            continue
        words = rest.split()
        if (known := _subcommands(command)) and words and re.fullmatch(r"[a-zæøå-]+", words[0]):
            if words[0] not in known:
                yield f"rettesnor {name} {words[0]}"
                continue
            command = known[words[0]]
        for option in set(_OPTION.findall(rest)) - options_of(command):
            yield f"rettesnor {name} … {option}"


@pytest.mark.parametrize(
    "path", [*TEXTS, *CODE], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_it_names_only_what_exists(path: Path) -> None:
    assert sorted({wrong for text in texts_in(path) for wrong in wrong_in(text)}) == []


@pytest.mark.parametrize("path", [
    ROOT / "docs/redaktor.md", *(path for path in CODE if path.parent.name == "cli"),
], ids=lambda path: path.name)
def test_options_alone_exist_too(path: Path) -> None:
    """Messages and the editors' guide also name an option without its command."""
    known = {"--verbosity"}.union(*map(options_of, COMMANDS.values()))  # Django's
    named = {option for text in texts_in(path) for option in _OPTION.findall(text)}
    assert named <= known | {"--version"}


def test_an_old_name_is_found() -> None:
    for old in OLD_COMMANDS:
        assert list(wrong_in(f"Kjør «rettesnor {old} x»."))
    for command, old in OLD_OPTIONS:
        assert list(wrong_in(f"    rettesnor {command} x {old} y"))
    assert list(wrong_in("`rettesnor hearing eksport x`"))
    assert not list(wrong_in("«rettesnor translate nn --mark FIL»"))


def test_texts_are_read() -> None:
    named = {
        name for path in [*TEXTS, *CODE] for text in texts_in(path)
        for name, _ in _COMMAND.findall(text)
    }
    assert named >= COMMANDS.keys()
