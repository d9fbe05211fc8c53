"""The command line's own words in Norwegian: ``argparse`` speaks English."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

_WHICH = r"argument (?P<which>.+?): "
# What argparse says (Python 3.11 to 3.13), and what it means. Anything else passes as it is.
_TOLD = (
    (r"the following arguments are required: (?P<which>.+)", "Mangler {which}."),
    (r"unrecognized arguments: (?P<value>.+)", "Kjenner ikke «{value}»."),
    (_WHICH + r"expected one argument", "{which} trenger en verdi."),
    (_WHICH + r"expected at least one argument", "{which} trenger minst én verdi."),
    (_WHICH + r"invalid int value: '(?P<value>.*)'", "{which}: «{value}» er ikke et helt tall."),
    (_WHICH + r"not allowed with argument (?P<value>.+)",
     "{which} og {value} kan ikke brukes sammen."),
    (_WHICH + r"ignored explicit argument '(?P<value>.*)'", "{which} tar ingen verdi («{value}»)."),
    (r"ambiguous option: (?P<which>.+?) could match (?P<value>.+)",
     "«{which}» kan være {value}. Skriv hele ordet."),
)
_CHOICE = re.compile(_WHICH + r"invalid choice: '(?P<value>.*)' \(choose from (?P<among>.+)\)",
                     re.DOTALL)


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are in Norwegian, as are those of its subcommands."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, **settings})
        self._positionals.title = "argumenter"
        self._optionals.title = "valg"
        for action in self._actions:
            if isinstance(action, argparse._HelpAction):
                action.help = "vis denne hjelpen"

    def error(self, message: str) -> NoReturn:
        """Say how the command is used and what was wrong, and exit with 2: could not run."""
        self.print_usage(sys.stderr)
        self.exit(2, f"rettesnor: {in_norwegian(message)}\n")


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Iterable[argparse.Action],
                  groups: Iterable[Any], prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "bruk: " if prefix is None else prefix)


def in_norwegian(message: str) -> str:
    """Return what ``argparse`` found wrong, in Norwegian; unchanged if it is not known here."""
    if match := _CHOICE.fullmatch(message):
        import difflib  # only who mistypes waits for it

        value, choices = match["value"], match["among"].replace("'", "").split(", ")
        near = difflib.get_close_matches(value, choices, 1)
        return f"«{value}» er ikke {' | '.join(choices)}." + (
            f" Mente du «{near[0]}»?" if near else ""
        )
    for pattern, words in _TOLD:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return words.format(**match.groupdict())
    return message
