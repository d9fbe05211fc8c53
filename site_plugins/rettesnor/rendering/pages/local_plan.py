"""The pages of a local plan: national sentences as quotes, and beside them what the plan says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from rettesnor.model.edition import Edition
from rettesnor.model.guideline import Fase
from rettesnor.model.local_plan import (
    ADAPTED,
    NOT_ASSESSED,
    RELATIONS,
    LocalPlan,
    Planfase,
    Plankobling,
    Planpunkt,
    Plansteg,
    Plantegn,
    is_newer,
)
from rettesnor.model.pages import page_address
from rettesnor.model.recommendation import Recommendation
from rettesnor.model.strength import Styrke, spoken
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.i18n import language
from rettesnor.rendering.jinja_env import norwegian_date
from rettesnor.rendering.page import Page, SearchSection
from rettesnor.rendering.scripts import stylesheet

PHASES, WHO, RECOMMENDATIONS, DEVIATIONS = "faser/", "hvem/", "anbefalinger/", "avvik/"
SERVICES, ABOUT, SEARCH = "tjenester/", "om/", page_address("sok")
DEVIATION_DATA, PLAN_DATA, PDF = "avvik.json", "plan.json", "plan.pdf"
VERSIONS = "api/v1/versjoner.json"
_CLASSES = {
    "følges": "followed", "tilpasset": "adapted", "avviker": "deviates", NOT_ASSESSED: "open",
}

StepTexts = Mapping[str, Sequence[Plansteg]]
"""The national steps in plain text, by the recommendation's id."""


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """A phase as pages show it: the plan's text where it has any, else the national one.

    Attributes:
        own: the names of the fields that are the plan's own.
        gone: whether the national guideline does not have it any more.
    """

    id: str
    name: str
    national_name: str
    about: str
    start: str
    maal: str
    videre: str
    tegn: tuple[Plantegn, ...]
    steg: tuple[Plansteg, ...]
    kobles_paa: tuple[Plankobling, ...]
    own: frozenset[str]
    gone: Any = None


@dataclass(frozen=True)
class PlanView:
    """A plan, with what its pages need.

    Attributes:
        national: the release that it builds on, in the plan's language.
        untranslated: ids of recommendations whose sentence is not in the plan's language.
        steps: see ``StepTexts``.
        newest: the newest national version that is known; empty when nobody asked.
        asked: the day somebody did.
        site_url: where the plan's site is published, ending in a slash; empty when not known.
        pdf: whether there is one.
    """

    plan: LocalPlan
    national: Edition
    steps: StepTexts
    untranslated: frozenset[str] = frozenset()
    newest: str = ""
    asked: str = ""
    site_url: str = ""
    pdf: bool = False

    @property
    def code(self) -> str:
        """The plan's language."""
        return self.plan.sprak

    def gettext(self, text: str) -> str:
        """Return ``text`` in the plan's language."""
        return language(self.code).gettext(text)

    @property
    def outdated(self) -> bool:
        """Whether a newer national version than the plan's is known."""
        return bool(self.newest) and is_newer(self.newest, self.plan.bygger_paa.versjon)

    @cached_property
    def points(self) -> dict[str, Planpunkt]:
        """What the plan says of each recommendation, also of those that it does not mention."""
        said = {one.id: one for one in self.plan.anbefalinger}
        return {
            **{id_: said.get(id_, Planpunkt(id_)) for id_ in self.order},
            **{id_: one for id_, one in said.items() if one.utgaatt is not None},
        }

    @cached_property
    def order(self) -> list[str]:
        """The ids of the national recommendations in the guideline's order."""
        found = self.national.recommendations
        return [
            id_ for chapter in self.national.guideline.kapitler for id_ in chapter.anbefalinger
            if id_ in found
        ]

    @cached_property
    def scale(self) -> Mapping[str, Styrke]:
        """The strengths by id."""
        return spoken(self.national.guideline.scale, self.gettext)

    @cached_property
    def phases(self) -> list[ShownPhase]:
        """The phases in the national order, and those that are gone last."""
        own = {one.id: one for one in self.plan.faser}
        found = [
            _shown(own.get(one.id, Planfase(one.id)), one) for one in self.national.guideline.faser
        ]
        known = {one.id for one in self.national.guideline.faser}
        return [*found, *(_shown(one, None) for one in self.plan.faser if one.id not in known)]

    @property
    def has_services(self) -> bool:
        """Whether there is anything for the page of services, tools and templates."""
        plan = self.plan
        return bool(plan.tjenester or plan.verktoy or plan.maler or plan.dokumenter)

    @cached_property
    def templates(self) -> list[tuple[str, str, str]]:
        """Title, address and use of the national templates in use; an address may be empty."""
        known = {one.id: one for one in self.national.guideline.maler}
        site = self.national_url()
        return [
            (known[one.id].tittel, f"{site}maler/{one.id}/" if site else "",
             one.om or known[one.id].brukes_til)
            for one in self.plan.maler if one.id in known
        ]

    def relation(self, point: Planpunkt) -> Markup:
        """Return the mark that says how the plan relates to a recommendation."""
        return Markup('<span class="rn-relation rn-relation--{}">{}</span>').format(
            _CLASSES[point.forhold], self.gettext(RELATIONS[point.forhold])
        )

    def national_url(self, id_: str = "") -> str:
        """Return the address of a recommendation on the national site; empty when not known."""
        site = self.plan.bygger_paa.nettsted
        if not site:
            return ""
        site = site if site.endswith("/") else f"{site}/"
        languages = [one.id for one in self.national.guideline.languages]
        folder = f"{self.code}/" if self.code in languages[1:] else ""
        if not id_:
            return f"{site}{folder}"
        return f"{site}{folder}{self.national.recommendations[id_].kapittel}/{id_}/"

    def lang(self, id_: str) -> Markup:
        """Return the attribute of a sentence that is in another language than the page."""
        first = self.national.guideline.languages[0].id
        return Markup(' lang="{}"').format(first) if id_ in self.untranslated else Markup()

    def day(self, iso: str) -> str:
        """Return a day in words."""
        return norwegian_date(iso, self.code)


def makers(view: PlanView) -> dict[str, Callable[[], Page]]:
    """Return what makes each page, by address."""
    found: dict[str, Callable[[], Page]] = {"": partial(front_page, view)}
    if view.phases:
        found[PHASES] = partial(phases_page, view)
        if any(phase.kobles_paa for phase in view.phases):
            found[WHO] = partial(who_page, view)
    found |= {
        f"{RECOMMENDATIONS}{id_}/": partial(recommendation_page, view, id_) for id_ in view.points
    }
    found[DEVIATIONS] = partial(deviations_page, view)
    if view.has_services:
        found[SERVICES] = partial(services_page, view)
    return {**found, ABOUT: partial(about_page, view), SEARCH: partial(search_page, view),
            "404.html": partial(not_found_page, view)}


def front_page(view: PlanView) -> Page:
    """Return the front page."""
    plan = view.plan
    listed = [
        (chapter, [view.points[id_] for id_ in chapter.anbefalinger if id_ in view.points])
        for chapter in view.national.guideline.kapitler
    ]
    gone = [one for one in view.points.values() if one.utgaatt is not None]
    counts = [
        (view.gettext(label), sum(one.forhold == key for one in view.points.values()), key)
        for key, label in RELATIONS.items()
    ]
    body = _render(view, "front", "./", listed=listed, gone=gone,
                   counts=[one for one in counts if one[1]])
    sections = [SearchSection("", plan.tittel, plan.om)]
    return _made(view, "", "plan", plan.tittel, plan.om.split("\n")[0], body, sections)


def phases_page(view: PlanView) -> Page:
    """Return all phases as a flow."""
    title = view.gettext("Gangen i en sak")
    body = _render(view, "phases", "../", title=title)
    sections = [
        SearchSection(f"fase-{one.id}", one.name, " ".join(_phase_texts(one)))
        for one in view.phases
    ]
    about = view.gettext("Fasene, med tegn, grenser, frister og hvem som gjør hva.")
    return _made(view, PHASES, "plan-faser", title, about, body, sections)


def who_page(view: PlanView) -> Page:
    """Return who joins when, as a table."""
    title = view.gettext("Hvem er koblet på når")
    body = _render(view, "who", "../", title=title)
    sections = [SearchSection("", title, " ".join(
        f"{one.hvem} {one.naar}" for phase in view.phases for one in phase.kobles_paa
    ))]
    about = view.gettext("Hvem som kommer med i hver fase, og når.")
    return _made(view, WHO, "plan-hvem", title, about, body, sections)


def recommendation_page(view: PlanView, id_: str) -> Page:
    """Return a recommendation: the national sentence, and how the plan carries it out."""
    point = view.points[id_]
    national: Recommendation | None = view.national.recommendations.get(id_)
    title = national.tittel if national is not None else id_
    gone = point.utgaatt
    quoted = national.kort_anbefaling if national else gone.setning if gone else ""
    body = _render(
        view, "recommendation", "../../", point=point, national=national, title=title,
        steps=view.steps.get(id_, ()), adapted=ADAPTED,
    )
    text = " ".join([quoted, point.merknad, point.ansvarlig, *_step_texts(point.steg),
                     *(f"{one.grense} {one.tiltak}" for one in point.grenser),
                     *(one.tittel for one in point.dokumenter)])
    if point.avvik is not None:
        text += f" {point.avvik.hva} {point.avvik.hvorfor}"
    return _made(
        view, f"{RECOMMENDATIONS}{id_}/", "plan-anbefaling", title, f"{quoted.rstrip('.')}.",
        body, [SearchSection("", title, text)],
    )


def deviations_page(view: PlanView) -> Page:
    """Return what the plan does otherwise, and why."""
    title = view.gettext("Hva vi gjør annerledes, og hvorfor")
    adapted = [one for one in view.points.values() if one.forhold == ADAPTED]
    body = _render(view, "deviations", "../", title=title, adapted=adapted,
                   deviations=[*view.plan.deviations])
    about = view.gettext("Avvik fra den nasjonale retningslinja, med grunner.")
    return _made(view, DEVIATIONS, "plan-avvik", title, about, body,
                 [SearchSection("", title, about)])


def services_page(view: PlanView) -> Page:
    """Return services and tools."""
    title = view.gettext("Tjenester og verktøy")
    body = _render(view, "services", "../", title=title)
    sections = [
        SearchSection(f"t-{one.id}", one.navn, f"{one.mandat} {one.henvisning} {one.samtykke}")
        for one in view.plan.tjenester
    ]
    sections += [
        SearchSection("verktoy", one.navn, f"{one.om} {one.naar}") for one in view.plan.verktoy
    ]
    sections += [
        SearchSection("maler", title_, about_) for title_, _, about_ in view.templates
    ]
    sections += [SearchSection("maler", one.tittel, "") for one in view.plan.dokumenter]
    about = view.gettext("Hva tjenestene gjør, hvem som kan henvise, og hva som blir brukt.")
    return _made(view, SERVICES, "plan-tjenester", title, about, body, sections)


def about_page(view: PlanView) -> Page:
    """Return who owns the plan, what it builds on, and what is done with it each year."""
    title = view.gettext("Om planen")
    body = _render(view, "about", "../", title=title)
    about = view.gettext("Hvem som eier planen, hva den bygger på, og når den blir gått gjennom.")
    wheel = " ".join(f"{one.naar} {one.hvem} {one.hva}" for one in view.plan.gjennomgang.aarshjul)
    return _made(view, ABOUT, "plan-om", title, about, body,
                 [SearchSection("", title, f"{' '.join(view.plan.laget_av)} {wheel}")])


def search_page(view: PlanView) -> Page:
    """Return the page of search."""
    body = _render(view, "search", "../")
    title = view.gettext("Søk")
    return Page(SEARCH, "sok", title, view.gettext("Søk i planen."), body, indexed=False)


def not_found_page(view: PlanView) -> Page:
    """Return the page for addresses that lead nowhere, with links from the site's root."""
    root = urlsplit(view.site_url).path or "/"
    title = view.gettext("Siden finnes ikke")
    body = _render(view, "not_found", root)
    return Page("404.html", "ukjent", title, f"{title}.", body, base=root, indexed=False)


def surroundings(page: Page, view: PlanView) -> dict[str, str]:
    """Return what the layout shows around ``page``, safe HTML by the name of its slot."""
    plan, root = view.plan, page.root
    title = page.title if page.kind == "plan" else f"{page.title} – {plan.korttittel}"
    canonical = "" if not view.site_url or page.base else (
        f'<link rel="canonical" href="{escape(view.site_url + page.url)}">'
    )
    head = page.head if page.indexed else f'<meta name="robots" content="noindex">{page.head}'
    menu = environment.render(
        "local_plan/menu", view.code, view=view, root=root, here=page.url,
        places=[(url, name) for url, name in _menu(view)],
        listed=[(id_, view.national.recommendations[id_].tittel) for id_ in view.order],
    )
    return {
        "title": escape(title), "description": escape(page.description), "kind": page.kind,
        "canonical": canonical, "head": stylesheet("plan", root) + head,
        "site": escape(plan.korttittel), "menu": menu, "notice": page.notice, "body": page.body,
        "steps": "", "footer": environment.render(
            "local_plan/footer", view.code, view=view, root=root, plan=plan,
            deviations=DEVIATION_DATA, data=PLAN_DATA, pdf=PDF if view.pdf else "",
        ),
        "lang": view.code, "home": root, "languages": "", "up": "",
    }


def _menu(view: PlanView) -> Iterator[tuple[str, str]]:
    _ = view.gettext
    names = {
        "": _("Oversikt"), PHASES: _("Gangen i en sak"), WHO: _("Hvem er koblet på når"),
        DEVIATIONS: _("Hva vi gjør annerledes"), SERVICES: _("Tjenester og verktøy"),
        ABOUT: _("Om planen"),
    }
    pages = makers(view)
    return ((url, name) for url, name in names.items() if url in pages)


def _made(
    view: PlanView, url: str, kind: str, title: str, about: str, body: str,
    sections: Sequence[SearchSection],
) -> Page:
    script = ""
    if view.plan.bygger_paa.direkte and view.plan.bygger_paa.nettsted:
        root = "../" * url.count("/") or "./"
        script = f'<script src="{root}assets/rettesnor/plan.js" defer></script>'
    return Page(url, kind, title, about, body, search=tuple(sections), head=script)


def _render(view: PlanView, name: str, root: str, /, **values: Any) -> str:
    return environment.render(
        f"local_plan/{name}", view.code, view=view, plan=view.plan, root=root,
        guideline=view.national.guideline, recommendations=view.national.recommendations,
        **{"phases_url": PHASES, "who_url": WHO, "list_url": RECOMMENDATIONS,
           "deviations_url": DEVIATIONS, "services_url": SERVICES, "about_url": ABOUT,
           "deviation_data": DEVIATION_DATA, "plan_data": PLAN_DATA, "versions": VERSIONS,
           "pdf": PDF if view.pdf else "", **values},
    )


def _shown(own: Planfase, national: Fase | None) -> ShownPhase:
    """Return a phase with the plan's text where it has any, and else the national one."""
    base = national or Fase(own.id, own.navn or own.id)
    names = frozenset(
        name for name in ("om", "start", "maal", "videre", "tegn", "steg", "kobles_paa")
        if getattr(own, name)
    )
    return ShownPhase(
        own.id, own.navn or base.navn, base.navn if own.navn and national else "",
        own.om or base.om, own.start or base.start, own.maal or base.maal,
        own.videre or base.videre,
        own.tegn or tuple(Plantegn(one.kjennetegn) for one in base.tegn), own.steg,
        own.kobles_paa or tuple(Plankobling(one.hvem, one.naar) for one in base.kobles_paa),
        names, own.utgaatt,
    )


def _phase_texts(phase: ShownPhase) -> Iterator[str]:
    yield from (phase.about, phase.start, phase.maal, phase.videre)
    yield from (f"{one.kjennetegn} {one.grense}" for one in phase.tegn)
    yield from _step_texts(phase.steg)


def _step_texts(steps: Sequence[Plansteg]) -> Iterator[str]:
    return (f"{one.hvem} {one.hva} {one.naar}" for one in steps)
