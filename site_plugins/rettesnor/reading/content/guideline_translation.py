"""Reading the translations of the files that hold for the whole guideline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rettesnor.model.fields import PARTS_OF_FRAME
from rettesnor.model.guideline import Guideline
from rettesnor.model.problem import Problem
from rettesnor.model.prose import Fragment
from rettesnor.model.translation import (
    MADE_FROM,
    State,
    Text,
    Translation,
    digest,
    language_of,
    lengths,
    needed,
    overlay,
    source_path,
    texts,
    translated_path,
)
from rettesnor.reading.checks.rules import translations as rules
from rettesnor.reading.checks.subjects.translation import TranslationSubject
from rettesnor.reading.checks.text_warnings import doubts
from rettesnor.reading.content.guideline_paths import (
    CRITERIA,
    DEVELOPMENT,
    FILES,
    GUIDELINE,
    HEARINGS,
    PARTS,
    SELF_CHECK,
    kind_of_part,
    page_path,
)
from rettesnor.reading.content.guideline_prose import fields, titled
from rettesnor.reading.content.guideline_reading import GuidelineReading, GuidelineTranslation
from rettesnor.reading.content.translation_file import TranslationFile, open_readable_translation
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.folder import Folder
from rettesnor.reading.files.names import stem
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.markdown.render import render
from rettesnor.reading.schema.readable_part import overlap

FOLDER = "guideline"


def translation_paths(folder: Folder) -> list[str]:
    """Return the translations of guideline files, sorted; whatever language they are in."""
    paths = [f"{place}/{name}" for place in (FOLDER, HEARINGS, *PARTS.values())
             for name in folder.names(place)]
    return sorted(path for path in paths if language_of(path))


def read_translations(reading: GuidelineReading, folder: Folder) -> GuidelineReading:
    """Return ``reading``, which is sound, with the translations in ``folder``."""
    guideline = reading.guideline
    assert guideline is not None
    there = translation_paths(folder)
    for language in guideline.translations:
        reader = _Reader(reading, guideline, language.id)
        for path in there:
            if language_of(path) == language.id and source_path(path) in reading.documents:
                reader.add(path, folder.read(path))
        reading.translations[language.id] = reader.translation()
    return replace(reading, translation_paths=tuple(there))


class _Reader:
    """Brings the files of one language together."""

    def __init__(self, reading: GuidelineReading, guideline: Guideline, language: str) -> None:
        self._reading, self._guideline, self._language = reading, guideline, language
        self._texts: dict[str, Text] = {}
        self._contents: dict[str, bytes] = {}
        self._files: dict[str, TranslationFile] = {}
        self._pages: dict[str, tuple[Document, Fragment]] = {}

    def add(self, path: str, data: bytes | Problem) -> None:
        """Take in what the translation at ``path`` holds."""
        if isinstance(data, Problem):
            self._reading.problems.append(data)
            return
        self._contents[path] = data
        if path.endswith(".md"):
            self._add_page(path, data)
            return
        kind = kind_of_part(path) or next(
            kind for kind, file in FILES.items() if file == source_path(path)
        )
        file, problems = open_readable_translation(data, path, kind)
        self._reading.problems.extend(problems)
        if file is not None:
            self._reading.documents[path] = file.document
            self._files[path] = file
            self._texts |= {_whole(path, p): t for p, t in file.translation.texts.items()}

    def translation(self) -> GuidelineTranslation:
        """Return what was taken in, held against the source."""
        overlaid = overlay(self._guideline, "frame", self._texts)
        made = GuidelineTranslation(
            self._language, overlaid.value,
            {path: dict(found) for path, found in self._reading.fragments.items()},
            untranslated=overlaid.fallen_back, contents=self._contents, texts=self._texts,
        )
        for path, (_, fragment) in self._pages.items():
            made.fragments[source_path(path)][""] = fragment
            made.own[path] = {"": fragment}
        pairs = self._prose(made)
        stale = set()
        for kind, source in self._sources():
            path = translated_path(source, self._language)
            if source in self._reading.documents:
                states = self._judged(kind, source, path, pairs if source == GUIDELINE else {})
                made.files[path] = states
                stale |= {_whole(path, p) for p, state in states.items() if state is State.STALE}
        for path, state in self._page_states():
            made.files[path] = {"": state}
            if state is State.STALE:
                stale.add(f"tekstsider.{_page(path)}.tekst")
        return replace(made, stale=frozenset(stale))

    def _sources(self) -> Iterator[tuple[str, str]]:
        """Yield the kind and the path of every data file that is translated."""
        yield from FILES.items()
        for path in self._reading.documents:
            if (kind := kind_of_part(path)) and not language_of(path):
                yield kind, path

    def _add_page(self, path: str, data: bytes) -> None:
        reading = self._reading
        text, problems = decode(data, path)
        reading.problems.extend(problems)
        if problems:
            return
        document = reading.documents[path] = Document(path, text, None)
        reading.problems.extend(doubts(document))
        found, source = titled(document), reading.fragments.get(source_path(path))
        if isinstance(found, Problem):
            reading.problems.append(found)
            return
        if source is None:
            return
        heading, body = found
        given = source[""].anchors
        fragment, issues = render(
            body, prefix="avsnitt", min_heading=2, anchored=True, anchors=given
        )
        reading.problems.extend(document.prose_problem((), issue) for issue in issues)
        self._pages[path] = document, fragment
        name = f"tekstsider.{_page(path)}"
        self._texts |= {f"{name}.tittel": heading, f"{name}.tekst": body.strip("\n")}

    def _prose(self, made: GuidelineTranslation) -> dict[str, tuple[Fragment, Fragment]]:
        """Render the translated prose of ``guideline.yml``; return it with the source's."""
        pairs: dict[str, tuple[Fragment, Fragment]] = {}
        file = self._files.get(translated_path(GUIDELINE, self._language))
        if file is None:
            return pairs
        own = made.own.setdefault(file.document.path, {})
        for prose in fields(self._reading.documents[GUIDELINE].data):
            text = file.translation.texts.get(prose.key)
            if not isinstance(text, str):
                continue
            place, source = file.places[prose.key], self._reading.fragments[GUIDELINE][prose.name]
            fragment, issues = render(
                text, prefix=prose.prefix, min_heading=3, anchored=prose.anchored,
                anchors=source.anchors,
            )
            self._reading.problems.extend(file.document.prose_problem(place, i) for i in issues)
            made.fragments[GUIDELINE][prose.name] = own[".".join(map(str, place))] = fragment
            pairs[prose.key] = fragment, source
        return pairs

    def _judged(
        self, kind: str, source: str, path: str, pairs: Mapping[str, tuple[Fragment, Fragment]]
    ) -> dict[str, State]:
        """Return the state of every text of a file; what the rules find is added to the reading."""
        data = self._reading.documents[source].data
        file = self._files.get(path)
        if file is None:
            return dict.fromkeys(needed(data, kind), State.MISSING)
        pages = {f"{page.id}.md" for page in self._guideline.tekstsider}
        made_from = {p: d for p, d in file.translation.made_from.items() if p not in pages}
        translation = Translation(path, self._language, file.translation.texts, made_from)
        seen = TranslationSubject(
            translation, file.places, texts(data, kind), needed(data, kind),
            lengths(file.document.data, kind), lengths(data, kind), pairs,
        )
        self._reading.problems.extend(rules.check(seen, file.document, file.opened.unreadable))
        return dict(seen.states)

    def _page_states(self) -> Iterator[tuple[str, State]]:
        """Yield the path and the state of each page; problems are added to the reading."""
        main = self._files.get(translated_path(GUIDELINE, self._language))
        marks = main.translation.made_from if main else {}
        path = translated_path(GUIDELINE, self._language)
        lost = main.opened.unreadable if main else [MADE_FROM] * (path in self._contents)
        for page in self._guideline.tekstsider:
            source = self._reading.documents[page_path(page.id)]
            path = translated_path(source.path, self._language)
            mark = marks.get(f"{page.id}.md", "")
            if path not in self._pages:
                yield path, State.MISSING
                continue
            state = State.OK if mark == digest(source.text) else State.STALE
            state = state if mark else State.UNMARKED
            if not mark and overlap((f"{MADE_FROM}.{page.id}.md",), lost):
                state = State.OK  # whether it is marked could not be read
            document, fragment = self._pages[path]
            original = self._reading.fragments[source.path][""]
            self._reading.problems.extend(rules.check_page(document, fragment, original, state))
            yield path, state


def _page(path: str) -> str:
    return source_path(path).rsplit("/", 1)[1].removesuffix(".md")


_GROUPS = {DEVELOPMENT: "utvikling", CRITERIA: "tilsyn"}
"""Files that are a group of the frame, and its name there."""


def _whole(path: str, pointer: str) -> str:
    """Return the pointer in the whole guideline of a text with ``pointer`` in the file ``path``."""
    if kind := kind_of_part(path):
        return f"{PARTS_OF_FRAME[kind]}.{stem(path)}.{pointer}"
    if name := _GROUPS.get(source_path(path)):
        return f"{name}.{pointer}"
    if source_path(path) == SELF_CHECK:
        return f"egenkontroll.{pointer}"
    return f"kilder{pointer.removeprefix('references')}" if pointer.startswith(
        "references."
    ) else pointer
