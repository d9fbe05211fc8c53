"""Rules for templates to fill in (``guideline/maler/``)."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.form_template import CHOICE, CHOICES, SCALE, TABLE, Mal, Malfelt, Malkolonne
from rettesnor.model.problem import Code, Severity
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.phrases import both
from rettesnor.reading.checks.rule import Finding, pointer, rule
from rettesnor.reading.checks.rules.references import recommendations_exist
from rettesnor.reading.content.guideline_paths import part_path
from rettesnor.reading.schema.did_you_mean import Names

CODES = (
    Code("mal-eldre", "En anbefaling er endret etter malen som er laget til den.",
         Severity.WARNING, suppressible=False),
)
"""The codes that ``publishing.tools.older_templates`` reports: it knows the releases."""
_NEEDS = {
    CHOICE: "alternativer", CHOICES: "alternativer", SCALE: "skala", TABLE: "kolonner",
}
"""What a field of each of these kinds cannot do without."""
_ONLY_FOR = {
    "alternativer": (CHOICE, CHOICES), "skala": (SCALE,), "kolonner": (TABLE,), "rader": (TABLE,),
    "faste_rader": (TABLE,),
}
"""What only fields of these kinds have."""


def _templates(project: ProjectIndex) -> Iterator[tuple[Mal, str]]:
    """Yield the templates whose files have the right names, with their paths."""
    for template in project.guideline.maler:
        if (path := part_path("template", template.id)) in project.whole.documents:
            yield template, path


@recommendations_exist.also
def recommendations_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A template serves recommendations that there are."""
    known, names = project.recommendations, project.recommendation_names
    for template, path in _templates(project):
        for index, id_ in enumerate(template.anbefalinger):
            if id_ not in known:
                yield Finding(
                    f"Anbefalingen «{id_}» finnes ikke.",
                    names.suggestion(id_, "Rett id-en, eller ta den ut av lista."),
                    ("anbefalinger", index), path,
                )


@rule(
    "mal-dobbel", summary="To felter i en mal har samme id.", suppressible=False,
    reads=("deler",),
)
def fields_are_told_apart(project: ProjectIndex) -> Iterator[Finding]:
    """An id stands for one field of the whole template: saved files find the field by it."""
    for template, path in _templates(project):
        seen: dict[str, str] = {}
        for place, field in template.fields():
            if field.id and field.id in seen:
                yield Finding(
                    f"Feltet «{field.ledetekst}» har id-en «{field.id}», som «{seen[field.id]}» "
                    "også har.",
                    "Gi det ene en annen id. Har malen vært utgitt, er det det nye som får det.",
                    (*pointer(place), "id"), path,
                )
            seen.setdefault(field.id, field.ledetekst)


@rule(
    "mal-felt", summary="Et felt i en mal mangler noe, eller har noe som ikke hører til slaget.",
    suppressible=False, reads=("deler", "skalaer"),
)
def fields_are_whole(project: ProjectIndex) -> Iterator[Finding]:
    """A field has what its kind needs, and nothing that its kind has no use for."""
    for template, path in _templates(project):
        scales = {one.id for one in template.skalaer}
        for place, field in template.fields():
            parts: list[tuple[str, Malfelt | Malkolonne]] = [(place, field)]
            parts += [(f"{place}.kolonner.{n}", one) for n, one in enumerate(field.kolonner)]
            for where, one in parts:
                yield from _faults(one, where, scales, path)


def _faults(
    one: Malfelt | Malkolonne, where: str, scales: set[str], path: str
) -> Iterator[Finding]:
    """Yield what is wrong with a field, or with a column of a table."""
    name = one.ledetekst if isinstance(one, Malfelt) else one.navn
    needed = _NEEDS.get(one.slag, "")
    if needed and not getattr(one, needed, None):
        yield Finding(
            f"«{name}» har slaget «{one.slag}», men ikke «{needed}».",
            f"Fyll ut «{needed}», eller velg et annet slag.", (*pointer(where), "slag"), path,
        )
    for other, kinds in _ONLY_FOR.items():
        if one.slag and one.slag not in kinds and getattr(one, other, None):
            yield Finding(
                f"«{name}» har slaget «{one.slag}», og da blir ikke «{other}» brukt.",
                f"Ta det bort, eller bruk slaget {both([f'«{kind}»' for kind in kinds])}.",
                (*pointer(where), other), path, at_key=True,
            )
    if one.skala and one.slag == SCALE and one.skala not in scales:
        yield Finding(
            f"Skalaen «{one.skala}» finnes ikke i malen.",
            Names(scales).suggestion(one.skala, "Legg den til under «skalaer»."),
            (*pointer(where), "skala"), path,
        )
