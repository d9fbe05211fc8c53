"""The text that a comment is about, as it was heard and as it is being revised."""

from __future__ import annotations

from dataclasses import dataclass

from rettesnor_horing import shelf
from rettesnor_horing.hearing.library import RoundError
from rettesnor_horing.hearing.locate import Whereabouts, locate
from rettesnor_horing.hearing.round import Question
from rettesnor_horing.hearing.text import Field, Section
from rettesnor_horing.models import Comment
from rettesnor_horing.words import language


@dataclass(frozen=True, slots=True)
class Beside:
    """What to show beside a comment.

    Attributes:
        fields: the field commented on, or all of them.
        draft_fault: why the draft cannot be read.
    """

    section: Section | None = None
    fields: tuple[Field, ...] = ()
    question: Question | None = None
    whereabouts: Whereabouts | None = None
    draft_fault: str = ""


def beside(comment: Comment) -> Beside:
    """Return what to show beside ``comment``."""
    hearing = shelf.hearings().get(comment.submission.round_id)
    if hearing is None:
        return Beside()
    section = hearing.text.sections.get(comment.anbefaling)
    fields: tuple[Field, ...] = tuple(section.fields.values()) if section else ()
    if section and comment.felt in section.fields:
        fields = (section.fields[comment.felt],)
    fault = ""
    found: Whereabouts | None = None
    try:
        draft = shelf.current_draft()
    except RoundError as error:
        draft, fault = None, str(error)
    if draft is not None:
        found = locate(hearing.text, draft, comment.anbefaling, comment.felt, comment.avsnitt)
    question = hearing.round(language()).question(comment.sporsmaal)
    return Beside(section, fields, question, found, fault)
