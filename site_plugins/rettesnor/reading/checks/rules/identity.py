"""Rules for ids.

An id is a promise: addresses, citations and comments hold on to it for ever. So it is the
file's name, it is unique, and it is never given to something else later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rettesnor.model.pages import RESERVED
from rettesnor.model.problem import Severity
from rettesnor.model.recommendation_entry import Entry
from rettesnor.reading.checks.checked_content import CheckedContent
from rettesnor.reading.checks.index import ProjectIndex, folded
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.subjects.recommendation import RecommendationSubject
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.reading.files.names import DEVICES as DEVICES
from rettesnor.reading.files.names import slug, stem
from rettesnor.reading.schema.readable_part import at_or_below
from rettesnor.reading.yaml.loader import Pointer

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@rule("id-filnavn", summary="Id-en er ikke lik filnavnet.")
def id_is_file_name(file: RecommendationSubject) -> Iterator[Finding]:
    """The id is the file's name."""
    name, id_ = stem(file.path), file.recommendation.id
    if id_ != name:
        hint = f"Gi fila navnet «{id_}.yml», eller gi den en ny id og det samme navnet"
        own = slug(name)
        if own.startswith(f"{id_}-"):  # «… - kopi», «… (2)»: the other name is taken
            hint = f"Er det en kopi, slett den, eller gi både fila og id-en navnet «{own}»"
        if _ID.fullmatch(name):
            hint = f"Skriv «id: {name}», eller gi fila navnet «{id_}.yml»"
        yield Finding(f"Id-en er «{id_}», men fila heter «{name}.yml».", f"{hint}.", ("id",))


@rule("id-dobbel", summary="To anbefalinger har samme id.")
def is_unique(whole: CheckedContent) -> Iterator[Finding]:
    """No two recommendations share an id, however it is cased."""
    first: dict[str, Entry] = {}
    for entry in whole.entries:
        other = first.setdefault(stem(entry.path).casefold(), entry)
        if other is not entry:
            yield Finding(
                f"Id-en «{stem(entry.path)}» er alt brukt av {other.path}.",
                "Gi den ene en ny id, og la fila hete det samme.", *_at_id(entry),
            )


@rule("id-gjenbrukt", summary="En id fra en tidligere utgave er brukt på nytt.")
def is_not_reused(whole: CheckedContent) -> Iterator[Finding]:
    """An id that an earlier release withdrew or moved is not given to anything new."""
    for entry in whole.entries if whole.retired else ():
        release = whole.retired.get(entry.id)
        if release is not None:
            yield Finding(
                f"Id-en «{entry.id}» ble tatt ut i utgave {release} og kan ikke brukes på nytt.",
                "Gi anbefalingen en ny id, og la fila hete det samme.", *_at_id(entry),
            )


@rule("id-reservert", summary="En id er opptatt, av nettstedet eller av Windows.")
def is_no_device(whole: CheckedContent) -> Iterator[Finding]:
    """A recommendation has a name that its file can have on every machine."""
    for entry in whole.entries:
        if entry.id in DEVICES or stem(entry.path) in DEVICES:
            name = stem(entry.path) if stem(entry.path) in DEVICES else entry.id
            yield Finding(DEVICE_SAID.format(name), _OTHER_NAME, *_at_id(entry))


@is_no_device.also
def posts_are_no_devices(project: ProjectIndex) -> Iterator[Finding]:
    """Posts whose ids become parts of addresses have ids that files can have on every machine."""
    for path, pointer, names in project.lists():
        for index, name in enumerate(names):
            if name.casefold() in DEVICES:
                yield Finding(
                    DEVICE_SAID.format(name), "Velg en annen id.", (*pointer, index), path
                )
    for index, page in enumerate(project.guideline.sider):
        if page in DEVICES:
            yield Finding(
                DEVICE_SAID.format(page), "Velg en annen id.", ("sider", index), GUIDELINE
            )


DEVICE_SAID = "«{}» kan ikke brukes: Windows har det navnet til noe annet, og kan ikke lagre fila."
_OTHER_NAME = "Gi anbefalingen en annen id, og la fila hete det samme."


@is_no_device.also
def is_not_reserved(project: ProjectIndex) -> Iterator[Finding]:
    """Chapters and prose pages do not take addresses that the site uses itself."""
    for name, index, id_ in _addresses(project):
        if id_ in RESERVED:
            yield Finding(
                f"«{id_}» er opptatt: nettstedet bruker adressen selv.", "Velg en annen id.",
                _pointer(name, index), GUIDELINE,
            )


@rule("id-kollisjon", summary="En tekstside og et kapittel har samme id.")
def pages_and_chapters_differ(project: ProjectIndex) -> Iterator[Finding]:
    """A prose page and a chapter do not share an address."""
    chapters = {chapter.id for chapter in project.guideline.kapitler}
    for index, page in enumerate(project.guideline.sider):
        if page in chapters:
            yield Finding(
                f"«{page}» er id-en både til en tekstside og til et kapittel.",
                "Gi siden en annen id.", ("sider", index), GUIDELINE,
            )


@rule("post-dobbel", summary="To poster i samme liste har samme id.")
def posts_are_unique(project: ProjectIndex) -> Iterator[Finding]:
    """No two posts of one list (roles, laws, terms, sources …) share an id."""
    for path, pointer, names in project.lists():
        first: dict[str, int] = {}
        for index, name in enumerate(names):
            seen = first.setdefault(name.casefold(), index)
            if name and seen != index:
                yield Finding(
                    f"«{name}» står to ganger i «{pointer[-1]}» (post {seen + 1} og {index + 1}).",
                    "Slett den ene, eller slå dem sammen.",
                    (*pointer, index), path,
                )


@rule("navn-dobbelt", severity=Severity.WARNING, summary="To poster i samme liste har samme navn.")
def names_differ(project: ProjectIndex) -> Iterator[Finding]:
    """Readers can tell the posts of a list apart by the names they see."""
    for place, field, shown in _shown(project):
        first: dict[str, int] = {}
        for index, word in enumerate(shown):
            seen = first.setdefault(folded(word), index)
            if seen != index:
                yield Finding(
                    f"«{word}» er navnet på to poster i «{place[-1]}» (post {seen + 1} og "
                    f"{index + 1}).",
                    "Gi dem navn som leserne kan skille fra hverandre.", (*place, index, field),
                    GUIDELINE,
                )


def _shown(project: ProjectIndex) -> Iterator[tuple[Pointer, str, list[str]]]:
    """Yield the lists whose posts readers choose among: the list, name's field and the names."""
    guideline = project.guideline
    yield ("kapitler",), "tittel", [chapter.tittel for chapter in guideline.kapitler]
    yield ("roller",), "navn", [role.navn for role in guideline.roller]
    yield ("dimensjoner",), "navn", [dimension.navn for dimension in guideline.dimensjoner]
    for number, dimension in enumerate(guideline.dimensjoner):
        names = [value.navn for value in dimension.verdier]
        yield ("dimensjoner", number, "verdier"), "navn", names
    yield ("faser",), "navn", [phase.navn for phase in guideline.faser]
    yield ("styrker",), "navn", [strength.navn for strength in guideline.styrker]
    yield ("sprak",), "navn", [language.navn for language in guideline.sprak]


def _addresses(project: ProjectIndex) -> Iterator[tuple[str, int, str]]:
    for index, chapter in enumerate(project.guideline.kapitler):
        yield "kapitler", index, chapter.id
    for index, page in enumerate(project.guideline.sider):
        yield "sider", index, page


def _pointer(name: str, index: int) -> tuple[str | int, ...]:
    return (name, index, "id") if name == "kapitler" else (name, index)


def _at_id(entry: Entry) -> tuple[Pointer | None, str]:
    known = entry.readable and not at_or_below("id", entry.unreadable)
    return (("id",) if known else None), entry.path
