"""What libyaml says of bad syntax, in words an editor can act on."""

from __future__ import annotations

import yaml

from rettesnor.model.problem import Problem

_SYNTAX = (
    (
        "mapping values are not allowed",
        "Her står et kolon der det ikke kan stå.",
        "Sett teksten i anførselstegn, eller rett innrykket på linja.",
    ),
    (
        "could not find expected ':'",
        "Linja mangler kolon etter feltnavnet, eller er ikke rykket inn.",
        "Skriv «felt: verdi», og rykk inn tekst som fortsetter.",
    ),
    (
        "did not find expected key",
        "Innrykket stemmer ikke med linjene over.",
        "Rykk inn like langt som feltet linja hører til.",
    ),
    (
        "did not find expected '-' indicator",
        "Et punkt i lista mangler «- » eller har feil innrykk.",
        "Start punktet med «- » like langt inn som de andre.",
    ),
    (
        "escape",
        "Omvendt skråstrek i anførselstegn kan ikke følges av dette.",
        "Bruk enkle anførselstegn, eller skriv to omvendte skråstreker.",
    ),
    (
        "quoted scalar",
        "Anførselstegnet her er ikke avsluttet.",
        "Avslutt teksten med samme slags anførselstegn.",
    ),
    (
        "did not find expected ',' or",
        "Klammen her er ikke avsluttet.",
        "Avslutt lista med ], eller sett teksten i anførselstegn.",
    ),
    (
        "cannot start any token",
        "Teksten kan ikke starte med dette tegnet.",
        "Sett teksten i anførselstegn.",
    ),
)
_UNFINISHED = ("expected ':'", "unexpected end of stream", "expected ',' or")
"""What libyaml misses only later on: the mend is where the thing began."""


def syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str) -> Problem:
    """Return the problem behind libyaml's ``error`` in ``text``, said so an editor can mend it."""
    unfinished = any(sign in (error.problem or "") for sign in _UNFINISHED)
    mark = (unfinished and error.context_mark) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    if mark and mark.line < len(lines) and lines[mark.line][mark.column : mark.column + 1] == "\t":
        return Problem(
            path, line, column, "yaml-syntaks", "Linja er rykket inn med tabulator.",
            "Bruk mellomrom i stedet.",
        )
    said = f"{error.context or ''} {error.problem or ''}"
    for sign, message, hint in _SYNTAX:
        if sign in said:
            return Problem(path, line, column, "yaml-syntaks", message, hint)
    return Problem(
        path, line, column, "yaml-syntaks", "Linja kan ikke leses som YAML.",
        "Sjekk kolon, innrykk og anførselstegn her og på linja over.",
    )
