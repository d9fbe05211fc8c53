"""Reading change fragments (``changelog/unreleased/*.yml``) and the ``release.yml`` of a record."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rettesnor.model.change import OMPLASSERT, Endring, Utgave
from rettesnor.model.convert import from_data
from rettesnor.model.guideline import Guideline
from rettesnor.model.legal_reference import canonical
from rettesnor.model.problem import Code, Problem
from rettesnor.reading.checks.phrases import day
from rettesnor.reading.content.guideline_paths import LAWS, SOURCES, TASKS
from rettesnor.reading.content.opened_file import open_file
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.folder import Folder, folder_of
from rettesnor.reading.files.names import DEVICES
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.schema.readable_part import at_or_below, overlap, unnumbered
from rettesnor.reading.yaml import loader
from rettesnor.reading.yaml.loader import Pointer

CODES = (
    Code(
        "endring-mangler",
        "Ingen endringsfil forteller om en anbefaling, et kriterium, et mål eller et spørsmål som "
        "er endret.",
        suppressible=False,
    ),
    Code(
        "endring-uten-virkning", "En endringsfil nevner noe som ikke er endret.",
        suppressible=False,
    ),
    Code(
        "endring-slag", "Slaget i en endringsfil stemmer ikke med det som er endret.",
        suppressible=False,
    ),
    Code("endring-gjelder", "En endringsfil sier ikke hva den gjelder.", suppressible=False),
    Code("endring-fra-til", "«fra» og «til» stemmer ikke med slaget.", suppressible=False),
    Code(
        "endring-filnavn", "Navnet på en endringsfil har tegn som ikke er lov.", suppressible=False,
    ),
    Code(
        "oppgave-ukjent", "En endringsfil nevner en oppgave som ikke finnes.", suppressible=False,
    ),
)
"""The codes of what is found here."""

FOLDER = "changelog/unreleased"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yml\Z")
_STEM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_SHAPES = {
    "flyttet": (False, False, "én id i «fra» og én i «til»"),
    "delt": (False, True, "én id i «fra» og minst to i «til»"),
    "sammenslått": (True, False, "minst to id-er i «fra» og én i «til»"),
}
"""For each kind that leads on: whether it is from several, whether to several, and in words."""


@dataclass(frozen=True)
class Fragment:
    """A change fragment that could be read: its file, what it says, and its bytes.

    Attributes:
        unreadable: dotted pointers of the fields that could not be read.
    """

    document: Document
    change: Endring
    content: bytes
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadChanges:
    """The result of reading the change fragments.

    Attributes:
        fragments: the sound ones, by name.
        partial: those that break their schema, as far as they could be read; for the check.
        problems: what is wrong with each by itself.
    """

    fragments: tuple[Fragment, ...] = ()
    partial: tuple[Fragment, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What fragments may refer to.

    Attributes:
        guideline: None when its files could not be read; then what it holds is not checked.
        present: ids in the working tree.
        released: ids in the last release.
    """

    guideline: Guideline | None
    present: Collection[str]
    released: Collection[str]


def read_changes(root: Path | Folder) -> ReadChanges:
    """Return the fragments below ``root``."""
    folder = folder_of(root)
    fragments: list[Fragment] = []
    partial: list[Fragment] = []
    problems: list[Problem] = []
    for name in folder.names(FOLDER):
        if name.startswith(".") or not name.endswith((".yml", ".yaml")):
            continue
        path = f"{FOLDER}/{name}"
        if _NAME.match(name) is None or name.removesuffix(".yml") in DEVICES:
            problems.append(_bad_name(path))
            continue
        data = folder.read(path)
        if isinstance(data, Problem):
            problems.append(data)
            continue
        opened = open_file(data, path, "change")
        if isinstance(opened, list):
            problems += opened
            continue
        problems += opened.problems
        change = replace(from_data(Endring, opened.document.data), fil=name)
        fragment = Fragment(opened.document, change, data, opened.unreadable)
        (partial if opened.unreadable else fragments).append(fragment)
    return ReadChanges(tuple(fragments), tuple(partial), tuple(problems))


def is_name(stem: str) -> bool:
    """Whether a fragment may be named ``stem``, without its ending."""
    return _STEM.match(stem) is not None


def mentioning(root: Path | Folder, ids: Collection[str]) -> list[str]:
    """Return the paths of the fragments that name one of ``ids``, filled in or not."""
    folder, found = folder_of(root), []
    for path in (f"{FOLDER}/{name}" for name in folder.names(FOLDER) if name.endswith(".yml")):
        data = folder.read(path)
        content = None if isinstance(data, Problem) else loader.load(
            decode(data, path)[0], path
        )[0]
        if isinstance(content, dict):
            lists = [content.get(name) for name in ("anbefalinger", "fra", "til")]
            named = {id_ for ids_ in lists if isinstance(ids_, list) for id_ in ids_}
            if not named.isdisjoint(ids):
                found.append(path)
    return found


def read_release(data: bytes, path: str) -> Utgave | list[Problem]:
    """Return the release that the ``release.yml`` in ``data`` tells of, or what is wrong."""
    document, problems = _read(data, path, "release")
    return problems if document is None else from_data(Utgave, document.data)


def check_changes(fragments: Sequence[Fragment], known: Known, as_of: date) -> list[Problem]:
    """Return what the rules find in the fragments, judged on the day ``as_of``.

    Of a fragment with fields that could not be read, only what concerns the others.
    """
    found = [
        (fragment, problem)
        for fragment in fragments
        for rule, reads in _RULES.items()
        if not overlap(reads, list(map(unnumbered, fragment.unreadable)))
        for problem in rule(fragment, known)
    ]
    found += [(f, problem) for f in fragments for problem in _decided_in_time(f, as_of.isoformat())]
    return [
        problem for fragment, problem in found
        if not at_or_below(problem.field, fragment.unreadable)
    ]


def _read(data: bytes, path: str, kind: str) -> tuple[Document | None, list[Problem]]:
    text, problems = decode(data, path)
    if problems:
        return None, problems
    content, problems = loader.load(text, path)
    document = Document(path, text, content)
    problems = problems or schema.validate(document, kind)
    return (None if problems else document), problems


def _bad_name(path: str) -> Problem:
    return Problem(
        path, 1, 1, "endring-filnavn",
        "Filnavnet har andre tegn enn a–z, tall og bindestrek, eller Windows kan ikke lagre det.",
        "Gi fila et kort navn som slutter på «.yml», for eksempel «ny-frist.yml».",
    )


def _concerns_something(fragment: Fragment, known: Known) -> Iterator[Problem]:
    if not fragment.change.ids and not fragment.change.ramme:
        yield fragment.document.problem(
            "endring-gjelder", ("slag",), "Endringen sier ikke hva den gjelder.",
            "Fyll ut «anbefalinger» med id-er, eller «ramme» med delen som er endret.",
            at_key=True,
        )


def _ids_exist(fragment: Fragment, known: Known) -> Iterator[Problem]:
    change = fragment.change
    both = {*known.present, *known.released}
    after = known.present
    allowed: Mapping[str, tuple[Sequence[str], Collection[str], str]] = {
        "anbefalinger": (change.anbefalinger, both, "finnes ikke"),
        "fra": (change.fra, known.released, "finnes ikke i forrige utgave"),
        "til": (change.til, after, "finnes ikke"),
        "i_stedet": (change.i_stedet, after, "finnes ikke"),
    }
    for name, (ids, there, says) in allowed.items():
        for index, id_ in enumerate(ids):
            if id_ not in there:
                yield fragment.document.problem(
                    "anbefaling-ukjent", (name, index), f"Anbefalingen «{id_}» {says}.",
                    Names(there).suggestion(id_, "Skriv id-en slik fila heter, uten «.yml»."),
                )


def _shape_is_right(fragment: Fragment, known: Known) -> Iterator[Problem]:
    change = fragment.change
    if change.slag not in OMPLASSERT:
        return
    *several, wanted = _SHAPES[change.slag]
    if [len(change.fra) > 1, len(change.til) > 1] != several:
        yield fragment.document.problem(
            "endring-fra-til", ("fra",), f"«{change.slag}» skal ha {wanted}.",
            "Rett listene, eller velg et annet slag.", at_key=True,
        )


def _reasons_exist(fragment: Fragment, known: Known) -> Iterator[Problem]:
    guideline, document = known.guideline, fragment.document
    if guideline is None:
        return
    laws = {law.id: [section.paragraf for section in law.paragrafer] for law in guideline.lover}
    known_sections = {
        (law, canonical(section)) for law, sections in laws.items() for section in sections
    }
    for index, reason in enumerate(fragment.change.hvorfor):
        place: Pointer = ("hvorfor", index)
        for number, key in enumerate(reason.kilder):
            if key not in guideline.kilder:
                yield document.problem(
                    "kilde-ukjent", (*place, "kilder", number),
                    f"Kilden «{key}» finnes ikke i {SOURCES}.",
                    Names(guideline.kilder).suggestion(
                        key, "Legg til kilden, eller rett nøkkelen."
                    ),
                )
        if reason.lov and reason.lov not in laws:
            yield document.problem(
                "lov-ukjent", (*place, "lov"), f"Loven «{reason.lov}» finnes ikke i {LAWS}.",
                Names(laws).suggestion(reason.lov, "Legg til loven, eller rett navnet."),
            )
        elif reason.lov and (reason.lov, canonical(reason.paragraf)) not in known_sections:
            yield document.problem(
                "paragraf-ukjent", (*place, "paragraf"),
                f"{reason.lov} {reason.paragraf} finnes ikke i {LAWS}.",
                Names(laws[reason.lov]).suggestion(reason.paragraf, "Legg til paragrafen der."),
            )


def _tasks_exist(fragment: Fragment, known: Known) -> Iterator[Problem]:
    tasks = {task.id for task in known.guideline.oppgaver} if known.guideline else set()
    for index, id_ in enumerate(fragment.change.oppgaver if known.guideline else ()):
        if id_ not in tasks:
            yield fragment.document.problem(
                "oppgave-ukjent", ("oppgaver", index),
                f"Oppgaven «{id_}» finnes ikke i {TASKS}/.",
                Names(tasks).suggestion(id_, "Skriv id-en slik fila heter, uten «.yml»."),
            )


def _decided_in_time(fragment: Fragment, as_of: str) -> Iterator[Problem]:
    decided = fragment.change.besluttet_dato
    if decided > as_of:
        yield fragment.document.problem(
            "dato-i-framtida", ("besluttet_dato",),
            f"«besluttet_dato» er {day(decided)}, som ikke er kommet ennå.", "Rett datoen.",
        )


_RULES = {
    _concerns_something: ("anbefalinger", "ramme", "fra", "til"),
    _ids_exist: (),
    _shape_is_right: ("slag", "fra", "til"),
    _reasons_exist: (),
    _tasks_exist: (),
}
"""The rules for fragments, each with the fields that it compares."""
