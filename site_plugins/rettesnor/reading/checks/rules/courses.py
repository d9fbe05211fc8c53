"""Rules for courses (``guideline/kurs/``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from rettesnor.model.course import (
    MANY_POINTS,
    MANY_WORDS,
    PHASE_FIELDS,
    RECOMMENDATION_FIELDS,
    SOURCES,
    Case,
    Kurs,
    Quoted,
    Sitat,
    to_be_read,
)
from rettesnor.model.edition import recommendation_from
from rettesnor.model.guideline import Guideline
from rettesnor.model.problem import Severity
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.translation import translated_path
from rettesnor.reading.checks.index import ProjectIndex
from rettesnor.reading.checks.phrases import both, either
from rettesnor.reading.checks.rule import Finding, rule
from rettesnor.reading.checks.rules.references import (
    pictures_exist,
    roles_exist,
    sources_exist,
)
from rettesnor.reading.content.guideline_paths import GUIDELINE, LAWS, TERMS, part_path
from rettesnor.reading.content.guideline_paths import SOURCES as SOURCE_FILE
from rettesnor.reading.content.personal_data import kinds as personal
from rettesnor.reading.content.quotes import Broken, resolve
from rettesnor.reading.schema.did_you_mean import Names
from rettesnor.reading.yaml.loader import Pointer

_REPEALED = "opphevet"
_SHOWN = 6
"""How many fields are named to choose from."""
_FILES = {
    "fase": (GUIDELINE, "faser"), "lokal_grense": (GUIDELINE, "lokale_grenser"),
    "lov": (LAWS, "lover"), "paragraf": (LAWS, "lover"), "begrep": (TERMS, "termer"),
}
"""Where what a quote names is, and the list that it is in."""
_NAMES = {
    "fase": "Fasen", "lokal_grense": "Den lokale grensen", "lov": "Loven",
    "paragraf": "Paragrafen", "begrep": "Begrepet",
}
_NAME = "[A-ZÆØÅ][a-zæøåéü]{1,30}"
_WHOLE_NAME = re.compile(rf"\b{_NAME} {_NAME}(?:-{_NAME})?\b")
"""Two words in a row that begin with a capital letter."""
_PLACE = re.compile(rf"\b{_NAME} (?:kommune|fylkeskommune|fylke|bydel|sykehus)\b")


def _courses(project: ProjectIndex) -> Iterator[tuple[Kurs, str]]:
    """Yield the courses whose files have the right names, with their paths."""
    for course in project.guideline.kurs:
        if (path := part_path("course", course.id)) in project.whole.documents:
            yield course, path


class _Quotes:
    """Resolves quotes against what was read; each once."""

    def __init__(self, project: ProjectIndex) -> None:
        self._project = project
        self.of = cache(self._of)
        self.recommendation = cache(self._recommendation)

    def _of(self, quote: Sitat) -> Quoted | Broken:
        return resolve(quote, self._project.guideline, self.recommendation)

    def _recommendation(self, id_: str) -> Recommendation | None:
        entry = self._project.recommendations.get(id_)
        if entry is None or not entry.sound:
            return None
        document = self._project.whole.open_document(entry.path)
        return recommendation_from(document.data, kapittel=entry.kapittel)

    def known(self, quote: Sitat) -> bool:
        """Return whether what a quote is about could be read, so that a fault in it is sure."""
        project = self._project
        if quote.anbefaling:
            entry = project.recommendations.get(quote.anbefaling)
            return entry is None or entry.sound
        return all(
            project.knows(path, name) for field, (path, name) in _FILES.items()
            if getattr(quote, field)
        )

    def sound(self, course: Kurs) -> Mapping[Sitat, Quoted]:
        """Return what the quotes of a course say; those that lead nowhere are left out."""
        found = {
            slide.sitat: said for slide in course.lysbilder if slide.sitat
            if isinstance(said := self.of(slide.sitat), Quoted)
        }
        return found


@rule("kurs-sitat", summary="Et lysbilde siterer noe som ikke finnes.", suppressible=False)
def quotes_lead_somewhere(project: ProjectIndex) -> Iterator[Finding]:
    """What a slide quotes is there, and applies."""
    quotes = _Quotes(project)
    for course, path in _courses(project):
        for index, slide in enumerate(course.lysbilder):
            if slide.sitat is None:
                continue
            place: Pointer = ("lysbilder", index, "sitat")
            quote, found = slide.sitat, quotes.of(slide.sitat)
            if isinstance(found, Broken):
                if quotes.known(quote):
                    yield _broken(project, quote, found, place, path)
                continue
            if quote.anbefaling and _is_repealed(project, quote.anbefaling):
                yield Finding(
                    f"Anbefalingen «{quote.anbefaling}» gjelder ikke lenger.",
                    "Siter en annen anbefaling, eller ta sitatet bort.",
                    (*place, "anbefaling"), path,
                )


def _is_repealed(project: ProjectIndex, id_: str) -> bool:
    return project.recommendations[id_].status == _REPEALED


def _broken(
    project: ProjectIndex, quote: Sitat, fault: Broken, place: Pointer, path: str
) -> Finding:
    """Return what is wrong with a quote, and what to do about it."""
    if not fault.field:
        named = quote.named
        says = (
            f"Sitatet viser til flere ting på en gang: {both(named)}." if named
            else "Sitatet sier ikke hva det viser til."
        )
        return Finding(says, f"Fyll ut ett av feltene {either(SOURCES)}.", place, path, at_key=True)
    where = (*place, fault.field)
    value = str(getattr(quote, fault.field) or "")
    if fault.field == "avsnitt":
        name = quote.kildefelt or "feltet"
        count = fault.count
        return Finding(
            f"«{name}» har ikke noe nummer {quote.avsnitt}.",
            f"Velg et nummer fra 1 til {count}." if count > 1
            else "Det er bare ett. Ta bort «avsnitt».", where, path,
        )
    if fault.field == "kildefelt" and fault.found:
        usual = "kort_anbefaling" if quote.anbefaling else "om"
        return Finding(
            f"«{value or usual}» er tomt i det som siteres.", "Siter et felt som har tekst.",
            where if value else place, path, at_key=not value,
        )
    if fault.field == "kildefelt":
        of = "en anbefaling" if quote.anbefaling else "en fase"
        fields = RECOMMENDATION_FIELDS if quote.anbefaling else PHASE_FIELDS
        return Finding(
            f"«{value}» er ikke et felt i {of}.",
            Names(fields).suggestion(value, f"Velg {either(fields[:_SHOWN])}."), where, path,
        )
    if fault.field == "anbefaling":
        names = project.recommendation_names
        left = project.whole.retired.get(value)
        says = f"Anbefalingen «{value}» finnes ikke."
        if left:
            says = f"Anbefalingen «{value}» ble tatt ut i versjon {left}."
        return Finding(
            says, names.suggestion(value, "Rett id-en, eller ta sitatet bort."), where, path
        )
    if fault.field == "paragraf" and not value:
        return Finding(
            "Sitatet sier ikke hvilken paragraf det viser til.", "Fyll ut «paragraf».", place, path,
            at_key=True,
        )
    file = _FILES[fault.field][0]
    if fault.found:
        said = "er opphevet" if fault.found == "opphevet" else "har ingen tekst å sitere"
        return Finding(
            f"{quote.lov} {value} {said}.", "Siter en annen paragraf, eller ta sitatet bort.",
            where, path,
        )
    return Finding(
        f"{_NAMES[fault.field]} «{value}» finnes ikke i {file}.",
        Names(fault.known).suggestion(value, "Rett navnet, eller ta sitatet bort."), where, path,
    )


@rule(
    "kurs-henvisning", summary="Et kurs viser til et kapittel eller et eksempel som ikke finnes.",
    suppressible=False,
)
def chapters_and_cases_exist(project: ProjectIndex) -> Iterator[Finding]:
    """A course is beside a chapter; a slide shows a case of the course, and each case is shown."""
    chapters = {chapter.id for chapter in project.guideline.kapitler}
    for course, path in _courses(project):
        if project.knows(GUIDELINE, "kapitler.id") and course.kurskapittel not in chapters:
            yield Finding(
                f"Kapitlet «{course.kurskapittel}» finnes ikke.",
                Names(chapters).suggestion(
                    course.kurskapittel, f"Se «kapitler» i {GUIDELINE}."
                ), ("kurskapittel",), path,
            )
        cases = {case.id for case in course.caser}
        for index, slide in enumerate(course.lysbilder):
            if slide.case and slide.case not in cases:
                yield Finding(
                    f"Eksemplet «{slide.case}» finnes ikke i kurset.",
                    Names(cases).suggestion(slide.case, "Legg det til under «caser»."),
                    ("lysbilder", index, "case"), path,
                )


@rule(
    "kurs-ubrukt", severity=Severity.WARNING,
    summary="Et eksempel i et kurs vises ikke på noe lysbilde.",
)
def cases_are_shown(project: ProjectIndex) -> Iterator[Finding]:
    """A case is shown by a slide."""
    for course, path in _courses(project):
        shown = {slide.case for slide in course.lysbilder}
        for index, case in enumerate(course.caser):
            if case.id not in shown:
                yield Finding(
                    f"Ingen lysbilder viser eksemplet «{case.id}».",
                    f"Skriv «case: {case.id}» på et lysbilde, eller slett eksemplet.",
                    ("caser", index, "id"), path,
                )


@roles_exist.also
def participants_are_roles(project: ProjectIndex) -> Iterator[Finding]:
    """A course is for roles of the guideline."""
    if not project.knows(GUIDELINE, "roller.id"):
        return
    known = {role.id for role in project.guideline.roller}
    for course, path in _courses(project):
        for index, id_ in enumerate(course.kursroller):
            if id_ not in known:
                yield Finding(
                    f"Rollen «{id_}» finnes ikke.",
                    Names(known).suggestion(id_, f"Se «roller» i {GUIDELINE}."),
                    ("kursroller", index), path,
                )


@sources_exist.also
def sources_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """What a slide says is from sources in sources.yml."""
    if not project.knows(SOURCE_FILE, "references.id"):
        return
    known = project.guideline.kilder
    for course, path in _courses(project):
        for number, slide in enumerate(course.lysbilder):
            for index, one in enumerate(slide.belegg):
                if one.kilde not in known:
                    yield Finding(
                        f"Kilden «{one.kilde}» finnes ikke i {SOURCE_FILE}.",
                        Names(known).suggestion(
                            one.kilde, "Legg til kilden, eller rett nøkkelen."
                        ), ("lysbilder", number, "belegg", index, "kilde"), path,
                    )


@pictures_exist.also
def pictures_are_there(project: ProjectIndex) -> Iterator[Finding]:
    """A picture on a slide is in guideline/bilder."""
    for course, path in _courses(project):
        for number, slide in enumerate(course.lysbilder):
            name = slide.bilde.bildefil if slide.bilde else ""
            if name and name not in project.whole.pictures:
                yield Finding(
                    f"Bildet «{name}» finnes ikke i guideline/bilder/.",
                    Names(project.whole.pictures).suggestion(
                        name, "Legg fila der, eller rett navnet."
                    ), ("lysbilder", number, "bilde", "bildefil"), path,
                )


@rule(
    "kurs-lest", severity=Severity.WARNING, suppressible=False,
    summary="Det et lysbilde siterer, er endret etter at lysbildet sist ble lest mot det.",
    reads=("lest_mot",),
)
def slides_are_up_to_date(project: ProjectIndex) -> Iterator[Finding]:
    """What a slide says of its own was read against what it quotes now."""
    quotes = _Quotes(project)
    for course, path in _courses(project):
        for index in to_be_read(course, quotes.sound(course)):
            slide = course.lysbilder[index]
            known = any(mark.lysbilde == slide.id for mark in course.lest_mot)
            says = (
                f"Det lysbildet «{slide.id}» siterer, er endret siden lysbildet sist ble lest "
                "mot det." if known
                else f"Fila sier ikke om lysbildet «{slide.id}» er lest mot det det siterer."
            )
            yield Finding(
                says, "Les punkter og notater mot sitatet, rett dem, og kjør «rettesnor course "
                f"--mark {course.id}».", ("lysbilder", index, "sitat"), path, at_key=True,
            )


@rule("kurs-mye-tekst", severity=Severity.WARNING, summary="Et lysbilde har mye tekst.")
def slides_are_short(project: ProjectIndex) -> Iterator[Finding]:
    """A slide can be read while somebody speaks, in every language."""
    languages: dict[str, Guideline] = {"": project.guideline, **project.whole.translated}
    for language, guideline in languages.items():
        for course in guideline.kurs:
            source = part_path("course", course.id)
            path = translated_path(source, language) if language else source
            if path not in project.whole.documents:
                continue
            for index, slide in enumerate(course.lysbilder):
                lines, words = len(slide.punkter), slide.words
                if lines <= MANY_POINTS and words <= MANY_WORDS:
                    continue
                much = f"{lines} punkter" if lines > MANY_POINTS else f"{words} ord"
                limit = f"{MANY_POINTS} punkter" if lines > MANY_POINTS else f"{MANY_WORDS} ord"
                yield Finding(
                    f"Lysbildet «{slide.id}» har {much}. Det er mer enn {limit}.",
                    "Del lysbildet i to, eller flytt det som skal sies, til «notater».",
                    ("lysbilder", index, "punkter") if slide.punkter and not language
                    else ("lysbilder", index) if not language else None, path,
                )


@rule(
    "kurs-navn", severity=Severity.WARNING,
    summary="Et tenkt eksempel har noe som ligner et virkelig navn eller sted.",
)
def cases_are_invented(project: ProjectIndex) -> Iterator[Finding]:
    """A case names nobody and no place that could be real."""
    for course, path in _courses(project):
        for index, case in enumerate(course.caser):
            if found := _real(case):
                yield Finding(
                    f"{found} i eksemplet «{case.id}» ligner noe virkelig.",
                    "Eksemplet skal være diktet opp. Bruk bare fornavn eller rolle, og ingen "
                    "steder som finnes.", ("caser", index, "fortelling"), path,
                )


def _real(case: Case) -> str:
    """Return what in a case looks like a real person or place; empty for nothing."""
    for text in case.fortelling:
        if match := _WHOLE_NAME.search(text) or _PLACE.search(text):
            return f"«{match[0]}»"
        if found := personal(text):
            return f"Et {found[0]}" if not found[0].endswith("adresse") else f"En {found[0]}"
    return ""

