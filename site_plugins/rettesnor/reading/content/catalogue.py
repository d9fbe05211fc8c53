"""``catalogue.yml``: the guidelines of a site, and the rules for them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rettesnor.model.catalogue import (
    BUILDS_ON,
    FILE,
    GUIDELINES,
    OVERLAPS,
    REPLACED,
    RESERVED_IDS,
    Catalogue,
    Tekster,
    cycles,
)
from rettesnor.model.convert import from_data
from rettesnor.model.problem import Code, Problem
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.reading.content.opened_file import open_file
from rettesnor.reading.files.folder import Folder
from rettesnor.reading.files.source_file import Document
from rettesnor.reading.schema.did_you_mean import Names

CODES = (
    Code("katalog-mappe", "En retningslinje i katalogen har ingen mappe.", suppressible=False),
    Code("katalog-ulistet", "En retningslinje står ikke i katalogen.", suppressible=False),
    Code("katalog-id", "En id i katalogen kan ikke brukes.", suppressible=False),
    Code("katalog-emne", "Et emne i katalogen finnes ikke.", suppressible=False),
    Code("katalog-sprak", "En oversettelse i katalogen er på et ukjent språk.", suppressible=False),
    Code("katalog-forhold", "Et forhold i katalogen kan ikke stemme.", suppressible=False),
    Code(
        "katalog-ring", "Retningslinjer erstatter eller bygger på hverandre i ring.",
        suppressible=False,
    ),
)
"""The codes of what is found here."""


@dataclass(frozen=True, slots=True)
class CatalogueReading:
    """What could be read of a catalogue.

    Attributes:
        catalogue: None when there are problems.
        ids: the guidelines that have a folder, also when there are problems; those that are listed
            first, in their order.
    """

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]
    ids: tuple[str, ...] = ()


def is_catalogue(folder: Folder) -> bool:
    """Whether ``folder`` is a catalogue's, and not a guideline's."""
    return folder.exists(FILE) and not folder.exists(GUIDELINE)


def read_catalogue(folder: Folder) -> CatalogueReading:
    """Return the catalogue in ``folder``, or what is wrong with its own file.

    The guidelines themselves are not read.
    """
    there = _guidelines(folder)
    data = folder.read(FILE)
    if isinstance(data, Problem):
        return CatalogueReading(None, (data,), there)
    opened = open_file(data, FILE, "catalogue")
    if isinstance(opened, list):
        return CatalogueReading(None, tuple(opened), there)
    if opened.unreadable:
        return CatalogueReading(None, opened.problems, there)
    content = opened.document.data
    ids = [one["id"] for one in content["retningslinjer"]]
    problems = [*opened.problems, *_problems(opened.document, ids, there)]
    having = tuple(id_ for id_ in dict.fromkeys([*ids, *there]) if id_ in there)
    if problems:
        return CatalogueReading(None, tuple(sorted(problems)), having)
    texts = {
        code: from_data(Tekster, told) for code, told in content.get("oversettelser", {}).items()
    }
    return CatalogueReading(from_data(Catalogue, content, tekster=texts), (), having)


def _guidelines(folder: Folder) -> tuple[str, ...]:
    """Return the names of the folders that hold a guideline, sorted."""
    return tuple(
        name for name in folder.names(GUIDELINES)
        if not name.startswith(".") and folder.exists(f"{GUIDELINES}/{name}/{GUIDELINE}")
    )


def _problems(document: Document, ids: Sequence[str], there: Sequence[str]) -> Iterator[Problem]:
    data = document.data
    yield from _ids(document, ids)
    yield from _folders(document, ids, there)
    languages = [one["id"] for one in data.get("sprak", ())] or ["nb"]
    yield from _languages(document, languages)
    topics = [one["id"] for one in data.get("emner", ())]
    yield from _twice(document, "emner", topics, "Emnet")
    for number, entry in enumerate(data["retningslinjer"]):
        for place, topic in enumerate(entry.get("emner", ())):
            if topic not in topics:
                yield document.problem(
                    "katalog-emne", ("retningslinjer", number, "emner", place),
                    f"Emnet «{topic}» finnes ikke.",
                    _meant(topic, topics) or "Legg det til under «emner» øverst i fila.",
                )
    yield from _relations(document, ids)
    yield from _rings(document, ids)


def _ids(document: Document, ids: Sequence[str]) -> Iterator[Problem]:
    yield from _twice(document, "retningslinjer", ids, "Retningslinja")
    for number, id_ in enumerate(ids):
        if id_ in RESERVED_IDS:
            yield document.problem(
                "katalog-id", ("retningslinjer", number, "id"),
                f"Id-en «{id_}» er opptatt: nettstedet har egne sider på /{id_}/.",
                "Velg en annen id, og gi mappa det samme navnet.",
            )


def _twice(document: Document, name: str, ids: Sequence[str], what: str) -> Iterator[Problem]:
    for number, id_ in enumerate(ids):
        if id_ in ids[:number]:
            yield document.problem(
                "katalog-id", (name, number, "id"), f"{what} «{id_}» står to ganger.",
                "Ta bort det ene stedet.",
            )


def _folders(document: Document, ids: Sequence[str], there: Sequence[str]) -> Iterator[Problem]:
    for number, id_ in enumerate(ids):
        if id_ not in there:
            yield document.problem(
                "katalog-mappe", ("retningslinjer", number, "id"),
                f"Fila «{GUIDELINES}/{id_}/{GUIDELINE}» finnes ikke.",
                _meant(id_, [name for name in there if name not in ids])
                or "Hent mappa tilbake, eller lag retningslinja med «rettesnor new guideline».",
            )
    for name in there:
        if name not in ids:
            yield document.problem(
                "katalog-ulistet", ("retningslinjer",),
                f"Mappa «{GUIDELINES}/{name}» står ikke i katalogen, og blir ikke publisert.",
                f"Legg til «- id: {name}» under «retningslinjer», eller flytt mappa ut av "
                f"{GUIDELINES}/.",
                at_key=True,
            )


def _languages(document: Document, languages: Sequence[str]) -> Iterator[Problem]:
    data = document.data
    others = languages[1:]
    for number, code in enumerate(languages):
        if code in languages[:number]:
            yield document.problem(
                "katalog-sprak", ("sprak", number, "id"), f"Språket «{code}» står to ganger.",
                "Ta bort det ene stedet.",
            )
    places: list[tuple[tuple[str | int, ...], Any]] = [((), data)]
    places += [(("emner", n), topic) for n, topic in enumerate(data.get("emner", ()))]
    places += [
        (("retningslinjer", n, "forhold", m), relation)
        for n, entry in enumerate(data["retningslinjer"])
        for m, relation in enumerate(entry.get("forhold", ()))
    ]
    for place, part in places:
        for code in part.get("oversettelser", ()):
            if code not in others:
                yield document.problem(
                    "katalog-sprak", (*place, "oversettelser", code),
                    f"Tekstene i katalogen står allerede på «{code}»." if code == languages[0]
                    else f"Katalogen er ikke på språket «{code}».",
                    "Ta bort oversettelsen." if code == languages[0]
                    else f"Legg språket til under «sprak», etter «{languages[0]}».",
                    at_key=True,
                )


def _relations(document: Document, ids: Sequence[str]) -> Iterator[Problem]:
    told: set[tuple[str, str, str]] = set()
    for number, entry in enumerate(document.data["retningslinjer"]):
        replaced = 0
        for place, relation in enumerate(entry.get("forhold", ())):
            here = ("retningslinjer", number, "forhold", place)
            kind, own, other = relation["type"], entry["id"], relation["til"]
            if other == own:
                yield document.problem(
                    "katalog-forhold", (*here, "til"),
                    f"Retningslinja «{own}» kan ikke stå i forhold til seg selv.",
                    "Skriv id-en til den andre, eller ta bort forholdet.",
                )
            elif other not in ids:
                yield document.problem(
                    "katalog-forhold", (*here, "til"),
                    f"Retningslinja «{other}» finnes ikke i katalogen.", _meant(other, ids),
                )
            ends = (kind, *sorted((own, other))) if kind == OVERLAPS else (kind, own, other)
            if ends in told:
                yield document.problem(
                    "katalog-forhold", here,
                    f"Forholdet «{kind}» mellom «{own}» og «{other}» står to ganger.",
                    "Det trengs bare ett sted: begge viser det.",
                )
            told.add(ends)
            replaced += kind == REPLACED
            if kind == REPLACED and replaced > 1:
                yield document.problem(
                    "katalog-forhold", (*here, "type"),
                    f"Retningslinja «{own}» er erstattet av flere.",
                    "Skriv «erstattet-av» bare om den som gjelder i stedet. Er det flere, bruk "
                    "«overlapper» om resten.",
                )


def _rings(document: Document, ids: Sequence[str]) -> Iterator[Problem]:
    entries = document.data["retningslinjer"]
    for kind, said in ((REPLACED, "erstatter hverandre"), (BUILDS_ON, "bygger på hverandre")):
        edges = {
            entry["id"]: tuple(
                one["til"] for one in entry.get("forhold", ())
                if one["type"] == kind and one["til"] != entry["id"]
            )
            for entry in entries
        }
        for ring in cycles(edges):
            number = ids.index(ring[0])
            way = " → ".join(f"«{id_}»" for id_ in (*ring, ring[0]))
            yield document.problem(
                "katalog-ring", ("retningslinjer", number, "forhold"),
                f"Retningslinjene {said} i ring: {way}.",
                f"Ta bort «{kind}» på et av stedene.", at_key=True,
            )


def _meant(word: str, known: Sequence[str]) -> str:
    near = Names(known).closest(word)
    return f"Mente du «{near}»?" if near else ""
