"""Rules for what the guideline requires of every recommendation: dimensions and sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rettesnor.model.fields import below
from rettesnor.model.guideline import Dimensjon
from rettesnor.model.sections import SECTIONS
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.content.guideline_paths import GUIDELINE
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.schema.readable_part import overlap

TAKEN = frozenset({
    "kapittel", "dimensjoner", "lenker", "endret_i", "ikke_utgitt", "html", "gruppe", "fase",
    "siden", "dato", "vis", "versjon", "url", "oppdatert", "rolle", "anbefaling", "styrker",
    "roller", "statuser", "tillit", *SECTIONS, *(field.name for field in below("recommendation")),
    *(field.name for field in below("guideline")),
})
"""Names that a recommendation's file, the API and the filters use for something else."""


@rule(
    "dimensjon-ukjent", summary="Et felt er verken et kjent felt eller en av dimensjonene.",
    suppressible=False,
)
def dimensions_exist(project: ProjectIndex) -> Iterator[Finding]:
    """Lists of ids in a recommendation are fields of every one, or dimensions of the guideline."""
    if not project.knows(GUIDELINE, "dimensjoner.id", "dimensjoner.verdier"):
        return
    known = _dimensions(project)
    names = Names([*known, *(field.name for field in below("recommendation"))])
    for entry in project.readable:
        for name in entry.dimensjoner:
            if name not in known:
                yield Finding(
                    f"Feltet «{name}» finnes ikke, og er ikke en av dimensjonene i {GUIDELINE}.",
                    names.suggestion(
                        name, f"Legg dimensjonen til under «dimensjoner» i {GUIDELINE}, eller "
                        "slett feltet."
                    ), (name,), entry.path, at_key=True,
                )


@rule("verdi-ukjent", summary="En verdi finnes ikke i dimensjonen.")
def values_exist(project: ProjectIndex) -> Iterator[Finding]:
    """The values of a recommendation in a dimension are those of the guideline."""
    if not project.knows(GUIDELINE, "dimensjoner.id", "dimensjoner.verdier"):
        return
    for dimension in project.guideline.dimensjoner:
        known = dict.fromkeys(value.id for value in dimension.verdier)
        for entry in project.readable:
            values = entry.dimensjoner.get(dimension.id, ())
            for index, id_ in enumerate(values if not known.keys() >= {*values} else ()):
                if id_ not in known:
                    yield Finding(
                        f"«{id_}» er ikke en av verdiene i «{dimension.id}».",
                        Names(known).suggestion(id_, f"Se «dimensjoner» i {GUIDELINE}."),
                        (dimension.id, index), entry.path,
                    )


@rule(
    "dimensjon-opptatt", summary="Id-en til en dimensjon betyr noe annet.", suppressible=False,
)
def dimensions_are_no_fields(project: ProjectIndex) -> Iterator[Finding]:
    """A dimension does not have the name of another field, filter or part of the API."""
    for index, dimension in enumerate(project.guideline.dimensjoner):
        if dimension.id in TAKEN:
            yield Finding(
                f"«{dimension.id}» er opptatt: det er navnet på noe annet.", "Velg en annen id.",
                ("dimensjoner", index, "id"), GUIDELINE,
            )


@rule(
    "del-mangler", summary="Noe retningslinja krever av alle anbefalinger, mangler.",
)
def is_complete(project: ProjectIndex) -> Iterator[Finding]:
    """Every recommendation has the sections, target groups and dimensions that are required."""
    if not project.knows(GUIDELINE, "paakrevde_deler", "dimensjoner", "roller"):
        return
    guideline = project.guideline
    sections = guideline.required_sections
    known = _dimensions(project)
    names = Names([*known, *sections, "maalgrupper"])
    for entry in project.readable:
        meant = {names.closest(name) for name in entry.dimensjoner if name not in known}
        for section in sections:
            unread = entry.unreadable and overlap((section,), entry.unreadable)
            if section not in entry.deler and not unread:
                yield Finding(
                    f"«{section}» mangler.",
                    f"Legg til delen «{SECTIONS[section]}». Retningslinja krever den av alle "
                    "anbefalinger.", (section,), entry.path, at_key=True,
                )
        if guideline.roller and not entry.maalgrupper and "maalgrupper" not in meant:
            yield Finding(
                "«maalgrupper» mangler.",
                f"Legg til «maalgrupper» med id-er fra «roller» i {GUIDELINE}.", ("maalgrupper",),
                entry.path, at_key=True,
            )
        for id_, dimension in known.items():
            if not entry.dimensjoner.get(id_) and id_ not in meant:
                yield Finding(
                    f"«{id_}» mangler.",
                    f"Legg til «{id_}» med én eller flere av: "
                    f"{', '.join(value.id for value in dimension.verdier)}.", (id_,), entry.path,
                    at_key=True,
                )


def _dimensions(project: ProjectIndex) -> Mapping[str, Dimensjon]:
    return {one.id: one for one in project.guideline.dimensjoner if one.id not in TAKEN}
