"""The twin of a page, and the list of all twins that programs read first (``llms.txt``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page
from rettesnor.rendering.questions import heading, questions_of
from rettesnor.rendering.twins.guideline import GuidelineTwin
from rettesnor.rendering.twins.header import facts, first_lines
from rettesnor.rendering.twins.recommendation import RecommendationTwin

NAME = "index.md"
LIST = "llms.txt"
WITHOUT: Mapping[str, str] = {
    "filter": "the front page with another address",
    "sok": "a search box",
    "dato": "a form that leads to a version",
    "redlinje": "a comparison: both texts have twins, and the data has the versions",
    "siden": "a comparison: both texts have twins, and the data has the versions",
    "historikk": "a list of versions, which the data has",
    "gjennomgang": "a list for editors of what is due",
    "horing": "the data has the round and the comments",
    "horinger": "the data has the rounds",
    "svarskjema": "a form",
    "innbygging": "code to copy",
    "tillit": "a tool: the digests are in the data",
    "tilgjengelighet": "a report on the site, not on the guideline",
    **dict.fromkeys(
        ("veikart", "behov", "medvirkning", "sammenheng", "innforing"),
        "the work on the guideline, which the data has (utvikling.json)",
    ),
    "maler": "a list of forms, which the data has",
    "mal": "a form: the data has its definition",
    "tilsyn": "criteria, which the data has (kriterier.json, and a checklist in Word)",
    "stikkprove": "a form to fill in; the empty sheet is a file of the data",
    "verktoy": "a list of forms and other tools, which the data has",
    "kursliste": "a list of courses, which the data has (kurs.json)",
    "deltakerark": "a form to print: the course has a twin",
    "lokal-praksis": "what others do; it is data",
    "kvalitetsmal": "definitions, which the data has (kvalitetsmaal.json)",
    "egenkontroll": "a form; the data has the questions (egenkontroll.json)",
    "videre": "leads on to another page",
    "tatt-ut": "leads on to other pages",
    "ukjent": "answers at addresses that lead nowhere",
    "versjon": "the same kinds of page, in a version",
}
"""The kinds of page that have no twin, each with the reason."""


def twin(page: Page, context: Context) -> bytes:
    """Return the twin of ``page``; empty for a page that has none."""
    if page.base or page.kind in WITHOUT:
        return b""
    if page.twin:
        blocks: Iterator[str] | None = iter(page.twin)
    elif page.content is not None:
        blocks = RecommendationTwin(context, page.content.recommendation).blocks()
    else:
        blocks = GuidelineTwin(context, page).blocks()
    if blocks is None:
        return b""
    whole = (first_lines(page, context), *blocks, *_questions(page, context))
    return ("\n\n".join(whole) + "\n").encode()


def _questions(page: Page, context: Context) -> Iterator[str]:
    if questions := questions_of(page, context):
        yield f"## {heading(context)}"
        yield "\n".join(f"- {question}" for question in questions)


def twin_link(page: Page, context: Context) -> str:
    """Return the way from the head of ``page`` to its twin; empty for a page that has none."""
    if page.base or page.kind in WITHOUT or not _has_twin(page, context):
        return ""
    return f'<link rel="alternate" type="text/markdown" href="{NAME}">'


def _has_twin(page: Page, context: Context) -> bool:
    if page.twin or page.content is not None:
        return True
    return GuidelineTwin(context, page).blocks() is not None


def list_of_twins(context: Context) -> bytes:
    """Return ``llms.txt`` (https://llmstxt.org): what the guideline is, and every page of it."""
    g, _ = context.guideline, context.gettext
    lines = [f"# {g.tittel}", "", *facts(context, "")]
    if g.merknad:
        lines += ["", f"> {g.merknad}"]
    lines += ["", f"## {_('Anbefalinger')}"]
    for chapter in g.kapitler:
        lines += ["", f"### {chapter.tittel}", ""]
        for id_ in chapter.anbefalinger:
            if head := context.heads.get(id_):
                lines.append(f"- [{head.tittel}]({head.url}{NAME}): {head.kort_anbefaling}.")
    lines += ["", f"## {_('Om retningslinja')}", ""]
    lines.append(f"- [{_('Oversikt')}]({NAME})")
    lines += [f"- [{page.tittel}]({page.id}/{NAME})" for page in g.tekstsider]
    lines += ["", f"## {_('Bakgrunn og oppslag')}", ""]
    lists = [("kilder/", _("Kilder")), ("lover/", _("Lover og forskrifter")),
             ("ordliste/", _("Ordliste"))]
    if g.metoderapport:
        lists.append(("metoderapport/", _("Rapport om metoden")))
    lines += [f"- [{name}]({url}{NAME})" for url, name in lists]
    if context.applies:
        lines.append(f"- [{_('Åpne data')}]({context.way_out}api/v1/index.json)")
        lines += [f"- [{tree.name}]({context.way_out}{tree.folder}{LIST})"
                  for tree in context.others]
    return ("\n".join(lines) + "\n").encode()
