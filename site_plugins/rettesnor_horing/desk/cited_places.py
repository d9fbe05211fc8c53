"""What a comment is about, in words: titles in place of ids, and the way to the text."""

from __future__ import annotations

from dataclasses import dataclass

from rettesnor.model.hearing import Place

from rettesnor_horing import hearing_cache
from rettesnor_horing.hearing.text import HeardText, Section
from rettesnor_horing.hearing_cache import site_page
from rettesnor_horing.models import Comment
from rettesnor_horing.words import language, say

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Cited:
    """A place as people name it.

    Attributes:
        title: the recommendation, the chapter, or the guideline as a whole.
        part: the field, with the first words of the paragraph; empty for all of it.
        question: the question that is answered; empty when none is.
        answer: what was chosen, by the names of the options; empty for an answer in words.
        url: the place on the guideline's site; empty when the desk does not know the site.
    """

    title: str
    part: str = ""
    question: str = ""
    answer: str = ""
    url: str = ""


def cited(comment: Comment) -> Cited:
    """Return what ``comment`` is about."""
    hearing = hearing_cache.hearings().get(comment.submission.round_id)
    if hearing is None:
        return Cited(comment.anbefaling or comment.kapittel or say("Retningslinja som helhet"))
    text = hearing.heard(language())
    section = text.sections.get(comment.anbefaling)
    chapter = text.chapter(comment.kapittel)
    question = hearing.round(language()).question(comment.sporsmaal)
    names = {option.id: option.tekst for option in question.alternativer} if question else {}
    chosen = ", ".join(names.get(id_, id_) for id_ in comment.valg)
    if comment.tall is not None:
        top = f" ({question.skala.fra}–{question.skala.til})" if question and question.skala else ""
        chosen = f"{comment.tall}{top}"
    if section is not None:
        title = section.tittel
    elif chapter is not None:
        title = say("Kapitlet {title}", title=chapter.tittel)
    else:
        title = comment.anbefaling or comment.kapittel or say("Retningslinja som helhet")
    part = _part(comment, section, _paragraph(comment, text, hearing.text))
    asked = question.tekst if question else ""
    return Cited(title, part, asked, chosen, _url(comment, section))


def _paragraph(comment: Comment, text: HeardText, first: HeardText) -> Place | None:
    """Return the paragraph commented on, in the language of ``text``."""
    section, original = text.sections.get(comment.anbefaling), first.sections.get(
        comment.anbefaling
    )
    if section is None or original is None or not comment.avsnitt:
        return None
    return section.paragraph(comment.avsnitt) or text.twin(comment.avsnitt, original)


def _part(comment: Comment, section: Section | None, paragraph: Place | None) -> str:
    """Return the name of the field, and how the paragraph begins."""
    if section is None or not comment.felt:
        return ""
    field = section.fields.get(comment.felt)
    name = say(field.title) if field else comment.felt
    if paragraph is None:
        return name
    words = " ".join(paragraph.tekst.split())
    return f"{name}: «{words if len(words) <= _SHOWN else words[:_SHOWN].rstrip() + ' …'}»"


def _url(comment: Comment, section: Section | None) -> str:
    page = site_page(comment.utgave, comment.anbefaling)
    anchor = comment.avsnitt or comment.felt
    return f"{page}#{anchor}" if page and section is not None and anchor else page
