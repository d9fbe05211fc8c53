"""Rules for references to acts, regulations and conventions.

A reference is good when the law and the section are in laws.yml and in force on the day the
guideline is judged. Where a section has been replaced, the finding names what came instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from rettesnor.model.guideline import Lov, Paragraf
from rettesnor.model.legal_reference import NUMBER, canonical
from rettesnor.model.task import REPEALED
from rettesnor.model.translation import source_path
from rettesnor.reading.checks.index import Cited, ProjectIndex
from rettesnor.reading.checks.phrases import both, day, either
from rettesnor.reading.checks.rule import ABSENT, Finding, pointer, rule
from rettesnor.reading.content.guideline_paths import LAWS
from rettesnor.reading.files.names import stem
from rettesnor.reading.schema.confusables import DASHES
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml.loader import Pointer

_SIGNS = re.compile(r"§|\b(?:paragraf|kapittel|kap\.|artikkel|art\.)\s*\d", re.IGNORECASE)
_LOVDATA = re.compile(r"lovdata\.no/(?:\S*/)?(?:lov|forskrift)/(\d{4}-\d\d-\d\d)(?:-(\d+))?")
_ANY_SECTION = re.compile(
    r"(?P<word>§+|\b(?:paragraf(?:en|ene|ane)?|kapittel|kap[.]?|artikkel|art[.]?))?\s*"
    rf"(?<!\d)(?P<number>(?!\d{{4}}){NUMBER})", re.IGNORECASE,
)
"""A provision as it may be written by mistake: the sign left out, or another word for it.

Four digits are a year."""
_NAMES = ("lover.id", "lover.korttittel", "lover.paragrafer.paragraf")
"""The fields of laws.yml that references are read by."""
_FORCE = (
    "lover.id", "lover.ikraft", "lover.opphevet", "lover.erstattet_av", "lover.paragrafer",
)
"""The fields of laws.yml that tell what is in force."""
_SHOWN = 3
"""Most references that one hint spells out."""


@rule("lov-ukjent", summary="En lov det vises til, finnes ikke i laws.yml.")
def laws_exist(project: ProjectIndex) -> Iterator[Finding]:
    """Every law referred to is in laws.yml."""
    if not project.knows(LAWS, "lover.id"):
        return
    unknown = _cited(project, lambda law_id, _: law_id not in project.laws)
    if LAWS not in project.whole.documents:  # report it once, not for each reference
        for law_id, _, places in islice(unknown, 1):
            yield Finding(
                f"Loven «{law_id}» finnes ikke: fila {LAWS} mangler.", ABSENT,
                places[0].law, places[0].path, spot=places[0].spot,
            )
        return
    for law_id, _, places in unknown:
        for cited in places:
            yield _unknown_law(project, law_id, cited.law, cited.path, cited.spot)
    for index, law in enumerate(project.guideline.lover):
        if law.erstattet_av and law.erstattet_av not in project.laws:
            yield _unknown_law(project, law.erstattet_av, ("lover", index, "erstattet_av"), LAWS)


@rule(
    "lov-lenke",
    summary="Adressen til en lov er adressen til en annen lov.",
    reads=("lover.id", "lover.lenke", "lover.dato", "lover.nummer"),
)
def address_is_the_laws_own(project: ProjectIndex) -> Iterator[Finding]:
    """An address at Lovdata, which holds a law's date and number, holds those of the law."""
    for index, law in enumerate(project.guideline.lover):
        found = _LOVDATA.search(law.lenke)
        if found and (found[1] != law.dato or _differ(found[2], law.nummer)):
            yield Finding(
                f"Adressen til «{law.id}» går til en annen lov: «dato» og «nummer» er ikke de "
                "samme som i adressen.",
                "Rett det av dem som er feil.", ("lover", index, "lenke"), LAWS,
            )


def _differ(written: str | None, number: int | None) -> bool:
    return bool(written and number) and int(written or 0) != number


@rule("paragraf-ukjent", summary="En paragraf det vises til, finnes ikke i laws.yml.")
def sections_exist(project: ProjectIndex) -> Iterator[Finding]:
    """Every section referred to is listed with its law in laws.yml."""
    if not project.knows(LAWS, "lover.paragrafer.paragraf"):
        return
    for law, number, places in _unlisted(project):
        sections = [section.paragraf for section in law.paragrafer]
        if not _same(number, sections):
            hint = Names(sections).suggestion(number, "Legg til paragrafen, eller rett nummeret.")
            for cited in places:
                yield Finding(
                    f"{law.id} {number} finnes ikke i {LAWS}.", hint, cited.section, cited.path,
                    spot=cited.spot,
                )


@rule("lov-form", summary="En lovhenvisning er skrevet på feil måte.")
def form_is_right(project: ProjectIndex) -> Iterator[Finding]:
    """A section is written as its law writes it, and after the name of the law."""
    if not (project.knows_words() and project.knows(LAWS, *_NAMES)):
        return
    for (word, language), mentions in project.words.items():
        wrong = (
            project.term(word, language) is None and project.act(word, language) is None
            and looks_like_law(word, project)
        )
        for path, ref in mentions if wrong else ():
            yield Finding(
                f"«{word}» kan ikke leses som en lovhenvisning.", _example(word, project),
                pointer(ref.field), path, spot=(ref.line, ref.column),
            )
    for law, number, places in _unlisted(project):
        right = _same(number, [section.paragraf for section in law.paragrafer])
        for cited in places if right else ():
            yield Finding(
                f"«{number}» er skrevet på feil måte.", f"Skriv «{right}».", cited.section,
                cited.path, spot=cited.spot,
            )


@rule("paragraf-opphevet", summary="En paragraf det vises til, gjelder ikke lenger.")
def sections_are_in_force(project: ProjectIndex) -> Iterator[Finding]:
    """No section referred to has been repealed by the day the guideline is judged.

    Where a review task says so of the place, it is a warning: readers see there that the text is
    looked at again, and a law that is repealed must not stop everything else from being published.
    """
    if not (project.knows_words() and project.knows(LAWS, *_FORCE)):
        return
    for law_id, number in project.sections:
        law = project.laws.get(law_id)
        section = _section(law, number) if law else None
        if law is None or (section is None and number):
            continue
        section = section or Paragraf("")  # the whole act
        start, end = section.ikraft or law.ikraft, section.opphevet or law.opphevet
        if end and end <= project.as_of and not start > end:  # which dates.py speaks of
            for cited in project.cited[law_id, number]:
                yield Finding(
                    f"{law_id} {number}".strip() + f" gjelder ikke lenger (opphevet {day(end)}).",
                    _instead(law, section), cited.section, cited.path, spot=cited.spot,
                    advice=_is_looked_at(project, law_id, number, cited.path),
                )


def _is_looked_at(project: ProjectIndex, law: str, number: str, path: str) -> bool:
    """Whether a review task tells of a repeal, and of the file at ``path`` that cites it."""
    return any(
        task.lov == law and task.hendelse in REPEALED
        and (not task.paragraf or canonical(task.paragraf) == number)
        and (stem(path) in task.anbefalinger or source_path(path) in task.steder)
        for task in project.guideline.oppgaver
    )


@rule("paragraf-ikke-i-kraft", summary="En paragraf det vises til, gjelder ikke ennå.")
def sections_have_come_into_force(project: ProjectIndex) -> Iterator[Finding]:
    """No section referred to is still to come into force on the day the guideline is judged."""
    if not (project.knows_words() and project.knows(LAWS, *_FORCE)):
        return
    for law_id, number in project.sections:
        law = project.laws.get(law_id)
        section = _section(law, number) if law else None
        start = (section.ikraft if section else "") or (law.ikraft if law else "")
        if section is None and number:
            continue
        if start > project.as_of:
            for cited in project.cited[law_id, number]:
                yield Finding(
                    f"{law_id} {number}".strip() + f" gjelder ikke før {day(start)}.",
                    "Vis til regelen som gjelder nå, eller vent med endringen.",
                    cited.section, cited.path, spot=cited.spot,
                )


def looks_like_law(word: str, project: ProjectIndex) -> bool:
    """Whether ``word``, read as a term, was probably meant as a section of a law."""
    first, _, rest = word.partition(" ")
    named = first.casefold() in project.laws and rest != ""
    return named or _SIGNS.search(word) is not None


def _cited(
    project: ProjectIndex, wrong: Callable[[str, str], bool]
) -> Iterator[tuple[str, str, Sequence[Cited]]]:
    """Yield the sections referred to, successors too, that are ``wrong``, each with its places."""
    for law_id, number in project.sections:
        if wrong(law_id, number):
            yield law_id, number, project.cited[law_id, number]
    for successor in project.successors:
        if wrong(successor.lov, successor.paragraf):
            yield successor.lov, successor.paragraf, (successor,)


def _unlisted(project: ProjectIndex) -> Iterator[tuple[Lov, str, Sequence[Cited]]]:
    """Yield every section that its law, which is known, does not list."""

    def unlisted(law_id: str, number: str) -> bool:
        law = project.laws.get(law_id)
        return law is not None and number != "" and _section(law, number) is None

    for law_id, number, places in _cited(project, unlisted):
        yield project.laws[law_id], number, places


def _unknown_law(
    project: ProjectIndex, law_id: str, place: Pointer, path: str,
    spot: tuple[int, int] | None = None,
) -> Finding:
    return Finding(
        f"Loven «{law_id}» finnes ikke i {LAWS}.",
        project.law_names.suggestion(law_id, "Legg til loven, eller rett navnet."), place, path,
        spot=spot,
    )


def _section(law: Lov, number: str) -> Paragraf | None:
    return next((s for s in law.paragrafer if canonical(s.paragraf) == canonical(number)), None)


def _same(number: str, sections: list[str]) -> str:
    """Return the section that ``number`` writes but for spaces and case, or nothing.

    A letter's case counts: § 13A is not § 13a, so this is only asked to name the right one.
    """
    squeezed = re.sub(r"\s", "", number).casefold()
    return next((s for s in sections if re.sub(r"\s", "", s).casefold() == squeezed), "")


def _instead(law: Lov, section: Paragraf) -> str:
    successors = [f"{new.lov} {new.paragraf}" for new in section.erstattet_av]
    if successors:
        return f"Vis til {either(successors)}."
    if law.erstattet_av:
        return f"Finn regelen som gjelder nå, i {law.erstattet_av}."
    return "Vis til regelen som gjelder nå."


def _example(word: str, project: ProjectIndex) -> str:
    """Return how the reference in ``word`` is written, with its own law and numbers if found."""
    plain = re.sub(f"[{DASHES}]", "-", word)
    law, rest = _named_law(plain, project)
    found = list(_ANY_SECTION.finditer(rest))
    sections = list(dict.fromkeys(map(_section_meant, found)))
    if not law:
        known = next(iter(project.guideline.lover), None)
        shown = (sections or [s.paragraf for s in known.paragrafer] if known else []) or ["§ 1"]
        name = known.id if known else "loven"
        return f"Skriv lovens id fra {LAWS} først, for eksempel [[{name} {shown[0]}]]."
    if not sections:
        shown = [section.paragraf for section in project.laws[law].paragrafer]
        return f"Skriv paragrafen etter loven, for eksempel [[{law} {shown[0]}]]."
    hint = f"Skriv {both(f'[[{law} {section}]]' for section in sections[:_SHOWN])}."
    if len(sections) == 1 and rest[found[0].end() :].strip():
        hint += " Etter paragrafen kan det bare stå ledd, bokstav, punktum og nummer."
    return hint


def _named_law(word: str, project: ProjectIndex) -> tuple[str, str]:
    """Return the id of the law that ``word`` begins with, and what follows; both may be empty."""
    names = {law.korttittel: law.id for law in project.laws.values()}
    names |= {law.id: law.id for law in project.laws.values()}
    for name in sorted(names, key=len, reverse=True):
        if word.casefold().startswith(f"{name.casefold()} "):
            return names[name], word[len(name) :]
    first, _, rest = word.partition(" ")
    if law := project.law_names.closest(first):
        return law, rest
    return next((law for w in word.split() if (law := project.law_names.closest(w))), ""), rest


def _section_meant(match: re.Match[str]) -> str:
    word = (match["word"] or "§").casefold()
    part = next((p for p in ("kapittel", "artikkel") if word.startswith(p[:3])), "§")
    return f"{part} {match['number']}"
