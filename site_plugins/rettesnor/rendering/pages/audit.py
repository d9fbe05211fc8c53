"""The criteria for audit, and the sheet for a sample of folders."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from rettesnor.model.audit import IN_FOLDERS, Inndeling, Kriterium
from rettesnor.model.pages import BY_ID, sample_address
from rettesnor.model.sampling import LEAST_THRESHOLD, MOST_FOLDERS, Column, columns
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.components import evidence, legal_basis
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.navigation import contents
from rettesnor.rendering.page import Heading, Page, SearchSection
from rettesnor.rendering.pages.self_check import questions_on
from rettesnor.rendering.scripts import files_script, script, stylesheet
from rettesnor.rendering.status import version_label, version_stamp

CRITERIA, SAMPLE = BY_ID["tilsyn"], BY_ID["stikkprove"]
SAMPLE_URL = sample_address()
ROOT, DEEP = "../", "../../"


@dataclass(frozen=True, slots=True)
class Shown:
    """A criterion with the ways to what it follows from.

    Attributes:
        laws: the sections, with links.
        advice: the recommendations, each with the control question that it is; empty for none.
        questions: the questions of the self-check that ask the same, with their addresses.
    """

    c: Kriterium
    laws: Sequence[Markup]
    advice: Sequence[tuple[Head, str]]
    levels: Sequence[str]
    roles: Sequence[str]
    sources: Markup
    questions: Sequence[tuple[str, str]]


def audit_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes the pages, by address; nothing where there are no criteria."""
    audit = context.guideline.tilsyn
    if not audit:
        return {}
    makers: dict[str, Callable[[], Page]] = {
        CRITERIA.address: partial(criteria_page, context)
    }
    if context.current and columns(audit.kriterier):
        makers[SAMPLE_URL] = partial(sample_page, context)
    return makers


def criteria_page(context: Context) -> Page:
    """Return the criteria by group, each with its basis and how it is seen."""
    _, audit = context.gettext, context.guideline.tilsyn
    groups = [
        (group, [_shown(context, one) for one in criteria]) for group, criteria in audit.grouped()
    ]
    headings = tuple(
        Heading(_anchor(group), group.navn if group else _("Andre")) for group, _made in groups
    )
    title = _(CRITERIA.name)
    about = _("Hva praksis kan holdes mot, hva det følger av, og hvordan det ses.")
    body = environment.render(
        "audit/criteria", context.language, root=ROOT, groups=groups, anchor=_anchor,
        contents=contents(context, headings), audit=audit,
        data=f"{context.site_root(ROOT)}api/v1/{context.language}/" if context.applies else "",
        sample=f"{ROOT}{SAMPLE_URL}" if context.current and columns(audit.kriterier) else "",
        in_folders=IN_FOLDERS,
    )
    search = [SearchSection("", title, f"{about} {audit.innledning}".strip())]
    search += [
        SearchSection(one.id, one.tittel, "\n".join((
            one.krav, one.sporsmaal, one.hvordan, *one.dokumentasjon,
            *(f"{part.navn}: {part.sporsmaal}" for part in one.deler),
        )))
        for _group, criteria in audit.grouped() for one in criteria
    ]
    return Page(
        CRITERIA.address, CRITERIA.id, title, about, body, headings, search=tuple(search),
        head=stylesheet("audit", context.site_root(ROOT)),
    )


def _anchor(group: Inndeling | None) -> str:
    return f"gruppe-{group.id}" if group else "gruppe-andre"


def _shown(context: Context, one: Kriterium) -> Shown:
    levels = {level.id: level.navn for level in context.guideline.tilsyn.nivaaer}
    roles = {role.id: role.navn for role in context.guideline.roller}
    return Shown(
        one, [legal_basis(context, ground) for ground in one.rettsgrunnlag],
        [
            (context.heads[ground.anbefaling], ground.sporsmaalet)
            for ground in one.fra_anbefalinger if ground.anbefaling in context.heads
        ],
        [levels[id_] for id_ in one.nivaa if id_ in levels],
        [roles[id_] for id_ in one.roller if id_ in roles],
        evidence(context, ROOT, one.belegg), questions_on(context, one.id),
    )


def sample_page(context: Context) -> Page:
    """Return the page where a sheet is filled in, in the reader's browser."""
    _, audit = context.gettext, context.guideline.tilsyn
    chosen = columns(audit.kriterier)
    title = _(SAMPLE.name)
    about = _("Et skjema som teller opp svarene. Ingenting blir sendt.")
    site = context.site_root(DEEP)
    address = context.address.removesuffix(context.folder)
    body = environment.render(
        "audit/sample", context.language, root=DEEP, criteria=f"{DEEP}{CRITERIA.address}",
        data=f"{site}api/v1/{context.language}/" if context.applies else "", columns=chosen,
        facts=Markup(json.dumps(_facts(context, chosen), ensure_ascii=False, sort_keys=True)
                     .replace("<", "\\u003c")),
        least=LEAST_THRESHOLD, most=MOST_FOLDERS, source=f" --from {address}" if address else "",
    )
    search = (SearchSection("", title, about),)
    return Page(
        SAMPLE_URL, SAMPLE.id, title, about, body, search=search,
        head=stylesheet("audit", site) + files_script(site)
        + script("sampling", site, context.language),
    )


def _facts(context: Context, chosen: Sequence[Column]) -> Mapping[str, Any]:
    """Return what the script needs to know of the criteria."""
    criteria = {one.id: one for one in context.guideline.tilsyn.kriterier}
    names = {law.id: law.korttittel for law in context.guideline.lover}
    said = context.gettext("anbefalingen «{title}»")

    def basis(one: Kriterium) -> str:
        found = [f"{names.get(g.lov, g.lov)} {g.paragraf}" for g in one.rettsgrunnlag]
        found += [
            said.format(title=context.heads[g.anbefaling].tittel)
            for g in one.fra_anbefalinger if g.anbefaling in context.heads
        ]
        return "; ".join(dict.fromkeys(found))

    return {
        "guideline": context.guideline.id, "title": context.guideline.tittel,
        "version": version_label(context), "stamp": version_stamp(context),
        "columns": [
            {
                "id": one.id, "criterion": one.criterion, "heading": one.heading,
                "question": one.question, "plain": one.plain,
            }
            for one in chosen
        ],
        "criteria": {
            id_: {
                "title": criteria[id_].tittel, "demand": criteria[id_].krav,
                "how": criteria[id_].hvordan, "basis": basis(criteria[id_]),
            }
            for id_ in dict.fromkeys(one.criterion for one in chosen)
        },
    }
