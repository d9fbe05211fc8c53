"""Names of commands and options from before all of them were English.

They work for one more version of Rettesnor, with a hint; no help text shows them. To end that,
remove this module and its use in ``main``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LAST_VERSION = "0.2"
"""The last version of Rettesnor that knows the old names."""
COMMANDS: Mapping[str, str] = {
    "horing": "hearing",
    "innspill": "comments",
    "lenker": "links",
    "oversett": "translate",
}
"""The new name of each command, by the old one."""
OPTIONS: Mapping[tuple[str, str], str] = {
    ("build", "--draft"): "--released",
    ("change", "--slag"): "--kind",
    ("change", "--til"): "--to",
    ("import", "--til"): "--to",
    ("links", "--sjekk"): "--check",
    ("translate", "--merk"): "--mark",
    ("translate", "--ny"): "--new",
}
"""The new name of each option, by the command (its new name) and the old one."""


def with_new_names(arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return ``arguments`` with new names for old ones, and the names that were replaced.

    ``argparse`` could take both names, but it shows every name that it takes.
    """
    replaced: dict[str, str] = {}

    def new_name(old: str, new: str | None) -> str:
        if new is None:
            return old
        replaced[old] = new
        return new

    if not arguments:
        return [], replaced
    command = new_name(arguments[0], COMMANDS.get(arguments[0]))
    renamed = [command]
    rest = list(arguments[1:])
    end = rest.index("--") if "--" in rest else len(rest)  # only values follow it
    for argument in rest[:end]:
        name, equals, value = argument.partition("=")
        renamed.append(new_name(name, OPTIONS.get((command, name))) + equals + value)
    return renamed + rest[end:], replaced


def hint(replaced: Mapping[str, str]) -> str:
    """Return the line that says which names are new, in Norwegian."""
    names = " og ".join(f"«{old}» heter nå «{new}»" for old, new in replaced.items())
    which = "det gamle navnet" if len(replaced) == 1 else "de gamle navnene"
    return f"{names}; {which} virker til og med utgave {LAST_VERSION} av Rettesnor."
