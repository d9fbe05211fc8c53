"""Rules for the criteria for audit, and for what control questions follow from."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.problem import Severity
from rettesnor.model.strength import DUTY
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.rules.references import (
    recommendations_exist,
    roles_exist,
    sources_exist,
)
from rettesnor.reading.checks.rules.strengths import strength_of
from rettesnor.reading.content.guideline_paths import CRITERIA, GUIDELINE, SOURCES
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml.loader import Pointer

_WITHDRAWN = "opphevet"


@recommendations_exist.also
def recommendations_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A criterion rests on recommendations of the guideline that still apply."""
    for number, index, id_, _ in _grounds(project):
        place = ("kriterier", number, "fra_anbefalinger", index, "anbefaling")
        entry = project.recommendations.get(id_)
        if entry is None:
            hint = project.recommendation_names.suggestion(id_, "Rett id-en, eller slett linja.")
            yield Finding(f"Anbefalingen «{id_}» finnes ikke.", hint, place, CRITERIA)
        elif entry.readable and entry.status == _WITHDRAWN:
            yield Finding(
                f"Anbefalingen «{id_}» er opphevet.",
                "Vis til en som gjelder, eller slett kriteriet.", place, CRITERIA,
            )


@sources_exist.also
def sources_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """What a criterion is taken from is a source of the guideline."""
    if not project.knows(SOURCES, "references.id") or SOURCES not in project.whole.documents:
        return
    known = project.guideline.kilder
    for key, place in cited(project):
        if key not in known:
            yield Finding(
                f"Kilden «{key}» finnes ikke i {SOURCES}.",
                Names(known).suggestion(key, "Legg til kilden, eller rett nøkkelen."), place,
                CRITERIA,
            )


def cited(project: ProjectIndex) -> Iterator[tuple[str, Pointer]]:
    """Yield the source that each place in the criteria names, and the pointer to it."""
    for number, criterion in enumerate(project.guideline.tilsyn.kriterier):
        for index, one in enumerate(criterion.belegg):
            yield one.kilde, ("kriterier", number, "belegg", index, "kilde")


@roles_exist.also
def roles_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """Criteria are about roles of the guideline."""
    if not project.knows(GUIDELINE, "roller.id"):
        return
    known = [role.id for role in project.guideline.roller]
    for number, criterion in enumerate(project.guideline.tilsyn.kriterier):
        for index, id_ in enumerate(criterion.roller):
            if id_ not in known:
                yield Finding(
                    f"Rollen «{id_}» finnes ikke.",
                    Names(known).suggestion(id_, f"Se «roller» i {GUIDELINE}."),
                    ("kriterier", number, "roller", index), CRITERIA,
                )


@rule(
    "kriterium-ukjent", summary="Nivået eller gruppa til et kriterium finnes ikke.",
    reads=("nivaaer", "grupper"),
)
def levels_and_groups_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """The levels and the group of a criterion are declared in the same file."""
    audit = project.guideline.tilsyn
    levels, groups = [one.id for one in audit.nivaaer], [one.id for one in audit.grupper]
    for number, criterion in enumerate(audit.kriterier):
        for index, id_ in enumerate(criterion.nivaa):
            if id_ not in levels:
                yield Finding(
                    f"Nivået «{id_}» står ikke i «nivaaer».",
                    Names(levels).suggestion(id_, "Rett id-en, eller legg til nivået."),
                    ("kriterier", number, "nivaa", index), CRITERIA,
                )
        if criterion.gruppe and criterion.gruppe not in groups:
            yield Finding(
                f"Gruppa «{criterion.gruppe}» står ikke i «grupper».",
                Names(groups).suggestion(criterion.gruppe, "Rett id-en, eller legg til gruppa."),
                ("kriterier", number, "gruppe"), CRITERIA,
            )


@rule(
    "kontrollsporsmaal-ukjent",
    summary="Et kontrollspørsmål det vises til, står ikke i anbefalingen.",
    reads=("kontrollsporsmaal", "kontrollgrunnlag"),
)
def control_questions_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A control question that is referred to is one of the recommendation's, word for word."""
    for entry in project.readable:
        seen: set[str] = set()
        for number, one in enumerate(entry.kontrollgrunnlag):
            place: Pointer = ("kontrollgrunnlag", number, "sporsmaalet")
            if one.sporsmaalet not in entry.kontrollsporsmaal:
                yield _no_question(one.sporsmaalet, entry.kontrollsporsmaal, place, entry.path)
            elif one.sporsmaalet in seen:
                yield Finding(
                    "Spørsmålet står to ganger i «kontrollgrunnlag».",
                    "Slå de to sammen.", place, entry.path,
                )
            seen.add(one.sporsmaalet)
    for number, index, id_, question in _grounds(project):
        found = project.recommendations.get(id_)
        if question and found and found.sound and question not in found.kontrollsporsmaal:
            place = ("kriterier", number, "fra_anbefalinger", index, "sporsmaalet")
            yield _no_question(question, found.kontrollsporsmaal, place, CRITERIA)


def _no_question(
    question: str, known: tuple[str, ...], place: Pointer, path: str
) -> Finding:
    return Finding(
        f"Spørsmålet «{question}» står ikke i «kontrollsporsmaal» i anbefalingen.",
        Names(known).suggestion(question, "Skriv det ordrett slik det står der."), place, path,
    )


@rule(
    "kriterium-uten-grunnlag",
    summary="Et kriterium følger verken av en paragraf eller av en anbefaling.",
    reads=("kriterier.rettsgrunnlag", "kriterier.fra_anbefalinger"),
)
def criteria_rest_on_something(project: ProjectIndex) -> Iterator[Finding]:
    """Practice is held only against what a section or a recommendation says."""
    for number, criterion in enumerate(project.guideline.tilsyn.kriterier):
        if not criterion.rettsgrunnlag and not criterion.fra_anbefalinger:
            yield Finding(
                f"Kriteriet «{criterion.id}» sier ikke hva det følger av.",
                "Skriv «rettsgrunnlag», «fra_anbefalinger» eller begge.",
                ("kriterier", number, "id"), CRITERIA,
            )


@rule(
    "kriterium-skal-uten-hjemmel",
    summary="Et kriterium som er formulert som en plikt, mangler rettsgrunnlag.",
    reads=("kriterier.krav", "kriterier.rettsgrunnlag", "kriterier.fra_anbefalinger"),
)
def duties_have_legal_basis(project: ProjectIndex) -> Iterator[Finding]:
    """A criterion that says «skal» follows from a section, or from advice that is a duty."""
    scale = {strength.id: strength for strength in project.guideline.scale}
    weaker = next((one.verb[0] for one in scale.values() if one.grad != DUTY and one.verb), "")
    for number, criterion in enumerate(project.guideline.tilsyn.kriterier):
        strength = scale.get(strength_of(criterion.krav, project.guideline.scale))
        if strength is None or strength.grad != DUTY or criterion.rettsgrunnlag:
            continue
        grounds = [project.recommendations.get(one.anbefaling)
                   for one in criterion.fra_anbefalinger]
        if any(
            entry is not None and (not entry.sound or _is_duty(entry.styrke, project))
            for entry in grounds
        ):
            continue
        yield Finding(
            f"Kravet sier «{strength.verb[0]}», men ingen paragraf er oppgitt som rettsgrunnlag.",
            "Skriv paragrafen i «rettsgrunnlag»"
            + (f", eller skriv «{weaker}» i kravet." if weaker else "."),
            ("kriterier", number, "krav"), CRITERIA,
        )


def _is_duty(strength: str, project: ProjectIndex) -> bool:
    return any(one.id == strength and one.grad == DUTY for one in project.guideline.scale)


@rule(
    "kriterium-dobbelt", severity=Severity.WARNING,
    summary="To kriterier har samme tittel eller samme spørsmål.",
)
def criteria_differ(project: ProjectIndex) -> Iterator[Finding]:
    """Every criterion can be told from the others in a sheet and in a report."""
    for field in ("tittel", "sporsmaal"):
        first: dict[str, int] = {}
        for number, criterion in enumerate(project.guideline.tilsyn.kriterier):
            said = " ".join(getattr(criterion, field).split()).casefold()
            if said in first:
                yield Finding(
                    f"«{getattr(criterion, field)}» står også i kriterium {first[said] + 1}.",
                    "Skriv hva som skiller dem, eller slå dem sammen.",
                    ("kriterier", number, field), CRITERIA,
                )
            first.setdefault(said, number)


def _grounds(project: ProjectIndex) -> Iterator[tuple[int, int, str, str]]:
    """Yield number of criterion, index, recommendation and question of what criteria rest on."""
    for number, criterion in enumerate(project.guideline.tilsyn.kriterier):
        for index, one in enumerate(criterion.fra_anbefalinger):
            yield number, index, one.anbefaling, one.sporsmaalet
