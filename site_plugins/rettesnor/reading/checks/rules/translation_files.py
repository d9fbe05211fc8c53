"""Rules for the files that hold translations: that each belongs to a file and to a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rettesnor.model.translation import language_of, needed, source_path, translated_path
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.phrases import both, either
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.rules.translations import is_whole, missing_source
from rettesnor.reading.content.guideline_paths import (
    FILES,
    GUIDELINE,
    HEARINGS,
    kind_of_part,
    page_path,
)

_SHOWN = 3


@rule(
    "oversettelse-sprak",
    summary="En oversettelse er på et språk retningslinja ikke kommer ut på.",
    suppressible=False,
)
def language_is_published(project: ProjectIndex) -> Iterator[Finding]:
    """The language of a translation is one that the guideline comes out in."""
    if project.whole.guideline is None:  # its translations were not read
        return
    source, *others = (language.id for language in project.guideline.languages)
    known = [f"«{language}»" for language in others]
    files = Counter(map(language_of, _paths(project)))
    reported: set[str] = set()
    for path in _paths(project):
        language = language_of(path)
        if language in reported:
            continue
        if language == source:
            yield Finding(
                f"«{language}» er språket retningslinja er skrevet på, og oversettes ikke.",
                f"Skriv teksten i {source_path(path)}, og slett fila.", None, path,
            )
        elif language not in others:
            reported.add(language)
            more = files[language] - 1
            also = f" Det gjelder {more} til." if more else ""
            yield Finding(
                f"Retningslinja kommer ikke ut på «{language}».{also}",
                (f"Gi fila endelsen {either(known)}, eller før" if known else "Før")
                + f" opp språket under «sprak» i {GUIDELINE}.", None, path,
            )


@rule(
    "oversettelse-uten-kilde",
    summary="En oversettelse hører ikke til noen fil.",
    suppressible=False,
)
def source_exists(project: ProjectIndex) -> Iterator[Finding]:
    """Every translation has a file that it translates; hearings are seen to where they are read."""
    if project.whole.guideline is None:  # its translations were not read
        return
    entries = {entry.path for entry in project.whole.entries}
    files = {*FILES.values(), *map(page_path, project.pages)}
    files |= {path for path in project.whole.documents if kind_of_part(path)}
    for path in _paths(project):
        if path.startswith(f"{HEARINGS}/"):
            continue
        if source_path(path) not in entries and source_path(path) not in files:
            missing = missing_source(path)
            yield Finding(missing.message, missing.hint, None, path)


@is_whole.also
def everything_is_translated(project: ProjectIndex) -> Iterator[Finding]:
    """Every file has a translation into every language that the guideline comes out in."""
    if project.whole.guideline is None:  # its translations were not read
        return
    if not project.guideline.translations:
        return
    there = set(_paths(project))
    sources = [entry.path for entry in project.whole.entries]
    documents = project.whole.documents
    sources += [
        path for kind, path in FILES.items()
        if path in documents and needed(documents[path].data, kind)
    ]
    sources += map(page_path, project.guideline.sider)
    sources += [
        path for path in documents
        if (kind := kind_of_part(path)) and not language_of(path)
        and needed(documents[path].data, kind)
    ]
    for index, language in enumerate(project.guideline.translations, 1):
        missing = [path for path in sources if translated_path(path, language.id) not in there]
        if missing:
            files = "1 fil" if len(missing) == 1 else f"{len(missing)} filer"
            yield Finding(
                f"{files} av {len(sources)} er ikke oversatt til {language.navn.lower()}: "
                f"{_few(missing)}.",
                f"«rettesnor translate {language.id}» viser hvilke.",
                ("sprak", index, "id"), GUIDELINE,
            )


def _few(paths: list[str]) -> str:
    more = len(paths) - _SHOWN
    return both(paths[:_SHOWN] + ([f"{more} til"] if more > 0 else []))


def _paths(project: ProjectIndex) -> list[str]:
    return [*project.whole.translation_paths, *(entry.path for entry in project.whole.translations)]
