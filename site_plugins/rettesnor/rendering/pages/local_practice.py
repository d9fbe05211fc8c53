"""The page that shows where local practice differs: what was collected of local plans."""

from __future__ import annotations

from rettesnor.model.local_practice import CollectedPlan, LocalPractice, PlanDeviation
from rettesnor.model.pages import page_address
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.page import Page, SearchSection
from rettesnor.rendering.scripts import stylesheet

URL = page_address("lokal-praksis")
Said = list[tuple[CollectedPlan, PlanDeviation]]


def practice_page(context: Context, practice: LocalPractice) -> Page:
    """Return the page: the recommendations that plans deviate from, and how many do what."""
    _, root = context.gettext, "../"
    ids = [
        id_ for chapter in context.guideline.kapitler for id_ in chapter.anbefalinger
        if id_ in context.heads
    ]
    rows = [
        (context.heads[id_], sum(id_ in one.folger for one in practice.planer),
         sum(id_ in one.tilpasser for one in practice.planer), len(_deviations(practice, id_)))
        for id_ in ids
    ]
    known: list[tuple[Head, Said]] = [
        (context.heads[id_], _deviations(practice, id_))
        for id_ in practice.deviations if id_ in context.heads
    ]
    body = environment.render(
        "overviews/local_practice", context.language, root=root, practice=practice, known=known,
        rows=[row for row in rows if any(row[1:])],
        others=[
            (one, each) for one in practice.planer for each in one.avvik
            if each.anbefaling not in context.heads
        ],
        language=context.language,
    )
    title = _("Hvor praksis skiller seg")
    about = _("Hva lokale planer gjør annerledes enn anbefalingene, og hvorfor.")
    text = " ".join(
        f"{one.eier} {each.hva} {each.hvorfor}" for one in practice.planer for each in one.avvik
    )
    return Page(
        URL, "lokal-praksis", title, about, body, head=stylesheet("plan", context.site_root(root)),
        search=(SearchSection("", title, f"{about} {text}"),),
    )


def _deviations(practice: LocalPractice, id_: str) -> Said:
    return [
        (plan, one) for plan in practice.planer for one in plan.avvik if one.anbefaling == id_
    ]
