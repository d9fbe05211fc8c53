"""The file with the result of a hearing: what citizens wrote is read by a rule of its own."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from rettesnor.model.problem import Problem, Severity
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.yaml import json_loader as json_door
from rettesnor.reading.yaml.loader import Pointer

_FOREIGN = frozenset({
    ("svar", "avsender"), ("svar", "hjemmel"), ("innspill", "tekst"), ("innspill", "sladdet"),
    ("innspill", "unntatt"), ("innspill", "hjemmel"), ("innspill", "vurdering", "begrunnelse"),
    ("innspill", "adresse", "sitat", "exact"), ("innspill", "forslag", "tekst"),
    ("innspill", "forslag", "grunnlag"), ("innspill", "adresse", "sitat", "prefix"),
    ("innspill", "adresse", "sitat", "suffix"),
})
"""The fields of free text. What is written in the reception is not rewritten here: nobody
can change a comment's text in this file."""


@dataclass(frozen=True)
class ResultDocument(Document):
    """A result that says which comment a problem is in: a line in its file tells nobody that."""

    def problem(
        self,
        code: str,
        pointer: Iterable[str | int],
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return a problem whose message names the comment or answer, and the field."""
        pointer = tuple(pointer)
        where = name(self.data, pointer)
        if where and where.partition(" ")[0] not in message:
            message = f"{where}: {message}"
        return super().problem(code, pointer, message, hint, at_key=at_key, severity=severity)


def open_result(data: bytes, path: str) -> tuple[ResultDocument | None, list[Problem]]:
    """Return the result in ``data``, JSON in UTF-8, or what is wrong with it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"Byten 0x{data[error.start]:02X} er ikke gyldig UTF-8."
        hint = "Hent fila på nytt fra programmet som skrev den."
        return None, [Problem(path, line, 1, "ikke-utf8", message, hint)]
    content, problems = json_door.load(text, path, foreign=_is_foreign, name=name)
    return (None if problems else ResultDocument(path, text, content)), problems


def name(data: Any, pointer: Pointer) -> str:
    """Return the comment or answer that ``pointer`` leads into, and the field: ``H-000012-3``."""
    if len(pointer) < 2 or pointer[0] not in ("svar", "innspill"):
        return ""
    kind, index = pointer[0], pointer[1]
    number = f"{kind} nr. {int(index) + 1}"
    with suppress(KeyError, IndexError, TypeError):
        number = str(data[kind][index]["nummer"])[:30]
    fields = ".".join(str(part) for part in pointer[2:])
    return f"{number} («{fields}»)" if fields else number


def _is_foreign(pointer: Pointer) -> bool:
    return tuple(part for part in pointer if not isinstance(part, int)) in _FOREIGN
