"""Rules for plain-language versions of recommendations, and for pages written for roles."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.guideline import Guideline
from rettesnor.model.plain import EnkelVersjon, Leserversjon, Rolleside, outdated
from rettesnor.model.problem import Severity
from rettesnor.model.readability import readability
from rettesnor.model.translation import translated_path
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.phrases import both
from rettesnor.reading.checks.rule import Finding, pointer, rule
from rettesnor.reading.checks.rules.references import recommendations_exist, roles_exist
from rettesnor.reading.content.guideline_paths import GUIDELINE, kind_of_part, part_path
from rettesnor.reading.files.names import stem
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml.loader import Pointer

_SHOWN = 3
_ENOUGH = 20
"""From this many words on the LIX of a field says what it should."""


def _versions(project: ProjectIndex) -> list[EnkelVersjon]:
    """Return the plain versions whose files have the right names; of others only that is said."""
    documents = project.whole.documents
    return [
        one for one in project.guideline.enkle_versjoner if part_path("plain", one.id) in documents
    ]


def _role_pages(project: ProjectIndex) -> list[Rolleside]:
    documents = project.whole.documents
    return [one for one in project.guideline.rollesider if part_path("role", one.id) in documents]


@rule(
    "enkel-filnavn", summary="En enkel versjon eller en rolleside heter noe annet enn id-en.",
    suppressible=False,
)
def is_named_by_its_id(project: ProjectIndex) -> Iterator[Finding]:
    """A plain version, or a page for a role, has the id that its file is named by."""
    for path, document in project.whole.documents.items():
        if not kind_of_part(path) or project.language(path):
            continue
        id_, name = document.data.get("id"), stem(path)
        if id_ and id_ != name:
            yield Finding(
                f"Id-en er «{id_}», men fila heter «{name}.yml».",
                f"Skriv «id: {name}», eller gi fila navnet «{id_}.yml».", ("id",), path,
            )


@recommendations_exist.also
def recommendations_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A plain version is of a recommendation; a page for a role names those that there are."""
    known, names = project.recommendations, project.recommendation_names
    for version in _versions(project):
        if version.id not in known:
            yield _no_recommendation(names, version.id, ("id",), part_path("plain", version.id))
    for page in _role_pages(project):
        for place, point in page.points():
            for index, id_ in enumerate(point.anbefalinger):
                if id_ not in known:
                    where = (*pointer(place), "anbefalinger", index)
                    yield _no_recommendation(names, id_, where, part_path("role", page.id))


def _no_recommendation(names: Names, id_: str, place: Pointer, path: str) -> Finding:
    return Finding(
        f"Anbefalingen «{id_}» finnes ikke.",
        names.suggestion(id_, "Rett id-en, eller slett fila eller linja."), place, path,
    )


@roles_exist.also
def readers_are_roles(project: ProjectIndex) -> Iterator[Finding]:
    """Plain versions and pages for roles are written to roles of the guideline."""
    if not project.knows(GUIDELINE, "roller.id"):
        return
    guideline = project.guideline
    known = {role.id for role in guideline.roller}
    named: list[tuple[str, str, Pointer]] = [
        (GUIDELINE, id_, ("enkelt_sprak", "maalgrupper", index))
        for index, id_ in enumerate(guideline.enkelt_sprak.maalgrupper)
    ]
    named += [
        (part_path("plain", version.id), one.maalgruppe, ("versjoner", index, "maalgruppe"))
        for version in _versions(project) for index, one in enumerate(version.versjoner)
    ]
    named += [(part_path("role", page.id), page.id, ("id",)) for page in _role_pages(project)]
    for path, id_, place in named:
        if id_ and id_ not in known:
            yield Finding(
                f"Rollen «{id_}» finnes ikke.",
                Names(known).suggestion(id_, f"Se «roller» i {GUIDELINE}."), place, path,
            )


@rule(
    "enkel-foreldet", severity=Severity.WARNING, suppressible=False,
    summary="Anbefalingen er endret etter at den enkle versjonen ble skrevet.",
    reads=("skrevet_fra",),
)
def is_up_to_date(project: ProjectIndex) -> Iterator[Finding]:
    """A plain version was written from what the recommendation says now."""
    entries = {entry.id: entry for entry in project.whole.entries if entry.sound}
    for version in _versions(project):
        entry = entries.get(version.id)
        if entry is None or not (changed := outdated(version, entry.sjekksummer)):
            continue
        yield Finding(
            f"Skrevet fra en eldre tekst: {both([f'«{name}»' for name in changed])} i "
            f"{entry.path} er endret.",
            f"Les den mot anbefalingen, rett den, og kjør «rettesnor plain --mark {version.id}».",
            ("skrevet_fra",), part_path("plain", version.id), at_key=True,
        )


@rule(
    "enkel-umerket", severity=Severity.WARNING, suppressible=False,
    summary="En enkel versjon har ikke merket som sier hva den er skrevet fra.",
    reads=("skrevet_fra",),
)
def is_marked(project: ProjectIndex) -> Iterator[Finding]:
    """A plain version keeps what it was written from."""
    for version in _versions(project):
        if version.id in project.recommendations and not version.skrevet_fra:
            yield Finding(
                "Fila sier ikke hvilken tekst den er skrevet fra.",
                f"Les den mot anbefalingen, og kjør «rettesnor plain --mark {version.id}».",
                ("versjoner",), part_path("plain", version.id), at_key=True,
            )


@rule(
    "enkel-mangler", severity=Severity.WARNING,
    summary="En anbefaling mangler en enkel versjon.",
)
def everything_is_explained(project: ProjectIndex) -> Iterator[Finding]:
    """Every recommendation is explained to those whom the guideline says."""
    wanted = project.guideline.enkelt_sprak.maalgrupper
    if not wanted or not project.all_sound:
        return
    written = {
        (version.id, one.maalgruppe)
        for version in project.guideline.enkle_versjoner for one in version.versjoner
    }
    for index, role in enumerate(wanted):
        missing = [e.id for e in project.whole.entries if (e.id, role) not in written]
        if missing:
            more = len(missing) - _SHOWN
            shown = both(missing[:_SHOWN] + ([f"{more} til"] if more > 0 else []))
            yield Finding(
                f"{len(missing)} av {len(project.whole.entries)} anbefalinger er ikke forklart "
                f"for «{role}»: {shown}.",
                f"Begynn på en med «rettesnor plain --new {missing[0]}».",
                ("enkelt_sprak", "maalgrupper", index), GUIDELINE,
            )


@rule(
    "enkel-lix", severity=Severity.WARNING, summary="En enkel versjon er tung å lese.",
)
def is_easy_to_read(project: ProjectIndex) -> Iterator[Finding]:
    """A plain version has a readability (LIX) that the guideline allows, in every language."""
    languages: dict[str, Guideline] = {"": project.guideline, **project.whole.translated}
    limit = project.guideline.enkelt_sprak.limit
    for language, guideline in languages.items():
        for version in guideline.enkle_versjoner:
            path = part_path("plain", version.id)
            path = translated_path(path, language) if language else path
            if path not in project.whole.documents:
                continue
            for one in version.versjoner:
                lix = readability(text for _, text in one.texts()).lix
                if lix > limit:
                    place, heavy = _heaviest(one)
                    where = (*_place(project, path, one.maalgruppe), *pointer(place))
                    yield Finding(
                        f"Teksten til «{one.maalgruppe}» har LIX {lix}. Grensen er {limit}.",
                        "Del lange setninger, og bytt ut ord på mer enn seks bokstaver. Dette "
                        f"feltet er tyngst, med LIX {heavy}.", where, path,
                    )


def _heaviest(version: Leserversjon) -> tuple[str, int]:
    """Return the field that does most to make it hard to read, and its LIX.

    A short field may have a high LIX for one long word, so that its length counts, too.
    """
    counted = [(place, readability([text])) for place, text in version.texts()]
    place, found = max(counted, key=lambda one: one[1].lix * min(one[1].words, _ENOUGH))
    return place, found.lix


def _place(project: ProjectIndex, path: str, role: str) -> Pointer:
    """Return where the file at ``path`` has the version that is written to ``role``."""
    versions = project.whole.documents[path].data.get("versjoner") or ()
    index = next((n for n, one in enumerate(versions) if one.get("maalgruppe") == role), 0)
    return ("versjoner", index)


@rule(
    "rolle-uten-grunn", severity=Severity.WARNING,
    summary="Et punkt på en rolleside sier ikke hva det bygger på.",
)
def points_rest_on_something(project: ProjectIndex) -> Iterator[Finding]:
    """What a reader is told to expect rests on a recommendation or on a law."""
    for page in _role_pages(project):
        for place, point in page.points():
            if not point.anbefalinger and not point.hjemler:
                yield Finding(
                    "Punktet viser verken til en anbefaling eller til en paragraf.",
                    "Før opp hva det bygger på under «anbefalinger» eller «hjemler».",
                    (*pointer(place), "setning"), part_path("role", page.id),
                )
