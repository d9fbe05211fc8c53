"""The help and errors of the command line: complete, in Norwegian, and with examples."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator

import pytest
from rettesnor import __version__
from rettesnor.cli.main import main, parser

ENGLISH = re.compile(
    r"usage:|options:|positional arguments|show this help|error:|argument\b|invalid|choice|expected"
)


def _all(top: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield top
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _all(command)


COMMANDS = {command.prog: command for command in _all(parser())}


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_norwegian_and_explains_every_argument(name: str) -> None:
    command = COMMANDS[name]
    assert ENGLISH.findall(command.format_help()) == []
    assert command.format_help().startswith(f"bruk: {name}")
    unexplained = [
        action.dest for action in command._actions
        if not action.help and not isinstance(action, argparse._SubParsersAction)
    ]
    assert unexplained == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_examples_that_can_be_typed(name: str) -> None:
    shown = COMMANDS[name].format_help().split("\neksempler:\n")
    assert len(shown) == 2, "no examples"
    lines = shown[1].rstrip("\n").split("\n")
    typed = [line for line in lines if line.startswith("  rettesnor")]
    assert 1 <= len(typed) <= 3 and len(lines) == 2 * len(typed)
    for example in typed:
        words = shlex.split(example.partition(" > ")[0])
        if name == "rettesnor" and "--help" in words:
            continue
        assert f"{example} ".startswith(f"  {name} ")
        parser().parse_args(words[1:])


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert (stop.value.code, capsys.readouterr().out) == (0, f"rettesnor {__version__}\n")


@pytest.mark.parametrize("typed, said", [
    ("", "Mangler KOMMANDO."),
    ("sjekk", "«sjekk» er ikke build | check | serve"),
    ("buidl", "Mente du «build»?"),
    ("check --formt json", "Kjenner ikke «--formt json»."),
    ("check --format xml", "«xml» er ikke people | github | sarif | json."),
    ("check --jobs to", "--jobs: «to» er ikke et helt tall."),
    ("check --explain", "--explain trenger en verdi."),
    ("check --suppressions=ja", "--suppressions tar ingen verdi («ja»)."),
    ("build --d", "«--d» kan være --date, --documents. Skriv hele ordet."),
    ("change x --to", "--to trenger minst én verdi."),
    ("translate nn --new x --mark y", "--mark og --new kan ikke brukes sammen."),
    ("release", "Mangler VERSJON."),
    ("comments liste", "«liste» er ikke locate | take | import."),
])
def test_errors_are_in_norwegian(
    typed: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(typed.split())
    printed = capsys.readouterr().err
    assert stop.value.code == 2
    assert said in printed
    assert ENGLISH.findall(printed) == []
