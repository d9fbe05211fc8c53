"""What a Word document proposes, as redlines: lines for a terminal, and a page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rettesnor.editing.word.proposals import Incoming, Proposal
from rettesnor.editing.word.read import Remark
from rettesnor.model.guideline import Guideline
from rettesnor.reading.markdown.blocks import blocks
from rettesnor.reading.markdown.references import CITATION
from rettesnor.releases.redline.compare import Block, redline, words
from rettesnor.releases.redline.fields import line
from rettesnor.releases.redline.html import html
from rettesnor.releases.redline.page import document
from rettesnor.releases.redline.text import Marks, lines

_STOPPED = {True: "Merk", False: "Kan ikke tas"}
_NO_WORDS = "Ordene er de samme. Bare utseende eller oppbygning er endret."


def redline_of(proposal: Proposal) -> tuple[Block, ...]:
    """Return what a proposal would change in what the file says now."""
    before, after = proposal.before, proposal.after
    if proposal.field.kind == "line":
        return (line(words(before, after)),)
    return redline(blocks(before), blocks(after))


def heading(proposal: Proposal) -> str:
    """Return which field a proposal is about, whose it is, and whether it was tracked."""
    how = "" if proposal.group else ", uten sporing"
    return f"{proposal.field.label}{how} – {who(proposal.author.name, proposal.author.date)}"


def who(name: str, date: str) -> str:
    """Return who wrote something, and when."""
    day, _, time = date.removesuffix("Z").partition("T")
    at = f"{day} {time[:5]}".strip()
    return f"{name or 'ukjent'}{f', {at}' if at else ''}"


def as_text(incoming: Incoming, marks: Marks) -> Iterator[str]:
    """Yield the proposals, comments and what cannot be taken in, line by line."""
    path = ""
    for one in incoming.proposals:
        if one.field.path != path:
            path = one.field.path
            yield path
        yield from proposal_lines(one, marks)
    for field, remark in incoming.remarks:
        yield f"Kommentar til {f'«{field.label}» i {field.path}' if field else 'dokumentet'}"
        yield from _remark_lines(remark)
    if incoming.misplaced:
        yield "Dette kan ikke tas inn:"
        yield from (f"  {message}" for message in incoming.misplaced)


def proposal_lines(one: Proposal, marks: Marks) -> Iterator[str]:
    """Yield one proposal, line by line."""
    yield f"  {one.id}. {heading(one)}"
    shown = list(lines(redline_of(one), marks))
    yield from (f"       {line_}" for line_ in shown or [_NO_WORDS])
    if one.stop:
        yield f"       {_STOPPED[one.can_be_taken]}: {one.stop}"


def _remark_lines(remark: Remark) -> Iterator[str]:
    about = f" om «{remark.quote}»" if remark.quote else ""
    yield f"  {who(remark.author.name, remark.author.date)}{about}:"
    yield from (f"    {line_}" for line_ in remark.text.splitlines() or [""])


def as_page(incoming: Incoming, title: str) -> str:
    """Return the same as a page of HTML."""
    parts = []
    path = ""
    for one in incoming.proposals:
        if one.field.path != path:
            path = one.field.path
            parts.append(f"<h2>{escape(path)}</h2>\n")
        parts.append(f"<h3>{one.id}. {escape(heading(one))}</h3>\n{proposal_html(one)}\n")
    if incoming.remarks:
        parts.append("<h2>Kommentarer</h2>\n")
    for field, remark in incoming.remarks:
        place = f"{field.label}, {field.path}" if field else "Utenfor feltene"
        parts.append(
            f"<h3>{escape(place)} – {escape(who(remark.author.name, remark.author.date))}</h3>\n"
            f"<blockquote>{escape(remark.quote)}</blockquote>\n<p>{escape(remark.text)}</p>\n"
        )
    if incoming.misplaced:
        items = "".join(f"<li>{escape(message)}</li>" for message in incoming.misplaced)
        parts.append(f"<h2>Dette kan ikke tas inn</h2>\n<ul>{items}</ul>\n")
    return document(title, "".join(parts) or "<p>Ingen endringer og ingen kommentarer.</p>")


def proposal_html(one: Proposal) -> str:
    """Return the redline of one proposal, and what stops it."""
    found = [block for block in redline_of(one) if block.changed]
    shown = html(found) if found else f"<p>{_NO_WORDS}</p>"
    why = f"<p><strong>{_STOPPED[one.can_be_taken]}:</strong> {escape(one.stop)}</p>"
    return shown + (why if one.stop else "")


def shown_as(guideline: Guideline, reference: str) -> str:
    """Return what a reference is shown as in Word, from what is written in Markdown."""
    match = CITATION.fullmatch(reference)
    if match is None:
        target, _, text = reference.strip("[]").partition("|")
        return text or target
    found = []
    for one in match[1].split(";"):
        key, _, locator = one.strip().removeprefix("@").partition(",")
        source = guideline.kilder.get(key.strip(), {})
        people = [
            str(person.get("family") or person.get("literal") or "")
            for person in source.get("author") or ()
        ]
        name = people[0] if len(people) == 1 else (
            " og ".join(people) if len(people) == 2 else f"{people[0]} mfl." if people else key
        )
        found.append(", ".join(part for part in (name.strip(), locator.strip()) if part))
    return f"({'; '.join(found)})"
