"""``{% say "…" %}``: a sentence in the page's written standard; ``{% moment time %}``: a time."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from rettesnor.model.look import Look
from rettesnor.model.time_zone import OSLO
from rettesnor.model.untrusted_text import safe
from rettesnor.releases.redline.compare import Pieces

from rettesnor_horing.models import Comment
from rettesnor_horing.views import look as guideline_look
from rettesnor_horing.words import language, say

register = template.Library()

_MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september",
    "oktober", "november", "desember",
)


@register.simple_tag(name="say")
def say_tag(text: str, **values: object) -> str:
    """Say ``text``; values are escaped by the template like any other output."""
    return say(text, **values)


@register.filter
def safe_text(text: str) -> str:
    """Return what somebody wrote with markers for control and direction characters."""
    return safe(text)


@register.filter(name="marks")
def marks_filter(kept: list[str]) -> str:
    """Return what the program has marked something with, in words."""
    from rettesnor_horing.desk.marks import marks

    return ", ".join(marks(kept))


@register.simple_tag
def proposal(comment: Comment) -> Pieces:
    """Return the wording that a comment proposes, against the text that was heard."""
    from rettesnor_horing.desk.wording import redline

    return redline(comment)


@register.simple_tag
def moment(time: datetime) -> str:
    """Return a time as people write it, in Norwegian time."""
    local = time.astimezone(OSLO)
    return f"{local.day}. {_MONTHS[local.month - 1]} {local.year} kl. {local:%H.%M}"


@register.simple_tag
def second(time: datetime) -> str:
    """Return a time with its seconds, to tell versions of the same minute apart."""
    return f"{moment(time)}.{time.astimezone(OSLO):%S}"


@register.simple_tag(name="day")
def day_tag(day: date) -> str:
    """Return a day as people write it."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


@register.simple_tag
def html_language() -> str:
    """Return the language tag of the page."""
    return language()


@register.simple_tag(name="look")
def look_tag() -> Look:
    """Return the guideline's own look."""
    return guideline_look.look()


@register.simple_tag
def owner() -> str:
    """Return the owner's name in the language of the page; empty when the look gives none."""
    return guideline_look.owner_name(language())
