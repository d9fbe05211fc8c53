"""The pages about the work on the guideline: what is coming, reports, who took part, what follows.

They show the work as it is today, also where the text around them is an older release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, urlencode

from markupsafe import Markup

from rettesnor.model.development import (
    ENOUGH,
    Sporsmal,
    Utvikling,
    answer_times,
    days_to_answer,
    needs_form,
)
from rettesnor.model.evidence import Belegg
from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.pages import BY_ID, PAGES, page_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.components import evidence
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.jinja_env import norwegian_date
from rettesnor.rendering.page import Heading, Page, SearchSection
from rettesnor.rendering.scripts import stylesheet

ROOT = "../"
ROADMAP = page_address("veikart")
REPORTS = page_address("behov")
STATES = {
    "planlagt": N_("Planlagt"), "søk pågår": N_("Søk etter forskning pågår"),
    "tekst skrives": N_("Tekst skrives"), "på høring": N_("På høring"),
    "publisert": N_("Publisert"), "utsatt": N_("Utsatt"),
}
_GROUPS = (
    ("arbeid", N_("Under arbeid"), ("søk pågår", "tekst skrives", "på høring", "planlagt")),
    ("publisert", N_("Tatt inn"), ("publisert",)),
    ("utsatt", N_("Satt på vent"), ("utsatt",)),
)
"""The parts of the road map: anchor, heading and the states in it."""
_DECISIONS = {
    "endres": N_("Retningslinja blir endret"), "på veikartet": N_("Satt på veikartet"),
    "ingen endring": N_("Ingen endring"),
    "utenfor retningslinja": N_("Utenfor retningslinja"),
}
_REPORTERS = {
    "samarbeidspartner": N_("Samarbeidspartner"), "virksomhet": N_("Virksomhet"),
    "privatperson": N_("Privatperson"),
}
_FORMS = {
    "ekspertgruppe": N_("Ekspertgruppe"), "møte": N_("Møte"), "intervju": N_("Intervju"),
    "råd eller utvalg": N_("Råd eller utvalg"), "intern høring": N_("Intern høring"), "annet": "",
}
_PROGRESS = {
    "planlagt": N_("Planlagt"), "i gang": N_("I gang"), "ferdig": N_("Ferdig"),
    "stanset": N_("Stanset"), "foreslått": N_("Foreslått"), "ikke avklart": N_("Ikke avklart"),
}
_MEASURES = (("innforing", N_("Innføring"), "innføring"), ("evaluering", N_("Evaluering"),
                                                          "evaluering"))
_TEXTS = {
    "veikart": N_("Spørsmål det arbeides med, og spørsmål som er satt på vent."),
    "behov": N_("Hvordan du melder behov for å oppdatere retningslinja, og hva andre har fått svar "
                "på."),
    "medvirkning": N_("Hvem som er spurt i arbeidet, om hva, og hva det førte til."),
    "sammenheng": N_("Hvordan retningslinja henger sammen med andre, og hvem som følger opp det "
                     "den ikke dekker."),
    "innforing": N_("Hva som gjøres for at retningslinja blir brukt, og hva som er funnet ut."),
}


def development_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes each page about the work, by address; only those with something to show."""
    bodies: dict[str, Callable[[Context], _Body]] = {
        "veikart": _roadmap, "behov": _reports, "medvirkning": _involvement,
        "sammenheng": _surroundings, "innforing": _measures,
    }
    return {
        page.address: partial(_page, context, page.id, bodies[page.id])
        for page in PAGES if page.work and context.development.has(page.work)
    }


@dataclass(frozen=True, slots=True)
class _Body:
    """What a page says: its HTML, its table of contents, and what search knows of its parts."""

    html: str
    headings: Sequence[Heading] = ()
    search: Sequence[SearchSection] = ()


def _page(context: Context, kind: str, make: Callable[[Context], _Body]) -> Page:
    _, body = context.gettext, make(context)
    title, about = _(BY_ID[kind].name), _(_TEXTS[kind])
    return Page(
        page_address(kind), kind, title, about, body.html, tuple(body.headings),
        search=(SearchSection("", title, about), *body.search),
        head=stylesheet("development", context.site_root(ROOT)),
    )


def _render(context: Context, template: str, **values: object) -> str:
    return environment.render(
        f"development/{template}", context.language, root=ROOT, guideline=context.guideline,
        work=context.development, heads=partial(_heads, context), day=partial(_when, context),
        evidence=partial(_evidence, context), **values,
    )


def _heads(context: Context, ids: Iterable[str]) -> list[Head]:
    return [context.heads[id_] for id_ in ids if id_ in context.heads]


def _evidence(context: Context, given: Sequence[Belegg]) -> Markup:
    return evidence(context, ROOT, given)


def _when(context: Context, iso: str) -> str:
    """Return a year, a month or a day in words."""
    return norwegian_date(iso, context.language) if len(iso) == 10 else month(context, iso)


def month(context: Context, iso: str) -> str:
    """Return a year, or a month with its year, in words."""
    if len(iso) != 7:
        return iso
    return norwegian_date(f"{iso}-01", context.language).partition(" ")[2]


def _roadmap(context: Context) -> _Body:
    _, questions = context.gettext, context.development.veikart
    groups = [
        (anchor, _(name), [one for one in questions if one.tilstand in states])
        for anchor, name, states in _GROUPS
    ]
    groups = [group for group in groups if group[2]]
    search = [
        SearchSection(one.id, str(one.tittel), f"{one.om} {one.grunn}".strip())
        for one in questions
    ]
    search += [
        SearchSection(one.id, str(one.tittel), " ".join(one.baser))
        for one in context.development.litteratursok
    ]
    html = _render(
        context, "roadmap", groups=groups, states={k: _(v) for k, v in STATES.items()},
        reports=REPORTS if context.development.has(BY_ID["behov"].work) else "",
    )
    return _Body(html, [Heading(anchor, name) for anchor, name, _q in groups], search)


def _reports(context: Context) -> _Body:
    _, work = context.gettext, context.development
    questions = {one.id: one for one in work.veikart}
    answered = sorted(
        (one for one in work.meldinger if one.besvart), key=lambda one: one.besvart, reverse=True
    )
    waiting = sorted(
        (one for one in work.meldinger if not one.besvart), key=lambda one: one.mottatt
    )
    html = _render(
        context, "reports", answered=answered, waiting=waiting, questions=questions,
        roadmap=ROADMAP, decisions={k: _(v) for k, v in _DECISIONS.items()},
        review=page_address("gjennomgang"),
        tasks={view.task.melding: view.task.id for view in context.tasks if view.task.melding},
        reporters={k: _(v) for k, v in _REPORTERS.items()}, took=_time_taken(context),
        address=report_address(context, None), warning=context.guideline.tekster.personvern,
        chapters=[
            (chapter, [(head, report_address(context, head)) for head in _heads(
                context, chapter.anbefalinger
            )])
            for chapter in context.guideline.kapitler
        ] if work.receives else [],
    )
    search = [SearchSection(one.id, str(one.sak)[:80], f"{one.sak} {one.svar}")
              for one in work.meldinger]
    return _Body(html, (), search)


def _time_taken(context: Context) -> str:
    """Return how soon needs have been answered, in a sentence; empty when none is.

    A median of a few answers says little, and of one it is no half: those are given as a span.
    """
    _, ngettext = context.gettext, context.ngettext
    days = answer_times(context.development.meldinger)
    if not days:
        return ""
    if len(days) >= ENOUGH:
        middle = days_to_answer(context.development.meldinger) or 0
        return ngettext(
            "Halvparten har fått svar innen {days} dag.",
            "Halvparten har fått svar innen {days} dager.", middle,
        ).format(days=middle)
    if len(days) == 1:
        return ngettext(
            "Den ene som er besvart, fikk svar etter {days} dag.",
            "Den ene som er besvart, fikk svar etter {days} dager.", days[0],
        ).format(days=days[0])
    if days[0] == days[-1]:
        return ngettext(
            "De {count} som er besvart, fikk svar etter {days} dag.",
            "De {count} som er besvart, fikk svar etter {days} dager.", days[0],
        ).format(count=len(days), days=days[0])
    return _("De {count} som er besvart, fikk svar etter {first}–{last} dager.").format(
        count=len(days), first=days[0], last=days[-1]
    )


def report_address(context: Context, head: Head | None) -> str:
    """Return where a need is reported, as an address to follow; empty when nobody takes it.

    Args:
        head: the recommendation that it is about; None for the whole.
    """
    mottak = context.development.mottak
    if mottak.adresse:
        return needs_form(mottak.adresse, head.id if head else "", context.language)
    if not mottak.epost:
        return ""
    _, g = context.gettext, context.guideline
    title = str(head.tittel) if head else str(g.tittel)
    where = f"{context.address}{head.url if head else ''}" if context.address else ""
    said = [
        _("Anbefaling: {title}").format(title=title) if head else
        _("Retningslinje: {title}").format(title=title),
        where,
        _("Versjon: {version}").format(version=(head and head.versjon) or g.versjon),
        "",
        _("Hva er behovet? Ny kunnskap, nytt regelverk, feil eller noe annet:"), "", "",
        _("Hvor kan vi lese om det (kilde, lov eller lenke):"), "", "",
        _("Hvem melder (rolle og virksomhet):"), "",
        g.tekster.personvern,
    ]
    subject = _("Behov for oppdatering: {title}").format(title=title)
    lines = [one for one, before in zip(said, [*said[1:], "x"], strict=True) if one or before]
    return f"mailto:{quote(mottak.epost, safe='@')}?" + urlencode(
        {"subject": subject, "body": "\r\n".join(lines)}, quote_via=quote
    )


def _involvement(context: Context) -> _Body:
    _, groups = context.gettext, context.development.medvirkning
    html = _render(context, "involvement", groups=groups, forms={k: _(v) if v else ""
                                                                 for k, v in _FORMS.items()})
    search = [
        SearchSection(one.id, str(one.navn), f"{one.om} {one.ledet_til}".strip()) for one in groups
    ]
    return _Body(html, (), search)


def _surroundings(context: Context) -> _Body:
    _, work = context.gettext, context.development
    html = _render(context, "surroundings", progress={k: _(v) for k, v in _PROGRESS.items()})
    search = [
        SearchSection(one.id, str(one.tittel), str(one.forhold)) for one in work.sammenheng
    ] + [
        SearchSection(one.id, str(one.tittel), f"{one.om} {one.videre}".strip())
        for one in work.utenfor
    ]
    return _Body(html, (), search)


def _measures(context: Context) -> _Body:
    _, measures = context.gettext, context.development.innforing
    groups = [
        (anchor, _(name), [one for one in measures if one.slags == slags])
        for anchor, name, slags in _MEASURES
    ]
    html = _render(
        context, "measures", groups=[group for group in groups if group[2]],
        progress={k: _(v) for k, v in _PROGRESS.items()},
    )
    search = [
        SearchSection(one.id, str(one.tittel), " ".join(
            [str(one.om), *(str(found.kom_fram) for found in one.resultater)]
        ).strip())
        for one in measures
    ]
    return _Body(html, (), search)


@dataclass(frozen=True, slots=True)
class Around:
    """What a recommendation's own page says of the work on it.

    Attributes:
        questions: what is under way, with the state in words.
        searched: the day that research was last searched for, by a saved search; empty for none.
        report: where a need is reported; empty when nobody takes it.
    """

    questions: Sequence[tuple[Sporsmal, str]]
    searched: str
    report: str


def around(context: Context, head: Head) -> Around:
    """Return the work around the recommendation of ``head``."""
    work: Utvikling = context.development
    return Around(
        [(one, context.gettext(STATES[one.tilstand])) for one in work.under_way(head.id)],
        max((one.sist_kjort for one in work.searches_for(head.id)), default=""),
        report_address(context, head),
    )
