"""The strict YAML loader: the one way in for YAML.

Built on libyaml's *events*: no constructor, no composer, no tags. What YAML 1.1 would guess
(``no`` is False, ``22:22`` is 1342, the last of two equal keys wins) cannot happen here: only
``true``, ``false``, ``null`` and plain integers are resolved, everything else is text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from rettesnor.model.problem import Code, Problem
from rettesnor.model.translation import MADE_FROM
from rettesnor.reading.files.decoding import HIDDEN, hidden_message
from rettesnor.reading.yaml import folding as folds
from rettesnor.reading.yaml.errors import syntax_problem

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml: slower, and the same events
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

CODES = (
    Code("yaml-alias", "YAML-alias er ikke lov.", suppressible=False),
    Code("yaml-anker", "YAML-ankre er ikke lov.", suppressible=False),
    Code("yaml-tagg", "YAML-tagger er ikke lov.", suppressible=False),
    Code("yaml-flettenokkel", "Flettenøkkelen «<<» er ikke lov.", suppressible=False),
    Code("yaml-flere-dokumenter", "Fila har flere YAML-dokumenter.", suppressible=False),
    Code("yaml-nokkel", "Et feltnavn har tegn som ikke er lov.", suppressible=False),
    Code("yaml-dobbel-nokkel", "Et felt står to ganger.", suppressible=False),
    Code("yaml-kommentar", "Tekst etter # blir borte.", suppressible=False),
    Code("yaml-linjeskift", "Linjeskift i en tekst blir borte.", suppressible=False),
    Code("yaml-for-dyp", "Fila har for mange nivåer.", suppressible=False),
    Code("yaml-for-stor", "Fila har for mange verdier.", suppressible=False),
)
"""The codes of what is found here."""

MAX_DEPTH = 20
"""Deepest nesting of lists and mappings."""
MAX_NODES = 50_000
"""Most values in one file."""

Pointer = tuple[str | int, ...]
"""The path to a value: keys and list indexes from the top of the file."""

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_CUT = re.compile(r"[\s#]*[^\s#].*?(?: #|[\"'\]}]#)")
"""A line where a comment may begin after a text. Matched from its start: a search would try again
from every character, which takes minutes for a line of 100 000."""
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands: 0-based line and column, its style, and the line it ends on."""

    line: int
    column: int
    style: str = ""
    end_line: int = 0


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    value: Any
    pointer: Pointer
    key: str | None = None
    seen: dict[str, int] = field(default_factory=dict)


class _Stop(Exception):
    """Reading cannot go on; carries the problem.

    Attributes:
        key: the field's name, when it is the name that is wrong.
    """

    def __init__(self, mark: Any, code: str, message: str, hint: str, key: str = "") -> None:
        super().__init__(message)
        self.mark, self.code, self.message, self.hint = mark, code, message, hint
        self.key = key


def dotted(pointer: Pointer) -> str:
    """Return ``pointer`` as it is written in reports: ``praktisk_gjennomforing.steg.0.hva``."""
    return ".".join(map(str, pointer))


def load(text: str, path: str) -> tuple[Any, list[Problem]]:
    """Return the data in ``text`` and the problems; the data is None when there are any."""
    try:
        builder = _Builder()
        data = builder.build(_events(text))
        if builder.joined:
            _check_folds(text, builder.joined)
        if "#" in text and any(map(_CUT.match, _with_sign(text))):  # takes as long as the rest
            _check_cuts(text)
        return data, []
    except _Stop as stop:
        return None, [
            Problem(
                path, stop.mark.line + 1, stop.mark.column + 1, stop.code, stop.message, stop.hint,
                field=dotted(_stopped_at(text, stop)),
            )
        ]
    except yaml.MarkedYAMLError as error:
        return None, [syntax_problem(error, text, path)]
    except yaml.YAMLError as error:
        return None, [Problem(path, 1, 1, "yaml-syntaks", f"Fila kan ikke leses som YAML: {error}")]


def marks(text: str) -> dict[Pointer, Mark]:
    """Return where each value in ``text`` stands; a mapping's value counts from its key.

    ``text`` must have been loaded without problems before.
    """
    builder = _Builder(marks={})
    builder.build(_events(text))
    assert builder.marks is not None
    return builder.marks


def _stopped_at(text: str, stop: _Stop) -> Pointer:
    """Return the pointer of the value that ``stop`` is about.

    Pointers are not kept while a file is read for its data, so the text is read once more.
    """
    builder = _Builder(marks={})
    try:
        builder.build(_events(text))
    except _Stop:
        return builder.here(stop.key)
    assert builder.marks is not None
    place = stop.mark.line, stop.mark.column  # a check of the whole text stopped here
    before = [
        (mark.line, mark.column, pointer) for pointer, mark in builder.marks.items()
        if (mark.line, mark.column) <= place and pointer[-1:] != ("@",)
    ]
    return max(before, key=lambda found: found[:2])[2] if before else ()


def _events(text: str) -> Iterator[Any]:
    return iter(_Loader(text).get_event, None)


class _Builder:
    """Turns events into plain data, and refuses what is not allowed."""

    def __init__(self, marks: dict[Pointer, Mark] | None = None) -> None:
        self.marks = marks
        self.stack: list[_Open] = []
        self.root: Any = None
        self.nodes = 0
        self.documents = 0
        self.joined: list[Any] = []

    def build(self, events: Iterator[Any]) -> Any:
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._check(event)
                if event.style == '"':
                    _check_escapes(event)
                if event.style != "|" and event.end_mark.line > event.start_mark.line:
                    self.joined.append(event)
                if self.stack and isinstance(self.stack[-1].value, dict) and not self._in_value():
                    self._key(event)
                else:
                    self._put(_resolve(event), event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._check(event)
                self._open({} if kind is yaml.MappingStartEvent else [], event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.stack.pop()
                if self.stack:
                    self.stack[-1].key = None
            elif kind is yaml.AliasEvent:
                raise _Stop(
                    event.start_mark, "yaml-alias", f"Aliaset «*{event.anchor}» er ikke lov.",
                    "Skriv innholdet ut. Starter teksten med *, sett den i anførselstegn.",
                )
            elif kind is yaml.DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    raise _Stop(
                        event.start_mark, "yaml-flere-dokumenter",
                        "Fila inneholder mer enn ett YAML-dokument.",
                        "Fjern linja med «---» eller del fila i to.",
                    )
        return self.root

    def here(self, key: str) -> Pointer:
        """Return the pointer of the value being read, or of the field called ``key``."""
        if not self.stack:
            return ()
        top = self.stack[-1]
        if isinstance(top.value, list):
            return (*top.pointer, len(top.value))
        name = key or top.key
        return (*top.pointer, name) if name else top.pointer

    def _in_value(self) -> bool:
        return self.stack[-1].key is not None

    def _names_pointers(self) -> bool:
        """Whether the keys here are pointers, that name laws and sections as these are written."""
        return len(self.stack) == 2 and self.stack[0].key == MADE_FROM

    def _check(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes <= MAX_NODES and event.anchor is None and event.tag is None:
            return  # nearly always
        if self.nodes > MAX_NODES:
            raise _Stop(
                event.start_mark, "yaml-for-stor", f"Fila har mer enn {MAX_NODES} verdier.",
                "Del innholdet i flere filer.",
            )
        if event.anchor is not None:
            raise _Stop(
                event.start_mark, "yaml-anker", f"Ankeret «&{event.anchor}» er ikke lov.",
                "Fjern det. Starter teksten med &, sett den i anførselstegn.",
            )
        raise _Stop(
            event.start_mark, "yaml-tagg", f"YAML-taggen «{event.tag}» er ikke lov.",
            "Fjern den. Starter teksten med !, sett den i anførselstegn.",
        )

    def _key(self, event: Any) -> None:
        key, top = event.value, self.stack[-1]
        if key == "<<":
            raise _Stop(
                event.start_mark, "yaml-flettenokkel", "Flettenøkkelen «<<» er ikke lov.",
                "Skriv innholdet ut.", key,
            )
        if not (key.isascii() or self._names_pointers()) or not key.strip():
            raise _Stop(
                event.start_mark, "yaml-nokkel",
                f"Feltnavnet «{key}» har andre tegn enn a–z, tall og _.",
                "Skriv æ som ae, ø som o og å som aa i feltnavn.", key,
            )
        folded = (key if key.isascii() else unicodedata.normalize("NFKC", key)).casefold()
        if folded in top.seen:
            raise _Stop(
                event.start_mark, "yaml-dobbel-nokkel",
                f"Feltet «{key}» står to ganger (første gang på linje {top.seen[folded] + 1}).",
                "Slett det ene, eller slå dem sammen.", key,
            )
        top.seen[folded] = event.start_mark.line
        top.key = key
        if self.marks is not None:
            mark = event.start_mark
            self.marks[(*top.pointer, key, "@")] = Mark(mark.line, mark.column)

    def _open(self, value: Any, event: Any) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and not self._in_value():
            raise _Stop(
                event.start_mark, "yaml-nokkel", "Et feltnavn kan ikke være en liste eller gruppe.",
                "Sjekk innrykk, kolon og klammer på linja.",
            )
        if len(self.stack) >= MAX_DEPTH:
            raise _Stop(
                event.start_mark, "yaml-for-dyp", f"Fila har mer enn {MAX_DEPTH} nivåer.",
                "Sjekk klammer og innrykk.",
            )
        pointer = self._put(value, event, keep_key=True)
        self.stack.append(_Open(value, pointer))

    def _put(self, value: Any, event: Any, *, keep_key: bool = False) -> Pointer:
        if not self.stack:
            pointer: Pointer = ()
            self.root = value
        else:
            top = self.stack[-1]
            if isinstance(top.value, dict):
                assert top.key is not None
                pointer = (*top.pointer, top.key) if self.marks is not None else ()
                top.value[top.key] = value
                if not keep_key:
                    top.key = None
            else:
                pointer = (*top.pointer, len(top.value)) if self.marks is not None else ()
                top.value.append(value)
        if self.marks is not None:
            start, end = event.start_mark, event.end_mark
            style = getattr(event, "style", None) or ""
            self.marks[pointer] = Mark(start.line, start.column, style, end.line)
        return pointer


def _check_escapes(event: Any) -> None:
    """Refuse what the file's own text may not hold either, written as ``\\u200b``."""
    hidden = HIDDEN.search(event.value)
    if hidden is not None:
        raise _Stop(
            event.start_mark, "skjult-tegn", hidden_message(hidden[0]),
            "Slett koden som står for tegnet.",
        )


def _check_folds(text: str, events: list[Any]) -> None:
    """Refuse paragraphs and lists that YAML would join."""
    lines = text.split("\n")
    for event in events:
        if place := folds.lost_break(lines, event):
            mark = yaml.Mark("", 0, *place, "", 0)
            raise _Stop(mark, "yaml-linjeskift", folds.MESSAGE, folds.MEND)


def _check_cuts(text: str) -> None:
    """Refuse «Tiltak #1 og 2», of which YAML would read «Tiltak» and no more.

    A comment behind a single word (an id, a date, a number) is allowed.
    """
    lines = text.split("\n")
    for event in _events(text):
        if type(event) is yaml.ScalarEvent and event.style not in ("|", ">") and event.value:
            mark: Any = event.end_mark
            rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
            cut = _REST.match(rest)
            if cut and (cut["glued"] or (not event.style and _is_prose(event.value))):
                mark = yaml.Mark("", 0, mark.line, mark.column + cut.start("said"), "", 0)
                raise _Stop(
                    mark, "yaml-kommentar",
                    f"Teksten fra «{cut['said']}» og ut linja blir borte: den leses som en "
                    "kommentar.",
                    "Sett hele teksten i anførselstegn. Er det en kommentar, flytt den til en egen "
                    "linje som starter med «# ».",
                )


_REST = re.compile(r" *(?P<said>#(?P<glued>[^\s#])?\s*\S*)")


def _is_prose(value: str) -> bool:
    """Return whether ``value`` is words for readers, and no id, date, number or choice."""
    return " " in value or value[0].isupper()


def _with_sign(text: str) -> Iterator[str]:
    """Yield the lines of ``text`` with a sign that may begin a comment."""
    return (line for line in text.split("\n") if "#" in line)


def _resolve(event: Any) -> Any:
    value = event.value
    if event.style == '"' and not value.isascii():  # letters in parts, written as codes
        return unicodedata.normalize("NFC", value)
    if event.style:
        return value
    if value in _WORDS:
        return _WORDS[value]
    return int(value) if value[-1].isdigit() and _INTEGER.match(value) else value
