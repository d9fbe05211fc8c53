"""Reading the files that hold for the whole guideline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from rettesnor.model import older_form
from rettesnor.model.audit import Tilsyn
from rettesnor.model.convert import from_data
from rettesnor.model.course import Kurs
from rettesnor.model.development import Utvikling
from rettesnor.model.form_template import Mal
from rettesnor.model.guideline import Guideline, Lov, Side, Term
from rettesnor.model.measures import Kvalitetsmaal
from rettesnor.model.plain import EnkelVersjon, Rolleside
from rettesnor.model.problem import Code, Problem, Severity
from rettesnor.model.self_check import Egenkontroll
from rettesnor.model.task import Oppgave
from rettesnor.reading.checks.text_warnings import NOT_FILLED_IN, doubts
from rettesnor.reading.content.guideline_paths import FILES, GUIDELINE, PARTS, page_path
from rettesnor.reading.content.guideline_prose import fields, titled
from rettesnor.reading.content.guideline_reading import GuidelineReading
from rettesnor.reading.content.guideline_translation import read_translations
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.folder import Folder, folder_of
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.markdown.render import render
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.plain_fields import read_plain
from rettesnor.reading.schema.readable_part import at_or_below, readable_part
from rettesnor.reading.yaml import loader

CODES = (
    Code("fil-mangler", "En fil som må være der, finnes ikke.", suppressible=False),
    Code("side-mangler", "En tekstside i «sider» har ingen fil.", suppressible=False),
)
"""The codes of what is found here."""

Parser = Callable[[str, str, str], tuple[Any, list[Problem]]]
"""Gets text, path and kind of a data file; returns its data, and what is wrong with it."""


def parse(text: str, path: str, kind: str) -> tuple[Any, list[Problem]]:
    """Return the data in ``text``, and what breaks the rules of YAML or the schema ``kind``.

    The data is None when it is not YAML.
    """
    content, problems = loader.load(text, path)
    content = older_form.current_file(content, kind)
    return content, problems or schema.validate(Document(path, text, content), kind)


def read_guideline(root: Path | Folder, parser: Parser = parse) -> GuidelineReading:
    """Return the guideline files in ``root``.

    When a field breaks its schema the others are still read, for the check.

    Args:
        parser: returns the same as ``parse``, perhaps from a cache.
    """
    folder, reading = folder_of(root), GuidelineReading()
    data = {
        kind: _read_data(reading, folder, kind, path, parser)
        for kind, path in FILES.items()
    }
    pages = _read_pages(reading, folder, data["guideline"] or {})
    parts = {kind: _read_parts(reading, folder, kind, parser) for kind in PARTS}
    whole = all(found is not None for found in (*data.values(), *parts.values()))
    if reading.problems and not whole:
        return reading
    if data["guideline"] is None:
        return reading
    for prose in fields(data["guideline"]):
        if not at_or_below(prose.name, reading.unreadable.get(GUIDELINE, ())):
            _render(reading, GUIDELINE, prose.pointer, prose.text, 3)
    guideline = from_data(
        Guideline,
        data["guideline"],
        lover=tuple(from_data(Lov, law) for law in (data["laws"] or {}).get("lover", ())),
        termer=tuple(from_data(Term, term) for term in (data["terms"] or {}).get("termer", ())),
        kilder={item["id"]: item for item in (data["sources"] or {}).get("references", ())},
        tekstsider=pages,
        enkle_versjoner=tuple(from_data(EnkelVersjon, one) for one in parts["plain"] or ()),
        rollesider=tuple(from_data(Rolleside, one) for one in parts["role"] or ()),
        oppgaver=tuple(from_data(Oppgave, one) for one in parts["task"] or ()),
        maler=tuple(from_data(Mal, one) for one in parts["template"] or ()),
        utvikling=from_data(Utvikling, data["development"] or {}),
        tilsyn=from_data(Tilsyn, data["criteria"] or {}),
        kvalitetsmaal=tuple(
            from_data(Kvalitetsmaal, one)
            for one in (data["measures"] or {}).get("kvalitetsmaal", ())
        ),
        egenkontroll=from_data(Egenkontroll, data["self-check"] or {}),
        kurs=tuple(from_data(Kurs, one) for one in parts["course"] or ()),
    )
    if reading.unreadable:
        return replace(reading, partial=guideline)
    return read_translations(replace(reading, guideline=guideline), folder)


def _read_data(
    reading: GuidelineReading, folder: Folder, kind: str, path: str, parser: Parser
) -> dict[str, Any] | None:
    """Return the data of a file, ``{}`` for an optional one that is absent, else None.

    Of a file that breaks its schema it is the part that can be read.
    """
    if not folder.exists(path):
        if kind != "guideline":
            return {}
        reading.problems.append(
            Problem(
                path, 1, 1, "fil-mangler", f"Fila «{path}» mangler.",
                "Er den slettet eller flyttet, hent den tilbake. Er retningslinja ny, lag den.",
            )
        )
        return None
    document = _open(reading, folder, path)
    if document is None:
        return None
    content, problems = parser(document.text, path, kind)
    unreadable: tuple[str, ...] = ()
    reading.problems.extend(problems)
    if problems:
        part = readable_part(content, kind)
        if part is None:
            return None
        content, unreadable = part.data, part.unreadable
        reading.unreadable[path] = unreadable
    document = Document(path, document.text, content)
    reading.problems.extend(
        problem for problem in (*read_plain(document, kind), *doubts(document))
        if not at_or_below(problem.field, unreadable)
    )
    reading.documents[path] = document
    data: dict[str, Any] = content
    return data


def _read_parts(
    reading: GuidelineReading, folder: Folder, kind: str, parser: Parser
) -> list[dict[str, Any]] | None:
    """Return the data of every file of ``kind``, by name; None when one cannot be read at all."""
    found = [
        _read_data(reading, folder, kind, path, parser) for path in part_paths(folder, kind)
    ]
    known = [data for data in found if data is not None]
    return known if len(known) == len(found) else None


def part_paths(folder: Folder, kind: str) -> list[str]:
    """Return the files of a kind in ``PARTS``, without translations, by name."""
    place = PARTS[kind]
    return sorted(
        f"{place}/{name}" for name in folder.names(place)
        if name.endswith(".yml") and name.count(".") == 1 and folder.is_file(f"{place}/{name}")
    )


def _read_pages(
    reading: GuidelineReading, folder: Folder, data: dict[str, Any]
) -> tuple[Side, ...]:
    pages = []
    for index, id_ in enumerate(data.get("sider", ())):
        if at_or_below(f"sider.{index}", reading.unreadable.get(GUIDELINE, ())):
            continue
        path = page_path(id_)
        if not folder.exists(path):
            place = reading.documents[GUIDELINE]
            reading.problems.append(
                place.problem(
                    "side-mangler", ("sider", index),
                    f"Tekstsiden «{path}» finnes ikke.", "Lag fila, eller ta id-en ut av lista.",
                )
            )
            continue
        document = _open(reading, folder, path)
        if document is None:
            continue
        reading.documents[path] = document
        reading.problems.extend(doubts(document))
        found = titled(document)
        if isinstance(found, Problem):
            reading.problems.append(found)
            continue
        title, text = found
        if not text.strip():
            reading.problems.append(document.problem(
                NOT_FILLED_IN, (), "Siden har ingen tekst under tittelen.",
                f"Skriv teksten, eller slett fila og ta «{id_}» ut av «sider» i {GUIDELINE}. En "
                "utgave blir ikke gitt ut før det er gjort.", severity=Severity.WARNING,
            ))
        _render(reading, path, (), text, 2)
        pages.append(Side(id_, title, text.strip("\n")))
    return tuple(pages)


def _open(reading: GuidelineReading, folder: Folder, path: str) -> Document | None:
    data = folder.read(path)
    if isinstance(data, Problem):
        reading.problems.append(data)
        return None
    reading.contents[path] = data
    text, problems = decode(data, path)
    reading.problems.extend(problems)
    return None if problems else Document(path, text, None)


def _render(
    reading: GuidelineReading, path: str, pointer: tuple[str | int, ...], text: str,
    min_heading: int,
) -> None:
    fragment, issues = render(
        text, prefix=str(pointer[0]) if pointer else "avsnitt", min_heading=min_heading,
        anchored=len(pointer) < 2,
    )
    reading.fragments.setdefault(path, {})[".".join(map(str, pointer))] = fragment
    document = reading.documents[path]
    reading.problems.extend(document.prose_problem(pointer, issue) for issue in issues)
