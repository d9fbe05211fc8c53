"""From bytes to text that holds nothing hidden."""

from __future__ import annotations

import re
import unicodedata

from rettesnor.model.problem import Code, Problem

CODES = (
    Code("fil-konflikt", "Fila har merker etter en flettekonflikt.", suppressible=False),
    Code("ikke-utf8", "Fila er ikke lagret som UTF-8.", suppressible=False),
    Code("skjult-tegn", "Teksten har et usynlig tegn.", suppressible=False),
    Code("feil-tegnsett", "En bokstav er lest med feil tegnsett.", suppressible=False),
)
"""The codes of what is found here."""

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2069\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ue000-\uf8ff]"
)
"""Characters that nobody sees, or that make text read differently from what it is."""
_SIGNS = ("Ã", "Â", "â€", "\ufffd")
_PRINTED = bytes((0x0A, *range(0x20, 0x7F)))
_INERT = re.compile("[\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")
"""Characters that are not hidden, and that normal form C joins with none before them."""
_MOJIBAKE = re.compile("Ã[\x80-\xbf…†‡˜]|Â[§«»\xa0°]|â€[œ™“”\x9d]?|\ufffd")
_SIDES = ("<<<<<<<", ">>>>>>>")
_CONFLICT = tuple(re.compile(rf"^[ \t]*({side})(?: .*)?$", re.M) for side in _SIDES)
"""The lines that Git leaves around two versions of a text that it could not join."""
_MANY = 20
"""More faults of one kind than this have one cause, and are reported once."""


def decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """Return the text of ``data`` and what is wrong with its characters.

    Line ends become ``\\n``, letters in parts (as Macs and PDF files give them) become one, and the
    mark of byte order at the start is left out. Refused are bytes that are not UTF-8, control,
    bidirectional and zero-width characters (Unicode TR 36: they make text read differently from
    what it is), and text decoded wrongly once before. When the bytes cannot be decoded the text
    is empty. Refused are also the marks of a merge that Git could not finish: YAML would read
    some of them as text, and Markdown all.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        problem = Problem(
            path, before.count(b"\n") + 1, column, "ikke-utf8",
            f"Byten 0x{data[error.start]:02X} er ikke gyldig UTF-8.",
            "Lagre fila på nytt med tegnsettet UTF-8.",
        )
        return "", [problem]
    problems: list[Problem] = []
    ordinary = is_ordinary(data)
    if not ordinary:
        text = _composed(plain(text))
        problems += _hidden(text, path)
    if any(sign in text for sign in _SIGNS):  # quicker than looking for what may follow them
        problems += _mojibake(text, path)
    if any(side[0] in text and side in text for side in _SIDES):  # one sign is found sooner
        problems += _conflicts(text, path)
    return text, problems


def plain(text: str) -> str:
    """Return ``text`` without a byte order mark, and with plain line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def written_column(line: str, column: int) -> int:
    """Return the 1-based column in ``line`` of a file, for a ``column`` in the text read from it.

    They differ where the file has a letter in parts, that was read as one.
    """
    line = line.removeprefix("\ufeff").removesuffix("\r")
    if unicodedata.is_normalized("NFC", line):
        return column
    for index in range(len(line) + 1):
        if index < len(line) and unicodedata.combining(line[index]):
            continue
        if len(_composed(line[:index])) >= column - 1:
            return index + 1
    return column


def _composed(text: str) -> str:
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def is_ordinary(data: bytes) -> bool:
    """Whether ``data``, valid UTF-8, has nothing but line feeds and ordinary letters and signs.

    Then no character is hidden and the text is in normal form C. It takes a sixth of the time
    to see that of the few bytes that are not ASCII than to look for the opposite in all of them.
    """
    others = data.translate(None, _PRINTED).decode("utf-8")
    return _INERT.fullmatch(others) is not None


def place(text: str, index: int) -> tuple[int, int]:
    """Return the 1-based line and column of ``text[index]``."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def hidden_message(character: str) -> str:
    """Return the sentence that tells of the hidden ``character``."""
    name = unicodedata.name(character, "tegn uten navn")
    return f"Her står et usynlig tegn (U+{ord(character):04X}, {name})."


def _hidden(text: str, path: str) -> list[Problem]:
    found = list(HIDDEN.finditer(text))
    if len(found) > _MANY:
        first = found[0]
        message = f"{hidden_message(first[0])} Det er {len(found)} slike tegn i fila."
        hint = "Lim inn teksten på nytt uten formatering."
        return [Problem(path, *place(text, first.start()), "skjult-tegn", message, hint)]
    return [_one_hidden(text, match, path) for match in found]


def _one_hidden(text: str, match: re.Match[str], path: str) -> Problem:
    message, hint = hidden_message(match[0]), "Slett tegnet og skriv ordet på nytt."
    return Problem(path, *place(text, match.start()), "skjult-tegn", message, hint)


def _mojibake(text: str, path: str) -> list[Problem]:
    found = list(_MOJIBAKE.finditer(text))
    hint = "Skriv bokstaven på nytt (for eksempel å, ø eller æ)."
    more = ""
    if len(found) > _MANY:
        more = f" Det er {len(found)} slike i fila."
        hint = "Hent fram fila slik den var før, og lagre den med tegnsettet UTF-8."
        found = found[:1]
    return [
        Problem(
            path, *place(text, match.start()), "feil-tegnsett",
            f"«{match[0]}» ser ut som en bokstav lest med feil tegnsett.{more}", hint,
        )
        for match in found
    ]


def _conflicts(text: str, path: str) -> list[Problem]:
    """Return where two versions of a text stand side by side; where only an end is left, that."""
    found = next(filter(None, ([*side.finditer(text)] for side in _CONFLICT)), [])
    return [
        Problem(
            path, *place(text, match.start(1)), "fil-konflikt",
            "Her står to versjoner av teksten etter en flettekonflikt.",
            "Behold den som skal gjelde, og slett linjene med <<<<<<<, ======= og >>>>>>>.",
        )
        for match in found
    ]
