"""Reading the files that hold for the whole guideline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from rettesnor.model.convert import from_data
from rettesnor.model.guideline import Guideline, Lov, Side, Term
from rettesnor.model.problem import Code, Problem
from rettesnor.reading.checks.text_warnings import doubts
from rettesnor.reading.content.guideline_paths import FILES, GUIDELINE, page_path
from rettesnor.reading.content.guideline_prose import fields, titled
from rettesnor.reading.content.guideline_reading import GuidelineReading
from rettesnor.reading.content.guideline_translation import read_translations
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.safe_open import Opener, read_file
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.markdown.render import render
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.plain_fields import read_plain
from rettesnor.reading.yaml import loader as door

CODES = (
    Code("fil-mangler", "En fil som må være der, finnes ikke.", suppressible=False),
    Code("side-mangler", "En tekstside i «sider» har ingen fil.", suppressible=False),
)
"""The codes of what is found here."""

Parser = Callable[[str, str, str], tuple[Any, list[Problem]]]
"""Gets text, path and kind of a data file; returns its data, and what is wrong with it."""


def parse(text: str, path: str, kind: str) -> tuple[Any, list[Problem]]:
    """Return the data in ``text``, and what the door or the schema ``kind`` has against it."""
    content, problems = door.load(text, path)
    return content, problems or schema.validate(Document(path, text, content), kind)


def read_guideline(
    root: Path, open_file: Opener = read_file, parser: Parser = parse
) -> GuidelineReading:
    """Return the frame of the guideline in ``root``.

    Args:
        parser: what gives the same as ``parse``, perhaps from memory.
    """
    frame = GuidelineReading()
    data = {
        kind: _read_data(frame, root, kind, path, open_file, parser)
        for kind, path in FILES.items()
    }
    pages = _read_pages(frame, root, data["guideline"] or {}, open_file)
    if frame.problems and any(value is None for value in data.values()):
        return frame
    if data["guideline"] is None:
        return frame
    for prose in fields(data["guideline"]):
        _render(frame, GUIDELINE, prose.pointer, prose.text, 3)
    frame.guideline = from_data(
        Guideline,
        data["guideline"],
        lover=tuple(from_data(Lov, law) for law in (data["laws"] or {}).get("lover", ())),
        termer=tuple(from_data(Term, term) for term in (data["terms"] or {}).get("termer", ())),
        kilder={item["id"]: item for item in (data["sources"] or {}).get("references", ())},
        tekstsider=pages,
    )
    read_translations(frame, root, open_file)
    return frame


def _read_data(
    frame: GuidelineReading, root: Path, kind: str, path: str, open_file: Opener, parser: Parser
) -> dict[str, Any] | None:
    """Return the sound data of a file, ``{}`` for an optional one that is absent, else None."""
    if not (root / path).exists():
        if kind != "guideline":
            return {}
        frame.problems.append(
            Problem(
                path, 1, 1, "fil-mangler", f"Fila «{path}» mangler.",
                "Er den slettet eller flyttet, hent den tilbake. Er retningslinja ny, lag den.",
            )
        )
        return None
    document = _open(frame, root, path, open_file)
    if document is None:
        return None
    content, problems = parser(document.text, path, kind)
    document = Document(path, document.text, content)
    frame.problems += problems
    if problems:
        return None
    frame.problems += [*read_plain(document, kind), *doubts(document)]
    frame.documents[path] = document
    sound: dict[str, Any] = content
    return sound


def _read_pages(
    frame: GuidelineReading, root: Path, data: dict[str, Any], open_file: Opener
) -> tuple[Side, ...]:
    pages = []
    for id_ in data.get("sider", ()):
        path = page_path(id_)
        if not (root / path).exists():
            place = frame.documents[GUIDELINE]
            frame.problems.append(
                place.problem(
                    "side-mangler", ("sider", data["sider"].index(id_)),
                    f"Tekstsiden «{path}» finnes ikke.", "Lag fila, eller ta id-en ut av lista.",
                )
            )
            continue
        document = _open(frame, root, path, open_file)
        if document is None:
            continue
        frame.documents[path] = document
        frame.problems += doubts(document)
        found = titled(document)
        if isinstance(found, Problem):
            frame.problems.append(found)
            continue
        title, text = found
        _render(frame, path, (), text, 2)
        pages.append(Side(id_, title, text.strip("\n")))
    return tuple(pages)


def _open(frame: GuidelineReading, root: Path, path: str, open_file: Opener) -> Document | None:
    data = open_file(root, path)
    if isinstance(data, Problem):
        frame.problems.append(data)
        return None
    frame.contents[path] = data
    text, problems = decode(data, path)
    frame.problems += problems
    return None if problems else Document(path, text, None)


def _render(
    frame: GuidelineReading, path: str, pointer: tuple[str | int, ...], text: str, min_heading: int
) -> None:
    fragment, issues = render(
        text, prefix=str(pointer[0]) if pointer else "avsnitt", min_heading=min_heading,
        anchored=len(pointer) < 2,
    )
    frame.fragments.setdefault(path, {})[".".join(map(str, pointer))] = fragment
    document = frame.documents[path]
    frame.problems += [document.prose_problem(pointer, issue) for issue in issues]
