"""Adding imported sources to ``guideline/sources.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.editing import yaml_writer
from rettesnor.editing.plan import FileChange, NotPossible, Plan, digest
from rettesnor.reading.content.guideline_paths import SOURCES
from rettesnor.reading.importers.sources.keys import key_of

Item = Mapping[str, Any]
_SCHEMA = "# yaml-language-server: $schema=../schema/sources.schema.json\n"


@dataclass(frozen=True)
class AddedSources:
    """What becomes of imported sources.

    Attributes:
        plan: the change of the file; it has no changes when no source is new.
        added: the sources that are new, as they will stand.
        duplicates: for each source that is not added, its key in the import, the key of the source
            that is there already, and what they have in common (in Norwegian).
        renamed: the new key of each added source whose key was not of our form, by the old one.
        alike: like ``duplicates``, for sources that are added and may be one with another.
    """

    plan: Plan
    added: tuple[Item, ...]
    duplicates: tuple[tuple[str, str, str], ...]
    renamed: tuple[tuple[str, str], ...]
    alike: tuple[tuple[str, str, str], ...]


def add_sources(before: bytes | None, items: Iterable[Item]) -> AddedSources:
    """Return the plan that puts the new ones of ``items`` at the end of the list of sources.

    A source is there already when one has its key or its DOI, or its title and one of ISBN,
    address and year and authors.

    Args:
        before: the file as it is; None when there is none.

    Raises:
        NotPossible: the file cannot be read, or not be written without changing something else.
    """
    data, text = _read(before)
    known: list[Item] = list(data["references"])
    added: list[Item] = []
    duplicates, renamed, alike = [], [], []
    keys = {str(one["id"]) for one in known}
    for item in items:
        given = str(item.get("id") or "")
        same = _same(item, [*known, *added])
        if same is not None:
            duplicates.append((given or str(item["title"]), str(same[0]["id"]), same[1]))
            continue
        key = key_of(dict(item), keys)
        if given and key != given:
            renamed.append((given, key))
        new = {**item, "id": key}
        if near := _near(item, [*known, *added]):
            alike.append((key, *near))
        keys.add(key)
        added.append(new)
    changes: tuple[FileChange, ...] = ()
    if added:
        after = _written(text, {**data, "references": [*known, *added]})
        changes = (FileChange(SOURCES, digest(before) if before is not None else "", after),)
    count = len(added)
    summary = f"{count} {'ny kilde' if count == 1 else 'nye kilder'} i {SOURCES}."
    return AddedSources(
        Plan(summary, changes), tuple(added), tuple(duplicates), tuple(renamed), tuple(alike)
    )


def _read(before: bytes | None) -> tuple[dict[str, Any], str]:
    if before is None:
        return {"references": []}, _SCHEMA
    try:
        text = before.decode("utf-8")
        data = yaml_writer.read(text)
    except UnicodeDecodeError as error:
        raise NotPossible(f"{SOURCES} er ikke lagret med tegnsettet UTF-8.") from error
    except yaml_writer.Refused as error:
        raise NotPossible(f"{SOURCES}: {error}") from error
    if data is None:
        return {"references": []}, text
    items = data.get("references") if isinstance(data, dict) else None
    if not isinstance(items, list) or not all(
        isinstance(one, dict) and "id" in one and "title" in one for one in items
    ):
        raise NotPossible(f"{SOURCES} har feil. Kjør «rettesnor check», og rett dem først.")
    return data, text


def _written(text: str, data: dict[str, Any]) -> bytes:
    try:
        return yaml_writer.write(text, data, "sources").encode()
    except yaml_writer.Refused as error:
        raise NotPossible(f"{SOURCES} kan ikke utvides: {error}") from error


def _same(item: Item, known: Sequence[Item]) -> tuple[Item, str] | None:
    """Return the source that ``item`` is, and what shows it."""
    given = str(item.get("id") or "")
    for one in known:
        if given and one["id"] == given:
            is_same = _words(one) == _words(item)
            return one, "nøkkelen" if is_same else "nøkkelen, men tittelen er en annen"
    for one in known:
        if _id("DOI", one) and _id("DOI", one) == _id("DOI", item):
            return one, "DOI-en"
        if _words(one) != _words(item):
            continue
        for field, said in (("ISBN", "ISBN-et"), ("URL", "adressen")):
            if _id(field, one) and _id(field, one) == _id(field, item) and _volumes(one, item):
                return one, f"{said} og tittelen"
        if all(one.get(name) == item.get(name) for name in (
            "type", "author", "issued", "volume", "issue", "page", "container-title", "edition",
        )) and not any(_differ(field, one, item) for field in ("DOI", "ISBN", "URL")):
            return one, "tittelen, forfatterne og året"
    return None


def _near(item: Item, known: Sequence[Item]) -> tuple[str, str] | None:
    """Return a source with another title that has the address of ``item``."""
    for one in known:
        if _id("URL", one) and _id("URL", one) == _id("URL", item):
            return str(one["id"]), "adressen"
    return None


def _differ(field: str, one: Item, other: Item) -> bool:
    first, second = _id(field, one), _id(field, other)
    return bool(first and second and first != second)


def _volumes(one: Item, other: Item) -> bool:
    return all(str(one.get(name, "")) == str(other.get(name, "")) for name in ("volume", "page"))


def _id(field: str, item: Item) -> str:
    value = str(item.get(field, "")).casefold()
    if field == "ISBN":
        return re.sub(r"[^0-9x]", "", value)
    return value.rstrip("/").removeprefix("https://").removeprefix("http://")


def _words(item: Item) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"<[^>]*>", "", str(item["title"])).casefold()))
