"""Rules for the comments of a hearing, and for what was done with each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from rettesnor.model.hearing import Address, Place
from rettesnor.model.problem import Severity
from rettesnor.model.sections import SECTIONS
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.subjects.hearing import HearingSubject
from rettesnor.reading.content.personal_data import ADDRESS, SURE, kinds
from rettesnor.reading.schema.did_you_mean import Names

SHOWN = 10
"""Comments that a warning is given for each of; those that follow are counted."""


@rule(
    "horing-resultat",
    summary="Et resultat hører ikke til runden det ligger hos.",
    suppressible=False,
)
def result_is_of_the_round(heard: HearingSubject) -> Iterator[Finding]:
    """A result is of the round, the release and the guideline that it lies with."""
    for read in heard.results:
        wanted = {
            "horing": heard.runde.id, "utgave": heard.runde.utgave,
            "retningslinje": heard.guideline,
        }
        for field, value in wanted.items():
            says = getattr(read.resultat, field)
            if says != value:
                yield Finding(
                    f"«{field}» er «{says}», men runden har «{value}».",
                    "Legg resultatet hos runden det hører til.", (field,), read.path,
                )


@rule("innspill-dobbel", summary="To innspill har samme nummer.", suppressible=False)
def comments_are_unique(heard: HearingSubject) -> Iterator[Finding]:
    """No two comments have the same number."""
    seen: set[str] = set()
    for path, index, comment in heard.comments:
        if comment.nummer in seen:
            yield _at(path, index, "nummer", f"Nummeret {comment.nummer} er brukt to ganger.",
                      "Hent resultatet på nytt fra høringsmottaket.")
        seen.add(comment.nummer)


@rule("innspill-svar", summary="Et innspill hører ikke til et svar.", suppressible=False)
def comments_came_in_an_answer(heard: HearingSubject) -> Iterator[Finding]:
    """A comment belongs to an answer in the result, and its number begins with the answer's."""
    answers = {answer.nummer for read in heard.results for answer in read.resultat.svar}
    for path, index, comment in heard.comments:
        if comment.svar not in answers or not comment.nummer.startswith(f"{comment.svar}-"):
            yield _at(path, index, "svar",
                      f"{comment.nummer} hører ikke til svaret {comment.svar}.",
                      "Hent resultatet på nytt fra høringsmottaket.")


@rule(
    "innspill-adresse",
    summary="Et innspill gjelder et sted som ikke finnes i utgaven.",
    suppressible=False,
)
def comments_are_about_what_was_heard(heard: HearingSubject) -> Iterator[Finding]:
    """A comment's address is in the release that is heard."""
    for path, index, comment in heard.comments:
        missing = _missing(heard, comment.adresse)
        if missing:
            yield _at(
                path, index, "adresse",
                f"{comment.nummer} gjelder {missing}, som ikke finnes i utgave "
                f"{heard.runde.utgave}.", "Hent resultatet på nytt fra høringsmottaket.",
            )


@rule(
    "innspill-forslag",
    summary="Et forslag til ny tekst bygger på ord som ikke sto i utgaven.",
    suppressible=False,
)
def proposals_are_of_what_was_heard(heard: HearingSubject) -> Iterator[Finding]:
    """A proposed wording is of a paragraph that was heard, in its very words."""
    for path, index, comment in heard.comments:
        wording, address = comment.forslag, comment.adresse
        if not wording.tekst or heard.edition is None:
            continue
        words = (address.felt, " ".join(wording.grunnlag.split()))
        if words not in heard.words_of(address.anbefaling):
            yield _at(
                path, index, "forslag",
                f"{comment.nummer} foreslår en ny tekst til et avsnitt som ikke sto slik i utgave "
                f"{heard.runde.utgave}.", "Hent resultatet på nytt fra høringsmottaket.",
            )


@rule(
    "innspill-sporsmaal",
    summary="Et innspill svarer på noe det ikke er spurt om.",
    suppressible=False,
)
def comments_answer_what_was_asked(heard: HearingSubject) -> Iterator[Finding]:
    """A comment answers a question of the round, by options that it has."""
    asked = {question.id: question for question in heard.runde.sporsmaal}
    for path, index, comment in heard.comments:
        question = asked.get(comment.sporsmaal)
        if comment.sporsmaal and question is None:
            yield _at(path, index, "sporsmaal",
                      f"{comment.nummer} svarer på «{comment.sporsmaal}», som ikke er spurt om.",
                      Names(asked).suggestion(comment.sporsmaal, "Rett id-en."))
        options = {option.id for option in question.alternativer} if question else set()
        for chosen in comment.valg:
            if question is not None and chosen not in options:
                yield _at(path, index, "valg",
                          f"{comment.nummer} velger «{chosen}», som ikke er et alternativ.",
                          Names(options).suggestion(chosen, "Rett id-en."))


@rule(
    "innspill-uten-vurdering",
    severity=Severity.WARNING,
    summary="Et innspill er ikke vurdert.",
    suppressible=False,
)
def comments_are_assessed(heard: HearingSubject) -> Iterator[Finding]:
    """Every comment has a disposition, but those that are counted."""
    yield from _some(
        (_at(path, index, "nummer", f"{comment.nummer} er ikke vurdert.",
             "Vurder det i høringsmottaket, og hent resultatet på nytt.")
         for path, index, comment in heard.comments
         if not comment.vurdering.utfall and not comment.is_closed),
        "Ytterligere {} innspill er ikke vurdert.",
    )


@rule(
    "horing-behandlet",
    summary="En høring er merket som behandlet før den er det.",
    suppressible=False,
)
def treated_means_all_assessed(heard: HearingSubject) -> Iterator[Finding]:
    """A round that says it is treated has closed, has a result, and no comment without a
    disposition; answers to closed questions are counted."""
    day = heard.runde.behandlet
    if not day:
        return
    left = sum(
        not comment.vurdering.utfall and not comment.is_closed
        for _, _, comment in heard.comments
    )
    sentence = ""
    if day < heard.runde.stenger[:10]:
        sentence = "Runden er merket som behandlet før den stenger."
    elif not heard.results:
        sentence = "Runden er merket som behandlet, men har ikke noe resultat."
    elif left:
        sentence = f"Runden er merket som behandlet, men {left} innspill er ikke vurdert."
    if sentence:
        hint = "Ta «behandlet» bort til alt er vurdert."
        yield Finding(sentence, hint, ("behandlet",), heard.path)


@rule(
    "innspill-uten-endring",
    severity=Severity.WARNING,
    summary="Et innspill er tatt til følge uten at noen endring viser til det.",
    suppressible=False,
)
def what_was_followed_was_changed(heard: HearingSubject) -> Iterator[Finding]:
    """A comment that was followed is cited by the change that it led to."""
    yield from _some(
        (_at(path, index, "vurdering",
             f"{comment.nummer} er tatt til følge, men ingen endring viser til det.",
             f"Skriv {comment.nummer} under «innspill» i endringsfila, eller gjør endringen.")
         for path, index, comment in heard.comments
         if comment.vurdering.utfall == "tatt til følge" and comment.nummer not in heard.cited),
        "Ytterligere {} innspill er tatt til følge uten at noen endring viser til dem.",
    )


@rule(
    "innspill-personlig",
    summary="Det ser ut til å stå personopplysninger i et resultat.",
    suppressible=False,
)
def nothing_is_personal(heard: HearingSubject) -> Iterator[Finding]:
    """Nothing that is to be published looks like personal data."""
    for path, index, text in heard.texts():
        for kind in kinds(text):
            if kind in SURE:
                number = _number(heard, path, index)
                yield _at(path, index, "tekst", f"Det ser ut til å stå {SURE[kind]} i {number}.",
                          "Sladd det i høringsmottaket, og hent resultatet på nytt.")


@rule(
    "innspill-gateadresse",
    severity=Severity.WARNING,
    summary="Det kan stå en gateadresse i et resultat.",
    suppressible=False,
)
def nothing_is_somebodys_home(heard: HearingSubject) -> Iterator[Finding]:
    """Nothing that is to be published looks like a street address, which may be a home's."""
    for path, index, text in heard.texts():
        if ADDRESS in kinds(text):
            number = _number(heard, path, index)
            yield _at(path, index, "tekst", f"Det kan stå en gateadresse i {number}.",
                      "Er det adressen til noens hjem, sladd den i høringsmottaket, og hent "
                      "resultatet på nytt.")


def _some(findings: Iterator[Finding], rest: str) -> Iterator[Finding]:
    """Yield the first findings one by one, and the rest as one: there may be thousands."""
    yield from islice(findings, SHOWN)
    if (first := next(findings, None)) is not None:
        count = 1 + sum(1 for _ in findings)
        yield replace(first, message=rest.format(count)) if count > 1 else first


def _at(path: str, index: int, field: str, message: str, hint: str) -> Finding:
    pointer = ("svar", -1 - index, "avsender") if index < 0 else ("innspill", index, field)
    return Finding(message, hint, pointer, path)


def _number(heard: HearingSubject, path: str, index: int) -> str:
    return heard.numbers[path, index]


def _missing(heard: HearingSubject, address: Address) -> str:
    """Return what in ``address`` is not in the text that is heard; empty when all of it is."""
    a = address
    if a.kapittel and heard.chapters is not None and a.kapittel not in heard.chapters:
        return f"kapitlet «{a.kapittel}»"
    if not a.anbefaling:
        return ""
    if heard.recommendations is not None and a.anbefaling not in heard.recommendations:
        return f"anbefalingen «{a.anbefaling}»"
    found: Sequence[Place] = heard.places_of(a.anbefaling)
    whole_section = a.felt in SECTIONS and not a.avsnitt
    if not found or whole_section:
        return ""
    for name, wanted in (("felt", a.felt), ("avsnitt", a.avsnitt)):
        found = [place for place in found if not wanted or getattr(place, name) == wanted]
        if not found:
            return f"{'feltet' if name == 'felt' else 'avsnittet'} «{wanted}»"
    return ""
