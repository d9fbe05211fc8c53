"""The text of an uploaded file in paragraphs, as the case worker is shown it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rettesnor_horing.intake.answer import MAX_TEXT, clean
from rettesnor_horing.letters.extract import SECONDS
from rettesnor_horing.letters.incoming import TEXT, LetterError, decoded
from rettesnor_horing.words import say

MOST_PARAGRAPHS = 3000
MOST_CHARACTERS = 1_000_000
_APART = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Text:
    """What was taken out of a file.

    Attributes:
        pages: pages of a PDF that have no text, only pictures.
        left_out: kinds of text in a Word document that are in the original only.
    """

    paragraphs: tuple[str, ...]
    pages: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()


def text_in(kind: str, data: bytes) -> Text:
    """Return the text of a file of ``kind`` (``incoming.kind_of``).

    Raises:
        LetterError: it cannot be read, or holds no text or too much; says what to do.
    """
    if kind == TEXT:
        return _checked(Text(tuple(_APART.split(clean(decoded(data))))))
    said = taken_apart(kind, data)
    return _checked(Text(
        tuple(map(str, said["avsnitt"])), tuple(map(int, said["sider"])),
        tuple(map(str, said["utelatt"])),
    ))


def _checked(text: Text) -> Text:
    return Text(checked(text.paragraphs), text.pages, text.left_out)


def checked(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Return paragraphs without what nobody can store, each with room in a comment.

    Raises:
        LetterError: there is no text, or too much.
    """
    found = [piece for paragraph in paragraphs for piece in _pieces(clean(paragraph).strip())]
    if not any(c.isalnum() for paragraph in found for c in paragraph):
        raise LetterError(say("Fila har ingen tekst."))
    if len(found) > MOST_PARAGRAPHS or sum(map(len, found)) > MOST_CHARACTERS:
        raise LetterError(say(
            "Teksten er for lang til å registreres samlet: {number} avsnitt. Del fila opp.",
            number=len(found),
        ))
    return tuple(found)


def _pieces(paragraph: str) -> list[str]:
    """Return a paragraph in pieces that each have room in a comment; no word is lost."""
    pieces = []
    while len(paragraph) > MAX_TEXT:
        end = paragraph.rfind(" ", 1, MAX_TEXT)
        end = end if end > 0 else MAX_TEXT
        pieces.append(paragraph[:end])
        paragraph = paragraph[end:].lstrip()
    return [*pieces, paragraph] if paragraph else pieces


def taken_apart(kind: str, data: bytes) -> dict[str, Any]:
    """Return what a process of its own takes out of the file (``extract.py``).

    Raises:
        LetterError: it is not read; says why.
    """
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    environment = {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "rettesnor_horing.letters.extract", kind], input=data,
            capture_output=True, timeout=2 * SECONDS, env=environment, check=True,
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise LetterError(say(
            "Dokumentet tar for lang tid å lese, eller er for innfløkt. Lagre det på nytt i et "
            "enklere format, for eksempel som ren tekst."
        )) from error
    if "feil" in said:
        raise LetterError(_why(str(said["feil"])))
    return said


def _why(code: str) -> str:
    """Return the sentence for what ``extract.py`` refuses."""
    if code in ("pypdf", "mammoth", "openpyxl"):
        return say(
            "Det som leser denne typen filer ({name}), er ikke installert på skrivebordet. Last "
            "opp svaret som ren tekst.", name=code,
        )
    sentences = {
        "size": say("Dokumentet er for stort når det blir pakket ut."),
        "long": say("Dokumentet er for langt. Del det opp."),
        "deep": say("E-posten er for innfløkt til å leses. Lagre svaret som et dokument."),
        "sheet": say("Regnearket er skadet, eller det har ingen ark."),
        "cells": say("Regnearket har for mange celler. Del det opp."),
        "macros": say(
            "Dokumentet har makroer eller programkode. Lagre det som «Word-dokument (.docx)» uten "
            "makroer."
        ),
        "locked": say("Dokumentet er låst med passord."),
        "pdf-locked": say("Dokumentet er låst med passord."),
        "pdf-damaged": say("PDF-en er skadet og kan ikke leses."),
        "pdf-empty": say(
            "PDF-en har verken tekst som kan leses, eller bilder. Den er tom, skadet eller laget "
            "på en måte som skjuler teksten. Be avsenderen om et tekstdokument."
        ),
        "pictures": say(
            "PDF-en har bare bilder av tekst, og teksten kan ikke tas ut. Kjør tekstgjenkjenning "
            "(OCR) på den, eller be avsenderen om et tekstdokument."
        ),
    }
    return sentences.get(code) or say("Fila er ikke et Word-dokument (.docx), eller den er skadet.")
