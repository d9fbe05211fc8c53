"""The questions in readers' own words that a page answers: shown folded, and searched by."""

from __future__ import annotations

from collections.abc import Sequence

from rettesnor.model.fields import label
from rettesnor.model.pages import FRONT, QUESTION
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context
from rettesnor.rendering.page import Page, SearchSection

SHOWN = 3
"""A page shows the first so many of its questions: all are for search, and a phone pays for each.
"""


def questions_of(page: Page, context: Context) -> Sequence[str]:
    """Return the questions that ``page`` answers, in the order they are written."""
    guideline = context.guideline
    if page.content is not None:
        return page.content.recommendation.svarer_paa
    name = page.url.rstrip("/").rpartition("/")[2]
    if page.kind == "fase":
        return next((one.svarer_paa for one in guideline.faser if one.id == name), ())
    if page.kind == "rolle":
        return next((one.svarer_paa for one in guideline.rollesider if one.id == name), ())
    side = page.url.rstrip("/") or FRONT
    return next((one.svarer_paa for one in guideline.sporsmaal_til_sider if one.side == side), ())


def answered(page: Page, context: Context) -> str:
    """Return the questions that ``page`` answers as HTML, folded; empty for none."""
    questions = questions_of(page, context)
    if not questions or page.kind == "filter":
        return ""
    return environment.render(
        "questions", context.language, title=heading(context), questions=questions[:SHOWN]
    )


def heading(context: Context) -> str:
    """Return what the list of questions is called."""
    return context.gettext(label("recommendation", "svarer_paa"))


def question_sections(page: Page, context: Context) -> list[SearchSection]:
    """Return each question that ``page`` answers as a section of search."""
    return [SearchSection(QUESTION, question, "") for question in questions_of(page, context)]
