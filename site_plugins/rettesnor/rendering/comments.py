"""Comments as readers meet them: who, about what, and what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rettesnor.model.hearing import Address, Answer, CitingChange, Comment, Hearing
from rettesnor.model.sections import BEGRUNNELSE, KUNNSKAP, SECTIONS
from rettesnor.rendering.context import Context
from rettesnor.rendering.hooks import LEAD, round_url

_PRIVATE = {"privatperson": "en privatperson", "organisasjon": "en organisasjon"}
_ALWAYS = SECTIONS.keys() - {"kontrollsporsmaal"}
"""Sections that every recommendation's page has."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment ready to show.

    Attributes:
        url: the page of its round, relative to the site's root.
        who: the sender, or what kind of sender it was.
        place: what it is about, in words; empty for the whole guideline.
        link: the place's address now, relative to the site's root; empty when it is gone.
        chapter: id of the chapter it is about; empty for the whole guideline.
        chosen: the options or the number on the scale, in words.
        changes: those that answer it.
    """

    c: Comment
    url: str
    who: str
    place: str
    link: str
    chapter: str
    question: str
    chosen: str
    changes: tuple[CitingChange, ...]


def shown(context: Context, hearing: Hearing, *, of: str = "") -> Iterator[Shown]:
    """Yield the comments of ``hearing``; with ``of`` only those on that recommendation."""
    if hearing.resultat is None:
        return
    answers = {answer.nummer: answer for answer in hearing.resultat.svar}
    changes = _by_number(hearing)
    asked = {question.id: question for question in hearing.runde.sporsmaal}
    for c in hearing.resultat.innspill:
        if of and c.adresse.anbefaling != of:
            continue
        question = asked.get(c.sporsmaal)
        texts = {o.id: o.tekst for o in question.alternativer} if question else {}
        chosen = [texts.get(id_, id_) for id_ in c.valg]
        if c.tall is not None:
            highest = question.skala.til if question else 0
            chosen.append(f"{c.tall} av {highest}" if highest else str(c.tall))
        place, link, chapter = _place(context, c.adresse)
        yield Shown(
            c, round_url(hearing.runde), _who(answers.get(c.svar)), place, link, chapter,
            question.tekst if question else "", ", ".join(chosen), tuple(changes.get(c.nummer, ())),
        )


def addresses(context: Context) -> Mapping[str, str]:
    """Return where each published comment stands, relative to the site's root, by number."""
    return {
        comment.nummer: f"{round_url(hearing.runde)}#{comment.nummer}"
        for hearing in context.hearings if hearing.resultat
        for comment in hearing.resultat.innspill
    }


def _who(answer: Answer | None) -> str:
    if answer is None:
        return "ukjent avsender"
    return answer.avsender or _PRIVATE[answer.slag]


def _place(context: Context, address: Address) -> tuple[str, str, str]:
    """Return a place in words, its address now, and its chapter."""
    if not address.anbefaling:
        chapter = context.chapters.get(address.kapittel)
        if chapter is None:
            return address.kapittel, "", address.kapittel
        return f"kapitlet «{chapter.tittel}»", f"{chapter.id}/", chapter.id
    head = context.heads.get(address.anbefaling)
    part = _part(address.felt)
    name = f"«{head.tittel if head else address.anbefaling}»" + (f", {part}" if part else "")
    if head is None:
        return name, "", ""
    anchor = f"#{address.felt}" if address.felt in _ALWAYS else ""
    return name, f"{head.url}{anchor}", head.kapittel


def _part(field: str) -> str:
    if field == LEAD[0]:
        return LEAD[1].lower()
    name = SECTIONS.get(field) or BEGRUNNELSE.get(field.partition("-")[2])
    name = name or KUNNSKAP.get(field.partition("-")[2], "")
    return name[:1].lower() + name[1:]


def _by_number(hearing: Hearing) -> Mapping[str, list[CitingChange]]:
    found: dict[str, list[CitingChange]] = {}
    for change in hearing.endringer:
        for number in change.innspill:
            found.setdefault(number, []).append(change)
    return found
