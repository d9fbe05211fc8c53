"""The text that a comment is about, as it was heard and as it is being revised."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rettesnor.model.hearing import Address, Place, Question, Quote
from rettesnor.releases.redline.compare import words
from rettesnor.releases.relocate_comment import Located, LocateError, locate

from rettesnor_horing import hearing_cache
from rettesnor_horing.hearing.load import Hearing, RoundError
from rettesnor_horing.hearing.text import Field, Section
from rettesnor_horing.intake.form import squeezed
from rettesnor_horing.models import Comment
from rettesnor_horing.words import language, say


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph as it is shown: whether it is the one commented on, and the words quoted."""

    here: bool
    before: str
    quoted: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A field as it is shown."""

    title: str
    paragraphs: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What to show next to a comment.

    Attributes:
        passages: the field commented on, or all of them.
        where: the title of the recommendation that the place stands in now.
        draft_fault: why nothing can be said of the draft.
        heard_in: the language of the passages.
        draft_in: the language of what is shown of the draft.
    """

    section: Section | None = None
    passages: tuple[Passage, ...] = ()
    question: Question | None = None
    found: Located | None = None
    where: str = ""
    draft_fault: str = ""
    heard_in: str = "nb"
    draft_in: str = "nb"


def beside(comment: Comment) -> Beside:
    """Return what to show next to ``comment``."""
    hearing = hearing_cache.hearings().get(comment.submission.round_id)
    if hearing is None:
        return Beside()
    read_in = comment.submission.maalform
    section = hearing.heard(read_in).sections.get(comment.anbefaling)
    here = _anchor(comment, hearing, read_in)
    fields = list(section.fields.values()) if section else []
    if section and comment.felt in section.fields:
        fields = [section.fields[comment.felt]]
    passages = tuple(_passage(field, comment, here) for field in fields if field.paragraphs)
    question = hearing.round(language()).question(comment.sporsmaal)
    heard_in = "nb" if hearing.heard(read_in) is hearing.text else read_in
    shown = Beside(section, passages, question, heard_in=heard_in)
    if section is None:
        return shown
    try:
        return _with_draft(shown, comment, hearing, here)
    except RoundError as error:
        return replace(shown, draft_fault=str(error))


def _anchor(comment: Comment, hearing: Hearing, language_: str) -> str:
    """Return the anchor of the paragraph commented on, in the language that it was read in."""
    text, first = hearing.heard(language_), hearing.text.sections.get(comment.anbefaling)
    if text is hearing.text or first is None or not comment.avsnitt:
        return comment.avsnitt
    twin = text.twin(comment.avsnitt, first)
    return twin.avsnitt if twin else ""


def _passage(field: Field, comment: Comment, here: str) -> Passage:
    return Passage(field.title, tuple(_words(p, comment, here) for p in field.paragraphs))


def _words(paragraph: Place, comment: Comment, anchor: str) -> Words:
    mine = not anchor or paragraph.avsnitt == anchor
    here = bool(anchor) and mine
    before, quoted, after = paragraph.tekst.partition(squeezed(comment.exact) or "\0")
    return Words(here, before, quoted, after) if mine else Words(False, paragraph.tekst)


def _with_draft(shown: Beside, comment: Comment, hearing: Hearing, here: str) -> Beside:
    """Return ``shown`` with where the place stands in the draft.

    Args:
        here: the anchor of the paragraph in the language that it was read in.

    Raises:
        RoundError: the draft cannot be read.
    """
    texts = hearing_cache.current_draft()
    if texts is None:
        return shown
    draft, nynorsk = texts
    found = _located(comment, hearing, draft.places)
    if found is None:
        return replace(shown, draft_fault=say("Stedet kan ikke finnes igjen i utkastet."))
    now = draft.sections.get(found.place.anbefaling) if found.place else None
    shown = replace(shown, found=found, where=now.tittel if now else "")
    if shown.heard_in != "nn" or nynorsk is None or now is None or found.place is None:
        return shown
    own = nynorsk.twin(found.place.avsnitt, now)
    heard = next((p.tekst for p in hearing.heard("nn").places if here and p.avsnitt == here), "")
    if own is None or (found.verdict == "changed" and own.tekst == heard):
        return shown  # the translation has not followed: the change is in the first language
    changed = bool(heard) and own.tekst != heard
    return replace(
        shown, draft_in="nn", where=nynorsk.sections[now.id].tittel, found=replace(
            found, place=own, redline=tuple(words(heard, own.tekst)) if changed else (),
            verdict="changed" if changed and found.verdict == "same" else found.verdict,
        ),
    )


def _located(comment: Comment, hearing: Hearing, now: tuple[Place, ...]) -> Located | None:
    """Return what became of the place; by its paragraph where the words cannot be followed."""
    whole = Address("", comment.anbefaling, comment.felt, comment.avsnitt)
    quoted = replace(whole, sitat=Quote(comment.exact, comment.prefix, comment.suffix))
    successors = hearing_cache.successors(comment.anbefaling)
    for address in (quoted, whole) if comment.exact else (whole,):
        try:
            return locate(address, hearing.text.places, now, successors)
        except LocateError:
            continue
    return None
