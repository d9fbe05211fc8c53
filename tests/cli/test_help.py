"""What the command line says of itself: in Norwegian, and all of it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest
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


@pytest.mark.parametrize("typed, said", [
    ("", "Mangler KOMMANDO."),
    ("sjekk", "«sjekk» er ikke build | check | serve"),
    ("buidl", "Mente du «build»?"),
    ("check --formt json", "Kjenner ikke «--formt json»."),
    ("check --format xml", "«xml» er ikke people | github | sarif | json."),
    ("check --jobs to", "--jobs: «to» er ikke et helt tall."),
    ("check --explain", "--explain trenger en verdi."),
    ("check --suppressions=ja", "--suppressions tar ingen verdi («ja»)."),
    ("build --d", "«--d» kan være --date, --draft, --documents. Skriv hele ordet."),
    ("change x --til", "--til trenger minst én verdi."),
    ("oversett nn --ny x --merk y", "--merk og --ny kan ikke brukes sammen."),
    ("release", "Mangler VERSJON."),
    ("innspill liste", "«liste» er ikke locate | import."),
])
def test_what_is_mistyped_is_told_in_norwegian(
    typed: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(typed.split())
    told = capsys.readouterr().err
    assert stop.value.code == 2
    assert said in told
    assert ENGLISH.findall(told) == []
