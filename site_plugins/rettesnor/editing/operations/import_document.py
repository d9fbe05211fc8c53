"""The drafts that a document becomes, as files of a guideline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from rettesnor.editing import chapters, fragments, template
from rettesnor.editing.draft import Draft
from rettesnor.editing.fragments import Decision
from rettesnor.editing.plan import FileChange, NotPossible, Plan
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.model.pages import RESERVED
from rettesnor.model.strength import DEFAULT_SCALE, Styrke
from rettesnor.reading.content.guideline_paths import GUIDELINE, page_path
from rettesnor.reading.files.names import DEVICES, slug
from rettesnor.reading.files.pictures import FOLDER as PICTURES
from rettesnor.reading.importers.documents.imported import Imported, ImportedRecommendation
from rettesnor.reading.importers.documents.report import report
from rettesnor.reading.yaml.loader import Pointer

FOLDER = "import"
"""Where the mapping, the report and pictures without a place are."""
_DRAFT = "utkast"
_LONGEST = 60
_SHOWN = 5


def report_path(name: str) -> str:
    """Return the path of the report on a document with the short name ``name``."""
    return f"{FOLDER}/{name}-rapport.md"


def scale_of(files: ProjectFiles) -> tuple[Styrke, ...]:
    """Return the strengths that the guideline has.

    Raises:
        NotPossible: ``guideline.yml`` cannot be read.
    """
    data = Draft(files).data(GUIDELINE)
    declared = data.get("styrker") if isinstance(data, dict) else None
    try:
        return tuple(
            Styrke(one["id"], one["navn"], one.get("om", ""), one["grad"],
                   tuple(one.get("verb", ())), one.get("retning", "for"))
            for one in declared
        ) if declared else DEFAULT_SCALE
    except (KeyError, TypeError) as error:
        raise NotPossible(
            f"Styrkene i {GUIDELINE} kan ikke leses. «rettesnor check» sier hvorfor."
        ) from error


def import_document(
    files: ProjectFiles, made: Imported, document: str, decision: Decision,
    exists: Callable[[str], bool],
) -> Plan:
    """Plan the files that a document becomes; none that is there is changed, but the lists of
    chapters and pages in ``guideline.yml``.

    Args:
        document: the file name of the document.
        exists: whether there is a file at a path, of any kind.

    Raises:
        NotPossible: the document was imported before.
    """
    draft = Draft(files)
    name = slug(document.rpartition(".")[0]) or "dokument"
    _ensure_new(draft, made, name, exists)
    taken = {*chapters.ids(draft), *files.retired, *(files.last.recommendations if files.last
                                                     else ())}
    data = draft.data(GUIDELINE)
    addresses = {*RESERVED, *chapters.chapters(draft), *(data.get("sider") or ())}
    new_chapters: list[dict[str, Any]] = []
    became: dict[str, str] = {}
    count = 0
    for chapter in made.chapters:
        id_ = _free(draft, chapter.title, chapter.id, addresses, _is_page)
        entry: dict[str, Any] = {"id": id_, "tittel": chapter.title}
        if chapter.lead:
            entry["ingress"] = f"{chapter.lead}\n"
        listed = []
        for one in chapter.recommendations:
            own = _free(draft, one.title, one.id, taken)
            path = f"{chapters.RECOMMENDATIONS}/{id_}/{own}.yml"
            draft.put(path, _text(data, one, own))
            became[path] = one.heading
            listed.append(own)
            count += 1
            if files.last is not None:
                fragments.report(draft, own, "ny", f"Ny anbefaling: «{one.title}».", decision,
                                 substantive=True, anbefalinger=[own])
        new_chapters.append({**entry, "anbefalinger": listed})
    pages = []
    for page in made.pages:
        id_ = _free(draft, page.title, page.id, addresses, _is_page)
        draft.put(page_path(id_), f"# {page.title}\n\n{page.text}".rstrip() + "\n")
        became[page_path(id_)] = page.title
        pages.append(id_)
    _list(draft, new_chapters, pages)
    planned = draft.plan(
        f"{document}: {_number(count, 'anbefaling', 'anbefalinger')} i "
        f"{_number(len(made.chapters), 'kapittel', 'kapitler')}, "
        f"{_number(len(pages), 'tekstside', 'tekstsider')}."
    )
    written = report(document, made, became, draft.notes)
    others = [FileChange(report_path(name), "", written.encode())]
    others += [FileChange(f"{PICTURES}/{one}", "", data) for one, data in made.placed.items()]
    others += [
        FileChange(f"{FOLDER}/{name}-bilder/{one}", "", data)
        for one, data in made.unplaced.items()
    ]
    changes = sorted([*planned.changes, *others], key=lambda change: change.path)
    return replace(planned, changes=tuple(changes))


def _ensure_new(
    draft: Draft, made: Imported, name: str, exists: Callable[[str], bool]
) -> None:
    if exists(report_path(name)):
        raise NotPossible(
            f"Dokumentet er hentet inn før: {report_path(name)} finnes. Skal det hentes inn en "
            "gang til, ta først bort rapporten og det som kom inn. Ingenting er skrevet."
        )
    present = {*chapters.ids(draft)}
    there = [
        id_ for chapter in made.chapters for one in chapter.recommendations
        if (id_ := one.id or slug(one.title)) in present
    ]
    if there:
        shown = ", ".join(f"«{id_}»" for id_ in there[:_SHOWN])
        more = f" og {len(there) - _SHOWN} til" if len(there) > _SHOWN else ""
        raise NotPossible(
            f"Disse anbefalingene finnes fra før: {shown}{more}. Ingen av dem blir skrevet over. "
            "Ta dem bort, eller gi de nye en annen «id» i koblinga. Ingenting er skrevet."
        )


def _is_page(draft: Draft, id_: str) -> bool:
    return draft.exists(page_path(id_))


def _free(
    draft: Draft, title: str, asked: str, taken: set[str],
    is_used: Callable[[Draft, str], bool] = lambda draft, id_: False,
) -> str:
    """Return a new id, with a number after it when it is taken; it is then taken."""
    if asked and slug(asked) != asked:
        raise NotPossible(
            f"«{asked}» kan ikke være en id: bruk bare små bokstaver a–z, tall og bindestrek, "
            f"høyst {_LONGEST} tegn."
        )
    wanted = asked or slug(title) or "uten-navn"
    id_, number = wanted, 2
    while id_ in taken or id_ in DEVICES or is_used(draft, id_):
        if asked:
            raise NotPossible(f"Id-en «{asked}» er alt i bruk. Velg en annen i koblinga.")
        id_, number = f"{wanted[: _LONGEST - 4].rstrip('-')}-{number}", number + 1
    if id_ != wanted:
        draft.notes.append(f"«{title}» fikk id-en «{id_}», for «{wanted}» er i bruk.")
    taken.add(id_)
    return id_


def _text(guideline: Mapping[str, Any], one: ImportedRecommendation, id_: str) -> str:
    given: dict[Pointer, Any] = {
        ("id",): id_, ("tittel",): one.title, ("styrke",): one.strength, ("status",): _DRAFT,
    }
    for path, value in one.values.items():
        pointer = tuple(path.split("."))
        is_line = isinstance(value, list) or len(pointer) == 1
        given[pointer] = value if is_line else f"{value}\n"
    return template.recommendation(guideline, given, one.title)


def _list(draft: Draft, added: list[dict[str, Any]], pages: list[str]) -> None:
    data = draft.data(GUIDELINE)
    if added:
        data["kapitler"] = [*data["kapitler"], *added]
    if pages:
        data["sider"] = [*(data.get("sider") or ()), *pages]
    draft.write(GUIDELINE, data)


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
