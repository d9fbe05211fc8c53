"""What libyaml says of bad syntax, in words an editor can act on."""

from __future__ import annotations

import re

import yaml

from rettesnor.model.problem import Code, Problem

CODES = (
    Code("yaml-syntaks", "Linja kan ikke leses som YAML.", suppressible=False),
)
"""The codes of what is found here."""

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
        "while scanning an alias",
        "Teksten kan ikke starte med * her.",
        "Sett teksten i anførselstegn (\"…\").",
    ),
    (
        "while scanning an anchor",
        "Teksten kan ikke starte med & her.",
        "Sett teksten i anførselstegn (\"…\").",
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
        "line break",
        "Teksten kan ikke stå på samme linje som «|» eller «>».",
        "Begynn teksten på neste linje, med innrykk, eller sett den i anførselstegn.",
    ),
    (
        "block sequence entries are not allowed",
        "Verdien kan ikke starte med «- » her.",
        "Sett teksten i anførselstegn, eller skriv punktene på egne linjer under.",
    ),
    (
        "cannot start any token",
        "Teksten kan ikke starte med dette tegnet.",
        "Sett teksten i anførselstegn.",
    ),
)
_HARD_SPACE = re.compile(r"^[ ]*(?:- +)*(\xa0)|:(\xa0)")
"""A no-break space, that looks like any other, where YAML needs a plain one."""
_CURLED = re.compile(r"(?:[:-] +)(?P<open>[“”„«‘’])(?P<text>.*?)(?P<close>[“”»‘’])")
"""A value in quotation marks that are letters to YAML, as word processors and phones write them."""
_STARRED = re.compile(r"(?::|-) +(?P<sign>[*&])\S")
_UNFINISHED = ("expected ':'", "unexpected end of stream", "expected ',' or")
"""What libyaml misses only later on: the fix is where the thing began."""


def syntax_problem(error: yaml.MarkedYAMLError, text: str, path: str) -> Problem:
    """Return the problem behind libyaml's ``error`` in ``text``, in words to act on."""
    unfinished = any(sign in (error.problem or "") for sign in _UNFINISHED)
    mark = (unfinished and error.context_mark) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    here = lines[mark.line] if mark and mark.line < len(lines) else ""
    if found := _of_line(here, column):
        return Problem(path, line, found[0], "yaml-syntaks", *found[1:])
    sentence = f"{error.context or ''} {error.problem or ''}"
    for sign, message, hint in _SYNTAX:
        if sign in sentence:
            return Problem(path, line, column, "yaml-syntaks", message, hint)
    return Problem(
        path, line, column, "yaml-syntaks", "Linja kan ikke leses som YAML.",
        "Sjekk kolon, innrykk og anførselstegn her og på linja over.",
    )


def _of_line(line: str, column: int) -> tuple[int, str, str] | None:
    """Return column, message and hint of a fault that shows in the line where reading stopped."""
    if line[column - 1 : column] == "\t":
        return column, "Linja er rykket inn med tabulator.", "Bruk mellomrom i stedet."
    if hard := _HARD_SPACE.search(line):
        return (
            hard.end(),
            "Her står et hardt mellomrom, som ikke kan brukes i innrykk og etter kolon.",
            "Slett det, og skriv et vanlig mellomrom.",
        )
    if curled := _CURLED.search(line):
        return (
            curled.start("open") + 1,
            f"«{curled['open']}» og «{curled['close']}» er vanlige tegn i teksten, og ikke "
            "anførselstegn rundt verdien.",
            "Sett rette anførselstegn (\") rundt hele verdien, foran og bak de andre.",
        )
    if starred := _STARRED.search(line):
        return (
            starred.start("sign") + 1, f"Teksten kan ikke starte med {starred['sign']} her.",
            "Sett hele teksten i anførselstegn (\"…\").",
        )
    before = line[: column - 1].rstrip()
    if before.endswith(("'", '"', "]", "}")) and re.search(r"[:-] +['\"\[{]", before):
        around = "doble (\")" if before[-1] == "'" else "enkle (')"
        return (
            column, f"Det står mer tekst etter «{before[-1]}», der verdien slutter.",
            f"Sett hele teksten i {around} anførselstegn.",
        )
    return None
