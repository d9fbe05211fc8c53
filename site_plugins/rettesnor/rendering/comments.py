"""Comments as readers meet them: who wrote, about what, and what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rettesnor.model.gettext_marker import gettext_noop as N_
from rettesnor.model.hearing import Address, Answer, CitingChange, Comment, Hearing, Redline
from rettesnor.model.sections import FROM_OTHER_FIELDS, HEADINGS
from rettesnor.rendering.comment_links import LEAD, answer_url, round_url
from rettesnor.rendering.context import Context

_PRIVATE = {"privatperson": N_("en privatperson"), "organisasjon": N_("en organisasjon")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment ready to show.

    Attributes:
        round: the id of its round.
        url: the page that it stands on under its number, relative to the site's root.
        who: the sender, or what kind of sender it was.
        exempt: the provision that the sender's name, or some of it, is exempt by.
        named: whether some of the name is shown.
        place: what it is about, in words; empty for the whole guideline.
        link: the place's address now, relative to the site's root; empty when it is gone.
        heard: the address of the very paragraph in the release that was heard; empty when the
            comment is about more than a paragraph.
        heard_in: the language of that release, where it is another than the page's.
        chapter: id of the chapter it is about; empty for the whole guideline.
        chosen: the options or the number on the scale, in words.
        changes: those that answer it.
        redline: the wording that it proposes, against the text that was heard.
    """

    c: Comment
    round: str
    url: str
    who: str
    exempt: str
    named: bool
    place: str
    link: str
    heard: str
    heard_in: str
    chapter: str
    question: str
    chosen: str
    changes: tuple[CitingChange, ...]
    redline: Redline = ()


def shown(
    context: Context, hearing: Hearing, *, of: str = "", counted: bool = False
) -> Iterator[Shown]:
    """Yield the comments of ``hearing``; with ``of`` only those on that recommendation.

    Answers to closed questions are counted, and are not among them; with ``counted`` they are.
    """
    if hearing.resultat is None:
        return
    index = context.comments[hearing.runde.id]
    asked = {question.id: question for question in hearing.runde.sporsmaal}
    for c in index.about.get(of, ()) if of else hearing.resultat.innspill:
        if c.is_counted and not counted:
            continue
        question = asked.get(c.sporsmaal)
        texts = {o.id: o.tekst for o in question.alternativer} if question else {}
        chosen = [texts.get(id_, id_) for id_ in c.valg]
        if c.tall is not None:
            highest = question.skala.til if question else 0
            said = context.gettext("{n} av {highest}").format(n=c.tall, highest=highest)
            chosen.append(said if highest else str(c.tall))
        place, link, chapter = _place(context, c.adresse)
        answer = index.answers.get(c.svar)
        yield Shown(
            c, hearing.runde.id, _page(context, hearing, c), _who(context, answer),
            answer.hjemmel if answer else "", bool(answer and answer.avsender), place, link,
            _heard(context, hearing, c.adresse), context.releases_in, chapter,
            question.tekst if question else "", ", ".join(chosen), index.changes.get(c.nummer, ()),
            hearing.redlines.get(c.nummer, ()),
        )


def address_of(context: Context, number: str) -> str:
    """Return where a published comment stands, relative to the site's root; empty for no such."""
    known = context.memo
    if ("innspill",) not in known:
        known["innspill",] = ""
        for hearing in context.hearings:
            for comment in hearing.resultat.innspill if hearing.resultat else ():
                url = _page(context, hearing, comment)
                known["innspill", comment.nummer] = f"{url}#{comment.nummer}"
    return known.get(("innspill", number), "")


def _page(context: Context, hearing: Hearing, comment: Comment) -> str:
    """Return the page that a comment stands on under its number."""
    paged = context.comments[hearing.runde.id].paged or comment.is_counted
    return answer_url(hearing.runde, comment.svar) if paged else round_url(hearing.runde)


def _heard(context: Context, hearing: Hearing, address: Address) -> str:
    recommendation = context.comments[hearing.runde.id].heard.get(address.anbefaling)
    if recommendation is None or not address.avsnitt:
        return ""
    page = f"v/{hearing.runde.utgave}/{recommendation.url}"
    return f"{context.way_out}{page}#{address.avsnitt}"


def _who(context: Context, answer: Answer | None) -> str:
    if answer is None:
        return context.gettext("ukjent avsender")
    return answer.avsender or context.gettext(_PRIVATE[answer.slag])


def _place(context: Context, address: Address) -> tuple[str, str, str]:
    """Return a place in words, its address now, and its chapter."""
    if not address.anbefaling:
        chapter = context.chapters.get(address.kapittel)
        if chapter is None:
            return address.kapittel, "", address.kapittel
        name = context.gettext("kapitlet «{title}»").format(title=chapter.tittel)
        return name, f"{chapter.id}/", chapter.id
    head = context.heads.get(address.anbefaling)
    part = _part(context, address.felt)
    name = f"«{head.tittel if head else address.anbefaling}»" + (f", {part}" if part else "")
    if head is None:
        return name, "", ""
    always = (*FROM_OTHER_FIELDS, *context.guideline.required_sections)
    anchor = f"#{address.felt}" if address.felt in always else ""
    return name, f"{head.url}{anchor}", head.kapittel


def _part(context: Context, field: str) -> str:
    title = LEAD[1] if field == LEAD[0] else HEADINGS.get(field)
    name = context.gettext(title) if title else ""
    return name[:1].lower() + name[1:]
