"""Splitting a recommendation into several."""

from __future__ import annotations

from collections.abc import Sequence

from rettesnor.editing import chapters, fragments, plain_versions, references
from rettesnor.editing.draft import Draft
from rettesnor.editing.fragments import Decision
from rettesnor.editing.operations.move import title_of
from rettesnor.editing.operations.withdraw import remove
from rettesnor.editing.plan import NotPossible, Plan
from rettesnor.editing.project_files import ProjectFiles
from rettesnor.model.translation import translated_path
from rettesnor.reading.files.names import stem


def split(
    files: ProjectFiles, id_: str, titles: Sequence[str], decision: Decision, *,
    keep: bool = False,
) -> Plan:
    """Plan the split of a recommendation. Each part begins with all of its text.

    Args:
        titles: of the new recommendations.
        keep: whether the recommendation itself stays, as one of the parts.

    Raises:
        NotPossible: there are too few parts, or an id is taken.
    """
    draft = Draft(files)
    source, title = chapters.path_of(draft, id_), title_of(draft, id_)
    chapter = chapters.chapter_of(draft, id_)
    if len(titles) + keep < 2:
        raise NotPossible(
            "Oppgi minst to titler, eller bruk --keep om anbefalingen selv skal være den ene."
        )
    new = [_copy(draft, source, f"«{title}» ({id_})", chapter, name) for name in titles]
    parts = [id_, *new] if keep else new
    chapters.replace_in_order(draft, id_, parts)
    changed = [] if keep else _lead_to_parts(draft, id_, chapter, new)
    _report(draft, id_, title, parts, decision)
    fragments.report_links(draft, changed, new[0], titles[0], decision, {id_, *new})
    fragments.settle(draft, references.ids_of(changed))
    draft.notes.append(
        f"Hver del har hele teksten til «{title}». Ta bort det som ikke hører til i hver av dem."
    )
    return draft.plan(f"Delt anbefalingen «{title}» ({id_}) i {', '.join(parts)}.")


def _copy(draft: Draft, source: str, origin: str, chapter: str, title: str) -> str:
    """Make a part with all of the text at ``source`` and its translations; return its id."""
    part = chapters.free_id(draft, title)
    target = f"{chapters.RECOMMENDATIONS}/{chapter}/{part}.yml"
    copied = draft.data(source)
    copied.update(id=part, tittel=title)
    copied.pop("datoer", None)
    draft.put(target, draft.text(source))
    draft.write(target, copied)
    _put_first(draft, target, f"# Delt fra {origin}. Ta bort det som ikke hører til her.\n")
    for language, path in chapters.translations(draft, source).items():
        draft.put(translated_path(target, language), draft.text(path))
    plain_versions.copy(draft, stem(source), part)
    return part


def _lead_to_parts(draft: Draft, id_: str, chapter: str, parts: Sequence[str]) -> list[str]:
    """Remove the recommendation; return the paths whose links now lead to its first part."""
    remove(draft, id_)
    for path in draft.paths(f"{chapters.RECOMMENDATIONS}/{chapter}/"):
        if stem(path) in parts:
            _drop_own(draft, path, id_)
    links = references.links_to(draft, id_, tuple(parts))
    changed = references.redirect(draft, id_, parts[0])
    draft.notes += [
        f"{one.path}:{one.line}: Lenken «{one.label}» går nå til «{parts[0]}». Er det riktig?"
        for one in links
    ]
    fragments.follow(draft, id_, parts)
    return changed


def _report(
    draft: Draft, id_: str, title: str, parts: Sequence[str], decision: Decision
) -> None:
    new = [part for part in parts if part != id_]
    if fragments.is_released(draft, id_) and id_ not in parts:
        fragments.report(
            draft, f"del-{id_}", "delt", f"Anbefalingen «{title}» er delt i flere.", decision,
            substantive=True, fra=[id_], til=list(parts),
        )
    elif draft.files.last is not None:  # one that stays is reported when its text is changed
        reported = fragments.mentioned(draft)
        missing = [part for part in new if part not in reported]
        if missing:
            fragments.report(
                draft, missing[0], "ny", f"Skilt ut fra anbefalingen «{title}».", decision,
                substantive=True, anbefalinger=missing,
            )


def _put_first(draft: Draft, path: str, line: str) -> None:
    text = draft.text(path)
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    end = "\r\n" if "\r\n" in text else "\n"
    draft.put(path, bom + line.replace("\n", end) + text.removeprefix(bom))


def _drop_own(draft: Draft, path: str, id_: str) -> None:
    """Take what a part says of the recommendation that it was a part of out of its lists."""
    data = draft.data(path)
    listed = data.get("se_ogsaa") if isinstance(data, dict) else None
    if isinstance(listed, list) and id_ in listed:
        data["se_ogsaa"] = [other for other in listed if other != id_]
        if not data["se_ogsaa"]:
            del data["se_ogsaa"]
        draft.write(path, data)
