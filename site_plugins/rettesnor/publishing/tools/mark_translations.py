"""Recording which source text each translated text was made from (``translate --mark``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rettesnor.editing.translation_marks import with_marks
from rettesnor.editing.yaml_writer import Refused
from rettesnor.model import older_form
from rettesnor.model.guideline import Sprak
from rettesnor.model.problem import Problem
from rettesnor.model.translation import (
    Text,
    digest,
    language_of,
    source_path,
    texts,
    translated_path,
)
from rettesnor.publishing.tools.errors import ToolError
from rettesnor.reading.content.guideline_paths import FILES, GUIDELINE, kind_of_part, page_path
from rettesnor.reading.content.hearing_rounds import FOLDER as HEARINGS
from rettesnor.reading.content.translation_file import open_translation
from rettesnor.reading.files.decoding import decode
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.project import Project
from rettesnor.reading.schema import validate as schema
from rettesnor.reading.schema.plain_fields import read_plain
from rettesnor.reading.yaml import loader
from rettesnor.releases.atomic_write import replace_files


@dataclass
class _Marks:
    """The new marks of one file, and how many are new and how many are left stale."""

    marks: dict[str, str] = field(default_factory=dict)
    fresh: int = 0
    stale: int = 0


@dataclass(frozen=True, slots=True)
class MarkResult:
    """How many texts were marked in how many files, and how many were left stale."""

    fresh: int
    stale: int
    files: int


def mark_translations(
    project: Project, language: Sprak, named: Sequence[str]
) -> MarkResult:
    """Mark the texts of the named files as translated from the current source.

    Without names, all files are marked, but only the texts without a mark. A stale text then
    keeps its mark: only an editor who names the file has reviewed it.

    Raises:
        ToolError: a file cannot be marked.
    """
    paths = [_translation(path, language.id) for path in named] or list(_all(project, language.id))
    new: dict[str, bytes] = {}
    total = _Marks()
    for path in dict.fromkeys(p if p.endswith(".yml") else _main(language.id) for p in paths):
        pages = _pages(project, language.id, paths) if path == _main(language.id) else {}
        whole = path in paths
        before, after, done = _with_marks(project, path, pages, whole=whole, renew=bool(named))
        total.fresh, total.stale = total.fresh + done.fresh, total.stale + done.stale
        if after != before:
            new[path] = after
    replace_files(project.root, new)
    return MarkResult(total.fresh, total.stale, len(new))


def _with_marks(
    project: Project, path: str, pages: Mapping[str, Text], *, whole: bool, renew: bool
) -> tuple[bytes, bytes, _Marks]:
    """Return the current bytes of a translation, the bytes with marks, and what was marked.

    Args:
        pages: the sources of the prose pages to be marked, by the name of their mark.
        whole: whether the texts of the file itself are to be marked.
        renew: whether stale marks are renewed.
    """
    exists = project.folder.exists(path)
    data = project.folder.read(path) if exists else b""
    if isinstance(data, Problem):
        raise ToolError(f"{path}: {data.message}")
    kind = _kind(path)
    file, problems = open_translation(data or b"{}", path, kind)
    if file is None:
        raise ToolError(f"{path} kan ikke leses: {problems[0].message}")
    source = texts(_source(project, source_path(path)), kind)
    done = _Marks()
    old = file.translation.made_from
    for pointer, text in source.items():
        if pointer in file.translation.texts:
            _decide(done, pointer, text, old, touch=whole, renew=renew)
    known = _page_marks(project)
    for pointer in known:
        if pointer in pages:
            _decide(done, pointer, pages[pointer], old, touch=True, renew=renew)
        elif path.startswith("guideline/guideline.") and pointer in old:
            done.marks[pointer] = old[pointer]
    try:
        after = with_marks(data.decode(), done.marks).encode()
    except Refused as error:
        raise ToolError(
            f"{path} er skrevet slik at merkene ikke kan føres inn. Sett «oversatt_fra» nederst "
            "i fila, eller slett feltet, og prøv igjen."
        ) from error
    return data, after, done


def _decide(
    done: _Marks, pointer: str, text: Text, old: Mapping[str, str], *, touch: bool, renew: bool
) -> None:
    mark, now = old.get(pointer, ""), digest(text)
    if mark == now:
        done.marks[pointer] = now
    elif touch and (renew or not mark):
        done.marks[pointer] = now
        done.fresh += 1
    elif mark:
        done.marks[pointer] = mark
        done.stale += 1


def _source(project: Project, path: str) -> object:
    data = project.folder.read(path)
    text = "" if isinstance(data, Problem) else decode(data, path)[0]
    kind = _kind(path)
    content = older_form.current_file(loader.load(text, path)[0], kind)
    document = Document(path, text, content)
    if not document.data or schema.validate(document, kind):
        raise ToolError(f"{path} kan ikke leses. «rettesnor check» sier hvorfor.")
    read_plain(document, kind)  # marks are made of plain fields as they are shown
    return document.data


def _all(project: Project, language: str) -> Iterator[str]:
    """Yield the existing translations into ``language``, including prose pages."""
    entries = project.translations
    sources = {entry.path for entry in project.entries}
    shared = {*FILES.values(), *(page_path(page) for page in _guideline_pages(project))}
    shared |= {path for path in project.files.documents if kind_of_part(path)}
    for path in (*project.files.translation_paths, *(entry.path for entry in entries)):
        if language_of(path) == language and source_path(path) in shared | sources:
            yield path
    for name in project.folder.names(HEARINGS):
        if name.endswith(f".{language}.yml"):
            yield f"{HEARINGS}/{name}"


def _translation(path: str, language: str) -> str:
    found = path if language_of(path) else translated_path(path, language)
    if language_of(found) != language:
        raise ToolError(f"{path} er ikke en oversettelse til «{language}».")
    return found


def _pages(project: Project, language: str, paths: Sequence[str]) -> dict[str, Text]:
    """Return the sources of the prose pages among ``paths``, by the name of their mark."""
    pages: dict[str, Text] = {}
    for name in _page_marks(project):
        source = f"guideline/{name}"
        path = translated_path(source, language)
        if path in paths:
            if not project.folder.exists(path):
                raise ToolError(f"{path} finnes ikke.")
            pages[name] = project.files.documents[source].text
    return pages


def _page_marks(project: Project) -> list[str]:
    return [f"{page}.md" for page in _guideline_pages(project)]


def _guideline_pages(project: Project) -> list[str]:
    assert project.guideline is not None
    return [page.id for page in project.guideline.tekstsider]


def _main(language: str) -> str:
    return translated_path(GUIDELINE, language)


def _kind(path: str) -> str:
    source = source_path(path)
    kinds = {file: kind for kind, file in FILES.items()}
    known = kinds.get(source) or kind_of_part(source)
    return known or ("hearing" if source.startswith(HEARINGS) else "recommendation")
