"""The ways in to the recommendations: by target group, by phase, and all of them in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from rettesnor.model.guideline import Fase, Kapittel, Navngitt
from rettesnor.model.pages import page_address, role_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.case_path import concerns, in_phase, joins
from rettesnor.rendering.components import badges, evidence
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.filters import list_item_of, many_chapters
from rettesnor.rendering.list_item import OwnStep, own_steps
from rettesnor.rendering.page import Page, SearchSection
from rettesnor.rendering.pages.plain import for_role, readers_of, role_search, written_to
from rettesnor.rendering.phase_diagram import figure
from rettesnor.rendering.scripts import stylesheet

API = "api/v1/"
"""Where the open data lies below the site's root."""
ROLES, MATRIX, PHASES = page_address("roller"), page_address("oversikt"), page_address("faser")
LIST_LIMIT = 60
"""Above this many recommendations a page gives their number in each chapter, with a way to them."""


def is_small(context: Context) -> bool:
    """Return whether all recommendations have room in a list (``LIST_LIMIT``)."""
    return len(context.order) <= LIST_LIMIT


def overview_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes each way in, by address; old releases have none."""
    if not context.current:
        return {}
    makers: dict[str, Callable[[], Page]] = {
        ROLES: partial(roles_page, context), MATRIX: partial(matrix_page, context),
    }
    makers |= {
        role_address(role.id): partial(role_page, context, role) for role in all_roles(context)
    }
    if context.guideline.faser:
        makers[PHASES] = partial(phases_page, context)
    return makers


def role_url(context: Context, role: str) -> str:
    """Return the address of what applies to ``role``; empty where there is no such page."""
    return role_address(role) if context.current and role in context.roles else ""


def phase_url(context: Context, phase: str) -> str:
    """Return the address of ``phase``; empty where there is no such page."""
    return f"{PHASES}{phase}/" if context.current and phase in context.phases else ""


def acting_url(context: Context, role: Navngitt, phase: Fase) -> str:
    """Return the address of what ``role`` does in ``phase``; empty where there is no such page."""
    there = joins(phase, role) or (is_small(context) and any(
        concerns(context, head, role) for head in in_phase(context, phase)
    ))
    url = phase_url(context, phase.id)
    return f"{url}{role.id}/" if url and there else ""


def phase_or_acting_url(context: Context, role: Navngitt, phase: Fase) -> str:
    """Return the address of what ``role`` does in ``phase``, or else that of the phase."""
    return acting_url(context, role, phase) or phase_url(context, phase.id)


def main_roles(context: Context) -> list[Navngitt]:
    """Return the roles that the guideline is written for."""
    return [context.roles[id_] for id_ in context.guideline.maalgrupper.hoved
            if id_ in context.roles]


@dataclass(frozen=True, slots=True)
class Count:
    """How many recommendations of a chapter there are (None: of all), and the way to them."""

    chapter: Kapittel | None
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A recommendation in a list, with the steps that name the reader."""

    head: Head
    steps: Sequence[OwnStep] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase and what applies in it.

    Attributes:
        phase: None for what holds whatever the phase.
        begins: what applies in no earlier phase.
        goes_on: what applied before, and still does.
        counts: numbers by chapter, in place of lists that are too long.
    """

    phase: Navngitt | None
    begins: Sequence[Entry] = ()
    goes_on: Sequence[Head] = ()
    counts: Sequence[Count] = ()


def stages(
    context: Context, heads: Sequence[Head], role: Navngitt | None = None, *, every: bool = False,
    own: bool = False,
) -> list[Stage]:
    """Return ``heads`` by phase, in the order of a case; those without a phase come last.

    Args:
        role: whose steps are to be found.
        every: whether phases that nothing applies in are there too.
        own: whether recommendations without steps of the role's own are left out.
    """
    if own and role and len(heads) <= LIST_LIMIT:
        heads = [head for head in heads if _entry(context, head, role).steps]
    told: set[str] = set()
    found = []
    for phase in (*context.guideline.faser, None):
        here = [head for head in heads if _applies(context, head, phase)]
        if not here and not (every and phase):
            continue
        if len(heads) > LIST_LIMIT:
            chosen = {"gruppe": role.id if role else "", "fase": phase.id if phase else ""}
            found.append(Stage(phase, counts=_counts(context, here, chosen)))
            continue
        new = [_entry(context, head, role) for head in here if head.id not in told]
        found.append(Stage(phase, new, [head for head in here if head.id in told]))
        told.update(head.id for head in here)
    return found


def roles_page(context: Context) -> Page:
    """Return the list of all roles."""
    main = {role.id for role in main_roles(context)}
    numbers = _per_role(context.heads.values())
    if is_small(context):
        numbers = {role.id: len(heads_of(context, role)) for role in all_roles(context)}
    roles = [(role, numbers.get(role.id, 0)) for role in all_roles(context)]
    groups = [
        [(role, number) for role, number in roles if (role.id in main) is wanted]
        for wanted in (True, False)
    ]
    title = context.gettext("For deg som er …")
    body = environment.render(
        "overviews/roles", context.language, root="../", guideline=context.guideline, groups=groups,
        title=title, base=ROLES, explained=readers_of(context),
    )
    about = context.gettext("Finn anbefalingene som gjelder deg.")
    return _page(context, ROLES, "roller", title, about, body)


def role_page(context: Context, role: Navngitt) -> Page:
    """Return what applies to ``role``, by phase, and the steps that name it."""
    heads = heads_of(context, role)
    title = for_role(context, role)
    found = stages(context, heads, role)
    body = environment.render(
        "overviews/role", context.language, root="../../", guideline=context.guideline, role=role,
        title=title, stages=found, number=len(heads),
        **written_to(context, role),
        named=any(one.steps for stage in found for one in stage.begins),
        total=len(context.order), filtered=f"../../?{urlencode({'gruppe': role.id})}#anbefalinger",
        phases=PHASES, roles=ROLES, badges=badges(context),
        phase_url=partial(phase_or_acting_url, context, role), inner=inner,
        joins={phase.id: joins(phase, role) for phase in context.guideline.faser},
    )
    about = f"{title}. {role.om}".strip()
    page = _page(context, role_address(role.id), "rolle", title, about, body)
    return replace(
        page, search=tuple(role_search(context, role)) or page.search,
        head=page.head + stylesheet("plain", context.site_root("../../")),
    )


def heads_of(context: Context, role: Navngitt) -> list[Head]:
    """Return what applies to ``role``; the steps are looked at where there are few enough."""
    small = is_small(context)
    return [
        head for head in all_heads(context)
        if role.id in head.maalgrupper or (small and concerns(context, head, role))
    ]


def phases_page(context: Context) -> Page:
    """Return how a case unfolds: the phases, and what applies in each."""
    few, heads = is_small(context), all_heads(context)
    found = stages(context, heads, every=True)
    body = environment.render(
        "overviews/phases", context.language, root="../", guideline=context.guideline,
        figure=figure(context, "../", heads if few else ()), stages=found, inner=inner,
        evidence=partial(evidence, context, "../"),
        names={phase.id: phase.navn for phase in context.guideline.faser},
        meanings=context.used_strengths, badges=badges(context),
    )
    title = context.gettext("Gangen i en sak")
    about = context.gettext("Hvilke anbefalinger som gjelder i hver fase av en sak.")
    limits = context.guideline.lokale_grenser
    said = " ".join(f"{one.hvem}: {one.grense}. {one.tiltak}".strip() for one in limits)
    page = _page(context, PHASES, "faser", title, about, body)
    if not limits:
        return page
    more = SearchSection("grenser", context.gettext("Lokale grenser side om side"), said)
    return replace(page, search=(*page.search, more))


def matrix_page(context: Context) -> Page:
    """Return the table of recommendations and target groups."""
    few = is_small(context)
    heads = all_heads(context)
    marks = {
        head.id: {
            role.id: bool(_entry(context, head, role).steps)
            for role in all_roles(context) if concerns(context, head, role)
        }
        for head in (heads if few else ())
    }
    used = {role for head in heads for role in (marks.get(head.id) or head.maalgrupper)}
    roles = [role for role in all_roles(context) if role.id in used]
    chapters = [
        (chapter, [h for h in heads if h.kapittel == chapter.id])
        for chapter in context.guideline.kapitler
    ] if few else []
    api = f"{context.site_root('../')}{API}"
    body = environment.render(
        "overviews/matrix", context.language, root="../", guideline=context.guideline, roles=roles,
        chapters=chapters, marks=marks, numbers=[] if few else _role_numbers(context, roles),
        meanings=context.used_strengths, badges=badges(context), base=ROLES, api=api,
        data=f"{api}{context.language}/" if context.applies else "",
    )
    title = context.gettext("Hva gjelder for hvem?")
    about = context.gettext("Alle anbefalingene og målgruppene i én tabell.")
    return _page(context, MATRIX, "oversikt", title, about, body)


def inner(name: str) -> str:
    """Return ``name`` as it stands inside a sentence: «Sykepleier», but «PP-tjenesten»."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _page(context: Context, url: str, kind: str, title: str, about: str, body: str) -> Page:
    root = context.site_root("../" * url.count("/"))
    return Page(
        url, kind, title, about, body,
        head=stylesheet("overview", root) + stylesheet("path", root),
        search=(SearchSection("", title, about),),
    )


def all_roles(context: Context) -> list[Navngitt]:
    """Return the roles that have a page: those the guideline is written for first."""
    main = main_roles(context)
    return [*main, *(role for role in context.guideline.roller if role not in main)]


def all_heads(context: Context) -> list[Head]:
    """Return all recommendations in reading order."""
    return [context.heads[id_] for id_ in context.order]


def _applies(context: Context, head: Head, phase: Navngitt | None) -> bool:
    known = [id_ for id_ in list_item_of(context, head).faser if id_ in context.phases]
    return phase.id in known if phase else not known


def _entry(context: Context, head: Head, role: Navngitt | None) -> Entry:
    steps = list_item_of(context, head).steg
    return Entry(head, own_steps(role, steps) if role else (), len(steps))


def _counts(context: Context, heads: Iterable[Head], chosen: Mapping[str, str]) -> list[Count]:
    numbers: dict[str, int] = {}
    for head in heads:
        numbers[head.kapittel] = numbers.get(head.kapittel, 0) + 1
    if many_chapters(context):
        return [Count(None, sum(numbers.values()), way(None, chosen))]
    return [
        Count(chapter, numbers[chapter.id], way(chapter, chosen))
        for chapter in context.guideline.kapitler if chapter.id in numbers
    ]


def way(chapter: Kapittel | None, chosen: Mapping[str, str]) -> str:
    """Return the front page's address with a filter on, relative to the root."""
    all_chosen = {**chosen, "kapittel": chapter.id if chapter else ""}
    query = urlencode({name: value for name, value in all_chosen.items() if value})
    return f"?{query}#anbefalinger"


def _per_role(heads: Iterable[Head]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for head in heads:
        for role in head.maalgrupper:
            numbers[role] = numbers.get(role, 0) + 1
    return numbers


def _role_numbers(
    context: Context, roles: Sequence[Navngitt]
) -> list[tuple[Kapittel | None, list[tuple[int, str]]]]:
    """Return each chapter with how many of its recommendations apply to each of ``roles``.

    Too many chapters are counted as one, which is None.
    """
    by_chapter: dict[str, list[Head]] = {}
    for head in all_heads(context):
        by_chapter.setdefault(head.kapittel, []).append(head)
    rows: list[tuple[Kapittel | None, Sequence[Head]]] = [
        (chapter, by_chapter.get(chapter.id, ())) for chapter in context.guideline.kapitler
    ]
    if many_chapters(context):
        rows = [(None, all_heads(context))]
    return [
        (chapter, [
            (numbers.get(role.id, 0), way(chapter, {"gruppe": role.id})) for role in roles
        ])
        for chapter, heads in rows for numbers in (_per_role(heads),)
    ]
