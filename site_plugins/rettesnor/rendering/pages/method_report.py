"""The report on the method: each item of the RIGHT statement answered, or why it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rettesnor.model.guideline import Rapportpunkt
from rettesnor.model.pages import PAGES, page_address
from rettesnor.model.right import FIELDS, GROUPS, SOURCE, Item, answers
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.navigation import contents
from rettesnor.rendering.page import Heading, Link, Page, SearchSection
from rettesnor.rendering.scripts import stylesheet

URL = page_address("metoderapport")


@dataclass(frozen=True, slots=True)
class Answer:
    """An item with what the report says to it.

    Attributes:
        links: the pages that answer it, below the root of the pages.
    """

    number: str
    asked: str
    said: str
    missing: str
    links: Sequence[Link]

    @property
    def given(self) -> bool:
        """Whether the report says anything to it."""
        return bool(self.said or self.missing or self.links)


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one group."""

    anchor: str
    name: str
    answers: Sequence[Answer]


def sections(context: Context) -> tuple[Section, ...]:
    """Return all items by group, with what the report of the guideline says."""
    said, _ = answers(context.guideline), context.gettext
    return tuple(
        Section(f"del-{number}", _(group.navn), [
            _answer(context, item, said.get(item.punkt, Rapportpunkt(item.punkt)))
            for item in group.punkter
        ])
        for number, group in enumerate(GROUPS, 1)
    )


def report_page(context: Context) -> Page:
    """Return the page of the report."""
    _, found = context.gettext, sections(context)
    title = _("Rapport om metoden")
    about = _("Hvordan retningslinja er laget, punkt for punkt etter RIGHT.")
    headings = tuple(Heading(one.anchor, one.name) for one in found)
    body = environment.render(
        "evidence/report", context.language, root="../", sections=found, source=SOURCE,
        contents=contents(context, headings), method="metode" in context.guideline.sider,
    )
    search = [SearchSection("", title, about)]
    search += [
        SearchSection(one.anchor, one.name, "\n".join(
            f"{answer.asked} {answer.said} {answer.missing}".rstrip() for answer in one.answers
        ))
        for one in found
    ]
    return Page(
        URL, "metoderapport", title, about, body, headings, search=tuple(search),
        head=stylesheet("evidence", context.site_root("../")),
    )


def _answer(context: Context, item: Item, said: Rapportpunkt) -> Answer:
    _, pages = context.gettext, {page.id: page.tittel for page in context.guideline.tekstsider}
    known = [FIELDS[name] for name in said.felt if name in FIELDS]
    links = [
        Link(shown.side if _is_there(context, shown.side) else "", _(shown.navn))
        for shown in known
    ]
    links += [Link(f"{id_}/", pages[id_]) for id_ in said.sider if id_ in pages]
    return Answer(item.nummer, _(item.tekst), said.svar, said.mangler, links)


def _is_there(context: Context, url: str) -> bool:
    """Return whether the pages of ``context`` have ``url``; the front page is always there."""
    kind = next((page for page in PAGES if page.address and page.address == url), None)
    if kind is None or kind.promised == "content":
        return True
    if kind.id == "horinger":
        return context.applies and bool(context.hearings)
    there = context.applies if kind.promised == "history" else context.current
    return there and bool(context.guideline.faser or not kind.phased)
