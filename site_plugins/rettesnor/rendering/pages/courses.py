"""Courses: the list, a course with its slides, and the participant's sheet.

Slides follow each other on the page, with notes; a script shows them one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from rettesnor.model.course import (
    CASE,
    NEW,
    NOTES,
    QUOTE,
    TEXT,
    Case,
    CourseChange,
    Kurs,
    Lysbilde,
    Passage,
    Quoted,
)
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.guideline import Kapittel, Lov, Navngitt
from rettesnor.model.legal_reference import canonical
from rettesnor.model.pages import course_address, page_address, sheet_address
from rettesnor.rendering import components as pieces
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.navigation import contents
from rettesnor.rendering.page import Heading, Link, Page, SearchSection
from rettesnor.rendering.pages.overviews import phase_url
from rettesnor.rendering.reference_resolver import Resolver, law_address
from rettesnor.rendering.scripts import script, stylesheet
from rettesnor.rendering.twins.prose import Prose
from rettesnor.rendering.untranslated import untranslated_fragment

ALL = page_address("kursliste")
_WHY = {
    NEW: N_("nytt lysbilde"), TEXT: N_("teksten på lysbildet"), QUOTE: N_("det som siteres"),
    CASE: N_("eksemplet"), NOTES: N_("notatene"),
}
"""Why a slide is said to have changed, in words."""

@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """A part of a quote as it is shown: HTML, with what stands before and after it."""

    html: Markup
    lead: str
    note: str
    proposal: bool
    evidence: Markup
    lang: str


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote as it is shown.

    Attributes:
        label: the part of what is quoted; empty where the title says enough.
        url: the way to it; empty where it has no page here.
        law: whether it leads out of the site, to the law.
    """

    said: Quoted
    label: str
    url: str
    law: bool
    badge: Markup
    passages: Sequence[QuotedPassage]


@dataclass(frozen=True, slots=True)
class ShownSlide:
    """A slide as it is shown.

    Attributes:
        changed: why it is not what it was, in words; empty when it is.
    """

    slide: Lysbilde
    number: int
    anchor: str
    quote: ShownQuote | None
    case: Case | None
    evidence: Markup
    picture: str
    changed: str


@dataclass(frozen=True, slots=True)
class ShownCourse:
    """A course in a list: itself, its address, and what changed in it."""

    course: Kurs
    url: str
    chapter: Kapittel | None
    roles: Sequence[Navngitt]
    changed: str


def course_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes the pages of the courses, by address; none for a guideline without any."""
    makers: dict[str, Callable[[], Page]] = {}
    if context.guideline.kurs:
        makers[ALL] = partial(courses_page, context)
    for course in context.guideline.kurs:
        makers[course_address(course.id)] = partial(course_page, context, course)
        makers[sheet_address(course.id)] = partial(sheet_page, context, course)
    return makers


def beside_chapter(context: Context, chapter: str) -> list[Link]:
    """Return the courses that are beside a chapter (its id)."""
    return [
        Link(course_address(one.id), one.tittel) for one in context.guideline.kurs
        if one.kurskapittel == chapter
    ]


def courses_page(context: Context) -> Page:
    """Return the list of courses, by chapter."""
    _ = context.gettext
    order = {chapter.id: n for n, chapter in enumerate(context.guideline.kapitler)}
    courses = sorted(
        context.guideline.kurs, key=lambda one: (order.get(one.kurskapittel, len(order)), one.id)
    )
    shown = [_in_list(context, course) for course in courses]
    body = environment.render(
        "courses/list", context.language, root="../", guideline=context.guideline, courses=shown,
        time=partial(_time, context),
    )
    title = _("Kurs")
    about = _("Lysbilder, tenkte eksempler og deltakerark til hvert kapittel.")
    search = [SearchSection("", title, about)]
    search += [SearchSection(one.course.id, str(one.course.tittel), str(one.course.innledning))
               for one in shown]
    return Page(
        ALL, "kursliste", title, about, body, search=tuple(search),
        head=stylesheet("course", context.site_root("../")),
    )


def course_page(context: Context, course: Kurs) -> Page:
    """Return the page of a course: goals, slides with notes, and what changed since a release."""
    root, _ = "../../", context.gettext
    url = course_address(course.id)
    change = _change_of(context, course.id)
    slides = _slides(context, course, root, change)
    headings = (
        *([Heading("endret", _("Endret siden forrige utgave"))] if change else []),
        Heading("om-kurset", _("Om kurset")), Heading("lysbilder", _("Lysbilder")),
    )
    body = environment.render(
        "courses/course", context.language, root=root, guideline=context.guideline, course=course,
        chapter=context.chapters.get(course.kurskapittel), all=ALL,
        roles=[context.roles[id_] for id_ in course.kursroller if id_ in context.roles],
        slides=slides, time=_time(context, course.minutes), change=change,
        changed=_changed(context, change) if change else "",
        numbers=[one for one in slides if one.changed], sheet="ark/",
        downloads="#last-ned" if context.downloads.get(url) else "",
        contents=contents(context, headings),
        about_changes=f"{root}endringer/" if context.applies and context.released else "",
    )
    search = [SearchSection("", course.tittel, " ".join(
        [str(course.innledning), *map(str, course.laeringsmaal)]
    ))]
    search += [
        SearchSection(one.anchor, f"{course.tittel}: {one.slide.tittel}", "\n".join(_text(one)))
        for one in slides
    ]
    return Page(
        url, "kurs", course.tittel, f"{_('Kurs')}: {course.tittel}. {context.guideline.tittel}.",
        body, headings, search=tuple(search), twin=tuple(_twin(context, course, slides, root)),
        head=stylesheet("course", context.site_root(root))
        + script("course", context.site_root(root), context.language),
    )


def sheet_page(context: Context, course: Kurs) -> Page:
    """Return the participant's sheet: goals, quotes, cases with questions, and room to write."""
    root, _ = "../../../", context.gettext
    slides = _slides(context, course, root, None)
    body = environment.render(
        "courses/sheet", context.language, root=root, guideline=context.guideline, course=course,
        all=ALL, slides=slides,
    )
    title = _("Deltakerark: {title}").format(title=course.tittel)
    return Page(
        sheet_address(course.id), "deltakerark", title,
        _("Ark til deltakerne på kurset «{title}».").format(title=course.tittel), body,
        head=stylesheet("course", context.site_root(root)),
    )


def _in_list(context: Context, course: Kurs) -> ShownCourse:
    change = _change_of(context, course.id)
    return ShownCourse(
        course, course_address(course.id), context.chapters.get(course.kurskapittel),
        [context.roles[id_] for id_ in course.kursroller if id_ in context.roles],
        _changed(context, change) if change else "",
    )


def _change_of(context: Context, id_: str) -> CourseChange | None:
    """Return how a course differs from the release before; None when it does not."""
    return next((one for one in context.course_changes if one.id == id_ and one), None)


def _changed(context: Context, change: CourseChange) -> str:
    """Return what changed in a course, in a sentence or two."""
    _, ngettext = context.gettext, context.ngettext
    if change.new:
        return _("Kurset er nytt siden versjon {version}.").format(version=change.since)
    said = []
    if change.slides:
        numbers = ", ".join(str(one.number) for one in change.slides)
        n = len(change.slides)
        said.append(ngettext(
            "{n} av {all} lysbilder er endret siden versjon {version}: {numbers}.",
            "{n} av {all} lysbilder er endret siden versjon {version}: {numbers}.", n,
        ).format(n=n, all=change.total, version=change.since, numbers=numbers))
    if change.removed:
        gone = ", ".join(f"«{title}»" for title in change.removed)
        said.append(_("Tatt ut siden versjon {version}: {slides}.").format(
            version=change.since, slides=gone
        ))
    return " ".join(said)


def change_lines(context: Context, changes: Sequence[CourseChange]) -> list[tuple[Link, str, str]]:
    """Return what changed in each of ``changes``: the course, a sentence, and why, for a list.

    Courses that are as they were are left out.
    """
    titles = {course.id: course.tittel for course in context.guideline.kurs}
    found = []
    for change in changes:
        if change:
            why = "; ".join(
                f"{one.number}: {_why(context, one.why)}" for one in change.slides
            )
            url = course_address(change.id) if change.id in titles else ""
            link = Link(url, str(titles.get(change.id, change.id)))
            found.append((link, _changed(context, change), why))
    return found


def _why(context: Context, why: Sequence[str]) -> str:
    return ", ".join(context.gettext(_WHY[one]) for one in why)


def _time(context: Context, minutes: int) -> str:
    """Return a number of minutes in words; empty for none."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(context.ngettext("{n} time", "{n} timer", hours).format(n=hours))
    if rest:
        parts.append(context.ngettext("{n} minutt", "{n} minutter", rest).format(n=rest))
    return " ".join(parts)


def _slides(
    context: Context, course: Kurs, root: str, change: CourseChange | None
) -> list[ShownSlide]:
    changed = {one.id: _why(context, one.why) for one in change.slides} if change else {}
    return [
        ShownSlide(
            slide, number, f"lysbilde-{slide.id}",
            _quote(context, context.quotes[slide.sitat], root)
            if slide.sitat is not None and slide.sitat in context.quotes else None,
            course.case(slide.case), pieces.evidence(context, root, slide.belegg),
            context.pictures(root) + slide.bilde.bildefil if slide.bilde else "",
            changed.get(slide.id, ""),
        )
        for number, slide in enumerate(course.lysbilder, 1)
    ]


def _quote(context: Context, said: Quoted, root: str) -> ShownQuote:
    url, law = _way(context, said)
    label = context.gettext(said.label) if said.label else ""
    badge = pieces.badges(context)[said.strength] if said.strength else Markup()
    resolver = Resolver(context, root, local_sources=False)
    return ShownQuote(
        said, f"{label} {said.number}" if said.number else label,
        url if law or not url else f"{root}{url}", law, badge,
        [_passage(context, one, root, resolver) for one in said.passages],
    )


def _passage(context: Context, one: Passage, root: str, resolver: Resolver) -> QuotedPassage:
    if one.fragment is None:
        text = Markup("<p>{}</p>").format(one.text)
    else:
        fragment = untranslated_fragment(one.fragment, one.lang) if one.lang else one.fragment
        text = Markup(resolver.fill(fragment))
    evidence = Markup()
    if one.source in context.citations:
        place = Markup(", {}").format(one.place) if one.place else Markup()
        evidence = Markup('(<a class="rn-cite" href="{}kilder/#kilde-{}">{}</a>{})').format(
            root, one.source, Markup(context.citations[one.source].short), place
        )
    return QuotedPassage(text, one.lead, one.note, one.proposal, evidence, one.lang)


def _way(context: Context, said: Quoted) -> tuple[str, bool]:
    """Return the address of what is quoted, and whether it leads out of the site."""
    if said.kind == "anbefaling":
        head = context.heads.get(said.id)
        return head.url if head else "", False
    if said.kind == "fase":
        return phase_url(context, said.id), False
    if said.kind == "begrep":
        return f"ordliste/#{said.id}", False
    if said.kind == "lokal_grense":
        limit = next((one for one in context.guideline.lokale_grenser if one.id == said.id), None)
        return phase_url(context, limit.fase) if limit else "", False
    law = context.laws.get(said.id)
    return (_law(law, said.title), True) if law else ("", False)


def _law(law: Lov, title: str) -> str:
    section = next(
        (one.paragraf for one in law.paragrafer
         if canonical(title).endswith(canonical(one.paragraf))), ""
    )
    return law_address(law, section)


def _text(one: ShownSlide) -> Iterator[str]:
    """Yield the texts of a slide, for search."""
    yield from map(str, one.slide.punkter)
    yield from map(str, one.slide.refleksjon)
    if one.quote:
        yield from (passage.text for passage in one.quote.said.passages)
    if one.case:
        yield from (*map(str, one.case.fortelling), *map(str, one.case.refleksjon))


def _twin(
    context: Context, course: Kurs, slides: Sequence[ShownSlide], root: str
) -> Iterator[str]:
    """Yield the blocks of the page's Markdown twin."""
    _, prose = context.gettext, Prose(context, root)
    line = prose.line
    yield line(course.innledning)
    yield f"## {_('Læringsmål')}"
    yield "\n".join(f"- {line(one)}" for one in course.laeringsmaal)
    for one in slides:
        yield f"## {one.number}. {line(one.slide.tittel)}"
        if one.slide.punkter:
            yield "\n".join(f"- {line(text)}" for text in one.slide.punkter)
        if one.quote:
            for passage in one.quote.said.passages:
                text = prose.text(passage.text) if passage.fragment else line(passage.text)
                lead = f"**{line(passage.lead)}** " if passage.lead else ""
                yield "\n".join(f"> {part}" for part in f"{lead}{text}".split("\n"))
            yield f"{_('Sitert fra')}: {line(one.quote.said.title)}"
        if one.case:
            yield f"*{line(one.case.tittel)}*"
            yield from map(line, one.case.fortelling)
            if one.case.refleksjon:
                yield "\n".join(f"- {line(text)}" for text in one.case.refleksjon)
        if one.slide.refleksjon:
            yield "\n".join(f"- {line(text)}" for text in one.slide.refleksjon)
        if one.slide.notater:
            yield f"{_('Notater')}: {line(one.slide.notater)}"

