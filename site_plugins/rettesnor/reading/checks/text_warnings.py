"""What is doubtful in any text of any file: characters without a glyph, hosts of links, and texts
that are not filled in."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

from rettesnor.model.printable import printable
from rettesnor.model.problem import Code, Problem, Severity
from rettesnor.model.unfinished import FILL_IN
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.markdown.issue import Issue
from rettesnor.reading.schema.web_address import doubt, hosts
from rettesnor.reading.yaml.loader import Pointer

CODES = (
    Code("tegn-uten-skrift", "Teksten har et tegn som ikke finnes i skriften i PDF-filene."),
    Code(
        "adresse-mistenkelig", "En nettadresse likner på en annen, eller fører ikke ut på nettet.",
        Severity.WARNING,
    ),
    Code(
        "ikke-fylt-ut", "En tekst fra en mal er ikke fylt ut.", Severity.WARNING,
        suppressible=False,
    ),
)
"""The codes of what is found here."""

NOT_FILLED_IN = CODES[-1].name
_SEVERITY = {code.name: code.severity for code in CODES}
_LEFT_OUT = frozenset({"unntak", "oversatt_fra"})
"""Fields that no reader sees."""
_MANY = 5
"""More such words in one text than this are reported as a number."""


def doubts(document: Document) -> list[Problem]:
    """Return what is doubtful in the texts of ``document``."""
    suspect = not printable().issuperset(document.text)
    escaped = "\\" in document.text or "&" in document.text
    unfinished = FILL_IN in document.text
    if not suspect and not escaped and not unfinished and "://" not in document.text:
        return []  # nearly always, and much quicker than to walk through the data
    texts = [((), document.text)] if document.data is None else list(_texts(document.data, ()))
    return [
        document.prose_problem(pointer, issue, _SEVERITY[issue.code])
        for pointer, text in texts
        for issue in (*_characters(text), *_hosts(text), *_unfinished(text))
    ]


def _characters(text: str) -> Iterator[Issue]:
    known = printable()
    runs = {} if known.issuperset(text) else _runs(text)
    if "&" in text:  # a character may be written as a code
        coded = set(unescape(text)) - known - set(text)
        runs |= {letter: text.index("&") for letter in sorted(coded)}
    for number, (run, index) in enumerate(runs.items(), 1):
        if number > _MANY:
            return
        more = len(runs) - _MANY if number == _MANY else 0
        also = f" Det er {more} andre slike i teksten." if more > 0 else ""
        code = f" (U+{ord(run):04X})" if len(run) == 1 else ""
        yield Issue(
            "tegn-uten-skrift", *_place(text, index),
            f"«{run}»{code} finnes ikke i skriften i PDF-filene.{also}",
            "Skriv det med bokstaver. Skal det stå, gjør et unntak: i PDF-en blir det firkanter.",
        )


def _runs(text: str) -> dict[str, int]:
    """Return the runs of characters without a glyph in ``text``, each with its first place."""
    known, found = printable(), dict[str, int]()
    run = ""
    for index, letter in enumerate(f"{text}\n"):
        if letter not in known:
            run += letter
        elif run:
            found.setdefault(run, index - len(run))
            run = ""
    return found


def _hosts(text: str) -> Iterator[Issue]:
    for place, host in hosts(text):
        if message := doubt(host):
            yield Issue(
                "adresse-mistenkelig", *_place(text, place), f"Adressen til «{host}» {message}.",
                "Sjekk at lenka fører dit den skal, og kopier adressen på nytt fra nettleseren.",
            )


def _unfinished(text: str) -> Iterator[Issue]:
    index = text.find(FILL_IN)
    if index >= 0:
        yield Issue(
            "ikke-fylt-ut", *_place(text, index), f"Teksten er ikke fylt ut: den har «{FILL_IN}».",
            "Skriv teksten som skal stå der. En utgave blir ikke gitt ut før det er gjort.",
        )


def _place(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1


def _texts(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if pointer or name not in _LEFT_OUT:
                yield from _texts(inner, (*pointer, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*pointer, index))
