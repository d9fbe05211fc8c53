"""Courses beside a chapter: slides, invented cases, questions, a participant's sheet.

A slide never copies what the guideline says: it quotes it by reference, so that the words are
always the guideline's own. A quote is resolved where the texts are at hand
(``reading.content.quotes``), into a ``Quoted``. What changed since a release is found by comparing
slides with their quotes resolved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rettesnor.model.convert import to_data
from rettesnor.model.evidence import Belegg
from rettesnor.model.plain import Gjennomlesing
from rettesnor.model.prose import Fragment
from rettesnor.model.translation import digest

SOURCES = ("anbefaling", "fase", "lov", "lokal_grense", "begrep")
"""What a slide can quote, by the field that names it; a quote has one of them."""
RECOMMENDATION_FIELDS = (
    "kort_anbefaling", "praktisk_gjennomforing.tekst", "praktisk_gjennomforing.steg",
    "begrunnelse.tekst", "begrunnelse.fordeler_og_ulemper", "begrunnelse.verdier_og_preferanser",
    "begrunnelse.ressursbruk", "begrunnelse.gjennomforbarhet", "begrunnelse.likeverd",
    "begrunnelse.utilsiktede_konsekvenser", "kunnskapsgrunnlag.tekst",
    "kunnskapsgrunnlag.forskning", "kunnskapsgrunnlag.erfaringskunnskap",
    "kunnskapsgrunnlag.brukerkunnskap", "juridiske_rammer.tekst", "juridiske_rammer.referanser",
    "kontrollsporsmaal",
)
"""The fields of a recommendation that can be quoted."""
PHASE_FIELDS = ("om", "start", "maal", "videre", "tegn", "kobles_paa")
"""The fields of a phase that can be quoted."""
NEW, TEXT, NOTES, QUOTE, CASE = "ny", "tekst", "notater", "sitat", "case"
"""Why a slide is said to have changed."""
MANY_POINTS, MANY_WORDS = 6, 60
"""A slide with more points, or more words of its own, is hard to read while somebody speaks."""


@dataclass(frozen=True, slots=True)
class Sitat:
    """What a slide quotes: one of ``SOURCES``, and which part of it.

    Attributes:
        kildefelt: the field of the recommendation or of the phase.
        paragraf: the section of the law.
        avsnitt: which paragraph, step or sign, counted from 1; None for all of the field.
    """

    anbefaling: str = ""
    fase: str = ""
    lov: str = ""
    paragraf: str = ""
    lokal_grense: str = ""
    begrep: str = ""
    kildefelt: str = ""
    avsnitt: int | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """Those of ``SOURCES`` that are filled in; one of them when all is well."""
        return tuple(name for name in SOURCES if getattr(self, name))


@dataclass(frozen=True, slots=True)
class Lysbildebilde:
    """A picture in ``guideline/bilder``, and what it shows for those who cannot see it."""

    bildefil: str
    bildetekst: str


@dataclass(frozen=True, slots=True)
class Lysbilde:
    """A slide.

    Attributes:
        punkter: short points.
        case: the case (id) that the slide presents, with its questions.
        refleksjon: questions to the participants.
        notater: what whoever holds the course may say; not shown to participants.
        minutter: the time that the slide takes; None when it is not said.
    """

    id: str
    tittel: str
    punkter: tuple[str, ...] = ()
    sitat: Sitat | None = None
    case: str = ""
    refleksjon: tuple[str, ...] = ()
    bilde: Lysbildebilde | None = None
    notater: str = ""
    minutter: int | None = None
    belegg: tuple[Belegg, ...] = ()

    @property
    def words(self) -> int:
        """How many words the slide shows of its own: points and questions, not what it quotes."""
        return sum(len(text.split()) for text in (*self.punkter, *self.refleksjon))


@dataclass(frozen=True, slots=True)
class Case:
    """An invented story, in paragraphs, and the questions about it."""

    id: str
    tittel: str
    fortelling: tuple[str, ...]
    refleksjon: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deltakerark:
    """What the participant's sheet has besides goals, quotes and cases.

    Attributes:
        rubrikker: headings with room to write below.
    """

    innledning: str = ""
    rubrikker: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lestmerke:
    """The digest of what a slide quoted when somebody last read the slide against it."""

    lysbilde: str
    sjekksum: str


@dataclass(frozen=True, slots=True)
class Kurs:
    """A course.

    Attributes:
        kurskapittel: the chapter (id) that it is beside.
        kursroller: the roles (ids) that it is for.
        laeringsmaal: what participants can do afterwards.
        forberedelser: what whoever holds the course does before.
        lest_mot: what the slides were last read against.
    """

    id: str
    tittel: str
    kurskapittel: str
    innledning: str
    laeringsmaal: tuple[str, ...]
    lysbilder: tuple[Lysbilde, ...]
    kursroller: tuple[str, ...] = ()
    forberedelser: tuple[str, ...] = ()
    caser: tuple[Case, ...] = ()
    deltakerark: Deltakerark = Deltakerark()
    gjennomlesing: Gjennomlesing = Gjennomlesing()
    lest_mot: tuple[Lestmerke, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it takes; 0 when no slide says."""
        return sum(slide.minutter or 0 for slide in self.lysbilder)

    def case(self, id_: str) -> Case | None:
        """Return the case ``id_``; None when there is none."""
        return next((one for one in self.caser if one.id == id_), None)


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of what is quoted: a paragraph, a step, a sign.

    Attributes:
        text: as it is written.
        fragment: rendered, when it is Markdown; None for plain text.
        lead: what stands before it: who does a step, the section of a law.
        note: what stands after it: when a step is done.
        source: the source (key) that it is from; empty where none is named.
        place: where in the source.
        lang: its language, where that is not the page's.
        proposal: whether ``note`` is a time that the draft of a guideline proposes.
    """

    text: str
    fragment: Fragment | None = None
    lead: str = ""
    note: str = ""
    source: str = ""
    place: str = ""
    lang: str = ""
    proposal: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a quote says now.

    Attributes:
        kind: one of ``SOURCES``.
        id: of what is quoted.
        title: what it is called.
        label: what readers call the field, in bokmål; empty where the title says enough.
        number: which of the field's passages it is; 0 for all.
        strength: of a recommendation's own sentence, the strength (id).
        official: whether it is the owner's own sentence.
        title_lang: the title's language, where that is not the page's.
    """

    kind: str
    id: str
    title: str
    label: str
    passages: tuple[Passage, ...]
    number: int = 0
    strength: str = ""
    official: bool = False
    title_lang: str = ""

    @property
    def sequence(self) -> bool:
        """Whether the passages are steps, in order."""
        return len(self.passages) > 1 and any(one.note or one.lead for one in self.passages)

    @property
    def listed(self) -> bool:
        """Whether the passages are items of a list, and not paragraphs of a text."""
        return len(self.passages) > 1 and any(
            one.fragment is None or one.lead for one in self.passages
        )


Quotes = Mapping[Sitat, Quoted]
"""What the quotes of the courses say."""


def quote_digest(quoted: Quoted | None) -> str:
    """Return what stands for all that ``quoted`` shows; empty for nothing."""
    if quoted is None:
        return ""
    said = [quoted.title, quoted.strength, "official" if quoted.official else ""]
    for one in quoted.passages:
        said += [one.lead, one.text, one.note, one.source, one.place]
    return digest("\n".join(" ".join(text.split()) for text in said))


def to_be_read(course: Kurs, quotes: Quotes) -> tuple[int, ...]:
    """Return the places of the slides that were not read against what they quote now, in order."""
    marks = {mark.lysbilde: mark.sjekksum for mark in course.lest_mot}
    return tuple(
        index for index, slide in enumerate(course.lysbilder)
        if slide.sitat is not None and slide.sitat in quotes
        and marks.get(slide.id) != quote_digest(quotes[slide.sitat])
    )


def marks_of(course: Kurs, quotes: Quotes) -> tuple[Lestmerke, ...]:
    """Return the marks of a course whose slides are all read against what they quote now."""
    return tuple(
        Lestmerke(slide.id, quote_digest(quotes[slide.sitat])) for slide in course.lysbilder
        if slide.sitat is not None and slide.sitat in quotes
    )


class SlideChange(NamedTuple):
    """A slide that is not as it was.

    Attributes:
        number: its place in the course, from 1.
        why: what differs (``NEW``, ``TEXT``, ``QUOTE``, ``CASE``, ``NOTES``), what is shown first.
        quoted: the id of what it quotes, when that differs.
    """

    id: str
    number: int
    title: str
    why: tuple[str, ...]
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class CourseChange:
    """How a course differs from what it was in a release.

    Attributes:
        id: the course's.
        since: the version of the release.
        total: how many slides there are now.
        new: whether the course was not there.
        slides: those that differ, in order.
        removed: the titles of those that are gone.
    """

    id: str
    since: str
    total: int
    new: bool = False
    slides: tuple[SlideChange, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.slides or self.removed)


@dataclass(frozen=True, slots=True)
class Taught:
    """The courses of an edition with what they quote.

    Attributes:
        pictures: the digests of pictures, by name: another picture is another slide.
    """

    courses: Sequence[Kurs]
    quotes: Quotes
    pictures: Mapping[str, str]


def changes_since(version: str, old: Taught, new: Taught) -> tuple[CourseChange, ...]:
    """Return how each course of ``new`` differs from ``old``, which release ``version`` had.

    Courses that are as they were are there as well, and say so. A slide that only moved has not
    changed.
    """
    before = {course.id: course for course in old.courses}
    return tuple(
        _change(version, before.get(course.id), course, old, new) for course in new.courses
    )


def _change(version: str, was: Kurs | None, now: Kurs, old: Taught, new: Taught) -> CourseChange:
    if was is None:
        return CourseChange(now.id, version, len(now.lysbilder), new=True)
    known = {slide.id: slide for slide in was.lysbilder}
    changed = []
    for number, slide in enumerate(now.lysbilder, 1):
        then = known.pop(slide.id, None)
        why = (NEW,) if then is None else tuple(_why(was, then, now, slide, old, new))
        if why:
            named = slide.sitat.named if slide.sitat and QUOTE in why else ()
            quoted = str(getattr(slide.sitat, named[0])) if named else ""
            changed.append(SlideChange(slide.id, number, slide.tittel, why, quoted))
    gone = tuple(slide.tittel for slide in known.values())
    return CourseChange(now.id, version, len(now.lysbilder), False, tuple(changed), gone)


def _why(
    was: Kurs, then: Lysbilde, now: Kurs, slide: Lysbilde, old: Taught, new: Taught
) -> Iterable[str]:
    """Yield why ``slide`` is not what it was."""
    if _own(then, old) != _own(slide, new):
        yield TEXT
    if then.sitat != slide.sitat or _said(then, old) != _said(slide, new):
        yield QUOTE
    if to_data(was.case(then.case)) != to_data(now.case(slide.case)):
        yield CASE
    if then.notater != slide.notater:
        yield NOTES


def _own(slide: Lysbilde, taught: Taught) -> object:
    """Return what a slide shows of its own."""
    picture = (
        slide.bilde.bildetekst, taught.pictures.get(slide.bilde.bildefil, "")
    ) if slide.bilde else ()
    return slide.tittel, slide.punkter, slide.refleksjon, picture, slide.belegg


def _said(slide: Lysbilde, taught: Taught) -> str:
    return quote_digest(taught.quotes.get(slide.sitat)) if slide.sitat else ""
