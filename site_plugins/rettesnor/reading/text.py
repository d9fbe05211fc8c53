"""From bytes to text that holds nothing hidden."""

from __future__ import annotations

import re
import unicodedata

from rettesnor.model.problem import Problem

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


def decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """Return the text of ``data`` and what is wrong with its characters.

    Line ends become ``\\n``. Refused are bytes that are not UTF-8, control, bidirectional and
    zero-width characters (Unicode TR 36: they make text read differently from what it is),
    text decoded wrongly once before, and text that is not in normal form C. When the bytes
    cannot be decoded the text is empty.
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
        text = text.replace("\r\n", "\n")
        problems += [_hidden(text, match, path) for match in HIDDEN.finditer(text)]
    if any(sign in text for sign in _SIGNS):  # quicker than looking for what may follow them
        problems += [_mojibake(text, match, path) for match in _MOJIBAKE.finditer(text)]
    if not ordinary and not unicodedata.is_normalized("NFC", text):
        problems.append(_not_nfc(text, path))
    return text, problems


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


def _hidden(text: str, match: re.Match[str], path: str) -> Problem:
    line, column = place(text, match.start())
    return Problem(
        path, line, column, "skjult-tegn", hidden_message(match[0]),
        "Slett tegnet og skriv ordet på nytt.",
    )


def _mojibake(text: str, match: re.Match[str], path: str) -> Problem:
    line, column = place(text, match.start())
    return Problem(
        path, line, column, "feil-tegnsett",
        f"«{match[0]}» ser ut som en bokstav lest med feil tegnsett.",
        "Skriv bokstaven på nytt (for eksempel å, ø eller æ).",
    )


def _not_nfc(text: str, path: str) -> Problem:
    composed = unicodedata.normalize("NFC", text)
    index = next((i for i, (a, b) in enumerate(zip(text, composed, strict=False)) if a != b), 0)
    line, column = place(text, index)
    return Problem(
        path, line, column, "ikke-nfc",
        "Her er en bokstav satt sammen av flere tegn.",
        "Skriv bokstaven på nytt på tastaturet (normalform NFC).",
    )
