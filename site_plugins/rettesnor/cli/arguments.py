"""The texts of ``argparse`` in Norwegian, and help that shows examples."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

_WHICH = r"argument (?P<which>.+?): "
# The messages of argparse (Python 3.11 to 3.13), and the same in Norwegian. Others stay English.
_MESSAGES = (
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
_EXAMPLES = "eksempler:"


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
        """Print the usage and what was wrong, and exit with 2: could not run."""
        self.print_usage(sys.stderr)
        self.exit(2, f"rettesnor: {in_norwegian(message)}\n")


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Iterable[argparse.Action],
                  groups: Iterable[Any], prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "bruk: " if prefix is None else prefix)

    def add_argument(self, action: argparse.Action) -> None:
        """Make the first column wide enough for commands, too; they are indented once more."""
        super().add_argument(action)
        for command in self._iter_indented_subactions(action):
            width = len(self._format_action_invocation(command)) + self._current_indent
            self._action_max_length = max(self._action_max_length, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Keep the lines of examples; other text is wrapped."""
        if text.startswith(_EXAMPLES):
            return text
        return super()._fill_text(text, width, indent)


def add_check_options(check: argparse.ArgumentParser) -> None:
    """Add to ``check`` how problems are printed, and what counts as an error."""
    check.add_argument(
        "--format", choices=("people", "github", "sarif", "json"), default="people",
        help="hvordan problemene skrives ut",
    )
    check.add_argument(
        "--strict", action="store_true", help="la advarsler telle som feil (status 1)"
    )


def examples(*shown: tuple[str, str]) -> str:
    """Return the end of a help text: commands as they are typed, and what each of them does."""
    lines = [_EXAMPLES]
    for command, does in shown:
        lines += (f"  {command}", f"      {does}")
    return "\n".join(lines)


def in_norwegian(message: str) -> str:
    """Return an error message of ``argparse`` in Norwegian; an unknown one is unchanged."""
    if match := _CHOICE.fullmatch(message):
        import difflib  # slow to import, and only needed here

        value, choices = match["value"], match["among"].replace("'", "").split(", ")
        near = difflib.get_close_matches(value, choices, 1)
        return f"«{value}» er ikke {' | '.join(choices)}." + (
            f" Mente du «{near[0]}»?" if near else ""
        )
    for pattern, words in _MESSAGES:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return words.format(**match.groupdict())
    return message
