"""Rules for the self-check (``guideline/egenkontroll.yml``)."""

from __future__ import annotations

from collections.abc import Iterator

from rettesnor.model.problem import Severity
from rettesnor.model.self_check import MET, NOT_MET
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.rules.references import recommendations_exist
from rettesnor.reading.content.guideline_paths import CRITERIA, SELF_CHECK
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml.loader import Pointer


@recommendations_exist.also
def recommendations_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """Duties and questions are about recommendations of the guideline."""
    for number, duty in enumerate(project.guideline.egenkontroll.plikter):
        place: Pointer = ("plikter", number)
        named = [(place, duty.anbefalinger)]
        named += [
            ((*place, "sporsmaal", index), one.anbefalinger)
            for index, one in enumerate(duty.sporsmaal)
        ]
        for where, ids in named:
            for index, id_ in enumerate(ids):
                if id_ not in project.recommendations:
                    yield Finding(
                        f"Anbefalingen «{id_}» finnes ikke.",
                        project.recommendation_names.suggestion(
                            id_, "Rett id-en, eller slett linja."
                        ),
                        (*where, "anbefalinger", index), SELF_CHECK,
                    )


@rule(
    "egenkontroll-nivaa", summary="Et spørsmål i egenkontrollen er til et nivå som ikke finnes.",
    suppressible=False, reads=("nivaaer",),
)
def levels_exist(project: ProjectIndex) -> Iterator[Finding]:
    """A question is for levels that the self-check has."""
    check = project.guideline.egenkontroll
    known = {one.id for one in check.nivaaer}
    for (number, index), question in check.questions():
        for place, level in enumerate(question.nivaaer):
            if level not in known:
                yield Finding(
                    f"Nivået «{level}» finnes ikke.",
                    Names(known).suggestion(level, "Rett id-en, eller legg til nivået."),
                    ("plikter", number, "sporsmaal", index, "nivaaer", place), SELF_CHECK,
                )


@rule(
    "egenkontroll-kriterium", suppressible=False,
    summary="Et spørsmål i egenkontrollen viser til et kriterium som ikke finnes.",
    reads=("plikter.sporsmaal.kriterier",),
)
def criteria_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A question asks the same as criteria for audit that the guideline has."""
    if not project.knows(CRITERIA, "kriterier.id"):
        return
    known = {one.id for one in project.guideline.tilsyn.kriterier}
    for (number, index), question in project.guideline.egenkontroll.questions():
        for place, id_ in enumerate(question.kriterier):
            if id_ not in known:
                yield Finding(
                    f"Kriteriet «{id_}» finnes ikke i {CRITERIA}.",
                    Names(known).suggestion(id_, "Rett id-en, eller slett linja."),
                    ("plikter", number, "sporsmaal", index, "kriterier", place), SELF_CHECK,
                )


@rule(
    "egenkontroll-sporsmaal-dobbel", suppressible=False,
    summary="To spørsmål i egenkontrollen har samme id.", reads=("plikter.sporsmaal.id",),
)
def answers_are_known_by_one_id(project: ProjectIndex) -> Iterator[Finding]:
    """No two questions share an id, under whichever duties: answers are recognised by it."""
    check, first = project.guideline.egenkontroll, dict[str, int]()
    for (number, index), question in check.questions():
        before = first.setdefault(question.id, number)
        if before != number:  # twice under one duty is a finding of its own
            title = check.plikter[before].tittel
            yield Finding(
                f"«{question.id}» er id-en til et spørsmål under «{title}» også.",
                "Gi et av dem en ny id: svarene kjennes igjen på den.",
                ("plikter", number, "sporsmaal", index, "id"), SELF_CHECK,
            )


@rule(
    "egenkontroll-svar", suppressible=False,
    summary="Svarene i egenkontrollen kan ikke skilles i oppfylt og ikke oppfylt.",
    reads=("svarskala",),
)
def answers_can_be_told_apart(project: ProjectIndex) -> Iterator[Finding]:
    """There is an answer for what is met, and one for what is not."""
    check = project.guideline.egenkontroll
    found = {one.regnes_som for one in check.svarskala}
    for kind in (MET, NOT_MET):
        if check and kind not in found:
            yield Finding(
                f"Ingen av svarene regnes som «{kind}».",
                "Legg til et svar, eller rett «regnes_som».", ("svarskala",), SELF_CHECK,
                at_key=True,
            )


@rule(
    "egenkontroll-dekning", severity=Severity.WARNING,
    summary="Et nivå i egenkontrollen har ingen spørsmål.",
    reads=("plikter.sporsmaal", "nivaaer"),
)
def every_level_is_asked(project: ProjectIndex) -> Iterator[Finding]:
    """Every level is asked something; else its form would be empty."""
    check = project.guideline.egenkontroll
    asked = check.levels_asked()
    for index, level in enumerate(check.nivaaer):
        if level.id not in asked:
            yield Finding(
                f"Ingen spørsmål er til nivået «{level.navn}».",
                "Skriv nivået under «nivaaer» i spørsmål det skal svare på, eller slett det.",
                ("nivaaer", index, "id"), SELF_CHECK,
            )
