"""Reading the hearing rounds (``guideline/horinger/<id>.yml``) and the results of each.

``guideline/horinger/<id>.nn.yml`` is its text in nynorsk; the files in
``guideline/horinger/<id>/`` hold the comments that may be published.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rettesnor.model.change import Endring
from rettesnor.model.convert import from_data
from rettesnor.model.hearing import CitingChange, Result, Round
from rettesnor.model.problem import Code, Problem, Severity
from rettesnor.model.translation import (
    LANGUAGE,
    Overlaid,
    State,
    Text,
    Translation,
    language_of,
    lengths,
    needed,
    overlay,
    source_path,
    states,
    texts,
)
from rettesnor.reading.checks.rule import Finding, Rule, problem
from rettesnor.reading.checks.rules import comments, rounds, translations
from rettesnor.reading.checks.rules.identity import DEVICE_SAID, DEVICES
from rettesnor.reading.checks.rules.translations import missing_source
from rettesnor.reading.checks.subjects.hearing import HearingSubject, ReadResult
from rettesnor.reading.checks.subjects.translation import TranslationSubject
from rettesnor.reading.content.guideline_paths import HEARINGS
from rettesnor.reading.content.hearing_result import open_result
from rettesnor.reading.content.opened_file import open_file
from rettesnor.reading.content.translation_file import open_readable_translation
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.folder import Folder, folder_of
from rettesnor.reading.files.safe_open import MAX_BYTES
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.readable_part import at_or_below, overlap, unnumbered
from rettesnor.reading.yaml import loader

_UNKNOWN_COMMENT = Code(
    "innspill-ukjent", "En endring viser til et innspill som ikke finnes.", suppressible=False
)
NOT_HEARD = "horing-grunn"
"""The code for a substantive change that was not heard: a release demands the reason."""
_NOT_HEARD = Code(
    "horing-grunn", "En vesentlig endring har ikke vært på høring, og grunnen er ikke skrevet.",
    Severity.WARNING, suppressible=False,
)
_HEAR_AGAIN = Code(
    "horing-ny", "En vesentlig endring kommer etter høringen.", Severity.WARNING,
    suppressible=False,
)
CODES = (
    Code("horing-tidspunkt", "Et tidspunkt finnes ikke i kalenderen.", suppressible=False),
    _UNKNOWN_COMMENT, _NOT_HEARD, _HEAR_AGAIN,
)
"""The codes of what is found here."""

FOLDER = HEARINGS
MAX_RESULT = 256_000_000
"""No file that a program wrote about a round is larger (bytes)."""
_PROMISES = frozenset({"personvern", "publisering"})
"""What a round says will be done with an answer."""
RULES: tuple[Rule[HearingSubject], ...] = (
    rounds.file_is_named_by_id,
    rounds.opens_before_it_closes,
    rounds.lasts_six_weeks,
    rounds.lasts_three_months,
    rounds.release_exists,
    rounds.release_is_out,
    rounds.questions_are_unique,
    rounds.questions_concern_what_exists,
    rounds.target_can_be_reached,
    comments.result_is_of_the_round,
    comments.comments_are_unique,
    comments.comments_came_in_an_answer,
    comments.comments_are_about_what_was_heard,
    comments.proposals_are_of_what_was_heard,
    comments.comments_answer_what_was_asked,
    comments.comments_are_assessed,
    comments.treated_means_all_assessed,
    comments.what_was_followed_was_changed,
    comments.nothing_is_personal,
    comments.nothing_is_somebodys_home,
)

_NAME = re.compile(rf"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.{LANGUAGE.pattern})?\.yml\Z")


@dataclass(frozen=True)
class ReadRounds:
    """The result of reading the rounds.

    Attributes:
        rounds: the sound ones by path, without the translations.
        translations: the sound ones with their texts in another language, by path of the
            translation.
        results: the sound results by the id of the round whose folder they lie in.
        documents: the files that the loader accepted, by path.
        contents: the bytes of every file read, by path.
        partial: what could be read of rounds that break their schema, by path; for the check.
        unreadable: dotted pointers of the fields of those that could not be read, by path.
        problems: what is wrong with each file by itself.
    """

    rounds: dict[str, Round] = field(default_factory=dict)
    translations: dict[str, Overlaid[Round]] = field(default_factory=dict)
    results: dict[str, list[ReadResult]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    partial: dict[str, Round] = field(default_factory=dict)
    unreadable: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_rounds(root: Path | Folder) -> ReadRounds:
    """Return the rounds below ``root`` with their results."""
    folder, found = folder_of(root), ReadRounds()
    for name in sorted(_names(folder, FOLDER), key=_sources_first):
        path = f"{FOLDER}/{name}"
        if folder.is_dir(path):
            _read_results(found, folder, name)
        elif name.endswith((".yml", ".yaml")):
            _read_round(found, folder, path)
    return found


def check(found: ReadRounds, subjects: Sequence[HearingSubject]) -> list[Problem]:
    """Return what the rules find in the rounds that ``subjects`` shows."""
    problems = []
    for subject in subjects:
        unreadable = found.unreadable.get(subject.path, ())
        unknown = list(map(unnumbered, unreadable))
        findings = [
            _placed(found, rule.declared, finding)
            for rule in RULES if not (unknown and overlap(rule.reads, unknown))
            for finding in rule.find(subject)
        ]
        problems += [one for one in findings if not at_or_below(one.field, unreadable)]
    return problems


def check_citations(
    changes: Sequence[CitingChange], documents: Mapping[str, Document], known: frozenset[str]
) -> list[Problem]:
    """Return the citations of comments that are not among the ``known`` numbers.

    Args:
        documents: the change fragments that are not released, by file name; what is released
            cannot be changed.
    """
    unreleased = (change for change in changes if not change.versjon)
    return [
        problem(_UNKNOWN_COMMENT, finding, documents[change.fil], documents[change.fil].path)
        for change in unreleased if change.fil in documents
        for finding in _unknown(change, known)
    ]


def check_heard(
    changes: Iterable[tuple[Endring, Document]], rounds: Collection[Round], coming: str,
    *, released: bool,
) -> list[Problem]:
    """Return the substantive changes to come that were not heard as they now are, as warnings.

    A guideline that has no release and no round is not asked: there is nothing yet that a change
    departs from. Nor is one whose coming version has a round of its own: there the changes are
    heard. Where there has never been a round, a change that cites comments was heard elsewhere.

    Args:
        changes: those that are not released, with their files.
        coming: the version of the working tree.
        released: whether the guideline has been released.
    """
    if not (rounds or released) or any(round_.utgave == coming for round_ in rounds):
        return []
    return [
        problem(code, finding, document, document.path)
        for change, document in changes if change.vesentlig and not change.uten_horing
        for code, finding in [_unheard(change)] if rounds or code is _NOT_HEARD
    ]


def _unheard(change: Endring) -> tuple[Code, Finding]:
    if any(reason.innspill for reason in change.hvorfor):
        return _HEAR_AGAIN, Finding(
            "Endringen er vesentlig, og kommer etter høringen.",
            "Er den mer enn det som var på høring, hold en ny høring. Ellers skriv i «uten_horing» "
            "hvorfor den ikke trengs.", ("vesentlig",),
        )
    return _NOT_HEARD, Finding(
        "Endringen er vesentlig, og har ikke vært på høring.",
        "Hold en høring, eller skriv i «uten_horing» hvorfor den ikke er hørt "
        "(utredningsinstruksen punkt 3-3).", ("vesentlig",),
    )


def read_result(data: bytes, path: str) -> tuple[Document | None, list[Problem]]:
    """Return the result in ``data`` as a document, or what is wrong with it."""
    return _read(data, path, "hearing-result")


def judge_result(data: bytes, path: str, heard: HearingSubject) -> list[Problem]:
    """Return what is wrong with the result in ``data`` as ``rettesnor comments import`` sees it.

    Args:
        heard: the round, without results.
    """
    document, problems = read_result(data, path)
    if document is None:
        return problems
    read = ReadResult(path, from_data(Result, document.data))
    found = ReadRounds(documents={path: document})
    return [p for p in check(found, [replace(heard, results=(read,))]) if p.path == path]


def _unknown(change: CitingChange, known: frozenset[str]) -> list[Finding]:
    return [
        Finding(
            f"Innspillet «{number}» finnes ikke.", "Rett nummeret, eller ta det bort.",
            ("hvorfor",), words=number,
        )
        for number in change.innspill if number not in known
    ]


def _placed(found: ReadRounds, code: Code, finding: Finding) -> Problem:
    return problem(code, finding, found.documents.get(finding.path), finding.path)


def _sources_first(name: str) -> tuple[int, str]:
    return name.count("."), name


def _names(folder: Folder, path: str) -> list[str]:
    return [name for name in folder.names(path) if not name.startswith(".")]


def _read_round(found: ReadRounds, folder: Folder, path: str) -> None:
    if _NAME.match(path.rsplit("/", 1)[-1]) is None:
        found.problems.append(
            Problem(
                path, 1, 1, "horing-filnavn", "Filnavnet er ikke en id som slutter på «.yml».",
                "Gi fila samme navn som id-en i den, for eksempel «hoering-2026.yml».",
            )
        )
        return
    if language_of(path):
        _read_translation(found, folder, path)
        return
    runde = _round(found, folder, path)
    if runde is not None:
        found.rounds[path] = runde


def _read_translation(found: ReadRounds, folder: Folder, path: str) -> None:
    """Read the translation at ``path`` of a round that has been read, if it is sound."""
    source = source_path(path)
    if not folder.exists(source):
        found.problems.append(missing_source(path))
        return
    runde = found.rounds.get(source)
    if runde is None:
        return
    data = folder.read(path)
    if isinstance(data, Problem):
        found.problems.append(data)
        return
    found.contents[path] = data
    file, problems = open_readable_translation(data, path, "hearing")
    found.problems.extend(problems)
    if file is not None:
        seen = TranslationSubject(
            file.translation, file.places, texts(runde, "hearing"), needed(runde, "hearing"),
            lengths(file.document.data, "hearing"), lengths(runde, "hearing"), {},
        )
        found.problems.extend(translations.check(seen, file.document, file.opened.unreadable))
        if not file.opened.unreadable:
            found.translations[path] = overlay(
                runde, "hearing", _still_true(file.translation, seen.source)
            )


def _still_true(translation: Translation, source: Mapping[str, Text]) -> Mapping[str, Text]:
    """Return the translated texts without what is stale and tells what happens to an answer.

    The source language is shown in their place: a stale promise of privacy is a false one.
    """
    state = states(source, translation, frozenset())
    return {
        pointer: text for pointer, text in translation.texts.items()
        if not (pointer in _PROMISES and state.get(pointer) is State.STALE)
    }


def _round(found: ReadRounds, folder: Folder, path: str) -> Round | None:
    data = folder.read(path)
    if isinstance(data, Problem):
        found.problems.append(data)
        return None
    found.contents[path] = data
    opened = open_file(data, path, "hearing")
    if isinstance(opened, list):
        found.problems.extend(opened)
        return None
    document, unreadable = opened.document, list(opened.unreadable)
    found.documents[path] = document
    found.problems.extend(opened.problems)
    if document.data["id"] in DEVICES:
        found.problems.append(document.problem(
            "id-reservert", ("id",), DEVICE_SAID.format(document.data["id"]), "Velg en annen id.",
        ))
    for name in ("aapner", "stenger"):
        if name not in unreadable and not schema.is_date(
            document.data.get(name, "2026-01-01")[:10]
        ):
            unreadable.append(name)
            found.problems.append(
                document.problem(
                    "horing-tidspunkt", (name,), f"«{document.data[name]}» finnes ikke.",
                    "Rett datoen.",
                )
            )
    runde = from_data(Round, document.data)
    if not unreadable:
        return runde
    found.partial[path], found.unreadable[path] = runde, tuple(unreadable)
    return None


def _read_results(found: ReadRounds, folder: Folder, id_: str) -> None:
    for name in _names(folder, f"{FOLDER}/{id_}"):
        path = f"{FOLDER}/{id_}/{name}"
        if not name.endswith((".yml", ".json")):
            continue
        limit = MAX_RESULT if name.endswith(".json") else MAX_BYTES
        document = _open(found, folder, path, "hearing-result", limit)
        if document is not None:
            read = ReadResult(path, from_data(Result, document.data))
            found.results.setdefault(id_, []).append(read)


def _open(
    found: ReadRounds, folder: Folder, path: str, kind: str, limit: int
) -> Document | None:
    data = folder.read(path, limit=limit)
    if isinstance(data, Problem):
        found.problems.append(data)
        return None
    found.contents[path] = data
    document, problems = _read(data, path, kind)
    found.problems.extend(problems)
    if document is not None:
        found.documents[path] = document
    return document


def _read(data: bytes, path: str, kind: str) -> tuple[Document | None, list[Problem]]:
    document: Document | None
    if path.endswith(".json"):
        document, problems = open_result(data, path)
    else:
        text, problems = decode(data, path)
        if problems:
            return None, problems
        content, problems = loader.load(text, path)
        document = Document(path, text, content)
    if document is not None and not problems:
        problems = schema.validate(document, kind)
    return (None if problems else document), problems
