"""Norwegian names of commands and options from before: the same command, and a hint."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rettesnor import __version__
from rettesnor.cli.main import main, parser
from rettesnor.cli.old_names import COMMANDS, LAST_VERSION, OPTIONS, hint, with_new_names

OLD_COMMANDS = {new: old for old, new in COMMANDS.items()}
RUNS = {
    ("build", "--draft"): ["build", "--released", "--site", "x"],
    ("change", "--slag"): ["change", "a", "--kind", "flyttet", "--to", "b"],
    ("change", "--til"): ["change", "a", "--to", "b", "c"],
    ("import", "--til"): ["import", "helsedir", "svar.json", "--to", "ut"],
    ("links", "--sjekk"): ["links", "--check"],
    ("translate", "--merk"): ["translate", "nn", "--mark", "a.yml", "b.yml"],
    ("translate", "--ny"): ["translate", "nn", "--new", "a.yml"],
    "hearing": ["hearing", "export", "pilot", "--out", "x", "--publishable"],
    "comments": ["comments", "import", "x.json", "--replace"],
    "links": ["links", "--csv"],
    "translate": ["translate", "nn"],
}
"""A command with every renamed name, as it is written now."""


def parsers(top: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield top
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from parsers(command)


def with_old_names(arguments: list[str]) -> list[str]:
    """Return a command written with the old name of everything that has one."""
    options = {new: old for (command, old), new in OPTIONS.items() if command == arguments[0]}
    return [
        OLD_COMMANDS.get(arguments[0], arguments[0]), *(options.get(a, a) for a in arguments[1:])
    ]


def test_there_is_a_command_for_every_old_name() -> None:
    assert set(RUNS) == {*OPTIONS, *COMMANDS.values()}
    for (command, _), new in OPTIONS.items():
        assert any(new in run for run in RUNS.values() if run[0] == command)


@pytest.mark.parametrize("new", RUNS.values(), ids=" ".join)
def test_an_old_name_is_the_same_command(new: list[str]) -> None:
    old = with_old_names(new)
    assert old != new
    given_, replaced = with_new_names(old)
    assert parser().parse_args(given_) == parser().parse_args(new)
    assert replaced == {
        was: now for was, now in zip(old, new, strict=True) if was != now
    }


@pytest.mark.parametrize(("command", "old"), OPTIONS)
def test_an_old_option_with_its_value_attached(command: str, old: str) -> None:
    assert with_new_names([command, f"{old}=verdi=1"])[0] == [
        command, f"{OPTIONS[command, old]}=verdi=1"
    ]


@given(st.lists(st.sampled_from([
    *COMMANDS, *COMMANDS.values(), *(old for _, old in OPTIONS), *OPTIONS.values(), "--", "x", "",
]), max_size=6))
def test_only_names_are_replaced(arguments: list[str]) -> None:
    renamed, replaced = with_new_names(arguments)
    assert len(renamed) == len(arguments)
    assert with_new_names(renamed) == (renamed, {})
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for position, (was, now) in enumerate(zip(arguments, renamed, strict=True)):
        if was != now:
            assert position < end and replaced[was] == now
            assert COMMANDS.get(was, now) == now if position == 0 else (
                OPTIONS[renamed[0], was] == now
            )


def test_no_old_name_is_shown() -> None:
    shown = "\n".join(command.format_help() for command in parsers(parser()))
    words = set(shown.replace(",", " ").replace("[", " ").replace("]", " ").split())
    assert {"translate", "--mark"} <= words
    assert not words & {old for _, old in OPTIONS}
    usages = {command.prog for command in parsers(parser())}
    assert not any(f" {old}" in f" {usage}" for old in COMMANDS for usage in usages)


@pytest.mark.parametrize(("arguments", "said"), [
    (["lenker", "--help"], "rettesnor: «lenker» heter nå «links»; det gamle navnet virker til og "
     f"med utgave {LAST_VERSION} av Rettesnor.\n"),
    (["oversett", "--merk", "x", "--help"], "rettesnor: «oversett» heter nå «translate» og "
     "«--merk» heter nå «--mark»; de gamle navnene virker til og med utgave "
     f"{LAST_VERSION} av Rettesnor.\n"),
    (["links", "--help"], ""),
])
def test_the_hint_is_one_line_and_not_output(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    printed = capsys.readouterr()
    assert ended.value.code == 0
    assert printed.err == said
    assert "heter nå" not in printed.out


def test_old_names_end_with_their_version() -> None:
    """When this fails, remove ``old_names`` and this file."""
    current = tuple(int(part) for part in __version__.split(".")[:2])
    assert current <= tuple(int(part) for part in LAST_VERSION.split("."))
    assert LAST_VERSION in hint({"a": "b"})
