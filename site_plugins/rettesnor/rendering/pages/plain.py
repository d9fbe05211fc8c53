"""Plain-language versions of recommendations, and what is written to one role."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from rettesnor.model.fields import PARTS_OF_FRAME, field
from rettesnor.model.guideline import Kapittel, Navngitt
from rettesnor.model.pages import page_address, plain_address
from rettesnor.model.plain import (
    PARTS,
    EnkelVersjon,
    Gjennomlesing,
    Leserversjon,
    Rollepunkt,
    by_id,
    readers,
)
from rettesnor.rendering import components as pieces
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.navigation import contents
from rettesnor.rendering.page import Heading, Link, Page, SearchSection
from rettesnor.rendering.scripts import stylesheet

ROLES = page_address("roller")
"""Where the plain versions for a role are, below the role's page."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A recommendation, and what it means for the readers of the page.

    Attributes:
        outdated: whether the recommendation was changed after the version was written.
        review: whether somebody who knows the field has read the version.
    """

    head: Head
    version: Leserversjon
    badge: Markup
    outdated: bool
    review: Gjennomlesing


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence to a role, with the ways to what it rests on."""

    text: str
    recommendations: Sequence[Head]
    laws: Sequence[Markup]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is written to a role: its anchor, heading and sentences."""

    anchor: str
    title: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Reader:
    """A role that recommendations are explained to, and the way to the explanations."""

    role: Navngitt
    url: str
    number: int = 0


def plain_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes the page of plain versions for each role that has any, by address."""
    return {
        reader.url: partial(plain_page, context, reader.role)
        for reader in readers_of(context)
    }


def readers_of(context: Context) -> list[Reader]:
    """Return the roles that some shown recommendation is explained to."""
    found = []
    for id_ in readers(context.guideline.enkle_versjoner):
        number = sum(1 for version, _ in _versions(context, id_) if version)
        if id_ in context.roles and number:
            found.append(Reader(context.roles[id_], plain_address(id_), number))
    return found


def explained(context: Context, recommendation: str, root: str) -> Markup:
    """Return the ways from a recommendation to its plain versions; empty where it has none.

    Args:
        root: the way to the root of the pages.
    """
    version = by_id(context.guideline.enkle_versjoner).get(recommendation)
    if version is None:
        return Markup()
    shown = [
        Link(f"{root}{plain_address(one.maalgruppe)}#{recommendation}",
             context.roles[one.maalgruppe].navn)
        for one in version.versjoner if one.maalgruppe in context.roles
    ]
    if not shown:
        return Markup()
    return Markup(environment.render("plain/explained", context.language, readers=shown))


def plain_texts(context: Context, recommendation: str) -> Iterator[str]:
    """Yield all texts of the plain versions of a recommendation."""
    version = by_id(context.guideline.enkle_versjoner).get(recommendation)
    for one in version.versjoner if version else ():
        yield from (text for _, text in one.texts())


def written_to(context: Context, role: Navngitt) -> dict[str, Any]:
    """Return what is written to ``role``, as the template of its page names it."""
    page = next((one for one in context.guideline.rollesider if one.id == role.id), None)
    plain = next((one for one in readers_of(context) if one.role.id == role.id), None)
    if page is None:
        return {"written": None, "parts": (), "plain": plain}
    parts = [
        Part(name.replace("_", "-"), _label(context, "role", name), [
            _point(context, one) for one in getattr(page, name)
        ])
        for name in PARTS if getattr(page, name)
    ]
    return {"written": page, "parts": parts, "plain": plain}


def role_search(context: Context, role: Navngitt) -> list[SearchSection]:
    """Return what search finds of what is written to ``role``."""
    written = written_to(context, role)
    if written["written"] is None:
        return []
    title = for_role(context, role)
    return [
        SearchSection("", title, f"{role.om} {written['written'].innledning}".strip()),
    ] + [
        SearchSection(
            part.anchor, f"{title}: {part.title}", "\n".join(point.text for point in part.points)
        )
        for part in written["parts"]
    ]


def for_role(context: Context, role: Navngitt) -> str:
    """Return what a page for ``role`` is called: «For pasient»."""
    name = role.navn
    inner = name[:1].lower() + name[1:] if name[1:2].islower() else name
    return context.gettext("For {role}").format(role=inner)


def plain_page(context: Context, role: Navngitt) -> Page:
    """Return the recommendations explained to ``role``, by chapter."""
    root = "../" * 3
    url = plain_address(role.id)
    marks = pieces.badges(context)
    chapters: list[tuple[Kapittel, list[Explained]]] = []
    for chapter in context.guideline.kapitler:
        own = [
            Explained(
                context.heads[one.id], version, marks[context.heads[one.id].styrke],
                one.id in context.outdated, one.gjennomlesing,
            )
            for version, one in _versions(context, role.id, chapter) if version
        ]
        if own:
            chapters.append((chapter, own))
    items = [one for _, own in chapters for one in own]
    headings = [Heading(f"kapittel-{chapter.id}", chapter.tittel) for chapter, _ in chapters]
    whom = for_role(context, role)
    title = context.gettext("{whom}: anbefalingene i enkelt språk").format(whom=whom)
    body = environment.render(
        "plain/page", context.language, root=root, guideline=context.guideline, role=role,
        title=title, whom=whom, chapters=chapters, roles=ROLES, current=context.current,
        contents=contents(context, tuple(headings)),
        draft=any(not one.review.done for one in items),
        labels={name: _label(context, "plain", f"versjoner.{name}")
                for name in ("anbefalt", "vente", "si", "ordforklaringer")},
    )
    about = context.gettext("Hva hver anbefaling betyr for deg, i enkelt språk.")
    search = [SearchSection("", title, about)]
    search += [
        SearchSection(
            one.head.id, f"{whom}: {one.head.tittel}",
            "\n".join(text for _, text in one.version.texts()),
        )
        for one in items
    ]
    return Page(
        url, "enkelt", title, f"{title}. {context.guideline.tittel}.", body, tuple(headings),
        search=tuple(search), head=stylesheet("plain", context.site_root(root)),
    )


def _versions(
    context: Context, role: str, chapter: Kapittel | None = None
) -> list[tuple[Leserversjon | None, EnkelVersjon]]:
    """Return the plain versions written to ``role`` of recommendations that are shown, in order."""
    known = by_id(context.guideline.enkle_versjoner)
    order = context.order if chapter is None else chapter.anbefalinger
    return [
        (known[id_].of(role), known[id_]) for id_ in order if id_ in known and id_ in context.heads
    ]


def _point(context: Context, point: Rollepunkt) -> Point:
    return Point(
        point.setning, [context.heads[id_] for id_ in point.anbefalinger if id_ in context.heads],
        [pieces.legal_basis(context, one) for one in point.hjemler],
    )


def _label(context: Context, kind: str, name: str) -> str:
    """Return what readers call the field ``name`` of a kind of file."""
    assert kind in PARTS_OF_FRAME
    path = name.replace("versjoner.", "versjoner.*.")
    found = field(kind, path)
    return context.gettext(found.label) if found else ""
