"""The page of the self-check: a form for each level, which works on paper and stays in the browser.

Nothing is sent. What is filled in is kept in a file of the user's own, in the same form as the
command ``rettesnor self-check`` reads and writes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from rettesnor.model.pages import BY_ID, page_address
from rettesnor.model.self_check import Kontrollsporsmaal, Nivaa, Plikt
from rettesnor.rendering import jinja_env as environment
from rettesnor.rendering.context import Context, Head
from rettesnor.rendering.navigation import contents
from rettesnor.rendering.page import Heading, Page, SearchSection
from rettesnor.rendering.pages.measures import heads, laws
from rettesnor.rendering.scripts import files_script, script, stylesheet

ROOT = "../"
_KIND = "egenkontroll"
URL = page_address(_KIND)
EMPTY_ROWS = 5
"""Rows of the follow-up list on paper, where no script has filled it in."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty as one level is asked about it."""

    duty: Plikt
    questions: Sequence[Kontrollsporsmaal]
    heads: Sequence[Head]
    laws: Sequence[Markup]


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one level."""

    level: Nivaa
    duties: Sequence[Duty]

    @property
    def number(self) -> int:
        """How many questions it has."""
        return sum(len(one.questions) for one in self.duties)


def self_check_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return what makes the page, by address; nothing when the guideline has no self-check."""
    return {URL: partial(self_check_page, context)} if context.guideline.egenkontroll else {}


def self_check_page(context: Context) -> Page:
    """Return the page of the self-check."""
    _, check = context.gettext, context.guideline.egenkontroll
    forms = [_form(context, level) for level in check.nivaaer]
    forms = [form for form in forms if form.duties]
    title = _(BY_ID[_KIND].name)
    about = _("Spørsmål til virksomheter som vil se om plikter og anbefalinger blir fulgt.")
    headings = tuple(Heading(form.level.id, str(form.level.navn)) for form in forms)
    body = environment.render(
        "self_check_page", context.language, root=ROOT, guideline=context.guideline, check=check,
        forms=forms, contents=contents(context, headings), empty=range(EMPTY_ROWS),
        heads=partial(heads, context), language=context.language, anchor=anchor,
        audit=page_address("tilsyn"),
        criteria={one.id: one.tittel for one in context.guideline.tilsyn.kriterier},
    )
    own = context.site_root(ROOT)
    return Page(
        URL, _KIND, title, about, body, headings,
        search=(SearchSection("", title, f"{about} {check.om}".strip()), *(
            SearchSection(form.level.id, f"{title}: {form.level.navn}", " ".join(
                str(question.ordlyd) for one in form.duties for question in one.questions
            )) for form in forms
        )),
        head=stylesheet("self-check", own) + files_script(own)
        + script("self-check", own, context.language),
    )


def anchor(level: str, question: str) -> str:
    """Return the id of a question in the form of a level (their ids)."""
    return f"sp_{level}_{question}"


def questions_on(context: Context, criterion: str) -> list[tuple[str, str]]:
    """Return the questions that ask the same as a criterion (its id): addresses and wordings."""
    check = context.guideline.egenkontroll
    levels = [one.id for one in check.nivaaer]
    return [
        (f"{URL}#{anchor(asked[0], question.id)}", question.ordlyd)
        for _place, question in check.questions()
        if criterion in question.kriterier
        and (asked := [one for one in levels if one in question.nivaaer])
    ]


def _form(context: Context, level: Nivaa) -> Form:
    return Form(level, [
        Duty(
            duty, questions, heads(context, duty.anbefalinger), laws(context, duty.hjemler)
        )
        for duty, questions in context.guideline.egenkontroll.asked(level.id)
    ])
